package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

func TestBegin(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		first := store.Turn{ID: "E1", Team: "T", Channel: "C", TS: "1.1", User: "U"}
		tests := map[string]struct {
			second  store.Turn
			after   time.Duration
			reply   string // that the first was given before
			outcome string
			fresh   bool
		}{
			"the same event":                  {second: first},
			"another event about the message": {second: store.Turn{ID: "E2", Team: "T", Channel: "C", TS: "1.1"}},
			"the same event without message":  {second: store.Turn{ID: "E1"}},
			"another message":                 {second: store.Turn{ID: "E2", Team: "T", Channel: "C", TS: "1.2"}, fresh: true},
			"another channel":                 {second: store.Turn{ID: "E2", Team: "T", Channel: "D", TS: "1.1"}, fresh: true},
			"another team":                    {second: store.Turn{ID: "E2", Team: "S", Channel: "C", TS: "1.1"}, fresh: true},
			"no message":                      {second: store.Turn{ID: "E2", Team: "T", Channel: "C"}, fresh: true},
			"a minute later":                  {second: first, after: time.Minute},
			"more than a minute later":        {second: first, after: time.Minute + time.Millisecond, fresh: true},
			"more than a minute later, another event": {
				second: store.Turn{ID: "E2", Team: "T", Channel: "C", TS: "1.1"}, after: time.Hour, fresh: true},
			"answered":                {second: first, after: time.Hour, reply: "1.3", outcome: "answered"},
			"answered to the asker":   {second: first, after: time.Hour, outcome: "answered"},
			"answered, who knows how": {second: first, after: time.Hour, reply: "1.3"},
			"more than a minute later, without message": {
				second: store.Turn{ID: "E1"}, after: time.Hour, fresh: true},
			"a second later, whatever they say": {
				second: store.Turn{ID: "E1", At: start.Add(time.Hour)}, after: time.Second},
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				s, clock := fresh(t, url)
				for _, id := range []string{"E1", "E2"} { // of the test before
					ok(t, s.Drop(t.Context(), id))
				}
				first := first
				first.At = start.Add(-time.Hour) // which a claim does not go by
				same(t, "the first is fresh", got[bool](t)(s.Begin(t.Context(), first)), true)
				if test.reply+test.outcome != "" {
					first.Reply, first.Outcome = test.reply, test.outcome
					ok(t, s.Finish(t.Context(), first))
				}
				clock.pass(test.after)
				same(t, "the second is fresh", got[bool](t)(s.Begin(t.Context(), test.second)), test.fresh)
				kept := first
				if test.fresh {
					kept = test.second
					kept.At = clock.now()
				}
				same(t, "what is kept", got[store.Turn](t)(s.Turn(t.Context(), kept.ID)), kept)
			})
		}
	})
}

func TestBeginTwoWithoutMessage(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		for _, id := range []string{"E1", "E2"} {
			same(t, id+" is fresh", got[bool](t)(s.Begin(t.Context(), store.Turn{ID: id, Team: "T", Channel: "C"})), true)
		}
		if _, err := s.Begin(t.Context(), store.Turn{TS: "1.1"}); err == nil {
			t.Error("a turn without ID: got no error")
		}
	})
}

// TestTakenOver: who was taken for gone and is not finds that out.
func TestTakenOver(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		slow, quick := store.Turn{ID: "E1", Channel: "C", TS: "1.1"}, store.Turn{ID: "E2", Channel: "C", TS: "1.1"}
		got[bool](t)(s.Begin(t.Context(), slow))
		got[bool](t)(s.Begin(t.Context(), store.Turn{ID: "E0", Channel: "C", TS: "1.0"}))
		clock.pass(2 * time.Minute)
		same(t, "taken over", got[bool](t)(s.Begin(t.Context(), quick)), true)
		notFound(t, "finishing the slow one", s.Finish(t.Context(), slow))
		ok(t, s.Finish(t.Context(), quick))
		ok(t, s.Finish(t.Context(), store.Turn{ID: "E0"})) // is slow too, but has been taken for nothing
	})
}

func TestFinish(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		turn := store.Turn{
			ID: "E1", Team: "T", Channel: "C", Thread: "1.0", TS: "1.1", User: "U", Kind: "mention",
			Question: "What did Huawei earn?", Articles: []string{"huawei"}, At: start,
		}
		got[bool](t)(s.Begin(t.Context(), turn))
		got[bool](t)(s.Begin(t.Context(), store.Turn{ID: "E2"}))
		for _, answer := range []store.Turn{
			{Question: "What did Huawei earn?", Reply: "1.2", Outcome: "answered", Facts: []string{"a", "b"}},
			{Question: "What did Nokia earn?", Outcome: "refused"}, // edited
		} {
			answer.ID = "E1"
			ok(t, s.Finish(t.Context(), answer))
			turn.Question, turn.Reply, turn.Outcome, turn.Facts = answer.Question, answer.Reply, answer.Outcome, answer.Facts
			same(t, "the turn", got[store.Turn](t)(s.Turn(t.Context(), "E1")), turn)
		}
		same(t, "the other", got[store.Turn](t)(s.Turn(t.Context(), "E2")), store.Turn{ID: "E2", At: start})
		notFound(t, "finishing what was never begun", s.Finish(t.Context(), store.Turn{ID: "E3"}))
	})
}

func TestFindTurn(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		for _, turn := range []store.Turn{
			{ID: "E1", Team: "T", Channel: "C", TS: "1.1", Reply: "1.2"},
			{ID: "E2", Team: "S", Channel: "C", TS: "1.1", Reply: "1.2"}, // a channel that two teams share
			{ID: "E3", Team: "T", Channel: "D", TS: "1.1", Reply: "1.3"},
			{ID: "E4", Team: "T", Channel: "C"},
		} {
			got[bool](t)(s.Begin(t.Context(), turn))
			clock.pass(time.Second)
		}
		find := map[string]func() (store.Turn, error){
			"E1":               func() (store.Turn, error) { return s.Turn(t.Context(), "E1") },
			"E2":               func() (store.Turn, error) { return s.TurnAt(t.Context(), "C", "1.1") },
			"E3":               func() (store.Turn, error) { return s.TurnAt(t.Context(), "D", "1.1") },
			"E3 by the answer": func() (store.Turn, error) { return s.TurnReplied(t.Context(), "D", "1.3") },
			"E2 by the answer": func() (store.Turn, error) { return s.TurnReplied(t.Context(), "C", "1.2") },

			"none of this ID":              func() (store.Turn, error) { return s.Turn(t.Context(), "E5") },
			"none at this message":         func() (store.Turn, error) { return s.TurnAt(t.Context(), "C", "1.2") },
			"none in this channel":         func() (store.Turn, error) { return s.TurnAt(t.Context(), "E", "1.1") },
			"none at no message":           func() (store.Turn, error) { return s.TurnAt(t.Context(), "C", "") },
			"none with this answer":        func() (store.Turn, error) { return s.TurnReplied(t.Context(), "C", "1.3") },
			"none with no answer":          func() (store.Turn, error) { return s.TurnReplied(t.Context(), "C", "") },
			"none answered where not told": func() (store.Turn, error) { return s.TurnReplied(t.Context(), "", "1.2") },
		}
		for want, find := range find {
			turn, err := find()
			id, _, _ := strings.Cut(want, " ")
			if id == "none" {
				notFound(t, want, err)
				continue
			}
			ok(t, err)
			same(t, want, turn.ID, id)
		}
	})
}

func TestLast(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		for _, turn := range []store.Turn{
			{ID: "E1", Team: "T", User: "U", Outcome: "answered"},
			{ID: "E2", Team: "T", User: "U", Reply: "1.2"},
			{ID: "E3", Team: "T", User: "U"}, // not finished yet
			{ID: "E4", Team: "T", User: "V", Outcome: "answered"},
			{ID: "E5", Team: "S", User: "U", Outcome: "answered"},
		} {
			got[bool](t)(s.Begin(t.Context(), turn))
			clock.pass(time.Second)
		}
		same(t, "the last", got[store.Turn](t)(s.Last(t.Context(), "T", "U")).ID, "E2")
		_, err := s.Last(t.Context(), "S", "V")
		notFound(t, "the last of somebody else", err)
	})
}

func TestDrop(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		for _, id := range []string{"E1", "E2"} {
			got[bool](t)(s.Begin(t.Context(), store.Turn{ID: id}))
		}
		ok(t, s.Drop(t.Context(), "E1"))
		ok(t, s.Drop(t.Context(), "E1")) // as is one who is late
		_, err := s.Turn(t.Context(), "E1")
		notFound(t, "E1", err)
		got[store.Turn](t)(s.Turn(t.Context(), "E2"))
	})
}

func TestEarlier(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		second := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
		for i, turn := range []store.Turn{
			{ID: "root", TS: "1", Outcome: "answered"},
			{ID: "one", TS: "2", Thread: "1", Outcome: "answered"},
			{ID: "two", TS: "3", Thread: "1", Reply: "4"},
			{ID: "unfinished", TS: "5", Thread: "1"},
			{ID: "private", Thread: "1", Outcome: "refused"},
			{ID: "elsewhere", TS: "6", Thread: "6", Outcome: "answered"}, // begins its thread, and says so
			{ID: "alone", Outcome: "answered"},
			{ID: "other channel", Channel: "D", TS: "2", Thread: "1", Outcome: "answered"},
		} {
			if turn.Channel == "" {
				turn.Channel = "C"
			}
			turn.At = second(i)
			got[bool](t)(s.Begin(t.Context(), turn))
		}
		tests := map[string]struct {
			channel, thread string
			before          time.Time
			limit           int
			want            string
		}{
			"all":                 {"C", "1", second(9), 9, "root one two private"},
			"the last":            {"C", "1", second(9), 2, "two private"},
			"before one":          {"C", "1", second(1), 9, "root"},
			"before anything":     {"C", "1", second(0), 9, ""},
			"none wanted":         {"C", "1", second(9), 0, ""},
			"fewer than none":     {"C", "1", second(9), -1, ""},
			"another thread":      {"C", "6", second(9), 9, "elsewhere"},
			"another channel":     {"D", "1", second(9), 9, "other channel"},
			"no thread":           {"C", "", second(9), 9, "root alone"},
			"no thread of theirs": {"D", "", second(9), 9, ""},
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				var ids []string
				for _, turn := range got[[]store.Turn](t)(s.Earlier(t.Context(), test.channel, test.thread, test.before, test.limit)) {
					ids = append(ids, turn.ID)
				}
				same(t, "earlier turns", strings.Join(ids, " "), test.want)
			})
		}
	})
}

// oddText is text as people write it, and as nobody does.
func oddText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"", " ", "\x00", "a\x00b", "'; DROP TABLE turns; --", "?", "¶ „größer“ 10 %", "日本語", "👩‍👩‍👧‍👦 👍🏽", "e\u0301 é",
			"\u202eabc", "\ufeff\u200b", "\U0010ffff", "<@U1> &amp; `x`", "\n\r\t", "[\"not\",\"a list\"]", "2026-11-23 09:30:00",
			"\ufffd", "\xff\xfe", "1.5", strings.Repeat("long ", 1000),
		}),
	)
}

func TestTurnRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s := open(t, url, time.Now)
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			text := func(field string) string {
				drawn := oddText().Draw(r, field)
				if s.Queue() != nil { // has no place for what is no text
					drawn = strings.ToValidUTF8(strings.ReplaceAll(drawn, "\x00", "\ufffd"), "\ufffd")
				}
				return drawn
			}
			list := func(field string) []string { // what is a JSON string has to be valid
				items := rapid.SliceOfN(oddText(), 0, 3).Draw(r, field)
				if len(items) == 0 {
					return nil
				}
				for i := range items {
					items[i] = strings.ToValidUTF8(items[i], "?")
				}
				return items
			}
			n++
			turn := store.Turn{
				ID: fmt.Sprint(n, text("id")), Team: text("team"), Channel: text("channel"), Thread: text("thread"),
				TS: fmt.Sprint(n, text("ts")), User: text("user"), Kind: text("kind"), Question: text("question"),
				Articles: list("articles"),
				At:       time.UnixMilli(rapid.Int64Range(-1<<50, 1<<50).Draw(r, "at")).UTC(),
			}
			check := func(what string, found store.Turn, err error) {
				if err != nil {
					r.Fatal(what, err)
				}
				same(r, what, found, turn)
				same(r, what+", in UTC", found.At.Location() == time.UTC, true)
			}
			if fresh, err := s.Begin(t.Context(), turn); err != nil || !fresh {
				r.Fatal("fresh:", fresh, err)
			}
			found, err := s.Turn(t.Context(), turn.ID)
			check("begun", found, err)
			turn.Question, turn.Reply, turn.Outcome, turn.Facts = text("question"), fmt.Sprint(n, text("reply")), text("outcome"), list("facts")
			if err := s.Finish(t.Context(), turn); err != nil {
				r.Fatal(err)
			}
			found, err = s.Turn(t.Context(), turn.ID)
			check("finished", found, err)
			found, err = s.TurnAt(t.Context(), turn.Channel, turn.TS)
			check("by the question", found, err)
			found, err = s.TurnReplied(t.Context(), turn.Channel, turn.Reply)
			check("by the answer", found, err)
		})
	})
}

func TestListen(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		listens := func(channel, thread string) bool { return got[bool](t)(s.Listens(t.Context(), channel, thread)) }
		same(t, "at first", listens("C", "1"), false)
		ok(t, s.Listen(t.Context(), "T", "C", "1", "U"))
		ok(t, s.Listen(t.Context(), "T", "C", "1", "V"))
		ok(t, s.Listen(t.Context(), "T", "D", "1", "U"))
		same(t, "then", listens("C", "1"), true)
		same(t, "in another thread", listens("C", "2"), false)
		ok(t, s.Leave(t.Context(), "C", "1"))
		same(t, "in the end", listens("C", "1"), false)
		same(t, "in another channel", listens("D", "1"), true)
	})
}
