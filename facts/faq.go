package facts

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Names that a FAQ goes by in a base.
const (
	FAQSuffix  = ".faq.csv"  // of the file of a FAQ
	FAQRow     = "row-"      // of a unit: what an entry cites that names no article
	TrainedFAQ = "faq.model" // the file of what was learned from all FAQs of a base
)

// The columns of a FAQ. The first three must be there; a row without a header
// above it has them in this order.
var faqColumns = []string{"id", "ask", "answer", "article", "at"}

// ReadFAQ reads a FAQ in CSV: a row for each way of asking, rows of the same id
// being ways of asking the same thing, whose answer stands in the first of them.
// Every entry becomes a fact of ways of asking and an answer, without subject or
// relation, which cites the article its first row names or else that row of the
// file itself. Rows are counted as a spreadsheet does, the header and empty ones
// too. name is the file's name without folder or extension. All faults are
// returned at once, as [Faults], each with its row.
func ReadFAQ(name string, data []byte) ([]Fact, error) {
	r := faqReader{name: name, file: name + FAQSuffix, entry: map[string]int{}}
	r.read(data)
	if len(r.entries) == 0 && len(r.faults) == 0 {
		r.faults.add(r.file, 0, "holds no entry: want a row of %s for each way of asking", strings.Join(faqColumns[:3], ","))
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.entries, nil
}

type faqReader struct {
	name, file string
	column     map[string]int // nil before the first row
	entry      map[string]int // id → place in entries; -1 for one whose first row is at fault
	entries    []Fact
	faults     Faults
}

func (r *faqReader) read(data []byte) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	in.FieldsPerRecord = -1
	row, line := 0, 1 // of the row that is read, and where it ought to begin
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.faults.add(r.file, row+1, "cannot be read as CSV: %v", err)
			return
		}
		begins, _ := in.FieldPos(0)
		row += 1 + begins - line
		line = begins + 1 + strings.Count(strings.Join(cells, ""), "\n")
		blank := !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
		switch {
		case slices.ContainsFunc(cells, func(c string) bool { return !utf8.ValidString(c) }):
			r.faults.add(r.file, row, "is not in UTF-8")
		case blank:
		case r.column == nil:
			header, err := r.header(cells)
			if err != nil {
				r.faults.add(r.file, row, "%v", err)
				return
			}
			if !header {
				r.row(row, cells)
			}
		default:
			r.row(row, cells)
		}
	}
}

// header learns from the first row where the columns are, and reports whether
// it is a header at all: it names two of the columns that must be there.
func (r *faqReader) header(cells []string) (bool, error) {
	wanted := strings.Join(faqColumns[:3], ",") + ", and optionally article,at"
	r.column = map[string]int{}
	for i, c := range cells {
		name := strings.ToLower(strings.TrimSpace(c))
		if _, twice := r.column[name]; !twice && slices.Contains(faqColumns, name) {
			r.column[name] = i
		}
	}
	var missing []string
	for _, need := range faqColumns[:3] {
		if _, ok := r.column[need]; !ok {
			missing = append(missing, need)
		}
	}
	switch {
	case len(missing) == 0:
		return true, nil
	case len(missing) == 1:
		return true, fmt.Errorf("the header has no column %q: want %s", missing[0], wanted)
	case len(cells) < 3:
		return false, fmt.Errorf("has too few columns (%d), parted by commas: want %s", len(cells), wanted)
	}
	clear(r.column)
	for i, name := range faqColumns {
		r.column[name] = i
	}
	return false, nil
}

// row adds a way of asking to its entry, or an entry.
func (r *faqReader) row(row int, cells []string) {
	cell := func(column string) string {
		if i, ok := r.column[column]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	fault := func(format string, args ...any) { r.faults.add(r.file, row, format, args...) }
	id, ask, answer := cell("id"), cell("ask"), cell("answer")
	if id == "" {
		fault("has no id")
		return
	}
	if ask == "" {
		fault("%s: has no way of asking (ask)", id)
	}
	if at, known := r.entry[id]; known {
		if at >= 0 {
			if f := &r.entries[at]; answer != "" && answer != f.Says {
				fault("%s: has another answer than the first row of that id", id)
			}
			r.entries[at].Asks = append(r.entries[at].Asks, ask)
		}
		return
	}
	r.entry[id] = -1
	c := Citation{Article: cell("article"), At: cell("at")}
	switch {
	case answer == "":
		fault("%s: the first row of an id has no answer", id)
		return
	case c.Article == "" && c.At != "":
		fault("%s: names a place (at) but no article", id)
		return
	case c.Article == "":
		c = Citation{Article: r.name, At: fmt.Sprintf("%s%d", FAQRow, row)}
	case c.At == "":
		fault("%s: names an article but no place in it (at)", id)
		return
	}
	r.entry[id] = len(r.entries)
	r.entries = append(r.entries, Fact{
		ID: id, Cite: []Citation{c}, Says: answer, Asks: []string{ask}, How: Reported, By: c.Article, File: r.file, Line: row,
	})
}

// faq adds the entries of a FAQ to the base, and a record for what they cite
// where the base has none.
func (l *loader) faq(name string, data []byte) {
	entries, err := ReadFAQ(strings.TrimSuffix(name, FAQSuffix), data)
	if err != nil {
		l.faults = append(l.faults, FaultsIn(err)...)
		l.unread[name] = true
		return
	}
	taken := l.ids()
	for _, f := range entries {
		if taken[f.ID] {
			l.faults.add(name, f.Line, "the id %s is there twice", f.ID)
		}
	}
	l.base.FAQ = append(l.base.FAQ, entries...)
	l.cited(name, entries)
}

// ids are the ids of all that the base holds so far.
func (l *loader) ids() map[string]bool {
	out := map[string]bool{}
	for i := range l.base.Facts {
		out[l.base.Facts[i].ID] = true
	}
	for i := range l.base.FAQ {
		out[l.base.FAQ[i].ID] = true
	}
	for i := range l.base.Gaps {
		out[l.base.Gaps[i].ID] = true
	}
	return out
}

// cited checks what the entries of a FAQ cite. An article that the base has no
// record of gets one, with the units that entries name.
func (l *loader) cited(name string, entries []Fact) {
	for _, f := range entries {
		c := f.Cite[0]
		i := slices.IndexFunc(l.base.Articles, func(a Article) bool { return a.ID == c.Article })
		if i < 0 {
			i = len(l.base.Articles)
			l.base.Articles = append(l.base.Articles, Article{ID: c.Article, Title: c.Article, File: name})
			if c.Article+FAQSuffix == name {
				l.base.Articles[i].Title += ".csv"
			}
		}
		a := &l.base.Articles[i]
		if _, ok := a.Unit(c.At); ok {
			continue
		}
		if !strings.HasSuffix(a.File, FAQSuffix) {
			l.faults.add(name, f.Line, "%s: unknown unit %q of %s", f.ID, c.At, c.Article)
			continue
		}
		a.Units = append(a.Units, Unit{At: c.At, Line: f.Line})
	}
}
