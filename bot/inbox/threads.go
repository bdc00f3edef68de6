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

// threads is the inbox over a SQLite file: what waits is in memory, by thread, and
// written down in the file.
type threads struct {
	store    *store.Store
	handle   func(context.Context, Event) error
	log      zerolog.Logger
	capacity int
	hands    int // how many workers there are once it begins

	ctx     context.Context // of every handle call; ends when draining takes too long
	cancel  context.CancelFunc
	clerk   clerk
	workers sync.WaitGroup
	idle    func() // ends looking for what is to be tried again

	mu      sync.Mutex
	change  *sync.Cond         // of what follows
	waiting map[string][]Event // by thread: not done yet, oldest first; the head is next, in hand, or put off
	ready   []string           // threads with work that no worker has in hand, each once
	kept    int                // events that wait
	busy    int                // threads that are ready or in hand
	closed  bool               // nothing more is accepted, and nothing that is put off comes back
	sealed  bool               // nor does anything more get into the threads
}

func openThreads(ctx context.Context, s *store.Store, capacity, workers int, log zerolog.Logger, handle func(context.Context, Event) error) (*threads, error) {
	left, err := s.Waiting(ctx)
	if err != nil {
		return nil, fmt.Errorf("taking up what was left: %w", err)
	}
	in := &threads{
		store:    s,
		handle:   handle,
		log:      log,
		capacity: capacity,
		hands:    workers,
		waiting:  make(map[string][]Event),
	}
	in.change = sync.NewCond(&in.mu)
	in.ctx, in.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, row := range left {
		if !row.Requeued() { // or it is taken up in a moment
			in.takeUp(row)
		}
	}
	in.clerk.start(in.writeDown)
	in.mind()
	return in, nil
}

func (in *threads) Begin() {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return
	}
	for range in.hands {
		in.workers.Go(in.work)
	}
}

// mind takes up, until idle is called, what has failed and is to be tried again.
func (in *threads) mind() {
	ctx, cancel := context.WithCancel(in.ctx)
	var minding sync.WaitGroup
	minding.Go(func() {
		ticker := time.NewTicker(minds)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
			if err := in.requeued(ctx); err != nil && ctx.Err() == nil {
				in.log.Warn().Err(err).Msg("cannot look for what is to be tried again")
			}
		}
	})
	in.idle = func() {
		cancel()
		minding.Wait()
	}
}

func (in *threads) requeued(ctx context.Context) error {
	rows, err := in.store.Requeued(ctx)
	for _, row := range rows {
		if err := in.store.Later(ctx, row.ID, row.Attempts, time.Now(), row.Fault); err != nil { // it is ours
			return err
		}
		in.takeUp(row)
	}
	return err
}

// takeUp puts what an earlier process has left back into its thread.
func (in *threads) takeUp(row store.Accepted) {
	var ev Event
	if err := json.Unmarshal([]byte(row.Body), &ev); err != nil {
		in.log.Error().Err(err).Str("event", row.ID).Msg("an event that cannot be read")
		return // it stays where it is, for whoever can
	}
	ev.AcceptedAt, ev.Again, ev.Attempts = row.At, true, row.Attempts
	in.mu.Lock()
	defer in.mu.Unlock()
	thread := in.put(ev)
	if len(in.waiting[thread]) == 1 {
		in.soon(thread, min(time.Until(row.RunAt), backOff(maxAttempts))) // the clock may have been set back
	}
}

// put appends an event to its thread. The caller holds mu.
func (in *threads) put(ev Event) (thread string) {
	thread = ev.conversation()
	in.waiting[thread] = append(in.waiting[thread], ev)
	in.kept++
	return thread
}

// soon makes a thread ready after a while. The caller holds mu.
func (in *threads) soon(thread string, wait time.Duration) {
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

func (in *threads) Accept(ev Event) (fresh bool, err error) {
	in.mu.Lock()
	closed := in.closed
	in.mu.Unlock()
	if closed {
		return false, ErrClosed
	}
	return in.clerk.accept(ev, in.Depth, in.capacity)
}

func (in *threads) Depth() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.kept
}

// writeDown writes events down and puts them into their threads.
func (in *threads) writeDown(batch []*incoming) {
	rows := make([]*store.Accepted, len(batch))
	for i := range batch {
		rows[i] = &batch[i].row
	}
	err := in.store.Accept(in.ctx, rows)
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, i := range batch {
		if err == nil && i.row.Fresh {
			i.event.AcceptedAt = i.row.At
			if thread := in.put(i.event); len(in.waiting[thread]) == 1 {
				in.soon(thread, 0)
			}
		}
		i.done <- err
	}
}

func (in *threads) Drain(ctx context.Context) error {
	in.mu.Lock()
	again := in.closed
	in.closed = true
	in.mu.Unlock()
	if again {
		return nil
	}
	defer in.cancel()
	in.idle()
	done := make(chan struct{})
	go func() {
		defer close(done)
		in.clerk.stop()
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
func (in *threads) work() {
	for {
		thread, ev, ok := in.next()
		if !ok {
			return
		}
		if in.erased(ev) {
			in.done(thread, -1, ev)
			continue
		}
		err := in.handle(in.ctx, ev)
		in.done(thread, in.finished(&ev, err), ev)
	}
}

// erased reports whether an event was erased while it waited, with whatever else
// was kept of its person or its workspace. If that cannot be told, it was not.
func (in *threads) erased(ev Event) bool {
	waits, err := in.store.IsWaiting(in.ctx, ev.ID)
	if err != nil || waits {
		return false
	}
	in.log.Info().Str("event", ev.ID).Msg("erased before it was done")
	return true
}

// next waits for a thread that is ready, and takes it in hand. There is none any
// more when all is done, or when draining takes too long.
func (in *threads) next() (thread string, head Event, ok bool) {
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
	return thread, in.waiting[thread][0], true
}

// finished keeps what became of an event, and returns how long to wait until it
// is handled again; negative if it is done, or given up.
func (in *threads) finished(ev *Event, err error) (wait time.Duration) {
	again := new(Again)
	switch {
	case err == nil:
		in.surely(ev, func() error { return in.store.Done(in.ctx, ev.ID) })
	case in.ctx.Err() != nil: // told to stop: the next process does it
		return 0
	case !errors.As(err, &again):
		in.giveUp(ev, err)
	case again.After > 0: // Slack says when
		if again.After >= remembered {
			in.putOff(ev, again)
		}
		return again.After
	case ev.Attempts+1 >= maxAttempts:
		in.giveUp(ev, again.Err)
	default:
		wait = backOff(ev.Attempts)
		ev.Attempts++
		in.log.Warn().Err(again.Err).Str("event", ev.ID).Dur("wait", wait).Msg("trying again")
		in.putOff(ev, &Again{After: wait, Err: again.Err})
		return wait
	}
	return -1
}

func (in *threads) giveUp(ev *Event, why error) {
	in.log.Error().Err(why).Str("event", ev.ID).Int("attempts", ev.Attempts+1).Msg("given up")
	in.surely(ev, func() error { return in.store.GiveUp(in.ctx, ev.ID, ev.Attempts+1, why.Error()) })
}

// surely keeps what became of an event, as soon as the file can be written: until
// then nothing else can be done either. If the time is over first, the next process
// sees by what was written that it is done.
func (in *threads) surely(ev *Event, keep func() error) {
	for err := keep(); err != nil; err = keep() {
		in.log.Error().Err(err).Str("event", ev.ID).Msg("cannot keep what is done")
		select {
		case <-time.After(minds):
		case <-in.ctx.Done():
			return
		}
	}
}

// remembered is from when on it is written down that Slack wants to be left alone
// for a while: by the time that another process is there, less has passed.
const remembered = time.Second

// putOff writes down until when an event is put off.
func (in *threads) putOff(ev *Event, again *Again) {
	if err := in.store.Later(in.ctx, ev.ID, ev.Attempts, time.Now().Add(again.After), again.Err.Error()); err != nil {
		in.log.Error().Err(err).Str("event", ev.ID).Msg("cannot keep when to try again")
	}
}

// done takes the handled head off a thread, or has it wait. A thread queues up
// again behind the others, so that a long one holds up nobody.
func (in *threads) done(thread string, wait time.Duration, head Event) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.busy--
	switch events := in.waiting[thread]; {
	case wait >= 0:
		head.Again = true
		events[0] = head
		if !in.closed {
			in.soon(thread, wait)
		}
	case len(events) > 1:
		in.kept--
		in.waiting[thread] = events[1:]
		in.soon(thread, 0)
	default:
		in.kept--
		delete(in.waiting, thread)
	}
	if in.sealed && in.busy == 0 {
		in.change.Broadcast() // to go home
	}
}
