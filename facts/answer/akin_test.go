package answer

import "testing"

// A question is likest to the way of asking that it is, and less to one that differs in
// a word of grammar alone.
func TestAkin(t *testing.T) {
	t.Parallel()
	e := seeded(t)
	like := func(text string, n *entry) float32 {
		c := []candidate{{entry: n}}
		e.compareWording(e.linear.features(ownWords(e.reader.Read(text))), c, nil)
		return c[0].proof[likeWording]
	}
	for i := range e.entries {
		n := &e.entries[i]
		if n.fact == nil || len(n.fact.Asks) == 0 || i%50 != 0 {
			continue
		}
		own, turned := like(n.fact.Asks[0], n), like("of what with whom under "+n.fact.Asks[0], n)
		if own < 0.95 || turned >= own {
			t.Errorf("%s: its own way of asking is %.2f like it, with words before it %.2f", n.fact.ID, own, turned)
		}
	}
	if most, mean := (&akin{asked: [2]float32{0.5, 0.2}, denied: [2]float32{0.7, 0.1}, says: 0.6}).nearest(); most != 0.7 || mean != (0.7+0.6)/2 {
		t.Errorf("nearest %.2f, mean %.2f", most, mean)
	}
}
