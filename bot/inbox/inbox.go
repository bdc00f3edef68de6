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
package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
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

// Inbox keeps accepted events in a store and hands them to workers. It is safe
// for concurrent use.
type Inbox struct {
	store    *store.Store
	handle   func(context.Context, Event) error
	log      zerolog.Logger
	capacity int

	ctx      context.Context // of every handle call; ends when draining takes too long
	cancel   context.CancelFunc
	incoming chan *incoming
	closing  chan struct{} // closed when nothing more is accepted
	writer   sync.WaitGroup
	workers  sync.WaitGroup

	mu      sync.Mutex
	change  *sync.Cond         // of what follows
	threads map[string][]Event // not done yet, oldest first; the head is next, in hand, or put off
	ready   []string           // threads with work that no worker has in hand, each once
	kept    int                // events in threads
	busy    int                // threads that are ready or in hand
	closed  bool               // nothing more is accepted, and nothing that is put off comes back
	sealed  bool               // nor does anything more get into the threads
}

// incoming is an event on its way to be written down.
type incoming struct {
	event Event
	row   store.Accepted
	done  chan error
}

// Open starts an inbox that keeps up to capacity events and hands them to handle
// from as many goroutines as there are workers, beginning with what an earlier
// process has left. Drain stops them. What handle returns an [Again] for is
// handled again; with any other error it is given up.
func Open(ctx context.Context, s *store.Store, capacity, workers int, log zerolog.Logger, handle func(context.Context, Event) error) (*Inbox, error) {
	left, err := s.Waiting(ctx)
	if err != nil {
		return nil, fmt.Errorf("taking up what was left: %w", err)
	}
	in := &Inbox{
		store:    s,
		handle:   handle,
		log:      log,
		capacity: capacity,
		incoming: make(chan *incoming),
		closing:  make(chan struct{}),
		threads:  make(map[string][]Event),
	}
	in.change = sync.NewCond(&in.mu)
	in.ctx, in.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, row := range left {
		in.takeUp(row)
	}
	in.writer.Go(in.writeDown)
	for range workers {
		in.workers.Go(in.work)
	}
	return in, nil
}

// takeUp puts what an earlier process has left back into its thread.
func (in *Inbox) takeUp(row store.Accepted) {
	var ev Event
	if err := json.Unmarshal([]byte(row.Body), &ev); err != nil {
		in.log.Error().Err(err).Str("event", row.ID).Msg("an event that cannot be read")
		return // it stays where it is, for whoever can
	}
	ev.Again, ev.Attempts = true, row.Attempts
	in.mu.Lock()
	defer in.mu.Unlock()
	thread := in.put(ev)
	if len(in.threads[thread]) == 1 {
		in.soon(thread, time.Until(row.RunAt))
	}
}

// put appends an event to its thread. The caller holds mu.
func (in *Inbox) put(ev Event) (thread string) {
	thread = ev.conversation()
	in.threads[thread] = append(in.threads[thread], ev)
	in.kept++
	return thread
}

// soon makes a thread ready after a while. The caller holds mu.
func (in *Inbox) soon(thread string, wait time.Duration) {
	if wait > 0 {
		time.AfterFunc(wait, func() {
			in.mu.Lock()
			defer in.mu.Unlock()
			if !in.closed { // the next process takes it up
				in.soon(thread, 0)
			}
		})
		return
	}
	in.busy++
	in.ready = append(in.ready, thread)
	in.change.Signal()
}

// Accept writes an event down, to be handled. It reports false for one that was
// accepted before, by its id or as the same message, and an error for one that
// it cannot keep. When it returns, the event is on disk.
func (in *Inbox) Accept(ev Event) (fresh bool, err error) {
	in.mu.Lock()
	closed, full := in.closed, in.kept >= in.capacity
	in.mu.Unlock()
	switch {
	case closed:
		return false, ErrClosed
	case full:
		return false, ErrFull
	}
	body, err := json.Marshal(ev)
	if err != nil {
		return false, fmt.Errorf("writing an event down: %w", err)
	}
	i := &incoming{event: ev, row: store.Accepted{ID: ev.ID, Message: ev.message(), Team: ev.Team, User: ev.User, Body: string(body)}, done: make(chan error, 1)}
	select {
	case in.incoming <- i:
	case <-in.closing:
		return false, ErrClosed
	}
	if err := <-i.done; err != nil {
		return false, err
	}
	return i.row.Fresh, nil
}

// Depth is how many events are kept that are not done.
func (in *Inbox) Depth() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.kept
}

// writeDown writes events down, as many at once as have come meanwhile, and puts
// them into their threads.
func (in *Inbox) writeDown() {
	for {
		var batch []*incoming
		select {
		case i := <-in.incoming:
			batch = append(batch, i)
		case <-in.closing:
			return
		}
		for more := true; more && len(batch) < together; {
			select {
			case i := <-in.incoming:
				batch = append(batch, i)
			default:
				more = false
			}
		}
		rows := make([]*store.Accepted, len(batch))
		for i := range batch {
			rows[i] = &batch[i].row
		}
		err := in.store.Accept(in.ctx, rows)
		in.mu.Lock()
		for _, i := range batch {
			if err == nil && i.row.Fresh {
				i.event.AcceptedAt = i.row.At
				if thread := in.put(i.event); len(in.threads[thread]) == 1 {
					in.soon(thread, 0)
				}
			}
			i.done <- err
		}
		in.mu.Unlock()
	}
}

// Drain accepts nothing more and waits until all that can be done now is done;
// what is put off is left to the next process. When ctx ends first, the context
// of what is still in hand is cancelled, and Drain says how much was left. No
// goroutine outlives it.
func (in *Inbox) Drain(ctx context.Context) error {
	in.mu.Lock()
	again := in.closed
	in.closed = true
	in.mu.Unlock()
	if again {
		return nil
	}
	close(in.closing)
	defer in.cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		in.writer.Wait()
		in.mu.Lock()
		in.sealed = true
		in.change.Broadcast()
		in.mu.Unlock()
		in.workers.Wait()
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	in.mu.Lock()
	left := in.kept
	in.cancel()
	in.change.Broadcast() // nothing more is begun
	in.mu.Unlock()
	<-done
	return fmt.Errorf("draining the inbox: %d events were not finished in time: %w", left, ctx.Err())
}

// work handles the head of one thread after another until nothing is left and
// nothing more can come.
func (in *Inbox) work() {
	for {
		thread, ev, ok := in.next()
		if !ok {
			return
		}
		err := in.handle(in.ctx, ev)
		in.done(thread, in.finished(&ev, err), ev)
	}
}

// next waits for a thread that is ready, and takes it in hand. There is none any
// more when all is done, or when draining takes too long.
func (in *Inbox) next() (thread string, head Event, ok bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for len(in.ready) == 0 && in.ctx.Err() == nil {
		if in.sealed && in.busy == 0 {
			return "", Event{}, false
		}
		in.change.Wait()
	}
	if in.ctx.Err() != nil {
		return "", Event{}, false
	}
	thread = in.ready[0]
	in.ready = in.ready[1:]
	return thread, in.threads[thread][0], true
}

// finished keeps what became of an event, and returns how long to wait until it
// is handled again; negative if it is done, or given up.
func (in *Inbox) finished(ev *Event, err error) (wait time.Duration) {
	again := new(Again)
	switch {
	case err == nil:
		err = in.store.Done(in.ctx, ev.ID)
	case in.ctx.Err() != nil: // told to stop: the next process does it
		return 0
	case !errors.As(err, &again):
		in.log.Error().Err(err).Str("event", ev.ID).Msg("given up")
		err = in.store.GiveUp(in.ctx, ev.ID, ev.Attempts+1, err.Error())
	case again.After > 0: // Slack says when
		return again.After
	case ev.Attempts+1 >= maxAttempts:
		in.log.Error().Err(again.Err).Str("event", ev.ID).Int("attempts", ev.Attempts+1).Msg("given up")
		err = in.store.GiveUp(in.ctx, ev.ID, ev.Attempts+1, again.Err.Error())
	default:
		wait = backOff(ev.Attempts)
		ev.Attempts++
		in.log.Warn().Err(again.Err).Str("event", ev.ID).Dur("wait", wait).Msg("trying again")
		if err := in.store.Later(in.ctx, ev.ID, ev.Attempts, time.Now().Add(wait), again.Err.Error()); err != nil {
			in.log.Error().Err(err).Str("event", ev.ID).Msg("cannot keep when to try again")
		}
		return wait
	}
	if err != nil { // what was done is known by its writes; the next process ends it
		in.log.Error().Err(err).Str("event", ev.ID).Msg("cannot keep what is done")
	}
	return -1
}

// backOff is 1 s, 3 s, 9 s, … after the first, second, third failure.
func backOff(attempts int) time.Duration {
	wait := time.Second
	for range attempts {
		wait *= 3
	}
	return wait
}

// done takes the handled head off a thread, or has it wait. A thread queues up
// again behind the others, so that a long one holds up nobody.
func (in *Inbox) done(thread string, wait time.Duration, head Event) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.busy--
	switch events := in.threads[thread]; {
	case wait >= 0:
		head.Again = true
		events[0] = head
		if !in.closed {
			in.soon(thread, wait)
		}
	case len(events) > 1:
		in.kept--
		in.threads[thread] = events[1:]
		in.soon(thread, 0)
	default:
		in.kept--
		delete(in.threads, thread)
	}
	if in.sealed && in.busy == 0 {
		in.change.Broadcast() // to go home
	}
}
