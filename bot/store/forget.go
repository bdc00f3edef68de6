package store

import (
	"context"
	"time"
)

// claimsLast is how long it is known that something was claimed: longer than
// anything that is claimed comes again.
const claimsLast = 90 * 24 * time.Hour

// eventsLast is how long it is known that an event was accepted. Slack's own
// retries end after some minutes, but deliveries delayed by an outage come up to
// a day later.
const eventsLast = 25 * time.Hour

// Claim is true for the first who claims this, of however many processes. A
// claim is never given back. It costs one write.
func (s *Store) Claim(ctx context.Context, what string) (bool, error) {
	n, err := s.run(ctx, "claiming "+what,
		insert("claims", "what, at")+" ON CONFLICT (what) DO NOTHING", what, millis(s.now()))
	return n > 0, err
}

// Unclaim gives back what was claimed, and reports whether it was.
func (s *Store) Unclaim(ctx context.Context, what string) (bool, error) {
	n, err := s.run(ctx, "giving back "+what, "DELETE FROM claims WHERE what = ?", what)
	return n > 0, err
}

// Forget erases all that is kept about a person and says how many rows that
// touched:
//
//	turns, events        theirs go; that an event was accepted stays, nameless
//	asked                the text and the user go; the outcome stays, nameless
//	feedback             the note and the user go; the reason stays, nameless
//	handoffs             the asker and the question go, or who took it or resolved it
//	listening, settings,
//	learned              who it was goes; what they did stays
//
// Those who may change a channel's settings stay: without them, anybody could.
//
// A file is written anew, so that the bytes are gone as well. That costs time
// and memory by its size, a second or so for 100 MB, while writes wait. On
// PostgreSQL the pages are vacuumed; what its own log and backups hold, its
// operator decides. If that goes wrong the rows are erased all the same, and
// there is an error.
func (s *Store) Forget(ctx context.Context, team, user string) (rows int, err error) {
	if user == "" { // those forgotten already
		return 0, nil
	}
	err = s.change(ctx, "forgetting a person", func(run runner) error {
		rows = 0
		for _, erase := range []struct {
			statement string
			args      []any
		}{
			{"DELETE FROM turns WHERE team = ? AND person = ?", []any{team, user}},
			{"UPDATE events SET state = 'done', body = '', person = '' WHERE team = ? AND person = ?", []any{team, user}},
			{"UPDATE asked SET person = '', question = '' WHERE team = ? AND person = ?", []any{team, user}},
			{"UPDATE feedback SET person = '', note = '' WHERE team = ? AND person = ?", []any{team, user}},
			{`UPDATE handoffs SET question = CASE asker WHEN ? THEN '' ELSE question END,
				asker = CASE asker WHEN ? THEN '' ELSE asker END,
				taken = CASE taken WHEN ? THEN '' ELSE taken END,
				resolved_by = CASE resolved_by WHEN ? THEN '' ELSE resolved_by END
				WHERE team = ? AND ? IN (asker, taken, resolved_by)`, []any{user, user, user, user, team, user}},
			{"UPDATE settings SET changed_by = '' WHERE team IN (?, '') AND changed_by = ?", []any{team, user}},
			{"UPDATE learned SET taught_by = '' WHERE team = ? AND taught_by = ?", []any{team, user}},
			{"UPDATE listening SET person = '' WHERE person = ?", []any{user}},
		} {
			n, err := run(erase.statement, erase.args...)
			if err != nil {
				return err
			}
			rows += n
		}
		return nil
	})
	if err != nil || rows == 0 {
		return 0, err
	}
	return rows, explain(ctx, "writing the file anew without a person", s.scrub(ctx))
}

// Expire erases what is older: than memory, turns, the threads listened in and
// handoffs and events that failed; than keep, asked and feedback; than 90 days,
// claims; than 25 hours, events that are done, and what was written for those that
// are not to be done any more. Settings and what was learned stay.
//
// It costs one write, of some ten milliseconds for a thousand rows.
func (s *Store) Expire(ctx context.Context, memory, keep time.Duration) error {
	now := s.now()
	return s.change(ctx, "erasing what is old", func(run runner) error {
		for _, old := range []struct {
			table string
			after time.Duration
		}{
			{"turns", memory},
			{"listening", memory},
			{"handoffs", memory},
			{"asked", keep},
			{"feedback", keep},
			{"claims", claimsLast},
		} {
			if _, err := run("DELETE FROM "+old.table+" WHERE at < ?", millis(now.Add(-old.after))); err != nil {
				return err
			}
		}
		if _, err := run("DELETE FROM events WHERE state = 'done' AND at < ?", millis(now.Add(-eventsLast))); err != nil {
			return err
		}
		if _, err := run("DELETE FROM events WHERE state = 'failed' AND at < ?", millis(now.Add(-max(memory, eventsLast)))); err != nil {
			return err
		}
		_, err := run("DELETE FROM writes WHERE at < ? AND event NOT IN (SELECT id FROM events WHERE state <> 'done')", millis(now.Add(-eventsLast)))
		return err
	})
}
