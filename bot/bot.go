// Package bot is what a question in Slack becomes: who is asked, in which
// thread, once.
//
// [Run] wires the parts; the way of a question is
//
//	transport ──▶ inbox ──▶ Bot ──▶ blocks ──▶ transport
//	 accepted     once      asks     looks      posted
//
// and what must be known the next time (the thread so far, how a channel is set,
// what was thought of an answer) is in the store. A slash command, a form and a
// field that is typed into skip the inbox: a person waits, and asking takes
// microseconds, so the answer is the acknowledgement.
//
// Where many workspaces have installed the bot, each has a [Bot] of its own
// (many.go).
//
// Each kind of event has its file: questions and follow-ups (ask.go,
// overhear.go), edits (again.go), commands (command.go), clicks (click.go),
// forms (form.go), the home tab (home.go), experts (expert.go), what is learned
// (insight.go, teach.go).
package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/metrics"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Ask answers a question; earlier holds the earlier turns of the thread, and
// articles those that count, all of them if there are none.
type Ask func(question string, earlier, articles []string) answer.Answer

// Bot answers the questions of a workspace. It is safe for concurrent use.
type Bot struct {
	team     string // whose it is, where there are many; empty where one token serves
	slack    *transport.Client
	store    *store.Store
	library  *Library
	ask      Ask
	policy   Policy
	door     *door
	now      func() time.Time
	inTime   time.Duration // for what a person waits for
	log      zerolog.Logger
	counts   *metrics.Metrics
	limits   limits
	admins   verdicts
	channels verdicts // and not conversations of a few people

	learning sync.Mutex
	learned  int64           // version of what was taught that the library answers from
	known    []store.Learned // which is this
}

// Handle does what an event asks for. A fault of ours becomes an apology where a
// person waits, and a line in the log. What failed and may go well later is to
// be handled again.
func (b *Bot) Handle(ctx context.Context, ev inbox.Event) (err error) {
	var done result
	defer func() {
		if fault := recover(); fault != nil {
			b.fault(&done, fault)
			done.join(b.apologise(ctx, ev, done.reference))
			b.report(ev, done)
			err = nil // who asked knows, and it would go wrong again
			return
		}
		if err = done.err; err != nil {
			wait, later := transport.Later(err)
			if later {
				done.later = !ev.Last() || wait > 0
				err = &inbox.Again{After: wait, Err: err}
			}
			if !done.later && !done.told {
				done.reference = reference()
				done.join(b.apologise(ctx, ev, done.reference))
			}
		}
		b.report(ev, done)
	}()
	switch ev.Kind {
	case inbox.Mention, inbox.Direct, inbox.Form:
		b.answer(ctx, ev, &done)
	case inbox.Heard:
		b.overhear(ctx, ev, &done)
	case inbox.Edited:
		b.again(ctx, ev, &done)
	case inbox.Deleted:
		b.withdraw(ctx, ev, &done)
	case inbox.Command:
		b.commandLater(ctx, ev, &done)
	case inbox.Click:
		b.click(ctx, ev, &done)
	case inbox.Shortcut:
		b.shortcut(ctx, ev, &done)
	case inbox.Taught:
		b.showTaught(ctx, ev, &done)
	case inbox.Home:
		done.join(b.home(ctx, ev, nil))
	case inbox.Pane:
		done.join(b.pane(ctx, ev))
	}
	return nil // what went wrong is in done
}

// apologise tells who waits that it did not work.
func (b *Bot) apologise(ctx context.Context, ev inbox.Event, reference string) error {
	sorry := blocks.Apology(reference)
	switch ev.Kind {
	case inbox.Mention, inbox.Direct, inbox.Form:
		m := replyTo(ev, sorry)
		m.EventID = "" // it is no answer, which may come yet
		_, err := b.slack.Post(ctx, m)
		return err
	case inbox.Click, inbox.Shortcut, inbox.Command, inbox.Edited:
		return b.whisper(ctx, ev, sorry)
	}
	return nil // nobody waits
}

// say tells somebody something where they are, for whom something else was to be
// done.
func (b *Bot) say(ctx context.Context, ev inbox.Event, m transport.Message, done *result) {
	done.join(b.whisper(ctx, ev, m))
	done.told = true
}

// result is what became of an event, for the log.
type result struct {
	outcome   string
	fact      string // that carries the answer
	reference string // that the person was given for a fault of ours
	silent    bool   // nothing was to be done
	told      bool   // the person knows what went wrong
	later     bool   // what went wrong is tried again
	err       error
}

func (r *result) join(err error) { r.err = errors.Join(r.err, err) }

// answered notes what an answer was.
func (r *result) answered(a answer.Answer) {
	r.outcome = string(a.Outcome)
	if len(a.Facts) > 0 {
		r.fact = a.Facts[0]
	}
}

// fault notes a panic with its stack. What it says may be what a person wrote,
// unless the runtime says it.
func (b *Bot) fault(r *result, fault any) {
	detail := fmt.Sprintf("a %T", fault)
	if err, ok := fault.(runtime.Error); ok {
		detail = err.Error()
	}
	r.outcome, r.reference, r.silent = "fault", reference(), false
	r.err = fmt.Errorf("panic: %s\n%s", detail, debug.Stack())
	b.log.Debug().Str("reference", r.reference).Msg(fmt.Sprint(fault))
}

// reference is what a person is given to find a fault of ours by.
func reference() string { return rand.Text()[:8] }

// report writes the one line that an event leaves in the log, and counts it.
func (b *Bot) report(ev inbox.Event, done result) {
	b.count(ev, done)
	line, msg := b.log.Info(), "answered"
	switch {
	case done.err != nil:
		line, msg = b.log.Error().Err(done.err), "not answered"
		if wait, later := transport.Later(done.err); later && wait > 0 {
			line, msg = b.log.Debug().Err(done.err), "put off"
		}
	case done.silent:
		line, msg = b.log.Debug(), "nothing to do"
	case done.outcome == "":
		msg = "done"
	}
	if done.reference != "" {
		line.Str("reference", done.reference)
	}
	if ev.Action != "" {
		line.Str("action", ev.Action)
	}
	line.Str("event", ev.ID).
		Str("team", ev.Team).
		Str("channel", ev.Channel).
		Str("user", ev.User).
		Str("kind", string(ev.Kind)).
		Str("outcome", done.outcome).
		Str("fact", done.fact).
		Dur("latency", b.now().Sub(ev.AcceptedAt)).
		Msg(msg)
}

// count counts what became of an event.
func (b *Bot) count(ev inbox.Event, done result) {
	outcome := done.outcome
	switch {
	case done.later:
		outcome = "put off"
	case outcome == "fault":
	case done.err != nil:
		outcome = "failed"
	case done.silent:
		outcome = "nothing to do"
	case outcome == "":
		outcome = "done"
	default:
		b.counts.Replied(b.now().Sub(ev.AcceptedAt))
	}
	b.counts.Handled(string(ev.Kind), outcome)
	if _, again := transport.Later(done.err); again && !done.later && b.slack != nil {
		b.slack.GivenUp(done.err)
	}
}
