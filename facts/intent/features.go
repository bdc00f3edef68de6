package intent

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
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

	ids map[string]int32
}

// eachKey gives the keys of a text's features, words first of each word's. The
// key is only good until the next.
func eachKey(words []string, buf []byte, yield func(kind int, key []byte)) {
	before := "^"
	for _, w := range words {
		stem := stemOf(w)
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
func eachStem(words []string, buf []byte, yield func(i int, key []byte)) {
	for i, w := range words {
		yield(i, append(append(buf[:0], wordKind), stemOf(w)...))
	}
}

func stemOf(word string) string {
	if len(word) < 3 {
		return word
	}
	return english.Stem(word, true)
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
	for i, words := range ways {
		eachKey(words, buf, func(_ int, key []byte) {
			if last[string(key)] != i+1 {
				last[string(key)] = i + 1
				uses[string(key)]++
			}
		})
	}
	f := &features{New: rarity(len(ways), 0)}
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

// vector appends the vector of a text to out, which it may change, by rising id.
func (f *features) vector(words []string, buf []byte, out []feature) []feature {
	eachKey(words, buf, func(_ int, key []byte) {
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
	f.weigh(x)
	return x
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
