package answer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// The kinds of entities whose figures are told apart; companies are those that
// [Engine.About] and [Engine.Companies] know.
const (
	company = "company"
	product = "product"
)

// About returns the facts about a company, as subject or as a party, in the order
// of the table, at most max of them. It may be called by an alias or a ticker, in
// any case and with a typing error. Where it is none that a fact is about, ok is
// false and name the known company nearest to what was given, if any is.
func (e *Engine) About(given string, max int) (name string, found []Related, ok bool) {
	ids := e.companyIDs()
	for _, t := range e.reader.Read(given).Tokens {
		if !slices.Contains(ids, t.Entity) {
			continue
		}
		for _, f := range e.everyFact() {
			if isParty(f, t.Entity) && len(found) < max {
				found = append(found, e.related(f))
			}
		}
		return e.name(t.Entity), found, true
	}
	return e.likeliest(given, ids), nil, false
}

// likeliest returns the company whose name has the letters of a word in their
// order and begins like it: the best as the matcher ranks them, of equally good
// ones the first.
func (e *Engine) likeliest(given string, ids []string) string {
	for _, w := range typedWords(given) {
		var names, of []string
		for _, id := range ids {
			for _, name := range e.called(id) {
				if strings.HasPrefix(strings.ToLower(name), firstLetter(w)) {
					names, of = append(names, name), append(of, e.name(id))
				}
			}
		}
		if found := fuzzy.Find(w, names); len(found) > 0 && len(w) > 1 {
			return of[found[0].Index]
		}
	}
	return ""
}

// Companies returns the names of the companies that facts are about, as subject
// or as a party, in the order of the vocabulary.
func (e *Engine) Companies() []string {
	var out []string
	for _, id := range e.companyIDs() {
		out = append(out, e.name(id))
	}
	return out
}

func (e *Engine) companyIDs() []string {
	about := map[string]bool{}
	for _, f := range e.everyFact() {
		for _, id := range slices.Concat([]string{f.Subject}, f.With, f.Value.IDs) {
			about[id] = true
		}
	}
	var out []string
	for i := range e.base.Entities {
		if n := &e.base.Entities[i]; n.Kind == company && about[n.ID] {
			out = append(out, n.ID)
		}
	}
	return out
}

// Source is an article or a FAQ that answers are drawn from.
type Source struct {
	ID, Title, Author, Publisher string
	Published                    string // 2025-11-12; empty where no date is known
	Facts                        int    // that cite it
	Units                        int    // that can be cited
}

// Sources returns the articles that count, the earliest first.
func (e *Engine) Sources() []Source {
	cited := map[string]int{}
	for _, f := range e.everyFact() {
		var of []string
		for _, c := range f.Cite {
			if !slices.Contains(of, c.Article) {
				of = append(of, c.Article)
				cited[c.Article]++
			}
		}
	}
	var out []Source
	for i := range e.base.Articles {
		if a := &e.base.Articles[i]; e.reads(a.ID) {
			out = append(out, newSource(a, cited[a.ID]))
		}
	}
	slices.SortStableFunc(out, func(a, b Source) int { return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.ID, b.ID)) })
	return out
}

func newSource(a *facts.Article, cited int) Source {
	return Source{
		ID: a.ID, Title: a.Title, Author: a.Author, Publisher: a.Publisher,
		Published: a.Published.ISO(), Facts: cited, Units: len(a.Units),
	}
}
