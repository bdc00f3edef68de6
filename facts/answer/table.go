package answer

import (
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
	Citations []Citation
}

// tableOf returns the rows that a single fact holds, or nil.
func (e *Engine) tableOf(f *facts.Fact) *Table { return nil }

// sideBySide returns several facts as rows, or nil where they do not belong
// together.
func (e *Engine) sideBySide(ids []string) *Table { return nil }
