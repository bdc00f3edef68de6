package article

import (
	"regexp"
	"strings"
)

// columnGap is the space between two columns set with blanks. After a full stop
// it is only the typist's habit of two spaces.
var columnGap = regexp.MustCompile(`[^\s.!?:;][ \x{00a0}]{3,}\S|\S[ ]*\t+\s*\S|[^\s.!?:;] {2}\S.*[^\s.!?:;] {2}\S|\S ?\.{4,} ?\S|^[^;]+;[^;\s][^;]*;[^;\s][^;]*(?:;[^;\s][^;]*)*$`)

// unitLine is the line over a table that says what its figures are in.
var unitLine = regexp.MustCompile(`^\(?(?i:all )?(?i:figures |amounts )?(?i:in )(?:US\$|[$€£¥]|[A-Z]{3})?\s?(?:bn|m|mn|k|[Mm]illions?|[Bb]illions?|[Tt]housands?)(?: of (?:US )?\p{L}+)?\)?$`)

// rowLength is longer than a printed row, and shorter than most paragraphs.
const rowLength = 240

// tabular tells a line that may be a row of a table: cells parted by bars, by
// tabs or by wide gaps.
func tabular(l line) bool {
	if text := strings.TrimSpace(l.raw); len(l.raw) > rowLength || l.level > 0 || shareButton.MatchString(text) || arrow.MatchString(text) {
		return false
	}
	return strings.Count(l.raw, "|") >= 2 && strings.HasPrefix(l.raw, "|") || columnGap.MatchString(l.raw)
}

// barred tells a line whose cells are parted by bars without one at the edge.
func barred(l line) bool { return len(l.raw) <= rowLength && strings.Contains(l.raw, " | ") }

// tableRows is how many lines a table has that begins here, 0 for none. A single
// row is no table; lines that only rule the table off belong to it.
func tableRows(lines []line) int {
	n, rows, bars := 0, 0, false
	if len(lines) > 2 && unitLine.MatchString(strings.TrimSpace(lines[0].raw)) && !lines[1].blank() {
		n = 1
	}
	head := n
	for n < len(lines) && (tabular(lines[n]) || barred(lines[n]) || lines[n].ruled()) {
		if bar := strings.Contains(lines[n].raw, "|"); !lines[n].ruled() {
			if rows > 0 && bar != bars {
				break // rows are parted in one way
			}
			rows, bars = rows+1, bar
		} else if n > head && lines[n-1].ruled() {
			break // two rules in a row part something else
		}
		n++
		if rows == 1 && n+1 < len(lines) && lines[n].blank() && tabular(lines[n+1]) {
			n++ // the heads of the columns, set off
		}
	}
	if rows < 2 {
		return 0
	}
	return n
}

// table makes one paragraph of a table, a row to a line.
func table(lines []line) paragraph {
	var rows []string
	var cells [][]string
	for _, l := range lines {
		if !l.ruled() && !l.blank() {
			rows = append(rows, strings.Join(strings.Fields(unmarked(l.raw)), " "))
			cells = append(cells, cellsOf(l.raw))
		}
	}
	return paragraph{line: firstRow(lines).no, text: strings.Join(rows, "\n"), table: true, rows: cells}
}

// cellEnd is what parts two cells of a row without bars: a tab or a wide gap.
var cellEnd = regexp.MustCompile(`\s*\t+\s*|[ \x{00a0}]{2,}|\s?\.{4,}\s?`)

// cellsOf are the cells of a row.
func cellsOf(row string) []string {
	row = strings.TrimSpace(row)
	cells := strings.Split(strings.Trim(row, "|"), "|")
	if len(cells) == 1 {
		cells = cellEnd.Split(row, -1)
	}
	if len(cells) == 1 {
		cells = strings.Split(row, ";")
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(unmarked(cells[i]))
	}
	return cells
}

// tableNote is what stands right under a table, without a blank line between,
// about its figures.
var tableNote = regexp.MustCompile(`^(?:[*†‡¹²³]\s?|\(\d\)\s|(?i:notes?|sources?)\s*:\s)`)

func firstRow(lines []line) line {
	for _, l := range lines {
		if !l.ruled() && !l.blank() {
			return l
		}
	}
	return lines[0]
}
