package answer

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
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
	likeYesNo   // the same of those that want a yes or a no
	likeSays    // likeness to the fact itself
	likeAsked   // likeness to the nearest way of asking that is not denied
	notSaid     // the question says "not"
	notMismatch // one of question and nearest other way of asking says "not"
	otherWay    // it has the parties the other way round
	ofSays      // weight of its words that stand in the fact itself
	besides     // and of those that do not
	wordsIn     // how much more often its words that stand in a fact itself are denied, over all facts
	wordsOut    // the same of those that do not
	against     // its words of which the fact has the opposite
	along       // its words that have an opposite and stand in the fact themselves
	saysNot     // the fact says "not"
	notAgainst  // and the question does, or the other way round
	otherTime   // the time of the fact is not the one asked about: 1; it is: -1
	denialHeld  // how far the question holds what sets a denied way of asking apart
	denialMiss  // how much it lacks of what sets the nearest one apart
	assentHeld  // the same of the ways of asking that want a yes
	assentMiss  //
	restricts   // a word that shuts out: "only", "all", "never", and the fact has none
	restates    // every word of weight in it stands in the fact itself
	rightWay    // it has the parties as the fact has them
	lessOrMore  // it compares the other way round than the fact: 1; the same way: -1
	akinNo      // how much more it is like a denied way of asking than like another word for word
	akinNoAgain // the same of the next nearest ones
	akinSays    // how like it is to the fact itself word for word
	refutalPieces
)

// refutalNames name the pieces of a refutal in verdicts.txt.
var refutalNames = [refutalPieces]string{
	always: "always", likeNo: "likeNo", wordsOfNo: "wordsOfNo", wordsOfAny: "wordsOfAny", onlyOfNo: "onlyOfNo", onlyOfYes: "onlyOfYes",
	ofNeither: "ofNeither", newName: "newName", likeYesNo: "likeYesNo", likeSays: "likeSays", likeAsked: "likeAsked", notSaid: "notSaid",
	notMismatch: "notMismatch", otherWay: "otherWay", ofSays: "ofSays", besides: "besides", wordsIn: "wordsIn", wordsOut: "wordsOut",
	against: "against", along: "along", saysNot: "saysNot", notAgainst: "notAgainst", otherTime: "otherTime",
	denialHeld: "denialHeld", denialMiss: "denialMiss", assentHeld: "assentHeld", assentMiss: "assentMiss", restricts: "restricts", restates: "restates", rightWay: "rightWay", lessOrMore: "lessOrMore",
	akinNo: "akinNo", akinNoAgain: "akinNoAgain", akinSays: "akinSays",
}

// The weights of a refutal, as natural logarithms of odds, for the questions
// that can only take something for granted, and for those that want a yes or a
// no. They stand in verdicts.txt, a line for each piece, fitted like those of a
// [judge].
type refutalWeights [2]refutal

//go:embed verdicts.txt
var verdictsText string

var theRefutal = mustReadRefutal(verdictsText)

func mustReadRefutal(text string) *refutalWeights {
	rows, err := readRows(text)
	if err != nil {
		panic(err) // a fault of the build, found by every test
	}
	w := &refutalWeights{}
	for k, name := range refutalNames {
		if len(rows[name]) != 2 {
			panic(fmt.Sprintf("verdicts: %s has %d numbers, want 2", name, len(rows[name])))
		}
		w[0][k], w[1][k] = rows[name][0], rows[name][1]
	}
	return w
}

// String writes weights as they are read.
func (w *refutalWeights) String() string {
	var b strings.Builder
	for k, name := range refutalNames {
		fmt.Fprintf(&b, "%-12s %7.3f %7.3f\n", name, w[0][k], w[1][k])
	}
	return b.String()
}

// A verdict is given only where it is sure; elsewhere the fact is stated and
// speaks for itself.
const (
	noEnough  = 0.5
	yesEnough = 0.5
)

// tally counts in how many ways of asking a term stands: asked and denied, of
// those that want a yes or a no and of the others.
type tally [2][2]int

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
func (e *Engine) refutes(q question.Query, asked []weighedToken, c *candidate) float32 {
	if c.entry.fact == nil || c.entry.all[0][1]+c.entry.all[1][1] == 0 {
		return 0
	}
	r := e.refutal(q, asked, c.entry, c.akin, nil)
	if q.YesNo {
		return r.chance(&theRefutal[1], e.cues.sum(q, c.entry))
	}
	return r.chance(&theRefutal[0], 0)
}

// chance is that of the no, given the weights of its pieces and the sum of the cues.
func (r *refutal) chance(w *refutal, sum float64) float32 {
	for i, x := range r {
		sum += float64(w[i] * x)
	}
	return float32(1 / (1 + math.Exp(-sum)))
}

// nearest is how like a question is to the nearest way of asking for a fact of
// each sort.
type nearest struct {
	yes, yesNo, says, no float32
	phrase               *phrase // of those that are not denied
}

func (e *Engine) near(q question.Query, asked []weighedToken, n *entry, hidden []bool) nearest {
	var out nearest
	for i := n.first; i < n.last; i++ {
		if hidden != nil && hidden[i] {
			continue
		}
		p := &e.phrases[i]
		like, _ := e.liken(q, asked, p)
		switch {
		case p.deny:
			out.no = max(out.no, like)
		case p.states:
			out.says = like
		default:
			if like > out.yes || out.phrase == nil {
				out.yes, out.phrase = like, p
			}
			if p.yesNo {
				out.yesNo = max(out.yesNo, like)
			}
		}
	}
	return out
}

func (e *Engine) refutal(q question.Query, asked []weighedToken, n *entry, a akin, hidden []bool) refutal {
	near := e.near(q, asked, n, hidden)
	var r refutal
	r[always] = 1
	r[likeNo] = near.no - near.yes
	r[likeYesNo] = near.no - near.yesNo
	r[likeSays] = near.says
	r[akinNo], r[akinNoAgain], r[akinSays] = a.denied[0]-a.asked[0], a.denied[1]-a.asked[1], a.says
	yesNo := 0
	if q.YesNo {
		yesNo = 1
	}
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Background() || t.Manner || len(t.Terms) == 0 {
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
		in := place(n, x, t.Terms[1:])
		tilt := clip(e.placed[in][x].tilt(e.all, yesNo, smoothBase))
		switch {
		case in == 1:
			r[wordsIn] += tilt
		default:
			r[wordsOut] += tilt
		}
		if t.Class != question.Light {
			r[ofSays+1-in] += w
		}
		if contrary := e.contrary(t.Terms); len(contrary) > 0 {
			switch {
			case in == 1:
				r[along] = 1
			case n.core.hasAny(contrary):
				r[against] = 1 - 2*one(q.Negated)
			}
		}
	}
	r[restates] = one(r[besides] == 0 && r[ofSays] > 0)
	r[rightWay] = one(e.rightWay(q, n))
	e.setApart(&r, q, asked, n, hidden)
	r[restricts] = e.restricted(q, n)
	r[lessOrMore] = n.compares.against(e.comparisonIn(q.Tokens))
	r[likeAsked] = near.yes
	r[otherTime] = offTime(q, n)
	r[notSaid] = one(q.Negated)
	r[saysNot] = one(n.saysNot)
	r[notAgainst] = one(n.saysNot != q.Negated)
	if near.phrase != nil {
		r[notMismatch] = one(q.Negated != near.phrase.negated)
		r[otherWay] = one(slices.ContainsFunc(q.Orders, func(o question.Order) bool {
			return slices.Contains(near.phrase.orders, question.Order{Agent: o.Patient, Patient: o.Agent})
		}))
	}
	return r
}

// rightWay reports whether a question has somebody act on another as a fact does in
// which that matters.
func (e *Engine) rightWay(q question.Query, n *entry) bool {
	return e.roles[n.fact.Relation] && slices.ContainsFunc(q.Orders, func(o question.Order) bool {
		return (o.Agent == n.fact.Subject || o.Agent == "") && (o.Patient == "" || slices.Contains(n.fact.With, o.Patient))
	})
}

// setApart notes how far a question holds the words that set the denied ways of
// asking for a fact apart from the others, and the other way round: "did they pay
// per unit?" is denied by its "per unit", not by its "pay".
func (e *Engine) setApart(r *refutal, q question.Query, asked []weighedToken, n *entry, hidden []bool) {
	var likest [2]float32
	for i := n.first; i < n.last; i++ {
		p := &e.phrases[i]
		if hidden != nil && hidden[i] || p.states || !p.yesNo {
			continue
		}
		held, missed := e.apart(p, asked, n)
		if held+missed == 0 {
			continue
		}
		like, _ := e.liken(q, asked, p)
		share := held / (held + missed)
		k, heldIn, missIn := 0, assentHeld, assentMiss
		if p.deny {
			k, heldIn, missIn = 1, denialHeld, denialMiss
		}
		r[heldIn] = max(r[heldIn], like*share)
		if like > likest[k] {
			likest[k], r[missIn] = like, 1-share
		}
	}
}

// apart weighs the words of a way of asking that the ways of the other sort have
// not: those that a question holds, and those that it lacks.
func (e *Engine) apart(p *phrase, asked []weighedToken, n *entry) (held, missed float32) {
	common := n.denies
	if p.deny {
		common = n.explains
	}
	for k, term := range p.row {
		if n.core.has(term) && p.deny || common.has(term) || common.hasAny(p.others[k]) {
			continue
		}
		has := slices.ContainsFunc(asked, func(t weighedToken) bool { return !t.Manner && slices.Contains(t.Terms, term) })
		if has {
			held += e.rarity[term]
		} else {
			missed += e.rarity[term]
		}
	}
	return held, missed
}

// restricting are the words that shut out what else there is.
var restricting = lexicon.Set("restricting")

// restricted is 1 where a question shuts something out and the fact does not.
func (e *Engine) restricted(q question.Query, n *entry) float32 {
	for i := range q.Tokens {
		if t := &q.Tokens[i]; restricting[t.Read] && !t.Background() && !t.Manner && !n.core.hasAny(t.Terms) {
			return 1
		}
	}
	return 0
}

func clip(x float64) float32 { return float32(max(-mostTilt, min(mostTilt, x))) }

// contrary returns the terms that say the contrary of one of a word's.
func (e *Engine) contrary(terms []question.Term) []question.Term {
	for _, t := range terms {
		if o := e.opposite[t]; len(o) > 0 {
			return o
		}
	}
	return nil
}

// offTime is 1 where the date of a fact lies outside a bound of the question, -1 where it
// lies inside, and 0 where none is set or it cannot be known.
func offTime(q question.Query, n *entry) float32 {
	asked, ok := timeAsked(q)
	if !ok || !asked.bound || n.fact.Value.Kind != facts.Date {
		return 0
	}
	holds, known := asked.holds(n.fact.Value.Day)
	if !known {
		return 0
	}
	return 1 - 2*one(holds)
}

// yearOf is the year in which a fact happened, where it is one that happened.
func yearOf(f *facts.Fact) int {
	if f.Value.Kind == facts.Date {
		return f.Value.Day.Year
	}
	return 0
}
