package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// akin is how like a question is to the ways of asking for an entry word for word and
// neighbour by neighbour, those of mere grammar included, as the cosine of their
// [feature]s: "how many were licensed" is not "how much is licensed", though both weigh
// the same. It is kept for the two nearest ways that the fact does not deny, for the two
// nearest ones that it does, and for what it says; and for the nearest ways that want a
// yes or a no, and for those that do not.
type akin struct {
	asked, denied  [2]float32
	says           float32
	whether, which float32
}

// nearest is the likeness to the nearest way of asking of any sort, and the mean of that
// and the next.
func (a *akin) nearest() (most, mean float32) {
	first, next := a.asked[0], a.asked[1]
	for _, x := range [...]float32{a.denied[0], a.denied[1], a.says} {
		first, next = keepTwo(first, next, x)
	}
	return first, (first + next) / 2
}

// keepTwo is the two greatest of three numbers, of which the first two are in order.
func keepTwo(first, next, x float32) (float32, float32) {
	switch {
	case x > first:
		return x, first
	case x > next:
		return first, x
	}
	return first, next
}

// ownWords are the words of a question itself, without those that an earlier turn left.
func ownWords(q question.Query) []question.Token {
	if !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Carried }) {
		return q.Tokens
	}
	return slices.DeleteFunc(slices.Clone(q.Tokens), func(t question.Token) bool { return t.Carried })
}

// compareWording notes how like a question is to the ways of asking for each candidate,
// given the features of its own words; hidden is as for matchBut. It costs some ten nanoseconds for each.
func (e *Engine) compareWording(x []feature, found []candidate, hidden []bool) {
	s := e.spare.Get().(*scratch)
	defer e.spare.Put(s)
	if len(s.features) < len(e.linear.rows) {
		s.features = make([]float32, len(e.linear.rows))
	}
	for _, f := range x {
		s.features[f.id] = f.value
	}
	for i := range found {
		c := &found[i]
		c.akin = e.akinTo(c.entry, s.features, hidden)
		c.proof[likeWording], c.proof[likeWordings] = c.akin.nearest()
	}
	for _, f := range x {
		s.features[f.id] = 0
	}
}

// akinTo holds the features of a question, each in its place, against the ways of asking
// for an entry.
func (e *Engine) akinTo(n *entry, features []float32, hidden []bool) akin {
	var a akin
	for i := n.first; i < n.last; i++ {
		if hidden != nil && hidden[i] {
			continue
		}
		var like float32
		for _, f := range e.linear.phrases[i] {
			like += f.value * features[f.id]
		}
		p := &e.phrases[i]
		switch {
		case p.states:
			a.says = max(a.says, like)
			continue
		case p.deny:
			a.denied[0], a.denied[1] = keepTwo(a.denied[0], a.denied[1], like)
		default:
			a.asked[0], a.asked[1] = keepTwo(a.asked[0], a.asked[1], like)
		}
		if p.yesNo {
			a.whether = max(a.whether, like)
		} else {
			a.which = max(a.which, like)
		}
	}
	return a
}
