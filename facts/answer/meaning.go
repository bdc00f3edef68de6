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
	of    []int // the word of the question that each of them is, or is a part of
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
				m.words, m.of = append(m.words, s), append(m.of, i)
				m.all.add(&s)
			}
		}
	}
	return m
}

// likeness notes how well a sentence has what the words of a question mean, be it in other
// words: each at its best, the worst of them, and the sentence as a whole. It looks up each
// word of the sentence, which takes a microsecond.
func (s *sentence) likeness(m *meant, asked []askedWord) {
	if len(m.words) == 0 {
		s.soft(nil, m, asked)
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
	s.soft(best, m, asked)
}

// likeEnough is how near two words must be for one to be said for the other.
const likeEnough = 0.45

// soft notes what share of a question a sentence has, in its words or in others of like
// meaning, each word weighed among the sentences of the article.
func (s *sentence) soft(best []float32, m *meant, asked []askedWord) {
	has := make([]float32, len(asked))
	for k, i := range m.of {
		if best[k] >= likeEnough {
			has[i] = max(has[i], best[k])
		}
	}
	var all, here, near float32
	for i := range asked {
		w := &asked[i]
		weight := s.ownWeight(w)
		all += weight
		x := max(has[i], w.within(s.holds))
		here += weight * x
		near += weight * max(x, w.within(s.paragraph.holds))
	}
	s.signs[softHere], s.signs[softNear] = here/max(all, 0.01), near/max(all, 0.01)
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
