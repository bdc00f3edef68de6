package transport

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

// interaction is as much of a click, a shortcut or a form as the bot acts on.
// Like [envelope] it is decoded here, so that a message of blocks that the
// library does not know stops nobody from clicking below it.
type interaction struct {
	Type        string      `json:"type"` // block_actions, view_submission, …
	Team        named       `json:"team"` // null where an organisation has installed the bot
	Enterprise  named       `json:"enterprise"`
	OrgInstall  bool        `json:"is_enterprise_install"`
	User        named       `json:"user"`
	Channel     named       `json:"channel"`
	CallbackID  string      `json:"callback_id"`
	TriggerID   string      `json:"trigger_id"`
	ResponseURL string      `json:"response_url"`
	MessageTS   string      `json:"message_ts"`
	Message     message     `json:"message"`
	Container   container   `json:"container"`
	View        view        `json:"view"`
	Actions     []fieldHeld `json:"actions"`

	// of block_suggestion
	ActionID string `json:"action_id"`
	Value    string `json:"value"`
}

type named struct {
	ID     string `json:"id"`
	TeamID string `json:"team_id"`
}

type container struct {
	MessageTS   string `json:"message_ts"`
	ThreadTS    string `json:"thread_ts"`
	ChannelID   string `json:"channel_id"`
	IsEphemeral bool   `json:"is_ephemeral"`
}

type view struct {
	ID              string `json:"id"`
	Type            string `json:"type"` // modal, home
	CallbackID      string `json:"callback_id"`
	PrivateMetadata string `json:"private_metadata"`
	InstalledIn     string `json:"app_installed_team_id"` // also where somebody of another workspace acts on it
	State           struct {
		Values map[string]map[string]fieldHeld `json:"values"` // by block id and action id
	} `json:"state"`
}

// fieldHeld is what an element holds, whatever kind of element it is.
type fieldHeld struct {
	ActionID string   `json:"action_id"`
	Value    string   `json:"value"`
	Option   option   `json:"selected_option"`
	Options  []option `json:"selected_options"`
	User     string   `json:"selected_user"`
	Users    []string `json:"selected_users"`
	Place    string   `json:"selected_conversation"`
	Channel  string   `json:"selected_channel"`
	Date     string   `json:"selected_date"`
}

type option struct {
	Value string `json:"value"`
}

// held is the value, or the values, one a line.
func (f fieldHeld) held() string {
	values := f.Users
	for _, o := range f.Options {
		values = append(values, o.Value)
	}
	for _, v := range []string{f.Value, f.Option.Value, f.User, f.Place, f.Channel, f.Date} {
		if v != "" {
			values = append(values, v)
		}
	}
	return strings.Join(values, "\n")
}

func decodeInteraction(payload []byte) (interaction, error) {
	var i interaction
	if err := json.Unmarshal(payload, &i); err != nil {
		return interaction{}, fmt.Errorf("decoding the interaction: %w", err)
	}
	return i, nil
}

// event is what all interactions have in common.
func (i interaction) event(kind inbox.Kind) inbox.Event {
	ev := inbox.Event{
		ID:       i.TriggerID,
		Kind:     kind,
		Team:     cmp.Or(i.View.InstalledIn, i.Team.ID, i.User.TeamID),
		Channel:  cmp.Or(i.Channel.ID, i.Container.ChannelID),
		TS:       cmp.Or(i.Container.MessageTS, i.MessageTS),
		Thread:   cmp.Or(i.Container.ThreadTS, i.Message.ThreadTS),
		User:     i.User.ID,
		Text:     i.Message.Text,
		Action:   i.CallbackID,
		Note:     i.View.PrivateMetadata,
		View:     i.View.ID,
		OnTop:    i.View.Type == "modal",
		Private:  i.Container.IsEphemeral,
		Trigger:  i.TriggerID,
		Response: i.ResponseURL,
	}
	if i.OrgInstall {
		ev.Org = i.Enterprise.ID
		ev.Team = cmp.Or(i.Team.ID, i.User.TeamID)
	}
	if i.View.ID != "" {
		ev.Action = i.View.CallbackID
		ev.Fields = map[string]string{}
		for _, block := range i.View.State.Values {
			for name, f := range block {
				ev.Fields[name] = f.held()
			}
		}
	}
	return ev
}

// clicks are the elements that were acted on, nearly always one.
func (i interaction) clicks() (events []inbox.Event) {
	for n, a := range i.Actions {
		ev := i.event(inbox.Click)
		ev.Action, ev.Value = a.ActionID, a.held()
		if n > 0 {
			ev.ID = fmt.Sprintf("%s-%d", ev.ID, n)
		}
		events = append(events, ev)
	}
	return events
}
