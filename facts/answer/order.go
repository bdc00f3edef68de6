package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// reordered is an answer that ranks, in the order that a question wants: from the
// smallest up, or the other way round than it is.
func reordered(q question.Query, a Answer) (Answer, bool) {
	if q.Direction == "" || a.Outcome != Answered || a.Table == nil || a.Table.Kind != Rank {
		return Answer{}, false
	}
	t := *a.Table
	t.Rows = slices.Clone(t.Rows)
	rises := t.Rows[0].Amount < t.Rows[len(t.Rows)-1].Amount
	if q.Direction == question.Ascending && rises {
		return a, true
	}
	slices.Reverse(t.Rows)
	from := "From the smallest up: "
	if rises {
		from = "From the largest down: "
	}
	var items []string
	for _, r := range t.Rows {
		items = append(items, strings.TrimSpace(r.Label+" "+r.Shown))
	}
	a.Text, a.Table = from+strings.Join(items, ", ")+".", &t
	return a, true
}

// turned answers a question that only wants the last answer in another order:
// "smallest first", "flip it".
func (e *Engine) turned(q question.Query, before turn) (Answer, bool) {
	if !onlyPoints(q.Tokens) {
		return Answer{}, false
	}
	return reordered(q, before.answer)
}

// sideBySideIn are the facts whose figures an answer sets side by side: those of its
// table, or of the list that it tells.
func (e *Engine) sideBySideIn(a Answer) []*facts.Fact {
	if a.Table == nil {
		return nil
	}
	var out []*facts.Fact
	for _, r := range a.Table.Rows {
		if f, ok := e.facts[r.Fact]; ok && isFigure(f.Value) {
			out = append(out, f)
		}
	}
	if f, ok := e.facts[a.carrier()]; ok && len(out) == 0 {
		out = e.figuresWith(f, numbersIn(strings.Join(f.Value.Items, "; ")))
	}
	if len(out) != len(a.Table.Rows) || slices.ContainsFunc(out, func(f *facts.Fact) bool { return !addable(out[0], f) }) {
		return nil
	}
	return out
}

// lastPlace is the place of the last, however many there are.
const lastPlace = 1 << 10

// placeMarks are the words before the number of a place: "no. 2".
var placeMarks = lexicon.Set("place-mark")

// placesAsked are the places in a ranking that a question speaks of, in its order:
// "from no. 2 to no. 3".
func placesAsked(q question.Query) []int {
	var out []int
	for i, t := range q.Tokens {
		n := int(ordinals[t.Read])
		switch t.Read {
		case "top":
			n = 1
		case "last", "bottom":
			n = lastPlace
		}
		if i > 0 && placeMarks[q.Tokens[i-1].Read] && t.Value > 0 && t.Value <= float64(len(nth)) {
			n = int(t.Value)
		}
		if n > 0 && !t.Background() {
			out = append(out, n)
		}
	}
	return out
}

// apart are the two of several figures whose places in their ranking a question
// speaks of: the one at the head and the one at a place, or those at two places.
func apart(fs []*facts.Fact, places []int) []*facts.Fact {
	fs = slices.Clone(fs)
	slices.SortStableFunc(fs, largerFirst)
	if len(places) == 1 {
		places = []int{1, places[0]}
	}
	var out []*facts.Fact
	for _, n := range places {
		if n == lastPlace {
			n = len(fs)
		}
		if n > len(fs) || slices.Contains(out, fs[n-1]) {
			return nil
		}
		out = append(out, fs[n-1])
	}
	return out
}
