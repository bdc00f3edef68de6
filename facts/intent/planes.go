package intent

import "math/rand/v2"

// planes part each entry from all others: a linear support vector machine for
// each, with squared loss, trained by dual coordinate descent (Hsieh et al. 2008).
type planes struct {
	Weights table // feature → entry
	Offsets []float32
}

const (
	planePasses = 10
	planeCost   = 1 // of a way of asking on the wrong side
	planeSteep  = 4 // from distance to chance

	// idle is how far a way of asking must lie beyond the margin to be left
	// aside for half of the passes.
	idle = 0.3
)

// example is a way of asking as a vector, with its entry.
type example struct {
	x     []feature
	entry int
}

func trainPlanes(examples []example, width, entries int) planes {
	dense := make([]float32, width*entries)
	p := planes{Offsets: make([]float32, entries)}
	d := descent{
		examples: examples, reach: make([]float32, len(examples)),
		w: make([]float32, width), alpha: make([]float32, len(examples)), order: make([]int32, len(examples)),
	}
	for i, e := range examples {
		d.reach[i] = 1 + 1/(2*planeCost)
		for _, f := range e.x {
			d.reach[i] += f.value * f.value
		}
	}
	for entry := range entries {
		p.Offsets[entry] = d.part(entry)
		for id, v := range d.w {
			dense[id*entries+entry] = v
		}
	}
	p.Weights = shrink(dense, entries)
	return p
}

// descent is what the training of one plane after another works on.
type descent struct {
	examples []example
	reach    []float32 // the square of each vector's length, the offset's 1 and the softness of the margin
	w        []float32
	alpha    []float32
	order    []int32
}

// part finds the plane of one entry, leaves it in w and returns its offset.
func (d *descent) part(entry int) (offset float32) {
	clear(d.w)
	clear(d.alpha)
	for i := range d.order {
		d.order[i] = int32(i)
	}
	shuffled := rand.New(rand.NewPCG(uint64(entry), 1))
	busy := len(d.order)
	for pass := range planePasses {
		if pass == planePasses/2 {
			busy = len(d.order)
		}
		order := d.order[:busy]
		shuffled.Shuffle(busy, func(i, j int) { order[i], order[j] = order[j], order[i] })
		for at := 0; at < busy; at++ {
			i := d.order[at]
			side := float32(-1)
			if d.examples[i].entry == entry {
				side = 1
			}
			slope := offset
			for _, f := range d.examples[i].x {
				slope += d.w[f.id] * f.value
			}
			slope = side*slope - 1 + d.alpha[i]/(2*planeCost)
			if d.alpha[i] == 0 && slope >= 0 {
				if slope > idle && pass > 0 {
					busy--
					d.order[at], d.order[busy] = d.order[busy], d.order[at]
					at--
				}
				continue
			}
			old := d.alpha[i]
			d.alpha[i] = max(0, old-slope/d.reach[i])
			step := (d.alpha[i] - old) * side
			offset += step
			for _, f := range d.examples[i].x {
				d.w[f.id] += step * f.value
			}
		}
	}
	return offset
}

// score fills out with each entry's chance.
func (p *planes) score(x []feature, out []float32) {
	copy(out, p.Offsets)
	for _, f := range x {
		p.Weights.add(int(f.id), f.value, out)
	}
	chances(out, planeSteep)
}
