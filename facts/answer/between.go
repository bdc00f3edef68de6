package answer

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// point is a date with the fact that gives it, or the article that appeared on it.
type point struct {
	day  facts.Day
	what string // "Xiaomi entered India in 2014."
	cite []Citation
	fact string // id; empty for the date of an article
	sure float32
}

// dateEnough is how sure each of two dates must be for the time between them to
// be told.
const dateEnough = 0.35

// lapse answers how many years or months lie between two things that the sources
// date: "how many months after the blog did the article appear?".
func (e *Engine) lapse(q question.Query) (Answer, bool) {
	unit := lapseUnit(q)
	if unit == 0 {
		return Answer{}, false
	}
	var from, to point
	best := float32(0)
	for _, h := range q.Halves() {
		a, okA := e.dateOf(h[0])
		b, okB := e.dateOf(h[1])
		if p, ok := e.itsArticle(h[1], a); ok {
			b, okB = p, true
		} else if p, ok := e.itsArticle(h[0], b); ok {
			a, okA = p, true
		}
		if okA && okB && a.day.Year != 0 && a.day != b.day && a.fact != b.fact && min(a.sure, b.sure) > best {
			from, to, best = a, b, min(a.sure, b.sure)
		}
	}
	if best < dateEnough {
		return Answer{}, false
	}
	if to.day.Before(from.day) {
		from, to = to, from
	}
	n, ok := lapsed(from.day, to.day, unit)
	if !ok {
		return Answer{}, false
	}
	a := Answer{
		Outcome: Answered, Confidence: float64(int(best*100)) / 100,
		Text: fmt.Sprintf("About %s, from %s to %s, calculated from these dates:\n• %s\n• %s", spelt(n, unit), from.day, to.day, from.what, to.what),
	}
	a.Derived = []Derived{{to.day.String() + " - " + from.day.String(), strconv.Itoa(n)}}
	a.citeDates(from, to)
	return a, true
}

// citeDates cites where dates stand.
func (a *Answer) citeDates(ps ...point) {
	for _, p := range ps {
		if p.fact != "" {
			a.Facts = append(a.Facts, p.fact)
		}
		a.citeAlso(p.cite)
	}
}

// lapseUnit is how many months make the unit that a question counts time in: 12,
// 1, or 0 for a question that counts none.
func lapseUnit(q question.Query) int {
	for i, t := range q.Tokens {
		if i == 0 || q.Tokens[i-1].Read != "many" && q.Tokens[i-1].Read != "of" || t.Background() {
			continue
		}
		if n := int(lapses[t.Read]); n > 0 {
			return n
		}
	}
	return 0
}

// lapses are the units in which it is asked how long something took, in months.
var lapses = lexicon.Numbers("lapse")

// lapsed counts the whole units between two dates that are exact enough.
func lapsed(from, to facts.Day, unit int) (n int, ok bool) {
	if unit == 12 && (from.Month == 0 || to.Month == 0) {
		return to.Year - from.Year, true
	}
	if from.Month == 0 || to.Month == 0 {
		return 0, false
	}
	months := (to.Year-from.Year)*12 + to.Month - from.Month
	if unit == 12 {
		return (months + 6) / 12, true
	}
	return months, true
}

// dateOf finds the date of what part of a question speaks of: the day on which an
// article appeared, where it speaks of no more than that, or the time of a fact.
func (e *Engine) dateOf(q question.Query) (point, bool) {
	if p, ok := e.published(q); ok {
		return p, true
	}
	found := e.match(q)
	for _, c := range found {
		f := c.entry.fact
		if f == nil || !c.entry.own[question.When] || !c.fits() {
			continue
		}
		day := f.Value.Day
		if day.Year == 0 {
			day = f.Period.From
		}
		return point{day: day, what: f.Says, cite: e.cite(f), fact: f.ID, sure: e.pooled(c, found)}, day.Year != 0
	}
	return point{}, false
}

// mostBeside is how many other words of weight may stand beside an article that
// only the day of its appearance is meant of.
const mostBeside = 3

// published is the day on which an article appeared that a part of a question
// speaks of, and of little else.
func (e *Engine) published(q question.Query) (point, bool) {
	var of *facts.Article
	beside := 0
	for i := range q.Tokens {
		t := &q.Tokens[i]
		a := e.articleOf(t)
		switch {
		case a != nil && of == nil:
			of = a
		case t.Class >= question.Content && a == nil:
			beside++
		}
	}
	if of == nil || beside > mostBeside {
		return point{}, false
	}
	return e.appearance(of)
}

// itsArticle is the day on which the article appeared that dates the other half of
// a question, where this half speaks of an article and hardly more.
func (e *Engine) itsArticle(q question.Query, other point) (point, bool) {
	f, ok := e.facts[other.fact]
	if !ok {
		return point{}, false
	}
	beside, speaks := 0, false
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if e.articleOf(t) != nil {
			return point{}, false
		}
		speaks = speaks || slices.Contains(t.Terms, e.articleTerm)
		beside += int(one(t.Class >= question.Content))
	}
	a, ok := e.base.Article(f.Cite[0].Article)
	if !ok || !speaks || beside > mostBeside {
		return point{}, false
	}
	return e.appearance(a)
}

// appearance is the day on which an article appeared, with the unit that says so.
func (e *Engine) appearance(of *facts.Article) (point, bool) {
	if !e.reads(of.ID) {
		return point{}, false
	}
	at := slices.IndexFunc(of.Units, func(u facts.Unit) bool { return u.At == "dateline" })
	if at < 0 {
		at = 0 // its first unit has to do
	}
	return point{
		day: of.Published, what: "“" + of.Title + "” appeared on " + of.Published.String() + ".",
		cite: []Citation{e.citeUnit(of, of.Units[at].At)}, sure: 1,
	}, true
}

// articleOf is the article that a word stands for: by its own name, or that of
// who published it where that is the only one.
func (e *Engine) articleOf(t *question.Token) *facts.Article {
	if t.Class != question.Entity {
		return nil
	}
	if a, ok := e.base.Article(t.Entity); ok {
		return a
	}
	var found *facts.Article
	for i := range e.base.Articles {
		if a := &e.base.Articles[i]; a.Publisher != "" && a.Publisher == e.name(t.Entity) {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}
