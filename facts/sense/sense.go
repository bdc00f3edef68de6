// Package sense knows what English words mean, as far as the company they keep
// tells: each of the forty thousand commonest is a direction in a space in which
// words of like meaning lie side by side. "Cost" is near to "price", and both are
// far from "sing".
//
// The directions are GloVe's vectors of 100 numbers (Pennington, Socher and
// Manning 2014), drawn nearer to those of the words that WordNet 3.1 gives as
// synonyms, hypernyms and derivations, and brought down to [Size] whole numbers.
// The program in the folder derive made them, once, and can make them again; its
// inputs are not kept here. The file LICENSES has the terms of both sources.
//
// Nothing is read, and no time spent, before the first word is asked for.
package sense

import (
	_ "embed"
	"math"
	"sort"
	"strings"
	"sync"
)

// Size is how many numbers a sense has.
const Size = 64

// Sense is the direction of a word's meaning, of about the same length for all words.
type Sense [Size]int8

//go:embed words.txt
var words string // in order, each with a line feed

//go:embed senses.bin
var senses string // of the words, in the same order

// ends are the places of the line feeds in words.
var ends = sync.OnceValue(func() []int32 {
	out := make([]int32, 0, len(senses)/Size)
	for i := range len(words) {
		if words[i] == '\n' {
			out = append(out, int32(i))
		}
	}
	return out
})

// Of returns the sense of a word in lower case, if it is known.
func Of(word string) (s Sense, known bool) {
	ends := ends()
	at := func(i int) string {
		if i == 0 {
			return words[:ends[0]]
		}
		return words[ends[i-1]+1 : ends[i]]
	}
	i, known := sort.Find(len(ends), func(i int) int { return strings.Compare(word, at(i)) })
	if !known {
		return Sense{}, false
	}
	for d := range s {
		s[d] = int8(senses[i*Size+d])
	}
	return s, true
}

// Near is how near two senses are, from -1 to 1 for the same: the cosine of the
// angle between them.
func (s *Sense) Near(t *Sense) float64 {
	var both, first, second int
	for d := range s {
		both += int(s[d]) * int(t[d])
		first += int(s[d]) * int(s[d])
		second += int(t[d]) * int(t[d])
	}
	if both == 0 {
		return 0
	}
	return float64(both) / math.Sqrt(float64(first)*float64(second))
}
