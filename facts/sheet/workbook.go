package sheet

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pilcrow-bot/pilcrow/facts"
)

const (
	tab = "facts" // the sheet that is written

	// most is how large a workbook may be once unpacked, in bytes: far more than a
	// table needs, and no trap for whoever is sent one.
	most = 256 << 20
)

// ReadXLSX reads a table from a workbook: from the first sheet with all the names
// that are wanted. Rows that are hidden or filtered count like others; merged cells
// are a fault, since all but one of them hold nothing.
func ReadXLSX(file string, data []byte, wanted []string) (*Table, facts.Faults) {
	var faults facts.Faults
	fault := func(row int, format string, args ...any) {
		faults = append(faults, facts.Fault{File: file, Line: row, Text: fmt.Sprintf(format, args...)})
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: most, RawCellValue: true})
	if err != nil {
		fault(0, "is no workbook that can be read (%v): save it as Excel's .xlsx, without a password", err)
		return &Table{}, faults
	}
	defer func() { _ = book.Close() }() // only read
	r := &workbook{File: book, styles: map[int]shown{}}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.from1904 = *props.Date1904
	}
	var table *Table
	for _, name := range book.GetSheetList() {
		var found facts.Faults
		t, err := r.table(name, func(row int, format string, args ...any) {
			found = append(found, facts.Fault{File: file, Line: row, Text: fmt.Sprintf(format, args...)})
		})
		if err != nil {
			continue // a chart, say
		}
		if fits := !slices.ContainsFunc(wanted, func(n string) bool { _, has := t.Column[n]; return !has }); fits {
			return t, found
		}
		if table == nil { // what is missing in it is told by whoever wants it
			table, faults = t, found
		}
	}
	if table == nil {
		fault(0, "holds no sheet with a table")
		return &Table{}, faults
	}
	return table, faults
}

// workbook is a workbook that is read.
type workbook struct {
	*excelize.File
	from1904 bool // days are counted from 1904
	styles   map[int]shown
}

// table reads a sheet.
func (b *workbook) table(name string, fault func(int, string, ...any)) (*Table, error) {
	merged, err := b.GetMergeCells(name, true)
	if err != nil {
		return nil, err
	}
	for _, m := range merged {
		if _, row, err := excelize.CellNameToCoordinates(m.GetStartAxis()); err == nil {
			fault(row, "the cells %s to %s are merged: part them, so that each row has its own", m.GetStartAxis(), m.GetEndAxis())
		}
	}
	in, err := b.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // only read
	var rows []Row
	for n := 1; in.Next(); n++ {
		cells, err := in.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			fault(n, "cannot be read: %v", err)
			break
		}
		for i, raw := range cells {
			if raw == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(i+1, n)
			if err != nil {
				return nil, err
			}
			if cells[i], err = b.written(name, at, raw); err != nil {
				fault(n, "the cell %s %v", at, err)
			}
		}
		rows = append(rows, Row{n, cells})
	}
	return tableOf(rows, fault), in.Error()
}

// written is what a person would write for what stands in a cell.
func (b *workbook) written(sheet, at, raw string) (string, error) {
	kind, err := b.GetCellType(sheet, at)
	if err != nil {
		return "", err
	}
	switch kind {
	case excelize.CellTypeError:
		return raw, fmt.Errorf("holds the error %s", raw)
	case excelize.CellTypeSharedString, excelize.CellTypeInlineString, excelize.CellTypeBool:
		return raw, nil
	}
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw, nil // what a formula has worked out
	}
	style, err := b.GetCellStyle(sheet, at)
	if err != nil {
		return "", err
	}
	how, known := b.styles[style]
	if !known {
		s, err := b.GetStyle(style)
		if err != nil {
			return "", err
		}
		how = shownAs(s)
		b.styles[style] = how
	}
	if how.day == "" {
		return strconv.FormatFloat(round(x*how.times), 'f', -1, 64) + how.unit, nil
	}
	day, err := excelize.ExcelDateToTime(x, b.from1904)
	return day.Format(how.day), err
}

// round leaves out what binary fractions add to a figure: the sixteenth digit.
func round(x float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if err != nil {
		return x
	}
	return r
}

// shown is how a number is shown: as a day, or so many times with a unit.
type shown struct {
	day   string // layout; empty if it is no day
	times float64
	unit  string
}

// The layouts of days, as fine as a cell shows them.
const (
	wholeDay = "2 January 2006"
	oneMonth = "January 2006"
	oneYear  = "2006"
)

// builtin are the formats that are known by their number.
var builtin = map[int]string{9: "0%", 10: "0.00%", 14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "m/d/yy h:mm"}

// quotedInFormat is what a format shows as it stands, and colours and conditions.
var quotedInFormat = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]`)

// shownAs reads a format.
func shownAs(s *excelize.Style) shown {
	format := builtin[s.NumFmt]
	if s.NumFmt >= 27 && s.NumFmt <= 36 || s.NumFmt >= 50 && s.NumFmt <= 58 { // dates of East Asian Excels
		format = "yyyy-mm-dd"
	}
	if s.CustomNumFmt != nil {
		format = *s.CustomNumFmt
	}
	format = strings.ToLower(quotedInFormat.ReplaceAllString(format, ""))
	if format == "general" || format == "@" {
		format = ""
	}
	switch {
	case strings.Contains(format, "d"):
		return shown{day: wholeDay}
	case strings.Contains(format, "y") && strings.Contains(format, "m"):
		return shown{day: oneMonth}
	case strings.Contains(format, "y"):
		return shown{day: oneYear}
	case strings.Contains(format, "%"):
		return shown{times: 100, unit: "%"}
	}
	return shown{times: 1}
}

// WriteXLSX writes a table as a workbook, the names first: all cells are text, the
// names stay in sight, and under some of them there is a list to choose from.
func WriteXLSX(w io.Writer, rows [][]string, choices map[string][]string) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // what it holds is written by then
	if err := fill(book, rows, choices); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

// widest is how wide a column is at most, in characters.
const widest = 60

func fill(book *excelize.File, rows [][]string, choices map[string][]string) error {
	if err := book.SetSheetName("Sheet1", tab); err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}) // 49 is text
	if err != nil {
		return err
	}
	head, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(tab)
	if err != nil {
		return err
	}
	for i, name := range rows[0] {
		width := len(name) + 2
		for _, r := range rows {
			width = min(widest, max(width, len(r[i])+1))
		}
		if err := out.SetColWidth(i+1, i+1, float64(width)); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for n, r := range rows {
		style := text
		if n == 0 {
			style = head
		}
		cells := make([]any, len(r))
		for i, c := range r {
			cells[i] = excelize.Cell{StyleID: style, Value: c}
		}
		if err := out.SetRow("A"+strconv.Itoa(n+1), cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return choose(book, rows, choices)
}

// choose puts the lists to choose from under their names.
func choose(book *excelize.File, rows [][]string, choices map[string][]string) error {
	for i, name := range rows[0] {
		list, ok := choices[name]
		if !ok || len(rows) < 2 {
			continue
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprintf("%s2:%s%d", column, column, len(rows))
		if err := v.SetDropList(list); err != nil {
			return err
		}
		if err := book.AddDataValidation(tab, v); err != nil {
			return err
		}
	}
	return nil
}
