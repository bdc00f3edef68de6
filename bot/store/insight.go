package store

import (
	"context"
	"time"
)

// Asked is what is kept of a question for insights: never more than the
// operator allows.
type Asked struct {
	ID      string
	Team    string
	Channel string
	User    string // empty where it may not be kept
	Text    string // empty where it may not be kept
	Outcome string
	Facts   []string
	Latency time.Duration
	At      time.Time
}

const askedColumns = "id, team, channel, person, question, outcome, facts, latency, at"

func (a *Asked) columns() []any {
	return []any{&a.ID, &a.Team, &a.Channel, &a.User, &a.Text, &a.Outcome, (*list)(&a.Facts), &a.Latency, (*millis)(&a.At)}
}

// Record keeps a question, which must have an ID, in place of what was recorded
// under it: an edited question is recorded anew. It costs one write.
func (s *Store) Record(ctx context.Context, a Asked) error {
	a.At = s.timed(a.At)
	_, err := s.run(ctx, "recording "+a.ID,
		insert("asked", askedColumns)+` ON CONFLICT (id) DO UPDATE SET
			team = excluded.team, channel = excluded.channel, person = excluded.person, question = excluded.question,
			outcome = excluded.outcome, facts = excluded.facts, latency = excluded.latency, at = excluded.at`,
		a.columns()...)
	return err
}

// AskedSince is what a team asked at since or later, oldest first. All of it is
// in memory: some 300 bytes a question.
func (s *Store) AskedSince(ctx context.Context, team string, since time.Time) ([]Asked, error) {
	return all(ctx, s, "looking for what was asked", (*Asked).columns,
		"SELECT "+askedColumns+" FROM asked WHERE team = ? AND at >= ? ORDER BY at, id", team, millis(since))
}

// Feedback is what a person thinks of an answer.
type Feedback struct {
	Turn   string // its ID
	Team   string
	User   string // empty once they are forgotten
	Good   bool
	Reason string // one of those offered
	Note   string // in their own words
	At     time.Time
}

const feedbackColumns = "turn, team, person, good, reason, note, at"

func (f *Feedback) columns() []any {
	return []any{&f.Turn, &f.Team, &f.User, &f.Good, &f.Reason, &f.Note, (*millis)(&f.At)}
}

// Judge keeps what a person thinks of an answer, in place of what they thought
// of it before. It costs one write.
func (s *Store) Judge(ctx context.Context, f Feedback) error {
	f.At = s.timed(f.At)
	_, err := s.run(ctx, "keeping feedback on "+f.Turn,
		insert("feedback", feedbackColumns)+` ON CONFLICT (turn, person) WHERE person <> '' DO UPDATE SET
			team = excluded.team, good = excluded.good, reason = excluded.reason, note = excluded.note, at = excluded.at`,
		f.columns()...)
	return err
}

// FeedbackSince is what a team's people thought at since or later, oldest first.
func (s *Store) FeedbackSince(ctx context.Context, team string, since time.Time) ([]Feedback, error) {
	return all(ctx, s, "looking for feedback", (*Feedback).columns,
		"SELECT "+feedbackColumns+" FROM feedback WHERE team = ? AND at >= ? ORDER BY at, turn, person", team, millis(since))
}
