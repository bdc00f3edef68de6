package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// whetherThen answers yes or no where a question holds a time against the one that the
// sources give: "before August 2024?", "in 2016?", "since 2019?". It gives none where
// the source's time is too coarse to tell, or more than the time may be wrong.
func (e *Engine) whetherThen(q question.Query) (Answer, bool) {
	asked, ok := timeAsked(q)
	if !ok || q.Negated || !q.YesNo && !(q.Marked && asked.bound) {
		return Answer{}, false
	}
	sub := q // when it was
	sub.Kind, sub.YesNo = question.When, false
	sub.Tokens = slices.Delete(slices.Clone(q.Tokens), asked.from, asked.to)
	of := sub // whether it was at all
	of.YesNo = true
	for _, c := range e.match(sub) {
		f := c.entry.fact
		if f == nil || f.Value.Kind != facts.Date || c.chance < heldEnough || !c.fits() || len(c.left) > 0 || c.refuted >= noEnough {
			continue
		}
		if e.refutes(of, e.weighed(of), &c) >= noSurely {
			return Answer{}, false
		}
		holds, known := asked.holds(f.Value.Day)
		if !known {
			return Answer{}, false
		}
		return e.whether(c, holds), true
	}
	return Answer{}, false
}

// whether states a fact after the yes or the no that it is found to be.
func (e *Engine) whether(c candidate, holds bool) Answer {
	opening := "No. "
	if holds {
		opening = yes(c.entry.fact)
	}
	a := e.told(c.entry.fact)
	a.Text, a.Confidence = opening+c.entry.fact.Says, confidence(c)
	return a
}

// noSurely is the chance of a no from which it is not the time that decides.
const noSurely = 0.8

// goesOn reports whether a question is about what lasts: what was so before a time may
// be so in it.
func goesOn(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return lasting[t.Read] && !byThen[t.Read] && !t.Background() })
}

var lasting = lexicon.Set("still", "lasting")

// askedTime is a time in a question, where its words stand, and on which side of it
// something is asked to lie.
type askedTime struct {
	from, to int
	day      facts.Day
	side     side // inIt, where no word tells
	bound    bool // a word makes it the bound of a time
}

// side is where a time lies beside another.
type side float64

// The sides, as the lexicon numbers them; what is so since a time is taken to have begun
// in it.
const (
	beforeIt side = -1
	byIt     side = -0.5
	inIt     side = 0
	afterIt  side = 1
)

var (
	timeBounds = lexicon.Numbers("time-bound")
	ofATime    = lexicon.Set("of-a-time") // between a bound and its time
	byThen     = lexicon.Set("by-then")
	atArticle  = lexicon.Set("pointing-at-article")
)

// timeAsked finds the only time in a question: a year, with the month and the day before
// it and the word that makes a bound of it.
func timeAsked(q question.Query) (askedTime, bool) {
	at := -1
	for i, t := range q.Tokens {
		if t.Class != question.Year || t.Background() {
			continue
		}
		if at >= 0 {
			return askedTime{}, false
		}
		at = i
	}
	if at < 1 || goesOn(q) {
		return askedTime{}, false
	}
	out := askedTime{from: at, to: at + 1, day: facts.Day{Year: int(q.Tokens[at].Value)}}
	word := func() string { return q.Tokens[max(0, out.from-1)].Read }
	if m := facts.MonthNumber(word()); m > 0 {
		out.day.Month = m
		out.from--
		if n := q.Tokens[max(0, out.from-1)]; n.Class == question.Number && n.Value >= 1 && n.Value <= 31 {
			out.day.Day = int(n.Value)
			out.from--
		}
	}
	if atArticle[word()] {
		return askedTime{}, false // "the 2017 article"
	}
	for out.from > 0 && ofATime[word()] {
		out.from--
	}
	if bound, ok := timeBounds[word()]; ok && out.from > 0 {
		out.side, out.bound = side(bound), bound != float64(inIt)
		if slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return byThen[t.Read] && !t.Background() }) {
			if out.side != inIt {
				return askedTime{}, false // "already before 2017": what was begun since may not have been the first
			}
			out.side, out.bound = byIt, true // "in 2014 it already was"
		}
		out.from--
		return out, true
	}
	return askedTime{}, false
}

// holds reports whether a day lies where it is asked to, and whether that can be
// known: a day in 2024 may be before June 2024 or not.
func (t askedTime) holds(d facts.Day) (holds, known bool) {
	if d.Year == 0 {
		return false, false
	}
	first, last := reach(d)
	from, to := reach(t.day)
	switch t.side {
	case beforeIt:
		return last < from, last < from || first >= from
	case byIt:
		return last <= to, last <= to || first > to
	case afterIt:
		return first > to, first > to || last <= to
	default:
		return from <= first && last <= to, from <= first && last <= to || last < from || to < first
	}
}

// reach is the first and the last day that a date may be, as numbers in order.
func reach(d facts.Day) (first, last int) {
	first, last = d.Year*10000, d.Year*10000+9999
	if d.Month > 0 {
		first, last = first+d.Month*100, first+d.Month*100+99
	}
	if d.Day > 0 {
		first, last = first+d.Day, first+d.Day
	}
	return first, last
}
