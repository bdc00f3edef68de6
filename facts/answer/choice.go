package answer

import (
	"slices"
	"unicode/utf8"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Choice is one of the things that an ambiguous question may mean.
type Choice struct {
	Label    string // at most 75 characters, and unlike those of the other choices
	Fact     string // what this meaning is answered by
	Question string // asks for just this
}

// choices offers each of several facts by a question that asks for it.
func (e *Engine) choices(ids []string) []Choice {
	var out []Choice
	taken := func(label string) bool {
		return slices.ContainsFunc(out, func(c Choice) bool { return c.Label == label })
	}
	for _, id := range ids {
		f := e.facts[id]
		c := Choice{Fact: id, Question: e.asksFor(f, 1)[0]}
		for _, label := range []string{c.Question, f.Says, f.ID} {
			if c.Label = short(label); !taken(c.Label) {
				break
			}
		}
		out = append(out, c)
	}
	return out
}

// fewAsks is how many of a fact's ways of asking are looked at for those that
// may be shown: the first ones are cleanly put.
const fewAsks = 12

// asksFor returns ways of asking for a fact that are surely answered by it, at
// most n and one at least: such as fit a label and are answered by the plain
// statement come first, and where nothing else leads to it, the statement itself
// is what to ask.
func (e *Engine) asksFor(f *facts.Fact, n int) []string {
	var fit, others []string
	for _, ask := range f.Asks[:min(fewAsks, len(f.Asks))] {
		a, ok := e.leads(ask, f)
		switch {
		case !ok:
		case a.Text == f.Says && utf8.RuneCountInString(ask) <= mostLabel:
			fit = append(fit, ask)
		default:
			others = append(others, ask)
		}
		if len(fit) == n {
			break
		}
	}
	all := append(fit, others...)
	if len(all) == 0 {
		all = []string{f.Says}
	}
	return all[:min(n, len(all))]
}

// leads reports whether a way of asking is answered by just this fact. One that
// several facts share is not put at all: it might ask back.
func (e *Engine) leads(ask string, f *facts.Fact) (Answer, bool) {
	if f.Relation != "" { // not of the FAQ
		if c, ok := e.exact(e.reader.Read(ask)); !ok || c.entry.fact != f || c.phrase.deny {
			return Answer{}, false
		}
	}
	a := e.Ask(ask, nil)
	return a, a.Outcome == Answered && a.Facts[0] == f.ID
}
