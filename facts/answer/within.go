package answer

import (
	"slices"
	"sync"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// scope is what counts for an engine that is to answer from some articles only.
// A nil scope is that of an engine for which everything counts.
type scope struct {
	all      *Engine // for which everything counts
	articles []string
	shut     []bool // entry → does not count
}

// takes reports whether a candidate counts.
func (s *scope) takes(c candidate) bool { return s == nil || !s.shut[c.at] }

// inScope leaves the candidates that count. Those that do not still have their
// chance of being what is meant, so that a question for what only another article
// tells is not taken for one near to it. They lose it where the best that counts
// explains all of the question and they speak of something else than is asked:
// within an article, "who wrote it?" is clear.
func (e *Engine) inScope(q question.Query, found []candidate) []candidate {
	if e.scope == nil {
		return found
	}
	i := slices.IndexFunc(found, e.scope.takes)
	if i < 0 {
		return nil
	}
	best := found[i]
	found = slices.DeleteFunc(found, func(c candidate) bool { return !e.scope.takes(c) && isClear(q, best, c) })
	if found[0].chance < 1 { // else it is in the words of the base
		weigh(found, best.proof[unheardWords])
	}
	return slices.DeleteFunc(found, func(c candidate) bool { return !e.scope.takes(c) })
}

// isClear reports whether a question put within an article means the best candidate
// there and not another elsewhere: one that says the same of another subject, or
// any if the question names nobody.
func isClear(q question.Query, best, other candidate) bool {
	if len(best.left) > 0 || best.entry.fact == nil {
		return false
	}
	f, g := best.entry.fact, other.entry.fact
	return len(q.Entities()) == 0 || g != nil && f.Relation == g.Relation && f.Subject != g.Subject
}

// Within returns an engine for which only those facts count whose citations all
// lie in the given articles; none given means all. A fact that does not count is
// neither told nor calculated with nor offered as near. What the sources are
// known to leave open counts where all that is near to it does. Names and words
// stay known, so that a question is read the same, and what was learned is
// shared: it costs next to nothing. Of an engine within articles it takes those
// that are in both.
func (e *Engine) Within(articles []string) *Engine {
	if len(articles) == 0 {
		return e
	}
	in := *e
	in.scope = &scope{all: e.offers.engine, shut: make([]bool, len(e.entries))}
	for _, id := range articles {
		if e.reads(id) {
			in.scope.articles = append(in.scope.articles, id)
		}
	}
	for i := range e.entries {
		in.scope.shut[i] = !in.counts(&e.entries[i])
	}
	in.prompts = sync.OnceValue(in.selection)
	return &in
}

// calculateWithin calculates with the figures that a question is about wherever
// they stand, and gives what comes of it where all of them count: a figure that
// does not is not made up for by another one that the question does not mean.
func (e *Engine) calculateWithin(q question.Query) (Answer, bool) {
	a, ok := e.scope.all.calculate(q)
	outside := func(id string) bool { return !e.has(e.facts[id]) }
	near := func(r Related) bool { return outside(r.Fact) }
	return a, ok && !slices.ContainsFunc(a.Facts, outside) && !slices.ContainsFunc(a.Related, near)
}

// reads reports whether an article counts.
func (e *Engine) reads(article string) bool {
	return e.scope == nil || slices.Contains(e.scope.articles, article)
}

// has reports whether a fact counts.
func (e *Engine) has(f *facts.Fact) bool {
	return !slices.ContainsFunc(f.Cite, func(c facts.Citation) bool { return !e.reads(c.Article) })
}

// counts reports whether an entry counts: a gap speaks of the articles of the
// facts that are near to it.
func (e *Engine) counts(n *entry) bool {
	if n.fact != nil {
		return e.has(n.fact)
	}
	outside := func(id string) bool { f, ok := e.facts[id]; return !ok || !e.has(f) }
	return len(n.gap.Near) > 0 && !slices.ContainsFunc(n.gap.Near, outside)
}

// everyFact returns the facts that count, in the order of the table, and after
// them the entries of the FAQ.
func (e *Engine) everyFact() []*facts.Fact {
	var out []*facts.Fact
	for _, fs := range [][]facts.Fact{e.base.Facts, e.base.FAQ} {
		for i := range fs {
			if e.has(&fs[i]) {
				out = append(out, &fs[i])
			}
		}
	}
	return out
}
