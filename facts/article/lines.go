package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a line of the file, with the marks at its head read and taken off.
type line struct {
	no      int
	indent  int
	raw     string // as it stands, the indent taken off
	text    string // without the marks at its head
	level   int    // of a Markdown heading, 0 for none
	bullet  bool   // a list mark that is not part of the text
	counted bool   // a list mark that is: "(a)", "2."
}

func (l line) blank() bool { return l.raw == "" }
func (l line) item() bool  { return l.bullet || l.counted }

// ruled tells a line that only draws a line: "---", "* * *", "=====".
func (l line) ruled() bool {
	return l.raw != "" && utf8.RuneCountInString(firstBytes(l.raw, 200)) < 200 && !strings.ContainsFunc(l.raw, speaks)
}

// speaks tells the characters that can carry meaning by themselves; symbols
// beyond the keyboard's (an emoji as a comment) do.
func speaks(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r > 0x2fff || r == '$' || r == '€' || r == '%'
}

// lineEnds makes every line end one line feed, and drops the byte order mark
// and the characters that are not seen.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\f", "\n", "\v", "\n",
	"│", "|", "┃", "|", "║", "|",
	"\ufeff", "", "\u200b", "", "\u2060", "", "\u00ad", "")

// linesOf splits a text into lines.
func linesOf(text string) []line {
	var out []line
	for no, s := range strings.Split(lineEnds.Replace(text), "\n") {
		out = append(out, readLine(no+1, s))
	}
	fields(out)
	underlined(out)
	return out
}

var (
	headingMark = regexp.MustCompile(`^(#{1,6})[ \t]+(.*?)[ \t#]*$`)
	bulletMark  = regexp.MustCompile(`^(?:[-*+•·▪▫◦‣●○■□➤►✓–—][\s\x{00a0}]+|[•▪◦‣●])`)
	countMark   = regexp.MustCompile(`^(?:\(?\d{1,3}[.)]|\([A-Za-z]\)|[A-Za-z]\)|[a-z]\.|\(?[ivx]{1,5}[.)])[\s\x{00a0}]+`)
)

// markReach is how far into a line a mark at its head can reach; no heading is
// longer, and looking no further keeps a file that is one huge line cheap.
const markReach = 1000

// readLine reads one line and the mark at its head.
func readLine(no int, s string) line {
	body := strings.TrimLeftFunc(s, unicode.IsSpace)
	l := line{no: no, indent: width(s[:len(s)-len(body)])}
	l.raw = strings.TrimRightFunc(body, unicode.IsSpace)
	l.text = l.raw
	for strings.HasPrefix(l.text, "> ") { // a quotation is the author's paragraph
		l.text = strings.TrimLeft(l.text[2:], " ")
	}
	if l.text == ">" {
		l.raw, l.text = "", ""
	}
	head := firstBytes(l.text, markReach)
	switch {
	case l.ruled():
	case len(head) == len(l.text) && headingMark.MatchString(head):
		mark := headingMark.FindStringSubmatch(head)
		l.level, l.text = len(mark[1]), mark[2]
	case bulletMark.MatchString(head):
		l.bullet, l.text = true, l.text[len(bulletMark.FindString(head)):]
	case countMark.MatchString(head):
		l.counted = true
	}
	return l
}

// width is how far an indent goes, a tab counting as four spaces.
func width(indent string) int {
	n := 0
	for _, r := range indent {
		n++
		if r == '\t' {
			n += 3
		}
	}
	return n
}

// underlined marks the headings that are made by a row of signs beneath them.
func underlined(lines []line) {
	for i := 1; i < len(lines); i++ {
		above, below := &lines[i-1], lines[i]
		if len(below.raw) < 3 || strings.Trim(below.raw, "=-~") != "" || strings.Trim(below.raw, below.raw[:1]) != "" {
			continue
		}
		alone := i < 2 || lines[i-2].blank() || lines[i-2].ruled()
		if alone && !above.blank() && !above.item() && above.level == 0 && len(above.raw) < headingLength && !ends(above.raw) && !tabular(*above) {
			above.level = 2
			if below.raw[0] == '=' {
				above.level = 1
			}
		}
	}
}

// firstBytes is the beginning of a text, not cut within a character.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// lastBytes is the end of a text, not cut within a character.
func lastBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := len(s) - n
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}
