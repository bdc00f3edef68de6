package question

import (
	_ "embed"
	"math/bits"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

//go:embed english.txt
var wordList string

// wordsFrom is where the words begin, after the lines of comment.
var wordsFrom = func() int {
	i := strings.LastIndex(wordList, "\n#") + 1
	return i + strings.IndexByte(wordList[i:], '\n') + 1
}()

// isEnglish reports whether a word stands in the list of English words.
func isEnglish(low string) bool {
	at := firstFrom(low)
	return strings.HasPrefix(wordList[at:], low) && wordList[at+len(low)] == '\n'
}

// firstFrom is where the first English word stands that comes no earlier in order than a
// text. The list is sorted, so it is searched where it lies.
func firstFrom(text string) int {
	lo, hi := wordsFrom, len(wordList)
	for lo < hi {
		mid := (lo + hi) / 2
		from := max(wordsFrom, strings.LastIndexByte(wordList[:mid], '\n')+1)
		to := from + strings.IndexByte(wordList[from:], '\n')
		if wordList[from:to] < text {
			lo = to + 1
		} else {
			hi = from
		}
	}
	return lo
}

// speller knows the words of a base and finds the one that was meant by a word
// that is neither known nor English.
type speller struct {
	index map[string]bool
	words []spelling // in the order they became known
	byLen [maxSpelling + 3][]int32
}

type spelling struct {
	word    string
	letters uint32 // which letters occur: a cheap bound on the distance
}

// maxSpelling bounds the words that are mended, which also keeps the
// subsequence matcher's growing bonus far from overflow.
const maxSpelling = 24

func newSpeller() *speller { return &speller{index: map[string]bool{}} }

func (s *speller) add(low string) {
	if s.index[low] || len(low) < 2 || len(low) > maxSpelling || strings.ContainsAny(low, "0123456789&") {
		return
	}
	s.index[low] = true
	s.byLen[len(low)] = append(s.byLen[len(low)], int32(len(s.words)))
	s.words = append(s.words, spelling{low, letterSet(low)})
}

func (s *speller) knows(low string) bool { return s.index[low] || isEnglish(low) }

func letterSet(w string) uint32 {
	var set uint32
	for i := range len(w) {
		if c := w[i] - 'a'; c < 26 {
			set |= 1 << c
		}
	}
	return set
}

// reach is the largest distance at which a word of this length is mended.
func reach(length int) int {
	switch {
	case length < 3:
		return 0
	case length < 6:
		return 1
	case length < 11:
		return 2
	}
	return 3
}

// Costs of what sets a written word apart from the meant one, in eighths of a
// whole slip of the hand.
const (
	wholeSlip  = 8
	otherStart = 3 // the first letter is seldom wrong
	sameSound  = 4 // taken off where both sound the same
	nearKey    = 2 // taken off for a neighbour on the keyboard
)

// correct returns the known word most likely meant, if any is near enough.
func (s *speller) correct(low string) (string, bool) {
	if w, ok := s.nearest(low, reach(len(low))); ok {
		return w, true
	}
	return s.abbreviated(low)
}

// nearest returns the known word that is at most max slips away and most likely
// meant.
func (s *speller) nearest(low string, max int) (string, bool) {
	n := len(low)
	if n > maxSpelling || n < 3 || max == 0 {
		return "", false
	}
	set, snd := letterSet(low), sound(low)
	best, bestCost := "", 1<<30
	for l := n - max; l <= n+max && l < len(s.byLen); l++ {
		if l < 2 {
			continue
		}
		for _, i := range s.byLen[l] {
			w := &s.words[i]
			if bits.OnesCount32(set^w.letters) > 2*max {
				continue
			}
			d := distance(low, w.word, max)
			if d > max || n == 3 && d == 1 && l == 3 && set != w.letters {
				continue // of three letters two are too few to go by, unless they only changed places
			}
			cost := d * wholeSlip
			if low[0] != w.word[0] {
				cost += otherStart
			}
			if snd == sound(w.word) {
				cost -= sameSound
			}
			if d == 1 && l == n && nearKeys(low, w.word) {
				cost -= nearKey
			}
			if cost < bestCost || cost == bestCost && w.word < best {
				best, bestCost = w.word, cost
			}
		}
	}
	return best, best != ""
}

// abbreviated finds a long word that was written with letters dropped:
// "mdiatek", "qlcomm". Subsequence matching is only right for that.
func (s *speller) abbreviated(low string) (string, bool) {
	if len(low) < 4 {
		return "", false
	}
	var fit []string
	for l := len(low) + 1; l < len(s.byLen) && l <= 2*len(low); l++ {
		for _, i := range s.byLen[l] {
			w := s.words[i].word
			if w[0] == low[0] && letterSet(low)&^s.words[i].letters == 0 {
				fit = append(fit, w)
			}
		}
	}
	found := fuzzy.Find(low, fit)
	if len(found) == 0 {
		return "", false
	}
	slices.SortStableFunc(found, func(a, b fuzzy.Match) int {
		if d := len(a.Str) - len(b.Str); d != 0 {
			return d
		}
		return strings.Compare(a.Str, b.Str)
	})
	return found[0].Str, true
}

// whole finds the word that a beginning was cut from, the shortest that goes on
// from it: "jurisd.".
func (s *speller) whole(low string) (string, bool) {
	if len(low) < 4 {
		return "", false
	}
	best := ""
	for l := len(low) + 1; l < len(s.byLen) && best == ""; l++ {
		for _, i := range s.byLen[l] {
			if w := s.words[i].word; strings.HasPrefix(w, low) && (best == "" || w < best) {
				best = w
			}
		}
	}
	return best, best != ""
}

// surelyOneSlip is how long a word is that one slip is likelier to have made than
// two words run together.
const surelyOneSlip = 6

// oneSlip reads a word whose last letter was swallowed, "cookin", or that is a
// single slip away from a known one: "prodcuts" is not two words.
func (s *speller) oneSlip(low string) (string, bool) {
	if strings.HasSuffix(low, "in") && s.knows(low+"g") {
		return low + "g", true
	}
	if len(low) < surelyOneSlip {
		return "", false
	}
	return s.nearest(low, 1)
}

// englishNear is the English word that is a single slip away from a longer one, if any: where
// it is a form of one of the base's, it is likelier meant than another that is two slips
// away. The first letter is taken to be right, so that not all words are looked at.
func englishNear(low string) (string, bool) {
	if len(low) < surelyOneSlip || len(low) > maxSpelling {
		return "", false
	}
	best, bestCost := "", 1<<30
	for at := firstFrom(low[:1]); at < len(wordList) && wordList[at] == low[0]; {
		end := at + strings.IndexByte(wordList[at:], '\n')
		w := wordList[at:end]
		at = end + 1
		if len(w) < len(low)-1 || len(w) > len(low)+1 || distance(low, w, 1) > 1 {
			continue
		}
		cost := wholeSlip
		switch {
		case letterSet(low) == letterSet(w):
			cost -= sameSound // changed places, or was doubled
		case len(w) == len(low):
			cost += otherStart
		}
		if cost < bestCost {
			best, bestCost = w, cost
		}
	}
	return best, best != ""
}

// parts splits words that were run together: "licensingrevenue".
func (s *speller) parts(low string) (a, b string, ok bool) {
	for i := 3; i+3 <= len(low); i++ {
		if s.index[low[:i]] && s.knows(low[i:]) {
			return low[:i], low[i:], true
		}
	}
	return "", "", false
}

// mostMended bounds how many words of a message are looked at for mending: what
// has more that nobody knows is no question.
const mostMended = 40

// mend reads words that are neither known nor English as the ones meant.
func (r *Reader) mend(ws []word) ([]word, []Correction) {
	var fixed []Correction
	out := make([]word, 0, len(ws))
	tried := 0
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if meant, ok := r.slip(ws, i); ok {
			fixed = append(fixed, Correction{w.low, meant})
			out = append(out, r.as(w, meant))
			continue
		}
		if w.isNumber || len(w.low) < 3 || r.speller.knows(w.low) || r.knownStem(w.stem) || !isPlainLatin(w.low) {
			out = append(out, w)
			continue
		}
		if tried++; tried > mostMended {
			return append(out, ws[i:]...), fixed
		}
		if i+1 < len(ws) && !ws[i+1].isNumber && r.speller.index[w.low+ws[i+1].low] {
			joined := w.low + ws[i+1].low
			fixed = append(fixed, Correction{w.low + " " + ws[i+1].low, joined})
			out = append(out, r.as(word{text: w.text + " " + ws[i+1].text, sentence: w.sentence, clause: w.clause}, joined))
			i++
			continue
		}
		if m, ok := r.speller.whole(w.low); ok && w.cut {
			fixed = append(fixed, Correction{w.low, m})
			out = append(out, r.as(w, m))
			continue
		}
		if m, ok := r.speller.oneSlip(w.low); ok {
			fixed = append(fixed, Correction{w.low, m})
			out = append(out, r.as(w, m))
			continue
		}
		if a, b, ok := r.speller.parts(w.low); ok {
			fixed = append(fixed, Correction{w.low, a + " " + b})
			for _, p := range []string{a, b} {
				out = append(out, r.as(word{text: p, sentence: w.sentence, clause: w.clause}, p))
			}
			continue
		}
		if m, ok := r.speller.correct(w.low); ok {
			if e, ok := englishNear(w.low); ok && r.knownStem(r.stem(e)) {
				m = e
			}
			fixed = append(fixed, Correction{w.low, m})
			w = r.as(w, m)
		}
		out = append(out, w)
	}
	return out, fixed
}

// slip reads an English word that stands for another by a slip of the hand,
// where its neighbours tell: "dose it pay", "were is it held", "more then".
func (r *Reader) slip(ws []word, i int) (string, bool) {
	if i+1 == len(ws) || ws[i+1].sentence != ws[i].sentence {
		return "", false
	}
	next := ws[i+1].low
	first := i == 0 || ws[i-1].sentence != ws[i].sentence
	switch ws[i].low {
	case "dose":
		return "does", first && next != "of" && !auxiliaries[next]
	case "were":
		return "where", first && auxiliaries[next]
	case "then":
		near := !first && (beforeThan[ws[i-1].low] || strings.HasSuffix(ws[i-1].low, "er") && ws[i+1].isNumber)
		return "than", near || pronouns[next] && comparesBefore(ws, i)
	case "form":
		n, _ := r.longest(entityRuns, ws[i+1:])
		return "from", !first && n > 0 && !grammar[ws[i-1].low]
	}
	return "", false
}

// moreThen is how many words before "then" a word may stand that compares: "more in
// royalties then it gets".
const moreThen = 3

// comparesBefore reports whether a word that compares stands a little before the word at i.
func comparesBefore(ws []word, i int) bool {
	return slices.ContainsFunc(ws[max(0, i-moreThen):i], func(w word) bool {
		return w.sentence == ws[i].sentence && w.clause == ws[i].clause && beforeThan[w.low]
	})
}

// beforeThan are words after which "then" can only be "than".
var beforeThan = lexicon.Set("before-than")

// knownStem accepts regular forms of known words: "huaweis", "outlicensed".
func (r *Reader) knownStem(stem string) bool {
	_, ok := r.lookup(ofWord, stem)
	return ok || r.runs[entityRuns].next[stem] != nil
}

func isPlainLatin(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// distance is the number of letters put in, left out, changed or swapped with
// their neighbour (optimal string alignment), or anything above max.
func distance(a, b string, max int) int {
	var rows [3][maxSpelling + 4]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur, prev, prev2 := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, prev2[j-2]+1)
			}
			cur[j] = d
			least = min(least, d)
		}
		if least > max {
			return max + 1
		}
	}
	return rows[len(a)%3][len(b)]
}

const keyboard = "qwertyuiop asdfghjkl  zxcvbnm   "

// nearKeys reports whether the one letter that differs lies beside the right
// one on a keyboard.
func nearKeys(a, b string) bool {
	for i := range len(a) {
		if a[i] == b[i] {
			continue
		}
		x, y := strings.IndexByte(keyboard, a[i]), strings.IndexByte(keyboard, b[i])
		if x < 0 || y < 0 {
			return false
		}
		dx, dy := x%11-y%11, x/11-y/11
		return dx*dx <= 1 && dy*dy <= 1
	}
	return false
}

var soundAlike = strings.NewReplacer(
	"ph", "f", "ck", "k", "qu", "k", "q", "k", "c", "k", "x", "ks", "z", "s", "gh", "", "wh", "w", "kn", "n", "wr", "r", "dg", "j", "y", "i",
)

// sound is a rough key of how a word sounds: consonants only, doubled letters
// once, letters that sound alike made one.
func sound(low string) string {
	s := soundAlike.Replace(low)
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if i > 0 && (strings.IndexByte("aeiouhw", c) >= 0 || c == s[i-1]) {
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
