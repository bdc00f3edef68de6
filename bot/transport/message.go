// Package transport is the only code that speaks to Slack: it takes in what
// Slack delivers, over HTTP or Socket Mode, and calls the Web API.
//
// Both ways in end at the same [Intake]. A delivery is decoded just far enough
// to see whether it is a question to the bot; a question is acknowledged only
// after the intake has accepted it, anything else at once:
//
//	HTTP:    signature ──▶ body     ─┐
//	                                 ├─▶ envelope ──▶ question? ──▶ Accept ──▶ ack
//	Socket:  connection ──▶ payload ─┘
//
// A slash command is answered in its acknowledgement, which only the asker sees.
package transport

import "github.com/slack-go/slack"

// Message is what the bot says, wherever it says it.
type Message struct {
	Channel string
	Thread  string // the timestamp of the thread's first message; empty for none
	Text    string // all of the message in mrkdwn: for notifications, screen readers, and when blocks are refused
	Blocks  []slack.Block
	EventID string // what it answers, kept in the message's metadata
}

// response is a message as the immediate answer to a slash command: for the
// asker alone.
type response struct {
	Type   string        `json:"response_type"`
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks,omitempty"`
}

func (m Message) response() response {
	return response{Type: slack.ResponseTypeEphemeral, Text: m.Text, Blocks: m.Blocks}
}
