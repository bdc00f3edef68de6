package answer

import (
	"fmt"
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Check puts every way of asking in the base to the engine and reports those
// that do not find the entry they belong to: a way of asking that leads
// elsewhere misleads whoever asks so. It costs a question each.
func (e *Engine) Check() facts.Faults {
	var out facts.Faults
	fault := func(file string, line int, format string, args ...any) {
		out = append(out, facts.Fault{File: file, Line: line, Text: fmt.Sprintf(format, args...)})
	}
	for i := range e.base.Facts {
		f := &e.base.Facts[i]
		for _, q := range f.Asks {
			if q != f.Says && !e.Finds(f, q) { // nobody asks in its own words
				fault(f.File, f.Line, "%s: %q finds %s", f.ID, q, found(e.Ask(q, nil)))
			}
		}
		for _, q := range f.Denies {
			if a := e.Ask(q, nil); a.Outcome == Answered && !slices.Contains(a.Facts, f.ID) && !e.sameFact(f, a) {
				fault(f.File, f.Line, "%s: the denied %q finds %s", f.ID, q, found(a))
			}
		}
	}
	for i := range e.base.FAQ {
		f := &e.base.FAQ[i]
		for _, q := range f.Asks {
			if a := e.Ask(q, nil); !slices.Contains(a.Facts, f.ID) {
				fault(f.File, f.Line, "%s: %q finds %s", f.ID, q, found(a))
			}
		}
	}
	for _, g := range e.base.Gaps {
		for _, q := range g.Asks {
			if !e.LeavesOpen(q) {
				fault(g.File, g.Line, "%s: %q is no gap, it finds %s", g.ID, q, found(e.Ask(q, nil)))
			}
		}
	}
	return out
}

// LeavesOpen reports whether a question is answered with no fact.
func (e *Engine) LeavesOpen(question string) bool {
	a := e.Ask(question, nil)
	return a.Outcome == Unknown || a.Outcome == Advice
}

// Finds reports whether a question is answered with this fact, or with one that
// says the same in the same place.
func (e *Engine) Finds(f *facts.Fact, question string) bool {
	a := e.Ask(question, nil)
	return slices.Contains(a.Facts, f.ID) || e.sameFact(f, a)
}

// sameFact reports whether an answer rests on a fact with the same value of the
// same subject, or says the same in the same place: the base may carry a thing
// more than once, alone and in sum, and a sentence may hold several.
func (e *Engine) sameFact(f *facts.Fact, a Answer) bool {
	if len(a.Facts) == 0 || a.Outcome != Answered {
		return false
	}
	for i := range e.base.Facts {
		g := &e.base.Facts[i]
		if g.ID == a.Facts[0] {
			return g.Cite[0] == f.Cite[0] && (g.Says == f.Says || g.Relation == f.Relation && g.Value.Text == f.Value.Text)
		}
	}
	return false
}

func found(a Answer) string {
	if len(a.Facts) == 0 {
		return "no fact (" + string(a.Outcome) + ": " + a.Text + ")"
	}
	return a.Facts[0] + " (" + string(a.Outcome) + ")"
}
