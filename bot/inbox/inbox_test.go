package inbox_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// tb is what tests and properties have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Cleanup(func())
}

// start opens an inbox on a store of its own in memory.
func start(t tb, capacity, workers int, handle func(context.Context, inbox.Event)) inbox.Inbox {
	t.Helper()
	return startAt(t, "sqlite://:memory:", capacity, workers, handle)
}

// startAt opens an inbox on a store.
func startAt(t tb, url string, capacity, workers int, handle func(context.Context, inbox.Event)) inbox.Inbox {
	t.Helper()
	s, err := store.Open(context.Background(), url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return on(t, s, capacity, workers, func(ctx context.Context, ev inbox.Event) error { handle(ctx, ev); return nil })
}

// eachEngine runs a test once in memory and once on a PostgreSQL database.
func eachEngine(t *testing.T, test func(t *testing.T, url string)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite://:memory:")
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, pgtest.New(t))
	})
}

// on opens an inbox on a store.
func on(t tb, s *store.Store, capacity, workers int, handle func(context.Context, inbox.Event) error) inbox.Inbox {
	t.Helper()
	in, err := inbox.Open(context.Background(), s, capacity, workers, zerolog.Nop(), handle)
	if err != nil {
		t.Fatal(err)
	}
	in.Begin()
	return in
}

func mention(id, channel, ts string) inbox.Event {
	return inbox.Event{ID: id, Channel: channel, TS: ts, Kind: inbox.Mention}
}

func TestAcceptOnce(t *testing.T) {
	t.Parallel()
	first := mention("Ev1", "C1", "1.0001")
	tests := map[string]struct {
		event inbox.Event
		fresh bool
	}{
		"a retry":                          {first, false},
		"the same message, another event":  {inbox.Event{ID: "Ev2", Channel: "C1", TS: "1.0001", Kind: inbox.Direct}, false},
		"the same event without a message": {inbox.Event{ID: "Ev1", Kind: inbox.Home}, false},
		"the same time, another channel":   {mention("Ev2", "C2", "1.0001"), true},
		"the next message":                 {mention("Ev2", "C1", "1.0002"), true},
		"an edit":                          {inbox.Event{ID: "Ev2", Channel: "C1", TS: "1.0001", Edit: "2.0", Kind: inbox.Edited}, true},
		"the deletion":                     {inbox.Event{ID: "Ev2", Channel: "C1", TS: "1.0001", Kind: inbox.Deleted}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, url string) {
				handled := make(chan inbox.Event, 2)
				in := startAt(t, url, 8, 1, func(_ context.Context, ev inbox.Event) { handled <- ev })

				if fresh, err := in.Accept(first); !fresh || err != nil {
					t.Fatalf("first: fresh = %v, err = %v", fresh, err)
				}
				fresh, err := in.Accept(test.event)
				if fresh != test.fresh || err != nil {
					t.Errorf("fresh = %v, err = %v; want %v", fresh, err, test.fresh)
				}
				want := 1
				if test.fresh {
					want = 2
				}
				for range want {
					if ev := <-handled; ev.AcceptedAt.IsZero() || ev.Again {
						t.Errorf("accepted at %v, again = %v", ev.AcceptedAt, ev.Again)
					}
				}
				if err := in.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				if len(handled) > 0 {
					t.Errorf("handled %d more events than %d", len(handled), want)
				}
			})
		})
	}
}

func TestFullIsNotKept(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	var handled []string
	in := start(t, 2, 1, func(_ context.Context, ev inbox.Event) {
		<-hold
		handled = append(handled, ev.ID)
	})
	for i, want := range []error{nil, nil, inbox.ErrFull} {
		ev := mention(fmt.Sprint("Ev", i), "C1", fmt.Sprint(i))
		if fresh, err := in.Accept(ev); !errors.Is(err, want) || fresh != (want == nil) {
			t.Errorf("event %d: fresh = %v, err = %v; want %v", i, fresh, err, want)
		}
	}
	close(hold)
	if err := in.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"Ev0", "Ev1"}; !slices.Equal(handled, want) {
		t.Errorf("handled %v, want %v", handled, want)
	}
	if _, err := in.Accept(mention("Ev9", "C1", "9")); !errors.Is(err, inbox.ErrClosed) {
		t.Errorf("after draining: err = %v, want ErrClosed", err)
	}
	if err := in.Drain(t.Context()); err != nil {
		t.Errorf("draining twice: %v", err)
	}
}

// What was refused for want of room is as fresh as ever when it comes again.
func TestFullIsNotRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		next := make(chan struct{})
		in := start(t, 1, 1, func(context.Context, inbox.Event) { <-next })
		late := mention("Ev2", "C1", "2")
		_, _ = in.Accept(mention("Ev1", "C1", "1"))
		if _, err := in.Accept(late); !errors.Is(err, inbox.ErrFull) {
			t.Fatalf("err = %v, want ErrFull", err)
		}
		next <- struct{}{}
		synctest.Wait()
		if fresh, err := in.Accept(late); !fresh || err != nil {
			t.Errorf("again: fresh = %v, err = %v", fresh, err)
		}
		close(next)
		if err := in.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

// A thread that waits for Slack holds up no other one.
func TestThreadsSideBySide(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		hold, other := make(chan struct{}), make(chan struct{})
		in := startAt(t, url, 8, 2, func(_ context.Context, ev inbox.Event) {
			if ev.Channel == "C1" {
				<-hold
			} else {
				close(other)
			}
		})
		for i := range 3 {
			_, _ = in.Accept(inbox.Event{ID: fmt.Sprint(i), Channel: "C1", TS: fmt.Sprint(i), Thread: "0"})
		}
		_, _ = in.Accept(mention("x", "C2", "1"))
		<-other
		close(hold)
		if err := in.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

// Draining ends in time: what is in hand is told to stop, and counted; nothing
// more is begun.
func TestDrainInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := 0
		in := start(t, 8, 1, func(ctx context.Context, _ inbox.Event) {
			begun++
			<-ctx.Done()
		})
		for i := range 3 {
			_, _ = in.Accept(mention(fmt.Sprint(i), "C1", fmt.Sprint(i)))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := in.Drain(ctx)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("err = %v", err)
		}
		if want := "draining the inbox: 3 events were not finished in time: context deadline exceeded"; err.Error() != want {
			t.Errorf("err = %v, want %s", err, want)
		}
		if begun != 1 {
			t.Errorf("%d events were begun, want 1", begun)
		}
	})
}

// Whatever comes, from however many goroutines: everything accepted is handled
// exactly once, and each thread in its order.
func TestOnceAndInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOf(rapid.Custom(func(t *rapid.T) inbox.Event {
			ts := rapid.IntRange(1, 30).Draw(t, "ts")
			return inbox.Event{
				ID:      fmt.Sprint("Ev", ts, rapid.SampledFrom([]string{"", "-again"}).Draw(t, "delivery")),
				Channel: rapid.SampledFrom([]string{"C1", "D1"}).Draw(t, "channel"),
				TS:      fmt.Sprint(ts),
				Thread:  rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "thread"),
				Kind:    rapid.SampledFrom([]inbox.Kind{inbox.Mention, inbox.Direct}).Draw(t, "kind"),
			}
		})).Draw(t, "events")

		var mu sync.Mutex
		var handled []inbox.Event
		in := start(t, 1000, rapid.IntRange(1, 8).Draw(t, "workers"), func(_ context.Context, ev inbox.Event) {
			mu.Lock()
			defer mu.Unlock()
			handled = append(handled, ev)
		})
		var accepted []inbox.Event
		for _, ev := range events {
			fresh, err := in.Accept(ev)
			if err != nil {
				t.Fatal(err)
			}
			if fresh {
				accepted = append(accepted, ev)
			}
		}
		if err := in.Drain(context.Background()); err != nil {
			t.Fatal(err)
		}
		if len(handled) != len(accepted) {
			t.Fatalf("accepted %d, handled %d", len(accepted), len(handled))
		}
		for _, thread := range []string{"1", "2"} {
			in := func(events []inbox.Event) (ids []string) {
				for _, ev := range events {
					if ev.Thread == thread && ev.Channel == "C1" {
						ids = append(ids, ev.ID+ev.TS)
					}
				}
				return ids
			}
			if got, want := in(handled), in(accepted); !slices.Equal(got, want) {
				t.Errorf("thread %s handled as %v, accepted as %v", thread, got, want)
			}
		}
	})
}

// keeping opens a store in a file, as it is again after a crash.
func keeping(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite://"+path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// What is not done when a process ends is taken up by the next one, in its order,
// and known to have been in hand; what is done is not done again.
func TestTakenUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pilcrow.db")
	first := keeping(t, path)
	done, stop := make(chan struct{}, 1), make(chan struct{})
	in := on(t, first, 100, 2, func(ctx context.Context, ev inbox.Event) error {
		if ev.ID == "Ev0" {
			done <- struct{}{}
			return nil
		}
		<-stop
		return errors.New("never told: the process is gone")
	})
	for i := range 4 {
		if _, err := in.Accept(inbox.Event{ID: fmt.Sprint("Ev", i), Kind: inbox.Mention, Channel: "C1", Thread: "0", TS: fmt.Sprint(i), Text: "why?"}); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			<-done
		}
	}
	// A crash writes nothing more: the file is what it is now.
	second := keeping(t, crashed(t, first, path))
	var taken []inbox.Event
	again := on(t, second, 100, 1, func(_ context.Context, ev inbox.Event) error {
		taken = append(taken, ev)
		return nil
	})
	if fresh, err := again.Accept(inbox.Event{ID: "Ev0", Kind: inbox.Mention, Channel: "C1", TS: "0"}); fresh || err != nil {
		t.Errorf("a retry after the crash: fresh = %v, err = %v", fresh, err)
	}
	if err := again.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, ev := range taken {
		ids = append(ids, ev.ID)
		if !ev.Again || ev.Text != "why?" {
			t.Errorf("taken up: %+v", ev)
		}
	}
	if want := []string{"Ev1", "Ev2", "Ev3"}; !slices.Equal(ids, want) && !slices.Equal(ids, append([]string{"Ev0"}, want...)) {
		t.Errorf("taken up %v, want %v", ids, want)
	}
	close(stop)
	_ = in.Drain(t.Context())
}

// crashed is a copy of a database as a crash leaves it.
func crashed(t *testing.T, _ *store.Store, path string) string {
	t.Helper()
	dir := t.TempDir()
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "pilcrow.db"+suffix), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "pilcrow.db")
}

// inMemory is a store that is gone at the end.
func inMemory(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite://:memory:", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// What goes wrong is tried again, later and later, and kept as failed in the
// end; what Slack puts off is not counted, and what cannot be mended is not tried
// again. What waits holds up no other thread.
func TestTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := inMemory(t)
		begun := time.Now()
		var mu sync.Mutex
		tries := map[string][]time.Duration{}
		broken, limited := errors.New("broken"), errors.New("limited")
		in := on(t, s, 100, 1, func(_ context.Context, ev inbox.Event) error {
			mu.Lock()
			defer mu.Unlock()
			tries[ev.ID] = append(tries[ev.ID], time.Since(begun))
			switch n := len(tries[ev.ID]); {
			case ev.ID == "mended" && n < 3:
				return &inbox.Again{Err: broken}
			case ev.ID == "limited" && n < 12:
				return &inbox.Again{After: 30 * time.Second, Err: limited}
			case ev.ID == "broken":
				return &inbox.Again{Err: broken}
			case ev.ID == "wrong":
				return broken
			}
			return nil
		})
		for i, id := range []string{"mended", "limited", "broken", "wrong", "well"} {
			if _, err := in.Accept(mention(id, fmt.Sprint("C", i), "1")); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(3 * time.Hour) // of the bubble
		if err := in.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		seconds := map[string][]int{}
		for id, at := range tries {
			for _, d := range at {
				seconds[id] = append(seconds[id], int(d.Seconds()))
			}
		}
		for id, want := range map[string][]int{
			"mended": {0, 1, 4}, "broken": {0, 1, 4, 13, 40, 121, 364, 1093}, "wrong": {0}, "well": {0},
		} {
			if !slices.Equal(seconds[id], want) {
				t.Errorf("%s is tried after %v seconds, want %v", id, seconds[id], want)
			}
		}
		if n := len(tries["limited"]); n != 12 {
			t.Errorf("what Slack puts off is tried %d times, want 12", n)
		}
		failed, err := s.Failed(t.Context())
		if err != nil || len(failed) != 2 || failed[0].ID != "broken" || failed[1].ID != "wrong" || failed[0].Fault != "broken" {
			t.Errorf("failed: %+v, %v", failed, err)
		}
	})
}

// How long Slack wants to be left alone is known to the next process, and nothing
// in the thread comes before that.
func TestPutOffBeyondTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := inMemory(t)
		begun := time.Now()
		first := on(t, s, 100, 1, func(context.Context, inbox.Event) error {
			return &inbox.Again{After: 30 * time.Second, Err: errors.New("limited")}
		})
		for _, id := range []string{"Ev1", "Ev2"} {
			if _, err := first.Accept(inbox.Event{ID: id, Channel: "C1", Thread: "1", TS: id}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Second) // of the bubble
		if err := first.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		var handled []string
		second := on(t, s, 100, 1, func(_ context.Context, ev inbox.Event) error {
			handled = append(handled, fmt.Sprint(ev.ID, " after ", time.Since(begun).Round(time.Second)))
			return nil
		})
		time.Sleep(time.Minute)
		if err := second.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := []string{"Ev1 after 30s", "Ev2 after 30s"}; !slices.Equal(handled, want) {
			t.Errorf("handled %v, want %v", handled, want)
		}
	})
}

// What is erased while it waits is not handled.
func TestErasedWhileItWaits(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, err := store.Open(t.Context(), url, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		hold, handled := make(chan struct{}), make(chan string, 3)
		in := on(t, s, 100, 1, func(_ context.Context, ev inbox.Event) error {
			handled <- ev.ID
			<-hold
			return nil
		})
		for i, who := range []string{"U1", "U2", "U1"} {
			if _, err := in.Accept(inbox.Event{ID: fmt.Sprint("Ev", i), Team: "T", User: who, Channel: "C1", Thread: "1", TS: fmt.Sprint(i)}); err != nil {
				t.Fatal(err)
			}
		}
		<-handled
		if n, err := s.Forget(t.Context(), "T", "U2"); n != 1 || err != nil {
			t.Errorf("%d rows are erased: %v", n, err)
		}
		close(hold)
		if id := <-handled; id != "Ev2" {
			t.Errorf("handled %s", id)
		}
		if err := in.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

// What has failed is tried again once that is asked for: by a bot that runs, or else
// by the next, and once.
func TestRequeued(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, err := store.Open(t.Context(), url, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		handled := make(chan inbox.Event, 9)
		tries := 0
		open := func() inbox.Inbox {
			return on(t, s, 100, 1, func(_ context.Context, ev inbox.Event) error {
				tries++
				handled <- ev
				if tries < 3 {
					return errors.New("wrong")
				}
				return nil
			})
		}
		failed := func() {
			t.Helper()
			for n := 0; n == 0; runtime.Gosched() {
				if n, err = s.Failures(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		in := open()
		if _, err := in.Accept(mention("Ev1", "C1", "1")); err != nil {
			t.Fatal(err)
		}
		<-handled
		failed()
		if n, err := s.Requeue(t.Context()); n != 1 || err != nil {
			t.Errorf("requeued %d, %v", n, err)
		}
		<-handled
		failed()
		if err := in.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Requeue(t.Context()); n != 1 || err != nil {
			t.Errorf("requeued %d, %v", n, err)
		}
		in = open()
		if ev := <-handled; ev.ID != "Ev1" || !ev.Again {
			t.Errorf("handled %+v", ev)
		}
		if err := in.Drain(t.Context()); err != nil || tries != 3 {
			t.Errorf("tried %d times: %v", tries, err)
		}
	})
}

// What is done is kept as done as soon as that can be written down.
func TestDoneLater(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pilcrow.db")
	s := keeping(t, path)
	other, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	run := func(statement string) {
		t.Helper()
		if _, err := other.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE TRIGGER full BEFORE UPDATE OF state ON events BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END")
	log := make(lines, 99)
	in, err := inbox.Open(t.Context(), s, 100, 1, zerolog.New(log), func(_ context.Context, ev inbox.Event) error {
		if ev.ID == "wrong" {
			return errors.New("wrong")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	in.Begin()
	for _, id := range []string{"well", "wrong"} {
		if _, err := in.Accept(inbox.Event{ID: id, Channel: "C1", Thread: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	for !strings.Contains(<-log, "cannot keep what is done") {
	}
	run("DROP TRIGGER full")
	if err := in.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	waiting, err := s.Waiting(t.Context())
	failed, bad := s.Failures(t.Context())
	if len(waiting) > 0 || failed != 1 || err != nil || bad != nil {
		t.Errorf("waiting: %v, %d failed; %v, %v", waiting, failed, err, bad)
	}
}

// lines is a log, line by line.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// Nothing is handled before it begins, and nothing of that is lost.
func TestBegin(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, err := store.Open(t.Context(), url, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		in, err := inbox.Open(t.Context(), s, 100, 1, zerolog.Nop(), func(_ context.Context, ev inbox.Event) error {
			t.Errorf("%s is handled", ev.ID)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if fresh, err := in.Accept(mention(fmt.Sprint("Ev", i), "C1", fmt.Sprint(i))); !fresh || err != nil {
				t.Fatal(fresh, err)
			}
		}
		handled := make(chan string, 3)
		next := on(t, s, 100, 1, func(_ context.Context, ev inbox.Event) error {
			handled <- ev.ID
			return nil
		})
		for range 3 { // over PostgreSQL, while the first is still there
			<-handled
		}
		for _, in := range []inbox.Inbox{in, next} {
			if err := in.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			in.Begin() // too late
		}
		if left, err := s.Waiting(t.Context()); len(left) > 0 || err != nil {
			t.Errorf("left: %v, %v", left, err)
		}
	})
}
