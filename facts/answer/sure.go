package answer

import (
	"math"
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Which fact is meant is one question, whether it answers is another: it may be the
// likeliest one, and yet leave the very word that counts. So the likeliest fact is
// looked at once more, beside what else is likely, and told only if it is sure
// enough. A wrong answer costs more than none.
//
// What single words add to that stands in surecues.txt; see [cues].
//
// The weights stand in sure.txt. They were fitted to questions that people put, with
// the answers they should have had; see TestFit.

// Chances that a fact answers, below which it is not told.
const (
	sureEnough = 0.5
	sureOfFit  = 0.35 // where it is that nobody tells; or, unless a yes is wanted or the question leans on an earlier turn, where no gap is nearly as likely, nothing of the question is left over, and the value is of the kind asked for or the fact itself has every word of weight of a question that needs no other
)

// nearlyAs is the share of a fact's chance from which a gap is nearly as likely.
const nearlyAs = 0.7

// enough is how sure it must be that a candidate answers a question.
func (c *candidate) enough(q question.Query, found []candidate) float32 {
	if c.entry.fact.How == facts.NotDisclosed {
		return sureOfFit // it asserts nothing
	}
	plain := !q.YesNo && q.Before == nil
	if plain && len(c.left) == 0 && (c.proof[rightValue] > 0 || c.proof[notInFact] == 0) && !c.besideGap(found) {
		return sureOfFit
	}
	return sureEnough
}

// besideGap reports whether a gap is nearly as likely as a candidate.
func (c *candidate) besideGap(found []candidate) bool {
	return slices.ContainsFunc(found, func(o candidate) bool { return o.entry.gap != nil && o.chance >= nearlyAs*c.chance })
}

// signs are the evidence for a fact, and how it stands beside the others.
type signs [allSigns]float32

// The signs after the pieces of evidence.
const (
	ownChance   = iota + int(pieces) // log odds of the chance of being what is meant
	placeChance                      // the same of all that its paragraph says
	overSilence                      // its odds beside those of nothing being meant
	nextChance                       // chance of what is likeliest elsewhere
	gapsChance                       // and of all gaps
	nextWording                      // the most that anything elsewhere is like it word for word
	gapsWording                      // and of all gaps
	gapFirst                         // a gap is likelier
	excluded                         // it has another word in the place of one asked for
	inThread                         // the question follows another
	cutShort                         // and says only what is new: "and in 2016?"
	backwards                        // it points back
	negative                         // it says "not"
	asksWho
	asksWhen
	asksWhere
	asksDefine
	asksWhy
	byReader // how the fact is known
	byClaim
	byAuthor
	wordsAsked // words of the question
	heavyAsked // of these, the ones of weight
	heavyLeft  // and the ones left unexplained
	heldOver   // words of earlier sentences or turns left unexplained
	shareLeft  // share of the heavy ones left
	inDoubt    // how doubtful the yes or no to it is: 0..1
	saysNo     // it is answered with no
	corrects   // the answer corrects what it takes for granted
	noVerdict  // it wants a yes or a no, and the answer has neither
	onlyDenied // words of weight that only ways of asking have which the fact denies, and the answer denies nothing
	allSigns
)

// situations name the signs after the pieces of evidence in sure.txt.
var situations = [allSigns - int(pieces)]string{
	ownChance - int(pieces):   "ownChance",
	placeChance - int(pieces): "placeChance",
	overSilence - int(pieces): "overSilence",
	nextChance - int(pieces):  "nextChance",
	gapsChance - int(pieces):  "gapsChance",
	nextWording - int(pieces): "nextWording",
	gapsWording - int(pieces): "gapsWording",
	gapFirst - int(pieces):    "gapFirst",
	excluded - int(pieces):    "excluded",
	inThread - int(pieces):    "inThread",
	cutShort - int(pieces):    "cutShort",
	backwards - int(pieces):   "backwards",
	negative - int(pieces):    "negative",
	asksWho - int(pieces):     "asksWho",
	asksWhen - int(pieces):    "asksWhen",
	asksWhere - int(pieces):   "asksWhere",
	asksDefine - int(pieces):  "asksDefine",
	asksWhy - int(pieces):     "asksWhy",
	byReader - int(pieces):    "byReader",
	byClaim - int(pieces):     "byClaim",
	byAuthor - int(pieces):    "byAuthor",
	wordsAsked - int(pieces):  "wordsAsked",
	heavyAsked - int(pieces):  "heavyAsked",
	heavyLeft - int(pieces):   "heavyLeft",
	heldOver - int(pieces):    "heldOver",
	shareLeft - int(pieces):   "shareLeft",
	inDoubt - int(pieces):     "inDoubt",
	saysNo - int(pieces):      "saysNo",
	corrects - int(pieces):    "corrects",
	noVerdict - int(pieces):   "noVerdict",
	onlyDenied - int(pieces):  "onlyDenied",
}

func signNames() []string { return append(pieceNames[:pieces:pieces], situations[:]...) }

// sure is the chance that a fact answers a question, beside all that was found.
func (e *Engine) sure(q question.Query, c candidate, found []candidate) float32 {
	if c.chance == 1 {
		return 1
	}
	return float32(1 / (1 + math.Exp(-float64(theGate.lead(e.signs(q, c, found)[:]))-e.sureCues.sum(q, c.entry))))
}

func (e *Engine) signs(q question.Query, c candidate, found []candidate) *signs {
	var v signs
	copy(v[:], c.proof[:])
	v.standing(e, c, found)
	v[excluded] = one(e.shutsOut(q, c.entry))
	v[inThread], v[cutShort], v[backwards], v[negative] = one(q.Before != nil), one(q.Elliptic), one(q.Back), one(q.Negated)
	v[asksWho], v[asksWhen], v[asksWhere] = one(q.Kind == question.Who), one(q.Kind == question.When), one(q.Kind == question.Where)
	v[asksDefine], v[asksWhy] = one(q.Kind == question.Define), one(q.Kind == question.Why)
	how := c.entry.fact.How
	v[byReader], v[byClaim], v[byAuthor] = one(how == facts.Comment), one(how == facts.Claimed), one(how == facts.Opinion)
	w := countWords(q, c)
	v[wordsAsked], v[heavyAsked] = float32(w.all)/8, float32(w.heavy)/4
	v[heavyLeft], v[heldOver] = float32(w.left), float32(w.before)
	v[shareLeft] = float32(w.left) / float32(max(1, w.heavy))
	v.verdict(e, q, c)
	return &v
}

// standing notes how a fact stands beside all that was found.
func (v *signs) standing(e *Engine, c candidate, found []candidate) {
	v[ownChance], v[placeChance] = logOdds(c.chance), logOdds(e.pooled(c, found))
	v[overSilence] = bounded((c.odds - theJudge.silence(c.proof[unheardWords])) / 4)
	v[gapFirst] = one(found[0].entry.gap != nil)
	for _, o := range found {
		switch {
		case o.entry.gap != nil:
			v[gapsChance] += o.chance
			v[nextChance] = max(v[nextChance], o.chance)
			v[gapsWording] = max(v[gapsWording], o.proof[likeWording])
		case !sharesPlace(o.entry.fact, c.entry.fact):
			v[nextChance] = max(v[nextChance], o.chance)
			v[nextWording] = max(v[nextWording], o.proof[likeWording])
		}
	}
}

// verdict notes what a fact would be told with: a yes, a no, a correction, or neither.
func (v *signs) verdict(e *Engine, q question.Query, c candidate) {
	opening := e.opening(q, c)
	if q.YesNo {
		v[inDoubt], v[saysNo], v[noVerdict] = 1-abs(2*c.refuted-1), one(c.refuted >= noEnough), one(opening == "")
	} else {
		v[corrects] = one(opening == notSo)
	}
	if c.refuted >= noEnough {
		return
	}
	for _, t := range q.Tokens {
		if n := c.entry; t.Class != question.Light && !t.Background() && n.denies.hasAny(t.Terms) && !n.explains.hasAny(t.Terms) && !n.core.hasAny(t.Terms) {
			v[onlyDenied]++
		}
	}
}

// wordCounts are how many words a question has, how many of them are of weight, and
// how many of those a candidate leaves unexplained, now and of what led up to it.
type wordCounts struct{ all, heavy, left, before int }

func countWords(q question.Query, c candidate) wordCounts {
	var w wordCounts
	for _, t := range q.Tokens {
		if t.Background() {
			continue
		}
		w.all++
		if t.Class != question.Light {
			w.heavy++
		}
	}
	for _, t := range c.left {
		if t.Background() {
			w.before++
		} else {
			w.left++
		}
	}
	return w
}

func abs(x float32) float32 { return max(x, -x) }

// logOdds are the odds of a chance on a scale that a sum can be made of, between -3
// and 3.
func logOdds(chance float32) float32 {
	x := float64(chance)
	return bounded(float32(math.Log(max(x, 1e-6)/max(1-x, 1e-6)) / 3))
}

// bounded keeps a piece of evidence from drowning all others.
func bounded(x float32) float32 { return max(-3, min(x, 3)) }
