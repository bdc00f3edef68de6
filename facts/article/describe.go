package article

import (
	"regexp"
	"slices"
	"strings"
)

const properName = `(\p{Lu}[\p{L}\d&’'-]*(?:\.[\p{L}\d]+)*(?:\s+(?:\p{Lu}[\p{L}\d&’'-]*(?:\.[\p{L}\d]+)*|of|the|and|&))*)`

// publisherSays are the ways a page names who publishes it.
var publisherSays = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:(?:source|publisher|published (?:by|in)|(?:first|originally) published (?:by|in|on|at)))\s*:?\s+` + properName + `\s*\.?$`),
	regexp.MustCompile(`^©\s*(?:\d{4}(?:[-–]\d{4})?\s+)?` + properName),
	regexp.MustCompile(`\b(?:[Ee]ditor|[Ee]ditor-in-[Cc]hief|Editorial Director|[Rr]eporter|[Cc]orrespondent|[Ww]riter|[Cc]olumnist)\s+(?:of|at|for|with)\s+` + properName),
	regexp.MustCompile(`\bthe\s+` + properName + `\s+newsletter\b`),
}

// describe fills in what the article says about itself.
func describe(a *Article, all []paragraph) {
	for _, u := range a.Units {
		switch u.At {
		case "title":
			a.Title = u.Text
		case "byline":
			a.Author = authorName(u.Text)
		case "dateline":
			a.Published, _ = firstDate(u.Text)
		}
	}
	if a.Published.IsZero() {
		a.Published, _ = firstDate(openingDate(a.Units))
	}
	a.Publisher = publisher(a.Units, all)
}

// openingReach is how far into its first paragraph a press release gives place
// and date.
const openingReach = 90

// openingDate is the head of the first paragraph, where it may hold the date
// ("AUSTIN, Texas, March 4, 2025 – …").
func openingDate(units []Unit) string {
	for _, u := range units {
		if u.At != "1" {
			continue
		}
		head := firstBytes(u.Text, openingReach)
		if at := fullDate.FindStringIndex(head); at != nil && placeName.MatchString(tidy(head[:at[0]])) {
			return head
		}
	}
	return ""
}

// publisher looks for who publishes the page: in lines of the page first, then
// in what is said about the author.
func publisher(units []Unit, all []paragraph) string {
	for i, says := range publisherSays {
		if i == 2 {
			if name := publisherIn(units, says); name != "" {
				return name
			}
			continue
		}
		for _, p := range all {
			if len(p.text) > captionLength || p.table {
				continue
			}
			if m := says.FindStringSubmatch(p.text); m != nil && !caption(p) {
				return strings.TrimRight(m[1], ".")
			}
		}
	}
	return overhead(units, all)
}

// overhead is the name of the body or the publication that stands above the title,
// with the acronym behind it, which may be explained nowhere else.
func overhead(units []Unit, all []paragraph) string {
	for i, p := range all[:min(4, len(all))] {
		if slices.ContainsFunc(units, func(u Unit) bool { return u.Text == p.text }) {
			break
		}
		switch at := strings.LastIndexAny(p.text, "—–"); {
		case houseName(p.text), recurs(all, i):
			return p.text
		case at >= 0 && houseLine(p.text) && houseName(strings.Trim(p.text[at:], "—– ")):
			return strings.Trim(p.text[at:], "—– ")
		}
	}
	return ""
}

func publisherIn(units []Unit, says *regexp.Regexp) string {
	for _, u := range units {
		if u.At != "author-note" {
			continue
		}
		if m := says.FindStringSubmatch(u.Text); m != nil {
			return strings.TrimRight(m[1], ".")
		}
	}
	return ""
}
