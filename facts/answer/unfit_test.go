package answer_test

import (
	"maps"
	"os"
	"testing"
	"testing/fstest"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// visors is a base as an import makes it: long statements, in which more is named
// than the fact is about.
var visors = fstest.MapFS{
	"visors-2039.yaml": {Data: []byte(`title: Halden and Merisol make peace over visors
published: 2039-03-14
units:
  - {at: title, text: Halden and Merisol make peace over visors}
  - {at: "1", text: "Halden earned NOK 1.9 billion from licensing last year."}
  - {at: "2", text: "Merisol shipped 3.1 million headsets in 2038 and is the third-largest maker after Oyama and Kestrel."}
  - {at: "3", text: "The alliance's president, Tobias Grell, called the talks a farce."}
  - {at: "4", text: "Merisol complained that it pays Halden $23 million a year."}
  - {at: "5", text: "Merisol has 28 days in which to seek permission to appeal against the ruling. Oyama has not yet done so in respect of the lens code. Kestrel said that it would leave the market."}
`)},
	"visors-2039.facts.yaml": {Data: []byte(`article: visors-2039
facts:
  - id: income
    at: 1
    subject: halden
    relation: licensing-revenue
    money: NOK 1.9 billion
    period: 2038
    says: Halden earned NOK 1.9 billion from licensing last year.
    asks: [How much did Halden earn from licensing in 2038?, What was Halden's licensing revenue in 2038?, Halden royalty income in 2038]
  - id: headsets
    at: 2
    subject: merisol
    relation: figure
    count: 3.1 million headsets
    period: 2038
    says: Merisol shipped 3.1 million headsets in 2038 and is the third-largest maker after Oyama and Kestrel.
    asks: [How many headsets does Merisol have in 2038?, Merisol number of headsets in 2038, Merisol shipped headsets]
  - id: president
    at: 3
    subject: grell
    relation: office
    text: president
    with: alliance
    says: Tobias Grell is president of the Headset Alliance.
    asks: [Who is Tobias Grell?, Who is the president of Headset Alliance?, What post does Tobias Grell hold at Headset Alliance?]
  - id: complaint
    at: 4
    subject: merisol
    relation: statement
    text: it pays Halden $23 million a year
    by: merisol
    how: claimed
    says: Merisol complained that it pays Halden $23 million a year.
    asks: [What did Merisol say?, What does Merisol claim?, Merisol complained pays Halden]
  - id: term
    at: 5
    subject: merisol
    relation: figure
    count: 28 days
    says: Merisol has 28 days in which to seek permission to appeal against the ruling.
    asks: [How many days does Merisol have?, Merisol days seek permission appeal against ruling]
  - id: lens
    at: 5
    subject: oyama
    relation: statement
    text: "not: has not yet done so in respect of the lens code"
    says: Oyama has not yet done so in respect of the lens code.
    asks: [What did Oyama not do?, Oyama yet done respect lens code]
    denies: [Has Oyama yet done so in respect of the lens code?]
  - id: plan
    at: 5
    subject: kestrel
    relation: statement
    text: would leave the market
    by: kestrel
    how: claimed
    says: Kestrel said that it would leave the market.
    asks: [What does Kestrel plan?, Will Kestrel leave the market?, Kestrel leave market]
`)},
	"vocabulary/entities.yaml": {Data: []byte(`
- {id: visors-2039, name: the article of 2039, kind: article}
- {id: halden, name: Halden, kind: company}
- {id: merisol, name: Merisol, kind: company}
- {id: oyama, name: Oyama, kind: company}
- {id: kestrel, name: Kestrel, kind: company}
- {id: alliance, name: Headset Alliance, kind: company}
- {id: grell, name: Tobias Grell, kind: person}
`)},
	"vocabulary/relations.yaml": {Data: []byte(`
- {id: licensing-revenue, means: what licensing brings in, value: [money]}
- {id: figure, means: a figure, value: [money, count]}
- {id: office, means: the post somebody holds, value: [text]}
- {id: statement, means: what somebody says, value: [text]}
`)},
	"vocabulary/light.yaml":    {Data: []byte("[the, of, in, at, did, does, were, was, is, who, what, when, where, why, how, much, many, which, has, and, a, from, to, it]\n")},
	"vocabulary/synonyms.yaml": {Data: []byte("- {concept: president, words: [president, chair, chaired, chairman]}\n- {concept: complain, words: [complain, complained]}\n- {concept: ship, words: [ship, shipped, sell]}\n")},
}

// on is an engine for a base of a few files, which knows as the program does which word asks
// for what.
func on(t *testing.T, files fstest.MapFS) *answer.Engine {
	t.Helper()
	kinds, err := os.ReadFile("../../seeds/vocabulary/kinds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files = maps.Clone(files)
	files["vocabulary/kinds.yaml"] = &fstest.MapFile{Data: kinds}
	base, err := facts.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := answer.New(base)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// TestUnfit: the nearest fact is no answer where it is told for another year, gives
// somebody else's figure or that of all for a rate, names who presides over something else, tells
// no time, or does not say that what is asked about was done.
func TestUnfit(t *testing.T) {
	t.Parallel()
	engine := on(t, visors)
	for _, question := range []string{
		"How much did Halden earn from licensing in 2039?",
		"How much did Halden earn from licensing per headset in 2038?",
		"How many headsets did Kestrel ship in 2038?",
		"Who chaired the talks?",
		"Who left Headset Alliance?",
		"Who is the chief executive of Headset Alliance?",
		"Headset Alliance chief executive",
		"Why was the statement of Merisol withdrawn?",
		"When did Merisol complain?",
		"How long did Merisol complain?",
		"Has Merisol appealed against the ruling?",
		"Was the lens code approved?",
		"Has Kestrel left the market?",
		"How many headsets did the second largest maker ship in 2038?",
		"How many headsets did the #2 maker ship in 2038?",
		"How many headsets did the number two maker ship in 2038?",
		"What is 2038 times 31?",
		"what's 9 times 31",
	} {
		if a := engine.Ask(question, nil); a.Outcome == answer.Answered {
			t.Errorf("%s: answered %q", question, a.Text)
		}
	}
	for question, id := range map[string]string{
		"How much did Halden earn from licensing in 2038?":                                "income",
		"According to the 2039 article, how much did Halden earn from licensing in 2038?": "income",
		"How much did Halden earn from licensing per year in 2038?":                       "income",
		"How many headsets did Merisol ship in 2038?":                                     "headsets",
		"Who is the president of Headset Alliance?":                                       "president",
		"Will Kestrel leave the market?":                                                  "plan",
		"Has Merisol sought permission to appeal against the ruling?":                     "term",
		"How many days does Merisol have to appeal against the ruling?":                   "term",
		"How many headsets did the third-largest maker ship in 2038?":                     "headsets",
		"How many headsets did the #3 maker ship in 2038?":                                "headsets",
		"What did Merisol complain of?":                                                   "complaint",
	} {
		if a := engine.Ask(question, nil); a.Outcome != answer.Answered || a.Facts[0] != id {
			t.Errorf("%s: %s %q", question, a.Outcome, a.Text)
		}
	}
}
