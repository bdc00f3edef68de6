package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// again answers a question that now says something else, in the place of the
// first answer. An edit that only now mentions the bot, or that comes before the
// message itself, is a question like any other; one that mentions the bot no
// longer takes the answer away.
func (b *Bot) again(ctx context.Context, ev inbox.Event, done *result) {
	t, err := b.store.TurnAt(ctx, ev.Channel, ev.TS)
	switch {
	case errors.Is(err, store.ErrNotFound):
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
	case t.Question == ev.Text:
		done.silent = true
		return
	}
	if !ev.Again && !b.allows(ctx, ev, done) {
		return
	}
	t.Question, t.Shown = ev.Text, ""
	a := b.consult(ctx, t, done)
	m := blocks.Render(a, b.below(t))
	m.Channel, m.Thread, m.TS, m.EventID = t.Channel, t.Thread, t.Reply, t.ID
	switch {
	case t.Reply != "":
		done.join(b.slack.Update(ctx, m))
	case t.Outcome != "": // the first answer was a whisper, which cannot be changed
		m.Thread, m.EventID = ev.Thread, ev.ID // another thing to say than the first
		done.join(b.slack.Whisper(ctx, t.User, m))
	}
	b.keep(ctx, t, a, done)
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
	if t.Reply != "" {
		done.join(b.slack.Delete(ctx, t.Channel, t.Reply))
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
	if t.Reply != "" {
		done.join(b.slack.Delete(ctx, t.Channel, t.Reply))
	}
	done.join(b.store.Drop(ctx, t.ID))
	done.join(b.silence(ctx, t))
}

// silence leaves a thread in which no answer of the bot's is left.
func (b *Bot) silence(ctx context.Context, t store.Turn) error {
	left, err := b.store.Earlier(ctx, t.Channel, t.Thread, b.now(), earlierTurns)
	if err != nil || t.Thread == "" || slices.ContainsFunc(left, func(o store.Turn) bool { return o.Reply != "" }) {
		return err
	}
	return b.store.Leave(ctx, t.Channel, t.Thread)
}
