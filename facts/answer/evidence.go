package answer

import (
	"math"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// evidence is what speaks for an entry and against it. Each piece is a small
// number, 0 where it does not apply; the first ones count the words of each
// class that the entry leaves unexplained.
type evidence [pieces]float32

// classes is how many classes of words there are.
const classes = int(question.Entity) + 1

// The pieces of evidence after the words left by class.
const (
	likeWords      = iota + classes // likeness to the nearest way of asking, 0..1
	likeAgain                       // likeness to the entry's next way of asking
	hadPhrase                       // share of that way of asking that the question has
	explainedShare                  // share of the question that the entry explains
	saysNothing                     // only figures and grammar are explained
	askedLeft                       // the noun asked for is not explained
	countedLeft                     // nor what is counted
	leftOfGaps                      // words left that are otherwise used to ask for what nobody says
	phraseNames                     // names, years and figures of the way of asking that the question lacks
	wrongKind                       // the entry has no such kind of answer
	noDate                          // nor a date, where one is wanted
	sameKind                        // both ask for the same kind of answer
	otherKind
	rightValue    // the value itself is of the kind that is wanted
	partiesTurned // the question has the parties the other way round
	onlySaid      // the company asked about only says so
	notTurned     // one says "not", the other does not
	yesNoAlike    // both want a yes or a no
	yesNoUnlike   // only one does
	nearDenial    // the nearest way of asking is one that the entry says no to
	isGap         // the entry is a gap
	gapLoosely    // part of the gap's way of asking that the question lacks
	isStatement   // the way of asking is the statement of the fact
	unaskedReader // a reader's opinion, where nobody asked for one
	wordsFor      // how much its single words speak for the entry
	wordsLead     // by how much more than for the next entry
	ofSubject     // the question names the subject of the fact
	sameRelation  // as the turn before
	sameUnit
	sameArticle
	sameFact // nobody asks to hear the same again
	newsLeft // what is new in the question since the turn before is not explained
	pieces
)

// backgroundShare is what a name left unexplained counts where it only led up
// to the question.
const backgroundShare = 0.3

// weights says how much each piece of evidence adds to the odds of an entry, as
// natural logarithms: +0.7 doubles them. They were fitted to the ways of asking
// of the base that comes with the program, each put as a question while it and
// half of its siblings were hidden (see TestFit), except those of a thread.
var weights = evidence{
	question.Light:   0.00,
	question.Plain:   -0.07,
	question.Content: 0.02,
	question.Salient: -0.04,
	question.Foreign: 0.00,
	question.Number:  -0.18,
	question.Year:    -1.14,
	question.Entity:  -0.34,
	likeWords:        1.71,
	likeAgain:        0.10,
	hadPhrase:        0.29,
	explainedShare:   4.28,
	saysNothing:      -0.18,
	askedLeft:        -0.17,
	countedLeft:      -0.65,
	leftOfGaps:       -0.77,
	phraseNames:      -0.36,
	wrongKind:        -1.23,
	noDate:           -1.08,
	sameKind:         0.34,
	otherKind:        0.02,
	rightValue:       0.23,
	partiesTurned:    -0.01,
	onlySaid:         -0.66,
	notTurned:        -0.22,
	yesNoAlike:       0.11,
	yesNoUnlike:      -0.09,
	nearDenial:       -0.40,
	isGap:            0.16,
	gapLoosely:       1.90,
	isStatement:      1.03,
	unaskedReader:    -0.60,
	wordsFor:         9.50,
	wordsLead:        -1.84,
	ofSubject:        0.37,
	sameRelation:     0.52,
	sameUnit:         2.16,
	sameArticle:      -1.69,
	sameFact:         -8.18,
	newsLeft:         -0.78,
}

// silent is the odds that the sources say nothing on a question, before its
// words are looked at; each word that no phrase of the base knows adds to it.
var (
	silent     float32 = 6.58
	silentWord float32 = 0.24
)

// odds adds the evidence up.
func (v *evidence) odds() float32 {
	var sum float32
	for i, x := range v {
		sum += weights[i] * x
	}
	return sum
}

// silence is the odds that no entry is meant.
func (e *Engine) silence(asked []weighedToken) float32 {
	return silent + silentWord*float32(e.unknownWords(asked))
}

// unknownWords counts the heavy words that no way of asking holds.
func (e *Engine) unknownWords(asked []weighedToken) int {
	n := 0
	for i := range asked {
		t := &asked[i]
		if t.Class == question.Light || t.Background() {
			continue
		}
		known := false
		for _, x := range t.Terms {
			known = known || len(e.postings[x]) > 0
		}
		if !known {
			n++
		}
	}
	return n
}

// share turns odds into chances that add up to one with that of silence.
func share(cs []candidate, silence float32) {
	most := silence
	for _, c := range cs {
		most = max(most, c.odds)
	}
	sum := math.Exp(float64(silence - most))
	for _, c := range cs {
		sum += math.Exp(float64(c.odds - most))
	}
	for i := range cs {
		cs[i].chance = float32(math.Exp(float64(cs[i].odds-most)) / sum)
	}
}

func one(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
