package facts

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// WriteRecord is the record of an article as [Load] reads it.
func WriteRecord(a *Article) ([]byte, error) {
	var w writer
	w.scalar("", "title", a.Title)
	w.scalar("", "author", a.Author)
	w.scalar("", "publisher", a.Publisher)
	w.scalar("", "published", a.Published.ISO())
	w.line("units:")
	for _, u := range a.Units {
		w.item("  ", "at", u.At)
		w.scalar("    ", "digest", u.Digest)
		w.scalar("    ", "gist", u.Gist)
		w.scalar("    ", "text", u.Text)
		w.flow("    ", "names", u.Names)
		w.flow("    ", "figures", u.Figures)
	}
	return w.done()
}

// WriteTable is a table of facts as [Load] reads it, one entry a fact: those
// that count, and those proposed. Values that can be left out are.
func WriteTable(article string, facts, proposed []Fact) ([]byte, error) {
	var w writer
	w.scalar("", "article", article)
	w.facts("facts", facts)
	w.facts("proposed", proposed)
	return w.done()
}

// WriteFact is one entry of a table.
func WriteFact(f *Fact) ([]byte, error) {
	var w writer
	w.fact(f)
	return w.done()
}

// WriteEntities is lines of vocabulary/entities.yaml.
func WriteEntities(list []Entity) ([]byte, error) {
	var w writer
	for _, e := range list {
		aliases := ""
		if len(e.Aliases) > 0 {
			aliases = ", aliases: " + w.list(e.Aliases)
		}
		beside := ""
		if len(e.Beside) > 0 {
			beside = ", beside: " + w.list(e.Beside)
		}
		w.line("- {id: " + w.quoted(e.ID) + ", name: " + w.quoted(e.Name) + ", kind: " + w.quoted(e.Kind) + aliases + beside + "}")
	}
	return w.done()
}

// writer puts YAML together line by line, in the order in which a person reads it.
type writer struct {
	bytes.Buffer
	err error
}

func (w *writer) done() ([]byte, error) { return w.Bytes(), w.err }

func (w *writer) line(s string) { w.WriteString(s + "\n") }

// quoted is a text as a scalar, in quotes where YAML wants them.
func (w *writer) quoted(s string) string {
	out, err := yaml.MarshalWithOptions([]string{s}, yaml.Flow(true), yaml.JSON())
	if plainScalar(s) {
		return s
	}
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("writing %q: %w", s, err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(out)), "["), "]")
}

// plainScalar tells a text that needs no quotes wherever it stands.
func plainScalar(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, ":#{}[],&*!|>%@`\"'\n\t\\?") || strings.ContainsAny(s[:1], "-.0123456789~+=<") {
		return false
	}
	switch strings.ToLower(s) {
	case "yes", "no", "on", "off", "true", "false", "null", "y", "n":
		return false
	}
	return true
}

func (w *writer) list(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = w.quoted(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func (w *writer) scalar(indent, key, value string) {
	if value != "" {
		w.line(indent + key + ": " + w.quoted(value))
	}
}

func (w *writer) item(indent, key, value string) {
	w.line(indent + "- " + key + ": " + w.quoted(value))
}

func (w *writer) flow(indent, key string, list []string) {
	if len(list) > 0 {
		w.line(indent + key + ": " + w.list(list))
	}
}

// oneOrList writes one entry as a scalar, more as a list.
func (w *writer) oneOrList(key string, list []string) {
	if len(list) == 1 {
		w.scalar("    ", key, list[0])
		return
	}
	w.flow("    ", key, list)
}

func (w *writer) block(key string, list []string) {
	if len(list) == 0 {
		return
	}
	w.line("    " + key + ":")
	for _, s := range list {
		w.line("      - " + w.quoted(s))
	}
}

func (w *writer) facts(key string, list []Fact) {
	if len(list) == 0 {
		return
	}
	w.line(key + ":")
	for i := range list {
		w.fact(&list[i])
	}
}

func (w *writer) fact(f *Fact) {
	w.item("  ", "id", f.ID)
	var at []string
	for _, c := range f.Cite {
		place := c.At
		if c.Article != f.Cite[0].Article {
			place = c.Article + "#" + c.At
		}
		at = append(at, place)
	}
	w.oneOrList("at", at)
	w.scalar("    ", "subject", f.Subject)
	w.scalar("    ", "relation", f.Relation)
	switch f.Value.Kind {
	case Party, Place:
		w.oneOrList(string(f.Value.Kind), f.Value.IDs)
	case List:
		w.oneOrList(string(f.Value.Kind), f.Value.Items)
	default:
		w.scalar("    ", string(f.Value.Kind), f.Value.Text)
	}
	w.scalar("    ", "period", f.Period.Written())
	w.oneOrList("with", f.With)
	w.oneOrList("about", f.About)
	if f.By != f.Cite[0].Article || f.How != Reported {
		w.scalar("    ", "by", f.By)
	}
	if f.How != Reported {
		w.scalar("    ", "how", string(f.How))
	}
	var calc []string
	for _, c := range f.Calc {
		calc = append(calc, c.Expression+" = "+c.Value)
	}
	w.oneOrList("calc", calc)
	w.scalar("    ", "says", f.Says)
	w.flow("    ", "lacks", f.Lacks)
	w.block("asks", f.Asks)
	w.block("denies", f.Denies)
}

// WriteRelations is lines of vocabulary/relations.yaml.
func WriteRelations(list []Relation) ([]byte, error) {
	var w writer
	for _, r := range list {
		kinds := make([]string, len(r.Value))
		for i, k := range r.Value {
			kinds[i] = string(k)
		}
		w.line("- id: " + w.quoted(r.ID))
		w.scalar("  ", "means", r.Means)
		w.flow("  ", "value", kinds)
		if r.Roles {
			w.line("  roles: true")
		}
	}
	return w.done()
}

// WriteGaps is a file of gaps, *.asks.yaml.
func WriteGaps(list []Gap) ([]byte, error) {
	var w writer
	w.line("# What the facts leave open, worked out anew at each import and review.")
	if len(list) == 0 {
		w.line("gaps: []")
		return w.done()
	}
	w.line("gaps:")
	for _, g := range list {
		w.item("  ", "id", g.ID)
		w.oneOrList("near", g.Near)
		w.scalar("    ", "says", g.Says)
		w.block("asks", g.Asks)
	}
	return w.done()
}
