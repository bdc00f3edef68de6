package workspace_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// heard is a world whose app acknowledges every event over Socket Mode and
// hands it to the test.
func heard(t *testing.T) (*world, <-chan slackevents.EventsAPIEvent) {
	t.Helper()
	w := newWorld(t, workspace.Options{}, workspace.App{Events: allEvents})
	events := make(chan slackevents.EventsAPIEvent, 100)
	w.socket(func(sm *socketmode.Client, e socketmode.Event) {
		if e.Type == socketmode.EventTypeEventsAPI {
			if err := sm.Ack(*e.Request); err != nil {
				t.Error(err)
			}
			events <- e.Data.(slackevents.EventsAPIEvent)
		}
	})
	return w, events
}

// next takes n events, by type or subtype; they come in no particular order.
func next(t *testing.T, events <-chan slackevents.EventsAPIEvent, n int) map[string]slackevents.EventsAPIEvent {
	t.Helper()
	out := map[string]slackevents.EventsAPIEvent{}
	for range n {
		e := receive(t, events)
		name := e.InnerEvent.Type
		if m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent); ok && m.SubType != "" {
			name = m.SubType
		}
		out[name] = e
	}
	return out
}

// silence asserts that everything has been heard and nothing is left.
func silence(t *testing.T, w *world, events <-chan slackevents.EventsAPIEvent) {
	t.Helper()
	w.until("all is heard", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
	for len(events) > 0 {
		t.Errorf("also came: %+v", (<-events).InnerEvent)
	}
}

func TestMentionInAChannelIsTwoEvents(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	parent := must(w.Post("ben", "general", "hello", ""))(t)
	next(t, events, 1)
	must(w.Post("ann", "#general", "@pilcrow: is A < B & C? see https://example.com/a.", parent.TS))(t)
	got := next(t, events, 2)
	mention := got["app_mention"].InnerEvent.Data.(*slackevents.AppMentionEvent)
	message := got["message"].InnerEvent.Data.(*slackevents.MessageEvent)

	want := "<@" + w.app.BotUserID + ">: is A &lt; B &amp; C? see <https://example.com/a>."
	if mention.Text != want || message.Text != want {
		t.Errorf("text %q and %q, want %q", mention.Text, message.Text, want)
	}
	if mention.TimeStamp != message.TimeStamp || mention.ThreadTimeStamp != parent.TS || message.ThreadTimeStamp != parent.TS {
		t.Errorf("mention %+v, message %+v", mention, message)
	}
	if message.ChannelType != "channel" || message.ClientMsgID == "" || message.User != w.ann.ID || message.EventTimeStamp != message.TimeStamp {
		t.Errorf("message %+v", message)
	}
	outer, another := got["message"].Data.(*slackevents.EventsAPICallbackEvent), got["app_mention"].Data.(*slackevents.EventsAPICallbackEvent)
	if outer.EventID == another.EventID || outer.APIAppID != w.app.AppID || outer.TeamID != w.TeamID() || outer.EventTime != int(noon.Unix()) {
		t.Errorf("outer %+v and %+v", outer, another)
	}
	if diff := cmp.Diff([]slack.EventAuthorization{{TeamID: w.TeamID(), UserID: w.app.BotUserID, IsBot: true}}, outer.Authorizations); diff != "" {
		t.Error(diff)
	}
	silence(t, w, events)
	w.noRefusals()
}

// TestShapeOfAMessageEvent holds the bytes to what Slack documents.
func TestShapeOfAMessageEvent(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	must(w.Direct("ann", "pilcrow", "who pays @ben?", ""))(t)
	inner := *next(t, events, 1)["message"].Data.(*slackevents.EventsAPICallbackEvent).InnerEvent
	var got, want any
	if err := json.Unmarshal(inner, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{
		"type":"message","client_msg_id":"00000000-0000-4000-8000-000000000001","user":"`+w.ann.ID+`","team":"`+w.TeamID()+`",
		"text":"who pays <@`+w.ben.ID+`>?","ts":"1700000000.000100","event_ts":"1700000000.000100",
		"channel":"D0000000001","channel_type":"im",
		"blocks":[{"type":"rich_text","block_id":"b0001","elements":[{"type":"rich_text_section","elements":[
			{"type":"text","text":"who pays "},{"type":"user","user_id":"`+w.ben.ID+`"},{"type":"text","text":"?"}]}]}]}`), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhoHearsWhat(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	w.AddChannel("elsewhere", "ann")
	w.AddPrivateChannel("secret", "ann", "pilcrow")

	must(w.Post("ann", "elsewhere", "@pilcrow, are you here?", ""))(t)
	silence(t, w, events)
	must(w.Direct("ann", "pilcrow", "@pilcrow hello", ""))(t)
	if m := next(t, events, 1)["message"].InnerEvent.Data.(*slackevents.MessageEvent); m.ChannelType != "im" {
		t.Errorf("channel type %q", m.ChannelType)
	}
	silence(t, w, events) // no app_mention in a direct conversation
	must(w.Post("ann", "secret", "hello", ""))(t)
	if m := next(t, events, 1)["message"].InnerEvent.Data.(*slackevents.MessageEvent); m.ChannelType != "group" {
		t.Errorf("channel type %q", m.ChannelType)
	}
	if err := w.Join("pilcrow", "elsewhere"); err != nil {
		t.Fatal(err)
	}
	got := next(t, events, 2)
	if _, ok := got["channel_join"]; !ok || got["member_joined_channel"].InnerEvent.Data == nil {
		t.Errorf("joining is told as %v", got)
	}
	silence(t, w, events)
	w.noRefusals()
}

func TestEditsDeletionsAndReactions(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	m := must(w.Post("ann", "general", "hello", ""))(t)
	next(t, events, 1)
	must(w.Edit("ann", m, "hello @pilcrow"))(t)
	got := next(t, events, 2)
	changed := got["message_changed"].InnerEvent.Data.(*slackevents.MessageEvent)
	if changed.Message.Edited == nil || changed.PreviousMessage.Text != "hello" || changed.Message.Timestamp != m.TS || changed.TimeStamp == m.TS {
		t.Errorf("changed %+v", changed)
	}
	if mention := got["app_mention"].InnerEvent.Data.(*slackevents.AppMentionEvent); mention.TimeStamp != m.TS || mention.Edited == nil {
		t.Errorf("mention %+v", mention)
	}
	if err := w.React("ben", m, "thumbsdown"); err != nil {
		t.Fatal(err)
	}
	if r := next(t, events, 1)["reaction_added"].InnerEvent.Data.(*slackevents.ReactionAddedEvent); r.Item.Timestamp != m.TS || r.Reaction != "thumbsdown" {
		t.Errorf("reaction %+v", r)
	}
	if err := w.Delete("ben", m); err == nil {
		t.Error("Ben deleted what Ann wrote")
	}
	if err := w.Delete("ann", m); err != nil {
		t.Fatal(err)
	}
	if d := next(t, events, 1)["message_deleted"].InnerEvent.Data.(*slackevents.MessageEvent); d.DeletedTimeStamp != m.TS {
		t.Errorf("deleted %+v", d)
	}
	silence(t, w, events)
}

// inner is an event as it came.
func inner(t *testing.T, e slackevents.EventsAPIEvent) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(*e.Data.(*slackevents.EventsAPICallbackEvent).InnerEvent, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEventsOfAThread(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	parent := must(w.Post("ann", "general", "hello", ""))(t)
	next(t, events, 1)
	reply := must(w.Post("ben", "general", "hello yourself", parent.TS))(t)
	message := inner(t, next(t, events, 1)["message"])
	if message["thread_ts"] != parent.TS || message["parent_user_id"] != w.ann.ID {
		t.Errorf("message %v", message)
	}
	must(w.Edit("ben", reply, "hello @pilcrow"))(t)
	got := next(t, events, 2)
	mention, changed := inner(t, got["app_mention"]), inner(t, got["message_changed"])
	if mention["thread_ts"] != parent.TS || mention["edited"] == nil || mention["parent_user_id"] != w.ann.ID {
		t.Errorf("mention %v", mention)
	}
	before, after := changed["previous_message"].(map[string]any), changed["message"].(map[string]any)
	if before["text"] != "hello yourself" || before["thread_ts"] != parent.TS || after["thread_ts"] != parent.TS || after["parent_user_id"] != w.ann.ID ||
		after["edited"] == nil || before["edited"] != nil {
		t.Errorf("changed %v", changed)
	}
	if err := w.Delete("ben", reply); err != nil {
		t.Fatal(err)
	}
	deleted := inner(t, next(t, events, 1)["message_deleted"])
	if before := deleted["previous_message"].(map[string]any); deleted["deleted_ts"] != reply.TS || before["thread_ts"] != parent.TS || before["user"] != w.ben.ID {
		t.Errorf("deleted %v", deleted)
	}
	if all := w.Messages("general"); len(all) != 1 || all[0].TS != parent.TS {
		t.Errorf("messages %+v, want what the thread began with", all)
	}
	silence(t, w, events)
}

// TestTombstone deletes the beginning of a thread and then the rest.
func TestTombstone(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	_, ts, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hello", false), slack.MsgOptionBlocks(slack.NewDividerBlock()))
	if err != nil {
		t.Fatal(err)
	}
	first, second := must(w.Post("ann", "general", "hi", ts))(t), must(w.Post("ben", "general", "hi", ts))(t)
	for range 3 {
		receive(t, events)
	}
	if _, _, err := w.api.DeleteMessage(w.room.ID, ts); err != nil {
		t.Fatal(err)
	}
	changed := inner(t, next(t, events, 1)["message_changed"])
	before, after := changed["previous_message"].(map[string]any), changed["message"].(map[string]any)
	if after["subtype"] != "tombstone" || after["hidden"] != true || after["ts"] != ts || after["thread_ts"] != ts || after["user"] != "USLACKBOT" ||
		after["bot_id"] != nil || after["blocks"] != nil || after["reply_count"] != 2.0 || before["text"] != "hello" {
		t.Errorf("changed %v", changed)
	}
	_, _, err = w.api.DeleteMessage(w.room.ID, ts)
	wantError(t, err, "message_not_found")
	_, _, _, err = w.api.UpdateMessage(w.room.ID, ts, slack.MsgOptionText("back", false))
	wantError(t, err, "message_not_found")

	third := must(w.Post("ann", "general", "still here", ts))(t)
	if m := inner(t, next(t, events, 1)["message"]); m["parent_user_id"] != "USLACKBOT" || m["thread_ts"] != ts {
		t.Errorf("message %v", m)
	}
	replies, _, _, err := w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: w.room.ID, Timestamp: ts})
	if err != nil || len(replies) != 4 || replies[0].SubType != "tombstone" {
		t.Errorf("replies %+v, %v", replies, err)
	}
	for i, m := range []struct {
		user string
		m    workspace.Message
	}{{"ann", first}, {"ben", second}, {"ann", third}} {
		if err := w.Delete(m.user, m.m); err != nil {
			t.Fatal(err)
		}
		next(t, events, 1)
		if left := len(w.Messages("general")); left != []int{3, 2, 0}[i] {
			t.Errorf("%d messages left", left)
		}
	}
	silence(t, w, events)
}

func TestTheAppHearsItself(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("I am <@"+w.app.BotUserID+">", false)); err != nil {
		t.Fatal(err)
	}
	m := next(t, events, 1)["message"].InnerEvent.Data.(*slackevents.MessageEvent)
	if m.BotID != w.app.BotID || m.User != w.app.BotUserID || m.Message.BotProfile.Name != "pilcrow" {
		t.Errorf("message %+v", m)
	}
	silence(t, w, events)
}

func TestOpenHome(t *testing.T) {
	t.Parallel()
	w, events := heard(t)
	if err := w.OpenHome("ann", "pilcrow", "home"); err != nil {
		t.Fatal(err)
	}
	opened := next(t, events, 1)["app_home_opened"].InnerEvent.Data.(*slackevents.AppHomeOpenedEvent)
	if opened.User != w.ann.ID || opened.Tab != "home" || !strings.HasPrefix(opened.Channel, "D") {
		t.Errorf("opened %+v", opened)
	}
}

func TestWhatPeopleCannotDo(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	w.AddChannel("elsewhere", "ann")
	for name, err := range map[string]error{
		"an unknown person":  second(w.Post("zoe", "general", "hi", "")),
		"an unknown channel": second(w.Post("ann", "nowhere", "hi", "")),
		"not a member":       second(w.Post("ben", "elsewhere", "hi", "")),
		"no such thread":     second(w.Post("ann", "general", "hi", "1600000000.000100")),
		"an unknown app":     second(w.Direct("ann", "pillcrow", "hi", "")),
		"no such message":    w.Delete("ann", workspace.Message{Channel: w.room.ID, TS: "1"}),
		"no such command":    second(w.Command("ann", "general", "/nothing", "")),
		"no such view":       second(w.Submit("ann", workspace.View{ID: "V404"}, nil)),
		"no such home":       w.OpenHome("ann", "pillcrow", "home"),
		"joining a DM":       w.Join("ann", "D0000000001"),
		"verifying nothing":  w.Verify("pillcrow"),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "workspace: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
