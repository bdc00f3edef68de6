package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/sheet"
)

// stateColumn says, where proposals stand beside facts, whether an entry is a
// fact, is proposed, or is to be dropped.
const stateColumn = "state"

// columns are those of the fact table as a spreadsheet.
var columns = []string{"id", "article", "at", "subject", "relation", "kind", "value", "period", "with", "about", "by", "how", "says"}

// cellsOf is a fact as a row of the spreadsheet.
func cellsOf(f *facts.Fact) []string {
	var at []string
	for _, c := range f.Cite {
		at = append(at, c.At)
	}
	return []string{
		f.ID, f.Cite[0].Article, strings.Join(at, " "), f.Subject, f.Relation, string(f.Value.Kind), f.Value.Text, f.Period.Written(),
		strings.Join(f.With, " "), strings.Join(f.About, "; "), f.By, string(f.How), f.Says,
	}
}

// sheetOf is a fact table as a spreadsheet. From states on, entries are proposed;
// below 0, there is no telling.
func sheetOf(table []facts.Fact, states int) [][]string {
	rows := [][]string{columns}
	if states >= 0 {
		rows[0] = append(slices.Clone(columns), stateColumn)
	}
	for i := range table {
		cells := cellsOf(&table[i])
		switch {
		case states >= 0 && i >= states:
			cells = append(cells, "proposed")
		case states >= 0:
			cells = append(cells, "fact")
		}
		rows = append(rows, cells)
	}
	return rows
}

// choices are what some columns are filled from.
func choices() map[string][]string {
	stances := make([]string, len(facts.Stances))
	for i, s := range facts.Stances {
		stances[i] = string(s)
	}
	return map[string][]string{stateColumn: {"fact", "proposed", "drop"}, "how": stances}
}

// writeWorkbook writes a fact table as a workbook, where there is none yet: one that
// is there may have been edited.
func writeWorkbook(file string, rows [][]string) error {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s is there already: take it back with import --xlsx, or give another name", file)
	}
	var out bytes.Buffer
	if err := sheet.WriteXLSX(&out, rows, choices()); err != nil {
		return err
	}
	return writeAside(file, out.Bytes())
}

// sheet takes over a fact table that was edited as a spreadsheet. Rows that are
// missing are left as they are; all faults are named by row, and then nothing is
// changed.
func (cmd *importCmd) sheet(c *cli, s streams) error {
	file := cmd.CSV + cmd.XLSX
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading the spreadsheet: %w", err)
	}
	b, err := c.tables()
	if err != nil {
		return err
	}
	e := &edits{file: file, base: b, touched: map[string][]string{}, becomes: map[string]string{}}
	if cmd.XLSX != "" {
		e.table, e.faults = sheet.ReadXLSX(file, data, columns)
	} else {
		e.table, e.faults = sheet.ReadCSV(file, data)
	}
	e.rows()
	if faults := e.faults.Sorted(); len(faults) > 0 {
		for _, f := range faults {
			fmt.Fprintln(s.out, f)
		}
		fmt.Fprintf(s.err, "pilcrow: %s; the base is as it was\n", plural(len(faults), "fault", "faults"))
		return errNo
	}
	if err := e.settle(c.Base); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d changed, %d accepted, %d dropped\n", e.changed, e.accepted, e.dropped)
	return nil
}

// edits is what a spreadsheet changes in a base.
type edits struct {
	file                       string
	base                       *facts.Base
	table                      *sheet.Table
	faults                     facts.Faults
	touched                    map[string][]string // file → ids of what is not as it was in it
	becomes                    map[string]string   // id → what becomes of it: fact or drop
	changed, accepted, dropped int
}

func (e *edits) fault(row int, format string, args ...any) {
	e.faults = append(e.faults, facts.Fault{File: e.file, Line: row, Text: fmt.Sprintf(format, args...)})
}

// rows goes through the rows.
func (e *edits) rows() {
	if len(e.table.Column) == 0 {
		return // it could not be read
	}
	for _, need := range columns {
		if _, ok := e.table.Column[need]; !ok {
			e.fault(1, "the column %s is missing; keep those that pilcrow facts writes", need)
			return
		}
	}
	seen := map[string]int{}
	for _, r := range e.table.Rows {
		id := e.table.Cell(r, "id")
		if before, twice := seen[id]; twice && id != "" {
			e.fault(r.Number, "the id %s is in row %d too", id, before)
			continue
		}
		seen[id] = r.Number
		e.row(r, id)
	}
}

// row takes over one row.
func (e *edits) row(r sheet.Row, id string) {
	cell := func(name string) string { return e.table.Cell(r, name) }
	f, proposed := e.find(id)
	switch {
	case id == "":
		e.fault(r.Number, "has no id: a new fact goes into the base's files")
		return
	case f == nil:
		e.inFAQ(r, id)
		return
	}
	switch state := cell(stateColumn); state {
	case "fact":
		if proposed {
			e.becomes[id] = state
			e.accepted++
			e.touch(f)
		}
	case "proposed", "":
	case "drop":
		e.becomes[id] = state
		e.dropped++
		e.touch(f)
		return
	default:
		e.fault(r.Number, "%s: the state is %q: write fact, proposed or drop", id, state)
	}
	change := &change{edits: e, row: r.Number, was: cellsOf(f), fact: *f}
	if g, ok := change.made(cell); ok {
		g.Asks = stillAsks(f, &g)
		e.changed++
		e.touch(f)
		*f = g
	}
}

// inFAQ names what cannot be changed here: an entry of a FAQ, or what is not there.
func (e *edits) inFAQ(r sheet.Row, id string) {
	i := slices.IndexFunc(e.base.FAQ, func(f facts.Fact) bool { return f.ID == id })
	if i < 0 {
		e.fault(r.Number, "the base has no fact %q", id)
		return
	}
	for j, is := range cellsOf(&e.base.FAQ[i]) {
		if e.table.Cell(r, columns[j]) != is {
			e.fault(r.Number, "%s: stands in %s: change it there, and import that", id, e.base.FAQ[i].File)
			return
		}
	}
}

func (e *edits) touch(f *facts.Fact) {
	if !slices.Contains(e.touched[f.File], f.ID) {
		e.touched[f.File] = append(e.touched[f.File], f.ID)
	}
}

// find is the fact or the proposal with an id.
func (e *edits) find(id string) (f *facts.Fact, proposed bool) {
	for i := range e.base.Facts {
		if e.base.Facts[i].ID == id {
			return &e.base.Facts[i], false
		}
	}
	for i := range e.base.Proposed {
		if e.base.Proposed[i].ID == id {
			return &e.base.Proposed[i], true
		}
	}
	return nil, false
}

// change is one fact as a row has it.
type change struct {
	*edits
	row  int
	was  []string
	fact facts.Fact
}

func (c *change) fault(format string, args ...any) {
	c.edits.fault(c.row, c.fact.ID+": "+format, args...)
}

// made is the fact as the row has it; false where nothing is changed, or the row is
// faulty.
func (c *change) made(cell func(string) string) (facts.Fact, bool) {
	before, changed := len(c.edits.faults), false
	for i, name := range columns[1:] {
		is, was := cell(name), c.was[i+1]
		if is == was || sameDay(was, is) {
			continue
		}
		changed = true
		c.set(name, is, cell)
	}
	return c.fact, changed && len(c.edits.faults) == before
}

// set puts what a cell holds into the fact.
func (c *change) set(name, is string, cell func(string) string) {
	f := &c.fact
	switch name {
	case "article":
		c.fault("is of the article %s: that cannot be changed here", f.Cite[0].Article)
	case "at":
		c.cite(strings.Fields(is))
	case "subject":
		c.known(is)
		f.Subject = is
	case "relation":
		if !slices.ContainsFunc(c.base.Relations, func(r facts.Relation) bool { return r.ID == is }) {
			c.fault("unknown relation %q", is)
		}
		f.Relation = is
	case "kind", "value":
		c.value(facts.ValueKind(cell("kind")), cell("value"))
	case "period":
		period, err := facts.ParsePeriod(is)
		if err != nil && is != "" {
			c.fault("%v", err)
		}
		f.Period = period
	case "with":
		f.With = strings.Fields(is)
		c.known(f.With...)
	case "about":
		f.About = slices.DeleteFunc(strings.Split(is, "; "), func(a string) bool { return a == "" })
	case "by":
		c.known(is)
		f.By = is
	case "how":
		if f.How = facts.Stance(is); !slices.Contains(facts.Stances, f.How) {
			c.fault("%q is no way of saying: want one of %v", is, facts.Stances)
		}
	case "says":
		if f.Says = is; is == "" {
			c.fault("says nothing")
		}
	}
}

func (c *change) known(ids ...string) {
	for _, id := range ids {
		if !slices.ContainsFunc(c.base.Entities, func(x facts.Entity) bool { return x.ID == id }) {
			c.fault("unknown entity %q", id)
		}
	}
}

// cite has the fact stand in other places of its article.
func (c *change) cite(at []string) {
	article, ok := c.base.Article(c.fact.Cite[0].Article)
	if !ok || len(at) == 0 {
		c.fault("cites no place (at)")
		return
	}
	if slices.ContainsFunc(c.fact.Cite, func(o facts.Citation) bool { return o.Article != article.ID }) {
		c.fault("cites several articles: its places cannot be changed here")
		return
	}
	c.fact.Cite = nil
	for _, place := range at {
		if _, there := article.Unit(place); !there {
			c.fault("%s has no place %q", article.ID, place)
		}
		c.fact.Cite = append(c.fact.Cite, facts.Citation{Article: article.ID, At: place})
	}
}

// value gives the fact another value. What a spreadsheet has made a date of is no
// number any more.
func (c *change) value(kind facts.ValueKind, is string) {
	var err error
	switch kind {
	case facts.Party, facts.Place, facts.List:
		parts := strings.Split(is, ", ")
		if c.fact.Value, err = facts.ParseValues(kind, parts); err == nil && kind != facts.List {
			c.known(parts...)
		}
	case facts.Money, facts.Count, facts.Percent, facts.Multiple:
		if isDate(is) {
			c.fault("%s %q is a date that the spreadsheet has made of something: format the cell as text, and write it anew", kind, is)
			return
		}
		c.fact.Value, err = facts.ParseValue(kind, is)
	default:
		c.fact.Value, err = facts.ParseValue(kind, is)
	}
	if err != nil {
		c.fault("%v", err)
	}
}

// shortDay is a date as Excel respells it in CSV: 31-Jul-24, Jul-24, 31-Jul.
var shortDay = regexp.MustCompile(`^(?:(\d{1,2})-)?([A-Za-z]{3,4})(?:-(\d\d))?$`)

// sameDay reports whether a spreadsheet has respelled a date.
func sameDay(was, is string) bool {
	day, err := facts.ParseDay(was)
	m := shortDay.FindStringSubmatch(is)
	if err != nil {
		return false
	}
	if m == nil {
		other, err := facts.ParseDay(is)
		return err == nil && other == day
	}
	d, _ := strconv.Atoi(m[1]) // 0 where there is none
	y, err := strconv.Atoi(m[3])
	return err == nil && day.Year%100 == y && day.Month > 0 && day.Month == facts.MonthNumber(m[2]) && day.Day == d
}

// isDate reports whether a cell holds a date of a month.
func isDate(is string) bool {
	day, err := facts.ParseDay(is)
	m := shortDay.FindStringSubmatch(is)
	return err == nil && day.Month > 0 || m != nil && (m[1] != "" || m[3] != "") && facts.MonthNumber(m[2]) > 0
}

// stillAsks are the ways of asking that are left to a fact which has become another:
// none where it is about something else. One that holds a figure which the fact no
// longer has, a year mostly, holds the one that has come in its place, or is left
// out. Its own words ask for it in any case.
func stillAsks(was, is *facts.Fact) []string {
	if was.Subject != is.Subject || was.Relation != is.Relation {
		return []string{is.Says}
	}
	gone, come := figuresBut(was, is), figuresBut(is, was)
	var left []string
	for _, ask := range is.Asks {
		for _, n := range gone {
			switch {
			case !slices.Contains(facts.Figures(ask), n):
			case len(gone) == 1 && len(come) == 1:
				ask = strings.ReplaceAll(ask, n, come[0])
			default:
				ask = ""
			}
		}
		if ask != "" && ask != was.Says {
			left = append(left, ask)
		}
	}
	if len(left) == 0 {
		left = []string{is.Says}
	}
	return left
}

// figuresBut are the figures of a fact's time and value that another has not.
func figuresBut(f, other *facts.Fact) []string {
	figures := func(f *facts.Fact) []string { return facts.Figures(f.Period.String() + " " + f.Value.Text) }
	return slices.DeleteFunc(figures(f), func(n string) bool { return slices.Contains(figures(other), n) })
}

// settle writes what is changed into the base: the entries as they are now, in the
// tables where they stood, and what rests on them.
func (e *edits) settle(base string) error {
	st, err := newStage(base)
	if err != nil {
		return err
	}
	defer st.remove()
	var names []string
	for file, ids := range e.touched {
		names = append(names, file)
		err := st.edit(file, func(t *tableText) error {
			for _, id := range ids {
				if err := e.put(t, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if err := st.sharpen(e.touched); err != nil {
		return err
	}
	if err := st.open(); err != nil {
		return err
	}
	slices.Sort(names)
	return st.move(append(names, openFile))
}

// put puts an entry where it belongs, as it is now.
func (e *edits) put(t *tableText, id string) error {
	f, _ := e.find(id)
	if e.becomes[id] != "drop" {
		if err := t.rewrite(f); err != nil {
			return err
		}
	}
	if e.becomes[id] == "" {
		return nil
	}
	entry, ok := t.take(id)
	if !ok {
		return fmt.Errorf("%s: the entry %s is not where it was", f.File, id)
	}
	if e.becomes[id] == "fact" {
		t.facts = append(t.facts, entry...)
	}
	return nil
}

// edit changes a table of the stage.
func (st *stage) edit(file string, change func(*tableText) error) error {
	data, err := os.ReadFile(filepath.Join(st.dir, filepath.FromSlash(file)))
	if err != nil {
		return fmt.Errorf("reading a table: %w", err)
	}
	t := readTable(string(data))
	if err := change(t); err != nil {
		return err
	}
	if err := st.write(file, []byte(t.String())); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	return nil
}
