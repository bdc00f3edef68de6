package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// unnamed asks back where a question has no word of its own and points to somebody or
// something that no earlier turn named: "what did he say?" asks which person is meant,
// "when did this come out?" which article, "what was the percentage?" which one.
func (e *Engine) unnamed(q question.Query, before turn) (Answer, bool) {
	if len(before.tokens) > 0 {
		return Answer{}, false
	}
	if sort, ok := bareValue(q); ok {
		some := e.someOf(q, sort)
		if len(some) < 2 {
			return Answer{}, false
		}
		return e.ambiguous(some), true
	}
	if slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class != question.Light }) {
		return Answer{}, false
	}
	if slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return personal[t.Read] }) {
		said := e.saidBySome(q)
		return said, len(said.Facts) > 1
	}
	if q.YesNo || q.Kind != question.When || !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return mayPoint[t.Read] }) {
		return Answer{}, false
	}
	var dates []candidate
	for i := range e.entries {
		if f := e.entries[i].fact; f != nil && f.Relation == "published" && f.Value.Kind == facts.Date && len(dates) < mostListed {
			dates = append(dates, candidate{entry: &e.entries[i], at: int32(i)})
		}
	}
	if len(dates) < 2 {
		return Answer{}, false
	}
	return e.ambiguous(dates), true
}

// bareValues are the nouns for a value by itself, and the sort that each is of.
var bareValues = lexicon.Numbers("bare-value")

// The sorts of value that a noun alone can ask for, as the lexicon numbers them.
const (
	aShare = 1 + iota
	anySum
	aFigure
)

// bareValue reports whether a question asks for a value and names nothing else: "what was
// the percentage again?", "how much was it?".
func bareValue(q question.Query) (sort int, ok bool) {
	if q.YesNo || q.Operation != "" || q.Kind != question.Amount && q.Kind != question.What {
		return 0, false
	}
	if q.Kind == question.Amount {
		sort = aFigure
	}
	for _, t := range q.Tokens {
		n, isValue := bareValues[t.Read]
		switch {
		case isValue:
			sort = int(n)
		case t.Class != question.Light && !t.Background():
			return 0, false
		}
	}
	return sort, sort > 0 && (q.Kind == question.What || pointsSomewhere(q))
}

// pointsSomewhere reports whether a question speaks of something told before.
func pointsSomewhere(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return mayPoint[t.Read] || bareValues[t.Read] > 0 })
}

// someOf are the likeliest facts of a sort of value, of each subject one.
func (e *Engine) someOf(q question.Query, sort int) []candidate {
	var some []candidate
	for _, c := range e.match(q) {
		f := c.entry.fact
		if f == nil || len(f.Calc) > 0 || slices.ContainsFunc(some, func(o candidate) bool { return o.entry.fact.Subject == f.Subject }) {
			continue
		}
		fits := f.Value.Kind == facts.Percent && sort == aShare || f.Value.Kind == facts.Money && sort == anySum || isFigure(f.Value) && sort == aFigure
		if fits && len(some) < mostListed {
			some = append(some, c)
		}
	}
	return some
}

// mayPoint are the words for what nobody has named.
var mayPoint = lexicon.Set("pointed")

// saidBySome asks which of the likeliest facts that some person told is meant, one of each.
func (e *Engine) saidBySome(q question.Query) Answer {
	var some []candidate
	for _, c := range e.match(q) {
		f := c.entry.fact
		if f == nil || len(some) == mostListed || slices.ContainsFunc(some, func(o candidate) bool { return o.entry.fact.Subject == f.Subject }) {
			continue
		}
		if n := e.names[f.Subject]; n != nil && (n.Kind == "person" || n.Kind == "reader") {
			some = append(some, c)
		}
	}
	if len(some) < 2 {
		return Answer{}
	}
	return e.ambiguous(some)
}
