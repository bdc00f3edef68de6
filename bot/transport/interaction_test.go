package transport

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

func TestInteractions(t *testing.T) {
	t.Parallel()
	const who = `"trigger_id":"1.2","team":{"id":"T1"},"user":{"id":"U1","team_id":"T1"}`
	common := inbox.Event{ID: "1.2", Team: "T1", User: "U1", Trigger: "1.2"}
	with := func(change func(*inbox.Event)) *inbox.Event {
		ev := common
		change(&ev)
		return &ev
	}
	tests := map[string]struct {
		payload  string
		accepted *inbox.Event // nil for none
		response string
	}{
		"a button below an answer": {
			`{"type":"block_actions",` + who + `,"channel":{"id":"C1"},"response_url":"https://x","message":{"ts":"3.4","text":"hi"},
			  "container":{"message_ts":"3.4","thread_ts":"3.0","channel_id":"C1"},"actions":[{"action_id":"why","value":"T"}]}`,
			with(func(ev *inbox.Event) {
				ev.Kind, ev.Channel, ev.TS, ev.Thread, ev.Response = inbox.Click, "C1", "3.4", "3.0", "https://x"
				ev.Text, ev.Action, ev.Value = "hi", "why", "T"
			}), `null`,
		},
		"below blocks nobody knows": {
			`{"type":"block_actions",` + who + `,"message":{"blocks":[{"type":7}],"ts":"3.4"},"actions":[{"action_id":"why","value":"T"}]}`,
			with(func(ev *inbox.Event) { ev.Kind, ev.Action, ev.Value = inbox.Click, "why", "T" }), `null`,
		},
		"below what only the clicker sees": {
			`{"type":"block_actions",` + who + `,"container":{"message_ts":"3.4","channel_id":"C1","is_ephemeral":true},"actions":[{"action_id":"why"}]}`,
			with(func(ev *inbox.Event) {
				ev.Kind, ev.Channel, ev.TS, ev.Private, ev.Action = inbox.Click, "C1", "3.4", true, "why"
			}), `null`,
		},
		"a choice on the home tab": {
			`{"type":"block_actions",` + who + `,"view":{"id":"V1","type":"home"},"actions":[{"action_id":"x","selected_option":{"value":"a"}}]}`,
			with(func(ev *inbox.Event) {
				ev.Kind, ev.View, ev.Action, ev.Value, ev.Fields = inbox.Click, "V1", "x", "a", map[string]string{}
			}), `null`,
		},
		"a message's menu": {
			`{"type":"message_action",` + who + `,"callback_id":"ask","channel":{"id":"C1"},"message_ts":"3.4","message":{"text":"who?","thread_ts":"3.0"}}`,
			with(func(ev *inbox.Event) {
				ev.Kind, ev.Channel, ev.TS, ev.Thread, ev.Text, ev.Action = inbox.Shortcut, "C1", "3.4", "3.0", "who?", "ask"
			}), `null`,
		},
		"where an organisation has installed the bot": {
			`{"type":"shortcut","trigger_id":"1.2","team":null,"user":{"id":"U1","team_id":"T1"},"enterprise":{"id":"E1"},"is_enterprise_install":true,"callback_id":"ask"}`,
			with(func(ev *inbox.Event) { ev.Kind, ev.Action, ev.Org = inbox.Shortcut, "ask", "E1" }), `null`,
		},
		"in a form, by somebody of another workspace": {
			`{"type":"block_actions","trigger_id":"1.2","team":{"id":"T2"},"user":{"id":"U1","team_id":"T2"},"enterprise":null,
			  "view":{"id":"V1","type":"modal","app_installed_team_id":"T1"},"actions":[{"action_id":"x"}]}`,
			with(func(ev *inbox.Event) {
				ev.Kind, ev.View, ev.OnTop, ev.Action, ev.Fields = inbox.Click, "V1", true, "x", map[string]string{}
			}), `null`,
		},
		"from anywhere": {
			`{"type":"shortcut",` + who + `,"callback_id":"ask"}`,
			with(func(ev *inbox.Event) { ev.Kind, ev.Action = inbox.Shortcut, "ask" }), `null`,
		},
		"a form": {
			`{"type":"view_submission",` + who + `,"view":{"id":"V1","callback_id":"f","private_metadata":"n","type":"modal","state":{"values":{
			  "a":{"one":{"value":"text"}},"b":{"some":{"selected_options":[{"value":"x"},{"value":"y"}]}},"c":{"who":{"selected_users":["U1","U2"]}},
			  "d":{"none":{"selected_option":null}}}}}}`,
			nil, `{"errors":{"a":"f n text x\ny U1\nU2"},"response_action":"errors"}`,
		},
		"typing": {
			`{"type":"block_suggestion",` + who + `,"action_id":"a","value":"hua"}`,
			nil, `{"options":[{"text":{"type":"plain_text","text":"a hua","emoji":false},"value":"1"}]}`,
		},
		"a form closed":     {`{"type":"view_closed",` + who + `}`, nil, `null`},
		"brand new":         {`{"type":"brand_new",` + who + `}`, nil, `null`},
		"of another shape":  {`[]`, nil, `null`},
		"of another shape2": {`{"type":7}`, nil, `null`},
		"not JSON":          {`{`, nil, `null`},
		"nothing":           {``, nil, `null`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var accepted *inbox.Event
			in := Intake{
				Log:    zerolog.Nop(),
				Accept: func(ev inbox.Event) (bool, error) { accepted = &ev; return true, nil },
				Fill: func(ev inbox.Event) Filled {
					said := ev.Action + " " + ev.Note + " " + ev.Fields["one"] + " " + ev.Fields["some"] + " " + ev.Fields["who"] + ev.Fields["none"]
					return Filled{Wrong: map[string]string{"a": said}}
				},
				Offer: func(ev inbox.Event) []Option { return []Option{{Label: ev.Action + " " + ev.Value, Value: "1"}} },
			}
			response, err := in.interaction([]byte(test.payload))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.accepted, accepted); diff != "" {
				t.Errorf("accepted: -want +got:\n%s", diff)
			}
			got, err := json.Marshal(response)
			if err != nil || string(got) != test.response {
				t.Errorf("response %s, %v; want %s", got, err, test.response)
			}
		})
	}
}

// What cannot be kept is not acknowledged: then Slack tells the person.
func TestInteractionNotKept(t *testing.T) {
	t.Parallel()
	in := Intake{Log: zerolog.Nop(), Accept: func(inbox.Event) (bool, error) { return false, inbox.ErrFull }}
	_, err := in.interaction([]byte(`{"type":"block_actions","trigger_id":"1","actions":[{"action_id":"why"}]}`))
	if !errors.Is(err, inbox.ErrFull) {
		t.Errorf("err = %v", err)
	}
}

// Two elements acted on at once are two events.
func TestTwoClicks(t *testing.T) {
	t.Parallel()
	i, err := decodeInteraction([]byte(`{"type":"block_actions","trigger_id":"1","actions":[{"action_id":"a"},{"action_id":"b"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := i.clicks(); len(got) != 2 || got[0].ID == got[1].ID || got[1].Action != "b" {
		t.Errorf("clicks: %+v", got)
	}
}

func FuzzInteraction(f *testing.F) {
	f.Add([]byte(`{"type":"block_actions","trigger_id":"1","team":{"id":"T"},"user":{"id":"U"},"actions":[{"action_id":"why","value":"x"}]}`))
	f.Add([]byte(`{"type":"view_submission","view":{"id":"V","state":{"values":{"a":{"b":{"selected_users":["U"]}}}}}}`))
	f.Add([]byte(`{"type":"block_suggestion","value":"x"}`))
	f.Add([]byte(`{"type":"message_action","message":{"text":[]}}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		in := Intake{
			Log: zerolog.Nop(),
			Accept: func(ev inbox.Event) (bool, error) {
				if ev.Kind != inbox.Click && ev.Kind != inbox.Shortcut {
					t.Errorf("accepted %+v", ev)
				}
				return true, nil
			},
			Fill:  func(inbox.Event) Filled { return Filled{} },
			Offer: func(inbox.Event) []Option { return nil },
		}
		response, err := in.interaction(payload)
		if err != nil {
			t.Error(err)
		}
		if _, err := json.Marshal(response); err != nil {
			t.Error(err)
		}
	})
}
