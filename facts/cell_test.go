package facts_test

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// The row and the column of a cell are found again in what is said of it, whatever commas
// stand in the name of whom it is about, and in no other statement.
func TestCell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ of, row, column, value string }{
		{"Orbex", "Pumps and valves", "Q3 2040", "€1,212 million"},
		{"Orbex, Inc.", "Pumps", "Change", "+20 %"},
		{"", "Castle & Co., Ltd.", "Families", "64"},
	} {
		says := facts.CellSays(c.of, c.row, c.column, c.value)
		if row, column, ok := facts.ParseCell(says, []string{"Orbex", "Orbex, Inc."}); !ok || row != c.row || column != c.column {
			t.Errorf("%q: row %q, column %q, %v", says, row, column, ok)
		}
	}
	for _, says := range []string{facts.CellSays("Orbex", "Pumps", "", "64"), facts.CellSays("Castle", "Pumps", "2040", "64"), "Orbex, Pumps: 2040, 64.", ""} {
		if row, column, ok := facts.ParseCell(says, []string{"Orbex"}); ok {
			t.Errorf("%q: row %q, column %q", says, row, column)
		}
	}
}
