package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/sheet"
)

// TestReadCSV: what Excel and Calc make of a table is read as what it was.
func TestReadCSV(t *testing.T) {
	t.Parallel()
	want := [][]string{{"a", "28%, or so", "€21.4 million"}, {"b", "", "x"}}
	const plain = "id,value,says\na,\"28%, or so\",€21.4 million\nb,,x\n"
	for name, data := range map[string]string{
		"commas":           plain,
		"byte order mark":  "\ufeff" + plain,
		"carriage returns": strings.ReplaceAll(plain, "\n", "\r\n"),
		"semicolons":       "id;value;says\na;28%, or so;€21.4 million\nb;;x\n",
		"tabs":             "id\tvalue\tsays\na\t28%, or so\t€21.4 million\nb\t\tx\n",
		"spaces":           "ID, Value ,says\na,\"28%,\nor so\",€21.4 million \nb,\u00a0,x\n",
		"empty rows":       "id,value,says\n,,\na,\"28%, or so\",€21.4 million\n,,\nb,,x\n,,\n",
		"more columns":     "note,id,value,says\n!,a,\"28%, or so\",€21.4 million\n,b,,x\n",
		"a longer row":     "id,value,says\na,\"28%, or so\",€21.4 million,!\nb,,x\n",
	} {
		table, faults := sheet.ReadCSV("t.csv", []byte(data))
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
		if diff := cmp.Diff(want, cells(table)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestReadCSVFaults: what cannot be read is named by its row.
func TestReadCSVFaults(t *testing.T) {
	t.Parallel()
	old, err := charmap.Windows1252.NewEncoder().String("id,says\na,€1\n")
	if err != nil {
		t.Fatal(err)
	}
	for want, data := range map[string]string{
		"t.csv:1: holds nothing":                            "\n",
		"t.csv: is not in UTF-8":                            old,
		"t.csv: is a workbook, not CSV":                     "PK\x03\x04\x00",
		"t.csv:3: has 1 cells, want 2":                      "id,says\na,x\nb\nc,y\n",
		"t.csv:1: the column says is there twice":           "id,says,says\na,x,y\n",
		"t.csv:2: cannot be read: parse error on line 2, c": "id,says\na,\"x\" y\n",
	} {
		if _, faults := sheet.ReadCSV("t.csv", []byte(data)); len(faults) != 1 || !strings.HasPrefix(faults[0].String(), want) {
			t.Errorf("%q: %v, want one: %s", data, faults, want)
		}
	}
}

// TestReadXLSX: what a person does to a workbook is read as what they see.
func TestReadXLSX(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		do   func(b *book)
		want [][]string
	}{
		{"as it was", func(*book) {}, [][]string{{"a", "x"}, {"b", "y"}}},
		{"a whole number", func(b *book) { b.set("B2", 412, "") }, [][]string{{"a", "412"}, {"b", "y"}}},
		{"thousands", func(b *book) { b.set("B2", 150000, "#,##0") }, [][]string{{"a", "150000"}, {"b", "y"}}},
		{"a fraction", func(b *book) { b.set("B2", 0.1+0.2, "") }, [][]string{{"a", "0.3"}, {"b", "y"}}},
		{"a share", func(b *book) { b.set("B2", 0.28, "0%") }, [][]string{{"a", "28%"}, {"b", "y"}}},
		{"a share with places", func(b *book) { b.set("B2", 0.283, "0.00%") }, [][]string{{"a", "28.3%"}, {"b", "y"}}},
		{"a day", func(b *book) { b.set("B2", 45504, "d-mmm-yy") }, [][]string{{"a", "31 July 2024"}, {"b", "y"}}},
		{"a day as Calc shows it", func(b *book) { b.set("B2", 45504, `[$-409]dd"/"mm"/"yyyy;@`) }, [][]string{{"a", "31 July 2024"}, {"b", "y"}}},
		{"a month", func(b *book) { b.set("B2", 45200, "mmm-yy") }, [][]string{{"a", "October 2023"}, {"b", "y"}}},
		{"a year", func(b *book) { b.set("B2", 45200, "yyyy") }, [][]string{{"a", "2023"}, {"b", "y"}}},
		{"a year that is a number", func(b *book) { b.set("B2", 2023, "") }, [][]string{{"a", "2023"}, {"b", "y"}}},
		{"a sum of money", func(b *book) { b.set("B2", 21.4, `"day"\y#,##0.00 [$€-1]`) }, [][]string{{"a", "21.4"}, {"b", "y"}}},
		{"text that looks like a number", func(b *book) { b.set("B2", "007", "") }, [][]string{{"a", "007"}, {"b", "y"}}},
		{"hidden and filtered rows", func(b *book) {
			b.must(b.SetRowVisible("facts", 2, false))
			b.must(b.AutoFilter("facts", "A1:B3", []excelize.AutoFilterOptions{{Column: "B", Expression: "x == y"}}))
		}, [][]string{{"a", "x"}, {"b", "y"}}},
		{"a hidden column", func(b *book) { b.must(b.SetColVisible("facts", "B", false)) }, [][]string{{"a", "x"}, {"b", "y"}}},
		{"a column more in front", func(b *book) { b.must(b.InsertCols("facts", "A", 1)); b.set("A2", "note", "") }, [][]string{{"a", "x"}, {"b", "y"}}},
		{"rows above and between", func(b *book) { b.must(b.InsertRows("facts", 3, 2)); b.must(b.InsertRows("facts", 1, 1)) }, [][]string{{"a", "x"}, {"b", "y"}}},
		{"another sheet in front", func(b *book) {
			_, err := b.NewSheet("Notes")
			b.must(err)
			b.must(b.SetCellStr("Notes", "A1", "what I did"))
			b.must(b.MoveSheet("Notes", "facts"))
		}, [][]string{{"a", "x"}, {"b", "y"}}},
		{"a sheet of another name", func(b *book) { b.must(b.SetSheetName("facts", "Tabelle1")) }, [][]string{{"a", "x"}, {"b", "y"}}},
		{"a row sorted away", func(b *book) { b.must(b.RemoveRow("facts", 2)) }, [][]string{{"b", "y"}}},
		{"line breaks", func(b *book) { b.set("B2", "x\ny ", "") }, [][]string{{"a", "x y"}, {"b", "y"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			table, faults := sheet.ReadXLSX("t.xlsx", edited(t, tt.do), []string{"id", "says"})
			if len(faults) > 0 {
				t.Error(faults)
			}
			if diff := cmp.Diff(tt.want, cells(table)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReadXLSXFaults: what cannot be read for certain is named.
func TestReadXLSXFaults(t *testing.T) {
	t.Parallel()
	read := func(data []byte) facts.Faults {
		_, faults := sheet.ReadXLSX("t.xlsx", data, []string{"id", "says"})
		return faults
	}
	for want, do := range map[string]func(b *book){
		"t.xlsx:2: the cells A2 to A3 are merged": func(b *book) { b.must(b.MergeCell("facts", "A2", "A3")) },
	} {
		if faults := read(edited(t, do)); len(faults) != 1 || !strings.HasPrefix(faults[0].String(), want) {
			t.Errorf("%v, want one: %s", faults, want)
		}
	}
	for _, data := range [][]byte{nil, []byte("id,says\n"), []byte("PK\x03\x04"), {0xd0, 0xcf, 0x11, 0xe0}} {
		if faults := read(data); len(faults) != 1 || !strings.HasPrefix(faults[0].String(), "t.xlsx: is no workbook that can be read") {
			t.Errorf("%q: %v", data, faults)
		}
	}
}

// TestRoundTrip: a table that is written and read again is the same, whatever its
// cells look like.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"", "28%", "31 July 2024", "2029-03", "1/3", "007", "=1+1", "+1", "-", "TRUE", "1e5", "<b>&\"'", "“¶6”"}),
		rapid.Map(rapid.StringN(0, 20, 60), func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < ' ' || r == '\u2028' || r == '\ufffe' || r == '\uffff' || r == '\ufffd' {
					return -1
				}
				return r
			}, s)
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		rows := [][]string{{"id", "says"}}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, []string{"x" + strings.TrimSpace(text.Draw(t, "id")), strings.TrimSpace(text.Draw(t, "says"))})
		}
		var book, lines bytes.Buffer
		if err := sheet.WriteXLSX(&book, rows, map[string][]string{"says": {"a", "b"}}); err != nil {
			t.Fatal(err)
		}
		if err := sheet.WriteCSV(&lines, rows); err != nil {
			t.Fatal(err)
		}
		fromBook, faults := sheet.ReadXLSX("t.xlsx", book.Bytes(), rows[0])
		fromLines, more := sheet.ReadCSV("t.csv", lines.Bytes())
		if faults = append(faults, more...); len(faults) > 0 {
			t.Fatal(faults)
		}
		for _, got := range []*sheet.Table{fromBook, fromLines} {
			if diff := cmp.Diff(rows[1:], cells(got)); diff != "" {
				t.Error(diff)
			}
		}
	})
}

// FuzzReadXLSX: whatever is taken for a workbook ends in a table or in faults.
func FuzzReadXLSX(f *testing.F) {
	f.Add(edited(f, func(*book) {}))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, faults := sheet.ReadXLSX("t.xlsx", data, []string{"id"})
		if table == nil || len(table.Column) == 0 && len(faults) == 0 {
			t.Errorf("neither a table nor a fault")
		}
	})
}

// cells are the rows of a table under the names id, value if there is such, and says.
func cells(t *sheet.Table) (all [][]string) {
	for _, r := range t.Rows {
		row := []string{t.Cell(r, "id")}
		if _, ok := t.Column["value"]; ok {
			row = append(row, t.Cell(r, "value"))
		}
		all = append(all, append(row, t.Cell(r, "says")))
	}
	return all
}

// book is a workbook that somebody edits.
type book struct {
	*excelize.File
	testing.TB
}

func (b *book) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// set types something into a cell, which is shown in a format.
func (b *book) set(cell string, value any, format string) {
	b.Helper()
	b.must(b.SetCellValue("facts", cell, value))
	style := 0
	if format != "" {
		var err error
		style, err = b.NewStyle(&excelize.Style{CustomNumFmt: &format})
		b.must(err)
	}
	b.must(b.SetCellStyle("facts", cell, cell, style))
}

// edited is a workbook as it is written, and then edited.
func edited(t testing.TB, do func(*book)) []byte {
	t.Helper()
	var out bytes.Buffer
	b := &book{TB: t}
	b.must(sheet.WriteXLSX(&out, [][]string{{"id", "says"}, {"a", "x"}, {"b", "y"}}, nil))
	var err error
	b.File, err = excelize.OpenReader(&out)
	b.must(err)
	do(b)
	saved, err := b.WriteToBuffer()
	b.must(err)
	b.must(b.Close())
	return slices.Clone(saved.Bytes())
}
