package extract

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

var (
	cellNumber    = regexp.MustCompile(`^(?:~|about |over |under |<|>)?\s?[(-]?(?:` + signs + `)?\s?\d[\d.,']*\s?(?:%|per cent|bn|billion|m|million|k|x|times|bp)?\)?$`)
	yearLike      = regexp.MustCompile(`^(?:(?:Q[1-4]|H[12]|FY)\s?)?(?:19|20)\d{2}[EeFf]?$|^(?:Q[1-4]\s|H[12]\s)?FY\s?\d{2}(?:\d{2})?[EeFf]?$|^(?:19|20)\d{2}[-/ ]?(?:Q[1-4]|H[12])$|^Q[1-4]$`)
	headerUnit    = regexp.MustCompile(`(?i)\(?\b(?:in\s)?((?:` + signs + `)?\s?(?:bn|billion|m|mn|million|thousand|k)?)\)?$`)
	genericCorner = regexp.MustCompile(`(?i)^(?:segment|product|region|year|company|name|country|item|category|licensor|licensee|period|quarter|member|party|patent|device|type|division|market|rank|)s?\b(?:\s\(.*\))?$`)
	bracketed     = regexp.MustCompile(`\s*\(([^)]*)\)\s*$`)
)

// cell is one cell of a table, with what stands over and beside it.
type cell struct {
	title, corner, label, column, value string
	older                               bool   // another column is for a later time
	unit                                string // that the heads give
	measure                             string // what it measures
	period                              string
	about                               []string // what the row is about
	subject                             *party   // whom its row or column names
}

// table reads rows and columns: a cell belongs to the party or the thing that
// its row is about and measures what its column says, or the other way about.
func (r *reading) table(u article.Unit) {
	rows := u.Rows
	title := ""
	if len(rows) > 0 && len(rows[0]) == 1 {
		title, rows = rows[0][0], rows[1:]
	}
	if len(rows) < 2 {
		return
	}
	head := rows[0]
	if strings.Contains(head[0], ": ") && strings.Contains(rows[1][0], ": ") {
		return // particulars, one behind another
	}
	for _, row := range rows[1:] {
		if len(row) < 2 || len(row) > len(head)+1 {
			continue
		}
		columns := head
		if len(head) == len(row)-1 { // no name over the first column, or one that runs into the next
			corner, first := "", head[0]
			if m := unitHead.FindStringSubmatch(first); m != nil {
				corner, first = m[1], m[2]
			}
			columns = append([]string{corner, first}, head[1:]...)
		}
		for i := 1; i < len(row) && i < len(columns); i++ {
			r.cell(u.At, &cell{title: title, corner: columns[0], label: row[0], column: columns[i], value: row[i], older: isOlder(columns, i)})
		}
	}
}

// isOlder tells a column for a time before that of another.
func isOlder(columns []string, i int) bool {
	mine := periodOf(columns[i])
	return yearLike.MatchString(columns[i]) && slices.ContainsFunc(columns, func(other string) bool {
		p := periodOf(other)
		return yearLike.MatchString(other) && len(p) == len(mine) && p > mine
	})
}

// cell makes the fact of one cell.
func (r *reading) cell(at string, c *cell) {
	if c.value == "" || c.value == "-" || c.value == "–" || c.value == "n/a" {
		return
	}
	c.heads(r)
	owner := cmp.Or(c.subject, r.cast.home, r.cast.main)
	if owner == nil {
		return
	}
	noun := strings.ToLower(countOf.ReplaceAllString(bracketed.ReplaceAllString(c.measure, ""), ""))
	f := found{at: []string{at}, subject: owner, how: facts.Reported, period: c.period, noun: noun, about: c.about, cell: c.label, old: c.older, clause: c.label + " " + c.column + " " + c.title}
	if movedBy.MatchString(c.measure) && strings.ContainsAny(c.value[:1], "-−(+") {
		f.kind, f.value = facts.Text, clip(c.value) // with its sign
	} else {
		f.kind, f.value = r.cellValue(c)
	}
	if f.value == "" || f.kind == facts.Count && c.unit == "" && strings.Contains(c.value, ".") { // of what, nobody knows
		return
	}
	f.relation = relationOf(&sentence{text: c.measure + " " + c.title}, clause{to: len(c.measure) + 1 + len(c.title)}, &figure{kind: f.kind, noun: noun, to: len(c.measure)})
	if f.relation == "share-of" || f.kind == facts.Text {
		f.relation = "figure"
	}
	if (licensingRows[noun] || licensingRows[strings.ToLower(c.label)] && f.relation == "revenue") && f.kind == facts.Money && (f.relation == "figure" || f.relation == "revenue") {
		f.relation = "licensing-revenue"
	}
	f.says = c.says(owner, f.kind, f.value)
	if estimated.MatchString(c.column) || estimated.MatchString(c.label) { // "2044E"
		f.relation, f.measure, f.how, f.by = "forecast", f.relation, facts.Claimed, r.voice()
	}
	r.put(f)
}

// heads reads what the heads of a cell say: whose it is, for when, what it
// measures and in which unit.
func (c *cell) heads(r *reading) {
	if m := unitTail.FindStringSubmatchIndex(c.column); m != nil {
		c.unit, c.column = c.column[m[2]:m[3]], strings.TrimSpace(c.column[:m[0]])
	}
	if m := scaleFirst.FindStringSubmatch(c.corner); m != nil && c.unit == "" { // "in million GBP"
		c.unit, c.corner = m[2]+" "+m[1], ""
	} else if m := unitTail.FindStringSubmatchIndex(c.corner); m != nil && c.unit == "" { // "Revenue, $m"
		c.unit, c.corner = c.corner[m[2]:m[3]], strings.TrimRight(c.corner[:m[0]], " ,:")
	}
	c.subject, c.measure = r.rowParty(c.label), c.column
	switch {
	case yearLike.MatchString(c.label):
		c.period = periodOf(c.label)
	case yearLike.MatchString(c.column), wholeDay.MatchString(c.column):
		c.period, c.measure = periodOf(c.column), c.label
		if c.period == "" {
			c.about = []string{c.column}
		}
		if c.subject != nil {
			c.measure = cmp.Or(c.title, c.corner)
		} else if c.corner != "" && !genericCorner.MatchString(c.corner) && !onlyUnit.MatchString(c.corner) {
			c.about = []string{c.label}
			if !partOfYearRE.MatchString(c.corner) {
				c.measure, _, _ = strings.Cut(c.corner, " by ")
			}
		}
	}
	if m := headPeriod.FindStringIndex(c.column); m != nil && c.period == "" && !movedBy.MatchString(c.column) { // "Income H1 2040"
		c.period = periodOf(c.column[m[0]:])
	}
	if c.subject == nil && c.period == "" {
		c.about = []string{c.label}
	}
	if c.subject == nil {
		if c.subject = r.rowParty(c.column); c.subject != nil {
			c.measure = c.label
		}
	}
	for _, text := range []string{c.measure, c.column, c.label, c.corner, c.title} {
		if m := bracketed.FindStringSubmatch(text); m != nil && c.unit == "" {
			c.unit = m[1]
		}
	}
	if m := unitAbove.FindStringSubmatch(r.lead); m != nil && c.unit == "" { // "in billions of yen" above the table
		c.unit = currencies[strings.ToLower(m[2])] + m[1]
	}
	if m := bracketed.FindStringSubmatch(strings.TrimRight(r.lead, ".:")); m != nil && c.unit == "" && onlyUnit.MatchString(m[1]) { // "as follows (US$m):"
		c.unit = strings.TrimPrefix(m[1], "in ")
	}
	if c.unit == "" && onlyUnit.MatchString(c.title) { // "In CHF million" over the table
		c.unit = strings.TrimPrefix(strings.TrimPrefix(c.title, "In "), "in ")
	}
	if corner := strings.TrimSpace(c.corner); c.unit == "" && corner != "" && onlyUnit.MatchString(corner) { // "$ million" over the first column
		c.unit = corner
	}
	if countedRow.MatchString(c.measure) && onlyUnit.MatchString(c.unit) { // licensees are none of the money that the rest of the table is
		c.unit = ""
	}
	c.period = ofPart(c.corner+" "+c.title, c.period)
}

// says is the cell in words.
func (c *cell) says(owner *party, kind facts.ValueKind, value string) string {
	shown := c.value
	if c.unit != "" && kind != facts.Text {
		shown = value
	}
	of := ""
	if c.subject == nil || c.period != "" {
		of = stripped(owner.name)
	}
	return facts.CellSays(of, c.label, c.column, shown)
}

// countedRow is what is counted in a table of sums.
var countedRow = regexp.MustCompile(`(?i)^(?:(?:number|no\.) of\b|(?:total |active |new |paying )?(?:licensees|patents|patent families|families|employees|staff|headcount|licen[cs]e agreements|agreements|customers|members|subscribers)$)`)

// countOf is what a row says beside what it counts.
var countOf = regexp.MustCompile(`(?i)^(?:total )?(?:number|no\.) of (?:the )?`)

// headPeriod is the time at the end of a column's head.
var headPeriod = regexp.MustCompile(`\b(?:(?:Q[1-4]|H[12]|FY)\s)?(?:19|20)\d{2}$`)

// signs are the currencies that heads of tables give.
const signs = `US\$|[$€£¥]|CHF|EUR|USD|NOK|SEK|DKK|GBP|JPY|CNY|NZD|AUD|CAD|INR|KRW|(?:A|C|NZ|HK|S)\$`

// unitTail is the unit at the end of a column's head, without brackets.
var unitTail = regexp.MustCompile(`\s((?:` + signs + `)\s?(?:bn|m|mn|million|thousand|k)?|%)$`)

// unitHead is the unit over the first column, with the head of the second behind it.
var unitHead = regexp.MustCompile(`^((?:in )?(?:` + signs + `)\s?(?:bn|m|mn|million|billion|thousand|k)?s?|%) (\p{L}.*)$`)

// unitAbove is the unit that the paragraph above a table gives.
var unitAbove = regexp.MustCompile(`(?i)\bin (million|billion|thousand)s? of (yen|euros?|(?:US )?dollars|pounds|francs|won|rupees|kronor|kroner)\b`)

// currencies are the signs of those.
var currencies = map[string]string{"yen": "¥", "euro": "€", "euros": "€", "dollars": "US$", "us dollars": "US$", "pounds": "£", "francs": "CHF ", "won": "KRW ", "rupees": "INR ", "kronor": "SEK ", "kroner": "NOK "}

// wholeDay is a head that is a day: how things stood on it.
var wholeDay = regexp.MustCompile(`^\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}*\.? (?:19|20)\d{2}$`)

// scaleFirst is a unit whose scale stands before its currency.
var scaleFirst = regexp.MustCompile(`(?i)^in (million|billion|thousand)s?(?: of)? (` + signs + `)$`)

// movedBy is a column that says how something moved.
var movedBy = regexp.MustCompile(`(?i)^(?:change|growth|var(?:iance)?|yoy|y/y|%|\+/-|vs)`)

// partOfYearRE is a table that is about a part of each year.
var partOfYearRE = regexp.MustCompile(`(?i)\b(three|six|nine) months (?:to|ended|ending)\b.*?\b(mar|jun|sep|dec)|\b(?:quarter|half|months|weeks)\b`)

// ofPart is the part of a year that a table's head speaks of; where that cannot
// be told it is no period.
func ofPart(head, period string) string {
	m := partOfYearRE.FindStringSubmatch(head)
	if m == nil || len(period) != 4 {
		return period
	}
	quarter := map[string]int{"mar": 1, "jun": 2, "sep": 3, "dec": 4}[strings.ToLower(m[2])]
	switch {
	case strings.EqualFold(m[1], "three"):
		return fmt.Sprintf("%s-Q%d", period, quarter)
	case strings.EqualFold(m[1], "six") && quarter%2 == 0:
		return fmt.Sprintf("%s-%02d..%s-%02d", period, 3*quarter-5, period, 3*quarter)
	}
	return ""
}

// rowParty is the party that a cell names, whatever else stands in it.
func (r *reading) rowParty(label string) *party {
	for _, n := range r.cast.mentionsIn(flat(label)) {
		if n.party.kind != "place" {
			return n.party
		}
	}
	return nil
}

// cellValue types a cell by itself and by the unit that stands over it.
func (r *reading) cellValue(c *cell) (facts.ValueKind, string) {
	value := flat(c.value)
	s := sentence{text: value}
	s.dates = datesIn(value, &calendar{published: r.article.Published})
	if len(s.dates) == 1 && s.dates[0].day != "" && s.dates[0].to-s.dates[0].from >= len(value)-2 && !cellNumber.MatchString(value) {
		return facts.Date, s.dates[0].day
	}
	if !cellNumber.MatchString(value) {
		return facts.Text, clip(value)
	}
	if c.unit != "" && len(value) > 1 && minusSign.MatchString(value) && bareNumber.MatchString(strings.Trim(value, "-−()")) {
		s := sentence{text: withUnit(strings.Trim(value, "-−()"), c.unit)}
		if f := figuresIn(&s); len(f) > 0 {
			return facts.Text, "-" + f[0].text
		}
	}
	s.dates = nil
	if c.unit != "" && bareNumber.MatchString(value) {
		s.text = withUnit(value, c.unit)
	}
	s.figures = figuresIn(&s)
	if len(s.figures) == 0 {
		return facts.Text, clip(value)
	}
	f := s.figures[0]
	if f.kind == facts.Count && f.noun == "" {
		f.text += " " + cmp.Or(strings.ToLower(strings.TrimSpace(countOf.ReplaceAllString(bracketed.ReplaceAllString(c.measure, ""), ""))), "units")
	}
	return f.kind, f.text
}

// onlyUnit is a head that says nothing but in which unit a table is.
var onlyUnit = regexp.MustCompile(`(?i)^(?:in )?(?:` + signs + `)\s?(?:bn|billion|m|mn|million|thousand|k)?s?$`)

var minusSign = regexp.MustCompile(`^(?:-|−|\()`)

var bareNumber = regexp.MustCompile(`^[\d.,']+$`)

// withUnit writes a number with the unit that stands over it.
func withUnit(value, unit string) string {
	switch {
	case strings.Contains(unit, "%") || strings.Contains(unit, "per cent") || strings.Contains(unit, "percent"):
		return value + "%"
	case headerUnit.MatchString(unit) && moneySign.MatchString(unit):
		sign := moneySign.FindString(unit)
		return sign + value + strings.TrimPrefix(strings.TrimSpace(unit), sign)
	case scaleKept[strings.ToLower(unit)] != "":
		return value + " " + scaleKept[strings.ToLower(unit)] + " units"
	}
	return value + " " + unit
}

var moneySign = regexp.MustCompile(signs)

// estimated is a year that is no more than expected.
var estimated = regexp.MustCompile(`^(?:(?:FY\s?)?(?:19|20)\d{2}|FY\s?\d{2})[EeFf]$`)

// periodOf reads a cell that is a year or a quarter.
func periodOf(cell string) string {
	if estimated.MatchString(cell) {
		cell = cell[:len(cell)-1]
	}
	if d := datesIn(cell, &calendar{}); len(d) > 0 {
		return d[0].period
	}
	return ""
}
