package question

import "github.com/pilcrow-bot/pilcrow/facts/lexicon"

// parting are the words that part what happened from what it is timed against:
// "between A and B", "how long after A did B".
var parting = lexicon.Set("parting")

// Halves returns the ways in which a question parts into two that each speak of
// something: at a word such as "and" or "after", or where a clause ends.
func (q Query) Halves() [][2]Query {
	var out [][2]Query
	for i := 1; i+1 < len(q.Tokens); i++ {
		if t := q.Tokens[i].Read; !parting[t] && !auxiliaries[t] && q.Tokens[i].clause == q.Tokens[i-1].clause {
			continue
		}
		one, other := q.Tokens[:i], q.Tokens[i:]
		if !speaks(one) || !speaks(other) {
			continue
		}
		out = append(out, [2]Query{q.half(one), q.half(other)})
	}
	return out
}

// half is a question that asks when what these words speak of was.
func (q Query) half(ts []Token) Query {
	out := q
	out.Tokens, out.Orders, out.Kind, out.YesNo, out.Operation = nil, nil, When, false, ""
	for _, t := range ts {
		if !lapses[t.Read] {
			t.Asked, t.Counted = false, false
			out.Tokens = append(out.Tokens, t)
		}
	}
	return out
}

// lapses are the units in which it is asked how long something took.
var lapses = lexicon.Set("lapse")

// Sides returns what a question holds to be more and what it holds that against,
// where one word parts them: "does A have more x than y?", "is x above y?".
func (q Query) Sides() (more, less []Token, ok bool) {
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Than == 0 || t.Background() || !speaks(q.Tokens[:i]) || !speaks(q.Tokens[i+1:]) {
			continue
		}
		more, less = q.Tokens[:i], q.Tokens[i+1:]
		if t.Than < 0 || t.Read == "than" && q.Less {
			more, less = less, more
		}
		return more, less, true
	}
	return nil, nil, false
}

// speaks reports whether words speak of anything.
func speaks(ts []Token) bool {
	for _, t := range ts {
		if t.Class >= Content && !t.Counted {
			return true
		}
	}
	return false
}
