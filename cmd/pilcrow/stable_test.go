package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/bank"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

var whole = flag.Bool("whole", false, "put every question of the bank, and each in all the ways there are")

// theBase is read once for the tests that only look at it.
var theBase = sync.OnceValues(func() (*facts.Base, error) { return facts.Load(seeds.FS) })

// theEngine is built once for the tests that only ask it.
var theEngine = sync.OnceValues(func() (*answer.Engine, error) {
	base, err := theBase()
	if err != nil {
		return nil, err
	}
	return answer.New(base)
})

// ownBank is every question of the repository's own bank.
func ownBank(t *testing.T) []bank.Question {
	t.Helper()
	paths, err := filepath.Glob("testdata/bank/*.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no bank: %v", err)
	}
	out, err := (&evalCmd{Bank: paths}).questions()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Somebody who asks the same with a slip of the hand, in capitals, in markup or
// with more manners gets the same answer from the same place.
func TestRewordedTheSameAnswer(t *testing.T) {
	t.Parallel()
	const most, atLeast = 20, 0.97
	every, rewrites := 3, 2 // which questions, and how often each
	if *whole {
		every, rewrites = 1, most
	}
	e, err := theEngine()
	if err != nil {
		t.Fatal(err)
	}
	kept, all := 0, 0
	by := map[string][2]int{}
	for i, q := range ownBank(t) {
		if i%every != 0 {
			continue
		}
		before := e.Ask(q.Text, q.Context)
		if q.Expect != "answer" || before.Outcome != answer.Answered || q.Noise != "none" {
			continue
		}
		for k := range rewrites {
			r := rewriting.Example(i*most + k)
			text := r.of(q.Text)
			after := e.Ask(text, q.Context)
			all++
			n := by[r.kind]
			n[1]++
			if after.Outcome == before.Outcome && sharesCitation(before, after) {
				kept++
				n[0]++
			} else {
				t.Logf("%s: %q becomes %q: %s %v, was %v", r.kind, q.Text, text, after.Outcome, after.Facts, before.Facts)
			}
			by[r.kind] = n
		}
	}
	for _, kind := range rewritingKinds {
		t.Logf("%s: %d of %d", kind, by[kind][0], by[kind][1])
	}
	if share := float64(kept) / float64(all); share < atLeast {
		t.Errorf("%.4f of %d rewrites keep the answer, want %.2f", share, all, atLeast)
	} else {
		t.Logf("%.4f of %d rewrites keep the answer", share, all)
	}
}

func sharesCitation(a, b answer.Answer) bool {
	return slices.ContainsFunc(a.Citations, func(x answer.Citation) bool {
		return slices.ContainsFunc(b.Citations, func(y answer.Citation) bool { return x.Citation == y.Citation })
	})
}

// rewrite is a way to put the same question otherwise.
type rewrite struct {
	kind string
	at   int // which word, which opening
	how  int
}

var rewritingKinds = []string{"typo", "case", "punctuation", "markup", "padding", "order"}

var rewriting = rapid.Custom(func(t *rapid.T) rewrite {
	return rewrite{
		kind: rapid.SampledFrom(rewritingKinds).Draw(t, "kind"),
		at:   rapid.IntRange(0, 999).Draw(t, "at"),
		how:  rapid.IntRange(0, 999).Draw(t, "how"),
	}
})

func (r rewrite) of(q string) string {
	bare := strings.TrimRight(q, "?!. ")
	switch r.kind {
	case "typo":
		return r.typo(q)
	case "case":
		return []string{strings.ToLower(q), strings.ToUpper(q), strings.ToUpper(q[:1]) + q[1:]}[r.how%3]
	case "punctuation":
		return bare + []string{"", "??", "?!", " ?", "…", "?"}[r.how%6]
	case "markup":
		words := strings.Fields(bare)
		k := r.at % len(words)
		mark := []string{"*", "_", "`"}[r.how%3]
		words[k] = mark + words[k] + mark
		return strings.Join(words, " ") + "?"
	case "padding":
		return []string{"Hi, " + q, "Could you tell me: " + q, bare + ", please?", q + " Thanks!", "Quick one: " + q, "<@U0123ABCD> " + q}[r.how%6]
	}
	return r.order(q)
}

// typo makes one slip in one word of five letters or more that is no name.
func (r rewrite) typo(q string) string {
	words := strings.Fields(q)
	var long []int
	for i, w := range words {
		if len(w) >= 5 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return q
	}
	w := &words[long[r.at%len(long)]]
	k := 1 + r.how%(len(*w)-2)
	switch r.how % 3 {
	case 0:
		*w = (*w)[:k] + (*w)[k+1:] // one letter is lost
	case 1:
		*w = (*w)[:k] + (*w)[k:k+1] + (*w)[k:] // one is doubled
	default:
		*w = (*w)[:k] + (*w)[k+1:k+2] + (*w)[k:k+1] + (*w)[k+2:] // two change places
	}
	return strings.Join(words, " ")
}

// order puts a closing "in 2024" or "in India" first.
func (r rewrite) order(q string) string {
	bare := strings.TrimRight(q, "?!. ")
	at := strings.LastIndex(bare, " in ")
	if at < 0 || strings.Count(bare[at+4:], " ") > 0 {
		return q
	}
	return "In " + bare[at+4:] + ", " + strings.ToLower(bare[:1]) + bare[1:at] + "?"
}

// The bank gives the same bytes whatever is asked before, after or meanwhile.
func TestAnswersDependOnNothingElse(t *testing.T) {
	t.Parallel()
	e, err := theEngine()
	if err != nil {
		t.Fatal(err)
	}
	qs := ownBank(t)
	if !*whole {
		qs = some(qs)
	}
	first := make([][]byte, len(qs))
	for i, q := range qs {
		first[i] = asBytes(t, e.Ask(q.Text, q.Context))
	}
	second := make([][]byte, len(qs))
	var wg sync.WaitGroup
	for part := range 4 {
		wg.Go(func() {
			for i := len(qs) - 1 - part; i >= 0; i -= 4 {
				second[i] = asBytes(t, e.Ask(qs[i].Text, qs[i].Context))
			}
		})
	}
	wg.Wait()
	for i := range qs {
		if !bytes.Equal(first[i], second[i]) {
			t.Errorf("%s is answered in two ways:\n%s\n%s", qs[i].ID, first[i], second[i])
		}
	}
}

// some are a few of a bank's questions, from every part of it.
func some(qs []bank.Question) []bank.Question {
	const oneIn = 8
	var out []bank.Question
	for i := 0; i < len(qs); i += oneIn {
		out = append(out, qs[i])
	}
	return out
}

func asBytes(t *testing.T, a answer.Answer) []byte {
	b, err := json.Marshal(a)
	if err != nil {
		t.Error(err)
	}
	return b
}
