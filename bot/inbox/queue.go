package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

const (
	// tells is how often, at most, a replica tells River in the others of new jobs;
	// fetches how often these look for them then; polls how often they look in any
	// case, as for what was put off.
	tells   = time.Millisecond
	fetches = 5 * time.Millisecond
	polls   = 100 * time.Millisecond

	// comesBack is when a job looks again whose conversation another one works on.
	// Mostly it is done by then. River itself would need its elected leader for
	// anything longer, and a leader may be gone.
	comesBack = 5 * time.Second

	// minds is how often it is looked for what was left behind; abandoned is how long
	// a job may be running without a lock, and an event waiting without a job.
	minds     = time.Second
	abandoned = 1500 * time.Millisecond

	// ahead and usual are the priorities of jobs: what was left behind comes before what
	// is new. River takes those of one priority by when they are due, so that an event
	// which has to wait a little more would otherwise begin anew behind all others.
	ahead, usual = 1, 2

	// inTime is how long accepting may take: Slack waits three seconds.
	inTime = 2500 * time.Millisecond
)

// job is what River knows of an event: not what it says, which is erased when it
// is done.
type job struct {
	Event string `json:"event"`
}

// Kind is the name of such jobs.
func (job) Kind() string { return "event" }

// queue is the inbox over PostgreSQL: for each event that is accepted there is a
// job of River's, from the same transaction. Whichever replica gets the job locks
// the event's conversation (locks.go) and works off what that has, oldest first;
// a job that finds its conversation locked comes back later, and mostly finds
// that there is nothing left to do. A job ends only when its event has: so
// nothing is lost, and the lock sees to it that nothing is done twice.
type queue struct {
	store    *store.Store
	events   *store.Queue
	handle   func(context.Context, Event) error
	log      zerolog.Logger
	capacity int

	river *river.Client[pgx.Tx]
	locks locks
	clerk clerk
	depth atomic.Int64

	ctx     context.Context // of what is done; ends when draining takes too long
	cancel  context.CancelFunc
	beside  context.Context // of minding
	idle    context.CancelFunc
	minding sync.WaitGroup
	starts  sync.WaitGroup // of River
	closed  atomic.Bool
}

func openQueue(ctx context.Context, s *store.Store, capacity, workers int, log zerolog.Logger, handle func(context.Context, Event) error) (*queue, error) {
	q := &queue{store: s, events: s.Queue(), handle: handle, log: log, capacity: capacity}
	q.locks = locks{pool: q.events.Pool, log: log}
	q.ctx, q.cancel = context.WithCancel(context.WithoutCancel(ctx))
	handlers := river.NewWorkers()
	river.AddWorker(handlers, river.WorkFunc(q.work))
	var err error
	q.river, err = river.NewClient(riverpgxv5.New(q.events.Pool), &river.Config{
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers, FetchCooldown: fetches}},
		Workers:                     handlers,
		Logger:                      slog.New(zerolog.NewSlogHandler(rarely(log))),
		FetchCooldown:               tells,
		FetchPollInterval:           polls,
		JobTimeout:                  -1, // a job has its lock for as long as it takes
		CompletedJobRetentionPeriod: time.Minute,
	})
	if err != nil {
		return nil, fmt.Errorf("setting the queue up: %w", err)
	}
	if err = q.locks.look(ctx); err == nil {
		err = q.count(ctx)
	}
	if err != nil {
		q.locks.drop()
		q.cancel()
		return nil, fmt.Errorf("taking up what was left: %w", err)
	}
	q.beside, q.idle = context.WithCancel(q.ctx)
	q.minding.Go(func() { q.locks.run(q.beside) })
	q.minding.Go(func() { q.mind(q.beside) })
	q.clerk.start(q.writeDown)
	return q, nil
}

// rarely is the log of River, which complains ten times a second while the
// database is gone.
func rarely(log zerolog.Logger) zerolog.Logger {
	return log.Level(max(log.GetLevel(), zerolog.WarnLevel)).Sample(&zerolog.BurstSampler{Burst: 5, Period: 10 * time.Second})
}

func (q *queue) Accept(ev Event) (fresh bool, err error) {
	if q.closed.Load() {
		return false, ErrClosed
	}
	return q.clerk.accept(ev, q.Depth, q.capacity)
}

func (q *queue) Depth() int { return int(q.depth.Load()) }

// writeDown writes events down, with a job for each, within inTime of when the last of
// them came: those that had to wait while the database was gone are not to wait as long
// once more.
func (q *queue) writeDown(batch []*incoming) {
	rows := make([]*store.Accepted, len(batch))
	for i := range batch {
		rows[i] = &batch[i].row
	}
	err := errNoSession // nobody waits for what is known
	if !q.locks.lost.Load() {
		ctx, cancel := context.WithDeadline(q.ctx, batch[len(batch)-1].came.Add(inTime))
		defer cancel()
		err = q.events.Enqueue(ctx, rows, q.enqueue)
	}
	for _, i := range batch {
		if err == nil && i.row.Fresh {
			q.depth.Add(1)
		}
		i.done <- err
	}
}

// enqueue makes a job for each event.
func (q *queue) enqueue(ctx context.Context, tx pgx.Tx, ids []string) error {
	jobs := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		jobs[i] = river.InsertManyParams{Args: job{Event: id}, InsertOpts: &river.InsertOpts{Priority: usual}}
	}
	_, err := q.river.InsertManyTx(ctx, tx, jobs)
	return err
}

// Begin has River fetch jobs. Until then it fetches none: a replica that is not ready
// could but put them off, and they would lose their place in the queue.
func (q *queue) Begin() {
	q.starts.Go(func() {
		for !q.closed.Load() {
			err := q.river.Start(q.ctx)
			if err == nil || q.ctx.Err() != nil {
				return
			}
			q.log.Warn().Err(err).Msg("cannot begin yet")
			select {
			case <-time.After(minds):
			case <-q.ctx.Done():
			}
		}
	})
}

// work works off what is to be done in the conversation of a job's event.
func (q *queue) work(ctx context.Context, j *river.Job[job]) error {
	conversation, err := q.events.Conversation(ctx, j.Args.Event)
	for err == nil {
		var wait time.Duration
		if wait, err = q.workOff(ctx, conversation); err == nil && wait > 0 {
			return river.JobSnooze(min(wait, comesBack))
		}
	}
	switch {
	case errors.Is(err, store.ErrNotFound): // all is done
		return nil
	case ctx.Err() != nil, errors.Is(err, ErrClosed): // another process does it
		return river.JobSnooze(0)
	}
	q.log.Warn().Err(err).Str("event", j.Args.Event).Msg("the database was of no use")
	return river.JobSnooze(time.Second)
}

// workOff handles the events of a conversation, oldest first, as long as there is
// one that can be handled now. Then it says how long to wait until there may be
// one again, as it is put off or somebody else is at it; or ErrNotFound where none
// is left.
func (q *queue) workOff(ctx context.Context, conversation string) (wait time.Duration, err error) {
	working, release, ok, err := q.locks.try(ctx, conversation)
	if err != nil {
		return 0, err
	}
	if !ok {
		return comesBack, nil
	}
	for err == nil && !q.closed.Load() {
		var row store.Taken
		if row, err = q.events.Take(working, conversation, time.Now()); err == nil {
			err = q.do(ctx, working, row)
		}
	}
	release()
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, err
	}
	// A job that came meanwhile has found the lock taken.
	wait, err = q.events.Due(ctx, conversation, time.Now())
	if err == nil && q.closed.Load() {
		err = ErrClosed
	}
	return wait, err
}

// do handles an event under the lock of its conversation, which working ends
// with, and keeps what became of it. An error is for when nothing did.
func (q *queue) do(ctx, working context.Context, row store.Taken) error {
	var ev Event
	if err := json.Unmarshal([]byte(row.Body), &ev); err != nil {
		q.log.Error().Err(err).Str("event", row.ID).Msg("an event that cannot be read")
		return q.store.GiveUp(ctx, row.ID, row.Attempts, "it cannot be read")
	}
	ev.AcceptedAt, ev.Attempts, ev.Again = row.At, row.Attempts, row.Again
	err := q.handle(working, ev)
	if err != nil && working.Err() != nil { // the lock is lost, or time is up: it is another one's
		return working.Err()
	}
	return q.finished(ctx, ev, err)
}

// finished keeps what became of an event.
func (q *queue) finished(ctx context.Context, ev Event, err error) error {
	again := new(Again)
	switch {
	case err == nil:
		q.depth.Add(-1)
		return q.store.Done(ctx, ev.ID)
	case !errors.As(err, &again):
		q.log.Error().Err(err).Str("event", ev.ID).Msg("given up")
		return q.store.GiveUp(ctx, ev.ID, ev.Attempts+1, err.Error())
	case again.After > 0: // Slack says when
		return q.store.Later(ctx, ev.ID, ev.Attempts, time.Now().Add(again.After), again.Err.Error())
	case ev.Attempts+1 >= maxAttempts:
		q.log.Error().Err(again.Err).Str("event", ev.ID).Int("attempts", ev.Attempts+1).Msg("given up")
		return q.store.GiveUp(ctx, ev.ID, ev.Attempts+1, again.Err.Error())
	}
	wait := backOff(ev.Attempts)
	q.log.Warn().Err(again.Err).Str("event", ev.ID).Dur("wait", wait).Msg("trying again")
	return q.store.Later(ctx, ev.ID, ev.Attempts+1, time.Now().Add(wait), again.Err.Error())
}

// mind takes up, until ctx ends, what was left behind.
func (q *queue) mind(ctx context.Context) {
	ticker := time.NewTicker(minds)
	defer ticker.Stop()
	for {
		if err := errors.Join(q.count(ctx), q.rescue(ctx), q.adopt(ctx)); err != nil && ctx.Err() == nil {
			q.log.Warn().Err(err).Msg("cannot look for what was left")
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// count counts what is to be done, over all replicas.
func (q *queue) count(ctx context.Context) error {
	n, err := q.events.Depth(ctx)
	if err == nil {
		q.depth.Store(int64(n))
	}
	return err
}

// rescue gives back the jobs of replicas that are gone: those that are running,
// and whose conversation nobody has locked. They come ahead of what is new. River
// itself would only after a time in which every job has ended for sure, and looks twice
// a minute.
func (q *queue) rescue(ctx context.Context) error {
	tag, err := q.events.Pool.Exec(ctx, `UPDATE river_job SET state = 'available', priority = $2
		WHERE state = 'running' AND kind = 'event' AND attempted_at < now() - make_interval(secs => $1)
		AND NOT EXISTS (SELECT FROM events JOIN pg_locks ON locktype = 'advisory' AND objsubid = 1 AND granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
			AND (classid::bigint << 32 | objid::bigint) = `+lockOf("conversation")+`
			WHERE id = args->>'event')`, abandoned.Seconds(), ahead)
	if err == nil && tag.RowsAffected() > 0 {
		q.log.Info().Int64("jobs", tag.RowsAffected()).Msg("taking up what another process has left")
	}
	return err
}

// adopt makes jobs for events that have none: those that failed and are to be
// tried again, and those that come from another database.
func (q *queue) adopt(ctx context.Context) error {
	orphans, err := q.events.Orphans(ctx, abandoned)
	for _, row := range orphans {
		var ev Event
		if bad := json.Unmarshal([]byte(row.Body), &ev); bad != nil {
			err = errors.Join(err, q.store.GiveUp(ctx, row.ID, row.Attempts, "it cannot be read"))
			continue
		}
		err = errors.Join(err, q.events.Requeued(ctx, row.ID, ev.conversation(), q.enqueue))
	}
	return err
}

// Drain waits no longer for River than a second after ctx, in case the database is
// gone that it wants to tell something.
func (q *queue) Drain(ctx context.Context) error {
	if q.closed.Swap(true) {
		return nil
	}
	defer q.cancel()
	q.clerk.stop()
	giveUp := context.AfterFunc(ctx, q.cancel) // a start that hangs
	q.starts.Wait()                            // River is not to be started and stopped at once
	giveUp()
	err := q.river.Stop(ctx)
	if err != nil {
		q.cancel()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		err = fmt.Errorf("draining the inbox: not all in hand was finished in time: %w", errors.Join(err, q.river.StopAndCancel(ending)))
	}
	q.idle()
	q.minding.Wait()
	return err
}
