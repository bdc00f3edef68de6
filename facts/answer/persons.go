package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// The words for somebody who is not named, those that may stand before the place of
// work by which somebody is pointed to, and the pronouns for what is a person's.
var (
	somebody = lexicon.Set("somebody")
	placing  = lexicon.Set("placing")
	ofPerson = lexicon.Set("of-person")
)

// span is a run of words of a question, from the first to before the last.
type span struct{ from, to int }

// byName is a question that points to a person in words, "the one from the university", "back to
// the first guy, what did he say?", put with the person's name.
func (e *Engine) byName(q question.Query, before turn) (text string, ok bool) {
	if before.fact == nil || !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return personal[t.Read] }) {
		return "", false
	}
	if q.First {
		who, known := e.personOf(before.fact)
		at, points := returning(q)
		if !known || !points {
			return "", false
		}
		return e.renamed(q, at, who)
	}
	for i, t := range q.Tokens {
		house := e.houseOf(t)
		if house == "" {
			continue
		}
		if at, ok := pointed(q, i, e.names[house].Kind == company); ok {
			if who, ok := e.onlyPersonAt(house); ok {
				return e.renamed(q, at, who)
			}
		}
	}
	return "", false
}

// returning is the words with which a question goes back to the first turn: "back to
// the 1st guy".
func returning(q question.Query) (span, bool) {
	at := slices.IndexFunc(q.Tokens, func(t question.Token) bool { return ordinals[t.Read] == 1 })
	if at < 0 || !onlyPoints(q.Tokens[:at]) {
		return span{}, false
	}
	to := at + 1
	for to < len(q.Tokens) && somebody[q.Tokens[to].Read] {
		to++
	}
	return span{0, to}, to < len(q.Tokens)
}

// houseOf is the house that a word stands for: a body or a company by its name, or the
// only body that has the word in its name.
func (e *Engine) houseOf(t question.Token) string {
	if t.Class == question.Entity {
		if t.Sort == "body" || t.Sort == company {
			return t.Entity
		}
		return ""
	}
	if t.Class == question.Light {
		return ""
	}
	found := ""
	for i := range e.base.Entities {
		n := &e.base.Entities[i]
		if n.Kind != "body" || !slices.Contains(splitWords(strings.ToLower(n.Name)), t.Read) {
			continue
		}
		if found != "" {
			return ""
		}
		found = n.ID
	}
	return found
}

// pointed is the words that point to a person by a house: "that one from the
// university", "the museum man". Of a company, "the one of the vendor" may be an article.
func pointed(q question.Query, house int, isCompany bool) (span, bool) {
	ts := q.Tokens
	names := func(i int) bool {
		return i >= 0 && i < len(ts) && somebody[ts[i].Read] && !(isCompany && ts[i].Read == "one")
	}
	from, to := house, house+1
	for from > 0 && (ts[from-1].Read == "the" || placing[ts[from-1].Read]) {
		from--
	}
	placed := slices.ContainsFunc(ts[from:house], func(t question.Token) bool { return placing[t.Read] })
	switch {
	case names(to):
		to++
	case placed && names(from-1), placed && !isCompany && from > 0 && (personal[ts[from-1].Read] || pointing[ts[from-1].Read]):
		from--
	default:
		return span{}, false
	}
	for from > 0 && (ts[from-1].Read == "the" || pointing[ts[from-1].Read]) {
		from--
	}
	return span{from, to}, true
}

// onlyPersonAt is the only person who is reported to be of a house.
func (e *Engine) onlyPersonAt(house string) (who string, ok bool) {
	for _, f := range e.everyFact() {
		n := e.names[f.Subject]
		if n == nil || n.Kind != "person" || f.How != facts.Reported || f.By == f.Subject || !slices.Contains(f.With, house) || f.Subject == who {
			continue
		}
		if who != "" {
			return "", false
		}
		who = f.Subject
	}
	return who, who != ""
}

// renamed puts a person's name in the place of the pronoun of a question, which then
// needs no words to point.
func (e *Engine) renamed(q question.Query, at span, who string) (text string, ok bool) {
	var words []string
	for _, t := range q.Tokens[at.to:] {
		switch word := t.Text; {
		case ok || !personal[t.Read]:
			words = append(words, word)
		case ofPerson[t.Read]:
			ok, words = true, append(words, e.name(who)+"'s")
		default:
			ok, words = true, append(words, e.name(who))
		}
	}
	text = strings.Join(words, " ")
	if q.Asks {
		text += "?"
	}
	return text, ok
}
