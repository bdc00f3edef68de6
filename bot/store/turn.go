package store

import (
	"context"
	"slices"
	"time"
)

// claimLasts is how long a claim keeps others from a question that nobody
// answers: longer than an answer takes, shorter than people wait.
const claimLasts = time.Minute

// Turn is one question and what was answered: the memory of a thread.
type Turn struct {
	ID       string // of the event that asked; what the buttons below an answer carry
	Team     string
	Channel  string
	Thread   string // ts of the thread's first message; empty where there is none
	TS       string // the question's own message; empty for a question nobody else sees
	User     string
	Kind     string // how it was asked
	Closed   bool   // in a conversation of a few people, not in a channel
	Question string
	Reply    string   // ts of the answer's message; empty where only the asker sees it or none was given yet
	Outcome  string   // empty while it is being answered
	Facts    []string // that carry the answer
	Shown    string   // the fact that somebody chose to see in the answer's place; empty for none
	Articles []string // that count here, if not all
	At       time.Time
}

const turnColumns = "id, team, channel, thread, ts, person, kind, closed, question, reply, outcome, facts, shown, articles, at"

func (t *Turn) columns() []any {
	return []any{&t.ID, &t.Team, &t.Channel, &t.Thread, &t.TS, &t.User, &t.Kind, &t.Closed, &t.Question, &t.Reply, &t.Outcome,
		(*list)(&t.Facts), &t.Shown, (*list)(&t.Articles), (*millis)(&t.At)}
}

// unfinished is what a turn is between Begin and Finish.
const unfinished = "reply = '' AND outcome = ''"

// Begin claims a question, which must have an ID. It is fresh for the first who
// claims it, of however many processes: one with the same ID, or about the same
// message, is not. A claim that came to nothing within a minute, with neither
// Reply nor Outcome, may be claimed anew: whoever had it is gone.
//
// It costs one write.
func (s *Store) Begin(ctx context.Context, t Turn) (fresh bool, err error) {
	now := s.now()
	t.At = s.timed(t.At)
	err = s.change(ctx, "claiming the question of "+t.ID, func(run runner) error {
		_, err := run("DELETE FROM turns WHERE "+unfinished+` AND claimed < ?
			AND (id = ? OR channel = ? AND ts = ? AND ts <> '' AND team = ?)`,
			millis(now.Add(-claimLasts)), t.ID, t.Channel, t.TS, t.Team)
		if err != nil {
			return err
		}
		n, err := run(insert("turns", turnColumns+", claimed")+" ON CONFLICT DO NOTHING", append(t.columns(), millis(now))...)
		fresh = n > 0
		return err
	})
	return fresh && err == nil, err
}

// Finish keeps what was answered: Question, Reply, Outcome, Facts and Shown, of the
// turn with that ID. A question that was edited is finished again. It is
// ErrNotFound if the turn was forgotten in the meantime, or claimed by another.
//
// It costs one write.
func (s *Store) Finish(ctx context.Context, t Turn) error {
	return s.update(ctx, "keeping the answer to "+t.ID,
		"UPDATE turns SET question = ?, reply = ?, outcome = ?, facts = ?, shown = ? WHERE id = ?",
		t.Question, t.Reply, t.Outcome, list(t.Facts), t.Shown, t.ID)
}

// Turn is the turn with this ID, finished or not, or ErrNotFound.
func (s *Store) Turn(ctx context.Context, id string) (Turn, error) {
	return first(ctx, s, "looking for turn "+id, (*Turn).columns,
		"SELECT "+turnColumns+" FROM turns WHERE id = ?", id)
}

// TurnAt is the turn whose question is the message ts, finished or not, or
// ErrNotFound.
func (s *Store) TurnAt(ctx context.Context, channel, ts string) (Turn, error) {
	return first(ctx, s, "looking for the question "+ts+" in "+channel, (*Turn).columns,
		"SELECT "+turnColumns+" FROM turns WHERE channel = ? AND ts = ? AND ts <> '' ORDER BY at DESC LIMIT 1", channel, ts)
}

// TurnReplied is the turn whose answer is the message reply, or ErrNotFound.
func (s *Store) TurnReplied(ctx context.Context, channel, reply string) (Turn, error) {
	return first(ctx, s, "looking for the answer "+reply+" in "+channel, (*Turn).columns,
		"SELECT "+turnColumns+" FROM turns WHERE channel = ? AND reply = ? AND reply <> '' ORDER BY at DESC LIMIT 1", channel, reply)
}

// Last is the last turn that somebody was answered, wherever, or ErrNotFound.
func (s *Store) Last(ctx context.Context, team, user string) (Turn, error) {
	return first(ctx, s, "looking for the last turn of "+user, (*Turn).columns,
		"SELECT "+turnColumns+" FROM turns WHERE team = ? AND person = ? AND NOT ("+unfinished+") ORDER BY at DESC, id DESC LIMIT 1",
		team, user)
}

// Drop forgets a turn, if there is one with this ID. It costs one write.
func (s *Store) Drop(ctx context.Context, id string) error {
	_, err := s.run(ctx, "dropping turn "+id, "DELETE FROM turns WHERE id = ?", id)
	return err
}

// Earlier are the finished turns of a thread from before a time, whoever asked:
// the last of them, at most limit, oldest first. The question whose message
// began the thread is one of them. An empty thread is what is in no thread, which
// may be long: no more of it is read than is wanted.
func (s *Store) Earlier(ctx context.Context, channel, thread string, before time.Time, limit int) ([]Turn, error) {
	const last = "at < ? AND NOT (" + unfinished + ") ORDER BY at DESC, ts DESC, id DESC LIMIT ?"
	turns, err := all(ctx, s, "looking for earlier turns in "+channel, (*Turn).columns,
		"SELECT "+turnColumns+` FROM turns WHERE id IN (
			SELECT id FROM (SELECT id FROM turns WHERE channel = ? AND thread = ? AND `+last+`) AS said
			UNION ALL SELECT id FROM turns WHERE channel = ? AND ts = ? AND ts <> '') AND `+last,
		channel, thread, millis(before), max(0, limit), channel, thread, millis(before), max(0, limit))
	slices.Reverse(turns)
	return turns, err
}
