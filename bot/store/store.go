// Package store is what the bot knows from one event to the next.
//
// It keeps and finds; what is kept, for how long, and who may change it, the
// bot decides. Each table answers one question of the bot's:
//
//	a thread      turns ─────── what was asked here, and what was answered?
//	              listening ─── may I answer without a mention?
//	              handoffs ──── which experts have it, and have they done?
//	a channel     settings ──── how do they want it here?
//	the base      learned ───── what was taught since the facts were loaded?
//	insights      asked ─────── how do I do?
//	              feedback ──── and what do people say?
//	a workspace   installations  may I work here, and as whom?
//	the replicas  claims ────── is that done already?
//
// Nothing refers to another table by more than an id, so each is forgotten at
// its own time: [Store.Expire] erases what is old, [Store.Forget] what is kept
// about a person.
//
// A store is a SQLite file (sqlite.go) or a PostgreSQL database (postgres.go);
// the statements are the same for both. Any number of processes on one machine
// may share a file; a network file system does not lock as SQLite needs it. What
// a method costs it says in writes: a write is one transaction, on disk when the
// method returns, so it takes as long as the disk takes to sync, about a
// millisecond. Writes to a file come one after the other. Whatever does not write
// reads what it returns by an index, in some tens of microseconds, and waits for
// nobody. Where the database cannot be had, for another process's write or since
// its server starts anew, a method waits ten seconds at most.
//
// A time is kept to the millisecond and comes back in UTC; where none is given,
// it is now. A list that is empty comes back nil. Every error says what was
// being done and wraps what went wrong, such as the end of the context.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrNotFound is when what is looked for was never kept, or is erased.
var ErrNotFound = errors.New("not kept, or no longer")

// patience is how long people wait.
const patience = 10 * time.Second

// Store remembers. It is safe for concurrent use, also of several on one
// database.
type Store struct {
	engine
	write *sql.DB
	read  *sql.DB // connections that a writer does not hold up
	now   func() time.Time

	patience time.Duration // how long a method waits for the database
}

// engine is what the databases do differently.
type engine interface {
	// bind puts a statement, whose placeholders are ?, and its arguments as the
	// database wants them.
	bind(statement string, args []any) (string, []any)
	// passing reports whether nothing was done for a reason that may be gone in a
	// moment.
	passing(err error) bool
	// scrub leaves nothing of what was erased.
	scrub(ctx context.Context) error
	// exclusive waits until no other process works off what was accepted.
	exclusive(ctx context.Context, who string) (release func(), err error)
	// alone says what to do if a bot works on it, and keeps others from it until
	// release is called, where it can.
	alone(ctx context.Context) (release func(), err error)
	// snapshot reads what there is at one moment.
	snapshot(ctx context.Context) (*sql.Tx, error)
	// settle sees to what depends on rows that were copied.
	settle(ctx context.Context, tx *sql.Tx) error
	// worker is the name of the last that had it exclusively.
	worker(ctx context.Context) (who string, err error)
	close() error
}

// Open opens the store at url, and makes it or brings it up to date if need be:
//
//	sqlite:///path/to/pilcrow.db      a file; its directories are made
//	sqlite://:memory:                 one that is gone afterwards
//	postgres://user@host:5432/name    a database of a PostgreSQL server
//
// A file it makes is for the user alone (mode 0600), directories likewise
// (0700). An error tells the operator what to do, and no password.
func Open(ctx context.Context, url string, now func() time.Time) (*Store, error) {
	return open(ctx, url, &Store{now: now, patience: patience})
}

func open(ctx context.Context, url string, s *Store) (*Store, error) {
	scheme, path, _ := strings.Cut(url, "://")
	var err error
	switch {
	case scheme == "sqlite" && path != "":
		err = s.openSQLite(ctx, path)
	case scheme == "postgres" || scheme == "postgresql":
		err = s.openPostgres(ctx, url)
	default:
		err = fmt.Errorf("cannot open %s: possible are sqlite:///path/to/pilcrow.db, which is a file, "+
			"postgres://user:password@host:5432/database, and sqlite://:memory:, which is gone afterwards", kindOf(url))
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return s, nil
}

// kindOf is as much of a URL as has no password in it.
func kindOf(url string) string {
	if scheme, _, ok := strings.Cut(url, "://"); ok {
		return scheme + "://…"
	}
	return "what does not begin with sqlite:// or postgres://"
}

// Close waits for what is being done and closes the store. Every method gives
// an error from then on.
func (s *Store) Close() error {
	if err := errors.Join(s.read.Close(), s.write.Close(), s.close()); err != nil {
		return fmt.Errorf("store: closing: %w", err)
	}
	return nil
}

// patiently tries something until it is done, or it is clear that it will not be.
func (s *Store) patiently(ctx context.Context, try func() error) error {
	begun, wait := time.Now(), 10*time.Millisecond
	for {
		err := try()
		if err == nil || ctx.Err() != nil || !s.passing(err) || time.Since(begun) > s.patience {
			return err
		}
		select {
		case <-time.After(wait):
			wait = min(2*wait, time.Second)
		case <-ctx.Done():
		}
	}
}

// runner runs a statement of a transaction and says how many rows it touched. What
// uses it may be run again from its beginning.
type runner func(statement string, args ...any) (int, error)

// change does what do does, all of it or nothing.
func (s *Store) change(ctx context.Context, doing string, do func(runner) error) error {
	return explain(ctx, doing, s.patiently(ctx, func() error { return s.transact(ctx, do) }))
}

// unsure is an error that came while a transaction was committed: it may have
// been.
type unsure struct{ error }

func (u unsure) Unwrap() error { return u.error }

func (s *Store) transact(ctx context.Context, do func(runner) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to undo once committed
	err = do(func(statement string, args ...any) (int, error) {
		statement, args = s.bind(statement, args)
		result, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		return int(n), err
	})
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return unsure{err}
	}
	return nil
}

// run is a change of one statement.
func (s *Store) run(ctx context.Context, doing, statement string, args ...any) (n int, err error) {
	err = s.change(ctx, doing, func(run runner) error {
		n, err = run(statement, args...)
		return err
	})
	return n, err
}

// update is a change of one row, which has to be there.
func (s *Store) update(ctx context.Context, doing, statement string, args ...any) error {
	n, err := s.run(ctx, doing, statement, args...)
	if err == nil && n == 0 {
		return explain(ctx, doing, ErrNotFound)
	}
	return err
}

// all is every row that query finds, each as a T, whose columns say where they go.
func all[T any](ctx context.Context, s *Store, doing string, columns func(*T) []any, query string, args ...any) ([]T, error) {
	var found []T
	query, args = s.bind(query, args)
	err := s.patiently(ctx, func() (err error) {
		found, err = collect(ctx, s.read, columns, query, args...)
		return err
	})
	return found, explain(ctx, doing, err)
}

func collect[T any](ctx context.Context, db *sql.DB, columns func(*T) []any, query string, args ...any) (found []T, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what went wrong is in rows.Err
	for rows.Next() {
		var row T
		if err := rows.Scan(columns(&row)...); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return found, nil
}

// first is the first of all, or ErrNotFound.
func first[T any](ctx context.Context, s *Store, doing string, columns func(*T) []any, query string, args ...any) (row T, err error) {
	found, err := all(ctx, s, doing, columns, query, args...)
	if err != nil {
		return row, err
	}
	if len(found) == 0 {
		return row, explain(ctx, doing, ErrNotFound)
	}
	return found[0], nil
}

// explain says what was being done when err came up. That the context had
// ended explains more than what came of it.
func explain(ctx context.Context, doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		err = ctx.Err()
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

// only is where a row of one column goes.
func only[T any](column *T) []any { return []any{column} }

// insert is the statement that inserts one row with these columns.
func insert(table, columns string) string {
	return "INSERT INTO " + table + " (" + columns + ") VALUES (?" + strings.Repeat(", ?", strings.Count(columns, ",")) + ")"
}

// timed is t, or else the time it is.
func (s *Store) timed(t time.Time) time.Time {
	if t.IsZero() {
		return s.now()
	}
	return t
}
