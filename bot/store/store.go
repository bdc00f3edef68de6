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
//	the replicas  claims ────── is that done already?
//
// Nothing refers to another table by more than an id, so each is forgotten at
// its own time: [Store.Expire] erases what is old, [Store.Forget] what is kept
// about a person.
//
// A store is one SQLite file. Any number of processes may share it, on one
// machine: a network file system does not lock as SQLite needs it. A write is
// one transaction, on disk when the method returns, which costs a sync of the
// disk (a millisecond or so; only what waits in line for the disk waits), and
// waits at most ten seconds for another process's. A read costs some ten
// microseconds and waits for nobody.
//
// Times are kept to the millisecond and come back in UTC. Where a time is not
// given, it is the store's own clock's. A string or a list that is empty comes
// back empty; a list that is empty comes back nil. Every error wraps what went
// wrong, the context's own among it.
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

// Store remembers. It is safe for concurrent use, also of several on one file.
type Store struct {
	write *sql.DB // one connection, as the database has one writer at a time
	read  *sql.DB // some, which a writer does not hold up
	now   func() time.Time
}

// Open opens the store at url, and makes it or brings it up to date if need be:
//
//	sqlite:///path/to/pilcrow.db   a file; its directories are made
//	sqlite://:memory:              one that is gone afterwards
//
// A file it makes is for the user alone (mode 0600), directories likewise
// (0700). An error tells the operator what to do.
func Open(ctx context.Context, url string, now func() time.Time) (*Store, error) {
	scheme, path, _ := strings.Cut(url, "://")
	if scheme != "sqlite" || path == "" {
		return nil, fmt.Errorf("store: cannot open a store of the kind %q. "+
			"Possible are sqlite:///path/to/pilcrow.db, a file, and sqlite://:memory:, which is gone afterwards", scheme)
	}
	write, read, err := openSQLite(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return &Store{write: write, read: read, now: now}, nil
}

// Close waits for what is being done and closes the store. Every method gives
// an error from then on.
func (s *Store) Close() error {
	if err := errors.Join(s.read.Close(), s.write.Close()); err != nil {
		return fmt.Errorf("store: closing: %w", err)
	}
	return nil
}

// exec runs a statement of a transaction and says how many rows it changed.
type exec func(statement string, args ...any) (int, error)

// change does what do does, all of it or nothing.
func (s *Store) change(ctx context.Context, doing string, do func(exec) error) error {
	if err := s.transact(ctx, do); err != nil {
		return fmt.Errorf("store: %s: %w", doing, err)
	}
	return nil
}

func (s *Store) transact(ctx context.Context, do func(exec) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to undo once committed
	err = do(func(statement string, args ...any) (int, error) {
		result, err := tx.ExecContext(ctx, bind(statement), args...)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		return int(n), err
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}

// exec is a change of one statement.
func (s *Store) exec(ctx context.Context, doing, statement string, args ...any) (n int, err error) {
	err = s.change(ctx, doing, func(run exec) error {
		n, err = run(statement, args...)
		return err
	})
	return n, err
}

// update is a change of one row, which must be there.
func (s *Store) update(ctx context.Context, doing, statement string, args ...any) error {
	n, err := s.exec(ctx, doing, statement, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("store: %s: %w", doing, ErrNotFound)
	}
	return err
}

// all reads every row that query finds into a T, whose columns say where to.
func all[T any](ctx context.Context, s *Store, doing string, columns func(*T) []any, query string, args ...any) ([]T, error) {
	found, err := collect(ctx, s.read, columns, query, args...)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", doing, err)
	}
	return found, nil
}

func collect[T any](ctx context.Context, db *sql.DB, columns func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, bind(query), args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has it
	var found []T
	for rows.Next() {
		var one T
		if err := rows.Scan(columns(&one)...); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

// first is the first of all, or ErrNotFound.
func first[T any](ctx context.Context, s *Store, doing string, columns func(*T) []any, query string, args ...any) (T, error) {
	found, err := all(ctx, s, doing, columns, query, args...)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("store: %s: %w", doing, ErrNotFound)
	}
	if err != nil {
		var none T
		return none, err
	}
	return found[0], nil
}

// only is where a row of one column goes.
func only[T any](column *T) []any { return []any{column} }

// bind puts a statement's placeholders as the database wants them. All
// statements come through here; SQLite takes the ? they are written with.
func bind(statement string) string { return statement }

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
