package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	sessions "github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

// connections are how many a process has at most, if the URL does not say
// pool_max_conns; a few more are used to listen and to hold locks.
const connections = 16

// postgres is the engine of a PostgreSQL database.
type postgres struct {
	pool *pgxpool.Pool
	db   *sql.DB // the same connections
}

// openPostgres opens a database and brings it up to date. It waits a while for a
// server that is just starting.
func (s *Store) openPostgres(ctx context.Context, url string) error {
	config, err := pgxpool.ParseConfig(url)
	if err != nil { // it may hold the password
		return errors.New(adviceURL)
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = connections
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return advisePostgres(config.ConnConfig, err)
	}
	s.write = stdlib.OpenDBFromPool(pool)
	s.read = s.write // nobody is held up
	s.engine = &postgres{pool, s.write}
	starting := Store{engine: s.engine, patience: 3 * s.patience}
	if err := starting.patiently(ctx, func() error { return s.migratePostgres(ctx, pool) }); err != nil {
		_ = s.Close() // the error to tell is the first
		if ctx.Err() != nil {
			return fmt.Errorf("opening the database: %w", ctx.Err())
		}
		return advisePostgres(config.ConnConfig, err)
	}
	return nil
}

// migratePostgres brings the tables up to date, ours and those of the queue, one
// process at a time.
func (s *Store) migratePostgres(ctx context.Context, pool *pgxpool.Pool) (err error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var schema int64 // in which a bot has its tables; another bot may have another
	if err := conn.QueryRowContext(ctx, "SELECT hashtextextended('pilcrow tables of ' || coalesce(current_schema(), ''), 0)").Scan(&schema); err != nil {
		return err
	}
	locker, err := sessions.NewPostgresSessionLocker(sessions.WithLockID(schema), sessions.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	if err := locker.SessionLock(ctx, conn); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, locker.SessionUnlock(context.WithoutCancel(ctx), conn)) }()
	files, err := fs.Sub(postgresMigrations, "migrations/postgres")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, s.write, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	if err := newer(ctx, provider); err != nil {
		return err
	}
	queue, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	_, err = queue.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

const adviceURL = "cannot read the URL of the database: it has to be postgres://user:password@host:5432/database, " +
	"with %40 for an @ in the password. Correct PILCROW_DATABASE"

// What PostgreSQL says is wrong: https://www.postgresql.org/docs/current/errcodes-appendix.html
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	invalidAuthorization = "28000"
	invalidPassword      = "28P01"
	unknownDatabase      = "3D000"
	notAllowed           = "42501"
	tooManyConnections   = "53300"
	adminShutdown        = "57P01"
	crashShutdown        = "57P02"
	startingUp           = "57P03"
	connectionClass      = "08"
)

// advisePostgres says of a database that cannot be used what to do about it.
func advisePostgres(to *pgx.ConnConfig, err error) error {
	place := net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port)))
	if errors.Is(err, errNewer) {
		return fmt.Errorf("cannot use the database %s at %s: %w. Run that pilcrow or a newer one, or name another database", to.Database, place, err)
	}
	switch state(err) {
	case invalidAuthorization, invalidPassword:
		return fmt.Errorf("%s does not let the user %s in: %w. Correct user and password in PILCROW_DATABASE", place, to.User, err)
	case unknownDatabase:
		return fmt.Errorf("there is no database %s at %s: %w. Make it with createdb, or correct PILCROW_DATABASE", to.Database, place, err)
	case notAllowed:
		return fmt.Errorf("the user %s may not make tables in the database %s: %w. Make the user its owner", to.User, to.Database, err)
	}
	if gone(err) {
		return fmt.Errorf("cannot reach PostgreSQL at %s: %w. Start it, or correct PILCROW_DATABASE", place, err)
	}
	return fmt.Errorf("opening the database %s at %s: %w", to.Database, place, err)
}

// state is PostgreSQL's code for what is wrong; empty if it is not PostgreSQL
// that says so.
func state(err error) string {
	if fault, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fault.Code
	}
	return ""
}

// gone reports whether the connection to the server is lost, or cannot be had.
func gone(err error) bool {
	switch code := state(err); {
	case code == adminShutdown, code == crashShutdown, code == startingUp, code == tooManyConnections, strings.HasPrefix(code, connectionClass):
		return true
	case code != "":
		return false
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	return connecting || network || pgconn.SafeToRetry(err) || errors.Is(err, pgconn.ErrConnClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// bind numbers the placeholders, and puts � for what no text of PostgreSQL holds.
func (*postgres) bind(statement string, args []any) (string, []any) {
	parts := strings.Split(statement, "?")
	bound := parts[0]
	for n, part := range parts[1:] {
		bound += "$" + strconv.Itoa(n+1) + part
	}
	held := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			held[i] = holdable(arg)
		case *string:
			held[i] = holdable(*arg)
		default:
			held[i] = arg
		}
	}
	return bound, held
}

// holdable is a text without NUL, in UTF-8.
func holdable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\ufffd"), "\ufffd")
}

func (*postgres) passing(err error) bool {
	switch state(err) {
	case serializationFailure, deadlockDetected: // all is undone
		return true
	}
	_, maybe := errors.AsType[unsure](err)
	return !maybe && gone(err)
}

// scrub has the pages that what was erased stood on made free.
func (p *postgres) scrub(ctx context.Context) error {
	for _, table := range []string{"turns", "events", "writes", "listening", "settings", "asked", "feedback", "handoffs", "learned", "installations"} {
		if _, err := p.pool.Exec(ctx, "VACUUM "+table); err != nil {
			return err
		}
	}
	return nil
}

// exclusive is at once: the queue shares the work out.
func (*postgres) exclusive(context.Context, string) (release func(), err error) {
	return func() {}, nil
}

// alone goes by the leader that the queues of all replicas elect, and that is
// known for some seconds after it was killed.
func (p *postgres) alone(ctx context.Context) (release func(), err error) {
	var led bool
	err = p.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM river_leader WHERE expires_at > now())").Scan(&led)
	if err == nil && led {
		err = errors.New("a bot works on the PostgreSQL database: stop it, or wait 15 seconds if it was killed")
	}
	return func() {}, err
}

func (p *postgres) snapshot(ctx context.Context) (*sql.Tx, error) {
	return p.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// settle goes on counting where the copied events end, and says of them that they
// may have been in hand.
func (*postgres) settle(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range []string{
		"SELECT setval(pg_get_serial_sequence('events', 'n'), (SELECT coalesce(max(n), 0) + 1 FROM events), false)",
		"UPDATE events SET taken = 1",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (*postgres) worker(context.Context) (string, error) { return "", nil }

func (p *postgres) close() error {
	p.pool.Close()
	return nil
}
