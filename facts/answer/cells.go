package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Where a question has no word but those that stand before a row and over a column of a
// table, and for whom and what such a figure is of, it is answered from that cell, or from
// two: how it moved from one year to another, which of two rows has more, what share one is
// of the total. Any other word of weight, and it is no question for the cells alone.

var (
	cellWords  = lexicon.Set("cell-word")
	wentUp     = lexicon.Set("went-up")
	wentDown   = lexicon.Set("went-down")
	yearBefore = lexicon.Set("year-before")
	cellTimes  = lexicon.Set("cell-time")
	wholeRow   = lexicon.Set("whole-row")
	supposing  = lexicon.Set("supposing")
)

// celled answers a question that one cell of a table answers, or two, if just one table has
// all that it says.
func (e *Engine) celled(q question.Query) (Answer, bool) {
	if e.passages == nil || q.Negated || q.Kind != question.What && q.Kind != question.Amount || rankAsked(q) > 0 || hasWord(q, superlatives) || hasWord(q, supposing) {
		return Answer{}, false
	}
	var of *grid
	for _, g := range e.passages.grids {
		switch {
		case !g.says(q):
		case of != nil:
			return Answer{}, false
		default:
			of = g
		}
	}
	if of == nil {
		return Answer{}, false
	}
	rows := of.rowsSaid(q)
	if all := of.total(); asksShare(q) && len(rows) == 2 {
		rows = slices.DeleteFunc(rows, func(row int) bool { return row == all })
	}
	switch {
	case len(rows) == 2:
		return e.twoRows(q, of, rows)
	case len(rows) != 1:
		return Answer{}, false
	case hasWord(q, wentUp) || hasWord(q, wentDown) || q.Operation == question.Difference || q.Operation == question.Compare && hasWord(q, yearBefore):
		return e.movedIn(q, of, rows[0])
	case q.YesNo || q.Operation != "" || hasWord(q, yearBefore) && !hasWord(q, cellTimes):
		return Answer{}, false
	case asksShare(q):
		return e.shareIn(q, of, rows[0])
	}
	f := of.cell(q, rows[0])
	if f == nil || !isFigure(f.Value) || f.Value.Kind != facts.Count && countsThings(q) {
		return Answer{}, false
	}
	return e.cellOf(f), true
}

// countsThings reports whether a question asks how many there are of something that is no unit.
func countsThings(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Counted && !t.Background() && !cellWords[t.Read] && !forMoneyIn(t)
	})
}

// says reports whether a table has all that a question says: a name at least, or two of its
// rows; names it has, or the title of its article; times stand over its columns, and each
// other word before a row, over a column, or tells no more than that a figure is wanted.
func (g *grid) says(q question.Query) bool {
	named := func(t question.Token) bool { return t.Class == question.Entity || t.Class == question.Foreign }
	if !slices.ContainsFunc(q.Tokens, named) && len(g.rowsSaid(q)) != 2 || !g.wantsFigure(q) {
		return false
	}
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		switch {
		case t.Class == question.Light, t.Manner, t.Background(), g.over(t):
			return false
		case t.Class == question.Year:
			return true
		case slices.ContainsFunc(g.rows, func(h heading) bool { return h.holds.hasAny(t.Terms) }):
			return false
		case named(t):
			return !g.paragraph.holds.hasAny(t.Terms) && !g.title.hasAny(t.Terms)
		}
		return !ofFigure(t) && !g.calls[t.Read] && !yearBefore[t.Read] && !separating[t.Read]
	})
}

// over reports whether a word stands over a column.
func (g *grid) over(t question.Token) bool {
	return slices.ContainsFunc(g.columns, func(h heading) bool { return h.holds.hasAny(t.Terms) })
}

// wantsFigure reports whether a question shows that it wants a figure of a table.
func (g *grid) wantsFigure(q question.Query) bool {
	return q.Kind == question.Amount || q.Operation != "" || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return g.over(t) || ofFigure(t) })
}

// ofFigure reports whether a word tells no more than that a figure is wanted, or which way it went.
func ofFigure(t question.Token) bool {
	return cellWords[t.Read] || shareWords[t.Read] || forMoneyIn(t) || wentUp[t.Read] || wentDown[t.Read]
}

// forMoneyIn reports whether a word is a currency, in which a figure is wanted.
func forMoneyIn(t question.Token) bool { return currencyCodes[t.Read] != "" }

// rowsSaid are the rows that have the most of a question's words: one, or two of which each
// has words that the other has not. A word that is said of any figure must stand there itself:
// "sales" are no "total revenue".
func (g *grid) rowsSaid(q question.Query) []int {
	has := make([][]int, len(g.rows)) // row → the words of the question
	for k := range q.Tokens {
		t := &q.Tokens[k]
		if t.Class == question.Light || t.Class == question.Year || cellTimes[t.Read] || g.over(*t) {
			continue
		}
		for i := range g.rows {
			row := &g.rows[i]
			stands := func(w string) bool { return singular(w) == singular(t.Read) }
			itself := cellWords[t.Read] || row.called(allOfRows)
			if row.holds.hasAny(t.Terms) && (!itself || slices.ContainsFunc(splitWords(row.label), stands)) {
				has[i] = append(has[i], k)
			}
		}
	}
	var out []int
	for i := range has {
		less := func(other []int) bool { // than all that another has
			return len(other) > len(has[i]) && !slices.ContainsFunc(has[i], func(k int) bool { return !slices.Contains(other, k) })
		}
		if len(has[i]) > 0 && !slices.ContainsFunc(has, less) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(has[a][0], has[b][0]) }) // as they are spoken of
	if len(out) == 2 && slices.Equal(has[out[0]], has[out[1]]) {
		return nil
	}
	return out
}

// singular is a noun without the ending of its plural.
func singular(w string) string {
	if y, ok := strings.CutSuffix(w, "ies"); ok {
		return y + "y"
	}
	return strings.TrimSuffix(w, "s")
}

// columnSaid is the column that has the most of a question's words; if none has any, the only
// one that tells no change, or the one of the latest time; -1 where that is not clear.
func (g *grid) columnSaid(q question.Query) int {
	counts := make([]int, len(g.columns))
	for i := range g.columns {
		if g.columns[i].ofAnotherTime(q) {
			counts[i] = -1
			continue
		}
		for k := range q.Tokens {
			t := &q.Tokens[k]
			counts[i] += int(one(t.Class != question.Light && g.columns[i].holds.hasAny(t.Terms)))
		}
	}
	most := slices.Max(counts)
	var of []int
	for i, n := range counts {
		if n == most && most >= 0 && (most > 0 || !g.columns[i].called(changes)) {
			of = append(of, i)
		}
	}
	switch {
	case len(of) == 1:
		return of[0]
	case most > 0:
		return -1
	}
	return g.latest(of)
}

// latest is the column of the latest time among several that each have one; -1 where one has
// none, or two the same.
func (g *grid) latest(columns []int) int {
	best, last := -1, facts.Day{}
	for _, c := range columns {
		day := g.timeOf(c)
		switch {
		case day == facts.Day{}, day == last:
			return -1
		case best < 0 || last.Before(day):
			best, last = c, day
		}
	}
	return best
}

// timeOf is when the time ends that the figures of a column are for.
func (g *grid) timeOf(column int) facts.Day {
	for i := range g.rows {
		if f := g.cells[[2]int{i, column}]; f != nil && f.Period.To.Year > 0 {
			return f.Period.To
		}
	}
	return facts.Day{}
}

// cell is the one of a row in the column that a question speaks of; nil where there is none.
func (g *grid) cell(q question.Query, row int) *facts.Fact {
	column := g.columnSaid(q)
	if column < 0 {
		return nil
	}
	return g.cells[[2]int{row, column}]
}

// cellOf tells what a cell says.
func (e *Engine) cellOf(f *facts.Fact) Answer {
	a := e.listOf([]gridCell{{fact: f}})
	a.Text = strings.TrimPrefix(a.Text, "• ")
	return a
}

// twoRows holds two rows of a table against each other.
func (e *Engine) twoRows(q question.Query, g *grid, rows []int) (Answer, bool) {
	column := g.columnSaid(q)
	if column < 0 {
		return Answer{}, false
	}
	cells := g.under(column, rows)
	if len(cells) < 2 || !isFigure(cells[0].fact.Value) || !comparable(cells[0].fact, cells[1].fact) {
		return Answer{}, false
	}
	switch {
	case q.Operation == question.Difference || hasWord(q, separating):
		return e.apartIn(cells[0], cells[1]), true
	case q.Operation != question.Compare:
		return Answer{}, false
	case !q.YesNo || len(afterOr(q)) > 0:
		return e.rankOf(q, cells)
	}
	a := e.listOf(cells)
	more := cells[0].fact.Value.Amount > cells[1].fact.Value.Amount
	opening := "No."
	if more != q.Less && cells[0].fact.Value.Amount != cells[1].fact.Value.Amount {
		opening = "Yes."
	}
	a.Text = opening + "\n" + a.Text
	return a, true
}

// separating are the words that ask how far apart two figures are.
var separating = lexicon.Set("separating")

// apartIn tells by how much two cells differ.
func (e *Engine) apartIn(first, second gridCell) Answer {
	larger, smaller := first.fact.Value, second.fact.Value
	if larger.Amount < smaller.Amount {
		larger, smaller = smaller, larger
	}
	d := minus(larger, smaller)
	a := e.listOf([]gridCell{first, second})
	a.Text = fmt.Sprintf("A difference of %s, calculated from the figures below.\n%s", inPoints(larger, d.Value), a.Text)
	a.Derived = append(a.Derived, d)
	return a
}

// inPoints is a difference; that of two percentages is in percentage points.
func inPoints(of facts.Value, difference string) string {
	if of.Kind == facts.Percent {
		return strings.TrimRight(difference, "% ") + " percentage points"
	}
	return difference
}

// movedIn tells how a row moved from one time to another: between the two that a question
// names, or from a year before to the one that it does.
func (e *Engine) movedIn(q question.Query, g *grid, row int) (Answer, bool) {
	var times []int
	for i := range g.columns {
		said := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Year && g.columns[i].holds.hasAny(t.Terms) })
		if said && g.timeOf(i) != (facts.Day{}) && !g.columns[i].ofAnotherTime(q) {
			times = append(times, i)
		}
	}
	if len(times) != 2 {
		now := g.columnSaid(q)
		if now < 0 {
			return Answer{}, false
		}
		then := g.yearBefore(now)
		times = []int{now, then}
		if then < 0 {
			return Answer{}, false
		}
	}
	if g.timeOf(times[1]).Before(g.timeOf(times[0])) {
		slices.Reverse(times)
	}
	then, now := g.cells[[2]int{row, times[0]}], g.cells[[2]int{row, times[1]}]
	if then == nil || now == nil || !isFigure(now.Value) || !comparable(then, now) {
		return Answer{}, false
	}
	a := e.apartIn(gridCell{fact: now}, gridCell{fact: then})
	a.Text = movement(q, then.Value.Amount, now.Value.Amount) + a.Text
	return a, true
}

// movement says which way a figure went, after the yes or the no that it is to a question.
func movement(q question.Query, then, now float64) string {
	asksDown := hasWord(q, wentDown) || q.Operation == question.Compare && q.Less
	way, yes := "It is the same. ", false
	switch {
	case now > then:
		way, yes = "It is up. ", !asksDown
	case now < then:
		way, yes = "It is down. ", asksDown
	}
	switch {
	case !q.YesNo:
		return way
	case yes:
		return "Yes. " + way
	}
	return "No. " + way
}

// yearBefore is the column of the same time a year before that of another; -1 where there is none.
func (g *grid) yearBefore(column int) int {
	at := g.timeOf(column)
	if at == (facts.Day{}) {
		return -1
	}
	at.Year--
	for i := range g.columns {
		if day := g.timeOf(i); day.Year == at.Year && day.Month == at.Month {
			return i
		}
	}
	return -1
}

// total is the row that adds up the others, or else the one that they are a share of; -1 where
// there is none.
func (g *grid) total() int {
	all := slices.IndexFunc(g.rows, func(h heading) bool { return h.called(allOfRows) })
	if all >= 0 {
		return all
	}
	return slices.IndexFunc(g.rows, func(h heading) bool {
		return !slices.ContainsFunc(splitWords(h.label), func(w string) bool { return !wholeRow[w] })
	})
}

// shareIn tells what share a row is of the total, or the share that its cell gives.
func (e *Engine) shareIn(q question.Query, g *grid, row int) (Answer, bool) {
	column := g.columnSaid(q)
	if column < 0 {
		return Answer{}, false
	}
	part := g.cells[[2]int{row, column}]
	if part != nil && part.Value.Kind == facts.Percent {
		return e.cellOf(part), true
	}
	total := g.total()
	if total < 0 || total == row || part == nil {
		return Answer{}, false
	}
	whole := g.cells[[2]int{total, column}]
	if whole == nil || !isFigure(part.Value) || !comparable(part, whole) || whole.Value.Amount <= part.Value.Amount {
		return Answer{}, false
	}
	share := inPercent(part.Value.Amount / whole.Value.Amount)
	a := e.listOf([]gridCell{{fact: part}, {fact: whole}})
	a.Text = fmt.Sprintf("About %s, calculated from the figures below.\n%s", share, a.Text)
	a.Derived = append(a.Derived, Derived{plainNumber(part.Value.Amount) + " / " + plainNumber(whole.Value.Amount) + " * 100", share})
	return a, true
}
