package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

const (
	inMemory = ":memory:"

	// readers is how many read side by side.
	readers = 4

	// waiting is how long a statement waits for a lock of another process: patience.
	waiting = "busy_timeout(10000)"
)

// What a connection is told first: to let readers be while somebody writes
// (WAL), to have a commit on disk (FULL), to overwrite what is deleted
// (secure_delete), and to do without temporary files, as there may be no place
// for any.
var (
	writing = []string{waiting, "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "secure_delete(ON)", "temp_store(MEMORY)"}
	reading = []string{waiting, "query_only(ON)", "temp_store(MEMORY)"}
)

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

// opening lets a process open one file at a time. When a process closes any
// descriptor of a file it loses every lock it has on that file, so the
// descriptor that a file is made with must be gone before SQLite opens it.
var opening sync.Mutex

// sqlite is the engine of a file, or of what is in memory.
type sqlite struct {
	db   *sql.DB // one connection, as the file has one writer at a time
	read *sql.DB
	path string // of the file; empty for what is in memory
}

// openSQLite opens a file, or what is in memory, and brings it up to date.
func (s *Store) openSQLite(ctx context.Context, path string) (err error) {
	s.write, s.read, err = connectSQLite(ctx, path)
	if path == inMemory {
		path = ""
	}
	s.engine = &sqlite{db: s.write, read: s.read, path: path}
	return err
}

func connectSQLite(ctx context.Context, path string) (write, read *sql.DB, err error) {
	opening.Lock()
	defer opening.Unlock()
	if path == inMemory {
		write, err = connect(&url.URL{Opaque: path}, 1, writing)
		read = write // it is there for this one connection
	} else {
		write, read, err = openFile(path)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := migrateSQLite(ctx, write, sqliteMigrations); err != nil {
		_, _ = read.Close(), write.Close() // the error to tell is the first
		return nil, nil, advise(path, err)
	}
	return write, read, nil
}

func openFile(path string) (write, read *sql.DB, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return nil, nil, fmt.Errorf("finding %s: %w", path, err)
	}
	if err := makeFile(path); err != nil {
		return nil, nil, fmt.Errorf("cannot make %s: %w. %s", path, err, adviceWritable)
	}
	if write, err = connect(&url.URL{Path: path}, 1, writing); err != nil {
		return nil, nil, err
	}
	read, err = connect(&url.URL{Path: path}, readers, reading)
	return write, read, err
}

// makeFile makes the file, empty, if there is none. One that is there is not
// touched.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// connect has up to n connections to a place, none of them yet. Transactions
// lock at their beginning, since one that locks later may find that it is late.
func connect(place *url.URL, n int, pragmas []string) (*sql.DB, error) {
	place.Scheme = "file"
	place.RawQuery = url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()
	db, err := sql.Open("sqlite", place.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// again is how long after a first connection that fails another one is tried.
const again = 20 * time.Millisecond

// reach makes the first connection. Of two processes that turn a new file to WAL
// at the same moment, SQLite tells one at once that it is busy, however long it
// would wait for a lock; so it is tried again for as long.
func reach(ctx context.Context, db *sql.DB) error {
	for until := time.Now().Add(patience); ; {
		err := db.PingContext(ctx)
		var fault *driver.Error
		if !errors.As(err, &fault) || fault.Code()&0xff != codes.SQLITE_BUSY || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(again):
		}
	}
}

// migrateSQLite brings the tables up to date. Another process may be about the
// same. As each migration is a transaction, whoever comes late with one fails
// whole, and finds it done the next time.
func migrateSQLite(ctx context.Context, db *sql.DB, from fs.FS) error {
	if err := reach(ctx, db); err != nil { // goose would say it less plainly
		return err
	}
	files, err := fs.Sub(from, "migrations/sqlite")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	for range len(provider.ListSources()) + 1 {
		if _, err = provider.Up(ctx); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	return newer(ctx, provider)
}

const (
	adviceWritable = "Make the directory and the file writable for the user that pilcrow runs as, or name another file"
	adviceDatabase = "Move the file away, or name another: pilcrow makes a new one"
	adviceNewer    = "Run that pilcrow or a newer one, or name another file"
	adviceLocked   = "Another program has the file and does not let go of it: stop that program, or name another file"
)

// advise says of a file that cannot be used what to do about it.
func advise(path string, err error) error {
	if errors.Is(err, errNewer) {
		return fmt.Errorf("cannot use %s: %w. %s", path, err, adviceNewer)
	}
	var fault *driver.Error
	if !errors.As(err, &fault) {
		return fmt.Errorf("opening %s: %w", path, err)
	}
	switch fault.Code() & 0xff { // the rest is detail
	case codes.SQLITE_NOTADB, codes.SQLITE_CORRUPT:
		return fmt.Errorf("cannot use %s: %w. %s", path, err, adviceDatabase)
	case codes.SQLITE_CANTOPEN, codes.SQLITE_READONLY, codes.SQLITE_PERM, codes.SQLITE_IOERR:
		return fmt.Errorf("cannot write %s: %w. %s", path, err, adviceWritable)
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return fmt.Errorf("cannot have %s: %w. %s", path, err, adviceLocked)
	}
	return fmt.Errorf("opening %s: %w", path, err)
}

// bind changes nothing: the statements are written as SQLite takes them.
func (*sqlite) bind(statement string, args []any) (string, []any) { return statement, args }

// passing is never: SQLite itself waits for a lock.
func (*sqlite) passing(error) bool { return false }

// scrub leaves nothing of what was erased in the file or in the log ahead of it.
// SQLite overwrites what it deletes, but leaves copies where it moved something.
func (q *sqlite) scrub(ctx context.Context) error {
	if _, err := q.db.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	var busy bool
	var pages, moved int
	err := q.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy {
		err = errors.New("another program has been reading it all the time")
	}
	return err
}

// alone waits a moment for a bot that is just ending.
func (q *sqlite) alone(ctx context.Context) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lets)
	defer cancel()
	return q.exclusive(ctx, "move")
}

func (q *sqlite) snapshot(ctx context.Context) (*sql.Tx, error) {
	return q.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
}

func (*sqlite) settle(context.Context, *sql.Tx) error { return nil }

func (*sqlite) close() error { return nil }
