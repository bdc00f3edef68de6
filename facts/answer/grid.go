package answer

import (
	"cmp"
	"fmt"
	"regexp"
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
	rows, columns []heading
	cells         map[[2]int]*facts.Fact // by row and column
	calls         map[string]bool        // the words that its rows may be called by
	named         bool                   // one of them stands in it
	title         bits                   // what its article's title and the line under it hold
}

// heading is what stands before a row or over a column.
type heading struct {
	label string
	holds sparse
}

// called reports whether a heading has one of some words.
func (h *heading) called(words map[string]bool) bool {
	return slices.ContainsFunc(splitWords(h.label), func(w string) bool { return words[w] })
}

// Words about tables: what their rows are called, those for parts of a business, which
// stand for each other, the rows that are the sum of others, and what a column of changes
// is asked for by, or headed.
var (
	rowNouns   = lexicon.Set("row", "row-of-business")
	ofTrade    = lexicon.Set("row-of-business")
	allOfRows  = lexicon.Set("all-rows")
	changes    = lexicon.Set("change")
	shrinking  = lexicon.Set("shrinking")
	splitBy    = lexicon.Set("split-by")
	setAgainst = lexicon.Set("set-against")
	restRow    = lexicon.Set("rest-row")
	lowest     = lexicon.Set("superlative-low")
)

// indexGrids gathers the tables of the articles from the facts that were read from their
// cells.
func (e *Engine) indexGrids(p *passages) []*grid {
	var out []*grid
	of := map[facts.Citation]*grid{}
	for k := range p.all {
		s := &p.all[k]
		if name, _, _ := strings.Cut(s.at.At, "-"); name != "table" {
			continue
		}
		for _, at := range s.entries {
			f := e.entries[at].fact
			row, column, ok := facts.ParseCell(f.Says, e.called(f.Subject))
			if !ok {
				continue
			}
			g := of[s.at]
			if g == nil {
				g = &grid{at: s.at, paragraph: s.paragraph, cells: map[[2]int]*facts.Fact{}}
				of[s.at], out = g, append(out, g)
			}
			g.cells[[2]int{e.heading(&g.rows, row), e.heading(&g.columns, column)}] = f
		}
	}
	titles := map[string]*bits{} // of the articles
	for k := range p.all {
		if s := &p.all[k]; s.at.At == "title" || s.at.At == "standfirst" {
			if titles[s.at.Article] == nil {
				titles[s.at.Article] = new(bits)
			}
			titles[s.at.Article].addTerms(s.holds)
		}
	}
	for _, g := range out {
		if title := titles[g.at.Article]; title != nil {
			g.title = *title
		}
	}
	for i := range e.base.Articles {
		for _, u := range e.base.Articles[i].Units {
			if g := of[facts.Citation{Article: e.base.Articles[i].ID, At: u.At}]; g != nil {
				head, _, _ := strings.Cut(u.Text, "\n")
				g.calls, g.named = e.rowsCalled(head, g.columns[0].label)
			}
		}
	}
	return out
}

// oneWordRE is one word over what stands before the rows of a table.
var oneWordRE = regexp.MustCompile(`^[|\s]*(\pL+?)s?[|\s]*$`)

// rowsCalled are the words that the rows of a table may be called by: the one in its first
// line, the only one before its first column, or any if none stands there.
func (e *Engine) rowsCalled(head, column string) (calls map[string]bool, named bool) {
	ws := splitWords(head)
	i := slices.IndexFunc(ws, func(w string) bool { return rowNouns[w] })
	if i < 0 {
		before, _, _ := strings.Cut(strings.ToLower(head), strings.ToLower(column))
		if m := oneWordRE.FindStringSubmatch(before); m != nil { // "Product | Standard rate | Reduced rate"
			return map[string]bool{m[1]: true, m[1] + "s": true}, true
		}
		return rowNouns, false
	}
	calls = map[string]bool{}
	for w := range rowNouns {
		calls[w] = e.reader.Stem(w) == e.reader.Stem(ws[i]) || ofTrade[w] && ofTrade[ws[i]]
	}
	return calls, true
}

// heading is the place of a heading among others, to which it is added if it is new.
func (e *Engine) heading(among *[]heading, label string) int {
	if i := slices.IndexFunc(*among, func(h heading) bool { return h.label == label }); i >= 0 {
		return i
	}
	var terms []question.Term
	for _, t := range e.reader.Read(label).Tokens {
		if t.Class != question.Light {
			terms = append(terms, t.Terms...)
		}
	}
	*among = append(*among, heading{label, newSparse(terms)})
	return len(*among) - 1
}

// gridded answers a question that takes several cells of a table, if just one table has what
// it names.
func (e *Engine) gridded(q question.Query) (Answer, bool) {
	against := q.Operation == "" && (offersTwo(q) || hasWord(q, setAgainst))
	ranks := q.Operation == question.Rank || q.Operation == question.Compare || against || rankAsked(q) > 0 || hasWord(q, superlatives)
	if e.passages == nil || q.YesNo || q.Operation != "" && !ranks || !ranks && q.Kind != question.List && !e.speaksOfRows(q) {
		return Answer{}, false
	}
	of, ok := e.gridOf(q)
	if !ok {
		return Answer{}, false
	}
	column, moved, ok := of.column(q)
	rows := of.rowsNamed(q)
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
	case len(cells) > 1 && (q.Kind == question.List || hasWord(q, splitBy)):
		return e.listOf(cells), true
	}
	return Answer{}, false
}

// speaksOfRows reports whether a question calls rows as some table does.
func (e *Engine) speaksOfRows(q question.Query) bool {
	return hasWord(q, rowNouns) || slices.ContainsFunc(e.passages.grids, func(g *grid) bool { return g.asked(q) })
}

// gridOf is the table that fits a question best: whose rows are called as it does, and which
// has more of the rows that it names. Of two that fit alike nobody knows which is meant.
func (e *Engine) gridOf(q question.Query) (of *grid, ok bool) {
	most := -1
	for _, g := range e.passages.grids {
		if !g.fits(q) {
			continue
		}
		fit := len(g.rowsNamed(q))
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

// hasWord reports whether a question has one of some words.
func hasWord(q question.Query, words map[string]bool) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return words[t.Read] && !t.Background() })
}

// asked reports whether a question speaks of the rows of a table in general.
func (g *grid) asked(q question.Query) bool { return hasWord(q, g.calls) }

// fits reports whether the article of a table has all names of a question, the table all
// else that must be explained, and a row or a column that is named, or rows as it asks for.
func (g *grid) fits(q question.Query) bool {
	spokenOf := g.asked(q) && (g.named || len(q.Entities()) > 0)
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Class == question.Light {
			continue
		}
		headed := func(h heading) bool { return h.holds.hasAny(t.Terms) }
		here := slices.ContainsFunc(g.rows, headed) || slices.ContainsFunc(g.columns, headed)
		spokenOf = spokenOf || here
		switch {
		case here, t.Class < question.Salient, t.Background(), g.paragraph.holds.hasAny(t.Terms):
		case t.Class != question.Salient && g.paragraph.article.has(t.Terms):
		case cellWords[t.Read] && q.Kind != question.List: // "earned the most"
		case g.calls[t.Read], rowNouns[t.Read], changes[t.Read], shrinking[t.Read], superlatives[t.Read], shareWords[t.Read]:
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
		if !g.rows[i].called(allOfRows) {
			out = append(out, i)
		}
	}
	return out
}

// rowsNamed are the rows that a question names by a word that no other row has.
func (g *grid) rowsNamed(q question.Query) []int {
	var out []int
	for i := range q.Tokens {
		t := &q.Tokens[i]
		headed := func(h heading) bool { return t.Class != question.Light && h.holds.hasAny(t.Terms) }
		at := slices.IndexFunc(g.rows, headed)
		if at >= 0 && !slices.ContainsFunc(g.rows[at+1:], headed) && !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// column is the column that a question asks for: the one of the changes where it asks how
// something grew, else the one that has most of its words, the first of equals; none where
// it names a year that no column has.
func (g *grid) column(q question.Query) (at int, moved, ok bool) {
	ofChanges := func(h heading) bool { return h.called(changes) }
	if hasWord(q, changes) || hasWord(q, shrinking) {
		at = slices.IndexFunc(g.columns, ofChanges)
		return at, true, at >= 0
	}
	most, dated, inYear := -1, false, false
	for i := range g.columns {
		if ofChanges(g.columns[i]) || g.columns[i].ofAnotherTime(q) {
			continue
		}
		n := 0
		for k := range q.Tokens {
			t := &q.Tokens[k]
			if g.columns[i].holds.hasAny(t.Terms) {
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

// ofAnotherTime reports whether a column is for another quarter or half of a year than a question
// asks about, for one where it asks about a year, or for a year where it asks about one.
func (h *heading) ofAnotherTime(q question.Query) bool {
	asked, told := interimsIn(q.Words()), interimsIn(h.label)
	if len(asked) == 0 {
		return len(told) > 0 && slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Year && !t.Background() })
	}
	return yearRE.MatchString(h.label) && !slices.ContainsFunc(told, func(t interim) bool { return slices.Contains(asked, t) })
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
	shrank := hasWord(q, shrinking)
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
	rising := q.Less || q.Direction == question.Ascending || q.Operation != question.Rank && hasWord(q, lowest)
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

// headOf says which row is at the place of a ranking that a question asks for, or at its head,
// where no one is who is but the rest.
func headOf(q question.Query, cells []gridCell, rising bool) string {
	if n := rankAsked(q); n > 1 && n <= len(cells) {
		return fmt.Sprintf("%s comes %s.", cells[n-1].row, nth[n-1])
	}
	end := "largest"
	if rising {
		end = "smallest"
	}
	first := max(0, slices.IndexFunc(cells, func(c gridCell) bool { return !restRow[strings.ToLower(c.row)] }))
	return fmt.Sprintf("%s has the %s figure.", cells[first].row, end)
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
		if f := e.correctionOf(&e.passages.all[e.passages.of[int32(e.entryOf(c.fact))]]); f != nil {
			a.Text += "\n" + f.Says
			a.also(f, e.cite(f))
			break
		}
	}
	return a
}
