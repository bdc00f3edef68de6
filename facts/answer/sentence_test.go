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
  - {at: "4", text: "Tarvo has denied that the compressors infringe."}
  - {at: "5", text: "Royalties of Tarvo came to €9.2 million in the third quarter. Legal costs of Tarvo were €1.4 million."}
  - {at: "6", text: "Licences must be offered to makers of components; a member may not seek an injunction; late declarations carry a fee."}
  - {at: "7", text: "Ishiro builds heat pumps with variable refrigerant flow (VRF)."}
  - {at: "8", text: "Royalties for Turbo 3 may not exceed 1.5% of the price."}
  - {at: "9", text: "Six makers of pumps have asked the Court of Turku for a lower rate."}
  - {at: "10", text: "Nobody in Oslo complained. Pumps for Oslo are licensed in Bergen."}
  - {at: correction, text: "Correction: The royalty is €3.40 per pump, not €3.10."}
`)},
	"pumps-2041.facts.yaml": {Data: []byte(`article: pumps-2041
facts:
  - {id: licence, at: 1, subject: tarvo, relation: statement, with: ishiro, text: a licence, says: "Tarvo and Ishiro have settled their dispute and entered into a licence covering 64 patents on compressors.", asks: [Tarvo Ishiro settled dispute entered licence covering patents compressors]}
  - {id: signed, at: 2, subject: pumps-2041, relation: statement, text: signed, says: "The licence was signed in Turku on 2 May 2041 and expires in 2047.", asks: [licence signed Turku expires]}
  - {id: royalty, at: 2, subject: ishiro, relation: statement, text: pays, says: "Ishiro pays a running royalty of €3.10 per pump.", asks: [Ishiro pays running royalty per pump]}
  - {id: past, at: 3, subject: pumps-2041, relation: statement, text: "not: is due", says: "No payment for past sales is due.", asks: [payment for past sales due]}
  - {id: oinas, at: 3, subject: oinas, relation: statement, text: runs licensing, says: "Helena Oinas has run licensing at Tarvo since 2038.", asks: [Helena Oinas run licensing Tarvo]}
  - {id: denied, at: 4, subject: tarvo, relation: statement, text: has denied, says: "Tarvo has denied that the compressors infringe.", asks: [Tarvo denied compressors infringe]}
  - {id: quarterly, at: 5, subject: tarvo, relation: statement, text: came to, says: "Royalties of Tarvo came to €9.2 million in the third quarter.", asks: [Royalties Tarvo came to third quarter]}
  - {id: costs, at: 5, subject: tarvo, relation: statement, text: were, says: "Legal costs of Tarvo were €1.4 million.", asks: [Legal costs Tarvo]}
  - {id: rules, at: 6, subject: pumps-2041, relation: statement, text: rules, says: "Licences must be offered to makers of components; a member may not seek an injunction; late declarations carry a fee.", asks: [Licences offered makers components member injunction late declarations fee]}
  - {id: vrf, at: 7, subject: ishiro, relation: statement, text: builds, says: "Ishiro builds heat pumps with variable refrigerant flow (VRF).", asks: [Ishiro builds heat pumps variable refrigerant flow]}
  - {id: cap, at: 8, subject: pumps-2041, relation: statement, text: may not exceed, says: "Royalties for Turbo 3 may not exceed 1.5% of the price.", asks: [Royalties Turbo 3 exceed price]}
  - {id: six, at: 9, subject: pumps-2041, relation: statement, text: have asked, says: "Six makers of pumps have asked the Court of Turku for a lower rate.", asks: [Six makers pumps asked Court Turku lower rate]}
  - {id: oslo, at: 10, subject: pumps-2041, relation: statement, text: licensed, says: "Nobody in Oslo complained. Pumps for Oslo are licensed in Bergen.", asks: [Nobody Oslo complained pumps licensed Bergen]}
  - {id: correction, at: correction, subject: pumps-2041, relation: statement, text: corrected, says: "Correction: The royalty is €3.40 per pump, not €3.10.", asks: [correction royalty per pump]}
`)},
	"vocabulary/entities.yaml": {Data: []byte(`
- {id: pumps-2041, name: the article of 2041, kind: article}
- {id: tarvo, name: Tarvo, kind: company}
- {id: ishiro, name: Ishiro, kind: company}
- {id: oinas, name: Helena Oinas, kind: person}
`)},
	"vocabulary/relations.yaml": {Data: []byte("- {id: statement, means: what is said, value: [text]}\n")},
	"vocabulary/kinds.yaml":     {Data: []byte("- {kind: yesno-end, words: [yes or no]}\n")},
	"vocabulary/light.yaml":     {Data: []byte("[yes, no, or, the, of, in, at, between, did, does, were, was, is, who, what, when, where, why, how, much, many, which, has, have, and, a, an, from, to, it, any, their, on, for]\n")},
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
		{"Must licences be offered to makers of components?", "Yes. Licences", "6"},
		{"May a member seek an injunction?", "No. Licences", "6"},
		{"Has Tarvo denied that the compressors infringe?", "Yes. Tarvo has denied", "4"},
		{"What were the royalties of Tarvo in the third quarter?", "€9.2 million", "5"},
		{"What were the royalties of Tarvo in the second quarter?", "", ""},
		{"What were the legal costs of Tarvo in the third quarter?", "€1.4 million", "5"},
		{"What were the legal costs of Tarvo in the second quarter?", "", ""},
		{"How much were the legal costs of Tarvo?", "€1.4 million", "5"},
		{"How much were the legal costs of Ishiro?", "", ""},
		{"Are pumps for Oslo licensed in Bergen?", "Yes. Nobody", "10"},
		{"Payment for past sales is due, yes or no?", "No. No payment", "3"},
		{"What did the article on Tarvo get wrong at first?", "€3.40", "correction"},
		{"What did the correction change?", "€3.40", "correction"},
		{"What was changed in the article on Tarvo?", "€3.40", "correction"},
		{"What was changed in the release of Tarvo?", "", ""},
		{"What did Tarvo get wrong?", "", ""},
		{"What did the article on Kestrel get wrong?", "", ""},
		{"Which lawyer has run licensing at Tarvo since 2038?", "Helena Oinas", "3"},
		{"Which lawyer denied that the compressors infringe?", "", ""},
		{"What does VRF stand for?", "variable refrigerant flow", "7"},
		{"vrf means what", "variable refrigerant flow", "7"},
		{"What does VRG stand for?", "", ""},
		{"What is the limit of royalties for Turbo 3?", "1.5%", "8"},
		{"What is the limit of royalties for Turbo 2?", "", ""},
		{"Which court have six makers of pumps asked for a lower rate?", "Court of Turku", "9"},
		{"Which six makers of pumps have asked for a lower rate?", "", ""},
		{"What are the names of the makers of pumps that have asked the Court of Turku?", "", ""},
		{"Which maker has asked the Court of Turku for a lower rate?", "", ""},
		{"Which maker pays a running royalty per pump?", "€3.40", "correction"},
		{"The licence signed in Turku: judge?", "", ""},
		{"Who was the lawyer that denied that the compressors infringe?", "", ""},
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

// ovens is another such base, whose sentences hold figures to calculate with.
var ovens = fstest.MapFS{
	"ovens-2041.yaml": {Data: []byte(`title: Orrel's year
published: 2041-05-06
units:
  - {at: title, text: Orrel's year}
  - {at: "1", text: "Orrel earned €30 million from licensing in 2040, against total sales of €240 million."}
  - {at: "2", text: "At the end of 2040 it held 900 patents in 300 families."}
  - {at: "3", text: "The court awarded Orrel damages of £5.5 million, having been asked for £8 million."}
  - {at: "4", text: "The renewal fee for ovens rose from $2 to $3, and the entry fee is $7."}
  - {at: "5", text: "Castle contests the award before the Court of Appeal. Castle contests the injunction before the Supreme Court."}
  - {at: "7", text: "Royalties of Castle came to €44 million, up from €40 million a year before."}
  - {at: "8", text: "Costs of Castle were €8 million, against €10 million in 2039."}
  - {at: "6", text: "Under rule 14 of 2016 an assessor found 33 of a sample of 60 Castle patents to be essential."}
`)},
	"ovens-2041.facts.yaml": {Data: []byte(`article: ovens-2041
facts:
  - {id: licensing, at: 1, subject: orrel, relation: income, money: €30 million, period: "2040", says: "Orrel earned €30 million from licensing in 2040, against total sales of €240 million.", asks: [Orrel earned licensing 2040]}
  - {id: sales, at: 1, subject: orrel, relation: income, money: €240 million, period: "2040", says: "Orrel earned €30 million from licensing in 2040, against total sales of €240 million.", asks: [Orrel total sales 2040]}
  - {id: patents, at: 2, subject: orrel, relation: portfolio, count: 900 patents, period: as of 2040, says: "At the end of 2040 it held 900 patents in 300 families.", asks: [Orrel number of patents]}
  - {id: families, at: 2, subject: orrel, relation: portfolio, count: 300 families, period: as of 2040, says: "At the end of 2040 it held 900 patents in 300 families.", asks: [Orrel number of families]}
  - {id: awarded, at: 3, subject: orrel, relation: income, money: £5.5 million, says: "The court awarded Orrel damages of £5.5 million, having been asked for £8 million.", asks: [court awarded Orrel damages]}
  - {id: sought, at: 3, subject: orrel, relation: income, money: £8 million, says: "The court awarded Orrel damages of £5.5 million, having been asked for £8 million.", asks: [asked court Orrel damages]}
  - {id: renewal, at: 4, subject: orrel, relation: income, money: $3, says: "The renewal fee for ovens rose from $2 to $3, and the entry fee is $7.", asks: [renewal fee for ovens rose]}
  - {id: entry, at: 4, subject: orrel, relation: income, money: $7, says: "The renewal fee for ovens rose from $2 to $3, and the entry fee is $7.", asks: [entry fee for ovens]}
  - {id: sample, at: 6, subject: castle, relation: portfolio, count: 60 patents, says: "Under rule 14 of 2016 an assessor found 33 of a sample of 60 Castle patents to be essential.", asks: [Castle number of patents, assessor found sample Castle patents essential]}
  - {id: royalties, at: 7, subject: castle, relation: income, money: €44 million, period: "2040", says: "Royalties of Castle came to €44 million, up from €40 million a year before.", asks: [Castle royalties came to]}
  - {id: royalties-before, at: 7, subject: castle, relation: income, money: €40 million, period: "2039", says: "Royalties of Castle came to €44 million, up from €40 million a year before.", asks: [Castle royalties year before]}
  - {id: costs, at: 8, subject: castle, relation: charge, money: €8 million, period: "2040", says: "Costs of Castle were €8 million, against €10 million in 2039.", asks: [Castle costs were]}
  - {id: costs-before, at: 8, subject: castle, relation: charge, money: €10 million, period: "2039", says: "Costs of Castle were €8 million, against €10 million in 2039.", asks: [Castle costs in 2039]}
  - {id: award, at: 5, subject: castle, relation: statement, text: contests, says: "Castle contests the award before the Court of Appeal.", asks: [Castle contests award]}
  - {id: injunction, at: 5, subject: castle, relation: statement, text: contests, says: "Castle contests the injunction before the Supreme Court.", asks: [Castle contests injunction]}
`)},
	"vocabulary/entities.yaml": {Data: []byte(`
- {id: ovens-2041, name: the article of 2041, kind: article}
- {id: orrel, name: Orrel, kind: company}
- {id: castle, name: Castle, kind: company}
`)},
	"vocabulary/relations.yaml": {Data: []byte(`
- {id: statement, means: what is said, value: [text]}
- {id: income, means: what is earned, value: [money]}
- {id: charge, means: what is spent, value: [money]}
- {id: portfolio, means: what is held, value: [count]}
`)},
	"vocabulary/light.yaml": pumps["vocabulary/light.yaml"],
	"vocabulary/kinds.yaml": {Data: []byte(`
- {kind: amount, words: [how many, how much, what share]}
- {kind: difference, words: [by how much, how much less]}
`)},
}

// TestWorkedOut: what one sentence gives both figures for is calculated, with its terms,
// and not where it has a third figure that nobody has read.
func TestWorkedOut(t *testing.T) {
	t.Parallel()
	engine := on(t, ovens)
	for _, c := range []struct{ question, say, term, cite string }{
		{"What share of Orrel's total sales in 2040 came from licensing?", "12.5%", "€30 million from licensing in 2040, against total sales of €240 million", "1"},
		{"How many patents per family did Orrel hold?", "3", "900 patents in 300 families", "2"},
		{"How much less than it asked for did the court award Orrel in damages?", "GBP 2.5 million", "£5.5 million, having been asked for £8 million", "3"},
		{"What share of the sampled Castle patents did the assessor find to be essential?", "55%", "33 of a sample of 60", "6"},
		{"By how much did the renewal fee for ovens rise?", "", "", ""},
		{"By what share did the damages that the court awarded Orrel grow?", "", "", ""},
		{"By what share did the royalties of Castle grow?", "10%", "€44 million, up from €40 million", "7"},
		{"By what share did the costs of Castle decrease?", "20%", "€8 million, against €10 million", "8"},
		{"By how much did the costs of Castle decrease from 2039 to 2040?", "EUR 2 million", "€8 million, against €10 million", "8"},
		{"By what share did the costs of Castle decrease from 2039 to 2040?", "20%", "€8 million, against €10 million", "8"},
		{"By how much did the costs of Castle decrease from 2038 to 2040?", "", "", ""},
	} {
		a := engine.Ask(c.question, nil)
		switch {
		case c.say == "" && len(a.Derived) > 0:
			t.Errorf("%s: calculated %q", c.question, a.Text)
		case c.say != "" && (a.Outcome != answer.Answered || len(a.Derived) != 1 || a.Derived[0].Value != c.say || !strings.Contains(a.Text, c.term) || !cites(a, c.cite)):
			t.Errorf("%s: got %s %q %v", c.question, a.Outcome, a.Text, a.Derived)
		}
	}
}

// TestTwoSentences: where either of two sentences may be the answer, both are told; not where
// one surely is.
func TestTwoSentences(t *testing.T) {
	t.Parallel()
	a := on(t, ovens).Ask("What does Castle contest?", nil)
	for _, court := range []string{"Court of Appeal", "Supreme Court"} {
		if a.Outcome != answer.Answered || !strings.Contains(a.Text, court) {
			t.Errorf("got %s %q, want the %s in it", a.Outcome, a.Text, court)
		}
	}
	if a := on(t, pumps).Ask("When was the licence between Tarvo and Ishiro signed?", nil); len(a.Facts) != 1 {
		t.Errorf("told beside others: %q", a.Text)
	}
}
