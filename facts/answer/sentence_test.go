package answer_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// pumps is a base as an import makes it of an article: each sentence is a fact, and is asked
// for in its own words only.
var pumps = fstest.MapFS{
	"pumps-2041.yaml": {Data: []byte(`title: Tarvo and Ishiro settle over heat pumps
published: 2041-05-06
units:
  - {at: title, text: Tarvo and Ishiro settle over heat pumps}
  - {at: "1", text: "Tarvo and Ishiro have settled their dispute and entered into a licence covering 64 patents on compressors."}
  - {at: "2", text: "The licence was signed in Turku on 2 May 2041 and expires in 2047. Ishiro pays a running royalty of €3.10 per pump."}
  - {at: "3", text: "No payment for past sales is due. Helena Oinas has run licensing at Tarvo since 2038."}
  - {at: correction, text: "Correction: The royalty is €3.40 per pump, not €3.10."}
`)},
	"pumps-2041.facts.yaml": {Data: []byte(`article: pumps-2041
facts:
  - {id: licence, at: 1, subject: tarvo, relation: statement, with: ishiro, text: a licence, says: "Tarvo and Ishiro have settled their dispute and entered into a licence covering 64 patents on compressors.", asks: [Tarvo Ishiro settled dispute entered licence covering patents compressors]}
  - {id: signed, at: 2, subject: pumps-2041, relation: statement, text: signed, says: "The licence was signed in Turku on 2 May 2041 and expires in 2047.", asks: [licence signed Turku expires]}
  - {id: royalty, at: 2, subject: ishiro, relation: statement, text: pays, says: "Ishiro pays a running royalty of €3.10 per pump.", asks: [Ishiro pays running royalty per pump]}
  - {id: past, at: 3, subject: pumps-2041, relation: statement, text: "not: is due", says: "No payment for past sales is due.", asks: [payment for past sales due]}
  - {id: oinas, at: 3, subject: oinas, relation: statement, text: runs licensing, says: "Helena Oinas has run licensing at Tarvo since 2038.", asks: [Helena Oinas run licensing Tarvo]}
  - {id: correction, at: correction, subject: pumps-2041, relation: statement, text: corrected, says: "Correction: The royalty is €3.40 per pump, not €3.10.", asks: [correction royalty per pump]}
`)},
	"vocabulary/entities.yaml": {Data: []byte(`
- {id: pumps-2041, name: the article of 2041, kind: article}
- {id: tarvo, name: Tarvo, kind: company}
- {id: ishiro, name: Ishiro, kind: company}
- {id: oinas, name: Helena Oinas, kind: person}
`)},
	"vocabulary/relations.yaml": {Data: []byte("- {id: statement, means: what is said, value: [text]}\n")},
	"vocabulary/light.yaml":     {Data: []byte("[the, of, in, at, did, does, were, was, is, who, what, when, where, why, how, much, many, which, has, have, and, a, an, from, to, it, any, their, on, for]\n")},
}

// TestSentences: where the base holds an article's own text, its sentences answer: in words
// of theirs or others for the same, with what was said before them, a "no" where they say that
// something is not so, and not without what corrects them. A sentence without what is asked
// for answers nothing.
func TestSentences(t *testing.T) {
	t.Parallel()
	engine := on(t, pumps)
	for _, c := range []struct{ question, say, cite string }{
		{"When was the licence between Tarvo and Ishiro signed?", "2 May 2041", "2"},
		{"Who heads licensing at Tarvo?", "Helena Oinas", "3"},
		{"How many patents does the Tarvo licence cover?", "64 patents", "1"},
		{"What royalty per pump does Ishiro pay?", "€3.40", "correction"},
		{"Is any payment for past sales due?", "No. No payment", "3"},
		{"When did Tarvo sue Ishiro?", "", ""},
		{"How many pumps has Ishiro sold in 2039?", "", ""},
		{"Why was the licence signed in Turku?", "", ""},
		{"How much did Kestrel pay for the licence of Tarvo?", "", ""},
	} {
		switch a := engine.Ask(c.question, nil); {
		case c.say == "" && a.Outcome == answer.Answered:
			t.Errorf("%s: answered %q", c.question, a.Text)
		case c.say != "" && (a.Outcome != answer.Answered || !strings.Contains(a.Text, c.say) || !cites(a, c.cite)):
			t.Errorf("%s: got %s %q", c.question, a.Outcome, a.Text)
		}
	}
}

func cites(a answer.Answer, at string) bool {
	for _, c := range a.Citations {
		if c.At == at {
			return true
		}
	}
	return false
}
