package store_test

import (
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

func TestSettings(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		settings := func(team, channel string) store.Settings {
			return got[store.Settings](t)(s.Settings(t.Context(), team, channel))
		}
		same(t, "the default", settings("T", "C"), store.Settings{})
		full := store.Settings{Unasked: true, Private: true, Articles: []string{"a", "b"}, Editors: []string{"U"}, By: "U", At: start}
		other := store.Settings{Private: true, At: start}
		ok(t, s.SetSettings(t.Context(), "T", "C", full))
		ok(t, s.SetSettings(t.Context(), "T", "D", other))
		ok(t, s.SetSettings(t.Context(), "S", "C", other))
		same(t, "set", settings("T", "C"), full)
		clock.pass(time.Hour)
		ok(t, s.SetSettings(t.Context(), "T", "C", store.Settings{By: "V"}))
		same(t, "set anew", settings("T", "C"), store.Settings{By: "V", At: start.Add(time.Hour)})
		same(t, "of another channel", settings("T", "D"), other)
		same(t, "of another team", settings("S", "C"), other)
	})
}

func TestAsked(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		asked := func(team string, since time.Time) []store.Asked {
			return got[[]store.Asked](t)(s.AskedSince(t.Context(), team, since))
		}
		first := store.Asked{
			ID: "E1", Team: "T", Channel: "C", User: "U", Text: "What?", Outcome: "answered",
			Facts: []string{"a"}, Latency: 1234567 * time.Nanosecond, At: start.Add(time.Minute),
		}
		second := store.Asked{ID: "E2", Team: "T", Outcome: "refused", At: start}
		for _, a := range []store.Asked{first, second, {ID: "E3", Team: "S", At: start}} {
			ok(t, s.Record(t.Context(), a))
		}
		same(t, "none", asked("R", start), []store.Asked(nil))
		same(t, "all", asked("T", start), []store.Asked{second, first})
		same(t, "since a minute", asked("T", start.Add(time.Minute)), []store.Asked{first})
		same(t, "since later", asked("T", start.Add(time.Minute+time.Millisecond)), []store.Asked(nil))
		clock.pass(time.Hour)
		anew := store.Asked{ID: "E1", Team: "S", Channel: "D", User: "V", Text: "Who?", Outcome: "refused", Facts: []string{"b"}, Latency: 1}
		ok(t, s.Record(t.Context(), anew))
		anew.At = start.Add(time.Hour)
		same(t, "anew", asked("S", start.Add(time.Second)), []store.Asked{anew})
		same(t, "the others", asked("T", start), []store.Asked{second})
	})
}

func TestFeedback(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		feedback := func(team string, since time.Time) []store.Feedback {
			return got[[]store.Feedback](t)(s.FeedbackSince(t.Context(), team, since))
		}
		first := store.Feedback{Turn: "E1", Team: "T", User: "U", Reason: "wrong", Note: "It was 2024.", At: start.Add(time.Minute)}
		other := store.Feedback{Turn: "E1", Team: "T", User: "V", Good: true, At: start}
		for _, f := range []store.Feedback{first, other, {Turn: "E2", Team: "S", User: "U", At: start}} {
			ok(t, s.Judge(t.Context(), f))
		}
		same(t, "all", feedback("T", start), []store.Feedback{other, first})
		same(t, "since a minute", feedback("T", start.Add(time.Minute)), []store.Feedback{first})
		same(t, "none", feedback("R", start), []store.Feedback(nil))
		clock.pass(time.Hour)
		anew := store.Feedback{Turn: "E1", Team: "T", User: "U", Good: true, Reason: "quick", Note: "Thanks"}
		ok(t, s.Judge(t.Context(), anew))
		anew.At = start.Add(time.Hour)
		same(t, "anew", feedback("T", start), []store.Feedback{other, anew})
	})
}

func TestHandoff(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		h := store.Handoff{
			Turn: "E1", Team: "T", Channel: "C", Thread: "1", Asker: "U", Question: "What?",
			Desk: "D", At: start.Add(-time.Hour),
		}
		same(t, "fresh", got[bool](t)(s.HandOver(t.Context(), h)), true)
		same(t, "fresh again", got[bool](t)(s.HandOver(t.Context(), store.Handoff{Turn: "E1", Asker: "V"})), false)
		same(t, "another", got[bool](t)(s.HandOver(t.Context(), store.Handoff{Turn: "E2", Desk: "D"})), true)
		same(t, "handed over", got[store.Handoff](t)(s.Handoff(t.Context(), "E1")), h)
		_, err := s.HandoffAt(t.Context(), "D", "")
		notFound(t, "what was not posted", err)

		posted, resolved := h, h
		posted.Channel, posted.Reply, posted.Desk, posted.Post = "DM", "3", "D2", "9"
		resolved.Taken, resolved.Resolved, resolved.By = "X", true, "Y"
		same(t, "resolved", got[store.Handoff](t)(s.SetHandoff(t.Context(), resolved)), resolved)
		h.Channel, h.Reply, h.Desk, h.Post, h.Taken, h.Resolved, h.By = "DM", "3", "D2", "9", "X", true, "Y"
		same(t, "posted by who does not know it is resolved", got[store.Handoff](t)(s.SetHandoff(t.Context(), posted)), h)
		same(t, "set", got[store.Handoff](t)(s.Handoff(t.Context(), "E1")), h)
		same(t, "by the post", got[store.Handoff](t)(s.HandoffAt(t.Context(), "D2", "9")), h)
		same(t, "the other", got[store.Handoff](t)(s.Handoff(t.Context(), "E2")), store.Handoff{Turn: "E2", Desk: "D", At: start})

		changed := h
		changed.Asker, changed.Question, changed.Thread, changed.Team, changed.At = "V", "Who?", "X", "X", start
		same(t, "what was asked", got[store.Handoff](t)(s.SetHandoff(t.Context(), changed)), h)

		_, err = s.SetHandoff(t.Context(), store.Handoff{Turn: "E3"})
		notFound(t, "set what was never handed over", err)
		_, err = s.Handoff(t.Context(), "E3")
		notFound(t, "what was never handed over", err)
		_, err = s.HandoffAt(t.Context(), "D", "9")
		notFound(t, "the post elsewhere", err)
	})
}

func TestLearned(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, replica := open(t, url, new(clock).now), open(t, url, new(clock).now)
		learned := func() []store.Learned { return got[[]store.Learned](t)(replica.Learned(t.Context())) }
		last := got[int64](t)(replica.LearnedVersion(t.Context()))
		changed := func(what string, err error) {
			t.Helper()
			ok(t, err)
			now := got[int64](t)(replica.LearnedVersion(t.Context()))
			if now == last {
				t.Errorf("%s: the version is still %d", what, now)
			}
			same(t, "the version read again", got[int64](t)(s.LearnedVersion(t.Context())), now)
			last = now
		}
		same(t, "at first", learned(), []store.Learned(nil))
		z := store.Learned{ID: "Z", Team: "T", Fact: "f", Ask: "How much?", By: "U", At: start}
		a := store.Learned{ID: "A", Team: "T", YAML: "id: g\n", By: "V", At: start.Add(-time.Hour)}
		changed("learning Z", s.Learn(t.Context(), z))
		changed("learning A", s.Learn(t.Context(), a))
		same(t, "in the order learned", learned(), []store.Learned{z, a})
		z = store.Learned{ID: "Z", Team: "S", Fact: "h", Ask: "Who?", YAML: "id: h\n", By: "W", At: start.Add(time.Hour)}
		changed("learning Z anew", s.Learn(t.Context(), z))
		same(t, "in its place", learned(), []store.Learned{z, a})
		changed("unlearning Z", s.Unlearn(t.Context(), "Z"))
		same(t, "without Z", learned(), []store.Learned{a})
		changed("unlearning it again", s.Unlearn(t.Context(), "Z"))
		changed("learning Z last", s.Learn(t.Context(), z))
		same(t, "Z last", learned(), []store.Learned{a, z})
		ok(t, s.Learn(t.Context(), store.Learned{ID: "N"}))
		same(t, "when it was", learned()[2], store.Learned{ID: "N", At: start})
	})
}

func TestClaim(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		for _, test := range []struct {
			what string
			want bool
		}{{"digest T1 2026-W48", true}, {"digest T1 2026-W48", false}, {"digest T1 2026-W49", true}, {"", true}, {"", false}} {
			same(t, "claim of "+test.what, got[bool](t)(s.Claim(t.Context(), test.what)), test.want)
		}
		for _, was := range []bool{true, false} { // what is given back can be claimed again
			same(t, "given back", got[bool](t)(s.Unclaim(t.Context(), "digest T1 2026-W48")), was)
		}
		same(t, "claimed again", got[bool](t)(s.Claim(t.Context(), "digest T1 2026-W48")), true)
	})
}
