// Package extract proposes facts from an article that was cut into units.
//
// There is no model in it: rules that stand as data in rules/*.yaml say which
// words carry which relation, and a short row of steps applies them.
//
//		unit ──sentences──▶ ──names, figures, dates──▶ ──clauses──▶ ──events, measures──▶ ──stance──▶ facts
//
//	  - sentences.go parts a unit into sentences, and these into clauses.
//	  - names.go finds who an article speaks of, under all the names it uses, and
//	    people.go which of them are people or wares; clauses.go says whom "it",
//	    "the company" and "she" mean where that is certain.
//	  - figures.go and dates.go read amounts, shares, multiples, counts, days and
//	    periods in the ways people write them.
//	  - events.go finds who does what to whom; measures.go what a figure measures
//	    and of whom; tables.go reads rows and columns.
//	  - pattern.go is what the patterns of the rules are made of.
//	  - stance.go says who says so, and how.
//	  - corrections.go lets a correction replace what it corrects.
//	  - known.go is whom a base knows already, and how many articles are read at once.
//	  - asks.go words the questions that a fact answers.
//
// Where a rule cannot tell whose a figure is, it says nothing. A proposal is for
// a person to accept; its statement is the sentence it stands in.
package extract
