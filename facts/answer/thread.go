package answer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// shareWords ask for the share that one figure is of another.
var shareWords = map[string]bool{"percentage": true, "percent": true, "share": true, "portion": true, "proportion": true, "fraction": true, "pct": true}

// ofThread works with the last two figures of a thread that a question only points
// back to: what share the one is of the other, or how many a share of the other is.
func (e *Engine) ofThread(q question.Query, before turn) (Answer, bool) {
	n := len(before.figures)
	if n < 2 || q.YesNo || q.Kind != question.Amount || !pointsOnly(q) {
		return Answer{}, false
	}
	a, b := before.figures[n-2], before.figures[n-1]
	asksShare := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return shareWords[t.Read] })
	switch {
	case asksShare && isFigure(a.Value) && addable(a, b) && a.Subject == b.Subject && a.Value.Kind != facts.Percent:
		return e.shareOf(a, b), true
	case !asksShare && a.Value.Kind == facts.Percent && b.Value.Kind == facts.Count && sharesPlace(a, b):
		return e.partOf(a, b), true
	case !asksShare && b.Value.Kind == facts.Percent && a.Value.Kind == facts.Count && sharesPlace(a, b):
		return e.partOf(b, a), true
	}
	return Answer{}, false
}

// pointsOnly reports whether a question says nothing but what it points back with
// and what it asks for.
func pointsOnly(q question.Query) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && !t.Carried && !shareWords[t.Read]
	})
}

// shareOf is what share the smaller of two figures is of the larger.
func (e *Engine) shareOf(a, b *facts.Fact) Answer {
	if a.Value.Amount < b.Value.Amount {
		a, b = b, a
	}
	share := strconv.FormatFloat(float64(int(b.Value.Amount/a.Value.Amount*1000+0.5))/10, 'f', -1, 64) + "%"
	return e.figured(fmt.Sprintf("About %s, calculated from the figures below.", share),
		Derived{plainNumber(b.Value.Amount) + " / " + plainNumber(a.Value.Amount), share}, b, a)
}

// partOf is how many a share of a count is.
func (e *Engine) partOf(share, of *facts.Fact) Answer {
	n := strconv.Itoa(int(share.Value.Amount*of.Value.Amount/100 + 0.5))
	return e.figured(fmt.Sprintf("About %s, calculated from the figures below.", n),
		Derived{fmt.Sprintf("%s%% × %s", plainNumber(share.Value.Amount), plainNumber(of.Value.Amount)), n}, share, of)
}

// figured tells what was worked out from facts, with them below.
func (e *Engine) figured(text string, d Derived, terms ...*facts.Fact) Answer {
	a := Answer{Outcome: Answered, Confidence: 0.9, Derived: []Derived{d}}
	lines := []string{text}
	for _, f := range terms {
		if !slices.Contains(lines, "• "+f.Says) {
			lines = append(lines, "• "+f.Says)
		}
		a.also(f, e.cite(f))
	}
	a.Text = strings.Join(lines, "\n")
	return a
}

// ordinals are the words for a place in a list.
var ordinals = map[string]int{
	"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
}

var nth = strings.Fields("first second third fourth fifth")

// nthOf answers "and the third?" by the list that the turn before gave, or that is
// told in the same place.
func (e *Engine) nthOf(q question.Query, before turn) (Answer, bool) {
	if before.fact == nil || before.answer.Outcome != Answered || q.YesNo || q.First {
		return Answer{}, false
	}
	n := 0
	for _, t := range q.Tokens {
		switch k := ordinals[t.Read]; {
		case k > 0 && n == 0:
			n = k
		case t.Class != question.Light && !t.Carried:
			return Answer{}, false
		}
	}
	if n == 0 {
		return Answer{}, false
	}
	lists := append([]*facts.Fact{before.fact}, e.everyFact()...)
	for _, f := range lists {
		if f != before.fact && (f.Relation != before.fact.Relation || !sharesPlace(f, before.fact)) || len(f.Value.Items) < n {
			continue
		}
		a := e.told(f)
		a.Text = fmt.Sprintf("The %s of those named is %s. %s", nth[n-1], f.Value.Items[n-1], f.Says)
		a.Derived = append(a.Derived, Derived{"place in the list", strconv.Itoa(n)})
		return a, true
	}
	return Answer{}, false
}
