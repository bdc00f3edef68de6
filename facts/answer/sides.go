package answer

import (
	"fmt"
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// sideEnough is how sure each of two figures, or of two dates, must be for them to
// be held against one another.
const sideEnough = 0.4

// outweighs answers whether one thing is more than another where each is a figure
// of its own in the sources: "is its licensing income above its research bill?".
func (e *Engine) outweighs(q question.Query) (Answer, bool) {
	if !q.YesNo || q.Negated {
		return Answer{}, false
	}
	more, less, ok := q.Sides()
	if !ok {
		return Answer{}, false
	}
	a, sureA := e.figureOf(q, more, less)
	b, sureB := e.figureOf(q, less, more)
	if each := e.eachOf([][]question.Token{more, less}, e.companies(q)); (a == nil || b == nil) && each != nil {
		a, b, sureA, sureB = each[0], each[1], 0.9, 0.9
	}
	if a == nil || b == nil || a == b || !comparable(a, b) || a.Value.Kind == facts.Multiple || a.Value.Amount == b.Value.Amount {
		return Answer{}, false
	}
	yes, word := "No", "less"
	if a.Value.Amount > b.Value.Amount {
		yes, word = "Yes", "more"
	}
	out := Answer{
		Outcome: Answered, Confidence: float64(int(min(sureA, sureB)*100)) / 100,
		Text: fmt.Sprintf("%s: %s is %s than %s.\n• %s\n• %s", yes, shown(a.Value), word, shown(b.Value), a.Says, b.Says),
	}
	out.also(a, e.cite(a))
	out.also(b, e.cite(b))
	return out, true
}

// weighable reports whether a value can be more or less than another: a figure, or
// so many times something.
func weighable(v facts.Value) bool { return isFigure(v) || v.Kind == facts.Multiple }

// shown writes a figure with its hedge: about US$630 million.
func shown(v facts.Value) string {
	if v.Kind == facts.Multiple {
		return v.Text
	}
	s := amount(v, v.Amount)
	if v.Hedge != "" {
		s = v.Hedge + " " + s
	}
	return s
}

// figureOf finds the figure that one side of a comparison speaks of, with its chance;
// nil where none is sure enough. What the side leaves out is taken from the other
// one: its names and years alone, or all of it but the noun that stands last.
func (e *Engine) figureOf(q question.Query, side, other []question.Token) (best *facts.Fact, chance float32) {
	sorts := map[string]bool{}
	for _, t := range side {
		sorts[sortOf(t)] = true
	}
	last := -1
	for i, t := range other {
		if t.Class != question.Light && sortOf(t) == "" {
			last = i
		}
	}
	chance = sideEnough
	for _, all := range []bool{false, true} {
		sub := q
		sub.Kind, sub.YesNo, sub.Operation, sub.Orders = question.Amount, false, "", nil
		sub.Tokens = slices.Clone(side)
		for i, t := range other {
			if s := sortOf(t); s != "" && !sorts[s] || s == "" && all && i != last && t.Class != question.Light {
				sub.Tokens = append(sub.Tokens, t)
			}
		}
		for _, c := range e.match(sub) {
			f := c.entry.fact
			if f == nil || !weighable(f.Value) || len(f.Calc) > 0 || !c.fits() {
				continue
			}
			if c.chance > chance {
				best, chance = f, c.chance
			}
			break
		}
	}
	return best, chance
}

// sortOf is what sort of thing a name or a year is; empty for other words.
func sortOf(t question.Token) string {
	switch t.Class {
	case question.Entity:
		return t.Sort
	case question.Year:
		return "year"
	}
	return ""
}

// sequence answers which of two things that the sources date was first or last, or
// whether the one was before or after the other.
func (e *Engine) sequence(q question.Query) (Answer, bool) {
	var from, to point // as asked: is the one before the other?
	best := float32(sideEnough)
	for _, h := range q.Halves() {
		way := wayOf(q, h[1].Tokens[0].Read)
		if way == "" {
			continue
		}
		a, okA := e.dateOf(h[0])
		b, okB := e.dateOf(h[1])
		if !okA || !okB || a.fact == b.fact || (a.fact == "") != (b.fact == "") && !q.YesNo || !apartInTime(a.day, b.day) || min(a.sure, b.sure) < best {
			continue
		}
		best = min(a.sure, b.sure)
		if from, to = a, b; way == "last" && q.YesNo {
			from, to = b, a
		}
	}
	if from.day.Year == 0 {
		return Answer{}, false
	}
	out := Answer{Outcome: Answered, Confidence: float64(int(best*100)) / 100}
	before := from.day.Before(to.day)
	if !before {
		from, to = to, from
	}
	begin := "First came the one (" + from.day.String() + "), then the other (" + to.day.String() + ")."
	if q.YesNo {
		begin = "No: "
		if before != q.Negated {
			begin = "Yes: "
		}
		begin += "first came " + from.day.String() + ", then " + to.day.String() + "."
	}
	out.Text = begin + "\n• " + from.what + "\n• " + to.what
	out.citeDates(from, to)
	return out, true
}

// wayOf is what a question asks of the order of its halves, parted by a word:
// whether the one was "first" or "last", or which was.
func wayOf(q question.Query, word string) string {
	switch {
	case word == "than" || !q.YesNo:
		return q.Sequence
	case word == "before":
		return "first"
	case word == "after":
		return "last"
	}
	return ""
}

// apartInTime reports whether two dates are exact enough to say which is the
// earlier.
func apartInTime(a, b facts.Day) bool {
	return a.Year != b.Year || a.Month != b.Month && a.Month > 0 && b.Month > 0 || a.Month == b.Month && a.Day != b.Day && a.Day > 0 && b.Day > 0
}
