package intent

import (
	"math"
	"slices"
)

// signs are what tells a question of an entry from one of none: the log-odds of
// the entry's chance, the share of the question's words that no way of
// asking has, and the share that the entry's own have, by weight; how far the
// question lies beyond the entry's plane, and how much the net finds in it of any
// entry, both brought to the size of the others.
type signs [5]float64

// nothing is what speaks for an answer to words that share nothing with the entries.
var nothing = signs{-9, 1, 0, -2, 0}

// doubt turns signs into how far they speak for an answer, and bounds it.
type doubt struct {
	Weight [len(signs{})]float64
	Offset float64
	Bound  float64 // below it a question is refused
}

// custom is what holds before anything was rehearsed, and what a rehearsal of
// few questions changes little.
var custom = doubt{Weight: [len(signs{})]float64{1.2, -5, 2.5}, Bound: -0.5}

const (
	// costOfDoubt is the share of right answers given up to refuse what
	// belongs nowhere.
	costOfDoubt = 0.01

	mostSteps = 2000
	stepsTime = 3_000_000 // questions of a rehearsal to look at, in all steps together

	customWeight = 10 // how strongly custom holds, in questions of a rehearsal
	customBound  = 20 // the same for the bound
)

// rehearsed is a question of a rehearsal.
type rehearsed struct {
	signs signs
	found bool // the right entry; false for a question of none
	stray bool // of an entry that was left out
}

func (d *doubt) of(s signs) float64 {
	z := d.Offset
	for i, v := range s {
		z += d.Weight[i] * v
	}
	return z
}

// learnDoubt fits doubt to a rehearsal: first the weights, by logistic
// regression of found against stray, then the bound.
func learnDoubt(rows []rehearsed) doubt {
	d := custom
	var found, stray float64
	for _, r := range rows {
		switch {
		case r.stray:
			stray++
		case r.found:
			found++
		}
	}
	if found == 0 || stray == 0 {
		return d
	}
	for range min(mostSteps, 1+stepsTime/len(rows)) {
		d.step(rows, found, stray)
	}
	d.Bound = d.bound(rows, found)
	return d
}

// step moves the weights a little towards those that part found from stray, the
// two counting alike, without straying far from custom.
func (d *doubt) step(rows []rehearsed, found, stray float64) {
	var pull doubt
	for _, r := range rows {
		want, weight := 1.0, 0.5/found
		if r.stray {
			want, weight = 0, 0.5/stray
		} else if !r.found {
			continue
		}
		miss := weight * (want - 1/(1+math.Exp(-d.of(r.signs))))
		pull.Offset += miss
		for i, v := range r.signs {
			pull.Weight[i] += miss * v
		}
	}
	hold := customWeight / (found + stray) / 10
	d.Offset += 0.3 * (pull.Offset - hold*(d.Offset-custom.Offset))
	for i := range d.Weight {
		d.Weight[i] += 0.3 * (pull.Weight[i] - hold*(d.Weight[i]-custom.Weight[i]))
	}
}

// bound is where costOfDoubt of the questions of entries would be refused though
// found; with few of them, not far from custom.
func (d *doubt) bound(rows []rehearsed, found float64) float64 {
	var sure []float64
	asked := 0
	for _, r := range rows {
		if !r.stray {
			asked++
		}
		if r.found {
			sure = append(sure, d.of(r.signs))
		}
	}
	slices.Sort(sure)
	at := sure[min(int(costOfDoubt*float64(asked)), len(sure)-1)]
	before := custom.Bound + d.Offset // which moves all alike
	return (at*found + before*customBound) / (found + customBound)
}
