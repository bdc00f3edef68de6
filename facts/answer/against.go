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
	if n := len(before.figures); f != nil && len(f.Calc) > 0 && n > 0 && sharesPlace(f, before.figures[n-1]) {
		f = before.figures[n-1] // what it was calculated from
	}
	if q.Operation == "" || q.Operation == question.Rank || before.answer.Outcome != Answered || f == nil || !weighable(f.Value) {
		return Answer{}, false
	}
	left, right, parted := besideThan(q)
	sides := e.companies(q)
	if q.Back && len(sides) == 1 && sides[0] != f.Subject {
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

// againstCompany holds a figure against the same of another company, where a
// question names no more than that.
func (e *Engine) againstCompany(q question.Query, f *facts.Fact, other string) (Answer, bool) {
	for _, t := range q.Tokens {
		if t.Class > question.Content && t.Entity != other {
			return Answer{}, false
		}
	}
	for _, g := range e.everyFact() {
		if g.Subject == other && g.Relation == f.Relation && addable(f, g) && len(f.Calc)+len(g.Calc) == 0 {
			return e.worked(q, []*facts.Fact{f, g}), true
		}
	}
	return Answer{}, false
}

// againstBoth holds a figure that a question speaks of against the last two of the
// thread: "is multimedia more than both together?".
func (e *Engine) againstBoth(q question.Query, before turn) (Answer, bool) {
	left, right, parted := besideThan(q)
	if n := len(before.figures); !parted || n < 2 || !q.Together || q.Negated || !speaksOf(left) || !onlyPoints(right) {
		return Answer{}, false
	}
	two := before.figures[len(before.figures)-2:]
	f, _ := e.figureOf(q, left, before.tokens)
	if f == nil || slices.Contains(two, f) || !addable(two[0], two[1]) || !addable(f, two[0]) {
		return Answer{}, false
	}
	sum := two[0].Value
	sum.Amount += two[1].Value.Amount
	all := amount(sum, sum.Amount)
	yes, word := verdictOn(q, f.Value.Amount, sum.Amount)
	return e.figured(fmt.Sprintf("%s: %s is %s than both together, about %s (calculated).", yes, shown(f.Value), word, all),
		Derived{amount(two[0].Value, two[0].Value.Amount) + " + " + amount(two[1].Value, two[1].Value.Amount), all}, f, two[0], two[1]), true
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
