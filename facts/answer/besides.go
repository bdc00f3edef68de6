package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// surelyMeant is the chance above which nothing is told beside what was asked for.
const surelyMeant = 0.9

// Another fact of the same paragraph is told beside the likeliest from a share of
// its chance on: where it has what that one lacks of the question, or says so many
// words of weight more.
const (
	alsoEnough = 0.05
	muchMore   = 4
)

// mostSentences is how long an answer may grow so.
const mostSentences = 3

// besides adds to an answer the next likely facts of the same paragraph where the
// words leave open which of them was meant, and they say more: who reads all of them
// has what was asked for.
func (e *Engine) besides(q question.Query, c candidate, found []candidate, a Answer) Answer {
	if a.Outcome != Answered || c.chance > surelyMeant || q.YesNo {
		return a
	}
	for _, o := range found {
		f := o.entry.fact
		if f == nil || o.at == c.at || !sharesPlace(f, c.entry.fact) || o.refuted >= noEnough || o.chance < c.chance*alsoEnough {
			continue
		}
		if !e.fills(q, c, o) && (len(f.Calc) > 0 || o.entry.core.beyond(c.entry.core) < muchMore) {
			continue
		}
		if sentences(a.Text)+sentences(f.Says) > mostSentences {
			continue
		}
		a.Text += " " + f.Says
		a.also(f, e.cite(f))
		for _, k := range f.Calc {
			a.Derived = append(a.Derived, Derived(k))
		}
	}
	return a
}

// sentences counts those of a text.
func sentences(text string) int { return strings.Count(text, ". ") + 1 }

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
