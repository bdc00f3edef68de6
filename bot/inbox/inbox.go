// Package inbox keeps the questions that were accepted until they are answered.
//
// Slack sends the same thing more than once: a message that mentions the bot
// comes as app_mention and as message, and whatever is not acknowledged in time
// comes again. So acceptance is a decision of its own, taken before the
// acknowledgement: [Inbox.Accept] keeps a question it has not seen and refuses,
// with an error, one it has no room for. What was accepted is handled exactly
// once, the questions of one thread in the order they were asked, those of
// different threads side by side:
//
//	Accept ── seen? full? ──▶ thread A: ▪▪   ─┐
//	                          thread B: ▪     ├─▶ workers ──▶ handle
//	                          thread C: ▪▪▪  ─┘
//
// The inbox is in memory. [Inbox.Drain] finishes what is in hand at a shutdown,
// but a crash loses it, and after a restart a repeated delivery is answered
// again.
package inbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// What Accept says when it does not keep an event. Neither may be acknowledged
// to Slack, which then sends the event again.
var (
	ErrFull   = errors.New("the inbox is full")
	ErrClosed = errors.New("the inbox is closed: the bot is shutting down")
)

// Inbox is a bounded queue of accepted events. It is safe for concurrent use.
type Inbox struct {
	handle   func(context.Context, Event)
	now      func() time.Time
	capacity int

	ctx     context.Context // of every handle call; ends when draining takes too long
	cancel  context.CancelFunc
	workers sync.WaitGroup

	mu      sync.Mutex
	seen    memory
	threads map[string][]Event // not finished yet, oldest first; the head is next or in hand
	kept    int                // events in threads
	closed  bool

	// ready holds the threads with work that no worker has in hand, each once;
	// as there are no more threads than events, a send never blocks.
	ready chan string
}

// New starts an inbox that keeps up to capacity events and hands them to handle
// from as many goroutines as there are workers. Drain stops them.
func New(capacity, workers int, now func() time.Time, handle func(context.Context, Event)) *Inbox {
	in := &Inbox{
		handle:   handle,
		now:      now,
		capacity: capacity,
		seen:     newMemory(),
		threads:  make(map[string][]Event),
		ready:    make(chan string, capacity),
	}
	in.ctx, in.cancel = context.WithCancel(context.Background())
	for range workers {
		in.workers.Go(in.work)
	}
	return in
}

// Accept keeps an event to be handled. It reports false for one that was
// accepted before, by its id or as the same message, and an error for one that
// it cannot keep.
func (in *Inbox) Accept(ev Event) (fresh bool, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()

	now := in.now()
	switch {
	case in.seen.has(now, ev.keys()...):
		return false, nil
	case in.closed:
		return false, ErrClosed
	case in.kept == in.capacity:
		return false, ErrFull
	}
	in.seen.add(now, ev.keys()...)
	ev.AcceptedAt = now

	thread := ev.conversation()
	in.threads[thread] = append(in.threads[thread], ev)
	in.kept++
	if len(in.threads[thread]) == 1 {
		in.ready <- thread
	}
	return true, nil
}

// Drain accepts nothing more and waits until all that was accepted is handled.
// When ctx ends first, the context of what is still in hand is cancelled, and
// Drain says how much was left. No goroutine outlives it.
func (in *Inbox) Drain(ctx context.Context) error {
	in.mu.Lock()
	if !in.closed {
		in.closed = true
		in.finish()
	}
	in.mu.Unlock()

	done := make(chan struct{})
	go func() {
		in.workers.Wait()
		close(done)
	}()
	defer in.cancel()

	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	in.mu.Lock()
	left := in.kept
	in.mu.Unlock()
	in.cancel()
	<-done
	return fmt.Errorf("draining the inbox: %d questions were not finished in time: %w", left, ctx.Err())
}

// work handles the head of one thread after another until nothing is left and
// nothing more can come.
func (in *Inbox) work() {
	for thread := range in.ready {
		in.mu.Lock()
		ev := in.threads[thread][0]
		in.mu.Unlock()

		in.handle(in.ctx, ev)
		in.done(thread)
	}
}

// done takes the handled head off a thread. The thread queues up again behind
// the others, so that a long one holds up nobody.
func (in *Inbox) done(thread string) {
	in.mu.Lock()
	defer in.mu.Unlock()

	in.kept--
	if rest := in.threads[thread][1:]; len(rest) > 0 {
		in.threads[thread] = rest
		in.ready <- thread
		return
	}
	delete(in.threads, thread)
	in.finish()
}

// finish sends the workers home once the closed inbox is empty.
func (in *Inbox) finish() {
	if in.closed && in.kept == 0 {
		close(in.ready)
	}
}
