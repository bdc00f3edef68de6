package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Queue is the events of a PostgreSQL database, which replicas share out among
// them.
type Queue struct {
	Pool  *pgxpool.Pool
	store *Store
}

// Queue are the events of a PostgreSQL database; nil for a SQLite file, which one
// process works on.
func (s *Store) Queue() *Queue {
	if p, ok := s.engine.(*postgres); ok {
		return &Queue{p.pool, s}
	}
	return nil
}

// Enqueue is [Store.Accept], and has enqueue do in the same transaction what it
// has to for those that are fresh, whose ids it gets.
func (q *Queue) Enqueue(ctx context.Context, events []*Accepted, enqueue func(context.Context, pgx.Tx, []string) error) error {
	return explain(ctx, "accepting events", q.store.patiently(ctx, func() error {
		return pgx.BeginFunc(ctx, q.Pool, func(tx pgx.Tx) error {
			fresh, err := q.keep(ctx, tx, events)
			if err != nil || len(fresh) == 0 {
				return err
			}
			return enqueue(ctx, tx, fresh)
		})
	}))
}

// keep inserts events that were not accepted before, in their order, and returns
// their ids.
func (q *Queue) keep(ctx context.Context, tx pgx.Tx, events []*Accepted) (fresh []string, err error) {
	columns := make([][]string, 6)
	var at []int64
	for _, e := range events {
		e.At, e.Fresh = q.store.timed(e.At), false
		for i, text := range []string{e.ID, e.Message, e.Team, e.User, e.Body, e.Conversation} {
			columns[i] = append(columns[i], holdable(text))
		}
		at = append(at, e.At.UnixMilli())
	}
	rows, err := tx.Query(ctx, `INSERT INTO events (id, message, team, person, body, conversation, at, run_at, state, attempts, fault)
		SELECT id, message, team, person, body, conversation, at, 0, 'waiting', 0, ''
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
			WITH ORDINALITY AS e (id, message, team, person, body, conversation, at, place)
		ORDER BY place ON CONFLICT DO NOTHING RETURNING id`,
		columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], at)
	if err != nil {
		return nil, err
	}
	if fresh, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return nil, err
	}
	left := map[string]bool{}
	for _, id := range fresh {
		left[id] = true
	}
	for _, e := range events { // the first of those with an id is the one
		id := holdable(e.ID)
		e.Fresh = left[id]
		delete(left, id)
	}
	return fresh, nil
}

// Requeued has enqueue do what it has to for an event, in one transaction with
// noting whose events it is handled among.
func (q *Queue) Requeued(ctx context.Context, id, conversation string, enqueue func(context.Context, pgx.Tx, []string) error) error {
	return explain(ctx, "queueing "+id, q.store.patiently(ctx, func() error {
		return pgx.BeginFunc(ctx, q.Pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "UPDATE events SET conversation = $1 WHERE id = $2", holdable(conversation), id); err != nil {
				return err
			}
			return enqueue(ctx, tx, []string{id})
		})
	}))
}

// Conversation is whose events an event is handled among, or ErrNotFound if it
// is done.
func (q *Queue) Conversation(ctx context.Context, id string) (string, error) {
	return first(ctx, q.store, "looking for "+id, only[string],
		"SELECT conversation FROM events WHERE id = ? AND state = 'waiting'", id)
}

// Taken is an event that was taken in hand, not for the first time if Again.
type Taken struct {
	Accepted
	Again bool
}

// longest is longer than anything is put off for: what seems to be put off for
// longer was so by a clock that has been set back since.
const longest = time.Hour

// Take takes the oldest event of a conversation in hand that is not done. It is
// ErrNotFound if there is none, or if that one is put off for longer than until
// now. It costs one write.
func (q *Queue) Take(ctx context.Context, conversation string, now time.Time) (Taken, error) {
	columns := func(t *Taken) []any { return append(t.columns(), &t.Again) }
	return first(ctx, q.store, "taking an event in hand", columns,
		`WITH head AS (SELECT n AS oldest, run_at AS due FROM events WHERE conversation = ? AND state = 'waiting' ORDER BY n LIMIT 1)
			UPDATE events SET taken = taken + 1 FROM head WHERE n = oldest AND (due <= ? OR due > ?)
			RETURNING `+acceptedColumns+", taken > 1", conversation, millis(now), millis(now.Add(longest)))
}

// Due is how long it takes from now until the oldest event of a conversation may
// be taken in hand that is not done, or ErrNotFound if there is none.
func (q *Queue) Due(ctx context.Context, conversation string, now time.Time) (time.Duration, error) {
	due, err := first(ctx, q.store, "looking for what is next", only[millis],
		"SELECT run_at FROM events WHERE conversation = ? AND state = 'waiting' ORDER BY n LIMIT 1", conversation)
	wait := time.Time(due).Sub(now)
	if wait < 0 || wait > longest {
		wait = 0
	}
	return wait, err
}

// Depth is how many events were accepted that are not done.
func (q *Queue) Depth(ctx context.Context) (int, error) {
	return first(ctx, q.store, "counting what is to be done", only[int], "SELECT COUNT(*) FROM events WHERE state = 'waiting'")
}

// Orphans are events that were accepted longer than a while ago, or by a clock that
// was set back since, are not done, and for which there is no job.
func (q *Queue) Orphans(ctx context.Context, while time.Duration) ([]Accepted, error) {
	return all(ctx, q.store, "looking for what nobody does", (*Accepted).columns,
		"SELECT "+acceptedColumns+` FROM events WHERE state = 'waiting' AND (at <= ? OR at > ?) AND NOT EXISTS (
			SELECT FROM river_job WHERE args->>'event' = events.id
			AND river_job.state IN ('available', 'pending', 'retryable', 'running', 'scheduled')) ORDER BY n`, millis(q.store.now().Add(-while)), millis(q.store.now().Add(while)))
}
