// Package question turns a person's words into a [Query]: what each word
// stands for, which names, years and figures are in it, and what kind of
// answer is wanted.
//
// The way of a question:
//
//	clean     Slack markup, entities, emoji, quotes → plain text
//	split     text → words and sentences
//	mend      slang, irregular forms, typing errors → the word that is meant
//	name      runs of words → entities and concepts of the vocabulary
//	weigh     which sentence asks, what kind of answer, what is mere chatter
//
// The same reader reads the ways of asking in the fact table, so that question
// and table meet in the same terms. Every word list is data of the base; the
// one list kept here says what is an English word at all, since only what is
// not one may be taken for a typing error.
package question

import (
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Query is a question as read. It is never changed after reading.
type Query struct {
	Tokens      []Token
	Kind        Kind        // what kind of answer is wanted
	YesNo       bool        // a yes or no is wanted, whatever else
	Operation   Operation   // what is to be done with figures, if anything
	Less        bool        // a comparison asks for the smaller
	OrEqual     bool        // a comparison holds for the same as well: "at least", "or more"
	Sequence    string      // "first" or "last": which of two things came so
	Direction   Direction   // in which a ranking is to go
	Majority    bool        // "most of", "the lion's share": more than half
	Together    bool        // "together", "in all": a sum, where a thread has figures for one
	First       bool        // goes back to where the thread began: "back to the first one"
	Anew        bool        // leaves all that was said behind: "something else: …"
	Negated     bool        // "not", "never", "no longer"
	Says        bool        // what somebody says is asked for: "according to", "claims", "in whose view"
	Mentions    bool        // asks whether or where something is mentioned: "does it come up in …"
	Elliptic    bool        // begins like "and its factory?", with no kind of answer of its own
	Before      *facts.Fact // that answered the turn before, where this one points back
	Empty       bool        // nothing was said at all
	Marked      bool        // nothing but a question mark makes it one: "the deal, a year?"
	Wonders     bool        // so, and the mark ends a statement in which no word asks: "the deal cancelled?"
	Item        bool        // it is marked as one of several items, "(1) …", or as a whole has such marks
	Listed      bool        // it stands after such a mark, or a semicolon,
	JoinedOn    bool        // or after a word that joins it to what is before: "and"
	Asks        bool        // a question mark or a question word stands in it
	Back        bool        // the words point back to an earlier turn: "and", "it", "there"
	Corrections []Correction
	Orders      []Order // who acts on whom, where the words tell
}

// Token is a word, or a run of words that is one name.
type Token struct {
	Text    string  // as written
	Read    string  // as understood, lower case
	Terms   []Term  // what it can stand for; empty where nothing is known of it
	Within  []Term  // shorter names inside a name
	Class   Class   // what sort of word it is
	Entity  string  // id, where the class is Entity
	Value   float64 // where the class is Number or Year
	Aside   bool    // stands in a sentence that does not ask
	Manner  bool    // only makes a yes-or-no question of what is said: "is", "right?", "would it be fair"
	Mention bool    // with others, asks whether or where something is mentioned: "come", "up"
	Than    int8    // parts what is held to be more (1) or less (-1) from what it is held against: "than", "outnumber", "behind"
	Held    bool    // a Number that something is held against: "more than 40"
	Share   bool    // a Number that is a share of a hundred: "36%", "a third"
	Span    bool    // a Number that counts time: "ten years"
	Sort    string  // kind of the entity: company, person, place, …
	Implied bool    // not said in the question: a name of the fact that answered before
	Carried bool    // comes from an earlier turn of the thread
	Counted bool    // and it is counted: "how many judges"
	Asked   bool    // the noun that is asked for: "how many judges", "which court"

	sentence int
	clause   int
	head     string // its first word, lower case
}

// Background reports whether a word only leads up to the question: said in
// another sentence or in an earlier turn.
func (t Token) Background() bool { return t.Aside || t.Carried }

// Term is a thing words can stand for: an entity, a concept, a stem, a figure.
// Terms are small numbers handed out by a [Reader].
type Term int32

// Class sorts words by how much they weigh.
type Class uint8

// The classes, from weightless to heavy.
const (
	Light   Class = iota // chatter, manners, light verbs, question words
	Plain                // an English word that no fact uses
	Content              // a word that some fact uses
	Salient              // a noun that must be explained: court, headcount, dividend
	Foreign              // no word any list knows: taken for a name
	Number
	Year
	Entity
)

// Kind is the kind of answer that is wanted.
type Kind string

// The kinds of answer.
const (
	What   Kind = "what"
	Who    Kind = "who"
	When   Kind = "when"
	Where  Kind = "where"
	Amount Kind = "amount" // how many, how much, which share
	List   Kind = "list"
	Define Kind = "define"
	Why    Kind = "why"
)

// Correction is a word that was read as another.
type Correction struct{ From, To string }

// Order says that one entity acts on another: "Amazon sues Nokia", "Nokia was
// sued by Amazon". One of them is empty where the question does not name it: "is Nokia
// suing?".
type Order struct{ Agent, Patient string }

// Entities returns the ids of the entities that the asking words name, in order.
func (q Query) Entities() []string {
	var ids []string
	for _, t := range q.Tokens {
		if t.Class == Entity {
			ids = append(ids, t.Entity)
		}
	}
	return ids
}

// Operation is what a question wants done with figures.
type Operation string

// The operations.
const (
	Compare    Operation = "compare"
	Ratio      Operation = "ratio"
	Difference Operation = "difference"
	Sum        Operation = "sum"
	Rank       Operation = "rank"
)

// Direction is the order in which a ranking is to go.
type Direction string

// The directions, beside the one from the largest down.
const (
	Ascending Direction = "ascending" // from the smallest up
	Reversed  Direction = "reversed"  // the other way round than before
)

// Words returns the question as read, in single spaces: what two questions in
// the same words have in common.
func (q Query) Words() string {
	size := len(q.Tokens)
	for i := range q.Tokens {
		size += len(q.Tokens[i].Read)
	}
	var b strings.Builder
	b.Grow(size)
	for i := range q.Tokens {
		b.WriteString(q.Tokens[i].Read)
		b.WriteByte(' ')
	}
	return b.String()
}

// kindOfValue is the kind of question that a kind of value answers.
var kindOfValue = map[facts.ValueKind]Kind{
	facts.Money: Amount, facts.Count: Amount, facts.Percent: Amount, facts.Multiple: Amount,
	facts.Date: When, facts.Party: Who, facts.Place: Where, facts.List: List, facts.Text: What,
}

// KindOf returns the kind of question that a value answers.
func KindOf(v facts.ValueKind) Kind { return kindOfValue[v] }
