package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// watched opens a store and watches it until the test ends.
func watched(t *testing.T, url string) (seen chan int64) {
	t.Helper()
	s := open(t, url, time.Now)
	seen = make(chan int64, 1000)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	t.Cleanup(func() { end(); <-ended })
	go func() {
		defer close(ended)
		s.Watch(ctx, func() {
			if v, err := s.LearnedVersion(ctx); err == nil {
				seen <- v
			}
		})
	}()
	return seen
}

// sees waits until a version is seen, and says how long that took.
func sees(t *testing.T, seen chan int64, version int64) time.Duration {
	t.Helper()
	begun := time.Now()
	for late := time.After(30 * time.Second); ; {
		select {
		case v := <-seen:
			if v == version {
				return time.Since(begun)
			}
		case <-late:
			t.Fatal("not seen in time")
		}
	}
}

// TestWatch: what is learned by one process is seen by every other one within a
// second or so; over PostgreSQL, which tells of it, much sooner.
func TestWatch(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		teacher := open(t, url, time.Now)
		replicas := []chan int64{watched(t, url), watched(t, url)}
		for _, seen := range replicas {
			if teacher.Queue() != nil {
				sees(t, seen, 0) // it listens
			}
		}
		ok(t, teacher.Learn(t.Context(), store.Learned{ID: "L"}))
		for _, seen := range replicas {
			took := sees(t, seen, 1)
			if most := time.Second; teacher.Queue() != nil && took > most {
				t.Errorf("it took %v", took)
			}
			t.Logf("seen after %v", took)
		}
		ok(t, teacher.Unlearn(t.Context(), "L"))
		for _, seen := range replicas {
			sees(t, seen, 2)
		}
	})
}

// TestWatchAgain: what was learned while the server could not be heard is seen
// once it can.
func TestWatchAgain(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	wire := pgtest.NewWire(t, url)
	seen := watched(t, wire.URL)
	sees(t, seen, 0)
	wire.Cut()
	ok(t, open(t, url, time.Now).Learn(t.Context(), store.Learned{ID: "L"}))
	wire.Mend()
	sees(t, seen, 1)
}
