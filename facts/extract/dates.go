package extract

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// date is a day, a month, a quarter, a year or a span of them in a sentence.
type date struct {
	from, to int
	day      string // as a fact's value gives it: "3 March 2025"; empty for what is no single date
	period   string // as a fact's period gives it: "2025-03-03", "2024-Q3", "since 2019"
	label    string // what sort of year it is: "fiscal"
	year     int
	open     bool // what year it is in cannot be told
	relative bool // "this year"
	deadline bool
	effect   bool // from when something is in force
	until    bool // how long, not when
	ofThing  bool // it goes with a noun: "a 2016 licence", "its letter of 4 February"
}

const (
	monthIn = `(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`
	yearIn  = `((?:19|20)\d{2})`
	dayIn   = `(\d{1,2})(?:st|nd|rd|th)?`
	nthIn   = `(first|second|third|fourth|1st|2nd|3rd|4th|final|last)`
)

// dateForm is one way of writing a date, tried in order.
type dateForm struct {
	re   *pattern
	read func(c *calendar, g []string) (date, bool)
}

// calendar is what a date without a year is resolved against.
type calendar struct {
	published   time.Time
	lastYear    int    // the year spoken of last
	hereYear    int    // the same, in the sentence in hand
	herePeriod  string // the time spoken of last there
	lastQuarter string // the quarter spoken of last: "2041-Q3"
	willBe      bool
	future      bool   // the sentence speaks of what is to come
	onwards     bool   // the date is one from which something goes on, past or to come
	quarters    [5]int // the latest year for which the article speaks of each quarter
}

var dateForms = []dateForm{
	{sought(`(?i)\b(?:between|from)\s+` + dayIn + `\s+` + monthIn + `\s+(?:and|to|until)\s+` + dayIn + `\s+` + monthIn + `,?\s+` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) {
		a, ok1 := dayDate(g[5], g[2], g[1])
		b, ok2 := dayDate(g[5], g[4], g[3])
		return date{period: a.period + ".." + b.period, year: b.year}, ok1 && ok2 && a.period < b.period
	}},
	{sought(`\b` + dayIn + `\s?(?:and|to|-|–|/)\s?` + dayIn + `\s+` + monthIn + `,?\s+` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) { return dayDate(g[4], g[3], g[1]) }},
	{sought(`\b` + monthIn + `\s+` + dayIn + `\s?(?:and|to|-|–)\s?` + dayIn + `,?\s+` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) { return dayDate(g[4], g[1], g[2]) }},
	{sought(`\b` + dayIn + `\s+(?:of\s+)?` + monthIn + `,?\s+` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) { return dayDate(g[3], g[2], g[1]) }},
	{sought(`\b` + monthIn + `\s+` + dayIn + `,?\s+` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) { return dayDate(g[3], g[1], g[2]) }},
	{sought(`\b` + yearIn + `-(\d{2})-(\d{2})\b`), func(_ *calendar, g []string) (date, bool) { return numberDate(g[1], g[2], g[3]) }},
	{sought(`\b(\d{1,2})[./](\d{1,2})[./]` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) { return numberDate(g[3], g[2], g[1]) }},
	{sought(`(?i)\b(?:(Q[1-4]|H[12])\s?(?:FY)?\s?(20\d{2}|\d{2})\b|(20\d{2})\s?(Q[1-4]|H[12])\b)`), shortQuarter},
	{sought(`(?i)\b(?:(?:the )?(?:fiscal|financial)(?:\s+years?)?|FY)\s?(?:(20\d{2})(?:[/–-](\d{2,4}))?|(\d{2})\b)(?:\s+(first|second|third|fourth) quarter)?`), fiscalDate},
	{sought(`(?i)\b(?:the )?` + nthIn + `[\s-](quarter|half)\s+(?:of\s+)?(?:(?:fiscal|financial)(?: year)?\s+)?(?:the\s+)?(?:calendar\s+)?(?:year\s+)?` + yearIn + `\b`), nthDate},
	{sought(`\b` + yearIn + `/(\d{2})\b`), func(_ *calendar, g []string) (date, bool) {
		return date{period: g[1] + ".." + g[1][:2] + g[2], label: "fiscal", year: atoi(g[1])}, g[2] > g[1][2:]
	}},
	{sought(`(?i)\b(?:between|from|(?:for |in |of )?the years)\s+` + yearIn + `\s+(?:and|to|until|through)\s+` + yearIn + `\b`), spanDate},
	{sought(`\b` + yearIn + `\s?[-–]\s?` + yearIn + `\b`), spanDate},
	{sought(`\b` + monthIn + `,?\s+(?:of\s+)?` + yearIn + `\b`), func(_ *calendar, g []string) (date, bool) { return monthDate(g[2], g[1]) }},
	{sought(`\b` + dayIn + `\s?(?:and|to|-|–)\s?` + dayIn + `\s+` + monthIn + `(?:\W|$)`), func(c *calendar, g []string) (date, bool) { return c.dayMonth(g[1], g[3]) }},
	{sought(`\b` + dayIn + `\s+(?:of\s+)?` + monthIn + `(?:\W|$)`), func(c *calendar, g []string) (date, bool) { return c.dayMonth(g[1], g[2]) }},
	{sought(`\b` + monthIn + `\s+(\d{1,2})(?:st|nd|rd|th)?\b`), func(c *calendar, g []string) (date, bool) { return c.dayMonth(g[2], g[1]) }},
	{sought(`\b(?:((?i:this|last|next|that))\s+)` + monthIn + `(?:\W|$)`), func(c *calendar, g []string) (date, bool) { return c.month(g[1], g[2]) }},
	{sought(`\b(?:((?i:in|since|by|until|from|during|of|for|early|late|mid|to))[\s-]+)` + monthIn + `(?:\W|$)`), func(c *calendar, g []string) (date, bool) {
		c.future = c.future || strings.EqualFold(g[1], "by") || strings.EqualFold(g[1], "until")
		return c.month("", g[2])
	}},
	{sought(`(?i)\b(last|this|next|previous|prior) (year|month|quarter|week)\b`), relativeDate},
	{sought(`(?i)\b(?:the )?` + nthIn + `[\s-](quarter|half)\b`), (*calendar).openQuarter},
	{sought(`\bQ([1-4])\b`), func(c *calendar, g []string) (date, bool) {
		return c.openQuarter([]string{g[0], []string{"first", "second", "third", "fourth"}[g[1][0]-'1'], "quarter"})
	}},
	{sought(`\b(?:on )?(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`), weekday},
	{sought(`(?i)\b(today|yesterday)\b`), func(c *calendar, g []string) (date, bool) {
		if c.published.IsZero() {
			return date{open: true}, true
		}
		day := c.published
		if strings.EqualFold(g[1], "yesterday") {
			day = day.AddDate(0, 0, -1)
		}
		return exact(day), true
	}},
	{sought(`(?i)\bthe (?:same|corresponding|comparable) (?:quarter|period|half) (?:of|in) ` + yearIn + `\b`), func(c *calendar, g []string) (date, bool) {
		_, part, ok := strings.Cut(c.lastQuarter, "-")
		return date{period: g[1] + "-" + part, year: atoi(g[1]), open: !ok}, ok
	}},
	{sought(`\b` + yearIn + `s?\b`), func(_ *calendar, g []string) (date, bool) { return yearOf(atoi(g[1])), true }},
	{sought(`(?i)\bthat (?:same )?year\b`), func(c *calendar, _ []string) (date, bool) {
		return yearOf(c.lastYear), c.lastYear > 0
	}},
	{sought(`(?i)\b(?:a|the) year (earlier|before|ago)\b`), func(c *calendar, g []string) (date, bool) {
		if before, ok := yearBefore(c.herePeriod); ok && !strings.EqualFold(g[1], "ago") {
			return before, true
		}
		return date{open: true}, true
	}},
}

// openQuarter resolves a quarter without its year where the article names the
// same one with it.
func (c *calendar) openQuarter(g []string) (date, bool) {
	if n := nth(g[1]); strings.EqualFold(g[2], "quarter") && n > 0 && c.justOver(n) > 0 {
		return partOfYear(strconv.Itoa(c.justOver(n)), "quarter", n)
	} else if strings.EqualFold(g[2], "quarter") && c.quarters[n] > 0 {
		return partOfYear(strconv.Itoa(c.quarters[n]), "quarter", n)
	}
	return date{open: true, label: strings.ToLower(g[1] + " " + g[2])}, true
}

// justOver is the year of a quarter that ended in the four months before the
// article, which is what "the second quarter" means then; 0 for none.
func (c *calendar) justOver(quarter int) int {
	for _, year := range []int{c.published.Year(), c.published.Year() - 1} {
		end := time.Date(year, time.Month(3*quarter)+1, 1, 0, 0, 0, 0, time.UTC)
		if !c.published.Before(end) && c.published.Before(end.AddDate(0, 4, 0)) {
			return year
		}
	}
	return 0
}

var quarterly = regexp.MustCompile(`(?i)\bq[1-4]\b|quarter`)

// learnQuarters notes for which years an article speaks of which quarters.
func (c *calendar) learnQuarters(text string) {
	if !quarterly.MatchString(text) {
		return
	}
	for _, d := range datesIn(text, &calendar{published: c.published}) {
		if _, q, ok := strings.Cut(d.period, "-Q"); ok && len(q) == 1 && (c.published.IsZero() || d.year <= c.published.Year()) {
			c.quarters[q[0]-'0'] = max(c.quarters[q[0]-'0'], d.year)
		}
	}
}

// modes are the words before a date that make it a bound.
var modes = regexp.MustCompile(`(?i)(?:^|[\s(,])(since|as of|as at|by(?: the)?(?: end of| close of)?|until|till|at the end of|end of|by the end of|before|from|no later than|not later than|on or before|through|up to|to|with effect from|effective(?: from)?|starting|after)\s+(?:the )?(?:end of |beginning of |early |late |mid-?\s?|close of business on )?$`)

// datable tells a text that may hold a date, which is most of the work to rule out.
var datable = sought(`\d|(?i:quarter|half|year|month|week|day|january|february|march|april|may|june|july|august|september|october|november|december)`)

// datesIn finds the dates of a sentence.
func datesIn(text string, c *calendar) []date {
	c.hereYear, c.herePeriod = 0, ""
	c.willBe = willRE.MatchString(text) && !saidRE.MatchString(text)
	if !datable.MatchString(text) {
		return nil
	}
	var out []date
	for _, form := range dateForms {
		for _, m := range form.re.FindAllStringSubmatchIndex(text) {
			from, to := m[0], m[1]
			if last := text[to-1]; to > from && !isWord(last) && last != '.' {
				to--
			}
			if slices.ContainsFunc(out, func(d date) bool { return from < d.to && d.from < to }) || notAYear(text, from, to) {
				continue
			}
			c.before(out, from)
			before := ending(text[:from])
			c.future = (futureRE.MatchString(partAround(text, from)) || presentAhead.MatchString(before) || deadlineAhead.MatchString(text[:from]) || wouldBeDone.MatchString(text[:from]) && !wouldHave.MatchString(text[:from]) || deadlineBefore.MatchString(before)) && (!doneBefore.MatchString(text[:from]) || toBeDone.MatchString(before)) && !wasUntil.MatchString(text[:from])
			c.onwards = onwards.MatchString(text[:from]) || onwards.MatchString(text[from:min(from+5, to)])
			groups := make([]string, len(m)/2)
			for i := range groups {
				groups[i] = group(text, m, i)
			}
			d, ok := form.read(c, groups)
			if !ok {
				continue
			}
			d.from, d.to = from, to
			d.ofThing = ofThing.MatchString(text[:from]) || len(d.day) == 4 && yearAhead.MatchString(text[:from]) && yearBehind.MatchString(text[to:]) || strings.HasSuffix(text[:from], "[")
			d.bound(text)
			out = append(out, d)
		}
	}
	sortBy(out, func(d date) int { return d.from })
	for _, d := range out {
		if d.year > 0 {
			c.lastYear = d.year
		}
		if strings.Contains(d.period, "-Q") {
			c.lastQuarter = d.period
		}
	}
	return out
}

// wasUntil leads up to the end of what is over.
var wasUntil = regexp.MustCompile(`\b(?:was|were|stood at|had been) [^,;]{0,40}\b(?:until|till) (?:the end of )?$`)

// partAround is the part of a sentence, between ", and" and semicolons, around a place.
func partAround(text string, at int) string {
	from, to := 0, len(text)
	for _, m := range partsOf.FindAllStringIndex(text, -1) {
		if m[1] <= at {
			from = m[1]
		} else if m[0] > at && to == len(text) {
			to = m[0]
		}
	}
	return text[from:to]
}

// partsOf stands between the parts of a sentence that have verbs of their own.
var partsOf = regexp.MustCompile(`; |, and (?:\p{Lu}|it |he |she |they )`)

// before notes the year spoken of last before a place of the sentence.
func (c *calendar) before(found []date, at int) {
	last := -1
	for _, d := range found {
		if d.to <= at && strings.Contains(d.period, "-Q") {
			c.lastQuarter = d.period
		}
		if d.to <= at && d.from > last && d.year > 0 {
			last, c.lastYear, c.hereYear, c.herePeriod = d.from, d.year, d.year, d.period
		}
	}
}

var (
	ofThing    = regexp.MustCompile(`(?i)\b(?:letter|notice|decision|judg(?:e)?ment|ruling|order|opinion|report|agreement|licen[cs]e|contract|policy|version|edition|article|note|statement|decree|directive|regulation|act|law|edict|e-?mail) (?:of|dated) (?:the )?$|, (?:payable|due|falling due|maturing) (?:on|in|by) (?:the )?$`)
	yearAhead  = regexp.MustCompile(`(?i)(?:\b(?:a|an|the|its|their|his|her|this|that)|'s) (?:early |late |mid-)?$`)
	yearBehind = regexp.MustCompile(`^\s\p{Ll}{3,}`)
)

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
}

// toBeDone is such a verb in the passive of what is to come.
var toBeDone = regexp.MustCompile(`(?i)\b(?:be|is|are|being)\s(?:\p{L}+ly )?\p{L}+\s$`)

// onwards is what stands before a day from which something goes on.
var onwards = regexp.MustCompile(`(?i)(?:^|\b)(?:from|effective|starting|beginning)\s$`)

var (
	deadlineBefore = regexp.MustCompile(`(?i)\b(?:by|until|till|before|no later than)\s(?:the )?(?:end (?:of )?)?$`)
	presentAhead   = regexp.MustCompile(`(?i)\b(?:(?:is|are|falls|opens?|closes?|ends?|meets?|votes|hears|decides|expires?) on|(?:reports|publishes|presents|announces) (?:\p{Ll}+[ -]){0,3}on)\s(?:\p{Lu}\p{Ll}+day,? )?$`)
	futureRE       = sought(`(?i)\b(?:will|shall|is to|are to|due|scheduled|listed for|set for|fixed for|plans? to|expects?|expected|becomes|takes (?:over|effect|place)|joins|starts|begins|comes into|enters into|retires|leaves|next|payable|with effect|goes to trial|takes office|takes up|(?:is|are|am) (?:moving|launching|planning|going|coming|starting|opening|closing|joining|leaving))\b`)
	deadlineAhead  = regexp.MustCompile(`(?i)\bdeadline\b`)
	wouldBeDone    = regexp.MustCompile(`\bthat (?:it|he|she|they) would\b|\bsaid (?:it|he|she|they) would\b`)
	wouldHave      = regexp.MustCompile(`\bwould have\b`)
	willRE         = regexp.MustCompile(`(?i)\b(?:will|shall|next)\b`)
	saidRE         = regexp.MustCompile(`(?i)\b(?:announced|said|told|reported|confirmed|disclosed)\b`)
	notYearIn      = regexp.MustCompile(`(?:[$€£¥#,.]|\b(?:CHF|EUR|USD|No\.)\s?)$`)
	yearNoun       = regexp.MustCompile(`^\s(?:patents?|licensees?|families|applications|employees|people|devices|units|members|companies|cases|contributions|patent|engineers)\b`)
)

// notAYear tells four digits that count something.
func notAYear(text string, from, to int) bool {
	if to-from > 5 {
		return false
	}
	if from > 0 && (notYearIn.MatchString(text[:from]) || text[from-1] == '-' && from > 1 && isWord(text[from-2])) {
		return true
	}
	return to < len(text) && (text[to] == ',' && to+1 < len(text) && text[to+1] >= '0' && text[to+1] <= '9' || text[to] == '%' || yearNoun.MatchString(text[to:]))
}

// bound takes in the word before a date that makes it a beginning or an end.
func (d *date) bound(text string) {
	head := d.from
	if strings.HasPrefix(text[head:], "to ") {
		head += len("to ")
	}
	if m := yearTo.FindStringSubmatchIndex(text[:head]); m != nil && d.year > 0 && d.period != "" {
		d.spanTo(monthsIn[strings.ToLower(text[m[2]:m[3]])])
		d.from = m[0]
		return
	}
	m := modes.FindStringSubmatchIndex(text[:d.from])
	if m == nil || d.period == "" {
		return
	}
	word := strings.ToLower(text[m[2]:m[3]])
	single := !strings.Contains(d.period, "..")
	switch {
	case !single:
	case word == "since" || strings.HasPrefix(word, "with effect") || strings.HasPrefix(word, "effective"):
		d.effect = word != "since"
		d.period = "since " + d.period
	case word == "at the end of" || word == "end of":
		if d.period = "as of " + d.period; d.day != "" {
			d.day = "end of " + d.day
		}
	case word == "as of" || word == "as at":
		d.period = "as of " + d.period
	case word == "before" && notBefore.MatchString(text[:m[0]]):
		d.day, d.period, d.open = "", "", true // "not expected before 2044"
	case strings.HasPrefix(word, "by") || word == "until" || word == "till" || word == "through" || word == "before" || strings.Contains(word, "later than") || strings.HasPrefix(word, "on or"):
		d.period, d.deadline, d.until = "by "+d.period, true, word == "until" || word == "till" || word == "through"
	default:
		return
	}
	d.from = m[2]
}

// notBefore is what is not to be looked for sooner.
var notBefore = regexp.MustCompile(`(?i)\b(?:not|never|no \p{L}+|hardly|n't)(?: \p{L}+){0,3}$`)

// yearTo is what stands before the end of a year or of a part of one.
var yearTo = regexp.MustCompile(`(?i)\b(year|twelve months|nine months|six months|half[- ]year|three months|quarter) (?:to|ended|ending)(?: on)?(?: the)?(?: end of)?\s$`)

var monthsIn = map[string]int{"year": 12, "twelve months": 12, "nine months": 9, "six months": 6, "half-year": 6, "half year": 6, "three months": 3, "quarter": 3}

// spanTo makes of an end the months up to it.
func (d *date) spanTo(months int) {
	end, err := time.Parse("2006-01", d.period[:min(len(d.period), 7)])
	if err != nil || months == 0 {
		return
	}
	d.day, d.period = "", end.AddDate(0, 1-months, 0).Format("2006-01")+".."+end.Format("2006-01")
}

func dayDate(year, month, day string) (date, bool) {
	t, err := time.Parse("2006 Jan 2", year+" "+titled(month[:3])+" "+day)
	return exact(t), err == nil
}

func numberDate(year, month, day string) (date, bool) {
	t, err := time.Parse("2006-1-2", year+"-"+strings.TrimLeft(month, "0")+"-"+strings.TrimLeft(day, "0"))
	if err != nil { // the month may stand first
		t, err = time.Parse("2006-1-2", year+"-"+strings.TrimLeft(day, "0")+"-"+strings.TrimLeft(month, "0"))
	}
	return exact(t), err == nil
}

func exact(t time.Time) date {
	return date{day: t.Format("2 January 2006"), period: t.Format(time.DateOnly), year: t.Year()}
}

func monthDate(year, month string) (date, bool) {
	t, err := time.Parse("2006 Jan", year+" "+titled(month[:3]))
	return date{day: t.Format("January 2006"), period: t.Format("2006-01"), year: t.Year()}, err == nil
}

func yearOf(y int) date {
	s := strconv.Itoa(y)
	return date{day: s, period: s, year: y}
}

func titled(s string) string { return strings.ToUpper(s[:1]) + strings.ToLower(s[1:]) }

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func fiscalDate(_ *calendar, g []string) (date, bool) {
	year := cmp.Or(g[1], "20"+g[3])
	d := date{period: year, year: atoi(year), label: "fiscal"}
	if g[2] != "" {
		d.period = year + ".." + year[:4-len(g[2])] + g[2]
	} else if q := nth(g[4]); q > 0 {
		d.period = fmt.Sprintf("%s-Q%d", year, q)
	}
	return d, len(year) == 4
}

func nth(word string) int {
	for i, list := range []string{"first 1st", "second 2nd", "third 3rd", "fourth 4th final last"} {
		if word != "" && slices.Contains(strings.Fields(list), strings.ToLower(word)) {
			return i + 1
		}
	}
	return 0
}

func nthDate(_ *calendar, g []string) (date, bool) {
	return partOfYear(g[3], strings.ToLower(g[2]), nth(g[1]))
}

func partOfYear(year, part string, n int) (date, bool) {
	d := date{year: atoi(year), period: fmt.Sprintf("%s-Q%d", year, n)}
	if part == "half" {
		switch n {
		case 1:
			d.period = year + "-01.." + year + "-06"
		case 2, 4:
			d.period = year + "-07.." + year + "-12"
		default:
			return d, false
		}
	}
	return d, n > 0
}

func shortQuarter(_ *calendar, g []string) (date, bool) {
	part, year := cmp.Or(g[1], g[4]), cmp.Or(g[2], g[3])
	if len(year) == 2 {
		year = "20" + year
	}
	kind := map[byte]string{'Q': "quarter", 'H': "half"}[strings.ToUpper(part)[0]]
	return partOfYear(year, kind, int(part[1]-'0'))
}

// wholePeriod is a year or a quarter of one.
var wholePeriod = regexp.MustCompile(`^\d{4}(-Q\d)?$`)

// yearBefore is the same time a year before: of a day or a month, the year.
func yearBefore(period string) (date, bool) {
	if len(period) < 4 || atoi(period[:4]) == 0 || strings.Contains(period, "..") {
		return date{}, false
	}
	d := yearOf(atoi(period[:4]) - 1)
	if wholePeriod.MatchString(period) && len(period) > 4 {
		d.day, d.period = "", d.period+period[4:]
	}
	return d, true
}

func spanDate(_ *calendar, g []string) (date, bool) {
	return date{period: g[1] + ".." + g[2], year: atoi(g[2])}, g[1] < g[2]
}

// dayMonth resolves a day without its year: the one nearest before the article,
// or after it where the sentence speaks of what is to come.
func (c *calendar) dayMonth(day, month string) (date, bool) {
	if c.published.IsZero() {
		if c.hereYear == 0 {
			return date{open: true}, atoi(day) <= 31
		}
		return dayDate(strconv.Itoa(c.hereYear), month, day)
	}
	d, ok := dayDate(strconv.Itoa(c.published.Year()), month, day)
	if !ok {
		return d, false
	}
	t, _ := time.Parse(time.DateOnly, d.period)
	switch {
	case c.onwards && t.After(c.published) && t.Before(c.published.AddDate(0, 6, 0)):
		return d, true
	case t.After(c.published) && !c.future && t.Sub(c.published) > 7*24*time.Hour:
		return exact(t.AddDate(-1, 0, 0)), true
	case t.Before(c.published.AddDate(0, -6, 0)) && c.future:
		return exact(t.AddDate(1, 0, 0)), true
	}
	return d, true
}

// month resolves a month without its year: "this March" by the article's date,
// "that October" by the year spoken of before.
func (c *calendar) month(which, month string) (date, bool) {
	which = strings.ToLower(which)
	year := c.published.Year()
	n := int(monthNumber(month))
	switch {
	case which == "that":
		if c.lastYear == 0 {
			return date{open: true}, true
		}
		return monthDate(strconv.Itoa(c.lastYear), month)
	case c.published.IsZero():
		return date{open: true}, true
	case which == "next" && n <= int(c.published.Month()):
		year++
	case c.onwards && which == "" && n > int(c.published.Month()) && n < int(c.published.Month())+6:
	case which == "last" && n >= int(c.published.Month()):
		year--
	case which == "" && n > int(c.published.Month()) && !c.future:
		year--
	case which == "" && n < int(c.published.Month()) && c.future:
		year++
	}
	return monthDate(strconv.Itoa(year), month)
}

func monthNumber(name string) time.Month {
	t, err := time.Parse("Jan", titled(name[:3]))
	if err != nil {
		return 0
	}
	return t.Month()
}

func relativeDate(c *calendar, g []string) (date, bool) {
	if c.published.IsZero() {
		return date{open: true}, true
	}
	step := map[string]int{"last": -1, "previous": -1, "prior": -1, "next": 1}[strings.ToLower(g[1])]
	switch strings.ToLower(g[2]) {
	case "year":
		if strings.EqualFold(g[1], "previous") || strings.EqualFold(g[1], "prior") {
			return date{open: true}, true
		}
		d := yearOf(c.published.Year() + step)
		d.relative = true
		return d, true
	case "month":
		first := time.Date(c.published.Year(), c.published.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, step, 0)
		return date{day: first.Format("January 2006"), period: first.Format("2006-01"), year: first.Year()}, true
	}
	return date{open: true}, true
}

// weekday resolves a day of the week to the last one before the article, or the
// next one where the sentence speaks of what is to come.
func weekday(c *calendar, g []string) (date, bool) {
	if c.published.IsZero() {
		return date{open: true}, true
	}
	step := -1
	if c.willBe {
		step = 1
	}
	day := c.published
	for range 7 {
		if strings.HasPrefix(day.Weekday().String(), g[1]) {
			return exact(day), true
		}
		day = day.AddDate(0, 0, step)
	}
	return date{open: true}, true
}

func sortBy[T any](list []T, key func(T) int) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
