package transport

import (
	"crypto/rand"
	"fmt"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

// Intake is where both ways in end: it knows what concerns the bot and who
// takes it.
type Intake struct {
	BotUser string                                    // the bot's user id, cut out of questions; empty for many workspaces
	Accept  func(inbox.Event) (fresh bool, err error) // keeps an event; an error means that it is not kept
	Answer  func(command inbox.Event) Message         // answers a slash command at once; an empty message promises one
	Fill    func(form inbox.Event) Filled             // takes a form that was sent
	Offer   func(typing inbox.Event) []Option         // what fits what is typed
	Log     zerolog.Logger
}

// event takes in one delivery of the Events API. After an error it must not be
// acknowledged; Slack sends it again.
func (in Intake) event(e envelope) error {
	ev, ok := e.concern(in.BotUser)
	if !ok {
		in.Log.Debug().Str("event", e.EventID).Str("type", e.Event.Type).Str("subtype", e.Event.Subtype).
			Msg("does not concern the bot")
		return nil
	}
	return in.accept(ev)
}

func (in Intake) accept(ev inbox.Event) error {
	ev.ID = identified(ev.ID)
	fresh, err := in.Accept(ev)
	if err != nil {
		in.Log.Warn().Err(err).Str("event", ev.ID).Str("kind", string(ev.Kind)).Msg("not accepted")
		return fmt.Errorf("accepting event %s: %w", ev.ID, err)
	}
	if !fresh {
		in.Log.Debug().Str("event", ev.ID).Msg("already accepted")
	}
	return nil
}

// identified is an id, or a new one for what Slack has sent without: it cannot be
// told from a retry, but it is not lost.
func identified(id string) string {
	if id == "" {
		return rand.Text()
	}
	return id
}

// command answers a slash command.
func (in Intake) command(c slack.SlashCommand) Message {
	org := ""
	if c.IsEnterpriseInstall {
		org = c.EnterpriseID
	}
	return in.Answer(inbox.Event{
		ID:       identified(c.TriggerID),
		Team:     c.TeamID,
		Org:      org,
		Channel:  c.ChannelID,
		User:     c.UserID,
		Text:     c.Text,
		Kind:     inbox.Command,
		Trigger:  c.TriggerID,
		Response: c.ResponseURL,
	})
}

// interaction takes in a click, a shortcut or a form, and returns what the
// acknowledgement says; nil for nothing. After an error it must not be
// acknowledged: the person is then told that it did not work.
func (in Intake) interaction(payload []byte) (response any, err error) {
	i, err := decodeInteraction(payload)
	if err != nil {
		in.Log.Warn().Err(err).Msg("interaction ignored")
		return nil, nil
	}
	switch i.Type {
	case "block_actions":
		for _, click := range i.clicks() {
			if err := in.accept(click); err != nil {
				return nil, err
			}
		}
		return nil, nil
	case "shortcut", "message_action":
		ev := i.event(inbox.Shortcut)
		ev.Text = WithoutMention(ev.Text, in.BotUser)
		return nil, in.accept(ev)
	case "view_submission":
		ev := i.event(inbox.Form)
		ev.ID = identified(ev.ID)
		return in.Fill(ev).response(), nil
	case "block_suggestion":
		ev := i.event(inbox.Typing)
		ev.Action, ev.Value = i.ActionID, i.Value
		return optionsResponse(in.Offer(ev)), nil
	}
	in.Log.Debug().Str("type", i.Type).Msg("interaction ignored")
	return nil, nil
}
