package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// again answers a question that now says something else, in the place of the
// first answer. An edit that only now mentions the bot, or that comes before the
// message itself, is a question like any other; one that mentions the bot no
// longer takes the answer away.
func (b *Bot) again(ctx context.Context, ev inbox.Event, done *result) {
	t, err := b.store.TurnAt(ctx, ev.Channel, ev.TS)
	switch {
	case errors.Is(err, store.ErrNotFound):
		b.askedByEdit(ctx, ev, done)
		return
	case err != nil:
		done.join(err)
		return
	case t.Outcome == gone:
		done.silent = true
		return
	case t.Kind == string(inbox.Mention) && !ev.ToBot:
		b.takeBack(ctx, t, done)
		return
	case t.Reply == "" && t.Outcome == "": // the answer never came: there is none to change
		done.join(b.store.Drop(ctx, t.ID))
		b.askedByEdit(ctx, ev, done)
		return
	case t.Question == ev.Text:
		done.silent = true
		return
	}
	if !ev.Again && !b.allows(ctx, ev, done) {
		return
	}
	t.Question, t.Shown = ev.Text, ""
	a := b.consult(ctx, t, done)
	if done.err != nil {
		return
	}
	m := blocks.Render(a, b.below(t))
	m.Channel, m.Thread, m.TS, m.EventID = t.Channel, t.Thread, t.Reply, t.ID
	if t.Reply != "" {
		err = b.slack.Update(ctx, m)
	} else { // the first answer was a whisper, which cannot be changed
		m.Thread, m.EventID = ev.Thread, ev.ID // another thing to say than the first
		err = b.slack.Whisper(ctx, t.User, m)
	}
	done.join(err)
	if _, later := transport.Later(err); later { // until it is shown, the turn is the one before
		return
	}
	b.keep(ctx, t, a, done)
}

// askedByEdit answers what became a question of the bot's by an edit alone.
func (b *Bot) askedByEdit(ctx context.Context, ev inbox.Event, done *result) {
	switch {
	case direct(ev.Channel):
		ev.Kind = inbox.Direct
	case ev.ToBot:
		ev.Kind = inbox.Mention
	default:
		done.silent = true
		return
	}
	b.answer(ctx, ev, done)
}

// gone is the outcome of a turn whose question was deleted. It is remembered
// without its words, so that an edit which Slack tells of too late is known for
// what it is.
const gone = "deleted"

// withdraw takes the answer to a deleted question away.
func (b *Bot) withdraw(ctx context.Context, ev inbox.Event, done *result) {
	t, err := b.store.TurnAt(ctx, ev.Channel, ev.TS)
	switch {
	case errors.Is(err, store.ErrNotFound):
		done.silent = true
		return
	case err != nil:
		done.join(err)
		return
	}
	if !b.unsay(ctx, t, done) {
		return
	}
	done.join(b.store.Record(ctx, store.Asked{
		ID: t.ID, Team: t.Team, Channel: t.Channel, User: t.User, Outcome: t.Outcome, Facts: t.Facts, At: t.At,
	}))
	t.Question, t.Reply, t.Outcome, t.Facts, t.Shown = "", "", gone, nil, ""
	done.join(b.store.Finish(ctx, t))
	done.join(b.silence(ctx, t))
}

// takeBack takes an answer away that is no longer asked for.
func (b *Bot) takeBack(ctx context.Context, t store.Turn, done *result) {
	if !b.unsay(ctx, t, done) {
		return
	}
	done.join(b.store.Drop(ctx, t.ID))
	done.join(b.silence(ctx, t))
}

// unsay deletes the answer to a turn, and reports whether no more can be done
// about it: while that is to be tried again, the turn has to be remembered.
func (b *Bot) unsay(ctx context.Context, t store.Turn, done *result) bool {
	if t.Reply == "" {
		return true
	}
	err := b.slack.Delete(ctx, t.Channel, t.Reply)
	done.join(err)
	_, later := transport.Later(err)
	return !later
}

// silence leaves a thread in which no answer of the bot's is left.
func (b *Bot) silence(ctx context.Context, t store.Turn) error {
	left, err := b.store.Earlier(ctx, t.Channel, t.Thread, b.now(), earlierTurns)
	if err != nil || t.Thread == "" || slices.ContainsFunc(left, func(o store.Turn) bool { return o.Reply != "" }) {
		return err
	}
	return b.store.Leave(ctx, t.Channel, t.Thread)
}
