package facts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

// Day is a calendar date as exact as the source gives it: year only, month, or
// day. The zero Day means that no date is given.
type Day struct {
	Year, Month, Day int
}

var months = lexicon.Words("month")

// MonthNumber returns 1..12 for an English month name or its abbreviation of
// three letters or more, and 0 for anything else.
func MonthNumber(name string) int {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if len(name) < 3 {
		return 0
	}
	for i, m := range months {
		if low := strings.ToLower(m); strings.HasPrefix(low, name) || (name == "sept" && i == 8) {
			return i + 1
		}
	}
	return 0
}

// String shows a day to a person: "12 November 2025", "June 2024", "2019".
func (d Day) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return months[d.Month-1] + " " + strconv.Itoa(d.Year)
	}
	return fmt.Sprintf("%d %s %d", d.Day, months[d.Month-1], d.Year)
}

// ISO is the sortable form: "2025-11-12", "2024-06", "2019".
func (d Day) ISO() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before orders days; a coarser date comes before the finer ones it contains.
func (d Day) Before(o Day) bool { return d.ISO() < o.ISO() }

// ParseDay reads "2024", "2024-06", "2024-06-30", "June 2024", "30 June 2024"
// and "June 30, 2024". A date that does not exist is an error.
func ParseDay(s string) (Day, error) {
	var d Day
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '\t' })
	bad := func() (Day, error) {
		return Day{}, fmt.Errorf("%q is not a date: write 2024, June 2024, 30 June 2024 or 2024-06-30", s)
	}
	if len(fields) == 0 || len(fields) > 3 {
		return bad()
	}
	var nums []int
	for _, f := range fields {
		if m := MonthNumber(f); m > 0 && d.Month == 0 {
			d.Month = m
			continue
		}
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 {
			return bad()
		}
		nums = append(nums, n)
	}
	iso := d.Month == 0
	for _, n := range nums {
		switch {
		case n >= 1000 && n <= 9999 && d.Year == 0:
			d.Year = n
		case iso && d.Month == 0 && d.Year != 0:
			d.Month = n
		case d.Day == 0 && d.Month != 0:
			d.Day = n
		default:
			return bad()
		}
	}
	if d.Year == 0 || d.Month > 12 || d.Day > daysIn(d.Year, d.Month) {
		return bad()
	}
	return d, nil
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// Period is the time that a value is for.
type Period struct {
	Mode     PeriodMode
	From, To Day // equal for a single date; To is zero where the end is open
	Quarter  int // 1..4, else 0
}

// PeriodMode tells how a period bounds its value.
type PeriodMode string

// The modes of a period.
const (
	In    PeriodMode = ""      // during it
	AsOf  PeriodMode = "as of" // as things stood then
	Since PeriodMode = "since"
	By    PeriodMode = "by" // a deadline
)

// IsZero reports whether no period is given.
func (p Period) IsZero() bool { return p.From.Year == 0 }

// Has reports whether the year lies in the period.
func (p Period) Has(year int) bool {
	switch {
	case p.IsZero():
		return false
	case p.Mode == Since && p.To.Year == 0:
		return year >= p.From.Year
	case p.To.Year == 0:
		return year == p.From.Year
	}
	return year >= p.From.Year && year <= p.To.Year
}

// String shows the period to a person: "2024", "as of 2016", "Q1 2017", "2015–2024".
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	s := p.From.String()
	if p.Quarter > 0 {
		s = fmt.Sprintf("Q%d %s", p.Quarter, s)
	}
	if p.To.Year != 0 && p.To != p.From {
		s += "–" + p.To.String()
	}
	if p.Mode != In {
		s = string(p.Mode) + " " + s
	}
	return s
}

// Written is the period as [ParsePeriod] reads it.
func (p Period) Written() string {
	if p.IsZero() {
		return ""
	}
	s := p.From.ISO()
	switch {
	case p.Quarter > 0:
		s = fmt.Sprintf("%s-Q%d", s, p.Quarter)
	case p.To.Year != 0 && p.To != p.From:
		s += ".." + p.To.ISO()
	}
	if p.Mode != In {
		s = string(p.Mode) + " " + s
	}
	return s
}

// ParsePeriod reads the period of a fact: "2024", "2017-03", "2017-Q1",
// "2015..2024", "as of 2016", "since 2019", "by 2019".
func ParsePeriod(s string) (Period, error) {
	var p Period
	rest := strings.TrimSpace(s)
	for _, m := range []PeriodMode{AsOf, Since, By} {
		if r, ok := strings.CutPrefix(rest, string(m)+" "); ok {
			p.Mode, rest = m, strings.TrimSpace(r)
			break
		}
	}
	if y, q, ok := strings.Cut(rest, "-Q"); ok {
		n, err := strconv.Atoi(q)
		if err != nil || n < 1 || n > 4 {
			return Period{}, fmt.Errorf("%q is not a quarter: write 2017-Q1", s)
		}
		p.Quarter, rest = n, y
	}
	from, to, span := strings.Cut(rest, "..")
	var err error
	if p.From, err = ParseDay(from); err != nil {
		return Period{}, fmt.Errorf("period: %w", err)
	}
	p.To = p.From
	switch {
	case p.Quarter > 0 && (span || p.From.Month > 0):
		return Period{}, fmt.Errorf("%q is not the quarter of one year: write 2017-Q1", s)
	case span:
		if p.To, err = ParseDay(to); err != nil {
			return Period{}, fmt.Errorf("period: %w", err)
		}
		if p.To.Before(p.From) {
			return Period{}, fmt.Errorf("period %q ends before it begins", s)
		}
	case p.Mode == Since:
		p.To = Day{}
	}
	return p, nil
}
