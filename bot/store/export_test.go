package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"time"

	"github.com/pressly/goose/v3"
)

// Impatient has the writer wait for no lock.
func (s *Store) Impatient(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, "PRAGMA busy_timeout(0)")
	return err
}

// Handles are the connections of the writer and of the readers.
func (s *Store) Handles() (write, read *sql.DB) { return s.write, s.read }

// Down undoes every migration.
func (s *Store) Down(ctx context.Context) error {
	dialect, files := goose.DialectSQLite3, "migrations/sqlite"
	if s.Queue() != nil {
		dialect, files = goose.DialectPostgres, "migrations/postgres"
	}
	p, err := goose.NewProvider(dialect, s.write, os.DirFS(files))
	if err != nil {
		return err
	}
	_, err = p.DownTo(ctx, 0)
	return err
}

// Migrate brings the tables of a file up to date as another process would.
func Migrate(ctx context.Context, path string, from fs.FS) error {
	db, err := connect(&url.URL{Path: path}, 1, writing)
	if err != nil {
		return err
	}
	return errors.Join(migrateSQLite(ctx, db, from), db.Close())
}

// Advise is what the operator hears of an error.
func Advise(path string, err error) error { return advise(path, err) }

// Explain is what a caller hears of an error.
func Explain(ctx context.Context, doing string, err error) error { return explain(ctx, doing, err) }

// OpenImpatiently opens a store that waits for no database.
func OpenImpatiently(ctx context.Context, url string, now func() time.Time) (*Store, error) {
	return open(ctx, url, &Store{now: now})
}

// Transact changes several things, all or none.
func (s *Store) Transact(ctx context.Context, do func(run func(string, ...any) (int, error)) error) error {
	return s.change(ctx, "changing", func(run runner) error { return do(run) })
}

// Tables are those that are moved.
var Tables = tables

// Kept are the tables that are exported and erased by workspace.
func Kept() (tables []string) {
	for _, k := range kept {
		tables = append(tables, k.table)
	}
	return tables
}
