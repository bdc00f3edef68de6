package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// adding are the words that stand between what is to be added.
var adding = lexicon.Set("adding")

// addsUp reports whether a question wants what it names taken together, by a word for
// that or by what stands between the names: "A plus B".
func addsUp(q question.Query) bool {
	if q.YesNo || q.Negated || q.Kind != question.What && q.Kind != question.Amount {
		return false
	}
	if q.Together {
		return true
	}
	added := false
	for i, t := range q.Tokens {
		if t.Class != question.Entity || t.Sort != company || i == 0 {
			continue
		}
		if !adding[q.Tokens[i-1].Read] && added {
			return false
		}
		added = added || adding[q.Tokens[i-1].Read]
	}
	return added
}

// figuresOfAll reports whether a question asks for a figure of several companies: it is
// asked of one, and there is one of each.
func (e *Engine) figuresOfAll(q question.Query, sides []string) bool {
	asked := false
	for _, s := range sides {
		found := e.figuresOf(q, s)
		if len(found) == 0 {
			return false
		}
		asked = asked || found[0].chance >= figureEnough
	}
	return asked && len(sides) > 1
}

// addedUp adds up the figures that a question joins by a plus, each by what sets it
// apart from the others of its kind: "licensed devices: 5G + Wi-Fi".
func (e *Engine) addedUp(q question.Query) (Answer, bool) {
	addends, rest := parted(q.Tokens)
	sides := e.companies(q)
	if len(addends) < 2 || q.Negated || len(sides) > 1 || q.Operation != "" && q.Operation != question.Sum {
		return Answer{}, false
	}
	terms := e.eachOf(addends, sides)
	if terms == nil || slices.ContainsFunc(rest, func(t question.Token) bool { return t.Class != question.Light && !e.explained(t, terms) }) {
		return Answer{}, false
	}
	q.Operation = question.Sum
	return e.worked(q, terms), true
}

// eachOf are figures that tell the same, one for each of several runs of words that set
// it apart from the others; nil where not exactly one row of figures fits.
func (e *Engine) eachOf(runs [][]question.Token, named []string) []*facts.Fact {
	var found [][]*facts.Fact
	for _, f := range e.apartBy(runs[0], named) {
		terms := []*facts.Fact{f}
		for _, words := range runs[1:] {
			of := slices.DeleteFunc(e.apartBy(words, named), func(g *facts.Fact) bool {
				return g.Subject != f.Subject || !sameMeasure(f, g) || !addable(f, g) || slices.Contains(terms, g)
			})
			if len(of) == 1 {
				terms = append(terms, of[0])
			}
		}
		if len(terms) == len(runs) {
			found = append(found, terms)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// parted are the words of each of the things that a question joins by a plus, and its
// other words. Of the first and the last it is the word beside the plus.
func parted(ts []question.Token) (addends [][]question.Token, rest []question.Token) {
	first := slices.IndexFunc(ts, func(t question.Token) bool { return adding[t.Read] })
	if first < 1 || first+1 == len(ts) {
		return nil, nil
	}
	addends = [][]question.Token{ts[first-1 : first]}
	rest = append(rest, ts[:first-1]...)
	from := first + 1
	for i := from; i < len(ts); i++ {
		if adding[ts[i].Read] {
			addends = append(addends, ts[from:i])
			from = i + 1
		}
	}
	if from == len(ts) {
		return nil, nil
	}
	return append(addends, ts[from:from+1]), append(rest, ts[from+1:]...)
}

// apartBy are the figures that words set apart, of the company that is named, if any.
func (e *Engine) apartBy(words []question.Token, named []string) []*facts.Fact {
	var out []*facts.Fact
	for _, f := range e.everyFact() {
		at := e.entryOf(f)
		if at < 0 || !isFigure(f.Value) || len(f.Calc) > 0 || !speaksFor(f, named) {
			continue
		}
		if speaksOf(words) && !slices.ContainsFunc(words, func(t question.Token) bool { return t.Class != question.Light && !e.entries[at].core.hasAny(t.Terms) }) {
			out = append(out, f)
		}
	}
	return out
}

// apiece reckons with a figure of each of two companies, of which a question says apart
// which it means: "their active stock is how many times the other's of 2016?".
func (e *Engine) apiece(q question.Query, sides []string) (Answer, bool) {
	if len(sides) != 2 || q.Operation != question.Ratio || q.YesNo || q.Negated {
		return Answer{}, false
	}
	at := slices.IndexFunc(q.Tokens, func(t question.Token) bool { return t.Entity == sides[1] })
	var pairs [][]*facts.Fact
	for _, f := range e.saidOf(sides[0], q.Tokens[:at]) {
		for _, g := range e.saidOf(sides[1], q.Tokens[at:]) {
			if addable(f, g) && f.Value.Kind != facts.Percent {
				pairs = append(pairs, []*facts.Fact{f, g})
			}
		}
	}
	if len(pairs) != 1 {
		return Answer{}, false
	}
	return e.worked(q, pairs[0]), true
}

// saidOf are the figures of a company that have every word of weight of several, one of
// them, beside its name, in what they state.
func (e *Engine) saidOf(company string, words []question.Token) []*facts.Fact {
	var out []*facts.Fact
	for _, f := range e.everyFact() {
		at := e.entryOf(f)
		if at < 0 || f.Subject != company || !isFigure(f.Value) || len(f.Calc) > 0 || !e.allExplained(words, f) {
			continue
		}
		if slices.ContainsFunc(words, func(t question.Token) bool {
			return t.Class > question.Light && t.Entity != company && e.entries[at].core.hasAny(t.Terms)
		}) {
			out = append(out, f)
		}
	}
	return out
}

// ofNamed reckons with what was told before as it is told of each company that a
// question names: "and those two, A plus B, together?".
func (e *Engine) ofNamed(q question.Query, before turn) (Answer, bool) {
	sides, f := e.companies(q), before.fact
	if n := len(before.figures); n > 0 && (f == nil || !isFigure(f.Value) || len(f.Calc) > 0) {
		f = before.figures[n-1]
	}
	if q.Operation == "" && addsUp(q) {
		q.Operation = question.Sum
	}
	reckons := q.Operation == question.Sum || q.Operation == question.Difference || q.Operation == question.Ratio
	if len(sides) < 2 || !reckons || q.YesNo || q.Negated || f == nil || !isFigure(f.Value) || before.answer.Outcome != Answered || !e.staysWith(q, f) {
		return Answer{}, false
	}
	var terms []*facts.Fact
	for _, s := range sides {
		g := f
		if s != f.Subject {
			g = e.sameOf(s, f)
		}
		if g == nil {
			return Answer{}, false
		}
		terms = append(terms, g)
	}
	return e.worked(q, terms), true
}

// staysWith reports whether a question beside its names speaks of nothing but what facts
// of the same relation do.
func (e *Engine) staysWith(q question.Query, f *facts.Fact) bool {
	like := slices.DeleteFunc(slices.Clone(e.everyFact()), func(g *facts.Fact) bool { return g.Relation != f.Relation })
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		named := t.Class == question.Entity && t.Sort == company
		return t.Class == question.Number || t.Class == question.Year || t.Class != question.Light && !named && !e.explained(t, like)
	})
}
