package intent

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// Matcher finds the entry that a question means. It is safe for concurrent use.
type Matcher struct {
	learned
	doubt    doubt
	estimate Estimate
	verbatim map[string]int // the words of a way of asking → its entry, where only one has them
	digest   [32]byte       // of the ways of asking
}

// learned is what is learned from a set of ways of asking, without the bound
// below which a question is refused.
type learned struct {
	features *features
	planes   planes
	net      net
	entries  int

	speller *speller
	holds   []uint64 // word × entry: which entries' ways of asking have the word
	stride  int      // of holds, in entries / 64
	spare   *sync.Pool
}

// scratch is the room that one question needs.
type scratch struct {
	key            []byte
	x              []feature
	units          []float32
	margin         []float32 // how far a question lies beyond each entry's plane
	chance, second []float32
	whole          float64 // how much the net finds in a question of any entry
}

// Match returns the entry that a text means, and how sure that is, from 0 to 1;
// ok is false, and sure below a half, where the text seems to mean none of them.
// Texts in the very words of a way of asking are sure beyond doubt. It takes well
// under a millisecond.
func (m *Matcher) Match(text string) (entry int, sure float64, ok bool) {
	words := wordsOf(text)
	if at, known := m.verbatim[strings.Join(words, " ")]; known {
		return at, 1, true
	}
	s := m.spare.Get().(*scratch)
	defer m.spare.Put(s)
	entry, signs := m.judge(words, s)
	if entry < 0 {
		return 0, 0, false
	}
	z := m.doubt.of(signs) - m.doubt.Bound
	return entry, 1 / (1 + math.Exp(-z)), z >= 0
}

// Nearest returns the entries nearest to a text, at most n, the nearest first;
// none where the text shares nothing with any.
func (m *Matcher) Nearest(text string, n int) []int {
	s := m.spare.Get().(*scratch)
	defer m.spare.Put(s)
	if entry, _ := m.judge(wordsOf(text), s); entry < 0 {
		return nil
	}
	order := make([]int, m.entries)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.chance[b], s.chance[a]) })
	return order[:min(n, len(order))]
}

// judge finds the likeliest entry and what speaks for it, or -1 where the words
// share nothing with the entries. It mends the words.
func (l *learned) judge(words []string, s *scratch) (int, signs) {
	l.speller.mend(words)
	s.x = l.features.vector(words, s.key, s.x[:0])
	if len(s.x) == 0 {
		return -1, nothing
	}
	l.planes.score(s.x, s.margin)
	copy(s.chance, s.margin)
	chances(s.chance, planeSteep)
	l.net.score(s.x, s.units, s.second)
	s.whole = chances(s.second, 1)
	best := 0
	for i := range s.chance {
		s.chance[i] = (s.chance[i] + s.second[i]) / 2
		if s.chance[i] > s.chance[best] {
			best = i
		}
	}
	return best, l.signs(words, s, best)
}

// grammarWeight is what words of mere grammar count beside those that say what
// is asked about, which rarity alone does not tell of few ways of asking.
const grammarWeight = 0.1

// signs weighs what speaks for an entry: what the learners say, and the words
// themselves.
func (l *learned) signs(words []string, s *scratch, entry int) signs {
	var all, fresh, explained float64
	l.features.stems.eachStem(words, s.key, func(i int, key []byte) {
		id, known := l.features.ids[string(key)]
		weight := float64(l.features.weight(key))
		if english.IsStopWord(words[i]) {
			weight *= grammarWeight
		}
		all += weight
		switch {
		case !known:
			fresh += weight
		case l.has(id, entry):
			explained += weight
		}
	})
	// As if there were one entry more, for all else: of few, one is always likely.
	chance := max(float64(s.chance[entry]), 1e-4) * float64(l.entries) / float64(l.entries+1)
	return signs{
		math.Log(chance / (1 - chance)), fresh / all, explained / all,
		2 * float64(s.margin[entry]), s.whole / 3,
	}
}

// has reports whether any of an entry's ways of asking has a word.
func (l *learned) has(word int32, entry int) bool {
	return l.holds[int(word)*l.stride+entry>>6]&(1<<(entry&63)) != 0
}

// prepare derives what is not stored: the speller, who has which word, room.
func (l *learned) prepare(asks [][]string, ways [][]string, of []int) {
	l.speller = newSpeller(asks)
	l.stride = (l.entries + 63) / 64
	words := 0 // word features come first
	for words < len(l.features.Keys) && l.features.kind(int32(words)) == wordKind {
		words++
	}
	l.holds = make([]uint64, words*l.stride)
	key := make([]byte, 0, keyRoom)
	for i, w := range ways {
		l.features.stems.eachStem(w, key, func(_ int, key []byte) {
			if id, ok := l.features.ids[string(key)]; ok {
				l.holds[int(id)*l.stride+of[i]>>6] |= 1 << (of[i] & 63)
			}
		})
	}
	l.spare = &sync.Pool{New: func() any {
		return &scratch{
			key: make([]byte, 0, keyRoom), units: make([]float32, hidden),
			margin: make([]float32, l.entries), chance: make([]float32, l.entries), second: make([]float32, l.entries),
		}
	}}
}
