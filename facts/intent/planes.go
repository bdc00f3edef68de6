package intent

import "math/rand/v2"

// planes part each entry from all others: a linear support vector machine for
// each, with squared loss, trained by dual coordinate descent (Hsieh et al. 2008).
type planes struct {
	Weights table // feature → entry
	Offsets []float32
}

const (
	planePasses = 8
	planeCost   = 1 // of a way of asking on the wrong side
	planeSteep  = 4 // from distance to chance

	// planeStart is where every plane's offset starts: on the side of all other
	// entries, where most ways of asking belong, so that few of them move it.
	planeStart = -1
)

// example is a way of asking as a vector, with its entry.
type example struct {
	x     []feature
	entry int
}

// trainPlanes trains the planes of all entries side by side.
func trainPlanes(examples []example, width, entries int) planes {
	d := descent{
		w: make([]float32, width*entries), offsets: make([]float32, entries), slopes: make([]float32, entries),
	}
	for i := range d.offsets {
		d.offsets[i] = planeStart
	}
	alphas := make([]float32, len(examples)*entries)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	shuffled := rand.New(rand.NewPCG(1, 1))
	for range planePasses {
		shuffled.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			d.step(&examples[i], alphas[i*entries:(i+1)*entries])
		}
	}
	return planes{Weights: shrink(d.w, entries), Offsets: d.offsets}
}

// descent is the planes that are being trained.
type descent struct {
	w       []float32 // feature × entry
	offsets []float32
	slopes  []float32
}

// step moves the planes on whose wrong side a way of asking lies, or which it
// holds; alpha is how much it holds each.
func (d *descent) step(e *example, alpha []float32) {
	entries := len(alpha)
	copy(d.slopes, d.offsets)
	reach := float32(1 + 1/(2.*planeCost)) // the offset's 1, the softness of the margin, the vector's length squared
	for _, f := range e.x {
		addTo(d.slopes, f.value, d.w[int(f.id)*entries:int(f.id+1)*entries])
		reach += f.value * f.value
	}
	for entry, slope := range d.slopes {
		side := float32(-1)
		if e.entry == entry {
			side = 1
		}
		slope = side*slope - 1 + alpha[entry]/(2*planeCost)
		if alpha[entry] == 0 && slope >= 0 {
			continue
		}
		old := alpha[entry]
		alpha[entry] = max(0, old-slope/reach)
		step := (alpha[entry] - old) * side
		d.offsets[entry] += step
		for _, f := range e.x {
			d.w[int(f.id)*entries+entry] += step * f.value
		}
	}
}

// score fills out with how far a question lies beyond each entry's plane.
func (p *planes) score(x []feature, out []float32) {
	copy(out, p.Offsets)
	for _, f := range x {
		p.Weights.add(int(f.id), f.value, out)
	}
}
