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
	cells   []cell                     // of all rows that are not full
	full    [][]float32                // the weights of those that are
	terms   int
	entries int
	rarity  []float32   // feature → how much it counts
	phrases [][]feature // phrase → its features; nil where it was held out
}

// row is what a feature says for and against entries: a cell for each that it
// speaks of, or where these are many, a weight for every entry, which adds up
// faster. Most features speak of few, so that a row is kept small.
type row struct {
	at    int32 // where its cells begin, or its weights are
	cells int32 // how many it has; isFull for a weight for every entry
}

const isFull = -1

// cell is a weight for one entry, as last moved while learning; past is then what to
// take off it for the average over all steps.
type cell struct {
	entry        int32
	weight, past float32
}

// crowded is the share of entries from which on a row is full: one in so many.
const crowded = 6

const (
	rounds     = 1    // passes over the ways of asking; more fit them better, and what people ask no better
	margin     = 1    // by how much the right entry must lead
	outset     = 0.67 // what the average of an entry's ways of asking counts before the first step
	mostMove   = 0.25 // of one step
	mostTaught = 5000 // entries from which on weights are left as they begin: a step costs as much as there are entries, so that many thousand would be learnt from for minutes
	commonly   = 0.1  // a word in more than this share of all phrases tells nothing
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
	l := &linear{pairs: make(map[[2]question.Term]int32, 2*len(e.phrases)), terms: e.reader.Terms(), entries: len(e.entries)}
	pairs := make([][]int32, len(e.phrases)) // phrase → its pairs; nil where it is held out
	count := make([]float32, l.terms, 16*l.terms)
	var room shelf[int32]
	for i := range e.phrases {
		if heldOut(i) {
			continue
		}
		p := &e.phrases[i]
		pairs[i] = l.pairsOf(p, room.take(len(p.row)))
		for j, f := range pairs[i] {
			count[p.row[j]]++
			for _, o := range p.others[j] {
				count[o]++
			}
			if int(f) == len(count) {
				count = append(count, 0)
			}
			count[f]++
		}
	}
	l.rarity = make([]float32, len(count))
	all := float32(len(e.phrases))
	for f, n := range count {
		if n < all*commonly {
			l.rarity[f] = float32(math.Log(float64(1 + all/(1+n))))
		}
	}
	newLearner(l, count).learn(e.phrases, pairs)
	return l
}

// pairsOf are the features that neighbours in a phrase are; new ones become
// features.
func (l *linear) pairsOf(p *phrase, room []int32) []int32 {
	prev := question.Term(-1)
	for _, t := range p.row {
		pair := [2]question.Term{prev, t}
		id, ok := l.pairs[pair]
		if !ok {
			id = int32(l.terms + len(l.pairs))
			l.pairs[pair] = id
		}
		room = append(room, id)
		prev = t
	}
	return room
}

// shuffled are the places of phrases in the order in which they are learnt from.
// Neighbours in the table are alike, so they are taken far apart: in the order of a
// hash of their words, which stays when others are added, so that a new fact changes
// little of what was learnt of the rest.
func shuffled(phrases []phrase) []int {
	type place struct {
		hash uint64
		at   int
	}
	places := make([]place, len(phrases))
	for i := range phrases {
		h := fnv.New64a()
		h.Write([]byte(phrases[i].words)) // never fails
		places[i] = place{h.Sum64(), i}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.at, b.at)) })
	order := make([]int, len(phrases))
	for i, p := range places {
		order[i] = p.at
	}
	return order
}

// learner is what weights need besides while they are learnt.
type learner struct {
	*linear
	rooms  []int32 // feature → how many cells it has room for
	scores []float32
	steps  float32
	past   [][]float32 // of full rows, what to take off each weight for the average over all steps
}

// example is a phrase as it is learnt from.
type example struct {
	features []feature
	entry    int32 // that it asks for
}

// newLearner makes room for the cells of features that stand in so many phrases.
func newLearner(l *linear, count []float32) *learner {
	l.rows = make([]row, len(count))
	rooms := make([]int32, len(count))
	all := int32(0)
	for f, n := range count {
		rooms[f] = min(2*int32(n), l.most()+1) // a right entry and a rival for each
		all += rooms[f]
	}
	l.cells = make([]cell, 0, all)
	return &learner{linear: l, rooms: rooms, scores: make([]float32, l.entries)}
}

// most is how many cells a row has at most.
func (l *linear) most() int32 { return int32(l.entries/crowded) + 1 }

// learn takes one phrase after the other, but those without pairs.
func (l *learner) learn(phrases []phrase, pairs [][]int32) {
	examples := l.examples(phrases, pairs)
	l.begin(examples)
	if l.entries > mostTaught {
		l.settle()
		return
	}
	for range rounds {
		for _, x := range examples {
			if len(x.features) > 0 {
				l.step(x.features, x.entry)
			}
		}
	}
	l.settle()
}

// examples are the phrases with pairs, in the order in which they are learnt from. Their
// features are kept, to hold questions against them; see [akin].
func (l *learner) examples(phrases []phrase, pairs [][]int32) []example {
	order := slices.DeleteFunc(shuffled(phrases), func(i int) bool { return pairs[i] == nil })
	l.phrases = make([][]feature, len(phrases))
	out := make([]example, len(order))
	var room shelf[feature]
	var ids []int32
	for k, i := range order {
		p := &phrases[i]
		ids = ids[:0]
		for _, t := range p.holds {
			ids = append(ids, int32(t))
		}
		slices.Sort(pairs[i]) // and they come after all terms
		ids = append(ids, pairs[i]...)
		out[k] = example{l.normal(ids, room.take(len(ids))), p.entry}
		l.phrases[i] = out[k].features
	}
	return out
}

// begin gives every feature the weight that it has in an entry's ways of asking on
// the average. What is learnt from there on needs fewer steps, and depends less on
// the order in which they are taken.
func (l *learner) begin(examples []example) {
	of := make([][]int32, l.entries) // entry → its examples
	for k := range examples {
		of[examples[k].entry] = append(of[examples[k].entry], int32(k))
	}
	sum := make([]float32, len(l.rows))
	var met []int32 // the features that have one
	for entry, its := range of {
		share := outset / float32(math.Sqrt(float64(len(its))))
		for _, k := range its {
			for _, f := range examples[k].features {
				if sum[f.id] == 0 {
					met = append(met, f.id)
				}
				sum[f.id] += share * f.value
			}
		}
		for _, id := range met {
			l.set(id, int32(entry), sum[id])
			sum[id] = 0
		}
		met = met[:0]
	}
}

// set gives a feature its first weight for an entry.
func (l *learner) set(id, entry int32, weight float32) {
	r := &l.rows[id]
	switch {
	case r.cells == isFull:
		l.full[r.at][entry] = weight
		return
	case r.cells == 0: // what is first met in one entry lies side by side
		r.at = int32(len(l.cells))
		l.cells = l.cells[:r.at+l.rooms[id]]
	}
	l.cells[r.at+r.cells] = cell{entry: entry, weight: weight}
	r.cells++
	l.fillFull(r)
}

// step moves the weights where the right entry does not lead by the margin.
func (l *learner) step(x []feature, right int32) {
	clear(l.scores)
	l.add(x, l.scores)
	rival := highestBut(right, l.scores)
	if rival < 0 { // there is only one entry, which needs no telling apart
		return
	}
	l.steps++
	loss := margin - (l.scores[right] - l.scores[rival])
	if loss <= 0 {
		return
	}
	move := min(mostMove, loss/2)
	for _, f := range x {
		r := &l.rows[f.id]
		l.move(r, right, move*f.value)
		l.move(r, rival, -move*f.value)
		l.fillFull(r)
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

// move moves a weight, and what is to be taken off it.
func (l *learner) move(r *row, entry int32, by float32) {
	if r.cells == isFull {
		l.full[r.at][entry] += by
		l.past[r.at][entry] += by * l.steps
		return
	}
	k := slices.IndexFunc(l.cellsOf(*r), func(c cell) bool { return c.entry == entry })
	if k < 0 {
		k = int(r.cells)
		r.cells++
		l.cells[int(r.at)+k].entry = entry
	}
	c := &l.cells[int(r.at)+k]
	c.weight += by
	c.past += by * l.steps
}

// cellsOf are the cells of a row that is not full.
func (l *linear) cellsOf(r row) []cell { return l.cells[r.at : r.at+r.cells] }

// fillFull turns the cells of a row that speaks of many entries into a weight for
// every entry.
func (l *learner) fillFull(r *row) {
	if r.cells < l.most() {
		return
	}
	full, past := make([]float32, l.entries), make([]float32, l.entries)
	for _, c := range l.cellsOf(*r) {
		full[c.entry], past[c.entry] = c.weight, c.past
	}
	r.at, r.cells = int32(len(l.full)), isFull
	l.full, l.past = append(l.full, full), append(l.past, past)
}

// settle turns the weights as last moved into their average over all steps, and
// gives up the room that was not needed.
func (l *learner) settle() {
	steps := max(l.steps, 1)
	inUse := 0
	for _, r := range l.rows {
		inUse += int(max(r.cells, 0))
	}
	cells := make([]cell, 0, inUse)
	for i := range l.rows {
		r := &l.rows[i]
		if r.cells == isFull {
			continue
		}
		from := int32(len(cells))
		for _, c := range l.cellsOf(*r) {
			cells = append(cells, cell{entry: c.entry, weight: c.weight - c.past/steps})
		}
		r.at = from
	}
	l.cells = cells
	for i, full := range l.full {
		for k, past := range l.past[i] {
			full[k] -= past / steps
		}
	}
}

// add adds to each entry's score what the features say.
func (l *linear) add(x []feature, scores []float32) {
	for _, f := range x {
		r := l.rows[f.id]
		if r.cells == isFull {
			sums.Saxpy(l.entries, f.value, l.full[r.at], 1, scores, 1)
			continue
		}
		for _, c := range l.cellsOf(r) {
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

// prefer scores entries for the features of a question.
func (l *linear) prefer(x []feature, scores []float32) {
	clear(scores)
	l.add(x, scores)
}
