package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// opening is the yes, the no or the correction that an answer begins with.
func (e *Engine) opening(q question.Query, c candidate) string {
	f := c.entry.fact
	if ahead, ok := e.comesBefore(q, f); ok && q.YesNo {
		if ahead {
			return yes(f)
		}
		return "No. "
	}
	switch {
	case q.YesNo && offersTwo(q):
		return "" // which of the two, the fact tells
	case q.YesNo && q.Before != nil && isFigure(f.Value) && holdsAgainst(q):
		return "" // one figure does not tell whether it is more than another
	case c.refuted >= noEnough && q.YesNo && f.How == facts.NotDisclosed && !e.asksWhetherTold(q):
		return "" // whether it is so, nobody says
	case c.refuted >= noEnough && q.YesNo:
		return "No. "
	case c.refuted >= noEnough:
		return notSo
	case !q.YesNo || f.How == facts.NotDisclosed || !e.affirms(q, c):
		return ""
	}
	if e.divided(c.entry) {
		return "" // it is so for one, and not for the other
	}
	return yes(f)
}

// comesBefore reports whether the one company of which a question asks if it has more, or less,
// than the other does, by the order in which a fact tells them: "Orbex, then Castle, then
// Vega". It gives false for a fact that tells no such order of the two.
func (e *Engine) comesBefore(q question.Query, f *facts.Fact) (before, ok bool) {
	left, right, parted := besideThan(q)
	order := f.Value.Text
	if !parted || q.Negated || q.Operation != question.Compare || f.Value.Kind != facts.Text || !strings.Contains(order, ", then ") {
		return false, false
	}
	place := func(side []question.Token) int {
		at := slices.IndexFunc(side, func(t question.Token) bool { return t.Class == question.Entity && t.Sort == company })
		if at < 0 {
			return -1
		}
		return strings.Index(order, e.name(side[at].Entity))
	}
	a, b := place(left), place(right)
	return (a < b) != q.Less, a >= 0 && b >= 0 && a != b
}

// holdsAgainst reports whether a question compares with something that it gives no figure
// of.
func holdsAgainst(q question.Query) bool {
	return q.Operation == question.Compare && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Number && !t.Background() })
}

// yes is the yes that an answer with a fact begins with, and by whose account it is one.
func yes(f *facts.Fact) string {
	switch f.How {
	case facts.Comment:
		return "Yes, by a reader's comment: "
	case facts.Claimed:
		return "Yes, as claimed: "
	case facts.Opinion:
		return "Yes, as the author's opinion: "
	}
	return "Yes. "
}

// divided reports whether a fact is that readers do not agree.
func (e *Engine) divided(n *entry) bool {
	readers := 0
	for _, id := range n.fact.With {
		if who := e.names[id]; who != nil && who.Kind == "reader" {
			readers++
		}
	}
	return readers > 1 && n.core.has(e.dispute)
}

// asksWhetherTold reports whether a question is about something being told, not
// about what there is to tell: "was the price disclosed?", "does the article say …".
func (e *Engine) asksWhetherTold(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Sort == "article" || slices.ContainsFunc(t.Terms, func(term question.Term) bool { return slices.Contains(e.telling, term) })
	})
}

// affirms reports whether a fact is a yes to a question: nothing makes a no
// likelier, and it turns nothing round where that matters.
func (e *Engine) affirms(q question.Query, c candidate) bool {
	return c.refuted <= yesEnough && c.yes != nil && !(c.turned() && e.roles[c.entry.fact.Relation])
}
