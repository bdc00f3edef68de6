package seeds_test

import (
	"fmt"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// place is a line of a file, by which faults find the entry they are about.
type place struct {
	file string
	line int
}

// TestEmbeddedBase holds the base that comes with the program to every rule:
// that it is sound, and that each way of asking finds its own fact. Each fact
// and each gap is a test of its own.
func TestEmbeddedBase(t *testing.T) {
	t.Parallel()
	b, err := facts.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := answer.New(b)
	if err != nil {
		t.Fatal(err)
	}
	at := map[place]facts.Faults{}
	for _, f := range append(b.Lint(), engine.Check()...) {
		at[place{f.File, f.Line}] = append(at[place{f.File, f.Line}], f)
	}
	entry := func(id string, p place) {
		faults := at[p]
		delete(at, p)
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			for _, f := range faults {
				t.Error(f)
			}
		})
	}
	for i := range b.Facts {
		entry(b.Facts[i].ID, place{b.Facts[i].File, b.Facts[i].Line})
	}
	for _, g := range b.Gaps {
		entry(g.ID, place{g.File, g.Line})
	}
	for _, faults := range at { // units and vocabulary
		t.Error(faults)
	}
}

// leastFacts is how many facts the base has to have; it grows, and does not
// shrink unseen.
const leastFacts = 180

// comments is how many readers' comments stand below the article of 2017.
const comments = 43

func TestEmbeddedBaseIsWhole(t *testing.T) {
	t.Parallel()
	b, err := facts.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(b.Facts); n < leastFacts {
		t.Errorf("%d facts, want %d or more", n, leastFacts)
	}
	cited := map[facts.Citation]bool{}
	for _, f := range b.Facts {
		for _, c := range f.Cite {
			cited[c] = true
		}
	}
	for n := range comments {
		c := facts.Citation{Article: "nokia-xiaomi-2017", At: fmt.Sprint("comment-", n+1)}
		if !cited[c] {
			t.Errorf("no fact cites %s %s", c.Article, c.At)
		}
	}
}
