package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// The bot reads along in its channels, and hardly ever speaks unasked:
//
//	in a thread where its answer is the latest    a follow-up is answered
//	in a thread of the experts' channel           a reply goes back to who asked
//	in a channel that is so set                   a question that it can answer
//
// Once people talk among themselves in a thread, or thank it, it is silent there
// until it is mentioned again.

// Accept keeps an event that may be the bot's to act on. Of what people write to
// each other it keeps only what one of the rules above is for.
func (b *Bot) Accept(ev inbox.Event) (fresh bool, err error) {
	if ev.Kind == inbox.Uninstalled { // which only who set the token can mend
		b.log.Error().Str("team", ev.Team).Msg("the app was uninstalled: install it again, and set SLACK_BOT_TOKEN")
		return false, nil
	}
	if ev.Kind == inbox.Revoked { // the token is of one workspace
		return false, nil
	}
	if ev.Kind == inbox.Heard {
		if mine, err := b.mine(ev); err != nil || !mine {
			return false, err
		}
	}
	return b.door.accept(ev)
}

// mine reports whether something overheard may concern the bot; with an error,
// whoever told of it has to tell again. It costs a look or two into the store.
func (b *Bot) mine(ev inbox.Event) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), inTime)
	defer cancel()
	if ev.Thread != "" {
		listens, err := b.store.Listens(ctx, ev.Channel, ev.Thread)
		if listens || err != nil {
			return listens, err
		}
		if ev.Channel == b.policy.Experts {
			return true, nil
		}
	}
	s, err := b.store.Settings(ctx, b.team, ev.Channel)
	return s.Unasked, err
}

// overhear acts on what was said to nobody in particular.
func (b *Bot) overhear(ctx context.Context, ev inbox.Event, done *result) {
	if ev.Channel == b.policy.Experts && ev.Thread != "" {
		h, err := b.store.HandoffAt(ctx, ev.Channel, ev.Thread)
		if err == nil {
			b.relay(ctx, ev, h, done)
			return
		}
		if !errors.Is(err, store.ErrNotFound) {
			done.join(err)
			return
		}
	}
	settings := b.settings(ctx, ev, done)
	t := b.turn(ev, settings)
	listens := false
	if ev.Thread != "" {
		var err error
		listens, err = b.store.Listens(ctx, ev.Channel, ev.Thread)
		done.join(err)
	}
	if done.err != nil {
		return
	}
	if !listens && !settings.Unasked {
		done.silent = true
		return
	}
	a := b.consult(ctx, t, done)
	if done.err != nil {
		return
	}
	if toOthers(ev.Text) || listens && !b.followsUp(ctx, t, a) || !listens && !b.ours(ev.Text, a) {
		*done = result{silent: true, err: done.err}
		if listens {
			done.join(b.store.Leave(ctx, ev.Channel, ev.Thread))
		}
		return
	}
	if !ev.Again && !b.allows(ctx, ev, done) || !b.begin(ctx, ev, t, done) {
		return
	}
	b.deliver(ctx, ev, t, settings, a, done)
}

// toOthers reports whether a message speaks to somebody else.
func toOthers(text string) bool {
	return strings.Contains(text, "<@") || strings.Contains(text, "<!")
}

// followsUp reports whether a message in a thread with the bot goes on asking. It
// must be put as a question; from another than who asked before, it must be one
// that can be answered: what people ask each other mostly cannot.
func (b *Bot) followsUp(ctx context.Context, t store.Turn, a answer.Answer) bool {
	asks, known := b.library.within(nil).Hears(t.Question)
	switch {
	case !asks || a.Outcome == answer.Chat:
		return false
	case a.Outcome == answer.Answered || a.Outcome == answer.Ambiguous:
		return true
	}
	last, err := b.store.Earlier(ctx, t.Channel, t.Thread, t.At, 1)
	return known && err == nil && len(last) == 1 && last[0].User == t.User
}

// ours reports whether a message that nobody put to the bot is a question that
// it has the answer to.
func (b *Bot) ours(text string, a answer.Answer) bool {
	asks, known := b.library.within(nil).Hears(text)
	return asks && known && a.Outcome == answer.Answered
}

// listen goes on reading a thread after an answer; after thanks it stops. In a
// direct conversation everything is said to the bot anyway.
func (b *Bot) listen(ctx context.Context, t store.Turn, a answer.Answer) error {
	switch {
	case t.Thread == "" || direct(t.Channel):
		return nil
	case a.Outcome == answer.Chat:
		return b.store.Leave(ctx, t.Channel, t.Thread)
	}
	return b.store.Listen(ctx, t.Team, t.Channel, t.Thread, t.User)
}
