package answer_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// kilns is a base as an import makes it of an article with two tables: each cell is a fact.
var kilns = fstest.MapFS{
	"kilns-2041.yaml": {Data: []byte(`title: Varrick's second quarter
published: 2041-08-06
units:
  - {at: title, text: Varrick's second quarter}
  - {at: "1", text: "Varrick made a profit of €9 million in Q2 2041."}
  - {at: table, text: "Division Q2 2041 Q2 2040 Change\nKilns 30 25 +20 %\nGlaze works 12 14 -14 %\nLicensing 45 44 +2 %\nTotal 87 83 +5 %"}
  - {at: table-2, text: "Declarant Families Terms\nOrrel 64 royalty-free\nCastle 91 FRAND\nVarrick 17 royalty-free"}
  - {at: correction, text: "Correction: Castle has declared 91 families, not 19."}
`)},
	"kilns-2041.facts.yaml": {Data: []byte("article: kilns-2041\nfacts:\n" +
		"  - {id: profit, at: 1, subject: varrick, relation: figure, money: €9 million, period: 2041-Q2, says: \"Varrick made a profit of €9 million in Q2 2041.\", asks: [Varrick profit Q2 2041]}\n" +
		"  - {id: correction, at: correction, subject: kilns-2041, relation: figure, text: corrected, says: \"Correction: Castle has declared 91 families, not 19.\", asks: [correction of declared families]}\n" +
		cells("table", "varrick", "Kilns", "€30 million", "€25 million", "+20 %") +
		cells("table", "varrick", "Glaze works", "€12 million", "€14 million", "-14 %") +
		cells("table", "varrick", "Licensing", "€45 million", "€44 million", "+2 %") +
		cells("table", "varrick", "Total", "€87 million", "€83 million", "+5 %") +
		declared("orrel", "Orrel", "64", "royalty-free") + declared("castle", "Castle", "91", "FRAND") + declared("varrick", "Varrick", "17", "royalty-free"))},
	"vocabulary/entities.yaml": {Data: []byte(`
- {id: kilns-2041, name: the article of 2041, kind: article}
- {id: varrick, name: Varrick, kind: company}
- {id: orrel, name: Orrel, kind: company}
- {id: castle, name: Castle, kind: company}
`)},
	"vocabulary/relations.yaml": {Data: []byte("- {id: figure, means: a figure, value: [money, count, text]}\n")},
	"vocabulary/light.yaml":     {Data: []byte("[the, of, in, at, between, did, does, were, was, is, are, who, what, when, where, how, much, many, which, has, have, and, a, an, from, to, it, by, on, for, more, vs, would, first, second]\n")},
	"vocabulary/meant.yaml":     {Data: []byte("- {meant: first quarter, written: [q1]}\n- {meant: second quarter, written: [q2]}\n")},
	"vocabulary/salient.yaml":   {Data: []byte("[profit, headcount]\n")},
	"vocabulary/kinds.yaml": {Data: []byte(`
- {kind: list, words: [list, what are]}
- {kind: rank, words: [rank, biggest first, smallest first]}
- {kind: compare, words: [more, bigger]}
`)},
}

// cells are the facts of a row of the table of divisions.
func cells(at, subject, row, now, before, change string) string {
	var b strings.Builder
	for _, c := range [][4]string{{"Q2 2041", "money", now, ", period: 2041-Q2"}, {"Q2 2040", "money", before, ", period: 2040-Q2"}, {"Change", "text", change, ""}} {
		id := strings.ToLower(strings.ReplaceAll(row+"-"+c[0], " ", "-"))
		b.WriteString("  - {id: " + id + ", at: " + at + ", subject: " + subject + ", relation: figure, " + c[1] + ": \"" + c[2] + "\"" + c[3] + ", says: \"According to the table on Varrick, " + row + ": " + c[0] + ", " + c[2] + ".\", asks: [Varrick " + row + " " + c[0] + "]}\n")
	}
	return b.String()
}

// declared are the facts of a row of the table of declarations.
func declared(id, name, families, terms string) string {
	return "  - {id: " + id + "-families, at: table-2, subject: " + id + ", relation: figure, count: " + families + " families, says: \"According to the table, " + name + ": Families, " + families + ".\", asks: [" + name + " number of families]}\n" +
		"  - {id: " + id + "-terms, at: table-2, subject: " + id + ", relation: figure, text: " + terms + ", says: \"According to the table, " + name + ": Terms, " + terms + ".\", asks: [" + name + " terms]}\n"
}

// TestGridded: the rows of an article's table are ranked, set side by side and listed, for the
// time that is asked for and without their total; those that a column says the same of are
// found; and a table answers nothing that it does not measure.
func TestGridded(t *testing.T) {
	t.Parallel()
	engine := on(t, kilns)
	for _, c := range []struct {
		question string
		say      []string // in this order
		not      string
	}{
		{"Rank the divisions of Varrick in Q2 2041, biggest first", []string{"Licensing has the largest", "€45 million", "€30 million", "€12 million"}, "Total"},
		{"Rank the divisions of Varrick in Q2 2040, smallest first", []string{"Glaze works has the smallest", "€14 million", "€25 million", "€44 million"}, "2041"},
		{"Which division of Varrick is the second largest in Q2 2041?", []string{"Kilns comes second", "€45 million", "€30 million"}, "Total"},
		{"Rank the divisions of Varrick in the second quarter of 2041, biggest first", []string{"Licensing has the largest"}, "second"},
		{"Rank the divisions of Varrick from largest to smallest in Q2 2041", []string{"Licensing has the largest", "€45 million", "€30 million"}, "Total"},
		{"Rank the divisions of Varrick by growth", []string{"Kilns has the largest", "+20 %", "+2 %", "-14 %"}, "million"},
		{"Which divisions of Varrick shrank?", []string{"Glaze works: Change, -14 %"}, "Kilns"},
		{"kilns vs glaze works at Varrick in Q2 2040", []string{"€25 million", "€14 million"}, "Licensing"},
		{"What are the segments of Varrick?", []string{"Kilns", "Glaze works", "Licensing"}, "Total"},
		{"Which declarants are royalty-free?", []string{"Orrel", "Varrick"}, "Castle"},
		{"Rank the declarants by families", []string{"Castle", "Orrel", "Varrick", "not 19"}, "FRAND"},
		{"Rank the divisions of Varrick in Q2 2035", nil, ""},
		{"Rank the divisions of Varrick in Q1 2041", nil, ""},
		{"Rank the divisions of Varrick by headcount", nil, ""},
		{"Rank the divisions of Varrick by profit", nil, ""},
		{"Rank the divisions of Orbex", nil, ""},
		{"Rank the regions of Varrick", nil, ""},
	} {
		a := engine.Ask(c.question, nil)
		rest := a.Text
		for _, s := range c.say {
			_, after, ok := strings.Cut(rest, s)
			if rest = after; !ok || a.Outcome != answer.Answered {
				t.Errorf("%s: got %s %q, want %q in its place", c.question, a.Outcome, a.Text, s)
				break
			}
		}
		if c.say == nil && a.Outcome == answer.Answered && strings.Contains(a.Text, "table") || c.not != "" && strings.Contains(a.Text, c.not) {
			t.Errorf("%s: got %q", c.question, a.Text)
		}
	}
	if a := engine.Ask("Rank the divisions of Varrick in Q2 2041, biggest first", nil); a.Table == nil || a.Table.Kind != answer.Rank || a.Table.Rows[0].Label != "Licensing" || !cites(a, "table") {
		t.Errorf("ranked as %+v", a.Table)
	}
}

// TestCelled: a cell of an article's table is told, or two are held against each other, where a
// question has the words of its row and of its column and no other of weight.
func TestCelled(t *testing.T) {
	t.Parallel()
	engine := on(t, kilns)
	for _, c := range []struct{ question, say string }{
		{"Varrick kilns revenue Q2 2040", "Kilns: Q2 2040, €25 million"},
		{"How much did the kilns of Varrick make?", "Kilns: Q2 2041, €30 million"},
		{"Did the kilns of Varrick grow?", "Yes. It is up. A difference of EUR 5 million"},
		{"Did licensing at Varrick fall year on year?", "No. It is up. A difference of EUR 1 million"},
		{"Did the glaze works of Varrick grow from Q2 2040 to Q2 2041?", "No. It is down. A difference of EUR 2 million"},
		{"Did glaze works make more than kilns at Varrick in Q2 2041?", "No."},
		{"Did kilns make more than glaze works at Varrick in Q2 2041?", "Yes."},
		{"What is the difference between kilns and glaze works at Varrick in Q2 2041?", "A difference of EUR 18 million"},
		{"What share of the total of Varrick was licensing in Q2 2041?", "About 51.7%"},
		{"Varrick kilns revenue in 2035", ""},
		{"Varrick kilns revenue Q1 2041", ""},
		{"Varrick kilns revenue in the first half of 2041", ""},
		{"Did the kilns of Varrick grow in Q1 2041?", ""},
		{"Did kilns at Varrick make more than Castle in Q2 2041?", ""},
		{"How many kilns does Varrick have?", ""},
		{"What would the kilns of Varrick make in Q2 2041?", ""},
		{"How much did the kilns of Varrick burn in Q2 2041?", ""},
		{"How much did the kilns of Orbex make in Q2 2041?", ""},
	} {
		a := engine.Ask(c.question, nil)
		switch told := a.Outcome == answer.Answered && cites(a, "table"); {
		case c.say == "" && told:
			t.Errorf("%s: got %q", c.question, a.Text)
		case c.say != "" && (!told || !strings.Contains(a.Text, c.say)):
			t.Errorf("%s: got %s %q, want %q", c.question, a.Outcome, a.Text, c.say)
		}
	}
}
