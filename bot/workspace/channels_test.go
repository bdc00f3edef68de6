package workspace_test

import (
	"errors"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func TestLeave(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	if err := w.Leave("ben", "general"); err != nil {
		t.Fatal(err)
	}
	got := next(t, events, 2)
	left, said := got["member_left_channel"].InnerEvent.Data, got["channel_leave"].InnerEvent.Data
	if l, ok := left.(*slackevents.MemberLeftChannelEvent); !ok || l.User != w.ben.ID || l.Channel != w.room.ID || l.ChannelType != "C" {
		t.Errorf("left %+v", left)
	}
	if m, ok := said.(*slackevents.MessageEvent); !ok || m.User != w.ben.ID {
		t.Errorf("said %+v", said)
	}
	if _, err := w.Post("ben", "general", "hi", ""); !errors.Is(err, workspace.ErrNotInChannel) {
		t.Errorf("Ben is still there: %v", err)
	}
	if err := w.Leave("ben", "general"); !errors.Is(err, workspace.ErrNotInChannel) {
		t.Errorf("Ben left twice: %v", err)
	}
	w.AddPrivateChannel("board", "ann", "pilcrow")
	for channel, kind := range map[string]string{"general": "channel_left", "board": "group_left"} {
		if err := w.Leave("pilcrow", channel); err != nil {
			t.Fatal(err)
		}
		if got := next(t, events, 1); got[kind].InnerEvent.Data == nil {
			t.Errorf("leaving %s is told as %v", channel, got)
		}
	}
	silence(t, w, events)
	w.noRefusals()
}

func TestPostingAfterLeaving(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	w.AddPrivateChannel("board", "ann", "pilcrow")
	for channel, code := range map[string]string{"general": "not_in_channel", "board": "channel_not_found"} {
		if err := w.Leave("pilcrow", channel); err != nil {
			t.Fatal(err)
		}
		_, _, err := w.api.PostMessage(channel, slack.MsgOptionText("hi", false))
		wantError(t, err, code)
	}
}

func TestArchive(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	_, ts, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hi", false))
	if err != nil {
		t.Fatal(err)
	}
	next(t, events, 1)
	board := w.AddPrivateChannel("board", "ann", "pilcrow")
	for channel, kind := range map[string]string{"general": "channel_archive", "board": "group_archive"} {
		if err := w.Archive(channel); err != nil {
			t.Fatal(err)
		}
		subtypes := map[string]bool{}
		for range 2 {
			e := receive(t, events)
			subtypes[e.InnerEvent.Type] = true
		}
		if !subtypes[kind] || !subtypes["message"] {
			t.Errorf("told as %v, want %s and a message", subtypes, kind)
		}
	}
	silence(t, w, events)

	hi, item := slack.MsgOptionText("hi", false), slack.NewRefToMessage(w.room.ID, ts)
	_, _, err = w.api.PostMessage(w.room.ID, hi)
	wantError(t, err, "is_archived")
	_, _, err = w.api.PostMessage(board.ID, hi, slack.MsgOptionTS(ts))
	wantError(t, err, "is_archived")
	_, err = w.api.PostEphemeral(w.room.ID, w.ann.ID, hi)
	wantError(t, err, "is_archived")
	wantError(t, w.api.AddReaction("eyes", item), "is_archived")
	_, _, _, err = w.api.UpdateMessage(w.room.ID, ts, hi)
	wantError(t, err, "is_inactive")

	if info := must(w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: w.room.ID}))(t); !info.IsArchived {
		t.Errorf("channel %+v", info)
	}
	if history := must(w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: w.room.ID}))(t); len(history.Messages) != 2 {
		t.Errorf("history %+v", history)
	}
	for exclude, want := range map[bool]int{false: 1, true: 0} {
		channels, _, err := w.api.GetConversations(&slack.GetConversationsParameters{ExcludeArchived: exclude})
		if err != nil || len(channels) != want {
			t.Errorf("exclude %v: %v, %v", exclude, channels, err)
		}
	}
	for name, err := range map[string]error{
		"posting": second(w.Post("ann", "general", "hi", "")), "joining": w.Join("ann", "general"),
		"leaving": w.Leave("ann", "general"), "archiving": w.Archive("general"),
	} {
		if !errors.Is(err, workspace.ErrArchived) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDeleteChannel(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	board := w.AddPrivateChannel("board", "ann", "pilcrow")
	for channel, kind := range map[string]string{"general": "channel_deleted", "board": "group_deleted"} {
		if err := w.DeleteChannel(channel); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, events); got.InnerEvent.Type != kind {
			t.Errorf("told as %v, want %s", got.InnerEvent, kind)
		}
	}
	silence(t, w, events)
	for _, id := range []string{w.room.ID, board.ID, "general"} {
		_, _, err := w.api.PostMessage(id, slack.MsgOptionText("hi", false))
		wantError(t, err, "channel_not_found")
	}
	_, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: w.room.ID})
	wantError(t, err, "channel_not_found")
	for name, err := range map[string]error{
		"posting": second(w.Post("ann", "general", "hi", "")), "deleting": w.DeleteChannel("general"), "archiving": w.Archive("general"),
	} {
		if !errors.Is(err, workspace.ErrNoSuchChannel) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all := w.Messages("general"); all != nil {
		t.Errorf("messages %v", all)
	}
}

func TestDirectConversationsDoNotEnd(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	m := must(w.Direct("ann", "pilcrow", "hi", ""))(t)
	for name, err := range map[string]error{
		"archived": w.Archive(m.Channel), "deleted": w.DeleteChannel(m.Channel), "left": w.Leave("ann", m.Channel),
	} {
		if !errors.Is(err, workspace.ErrNoSuchChannel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestResponseURLOfAChannelThatEnded is what comes too late.
func TestResponseURLOfAChannelThatEnded(t *testing.T) {
	t.Parallel()
	for code, end := range map[string]func(*world) error{
		"is_archived":       func(w *world) error { return w.Archive("general") },
		"channel_not_found": func(w *world) error { return w.DeleteChannel("general") },
	} {
		var url string
		w := clicks(t, workspace.Options{AckWithin: patience}, func(_ *world, data any) any {
			url = data.(slack.SlashCommand).ResponseURL
			return nil
		})
		must(w.Command("ann", "general", "/licensing", ""))(t)
		if err := end(w); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.api.PostMessage("", slack.MsgOptionResponseURL(url, "ephemeral"), slack.MsgOptionText("late", false)); err == nil {
			t.Errorf("%s: it was taken", code)
		}
		w.refusedWith(code)
	}
}
