package inbox

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/rs/zerolog"
)

// lockOf is the SQL for the number that stands for a conversation among
// PostgreSQL's advisory locks. Two bots in two schemas do not hold each other up.
func lockOf(conversation string) string {
	return "hashtextextended('pilcrow ' || current_schema() || ' ' || " + conversation + ", 0)"
}

const (
	// looks is how often it is looked whether the session of the locks is still
	// there, and answers is how long that may take.
	looks   = 500 * time.Millisecond
	answers = 2 * time.Second
)

// errNoSession is when there are no locks to be had, as the database is gone.
var errNoSession = errors.New("the session that holds the locks is lost")

// locks sees to it that a conversation is worked on by one replica at a time. It
// holds PostgreSQL's advisory locks, all of them in one session: when the process
// is gone, however it went, so is the session, and the locks are free at once. A
// process that loses its session without ending, since the database is gone or
// the line is dead, drops what it has in hand before another one takes it up: its
// work is bound to the session.
type locks struct {
	pool *pgxpool.Pool
	log  zerolog.Logger

	mu      sync.Mutex
	session *session    // nil while there is none
	lost    atomic.Bool // it is so after there was one
}

// session is a connection with the locks it holds.
type session struct {
	conn *pgx.Conn
	held map[string]bool // by this process; PostgreSQL would let it have them twice
	ctx  context.Context // ends with the session
	end  context.CancelFunc
}

// keepalive has the server see soon that a machine is gone which says nothing
// more: after some ten seconds, much later than the process drops its work.
const keepalive = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 4"

// run has a session until ctx ends, a new one whenever the old one is lost.
func (l *locks) run(ctx context.Context) {
	ticker := time.NewTicker(looks)
	defer ticker.Stop()
	defer l.drop()
	for was := false; ; {
		err := l.look(ctx)
		switch now := l.lost.Load(); {
		case now && !was && ctx.Err() == nil:
			was = true
			l.log.Warn().Err(err).Msg("the database is gone")
		case was && !now:
			was = false
			l.log.Info().Msg("the database is there again")
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// look sees that there is a session.
func (l *locks) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answers)
	defer cancel()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.session != nil {
		if err := l.session.conn.Ping(ctx); err != nil {
			l.lose()
			return err
		}
		return nil
	}
	pooled, err := l.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := pooled.Hijack() // it is ours, and dies with its locks
	if _, err := conn.Exec(ctx, keepalive); err != nil {
		_ = conn.Close(ctx) // of no use
		return err
	}
	s := &session{conn: conn, held: map[string]bool{}}
	s.ctx, s.end = context.WithCancel(context.Background())
	l.session = s
	l.lost.Store(false)
	return nil
}

// lose ends the session, and with it what was done under its locks. The caller
// holds mu.
func (l *locks) lose() {
	l.session.end()
	l.lost.Store(true)
	ctx, cancel := context.WithTimeout(context.Background(), answers)
	defer cancel()
	_ = l.session.conn.Close(ctx) // it may be closed already
	l.session = nil
}

func (l *locks) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.session != nil {
		l.lose()
	}
}

// try takes a conversation's lock, unless somebody has it. The context is for
// what is done under it; release ends that, and lets go of the lock.
func (l *locks) try(ctx context.Context, conversation string) (working context.Context, release func(), ok bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.session
	if s == nil {
		return nil, nil, false, errNoSession
	}
	if s.held[conversation] {
		return nil, nil, false, nil
	}
	if err := s.ask("SELECT pg_try_advisory_lock("+lockOf("$1")+")", conversation, &ok); err != nil {
		l.lose()
		return nil, nil, false, err
	}
	if !ok {
		return nil, nil, false, nil
	}
	s.held[conversation] = true
	working, cancel := context.WithCancel(ctx)
	unbind := context.AfterFunc(s.ctx, cancel)
	return working, func() {
		unbind()
		cancel()
		l.release(s, conversation)
	}, true, nil
}

func (l *locks) release(s *session, conversation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s != l.session { // it went with the session
		return
	}
	delete(s.held, conversation)
	var had bool
	if err := s.ask("SELECT pg_advisory_unlock("+lockOf("$1")+")", conversation, &had); err != nil {
		l.lose()
	}
}

// ask asks something about a conversation's lock. It waits for the answer no
// longer than is fair to the others that want to ask.
func (s *session) ask(query, conversation string, answer *bool) error {
	ctx, cancel := context.WithTimeout(s.ctx, answers)
	defer cancel()
	return s.conn.QueryRow(ctx, query, conversation).Scan(answer)
}
