package transport

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

const bot = "UBOT"

func TestWhatConcernsTheBot(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		event string
		want  inbox.Event // zero for no question
	}{
		"mention": {
			`{"type":"app_mention","user":"U1","text":"<@UBOT> who pays?","ts":"1.1","channel":"C1"}`,
			inbox.Event{Channel: "C1", TS: "1.1", User: "U1", Text: "who pays?", Kind: inbox.Mention, ToBot: true},
		},
		"mention in a thread": {
			`{"type":"app_mention","user":"U1","text":"<@UBOT> why?","ts":"1.2","thread_ts":"1.1","channel":"C1"}`,
			inbox.Event{Channel: "C1", TS: "1.2", Thread: "1.1", User: "U1", Text: "why?", Kind: inbox.Mention, ToBot: true},
		},
		"direct": {
			`{"type":"message","channel_type":"im","user":"U1","text":"who pays?","ts":"1.1","channel":"D1"}`,
			inbox.Event{Channel: "D1", TS: "1.1", User: "U1", Text: "who pays?", Kind: inbox.Direct, Closed: true},
		},
		"direct with a file": {
			`{"type":"message","subtype":"file_share","channel_type":"im","user":"U1","text":"see","ts":"1.1","channel":"D1"}`,
			inbox.Event{Channel: "D1", TS: "1.1", User: "U1", Text: "see", Kind: inbox.Direct, Closed: true},
		},
		"mention in a direct conversation": {
			`{"type":"app_mention","user":"U1","text":"<@UBOT> hi","ts":"1.1","channel":"D1"}`,
			inbox.Event{Channel: "D1", TS: "1.1", User: "U1", Text: "hi", Kind: inbox.Direct, ToBot: true},
		},
		"in blocks nobody knows": {
			`{"type":"app_mention","user":"U1","text":"<@UBOT> hi","ts":"1.1","channel":"C1","blocks":[{"type":7}]}`,
			inbox.Event{Channel: "C1", TS: "1.1", User: "U1", Text: "hi", Kind: inbox.Mention, ToBot: true},
		},
		"mention told as a channel message": {
			`{"type":"message","channel_type":"channel","user":"U1","text":"<@UBOT> hi","ts":"1.1","channel":"C1"}`,
			inbox.Event{Channel: "C1", TS: "1.1", User: "U1", Text: "hi", Kind: inbox.Mention, ToBot: true},
		},
		"channel message": {
			`{"type":"message","channel_type":"channel","user":"U1","text":"and you?","ts":"1.2","thread_ts":"1.1","channel":"C1"}`,
			inbox.Event{Channel: "C1", TS: "1.2", Thread: "1.1", User: "U1", Text: "and you?", Kind: inbox.Heard},
		},
		"edit": {
			`{"type":"message","subtype":"message_changed","channel_type":"im","ts":"1.3","channel":"D1","message":{"user":"U1","text":"y","ts":"1.1","edited":{"ts":"1.2"}},"previous_message":{"text":"x"}}`,
			inbox.Event{Channel: "D1", TS: "1.1", User: "U1", Text: "y", Kind: inbox.Edited, Edit: "1.2"},
		},
		"edited mention": {
			`{"type":"app_mention","user":"U1","text":"<@UBOT> hi","ts":"1.1","channel":"C1","edited":{"user":"U1","ts":"1.2"}}`,
			inbox.Event{Channel: "C1", TS: "1.1", User: "U1", Text: "hi", Kind: inbox.Edited, ToBot: true, Edit: "1.2"},
		},
		"deletion": {
			`{"type":"message","subtype":"message_deleted","channel_type":"im","ts":"1.2","deleted_ts":"1.1","channel":"D1","previous_message":{"user":"U1","thread_ts":"1.0"}}`,
			inbox.Event{Channel: "D1", TS: "1.1", Thread: "1.0", User: "U1", Kind: inbox.Deleted},
		},
		"tombstone": {
			`{"type":"message","subtype":"message_changed","ts":"1.2","channel":"C1","message":{"subtype":"tombstone","user":"USLACKBOT","ts":"1.1"},"previous_message":{"user":"U1"}}`,
			inbox.Event{Channel: "C1", TS: "1.1", User: "U1", Kind: inbox.Deleted},
		},
		"home":     {`{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"}`, inbox.Event{Channel: "D1", User: "U1", Kind: inbox.Home}},
		"messages": {`{"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages"}`, inbox.Event{Channel: "D1", User: "U1", Kind: inbox.Pane}},

		"link unfurled":    {event: `{"type":"message","subtype":"message_changed","ts":"1.2","channel":"C1","message":{"user":"U1","text":"x","ts":"1.1"},"previous_message":{"text":"x"}}`},
		"answer updated":   {event: `{"type":"message","subtype":"message_changed","ts":"1.2","channel":"C1","message":{"user":"UBOT","bot_id":"B1","text":"y","ts":"1.1","edited":{"ts":"1.2"}},"previous_message":{"text":"x"}}`},
		"change of what":   {event: `{"type":"message","subtype":"message_changed","ts":"1.2","channel":"C1"}`},
		"deletion of what": {event: `{"type":"message","subtype":"message_deleted","ts":"1.2","channel":"C1"}`},
		"join":             {event: `{"type":"message","subtype":"channel_join","channel_type":"channel","user":"U1","text":"joined","ts":"1.1","channel":"C1"}`},
		"bot message":      {event: `{"type":"message","subtype":"bot_message","channel_type":"im","bot_id":"B1","text":"x","ts":"1.1","channel":"D1"}`},
		"other app":        {event: `{"type":"app_mention","user":"U2","bot_id":"B2","text":"<@UBOT> hi","ts":"1.1","channel":"C1"}`},
		"own message":      {event: `{"type":"message","channel_type":"im","user":"UBOT","text":"x","ts":"1.1","channel":"D1"}`},
		"another event":    {event: `{"type":"reaction_added","user":"U1","item":{"ts":"1.1","channel":"C1"}}`},
		"another shape":    {event: `{"type":"channel_created","channel":{"id":"C1"}}`},
		"no event":         {event: `null`},
		"event of letters": {event: `"app_mention"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := decode([]byte(`{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":` + test.event + `}`))
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			got, ok := e.concern(bot)
			if ok != (want.Kind != "") {
				t.Fatalf("concerns the bot = %v: %+v", ok, got)
			}
			if !ok {
				return
			}
			want.ID, want.Team = "Ev1", "T1"
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestWithoutMention(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"<@UBOT> who pays?":                  "who pays?",
		"<@UBOT|pilcrow>: who pays?":         "who pays?",
		"<@UBOT>, who pays?":                 "who pays?",
		"who pays <@UBOT>":                   "who pays",
		"<@UBOT>":                            "",
		"<@UBOT> <@UBOT> hi":                 "hi",
		"who<@UBOT>pays":                     "who pays",
		"<@UBOT> does <@U1> pay &lt;b&gt;?":  "does <@U1> pay &lt;b&gt;?",
		"<@UBOT2> pays <@UBOT>":              "<@UBOT2> pays",
		"<@UBOT":                             "<@UBOT",
		"<@UBOT|never closed":                "<@UBOT|never closed",
		"  no mention, left as it is:  ":     "  no mention, left as it is:  ",
		"<!here> <@UBOT> see <#C1|legal> :)": "<!here>   see <#C1|legal> :)",
	}
	for text, want := range tests {
		if got := WithoutMention(text, bot); got != want {
			t.Errorf("WithoutMention(%q) = %q, want %q", text, got, want)
		}
	}
	if got := WithoutMention("<@> hi", ""); got != "<@> hi" {
		t.Errorf("with no bot known: %q", got)
	}
}

func FuzzWithoutMention(f *testing.F) {
	for _, text := range []string{"<@UBOT> hi", "<@UBOT|p>: hi", "<@U<@UBOT>BOT>", "<@UBOT2>", "\xff<@UBOT|"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := WithoutMention(text, bot)
		if strings.Contains(got, "<@UBOT>") {
			t.Errorf("%q: a mention is left in %q", text, got)
		}
		if again := WithoutMention(got, bot); strings.TrimSpace(again) != strings.TrimSpace(got) {
			t.Errorf("%q: %q changes to %q when done again", text, got, again)
		}
		if !strings.Contains(text, "<@UBOT") && got != text {
			t.Errorf("%q: changed to %q", text, got)
		}
	})
}

func FuzzEnvelope(f *testing.F) {
	f.Add([]byte(`{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":"U1","text":"x","ts":"1","channel":"C1"}}`))
	f.Add([]byte(`{"type":"url_verification","challenge":"x"}`))
	f.Add([]byte(`{"event":{"channel":{}}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := decode(payload)
		if err != nil {
			if json.Valid(payload) && strings.HasPrefix(strings.TrimSpace(string(payload)), "{") && !strings.Contains(err.Error(), "cannot unmarshal") {
				t.Errorf("valid JSON refused: %v", err)
			}
			return
		}
		ev, ok := e.concern(bot)
		if !ok {
			return
		}
		written := ev.Kind == inbox.Mention || ev.Kind == inbox.Direct || ev.Kind == inbox.Heard || ev.Kind == inbox.Edited
		if ev.Kind == "" || ev.Channel == "" || written && (ev.TS == "" || ev.User == "" || ev.User == bot) {
			t.Errorf("an event without its place or its writer: %+v", ev)
		}
	})
}

// Whose bot is meant, the authorization says: in a channel that workspaces share,
// and where an organisation has installed the bot.
func TestInstallationOf(t *testing.T) {
	t.Parallel()
	const mention = `"event":{"type":"app_mention","user":"U1","text":"<@UHERE> hi","ts":"1.1","channel":"C1"}`
	asked := inbox.Event{ID: "Ev1", Team: "T1", Channel: "C1", TS: "1.1", User: "U1", Text: "hi", ToBot: true, Kind: inbox.Mention}
	of := func(change func(*inbox.Event)) inbox.Event {
		ev := asked
		change(&ev)
		return ev
	}
	gone := inbox.Event{ID: "Ev1", Team: "T1", Kind: inbox.Uninstalled}
	for name, test := range map[string]struct {
		body string
		want inbox.Event // of no kind if it does not concern the bot
	}{
		"a workspace": {`"team_id":"T1","authorizations":[{"team_id":"T1","user_id":"UHERE","is_bot":true}],` + mention, asked},
		"a channel shared with another": {
			`"team_id":"T2","authorizations":[{"team_id":"T1","user_id":"UHERE","is_bot":true}],` + mention, asked,
		},
		"an organisation": {
			`"team_id":"T1","authorizations":[{"enterprise_id":"E1","team_id":null,"user_id":"UHERE","is_bot":true,"is_enterprise_install":true}],` + mention,
			of(func(ev *inbox.Event) { ev.Org = "E1" }),
		},
		"a workspace of an organisation": {
			`"team_id":"T1","authorizations":[{"enterprise_id":"E1","team_id":"T1","user_id":"UHERE","is_bot":true,"is_enterprise_install":false}],` + mention, asked,
		},
		"nobody says": {
			`"team_id":"T1",` + mention, of(func(ev *inbox.Event) { ev.Text, ev.ToBot = "<@UHERE> hi", false }),
		},
		"uninstalled":   {`"team_id":"T1","event":{"type":"app_uninstalled"}`, gone},
		"token revoked": {`"team_id":"T1","event":{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["UHERE"]}}`, gone},
		"uninstalled from an organisation": {
			`"team_id":"T1","authorizations":[{"enterprise_id":"E1","is_enterprise_install":true}],"event":{"type":"app_uninstalled"}`,
			inbox.Event{ID: "Ev1", Team: "T1", Org: "E1", Kind: inbox.Uninstalled},
		},
		"revoked in an organisation": {
			`"team_id":"T1","authorizations":[{"enterprise_id":"E1","is_enterprise_install":true}],"event":{"type":"team_access_revoked","team_ids":["T2","T3"]}`,
			inbox.Event{ID: "Ev1", Team: "T1", Org: "E1", Kind: inbox.Revoked, Value: "T2\nT3"},
		},
		"revoked outside one":      {`"team_id":"T1","event":{"type":"team_access_revoked","team_ids":["T2"]}`, inbox.Event{}},
		"a person's token revoked": {`"team_id":"T1","event":{"type":"tokens_revoked","tokens":{"oauth":["U1"]}}`, inbox.Event{}},
		"no tokens":                {`"team_id":"T1","event":{"type":"tokens_revoked"}`, inbox.Event{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := decode([]byte(`{"type":"event_callback","event_id":"Ev1",` + test.body + `}`))
			if err != nil {
				t.Fatal(err)
			}
			got, concerns := e.concern("")
			if !concerns {
				got = inbox.Event{}
			}
			if diff := cmp.Diff(test.want, got); diff != "" || concerns != (test.want.Kind != "") {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
