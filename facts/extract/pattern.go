package extract

import (
	"regexp"
	"regexp/syntax"
	"unicode"
)

// pattern finds whole words, whatever their case. There are hundreds, and few of
// them fit any one sentence: how their matches can begin is known beforehand, so
// that they are tried only at the words that begin so.
type pattern struct {
	re    *regexp.Regexp // at the beginning of a text where heads are known, else anywhere
	heads *headSet       // nil where a match may begin in any way
}

// headSet holds the first two letters of words; letterless stands for what is no letter.
type headSet [letterless + 1][letterless + 1]bool

const letterless = 26

// compiled is a pattern of whole words; nil for none.
func compiled(expr string) *pattern {
	if expr == "" {
		return nil
	}
	heads := headsOf(expr)
	start := `\b`
	if heads != nil {
		start = `^`
	}
	return &pattern{re: regexp.MustCompile(`(?i)` + start + `(?:` + expr + `)\b`), heads: heads}
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
func (p *pattern) FindStringIndex(text string) []int { return p.next(text, 0) }

// FindAllStringIndex are the places of all matches.
func (p *pattern) FindAllStringIndex(text string) [][]int {
	if p.heads == nil {
		return p.re.FindAllStringIndex(text, -1)
	}
	var out [][]int
	for at := p.next(text, 0); at != nil; at = p.next(text, at[1]) {
		out = append(out, at)
	}
	return out
}

// next is the first match from a place on.
func (p *pattern) next(text string, from int) []int {
	if p.heads == nil {
		return p.re.FindStringIndex(text)
	}
	for i := from; i < len(text); i++ {
		first := letterOf(text, i)
		if first == letterless || i > 0 && wordByte(text[i-1]) || !p.heads[first][letterOf(text, i+1)] {
			continue
		}
		if at := p.re.FindStringIndex(text[i:]); at != nil {
			return []int{i, i + at[1]}
		}
	}
	return nil
}

func letterOf(text string, i int) int {
	if i >= len(text) {
		return letterless
	}
	if c := text[i] | 0x20; c >= 'a' && c <= 'z' {
		return int(c - 'a')
	}
	return letterless
}

// wordByte is what regexp's \b takes for part of a word.
func wordByte(b byte) bool { return b == '_' || b < 0x80 && isWord(b) }

// headsOf reads how a match can begin; nil where that cannot be told.
func headsOf(expr string) *headSet {
	re, err := syntax.Parse(expr, syntax.Perl|syntax.FoldCase)
	if err != nil {
		return nil
	}
	begins, ok := extended([]string{""}, re)
	if !ok {
		return nil
	}
	var out headSet
	for _, b := range begins {
		first := letterOf(b, 0)
		if first == letterless {
			return nil
		}
		if len(b) > 1 {
			out[first][letterOf(b, 1)] = true
			continue
		}
		for second := range out[first] {
			out[first][second] = true
		}
	}
	return &out
}

// extended lengthens beginnings shorter than two bytes by what may follow; false
// where that may be anything.
func extended(begins []string, re *syntax.Regexp) (out []string, ok bool) {
	if full(begins) {
		return begins, true
	}
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpWordBoundary, syntax.OpBeginText, syntax.OpBeginLine:
		return begins, true
	case syntax.OpLiteral:
		return appended(begins, [][]rune{re.Rune}), true
	case syntax.OpCharClass:
		var each [][]rune
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i+1]-re.Rune[i] > 3 {
				return nil, false
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				each = append(each, []rune{r})
			}
		}
		return appended(begins, each), true
	case syntax.OpCapture, syntax.OpPlus:
		return extended(begins, re.Sub[0])
	case syntax.OpQuest:
		out, ok = extended(begins, re.Sub[0])
		return append(out, begins...), ok
	case syntax.OpConcat:
		ok = true
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
		return out, true
	}
	return nil, false
}

func full(begins []string) bool {
	for _, b := range begins {
		if len(b) < 2 {
			return false
		}
	}
	return true
}

// appended adds each of some runs to each beginning that is too short.
func appended(begins []string, runs [][]rune) (out []string) {
	for _, b := range begins {
		if len(b) >= 2 {
			out = append(out, b)
			continue
		}
		for _, run := range runs {
			next := b
			for _, r := range run {
				if len(next) < 2 {
					next += string(unicode.ToLower(r))
				}
			}
			out = append(out, next)
		}
	}
	return out
}
