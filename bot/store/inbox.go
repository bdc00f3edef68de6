package store

import (
	"context"
	"errors"
	"time"
)

// Accepted is something that happened and is to be acted on.
type Accepted struct {
	ID       string // of the event: the same event is accepted once
	Message  string // what the message is known by: so is the same message; empty for none
	Team     string
	User     string // whose doing it is
	Body     string // the event, however it is written
	Attempts int
	RunAt    time.Time // not before; long ago, whatever the clock says, for at once
	Fault    string    // why it failed the last time
	At       time.Time

	Conversation string // whose events are handled one after the other; kept on PostgreSQL only

	Fresh bool // set by Accept: it was not accepted before
}

const acceptedColumns = "id, message, team, person, body, attempts, run_at, fault, at"

func (a *Accepted) columns() []any {
	return []any{&a.ID, &a.Message, &a.Team, &a.User, &a.Body, &a.Attempts, (*millis)(&a.RunAt), &a.Fault, (*millis)(&a.At)}
}

// Accept keeps events until they are done, all of them or none, and says which of
// them are fresh: not accepted before, by their ID or as the same message.
//
// It costs one write, however many they are.
func (s *Store) Accept(ctx context.Context, events []*Accepted) error {
	return s.change(ctx, "accepting events", func(run runner) error {
		for _, e := range events {
			e.At = s.timed(e.At)
			found, err := run(`INSERT INTO events (id, message, team, person, body, state, attempts, run_at, fault, at)
				VALUES (?, ?, ?, ?, ?, 'waiting', 0, 0, '', ?) ON CONFLICT DO NOTHING`,
				e.ID, e.Message, e.Team, e.User, e.Body, millis(e.At))
			if err != nil {
				return err
			}
			e.Fresh = found > 0
		}
		return nil
	})
}

// Waiting is what was accepted and is not done, in the order accepted.
func (s *Store) Waiting(ctx context.Context) ([]Accepted, error) {
	return all(ctx, s, "looking for what is to be done", (*Accepted).columns,
		"SELECT "+acceptedColumns+" FROM events WHERE state = 'waiting' ORDER BY n")
}

// IsWaiting reports whether an event was accepted and is not done: it may have been
// erased since.
func (s *Store) IsWaiting(ctx context.Context, id string) (bool, error) {
	_, err := first(ctx, s, "looking for "+id, only[string], "SELECT id FROM events WHERE id = ? AND state = 'waiting'", id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Failed is what was given up, in the order accepted.
func (s *Store) Failed(ctx context.Context) ([]Accepted, error) {
	return all(ctx, s, "looking for what has failed", (*Accepted).columns,
		"SELECT "+acceptedColumns+" FROM events WHERE state = 'failed' ORDER BY n")
}

// Failures is how many events were given up.
func (s *Store) Failures(ctx context.Context) (int, error) {
	return first(ctx, s, "counting what has failed", only[int], "SELECT COUNT(*) FROM events WHERE state = 'failed'")
}

// Done says that an event has been acted on. That it was accepted stays known
// for as long as it may be told of again; what it said does not.
//
// It costs one write.
func (s *Store) Done(ctx context.Context, id string) error {
	_, err := s.run(ctx, "finishing "+id, "UPDATE events SET state = 'done', body = '', fault = '' WHERE id = ?", id)
	return err
}

// Later puts an event off, and says why. It costs one write.
func (s *Store) Later(ctx context.Context, id string, attempts int, runAt time.Time, fault string) error {
	_, err := s.run(ctx, "putting off "+id,
		"UPDATE events SET attempts = ?, run_at = ?, fault = ? WHERE id = ?", attempts, millis(runAt), fault, id)
	return err
}

// GiveUp keeps an event as failed, and says why. It costs one write.
func (s *Store) GiveUp(ctx context.Context, id string, attempts int, fault string) error {
	_, err := s.run(ctx, "giving up "+id,
		"UPDATE events SET state = 'failed', attempts = ?, fault = ? WHERE id = ?", attempts, fault, id)
	return err
}

// Requeue has events that were given up be tried again, by a bot that looks for
// those or else by the next; all of them if no ids are given. It says how many they
// are.
func (s *Store) Requeue(ctx context.Context, ids ...string) (n int, err error) {
	err = s.change(ctx, "trying again what has failed", func(run runner) error {
		n = 0
		if len(ids) == 0 {
			n, err = run("UPDATE events SET state = 'waiting', attempts = 0, run_at = 0 WHERE state = 'failed'")
			return err
		}
		for _, id := range ids {
			one, err := run("UPDATE events SET state = 'waiting', attempts = 0, run_at = 0 WHERE state = 'failed' AND id = ?", id)
			if err != nil {
				return err
			}
			n += one
		}
		return nil
	})
	return n, err
}

// requeued says of rows what Requeued says of events.
const requeued = "state = 'waiting' AND run_at = 0 AND fault <> ''"

// Requeued reports of an event that waits whether it was given up, is to be tried
// again, and nobody has taken it up since: whatever else is put off has a time.
func (a Accepted) Requeued() bool { return a.RunAt.UnixMilli() == 0 && a.Fault != "" }

// Requeued are events that were given up, and that nobody has taken up since they
// were to be tried again, in the order accepted.
func (s *Store) Requeued(ctx context.Context) ([]Accepted, error) {
	return all(ctx, s, "looking for what is to be tried again", (*Accepted).columns,
		"SELECT "+acceptedColumns+" FROM events WHERE "+requeued+" ORDER BY n")
}

// A write to Slack is kept before it is sent and once it is done, so that after a
// crash in between it is known that it may have gone through.

// Write is one write to Slack on behalf of an event.
type Write struct {
	Tried  bool          // before: it may have gone through
	Age    time.Duration // since then; negative if the clock was set back
	Done   bool          // and is known to have
	Result string        // what Slack called the message then
}

// tried is a write that was begun.
type tried struct {
	Write
	at time.Time
}

func (t *tried) columns() []any { return []any{&t.Done, &t.Result, (*millis)(&t.at)} }

// BeginWrite says that a write is about to be sent, and what is known of it from
// an earlier time. It costs one write, and one more each time that noting it took so
// long that the time noted says little about when the write begins.
func (s *Store) BeginWrite(ctx context.Context, event, what string) (Write, error) {
	at := s.now()
	n, err := s.run(ctx, "noting a write for "+event,
		insert("writes", "event, what, done, result, at")+" ON CONFLICT (event, what) DO NOTHING", event, what, false, "", millis(at))
	switch {
	case err != nil:
		return Write{}, err
	case n > 0:
		return Write{}, s.noteAgain(ctx, event, what, at)
	}
	t, err := first(ctx, s, "looking for a write for "+event, (*tried).columns,
		"SELECT done, result, at FROM writes WHERE event = ? AND what = ?", event, what)
	if errors.Is(err, ErrNotFound) { // erased in between
		return Write{}, nil
	}
	t.Tried, t.Age = true, s.now().Sub(t.at)
	return t.Write, err
}

// noteAgain notes anew when a write begins for as long as noting it takes long.
func (s *Store) noteAgain(ctx context.Context, event, what string, at time.Time) error {
	for range mostNotes {
		now := s.now()
		if now.Sub(at) < noted {
			return nil
		}
		at = now
		if _, err := s.run(ctx, "noting anew a write for "+event, "UPDATE writes SET at = ? WHERE event = ? AND what = ?", millis(at), event, what); err != nil {
			return err
		}
	}
	return nil
}

// How long it may take to note a write, and how often it is noted anew.
const (
	noted     = 500 * time.Millisecond
	mostNotes = 3
)

// EndWrite says that a write went through. It costs one write.
func (s *Store) EndWrite(ctx context.Context, event, what, result string) error {
	_, err := s.run(ctx, "noting that a write for "+event+" is done",
		"UPDATE writes SET done = ?, result = ? WHERE event = ? AND what = ?", true, result, event, what)
	return err
}

// DropWrite says that a write did not go through, for sure. It costs one write.
func (s *Store) DropWrite(ctx context.Context, event, what string) error {
	_, err := s.run(ctx, "noting that a write for "+event+" is not done",
		"DELETE FROM writes WHERE event = ? AND what = ?", event, what)
	return err
}
