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

// The columns of a FAQ. The first three must be there; a row without a header
// above it has them in this order.
var faqColumns = []string{"id", "ask", "answer", "article", "at"}

// ReadFAQ reads a FAQ in CSV: a row for each way of asking, rows of the same id
// being ways of asking the same thing, whose answer stands in the first of them.
// Every entry becomes a fact of ways of asking and an answer, without subject or
// relation, which cites the article its first row names or else that row of the
// file itself. name is the file's name without folder or extension. All faults
// are returned at once, as [Faults], each with its row.
func ReadFAQ(name string, data []byte) ([]Fact, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	file := name + faqSuffix
	var faults Faults
	var out []Fact
	at := map[string]int{}
	column := map[string]int{}
	for row := 1; ; row++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			faults.add(file, row, "cannot be read as CSV: %v", err)
			break
		}
		if len(column) == 0 {
			header, err := faqHeader(cells, column)
			if err != nil {
				faults.add(file, row, "%v", err)
				break
			}
			if header {
				continue
			}
		}
		cell := func(name string) string {
			if i, ok := column[name]; ok && i < len(cells) {
				return strings.TrimSpace(cells[i])
			}
			return ""
		}
		if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		id, ask := cell("id"), cell("ask")
		i, known := at[id]
		switch {
		case slices.ContainsFunc(cells, func(c string) bool { return !utf8.ValidString(c) }):
			faults.add(file, row, "is not in UTF-8")
		case id == "":
			faults.add(file, row, "has no id")
		case ask == "":
			faults.add(file, row, "%s: has no way of asking (ask)", id)
		case known:
			if a := cell("answer"); a != "" && a != out[i].Says {
				faults.add(file, row, "%s: has another answer than the first row of that id", id)
			}
			out[i].Asks = append(out[i].Asks, ask)
		case cell("answer") == "":
			faults.add(file, row, "%s: the first row of an id has no answer", id)
		default:
			c := Citation{Article: name, At: fmt.Sprintf("%s%d", faqRow, row)}
			if cell("article") != "" {
				c = Citation{Article: cell("article"), At: cell("at")}
				if c.At == "" {
					faults.add(file, row, "%s: names an article but no place in it (at)", id)
				}
			}
			at[id] = len(out)
			out = append(out, Fact{
				ID: id, Cite: []Citation{c}, Says: cell("answer"), Asks: []string{ask}, How: Reported, By: c.Article, File: file, Line: row,
			})
		}
	}
	if len(out) == 0 && len(faults) == 0 {
		faults.add(file, 0, "holds no entry: want a row of %s a way of asking", strings.Join(faqColumns[:3], ","))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}

const (
	faqSuffix = ".faq.csv"
	faqRow    = "row-"
)

// faqHeader learns from the first row where the columns are, and reports whether
// it is a header at all.
func faqHeader(cells []string, column map[string]int) (bool, error) {
	for i, c := range cells {
		if name := strings.ToLower(strings.TrimSpace(c)); slices.Contains(faqColumns, name) {
			if _, twice := column[name]; !twice {
				column[name] = i
			}
		}
	}
	if _, id := column["id"]; id {
		for _, need := range faqColumns[:3] {
			if _, ok := column[need]; !ok {
				return true, fmt.Errorf("the header has no column %q: want %s, and optionally article,at", need, strings.Join(faqColumns[:3], ","))
			}
		}
		return true, nil
	}
	if len(cells) < 3 {
		return false, fmt.Errorf("has %d columns: want %s, and optionally article,at", len(cells), strings.Join(faqColumns[:3], ","))
	}
	clear(column)
	for i, name := range faqColumns {
		column[name] = i
	}
	return false, nil
}

// faq adds the entries of a FAQ to the base, and a record for what they cite
// where the base has none.
func (l *loader) faq(name string, data []byte) {
	entries, err := ReadFAQ(strings.TrimSuffix(name, faqSuffix), data)
	if err != nil {
		l.faults = append(l.faults, FaultsIn(err)...)
		l.unread[name] = true
		return
	}
	ids := map[string]bool{}
	for i := range l.base.FAQ {
		ids[l.base.FAQ[i].ID] = true
	}
	for i := range l.base.Facts {
		ids[l.base.Facts[i].ID] = true
	}
	for _, f := range entries {
		if ids[f.ID] {
			l.faults.add(name, f.Line, "the id %s is there twice", f.ID)
			continue
		}
		l.base.FAQ = append(l.base.FAQ, f)
	}
	cited := map[string]*Article{}
	for _, f := range entries {
		c := f.Cite[0]
		if a, ok := l.base.Article(c.Article); ok && cited[c.Article] == nil {
			if _, ok := a.Unit(c.At); !ok && a.File != name {
				l.faults.add(name, f.Line, "%s: unknown unit %q of %s", f.ID, c.At, c.Article)
			}
			continue
		}
		if cited[c.Article] == nil {
			cited[c.Article] = &Article{ID: c.Article, Title: strings.TrimSuffix(name, faqSuffix) + ".csv", File: name}
			if c.Article+faqSuffix != name {
				cited[c.Article].Title = c.Article
			}
		}
		a := cited[c.Article]
		if _, ok := a.Unit(c.At); !ok {
			a.Units = append(a.Units, Unit{At: c.At, Line: f.Line})
		}
	}
	for _, f := range entries {
		if a := cited[f.Cite[0].Article]; a != nil {
			l.base.Articles = append(l.base.Articles, *a)
			cited[f.Cite[0].Article] = nil
		}
	}
}
