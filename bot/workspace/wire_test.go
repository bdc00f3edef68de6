package workspace_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// tapped notes what passes in a world whose app acknowledges everything.
func tapped(t *testing.T) (*world, func() []workspace.Passage) {
	t.Helper()
	w := newWorld(t, workspace.Options{}, workspace.App{Events: []string{"message.channels"}})
	var mu sync.Mutex
	var passed []workspace.Passage
	w.Tap(func(p workspace.Passage) {
		mu.Lock()
		defer mu.Unlock()
		passed = append(passed, p)
	})
	w.socket(func(c *socketmode.Client, e socketmode.Event) {
		if e.Request != nil {
			_ = c.Ack(*e.Request)
		}
	})
	return w, func() []workspace.Passage {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(passed)
	}
}

// TestTap: an event, a call and a refusal pass, each with what was sent and what
// came back.
func TestTap(t *testing.T) {
	t.Parallel()
	w, passed := tapped(t)
	must(w.Post("ann", "general", "hello", ""))(t)
	w.until("acknowledged", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
	if _, _, err := w.api.PostMessage("general", slack.MsgOptionText("hello", false), slack.MsgOptionBlocks(slack.NewDividerBlock())); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.api.PostMessage("nowhere", slack.MsgOptionText("hello", false)); err == nil {
		t.Error("posted nowhere")
	}
	var got []string
	for _, p := range passed() {
		got = append(got, strings.Join([]string{p.Kind, p.What, p.Wrong}, " "))
		if p.App != w.app.AppID {
			t.Errorf("%s %s is of the app %q", p.Kind, p.What, p.App)
		}
	}
	for _, want := range []string{
		"connection hello ", "call apps.connections.open ", "events_api message.channels ", "call chat.postMessage ",
		`refused chat.postMessage channel_not_found: "nowhere"`, "call chat.postMessage channel_not_found",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%q did not pass; what did: %q", want, got)
		}
	}
	i := slices.IndexFunc(passed(), func(p workspace.Passage) bool { return p.What == "chat.postMessage" })
	var sent struct {
		Text   string
		Blocks []struct{ Type string }
	}
	if err := json.Unmarshal(passed()[i].Sent, &sent); err != nil || sent.Text != "hello" || len(sent.Blocks) != 1 {
		t.Errorf("sent %s, %v", passed()[i].Sent, err)
	}
	if back := string(passed()[i].Back); !strings.Contains(back, `"ok":true`) {
		t.Errorf("back came %s", back)
	}
}

// TestRedeliver: the same event comes twice, as it may from Slack.
func TestRedeliver(t *testing.T) {
	t.Parallel()
	w, passed := tapped(t)
	w.Redeliver("pilcrow") // nothing yet
	must(w.Post("ann", "general", "hello", ""))(t)
	w.Redeliver("pilcrow")
	w.until("acknowledged", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
	var events []string
	for _, p := range passed() {
		if p.Kind == "events_api" {
			events = append(events, string(p.Sent))
		}
	}
	if len(events) != 2 || events[0] != events[1] {
		t.Errorf("told of %q", events)
	}
}

// TestSlow: a slow answer is the right one, and takes its time.
func TestSlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{Now: time.Now}, workspace.App{})
	const slow = 20 * time.Millisecond
	w.Fail("auth.test", workspace.Fault{Slow: slow})
	w.Fail("auth.test", workspace.Fault{Slow: slow, Code: "fatal_error"})
	for _, want := range []string{"", "fatal_error"} {
		before := time.Now()
		switch _, err := w.api.AuthTest(); {
		case want == "" && err != nil || want != "" && (err == nil || err.Error() != want):
			t.Errorf("%v, want %q", err, want)
		case time.Since(before) < slow:
			t.Errorf("took %s", time.Since(before))
		}
	}
}
