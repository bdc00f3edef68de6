package intent

import (
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// wordsOf splits a text into lower-case words. Figures count by their length
// alone, since a question with another figure is mostly the same question, and
// what follows an apostrophe is a word by itself.
func wordsOf(text string) []string {
	fields := strings.FieldsFunc(strings.ToLower(question.Clean(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("'$%€£", r)
	})
	out := make([]string, 0, len(fields)+2)
	for _, w := range fields {
		w = strings.Trim(w, "'")
		head, tail, _ := strings.Cut(w, "'")
		if head != "" {
			out = append(out, figure(head))
		}
		if tail != "" {
			out = append(out, "'"+tail)
		}
	}
	return out
}

// figure is a word, or for one of digits only as many noughts, four at most.
func figure(w string) string {
	if strings.Trim(w, "0123456789") != "" {
		return w
	}
	return "0000"[:min(len(w), 4)]
}

// speller knows the words of the entries and how often each is used.
type speller struct {
	uses  map[string]int
	byLen [maxMended + 2][]string
}

// maxMended and minMended bound the words that are mended, in bytes.
const (
	minMended = 3
	maxMended = 24
)

func newSpeller(asks [][]string) *speller {
	s := &speller{uses: map[string]int{}}
	for _, ways := range asks {
		for _, way := range ways {
			for _, w := range wordsOf(way) {
				if s.uses[w]++; s.uses[w] == 1 && len(w) > minMended && len(w) < len(s.byLen) {
					s.byLen[len(w)] = append(s.byLen[len(w)], w)
				}
			}
		}
	}
	return s
}

// mend puts the entries' words in the place of words that nobody knows and that
// are one slip of the hand away from them.
func (s *speller) mend(words []string) {
	for i, w := range words {
		if len(w) >= minMended && len(w) <= maxMended && s.uses[w] == 0 && isLatin(w) && !question.IsEnglish(w) {
			words[i] = s.nearest(w)
		}
	}
}

// nearest is the most used word one slip away, or the word itself. One that
// begins otherwise must be used far more: the first letter is seldom wrong.
func (s *speller) nearest(w string) string {
	best, most := w, 0
	for n := len(w) - 1; n <= len(w)+1; n++ {
		for _, known := range s.byLen[n] {
			if !oneSlip(w, known) {
				continue
			}
			uses := 5 * s.uses[known]
			if known[0] != w[0] {
				uses = s.uses[known]
			}
			if uses > most || uses == most && known < best {
				best, most = known, uses
			}
		}
	}
	return best
}

// oneSlip reports whether one letter put in, left out, changed or swapped with
// its neighbour makes one word of the other.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(b) == len(a)+1:
		return a[i:] == b[i+1:]
	case len(a) != len(b):
		return false
	case i == len(a):
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func isLatin(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}
