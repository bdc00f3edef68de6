package inbox

import "time"

// Kind says how a question reached the bot.
type Kind string

// The ways to ask.
const (
	Mention Kind = "mention" // "@pilcrow …" in a channel
	Direct  Kind = "direct"  // a message in the direct conversation with the bot
	Command Kind = "command" // "/licensing …"
)

// Event is one question as it came from Slack, in nobody's wire format.
type Event struct {
	ID      string // event_id; the trigger of a command
	Team    string
	Channel string
	TS      string // the message's own timestamp; a command has none
	Thread  string // the thread it was written in; empty outside one
	User    string
	Text    string // as Slack sent it, escapes and all, without the mention of the bot
	Kind    Kind

	AcceptedAt time.Time // set by Accept
}

// keys are the names under which an event is remembered. The second catches one
// message that comes as two events; a channel's id is unique across teams.
func (ev Event) keys() []string {
	keys := make([]string, 0, 2)
	if ev.ID != "" {
		keys = append(keys, "event "+ev.ID)
	}
	if ev.TS != "" {
		keys = append(keys, "message "+ev.Channel+" "+ev.TS)
	}
	return keys
}

// conversation names what keeps its order: a thread, which a mention outside of
// one begins, or else the direct conversation itself.
func (ev Event) conversation() string {
	switch {
	case ev.Thread != "":
		return ev.Channel + " " + ev.Thread
	case ev.Kind == Mention:
		return ev.Channel + " " + ev.TS
	default:
		return ev.Channel
	}
}
