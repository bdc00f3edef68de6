package answer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// addsTo are the words that add one more to a sum.
var addsTo = lexicon.Set("adds-to")

// addToSum adds the figure of one more company to the sum that the turn before gave: "and with
// the fourth one on top?".
func (e *Engine) addToSum(q question.Query, before turn) (Answer, bool) {
	how, from := e.reckonedFrom(before.answer)
	sides := e.companies(q)
	onlyNames := !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && t.Class != question.Entity && !t.Carried && !addsTo[t.Read]
	})
	if how != question.Sum || len(sides) != 1 || !onlyNames || !hasWord(q, addsTo) || asksShare(q) || q.Kind != question.What {
		return Answer{}, false
	}
	g := e.sameOf(sides[0], from[0])
	if g == nil || slices.Contains(from, g) {
		return Answer{}, false
	}
	q.Operation, q.YesNo = question.Sum, false
	return e.worked(q, append(slices.Clone(from), g)), true
}

// shareOfSum answers what share one figure is of a sum: of the one that the turn before gave,
// "and its share of that?", or of two or more that were told, "what share of all three?".
func (e *Engine) shareOfSum(q question.Query, before turn) (Answer, bool) {
	if !asksShare(q) || q.YesNo {
		return Answer{}, false
	}
	n, bare := pointedTo(q)
	how, terms := e.reckonedFrom(before.answer)
	switch {
	case n > 1:
		terms = before.termsOf(n, false)
	case how != question.Sum:
		return Answer{}, false
	}
	if len(terms) < 2 || slices.ContainsFunc(terms, func(t *facts.Fact) bool { return !addable(terms[0], t) || !isFigure(t.Value) }) {
		return Answer{}, false
	}
	part := e.spokenAmong(bare, terms)
	if part == nil {
		return Answer{}, false
	}
	var whole float64
	var parts []string
	for _, t := range terms {
		whole += t.Value.Amount
		parts = append(parts, plainNumber(t.Value.Amount))
	}
	share := inPercent(part.Value.Amount / whole)
	working := plainNumber(part.Value.Amount) + " / (" + strings.Join(parts, " + ") + ") * 100"
	return e.figured(fmt.Sprintf("About %s of the sum, calculated from the figures below.", share), Derived{working, share}, terms...), true
}

// spokenAmong is the one of several figures that a question names, by its company or by a word
// that none of the others has; nil where there is none, or more than one.
func (e *Engine) spokenAmong(q question.Query, fs []*facts.Fact) *facts.Fact {
	var found *facts.Fact
	for _, t := range q.Tokens {
		if t.Class == question.Light || t.Carried || shareWords[t.Read] {
			continue
		}
		var having []*facts.Fact
		for _, f := range fs {
			if t.Sort == company && t.Entity == f.Subject || t.Sort != company && e.explained(t, []*facts.Fact{f}) {
				having = append(having, f)
			}
		}
		switch {
		case len(having) == len(fs):
		case len(having) != 1, found != nil && found != having[0]:
			return nil
		default:
			found = having[0]
		}
	}
	return found
}

// timeNouns are the words for what two figures may have in common in time.
var timeNouns = lexicon.Set("time-noun")

// ofSameTime answers whether the figures that were set side by side are of the same year: "do
// they date from the same year?".
func (e *Engine) ofSameTime(q question.Query, before turn) (Answer, bool) {
	same, at := false, false
	_, bare := pointedTo(q)
	for _, t := range bare.Tokens {
		switch {
		case t.Read == "same":
			same = true
		case timeNouns[t.Read]:
			at = true
		case t.Class != question.Light && !t.Carried && !bareNouns[t.Read]:
			return Answer{}, false
		}
	}
	fs := before.beside
	if _, from := e.reckonedFrom(before.answer); len(from) == 2 {
		fs = from
	}
	if !same || !at || !q.YesNo || q.Negated || len(fs) != 2 || fs[0].Period.From.Year == 0 || fs[1].Period.From.Year == 0 {
		return Answer{}, false
	}
	opening := "No."
	if fs[0].Period.From.Year == fs[1].Period.From.Year {
		opening = "Yes."
	}
	a := Answer{Outcome: Answered, Confidence: 0.9, Text: opening + "\n• " + fs[0].Says + "\n• " + fs[1].Says}
	for _, f := range fs {
		a.also(f, e.cite(f))
	}
	return a, true
}

// bareNouns are the words for figures that were told.
var bareNouns = lexicon.Set("figure-noun")
