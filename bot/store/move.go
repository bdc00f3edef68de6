package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// tables are all that hold something. Whoever adds one to the migrations adds it
// here.
var tables = []string{
	"turns", "listening", "settings", "asked", "feedback", "handoffs", "learned", "versions", "claims", "events", "writes",
	"installations", "belongs",
}

// lets is how long a move waits for a bot to let go of its file.
const lets = time.Second

// Moved is what was moved, in rows.
type Moved struct {
	Rows    int
	Waiting int // events that are to be done, which the next bot does
}

// sum is what rows hold, whatever their order.
type sum struct {
	rows int
	hash [4]uint64
}

// add adds a row.
func (s *sum) add(row []any) {
	s.rows++
	digest := sha256.Sum256(fmt.Appendf(nil, "%#v", row))
	for i := range s.hash {
		s.hash[i] += binary.BigEndian.Uint64(digest[8*i:])
	}
}

// MoveTo copies everything into another store, which has to be empty, all of it or
// nothing, and reads it again there to see that nothing was lost. No bot may work
// on either of them.
func (s *Store) MoveTo(ctx context.Context, to *Store) (moved Moved, err error) {
	for _, one := range []*Store{s, to} {
		release, err := one.alone(ctx)
		if err != nil {
			return moved, explain(ctx, "moving", err)
		}
		defer release()
	}
	moved, err = s.copyTo(ctx, to)
	return moved, explain(ctx, "moving", err)
}

// Backup writes everything into a SQLite file, as it is at one moment, while a
// bot may work. The file is there when it is whole, and may not be there before.
func (s *Store) Backup(ctx context.Context, path string) (moved Moved, err error) {
	if _, err := os.Lstat(path); err == nil {
		return moved, fmt.Errorf("store: %s is there already: name another file", path)
	}
	aside := path + ".part"
	if err := os.Remove(aside); err != nil && !errors.Is(err, os.ErrNotExist) { // of a backup that was broken off
		return moved, fmt.Errorf("store: backing up: %w", err)
	}
	to, err := Open(ctx, "sqlite://"+aside, s.now)
	if err != nil {
		return moved, err
	}
	moved, err = s.copyTo(ctx, to)
	if err = errors.Join(err, to.Close()); err == nil {
		err = os.Rename(aside, path)
	}
	if err != nil {
		_ = os.Remove(aside) // the error to tell is the first
	}
	return moved, explain(ctx, "backing up", err)
}

// copyTo is MoveTo for whoever need not be alone.
func (s *Store) copyTo(ctx context.Context, to *Store) (moved Moved, err error) {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return moved, err
	}
	defer func() { _ = snapshot.Rollback() }() // it was only read from
	tx, err := to.write.BeginTx(ctx, nil)
	if err != nil {
		return moved, err
	}
	defer func() { _ = tx.Rollback() }()                                   // nothing to undo once committed
	if _, err := tx.ExecContext(ctx, "DELETE FROM versions"); err != nil { // that nothing was learned
		return moved, err
	}
	for _, table := range tables {
		rows, err := copyTable(ctx, table, snapshot, tx, to)
		if err != nil {
			return moved, fmt.Errorf("the table %s: %w", table, err)
		}
		moved.Rows += rows
	}
	if err := to.settle(ctx, tx); err != nil {
		return moved, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM events WHERE state = 'waiting'").Scan(&moved.Waiting); err != nil {
		return moved, err
	}
	return moved, tx.Commit()
}

// copyTable copies a table's rows, and compares what is there then.
func copyTable(ctx context.Context, table string, from, to *sql.Tx, target *Store) (n int, err error) {
	columns, err := shared(ctx, table, from, to)
	if err != nil {
		return 0, err
	}
	there, err := read(ctx, to, table, columns, target, nil)
	if err != nil {
		return 0, err
	}
	if there.rows > 0 {
		return 0, fmt.Errorf("it is not empty where it is to go, it has %d rows: name an empty database, such as a new one", there.rows)
	}
	statement, _ := target.bind(insert(table, columns), nil)
	into, err := to.PrepareContext(ctx, statement)
	if err != nil {
		return 0, err
	}
	defer func() { _ = into.Close() }() // nothing is lost by it
	sent, err := read(ctx, from, table, columns, target, func(row []any) error {
		_, err := into.ExecContext(ctx, row...)
		return err
	})
	if err != nil {
		return 0, err
	}
	arrived, err := read(ctx, to, table, columns, target, nil)
	if err == nil && arrived != sent {
		err = fmt.Errorf("%d rows were sent and %d arrived, or they are not the same: nothing was moved", sent.rows, arrived.rows)
	}
	return sent.rows, err
}

// shared are the columns that a table has in both places.
func shared(ctx context.Context, table string, from, to *sql.Tx) (string, error) {
	var names [2][]string
	for i, tx := range []*sql.Tx{from, to} {
		rows, err := tx.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0")
		if err != nil {
			return "", err
		}
		names[i], err = rows.Columns()
		if err = errors.Join(err, rows.Close()); err != nil {
			return "", err
		}
	}
	both := slices.DeleteFunc(names[0], func(name string) bool { return !slices.Contains(names[1], name) })
	return strings.Join(both, ", "), nil
}

// read hands out every row of a table, as the target can hold it, and sums them
// up.
func read(ctx context.Context, tx *sql.Tx, table, columns string, target *Store, each func(row []any) error) (all sum, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+columns+" FROM "+table)
	if err != nil {
		return all, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return all, err
	}
	row := make([]any, len(types))
	for rows.Next() {
		for i := range row {
			row[i] = place(types[i].DatabaseTypeName())
		}
		if err := rows.Scan(row...); err != nil {
			return all, err
		}
		for i := range row {
			row[i] = value(row[i])
		}
		_, held := target.bind("", row)
		all.add(held)
		if each == nil {
			continue
		}
		if err := each(held); err != nil {
			return all, err
		}
	}
	return all, rows.Err()
}

// place is where a column of this type goes.
func place(column string) any {
	switch column {
	case "TEXT":
		return new(string)
	case "BOOLEAN", "BOOL":
		return new(bool)
	}
	return new(int64)
}

// value is what is in a place.
func value(place any) any {
	switch place := place.(type) {
	case *string:
		return *place
	case *bool:
		return *place
	case *int64:
		return *place
	}
	return nil
}
