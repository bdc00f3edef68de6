package answer_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// hinges is a base of one fact, from an article that has more to tell.
var hinges = fstest.MapFS{
	"vale-2030.yaml": {Data: []byte(`title: Vale and Quill settle their quarrel over hinges
published: 2030-05-12
units:
  - {at: title, text: Vale and Quill settle their quarrel over hinges}
  - {at: "1", text: Vale has signed a licence with Quill for its hinge patents.}
  - {at: "2", text: "The talks between Vale and Quill in Lyon took two years, and were broken off in 2028 after a mediator fell ill."}
  - {at: "3", gist: Engineers of both firms met every spring to compare prototypes.}
  - {at: comment-1, text: Prototypes bore me.}
`)},
	"vale-2030.facts.yaml": {Data: []byte(`article: vale-2030
facts:
  - id: licence
    at: 1
    subject: vale
    relation: licence
    party: quill
    says: Vale has licensed Quill.
    asks: [Whom has Vale licensed?, Who takes a licence from Vale?]
gaps:
  - {id: who, says: The article does not say who mediated., asks: [Who was the mediator of the talks?]}
  - {id: meetings, near: licence, says: The article does not say where they met., asks: [Where did the engineers meet every spring?]}
`)},
	"vocabulary/entities.yaml": {Data: []byte(`
- {id: vale-2030, name: the article of 2030, kind: article}
- {id: vale, name: Vale, kind: company, aliases: [Vale Instruments]}
- {id: quill, name: Quill, kind: company}
`)},
	"vocabulary/relations.yaml": {Data: []byte("- {id: licence, means: whom it licenses, value: [party]}\n")},
	"vocabulary/light.yaml":     {Data: []byte("[the, of, in, at, did, were, was, is, who, what, when, where, why, how, much, which, has, and, a, they, to, many]\n")},
}

// TestPointer: where no fact answers, the paragraph that speaks of what is asked is
// pointed to, and nothing is said of what stands there.
func TestPointer(t *testing.T) {
	t.Parallel()
	base, err := facts.Load(hinges)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := answer.New(base)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ question, at string }{
		{"Why were the talks broken off?", "2"},
		{"What did Vale and Quill break off in 2028?", "2"},
		{"Which firms compare prototypes?", "3"}, // by a gist
		{"What ails the mediator?", ""},
		{"Which mediator?", "2"},                           // by a word that stands nowhere else
		{"Who was the mediator of the talks?", "2"},        // which is a gap, of which nothing near is known
		{"Why were the talks broken off in 2027?", ""},     // another year
		{"Why did Castle break off the talks?", ""},        // another name
		{"Which prototypes?", ""},                          // a word, and it stands in two places
		{"Who won the football match in Lyon?", ""},        // most of it is nowhere
		{"Where did the engineers meet every spring?", ""}, // of which it is known
		{"Is it going to rain?", ""},
	} {
		a := engine.Ask(tt.question, nil)
		if a.Outcome == answer.Answered {
			t.Errorf("%s: answered %q", tt.question, a.Text)
		}
		at := ""
		for _, r := range a.Related {
			if r.Fact == "" {
				at = r.Citations[0].At
				if r.Text != answer.Place(at)+" speaks of this." || len(r.Citations) != 1 || r.Citations[0].Article != "vale-2030" {
					t.Errorf("%s: pointed with %+v", tt.question, r)
				}
			}
		}
		if at != tt.at {
			t.Errorf("%s: pointed to %q, want %q; the answer is %q", tt.question, at, tt.at, a.Text)
		}
		if at != "" && strings.Contains(a.Text, "I find nothing") {
			t.Errorf("%s: points to ¶%s, and says %q", tt.question, at, a.Text)
		}
	}
	for _, r := range engine.Within([]string{"another"}).Ask("Why were the talks broken off?", nil).Related {
		t.Errorf("from an article that does not count: %+v", r)
	}
}
