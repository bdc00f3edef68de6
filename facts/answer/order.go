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

// inOrder is what was found for a question that wants figures in an order: what lists
// them stands for what tells the place of one of them alone.
func inOrder(q question.Query, found []candidate) []candidate {
	if q.Operation != question.Rank || q.Direction == "" || len(found) == 0 || found[0].entry.fact == nil || found[0].chance == 1 {
		return found
	}
	tellsPlace := func(c candidate) bool {
		f := c.entry.fact
		return f != nil && f.Relation == found[0].entry.fact.Relation && f.Value.Kind == facts.Party
	}
	at := slices.IndexFunc(found, func(c candidate) bool {
		f := c.entry.fact
		return f != nil && f.Relation == found[0].entry.fact.Relation && f.Value.Kind == facts.List
	})
	if at < 0 || !tellsPlace(found[0]) {
		return found
	}
	list := found[at]
	list.chance = max(list.chance, found[0].chance)
	rest := slices.DeleteFunc(slices.Delete(slices.Clone(found), at, at+1), tellsPlace)
	return append([]candidate{list}, rest...)
}

// byNumber is what was found for a question that counts something: what gives the number of
// just that, in its very word, stands for what lists its like. How many comments there are is
// not how many commenters.
func byNumber(q question.Query, found []candidate) []candidate {
	at := slices.IndexFunc(q.Tokens, func(t question.Token) bool { return t.Counted && t.Class != question.Entity && !t.Background() })
	if at < 0 || q.YesNo || len(found) == 0 || found[0].entry.fact == nil || found[0].chance == 1 {
		return found
	}
	if v := found[0].entry.fact.Value; max(len(v.Items), len(v.IDs)) < 2 {
		return found // it lists nothing
	}
	word := strings.ToLower(q.Tokens[at].Text)
	return foremost(found, slices.IndexFunc(found, func(c candidate) bool {
		f := c.entry.fact
		return f != nil && f.Value.Kind == facts.Count && f.Subject == found[0].entry.fact.Subject && slices.Contains(strings.Fields(f.Value.Unit), word) && !leavesMore(c.left)
	}))
}

// leavesMore reports whether more is left unexplained than a word that the base knows and
// that nothing hangs on: "carry" in "how many comments does the article carry?".
func leavesMore(left []question.Token) bool {
	return len(left) > 1 || slices.ContainsFunc(left, func(t question.Token) bool { return t.Class > question.Content })
}

// foremost puts one of what was found first, as likely as what was; it changes nothing for
// a place below 0.
func foremost(found []candidate, at int) []candidate {
	if at < 0 {
		return found
	}
	c := found[at]
	c.chance = found[0].chance
	return slices.Insert(slices.Delete(slices.Clone(found), at, at+1), 0, c)
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

// The words for a place in a ranking, its ends among them; those before the number of
// a place, "no. 2"; and those that say with "first" from which end it begins.
var (
	places       = lexicon.Numbers("ordinal", "ordinal-short", "end")
	placeMarks   = lexicon.Set("place-mark")
	superlatives = lexicon.Set("superlative")
	cardinals    = lexicon.Numbers("few-number", "number")
)

// numbered is the place in a ranking that a token numbers after a mark, "no. 2", "number
// two", or 0.
func numbered(t *question.Token) int {
	if n := max(t.Value, cardinals[t.Read]); n <= float64(len(nth)) {
		return int(n)
	}
	return 0
}

// lastPlace is the place of the last, however many there are.
const lastPlace = -1

// placesAsked are the places in a ranking that a question speaks of, in such words or
// by their numbers, in its order: "from no. 2 to no. 3".
func placesAsked(q question.Query, words map[string]float64) []int {
	var out []int
	before := ""
	for i := range q.Tokens {
		t := &q.Tokens[i]
		n := int(words[t.Read])
		switch {
		case placeMarks[before] && numbered(t) > 0:
			n = numbered(t)
		case (superlatives[before] || before == "one") && n == 1:
			n = 0 // "smallest first" asks for all of them
		}
		if before = t.Read; n != 0 && !t.Background() {
			out = append(out, n)
		}
	}
	return out
}

// placeAsked is the place that a question asks for among those it names, or 0: "who
// comes second?". It takes no end for one: "who made more last year?".
func placeAsked(q question.Query) int {
	if at := placesAsked(q, ordinals); len(at) > 0 {
		return at[0]
	}
	return 0
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

// fromTheSame are the one that the turn before held against another of a ranking, and
// the one at a place that it is held against next: "and behind the second?".
func (e *Engine) fromTheSame(q question.Query, before turn, at []int) ([]*facts.Fact, bool) {
	how, pair := e.reckonedFrom(before.answer)
	if len(at) != 1 || q.Operation != question.Compare || q.YesNo || how != question.Difference || len(pair) != 2 || len(before.ranking) == 0 {
		return nil, false
	}
	slices.SortStableFunc(pair, largerFirst)
	if q.Less {
		slices.Reverse(pair)
	}
	ranked := slices.Clone(before.ranking)
	slices.SortStableFunc(ranked, largerFirst)
	n := at[0]
	if n == lastPlace {
		n = len(ranked)
	}
	if n > len(ranked) || !slices.Contains(ranked, pair[0]) || (largerFirst(pair[0], ranked[n-1]) < 0) == q.Less {
		return nil, false
	}
	return []*facts.Fact{pair[0], ranked[n-1]}, true
}

// otherEnd asks what the turn before asked of one end of a row of the other: "and the
// last?".
func (e *Engine) otherEnd(q question.Query, before turn) (reading, bool) {
	at := placesAsked(q, places)
	if len(at) != 1 || !onlyPoints(q.Tokens) || q.Kind != question.What || q.YesNo || at[0] != 1 && at[0] != lastPlace {
		return reading{}, false
	}
	isEnd := func(n int) func(question.Token) bool {
		return func(t question.Token) bool { return int(places[t.Read]) == n }
	}
	from, to := slices.IndexFunc(before.query.Tokens, isEnd(-at[0])), slices.IndexFunc(q.Tokens, isEnd(at[0]))
	if from < 0 || to < 0 {
		return reading{}, false
	}
	whole := before.query
	whole.Tokens = slices.Clone(whole.Tokens)
	whole.Tokens[from] = q.Tokens[to]
	r := e.read(whole)
	return r, r.answer.Outcome == Answered && r.fact != nil
}
