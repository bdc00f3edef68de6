package workspace_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func prompts(channel, thread string, titles ...string) slack.AssistantThreadsSetSuggestedPromptsParameters {
	p := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, ThreadTS: thread, Title: "Try these"}
	for _, t := range titles {
		p.AddPrompt(t, "What about "+t+"?")
	}
	return p
}

// agent is a world whose app is an agent and has met Ann, with the thread of
// what she has said.
func agent(t *testing.T, opts workspace.Options, app workspace.App) (w *world, channel, thread string) {
	t.Helper()
	w = newWorld(t, opts, app)
	if err := w.OpenHome("ann", "pilcrow", "messages"); err != nil {
		t.Fatal(err)
	}
	m := must(w.Direct("ann", "pilcrow", "hello", ""))(t)
	return w, m.Channel, m.TS
}

func TestPane(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := noon
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	w, channel, thread := agent(t, workspace.Options{Now: clock}, workspace.App{AgentView: true, Scopes: []string{"assistant:write", "chat:write"}})

	if err := w.api.SetAssistantThreadsSuggestedPrompts(prompts(channel, "", "taxes", "rent")); err != nil {
		t.Fatal(err)
	}
	if err := w.api.SetAssistantThreadsTitle(slack.AssistantThreadsSetTitleParameters{ChannelID: channel, ThreadTS: thread, Title: "Greetings"}); err != nil {
		t.Fatal(err)
	}
	busy := slack.AssistantThreadsSetStatusParameters{ChannelID: channel, ThreadTS: thread, Status: "is reading…", LoadingMessages: []string{"Reading…", "Still reading…"}}
	if err := w.api.SetAssistantThreadsStatus(busy); err != nil {
		t.Fatal(err)
	}
	want := workspace.Pane{
		Channel: channel, PromptsTitle: "Try these",
		Prompts: []workspace.Prompt{{Title: "taxes", Message: "What about taxes?"}, {Title: "rent", Message: "What about rent?"}},
		Titles:  map[string]string{thread: "Greetings"}, Status: map[string]string{thread: "is reading…"},
	}
	if diff := cmp.Diff(want, w.Pane("ann", "pilcrow")); diff != "" {
		t.Error(diff)
	}
	busyStill := func(where string, is bool) {
		t.Helper()
		if s := w.Pane("ann", "pilcrow").Status[thread]; (s != "") != is || w.Status("pilcrow", channel, thread) != s {
			t.Errorf("%s: status %q and %q", where, s, w.Status("pilcrow", channel, thread))
		}
	}
	say := func(thread string) {
		t.Helper()
		if _, _, err := w.api.PostMessage(channel, slack.MsgOptionText("Well.", false), slack.MsgOptionTS(thread)); err != nil {
			t.Fatal(err)
		}
	}
	must(w.Direct("ann", "pilcrow", "still there?", thread))(t)
	say("")
	busyStill("Ann writes in the thread, the app beside it", true)
	say(thread)
	busyStill("the app has answered", false)

	set := func(text string) {
		t.Helper()
		busy.Status = text
		if err := w.api.SetAssistantThreadsStatus(busy); err != nil {
			t.Fatal(err)
		}
	}
	set("is thinking…")
	set("")
	busyStill("taken back", false)
	set("is thinking…")
	mu.Lock()
	now = now.Add(2*time.Minute + time.Second)
	mu.Unlock()
	busyStill("after two minutes", false)
	w.noRefusals()
	if p := w.Pane("ben", "pilcrow"); p.Channel != "" {
		t.Errorf("Ben has never met it: %+v", p)
	}
}

// TestPromptsOfAThread are what the old kind of assistant has, and an agent
// silently has not.
func TestPromptsOfAThread(t *testing.T) {
	t.Parallel()
	for _, isAgent := range []bool{true, false} {
		w, channel, thread := agent(t, workspace.Options{}, workspace.App{AgentView: isAgent})
		if err := w.api.SetAssistantThreadsSuggestedPrompts(prompts(channel, thread, "taxes")); err != nil {
			t.Error(err)
		}
		if shown := len(w.Pane("ann", "pilcrow").Prompts) == 1; shown == isAgent {
			t.Errorf("agent %v, shown %v", isAgent, shown)
		}
		if isAgent {
			w.refusedWith("ignored")
		} else {
			w.noRefusals()
		}
	}
}

func TestRefusedOfAnAssistant(t *testing.T) {
	t.Parallel()
	w, channel, thread := agent(t, workspace.Options{}, workspace.App{AgentView: true})
	gone := must(w.Direct("ann", "pilcrow", "forget it", ""))(t)
	if err := w.Delete("ann", gone); err != nil {
		t.Fatal(err)
	}
	elsewhere := w.AddChannel("elsewhere", "ann")
	for _, c := range []struct{ name, call, code string }{
		{"status without a thread", "setStatus?channel_id=" + channel + "&status=x", "invalid_arguments"},
		{"no status", "setStatus?channel_id=" + channel + "&thread_ts=" + thread, "invalid_arguments"},
		{"status elsewhere", "setStatus?status=x&thread_ts=" + thread + "&channel_id=" + elsewhere.ID, "channel_not_found"},
		{"status of no thread", "setStatus?status=x&thread_ts=1600000000.000100&channel_id=" + channel, "invalid_thread_ts"},
		{"status of a message gone", "setStatus?status=x&thread_ts=" + gone.TS + "&channel_id=" + channel, "invalid_thread_ts"},
		{"eleven loading messages", "setStatus?status=x&loading_messages=" + strings.Repeat("a,", 10) + "a&thread_ts=" + thread + "&channel_id=" + channel, "invalid_arguments"},
		{"eleven, as JSON", "setStatus?status=x&loading_messages=[%221%22" + strings.Repeat(",%22a%22", 10) + "]&thread_ts=" + thread + "&channel_id=" + channel, "invalid_arguments"},
		{"one with many commas, as JSON", "setStatus?status=x&loading_messages=[%22" + strings.Repeat(",", 11) + "%22]&thread_ts=" + thread + "&channel_id=" + channel, ""},
		{"ten loading messages", "setStatus?status=x&loading_messages=" + strings.Repeat("a,", 9) + "a&thread_ts=" + thread + "&channel_id=" + channel, ""},
		{"a title without a thread", "setTitle?title=x&channel_id=" + channel, "invalid_arguments"},
		{"no title", "setTitle?thread_ts=" + thread + "&channel_id=" + channel, "invalid_arguments"},
		{"a title in a channel", "setTitle?title=x&thread_ts=&channel_id=" + w.room.ID, "channel_not_found"},
		{"no prompts said", "setSuggestedPrompts?channel_id=" + channel, "invalid_arguments"},
		{"no prompts", "setSuggestedPrompts?prompts=[]&channel_id=" + channel, "invalid_arguments"},
		{"five prompts", "setSuggestedPrompts?prompts=[" + strings.Repeat(`{"title":"a","message":"b"},`, 4) + `{"title":"a","message":"b"}]&channel_id=` + channel, "invalid_arguments"},
		{"a prompt that says nothing", `setSuggestedPrompts?prompts=[{"title":"a"}]&channel_id=` + channel, "invalid_arguments"},
		{"prompts that are none", `setSuggestedPrompts?prompts={}&channel_id=` + channel, "invalid_arguments"},
		{"prompts in a channel", `setSuggestedPrompts?prompts=[{"title":"a","message":"b"}]&channel_id=` + w.room.ID, "channel_not_found"},
	} {
		w.postRaw(t, "assistant.threads."+strings.ReplaceAll(c.call, `"`, "%22"), "", w.app.BotToken, "")
		calls := w.Calls()
		if last := calls[len(calls)-1]; last.Error != c.code {
			t.Errorf("%s: %s", c.name, last.Response)
		}
	}
}

// TestStatusInAChannel is for whoever answers there; either scope will do.
func TestStatusInAChannel(t *testing.T) {
	t.Parallel()
	for scope, code := range map[string]string{"chat:write": "", "assistant:write": "", "users:read": "missing_scope"} {
		w := newWorld(t, workspace.Options{}, workspace.App{Scopes: []string{scope}})
		m := must(w.Post("ann", "general", "@pilcrow hello", ""))(t)
		err := w.api.SetAssistantThreadsStatus(slack.AssistantThreadsSetStatusParameters{ChannelID: w.room.ID, ThreadTS: m.TS, Status: "is reading…"})
		if code != "" {
			wantError(t, err, code)
			continue
		}
		if s := w.Status("pilcrow", "general", m.TS); err != nil || s != "is reading…" {
			t.Errorf("%s: status %q, %v", scope, s, err)
		}
	}
	w := newWorld(t, workspace.Options{}, workspace.App{Scopes: []string{"chat:write"}})
	wantError(t, w.api.SetAssistantThreadsSuggestedPrompts(prompts("D1", "", "a")), "missing_scope")
}
