package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	monthWord = `(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`
	dayWord   = `(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?`
	dayNumber = `\d{1,2}(?:st|nd|rd|th)?`
	clockTime = `\d{1,2}(?:[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\s*[ap]\.?m\b\.?)(?:\s*(?:UTC|GMT|BST|CES?T|[ECMP][SD]?T|Z)\b)?`
	relative  = `(?:(?:\d{1,3}|an?)\s+(?:second|minute|min|hour|hr|day|week|month|year)s?\s+ago|\d{1,3}\s?(?:h|d|w|mo|min|m|y)\b(?:\s+ago)?|[Yy]esterday|[Jj]ust now)`
)

var (
	// fullDate finds a day of a year in the ways people write one.
	fullDate = regexp.MustCompile(`(?i)\b` + dayWord + `(?:` + monthWord + `\s+` + dayNumber + `,?\s+\d{4}|` + dayNumber + `[\s-]+(?:(?:day\s+)?of\s+)?` + monthWord + `,?[\s-]+\d{4}|\d{4}[-/]\d{2}[-/]\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{4})\b`)
	// anyDay finds a day, with its year or without.
	anyDay = regexp.MustCompile(`(?i)` + fullDate.String()[4:] + `|\b(?:` + monthWord + `\s+` + dayNumber + `|` + dayNumber + `\s+` + monthWord + `)\b`)
	// anyTime finds a date, a date without its year, a time of day or an age.
	anyTime = regexp.MustCompile(`(?i)` + fullDate.String()[4:] + `|\b` + dayWord + `(?:` + monthWord + `\s+` + dayNumber + `|` + dayNumber + `\s+` + monthWord + `)\b|\b` + clockTime + `|\b` + relative)

	englishDay = regexp.MustCompile(`(?i)(` + monthWord + `)\s+(\d{1,2})|(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:(?:day\s+)?of\s+)?(` + monthWord + `)`)
	isoDay     = regexp.MustCompile(`\d{4}[-/]\d{2}[-/]\d{2}`)
	yearNumber = regexp.MustCompile(`\d{4}`)
)

// firstDate reads the first full date of a text.
func firstDate(text string) (time.Time, bool) {
	found := fullDate.FindString(text)
	if found == "" {
		return time.Time{}, false
	}
	return readDate(found)
}

// readDate turns a date as written into a day. With numbers only, the day is
// taken to stand before the month, unless it could not.
func readDate(s string) (time.Time, bool) {
	if m := englishDay.FindStringSubmatch(s); m != nil {
		name, day := m[1]+m[4], m[2]+m[3]
		return dayOf(yearNumber.FindString(s), monthNumber(name), atoi(day))
	}
	if d := isoDay.FindString(s); d != "" {
		t, err := time.Parse(time.DateOnly, strings.ReplaceAll(d, "/", "-"))
		return t, err == nil
	}
	n := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == '/' || r == ' ' })
	if len(n) < 3 {
		return time.Time{}, false
	}
	n = n[len(n)-3:]
	if t, ok := dayOf(n[2], atoi(n[1]), atoi(n[0])); ok {
		return t, true
	}
	return dayOf(n[2], atoi(n[0]), atoi(n[1]))
}

// dayOf builds a day, unless the calendar has no such day.
func dayOf(year string, month, day int) (time.Time, bool) {
	t := time.Date(atoi(year), time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, month >= 1 && month <= 12 && t.Day() == day
}

func monthNumber(name string) int {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	return strings.Index(months, strings.ToLower(name)[:3])/3 + 1
}

// atoi reads digits that a pattern has already found to be digits.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// dateRest are the words that may stand beside a date on a line of its own.
var dateRest = regexp.MustCompile(`(?i)\b(?:(?:first |last )?(?:published|posted|updated|modified|edited|revised|amended|issued|released|filed|delivered|decided|dated|sent|adopted)(?: online)?|(?:judgment|decision|ruling)(?: (?:given|of|handed down|delivered|date))?|given|date(?: of (?:issue|publication))?|(?:issue|edition|volume|vol|no|nr)\.?\s?#?\d*|on|at|in|the|this|and|local time)\b`)

// placeName is what a date may follow on a line of its own: where it was written.
var placeName = regexp.MustCompile(`^(?:\p{Lu}[\p{L}.'’-]*|of|de|la|the|am|and|&|upon|/)(?:[\s,/]+(?:\p{Lu}[\p{L}.'’-]*|of|de|la|the|am|and|&|upon))*$`)

// datelineLength is longer than any place and date, and shorter than a sentence.
const datelineLength = 110

// dateline tells a line that gives the article's date, with a place or a label
// ("Published", "Updated") and nothing else that says anything.
func dateline(text string) bool {
	if len(text) > datelineLength || correctionNoun.MatchString(text) || unfinished(text) || strings.HasSuffix(text, ";") || bylineLead.MatchString(text) && byline(text[:max(0, strings.LastIndexByte(text, ','))]) {
		return false
	}
	at := fullDate.FindStringIndex(text)
	if at == nil {
		return monthAlone.MatchString(tidy(dateRest.ReplaceAllString(text, "")))
	}
	before := tidy(noCommas.ReplaceAllString(dateRest.ReplaceAllString(text[:at[0]], ""), ","))
	if at := strings.LastIndexByte(before, ' '); at > 0 && houseNouns[before[at+1:]] {
		before = before[:at] // "Loom & Ledger blog, 3 May 2024"
	}
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsLower(first) && before != "" {
		return false // "in the Court of Ghent on 3 May 2024"
	}
	after := tidy(dateRest.ReplaceAllString(anyTime.ReplaceAllString(text[at[1]:], ""), ""))
	if before == "" && placeName.MatchString(after) && len(strings.Fields(after)) <= 3 {
		return true // "3 May 2024 – Ghent"
	}
	return (before == "" || placeName.MatchString(before) && len(strings.Fields(before)) <= 6) && (after == "" || readingTime.MatchString(after))
}

// monthAlone is the date of what comes out once a month; noCommas is what a
// label leaves between two commas when it is taken out.
var (
	monthAlone = regexp.MustCompile(`^(?:\p{Lu}\p{L}+,\s)?(?i:` + monthWord + `),?\s+\d{4}$`)
	noCommas   = regexp.MustCompile(`,\s*,`)
)

// correctionNoun begins the line over a correction, date or no date.
var correctionNoun = regexp.MustCompile(`(?i)^\W*(?:corrections?|clarifications?|corrigend\w+|errat\w+|rectification)\b`)

// updateStamp tells a date that says only when the page was last changed.
var updateStamp = regexp.MustCompile(`(?i)^\W*(?:last )?(?:updated|modified|revised)\b`)

// timeOnly tells a line that is a point in time and nothing else, as stands
// under the name of somebody who comments.
func timeOnly(text string) bool {
	return len(text) <= datelineLength && anyTime.MatchString(text) && tidy(dateRest.ReplaceAllString(anyTime.ReplaceAllString(text, ""), "")) == ""
}

// tidy drops the signs that part a date from what stands beside it.
func tidy(s string) string {
	return strings.Join(strings.Fields(strings.Trim(strings.TrimSpace(s), " \t:;,.|·•()[]–—-/@=*~\u00a0")), " ")
}
