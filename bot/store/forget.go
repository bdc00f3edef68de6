package store

import (
	"context"
	"time"
)

// claimsLast is how long it is known that something was claimed: longer than
// anything that is claimed comes again.
const claimsLast = 90 * 24 * time.Hour

// Claim is true for the first who claims this, of however many processes. A
// claim is never given back. It costs one write.
func (s *Store) Claim(ctx context.Context, what string) (bool, error) {
	n, err := s.exec(ctx, "claiming "+what,
		insert("claims", "what, at")+" ON CONFLICT (what) DO NOTHING", what, millis(s.now()))
	return n > 0, err
}

// Forget erases all that is kept about a person and says how many rows had any
// of it:
//
//	turns                theirs go
//	asked                the text and the user go; the outcome stays, nameless
//	feedback             the note and the user go; the reason stays, nameless
//	handoffs             the asker and the question go, and who took or resolved it
//	listening, settings,
//	learned              the name goes of who brought it about
//
// What stays are the editors of a channel's settings: without them anybody
// could change these.
//
// The bytes are overwritten. It costs one write that touches every such row.
func (s *Store) Forget(ctx context.Context, team, user string) (rows int, err error) {
	if user == "" { // the nameless are already
		return 0, nil
	}
	err = s.change(ctx, "forgetting a person", func(run exec) error {
		for _, statement := range []string{
			"DELETE FROM turns WHERE team = ? AND person = ?",
			"UPDATE asked SET person = '', question = '' WHERE team = ? AND person = ?",
			"UPDATE feedback SET person = '', note = '' WHERE team = ? AND person = ?",
			"UPDATE handoffs SET asker = '', question = '' WHERE team = ? AND asker = ?",
			"UPDATE handoffs SET taken = '' WHERE team = ? AND taken = ?",
			"UPDATE handoffs SET resolved_by = '' WHERE team = ? AND resolved_by = ?",
			"UPDATE settings SET changed_by = '' WHERE team = ? AND changed_by = ?",
			"UPDATE learned SET taught_by = '' WHERE team = ? AND taught_by = ?",
			"UPDATE listening SET person = '' WHERE ? <> '' AND person = ?", // of whatever team
		} {
			n, err := run(statement, team, user)
			if err != nil {
				return err
			}
			rows += n
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return rows, s.scrub(ctx)
}

// Expire erases what is older: than memory, turns, the threads listened in and
// handoffs; than keep, asked and feedback; than 90 days, claims. Settings and
// what was learned stay.
//
// It costs one write, during which others wait: some milliseconds a thousand
// rows, so daily is fine.
func (s *Store) Expire(ctx context.Context, memory, keep time.Duration) error {
	now := s.now()
	err := s.change(ctx, "erasing what is old", func(run exec) error {
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
		return nil
	})
	if err != nil {
		return err
	}
	return s.scrub(ctx)
}
