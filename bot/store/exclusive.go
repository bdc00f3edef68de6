package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// errHeld says that another process holds the lock.
var errHeld = errors.New("another process has it")

// takesOver is how often it is looked whether the other process has ended.
const takesOver = 20 * time.Millisecond

// Exclusive makes this process, which goes by the name who, the one that works off
// what was accepted, until release is called or the process ends, however it
// ends. If another one is at it, Exclusive waits for it to end, at most as long as
// ctx lasts: that is how a new version takes over from the old one.
//
// On PostgreSQL many work side by side, and nobody waits.
func (s *Store) Exclusive(ctx context.Context, who string) (release func(), err error) {
	if err := s.write.PingContext(ctx); err != nil {
		return nil, explain(ctx, "taking over", err)
	}
	return s.exclusive(ctx, who)
}

// Worker is the name of the process that works off what was accepted, or of the
// last that did. It is empty if there was none, and on PostgreSQL.
func (s *Store) Worker(ctx context.Context) (who string, err error) {
	if err := s.write.PingContext(ctx); err != nil {
		return "", explain(ctx, "asking who works here", err)
	}
	who, err = s.worker(ctx)
	return who, explain(ctx, "asking who works here", err)
}

func (q *sqlite) exclusive(ctx context.Context, who string) (release func(), err error) {
	if q.path == "" { // in memory, where nobody else can be
		return func() {}, nil
	}
	file, err := os.OpenFile(q.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: opening the lock: %w", err)
	}
	ticker := time.NewTicker(takesOver)
	defer ticker.Stop()
	for {
		err := lock(file)
		if err == nil {
			_ = os.WriteFile(file.Name(), []byte(who), 0o600) // for whoever waits, to know for whom
			return func() { _ = file.Close() }, nil           // which lets go of it
		}
		if !errors.Is(err, errHeld) {
			return nil, errors.Join(fmt.Errorf("store: locking %s: %w", file.Name(), err), file.Close())
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			_ = file.Close() // it was not locked
			return nil, fmt.Errorf("store: another pilcrow works on %s: "+
				"stop it, or give this one another database with PILCROW_DATABASE: %w", q.path, ctx.Err())
		}
	}
}

func (q *sqlite) worker(context.Context) (who string, err error) {
	name, err := os.ReadFile(q.path + ".lock")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(name), err
}
