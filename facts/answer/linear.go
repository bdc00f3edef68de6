package answer

import (
	"cmp"
	"math"
	"slices"

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

// row is what a feature says for and against entries, sparsely.
type row struct {
	entry []int32
	now   []float32 // the weight as last moved
	past  []float32 // what to take off for the average over all steps
}

const (
	rounds   = 2   // passes over the ways of asking; more change little
	margin   = 1   // by how much the right entry must lead
	mostMove = 0.5 // of one step
	commonly = 0.1 // a word in more than this share of all phrases tells nothing
)

// feature is a feature of a question and how much it counts in it.
type feature struct {
	id    int32
	value float32
}

// learnLinear learns from all phrases but those held out.
func (e *Engine) learnLinear(heldOut func(i int) bool) *linear {
	l := &linear{pairs: map[[2]question.Term]int32{}, terms: e.reader.Terms(), entries: len(e.entries)}
	examples := make([][]feature, len(e.phrases))
	count := make([]float32, l.terms)
	for i := range e.phrases {
		p := &e.phrases[i]
		if heldOut(i) {
			continue
		}
		for j, t := range p.row {
			examples[i] = append(examples[i], feature{id: int32(t)})
			count[t]++
			for _, x := range p.others[j] {
				examples[i] = append(examples[i], feature{id: int32(x)})
				count[x]++
			}
			prev := question.Term(-1)
			if j > 0 {
				prev = p.row[j-1]
			}
			pair := [2]question.Term{prev, t}
			id, ok := l.pairs[pair]
			if !ok {
				id = int32(l.terms + len(l.pairs))
				l.pairs[pair] = id
				count = append(count, 0)
			}
			examples[i] = append(examples[i], feature{id: id})
			count[id]++
		}
	}
	l.rows = make([]row, len(count))
	l.rarity = make([]float32, len(count))
	all := float32(len(e.phrases))
	for f, n := range count {
		if n < all*commonly {
			l.rarity[f] = float32(math.Log(float64(1 + all/(1+n))))
		}
	}
	for i := range examples {
		examples[i] = l.normal(examples[i])
	}
	scores := make([]float32, l.entries)
	for range rounds {
		for k := range examples {
			i := k * stride % len(examples) // neighbours in the table are alike: take them far apart
			if len(examples[i]) > 0 {
				l.step(examples[i], e.phrases[i].entry, scores)
			}
		}
	}
	for f := range l.rows {
		r := &l.rows[f]
		for k := range r.now {
			r.now[k] -= r.past[k] / l.steps
		}
		r.past = nil
	}
	return l
}

// stride is a prime above the number of phrases in a row of any entry.
const stride = 7919

// step moves the weights where the right entry does not lead by the margin.
func (l *linear) step(x []feature, right int32, scores []float32) {
	clear(scores)
	l.add(x, scores)
	rival := int32(-1)
	for k, s := range scores {
		if int32(k) != right && (rival < 0 || s > scores[rival]) {
			rival = int32(k)
		}
	}
	l.steps++
	loss := margin - (scores[right] - scores[rival])
	if loss <= 0 {
		return
	}
	move := min(mostMove, loss/2)
	for _, f := range x {
		l.rows[f.id].move(right, move*f.value, l.steps)
		l.rows[f.id].move(rival, -move*f.value, l.steps)
	}
}

func (r *row) move(entry int32, by, step float32) {
	k := slices.Index(r.entry, entry)
	if k < 0 {
		k = len(r.entry)
		r.entry, r.now, r.past = append(r.entry, entry), append(r.now, 0), append(r.past, 0)
	}
	r.now[k] += by
	r.past[k] += by * step
}

// add adds to each entry's score what the features say.
func (l *linear) add(x []feature, scores []float32) {
	for _, f := range x {
		r := &l.rows[f.id]
		for k, entry := range r.entry {
			scores[entry] += f.value * r.now[k]
		}
	}
}

// normal gives features their values, each once, of length one together.
func (l *linear) normal(x []feature) []feature {
	slices.SortFunc(x, func(a, b feature) int { return cmp.Compare(a.id, b.id) })
	x = slices.CompactFunc(x, func(a, b feature) bool { return a.id == b.id })
	x = slices.DeleteFunc(x, func(f feature) bool { return l.rarity[f.id] == 0 })
	var sum float32
	for i := range x {
		x[i].value = l.rarity[x[i].id]
		sum += x[i].value * x[i].value
	}
	for i := range x {
		x[i].value /= float32(math.Sqrt(float64(sum)))
	}
	return x
}

// features of a question: its words in a row, what else they may stand for, and
// neighbours in pairs.
func (l *linear) features(ts []question.Token) []feature {
	out := make([]feature, 0, 4*len(ts))
	prev := question.Term(-1)
	for i := range ts {
		t := &ts[i]
		if t.Aside || len(t.Terms) == 0 {
			continue
		}
		for _, x := range t.Terms {
			out = append(out, feature{id: int32(x)})
		}
		if id, ok := l.pairs[[2]question.Term{prev, t.Terms[0]}]; ok {
			out = append(out, feature{id: id})
		}
		prev = t.Terms[0]
	}
	out = slices.DeleteFunc(out, func(f feature) bool { return int(f.id) >= len(l.rows) })
	return l.normal(out)
}

// prefer scores entries for a question.
func (l *linear) prefer(ts []question.Token, scores []float32) {
	clear(scores)
	l.add(l.features(ts), scores)
}
