package inbox_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// long is the flag for the runs that take more than some seconds, hours the one for
// that which takes many minutes.
var (
	long  = flag.Bool("crash", false, "run the long versions of the tests of what must not be lost")
	hours = flag.Int("hours", 2, "how many hours of Slack's ceiling are replayed in the long version; 40 are two of twenty times as much")
)

// ceiling is how many events an hour Slack sends to an app of a workspace at most:
// https://docs.slack.dev/apis/events-api/#rate-limiting
const ceiling = 30_000

// BenchmarkAccept is how many events are written down a second where many come at
// once, each on disk when Accept returns.
func BenchmarkAccept(b *testing.B) {
	for engine, url := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db") },
		"postgres": pgtest.New,
	} {
		b.Run(engine, func(b *testing.B) {
			s, err := store.Open(b.Context(), url(b), time.Now)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = s.Close() })
			in := on(b, s, 1<<30, 1, func(ctx context.Context, _ inbox.Event) error {
				<-ctx.Done() // nothing but accepting
				return ctx.Err()
			})
			var n atomic.Int64
			b.SetParallelism(64) // goroutines for each core
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := in.Accept(replayed(n.Add(1))); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
			over, cancel := context.WithCancel(b.Context())
			cancel()
			_ = in.Drain(over) // it says that all of them are left
		})
	}
}

// replayed is the n-th event of a busy workspace.
func replayed(n int64) inbox.Event {
	return inbox.Event{
		ID: fmt.Sprint("Ev", n), Kind: inbox.Mention, Team: "T1", Channel: fmt.Sprint("C", n%500), TS: fmt.Sprint(n), User: fmt.Sprint("U", n%3000),
		Text: "who has to pay whom for the patents of the standard, and since when?",
	}
}

// Hours of as much as Slack sends, replayed as fast as it goes, take no more memory
// at their end than at their first quarter, and leave no goroutine behind:
//
//	go test ./bot/inbox -run Replay -crash -hours 40 -timeout 1h

func TestReplay(t *testing.T) {
	events := 2_000
	if *long {
		events = *hours * ceiling
	}
	t.Run("sqlite", func(t *testing.T) { replayAll(t, "sqlite://"+filepath.Join(t.TempDir(), "pilcrow.db"), events) })
	t.Run("postgres", func(t *testing.T) { replayAll(t, pgtest.New(t), events) })
}

func replayAll(t *testing.T, url string, events int) {
	running := runtime.NumGoroutine()
	s := shared(t, url)
	var handled atomic.Int64
	room := make(chan struct{}, 900)
	in := on(t, s, 1000, 16, func(context.Context, inbox.Event) error {
		handled.Add(1)
		<-room
		return nil
	})
	begun := time.Now()
	replay(t, in, 1, events/4, room)
	first := held()
	replay(t, in, events/4+1, events, room)
	last := held()
	if err := in.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := handled.Load(); n != int64(events) {
		t.Errorf("%d events handled, want %d", n, events)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if last > first+1<<20 {
		t.Errorf("%d KB held after a quarter, %d KB at the end", first>>10, last>>10)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > running; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines before, %d after", running, runtime.NumGoroutine())
		}
	}
	t.Logf("%d events accepted and done in %v (%.0f a second); %d KB held after a quarter, %d KB at the end",
		events, time.Since(begun).Round(time.Millisecond), float64(events)/time.Since(begun).Seconds(), first>>10, last>>10)
}

// replay has some events accepted side by side, as long as there is room, and
// waits until they are handled.
func replay(t *testing.T, in inbox.Inbox, from, to int, room chan struct{}) {
	t.Helper()
	var next atomic.Int64
	next.Store(int64(from) - 1)
	var senders sync.WaitGroup
	for range 64 {
		senders.Go(func() {
			for n := next.Add(1); n <= int64(to); n = next.Add(1) {
				room <- struct{}{}
				if fresh, err := in.Accept(replayed(n)); !fresh || err != nil {
					t.Errorf("event %d: fresh = %v, err = %v", n, fresh, err)
					return
				}
			}
		})
	}
	senders.Wait()
	for range cap(room) {
		room <- struct{}{}
	}
	for range cap(room) {
		<-room
	}
}

// held is how much memory is in use.
func held() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
