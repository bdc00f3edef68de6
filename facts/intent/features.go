package intent

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"

	"github.com/pilcrow-bot/pilcrow/facts/sense"
)

// The kinds of feature; each begins the keys of its own.
const (
	wordKind = iota // the stem of a word
	pairKind        // two stems side by side
	runKind         // a run of letters within a word and its borders
	kinds
)

// kindWeight is the length that a vector has within each kind, before the
// whole is brought to length 1.
var kindWeight = [kinds]float32{wordKind: 1, pairKind: 0.7, runKind: 0.7}

// gistLength is the length of a text's gist, beside the 1 of all its features.
const gistLength = 0.7

const (
	shortRun = 3 // letters
	longRun  = 4

	// manyWays is how many ways of asking there must be for pairs and runs
	// that stand in only one of them to be left aside.
	manyWays = 1000
)

// feature is a place of a vector that is not zero.
type feature struct {
	id    int32
	value float32
}

// features is the vocabulary of a set of ways of asking.
type features struct {
	Keys []string  // id → kind and text, in order
	Rare []float32 // id → weight: the rarer, the heavier
	New  float32   // the weight of what no way of asking has

	ids   map[string]int32
	stems stems
}

// stems are the stems of the words of the ways of asking, which are costly to find.
type stems map[string]string

func (s stems) of(word string) string {
	if stem, known := s[word]; known || len(word) < 3 {
		return cmp.Or(stem, word)
	}
	return english.Stem(word, true)
}

func stemsOf(ways [][]string) stems {
	s := stems{}
	for _, words := range ways {
		for _, w := range words {
			if _, known := s[w]; !known {
				s[w] = s.of(w)
			}
		}
	}
	return s
}

// width is how many places a vector has: the features', then the gist's.
func (f *features) width() int { return len(f.Keys) + sense.Size }

// eachKey gives the keys of a text's features, words first of each word's. The
// key is only good until the next.
func (s stems) eachKey(words []string, buf []byte, yield func(kind int, key []byte)) {
	before := "^"
	for _, w := range words {
		stem := s.of(w)
		buf = append(append(buf[:0], wordKind), stem...)
		yield(wordKind, buf)
		pairKey(buf, before, stem, yield)
		before = stem
		eachRun(w, buf, yield)
	}
	if len(words) > 0 {
		pairKey(buf, before, "$", yield)
	}
}

// eachStem gives the keys of a text's words alone.
func (s stems) eachStem(words []string, buf []byte, yield func(i int, key []byte)) {
	for i, w := range words {
		yield(i, append(append(buf[:0], wordKind), s.of(w)...))
	}
}

func pairKey(buf []byte, a, b string, yield func(kind int, key []byte)) {
	buf = append(append(buf[:0], pairKind), a...)
	buf = append(append(buf, ' '), b...)
	yield(pairKind, buf)
}

// eachRun gives the runs of letters within a word, its borders marked.
func eachRun(word string, buf []byte, yield func(kind int, key []byte)) {
	text := append(append(append(buf[:0], '_'), word...), '_')
	for from := 0; from < len(text); from += letter(text, from) {
		to := from
		for n := 1; n <= longRun && to < len(text); n++ {
			if to += letter(text, to); n >= shortRun {
				key := append(append(text, runKind), text[from:to]...)
				yield(runKind, key[len(text):])
			}
		}
	}
}

// letter is the length of the letter that begins at a place, in bytes.
func letter(text []byte, at int) int {
	_, size := utf8.DecodeRune(text[at:])
	return size
}

// newFeatures learns the vocabulary of ways of asking, given as words.
func newFeatures(ways [][]string) *features {
	uses := map[string]int32{}
	last := map[string]int{}
	buf := make([]byte, 0, keyRoom)
	all := stemsOf(ways)
	for i, words := range ways {
		all.eachKey(words, buf, func(_ int, key []byte) {
			if last[string(key)] != i+1 {
				last[string(key)] = i + 1
				uses[string(key)]++
			}
		})
	}
	f := &features{New: rarity(len(ways), 0), stems: all}
	for key, n := range uses {
		if n > 1 || key[0] == wordKind || len(ways) < manyWays {
			f.Keys = append(f.Keys, key)
		}
	}
	slices.Sort(f.Keys)
	for _, key := range f.Keys {
		f.Rare = append(f.Rare, rarity(len(ways), uses[key]))
	}
	f.index()
	return f
}

func (f *features) index() {
	f.ids = make(map[string]int32, len(f.Keys))
	for id, key := range f.Keys {
		f.ids[key] = int32(id)
	}
}

func rarity(ways int, uses int32) float32 {
	return float32(math.Log(float64(1+ways)/float64(1+uses)) + 1)
}

// vector appends the vector of a text to out, which it may change, by rising id:
// the features that it has, then its gist; nothing where it has no feature.
func (f *features) vector(words []string, buf []byte, out []feature) []feature {
	f.stems.eachKey(words, buf, func(_ int, key []byte) {
		if id, ok := f.ids[string(key)]; ok {
			out = append(out, feature{id, 1})
		}
	})
	slices.SortFunc(out, func(a, b feature) int { return int(a.id - b.id) })
	x := out[:0]
	for _, o := range out {
		if n := len(x); n > 0 && x[n-1].id == o.id {
			x[n-1].value++
			continue
		}
		x = append(x, o)
	}
	if len(x) == 0 {
		return x
	}
	f.weigh(x)
	return f.gist(words, buf, x)
}

// gist appends the mean of what a text's words mean, the rarer the heavier, as
// far as their senses are known.
func (f *features) gist(words []string, buf []byte, x []feature) []feature {
	var sum [sense.Size]float32
	f.stems.eachStem(words, buf, func(i int, key []byte) {
		s, known := sense.Of(words[i])
		if !known {
			return
		}
		weight := f.weight(key)
		for d, v := range s {
			sum[d] += weight * float32(v)
		}
	})
	var square float64
	for _, v := range sum {
		square += float64(v) * float64(v)
	}
	if square == 0 {
		return x
	}
	length := float32(math.Sqrt(square))
	for d, v := range sum {
		x = append(x, feature{int32(len(f.Keys) + d), gistLength * v / length})
	}
	return x
}

// weight is how heavy a feature is, whether any way of asking has it or not.
func (f *features) weight(key []byte) float32 {
	if id, known := f.ids[string(key)]; known {
		return f.Rare[id]
	}
	return f.New
}

// weigh turns counts into weights: each kind brought to its length, then all to 1.
func (f *features) weigh(x []feature) {
	var length [kinds]float32
	for i := range x {
		n := x[i].value
		x[i].value = f.Rare[x[i].id]
		if n > 1 {
			x[i].value *= 1 + float32(math.Log(float64(n)))
		}
		length[f.kind(x[i].id)] += x[i].value * x[i].value
	}
	var whole float32
	for k, l := range length {
		if l > 0 {
			whole += kindWeight[k] * kindWeight[k]
		}
	}
	for k, l := range length {
		if l > 0 {
			length[k] = kindWeight[k] / float32(math.Sqrt(float64(l*whole)))
		}
	}
	for i := range x {
		x[i].value *= length[f.kind(x[i].id)]
	}
}

func (f *features) kind(id int32) int { return int(f.Keys[id][0]) }
