package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// flavours are the kinds of question that a good selection holds, in this order:
// one of each shows what the base can be asked.
var flavours = []func(*facts.Fact, *Table) bool{
	func(f *facts.Fact, _ *Table) bool { return isFigure(f.Value) && len(f.Calc) == 0 },
	func(_ *facts.Fact, t *Table) bool { return t != nil && (t.Kind == Compare || t.Kind == Rank) },
	func(f *facts.Fact, _ *Table) bool { return f.How == facts.Claimed || f.How == facts.Opinion },
	func(_ *facts.Fact, t *Table) bool { return t != nil && t.Kind == Timeline },
	func(_ *facts.Fact, t *Table) bool { return t != nil && t.Kind == List },
	func(f *facts.Fact, _ *Table) bool { return f.Value.Kind == facts.Date },
	func(f *facts.Fact, _ *Table) bool { return f.Value.Kind == facts.Party },
	func(f *facts.Fact, _ *Table) bool { return f.How == facts.NotDisclosed },
	func(*facts.Fact, *Table) bool { return true },
}

// Prompts offers good first questions, at most max: a figure, a comparison, what
// somebody claims, a timeline and so on in turn, from the articles in turn. Each
// is surely answered, and they are the same every time.
func (e *Engine) Prompts(max int) []Suggestion { return first(e.prompts(), max) }

// mostPrompts is how many first questions there are at most.
const mostPrompts = 30

// selection draws first questions from the facts that count: of each flavour in
// turn, until there are enough or no more to be had.
func (e *Engine) selection() []Suggestion {
	p := newPicker(e)
	for before := -1; before < len(p.out) && len(p.out) < mostPrompts; {
		before = len(p.out)
		for _, fits := range flavours {
			p.pick(fits)
		}
	}
	return p.out
}

// picker draws a selection of questions.
type picker struct {
	left  []prompt
	drawn map[string]int // article → questions drawn from it
	out   []Suggestion
}

// prompt is a question that may be drawn.
type prompt struct {
	Suggestion
	fact  *facts.Fact
	table *Table
	dull  bool // about an article or a person, or calculated: only where nothing else is left
}

func newPicker(e *Engine) *picker {
	p := &picker{drawn: map[string]int{}}
	for _, f := range e.everyFact() {
		if ask, ok := e.opener(f); ok {
			subject := e.names[f.Subject]
			dull := len(f.Calc) > 0 || subject != nil && subject.Kind != company
			p.left = append(p.left, prompt{Suggestion{Label: ask, Question: ask, Fact: f.ID}, f, e.tableOf(f), dull})
		}
	}
	return p
}

// pick draws the first question of a flavour from the article that was least
// drawn from.
func (p *picker) pick(fits func(*facts.Fact, *Table) bool) {
	best := -1
	for i, c := range p.left {
		if fits(c.fact, c.table) && (best < 0 || p.before(c, p.left[best])) {
			best = i
		}
	}
	if best >= 0 {
		p.drawn[p.left[best].fact.Cite[0].Article]++
		p.out = append(p.out, p.left[best].Suggestion)
		p.left = slices.Delete(p.left, best, best+1)
	}
}

// before reports whether a question goes before another that comes first in the
// table.
func (p *picker) before(a, b prompt) bool {
	if a.dull != b.dull {
		return b.dull
	}
	return p.drawn[a.fact.Cite[0].Article] < p.drawn[b.fact.Cite[0].Article]
}

// opener returns a fact's first way of asking where it is good to begin with: a
// whole question that fits a label, is no mere yes or no, and is answered plainly.
// Readers' comments are nothing to begin with.
func (e *Engine) opener(f *facts.Fact) (string, bool) {
	if len(f.Asks) == 0 || f.How == facts.Comment {
		return "", false
	}
	ask := f.Asks[0]
	if !strings.HasSuffix(ask, "?") || utf8.RuneCountInString(ask) > mostLabel || e.reader.Read(ask).YesNo {
		return "", false
	}
	a, ok := e.leads(ask, f)
	return ask, ok && a.Text == f.Says
}
