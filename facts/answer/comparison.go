package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// comparison is what a sentence says is more than what: the terms on either side
// of its "than". It is empty where nothing is compared.
type comparison struct {
	more, less []question.Term
}

// comparers are the words that begin a comparison, and those that begin one of
// which the second side is the more.
var comparers = lexicon.Numbers("comparer")

// comparisonIn finds the comparison that words make: "more papers than patents".
func (e *Engine) comparisonIn(ts []question.Token) comparison {
	than := slices.IndexFunc(ts, func(t question.Token) bool { return t.Read == "than" && !t.Background() })
	if than < 1 {
		return comparison{}
	}
	way := 0.0
	for _, t := range ts[:than] {
		if w, ok := comparers[t.Read]; ok {
			way = w
		}
	}
	if way == 0 {
		return comparison{}
	}
	c := comparison{heavyTerms(ts[:than]), heavyTerms(ts[than+1:])}
	both := func(x question.Term) bool { return slices.Contains(c.more, x) && slices.Contains(c.less, x) }
	c.more, c.less = slices.DeleteFunc(slices.Clone(c.more), both), slices.DeleteFunc(slices.Clone(c.less), both)
	if way < 0 {
		c.more, c.less = c.less, c.more
	}
	return c
}

func heavyTerms(ts []question.Token) []question.Term {
	var out []question.Term
	for _, t := range ts {
		if t.Class != question.Light && !t.Background() {
			out = append(out, t.Terms...)
		}
	}
	return out
}

// against is 1 where another comparison has the sides the other way round, -1
// where it has them the same way, and 0 where that cannot be told.
func (c comparison) against(o comparison) float32 {
	straight := shared(c.more, o.more) + shared(c.less, o.less)
	turned := shared(c.more, o.less) + shared(c.less, o.more)
	switch {
	case turned > straight:
		return 1
	case straight > turned:
		return -1
	}
	return 0
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
