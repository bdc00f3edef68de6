package workspace_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject("plain_text", s, false, false)
}

// clicks is a world whose app acknowledges interactions and commands with what
// answer returns.
func clicks(t *testing.T, opts workspace.Options, answer func(*world, any) any) *world {
	t.Helper()
	return clicksOf(t, opts, workspace.App{Commands: []string{"/licensing"}}, answer)
}

func clicksOf(t *testing.T, opts workspace.Options, app workspace.App, answer func(*world, any) any) *world {
	t.Helper()
	w := newWorld(t, opts, app)
	w.socket(func(sm *socketmode.Client, e socketmode.Event) {
		if e.Type != socketmode.EventTypeInteractive && e.Type != socketmode.EventTypeSlashCommand {
			return
		}
		if !e.Request.AcceptsResponsePayload {
			t.Error("no payload accepted")
		}
		if err := sm.Ack(*e.Request, answer(w, e.Data)); err != nil {
			t.Error(err)
		}
	})
	return w
}

// message posts one with every element one can click.
func (w *world) clickable(t *testing.T, options ...slack.MsgOption) workspace.Message {
	t.Helper()
	options = append(options, slack.MsgOptionText("click", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(plain("Answer"), nil, slack.NewAccessory(slack.NewButtonBlockElement("show", "6", plain("Show ¶6")))),
		slack.NewActionBlock("", slack.NewOptionsSelectBlockElement("static_select", plain("Pick"), "pick",
			slack.NewOptionBlockObject("one", plain("One"), nil), slack.NewOptionBlockObject("two", plain("Two"), nil))),
		slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement("feedback",
			slack.NewFeedbackButton(plain("Good"), "up"), slack.NewFeedbackButton(plain("Bad"), "down"))),
	))
	if _, _, err := w.api.PostMessage(w.room.ID, options...); err != nil {
		t.Fatal(err)
	}
	all := w.Messages(w.room.ID)
	return all[len(all)-1]
}

func TestClick(t *testing.T) {
	t.Parallel()
	got := make(chan slack.InteractionCallback, 1)
	w := clicks(t, workspace.Options{AckWithin: patience}, func(_ *world, data any) any {
		got <- data.(slack.InteractionCallback)
		return nil
	})
	parent := must(w.Post("ann", "general", "hi", ""))(t)
	m := w.clickable(t, slack.MsgOptionTS(parent.TS))

	if err := w.Click("ann", m, "show", ""); err != nil {
		t.Fatal(err)
	}
	c := receive(t, got)
	a := c.ActionCallback.BlockActions[0]
	if a.ActionID != "show" || a.Value != "6" || a.BlockID == "" || a.Type != "button" || a.Text.Text != "Show ¶6" {
		t.Errorf("action %+v", a)
	}
	if c.User.ID != w.ann.ID || c.Channel.ID != w.room.ID || c.Message.Timestamp != m.TS || c.Message.ThreadTimestamp != parent.TS ||
		c.Container.MessageTs != m.TS || c.Container.ThreadTs != parent.TS || c.TriggerID == "" || c.Team.ID != w.TeamID() {
		t.Errorf("callback %+v", c)
	}
	if err := w.Click("ben", m, "pick", "two"); err != nil {
		t.Fatal(err)
	}
	if a := receive(t, got).ActionCallback.BlockActions[0]; a.SelectedOption.Value != "two" {
		t.Errorf("action %+v", a)
	}
	if err := w.Click("ben", m, "feedback", "down"); err != nil {
		t.Fatal(err)
	}
	if a := receive(t, got).ActionCallback.BlockActions[0]; a.Value != "down" || a.Text.Text != "Bad" {
		t.Errorf("action %+v", a)
	}
	for id, value := range map[string]string{"show": "7", "pick": "three", "feedback": "", "nothing": ""} {
		if err := w.Click("ann", m, id, value); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Errorf("%s=%s: %v", id, value, err)
		}
	}
	w.noRefusals()
}

func TestClickOverHTTP(t *testing.T) {
	t.Parallel()
	url, got := bot(t, nil)
	w := newWorld(t, workspace.Options{}, overHTTP(url))
	if err := w.Click("ann", w.clickable(t), "show", "6"); err != nil {
		t.Fatal(err)
	}
	r := receive(t, got)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(r.body))
	req.Header = r.header
	c := must(slack.InteractionCallbackParse(req))(t)
	if c.Type != slack.InteractionTypeBlockActions || c.ActionCallback.BlockActions[0].Value != "6" {
		t.Errorf("callback %+v", c)
	}
}

// TestResponseURL answers a command at once and then by its response URL until
// that is used up.
func TestResponseURL(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now, url := noon, ""
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	w := clicks(t, workspace.Options{AckWithin: patience, Now: clock}, func(_ *world, data any) any {
		url = data.(slack.SlashCommand).ResponseURL
		return map[string]any{"text": "One moment…"}
	})
	must(w.Command("ann", "general", "/licensing", "x"))(t)
	say := func(o ...slack.MsgOption) error {
		_, _, err := w.api.PostMessage(w.room.ID, o...)
		return err
	}
	for _, o := range []slack.MsgOption{
		slack.MsgOptionReplaceOriginal(url),
		slack.MsgOptionResponseURL(url, "ephemeral"),
		slack.MsgOptionResponseURL(url, "in_channel"),
		slack.MsgOptionDeleteOriginal(url),
	} {
		if err := say(o, slack.MsgOptionText("The answer", false)); err != nil {
			t.Fatal(err)
		}
	}
	type seen struct{ Text, ForUser string }
	var got []seen
	for _, m := range w.Messages("general") {
		got = append(got, seen{m.Text, m.ForUser})
	}
	if diff := cmp.Diff([]seen{{"The answer", w.ann.ID}, {"The answer", ""}}, got); diff != "" {
		t.Error(diff)
	}
	w.noRefusals()
	if err := say(slack.MsgOptionResponseURL(url, "ephemeral"), slack.MsgOptionBlocks(slack.NewHeaderBlock(plain("")))); err == nil {
		t.Error("an empty header was taken")
	}
	w.refusedWith("invalid_blocks")
	if err := say(slack.MsgOptionResponseURL(url, "ephemeral"), slack.MsgOptionText("five", false)); err != nil {
		t.Error(err)
	}
	if err := say(slack.MsgOptionResponseURL(url, "ephemeral"), slack.MsgOptionText("six", false)); err == nil {
		t.Error("used six times")
	}
	w.refusedWith("used_url")
	must(w.Command("ann", "general", "/licensing", "x"))(t)
	mu.Lock()
	now = now.Add(31 * time.Minute)
	mu.Unlock()
	if err := say(slack.MsgOptionResponseURL(url, "ephemeral"), slack.MsgOptionText("late", false)); err == nil {
		t.Error("used after half an hour")
	}
	w.refusedWith("expired_url")
}

// TestFeedbackForm is a thumbs-down with a place for the reason: a click opens
// a modal, its form is refused once and then taken.
func TestFeedbackForm(t *testing.T) {
	t.Parallel()
	var trigger string
	modal := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "why", Title: plain("Why?"), Submit: plain("Send"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewInputBlock("reason", plain("What was wrong?"), nil,
			slack.NewPlainTextInputBlockElement(nil, "text").WithMaxLength(100))}},
	}
	w := clicks(t, workspace.Options{AckWithin: patience}, func(w *world, data any) any {
		c := data.(slack.InteractionCallback)
		if c.Type == slack.InteractionTypeViewSubmission {
			if c.View.State.Values["reason"]["text"].Value == "?" {
				return slack.NewErrorsViewSubmissionResponse(map[string]string{"reason": "Please say more."})
			}
			return nil
		}
		trigger = c.TriggerID
		if _, err := w.api.OpenView(trigger, modal); err != nil {
			t.Error(err)
		}
		return nil
	})
	if err := w.Click("ann", w.clickable(t), "feedback", "down"); err != nil {
		t.Fatal(err)
	}
	views := w.Views("ann")
	if len(views) != 1 || views[0].CallbackID != "why" {
		t.Fatalf("views %+v", views)
	}
	_, err := w.api.OpenView(trigger, modal)
	wantError(t, err, "exchanged_trigger_id")
	if _, err := w.Submit("ann", views[0], map[string]string{"text": strings.Repeat("x", 101)}); !errors.Is(err, workspace.ErrNoSuchAction) {
		t.Errorf("a text that does not fit: %v", err)
	}
	must(w.Submit("ann", views[0], map[string]string{"text": "?"}))(t)
	if len(w.Views("ann")) != 1 {
		t.Error("the form closed on an error")
	}
	must(w.Submit("ann", views[0], map[string]string{"text": "The year is wrong."}))(t)
	if len(w.Views("ann")) != 0 {
		t.Error("the form stayed open")
	}
}

func TestTriggersAreForThreeSeconds(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := noon
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	trigger := ""
	w := clicks(t, workspace.Options{AckWithin: patience, Now: clock}, func(_ *world, data any) any {
		trigger = data.(slack.SlashCommand).TriggerID
		return nil
	})
	shown := must(w.Command("ann", "general", "/licensing", "x"))(t)
	if shown.Message != nil {
		t.Errorf("an empty acknowledgement showed %+v", shown.Message)
	}
	mu.Lock()
	now = now.Add(4 * time.Second)
	mu.Unlock()
	_, err := w.api.OpenView(trigger, slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Late")})
	wantError(t, err, "expired_trigger_id")
}

func TestModals(t *testing.T) {
	t.Parallel()
	modal := slack.ModalViewRequest{Type: slack.VTModal, ExternalID: "x", Title: plain("One"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}
	w := clicks(t, workspace.Options{AckWithin: patience}, func(w *world, data any) any {
		c := data.(slack.SlashCommand)
		if c.Text == "open" {
			_, err := w.api.OpenView(c.TriggerID, modal)
			if err != nil {
				t.Error(err)
			}
			return nil
		}
		_, err := w.api.PushView(c.TriggerID, modal)
		if c.Text == "too much" {
			wantError(t, err, "push_limit_reached")
		} else if err != nil {
			t.Error(err)
		}
		return nil
	})
	for _, text := range []string{"open", "push", "push", "too much"} {
		must(w.Command("ann", "general", "/licensing", text))(t)
	}
	views := w.Views("ann")
	if len(views) != 3 {
		t.Fatalf("%d modals", len(views))
	}
	modal.Title = plain("Two")
	if _, err := w.api.UpdateView(modal, "", views[2].Hash, views[2].ID); err != nil {
		t.Error(err)
	}
	_, err := w.api.UpdateView(modal, "", views[2].Hash, views[2].ID)
	wantError(t, err, "hash_conflict")
	_, err = w.api.UpdateView(modal, "", "", "V404")
	wantError(t, err, "not_found")
	modal.Title = plain(strings.Repeat("x", 25))
	_, err = w.api.UpdateView(modal, "", "", views[0].ID)
	wantError(t, err, "invalid_arguments")
	modal.Title = plain("Form")
	modal.Blocks.BlockSet = []slack.Block{slack.NewInputBlock("", plain("a"), nil, slack.NewPlainTextInputBlockElement(nil, "a"))}
	_, err = w.api.UpdateView(modal, "", "", views[0].ID)
	wantError(t, err, "invalid_arguments") // an input, but nothing to send it with
}

// TestRefusedBlocks is a workspace that does not know what is new yet, whichever
// way it comes.
func TestRefusedBlocks(t *testing.T) {
	t.Parallel()
	var url string
	w := clicks(t, workspace.Options{AckWithin: patience, Refuse: []string{"markdown", "header"}}, func(_ *world, data any) any {
		url = data.(slack.SlashCommand).ResponseURL
		return nil
	})
	must(w.Command("ann", "general", "/licensing", ""))(t)
	_, ts, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hi", false), slack.MsgOptionBlocks(slack.NewDividerBlock()))
	if err != nil {
		t.Fatal(err)
	}
	text, blocks := slack.MsgOptionText("*hi*", false), slack.MsgOptionBlocks(slack.NewDividerBlock(), slack.NewMarkdownBlock("", "**hi**"))
	_, _, err = w.api.PostMessage(w.room.ID, text, blocks)
	wantError(t, err, "invalid_blocks")
	_, _, _, err = w.api.UpdateMessage(w.room.ID, ts, text, blocks)
	wantError(t, err, "invalid_blocks")
	if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionResponseURL(url, "ephemeral"), text, blocks); err == nil {
		t.Error("a response URL took them")
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewHeaderBlock(plain("Hi"))}}}
	_, err = w.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: w.ann.ID, View: home})
	wantError(t, err, "invalid_arguments")
	for i, r := range w.Refusals() {
		if at := []string{"/blocks/1/type", "/blocks/1/type", "/blocks/1/type", "/view/blocks/0/type"}[i]; !strings.Contains(r.Detail, "[json-pointer:"+at+"]") {
			t.Errorf("refused: %v, want it at %s", r, at)
		}
	}
	if n := len(w.Refusals()); n != 4 {
		t.Errorf("%d refusals", n)
	}
}

// TestEphemeral clicks an element of an ephemeral message, which an app can
// change by the response URL and in no other way.
func TestEphemeral(t *testing.T) {
	t.Parallel()
	got := make(chan slack.InteractionCallback, 1)
	w := clicks(t, workspace.Options{AckWithin: patience}, func(_ *world, data any) any {
		got <- data.(slack.InteractionCallback)
		return nil
	})
	parent := must(w.Post("ann", "general", "hi", ""))(t)
	say := []slack.MsgOption{slack.MsgOptionText("psst", false), slack.MsgOptionTS(parent.TS), slack.MsgOptionBlocks(
		slack.NewActionBlock("", slack.NewButtonBlockElement("more", "", plain("More"))))}

	if ts, err := w.api.PostEphemeral(w.room.ID, w.ann.ID, say...); err != nil || ts == "" || len(w.Messages("general")) != 1 {
		t.Errorf("in a thread without replies: %v, %v", w.Messages("general"), err)
	}
	w.refusedWith("ignored")
	must(w.Post("ben", "general", "hi", parent.TS))(t)
	for range 2 {
		ts, err := w.api.PostEphemeral(w.room.ID, w.ann.ID, say...)
		if err != nil {
			t.Fatal(err)
		}
		m := w.Messages("general")[2]
		if m.TS != ts || m.ThreadTS != parent.TS || m.ForUser != w.ann.ID {
			t.Fatalf("posted %+v", m)
		}
		if err := w.Click("ann", m, "more", ""); err != nil {
			t.Fatal(err)
		}
		c := receive(t, got)
		if !c.Container.IsEphemeral || c.Container.MessageTs != ts || c.Container.ThreadTs != parent.TS || c.Message.Timestamp != "" || c.Message.Text != "" ||
			c.Channel.ID != w.room.ID {
			t.Errorf("callback %+v", c)
		}
		if err := w.Click("ben", m, "more", ""); !errors.Is(err, workspace.ErrNoSuchMessage) {
			t.Errorf("Ben sees it: %v", err)
		}
		_, _, _, err = w.api.UpdateMessage(w.room.ID, ts, slack.MsgOptionText("more", false))
		wantError(t, err, "message_not_found")
		_, _, err = w.api.DeleteMessage(w.room.ID, ts)
		wantError(t, err, "message_not_found")

		if _, _, err := w.api.PostMessage("", slack.MsgOptionReplaceOriginal(c.ResponseURL), slack.MsgOptionText("more", false)); err != nil {
			t.Fatal(err)
		}
		if now := w.Messages("general")[2]; now.TS != ts || now.Text != "more" || now.ForUser != w.ann.ID || now.ThreadTS != parent.TS {
			t.Errorf("replaced by %+v", now)
		}
		if _, _, err := w.api.PostMessage("", slack.MsgOptionDeleteOriginal(c.ResponseURL)); err != nil {
			t.Fatal(err)
		}
		if n := len(w.Messages("general")); n != 2 {
			t.Errorf("%d messages after it was deleted", n)
		}
	}
}
