package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// scope is what counts for an engine that is to answer from some articles only.
// A nil scope is that of an engine for which everything counts.
type scope struct {
	articles []string
	shut     []bool // entry → does not count
}

// shuts reports whether a phrase belongs to an entry that does not count.
func (s *scope) shuts(ps []phrase, at int32) bool { return s != nil && s.shut[ps[at].entry] }

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
	in.scope = &scope{shut: make([]bool, len(e.entries))}
	for _, id := range articles {
		if e.reads(id) {
			in.scope.articles = append(in.scope.articles, id)
		}
	}
	for i := range e.entries {
		in.scope.shut[i] = !in.counts(&e.entries[i])
	}
	return &in
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
