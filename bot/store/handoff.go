package store

import (
	"context"
	"time"
)

// Handoff is a question passed to the experts.
type Handoff struct {
	Turn     string // its ID
	Team     string
	Channel  string // where it was asked
	Thread   string
	Reply    string // ts of the message there that shows how it stands
	Asker    string
	Question string
	Desk     string // the experts' channel
	Post     string // ts of the message there
	Taken    string // the expert who takes care of it
	Resolved bool
	By       string // who resolved it
	At       time.Time
}

const handoffColumns = "turn, team, channel, thread, reply, asker, question, desk, post, taken, resolved, resolved_by, at"

func (h *Handoff) columns() []any {
	return []any{&h.Turn, &h.Team, &h.Channel, &h.Thread, &h.Reply, &h.Asker, &h.Question,
		&h.Desk, &h.Post, &h.Taken, &h.Resolved, &h.By, (*millis)(&h.At)}
}

// HandOver keeps a handoff, once a turn: it is fresh for the first, and for
// those who come later nothing happens. It costs one write.
func (s *Store) HandOver(ctx context.Context, h Handoff) (fresh bool, err error) {
	h.At = s.timed(h.At)
	n, err := s.run(ctx, "handing over "+h.Turn,
		insert("handoffs", handoffColumns)+" ON CONFLICT (turn) DO NOTHING", h.columns()...)
	return n > 0, err
}

// DropHandoff takes a handoff back that came to nothing, so that the turn can be
// handed over again. It costs one write.
func (s *Store) DropHandoff(ctx context.Context, turn string) error {
	_, err := s.run(ctx, "taking the handoff of "+turn+" back", "DELETE FROM handoffs WHERE turn = ?", turn)
	return err
}

// SetHandoff keeps how far a handoff has come, and is how far that is: Channel,
// Reply, Desk, Post, Taken, Resolved and By. Nothing that is kept is taken back,
// since who sets one thing may not know yet of another: an expert can resolve a
// question before it is kept where the asker sees how it stands. What was asked,
// and by whom, stays as handed over. It is ErrNotFound if the turn was never handed
// over, or that was forgotten.
//
// It costs one write and one look.
func (s *Store) SetHandoff(ctx context.Context, h Handoff) (Handoff, error) {
	err := s.update(ctx, "keeping the handoff of "+h.Turn, `
		UPDATE handoffs SET
			channel     = CASE reply WHEN '' THEN ? ELSE channel END,
			reply       = CASE reply WHEN '' THEN ? ELSE reply END,
			desk        = CASE post WHEN '' THEN ? ELSE desk END,
			post        = CASE post WHEN '' THEN ? ELSE post END,
			taken       = CASE taken WHEN '' THEN ? ELSE taken END,
			resolved_by = CASE WHEN resolved THEN resolved_by ELSE ? END,
			resolved    = CASE WHEN resolved THEN resolved ELSE ? END
		WHERE turn = ?`,
		h.Channel, h.Reply, h.Desk, h.Post, h.Taken, h.By, h.Resolved, h.Turn)
	if err != nil {
		return h, err
	}
	return s.Handoff(ctx, h.Turn)
}

// Handoff is the handoff of a turn, or ErrNotFound.
func (s *Store) Handoff(ctx context.Context, turn string) (Handoff, error) {
	return first(ctx, s, "looking for the handoff of "+turn, (*Handoff).columns,
		"SELECT "+handoffColumns+" FROM handoffs WHERE turn = ?", turn)
}

// HandoffAt is the handoff that the experts have as the message post, or
// ErrNotFound.
func (s *Store) HandoffAt(ctx context.Context, desk, post string) (Handoff, error) {
	return first(ctx, s, "looking for the handoff "+post+" in "+desk, (*Handoff).columns,
		"SELECT "+handoffColumns+" FROM handoffs WHERE desk = ? AND post = ? AND post <> '' ORDER BY at DESC LIMIT 1", desk, post)
}
