// Package bot is what a question in Slack becomes: it is asked once, and the
// answer goes to the thread it was asked in.
//
// [Run] wires the parts; the way of a question is
//
//	transport ──▶ inbox ──▶ Bot ──▶ blocks ──▶ transport
//	 accepted     once      asks     looks      posted
//
// A slash command skips the inbox: asking takes microseconds, so the answer is
// the acknowledgement.
package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Ask answers a question; earlier holds the asker's earlier turns in the thread.
type Ask func(question string, earlier []string) answer.Answer

// Bot answers questions. It is safe for concurrent use.
type Bot struct {
	Ask  Ask
	Post func(context.Context, transport.Message) error
	Log  zerolog.Logger
	Now  func() time.Time
}

// Handle answers a question where it was asked: in its thread, which a mention
// in a channel begins if need be.
func (b *Bot) Handle(ctx context.Context, ev inbox.Event) {
	reply, done := b.reply(ev)
	reply.Channel, reply.Thread, reply.EventID = ev.Channel, ev.Thread, ev.ID
	if ev.Kind == inbox.Mention && ev.Thread == "" {
		reply.Thread = ev.TS
	}
	if err := b.Post(ctx, reply); err != nil {
		done.err = errors.Join(done.err, err)
	}
	b.report(ev, done)
}

// Answer answers a slash command. Who asked is who sees it.
func (b *Bot) Answer(ev inbox.Event) transport.Message {
	ev.AcceptedAt = b.Now()
	reply, done := b.reply(ev)
	b.report(ev, done)
	return reply
}

// result is what the log says became of a question.
type result struct {
	outcome   string
	fact      string // that carries the answer
	reference string // that the person was given for a fault of ours
	err       error
}

// reply asks and renders. A fault of ours on the way becomes an apology.
func (b *Bot) reply(ev inbox.Event) (m transport.Message, done result) {
	defer func() {
		if fault := recover(); fault != nil {
			done = result{outcome: "fault", reference: rand.Text()[:8], err: faultError(fault, ev.Text)}
			m = blocks.Apology(done.reference)
		}
	}()
	b.Log.Debug().Str("event", ev.ID).Str("text", ev.Text).Msg("asking")
	a := b.Ask(ev.Text, nil)
	done.outcome = string(a.Outcome)
	if len(a.Facts) > 0 {
		done.fact = a.Facts[0]
	}
	return blocks.Render(a), done
}

// faultError is a panic with its stack, but without what the person wrote.
func faultError(fault any, text string) error {
	detail := fmt.Sprint(fault)
	if text != "" {
		detail = strings.ReplaceAll(detail, text, "(the question)")
	}
	return fmt.Errorf("panic while answering: %s\n%s", detail, debug.Stack())
}

// report writes the one line that a question leaves in the log.
func (b *Bot) report(ev inbox.Event, done result) {
	line, msg := b.Log.Info(), "answered"
	if done.err != nil {
		line, msg = b.Log.Error().Err(done.err), "not answered"
	}
	if done.reference != "" {
		line.Str("reference", done.reference)
	}
	line.Str("event", ev.ID).
		Str("team", ev.Team).
		Str("channel", ev.Channel).
		Str("user", ev.User).
		Str("kind", string(ev.Kind)).
		Str("outcome", done.outcome).
		Str("fact", done.fact).
		Dur("latency", b.Now().Sub(ev.AcceptedAt)).
		Msg(msg)
}
