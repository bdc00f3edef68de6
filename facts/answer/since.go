package answer

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// sinceTold counts the time between the date that was just told and one that a
// question names and nothing beside: "how many years is that, up to 2024?".
func (e *Engine) sinceTold(q question.Query, before turn) (Answer, bool) {
	unit := lapseUnit(q)
	if unit == 0 || q.YesNo || before.answer.Outcome != Answered || before.fact == nil {
		return Answer{}, false
	}
	other, ok := onlyDate(q)
	if !ok {
		return Answer{}, false
	}
	day := beganOn(before)
	from, to := day, other
	if to.Before(from) {
		from, to = to, from
	}
	n, ok := lapsed(from, to, unit)
	if !ok || n == 0 || day.Year == 0 {
		return Answer{Outcome: Unknown, Text: doNotSay("No date told before is exact enough to count from."), Related: []Related{e.related(before.fact)}, Confidence: 0.9}, true
	}
	text := fmt.Sprintf("About %s, from %s to %s, calculated from the date below.", spelt(n, unit), from, to)
	return e.figured(text, Derived{to.String() + " - " + from.String(), strconv.Itoa(n)}, before.fact), true
}

// beganOn is the date that a turn told: the one asked for, or that since which
// something is so.
func beganOn(t turn) facts.Day {
	f := t.fact
	if t.query.Kind == question.When || f.Value.Kind == facts.Date || f.Period.Mode == facts.Since {
		return cmp.Or(f.Value.Day, f.Period.From)
	}
	return facts.Day{}
}

// spelt is so many years or months.
func spelt(n, unit int) string {
	name := "year"
	if unit == 1 {
		name = "month"
	}
	if n != 1 {
		name += "s"
	}
	return strconv.Itoa(n) + " " + name
}

// onlyDate is the year, or the month of a year, that a question names beside the unit
// in which it counts time; it gives false where it says anything else.
func onlyDate(q question.Query) (facts.Day, bool) {
	var day facts.Day
	for _, t := range q.Tokens {
		month := facts.MonthNumber(t.Read)
		switch {
		case t.Class == question.Year && day.Year == 0:
			day.Year = int(t.Value)
		case month > 0 && t.Class != question.Light:
			day.Month = month
		case t.Class != question.Light && lapses[t.Read] == 0:
			return facts.Day{}, false
		}
	}
	return day, day.Year > 0
}
