package transport

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

// envelope is as much of an Events API delivery as decides what it is. It is
// decoded here rather than by slackevents.ParseEvent, which fails the whole
// event over an inner type or a block it does not know: a question does not
// depend on the blocks it was written in.
type envelope struct {
	Type      string  `json:"type"` // event_callback, url_verification, …
	Challenge string  `json:"challenge"`
	TeamID    string  `json:"team_id"`
	EventID   string  `json:"event_id"`
	EventTime int64   `json:"event_time"` // in seconds
	Event     message `json:"event"`

	Authorizations []authorization `json:"authorizations"` // one of those that let the bot see it
}

// authorization is an installation that lets the bot see an event: of a channel
// that several workspaces share, it tells whose bot is meant.
type authorization struct {
	EnterpriseID string `json:"enterprise_id"`
	TeamID       string `json:"team_id"`
	UserID       string `json:"user_id"`
	IsBot        bool   `json:"is_bot"`
	OrgInstall   bool   `json:"is_enterprise_install"`
}

// installation is the workspace, and the organisation if that has installed the
// bot, and the bot's user id there.
func (e envelope) installation() (team, org, bot string) {
	if len(e.Authorizations) == 0 {
		return e.TeamID, "", ""
	}
	a := e.Authorizations[0]
	if a.IsBot {
		bot = a.UserID
	}
	if a.OrgInstall {
		return e.TeamID, a.EnterpriseID, bot
	}
	return cmp.Or(a.TeamID, e.TeamID), "", bot
}

// message is the inner event, if it is about a message or the bot's home.
type message struct {
	Type        string   `json:"type"`
	Subtype     string   `json:"subtype"`
	Channel     string   `json:"channel"`
	ChannelType string   `json:"channel_type"`
	User        string   `json:"user"`
	BotID       string   `json:"bot_id"`
	Text        string   `json:"text"`
	TS          string   `json:"ts"`
	ThreadTS    string   `json:"thread_ts"`
	Edited      *edited  `json:"edited"`
	Message     *message `json:"message"`          // of message_changed: as it is now
	Previous    *message `json:"previous_message"` // of message_changed and message_deleted: as it was
	DeletedTS   string   `json:"deleted_ts"`
	Tokens      *tokens  `json:"tokens"`   // of tokens_revoked
	Tab         string   `json:"tab"`      // of app_home_opened
	TeamIDs     []string `json:"team_ids"` // of team_access_revoked
}

type edited struct {
	TS string `json:"ts"`
}

type tokens struct {
	Bot []string `json:"bot"`
}

// UnmarshalJSON leaves alone an inner event of another shape than a message's:
// "channel", for one, is an object in channel_created.
func (m *message) UnmarshalJSON(data []byte) error {
	type fields message
	if err := json.Unmarshal(data, (*fields)(m)); err != nil {
		*m = message{}
	}
	return nil
}

func decode(payload []byte) (envelope, error) {
	var e envelope
	if err := json.Unmarshal(payload, &e); err != nil {
		return envelope{}, fmt.Errorf("decoding the event envelope: %w", err)
	}
	return e, nil
}

// concern returns what an envelope is to the bot, if it is anything: something
// that a person wrote, changed or deleted where the bot can read it, that somebody
// opened the bot's home, or that it was taken away. The bot's user id is empty
// where there are many workspaces, each with another; then the envelope says it.
func (e envelope) concern(bot string) (inbox.Event, bool) {
	m := e.Event
	team, org, self := e.installation()
	bot = cmp.Or(bot, self)
	ev := inbox.Event{ID: e.EventID, Team: team, Org: org, Channel: m.Channel, User: m.User}
	if e.EventTime > 0 {
		ev.At = time.Unix(e.EventTime, 0).UTC()
	}
	switch {
	case e.Type != "event_callback":
		return inbox.Event{}, false
	case m.Type == "app_uninstalled", m.Type == "tokens_revoked" && m.Tokens != nil && len(m.Tokens.Bot) > 0:
		ev.Kind = inbox.Uninstalled
		return ev, true
	case m.Type == "team_access_revoked":
		ev.Kind, ev.Value = inbox.Revoked, strings.Join(m.TeamIDs, "\n")
		return ev, org != "" && ev.Value != ""
	case m.Channel == "":
		return inbox.Event{}, false
	case m.Type == "app_home_opened":
		ev.Kind = inbox.Home
		if m.Tab == "messages" {
			ev.Kind = inbox.Pane
		}
		return ev, m.User != ""
	case m.Type != "app_mention" && m.Type != "message" || m.TS == "":
		return inbox.Event{}, false
	case m.Subtype == "message_deleted":
		return deletion(ev, m)
	case m.Subtype == "message_changed":
		return m.change(ev, bot)
	case !m.written(bot):
		return inbox.Event{}, false
	case m.Edited != nil: // a mention that an edit put in
		return edit(ev, m, bot), true
	}
	ev = content(ev, m, bot)
	switch {
	case m.ChannelType == "im" || strings.HasPrefix(m.Channel, "D"):
		ev.Kind = inbox.Direct // a mention in a direct conversation may come as either event
	case m.Type == "app_mention" || ev.ToBot:
		ev.Kind = inbox.Mention // which comes as message too
	default:
		ev.Kind = inbox.Heard
	}
	return ev, true
}

// content fills in what a message says and where it stands.
func content(ev inbox.Event, m message, bot string) inbox.Event {
	ev.TS, ev.Thread, ev.User = m.TS, m.ThreadTS, m.User
	ev.Text = WithoutMention(m.Text, bot)
	ev.ToBot = ev.Text != m.Text
	ev.Closed = m.ChannelType == "mpim" || m.ChannelType == "im"
	return ev
}

// written reports whether a person wrote the message. Joins and the like have a
// subtype; a message of an app, the bot's own included, has a bot id.
func (m message) written(bot string) bool {
	switch m.Subtype {
	case "", "file_share", "thread_broadcast": // plain, with a file, in a thread and shown in the channel too
		return m.User != "" && m.User != bot && m.BotID == ""
	default:
		return false
	}
}

// change tells an edit from the other reasons for which Slack says that a
// message has changed: links unfurled, replies counted. A message deleted that
// has replies becomes a tombstone.
func (m message) change(ev inbox.Event, bot string) (inbox.Event, bool) {
	switch now, was := m.Message, m.Previous; {
	case now == nil:
		return inbox.Event{}, false
	case now.Subtype == "tombstone":
		return deletion(ev, message{DeletedTS: now.TS, Previous: was})
	case !now.written(bot) || now.Edited == nil || was != nil && was.Text == now.Text:
		return inbox.Event{}, false
	default:
		return edit(ev, *now, bot), true
	}
}

func edit(ev inbox.Event, m message, bot string) inbox.Event {
	ev = content(ev, m, bot)
	ev.Kind, ev.Edit = inbox.Edited, m.Edited.TS
	return ev
}

func deletion(ev inbox.Event, m message) (inbox.Event, bool) {
	ev.Kind, ev.TS = inbox.Deleted, m.DeletedTS
	if m.Previous != nil {
		ev.Thread, ev.User = m.Previous.ThreadTS, m.Previous.User
	}
	return ev, ev.TS != ""
}
