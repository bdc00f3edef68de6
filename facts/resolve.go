package facts

import "slices"

// resolve checks every reference of the base against what it points at, and
// fills in who says a fact where the file leaves it to the article.
func (l *loader) resolve() {
	b := l.base
	entities := map[string]*Entity{}
	for i := range b.Entities {
		e := &b.Entities[i]
		if _, dup := entities[e.ID]; dup {
			l.faults.add(e.File, e.Line, "entity %s is there twice", e.ID)
		}
		entities[e.ID] = e
	}
	relations := map[string]*Relation{}
	for i := range b.Relations {
		r := &b.Relations[i]
		if _, dup := relations[r.ID]; dup {
			l.faults.add(r.File, r.Line, "relation %s is there twice", r.ID)
		}
		relations[r.ID] = r
	}
	ids := map[string]bool{}
	once := func(file string, line int, id string) {
		if ids[id] && id != "" {
			l.faults.add(file, line, "the id %s is there twice", id)
		}
		ids[id] = true
	}
	for _, f := range both(b.Facts, b.Proposed) {
		once(f.File, f.Line, f.ID)
		l.citations(f)
		for _, id := range slices.Concat([]string{f.Subject, f.By}, f.With, f.Value.IDs) {
			if _, ok := entities[id]; !ok && id != "" && !l.unread[id] && !l.unread["vocabulary/entities.yaml"] {
				l.faults.add(f.File, f.Line, "%s: unknown entity %q: add it to vocabulary/entities.yaml", f.ID, id)
			}
		}
		r, ok := relations[f.Relation]
		switch {
		case !ok && (f.Relation == "" || l.unread[f.Relation] || l.unread["vocabulary/relations.yaml"]):
		case !ok:
			l.faults.add(f.File, f.Line, "%s: unknown relation %q: add it to vocabulary/relations.yaml", f.ID, f.Relation)
		case f.Value.Kind != "" && !slices.Contains(r.Value, f.Value.Kind):
			l.faults.add(f.File, f.Line, "%s: %s takes a value of %v, not %s", f.ID, r.ID, r.Value, f.Value.Kind)
		}
		if f.By == "" && len(f.Cite) > 0 {
			f.By = f.Cite[0].Article
		}
	}
	there := map[string]bool{}
	for i := range b.Facts {
		there[b.Facts[i].ID] = true
	}
	for _, g := range b.Gaps {
		once(g.File, g.Line, g.ID)
		for _, id := range g.Near {
			if !there[id] && !l.lost(id) {
				l.faults.add(g.File, g.Line, "%s: unknown fact %q", g.ID, id)
			}
		}
	}
}

// both goes through the facts of two lists.
func both(a, b []Fact) []*Fact {
	out := make([]*Fact, 0, len(a)+len(b))
	for i := range a {
		out = append(out, &a[i])
	}
	for i := range b {
		out = append(out, &b[i])
	}
	return out
}

func (l *loader) citations(f *Fact) {
	for _, c := range f.Cite {
		a, ok := l.base.Article(c.Article)
		switch {
		case !ok && l.unread[c.Article+".yaml"]:
			continue
		case !ok:
			l.faults.add(f.File, f.Line, "%s: unknown article %q: there is no %s.yaml", f.ID, c.Article, c.Article)
			continue
		}
		if _, ok := a.Unit(c.At); !ok {
			l.faults.add(f.File, f.Line, "%s: unknown unit %q of %s", f.ID, c.At, c.Article)
		}
	}
}
