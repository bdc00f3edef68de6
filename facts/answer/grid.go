package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// A table of an imported article says the same of each of its rows, a cell a fact. What
// takes several cells is answered from the table as a whole: its rows in order, two of them
// side by side, those that have the same word in a column. A question is answered so only
// where the article of the table has all that it names.

// grid is a table of an article.
type grid struct {
	at            facts.Citation
	paragraph     *paragraph
	corner        string // the word over the first column for what the rows are, if there is one
	rows, columns []heading
	cells         map[[2]int]*facts.Fact // by row and column
}

// heading is what stands before a row or over a column.
type heading struct {
	label string
	words [][]question.Term // of each word of weight
}

// names reports whether a word of a question is one of a heading.
func (h *heading) names(t *question.Token) bool {
	return slices.ContainsFunc(h.words, func(w []question.Term) bool {
		return slices.ContainsFunc(t.Terms, func(x question.Term) bool { return slices.Contains(w, x) })
	})
}

// Words about tables: what their rows are called, the rows that are the sum of the others,
// and what a column of changes is asked for by, or headed.
var (
	rowNouns     = lexicon.Set("row", "row-of-business")
	ofTrade      = lexicon.Set("row-of-business")
	allOfRows    = lexicon.Set("all-rows")
	changes      = lexicon.Set("change")
	shrinking    = lexicon.Set("shrinking")
	leastOnes    = lexicon.Set("least")
	partsOfYear  = lexicon.Set("part-of-year")
	greatestOnes = lexicon.Set("greatest")
)

// indexGrids gathers the tables of the articles from the facts that were read from their
// cells.
func (e *Engine) indexGrids() []*grid {
	var out []*grid
	for k := range e.passages.all {
		s := &e.passages.all[k]
		if name, _, _ := strings.Cut(s.at.At, "-"); name != "table" {
			continue
		}
		for _, at := range s.entries {
			f := e.entries[at].fact
			row, column, ok := e.cellOf(f)
			if !ok {
				continue
			}
			i := slices.IndexFunc(out, func(g *grid) bool { return g.at == s.at })
			if i < 0 {
				i = len(out)
				out = append(out, &grid{at: s.at, paragraph: s.paragraph, cells: map[[2]int]*facts.Fact{}})
			}
			g := out[i]
			g.cells[[2]int{e.heading(&g.rows, row), e.heading(&g.columns, column)}] = f
		}
	}
	for _, g := range out {
		g.corner = e.cornerOf(g.at)
	}
	return out
}

// cornerOf is the word for the rows of a table in its first line.
func (e *Engine) cornerOf(at facts.Citation) string {
	a, _ := e.base.Article(at.Article)
	for _, u := range a.Units {
		if u.At != at.At {
			continue
		}
		head, _, _ := strings.Cut(u.Text, "\n")
		ws := splitWords(head)
		if i := slices.IndexFunc(ws, func(w string) bool { return rowNouns[w] }); i >= 0 {
			return ws[i]
		}
	}
	return ""
}

// cellOf are the row and the column of a fact that was read from a cell, as its statement
// names them: "According to the table on Orbex, Pumps: 2040, €3 million."
func (e *Engine) cellOf(f *facts.Fact) (row, column string, ok bool) {
	said, ok := strings.CutPrefix(f.Says, "According to the table")
	if !ok {
		return "", "", false
	}
	for _, name := range e.called(f.Subject) {
		if on, found := strings.CutPrefix(said, " on "+name+", "); found {
			said = ", " + on
			break
		}
	}
	said, is := strings.CutPrefix(said, ", ")
	row, said, parted := strings.Cut(said, ": ")
	column, _, headed := strings.Cut(said, ", ")
	return row, column, is && parted && headed
}

// heading is the place of a heading among others, to which it is added if it is new.
func (e *Engine) heading(among *[]heading, label string) int {
	if i := slices.IndexFunc(*among, func(h heading) bool { return h.label == label }); i >= 0 {
		return i
	}
	h := heading{label: label}
	for _, t := range e.reader.Read(label).Tokens {
		if t.Class != question.Light {
			h.words = append(h.words, t.Terms)
		}
	}
	*among = append(*among, h)
	return len(*among) - 1
}

// gridded answers a question that takes several cells of a table, if just one table has what
// it names.
func (e *Engine) gridded(q question.Query) (Answer, bool) {
	against := q.Operation == "" && (offersTwo(q) || says(q, "vs") || says(q, "versus"))
	ranks := q.Operation == question.Rank || q.Operation == question.Compare || against || placeInRows(q) > 0
	if e.passages == nil || q.YesNo || q.Operation != "" && !ranks || !ranks && q.Kind != question.List && !speaksOfRows(q) {
		return Answer{}, false
	}
	of, ok := e.gridOf(q)
	if !ok {
		return Answer{}, false
	}
	column, moved, ok := of.column(q)
	rows := of.named(q)
	apart := len(rows) > 1
	switch {
	case !ok || !apart && (against || !of.asked(q)):
		return Answer{}, false
	case !apart:
		rows = of.parts()
	}
	cells := of.under(column, rows)
	with := of.having(q, rows)
	switch {
	case (ranks || moved) && len(cells) > 1 && (!apart || len(cells) == len(rows)):
		return e.rankOf(q, cells)
	case ranks || moved:
		return Answer{}, false
	case len(with) > 0:
		return e.listOf(with), true
	case len(cells) > 1 && (q.Kind == question.List || says(q, "by")):
		return e.listOf(cells), true
	}
	return Answer{}, false
}

// gridOf is the table that fits a question best: whose rows are called as it does, and which
// has more of the rows that it names. Of two that fit alike nobody knows which is meant.
func (e *Engine) gridOf(q question.Query) (of *grid, ok bool) {
	most := -1
	for _, g := range e.passages.grids {
		if !g.fits(q) {
			continue
		}
		fit := len(g.named(q))
		if g.asked(q) {
			fit += askedFit
		}
		if ok = ok && fit < most || fit > most; fit > most {
			of, most = g, fit
		}
	}
	return of, ok
}

// askedFit is how many rows that are named count as much as the word for all of them.
const askedFit = 2

// says reports whether a question has a word.
func says(q question.Query, word string) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Read == word })
}

// speaksOfRows reports whether a question has a word for the rows of any table.
func speaksOfRows(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return rowNouns[t.Read] })
}

// asked reports whether a question speaks of the rows of a table in general, by the word
// for them or, of parts of a business, by another.
func (g *grid) asked(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		is := g.corner == "" || strings.TrimSuffix(t.Read, "s") == strings.TrimSuffix(g.corner, "s") || ofTrade[t.Read] && ofTrade[g.corner]
		return rowNouns[t.Read] && is && !t.Background()
	})
}

// fits reports whether the article of a table has all names of a question, the table all
// else that must be explained, and a row or a column that is named, or rows as it asks for.
func (g *grid) fits(q question.Query) bool {
	spokenOf := g.asked(q) && (g.corner != "" || len(q.Entities()) > 0)
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Class == question.Light {
			continue
		}
		headed := func(h heading) bool { return h.names(t) }
		here := slices.ContainsFunc(g.rows, headed) || slices.ContainsFunc(g.columns, headed)
		spokenOf = spokenOf || here
		switch {
		case here, t.Class < question.Salient, t.Background(), g.paragraph.holds.hasAny(t.Terms):
		case t.Class != question.Salient && g.paragraph.article.has(t.Terms):
		case rowNouns[t.Read], changes[t.Read], shrinking[t.Read], superlatives[t.Read], shareWords[t.Read]:
		case t.Class == question.Number && int(t.Value) <= len(g.rows): // "the four segments"
		default:
			return false
		}
	}
	return spokenOf
}

// parts are the rows without those that are the sum of others.
func (g *grid) parts() []int {
	var out []int
	for i := range g.rows {
		if !slices.ContainsFunc(splitWords(g.rows[i].label), func(w string) bool { return allOfRows[w] }) {
			out = append(out, i)
		}
	}
	return out
}

// named are the rows that a question names by a word that no other row has.
func (g *grid) named(q question.Query) []int {
	var out []int
	for i := range g.rows {
		own := func(t question.Token) bool {
			return t.Class != question.Light && g.rows[i].names(&t) && !slices.ContainsFunc(g.rows, func(h heading) bool { return h.label != g.rows[i].label && h.names(&t) })
		}
		if slices.ContainsFunc(q.Tokens, own) {
			out = append(out, i)
		}
	}
	return out
}

// column is the column that a question asks for: the one of the changes where it asks how
// something grew, else the one that has most of its words, the first of equals; none where
// it names a year that no column has.
func (g *grid) column(q question.Query) (at int, moved, ok bool) {
	ofChanges := func(h heading) bool {
		return slices.ContainsFunc(splitWords(h.label), func(w string) bool { return changes[w] })
	}
	if slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return changes[t.Read] || shrinking[t.Read] }) {
		at = slices.IndexFunc(g.columns, ofChanges)
		return at, true, at >= 0
	}
	most, dated, inYear := -1, false, false
	for i := range g.columns {
		if ofChanges(g.columns[i]) {
			continue
		}
		n := 0
		for k := range q.Tokens {
			t := &q.Tokens[k]
			if g.columns[i].names(t) {
				n++
				inYear = inYear || t.Class == question.Year
			}
			dated = dated || t.Class == question.Year
		}
		if n > most {
			at, most = i, n
		}
	}
	years := slices.ContainsFunc(g.columns, func(h heading) bool { return yearRE.MatchString(h.label) })
	return at, false, most >= 0 && (inYear || !dated || !years)
}

// gridCell is a cell with its row.
type gridCell struct {
	row  string
	fact *facts.Fact
}

// under are the cells of rows in a column.
func (g *grid) under(column int, rows []int) []gridCell {
	var out []gridCell
	for _, r := range rows {
		if f := g.cells[[2]int{r, column}]; f != nil {
			out = append(out, gridCell{g.rows[r].label, f})
		}
	}
	return out
}

// having are the cells of rows that hold, word for word, what a question says and no row or
// column is called.
func (g *grid) having(q question.Query, rows []int) []gridCell {
	said := " " + strings.Join(splitWords(q.Words()), " ") + " "
	for column := range g.columns {
		cells := slices.DeleteFunc(g.under(column, rows), func(c gridCell) bool {
			text := strings.Join(splitWords(c.fact.Value.Text), " ")
			return c.fact.Value.Kind != facts.Text || text == "" || !strings.Contains(said, " "+text+" ")
		})
		if len(cells) > 0 {
			return cells
		}
	}
	return nil
}

// size is how much a cell says there is; a change has a sign.
func (c *gridCell) size() (float64, bool) {
	if isFigure(c.fact.Value) {
		return c.fact.Value.Amount, true
	}
	is := strings.NewReplacer("−", "-", "–", "-", "+", "", "%", "", " ", "", "\u00a0", "").Replace(c.fact.Value.Text)
	x, err := strconv.ParseFloat(is, 64)
	return x, err == nil
}

// rankOf sets cells in the order that a question wants.
func (e *Engine) rankOf(q question.Query, cells []gridCell) (Answer, bool) {
	shrank := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return shrinking[t.Read] })
	if shrank {
		cells = slices.DeleteFunc(cells, func(c gridCell) bool { x, _ := c.size(); return x >= 0 })
	}
	for i := range cells {
		if _, ok := cells[i].size(); !ok || !comparable(cells[i].fact, cells[0].fact) {
			return Answer{}, false
		}
	}
	if len(cells) == 0 {
		return Answer{}, false
	}
	rising := risingIn(q)
	slices.SortStableFunc(cells, func(a, b gridCell) int {
		x, _ := a.size()
		y, _ := b.size()
		if rising {
			x, y = y, x
		}
		return cmp.Compare(y, x)
	})
	a := e.listOf(cells)
	if !shrank {
		a.Text = headOf(q, cells, rising) + "\n" + a.Text
	}
	if a.Table != nil {
		a.Table.Kind = Rank
		if q.Operation == question.Compare {
			a.Table.Kind = Compare
		}
	}
	return a, true
}

// placeInRows is the place in a ranking that a question asks for, or 0; the second half of a
// year is none.
func placeInRows(q question.Query) int {
	for i := range q.Tokens {
		if i > 0 && partsOfYear[q.Tokens[i].Read] && ordinals[q.Tokens[i-1].Read] > 0 {
			return 0
		}
	}
	return placeAsked(q)
}

// headOf says which row is at the place of a ranking that a question asks for, or at its head.
func headOf(q question.Query, cells []gridCell, rising bool) string {
	if n := placeInRows(q); n > 1 && n <= len(cells) {
		return fmt.Sprintf("%s comes %s.", cells[n-1].row, nth[n-1])
	}
	end := "largest"
	if rising {
		end = "smallest"
	}
	return fmt.Sprintf("%s has the %s figure.", cells[0].row, end)
}

// risingIn reports whether a question wants the smallest first: of the ends that it speaks
// of, the first is the head.
func risingIn(q question.Query) bool {
	i := slices.IndexFunc(q.Tokens, func(t question.Token) bool { return greatestOnes[t.Read] || leastOnes[t.Read] })
	if i >= 0 {
		return leastOnes[q.Tokens[i].Read]
	}
	return q.Less || q.Direction == question.Ascending
}

// listOf tells cells one under the other.
func (e *Engine) listOf(cells []gridCell) Answer {
	a := Answer{Outcome: Answered, Confidence: 0.9}
	var lines []string
	var fs []*facts.Fact
	for _, c := range cells {
		lines = append(lines, "• "+c.fact.Says)
		a.also(c.fact, e.cite(c.fact))
		fs = append(fs, c.fact)
	}
	a.Text = strings.Join(lines, "\n")
	a.Table = e.sideBySide(fs)
	if a.Table != nil {
		for i := range a.Table.Rows {
			a.Table.Rows[i].Label = cells[i].row
		}
	}
	for _, c := range cells {
		s := sentence{passage: &e.passages.all[e.passages.of[int32(e.entryOf(c.fact))]]}
		if f := e.correctionOf(&s); f != nil {
			a.Text += "\n" + f.Says
			a.also(f, e.cite(f))
			break
		}
	}
	return a
}
