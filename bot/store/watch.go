package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// watches is how often a file is looked at for what is new.
	watches = time.Second

	// listens is how long what PostgreSQL tells of is relied on; its line may be dead.
	listens = 10 * time.Second
)

// Watch calls changed, until ctx ends, whenever somebody may have learned or
// unlearned something, in whatever process: once a second over a file, and when
// the server says so over PostgreSQL.
func (s *Store) Watch(ctx context.Context, changed func()) {
	for ctx.Err() == nil {
		if q := s.Queue(); q != nil {
			_ = q.listen(ctx, changed) // the connection is lost: another one
		}
		select {
		case <-time.After(watches):
			changed()
		case <-ctx.Done():
		}
	}
}

// listen calls changed whenever the server tells of a change, until ctx or the
// connection ends.
func (q *Queue) listen(ctx context.Context, changed func()) error {
	pooled, err := q.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := pooled.Hijack() // one that listens is no good for anything else
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), watches)
		defer cancel()
		_ = conn.Close(ctx) // nothing is lost by it
	}()
	var channel string
	if err := conn.QueryRow(ctx, "SELECT left('pilcrow of ' || current_schema(), 63)").Scan(&channel); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	for {
		changed() // also what changed before anybody listened
		if err := wait(ctx, conn); err != nil {
			return err
		}
	}
}

// wait waits until the server tells of something, or for as long as that is
// relied on.
func wait(ctx context.Context, conn *pgx.Conn) error {
	waiting, cancel := context.WithTimeout(ctx, listens)
	defer cancel()
	_, err := conn.WaitForNotification(waiting)
	if err != nil && ctx.Err() == nil && waiting.Err() != nil {
		return conn.Ping(ctx)
	}
	return err
}
