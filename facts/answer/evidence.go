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
	undisclosed   // the fact is that something is not told
	isStatement   // the way of asking is the statement of the fact
	unaskedReader // a reader's opinion, where nobody asked for one
	wordsFor      // how much its single words speak for the entry
	wordsLead     // by how much more than for the next entry
	leadLike      // by how much the likeness leads that of the others, or falls behind
	leadHad       // the same of the share of the way of asking that the question has
	leadExplained // and of the share of the question that the entry explains
	ofSubject     // the question names the subject of the fact
	sameRelation  // as the turn before
	sameUnit
	sameArticle
	sameFact // nobody asks to hear the same again
	newsLeft // what is new in the question since the turn before is not explained
	asksYesNo
	asksAmount
	asksList
	sizeOf        // how much weight the question has
	leftWeight    // how much of it is left unexplained
	otherName     // the question names parties, and none is the fact's
	numbersShared // names, years and figures of the question that the fact has
	unheardWords  // heavy words of the question that no way of asking in the base holds
	notInFact     // weight of its heavy words that the fact itself has not, though its ways of asking have
	thinly        // the same, each by how few of the ways of asking have it
	deniedOnly    // weight of its heavy words that only the denied ways of asking have
	whyNot        // it asks why, and no way of asking for the fact does
	askedAnew     // the noun asked for is asked for in no way of asking for the fact, nor stands in the fact itself, in that very word
	likeWording   // likeness to the nearest way of asking word for word, 0..1; see [akin]
	likeWordings  // the mean of that and the next nearest
	leadWording   // by how much likeWording leads that of the others, or falls behind
	pieces
)

// pieceNames name the pieces of evidence in weights.txt.
var pieceNames = [pieces]string{
	question.Light:   "leftLight",
	question.Plain:   "leftPlain",
	question.Content: "leftContent",
	question.Salient: "leftSalient",
	question.Foreign: "leftForeign",
	question.Number:  "leftNumber",
	question.Year:    "leftYear",
	question.Entity:  "leftEntity",
	likeWords:        "likeWords",
	likeAgain:        "likeAgain",
	hadPhrase:        "hadPhrase",
	explainedShare:   "explainedShare",
	saysNothing:      "saysNothing",
	askedLeft:        "askedLeft",
	countedLeft:      "countedLeft",
	leftOfGaps:       "leftOfGaps",
	phraseNames:      "phraseNames",
	wrongKind:        "wrongKind",
	noDate:           "noDate",
	sameKind:         "sameKind",
	otherKind:        "otherKind",
	rightValue:       "rightValue",
	partiesTurned:    "partiesTurned",
	onlySaid:         "onlySaid",
	notTurned:        "notTurned",
	yesNoAlike:       "yesNoAlike",
	yesNoUnlike:      "yesNoUnlike",
	nearDenial:       "nearDenial",
	isGap:            "isGap",
	gapLoosely:       "gapLoosely",
	isStatement:      "isStatement",
	undisclosed:      "undisclosed",
	unaskedReader:    "unaskedReader",
	wordsFor:         "wordsFor",
	wordsLead:        "wordsLead",
	leadLike:         "leadLike",
	leadHad:          "leadHad",
	leadExplained:    "leadExplained",
	ofSubject:        "ofSubject",
	sameRelation:     "sameRelation",
	sameUnit:         "sameUnit",
	sameArticle:      "sameArticle",
	sameFact:         "sameFact",
	newsLeft:         "newsLeft",
	asksYesNo:        "asksYesNo",
	asksAmount:       "asksAmount",
	asksList:         "asksList",
	sizeOf:           "sizeOf",
	leftWeight:       "leftWeight",
	otherName:        "otherName",
	numbersShared:    "numbersShared",
	unheardWords:     "unheardWords",
	notInFact:        "notInFact",
	thinly:           "thinly",
	deniedOnly:       "deniedOnly",
	whyNot:           "whyNot",
	askedAnew:        "askedAnew",
	likeWording:      "likeWording",
	likeWordings:     "likeWordings",
	leadWording:      "leadWording",
}

// backgroundShare is what a name left unexplained counts where it only led up
// to the question.
const backgroundShare = 0.3

// unheard counts the heavy words that no way of asking holds.
func (e *Engine) unheard(asked []weighedToken) float32 {
	n := float32(0)
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
	most, sum := overall(silence, len(cs), func(i int) float32 { return cs[i].odds })
	for i := range cs {
		cs[i].chance = float32(math.Exp(float64(cs[i].odds-most)) / sum)
	}
}

// overall is the greatest odds of several, their silence among them, and what all come to
// beside it.
func overall(silence float32, n int, odds func(i int) float32) (most float32, sum float64) {
	most = silence
	for i := range n {
		most = max(most, odds(i))
	}
	sum = math.Exp(float64(silence - most))
	for i := range n {
		sum += math.Exp(float64(odds(i) - most))
	}
	return most, sum
}

func one(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
