package inbox

import (
	"strings"
	"time"
)

// Kind is what happened.
type Kind string

// What can happen to the bot.
const (
	Mention  Kind = "mention"  // "@pilcrow …" in a channel
	Direct   Kind = "direct"   // a message in the direct conversation with the bot
	Command  Kind = "command"  // "/licensing …"
	Heard    Kind = "heard"    // a message in a channel, to nobody in particular
	Edited   Kind = "edited"   // a message now says something else
	Deleted  Kind = "deleted"  // a message is gone
	Home     Kind = "home"     // somebody looks at the bot's home tab
	Pane     Kind = "pane"     // somebody opens the conversation with the bot
	Click    Kind = "click"    // a button, or another element, of a message or a view
	Shortcut Kind = "shortcut" // from the menu of a message, or from anywhere
	Form     Kind = "form"     // a form was filled in and sent
	Taught   Kind = "taught"   // an admin has taught the bot what a phrase asks for
	Typing   Kind = "typing"   // somebody types into a field that offers what fits

	Uninstalled Kind = "uninstalled" // the bot was taken away, or its token
	Revoked     Kind = "revoked"     // an organisation has taken it away from some of its workspaces
)

// Event is one thing that happened, as it came from Slack, in nobody's wire
// format. Which fields are filled depends on the kind.
type Event struct {
	ID      string // event_id; the trigger of what a person waits for
	Kind    Kind
	Team    string
	Org     string // the organisation that has installed the bot, where it was not the workspace itself
	Channel string
	TS      string // the message's own timestamp: that was written, edited, deleted or clicked in
	Thread  string // the thread it was written in; empty outside one
	User    string
	Text    string // as Slack sent it, escapes and all, without the mention of the bot
	ToBot   bool   // the text mentions the bot
	Closed  bool   // it is a conversation of a few people, not a channel
	Edit    string // the timestamp of an edit

	At time.Time `json:",omitzero"` // when it happened, by Slack's clock; zero of what a person waits for, which comes at once

	Action  string            // what was clicked, which form was sent, which shortcut was chosen
	Value   string            // what the element clicked stands for, or what is typed so far; of Revoked, the workspaces, one a line
	Fields  map[string]string // what the fields of a view hold, by name; several values one a line
	Note    string            // what the bot noted in the view for itself
	View    string            // the id of the view
	OnTop   bool              // the view is a form, on top of which another can be opened
	Private bool              // clicked in a message that only the clicker sees

	Trigger  string // opens a view within three seconds
	Response string // a URL that answers five times within 30 minutes

	AcceptedAt time.Time // set by Accept
	Again      bool      `json:"-"` // it was taken in hand before, and may have been done in part
	Attempts   int       `json:"-"` // that went wrong
}

// Last reports whether an event that goes wrong once more is given up.
func (ev Event) Last() bool { return ev.Attempts+1 >= maxAttempts }

// message is what a message, or an edit of it, is known by, however many events
// tell of it; a channel's id is unique across teams. It is empty for what is no
// message.
func (ev Event) message() string {
	switch ev.Kind {
	case Mention, Direct, Heard:
		return "message " + ev.Channel + " " + ev.TS
	case Edited:
		return "edit " + ev.Channel + " " + ev.TS + " " + ev.Edit
	}
	return ""
}

// conversation names what keeps its order: a thread, which a message in a
// channel may begin, or else the direct conversation itself. A click below an
// answer comes after the answer; one in a view waits for nothing but the
// person's own.
func (ev Event) conversation() string {
	switch {
	case ev.Kind == Uninstalled || ev.Kind == Revoked:
		return "installation " + ev.Team + " " + ev.Org
	case ev.View != "" || ev.Kind == Home || ev.Kind == Shortcut || ev.Kind == Command || ev.Kind == Taught:
		return "views of " + ev.User
	case ev.Thread != "":
		return ev.Channel + " " + ev.Thread
	case ev.TS != "" && !strings.HasPrefix(ev.Channel, "D"):
		return ev.Channel + " " + ev.TS
	default:
		return ev.Channel
	}
}
