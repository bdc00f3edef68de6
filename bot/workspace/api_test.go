package workspace_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func TestAuthTest(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	got := must(w.api.AuthTest())(t)
	if got.UserID != w.app.BotUserID || got.BotID != w.app.BotID || got.TeamID != w.TeamID() {
		t.Errorf("auth.test says %+v, installed %+v", got, w.app)
	}
	w.noRefusals()
}

func TestTokens(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	_, err := w.client("xoxb-wrong").AuthTest()
	wantError(t, err, "invalid_auth")
	_, err = w.client("").AuthTest()
	wantError(t, err, "not_authed")
	_, err = w.client(w.app.AppToken).AuthTest()
	wantError(t, err, "not_allowed_token_type")
	_, _, err = slack.New(w.app.BotToken, slack.OptionAPIURL(w.server.APIURL()),
		slack.OptionAppLevelToken(w.app.BotToken)).StartSocketModeContext(t.Context())
	wantError(t, err, "not_allowed_token_type")
	if len(w.Refusals()) != 4 {
		t.Errorf("refusals: %v", w.Refusals())
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{}, workspace.App{
		Scopes: []string{"chat:write", "channels:read"}, AppScopes: []string{"authorizations:read"},
		Events: []string{"app_mention", "message.im"}, Commands: []string{"/licensing"},
	})
	if n := len(w.Refusals()); n != 3 {
		t.Errorf("%d refusals at installation, want two subscriptions and a command: %v", n, w.Refusals())
	}
	if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hello", false)); err != nil {
		t.Error(err)
	}
	_, err := w.api.GetUserInfo(w.ann.ID)
	got := wantError(t, err, "missing_scope")
	if got.Needed != "users:read" || got.Provided != "chat:write,channels:read" {
		t.Errorf("needed %q, provided %q", got.Needed, got.Provided)
	}
	_, err = w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: w.room.ID})
	if got := wantError(t, err, "missing_scope"); got.Needed != "channels:history" {
		t.Errorf("needed %q", got.Needed)
	}
	_, _, err = w.api.StartSocketModeContext(t.Context())
	wantError(t, err, "missing_scope")
}

func TestPostMessage(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	channel, ts, posted, err := w.api.PostMessageWithResponse(w.room.ID, slack.MsgOptionText("*hello*", false),
		slack.MsgOptionBlocks(slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*hello*", false, false), nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if channel != w.room.ID || ts != "1700000000.000100" {
		t.Errorf("posted to %s at %s", channel, ts)
	}
	if posted.BotID != w.app.BotID || posted.User != w.app.BotUserID || posted.Blocks.BlockSet[0].ID() == "" {
		t.Errorf("posted %+v", posted)
	}
	_, second, err := w.api.PostMessage("#general", slack.MsgOptionText("again", false), slack.MsgOptionTS(ts))
	if err != nil || second <= ts {
		t.Errorf("second at %s: %v", second, err)
	}
	all := w.Messages("general")
	if len(all) != 2 || all[0].IsReply() || !all[1].IsReply() || all[0].ThreadTS != ts {
		t.Errorf("messages %+v", all)
	}
	w.noRefusals()
}

// TestRefusedMessages breaks one good call at a time.
func TestRefusedMessages(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	elsewhere := w.AddChannel("elsewhere", "ann")
	private := w.AddPrivateChannel("private", "ann")
	hello := slack.MsgOptionText("hello", false)
	_, parent, _ := w.api.PostMessage(w.room.ID, hello)
	_, child, err := w.api.PostMessage(w.room.ID, hello, slack.MsgOptionTS(parent))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, channel, code string
		options             []slack.MsgOption
	}{
		{"no channel of that id", "C9999999999", "channel_not_found", []slack.MsgOption{hello}},
		{"a channel the app is not in", elsewhere.ID, "not_in_channel", []slack.MsgOption{hello}},
		{"a private channel the app is not in", private.ID, "channel_not_found", []slack.MsgOption{hello}},
		{"nothing to say", w.room.ID, "no_text", nil},
		{"blocks, but none", w.room.ID, "no_text", []slack.MsgOption{slack.MsgOptionBlocks()}},
		{"too much to say", w.room.ID, "msg_too_long", []slack.MsgOption{slack.MsgOptionText(strings.Repeat("é", 40_001), false)}},
		{"a thread that never was", w.room.ID, "invalid_thread_ts", []slack.MsgOption{hello, slack.MsgOptionTS("1600000000.000100")}},
		{"a thread that is no time stamp", w.room.ID, "invalid_thread_ts", []slack.MsgOption{hello, slack.MsgOptionTS("soon")}},
		{"a thread under a reply", w.room.ID, "invalid_thread_ts", []slack.MsgOption{hello, slack.MsgOptionTS(child)}},
		{"an empty header", w.room.ID, "invalid_blocks", []slack.MsgOption{slack.MsgOptionBlocks(slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", "", false, false)))}},
		{"markdown beside text", w.room.ID, "markdown_text_conflict", []slack.MsgOption{hello, slack.MsgOptionMarkdownText("hello")}},
		{"metadata without a type", w.room.ID, "invalid_metadata_schema", []slack.MsgOption{hello, slack.MsgOptionMetadata(slack.SlackMetadata{})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(w.Messages(c.channel))
			_, _, err := w.api.PostMessage(c.channel, c.options...)
			wantError(t, err, c.code)
			if len(w.Messages(c.channel)) != before {
				t.Error("it was posted all the same")
			}
			w.refusedWith(c.code)
		})
	}
	if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText(strings.Repeat("é", 40_000), false)); err != nil {
		t.Errorf("text as long as may be: %v", err)
	}
}

func TestThreadWhoseParentIsGone(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	m := must(w.Post("ann", "general", "hello", ""))(t)
	if err := w.Delete("ann", m); err != nil {
		t.Fatal(err)
	}
	_, _, posted, err := w.api.PostMessageWithResponse(w.room.ID, slack.MsgOptionText("late", false), slack.MsgOptionTS(m.TS))
	if err != nil || posted.ThreadTimestamp != "" {
		t.Errorf("posted in thread %q: %v", posted.ThreadTimestamp, err)
	}
}

func TestUpdateAndDelete(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	_, ts, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("thinking", false), slack.MsgOptionBlocks(slack.NewDividerBlock()))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := w.api.UpdateMessage(w.room.ID, ts, slack.MsgOptionText("done", false)); err != nil {
		t.Fatal(err)
	}
	m := w.Messages("general")[0]
	if m.Text != "done" || len(m.Blocks) == 0 || m.EditedTS == "" {
		t.Errorf("after the update: %+v; blocks not mentioned should stay", m)
	}
	if _, _, _, err := w.api.UpdateMessage(w.room.ID, ts, slack.MsgOptionText("done", false), slack.MsgOptionBlocks()); err != nil {
		t.Fatal(err)
	}
	if m := w.Messages("general")[0]; len(m.Blocks) != 0 {
		t.Errorf("blocks %s, want none after []", m.Blocks)
	}
	_, _, _, err = w.api.UpdateMessage(w.room.ID, ts, slack.MsgOptionText(strings.Repeat("x", 4001), false))
	wantError(t, err, "msg_too_long")
	_, _, _, err = w.api.UpdateMessage(w.room.ID, "1600000000.000100", slack.MsgOptionText("x", false))
	wantError(t, err, "message_not_found")
	anns := must(w.Post("ann", "general", "mine", ""))(t)
	_, _, _, err = w.api.UpdateMessage(w.room.ID, anns.TS, slack.MsgOptionText("x", false))
	wantError(t, err, "cant_update_message")
	_, _, err = w.api.DeleteMessage(w.room.ID, anns.TS)
	wantError(t, err, "cant_delete_message")
	if _, _, err := w.api.DeleteMessage(w.room.ID, ts); err != nil {
		t.Fatal(err)
	}
	if all := w.Messages("general"); len(all) != 1 {
		t.Errorf("%d messages left, want Ann's", len(all))
	}
}

func TestEphemeralIsForOneAndInNoHistory(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	if _, err := w.api.PostEphemeral(w.room.ID, w.ann.ID, slack.MsgOptionText("psst", false)); err != nil {
		t.Fatal(err)
	}
	if all := w.Messages("general"); len(all) != 1 || all[0].ForUser != w.ann.ID {
		t.Errorf("messages %+v", all)
	}
	got := must(w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: w.room.ID}))(t)
	if len(got.Messages) != 0 {
		t.Errorf("history has %+v", got.Messages)
	}
	cat := w.AddUser("cat")
	_, err := w.api.PostEphemeral(w.room.ID, cat.ID, slack.MsgOptionText("psst", false))
	wantError(t, err, "user_not_in_channel")
}

func TestMetadataIsShownWhenAskedFor(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	sent := slack.SlackMetadata{EventType: "answer", EventPayload: map[string]any{"event_id": "Ev1"}}
	if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hello", false), slack.MsgOptionMetadata(sent)); err != nil {
		t.Fatal(err)
	}
	for _, asked := range []bool{true, false} {
		got := must(w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{
			ChannelID: w.room.ID, IncludeAllMetadata: asked}))(t)
		want := slack.SlackMetadata{}
		if asked {
			want = sent
		}
		if diff := cmp.Diff(want, got.Messages[0].Metadata); diff != "" {
			t.Errorf("asked %v: %s", asked, diff)
		}
	}
	w.noRefusals()
}

func TestHistoryAndReplies(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	parent := must(w.Post("ann", "general", "first", ""))(t)
	var last workspace.Message
	for range 4 {
		last = must(w.Post("ben", "general", "reply", parent.TS))(t)
	}
	must(w.Post("ben", "general", "second", ""))(t)

	history := must(w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: w.room.ID}))(t)
	if len(history.Messages) != 2 || history.Messages[0].Text != "second" || history.Messages[1].ReplyCount != 4 {
		t.Errorf("history %+v, want newest first and no replies", history.Messages)
	}
	var got []string
	for cursor := ""; ; {
		page, more, next, err := w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{
			ChannelID: w.room.ID, Timestamp: parent.TS, Limit: 2, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page {
			got = append(got, m.Text)
		}
		if !more {
			break
		}
		cursor = next
	}
	if diff := cmp.Diff([]string{"first", "reply", "reply", "reply", "reply"}, got); diff != "" {
		t.Error(diff)
	}
	alone, _, _, err := w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{
		ChannelID: w.room.ID, Timestamp: parent.TS, Oldest: last.TS, Inclusive: true})
	if err != nil || len(alone) != 2 {
		t.Errorf("parent and the last reply: %+v, %v", alone, err)
	}
	_, _, _, err = w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: w.room.ID, Timestamp: "1600000000.000100"})
	wantError(t, err, "thread_not_found")
}

func TestConversations(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	w.AddChannel("elsewhere", "ann")
	w.AddPrivateChannel("private", "ann")
	w.AddPrivateChannel("secret", "ann", "pilcrow")

	dm, noOp, _, err := w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{w.ann.ID}})
	if err != nil || noOp || !strings.HasPrefix(dm.ID, "D") {
		t.Fatalf("opened %+v, %v, %v", dm, noOp, err)
	}
	channels, _, err := w.api.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel", "im"}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range channels {
		names = append(names, c.Name+c.User)
	}
	if diff := cmp.Diff([]string{"general", "elsewhere", "secret", w.ann.ID}, names); diff != "" {
		t.Error(diff)
	}
	info := must(w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: dm.ID}))(t)
	if !info.IsIM || info.User != w.ann.ID {
		t.Errorf("conversations.info: %+v", info)
	}
	members, _, err := w.api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: w.room.ID})
	if diff := cmp.Diff([]string{w.ann.ID, w.ben.ID, w.app.BotUserID}, members); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, _, err := w.api.PostMessage(w.ben.ID, slack.MsgOptionText("to a user's id", false)); err != nil {
		t.Error(err)
	}
	w.noRefusals()
}

func TestPeopleAndTeam(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	if u := must(w.api.GetUserInfo(w.ann.ID))(t); u.Name != "ann" || u.IsBot {
		t.Errorf("users.info: %+v", u)
	}
	_, err := w.api.GetUserInfo("U404")
	wantError(t, err, "user_not_found")
	if b := must(w.api.GetBotInfo(slack.GetBotInfoParameters{Bot: w.app.BotID}))(t); b.UserID != w.app.BotUserID {
		t.Errorf("bots.info: %+v", b)
	}
	if team := must(w.api.GetTeamInfo())(t); team.ID != w.TeamID() {
		t.Errorf("team.info: %+v", team)
	}
}

func TestPermalink(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{Team: "Big Co"}, workspace.App{})
	w.AddPrivateChannel("board", "ann")
	parent := must(w.Post("ann", "general", "hello", ""))(t)
	reply := must(w.Post("ann", "general", "again", parent.TS))(t)
	secret := must(w.Post("ann", "board", "psst", ""))(t)
	if _, err := w.api.PostEphemeral(w.room.ID, w.ann.ID, slack.MsgOptionText("psst", false)); err != nil {
		t.Fatal(err)
	}
	const root = "https://big-co.slack.com/archives/"
	for _, c := range []struct{ name, channel, ts, link, code string }{
		{"a message", w.room.ID, parent.TS, root + w.room.ID + "/p1700000000000100", ""},
		{"a reply", w.room.ID, reply.TS, root + w.room.ID + "/p1700000000000200?thread_ts=1700000000.000100&cid=" + w.room.ID, ""},
		{"no message", w.room.ID, "1600000000.000100", "", "message_not_found"},
		{"an ephemeral message", w.room.ID, w.Messages("general")[2].TS, "", "message_not_found"},
		{"what the app cannot see", secret.Channel, secret.TS, "", "channel_not_found"},
		{"a channel by its name", "general", parent.TS, "", "channel_not_found"},
	} {
		link, err := w.api.GetPermalink(&slack.PermalinkParameters{Channel: c.channel, Ts: c.ts})
		if c.code != "" {
			wantError(t, err, c.code)
		} else if err != nil || link != c.link {
			t.Errorf("%s: %s, %v, want %s", c.name, link, err, c.link)
		}
	}
}

func TestWhoAdministers(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	for _, u := range []workspace.User{w.ann, w.AddAdmin("ada"), w.AddOwner("olaf")} {
		got := must(w.api.GetUserInfo(u.ID))(t)
		if got.IsAdmin != (u.Name != "ann") || got.IsOwner != (u.Name == "olaf") || u.Admin != got.IsAdmin || u.Owner != got.IsOwner || got.TZ == "" {
			t.Errorf("users.info: %+v", got)
		}
	}
}

func TestReactions(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	m := must(w.Post("ann", "general", "hello", ""))(t)
	item := slack.NewRefToMessage(w.room.ID, m.TS)
	if err := w.api.AddReaction("eyes", item); err != nil {
		t.Fatal(err)
	}
	wantError(t, w.api.AddReaction("eyes", item), "already_reacted")
	if err := w.React("ann", m, "eyes"); err != nil {
		t.Fatal(err)
	}
	want := []workspace.Reaction{{Name: "eyes", Users: []string{w.app.BotUserID, w.ann.ID}, Count: 2}}
	if diff := cmp.Diff(want, w.Messages("general")[0].Reactions); diff != "" {
		t.Error(diff)
	}
	if err := w.api.RemoveReaction("eyes", item); err != nil {
		t.Fatal(err)
	}
	wantError(t, w.api.RemoveReaction("eyes", item), "no_reaction")
}

// TestBodies sends one call in every form Slack takes, and in some it does not.
func TestBodies(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	const form, plainJSON = "application/x-www-form-urlencoded", "application/json"
	for _, c := range []struct{ name, contentType, auth, body, code, warning string }{
		{"form, token inside", form, "", "token=" + w.app.BotToken + "&channel=" + w.room.ID + "&text=hi", "", ""},
		{"form, token in the header", form, w.app.BotToken, "channel=" + w.room.ID + "&text=hi", "", ""},
		{"JSON", plainJSON + "; charset=utf-8", w.app.BotToken, `{"channel":"` + w.room.ID + `","text":"hi","blocks":[{"type":"divider"}]}`, "", ""},
		{"JSON with blocks as a string", plainJSON + "; charset=utf-8", w.app.BotToken, `{"channel":"` + w.room.ID + `","blocks":"[{\"type\":\"divider\"}]"}`, "", ""},
		{"JSON without charset", plainJSON, w.app.BotToken, `{"channel":"` + w.room.ID + `","text":"hi"}`, "", "missing_charset"},
		{"JSON, token inside", plainJSON + "; charset=utf-8", "", `{"token":"` + w.app.BotToken + `","channel":"` + w.room.ID + `"}`, "not_authed", ""},
		{"broken JSON", plainJSON + "; charset=utf-8", w.app.BotToken, `{"channel"`, "invalid_json", ""},
		{"a JSON array", plainJSON + "; charset=utf-8", w.app.BotToken, `[]`, "json_not_object", ""},
		{"a broken form", form, w.app.BotToken, "text=%zz", "invalid_form_data", ""},
		{"something else", "text/csv", w.app.BotToken, "a,b", "invalid_post_type", ""},
		{"nothing said about it", "", w.app.BotToken, "a", "missing_post_type", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got struct {
				OK             bool
				Error, Warning string
			}
			raw := w.postRaw(t, "chat.postMessage", c.contentType, c.auth, c.body)
			if err := json.Unmarshal(raw, &got); err != nil {
				t.Fatal(err)
			}
			if got.Error != c.code || got.OK != (c.code == "") || got.Warning != c.warning {
				t.Errorf("%s", raw)
			}
		})
	}
}

func (w *world) postRaw(t *testing.T, method, contentType, auth, body string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.APIURL()+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if contentType == "" {
		req.Header.Del("Content-Type")
	}
	if auth != "" {
		req.Header.Set("Authorization", "Bearer "+auth)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestUnknownMethodsAndArguments(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	w.postRaw(t, "chat.shout", "", w.app.BotToken, "")
	w.refusedWith("unknown_method")
	w.postRaw(t, "chat.postMessage?chanel=x&text=hi&channel="+w.room.ID, "", w.app.BotToken, "")
	w.refusedWith("unknown_argument")
	if all := w.Messages("general"); len(all) != 1 {
		t.Error("Slack would have posted it all the same")
	}
	calls := w.Calls()
	if len(calls) != 2 || calls[0].Error != "unknown_method" || calls[1].App != w.app.AppID || calls[1].Args["chanel"] != "x" {
		t.Errorf("calls: %+v", calls)
	}
}

func TestViews(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	label := slack.NewTextBlockObject("plain_text", "Why?", false, false)
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewHeaderBlock(label)}}}
	first, err := w.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: w.ann.ID, View: home})
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: w.ann.ID, View: home, Hash: &first.Hash})
	if err != nil || again.ID != first.ID || again.Hash == first.Hash {
		t.Errorf("published again: %v, %v", again, err)
	}
	_, err = w.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: w.ann.ID, View: home, Hash: &first.Hash})
	wantError(t, err, "hash_conflict")
	_, err = w.api.OpenView("nonsense", slack.ModalViewRequest{Type: slack.VTModal, Title: label})
	wantError(t, err, "invalid_trigger_id")
	if views := w.Views("ann"); len(views) != 1 || views[0].Type != "home" {
		t.Errorf("views: %+v", views)
	}
}
