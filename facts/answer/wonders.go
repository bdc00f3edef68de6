package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// wonderEnough is the chance of a fact from which it shows what is wanted of it.
const wonderEnough = 0.5

// How much more a question must be like what wants a yes or a no than like what asks for the
// value of a fact; and how much less it may be, where it names a value itself.
const (
	moreWonders  = 0.02
	valueWonders = 0.15
)

// wonders reports whether a question that no word makes one wants a yes or a no: it
// states something that is asked so, or the likeliest fact leaves none of its words, and
// it is more like the ways of asking for that which want one than like the others, or
// names a value.
func (e *Engine) wonders(q question.Query, found []candidate) bool {
	if !q.Marked || len(found) == 0 || found[0].chance == 1 {
		return false
	}
	c := &found[0]
	if c.entry.fact == nil || c.chance < wonderEnough {
		return false
	}
	if q.Majority {
		return true
	}
	if q.Operation != "" && q.Operation != question.Compare || q.Less || speaksOf(afterOr(q)) || endsInCurrency(q) || wantsShare(q) {
		return false
	}
	if leavesWords(c) {
		return q.Wonders && c.phrase.yesNo
	}
	if q.Wonders || namesValue(q, c.entry.fact) {
		return true
	}
	lead := c.akin.whether - c.akin.which // "in dollars?" states nothing, however like it is
	return countWords(q, *c).heavy > 1 && !endsOpen(q, c.entry) && (lead >= moreWonders || lead >= -valueWonders && e.holdsOfValue(q, c.entry.fact))
}

// afterOr is what a question says after an "or" that does not belong to a figure, as in
// "forty or more".
func afterOr(q question.Query) []question.Token {
	at := slices.IndexFunc(q.Tokens, func(t question.Token) bool { return t.Read == "or" && !t.Background() })
	if at < 1 || q.Tokens[at-1].Class == question.Number {
		return nil
	}
	return q.Tokens[at+1:]
}

// offersTwo reports whether a question offers one thing or another to choose from, which
// is no question for a yes or a no.
func offersTwo(q question.Query) bool {
	after := afterOr(q)
	return len(after) > 0 && after[0].Class != question.Light
}

// leavesWords reports whether a candidate leaves more than figures and years unexplained.
func leavesWords(c *candidate) bool {
	return slices.ContainsFunc(c.left, func(t question.Token) bool { return t.Class != question.Number && t.Class != question.Year })
}

// endsOpen reports whether the last word of a question itself weighs nothing, as in one that
// was broken off, "so the oldest is?", or is one that an entry only denies: "the dispute:
// court?" asks for a court.
func endsOpen(q question.Query, n *entry) bool {
	own := ownWords(q)
	if len(own) == 0 {
		return false
	}
	last := own[len(own)-1]
	return last.Class == question.Light || last.Class < question.Number && n.denies.hasAny(last.Terms) && !n.explains.hasAny(last.Terms) && !n.core.hasAny(last.Terms)
}

// endsInCurrency reports whether a question ends in the currency that a sum is wanted in:
// "spending in 2024, in dollars?".
func endsInCurrency(q question.Query) bool {
	own := ownWords(q)
	return len(own) > 1 && currencyCodes[own[len(own)-1].Read] != ""
}

// wantsShare reports whether a question speaks of a share and says no figure, which it wants:
// "as a percentage of all grants?".
func wantsShare(q question.Query) bool {
	return asksShare(q) && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Number && !t.Background() })
}

// holdsOfValue reports whether a question has a word of weight of a fact's value, names
// aside.
func (e *Engine) holdsOfValue(q question.Query, f *facts.Fact) bool {
	return slices.ContainsFunc(e.reader.Read(f.Value.Text).Tokens, func(v question.Token) bool {
		return v.Class != question.Light && v.Class != question.Entity && slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
			return !t.Background() && sharesTerm(v.Terms, t.Terms)
		})
	})
}

// namesValue reports whether a question holds a value of the sort that a fact tells,
// so that it can only ask whether that is the right one: "since 2014?", "a third?".
func namesValue(q question.Query, f *facts.Fact) bool {
	for i, t := range q.Tokens {
		switch {
		case t.Background():
		case t.Class == question.Number:
			if _, ok := measured(f.Value, t); ok {
				return true
			}
		case t.Class == question.Year && f.Value.Kind == facts.Date:
			return true
		case t.Class == question.Entity && i == len(q.Tokens)-1 && t.Entity != f.Subject && slices.Contains(f.Value.IDs, t.Entity):
			return true // "author: Smith?"
		}
	}
	return false
}
