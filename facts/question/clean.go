package question

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxRunes bounds what is read of one message. A question is found in its
// beginning or its end; a paste in between is not worth the time.
const maxRunes = 6000

var (
	slackLink    = regexp.MustCompile(`<(?:https?|mailto):[^|>\s]*\|([^>]*)>`)
	slackChannel = regexp.MustCompile(`<#[A-Z0-9]+\|([^>]*)>`)
	slackOther   = regexp.MustCompile(`<[@#!/a-zA-Z][^<>]{0,300}>`)
	bareLink     = regexp.MustCompile(`https?://\S+`)
	emojiCode    = regexp.MustCompile(`:[a-z0-9_+\-']{2,40}:(?:skin-tone-\d:)?`)
	struckOut    = regexp.MustCompile(`~[^~\n]{1,60}~`)
	placeSign    = regexp.MustCompile(`(^|\s)#(\d)\b`)
	numberSign   = regexp.MustCompile(`(^|\s)#s?\s(?:of\s)?`)
	leastSign    = regexp.MustCompile(`(?:>=|≥)\s?([$€£]?\d)`)
	mostSign     = regexp.MustCompile(`(?:<=|≤)\s?([$€£]?\d)`)
	moreSign     = regexp.MustCompile(`(^|[^-=>])>\s?([$€£]?\d)`)
	lessSign     = regexp.MustCompile(`<\s?([$€£]\d|\d[\d.,]*[\d%kKmMbB])`) // "<3" is a heart
	moreBetween  = regexp.MustCompile(`([^\s>=-]) >=? `)                    // but not at the head of a quoted line
	lessBetween  = regexp.MustCompile(`([^\s<=-]) <=? `)
	fraction     = regexp.MustCompile(`(^|[^\d/])1/([234])([^\d/]|$)`)
	firstThing   = regexp.MustCompile(`(?i)(^|[.:;,?!)]\s+)(?:one|first|firstly)[,:]?\s+((?:the|in|at|to|by|for|how|what|who|when|where|which|why|is|did|does|has)\s)`)
	secondThing  = regexp.MustCompile(`(?i)([.:;,?!]\s+)(?:and\s+)?(?:two|second|secondly)[,:]?\s+((?:the|in|at|to|by|for|how|what|who|when|where|which|why|is|did|does|has)\s)`)
	listMark     = regexp.MustCompile(`(^|\s)\(?(?:[1-9]|[a-e]|i{1,3}|iv)\)\s`)
)

// itemMark stands in clean text where the next of several marked items begins.
const itemMark = '‣'

var plainMarks = strings.NewReplacer(
	"’", "'", "‘", "'", "´", "'", "`", " ", "“", `"`, "”", `"`, "„", `"`, "–", "-", "—", " - ",
	"*", " ", "_", " ", "\u200b", "", "\u200c", "", "\u200d", "", "\ufeff", "", "\u00ad", "",
	"¶", " paragraph ", " = ", " is ",
)

// clean takes Slack's and HTML's markup, emoji and typography out of a message
// and leaves its words.
func clean(s string) string {
	s = shorten(s)
	if strings.IndexByte(s, ')') > 0 {
		mark := string(itemMark) // "1) who … 2) when …"
		if len(listMark.FindAllStringIndex(s, 2)) == 1 {
			mark = ";"
		}
		s = listMark.ReplaceAllString(s, "$1"+mark+" ")
	}
	if (strings.Contains(s, "econd") || strings.Contains(s, "wo, ")) && firstThing.MatchString(s) && secondThing.MatchString(s) { // "First, how … Second, who …"
		s = secondThing.ReplaceAllString(firstThing.ReplaceAllString(s, "$1; $2"), "$1; $2")
	}
	if isPlain(s) {
		return s
	}
	replace := func(mark byte, in *regexp.Regexp, by string) { // a mark that all of it has, and few messages
		if strings.IndexByte(s, mark) >= 0 {
			s = in.ReplaceAllString(s, by)
		}
	}
	s = html.UnescapeString(html.UnescapeString(s)) // Slack escapes what may be escaped already
	if strings.ContainsAny(s, "=≥≤") {
		s = leastSign.ReplaceAllString(s, " at least $1")
		s = mostSign.ReplaceAllString(s, " at most $1")
	}
	replace('>', moreSign, "$1 more than $2") // ">25%"
	replace('<', lessSign, " less than $1")
	replace('>', moreBetween, "$1 more than ")
	replace('<', lessBetween, "$1 less than ")
	if strings.IndexByte(s, '/') >= 0 {
		s = fraction.ReplaceAllStringFunc(s, wordsOfFraction)
	}
	replace('<', slackLink, " $1 ")
	replace('<', slackChannel, " $1 ")
	replace('<', slackOther, " ")
	replace('/', bareLink, " ")
	replace('~', struckOut, " ")
	replace('#', numberSign, "${1}number of ")
	replace('#', placeSign, "${1}number ${2}")
	s = norm.NFKC.String(strings.ToValidUTF8(s, " "))
	replace(':', emojiCode, " ") // before the underscores go
	return plainMarksIn(s)
}

// wordsOfFraction writes 1/3 as people say it.
func wordsOfFraction(s string) string {
	m := fraction.FindStringSubmatch(s)
	return m[1] + " " + map[string]string{"2": "one half", "3": "one third", "4": "one quarter"}[m[2]] + m[3]
}

// isPlain reports whether a message has nothing in it to be cleaned: most do not.
func isPlain(s string) bool {
	for i := range len(s) {
		if !plainBytes[s[i]] {
			return false
		}
	}
	return true
}

// plainBytes are those that need no cleaning, whatever stands beside them.
var plainBytes = func() (plain [256]bool) {
	for c := range utf8.RuneSelf {
		plain[c] = (c >= ' ' && c != 0x7f || c == '\n' || c == '\t') && !strings.ContainsRune("&<>:*_~`#/=", rune(c))
	}
	return plain
}()

func plainMarksIn(s string) string {
	s = plainMarks.Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.So, r), unicode.Is(unicode.Variation_Selector, r):
			return ' '
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
}

// shorten keeps the beginning and the end of a very long message.
func shorten(s string) string {
	if len(s) <= maxRunes {
		return s
	}
	r := []rune(strings.ToValidUTF8(s, " "))
	if len(r) <= maxRunes {
		return s
	}
	return string(r[:maxRunes/2]) + "\n" + string(r[len(r)-maxRunes/2:])
}
