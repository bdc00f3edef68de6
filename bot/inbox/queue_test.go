package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// shared opens a store that others have open too.
func shared(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// diary is what the replicas have handled, and what they are at.
type diary struct {
	t       *testing.T
	mu      sync.Mutex
	handled map[string][]string // the ids by thread
	inHand  map[string]bool     // threads
	more    chan struct{}       // for each
}

func newDiary(t *testing.T) *diary {
	return &diary{t: t, handled: map[string][]string{}, inHand: map[string]bool{}, more: make(chan struct{}, 10_000)}
}

// handle notes an event while it does what, and whether nobody is at its thread
// meanwhile.
func (d *diary) handle(ev inbox.Event, what func()) {
	d.mu.Lock()
	if d.inHand[ev.Thread] {
		d.t.Errorf("%s: the thread %s is in hand already", ev.ID, ev.Thread)
	}
	d.inHand[ev.Thread] = true
	d.mu.Unlock()
	what()
	d.mu.Lock()
	d.inHand[ev.Thread] = false
	d.handled[ev.Thread] = append(d.handled[ev.Thread], ev.ID)
	d.mu.Unlock()
	d.more <- struct{}{}
}

// until waits until n events are handled.
func (d *diary) until(n int) {
	d.t.Helper()
	late := time.After(time.Minute)
	for range n {
		select {
		case <-d.more:
		case <-late:
			d.t.Fatalf("handled in time: %v", d.handled)
		}
	}
}

func inThread(id, thread string) inbox.Event {
	return inbox.Event{ID: id, Kind: inbox.Mention, Channel: "C1", Thread: thread, TS: id, Text: "why?"}
}

// Several replicas handle what they are told of, whichever is told, once, and each
// thread in its order.
func TestReplicas(t *testing.T) {
	t.Parallel()
	const replicas, events = 3, 300
	url := pgtest.New(t)
	d := newDiary(t)
	var ins []inbox.Inbox
	for range replicas {
		ins = append(ins, on(t, shared(t, url), 1000, 4, func(_ context.Context, ev inbox.Event) error {
			d.handle(ev, func() {})
			return nil
		}))
	}
	want := map[string][]string{}
	for n := range events {
		thread := fmt.Sprint(rand.N(20))
		ev := inThread(fmt.Sprint("Ev", n), thread)
		var told sync.WaitGroup
		var mu sync.Mutex
		fresh := 0
		for _, r := range rand.Perm(replicas)[:1+rand.N(2)] { // Slack may tell two of it
			told.Go(func() {
				is, err := ins[r].Accept(ev)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if is {
					fresh++
				}
			})
		}
		told.Wait()
		if fresh != 1 {
			t.Errorf("%s was fresh %d times", ev.ID, fresh)
		}
		want[thread] = append(want[thread], ev.ID)
	}
	d.until(events)
	for _, in := range ins {
		if err := in.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if !maps.EqualFunc(d.handled, want, slices.Equal) {
		t.Errorf("handled %v, want %v", d.handled, want)
	}
}

// A replica that is not ready takes nothing out of the queue: what came first is handled
// first by one that is.
func TestReplicaNotReady(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	var waiting []inbox.Inbox
	for range 2 {
		in, err := inbox.Open(t.Context(), shared(t, url), 100, 8, zerolog.Nop(), func(_ context.Context, ev inbox.Event) error {
			t.Errorf("%s is handled by one that is not ready", ev.ID)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		waiting = append(waiting, in)
	}
	const events = 60
	var want, got []string
	for n := range events {
		ev := inThread(fmt.Sprintf("Ev%02d", n), fmt.Sprint(n))
		if fresh, err := waiting[n%2].Accept(ev); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
		want = append(want, ev.ID)
	}
	done := make(chan struct{})
	ready := on(t, shared(t, url), 100, 1, func(_ context.Context, ev inbox.Event) error {
		if got = append(got, ev.ID); len(got) == events {
			close(done)
		}
		return nil
	})
	<-done
	for _, in := range append(waiting, ready) {
		if err := in.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("handled %v", got)
	}
}

// What a replica has in hand when it is gone is taken up by another one, soon and
// in its order. One that is cut off from the database, but lives, drops what it
// has in hand.
func TestReplicaGone(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	wire := pgtest.NewWire(t, url)
	begun := make(chan string, 3)
	dropped := map[string]chan struct{}{"1": make(chan struct{}), "2": make(chan struct{})}
	first := on(t, shared(t, wire.URL), 100, 2, func(ctx context.Context, ev inbox.Event) error {
		begun <- ev.ID
		<-ctx.Done()
		close(dropped[ev.Thread]) // once: what is behind it waits
		return errors.New("never told: it is another one's")
	})
	for _, ev := range []inbox.Event{inThread("Ev1", "1"), inThread("Ev2", "1"), inThread("Ev3", "2")} {
		if fresh, err := first.Accept(ev); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	<-begun
	<-begun
	d := newDiary(t)
	second := on(t, shared(t, url), 100, 2, func(_ context.Context, ev inbox.Event) error {
		if ev.ID != "Ev2" && !ev.Again {
			t.Errorf("%s was in hand before, which is not said", ev.ID)
		}
		d.handle(ev, func() { <-dropped[ev.Thread] })
		return nil
	})
	wire.Cut()
	gone := time.Now()
	d.until(3)
	if took := time.Since(gone); took > 15*time.Second {
		t.Errorf("it took %v", took)
	}
	if want := []string{"Ev1", "Ev2"}; !slices.Equal(d.handled["1"], want) {
		t.Errorf("handled %v, want %v", d.handled["1"], want)
	}
	wire.Mend()
	for _, in := range []inbox.Inbox{first, second} {
		if err := in.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// What a replica that is gone has left, and what then has to wait a little more, is not
// put behind all that came meanwhile.
func TestReplicaGoneLeavesWhatIsFirst(t *testing.T) {
	t.Parallel()
	const events = 60
	url := pgtest.New(t)
	wire := pgtest.NewWire(t, url)
	begun := make(chan struct{})
	first := on(t, shared(t, wire.URL), 100, 1, func(ctx context.Context, _ inbox.Event) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	if fresh, err := first.Accept(inThread("left", "left")); !fresh || err != nil {
		t.Fatal(fresh, err)
	}
	<-begun
	s := shared(t, url)
	release, done := make(chan struct{}), make(chan struct{})
	var got []string
	second := on(t, s, 100, 1, func(_ context.Context, ev inbox.Event) error {
		<-release
		got = append(got, ev.ID)
		if ev.ID == "left" && !slices.Contains(got[:len(got)-1], "left") {
			return &inbox.Again{After: 30 * time.Millisecond, Err: errors.New("a little more")}
		}
		if len(got) == events+2 {
			close(done)
		}
		return nil
	})
	for n := range events {
		if fresh, err := second.Accept(inThread(fmt.Sprint("Ev", n), fmt.Sprint(n))); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	wire.Cut()
	for state, deadline := "", time.Now().Add(time.Minute); state != "available"; runtime.Gosched() {
		err := s.Queue().Pool.QueryRow(t.Context(), "SELECT state FROM river_job WHERE args->>'event' = 'left'").Scan(&state)
		if err != nil || time.Now().After(deadline) {
			t.Fatal(state, err)
		}
	}
	close(release)
	<-done
	wire.Mend()
	for _, in := range []inbox.Inbox{first, second} {
		if err := in.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
	slices.Reverse(got)
	if behind := slices.Index(got, "left"); behind < events/2 {
		t.Errorf("what was left was handled with %d of %d to come", behind, events)
	}
}

// While the database hangs, nobody waits for longer than Slack does: those behind
// others that waited in vain do not wait as long once more.
func TestNobodyWaitsTwice(t *testing.T) {
	t.Parallel()
	s := shared(t, pgtest.New(t))
	in := on(t, s, 100, 1, func(context.Context, inbox.Event) error { return nil })
	hang, err := s.Queue().Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hang.Exec(t.Context(), "LOCK TABLE events"); err != nil {
		t.Fatal(err)
	}
	accept := func(id string) chan time.Time {
		refused := make(chan time.Time, 1)
		go func() {
			if _, err := in.Accept(inThread(id, id)); err == nil {
				t.Errorf("%s: accepted", id)
			}
			refused <- time.Now()
		}()
		return refused
	}
	first := accept("first")
	for waits, deadline := 0, time.Now().Add(time.Minute); waits == 0; runtime.Gosched() {
		err := s.Queue().Pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_locks
			WHERE NOT granted AND relation = 'events'::regclass`).Scan(&waits)
		if err != nil || time.Now().After(deadline) {
			t.Fatal(waits, err)
		}
	}
	behind := accept("behind")
	refused := <-first
	if more := (<-behind).Sub(refused); more > 2*time.Second {
		t.Errorf("the one behind waited %v more", more)
	}
	if err := errors.Join(hang.Rollback(t.Context()), in.Drain(t.Context())); err != nil {
		t.Error(err)
	}
}

// What goes wrong is tried again by any replica, and what is put off holds up its
// own thread alone. What was given up can be tried again at once.
func TestReplicasTryAgain(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	s := shared(t, url)
	d := newDiary(t)
	tries := map[string]int{}
	var mu sync.Mutex
	handle := func(_ context.Context, ev inbox.Event) error {
		mu.Lock()
		tries[ev.ID]++
		n := tries[ev.ID]
		mu.Unlock()
		switch {
		case ev.ID == "limited" && n < 4:
			return &inbox.Again{After: 20 * time.Millisecond, Err: errors.New("limited")}
		case ev.ID == "broken" && n < 2:
			return &inbox.Again{Err: errors.New("broken")}
		case ev.ID == "wrong" && n < 2:
			d.more <- struct{}{}
			return errors.New("wrong")
		}
		if again := n > 1; ev.Again != again {
			t.Errorf("%s: again = %v", ev.ID, ev.Again)
		}
		d.handle(ev, func() {})
		return nil
	}
	ins := []inbox.Inbox{on(t, s, 100, 2, handle), on(t, shared(t, url), 100, 2, handle)}
	for i, ev := range []inbox.Event{inThread("limited", "1"), inThread("after", "1"), inThread("broken", "2"), inThread("wrong", "3"), inThread("well", "4")} {
		if fresh, err := ins[i%2].Accept(ev); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	d.until(5)
	failed, err := s.Failed(t.Context())
	if err != nil || len(failed) != 1 || failed[0].ID != "wrong" || failed[0].Fault != "wrong" {
		t.Errorf("failed: %+v, %v", failed, err)
	}
	if n, err := s.Requeue(t.Context()); n != 1 || err != nil {
		t.Errorf("requeued %d, %v", n, err)
	}
	d.until(1)
	for _, in := range ins {
		if err := in.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if want := []string{"limited", "after"}; !slices.Equal(d.handled["1"], want) {
		t.Errorf("handled %v, want %v", d.handled["1"], want)
	}
	if left, err := s.Waiting(t.Context()); len(left) > 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}

// A replica that is told to stop finishes what it has in hand and leaves the rest
// to the others; what takes too long is dropped.
func TestReplicaStops(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	d := newDiary(t)
	begun, hold := make(chan struct{}, 1), make(chan struct{})
	first := on(t, shared(t, url), 100, 1, func(_ context.Context, ev inbox.Event) error {
		d.handle(ev, func() { begun <- struct{}{}; <-hold })
		return nil
	})
	for _, id := range []string{"Ev1", "Ev2"} {
		if _, err := first.Accept(inThread(id, "1")); err != nil {
			t.Fatal(err)
		}
	}
	<-begun
	drained := make(chan error)
	go func() { drained <- first.Drain(t.Context()) }()
	for closed := false; !closed; {
		_, err := first.Accept(inThread("Ev1", "1"))
		closed = errors.Is(err, inbox.ErrClosed)
	}
	close(hold)
	if err := <-drained; err != nil {
		t.Error(err)
	}
	stuck := make(chan struct{})
	second, err := inbox.Open(t.Context(), shared(t, url), 100, 1, zerolog.Nop(), func(ctx context.Context, ev inbox.Event) error {
		if ev.ID == "stuck" {
			close(stuck)
			<-ctx.Done()
			return ctx.Err()
		}
		d.handle(ev, func() {})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	second.Begin()
	d.until(2)
	if want := []string{"Ev1", "Ev2"}; !slices.Equal(d.handled["1"], want) {
		t.Errorf("handled %v, want %v", d.handled["1"], want)
	}
	if _, err := second.Accept(inThread("stuck", "3")); err != nil {
		t.Fatal(err)
	}
	<-stuck
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := second.Drain(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("err = %v, want that the time was over", err)
	}
}

// What waits in a file when it is moved to PostgreSQL is handled there, in its
// order, as what may have been in hand.
func TestMovedIn(t *testing.T) {
	t.Parallel()
	from, to := shared(t, "sqlite://:memory:"), shared(t, pgtest.New(t))
	file := on(t, from, 100, 0, nil) // nobody works
	for _, id := range []string{"Ev1", "Ev2", "Ev3"} {
		if fresh, err := file.Accept(inThread(id, "1")); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	short, cancel := context.WithCancel(t.Context())
	cancel()
	_ = file.Drain(short) // it says that they were not finished
	if moved, err := from.MoveTo(t.Context(), to); err != nil || moved.Waiting != 3 {
		t.Fatal(moved, err)
	}
	d := newDiary(t)
	in := on(t, to, 100, 2, func(_ context.Context, ev inbox.Event) error {
		if !ev.Again || ev.Text != "why?" {
			t.Errorf("handled: %+v", ev)
		}
		d.handle(ev, func() {})
		return nil
	})
	if fresh, err := in.Accept(inThread("Ev2", "1")); fresh || err != nil {
		t.Errorf("told again: fresh = %v, %v", fresh, err)
	}
	d.until(3)
	if err := in.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	if want := []string{"Ev1", "Ev2", "Ev3"}; !slices.Equal(d.handled["1"], want) {
		t.Errorf("handled %v, want %v", d.handled["1"], want)
	}
}

// Where too much waits, over all replicas, none accepts more; what was refused is
// as fresh as ever when it comes again.
func TestReplicasFull(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	d := newDiary(t)
	hold := make(chan struct{})
	handle := func(_ context.Context, ev inbox.Event) error {
		d.handle(ev, func() { <-hold })
		return nil
	}
	first, second := on(t, shared(t, url), 2, 1, handle), on(t, shared(t, url), 2, 1, handle)
	for _, id := range []string{"Ev1", "Ev2"} {
		if fresh, err := first.Accept(inThread(id, "1")); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	late := inThread("Ev3", "2")
	if _, err := first.Accept(late); !errors.Is(err, inbox.ErrFull) {
		t.Errorf("err = %v, want ErrFull", err)
	}
	for deadline := time.Now().Add(time.Minute); second.Depth() < 2; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("the other one never knows")
		}
	}
	if _, err := second.Accept(late); !errors.Is(err, inbox.ErrFull) {
		t.Errorf("err = %v, want ErrFull", err)
	}
	close(hold)
	d.until(2)
	for deadline := time.Now().Add(time.Minute); ; runtime.Gosched() {
		fresh, err := first.Accept(late)
		if fresh && err == nil {
			break
		}
		if !errors.Is(err, inbox.ErrFull) || time.Now().After(deadline) {
			t.Fatal(fresh, err)
		}
	}
	d.until(1)
	for _, in := range []inbox.Inbox{first, second} {
		if err := in.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
