package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a candidate for a unit: lines that belong together.
type paragraph struct {
	line     int
	text     string // without marks; rows of a table are kept apart by line feeds
	level    int    // of a marked heading, 0 for none
	emphasis int    // of the whole paragraph: 1 italics, 2 bold
	item     bool   // of a list
	counted  bool   // of a list with numbers or letters
	leads    bool   // a list ends its sentence
	table    bool
	links    bool // nothing but links
	picture  bool
	rows     [][]string // of a table, its cells
}

// wrapping is how a file's lines were broken. Where lines are as long as their
// paragraphs, width is 0 and every line stands for itself.
type wrapping struct {
	width, slack int
	spaced       bool // blank lines part the paragraphs
}

// wrappedAtMost is the longest line that a person or a program wraps at;
// anything longer was never wrapped.
const wrappedAtMost = 160

// spacedAtLeast is in how many lines at most a blank one comes where blank lines
// part the paragraphs.
const spacedAtLeast = 10

// wrappingOf measures a file. A line that stops in mid-sentence before a line
// that begins in lower case was certainly wrapped; where such lines make up a
// good part of the file, their length gives the width, and the room they leave
// unused shows how raggedly the breaks were made.
func wrappingOf(lines []line) wrapping {
	var w wrapping
	certain, pairs := 0, 0
	each := func(see func(above, below line)) {
		for i := 1; i < len(lines); i++ {
			above, below := lines[i-1], lines[i]
			if above.blank() || below.blank() || len(above.raw) < 40 || tabular(above) || tabular(below) {
				continue
			}
			see(above, below)
		}
	}
	each(func(above, below line) {
		pairs++
		if runsOn(above, below) && len(above.raw) <= 2*wrappedAtMost && runes(above.raw) <= wrappedAtMost {
			certain++
			w.width = max(w.width, runes(above.raw))
		}
	})
	if certain == 0 || certain*4 < pairs {
		return wrapping{}
	}
	w.slack = -1
	w.spaced = blanksPart(lines)
	each(func(above, below line) {
		if runsOn(above, below) {
			w.slack = max(w.slack, w.room(above, below))
		}
	})
	w.slack = min(w.slack, w.width/4)
	return w
}

// blanksPart says whether blank lines part the paragraphs of a file.
func blanksPart(lines []line) bool {
	blanks := 0
	for _, l := range lines {
		if l.blank() {
			blanks++
		}
	}
	return blanks*spacedAtLeast >= len(lines)
}

// runsOn tells a line that stops in mid-sentence from what its successor shows.
func runsOn(above, below line) bool {
	if below.item() || above.level > 0 || below.level > 0 || ends(above.raw) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(below.raw)
	return unicode.IsLower(r) || unfinished(above.raw)
}

// unfinished tells a line that no paragraph ends with.
func unfinished(s string) bool {
	last := lastBytes(s, 40)
	if at := strings.LastIndexFunc(last, unicode.IsSpace); at >= 0 {
		last = strings.TrimSpace(last[at:])
	}
	return strings.HasSuffix(last, ",") || neverLast[last]
}

// neverLast are words that want another after them.
var neverLast = setOf("a an the and or but of to in on at by for from with as that than its their his her our your this these those is are was were has have had be been will would not shall must should may can could cannot who which whose where when if include includes including require requires")

// room is how many characters were left when the next line's first word had
// been added to this one; negative where it did not fit.
func (w wrapping) room(above, below line) int {
	word, _, _ := strings.Cut(firstBytes(below.raw, markReach), " ")
	return w.width - runes(above.raw) - 1 - runes(word)
}

// continues says whether the break between two lines was made for width alone.
func (w wrapping) continues(first, above, below line) bool {
	hangs := first.item() && below.indent > first.indent && !below.item()
	switch {
	case goesOnInCapitals(above, below):
		return true
	case above.level > 0 || below.level > 0 || w.width == 0 && !hangs:
		return false
	case standsAlone(above, true) || standsAlone(below, false) && !unfinished(above.raw):
		return false
	case hangs:
		return true // under its list mark, wrapped or not
	case below.item():
		return w.strayMark(first, above, below)
	case runsOn(above, below):
		return true
	case w.spaced && !ends(above.raw) && runes(above.raw)*5 >= w.width*3 && below.indent < above.indent+2:
		return true // however ragged, a blank line would part them
	case !first.item() && below.indent >= above.indent+2:
		return false // a paragraph that begins with an indent
	case !ends(above.raw) && runes(above.raw) < w.width/2:
		return false // a heading over its paragraph
	}
	return w.room(above, below) <= w.slack
}

// goesOnInCapitals tells two lines of one headline in capitals, which was broken
// whatever the paragraphs are; not the name of who publishes over a headline.
func goesOnInCapitals(above, below line) bool {
	headline := func(l line) bool {
		return len(l.raw) <= titleLength && shouted(l.raw) && strings.Contains(l.raw, " ") && !l.item() && !tabular(l) && !dateline(l.raw) && !numberedPaper(l.raw)
	}
	return headline(above) && headline(below) && runes(above.raw) >= 30 && !ends(above.raw) && !houseName(above.raw)
}

// strayMark tells a word that looks like a list mark only because the line was
// broken before it: "… on page\n12. The court …", "… a move\n– so it says – …".
func (w wrapping) strayMark(first, above, below line) bool {
	opens := strings.HasPrefix(below.raw, "1") || strings.HasPrefix(below.raw, "(") || strings.HasPrefix(below.raw, "a") || strings.HasPrefix(below.raw, "*") || strings.HasPrefix(below.raw, "•")
	return !first.item() && !opens && !ends(above.raw) && w.room(above, below) <= w.slack
}

// standsAlone tells a line that is never a part of a paragraph, wrapped or not.
// The head of a comment may go on in the next line where something is said on
// the line already.
func standsAlone(l line, mayGoOn bool) bool {
	text := unmarked(firstBytes(l.text, markReach))
	if len(l.raw) > datelineLength || strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "m.") {
		return false // too long, or the end of a sentence ("a.m." aside)
	}
	if _, rest, ok := commentHead(text); ok {
		return rest == "" || !mayGoOn
	}
	return salutation.MatchString(text) || byline(text) && capital(text) || dateline(text) && fullDate.MatchString(text) || timeOnly(text) || onlyLinks(l.text) || ends(text) && appeal(text)
}

// paragraphsOf joins lines into paragraphs.
func paragraphsOf(lines []line) []paragraph {
	w, spaced := wrappingOf(lines), blanksPart(lines)
	var out []paragraph
	for i := 0; i < len(lines); {
		n := 1
		switch {
		case lines[i].blank() || lines[i].ruled() && tableRows(lines[i:]) == 0:
		case tableRows(lines[i:]) > 0:
			n = tableRows(lines[i:])
			out = append(out, table(lines[i:i+n]))
			if spaced && i+n < len(lines) && tableNote.MatchString(lines[i+n].raw) {
				end := i + n + w.reach(lines[i+n:])
				out[len(out)-1].text += "\n" + join(lines[i+n:end]).text
				n = end - i
			}
		default:
			n = w.reach(lines[i:])
			out = append(out, join(lines[i:i+n]))
		}
		i += n
	}
	comments := false
	for i := range out {
		comments = comments || opensComments(out[i], never)
		if numberedHeading(out, i, comments) {
			out[i].item, out[i].level = false, 3
		}
		out[i].leads = leadsOn(out, i)
	}
	return out
}

var byNumber = regexp.MustCompile(`^\d{1,2}\.\s`)

// numberedHeading tells a heading with a number ("2. Declarations") from an
// entry of a list: it stands by itself, over the paragraphs it heads. Among the
// comments a number and a name are who writes.
func numberedHeading(all []paragraph, i int, comments bool) bool {
	p := all[i]
	if !p.counted || !byNumber.MatchString(p.text) || len(p.text) > headingLength || ends(p.text) && !strings.HasSuffix(p.text, "?") || i+1 == len(all) {
		return false
	}
	numbered := func(q paragraph) bool { return q.counted && byNumber.MatchString(q.text) }
	name := byNumber.ReplaceAllString(p.text, "")
	if next := all[i+1]; numbered(next) || i > 0 && numbered(all[i-1]) || !next.table && !ends(next.text) && !leadsOn(all, i+1) {
		return false
	}
	signs := comments && strings.Contains(name, " ") && personName(name) && !strings.Contains(name, " of ") && !strings.Contains(name, " and ")
	return !timed(p.text) && !signs && capital(name)
}

// leadsOn tells the beginning of a sentence that the entries of a list end:
// "The Board / (a) approved … / (b) admitted …".
func leadsOn(all []paragraph, i int) bool {
	p := all[i]
	if p.item || p.table || p.level > 0 || ends(p.text) || len(strings.Fields(p.text)) < 5 || i+1 == len(all) || !all[i+1].item {
		return false
	}
	entry := countMark.ReplaceAllString(all[i+1].text, "")
	r, _ := utf8.DecodeRuneInString(entry)
	return unicode.IsLower(r)
}

// reach is how many lines the paragraph has that the first of them begins.
func (w wrapping) reach(lines []line) int {
	n := 1
	for n < len(lines) && !lines[n].blank() && !lines[n].ruled() && !tabular(lines[n]) && w.continues(lines[0], lines[n-1], lines[n]) {
		n++
	}
	return n
}

// join makes one paragraph of its lines.
func join(lines []line) paragraph {
	first := lines[0]
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.text
		if i > 0 && l.item() {
			parts[i] = l.raw
		}
	}
	text := parts[0]
	for i, part := range parts[1:] {
		if !brokenAtHyphen(parts[i], part) {
			text += " "
		}
		text += part
	}
	return paragraph{
		line: first.no, text: unmarked(text), level: first.level, emphasis: emphasis(text),
		item: first.item(), counted: first.counted, links: onlyLinks(text), picture: onlyImage(text),
	}
}

// hyphenEnd is a line broken within a word with a hyphen; a hyphen that stands for
// a word left out ("two- and three-year") has "and" or "or" after it.
var (
	hyphenEnd  = regexp.MustCompile(`[\pL\d]-$`)
	suspending = regexp.MustCompile(`^(?:and|or|to|und)\b`)
)

// brokenAtHyphen tells a word that a line break has parted at its hyphen.
func brokenAtHyphen(above, below string) bool {
	first, _ := utf8.DecodeRuneInString(below)
	return hyphenEnd.MatchString(lastBytes(above, 8)) && (unicode.IsLetter(first) || unicode.IsDigit(first)) && !suspending.MatchString(below)
}

func runes(s string) int { return utf8.RuneCountInString(s) }
