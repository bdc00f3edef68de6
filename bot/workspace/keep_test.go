package workspace_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// TestKept: a workspace that is saved and restored shows everybody the same, and
// goes on counting where it was.
func TestKept(t *testing.T) {
	t.Parallel()
	before := quiet(t)
	sent := must(before.Post("ann", "general", "hello @ben", ""))(t)
	must(before.Post("ben", "general", "hello", sent.TS))(t)
	gone := must(before.Post("ann", "general", "never mind", ""))(t)
	if err := before.Delete("ann", gone); err != nil {
		t.Fatal(err)
	}
	if err := before.React("ben", sent, "eyes"); err != nil {
		t.Fatal(err)
	}
	must(before.Conversation("ann", "ben"))(t)
	must(before.Direct("ann", "pilcrow", "psst", ""))(t)
	var kept bytes.Buffer
	if err := before.Save(&kept); err != nil {
		t.Fatal(err)
	}

	after := quiet(t)
	if err := after.Restore(&kept); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ann", "ben"} {
		if diff := cmp.Diff(before.Sight(who), after.Sight(who)); diff != "" {
			t.Errorf("%s sees (-before +after):\n%s", who, diff)
		}
	}
	next := must(after.Post("ann", "general", "again", sent.TS))(t)
	if next.TS <= gone.TS {
		t.Errorf("the time stamp %s is not later than %s", next.TS, gone.TS)
	}
	if _, err := after.Post("ann", "general", "too late", gone.TS); err != nil {
		t.Errorf("a thread of what was deleted: %v", err)
	}
	if fresh := after.AddUser("cid"); fresh.ID == before.ann.ID || fresh.ID == before.ben.ID || fresh.ID == before.app.BotUserID {
		t.Errorf("the id %s is somebody's", fresh.ID)
	}
}

func TestKeptElsewhere(t *testing.T) {
	t.Parallel()
	var kept bytes.Buffer
	if err := quiet(t).Save(&kept); err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]string{"half of it": kept.String()[:40], "nothing": ""} {
		if err := quiet(t).Restore(strings.NewReader(from)); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	w := workspace.New(workspace.Options{})
	w.Install(workspace.App{Name: "one"})
	w.Install(workspace.App{Name: "two"})
	if err := w.Restore(&kept); err == nil {
		t.Error("restored with other apps")
	}
}

// TestSight: each sees what is theirs.
func TestSight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{}, workspace.App{
		Commands: []string{"/ask"}, About: "Answers.", Usage: map[string]string{"/ask": "a question"},
		Shortcuts: []workspace.Shortcut{{Name: "Ask", CallbackID: "ask", Type: "global"}},
	})
	w.AddPrivateChannel("secret", "ben")
	must(w.Post("ann", "general", "hello", ""))(t)
	must(w.api.PostEphemeral(w.room.ID, w.ann.ID, slack.MsgOptionText("only you", false)))(t)
	ann, ben := w.Sight("ann"), w.Sight("ben")
	if len(ann.Channels) != 1 || len(ben.Channels) != 2 {
		t.Errorf("ann is in %d channels and ben in %d", len(ann.Channels), len(ben.Channels))
	}
	if got := ann.Channels[0].Messages; len(got) != 2 || !got[1].OnlyYou || got[1].Text != "only you" {
		t.Errorf("ann sees %+v", got)
	}
	if got := ben.Channels[0].Messages; len(got) != 1 {
		t.Errorf("ben sees %+v", got)
	}
	want := []workspace.SeenApp{{
		ID: w.app.AppID, Name: "pilcrow", User: w.app.BotUserID, About: "Answers.",
		Commands:  []workspace.SeenCommand{{Name: "/ask", Usage: "a question"}},
		Shortcuts: []workspace.Shortcut{{Name: "Ask", CallbackID: "ask", Type: "global"}},
	}}
	if diff := cmp.Diff(want, ann.Apps); diff != "" {
		t.Error(diff)
	}
}
