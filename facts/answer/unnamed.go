package answer

import (
	"slices"
	"strings"

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
	words := wordsOf(q)
	at := slices.IndexFunc(words, func(w string) bool { return mayPoint[w] })
	if at < 0 || q.YesNo {
		return Answer{}, false
	}
	words[at] = "the article"
	a := e.read(e.reader.Read(strings.Join(words, " "))).answer
	return a, a.Outcome == Ambiguous
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
		if n := e.names[f.Subject]; n != nil && n.Kind == "person" && f.How != facts.Comment {
			some = append(some, c)
		}
	}
	if len(some) < 2 {
		return Answer{}
	}
	return e.ambiguous(some)
}
