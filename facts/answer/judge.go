package answer

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// judge adds the evidence for an entry up to its odds of being what is meant.
//
// Most evidence counts for what it is worth; but some only beside other: a year
// that is left over weighs little where a gap is likely and much where a figure
// is. So beside the straight sum there are a few sums that each see the evidence
// their own way and then count for or against (a net with one hidden layer).
//
// Several such nets, each begun with other small weights, are asked, and what
// they say on average counts: where one errs by chance, the others do not.
//
// The weights stand in weights.txt, a line for each piece of evidence. They were
// fitted to the ways of asking of the base that comes with the program, each put
// as a question while it and half of its siblings were hidden, and to questions
// made from them that nothing answers; see TestFit.
type judge [members]net

type net struct {
	straight [pieces]float32
	views    [views]view
	silent   float32 // odds that the sources say nothing, before the words are looked at
	unheard  float32 // what each word adds to it that no way of asking holds
}

// view is one way of seeing the evidence together.
type view struct {
	in   [pieces]float32
	bias float32
	out  float32
}

const (
	members = 3
	views   = 16
)

//go:embed weights.txt
var weightsText string

var theJudge = mustReadJudge(weightsText)

func mustReadJudge(text string) *judge {
	j, err := readJudge(text)
	if err != nil {
		panic(err) // a fault of the build, found by every test
	}
	return j
}

// odds is the natural logarithm of the odds of an entry.
func (j *judge) odds(v *evidence) float32 {
	var sum float32
	for m := range j {
		sum += j[m].odds(v)
	}
	return sum / members
}

// silence is the odds that no entry is meant.
func (j *judge) silence(unheard float32) float32 {
	var sum float32
	for m := range j {
		sum += j[m].silence(unheard)
	}
	return sum / members
}

func (j *net) odds(v *evidence) float32 {
	var sum float32
	var seen [views]float32
	for k, x := range v {
		if x == 0 {
			continue
		}
		sum += float32(j.straight[k] * x)
		for i := range seen {
			seen[i] += float32(j.views[i].in[k] * x)
		}
	}
	for i := range seen {
		sum += float32(j.views[i].out * bend(seen[i]+j.views[i].bias))
	}
	return sum
}

// bend keeps a sum between -1 and 1.
func bend(x float32) float32 {
	if x < 0 {
		return x / (1 - x)
	}
	return x / (1 + x)
}

func (j *net) silence(unheard float32) float32 { return j.silent + j.unheard*unheard }

// readJudge reads weights: for each net a line for each piece of evidence with
// its name, what it counts straight and in each view; then the lines bias, out and
// silence.
func readJudge(text string) (*judge, error) {
	rows, err := readRows(text)
	if err != nil {
		return nil, err
	}
	j := &judge{}
	for m := range j {
		n := &j[m]
		row := func(name string, size int) []float32 {
			all := rows[name]
			if len(all) != members*size {
				if err == nil {
					err = fmt.Errorf("weights: %s has %d numbers, want %d", name, len(all), members*size)
				}
				return make([]float32, size)
			}
			return all[m*size : (m+1)*size]
		}
		for k, name := range pieceNames {
			of := row(name, 1+views)
			n.straight[k] = of[0]
			for i := range n.views {
				n.views[i].in[k] = of[1+i]
			}
		}
		bias, out, silence := row("bias", views), row("out", views), row("silence", 2)
		for i := range n.views {
			n.views[i].bias, n.views[i].out = bias[i], out[i]
		}
		n.silent, n.unheard = silence[0], silence[1]
	}
	return j, err
}

// readRows reads lines of a name and numbers.
func readRows(text string) (map[string][]float32, error) {
	rows := map[string][]float32{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		for _, f := range fields[1:] {
			x, err := strconv.ParseFloat(f, 32)
			if err != nil {
				return nil, fmt.Errorf("weights: %s: %w", fields[0], err)
			}
			rows[fields[0]] = append(rows[fields[0]], float32(x))
		}
	}
	return rows, nil
}

// String writes weights as readJudge reads them.
func (j *judge) String() string {
	var b strings.Builder
	row := func(name string, xs ...float32) {
		fmt.Fprintf(&b, "%-14s", name)
		for _, x := range xs {
			fmt.Fprintf(&b, " %7.3f", x)
		}
		b.WriteByte('\n')
	}
	for m := range j {
		n := &j[m]
		for k, name := range pieceNames {
			xs := []float32{n.straight[k]}
			for i := range n.views {
				xs = append(xs, n.views[i].in[k])
			}
			row(name, xs...)
		}
		var bias, out []float32
		for i := range n.views {
			bias, out = append(bias, n.views[i].bias), append(out, n.views[i].out)
		}
		row("bias", bias...)
		row("out", out...)
		row("silence", n.silent, n.unheard)
		b.WriteByte('\n')
	}
	return b.String()
}
