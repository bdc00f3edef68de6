package answer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// against holds the figure that answered before against another that a question
// speaks of: "is that more than the other firm's?", "more than from Europe?".
func (e *Engine) against(q question.Query, before turn) (Answer, bool) {
	f := before.fact
	if w := before.weighed; w != nil && thanOnly(q) {
		q.Operation, q.Less, q.YesNo, q.Back = question.Compare, w.Less, w.YesNo, true
	}
	if n := len(before.figures); f != nil && len(f.Calc) > 0 && n > 0 && sharesPlace(f, before.figures[n-1]) {
		f = before.figures[n-1] // what it was calculated from
	}
	if q.Operation == "" && !asksShare(q) || q.Operation == question.Rank || before.answer.Outcome != Answered || f == nil || !weighable(f.Value) {
		return Answer{}, false
	}
	left, right, parted := besideThan(q)
	sides := e.companies(q)
	if (q.Back || namesOther(q)) && len(sides) == 1 && sides[0] != f.Subject {
		q.YesNo = q.YesNo || parted && q.Operation == question.Compare && onlyPoints(left) // "so that's more than theirs"
		return e.againstCompany(q, f, sides[0])
	}
	if !parted || q.Operation != question.Compare || q.Negated || !onlyPoints(left) || !speaksOf(right) {
		return Answer{}, false
	}
	if slices.ContainsFunc(right, func(t question.Token) bool { return t.Class == question.Number || t.Class == question.Year }) {
		return Answer{}, false
	}
	g, _ := e.figureOf(q, right, companiesAmong(before.tokens))
	if g == nil || g == f || !comparable(f, g) || f.Value.Kind == facts.Multiple && f.Relation != g.Relation || !e.allExplained(right, g) {
		return Answer{
			Outcome: Unknown, Text: doNotSay("They give no figure to hold that against."), Related: []Related{e.related(f)}, Confidence: 0.9,
		}, true
	}
	return e.weighedUp(q, f, g), true
}

// thanOnly reports whether a question only says against whom what was weighed before is to be
// held now: "and than the third?".
func thanOnly(q question.Query) bool {
	left, right, parted := besideThan(q)
	other := func(t question.Token) bool { return t.Class != question.Light && t.Class != question.Entity }
	return parted && q.Operation == "" && q.Kind == question.What && onlyPoints(left) && !slices.ContainsFunc(right, other)
}

// againstCompany holds a figure against the same of another company, where a
// question names no more than that.
func (e *Engine) againstCompany(q question.Query, f *facts.Fact, other string) (Answer, bool) {
	for _, t := range q.Tokens {
		if t.Class > question.Content && t.Entity != other {
			return Answer{}, false
		}
	}
	g := e.sameOf(other, f)
	switch {
	case g == nil || len(f.Calc) > 0:
		return Answer{}, false
	case asksShare(q):
		return e.shareOf(f, g), f.Value.Amount < g.Value.Amount && isFigure(f.Value) && f.Value.Kind != facts.Percent
	}
	return e.worked(q, []*facts.Fact{f, g}), true
}

// namesOther reports whether a question only names what a figure told before is to be
// reckoned with: "how many times theirs?".
func namesOther(q question.Query) bool {
	reckons := q.Operation == question.Ratio || q.Operation == question.Difference || asksShare(q)
	return reckons && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && t.Class != question.Entity && !shareWords[t.Read]
	})
}

// sameOf is the figure of a company that tells of it what f tells of another.
func (e *Engine) sameOf(company string, f *facts.Fact) *facts.Fact {
	for _, g := range e.everyFact() {
		if g.Subject == company && g.Relation == f.Relation && addable(f, g) && len(g.Calc) == 0 {
			return g
		}
	}
	return nil
}

// againstSum holds a figure that a question speaks of against the sum of several of
// the thread: "is multimedia more than both together?", "do the three together make
// more than the first?".
func (e *Engine) againstSum(q question.Query, before turn) (Answer, bool) {
	n, bare := pointedTo(q)
	left, right, parted := besideThan(bare)
	adds := q.Together || q.Operation == question.Sum
	if !parted || q.Negated || !adds && n == 0 {
		return Answer{}, false
	}
	speaks, points := left, right
	if onlyPoints(left) {
		speaks, points = right, left
	}
	if !speaksOf(speaks) || !onlyPoints(points) {
		return Answer{}, false
	}
	terms := before.termsOf(n, false)
	f := e.heldUp(bare, speaks, before, terms)
	if f == nil || len(terms) < 2 || !adds { // "more than those two" may be each of them
		return Answer{Outcome: Unknown, Text: doNotSay("They give no figures that could be held against one another so."), Confidence: 0.9}, true
	}
	return e.weighedAgainst(q, f, terms, onlyPoints(left)), true
}

// heldUp is the figure that words speak of, where it is none of several and can be held
// against their sum.
func (e *Engine) heldUp(q question.Query, words []question.Token, before turn, terms []*facts.Fact) *facts.Fact {
	fits := func(f *facts.Fact) bool {
		return f != nil && !slices.Contains(terms, f) && !slices.ContainsFunc(terms, func(t *facts.Fact) bool { return !addable(t, f) || !isFigure(t.Value) })
	}
	if len(terms) == 0 {
		return nil
	}
	for _, f := range e.everyFact() {
		if sameMeasure(f, terms[0]) && len(f.Calc) == 0 && fits(f) && e.allExplained(words, f) && speaksFor(f, e.companies(question.Query{Tokens: words})) {
			return f
		}
	}
	if f, _ := e.figureOf(q, words, before.tokens); fits(f) {
		return f
	}
	return nil
}

// speaksFor reports whether a fact is about the one company that is named, if any is.
func speaksFor(f *facts.Fact, named []string) bool {
	return len(named) == 0 || len(named) == 1 && named[0] == f.Subject
}

// weighedAgainst tells whether a figure is more than the sum of others, or the sum
// more than it where that is asked first.
func (e *Engine) weighedAgainst(q question.Query, f *facts.Fact, terms []*facts.Fact, sumFirst bool) Answer {
	sum := terms[0].Value
	parts := []string{amount(sum, sum.Amount)}
	for _, t := range terms[1:] {
		sum.Amount += t.Value.Amount
		parts = append(parts, amount(t.Value, t.Value.Amount))
	}
	all := amount(sum, sum.Amount)
	one, other := f.Value.Amount, sum.Amount
	others := "both"
	if len(terms) > 2 {
		others = "all of them"
	}
	said, than := shown(f.Value), others+" together, about "+all+" (calculated)"
	if sumFirst {
		one, other = other, one
		said, than = "about "+all+" together (calculated)", shown(f.Value)
	}
	yes, word := verdictOn(q, one, other)
	return e.figured(fmt.Sprintf("%s: %s is %s than %s.", yes, said, word, than),
		Derived{strings.Join(parts, " + "), all}, append([]*facts.Fact{f}, terms...)...)
}

// allExplained reports whether a fact has every word of weight.
func (e *Engine) allExplained(ts []question.Token, f *facts.Fact) bool {
	return !slices.ContainsFunc(ts, func(t question.Token) bool { return t.Class != question.Light && !e.explained(t, []*facts.Fact{f}) })
}

// companiesAmong are the companies that words name.
func companiesAmong(ts []question.Token) []question.Token {
	return slices.DeleteFunc(slices.Clone(ts), func(t question.Token) bool { return t.Class == question.Entity && t.Sort != company })
}

// weighedUp tells whether one figure is more than another, or less.
func (e *Engine) weighedUp(q question.Query, f, g *facts.Fact) Answer {
	yes, word := verdictOn(q, f.Value.Amount, g.Value.Amount)
	text := fmt.Sprintf("%s: %s is %s than %s.", yes, shown(f.Value), word, shown(g.Value))
	if f.Value.Amount == g.Value.Amount {
		text = fmt.Sprintf("No: the one is %s, and so is the other.", shown(f.Value))
	}
	a := Answer{Outcome: Answered, Confidence: 0.9, Text: strings.Join([]string{text, "• " + f.Says, "• " + g.Says}, "\n")}
	a.also(f, e.cite(f))
	a.also(g, e.cite(g))
	return a
}

// verdictOn is the yes or no to whether one figure is more than another, or less
// where that is asked, and which of it is so.
func verdictOn(q question.Query, one, other float64) (yes, word string) {
	yes, word = "No", "less"
	if one > other {
		word = "more"
	}
	if one != other && (word == "less") == q.Less {
		yes = "Yes"
	}
	return yes, word
}

// besideThan is what stands before and after the word that parts the sides of a
// comparison.
func besideThan(q question.Query) (left, right []question.Token, ok bool) {
	at := slices.IndexFunc(q.Tokens, func(t question.Token) bool { return (t.Than != 0 || t.Read == "than") && !t.Background() })
	if at < 0 {
		return nil, nil, false
	}
	return q.Tokens[:at], q.Tokens[at+1:], true
}

// onlyPoints reports whether words only point back.
func onlyPoints(ts []question.Token) bool {
	return !slices.ContainsFunc(ts, func(t question.Token) bool { return t.Class != question.Light })
}

// speaksOf reports whether words speak of anything that facts do.
func speaksOf(ts []question.Token) bool {
	return slices.ContainsFunc(ts, func(t question.Token) bool { return t.Class >= question.Content })
}

// againstEarlier holds the figure that a thread told last against an earlier one, which a
// question gives by its place, or speaks of: "how much more is that than the first one?",
// "how many times the granted ones is it?".
func (e *Engine) againstEarlier(q question.Query, before turn) (Answer, bool) {
	n := len(before.figures)
	than := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Read == "than" })
	several, _ := pointedTo(q)
	if n < 2 || q.Operation != question.Ratio && q.Operation != question.Difference || before.answer.Outcome != Answered || several > 0 || q.First && !than {
		return Answer{}, false
	}
	last, earlier := before.figures[n-1], before.figures[:n-1]
	spoken := func(f *facts.Fact) bool { return e.allExplained(q.Tokens, f) && speaksFor(f, e.companies(q)) }
	var meant []*facts.Fact
	if at := placesAsked(q, ordinals); len(at) == 1 && at[0] > 0 && at[0] < n && (than || q.Operation == question.Ratio) {
		if e.pointsOnly(q, last, earlier[at[0]-1]) {
			meant = earlier[at[0]-1 : at[0]]
		}
	} else if speaksOf(q.Tokens) && !spoken(last) {
		meant = slices.DeleteFunc(slices.Clone(earlier), func(f *facts.Fact) bool { return !spoken(f) })
	}
	if len(meant) > 1 {
		likeliest, _ := e.figureOf(q, q.Tokens, nil)
		meant = slices.DeleteFunc(meant, func(f *facts.Fact) bool { return f != likeliest })
	}
	if len(meant) != 1 || !addable(last, meant[0]) || !isFigure(last.Value) {
		return Answer{}, false
	}
	return e.worked(q, []*facts.Fact{last, meant[0]}), true
}
