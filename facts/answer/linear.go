package answer

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/gonum"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// linear weighs every word, and every pair of neighbours, by how much it speaks
// for each entry. Likeness finds what is put as before; this finds which words
// tell entries apart that are put much alike ("who owns", "who helps").
//
// It is learnt from the ways of asking, one after the other, by the
// passive-aggressive rule: where an entry does not lead by a margin, the weights
// are moved by just as much as is needed (Crammer et al. 2006). The weights that
// count are their average over all steps. Nothing in it depends on chance.
type linear struct {
	pairs   map[[2]question.Term]int32 // neighbours → feature; single terms are their own
	rows    []row                      // feature → weights
	terms   int
	entries int
	rarity  []float32 // feature → how much it counts
	steps   float32
}

// row is what a feature says for and against entries: a cell for each that it
// speaks of, or where these are many, a weight for every entry, which adds up
// faster. Most features speak of few, so that a row is kept small.
type row struct {
	cells []cell
	full  []float32 // the weight for every entry, in place of cells; nil where these do
	past  []float32 // what to take off each weight for the average over all steps; only while learning
}

// cell is a weight for one entry, as last moved while learning.
type cell struct {
	entry  int32
	weight float32
}

// crowded is the share of entries from which on a row is full: one in so many.
const crowded = 6

const (
	rounds   = 1   // passes over the ways of asking; more fit them better, and what people ask no better
	margin   = 1   // by how much the right entry must lead
	mostMove = 0.5 // of one step
	commonly = 0.1 // a word in more than this share of all phrases tells nothing
)

// sums adds multiples of full rows to scores, several entries at once where the
// processor can: here goes most of the time of learning.
var sums gonum.Implementation

// feature is a feature of a question and how much it counts in it.
type feature struct {
	id    int32
	value float32
}

// learnLinear learns from all phrases but those held out.
func (e *Engine) learnLinear(heldOut func(i int) bool) *linear {
	l := &linear{pairs: map[[2]question.Term]int32{}, terms: e.reader.Terms(), entries: len(e.entries)}
	examples := make([][]int32, len(e.phrases))
	count := make([]float32, l.terms, 8*l.terms)
	for i := range e.phrases {
		if heldOut(i) {
			continue
		}
		examples[i] = l.example(&e.phrases[i])
		for _, f := range examples[i] {
			if int(f) == len(count) {
				count = append(count, 0)
			}
			count[f]++
		}
	}
	l.rows = newRows(count, l.entries)
	l.rarity = make([]float32, len(count))
	all := float32(len(e.phrases))
	for f, n := range count {
		if n < all*commonly {
			l.rarity[f] = float32(math.Log(float64(1 + all/(1+n))))
		}
	}
	lessons := l.lessons(e.phrases, examples)
	scores := make([]float32, l.entries)
	for range rounds {
		for _, x := range lessons {
			l.step(x.features, x.entry, scores)
		}
	}
	for f := range l.rows {
		l.rows[f].settle(l.steps)
	}
	return l
}

// example is the features of a phrase; pairs that are new become features.
func (l *linear) example(p *phrase) []int32 {
	x := make([]int32, 0, 3*len(p.row))
	prev := question.Term(-1)
	for j, t := range p.row {
		x = append(x, int32(t))
		for _, o := range p.others[j] {
			x = append(x, int32(o))
		}
		pair := [2]question.Term{prev, t}
		id, ok := l.pairs[pair]
		if !ok {
			id = int32(l.terms + len(l.pairs))
			l.pairs[pair] = id
		}
		x = append(x, id)
		prev = t
	}
	return x
}

// lesson is a phrase to learn from: its features and the entry that they mean.
type lesson struct {
	features []feature
	entry    int32
}

// lessons are the phrases in the order in which they are learnt from, which is
// also how their features lie in memory. Neighbours in the table are alike, so
// they are taken far apart: in the order of a hash of their words, which stays
// when others are added, so that a new fact changes little of what was learnt of
// the rest.
func (l *linear) lessons(phrases []phrase, examples [][]int32) []lesson {
	size := 0
	for _, x := range examples {
		size += len(x)
	}
	all := make([]feature, 0, size)
	out := make([]lesson, 0, len(examples))
	for _, i := range shuffled(phrases) {
		from := len(all)
		all = l.normal(examples[i], all)
		if len(all) > from {
			out = append(out, lesson{all[from:len(all):len(all)], phrases[i].entry})
		}
	}
	return out
}

// shuffled are the places of phrases in the order of a hash of their words.
func shuffled(phrases []phrase) []int {
	hashes := make([]uint64, len(phrases))
	order := make([]int, len(phrases))
	for i := range phrases {
		h := fnv.New64a()
		h.Write([]byte(phrases[i].words)) // never fails
		hashes[i], order[i] = h.Sum64(), i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(hashes[a], hashes[b]), cmp.Compare(a, b)) })
	return order
}

// newRows makes room for the cells of features that stand in so many phrases,
// side by side: what is learnt from one phrase then lies close together, as it is
// looked at together.
func newRows(count []float32, entries int) []row {
	rows := make([]row, len(count))
	size := func(f int) int { return min(2*int(count[f]), entries/crowded+2) } // a right entry and a rival for each
	all := 0
	for f := range rows {
		all += size(f)
	}
	cells, past := make([]cell, all), make([]float32, all)
	for f := range rows {
		n := size(f)
		rows[f].cells, cells = cells[:0:n], cells[n:]
		rows[f].past, past = past[:0:n], past[n:]
	}
	return rows
}

// step moves the weights where the right entry does not lead by the margin.
func (l *linear) step(x []feature, right int32, scores []float32) {
	clear(scores)
	l.add(x, scores)
	rival := highestBut(right, scores)
	if rival < 0 { // there is only one entry, which needs no telling apart
		return
	}
	l.steps++
	loss := margin - (scores[right] - scores[rival])
	if loss <= 0 {
		return
	}
	move := min(mostMove, loss/2)
	for _, f := range x {
		r := &l.rows[f.id]
		r.move(right, move*f.value, l.steps)
		r.move(rival, -move*f.value, l.steps)
		if r.full == nil && len(r.cells) > l.entries/crowded {
			r.fill(l.entries)
		}
	}
}

// highestBut is the first of the highest scores beside the right entry's; -1 where
// there is no other.
func highestBut(right int32, scores []float32) int32 {
	rival, most := int32(-1), float32(math.Inf(-1))
	own := scores[right]
	scores[right] = most
	k := 0
	for ; k+4 <= len(scores); k += 4 { // four at a time, of which hardly ever one is higher
		s := (*[4]float32)(scores[k : k+4])
		if s[0] > most || s[1] > most || s[2] > most || s[3] > most {
			for j, score := range s {
				if score > most {
					rival, most = int32(k+j), score
				}
			}
		}
	}
	for ; k < len(scores); k++ {
		if scores[k] > most {
			rival, most = int32(k), scores[k]
		}
	}
	scores[right] = own
	return rival
}

func (r *row) move(entry int32, by, step float32) {
	if r.full != nil {
		r.full[entry] += by
		r.past[entry] += by * step
		return
	}
	k := slices.IndexFunc(r.cells, func(c cell) bool { return c.entry == entry })
	if k < 0 {
		k = len(r.cells)
		r.cells, r.past = append(r.cells, cell{entry: entry}), append(r.past, 0)
	}
	r.cells[k].weight += by
	r.past[k] += by * step
}

// fill turns cells into a weight for every entry.
func (r *row) fill(entries int) {
	full, past := make([]float32, entries), make([]float32, entries)
	for k, c := range r.cells {
		full[c.entry], past[c.entry] = c.weight, r.past[k]
	}
	r.cells, r.full, r.past = nil, full, past
}

// settle turns the weights as last moved into their average over all steps.
func (r *row) settle(steps float32) {
	for k := range r.cells {
		r.cells[k].weight -= r.past[k] / steps
	}
	for k := range r.full {
		r.full[k] -= r.past[k] / steps
	}
	r.past = nil
}

// add adds to each entry's score what the features say.
func (l *linear) add(x []feature, scores []float32) {
	for _, f := range x {
		r := &l.rows[f.id]
		if r.full != nil {
			sums.Saxpy(len(r.full), f.value, r.full, 1, scores, 1)
		}
		for _, c := range r.cells {
			scores[c.entry] += f.value * c.weight
		}
	}
}

// normal appends features to room with their values, each once, of length one
// together.
func (l *linear) normal(x []int32, room []feature) []feature {
	slices.Sort(x)
	from := len(room)
	var sum float32
	for _, id := range slices.Compact(x) {
		if v := l.rarity[id]; v != 0 {
			room = append(room, feature{id, v})
			sum += v * v
		}
	}
	length := float32(math.Sqrt(float64(sum)))
	for i := range room[from:] {
		room[from+i].value /= length
	}
	return room
}

// features of a question: its words in a row, what else they may stand for, and
// neighbours in pairs.
func (l *linear) features(ts []question.Token) []feature {
	out := make([]int32, 0, 4*len(ts))
	prev := question.Term(-1)
	for i := range ts {
		t := &ts[i]
		if t.Aside || len(t.Terms) == 0 {
			continue
		}
		for _, x := range t.Terms {
			out = append(out, int32(x))
		}
		if id, ok := l.pairs[[2]question.Term{prev, t.Terms[0]}]; ok {
			out = append(out, id)
		}
		prev = t.Terms[0]
	}
	out = slices.DeleteFunc(out, func(id int32) bool { return int(id) >= len(l.rows) })
	return l.normal(out, nil)
}

// prefer scores entries for a question.
func (l *linear) prefer(ts []question.Token, scores []float32) {
	clear(scores)
	l.add(l.features(ts), scores)
}
