// Package transport is the only code that speaks to Slack: it takes in what
// Slack delivers, over HTTP or Socket Mode, and calls the Web API.
//
// Both ways in end at the same [Intake]. A delivery is decoded just far enough
// to see what it is to the bot; what the bot is to act on is acknowledged only
// after the intake has accepted it, anything else at once:
//
//	HTTP:    signature ──▶ body     ─┐                        ┌─▶ Accept ──▶ ack
//	                                 ├─▶ envelope ──▶ event ──┤
//	Socket:  connection ──▶ payload ─┘                        └─▶ answered in the ack
//
// [Installer] lets workspaces install the bot by OAuth, and [Probes] are for whoever
// watches it.
//
// Answered in the acknowledgement are what people wait for: slash commands,
// forms sent, and fields that offer what fits.
package transport

import "github.com/slack-go/slack"

// Message is what the bot says, wherever it says it.
type Message struct {
	Channel string
	Thread  string // the timestamp of the thread's first message; empty for none
	TS      string // its own timestamp; set where it changes what is there already
	Text    string // all of the message in mrkdwn: for notifications, screen readers, and when blocks are refused
	Blocks  []slack.Block
	Older   []slack.Block // the same in blocks that every client knows; nil where Blocks are such
	EventID string        // what it answers, kept in the message's metadata
}

// forms are the ways to show a message, the best first. Every way says the same.
func (m Message) forms() [][]slack.Block {
	forms := [][]slack.Block{m.Blocks}
	if len(m.Older) > 0 {
		forms = append(forms, m.Older)
	}
	if len(m.Blocks) > 0 {
		forms = append(forms, nil)
	}
	return forms
}

// Classic is the message in blocks that every client knows.
func (m Message) Classic() Message {
	if len(m.Older) > 0 {
		m.Blocks = m.Older
	}
	return m
}

// Empty reports whether the message says nothing.
func (m Message) Empty() bool { return m.Text == "" && len(m.Blocks) == 0 }

// response is a message as the immediate answer to a slash command: for the
// asker alone.
type response struct {
	Type   string        `json:"response_type"`
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks,omitempty"`
}

// response is in blocks that every client knows: whether an acknowledgement was
// shown, Slack does not tell.
func (m Message) response() response {
	m = m.Classic()
	return response{Type: slack.ResponseTypeEphemeral, Text: m.Text, Blocks: m.Blocks}
}

// Filled is what becomes of a form that was sent: it closes, unless something
// is wrong or there is more to show.
type Filled struct {
	Wrong map[string]string // by block id: what is wrong with the field in it
	Next  *Form             // takes the form's place
}

func (f Filled) response() any {
	switch {
	case len(f.Wrong) > 0:
		return map[string]any{"response_action": "errors", "errors": f.Wrong}
	case f.Next != nil:
		return map[string]any{"response_action": "update", "view": f.Next}
	}
	return nil
}

// Option is one thing that a field offers to who types into it.
type Option struct {
	Label string // at most 75 characters
	Value string // at most 150
}

func optionsResponse(offered []Option) any {
	options := make([]*slack.OptionBlockObject, 0, len(offered))
	for _, o := range offered {
		options = append(options, slack.NewOptionBlockObject(o.Value, slack.NewTextBlockObject(slack.PlainTextType, o.Label, false, false), nil))
	}
	return map[string]any{"options": options}
}
