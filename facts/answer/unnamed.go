package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// unnamed asks back where a question has no word of its own and points to somebody or
// something that no earlier turn named: "what did he say?" asks which person is meant,
// "when did this come out?" which article.
func (e *Engine) unnamed(q question.Query, before turn) (Answer, bool) {
	if len(before.tokens) > 0 || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class != question.Light }) {
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
