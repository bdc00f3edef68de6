package main

import (
	"cmp"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// relation says that a word is related to another, the nearer the heavier.
type relation struct {
	from, to int
	weight   float64
}

// nearness is how near the words of two synsets are by the kind of their relation.
var nearness = map[string]float64{
	"@": 0.35,                              // hypernym
	"&": 0.5,                               // similar to
	"+": 0.9,                               // derived from
	`\`: 0.4, "=": 0.4, "^": 0.4, "$": 0.4, // pertainym, attribute, see also, verb group
}

const sameWord = 0.5 // the nearness of the forms of a word

// endings are what regular forms of a word end in.
var endings = []string{"s", "es", "ed", "d", "ing", "er", "r"}

// wordnet is WordNet as far as it relates words that have vectors.
type wordnet struct {
	ids    map[string]int
	share  map[string]float64  // lemma and synset → how much of the lemma's use that is
	synset map[string][]string // part of speech and offset → words
	weight map[[2]int]float64
}

func readRelated(dict string, ids map[string]int) ([]relation, error) {
	n := wordnet{ids, map[string]float64{}, map[string][]string{}, map[[2]int]float64{}}
	if err := n.readUse(filepath.Join(dict, "index.sense")); err != nil {
		return nil, err
	}
	var files []string
	for _, part := range []string{"noun", "verb", "adj", "adv"} {
		data, err := os.ReadFile(filepath.Join(dict, "data."+part))
		if err != nil {
			return nil, err
		}
		files = append(files, string(data))
	}
	for _, f := range files {
		n.eachSynset(f, n.readWords)
	}
	for _, f := range files {
		n.eachSynset(f, n.readPointers)
	}
	n.addForms()
	out := make([]relation, 0, len(n.weight))
	for k, w := range n.weight {
		out = append(out, relation{k[0], k[1], w})
	}
	slices.SortFunc(out, func(a, b relation) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	return out, nil
}

// add keeps the heaviest relation of two words, both ways.
func (n *wordnet) add(a, b string, weight float64) {
	i, known := n.ids[a]
	j, also := n.ids[b]
	if known && also && i != j && n.weight[[2]int{i, j}] < weight {
		n.weight[[2]int{i, j}] = weight
		n.weight[[2]int{j, i}] = weight
	}
}

// readUse reads how often each lemma is used in each of its senses.
func (n *wordnet) readUse(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	all := map[string]float64{}
	lemmas := map[string]string{}
	for line := range strings.Lines(string(data)) {
		cell := strings.Fields(line) // lemma%kind:…, offset, rank, count
		if len(cell) < 4 {
			continue
		}
		lemma, kind, _ := strings.Cut(cell[0], "%")
		rank, _ := strconv.ParseFloat(cell[2], 64)
		count, _ := strconv.ParseFloat(cell[3], 64)
		key := lemma + " " + string("?nvara"[kind[0]-'0']) + cell[1]
		n.share[key] += count + 1/rank
		all[lemma] += count + 1/rank
		lemmas[key] = lemma
	}
	for key, lemma := range lemmas {
		n.share[key] /= all[lemma]
	}
	return nil
}

// eachSynset gives the cells of each line of a data file, with the synset's key.
func (n *wordnet) eachSynset(data string, yield func(key string, cell []string)) {
	for line := range strings.Lines(data) {
		if !strings.HasPrefix(line, " ") {
			cell := strings.Fields(line)
			yield(partOf(cell[2])+cell[0], cell)
		}
	}
}

// partOf is the part of speech; satellite adjectives are adjectives.
func partOf(s string) string {
	if s == "s" {
		return "a"
	}
	return s
}

// readWords reads the words of a synset, which are near to each other.
func (n *wordnet) readWords(key string, cell []string) {
	count, _ := strconv.ParseInt(cell[3], 16, 32)
	for i := range int(count) {
		word, _, _ := strings.Cut(strings.ToLower(cell[4+2*i]), "(")
		for _, other := range n.synset[key] {
			n.add(word, other, n.both(word, key, other, key))
		}
		n.synset[key] = append(n.synset[key], word)
	}
}

// both is how much two words are used in the senses that relate them.
func (n *wordnet) both(a, keyA, b, keyB string) float64 {
	return math.Sqrt(n.share[a+" "+keyA] * n.share[b+" "+keyB])
}

// readPointers relates the words of a synset to those of others.
func (n *wordnet) readPointers(key string, cell []string) {
	at := 4 + 2*len(n.synset[key])
	count, _ := strconv.Atoi(cell[at])
	for i := range count {
		p := cell[at+1+4*i:] // kind, offset, part of speech, which words
		near, other := nearness[p[0]], partOf(p[2])+p[1]
		if near == 0 {
			continue
		}
		from, to := n.synset[key], n.synset[other]
		if p[3] != "0000" {
			a, _ := strconv.ParseInt(p[3][:2], 16, 32)
			b, _ := strconv.ParseInt(p[3][2:], 16, 32)
			from, to = from[a-1:a], to[b-1:b]
		}
		for _, a := range from {
			for _, b := range to {
				n.add(a, b, near*n.both(a, key, b, other))
			}
		}
	}
}

// addForms relates the regular forms of a word.
func (n *wordnet) addForms() {
	for w := range n.ids {
		for _, end := range endings {
			stem, ok := strings.CutSuffix(w, end)
			if !ok || len(stem) <= 2 {
				continue
			}
			n.add(w, stem, sameWord)
			if end == "ing" || end == "ed" {
				n.add(w, stem+"e", sameWord)
			}
		}
		if strings.HasSuffix(w, "ies") || strings.HasSuffix(w, "ied") {
			n.add(w, w[:len(w)-3]+"y", sameWord)
		}
	}
}
