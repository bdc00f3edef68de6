package answer

import (
	"math"
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts/question"
	"github.com/pilcrow-bot/pilcrow/facts/sense"
)

// Whoever asks need not use the words of an article: what it calls a payment they call a
// price. So a question is held against a sentence by what its words mean as well, as far
// as that is known of them; see package sense.

// meant is what the words of a question mean, each by itself and all together. Names,
// figures and mere grammar mean nothing here.
type meant struct {
	words []sense.Sense
	all   gist
}

// gist is the sum of what several words mean.
type gist [sense.Size]int32

func (g *gist) add(s *sense.Sense) {
	for d, v := range s {
		g[d] += int32(v)
	}
}

func meaningOf(asked []askedWord) *meant {
	m := &meant{}
	for i := range asked {
		if asked[i].Class >= question.Foreign {
			continue
		}
		for _, w := range splitWords(asked[i].Read) {
			if s, known := sense.Of(w); known {
				m.words = append(m.words, s)
				m.all.add(&s)
			}
		}
	}
	return m
}

// likeness notes how well a sentence has what the words of a question mean, be it in other
// words: each at its best, the worst of them, and the sentence as a whole. It looks up each
// word of the sentence, which takes a microsecond.
func (s *sentence) likeness(m *meant) {
	if len(m.words) == 0 {
		return
	}
	best := make([]float32, len(m.words))
	var all gist
	for _, w := range splitWords(s.text) {
		t, known := sense.Of(w)
		if !known {
			continue
		}
		all.add(&t)
		for i := range m.words {
			best[i] = max(best[i], float32(m.words[i].Near(&t)))
		}
	}
	for _, x := range best {
		s.signs[meansEach] += x / float32(len(best))
	}
	s.signs[meansLeast] = slices.Min(best)
	s.signs[meansWhole] = m.all.near(&all)
}

// near is the cosine of the angle between two gists, 0 where one is empty.
func (g *gist) near(o *gist) float32 {
	var both, first, second float64
	for d := range g {
		x, y := float64(g[d]), float64(o[d])
		both, first, second = both+x*y, first+x*x, second+y*y
	}
	if both == 0 {
		return 0
	}
	return float32(both / math.Sqrt(first*second))
}
