package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

func mention(id, channel, ts string) inbox.Event {
	return inbox.Event{ID: id, Channel: channel, TS: ts, Kind: inbox.Mention}
}

func TestAcceptOnce(t *testing.T) {
	t.Parallel()
	first := mention("Ev1", "C1", "1.0001")
	tests := map[string]struct {
		after time.Duration
		event inbox.Event
		fresh bool
	}{
		"a retry":                          {0, first, false},
		"a retry after a day":              {24 * time.Hour, first, false},
		"the same message, another event":  {0, inbox.Event{ID: "Ev2", Channel: "C1", TS: "1.0001", Kind: inbox.Direct}, false},
		"the same event without a message": {0, inbox.Event{ID: "Ev1"}, false},
		"the same time, another channel":   {0, mention("Ev2", "C2", "1.0001"), true},
		"the next message":                 {0, mention("Ev2", "C1", "1.0002"), true},
		"long after":                       {48 * time.Hour, first, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := time.Unix(1_700_000_000, 0)
			handled := make(chan inbox.Event, 2)
			in := inbox.New(8, 1, func() time.Time { return now }, func(_ context.Context, ev inbox.Event) { handled <- ev })

			if fresh, err := in.Accept(first); !fresh || err != nil {
				t.Fatalf("first: fresh = %v, err = %v", fresh, err)
			}
			now = now.Add(test.after)
			fresh, err := in.Accept(test.event)
			if fresh != test.fresh || err != nil {
				t.Errorf("fresh = %v, err = %v; want %v", fresh, err, test.fresh)
			}
			if err := in.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := 1
			if test.fresh {
				want = 2
			}
			if len(handled) != want {
				t.Errorf("handled %d events, want %d", len(handled), want)
			}
			if ev := <-handled; ev.AcceptedAt.IsZero() {
				t.Error("AcceptedAt is not set")
			}
		})
	}
}

func TestFullIsNotKept(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	var handled []string
	in := inbox.New(2, 1, time.Now, func(_ context.Context, ev inbox.Event) {
		<-hold
		handled = append(handled, ev.ID)
	})
	for i, want := range []error{nil, nil, inbox.ErrFull} {
		ev := mention(fmt.Sprint("Ev", i), "C1", fmt.Sprint(i))
		if fresh, err := in.Accept(ev); !errors.Is(err, want) || fresh != (want == nil) {
			t.Errorf("event %d: fresh = %v, err = %v; want %v", i, fresh, err, want)
		}
	}
	// A retry of one that is kept is a retry, full or not.
	if fresh, err := in.Accept(mention("Ev0", "C1", "0")); fresh || err != nil {
		t.Errorf("retry: fresh = %v, err = %v", fresh, err)
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
		in := inbox.New(1, 1, time.Now, func(context.Context, inbox.Event) { <-next })
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
	t.Parallel()
	hold, other := make(chan struct{}), make(chan struct{})
	in := inbox.New(8, 2, time.Now, func(_ context.Context, ev inbox.Event) {
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
}

// Draining ends in time: what is in hand is told to stop, and counted.
func TestDrainInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := inbox.New(8, 1, time.Now, func(ctx context.Context, _ inbox.Event) { <-ctx.Done() })
		for i := range 3 {
			_, _ = in.Accept(mention(fmt.Sprint(i), "C1", fmt.Sprint(i)))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := in.Drain(ctx)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("err = %v", err)
		}
		if want := "draining the inbox: 3 questions were not finished in time: context deadline exceeded"; err.Error() != want {
			t.Errorf("err = %v, want %s", err, want)
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
		in := inbox.New(1000, rapid.IntRange(1, 8).Draw(t, "workers"), time.Now, func(_ context.Context, ev inbox.Event) {
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
