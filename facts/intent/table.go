package intent

import (
	"math"

	"gonum.org/v1/gonum/blas/gonum"
)

// table is a matrix of small whole numbers, each row with a scale of its own: a
// quarter of the memory of float32, and as good for telling entries apart.
type table struct {
	Width int
	Scale []float32 // row → what its cells are multiples of
	Cells []byte    // int8, row after row
}

// shrink rounds a matrix of rows of the same width to a table.
func shrink(dense []float32, width int) table {
	t := table{Width: width, Scale: make([]float32, len(dense)/width), Cells: make([]byte, len(dense))}
	for r := range t.Scale {
		row := dense[r*width : (r+1)*width]
		var most float32
		for _, v := range row {
			most = max(most, v, -v)
		}
		if most == 0 {
			continue
		}
		t.Scale[r] = most / math.MaxInt8
		for i, v := range row {
			t.Cells[r*width+i] = byte(int8(math.RoundToEven(float64(v / t.Scale[r]))))
		}
	}
	return t
}

// add adds a multiple of a row to sums.
func (t *table) add(row int, times float32, sums []float32) {
	times *= t.Scale[row]
	cells := t.Cells[row*t.Width : (row+1)*t.Width]
	sums = sums[:len(cells)]
	for i, c := range cells {
		sums[i] += times * float32(int8(c))
	}
}

// fits reports whether a table has the given rows of the given width.
func (t *table) fits(rows, width int) bool {
	return t.Width == width && len(t.Scale) == rows && len(t.Cells) == rows*width
}

// blas adds and multiplies rows of numbers several at a time.
var blas gonum.Implementation

// addTo adds a multiple of a row to sums of the same length.
func addTo(sums []float32, times float32, row []float32) {
	blas.Saxpy(len(row), times, row, 1, sums, 1)
}

// dot is the inner product of two rows of the same length. The order of adding
// depends on where b begins in memory: only at a multiple of 16 bytes, as the rows
// of the hidden units do, is the last digit always the same.
func dot(a, b []float32) float32 { return blas.Sdot(len(a), a, 1, b, 1) }

// chances turns scores into chances that add up to 1, the sharper the steeper. It
// returns how high the scores are on the whole, near to the highest.
func chances(scores []float32, steep float32) float64 {
	most := scores[0]
	for _, s := range scores {
		most = max(most, s)
	}
	var sum float32
	for i, s := range scores {
		scores[i] = float32(math.Exp(float64(steep * (s - most))))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return float64(steep*most) + math.Log(float64(sum))
}
