package question

import (
	"slices"
	"strings"
)

// form is what is known of a word by its letters alone. A base asks in the same few
// thousand words over and over, so that each is looked into once.
type form struct {
	stem      string
	light     bool         // of no weight
	salient   bool         // must be explained
	slang     bool         // may stand for other words, see expand
	asks      bool         // who, when, why, …
	auxiliary bool         // is, did, has, …
	spelled   bool         // the speller has it
	begins    [lists]*node // where the runs that begin with it go on; nil where none does
	concepts  []string     // that it is by itself
	terms     []Term       // itself and those, once they are known
}

// list is a list of runs of words.
type list uint8

const (
	entityRuns  list = iota // entities
	conceptRuns             // what words mean
	kindRuns                // what asks for a kind of answer
	lists
)

// form looks into a word.
func (r *Reader) form(low string) *form {
	if f, ok := r.forms[low]; ok {
		return f
	}
	stem := r.stem(low)
	meant := r.meant[low] != nil || r.meant[low+"."] != nil
	f := &form{
		stem: stem, light: r.light[low], salient: r.salient[stem], asks: asks[low], auxiliary: auxiliaries[low],
		slang: meant || r.inTwo[low] || low == "4" || strings.Contains(low, "'"),
	}
	for l := range f.begins {
		f.begins[l] = r.runs[l].next[stem]
	}
	if n := f.begins[conceptRuns]; n != nil {
		f.concepts = slices.Clip(n.ends)
	}
	if r.learning {
		r.forms[low] = f
	}
	return f
}
