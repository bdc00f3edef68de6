package store

import (
	"context"
	"database/sql"
	"os"

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
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, os.DirFS("migrations"))
	if err != nil {
		return err
	}
	_, err = p.DownTo(ctx, 0)
	return err
}

// Advise is what the operator hears of an error.
func Advise(path string, err error) error { return advise(path, err) }
