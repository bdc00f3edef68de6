// Package inbox keeps what was accepted until it is done.
//
// Slack sends the same thing more than once: a message that mentions the bot
// comes as app_mention and as message, and whatever is not acknowledged in time
// comes again. So acceptance is a decision of its own, taken before the
// acknowledgement: [Inbox.Accept] writes down an event it has not seen, and
// refuses, with an error, one that it cannot keep. What was accepted is handled
// until it is done, the events of one thread in the order they came, those of
// different threads side by side:
//
//	Accept ── written down? ──▶ thread A: ▪▪   ─┐
//	                            thread B: ▪     ├─▶ workers ──▶ handle ──▶ done
//	                            thread C: ▪▪▪  ─┘                 │
//	                               ▲                              ├──▶ later: Slack says so, or it failed
//	                               └──────────────────────────────┘
//
// What is not done when the process ends, however it ends, is taken up by the
// next one, with [Event.Again] set: it may have been done in part.
//
// There are two engines behind that. Over a SQLite file, which one process works
// on, what is to be done is in memory as well (threads.go). Over PostgreSQL, on
// which many replicas work side by side, it is a job of River's (queue.go).
package inbox

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// What Accept says when it does not keep an event. Neither may be acknowledged
// to Slack, which then sends the event again.
var (
	ErrFull   = errors.New("the inbox is full")
	ErrClosed = errors.New("the inbox is closed: the bot is shutting down")
)

const (
	// maxAttempts is how often something is tried that goes wrong, over some
	// twenty minutes.
	maxAttempts = 8

	// together is how many events are written down at once where they come faster
	// than the disk syncs.
	together = 256
)

// Again is what handle returns for an event that is to be handled once more.
type Again struct {
	After time.Duration // the least to wait: what Slack asks for; 0 where something went wrong, and has to be tried
	Err   error         // why
}

func (a *Again) Error() string { return a.Err.Error() }

// Unwrap is why.
func (a *Again) Unwrap() error { return a.Err }

// Inbox keeps accepted events and has them handled. It is safe for concurrent
// use.
type Inbox interface {
	// Accept writes an event down, to be handled. It reports false for one that was
	// accepted before, by its id or as the same message, and an error for one that
	// it cannot keep. When it returns, the event is on disk.
	Accept(Event) (fresh bool, err error)

	// Begin has events handled from now on. What was accepted before, and by an
	// earlier process, waits for that, or another process handles it meanwhile.
	Begin()

	// Depth is how many events are kept that are not done; of all replicas, and as
	// of a second ago, where there are several.
	Depth() int

	// Drain accepts nothing more and waits until what is in hand is done, and, where
	// no other process does it, all that can be done now; what is put off, or not
	// begun, is left to the next process. When ctx ends first, the context of what is still in hand is
	// cancelled, and Drain says so. No goroutine outlives it.
	Drain(ctx context.Context) error
}

// Open starts an inbox that keeps up to capacity events and hands them to handle,
// after Begin, from as many goroutines as there are workers, beginning with what an
// earlier process has left. Drain stops them. What handle returns an [Again] for is
// handled again; with any other error it is given up.
func Open(ctx context.Context, s *store.Store, capacity, workers int, log zerolog.Logger, handle func(context.Context, Event) error) (Inbox, error) {
	if s.Queue() != nil {
		return openQueue(ctx, s, capacity, workers, log, handle)
	}
	return openThreads(ctx, s, capacity, workers, log, handle)
}

// backOff is 1 s, 3 s, 9 s, … after the first, second, third failure.
func backOff(attempts int) time.Duration {
	wait := time.Second
	for range attempts {
		wait *= 3
	}
	return wait
}
