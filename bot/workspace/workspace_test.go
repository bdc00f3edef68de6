package workspace_test

import (
	"context"
	"errors"
	"testing"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func TestListenOnlyOnLoopback(t *testing.T) {
	t.Parallel()
	if _, err := workspace.New(workspace.Options{}).Listen("0.0.0.0:0"); err == nil {
		t.Error("it listens to the world")
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never := func(*workspace.Workspace) bool { return false }
	if err := workspace.New(workspace.Options{}).Wait(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestTheSameTwice plays one conversation in two workspaces.
func TestTheSameTwice(t *testing.T) {
	t.Parallel()
	var answers [2]string
	for i := range answers {
		w := quiet(t)
		must(w.Post("ann", "general", "@pilcrow hello @ben", ""))(t)
		if _, _, err := w.api.PostMessage("general", slack.MsgOptionBlocks(slack.NewDividerBlock())); err != nil {
			t.Fatal(err)
		}
		answers[i] = string(w.postRaw(t, "conversations.history?channel="+w.room.ID, "", w.app.BotToken, ""))
	}
	if answers[0] != answers[1] {
		t.Errorf("once %s, then %s", answers[0], answers[1])
	}
}

func TestWhoIsThere(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	must(w.Direct("ann", "pilcrow", "hi", ""))(t)
	if u := w.Users(); len(u) != 3 || u[0].BotID == "" || u[1].Name != "ann" {
		t.Errorf("users %+v", u)
	}
	if c := w.Channels(); len(c) != 2 || c[1].Type != workspace.DM {
		t.Errorf("channels %+v", c)
	}
	got := must(w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: w.room.ID}))(t)
	if !got.IsMember || got.Name != "general" {
		t.Errorf("channel %+v", got)
	}
	must(w.Post("ann", "general", "mail a@ben.example or @nobody", ""))(t)
	if m := w.Messages("general"); m[0].Text != "mail a@ben.example or @nobody" {
		t.Errorf("text %q", m[0].Text)
	}
	w.noRefusals()
}

// What is forgotten is not there any more; all goes on from there.
func TestForget(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	before := must(w.Post("ann", "general", "hello", ""))(t)
	must(w.Direct("ann", "pilcrow", "psst", ""))(t)
	w.Forget()
	for _, c := range w.Channels() {
		if said := w.Messages(c.ID); len(said) > 0 {
			t.Errorf("there is %+v", said)
		}
	}
	if _, err := w.Post("ben", "general", "to whom?", before.TS); err == nil {
		t.Error("what is forgotten is answered")
	}
	after := must(w.Post("ben", "general", "hello again", ""))(t)
	if said := w.Messages(after.Channel); len(said) != 1 || said[0].TS <= before.TS {
		t.Errorf("there is %+v", said)
	}
}
