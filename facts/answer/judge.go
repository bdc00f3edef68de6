package answer

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// judge adds up what speaks for something to the odds of its being so.
//
// Most pieces of evidence count for what they are worth; but some only beside
// others: a year that is left over weighs little where a gap is likely and much
// where a figure is. So beside the straight sum there are a few sums that each see
// the evidence their own way and then count for or against (a net with one hidden
// layer).
//
// Several such nets, each begun with other small weights, are asked, and what
// they say on average counts: where one errs by chance, the others do not.
//
// The weights stand in a file, a line for each piece of evidence and net. TestFit
// fits them and says to what.
type judge struct {
	names []string // of the pieces of evidence, as they stand in the file
	nets  []net
}

type net struct {
	straight  []float32        // of each piece
	in        [][views]float32 // piece → what it counts in each view
	bias, out [views]float32
	silent    float32 // odds that nothing is so, before the words are looked at
	unheard   float32 // what each word adds to it that no way of asking holds
}

const views = 16

var (
	//go:embed weights.txt
	weightsText string
	//go:embed sure.txt
	sureText string

	theJudge = mustReadJudge(weightsText, pieceNames[:]) // of what is meant
	theGate  = mustReadJudge(sureText, signNames())      // of whether it is told
)

func mustReadJudge(text string, names []string) *judge {
	j, err := readJudge(text, names)
	if err != nil {
		panic(err) // a fault of the build, found by every test
	}
	return j
}

// odds is the natural logarithm of the odds that the evidence gives.
func (j *judge) odds(v []float32) float32 {
	var sum float32
	for m := range j.nets {
		sum += j.nets[m].odds(v)
	}
	return sum / float32(len(j.nets))
}

// silence is the odds that nothing is so.
func (j *judge) silence(unheard float32) float32 {
	var sum float32
	for m := range j.nets {
		sum += j.nets[m].silence(unheard)
	}
	return sum / float32(len(j.nets))
}

// lead is the odds of something being so beside those of its not being so.
func (j *judge) lead(v []float32) float32 { return j.odds(v) - j.silence(0) }

func (n *net) odds(v []float32) float32 {
	var sum float32
	seen := n.bias
	for k, x := range v {
		if x == 0 {
			continue
		}
		sum += float32(n.straight[k] * x)
		for i, w := range &n.in[k] {
			seen[i] += float32(w * x)
		}
	}
	for i := range seen {
		sum += float32(n.out[i] * bend(seen[i]))
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

func (n *net) silence(unheard float32) float32 { return n.silent + n.unheard*unheard }

func newNet(pieces int) net {
	return net{straight: make([]float32, pieces), in: make([][views]float32, pieces)}
}

// readJudge reads weights: for each net a line for each piece of evidence with
// its name, what it counts straight and in each view; then the lines bias, out and
// silence.
func readJudge(text string, names []string) (*judge, error) {
	rows, err := readRows(text)
	if err != nil {
		return nil, err
	}
	members := len(rows["silence"]) / 2
	if members == 0 {
		return nil, errors.New("weights: no net")
	}
	j := &judge{names, make([]net, members)}
	for m := range j.nets {
		n := &j.nets[m]
		*n = newNet(len(names))
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
		for k, name := range names {
			of := row(name, 1+views)
			n.straight[k] = of[0]
			copy(n.in[k][:], of[1:])
		}
		copy(n.bias[:], row("bias", views))
		copy(n.out[:], row("out", views))
		silence := row("silence", 2)
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
	for m := range j.nets {
		n := &j.nets[m]
		for k, name := range j.names {
			row(name, append([]float32{n.straight[k]}, n.in[k][:]...)...)
		}
		row("bias", n.bias[:]...)
		row("out", n.out[:]...)
		row("silence", n.silent, n.unheard)
		b.WriteByte('\n')
	}
	return b.String()
}
