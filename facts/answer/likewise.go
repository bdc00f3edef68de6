package answer

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// likewise answers a question that only puts another company in the place of one
// in the turn before, "and Nokia?", by the fact that says the same of that one:
// the same relation with the same kind of value, of it or with it.
func (e *Engine) likewise(q question.Query, before turn) (*facts.Fact, bool) {
	f, sides := before.fact, e.companies(q)
	if f == nil || before.answer.Outcome != Answered || !brief(q) || len(sides) != 1 || isParty(f, sides[0]) {
		return nil, false
	}
	for _, t := range q.Tokens {
		if t.Class > question.Light && !t.Carried && t.Entity != sides[0] {
			return nil, false
		}
	}
	var found *facts.Fact
	for _, g := range e.everyFact() {
		if !isFigure(f.Value) && len(f.With) == 0 || !alike(f, g, sides[0]) {
			continue
		}
		if found != nil && !sharesPlace(g, f) {
			continue
		}
		if found != nil && sharesPlace(found, f) {
			return nil, false // which of the two?
		}
		found = g
	}
	return found, found != nil
}

// otherWords point to the other of two, or the others of several.
var otherWords = lexicon.Set("other")

// pointsToOther reports whether a question only points to what else there is: "and the
// other one?", "the others?".
func pointsToOther(q question.Query) bool {
	other := func(t question.Token) bool { return otherWords[t.Read] }
	return !q.YesNo && q.Kind == question.What && onlyPoints(q.Tokens) && slices.ContainsFunc(q.Tokens, other)
}

// theOther answers a question that only points to the other of two that were told of
// together, after the turn before told of one of them: "and the other one?".
func (e *Engine) theOther(q question.Query, before turn) (Answer, bool) {
	f := before.fact
	if f == nil || before.answer.Outcome != Answered || len(before.pair) != 2 || !pointsToOther(q) {
		return Answer{}, false
	}
	at := slices.IndexFunc(before.pair, func(id string) bool { return isParty(f, id) })
	if at < 0 || isParty(f, before.pair[1-at]) {
		return Answer{}, false
	}
	for _, g := range e.everyFact() {
		if alike(f, g, before.pair[1-at]) {
			return e.told(g), true
		}
	}
	return Answer{}, false
}

// likened reports whether a question only asks whether what was told before holds for
// another: "is it the same for the other firm?".
func likened(q question.Query) bool {
	same, names := false, 0
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity:
			names++
		case t.Class != question.Light:
			return false
		}
		same = same || t.Read == "same"
	}
	return same && q.YesNo && names > 0
}

// picking are the words that pick one of several.
var picking = lexicon.Set("picking")

// pickEnough is the share of all that a description fits from which one article is
// the one that it describes.
const pickEnough = 0.7

// pick puts the question that could be meant of several articles to the one that is
// described: "I mean the one about the lawsuit".
func (e *Engine) pick(q question.Query, before turn) (reading, bool) {
	picks := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return picking[t.Read] })
	if len(before.offered) < 2 || q.YesNo || q.Kind != question.What || !picks {
		return reading{}, false
	}
	article, ok := e.described(q)
	if !ok || !slices.Contains(before.offered, article) {
		return reading{}, false
	}
	whole := swap(question.Query{Tokens: []question.Token{e.named(article)}}, before.query)
	r := e.read(whole)
	r.offered = before.offered
	return r, r.answer.Outcome == Answered && r.fact != nil && r.fact.Cite[0].Article == article
}

// pickOffered tells the one of several facts that a turn offered to choose from which alone has
// every word of weight: "the Orbex one".
func (e *Engine) pickOffered(q question.Query, before turn) (reading, bool) {
	if before.answer.Outcome != Ambiguous || q.YesNo || q.Operation != "" || q.Kind != question.What || !speaksOf(q.Tokens) {
		return reading{}, false
	}
	var picked []*facts.Fact
	for _, id := range before.answer.Facts {
		if f := e.facts[id]; e.allExplained(q.Tokens, f) {
			picked = append(picked, f)
		}
	}
	if len(picked) != 1 {
		return reading{}, false
	}
	r := reading{turn: e.leaves(swap(q, before.query), e.told(picked[0])), sure: true, chance: 0.9}
	r.offered = before.offered
	return r, true
}

// described is the article that words describe: the one that most of what they
// could mean stands in.
func (e *Engine) described(q question.Query) (article string, ok bool) {
	fits := map[string]float32{}
	all := float32(0)
	for _, c := range e.match(q) {
		f := c.entry.fact
		if f == nil {
			continue
		}
		all += c.chance
		if !slices.ContainsFunc(f.Cite, func(at facts.Citation) bool { return at.Article != f.Cite[0].Article }) {
			fits[f.Cite[0].Article] += c.chance
		}
	}
	for i := range e.base.Articles {
		if id := e.base.Articles[i].ID; all > 0 && fits[id] >= pickEnough*all {
			return id, true
		}
	}
	return "", false
}

// named is the word that names an entity.
func (e *Engine) named(id string) question.Token {
	return question.Token{
		Text: e.name(id), Read: e.name(id), Class: question.Entity, Entity: id, Sort: e.names[id].Kind,
		Terms: []question.Term{e.reader.Term(id)},
	}
}

// plainly answers a question that only puts another word in the place of one in
// the turn before, "and Wi-Fi?", by the figure itself rather than by what was
// calculated with it.
func (e *Engine) plainly(q question.Query, before turn, joined reading) (reading, bool) {
	f := joined.fact
	if !brief(q) || f == nil || before.fact == nil || len(f.Calc) == 0 || len(before.fact.Calc) > 0 {
		return reading{}, false
	}
	whole := follow(q, before)
	for _, c := range e.match(whole) {
		g := c.entry.fact
		if g != nil && len(g.Calc) == 0 && sharesPlace(f, g) && g.Value.Kind == before.fact.Value.Kind && holdsAll(q, c.entry) {
			return reading{turn: e.leaves(whole, e.tell(whole, c)), sure: true, chance: joined.chance}, true
		}
	}
	return reading{}, false
}

// holdsAll reports whether a fact itself has every word of weight of a question.
func holdsAll(q question.Query, n *entry) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class != question.Light && !n.core.hasAny(t.Terms) })
}

// tellFact answers a question with a fact that was found otherwise: with a yes or
// a no where the words tell.
func (e *Engine) tellFact(q question.Query, f *facts.Fact) Answer {
	for _, c := range e.match(q) {
		if c.entry.fact == f {
			return e.answer(q, c)
		}
	}
	return e.told(f)
}

// alike reports whether a fact says of, or with, another company what f says.
func alike(f, g *facts.Fact, other string) bool {
	if g == f || g.Relation != f.Relation || !asSure(f, g) || len(g.Calc) > 0 || !comparable(f, g) && isFigure(f.Value) || f.Value.Kind != g.Value.Kind {
		return false
	}
	if len(f.With) == 0 {
		return g.Subject == other && len(g.With) == 0 && (f.Value.Kind != facts.Count || measure(f.Value) == measure(g.Value))
	}
	return g.Subject == f.Subject && slices.Equal(g.With, []string{other})
}

// asSure reports whether two facts stand alike, or are figures that are told as such, be it by
// the article or by somebody whom it names.
func asSure(f, g *facts.Fact) bool {
	told := func(s facts.Stance) bool { return s == facts.Reported || s == facts.Claimed }
	return f.How == g.How || isFigure(f.Value) && told(f.How) && told(g.How)
}

// rests are the words for what a share leaves.
var rests = lexicon.Set("rest")

// rest answers what a share leaves: "and the rest?" after "95%", or after how many that is.
func (e *Engine) rest(q question.Query, before turn) (Answer, bool) {
	if before.fact == nil || before.answer.Outcome != Answered || q.YesNo || q.Operation != "" {
		return Answer{}, false
	}
	asks := false
	for _, t := range q.Tokens {
		switch {
		case rests[t.Read]:
			asks = true
		case t.Class > question.Light && !t.Carried && !shareWords[t.Read]:
			return Answer{}, false
		}
	}
	if !asks {
		return Answer{}, false
	}
	if a, ok := e.remainder(before.fact); ok {
		return a, true
	}
	if share := e.onlyShare(before.fact); share != nil {
		return e.remainder(share)
	}
	return Answer{}, false
}

// onlyShare is the one share that is told in the same place as a fact, of the same; nil where
// there is none, or more than one.
func (e *Engine) onlyShare(f *facts.Fact) *facts.Fact {
	var found *facts.Fact
	for _, g := range e.everyFact() {
		if g.Subject != f.Subject || g.Value.Kind != facts.Percent || len(g.Calc) > 0 || !sharesPlace(f, g) {
			continue
		}
		if found != nil {
			return nil
		}
		found = g
	}
	return found
}

// remainder is what a share of the whole leaves, and of how many where the fact
// says of how many it is a share.
func (e *Engine) remainder(f *facts.Fact) (Answer, bool) {
	share := f.Value.Amount
	if f.Value.Kind != facts.Percent || share <= 0 || share >= 100 || len(f.Calc) > 0 {
		return Answer{}, false
	}
	a := e.told(f)
	left := strconv.FormatFloat(100-share, 'f', -1, 64) + "%"
	a.Derived = append(a.Derived, Derived{plainNumber(100) + " - " + plainNumber(share), left})
	text := "That leaves about " + left
	for _, g := range e.everyFact() {
		if g.Value.Kind != facts.Count || len(g.Calc) > 0 || !sharesPlace(f, g) || !saysNumber(f, g.Value.Amount) {
			continue
		}
		n := strconv.Itoa(int((100-share)*g.Value.Amount/100 + 0.5))
		text += fmt.Sprintf(", about %s of the %s", n, plainNumber(g.Value.Amount))
		a.Derived = append(a.Derived, Derived{fmt.Sprintf("%s × %s", plainNumber(g.Value.Amount), left), n})
		break
	}
	a.Text = text + "; this is calculated. " + f.Says
	return a, true
}

// saysNumber reports whether the statement of a fact holds a number.
func saysNumber(f *facts.Fact, n float64) bool {
	return slices.ContainsFunc(numbersIn(f.Says), func(w written) bool { return w.is(n) })
}
