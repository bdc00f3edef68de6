// Package answer turns a question into a cited answer or a reasoned refusal.
package answer

import (
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Outcome says what became of a question.
type Outcome string

// The outcomes a question can have.
const (
	Answered  Outcome = "answered"  // the text states the answer; the citations carry every claim
	Unknown   Outcome = "unknown"   // the sources do not say; the text names what is missing
	Ambiguous Outcome = "ambiguous" // the text asks which of several is meant and lists them
	Advice    Outcome = "advice"    // legal or investment advice: declined
	Chat      Outcome = "chat"      // greeting, thanks, help
)

// Answer is what a person gets for a question.
type Answer struct {
	Outcome    Outcome    `json:"outcome"`
	Text       string     `json:"text"` // plain text; lines of a list begin with "• "
	Citations  []Citation `json:"citations"`
	Facts      []string   `json:"facts"`   // ids of the facts that carry the answer, the chosen one first
	Derived    []Derived  `json:"derived"` // every number of the text that stands in no cited unit
	Related    []Related  `json:"related"` // the nearest facts, labelled as such, where there is no answer
	Confidence float64    `json:"confidence"`
	Table      *Table     `json:"-"` // the rows of the answer, where it has some, for surfaces that can draw them
	Choices    []Choice   `json:"-"` // of an ambiguous question: what may be meant, as the text lists it
}

// Citation is a place in an article with what is needed to show it.
type Citation struct {
	facts.Citation
	Title     string       `json:"title"`
	Publisher string       `json:"publisher"` // empty where the source names none
	Published string       `json:"published"` // 2025-11-12
	By        string       `json:"by"`        // who says so, as shown: "Amazon's filing", "the article"
	How       facts.Stance `json:"how"`
}

// Derived is a number that was calculated or counted, with its terms.
type Derived struct {
	Expression string `json:"expression"`
	Value      string `json:"value"`
}

// Related is a fact near to a question that it does not answer, or a paragraph that
// speaks of what is asked.
type Related struct {
	Fact      string     `json:"fact,omitempty"` // empty for a paragraph
	Text      string     `json:"text"`
	Citations []Citation `json:"citations"`
}

// String shows a citation to a person: Title, Publisher, 12 November 2025, ¶6;
// a comment is called by its number, as is a row of a FAQ, a named unit by its name.
func (c Citation) String() string {
	parts := []string{c.Title}
	if c.Publisher != "" {
		parts = append(parts, c.Publisher)
	}
	if d, err := facts.ParseDay(c.Published); err == nil {
		parts = append(parts, d.String())
	}
	return strings.Join(append(parts, Place(c.At)), ", ")
}

// Place shows a unit to a person: "¶6", "¶ correction", "comment 24".
func Place(at string) string {
	if n, ok := strings.CutPrefix(at, "comment-"); ok {
		return "comment " + n
	}
	if n, ok := strings.CutPrefix(at, facts.FAQRow); ok {
		return "row " + n
	}
	if at != "" && at[0] >= '0' && at[0] <= '9' {
		return "¶" + at
	}
	return "¶ " + at
}
