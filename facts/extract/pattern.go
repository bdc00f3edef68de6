package extract

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// pattern finds what an expression does, only sooner. There are hundreds of them, and
// few fit any one sentence: how their matches can begin is known beforehand, so that
// they are tried only at the places that begin so.
type pattern struct {
	re    *regexp.Regexp // at the beginning of a text where heads are known, else anywhere
	heads *headSet       // nil where a match may begin in any way
	word  bool           // a match begins where a word does, or ends
}

// compiled is a pattern of whole words, whatever their case; nil for none.
func compiled(expr string) *pattern {
	if expr == "" {
		return nil
	}
	return sought(`(?i)\b(?:` + expr + `)\b`)
}

// sought is a pattern of any expression that does not look back, but for a `\b` that
// it begins with. It panics where regexp.MustCompile does.
func sought(expr string) *pattern {
	of, word := withoutBoundary(expr)
	heads := headsOf(of)
	if heads == nil {
		return &pattern{re: regexp.MustCompile(expr)}
	}
	return &pattern{regexp.MustCompile(`^(?:` + of + `)`), heads, word}
}

// withoutBoundary is an expression without the `\b` that it begins with, if it does.
func withoutBoundary(expr string) (of string, word bool) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat || re.Sub[0].Op != syntax.OpWordBoundary {
		return expr, false
	}
	re.Sub = re.Sub[1:]
	return re.String(), true
}

// MatchString says whether the pattern fits somewhere.
func (p *pattern) MatchString(text string) bool { return p.FindStringIndex(text) != nil }

// FindString is the first match, or empty.
func (p *pattern) FindString(text string) string {
	if at := p.FindStringIndex(text); at != nil {
		return text[at[0]:at[1]]
	}
	return ""
}

// FindStringIndex is the place of the first match, or nil.
func (p *pattern) FindStringIndex(text string) []int {
	return p.next(text, 0, (*regexp.Regexp).FindStringIndex)
}

// FindStringSubmatchIndex is the place of the first match and of its groups, or nil.
func (p *pattern) FindStringSubmatchIndex(text string) []int {
	return p.next(text, 0, (*regexp.Regexp).FindStringSubmatchIndex)
}

// FindAllStringIndex are the places of all matches.
func (p *pattern) FindAllStringIndex(text string) [][]int {
	if p.heads == nil {
		return p.re.FindAllStringIndex(text, -1)
	}
	return p.all(text, (*regexp.Regexp).FindStringIndex)
}

// FindAllStringSubmatchIndex are the places of all matches and of their groups.
func (p *pattern) FindAllStringSubmatchIndex(text string) [][]int {
	if p.heads == nil {
		return p.re.FindAllStringSubmatchIndex(text, -1)
	}
	return p.all(text, (*regexp.Regexp).FindStringSubmatchIndex)
}

// finder is the method of an expression that finds a match, or its groups too.
type finder func(re *regexp.Regexp, text string) []int

func (p *pattern) all(text string, find finder) [][]int {
	var out [][]int
	for at := p.next(text, 0, find); at != nil; at = p.next(text, at[1], find) {
		out = append(out, at)
	}
	return out
}

// next is the first match from a place on.
func (p *pattern) next(text string, from int, find finder) []int {
	if p.heads == nil {
		return shifted(find(p.re, text[from:]), from)
	}
	for i := from; i < len(text); i++ {
		if !p.heads.begin(text[i:]) || p.word && !boundary(text, i) {
			continue
		}
		if at := find(p.re, text[i:]); at != nil {
			return shifted(at, i)
		}
	}
	return nil
}

// shifted is a match by so much further on; a group without a match stays without.
func shifted(at []int, by int) []int {
	for i := range at {
		if at[i] >= 0 {
			at[i] += by
		}
	}
	return at
}

// reach is how far back from a place it may matter what stands there.
const reach = 120

// ending is the end of a text, for what must stand right there: the rest of it need not
// be looked at.
func ending(text string) string {
	from := max(0, len(text)-reach)
	for from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	return text[from:]
}

// boundary reports what `\b` does of a place in a text that is not its end.
func boundary(text string, at int) bool {
	return wordByte(text[at]) != (at > 0 && wordByte(text[at-1]))
}

// wordByte is what regexp's \b takes for part of a word.
func wordByte(b byte) bool { return b == '_' || b < 0x80 && isWord(b) }

// headSet holds the sorts of the first three bytes of matches: a bit for each three, and
// one for each first, which rules out most.
type headSet struct {
	firsts uint32
	bits   [(sorts*sorts*sorts + 63) / 64]uint64
}

// The sorts of bytes: a letter of whatever case, from 0, and what is none.
const (
	digitByte = iota + 26
	spaceByte
	otherByte // and what is beyond the end
	sorts
)

// sortOf is the sort of each byte.
var sortOf = func() (out [256]uint8) {
	for i := range out {
		switch c := byte(i); {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			out[i] = (c | 0x20) - 'a'
		case c >= '0' && c <= '9':
			out[i] = digitByte
		case c == ' ' || c >= '\t' && c <= '\r':
			out[i] = spaceByte
		default:
			out[i] = otherByte
		}
	}
	return out
}()

// begin reports whether a match can begin as a text does, which is not empty.
func (h *headSet) begin(text string) bool {
	first, second, third := sortOf[text[0]], uint8(otherByte), uint8(otherByte)
	if h.firsts>>first&1 == 0 {
		return false
	}
	if len(text) > 1 {
		second = sortOf[text[1]]
	}
	if len(text) > 2 {
		third = sortOf[text[2]]
	}
	at := (int(first)*sorts+int(second))*sorts + int(third)
	return h.bits[at/64]>>(at%64)&1 == 1
}

// headsOf reads how a match can begin; nil where that cannot be told.
func headsOf(expr string) *headSet {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	begins, ok := extended([]head{{}}, re.Simplify())
	if !ok || slices.ContainsFunc(begins, func(b head) bool { return b.known == 0 }) {
		return nil
	}
	var heads headSet
	for _, b := range begins {
		heads.add(b, 0, 0)
	}
	return &heads
}

// add takes in a beginning; what it leaves open may be anything.
func (h *headSet) add(b head, place, at int) {
	if place == len(b.sort) {
		h.firsts |= 1 << (at / (sorts * sorts))
		h.bits[at/64] |= 1 << (at % 64)
		return
	}
	for s := range sorts {
		if place >= b.known || int(b.sort[place]) == s {
			h.add(b, place+1, at*sorts+s)
		}
	}
}

// head is a beginning: the sorts of its first bytes, as far as they are known. What
// is closed is not lengthened, since it cannot be told what follows.
type head struct {
	sort   [3]uint8
	known  int
	closed bool
}

func (b head) full() bool { return b.closed || b.known == len(b.sort) }

func (b head) with(sort uint8) head {
	if !b.full() {
		b.sort[b.known] = sort
		b.known++
	}
	return b
}

// mostHeads is how many beginnings are looked at, lest an expression that may begin in
// any way takes long.
const mostHeads = 5000

// extended lengthens beginnings that are too short by what may follow; false where
// that may be anything, or depends on what stands before.
func extended(begins []head, re *syntax.Regexp) (out []head, ok bool) {
	if len(begins) > mostHeads {
		return nil, false
	}
	if !slices.ContainsFunc(begins, func(b head) bool { return !b.full() }) {
		return begins, true
	}
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpEndText, syntax.OpEndLine:
		return begins, true
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return begins, !slices.ContainsFunc(begins, func(b head) bool { return b.known == 0 && !b.closed })
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			begins = lengthened(begins, runeSorts(r, r))
		}
		return begins, true
	case syntax.OpCharClass:
		var may []head
		for i := 0; i+1 < len(re.Rune); i += 2 {
			may = append(may, runeSorts(re.Rune[i], re.Rune[i+1])...)
		}
		return lengthened(begins, distinct(may)), true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return lengthened(begins, []head{{closed: true}}), true
	case syntax.OpCapture:
		return extended(begins, re.Sub[0])
	case syntax.OpQuest:
		out, ok = extended(begins, re.Sub[0])
		return distinct(append(slices.Clone(begins), out...)), ok
	case syntax.OpPlus, syntax.OpStar:
		if re.Op == syntax.OpStar {
			out = slices.Clone(begins)
		}
		for range len(head{}.sort) { // after so many times all are full
			if begins, ok = extended(begins, re.Sub[0]); !ok {
				return nil, false
			}
			out = append(out, begins...)
		}
		return distinct(out), true
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if begins, ok = extended(begins, sub); !ok {
				return nil, false
			}
		}
		return begins, true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			more, ok := extended(begins, sub)
			if !ok {
				return nil, false
			}
			out = append(out, more...)
		}
		return distinct(out), true
	}
	return nil, false
}

// runeSorts are the beginnings that a range of runes gives: one for each sort of ASCII,
// and one for all others, which take more bytes than one.
func runeSorts(from, to rune) []head {
	var out []head
	for r := from; r <= min(to, utf8.RuneSelf-1); r++ {
		if next := (head{}).with(sortOf[byte(r)]); !slices.Contains(out, next) {
			out = append(out, next)
		}
	}
	if to >= utf8.RuneSelf {
		next := (head{}).with(otherByte)
		next.closed = true
		out = append(out, next)
	}
	return out
}

// lengthened adds each of some ways to go on to each beginning that is too short.
func lengthened(begins, next []head) []head {
	var out []head
	for _, b := range begins {
		if b.full() {
			out = append(out, b)
			continue
		}
		for _, n := range next {
			longer := b
			for _, s := range n.sort[:n.known] {
				longer = longer.with(s)
			}
			longer.closed = longer.closed || n.closed
			out = append(out, longer)
		}
	}
	return distinct(out)
}

// distinct leaves each beginning once.
func distinct(begins []head) []head {
	seen := make(map[head]bool, len(begins))
	return slices.DeleteFunc(begins, func(b head) bool {
		had := seen[b]
		seen[b] = true
		return had
	})
}
