package transport

import (
	"encoding/json"
	"fmt"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

// Intake is where both ways in end: it knows what a question is and who takes
// it.
type Intake struct {
	BotUser string                                    // the bot's user id, cut out of questions
	Accept  func(inbox.Event) (fresh bool, err error) // keeps a question; an error means that it is not kept
	Answer  func(command inbox.Event) Message         // answers a slash command at once
	Log     zerolog.Logger
}

// event takes in one delivery of the Events API. After an error it must not be
// acknowledged; Slack sends it again.
func (in Intake) event(e envelope) error {
	ev, ok := e.question(in.BotUser)
	if !ok {
		in.Log.Debug().Str("event", e.EventID).Str("type", e.Event.Type).Str("subtype", e.Event.Subtype).
			Msg("not a question")
		return nil
	}
	fresh, err := in.Accept(ev)
	if err != nil {
		in.Log.Warn().Err(err).Str("event", ev.ID).Msg("question not accepted, Slack will send it again")
		return fmt.Errorf("accepting event %s: %w", ev.ID, err)
	}
	if !fresh {
		in.Log.Debug().Str("event", ev.ID).Msg("question already accepted")
	}
	return nil
}

// command answers a slash command.
func (in Intake) command(c slack.SlashCommand) Message {
	return in.Answer(inbox.Event{
		ID:      c.TriggerID,
		Team:    c.TeamID,
		Channel: c.ChannelID,
		User:    c.UserID,
		Text:    c.Text,
		Kind:    inbox.Command,
	})
}

// interaction is a click or a submitted form. Nothing the bot shows has any yet.
func (in Intake) interaction(payload []byte) {
	var head struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(payload, &head) // only to be logged
	in.Log.Debug().Str("type", head.Type).Msg("interaction ignored")
}
