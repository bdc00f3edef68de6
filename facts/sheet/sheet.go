// Package sheet reads and writes tables as spreadsheets, which people edit in Excel
// or Calc: CSV, and Excel's workbooks.
//
// A spreadsheet makes numbers and dates of what looks like them. What is written
// here as a workbook is text in every cell, so that it stays as it is; what is read
// is turned back into what a person would write, as far as that is certain: a date
// no finer than it is shown, a share with its sign.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Row is a row of a table, with its number in the spreadsheet.
type Row struct {
	Number int
	Cells  []string // without spaces and line breaks around and in them
}

// Table is what a spreadsheet holds: a row of names, and the rows below it.
type Table struct {
	Column map[string]int // name in lower case → place in a row
	Rows   []Row          // those that hold something
}

// Cell is what a row has under a name; empty where it has nothing there.
func (t *Table) Cell(r Row, name string) string {
	if i, ok := t.Column[name]; ok && i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// tableOf makes a table of rows, the first that holds something being the names.
func tableOf(rows []Row, fault func(row int, format string, args ...any)) *Table {
	for i := range rows {
		for j, c := range rows[i].Cells {
			rows[i].Cells[j] = strings.TrimSpace(lineBreaks.Replace(c))
		}
	}
	rows = slices.DeleteFunc(rows, func(r Row) bool { return strings.Join(r.Cells, "") == "" })
	t := &Table{Column: map[string]int{}}
	if len(rows) == 0 {
		fault(1, "holds nothing")
		return t
	}
	t.Rows = rows[1:]
	for i, name := range rows[0].Cells {
		name = strings.ToLower(name)
		if _, twice := t.Column[name]; twice && name != "" {
			fault(rows[0].Number, "the column %s is there twice", name)
		}
		t.Column[name] = i
	}
	return t
}

var lineBreaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// ReadCSV reads a table from CSV as Excel and Calc write it: with or without a byte
// order mark, parted by commas, semicolons or tabs. A row with fewer cells than
// there are names is a fault.
func ReadCSV(file string, data []byte) (*Table, facts.Faults) {
	var faults facts.Faults
	fault := func(row int, format string, args ...any) {
		faults = append(faults, facts.Fault{File: file, Line: row, Text: fmt.Sprintf(format, args...)})
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case bytes.HasPrefix(data, []byte("PK")):
		fault(0, "is a workbook, not CSV: give it with --xlsx")
	case !utf8.Valid(data) || bytes.ContainsRune(data, 0):
		fault(0, "is not in UTF-8: save it as CSV UTF-8, or as a workbook (.xlsx)")
	}
	if len(faults) > 0 {
		return &Table{}, faults
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord, in.Comma = -1, separator(data)
	var rows []Row
	for n := 1; ; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fault(n, "cannot be read: %v", err)
			break
		}
		if len(rows) > 0 && len(cells) < len(rows[0].Cells) && strings.Join(cells, "") != "" {
			fault(n, "has %d cells, want %d", len(cells), len(rows[0].Cells))
			continue
		}
		rows = append(rows, Row{n, cells})
	}
	return tableOf(rows, fault), faults
}

// separator is what the names in the first line are parted by.
func separator(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	best := ','
	for _, r := range ";\t" {
		if bytes.Count(head, []byte(string(r))) > bytes.Count(head, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// WriteCSV writes a table, the names first.
func WriteCSV(w io.Writer, rows [][]string) error {
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}
