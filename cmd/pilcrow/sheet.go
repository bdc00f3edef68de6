package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// stateColumn says, where proposals stand beside facts, whether an entry is a
// fact, is proposed, or is to be dropped.
const stateColumn = "state"

// columns are those of the fact table as a spreadsheet.
var columns = []string{"id", "article", "at", "subject", "relation", "kind", "value", "period", "with", "about", "by", "how", "says"}

// sheet takes over a fact table that was edited as a spreadsheet. Rows that are
// missing are left as they are; all faults are named by row, and then nothing is
// changed.
func (cmd *importCmd) sheet(c *cli, s streams) error {
	data, err := os.ReadFile(cmd.CSV)
	if err != nil {
		return fmt.Errorf("reading the spreadsheet: %w", err)
	}
	b, err := c.base()
	if err != nil {
		return err
	}
	e := &edits{file: cmd.CSV, base: b}
	e.read(data)
	for _, f := range e.faults {
		fmt.Fprintln(s.out, f)
	}
	if len(e.faults) > 0 {
		fmt.Fprintf(s.err, "pilcrow: %s; the base is as it was\n", plural(len(e.faults), "fault", "faults"))
		return errNo
	}
	st, err := newStage(c.Base)
	if err != nil {
		return err
	}
	defer st.remove()
	names, err := e.write(st)
	if err != nil {
		return err
	}
	if err := st.open(); err != nil {
		return err
	}
	if err := st.move(append(names, openFile)); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d changed, %d accepted, %d dropped\n", e.changed, e.accepted, e.dropped)
	return nil
}

// edits is what a spreadsheet changes in a base.
type edits struct {
	file                       string
	base                       *facts.Base
	column                     map[string]int
	faults                     facts.Faults
	touched                    []string // the tables to be written
	drop                       map[string]bool
	accept                     map[string]bool
	changed, accepted, dropped int
}

func (e *edits) fault(row int, format string, args ...any) {
	e.faults = append(e.faults, facts.Fault{File: e.file, Line: row, Text: fmt.Sprintf(format, args...)})
}

// read goes through the rows. Excel writes a byte order mark, and in many places
// semicolons for commas.
func (e *edits) read(data []byte) {
	e.drop, e.accept = map[string]bool{}, map[string]bool{}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	if head, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		in.Comma = ';'
	}
	head, err := in.Read()
	if err != nil {
		e.fault(1, "cannot be read: %v", err)
		return
	}
	e.column = map[string]int{}
	for i, name := range head {
		e.column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, need := range columns {
		if _, ok := e.column[need]; !ok {
			e.fault(1, "the column %s is missing; keep those that pilcrow facts --csv writes", need)
		}
	}
	if len(e.faults) > 0 {
		return
	}
	seen := map[string]int{}
	for row := 2; ; row++ {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			e.fault(row, "cannot be read: %v", err)
			return
		}
		if strings.Join(fields, "") == "" {
			continue
		}
		if len(fields) != len(head) {
			e.fault(row, "has %d cells, want %d", len(fields), len(head))
			continue
		}
		cell := func(name string) string { return strings.TrimSpace(fields[e.column[name]]) }
		if before, twice := seen[cell("id")]; twice {
			e.fault(row, "the id %s is in row %d too", cell("id"), before)
			continue
		}
		seen[cell("id")] = row
		e.row(row, cell)
	}
}

// row takes over one row.
func (e *edits) row(row int, cell func(string) string) {
	id := cell("id")
	f := e.find(id)
	if f == nil {
		e.fault(row, "the base has no fact %q", id)
		return
	}
	state := ""
	if _, ok := e.column[stateColumn]; ok {
		state = cell(stateColumn)
	}
	switch state {
	case "fact":
		if e.isProposed(id) {
			e.accept[id] = true
			e.accepted++
			e.touch(f.File)
		}
	case "proposed", "":
	case "drop":
		e.drop[id] = true
		e.dropped++
		e.touch(f.File)
		return
	default:
		e.fault(row, "%s: the state is %q: write fact, proposed or drop", id, state)
	}
	if g, ok := e.changedBy(row, *f, cell); ok {
		e.changed++
		e.touch(f.File)
		*f = g
	}
}

func (e *edits) touch(file string) {
	if !slices.Contains(e.touched, file) {
		e.touched = append(e.touched, file)
	}
}

func (e *edits) isProposed(id string) bool {
	return slices.ContainsFunc(e.base.Proposed, func(f facts.Fact) bool { return f.ID == id })
}

func (e *edits) find(id string) *facts.Fact {
	for _, list := range [][]facts.Fact{e.base.Facts, e.base.Proposed} {
		for i := range list {
			if list[i].ID == id {
				return &list[i]
			}
		}
	}
	return nil
}

// changedBy is a fact as a row has it; false where nothing is changed, or the
// row is faulty.
func (e *edits) changedBy(row int, f facts.Fact, cell func(string) string) (facts.Fact, bool) {
	was, faults := rowOf(&f), len(e.faults)
	fault := func(format string, args ...any) { e.fault(row, f.ID+": "+format, args...) }
	known := func(ids ...string) {
		for _, id := range ids {
			if !slices.ContainsFunc(e.base.Entities, func(x facts.Entity) bool { return x.ID == id }) {
				fault("unknown entity %q", id)
			}
		}
	}
	if f.Subject = cell("subject"); f.Subject != was.Subject {
		known(f.Subject)
	}
	if f.Relation = cell("relation"); !slices.ContainsFunc(e.base.Relations, func(r facts.Relation) bool { return r.ID == f.Relation }) {
		fault("unknown relation %q", f.Relation)
	}
	if cell("kind") != string(was.Kind) || cell("value") != was.Value {
		var err error
		switch kind := facts.ValueKind(cell("kind")); kind {
		case facts.Party, facts.Place, facts.List:
			parts := strings.Split(cell("value"), ", ")
			if f.Value, err = facts.ParseValues(kind, parts); err == nil && kind != facts.List {
				known(parts...)
			}
		default:
			f.Value, err = facts.ParseValue(kind, cell("value"))
		}
		if err != nil {
			fault("%v", err)
		}
	}
	if cell("period") != was.Period {
		period, err := facts.ParsePeriod(cell("period"))
		if err != nil && cell("period") != "" {
			fault("%v", err)
		}
		f.Period = period
	}
	if with := strings.Fields(cell("with")); !slices.Equal(with, was.With) {
		known(with...)
		f.With = with
	}
	if about := strings.Join(was.About, "; "); cell("about") != about {
		f.About = strings.Split(cell("about"), "; ")
	}
	if f.By = cell("by"); f.By != was.By {
		known(f.By)
	}
	if f.How = facts.Stance(cell("how")); !slices.Contains(facts.Stances, f.How) {
		fault("%q is no way of saying: want one of %v", f.How, facts.Stances)
	}
	if f.Says = cell("says"); f.Says == "" {
		fault("says nothing")
	}
	is := rowOf(&f)
	same := is.Subject == was.Subject && is.Relation == was.Relation && is.Kind == was.Kind && is.Value == was.Value && is.Period == was.Period &&
		slices.Equal(is.With, was.With) && slices.Equal(is.About, was.About) && is.By == was.By && is.How == was.How && is.Says == was.Says
	return f, !same && len(e.faults) == faults
}

// write writes the tables that are touched, and returns their names.
func (e *edits) write(st *stage) ([]string, error) {
	for _, file := range e.touched {
		var table, proposed []facts.Fact
		article := ""
		for _, list := range [][]facts.Fact{e.base.Facts, e.base.Proposed} {
			for _, f := range list {
				if f.File != file || e.drop[f.ID] {
					continue
				}
				article = f.Cite[0].Article
				if e.isProposed(f.ID) && !e.accept[f.ID] {
					proposed = append(proposed, f)
				} else {
					table = append(table, f)
				}
			}
		}
		if article == "" {
			article = strings.TrimSuffix(file, ".facts.yaml")
		}
		data, err := facts.WriteTable(article, table, proposed)
		if err == nil {
			err = st.write(file, data)
		}
		if err != nil {
			return nil, fmt.Errorf("writing %s: %w", file, err)
		}
	}
	return e.touched, nil
}
