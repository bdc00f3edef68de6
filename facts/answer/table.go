package answer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// TableKind is what the rows of a table are to each other.
type TableKind string

// The kinds of table.
const (
	Compare  TableKind = "compare"  // figures side by side
	Rank     TableKind = "rank"     // figures from most to least, or from least to most
	Timeline TableKind = "timeline" // what happened when
	List     TableKind = "list"     // things of a kind
)

// Table is an answer's rows, where it is a comparison, a rank, a timeline or a
// list, in the order in which the text tells them.
type Table struct {
	Kind    TableKind
	Caption string // what is shown, one short line in words: "Licensing revenue"
	Unit    string // of every Amount: "US$ million", "patents", "%"; empty where the rows are no figures of one unit
	Rows    []Row
}

// Row is one line of a table. It says nothing that its fact does not say.
type Row struct {
	Label     string  // the company, the item of the list; for a timeline what happened
	When      string  // the period or date as shown; empty for none
	Shown     string  // the value as the source gives it, hedge and all: "about US$630 million"
	Amount    float64 // the value in Unit, of a range its lower end; 0 with Unit ""
	Says      string  // the fact's whole statement
	Fact      string
	Citations []Citation // of the answer, those that carry the row
}

// tableOf returns the rows that a single fact holds: the lines of its statement,
// the entries of its list, the dates that it tells one after another, or the
// figures that it is worked out from or sets against each other. It gives nil for
// a fact that holds a single thing.
func (e *Engine) tableOf(f *facts.Fact) *Table {
	for _, rows := range []func(*facts.Fact) *Table{lines, e.parties, e.counted, e.items, dates, e.terms} {
		if t := rows(f); t != nil && len(t.Rows) > 1 {
			if t.Caption == "" {
				t.Caption = e.caption(f, t.Unit != "" && len(f.With) > 0)
			}
			for i := range t.Rows {
				if r := &t.Rows[i]; r.Fact == "" {
					r.Fact, r.Says, r.Citations = f.ID, f.Says, e.cite(f)
				}
			}
			return t
		}
	}
	return nil
}

// sideBySide returns a row for each of several facts where they are figures of
// one unit, or dates; nil where they are not. Percentages must be of one relation
// besides: of what they are, and whether up or down, only the relation tells.
func (e *Engine) sideBySide(fs []*facts.Fact) *Table {
	if len(fs) < 2 {
		return nil
	}
	t := &Table{Kind: Compare, Caption: e.captionOf(fs)}
	dates := !slices.ContainsFunc(fs, func(f *facts.Fact) bool { return f.Value.Kind != facts.Date })
	var in unit
	if dates {
		t.Kind = Timeline
	} else if in = unitOf(values(fs)); in.name == "" || fs[0].Value.Kind == facts.Percent && !ofOneRelation(fs) {
		return nil
	}
	t.Unit = in.name
	labels := e.labels(fs)
	for i, f := range fs {
		r := Row{Label: labels[i], Says: f.Says, Fact: f.ID, Citations: e.cite(f)}
		if dates {
			r.Label, r.When = short(f.Says), f.Value.Text
		} else {
			r.When, r.Shown, r.Amount = f.Period.String(), f.Value.Text, f.Value.Amount/in.scale
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// partByPart is sideBySide for the facts that answer the parts of a message, which
// belong together only where they are of one relation.
func (e *Engine) partByPart(ids []string) *Table {
	var fs []*facts.Fact
	for _, id := range ids {
		if f, ok := e.facts[id]; ok && !slices.Contains(fs, f) {
			fs = append(fs, f)
		}
	}
	if !ofOneRelation(fs) {
		return nil
	}
	return e.sideBySide(fs)
}

func ofOneRelation(fs []*facts.Fact) bool {
	return !slices.ContainsFunc(fs, func(f *facts.Fact) bool { return f.Relation != fs[0].Relation })
}

// unit is what the amounts of a table are given in.
type unit struct {
	name  string
	scale float64 // a figure over this is its amount
}

// unitOf returns the unit that values have in common, in millions or billions
// where all of them are as large as that; one without a name where they have none.
func unitOf(vs []facts.Value) unit {
	least := 0.0
	for _, v := range vs {
		if !isFigure(v) || measure(v) != measure(vs[0]) || v.Kind != vs[0].Kind {
			return unit{scale: 1}
		}
		if v.Amount > 0 && (least == 0 || v.Amount < least) {
			least = v.Amount
		}
	}
	of := unit{measure(vs[0]), 1}
	if vs[0].Kind == facts.Percent {
		return of
	}
	for _, s := range []unit{{"billion", 1e9}, {"million", 1e6}} {
		if least >= s.scale && vs[0].Kind == facts.Money {
			return unit{of.name + " " + s.name, s.scale}
		}
		if least >= s.scale {
			return unit{s.name + " " + of.name, s.scale}
		}
	}
	return of
}

// measure is what a figure is measured in: its currency, or the noun that is
// counted without what qualifies it ("5G devices": devices).
func measure(v facts.Value) string {
	switch {
	case v.Kind == facts.Money && v.Unit == "USD":
		return "US$"
	case v.Kind == facts.Count:
		return v.Unit[strings.LastIndexByte(v.Unit, ' ')+1:]
	}
	return v.Unit
}

func values(fs []*facts.Fact) []facts.Value {
	var out []facts.Value
	for _, f := range fs {
		out = append(out, f.Value)
	}
	return out
}

// labels tells facts apart by as little as does it: by their subject, by what is
// counted, by what is said of it.
func (e *Engine) labels(fs []*facts.Fact) []string {
	subject := func(f *facts.Fact) string { return e.name(f.Subject) }
	relation := func(f *facts.Fact) string { return inWords(f.Relation) }
	for _, name := range []func(*facts.Fact) string{
		subject,
		func(f *facts.Fact) string { return counted(f.Value) },
		relation,
		func(f *facts.Fact) string { return relation(f) + qualifier(f) },
		func(f *facts.Fact) string { return subject(f) + ", " + relation(f) },
		func(f *facts.Fact) string { return subject(f) + ", " + f.Period.String() },
	} {
		var out []string
		for _, f := range fs {
			if l := short(capital(name(f))); l != "" && !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
		if len(out) == len(fs) {
			return out
		}
	}
	var out []string
	for _, f := range fs {
		out = append(out, short(f.Says))
	}
	return out
}

func counted(v facts.Value) string {
	if v.Kind == facts.Count {
		return v.Unit
	}
	return ""
}

// qualifier is what a fact is about besides what its relation says already
// ("granted" says "grants").
func qualifier(f *facts.Fact) string {
	const alike = 5 // letters
	if len(f.About) == 0 || strings.Contains(f.Relation, f.About[0][:min(alike, len(f.About[0]))]) {
		return ""
	}
	return ", " + f.About[0]
}

// caption says what the rows of a single fact are: of its subject, unless they are
// figures of several.
func (e *Engine) caption(f *facts.Fact, several bool) string {
	what := inWords(f.Relation)
	switch {
	case f.Relation == "": // of the FAQ
		return short(f.Asks[0])
	case several:
		return capital(what)
	case strings.HasSuffix(what, " as"), strings.HasSuffix(what, " of"): // "described as" what?
		return short(capital(e.name(f.Subject)))
	}
	return short(capital(e.name(f.Subject)) + ": " + what)
}

// captionOf says what the rows of several facts are.
func (e *Engine) captionOf(fs []*facts.Fact) string {
	relation, subject := true, true
	for _, f := range fs {
		relation = relation && f.Relation == fs[0].Relation
		subject = subject && f.Subject == fs[0].Subject
	}
	switch {
	case relation && subject:
		return e.caption(fs[0], false)
	case relation:
		return capital(inWords(fs[0].Relation))
	case subject:
		return capital(e.name(fs[0].Subject))
	case fs[0].Value.Kind == facts.Count:
		return capital(measure(fs[0].Value))
	}
	return "Side by side"
}

// inWords reads the id of a relation: "licensing-revenue" is "licensing revenue".
func inWords(relation string) string {
	if rest, ok := strings.CutPrefix(relation, "rd-"); ok {
		relation = "R&D " + rest
	}
	return strings.ReplaceAll(relation, "-", " ")
}

// capital begins a text with a capital, unless its first word is written in a way
// of its own (openEuler).
func capital(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if strings.ContainsFunc(first, unicode.IsUpper) {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
