package answer

import (
	"slices"
	"testing"
)

// TestInterimsIn: quarters and halves are found however they are written, and nothing else.
func TestInterimsIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]interim{
		"Revenue in the third quarter beat that of the second quarter.": {"3 quarter", "2 quarter"},
		"Operating profit: Q2 2025, US$70.8 million":                    {"2 quarter"},
		"what were 4Q sales and h1 orders":                              {"4 quarter", "1 half"},
		"a first-half loss":                                             {"1 half"},
		"a quarter of the price, the second half-hour of Q7":            nil,
		"the quarter before":                                            nil,
	} {
		if got := interimsIn(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
