package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// surelyMeant is the chance above which nothing is told beside what was asked for.
const surelyMeant = 0.9

// From which share of the best one's chance another fact of the same paragraph is
// told beside it: where it has what the best one lacks of the question, and where
// it only says more.
const (
	alsoIfAsked = 0.05
	alsoIfMore  = 0.15
	muchMore    = 4 // words of weight
)

// besides adds to an answer the next likely fact of the same paragraph where the
// words leave open which of the two was meant, and it says more: who reads both
// has what was asked for.
func (e *Engine) besides(q question.Query, c candidate, found []candidate, a Answer) Answer {
	if a.Outcome != Answered || c.chance > surelyMeant || q.YesNo {
		return a
	}
	for _, o := range found {
		f := o.entry.fact
		if f == nil || o.at == c.at || !sharesPlace(f, c.entry.fact) || o.refuted >= noEnough {
			continue
		}
		if o.chance < c.chance*alsoIfAsked || !e.fills(q, c, o) && (len(f.Calc) > 0 || o.chance < c.chance*alsoIfMore || o.entry.core.beyond(c.entry.core) < muchMore) {
			continue
		}
		a.Text += " " + f.Says
		a.also(f, e.cite(f))
		for _, k := range f.Calc {
			a.Derived = append(a.Derived, Derived(k))
		}
		return a
	}
	return a
}

// fills reports whether a fact itself has something of a question that another one
// has not: a word of weight, or the kind of value that is wanted.
func (e *Engine) fills(q question.Query, c, o candidate) bool {
	if q.Kind != question.What && o.entry.own[q.Kind] && !c.entry.own[q.Kind] {
		return true
	}
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && !t.Background() && o.entry.core.hasAny(t.Terms) && !c.entry.core.hasAny(t.Terms)
	})
}
