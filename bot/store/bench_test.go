package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// BenchmarkQuestion is what one question costs: two writes and a record, and
// what is read on the way, in a store that has seen some.
func BenchmarkQuestion(b *testing.B) {
	s := open(b, "sqlite://"+file(b), time.Now)
	ctx := b.Context()
	write, _ := s.Handles()
	_, err := write.ExecContext(ctx, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
		INSERT INTO turns SELECT 'old ' || i, 'T', 'C', i / 5, i, 'U' || i % 100, 'mention', FALSE, 'What did Huawei earn in 2024?',
			'r' || i, 'answered', '["huawei-revenue-2024"]', '', '[]', i, i FROM n`)
	ok(b, err)
	_, err = write.ExecContext(ctx, `INSERT INTO turns SELECT 'direct ' || id, team, 'D', '', ts, person, 'direct', closed, question,
		'r' || reply, outcome, facts, shown, articles, at, claimed FROM turns WHERE at % 10 = 0`)
	ok(b, err)
	turn := func(i int) store.Turn {
		return store.Turn{
			ID: fmt.Sprint("E", i), Team: "T", Channel: "C", Thread: fmt.Sprint(i % 10000), TS: fmt.Sprint("new ", i), User: "U1",
			Kind: "mention", Question: "What did Huawei earn in 2024?", Reply: fmt.Sprint("reply ", i), Outcome: "answered",
		}
	}
	n := 0
	b.Run("Begin", func(b *testing.B) {
		for b.Loop() {
			n++
			begun := turn(n)
			begun.Reply, begun.Outcome = "", ""
			got[bool](b)(s.Begin(ctx, begun))
		}
	})
	b.Run("Finish", func(b *testing.B) {
		for b.Loop() {
			ok(b, s.Finish(ctx, turn(1)))
		}
	})
	b.Run("Earlier", func(b *testing.B) {
		for b.Loop() {
			got[[]store.Turn](b)(s.Earlier(ctx, "C", "5000", time.Now(), 5))
		}
	})
	b.Run("EarlierInDirect", func(b *testing.B) { // of 5,000 turns
		for b.Loop() {
			got[[]store.Turn](b)(s.Earlier(ctx, "D", "", time.Now(), 5))
		}
	})
	b.Run("Turn", func(b *testing.B) {
		for b.Loop() {
			got[store.Turn](b)(s.Turn(ctx, "old 25000"))
		}
	})
	b.Run("TurnReplied", func(b *testing.B) {
		for b.Loop() {
			got[store.Turn](b)(s.TurnReplied(ctx, "C", "r25000"))
		}
	})
	b.Run("Settings", func(b *testing.B) {
		for b.Loop() {
			got[store.Settings](b)(s.Settings(ctx, "T", "C"))
		}
	})
	b.Run("LearnedVersion", func(b *testing.B) {
		for b.Loop() {
			got[int64](b)(s.LearnedVersion(ctx))
		}
	})
	b.Run("Forget", func(b *testing.B) { // of 50,000 turns, some 13 MB
		for b.Loop() {
			got[int](b)(s.Forget(ctx, "T", "U1"))
		}
	})
}
