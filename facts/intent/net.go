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

	netPasses    = 15    // over many ways of asking
	fewestSteps  = 15000 // however few the ways of asking are
	mostPasses   = 100
	dropFeatures = 0.5 // the share of a way's features left out each time, so that none is relied on alone
	dropHidden   = 0.3
	doubtful     = 0.1 // the share of certainty spread over all entries
)

func trainNet(examples []example, width, entries int) net {
	l := newLesson(width, entries)
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
		Out: shrink(l.out, entries), OutOffset: l.outOffset,
	}
}

// lesson is a net that is being trained, by gradient descent.
type lesson struct {
	chance              *rand.Rand
	in, inOffset        []float32
	out, outOffset      []float32
	entries             int
	kept                []feature
	units, slopes, pull []float32 // of the hidden layer
	scores              []float32
}

func newLesson(width, entries int) *lesson {
	l := &lesson{
		chance: rand.New(rand.NewPCG(1, 3)), entries: entries,
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
	for i := range l.scores { // from chances to how wrong they are
		l.scores[i] -= doubtful / float32(l.entries)
	}
	l.scores[e.entry] -= 1 - doubtful
	for h := range hidden {
		l.pull[h] = 0
		if l.slopes[h] != 0 {
			row := l.out[h*l.entries : (h+1)*l.entries]
			l.pull[h] = dot(l.scores, row) * l.slopes[h]
			addTo(row, -step*l.units[h], l.scores)
		}
	}
	addTo(l.outOffset, -step, l.scores)
	addTo(l.inOffset, -step, l.pull)
	for _, f := range l.kept {
		addTo(l.in[int(f.id)*hidden:int(f.id+1)*hidden], -step*f.value, l.pull)
	}
}

// forward works out the chances of a way of asking, with a part of its features
// and of the hidden units left out.
func (l *lesson) forward(e *example) {
	copy(l.units, l.inOffset)
	l.kept = l.kept[:0]
	for _, f := range e.x {
		if l.chance.Float32() < dropFeatures {
			continue
		}
		f.value /= 1 - dropFeatures
		l.kept = append(l.kept, f)
		addTo(l.units, f.value, l.in[int(f.id)*hidden:int(f.id+1)*hidden])
	}
	copy(l.scores, l.outOffset)
	for h := range hidden {
		l.slopes[h] = 0
		if l.chance.Float32() >= dropHidden {
			l.slopes[h] = 1 / (1 - dropHidden)
			if l.units[h] < 0 {
				l.slopes[h] *= leak
			}
		}
		l.units[h] *= l.slopes[h]
		if l.units[h] != 0 {
			addTo(l.scores, l.units[h], l.out[h*l.entries:(h+1)*l.entries])
		}
	}
	chances(l.scores, 1)
}

// score fills out with each entry's chance; units is room for the hidden layer.
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
	chances(out, 1)
}
