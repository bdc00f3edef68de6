package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// A question for a person goes to the experts' channel, once. What is written in
// the thread there comes back to where it was asked, and a button there settles
// it; both sides show how it stands.

// handOver passes a turn to the experts.
func (b *Bot) handOver(ctx context.Context, ev inbox.Event, t store.Turn, done *result) {
	if b.policy.Experts == "" {
		b.say(ctx, ev, blocks.Note("No experts' channel is set here."), done)
		return
	}
	h := store.Handoff{
		Turn: t.ID, Team: t.Team, Channel: t.Channel, Thread: t.Thread,
		Asker: ev.User, Question: t.Question, Desk: b.policy.Experts, At: b.now(),
	}
	if t.Reply == "" { // only the asker saw it: so do only they see the reply
		h.Channel, h.Thread = ev.User, ""
	}
	fresh, err := b.store.HandOver(ctx, h)
	if err == nil && !fresh && ev.Again { // it may have been passed on in part
		var known store.Handoff
		switch known, err = b.store.Handoff(ctx, t.ID); {
		case known.Asker != ev.User:
		case known.Reply == "":
			h, fresh = known, true
		default: // all but how it stands now was shown
			done.join(b.slack.Update(ctx, waiting(known)))
			return
		}
	}
	switch {
	case err != nil:
		done.join(err)
		return
	case !fresh:
		b.say(ctx, ev, blocks.Note("That question has been passed to a person already."), done)
		return
	}
	m := b.desk(ctx, h, done)
	m.TS, m.EventID = "", ev.ID
	post, err := b.slack.Post(ctx, m)
	if err != nil {
		done.join(err)
		if _, later := transport.Later(err); later {
			return
		}
		done.join(b.store.DropHandoff(ctx, h.Turn))
		b.say(ctx, ev, blocks.Note("I could not reach the experts' channel. Please ask there yourself."), done)
		return
	}
	h.Post = post.TS
	h, err = b.store.SetHandoff(ctx, h) // a reply may come before the next call returns
	done.join(err)
	wait := waiting(h)
	wait.EventID = ev.ID
	at, err := b.slack.Post(ctx, wait)
	if err != nil {
		done.join(err)
		return
	}
	h.Channel, h.Reply = at.Channel, at.TS // a person is in a channel of another id than their own
	h, err = b.store.SetHandoff(ctx, h)
	if err == nil && (h.Taken != "" || h.Resolved) { // the experts were quicker
		err = b.slack.Update(ctx, waiting(h))
	}
	done.join(err)
}

// passed is how a hand-over stands.
func passed(h store.Handoff) blocks.Passed {
	p := blocks.Passed{Turn: h.Turn, Asker: h.Asker, Question: h.Question, Taken: h.Taken != ""}
	if h.Resolved {
		p.By = h.By
	}
	return p
}

// desk is the message that the experts have, with what the bot had said and a
// link to it, as far as that is remembered.
func (b *Bot) desk(ctx context.Context, h store.Handoff, done *result) transport.Message {
	p := passed(h)
	if t, err := b.store.Turn(ctx, h.Turn); err == nil {
		var seen result // which is not what became of this event
		p.Said = b.shown(ctx, t, &seen).Text
		if t.Reply != "" {
			p.Link, err = b.slack.Permalink(ctx, t.Channel, t.Reply)
			done.join(err)
		}
	}
	m := blocks.Desk(p)
	m.Channel, m.TS = h.Desk, h.Post
	return m
}

// waiting is the message that shows who asked how it stands.
func waiting(h store.Handoff) transport.Message {
	m := blocks.Waiting(passed(h))
	m.Channel, m.Thread, m.TS = h.Channel, h.Thread, h.Reply
	return m
}

// relay passes what an expert wrote back to who asked.
func (b *Bot) relay(ctx context.Context, ev inbox.Event, h store.Handoff, done *result) {
	if strings.TrimSpace(ev.Text) == "" || toOthers(strings.ReplaceAll(ev.Text, "<@"+h.Asker+">", "")) {
		done.silent = true // the experts among themselves
		return
	}
	m := blocks.Relayed(ev.User, ev.Text)
	m.Channel, m.Thread, m.EventID = h.Channel, h.Thread, ev.ID
	_, err := b.slack.Post(ctx, m)
	done.join(err)
	begun := ev.Again && h.Taken == ev.User // and perhaps not shown
	if h.Taken != "" && !begun || h.Resolved || err != nil {
		return
	}
	h.Taken = ev.User
	done.join(b.showState(ctx, h, done))
}

// resolve settles a question that was passed to the experts.
func (b *Bot) resolve(ctx context.Context, ev inbox.Event, turn string, done *result) {
	h, err := b.store.Handoff(ctx, turn)
	if errors.Is(err, store.ErrNotFound) {
		b.say(ctx, ev, blocks.Note(forgotten), done)
		return
	}
	begun := ev.Again && h.By == ev.User // and perhaps not shown
	if err != nil || h.Resolved && !begun {
		done.join(err)
		return
	}
	h.Resolved, h.By = true, ev.User
	done.join(b.showState(ctx, h, done))
}

// showState keeps how a hand-over stands and shows it on both sides.
func (b *Bot) showState(ctx context.Context, h store.Handoff, done *result) error {
	h, err := b.store.SetHandoff(ctx, h)
	err = errors.Join(err, b.slack.Update(ctx, b.desk(ctx, h, done)))
	if h.Reply != "" {
		err = errors.Join(err, b.slack.Update(ctx, waiting(h)))
	}
	return err
}
