package blocks

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// ellipsis stands where text was left out.
const ellipsis = " … "

// escape makes text safe to send: these three begin all of Slack's markup that
// can mention, link or notify.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// clean drops what no text may hold: broken UTF-8, NUL, and blanks around it.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
	return strings.TrimSpace(text)
}

// typed is what a person typed, as they read it: Slack sends it with escapes, and
// with people, channels and links in angle brackets.
func typed(text string) string {
	text = inBrackets.ReplaceAllStringFunc(text, func(s string) string {
		inside, label, named := strings.Cut(s[1:len(s)-1], "|")
		switch {
		case named && strings.HasPrefix(inside, "#"):
			return "#" + label
		case named:
			return label
		case strings.HasPrefix(inside, "@"):
			return "@somebody"
		case strings.HasPrefix(inside, "#"):
			return "#a-channel"
		case strings.HasPrefix(inside, "!"):
			return "@" + strings.TrimPrefix(inside, "!")
		}
		return inside
	})
	return clean(unescape(text))
}

var (
	inBrackets = regexp.MustCompile(`<[^<>\n]+>`)
	unescape   = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace
)

func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

func runes(text string) int { return utf8.RuneCountInString(text) }

// width is how many characters text has once it is escaped. All cutting goes by
// it, so that it is done on the plain text and never cuts through an escape.
func width(text string) (n int) {
	for _, r := range text {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch r {
	case '&':
		return len("&amp;")
	case '<', '>':
		return len("&lt;")
	default:
		return 1
	}
}

// written is how many characters blocks have in all, as Slack counts them: every
// string in them.
func written(blocks []slack.Block) int {
	text, err := json.Marshal(blocks)
	if err != nil {
		return 0 // they are ours, and can be written
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return 0
	}
	return characters(v)
}

func characters(v any) (n int) {
	switch v := v.(type) {
	case string:
		return runes(v)
	case []any:
		for _, e := range v {
			n += characters(e)
		}
	case map[string]any:
		for _, e := range v {
			n += characters(e)
		}
	}
	return n
}

// head is the longest beginning of text that fits into limit.
func head(text string, limit int) string {
	for i, r := range text {
		if limit -= runeWidth(r); limit < 0 {
			return text[:i]
		}
	}
	return text
}

// tail is the longest end of text that fits into limit.
func tail(text string, limit int) string {
	for i := len(text); i > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if limit -= runeWidth(r); limit < 0 {
			return text[i:]
		}
		i -= size
	}
	return text
}

// shorten leaves out the middle of a text that does not fit: an answer says what
// matters first, and a list ends with its sum.
func shorten(text string, limit int) string {
	if width(text) <= limit {
		return text
	}
	limit = max(0, limit-runes(ellipsis))
	first := head(text, limit-limit/3)
	return strings.TrimSpace(first) + ellipsis + strings.TrimSpace(tail(text[len(first):], limit/3))
}

// split cuts a text into parts that fit into limit, at the end of a line if
// there is one, or else of a word.
func split(text string, limit int) (parts []string) {
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		part := head(text, limit)
		if len(part) < len(text) {
			if i := strings.LastIndexByte(part, '\n'); i > len(part)/2 {
				part = part[:i]
			} else if i := strings.LastIndexByte(part, ' '); i > len(part)/2 {
				part = part[:i]
			}
		}
		parts = append(parts, strings.TrimSpace(part))
		text = text[len(part):]
	}
	return parts
}
