package inbox

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// clerk writes events down, as many at once as have come while it was at the
// last ones.
type clerk struct {
	incoming chan *incoming
	coming   atomic.Int64  // events that are on their way
	closing  chan struct{} // closed when nothing more is accepted
	running  sync.WaitGroup
}

// incoming is an event on its way to be written down.
type incoming struct {
	event Event
	row   store.Accepted
	came  time.Time
	done  chan error
}

// start has write keep what comes. It says for each event whether that is done.
func (c *clerk) start(write func([]*incoming)) {
	c.incoming, c.closing = make(chan *incoming), make(chan struct{})
	c.running.Go(func() {
		for {
			select {
			case first := <-c.incoming:
				write(c.batch(first))
			case <-c.closing:
				return
			}
		}
	})
}

// batch is an event and those that wait behind it.
func (c *clerk) batch(first *incoming) []*incoming {
	batch := []*incoming{first}
	for len(batch) < together {
		select {
		case next := <-c.incoming:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// stop takes nothing more, and waits for what is being written.
func (c *clerk) stop() {
	close(c.closing)
	c.running.Wait()
}

// accept has an event written down, unless so many are or are about to be, and
// reports whether it is fresh.
func (c *clerk) accept(ev Event, depth func() int, capacity int) (fresh bool, err error) {
	defer c.coming.Add(-1)
	if c.coming.Add(1)+int64(depth()) > int64(capacity) { // while the disk is slow, many come
		return false, ErrFull
	}
	body, err := json.Marshal(ev)
	if err != nil {
		return false, fmt.Errorf("writing an event down: %w", err)
	}
	i := &incoming{event: ev, came: time.Now(), done: make(chan error, 1), row: store.Accepted{
		ID: ev.ID, Message: ev.message(), Conversation: ev.conversation(), Team: ev.Team, User: ev.User, Body: string(body),
	}}
	select {
	case c.incoming <- i:
	case <-c.closing:
		return false, ErrClosed
	}
	if err := <-i.done; err != nil {
		return false, err
	}
	return i.row.Fresh, nil
}
