package store_test

import (
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

func TestQuick(t *testing.T) {
	s, err := store.Open(t.Context(), "sqlite://"+t.TempDir()+"/a b%?#/x.db", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f, err := s.Begin(t.Context(), store.Turn{ID: "E1", TS: "1", Facts: []string{"a"}})
	t.Log(f, err)
	f, err = s.Begin(t.Context(), store.Turn{ID: "E2", TS: "1"})
	t.Log(f, err)
	f, err = s.Begin(t.Context(), store.Turn{ID: "", TS: "3"})
	t.Log(f, err)
	x, err := s.Turn(t.Context(), "E1")
	t.Logf("%+v %v", x, err)
	t.Log(s.Finish(t.Context(), store.Turn{ID: "E3"}))
	t.Log(s.Judge(t.Context(), store.Feedback{Turn: "E1", User: "U", Good: true}))
	t.Log(s.Judge(t.Context(), store.Feedback{Turn: "E1", User: "U", Good: true}))
	t.Log(s.FeedbackSince(t.Context(), "", time.Time{}))
	t.Log(s.Learn(t.Context(), store.Learned{ID: "1"}))
	t.Log(s.Learned(t.Context()))
	t.Log(s.LearnedVersion(t.Context()))
	t.Log(s.Settings(t.Context(), "", ""))
	t.Log(s.SetSettings(t.Context(), "", "", store.Settings{Unasked: true}))
	t.Log(s.Settings(t.Context(), "", ""))
	t.Log(s.HandOver(t.Context(), store.Handoff{Turn: "E1"}))
	t.Log(s.HandOver(t.Context(), store.Handoff{Turn: "E1"}))
	t.Log(s.Forget(t.Context(), "", "U"))
	t.Log(s.Expire(t.Context(), time.Hour, time.Hour))
}
