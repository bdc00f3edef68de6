package extract

import (
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// Known is whom a base knows, found by their names, and its relations. Several
// may read it at once, but none while Add is at work.
type Known struct {
	relations []facts.Relation
	ids       map[string]bool
	names     map[string]bool          // as they are written
	byName    map[string]*facts.Entity // in small letters
}

// NewKnown finds whom a base knows.
func NewKnown(b *facts.Base) *Known {
	k := &Known{relations: b.Relations, ids: map[string]bool{}, names: map[string]bool{}, byName: map[string]*facts.Entity{}}
	k.Add(b.Entities)
	return k
}

// Add adds some; who was there first keeps a name.
func (k *Known) Add(entities []facts.Entity) {
	for i := range entities {
		e := &entities[i]
		k.ids[e.ID] = true
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			if e.Kind == "person" && !strings.Contains(n, " ") {
				continue // a last name is anybody's in another article
			}
			k.names[n] = true
			if low := strings.ToLower(n); e.Kind != "article" && k.byName[low] == nil {
				k.byName[low] = e
			}
		}
	}
}

// FromAll proposes the facts of some articles as From does for one after another,
// each of which knows whom those before it brought, on all cores: all are read at
// once, and those are read again that name somebody an earlier one has brought.
func FromAll(articles []article.Article, known *Known) []Draft {
	out := make([]Draft, len(articles))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range articles {
		g.Go(func() error {
			out[i] = From(articles[i], known)
			return nil
		})
	}
	_ = g.Wait()
	var brought []facts.Entity
	for i := range articles {
		if speaksOf(articles[i], &out[i], brought) {
			out[i] = From(articles[i], known)
		}
		known.Add(out[i].Entities)
		brought = append(brought, out[i].Entities...)
	}
	return out
}

// standsIn says whether a text has a name in it, as whole words.
func standsIn(text, name string) bool {
	for from := 0; name != ""; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		i += from
		if from = i + len(name); !(i > 0 && isWord(text[i-1]) && isWord(name[0])) && !(from < len(text) && isWord(text[from]) && isWord(name[len(name)-1])) {
			return true
		}
	}
	return false
}

// speaksOf says whether an article may name one of some entities.
func speaksOf(a article.Article, d *Draft, entities []facts.Entity) bool {
	var texts []string
	for _, u := range a.Units {
		texts = append(texts, strings.ToLower(flat(u.Text)))
	}
	text := strings.Join(texts, "\n")
	named := func(n string) bool { return standsIn(text, strings.ToLower(n)) }
	return slices.ContainsFunc(entities, func(e facts.Entity) bool {
		return e.Kind != "article" && (named(e.Name) || slices.ContainsFunc(e.Aliases, named)) ||
			slices.ContainsFunc(d.Entities, func(o facts.Entity) bool { return o.ID == e.ID })
	})
}
