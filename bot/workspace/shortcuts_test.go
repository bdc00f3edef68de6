package workspace_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// eachWay runs a test of interactions over Socket Mode and over HTTP. What the
// app is told comes out of the channel; answer says what it acknowledges with.
func eachWay(t *testing.T, app workspace.App, answer func(*world, slack.InteractionCallback) any,
	test func(*testing.T, *world, <-chan slack.InteractionCallback)) {
	t.Parallel()
	t.Run("socket", func(t *testing.T) {
		t.Parallel()
		got := make(chan slack.InteractionCallback, 10)
		w := clicksOf(t, workspace.Options{AckWithin: patience}, app, func(w *world, data any) any {
			c := data.(slack.InteractionCallback)
			got <- c
			return answer(w, c)
		})
		test(t, w, got)
	})
	t.Run("http", func(t *testing.T) {
		t.Parallel()
		got := make(chan slack.InteractionCallback, 10)
		var w *world
		url, _ := bot(t, func(rw http.ResponseWriter, r *http.Request) {
			c, err := slack.InteractionCallbackParse(r)
			if err != nil {
				t.Error(err)
			}
			if suggestion := c.Type == slack.InteractionTypeBlockSuggestion; suggestion != (r.URL.Path == "/slack/options") {
				t.Errorf("%s came to %s", c.Type, r.URL.Path)
			}
			got <- c
			if a := answer(w, c); a != nil {
				rw.Header().Set("Content-Type", "application/json")
				if err := json.NewEncoder(rw).Encode(a); err != nil {
					t.Error(err)
				}
			}
		})
		app := app
		app.SigningSecret, app.InteractionsURL, app.OptionsURL = secret, url+"/slack/interactions", url+"/slack/options"
		app.CommandsURL = url + "/slack/commands"
		w = newWorld(t, workspace.Options{AckWithin: patience}, app)
		test(t, w, got)
	})
}

func nothing(*world, slack.InteractionCallback) any { return nil }

var shortcuts = workspace.App{Shortcuts: []workspace.Shortcut{
	{Name: "Check this", CallbackID: "check", Type: "message"},
	{Name: "Ask", CallbackID: "ask", Type: "global"},
}}

func TestMessageShortcut(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		w.AddPrivateChannel("board", "ann", "ben") // the app is not there, and need not be
		parent := must(w.Post("ben", "board", "hello", ""))(t)
		m := must(w.Post("ben", "board", "the year was 2019", parent.TS))(t)
		if err := w.MessageShortcut("ann", m, "check"); err != nil {
			t.Fatal(err)
		}
		c := receive(t, got)
		if c.Type != slack.InteractionTypeMessageAction || c.CallbackID != "check" || c.User.ID != w.ann.ID || c.Channel.ID != m.Channel ||
			c.Channel.Name != "privategroup" || c.MessageTs != m.TS || c.Message.Timestamp != m.TS || c.Message.Text != m.Text ||
			c.Message.User != w.ben.ID || c.Message.ThreadTimestamp != parent.TS || c.ActionTs <= m.TS || c.TriggerID == "" ||
			c.Team.ID != w.TeamID() || c.APIAppID != "" {
			t.Errorf("callback %+v", c)
		}
		if _, _, err := w.api.PostMessage("", slack.MsgOptionResponseURL(c.ResponseURL, "ephemeral"), slack.MsgOptionText("It was 2020.", false)); err != nil {
			t.Fatal(err)
		}
		if all := w.Messages("board"); all[2].ForUser != w.ann.ID || all[2].Text != "It was 2020." {
			t.Errorf("messages %+v", all)
		}
		w.noRefusals()
	})
}

func TestGlobalShortcut(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		if err := w.GlobalShortcut("ann", "ask"); err != nil {
			t.Fatal(err)
		}
		c := receive(t, got)
		if c.Type != slack.InteractionTypeShortcut || c.CallbackID != "ask" || c.User.ID != w.ann.ID || c.ActionTs == "" ||
			c.Channel.ID != "" || c.ResponseURL != "" || c.Team.ID != w.TeamID() {
			t.Errorf("callback %+v", c)
		}
		modal := slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Ask"), Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}
		if _, err := w.api.OpenView(c.TriggerID, modal); err != nil {
			t.Error(err)
		}
		w.noRefusals()
	})
}

func TestShortcutsThatAreNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{}, shortcuts)
	m := must(w.Post("ann", "general", "hi", ""))(t)
	if _, err := w.api.PostEphemeral(w.room.ID, w.ann.ID, slack.MsgOptionText("psst", false)); err != nil {
		t.Fatal(err)
	}
	psst := w.Messages("general")[1]
	for name, c := range map[string]struct{ got, want error }{
		"a global one on a message": {w.MessageShortcut("ann", m, "ask"), workspace.ErrNoSuchShortcut},
		"one of a message, alone":   {w.GlobalShortcut("ann", "check"), workspace.ErrNoSuchShortcut},
		"no such message":           {w.MessageShortcut("ann", workspace.Message{Channel: w.room.ID, TS: "1"}, "check"), workspace.ErrNoSuchMessage},
		"an ephemeral message":      {w.MessageShortcut("ann", psst, "check"), workspace.ErrNoSuchMessage},
		"a stranger":                {w.MessageShortcut("zoe", m, "check"), workspace.ErrNoSuchUser},
		"another stranger":          {w.GlobalShortcut("zoe", "ask"), workspace.ErrNoSuchUser},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func TestShortcutsAsInstalled(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		app  workspace.App
		code string
	}{
		"without the scope":  {workspace.App{Scopes: []string{"chat:write"}, Shortcuts: shortcuts.Shortcuts}, "missing_scope"},
		"of no type":         {workspace.App{Shortcuts: []workspace.Shortcut{{Name: "Ask", CallbackID: "ask"}}}, "invalid_manifest"},
		"with too much name": {workspace.App{Shortcuts: []workspace.Shortcut{{Name: "Ask about this message …!", CallbackID: "ask", Type: "global"}}}, "invalid_manifest"},
	} {
		w := newWorld(t, workspace.Options{}, c.app)
		w.refusedWith(c.code)
		if name == "without the scope" {
			if err := w.GlobalShortcut("ann", "ask"); !errors.Is(err, workspace.ErrNoSuchShortcut) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
