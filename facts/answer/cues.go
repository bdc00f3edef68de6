package answer

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// cues say how much a single word of a question speaks for something, by where a
// fact has that word: "only" and "still" mean little where the fact says so itself,
// and much where it does not. They stand in a file, a line for each term (its spaces
// as _) with a number for each stand; names and figures have none. There are two
// sorts of them, each fitted with what it is added to:
//
//	cues.txt    for the no to a question that wants a yes or a no, with a [refutal]
//	surecues.txt   for a fact being what answers, with the [signs] of it
type cues map[question.Term]*[stands]float32

// stand is where a fact has a word.
type stand uint8

// The stands of a word. Each comes twice: denied where the denied ways of asking
// have the word as well.
const (
	ofFact stand = iota // the fact itself has it
	ofAsks              // only its ways of asking
	ofNone              // neither
	denied              // added to the above
	stands = 2 * denied
)

var (
	//go:embed cues.txt
	cuesText string
	//go:embed surecues.txt
	sureCuesText string

	cueRows     = mustReadCues(cuesText)
	sureCueRows = mustReadCues(sureCuesText)
)

func mustReadCues(text string) map[string][]float32 {
	rows, err := readRows(text)
	if err != nil {
		panic(err) // a fault of the build, found by every test
	}
	for label, row := range rows {
		if len(row) != int(stands) {
			panic(fmt.Sprintf("cues: %s has %d numbers, want %d", label, len(row), stands))
		}
	}
	return rows
}

// newCues finds the terms of cues in the vocabulary of a base.
func newCues(r *question.Reader, rows map[string][]float32) cues {
	out := cues{}
	for label, row := range rows {
		if t, ok := r.Labelled(strings.ReplaceAll(label, "_", " ")); ok {
			out[t] = (*[stands]float32)(row)
		}
	}
	return out
}

// sum adds up the cues in a question, held against a fact.
func (cs cues) sum(q question.Query, n *entry) float64 {
	var sum float64
	cuesIn(q, n, func(x question.Term, s stand) {
		if c := cs[x]; c != nil {
			sum += float64(c[s])
		}
	})
	return sum
}

// cuesIn yields each term of a question that may be a cue and where a fact has it.
func cuesIn(q question.Query, n *entry, yield func(question.Term, stand)) {
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Background() || t.Class >= question.Number {
			continue
		}
		s := ofNone
		switch {
		case n.core.hasAny(t.Terms):
			s = ofFact
		case n.explains.hasAny(t.Terms):
			s = ofAsks
		}
		if n.denies.hasAny(t.Terms) {
			s += denied
		}
		for _, x := range t.Terms {
			yield(x, s)
		}
	}
}

// string writes cues as they are read, in the order of their labels.
func (cs cues) string(r *question.Reader) string {
	var lines []string
	for x, row := range cs {
		line := fmt.Sprintf("%-20s", strings.ReplaceAll(r.Label(x), " ", "_"))
		for _, w := range row {
			line += fmt.Sprintf(" %6.2f", w)
		}
		lines = append(lines, line+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
