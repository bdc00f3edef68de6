package intent

import "math"

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

// addTo adds a multiple of a row to sums of the same length.
func addTo(sums []float32, times float32, row []float32) {
	sums = sums[:len(row)]
	i := 0
	for ; i+4 <= len(row); i += 4 {
		sums[i] += times * row[i]
		sums[i+1] += times * row[i+1]
		sums[i+2] += times * row[i+2]
		sums[i+3] += times * row[i+3]
	}
	for ; i < len(row); i++ {
		sums[i] += times * row[i]
	}
}

// dot is the inner product of two rows of the same length.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// chances turns scores into chances that add up to 1, the sharper the steeper.
func chances(scores []float32, steep float32) {
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
}
