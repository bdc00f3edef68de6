package answer

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// shareWords ask for the share that one figure is of another.
var shareWords = lexicon.Set("share")

// asksShare reports whether a question asks for a share: not where a short form in
// capitals was read as the word, which has a meaning of its own.
func asksShare(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return shareWords[t.Read] && (strings.ToLower(t.Text) == t.Read || t.Text != strings.ToUpper(t.Text) || t.Text == "%")
	})
}

// ofThread works with the last two figures of a thread that a question only points
// back to: what share the one is of the other, or how many a share of the other is.
func (e *Engine) ofThread(q question.Query, before turn) (Answer, bool) {
	n := len(before.figures)
	share := asksShare(q)
	if n == 0 || q.YesNo || q.Kind != question.Amount && !share {
		return Answer{}, false
	}
	a, b := before.figures[max(0, n-2)], before.figures[n-1]
	if at := placeAsked(q); at > 0 && at < n {
		a = before.figures[at-1] // "what share of the first"
	}
	if !e.pointsOnly(q, a, b) {
		return Answer{}, false
	}
	if f := e.shareTold(a, b); share && f != nil && before.answer.Outcome == Answered {
		return e.told(f), true
	}
	switch {
	case a == b:
	case share && isFigure(a.Value) && addable(a, b) && a.Subject == b.Subject && a.Value.Kind != facts.Percent:
		return e.shareOf(a, b), true
	case !share && a.Value.Kind == facts.Percent && b.Value.Kind == facts.Count && sharesPlace(a, b):
		return e.partOf(a, b), true
	case !share && b.Value.Kind == facts.Percent && a.Value.Kind == facts.Count && sharesPlace(a, b):
		return e.partOf(b, a), true
	}
	return Answer{}, false
}

// shareTold is the fact that tells what share one of two figures is of the other, or the
// only one that tells what share the second is of anything; nil where there is none.
func (e *Engine) shareTold(a, b *facts.Fact) *facts.Fact {
	var found []*facts.Fact
	for _, f := range e.everyFact() {
		if f.Subject != b.Subject {
			continue
		}
		for _, c := range f.Calc {
			part, whole, ok := shareIn(c.Expression)
			switch {
			case ok && a.Subject == b.Subject && (part.is(a.Value.Amount) && whole.is(b.Value.Amount) || part.is(b.Value.Amount) && whole.is(a.Value.Amount)):
				return f
			case ok && part.is(b.Value.Amount) && sharesPlace(f, b):
				found = append(found, f)
			}
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// shareIn is the part and the whole of which a working takes a share of a hundred.
func shareIn(working string) (part, whole written, ok bool) {
	quotient, ok := strings.CutSuffix(working, " * 100")
	ns := numbersIn(quotient)
	if !ok || len(ns) != 2 || !strings.Contains(quotient, " / ") {
		return part, whole, false
	}
	return ns[0], ns[1], true
}

// pointsOnly reports whether a question says nothing but what it points back with,
// what it asks for, and words of the figures that it points back to.
func (e *Engine) pointsOnly(q question.Query, figures ...*facts.Fact) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && !t.Carried && !shareWords[t.Read] && ordinals[t.Read] == 0 && !e.explained(t, figures)
	})
}

// explained reports whether a word is one of a fact among several.
func (e *Engine) explained(t question.Token, fs []*facts.Fact) bool {
	return slices.ContainsFunc(fs, func(f *facts.Fact) bool {
		at := e.entryOf(f)
		return at >= 0 && e.entries[at].explains.hasAny(t.Terms)
	})
}

// shareOf is what share the smaller of two figures is of the larger.
func (e *Engine) shareOf(a, b *facts.Fact) Answer {
	if a.Value.Amount < b.Value.Amount {
		a, b = b, a
	}
	share := inPercent(b.Value.Amount / a.Value.Amount)
	return e.figured(fmt.Sprintf("About %s, calculated from the figures below.", share),
		Derived{plainNumber(b.Value.Amount) + " / " + plainNumber(a.Value.Amount), share}, b, a)
}

// inPercent writes a share out, to a tenth of a percent.
func inPercent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + "%"
}

// figured tells what was worked out from facts, with them below.
func (e *Engine) figured(text string, d Derived, terms ...*facts.Fact) Answer {
	a := Answer{Outcome: Answered, Confidence: 0.9, Derived: []Derived{d}}
	lines := []string{text}
	for _, f := range terms {
		if !slices.Contains(lines, "• "+f.Says) {
			lines = append(lines, "• "+f.Says)
		}
		a.also(f, e.cite(f))
	}
	a.Text = strings.Join(lines, "\n")
	return a
}

// workings are the operations by the sign that stands in their working.
var workings = []struct {
	sign string
	of   question.Operation
}{{" + ", question.Sum}, {" / ", question.Ratio}, {" - ", question.Difference}}

// reckonedFrom is what an answer was worked out from in the thread, and how; empty
// where it was not.
func (e *Engine) reckonedFrom(a Answer) (how question.Operation, from []*facts.Fact) {
	if len(a.Derived) != 1 || len(a.Facts) < 2 {
		return "", nil
	}
	for _, id := range a.Facts {
		f := e.facts[id]
		if len(f.Calc) > 0 || !isFigure(f.Value) {
			return "", nil
		}
		from = append(from, f)
	}
	for _, w := range workings {
		if strings.Contains(a.Derived[0].Expression, w.sign) {
			return w.of, from
		}
	}
	return "", nil
}

// reckonAnew does what was calculated last once more, without a company or for
// another one: "without the first?", "same for the other firm".
func (e *Engine) reckonAnew(q question.Query, before turn) (Answer, bool) {
	how, from := e.reckonedFrom(before.answer)
	sides := e.companies(q)
	onlyNames := !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && t.Class != question.Entity && !t.Carried
	})
	if how == "" || len(sides) == 0 || !onlyNames || q.YesNo || q.Kind != question.What {
		return Answer{}, false
	}
	var terms []*facts.Fact
	leaves := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return leavingOut[t.Read] })
	for _, f := range from {
		switch {
		case leaves && slices.Contains(sides, f.Subject):
		case leaves:
			terms = append(terms, f)
		case from[0].Subject != from[len(from)-1].Subject || len(sides) > 1:
			return Answer{}, false
		default:
			for _, g := range e.everyFact() {
				if alike(f, g, sides[0]) {
					terms = append(terms, g)
					break
				}
			}
		}
	}
	if len(terms) < 2 || !leaves && len(terms) < len(from) {
		return Answer{
			Outcome: Unknown, Text: "The sources do not say. They have no such figures for " + listed(e.namesOf(sides)) + ".",
			Related: []Related{e.related(from[0])}, Confidence: 0.9,
		}, true
	}
	q.Operation = how
	return e.worked(q, terms), true
}

// leavingOut are the words that leave somebody out.
var leavingOut = lexicon.Set("leaving-out")

func (e *Engine) namesOf(ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, e.name(id))
	}
	return out
}

// ordinals are the words for a place in a list.
var ordinals = lexicon.Numbers("ordinal", "ordinal-short")

var nth = lexicon.Words("ordinal")

// nthOf answers "and the third?" by the list that the turn before gave, or that is
// told in the same place.
func (e *Engine) nthOf(q question.Query, before turn) (Answer, bool) {
	if before.fact == nil || before.answer.Outcome != Answered || q.YesNo || q.First || q.Together || asksShare(q) {
		return Answer{}, false
	}
	n, ok := placeInList(q)
	if ranks := q.Operation == question.Rank && n != nextPlace && n != lastPlace; q.Operation != "" && !ranks {
		return Answer{}, false
	}
	if !ok || n > 0 && q.Kind == question.Who { // whoever has a place but the last is told as such
		return Answer{}, false
	}
	for _, f := range e.listsFor(before.fact) {
		items := f.Value.Items
		at := n
		switch {
		case n == nextPlace:
			at = slices.Index(items, before.fact.Value.Text) + 2
			if at < 2 {
				continue
			}
		case n < 0:
			at = len(items) + 1 + n
		}
		if at < 1 || at > len(items) || len(items) < 2 {
			continue
		}
		tells, item := f, items[at-1]
		if own := e.figuresWith(f, numbersIn(item)); len(own) == 1 && strings.HasPrefix(item, e.name(own[0].Subject)+" ") {
			tells, item = own[0], e.name(own[0].Subject)
		}
		a := e.told(tells)
		a.citeAlso(e.cite(f))
		a.Text = fmt.Sprintf("The %s of those named is %s. %s", placeName(at, n), item, tells.Says)
		a.Derived = append(a.Derived, Derived{"place in the list", strconv.Itoa(at)})
		return a, true
	}
	return Answer{}, false
}

// listsFor are the facts that a place in a list may be counted in after a fact: itself, then
// those of the same relation that are told in the same place.
func (e *Engine) listsFor(f *facts.Fact) []*facts.Fact {
	out := []*facts.Fact{f}
	for _, g := range e.everyFact() {
		if g != f && g.Relation == f.Relation && sharesPlace(g, f) && !slices.ContainsFunc(g.Value.Items, bare) {
			out = append(out, g)
		}
	}
	return out
}

// nextPlace stands for the place after the one that was told: "and then?".
const nextPlace = 0

// placeInList is the place in a list that a question asks for and says nothing else, counted
// from the end where it is below zero: "the last", "the second from the bottom".
func placeInList(q question.Query) (n int, ok bool) {
	fromEnd, next := false, false
	for _, t := range q.Tokens {
		k := int(ordinals[t.Read])
		switch {
		case k != 0 && n == 0:
			n = k
		case int(places[t.Read]) == lastPlace:
			fromEnd = true
		case nextWords[t.Read]:
			next = true
		case t.Class != question.Light && !t.Carried && !placeMarks[t.Read] && !(t.Asked && t.Class == question.Content): // "which product"
			return 0, false
		}
	}
	switch {
	case fromEnd && n == 0:
		return lastPlace, true
	case fromEnd:
		return -n, true
	case n != 0:
		return n, true
	}
	return nextPlace, next && onlyPoints(q.Tokens)
}

// nextWords ask for what comes after what was told.
var nextWords = lexicon.Set("next")

// placeName tells a place in words, counted as it was asked for.
func placeName(at, asked int) string {
	switch {
	case asked == lastPlace:
		return "last"
	case asked < 0:
		return nth[-asked-1] + " from the end"
	}
	return nth[at-1]
}

// additive are the words that ask the same of one more.
var additive = lexicon.Set("additive")

// inAnotherPlace answers whether what was told of one place holds for another, where the
// sources tell it of the one alone: "also in Europe?".
func (e *Engine) inAnotherPlace(q question.Query, before turn) (Answer, bool) {
	f, there, asks := before.fact, "", false
	if f == nil || before.answer.Outcome != Answered || q.Kind != question.What || !q.Asks || q.Negated {
		return Answer{}, false
	}
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity && t.Sort == "place" && there == "":
			there = t.Entity
		case t.Class != question.Light:
			return Answer{}, false
		}
		asks = asks || additive[t.Read]
	}
	at := e.entryOf(f)
	if there == "" || !asks || at < 0 || e.entries[at].explains.hasAny([]question.Term{e.reader.Term(there)}) {
		return Answer{}, false
	}
	here := e.placesOf(f)
	if len(here) == 0 {
		return Answer{}, false
	}
	a := e.told(f)
	a.Text = fmt.Sprintf("The sources tell that of %s only, not of %s. %s", listed(e.namesOf(here)), e.name(there), f.Says)
	return a, true
}

// placesOf are the places that a fact speaks of.
func (e *Engine) placesOf(f *facts.Fact) []string {
	var out []string
	for _, t := range e.reader.Read(f.Says).Tokens {
		if t.Class == question.Entity && t.Sort == "place" && !slices.Contains(out, t.Entity) {
			out = append(out, t.Entity)
		}
	}
	return out
}
