package answer

import (
	"math"
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// refutal is what speaks for and against a fact being the "no" to a question:
// the question takes for granted, or asks whether, what the fact contradicts.
type refutal [refutalPieces]float32

// The pieces of a refutal.
const (
	always      = iota
	likeNo      // how much more the question is like a denied way of asking than like another
	wordsOfNo   // how much more often its words stand in the fact's denied ways of asking
	wordsOfAny  // the same of its other words, over all facts
	onlyOfNo    // weight of the words that stand in the denied ways only
	onlyOfYes   // and of those that stand in the others only
	ofNeither   // and of those that stand in none
	newName     // names, years and figures that stand in the denied ways only, or nowhere
	likeAsked   // likeness to the nearest way of asking that is not denied
	notSaid     // the question says "not"
	notMismatch // one of question and nearest other way of asking says "not"
	otherWay    // it has the parties the other way round
	refutalPieces
)

// The weights of a refutal, as natural logarithms of odds, for questions that
// want a yes or a no, and for the others, which can only take something for
// granted. Fitted like those of a [judge].
var (
	refutalYesNo = refutal{
		always:      -1.15,
		likeNo:      0.25,
		wordsOfNo:   0.11,
		wordsOfAny:  1.37,
		onlyOfNo:    2.19,
		onlyOfYes:   -0.09,
		ofNeither:   1.57,
		newName:     1.36,
		likeAsked:   0.70,
		notSaid:     -0.66,
		notMismatch: 1.11,
		otherWay:    1.19,
	}
	refutalOther = refutal{
		always:      -5.59,
		likeNo:      4.72,
		wordsOfNo:   0.08,
		wordsOfAny:  0.37,
		onlyOfNo:    2.52,
		onlyOfYes:   -0.76,
		ofNeither:   -0.26,
		newName:     0.60,
		likeAsked:   1.54,
		notSaid:     -0.98,
		notMismatch: 0.86,
		otherWay:    1.60,
	}
)

// A verdict is given only where it is sure; elsewhere the fact is stated and
// speaks for itself.
const (
	noEnough  = 0.6
	yesEnough = 0.45
)

// tally counts in how many ways of asking a term stands: asked and denied, of
// those that want a yes or a no and of the others.
type tally [2][2]uint16

// which is the place of a way of asking in a tally.
func (p *phrase) which() (yesNo, deny int) {
	if p.yesNo {
		yesNo = 1
	}
	if p.deny {
		deny = 1
	}
	return yesNo, deny
}

// tilt is by how much a term speaks for no, given in how many of all ways of
// asking it stands.
func (t tally) tilt(all tally, yesNo int, smooth float64) float64 {
	yes := (float64(t[yesNo][0]) + smooth) / (float64(all[yesNo][0]) + 2*smooth)
	no := (float64(t[yesNo][1]) + smooth) / (float64(all[yesNo][1]) + 2*smooth)
	return math.Log(no / yes)
}

// What a word counts that stands nowhere yet: little knowledge tilts little.
const (
	smoothFact = 0.7
	smoothBase = 3
	mostTilt   = 2.5 // of one word
)

// refutes is the chance that a fact is the "no" to a question.
func (e *Engine) refutes(q question.Query, c *candidate) float32 {
	if c.entry.fact == nil || c.entry.all[0][1]+c.entry.all[1][1] == 0 {
		return 0
	}
	r := e.refutal(q, c)
	w := &refutalOther
	if q.YesNo {
		w = &refutalYesNo
	}
	return r.chance(w)
}

func (r *refutal) chance(w *refutal) float32 {
	var sum float64
	for i, x := range r {
		sum += float64(w[i] * x)
	}
	return float32(1 / (1 + math.Exp(-sum)))
}

func (e *Engine) refutal(q question.Query, c *candidate) refutal {
	n := c.entry
	var r refutal
	r[always] = 1
	r[likeNo] = c.likeNo - c.likeYes
	yesNo := 0
	if q.YesNo {
		yesNo = 1
	}
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Background() || len(t.Terms) == 0 {
			continue
		}
		x := t.Terms[0]
		if k, ok := n.tallies[x]; ok {
			r[wordsOfNo] += clip(k.tilt(n.all, yesNo, smoothFact))
		} else {
			r[wordsOfAny] += clip(e.tallies[x].tilt(e.all, yesNo, smoothBase))
		}
		w, of, no := e.weigh(*t), n.explains.hasAny(t.Terms), n.denies.hasAny(t.Terms)
		switch {
		case t.Class == question.Light:
		case of && !no:
			r[onlyOfYes] += w
		case no && !of:
			r[onlyOfNo] += w
		case !no:
			r[ofNeither] += w
		}
		if t.Class >= question.Number && !n.core.hasAny(t.Terms) {
			r[newName]++
		}
	}
	r[likeAsked] = c.likeYes
	r[notSaid] = one(q.Negated)
	if c.yes != nil {
		r[notMismatch] = one(q.Negated != c.yes.negated)
		r[otherWay] = one(slices.ContainsFunc(q.Orders, func(o question.Order) bool {
			return slices.Contains(c.yes.orders, question.Order{Agent: o.Patient, Patient: o.Agent})
		}))
	}
	return r
}

func clip(x float64) float32 { return float32(max(-mostTilt, min(mostTilt, x))) }
