package extract

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// seedsFloor is the share of the figures in the hand-kept tables that has to be
// found again, by unit, bearer and value.
const seedsFloor = 0.85

// TestSeedsAgain reads the articles behind the embedded base and looks for the
// figures of its hand-kept tables. It needs the articles' texts.
func TestSeedsAgain(t *testing.T) {
	t.Parallel()
	texts := os.Getenv("PILCROW_TEXTS")
	if texts == "" {
		t.Skip("PILCROW_TEXTS names no directory with the articles' texts")
	}
	base, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	all, hits := 0, 0
	for _, a := range base.Articles {
		text, err := os.ReadFile(filepath.Join(texts, a.ID+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		cut, err := article.Cut(a.ID, text)
		if err != nil {
			t.Fatal(err)
		}
		d := From(cut, NewKnown(base))
		for i := range base.Facts {
			f := &base.Facts[i]
			if f.Cite[0].Article != a.ID || len(f.Calc) > 0 && !(f.Relation == "comment-count" && f.Subject == a.ID && f.Period.IsZero()) || !figured(f) {
				continue
			}
			all++
			if slices.ContainsFunc(d.Facts, func(g facts.Fact) bool { return same(f, &g) }) {
				hits++
			} else {
				t.Logf("%s ¶%s %s %s %q", f.ID, f.Cite[0].At, f.Subject, f.Value.Kind, f.Value.Text)
			}
		}
	}
	t.Logf("%d of %d: %.1f%%", hits, all, 100*float64(hits)/float64(all))
	if float64(hits) < seedsFloor*float64(all) {
		t.Errorf("%d of %d figures are found again, want %.0f%%", hits, all, 100*seedsFloor)
	}
}

// figured tells a fact whose value is a figure or a date.
func figured(f *facts.Fact) bool {
	switch f.Value.Kind {
	case facts.Money, facts.Count, facts.Percent, facts.Multiple, facts.Date:
		return f.How != facts.Comment
	}
	return false
}

// same says whether two facts give the same figure of the same bearer in the
// same place.
func same(f, g *facts.Fact) bool {
	place := slices.ContainsFunc(f.Cite, func(c facts.Citation) bool { return slices.Contains(g.Cite, c) })
	bearer := f.Subject == g.Subject || slices.Contains(f.With, g.Subject)
	v, w := f.Value, g.Value
	return place && bearer && v.Kind == w.Kind && v.Hedge == w.Hedge && v.Amount == w.Amount && v.High == w.High && (v.Kind != facts.Date || v.Day == w.Day)
}
