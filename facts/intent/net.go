package intent

import (
	"math"
	"math/rand/v2"
)

// net scores entries through one hidden layer, which learns which words mean
// much the same to the entries.
type net struct {
	In        table // feature → hidden
	InOffset  []float32
	Out       table // hidden → entry
	OutOffset []float32
}

const (
	hidden    = 128
	leak      = 0.1 // the slope of a hidden unit below zero
	firstStep = 0.2 // how fast the net learns at first; falls to nothing

	netPasses    = 8     // over many ways of asking
	fewestSteps  = 15000 // however few the ways of asking are
	mostPasses   = 100
	dropFeatures = 0.3 // the share of a way's features left out each time, so that none is relied on alone
	dropGist     = 0.2 // the same of its gist
	dropHidden   = 0.3
	doubtful     = 0.1 // the share of certainty spread over all entries

	// slight is an error that teaches little; to save time, only so many of the
	// smaller ones are learned from, as if they were that large, that it comes to
	// the same in the end.
	slight = 0.01
)

// trainNet trains a net on vectors of the given width, whose last places, from
// gist on, are the gist's.
func trainNet(examples []example, gist, width, entries int) net {
	l := newLesson(gist, width, entries)
	passes := min(max(netPasses, fewestSteps/max(1, len(examples))), mostPasses)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	step, steps := 0, passes*len(examples)
	for range passes {
		l.chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l.learn(&examples[i], firstStep*(1-float32(step)/float32(steps)))
			step++
		}
	}
	return net{
		In: shrink(l.in, hidden), InOffset: l.inOffset,
		Out: shrink(turned(l.out, hidden), entries), OutOffset: l.outOffset,
	}
}

// lesson is a net that is being trained, by gradient descent.
type lesson struct {
	chance              *rand.Rand
	in, inOffset        []float32
	out, outOffset      []float32 // entry × hidden
	entries, gist       int
	kept                []feature
	units, slopes, pull []float32 // of the hidden layer
	scores              []float32
}

func newLesson(gist, width, entries int) *lesson {
	l := &lesson{
		chance: rand.New(rand.NewPCG(1, 3)), entries: entries, gist: gist,
		in: make([]float32, width*hidden), inOffset: make([]float32, hidden),
		out: make([]float32, hidden*entries), outOffset: make([]float32, entries),
		units: make([]float32, hidden), slopes: make([]float32, hidden), pull: make([]float32, hidden),
		scores: make([]float32, entries),
	}
	for i := range l.in {
		l.in[i] = 0.1 * float32(l.chance.NormFloat64())
	}
	for i := range l.out {
		l.out[i] = float32(l.chance.NormFloat64() / math.Sqrt(hidden))
	}
	return l
}

// learn takes one step towards the right answer to one way of asking.
func (l *lesson) learn(e *example, step float32) {
	l.forward(e)
	clear(l.pull)
	for entry, chance := range l.scores {
		miss := chance - doubtful/float32(l.entries)
		if entry == e.entry {
			miss -= 1 - doubtful
		}
		if miss = l.notable(miss); miss == 0 {
			continue
		}
		row := l.out[entry*hidden : (entry+1)*hidden]
		addTo(l.pull, miss, row)
		addTo(row, -step*miss, l.units)
		l.outOffset[entry] -= step * miss
	}
	for h, slope := range l.slopes {
		l.pull[h] *= slope
	}
	addTo(l.inOffset, -step, l.pull)
	for _, f := range l.kept {
		addTo(l.in[int(f.id)*hidden:int(f.id+1)*hidden], -step*f.value, l.pull)
	}
}

// notable leaves most of the slight errors out and makes the others as much larger.
func (l *lesson) notable(miss float32) float32 {
	size := max(miss, -miss)
	switch {
	case size >= slight:
		return miss
	case l.chance.Float32()*slight >= size:
		return 0
	case miss < 0:
		return -slight
	}
	return slight
}

// forward works out the chances of a way of asking, with a part of its features
// and of the hidden units left out.
func (l *lesson) forward(e *example) {
	copy(l.units, l.inOffset)
	l.kept = l.kept[:0]
	for _, f := range e.x {
		drop := float32(dropFeatures)
		if int(f.id) >= l.gist {
			drop = dropGist
		}
		if l.chance.Float32() < drop {
			continue
		}
		f.value /= 1 - drop
		l.kept = append(l.kept, f)
		addTo(l.units, f.value, l.in[int(f.id)*hidden:int(f.id+1)*hidden])
	}
	for h := range hidden {
		l.slopes[h] = 0
		if l.chance.Float32() >= dropHidden {
			l.slopes[h] = 1 / (1 - dropHidden)
			if l.units[h] < 0 {
				l.slopes[h] *= leak
			}
		}
		l.units[h] *= l.slopes[h]
	}
	for entry := range l.scores {
		l.scores[entry] = l.outOffset[entry] + dot(l.units, l.out[entry*hidden:(entry+1)*hidden])
	}
	chances(l.scores, 1)
}

// turned makes columns of a matrix's rows, which are of the given width.
func turned(dense []float32, width int) []float32 {
	out := make([]float32, len(dense))
	rows := len(dense) / width
	for i, v := range dense {
		out[i%width*rows+i/width] = v
	}
	return out
}

// score fills out with how much speaks for each entry; units is room for the hidden layer.
func (n *net) score(x []feature, units, out []float32) {
	copy(units, n.InOffset)
	for _, f := range x {
		n.In.add(int(f.id), f.value, units)
	}
	copy(out, n.OutOffset)
	for h, u := range units {
		if u < 0 {
			u *= leak
		}
		n.Out.add(h, u, out)
	}
}
