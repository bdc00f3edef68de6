package store_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// remember keeps one of everything for a person, with words that are theirs.
func remember(t *testing.T, s *store.Store, team, user, words, id string) {
	t.Helper()
	ctx := t.Context()
	got[bool](t)(s.Begin(ctx, store.Turn{ID: id, Team: team, Channel: "C", Thread: "1", TS: id, User: user, Question: words}))
	ok(t, s.Finish(ctx, store.Turn{ID: id, Question: words + "!", Outcome: "answered"}))
	ok(t, s.Listen(ctx, team, "C", id, user))
	ok(t, s.SetSettings(ctx, team, "C"+id, store.Settings{Private: true, By: user}))
	ok(t, s.Record(ctx, store.Asked{ID: id, Team: team, Channel: "C", User: user, Text: words, Outcome: "answered", Facts: []string{"f"}}))
	ok(t, s.Judge(ctx, store.Feedback{Turn: id, Team: team, User: user, Reason: "wrong", Note: words}))
	got[bool](t)(s.HandOver(ctx, store.Handoff{Turn: id, Team: team, Asker: user, Question: words, Desk: "D"}))
	got[store.Handoff](t)(s.SetHandoff(ctx, store.Handoff{Turn: id, Desk: "D", Post: id, Taken: user, Resolved: true, By: user}))
	ok(t, s.Learn(ctx, store.Learned{ID: id, Team: team, Fact: "f", Ask: "How much?", By: user}))
}

// everything is all that is kept, with the turns of these IDs.
func everything(t *testing.T, s *store.Store, team string, ids ...string) (all []any) {
	t.Helper()
	ctx := t.Context()
	all = append(all, got[[]store.Asked](t)(s.AskedSince(ctx, team, time.Time{})))
	all = append(all, got[[]store.Feedback](t)(s.FeedbackSince(ctx, team, time.Time{})))
	all = append(all, got[[]store.Learned](t)(s.Learned(ctx)))
	all = append(all, got[[]store.Turn](t)(s.Earlier(ctx, "C", "1", start.Add(time.Hour), 9)))
	for _, id := range ids {
		all = append(all, got[store.Settings](t)(s.Settings(ctx, team, "C"+id)))
		all = append(all, got[bool](t)(s.Listens(ctx, "C", id)))
		h, err := s.Handoff(ctx, id)
		all = append(all, h, err == nil)
	}
	return all
}

func TestForget(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s := got[*store.Store](t)(store.Open(t.Context(), url, new(clock).now))
		ctx := t.Context()
		remember(t, s, "T", "UGONE", "wordsofthegone", "E1")
		got[bool](t)(s.HandOver(ctx, store.Handoff{Turn: "E2", Team: "T", Asker: "UHERE", Question: "wordsofthehere", Desk: "D"}))
		got[store.Handoff](t)(s.SetHandoff(ctx, store.Handoff{Turn: "E2", Taken: "UGONE"}))
		remember(t, s, "T", "UHERE", "wordsofthehere", "E2")
		remember(t, s, "S", "UGONE", "wordsofanother", "E3") // in a team of their own
		ok(t, s.Judge(ctx, store.Feedback{Turn: "E2", Team: "T", User: "UGONE", Good: true, Reason: "quick"}))
		ok(t, s.Judge(ctx, store.Feedback{Turn: "E2", Team: "T", User: "UGONE2", Good: true, Reason: "quick"}))
		ok(t, s.SetSettings(ctx, "", "C9", store.Settings{Editors: []string{"UGONE"}, By: "UGONE"})) // kept by the channel alone
		there := everything(t, s, "S", "E3")[4:]

		// 1 turn, 1 asked, 2 feedback, 2 handoffs, 2 settings, 1 learned, 2 listening
		same(t, "rows", got[int](t)(s.Forget(ctx, "T", "UGONE")), 11)
		same(t, "rows of another", got[int](t)(s.Forget(ctx, "T", "UGONE2")), 1)
		same(t, "rows the second time", got[int](t)(s.Forget(ctx, "T", "UGONE")), 0)
		same(t, "rows of nobody", got[int](t)(s.Forget(ctx, "T", "")), 0)

		_, err := s.Turn(ctx, "E1")
		notFound(t, "the turn", err)
		same(t, "asked", got[[]store.Asked](t)(s.AskedSince(ctx, "T", start)), []store.Asked{
			{ID: "E1", Team: "T", Channel: "C", Outcome: "answered", Facts: []string{"f"}, At: start},
			{ID: "E2", Team: "T", Channel: "C", User: "UHERE", Text: "wordsofthehere", Outcome: "answered", Facts: []string{"f"}, At: start},
		})
		same(t, "feedback", got[[]store.Feedback](t)(s.FeedbackSince(ctx, "T", start)), []store.Feedback{
			{Turn: "E1", Team: "T", Reason: "wrong", At: start},
			{Turn: "E2", Team: "T", Good: true, Reason: "quick", At: start},
			{Turn: "E2", Team: "T", Good: true, Reason: "quick", At: start},
			{Turn: "E2", Team: "T", User: "UHERE", Reason: "wrong", Note: "wordsofthehere", At: start},
		})
		same(t, "what they asked the experts", got[store.Handoff](t)(s.Handoff(ctx, "E1")),
			store.Handoff{Turn: "E1", Team: "T", Desk: "D", Post: "E1", Resolved: true, At: start})
		same(t, "what they took", got[store.Handoff](t)(s.Handoff(ctx, "E2")),
			store.Handoff{Turn: "E2", Team: "T", Asker: "UHERE", Question: "wordsofthehere", Desk: "D", Post: "E2", Resolved: true, By: "UHERE", At: start})
		same(t, "settings", got[store.Settings](t)(s.Settings(ctx, "T", "CE1")), store.Settings{Private: true, At: start})
		same(t, "editors", got[store.Settings](t)(s.Settings(ctx, "", "C9")), store.Settings{Editors: []string{"UGONE"}, At: start})
		same(t, "listening", got[bool](t)(s.Listens(ctx, "C", "E1")), true)
		same(t, "who taught", got[[]store.Learned](t)(s.Learned(ctx))[0].By, "")
		same(t, "in another team", everything(t, s, "S", "E3")[4:], there)
		same(t, "the turn of another team", got[store.Turn](t)(s.Turn(ctx, "E3")).User, "UGONE")
		ok(t, s.Close())
	})
}

// TestForgetLeavesNoTrace looks for a person in the bytes of the file, among
// enough rows that SQLite has moved some about and left copies of them behind.
func TestForgetLeavesNoTrace(t *testing.T) {
	t.Parallel()
	path := file(t)
	s := open(t, "sqlite://"+path, new(clock).now)
	write, _ := s.Handles()
	_, err := write.ExecContext(t.Context(), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
		INSERT INTO feedback SELECT 'E' || (i * 7919 % 3000), 'T', CASE i % 3 WHEN 0 THEN 'UGONE' ELSE 'UHERE' END, TRUE, 'quick',
			CASE i % 3 WHEN 0 THEN 'wordsofthegone' ELSE 'wordsofthehere' END, 0 FROM n`)
	ok(t, err)
	traces := func() (found []string) {
		all := everyByte(t, path)
		for _, trace := range []string{"UGONE", "wordsofthegone", "UHERE", "wordsofthehere"} {
			if strings.Contains(all, trace) {
				found = append(found, trace)
			}
		}
		return found
	}
	same(t, "at first", traces(), []string{"UGONE", "wordsofthegone", "UHERE", "wordsofthehere"})
	same(t, "rows", got[int](t)(s.Forget(t.Context(), "T", "UGONE")), 1000)
	same(t, "in the end", traces(), []string{"UHERE", "wordsofthehere"})
}

// everyByte is all that is in the files of a store. Another process reads them:
// this one would lose its locks on them.
func everyByte(t *testing.T, path string) string {
	t.Helper()
	return string(got[[]byte](t)(exec.CommandContext(t.Context(), "cat", path, path+"-wal").Output()))
}

func TestExpire(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		const day = 24 * time.Hour
		s, clock := fresh(t, url)
		ctx := t.Context()
		remember(t, s, "T", "U", "words", "E1")
		got[bool](t)(s.Claim(ctx, "it"))
		kept := func() string {
			var all []string
			add := func(what string, is bool) {
				if is {
					all = append(all, what)
				}
			}
			_, err := s.Turn(ctx, "E1")
			add("turn", err == nil)
			_, err = s.Handoff(ctx, "E1")
			add("handoff", err == nil)
			add("listening", got[bool](t)(s.Listens(ctx, "C", "E1")))
			add("asked", len(got[[]store.Asked](t)(s.AskedSince(ctx, "T", start))) > 0)
			add("feedback", len(got[[]store.Feedback](t)(s.FeedbackSince(ctx, "T", start))) > 0)
			add("settings", got[store.Settings](t)(s.Settings(ctx, "T", "CE1")).Private)
			add("learned", len(got[[]store.Learned](t)(s.Learned(ctx))) > 0)
			return strings.Join(all, " ")
		}
		for _, test := range []struct {
			pass time.Duration
			want string
		}{
			{0, "turn handoff listening asked feedback settings learned"},
			{7 * day, "turn handoff listening asked feedback settings learned"},
			{time.Millisecond, "asked feedback settings learned"},
			{23 * day, "asked feedback settings learned"},
			{time.Millisecond, "settings learned"},
		} {
			clock.pass(test.pass)
			ok(t, s.Expire(ctx, 7*day, 30*day+time.Millisecond))
			same(t, fmt.Sprint("kept at ", clock.now()), kept(), test.want)
		}
		clock.pass(start.Add(90 * day).Sub(clock.now()))
		ok(t, s.Expire(ctx, 0, 0))
		same(t, "claimed for 90 days", got[bool](t)(s.Claim(ctx, "it")), false)
		clock.pass(time.Millisecond)
		ok(t, s.Expire(ctx, 0, 0))
		same(t, "claimed for longer", got[bool](t)(s.Claim(ctx, "it")), true)
	})
}

// TestExpireSparesTheNew has an old and a new row of everything.
func TestExpireSparesTheNew(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		remember(t, s, "T", "U", "words", "E1")
		clock.pass(time.Hour)
		remember(t, s, "T", "U", "words", "E2")
		ok(t, s.Listen(t.Context(), "T", "C", "E1", "U")) // is listening anew
		ok(t, s.Expire(t.Context(), time.Minute, time.Minute))
		same(t, "E1 is listened to", got[bool](t)(s.Listens(t.Context(), "C", "E1")), true)
		_, err := s.Turn(t.Context(), "E1")
		notFound(t, "E1", err)
		got[store.Turn](t)(s.Turn(t.Context(), "E2"))
		got[store.Handoff](t)(s.Handoff(t.Context(), "E2"))
		same(t, "asked", len(got[[]store.Asked](t)(s.AskedSince(t.Context(), "T", start))), 1)
		same(t, "feedback", len(got[[]store.Feedback](t)(s.FeedbackSince(t.Context(), "T", start))), 1)
	})
}
