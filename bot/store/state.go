package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// State is how a database is found.
type State struct {
	Missing bool // there is no such file; the bot makes it
	Version int  // of the tables; 0 for none
	Newest  int  // the version that this program works with
}

// Look says how a database is found, and changes nothing: neither is a file made
// nor are tables brought up to date. It is for a process that has no store open on
// it. An error tells the operator what to do.
func Look(ctx context.Context, at string) (State, error) {
	scheme, path, _ := strings.Cut(at, "://")
	switch {
	case scheme == "sqlite" && path != "":
		return lookSQLite(ctx, path)
	case scheme == "postgres" || scheme == "postgresql":
		return lookPostgres(ctx, at)
	}
	_, err := open(ctx, at, &Store{}) // says what is possible
	return State{}, err
}

func lookSQLite(ctx context.Context, path string) (State, error) {
	newest, err := countFiles(sqliteMigrations, "migrations/sqlite")
	if err != nil || path == inMemory {
		return State{Missing: true, Newest: newest}, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return State{}, fmt.Errorf("store: finding %s: %w", path, err)
	}
	switch file, err := os.OpenFile(path, os.O_RDWR, 0); {
	case errors.Is(err, fs.ErrNotExist):
		return State{Missing: true, Newest: newest}, nil
	case err != nil:
		return State{}, fmt.Errorf("store: cannot write %s: %w. %s", path, err, adviceWritable)
	default:
		if err := file.Close(); err != nil {
			return State{}, fmt.Errorf("store: %w", err)
		}
	}
	db, err := connect(&url.URL{Path: path}, 1, reading)
	if err != nil {
		return State{}, fmt.Errorf("store: %w", advise(path, err))
	}
	version, err := versionOf(ctx, db, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'goose_db_version'")
	if err = errors.Join(err, db.Close()); err != nil {
		return State{}, fmt.Errorf("store: %w", advise(path, err))
	}
	return State{Version: version, Newest: newest}, nil
}

func lookPostgres(ctx context.Context, at string) (State, error) {
	newest, err := countFiles(postgresMigrations, "migrations/postgres")
	if err != nil {
		return State{}, err
	}
	config, err := pgxpool.ParseConfig(at)
	if err != nil { // it may hold the password
		return State{}, fmt.Errorf("store: %s", adviceURL)
	}
	db := stdlib.OpenDB(*config.ConnConfig)
	version, err := versionOf(ctx, db, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'goose_db_version'")
	if err = errors.Join(err, db.Close()); err != nil {
		return State{}, fmt.Errorf("store: %w", advisePostgres(config.ConnConfig, err))
	}
	return State{Version: version, Newest: newest}, nil
}

// versionOf is how far the tables of a database are; 0 where there are none.
func versionOf(ctx context.Context, db *sql.DB, tables string) (version int, err error) {
	var there int
	if err := db.QueryRowContext(ctx, tables).Scan(&there); err != nil || there == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version, err
}

func countFiles(of fs.FS, in string) (int, error) {
	files, err := fs.ReadDir(of, in)
	return len(files), err
}
