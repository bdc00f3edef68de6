package bank

import (
	"slices"
	"strconv"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// smallNumber is the largest number that may stand in an answer as a word of
// prose ("the two companies") without a source.
const smallNumber = 3

// invented returns the numbers of an answer that stand neither in a unit it
// cites, its article's title or date, nor in the question, nor in a calculation
// that the answer shows.
func invented(b *facts.Base, q Question, a answer.Answer) []string {
	allowed := map[string]bool{}
	allow := func(figures []string) {
		for _, f := range figures {
			allowed[f] = true
		}
	}
	for _, text := range append([]string{q.Text}, q.Context...) {
		allow(article.Figures(text))
	}
	for _, c := range a.Citations {
		allow(article.Figures(c.Title + " " + c.Published + " " + c.At))
		if r, ok := b.Article(c.Article); ok {
			if u, ok := r.Unit(c.At); ok {
				allow(u.Figures)
			}
		}
	}
	for _, d := range a.Derived {
		allow(article.Figures(d.Expression + " = " + d.Value))
	}
	var out []string
	for _, f := range article.Figures(a.Text) {
		if n, err := strconv.ParseFloat(f, 64); err == nil && n <= smallNumber {
			continue
		}
		if !allowed[f] && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}
