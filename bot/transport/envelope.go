package transport

import (
	"encoding/json"
	"fmt"
	"strings"

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
	Event     message `json:"event"`
}

// message is the inner event, if it is a message at all.
type message struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	User        string `json:"user"`
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	ThreadTS    string `json:"thread_ts"`
	Edited      any    `json:"edited"`
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

// question returns what an envelope asks the bot, if it does: a mention of the
// bot in a channel, or any message in the direct conversation with it.
func (e envelope) question(bot string) (inbox.Event, bool) {
	m := e.Event
	if e.Type != "event_callback" || m.TS == "" || m.Channel == "" || !m.written(bot) {
		return inbox.Event{}, false
	}
	// A mention in a direct conversation may come as either event.
	kind := inbox.Mention
	if m.ChannelType == "im" || strings.HasPrefix(m.Channel, "D") {
		kind = inbox.Direct
	}
	if m.Type != "app_mention" && (m.Type != "message" || kind != inbox.Direct) {
		return inbox.Event{}, false
	}
	return inbox.Event{
		ID:      e.EventID,
		Team:    e.TeamID,
		Channel: m.Channel,
		TS:      m.TS,
		Thread:  m.ThreadTS,
		User:    m.User,
		Text:    withoutMention(m.Text, bot),
		Kind:    kind,
	}, true
}

// written reports whether a person wrote the message just now. Edits, deletions,
// joins and the like have a subtype; a message of an app, the bot's own
// included, has a bot id.
func (m message) written(bot string) bool {
	switch m.Subtype {
	case "", "file_share", "thread_broadcast": // plain, with a file, in a thread and shown in the channel too
		return m.User != "" && m.User != bot && m.BotID == "" && m.Edited == nil
	default:
		return false
	}
}
