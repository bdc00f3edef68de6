package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// TestAccept: an event is accepted once, by its ID and as the same message, also
// once it is done, and also by another process on the same file.
func TestAccept(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		clock := new(clock)
		s, other := open(t, url, clock.now), open(t, url, clock.now)
		first := &store.Accepted{ID: "Ev1", Message: "message C 1.1", Body: "{}"}
		again := &store.Accepted{ID: "Ev1", Body: "{}"}
		asMessage := &store.Accepted{ID: "Ev2", Message: "message C 1.1", Body: "{}"}
		next := &store.Accepted{ID: "Ev3", Message: "message C 1.2", Body: "[]"}
		click := &store.Accepted{ID: "Ev4"}
		ok(t, s.Accept(t.Context(), []*store.Accepted{first, again}))
		ok(t, other.Accept(t.Context(), []*store.Accepted{asMessage, next, click}))
		for _, e := range []struct {
			*store.Accepted
			fresh bool
		}{{first, true}, {again, false}, {asMessage, false}, {next, true}, {click, true}} {
			same(t, e.ID+" "+e.Message+" is fresh", e.Fresh, e.fresh)
		}
		ok(t, s.Done(t.Context(), "Ev1"))
		ok(t, s.Accept(t.Context(), []*store.Accepted{again}))
		same(t, "fresh when done", again.Fresh, false)

		waiting := got[[]store.Accepted](t)(s.Waiting(t.Context()))
		same(t, "what is to be done", waiting, []store.Accepted{
			{ID: "Ev3", Message: "message C 1.2", Body: "[]", RunAt: time.Unix(0, 0).UTC(), At: start},
			{ID: "Ev4", RunAt: time.Unix(0, 0).UTC(), At: start},
		})
	})
}

// TestTryAgain: what is put off or given up says why, and can be tried again.
func TestTryAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		for _, id := range []string{"Ev1", "Ev2", "Ev3"} {
			ok(t, s.Accept(t.Context(), []*store.Accepted{{ID: id, Body: "b"}}))
		}
		later := start.Add(time.Minute)
		ok(t, s.Later(t.Context(), "Ev1", 2, later, "rate limited"))
		ok(t, s.GiveUp(t.Context(), "Ev2", 9, "gone"))
		ok(t, s.GiveUp(t.Context(), "Ev3", 9, "gone"))
		same(t, "waiting", got[[]store.Accepted](t)(s.Waiting(t.Context())), []store.Accepted{
			{ID: "Ev1", Body: "b", Attempts: 2, RunAt: later, Fault: "rate limited", At: start},
		})
		failed := got[[]store.Accepted](t)(s.Failed(t.Context()))
		same(t, "failed", len(failed), 2)
		same(t, "why", failed[0].Fault, "gone")
		same(t, "how many", got[int](t)(s.Failures(t.Context())), len(failed))
		same(t, "requeued", got[int](t)(s.Requeue(t.Context(), "Ev3", "Ev1", "none")), 1)
		same(t, "requeued, all", got[int](t)(s.Requeue(t.Context())), 1)
		again := got[[]store.Accepted](t)(s.Requeued(t.Context()))
		same(t, "to be tried again", len(again), 2)
		same(t, "and known for that", again[0].Requeued() && again[1].Requeued(), true)
		ok(t, s.Later(t.Context(), again[0].ID, 0, start, "gone"))
		same(t, "not taken up yet", len(got[[]store.Accepted](t)(s.Requeued(t.Context()))), 1)
		same(t, "waiting again", len(got[[]store.Accepted](t)(s.Waiting(t.Context()))), 3)
		same(t, "failed", len(got[[]store.Accepted](t)(s.Failed(t.Context()))), 0)
	})
}

// TestWrites: a write that was begun and not ended may have gone through, unless
// it is known that it did not.
func TestWrites(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		begin := func(what string) store.Write { return got[store.Write](t)(s.BeginWrite(t.Context(), "Ev1", what)) }
		same(t, "the first time", begin("post"), store.Write{})
		same(t, "after a crash", begin("post"), store.Write{Tried: true})
		clock.pass(time.Second)
		ok(t, s.EndWrite(t.Context(), "Ev1", "post", "1.1"))
		same(t, "done", begin("post"), store.Write{Tried: true, Age: time.Second, Done: true, Result: "1.1"})
		same(t, "another", begin("whisper"), store.Write{})
		ok(t, s.DropWrite(t.Context(), "Ev1", "whisper"))
		same(t, "refused before", begin("whisper"), store.Write{})
		same(t, "another event", got[store.Write](t)(s.BeginWrite(t.Context(), "Ev2", "post")), store.Write{})
	})
}

// TestSlowWrite: a write begins when it has been noted, however long that took.
func TestSlowWrite(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		now, slow := time.UnixMilli(0), 0
		s := got[*store.Store](t)(store.OpenImpatiently(t.Context(), url, func() time.Time {
			if slow > 0 {
				slow, now = slow-1, now.Add(3*time.Second)
			}
			return now
		}))
		t.Cleanup(func() { ok(t, s.Close()) })
		slow = 3
		same(t, "noted slowly", got[store.Write](t)(s.BeginWrite(t.Context(), "Ev1", "post")), store.Write{})
		same(t, "at once afterwards", got[store.Write](t)(s.BeginWrite(t.Context(), "Ev1", "post")), store.Write{Tried: true})
	})
}

// TestExpireEvents: what is done is known for a day, what is not done for ever.
func TestExpireEvents(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		for _, id := range []string{"done", "failed", "waiting"} {
			ok(t, s.Accept(t.Context(), []*store.Accepted{{ID: id}}))
			got[store.Write](t)(s.BeginWrite(t.Context(), id, "post"))
		}
		ok(t, s.Done(t.Context(), "done"))
		ok(t, s.GiveUp(t.Context(), "failed", 1, "x"))
		known := func() (known int) {
			for _, id := range []string{"done", "failed", "waiting"} {
				e := &store.Accepted{ID: id}
				ok(t, s.Accept(t.Context(), []*store.Accepted{e}))
				if !e.Fresh {
					known++
				}
			}
			return known
		}
		clock.pass(25 * time.Hour)
		ok(t, s.Expire(t.Context(), time.Hour, time.Hour))
		same(t, "known after a day", known(), 3)
		clock.pass(time.Hour)
		ok(t, s.Expire(t.Context(), 48*time.Hour, time.Hour))
		for id, known := range map[string]bool{"done": false, "failed": true, "waiting": true} { // as it may be handled again
			same(t, "the write for what is "+id+" is known", got[store.Write](t)(s.BeginWrite(t.Context(), id, "post")).Tried, known)
		}
		same(t, "known later", known(), 2)
		clock.pass(24 * time.Hour)
		ok(t, s.Expire(t.Context(), 48*time.Hour, time.Hour))
		same(t, "known when the memory ends", known(), 2) // what has been accepted anew, too
		same(t, "writes known later", got[store.Write](t)(s.BeginWrite(t.Context(), "failed", "post")), store.Write{})
	})
}

// TestExclusive: one process at a time works off what was accepted; the next
// waits for it, and is told what to do if that takes too long.
func TestExclusive(t *testing.T) {
	t.Parallel()
	path := file(t)
	s, other := open(t, "sqlite://"+path, time.Now), open(t, "sqlite://"+path, time.Now)
	release := got[func()](t)(s.Exclusive(t.Context(), "one"))
	ended, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := other.Exclusive(ended, "two"); err == nil || !strings.Contains(err.Error(), "PILCROW_DATABASE") {
		t.Errorf("while another has it: %v", err)
	}
	same(t, "who has it", got[string](t)(other.Worker(t.Context())), "one")
	has := make(chan error)
	go func() {
		release, err := other.Exclusive(t.Context(), "two")
		if err == nil {
			defer release()
		}
		has <- err
	}()
	release()
	ok(t, <-has)
}

// TestForgetEvents: what a person wrote goes from the inbox too; that it was
// accepted is still known.
func TestForgetEvents(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		ok(t, s.Accept(t.Context(), []*store.Accepted{{ID: "Ev1", Team: "T", User: "U", Body: "secret"}, {ID: "Ev2", Team: "T", User: "V", Body: "b"}}))
		got[int](t)(s.Forget(t.Context(), "T", "U"))
		waiting := got[[]store.Accepted](t)(s.Waiting(t.Context()))
		same(t, "waiting", len(waiting), 1)
		again := &store.Accepted{ID: "Ev1"}
		ok(t, s.Accept(t.Context(), []*store.Accepted{again}))
		same(t, "fresh", again.Fresh, false)
	})
}

// TestDiskFull: where there is no room, events are kept all or not at all, and as
// fresh as ever once there is.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	s := open(t, "sqlite://"+file(t), time.Now)
	write, _ := s.Handles()
	limit := func(pages int) {
		_, err := write.ExecContext(t.Context(), fmt.Sprint("PRAGMA max_page_count = ", pages)) // no less than there are
		ok(t, err)
	}
	events := func() (events []*store.Accepted) {
		for i := range 50 {
			events = append(events, &store.Accepted{ID: fmt.Sprint("Ev", i), Body: strings.Repeat("x", 1000)})
		}
		return events
	}
	limit(1)
	if err := s.Accept(t.Context(), events()); err == nil || !strings.Contains(err.Error(), "full") {
		t.Fatalf("err = %v", err)
	}
	same(t, "kept", len(got[[]store.Accepted](t)(s.Waiting(t.Context()))), 0)
	limit(1_000_000)
	again := events()
	ok(t, s.Accept(t.Context(), again))
	for _, e := range again {
		same(t, e.ID+" is fresh", e.Fresh, true)
	}
	same(t, "kept", len(got[[]store.Accepted](t)(s.Waiting(t.Context()))), len(again))
}
