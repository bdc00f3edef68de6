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
// The weights stand in weights.txt, a line for each piece of evidence. They were
// fitted to the ways of asking of the base that comes with the program, each put
// as a question while it and half of its siblings were hidden, and to questions
// made from them that nothing answers; see TestFit.
type judge struct {
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

const views = 16

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

// silence is the odds that no entry is meant.
func (j *judge) silence(unheard float32) float32 { return j.silent + j.unheard*unheard }

// readJudge reads weights: a line for each piece of evidence with its name, what
// it counts straight and in each view; then the lines bias, out and silence.
func readJudge(text string) (*judge, error) {
	rows, err := readRows(text)
	if err != nil {
		return nil, err
	}
	j := &judge{}
	for k, name := range pieceNames {
		row := rows[name]
		if len(row) != 1+views {
			return nil, fmt.Errorf("weights: %s has %d numbers, want %d", name, len(row), 1+views)
		}
		j.straight[k] = row[0]
		for i := range j.views {
			j.views[i].in[k] = row[1+i]
		}
	}
	bias, out, silence := rows["bias"], rows["out"], rows["silence"]
	if len(bias) != views || len(out) != views || len(silence) != 2 {
		return nil, fmt.Errorf("weights: want %d of bias and of out, and 2 of silence", views)
	}
	for i := range j.views {
		j.views[i].bias, j.views[i].out = bias[i], out[i]
	}
	j.silent, j.unheard = silence[0], silence[1]
	return j, nil
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
	for k, name := range pieceNames {
		xs := []float32{j.straight[k]}
		for i := range j.views {
			xs = append(xs, j.views[i].in[k])
		}
		row(name, xs...)
	}
	var bias, out []float32
	for i := range j.views {
		bias, out = append(bias, j.views[i].bias), append(out, j.views[i].out)
	}
	row("bias", bias...)
	row("out", out...)
	row("silence", j.silent, j.unheard)
	return b.String()
}
