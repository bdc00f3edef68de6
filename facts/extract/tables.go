package extract

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

var (
	cellNumber    = regexp.MustCompile(`^(?:~|about |over |under |<|>)?\s?[(-]?(?:US\$|[$€£¥]|CHF|EUR|USD|NOK|SEK|DKK|GBP|JPY|CNY)?\s?\d[\d.,']*\s?(?:%|per cent|bn|billion|m|million|k|x|times|bp)?\)?$`)
	yearLike      = regexp.MustCompile(`^(?:(?:Q[1-4]|H[12]|FY)\s?)?(?:19|20)\d{2}$|^(?:Q[1-4]\s|H[12]\s)?FY\s?\d{2}$|^(?:19|20)\d{2}[-/ ]?(?:Q[1-4]|H[12])$|^Q[1-4]$`)
	headerUnit    = regexp.MustCompile(`(?i)\(?\b(?:in\s)?((?:US\$|[$€£¥]|CHF|EUR|USD|NOK|SEK|DKK|GBP|JPY|CNY)?\s?(?:bn|billion|m|mn|million|thousand|k)?)\)?$`)
	genericCorner = regexp.MustCompile(`(?i)^(?:segment|product|region|year|company|name|country|item|category|licensor|licensee|period|quarter|member|party|patent|device|type|division|market|rank|)s?\b(?:\s\(.*\))?$`)
	bracketed     = regexp.MustCompile(`\s*\(([^)]*)\)\s*$`)
)

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
	for _, row := range rows[1:] {
		if len(row) < 2 || len(row) > len(head)+1 {
			continue
		}
		columns := head
		if len(head) == len(row)-1 { // no name over the first column
			columns = append([]string{""}, head...)
		}
		for i := 1; i < len(row) && i < len(columns); i++ {
			r.cell(u, title, columns[0], row[0], columns[i], row[i])
		}
	}
}

// cell makes the fact of one cell.
func (r *reading) cell(u article.Unit, title, corner, label, column, value string) {
	if value == "" || value == "-" || value == "–" || value == "n/a" {
		return
	}
	unit := ""
	if m := unitTail.FindStringSubmatchIndex(column); m != nil {
		unit, column = column[m[2]:m[3]], strings.TrimSpace(column[:m[0]])
	}
	subject, thing := r.rowParty(label), label
	period := ""
	var f0 []string // what the row is about
	measure := column
	switch {
	case yearLike.MatchString(label):
		period, thing = periodOf(label), ""
	case yearLike.MatchString(column):
		period, measure = periodOf(column), label
		if subject != nil {
			measure = corner
			if title != "" {
				measure = title
			}
		}
	}
	if generic := genericCorner.MatchString(corner); corner != "" && !generic && yearLike.MatchString(column) && subject == nil {
		if !partOfYearRE.MatchString(corner) {
			measure, _, _ = strings.Cut(corner, " by ")
		}
		f0 = append(f0, label)
	}
	if subject == nil {
		subject = r.rowParty(column)
		if subject != nil {
			measure = label
		}
	}
	owner := subject
	if owner == nil {
		owner = cmp.Or(r.cast.home, r.cast.main)
	}
	if owner == nil {
		return
	}
	for _, text := range []string{measure, column, label, corner, title} {
		if m := bracketed.FindStringSubmatch(text); m != nil && unit == "" {
			unit = m[1]
		}
	}
	f := found{at: []string{u.At}, subject: owner, how: facts.Reported, period: period, noun: strings.ToLower(bracketed.ReplaceAllString(measure, ""))}
	if movedBy.MatchString(measure) && strings.ContainsAny(value[:1], "-−(+") {
		f.kind, f.value = facts.Text, clip(value) // with its sign
	} else {
		f.kind, f.value = r.cellValue(value, unit, measure, title)
	}
	f.period = ofPart(corner+" "+title, f.period)
	if f.value == "" {
		return
	}
	f.relation = relationOf(&sentence{text: measure + " " + title}, clause{to: len(measure) + 1 + len(title)}, &figure{kind: f.kind, noun: strings.ToLower(bracketed.ReplaceAllString(measure, "")), to: len(measure)})
	if f.relation == "share-of" || f.kind == facts.Text {
		f.relation = "figure"
	}
	name := label
	f.about = f0
	if subject == nil && thing != "" && period == "" {
		f.about = []string{label}
	}
	shown := value
	if unit != "" && f.kind != facts.Text {
		shown = f.value
	}
	f.says = fmt.Sprintf("According to the table, %s: %s, %s.", name, column, shown)
	if column == "" {
		f.says = fmt.Sprintf("According to the table, %s: %s.", name, shown)
	}
	if subject == nil || period != "" {
		f.says = fmt.Sprintf("According to the table on %s, %s: %s, %s.", stripped(owner.name), name, column, shown)
	}
	f.clause = label + " " + column + " " + title
	r.put(f)
}

// unitTail is the unit at the end of a column's head, without brackets.
var unitTail = regexp.MustCompile(`\s((?:US\$|[$€£¥]|CHF|EUR|USD|NOK|SEK|DKK|GBP|JPY|CNY)\s?(?:bn|m|mn|million|thousand|k)?|%)$`)

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
func (r *reading) cellValue(value, unit, measure, title string) (facts.ValueKind, string) {
	value = flat(value)
	s := sentence{text: value}
	s.dates = datesIn(value, &calendar{published: r.article.Published})
	if len(s.dates) == 1 && s.dates[0].day != "" && s.dates[0].to-s.dates[0].from >= len(value)-2 && !cellNumber.MatchString(value) {
		return facts.Date, s.dates[0].day
	}
	if !cellNumber.MatchString(value) {
		return facts.Text, clip(value)
	}
	s.dates = nil
	if unit != "" && regexp.MustCompile(`^[\d.,']+$`).MatchString(value) {
		switch {
		case strings.Contains(unit, "%") || strings.Contains(unit, "per cent") || strings.Contains(unit, "percent"):
			s.text = value + "%"
		case headerUnit.MatchString(unit) && moneySign.MatchString(unit):
			sign := moneySign.FindString(unit)
			s.text = sign + value + strings.TrimPrefix(strings.TrimSpace(unit), sign)
		case scaleKept[strings.ToLower(unit)] != "":
			s.text = value + " " + scaleKept[strings.ToLower(unit)] + " units"
		default:
			s.text = value + " " + unit
		}
	}
	s.figures = figuresIn(&s)
	if len(s.figures) == 0 {
		return facts.Text, clip(value)
	}
	f := s.figures[0]
	if f.kind == facts.Count && f.noun == "" {
		f.text += " " + strings.ToLower(strings.TrimSpace(bracketed.ReplaceAllString(measure, "")))
		if strings.TrimSpace(bracketed.ReplaceAllString(measure, "")) == "" {
			f.text += "units"
		}
	}
	return f.kind, f.text
}

var moneySign = regexp.MustCompile(`US\$|[$€£¥]|CHF|EUR|USD|NOK|SEK|DKK|GBP|JPY|CNY`)

// periodOf reads a cell that is a year or a quarter.
func periodOf(cell string) string {
	if d := datesIn(cell, &calendar{}); len(d) > 0 {
		return d[0].period
	}
	return ""
}
