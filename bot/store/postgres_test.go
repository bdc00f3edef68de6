package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// TestDatabaseGone: while the server cannot be reached, reads and writes wait for
// it, for as long as people do.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	wire := pgtest.NewWire(t, pgtest.New(t))
	patient := open(t, wire.URL, time.Now)
	impatient := got[*store.Store](t)(store.OpenImpatiently(t.Context(), wire.URL, time.Now))
	t.Cleanup(func() { ok(t, impatient.Close()) })
	ok(t, patient.Learn(t.Context(), store.Learned{ID: "L"}))
	wire.Cut()
	if _, err := impatient.LearnedVersion(t.Context()); err == nil {
		t.Error("reading: got no error")
	}
	if _, err := impatient.Claim(t.Context(), "it"); err == nil {
		t.Error("writing: got no error")
	}
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := patient.Claim(short, "it"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("writing in a hurry: got error %v, want the context's", err)
	}
	time.AfterFunc(100*time.Millisecond, wire.Mend)
	same(t, "claimed", got[bool](t)(patient.Claim(t.Context(), "it")), true)
	same(t, "learned", len(got[[]store.Learned](t)(patient.Learned(t.Context()))), 1)
}

// TestDeadlock: of two changes that wait for each other, one is made again.
func TestDeadlock(t *testing.T) {
	t.Parallel()
	s := open(t, pgtest.New(t), time.Now)
	ids := []string{"Ev1", "Ev2"}
	meet := make(chan struct{})
	var both sync.WaitGroup
	for i := range ids {
		both.Go(func() {
			first := true
			ok(t, s.Transact(t.Context(), func(run func(string, ...any) (int, error)) error {
				for n := range ids {
					id := ids[(i+n)%2]
					if _, err := run("INSERT INTO claims (what, at) VALUES (?, 0) ON CONFLICT (what) DO UPDATE SET at = claims.at + 1", id); err != nil {
						return err
					}
					if first { // both have one and want the other's
						first = false
						select {
						case meet <- struct{}{}:
						case <-meet:
						}
					}
				}
				return nil
			}))
		})
	}
	both.Wait()
	_, read := s.Handles()
	var sum int
	ok(t, read.QueryRowContext(t.Context(), "SELECT SUM(at) FROM claims").Scan(&sum))
	same(t, fmt.Sprint("changes made to ", ids), sum, 2)
}
