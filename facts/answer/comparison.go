package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// comparison is what a sentence says is more than what, or less: the terms before its
// "than" and those behind, without what stands on either side. Its way is 0 where nothing
// is compared.
type comparison struct {
	head, tail []question.Term
	way        float64 // 1: the first is said to be more, -1: less
}

// comparers are the words that begin a comparison, and which way each goes.
var comparers = lexicon.Numbers("comparer")

// comparisonIn finds the comparison that words make: "more papers than patents".
func (e *Engine) comparisonIn(ts []question.Token) comparison {
	than := slices.IndexFunc(ts, func(t question.Token) bool { return t.Read == "than" && !t.Background() })
	if than < 1 {
		return comparison{}
	}
	var c comparison
	for _, t := range ts[:than] {
		if w, ok := comparers[t.Read]; ok {
			c.way = w
		}
	}
	if c.way == 0 {
		return comparison{}
	}
	c.head, c.tail = heavyTerms(ts[:than]), heavyTerms(upToMeasure(ts[than+1:]))
	both := func(x question.Term) bool { return slices.Contains(c.head, x) && slices.Contains(c.tail, x) }
	c.head, c.tail = slices.DeleteFunc(slices.Clone(c.head), both), slices.DeleteFunc(slices.Clone(c.tail), both)
	return c
}

// upToMeasure are words up to one that leads to what is measured: "than the year before in sales".
func upToMeasure(ts []question.Token) []question.Token {
	heavy := false
	for i, t := range ts {
		if heavy && toMeasure[t.Read] {
			return ts[:i]
		}
		heavy = heavy || t.Class != question.Light
	}
	return ts
}

var toMeasure = lexicon.Set("to-measure")

func heavyTerms(ts []question.Token) []question.Term {
	var out []question.Term
	for _, t := range ts {
		if t.Class != question.Light && !t.Background() && !t.Carried { // what an earlier question had compares nothing
			out = append(out, t.Terms...)
		}
	}
	return out
}

// against is 1 where another comparison says the contrary, -1 where it says the same, and 0
// where that cannot be told. What stands behind the one "than" and before the other shows
// that the sides are turned; the words before both are also those of whom and of what is
// spoken, and tell only where nothing is turned.
func (c comparison) against(o comparison) float32 {
	straight := shared(c.tail, o.tail)
	turned := shared(c.tail, o.head) + shared(c.head, o.tail)
	if turned == 0 {
		straight += shared(c.head, o.head)
	}
	switch {
	case c.way == 0 || o.way == 0 || straight == turned:
		return 0
	case (turned > straight) == (c.way == o.way):
		return 1
	}
	return -1
}

func shared(a, b []question.Term) int {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}
