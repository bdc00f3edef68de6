package store

import (
	"context"
	"time"
)

// Learned is what an admin taught: a further way of asking for a fact, or a
// whole new fact.
type Learned struct {
	ID   string
	Team string
	Fact string // its id
	Ask  string // the further way of asking
	YAML string // the new fact; empty for a way of asking
	By   string
	At   time.Time
}

const learnedColumns = "id, team, fact, ask, yaml, taught_by, at"

func (l *Learned) columns() []any {
	return []any{&l.ID, &l.Team, &l.Fact, &l.Ask, &l.YAML, &l.By, (*millis)(&l.At)}
}

// What is learned and unlearned is counted, and put in order by the count. As
// each begins with newVersion, they happen one after the other.
const (
	version    = "SELECT n FROM versions WHERE what = 'learned'"
	newVersion = "UPDATE versions SET n = n + 1 WHERE what = 'learned'"
)

// Learn keeps what was taught, which must have an ID, in place of what was
// taught under it before. It costs one write.
func (s *Store) Learn(ctx context.Context, l Learned) error {
	l.At = s.timed(l.At)
	return s.change(ctx, "learning "+l.ID, func(run runner) error {
		if _, err := run(newVersion); err != nil {
			return err
		}
		_, err := run("INSERT INTO learned ("+learnedColumns+", n) VALUES (?, ?, ?, ?, ?, ?, ?, ("+version+`))
			ON CONFLICT (id) DO UPDATE SET team = excluded.team, fact = excluded.fact, ask = excluded.ask,
			yaml = excluded.yaml, taught_by = excluded.taught_by, at = excluded.at`, l.columns()...)
		return err
	})
}

// Unlearn forgets what was taught under this ID, if anything was. It costs one
// write.
func (s *Store) Unlearn(ctx context.Context, id string) error {
	return s.change(ctx, "unlearning "+id, func(run runner) error {
		if _, err := run(newVersion); err != nil {
			return err
		}
		_, err := run("DELETE FROM learned WHERE id = ?", id)
		return err
	})
}

// Learned is all that was taught, in the order learned.
func (s *Store) Learned(ctx context.Context) ([]Learned, error) {
	return all(ctx, s, "looking for what was learned", (*Learned).columns,
		"SELECT "+learnedColumns+" FROM learned ORDER BY n")
}

// LearnedVersion changes with every Learn and Unlearn, of whatever process. It
// reads one row.
func (s *Store) LearnedVersion(ctx context.Context) (int64, error) {
	return first(ctx, s, "looking for anything new", only[int64], version)
}
