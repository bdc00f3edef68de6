package facts

import "strings"

// ofTable begins the statement of a fact that was read from a cell of a table.
const ofTable = "According to the table"

// CellSays is the statement of a fact that was read from a cell of a table: of is whom the
// table is about, empty where the row says that; column is empty where nothing stands over
// the cell.
func CellSays(of, row, column, value string) string {
	if of != "" {
		of = " on " + of
	}
	if column != "" {
		column += ", "
	}
	return ofTable + of + ", " + row + ": " + column + value + "."
}

// ParseCell are the row and the column of a statement that [CellSays] made, where it has
// both; names are those that whom the fact is about goes by.
func ParseCell(says string, names []string) (row, column string, ok bool) {
	says, ok = strings.CutPrefix(says, ofTable)
	rest := says
	for _, name := range names { // one may begin with another
		if left, is := strings.CutPrefix(says, " on "+name); is && len(left) < len(rest) {
			rest = left
		}
	}
	says, begun := strings.CutPrefix(rest, ", ")
	row, says, parted := strings.Cut(says, ": ")
	column, _, headed := strings.Cut(says, ", ")
	return row, column, ok && begun && parted && headed
}
