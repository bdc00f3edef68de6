package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

// A company reports each quarter and each half of a year, in the same words: what a
// sentence tells of the third quarter answers nothing about the second.

// interim is a quarter or a half of whatever year: "3 quarter".
type interim string

var (
	interimRE   = regexp.MustCompile(`(?i)\b(` + lexicon.Pattern("ordinal", "ordinal-short") + `)[ -](quarter|half)(?:[^\w-]|$)|\b(?:([QH])([1-4])|([1-4])([QH]))\b`)
	interimName = map[string]string{"q": "quarter", "h": "half"}
)

// interimsIn are the quarters and halves that a text names.
func interimsIn(text string) (out []interim) {
	for _, m := range interimRE.FindAllStringSubmatch(text, -1) {
		place := m[4] + m[5]
		if m[1] != "" {
			place = strconv.Itoa(int(ordinals[strings.ToLower(m[1])]))
		}
		out = append(out, interim(place+" "+strings.ToLower(m[2])+interimName[strings.ToLower(m[3]+m[6])]))
	}
	return out
}

// ofAnotherInterim reports whether a question is about some quarter or half of a year, and
// a sentence about another: by itself, or else as its paragraph or the title above it is.
func (s *sentence) ofAnotherInterim(asked []interim) bool {
	if len(asked) == 0 {
		return false
	}
	for _, told := range [][]interim{s.interims, s.paragraph.interims, s.paragraph.article.interims} {
		if len(told) > 0 {
			return !slices.ContainsFunc(told, func(t interim) bool { return slices.Contains(asked, t) })
		}
	}
	return false
}
