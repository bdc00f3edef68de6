package answer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Explanation is how an answer came about, short enough to read.
type Explanation struct {
	Reading string   // what each word was taken for
	Kind    string   // what kind of answer was wanted
	Mended  string   // words read as others
	Decided string   // what tipped the scales
	Nearest []string // the entries that came nearest, the best first, with what spoke against each
	Base    string   // the version of the base that was answered from
}

// Explain answers a question like [Engine.Ask] and tells how.
func (e *Engine) Explain(text string, earlier []string) (Answer, Explanation) {
	if a, ok := e.faqFirst(text); ok {
		return complete(a), Explanation{Kind: "an entry of the FAQ", Nearest: e.nearestFAQ(text), Base: e.base.Version}
	}
	var before turn
	for _, past := range earlier {
		before = e.turn(past, before)
	}
	a := complete(e.faqLast(text, e.turn(text, before).said))
	q := e.reader.Read(text)
	if len(before.tokens) > 0 && pointsBack(q) {
		q = follow(q, before)
	}
	x := Explanation{Kind: string(q.Kind), Base: e.base.Version}
	if q.YesNo {
		x.Kind += ", yes or no"
	}
	if q.Operation != "" {
		x.Kind += ", " + string(q.Operation)
	}
	var words []string
	for _, t := range q.Tokens {
		if t.Class == question.Light {
			continue
		}
		w := fmt.Sprintf("%s (%s", t.Read, className[t.Class])
		for _, mark := range []struct {
			on   bool
			name string
		}{{t.Aside, "aside"}, {t.Carried, "earlier"}, {t.Asked, "asked for"}} {
			if mark.on {
				w += ", " + mark.name
			}
		}
		words = append(words, w+")")
	}
	x.Reading = strings.Join(words, " · ")
	var mended []string
	for _, c := range q.Corrections {
		mended = append(mended, c.From+" → "+c.To)
	}
	x.Mended = strings.Join(mended, ", ")
	found := e.inScope(q, e.matchBut(q, nil)) // with the runners-up
	for _, c := range found[:min(3, len(found))] {
		x.Nearest = append(x.Nearest, c.String())
	}
	x.Decided = e.decided(q, a, found)
	return a, x
}

// decided tells in a few words what tipped the scales.
func (e *Engine) decided(q question.Query, a Answer, found []candidate) string {
	switch {
	case a.Outcome == Advice || a.Outcome == Chat:
		return "the words are those of " + string(a.Outcome)
	case slices.ContainsFunc(e.sayings, func(s saying) bool { return s.pleads() && s.Says == a.Text }):
		return "the words are those of an errand"
	case len(found) == 0:
		return "no way of asking shares a word with it"
	case found[0].chance == 1:
		return "asked in the very words of the base"
	case e.ofText(a):
		return e.decidedByText(q, a, found)
	case a.Outcome == Ambiguous:
		return "several facts fit, and nothing tells which is meant"
	case a.Outcome == Answered && len(a.Facts) == 0:
		return "told from the names that the records list"
	case a.Outcome == Answered && a.carrier() != found[0].entry.id():
		return "answered part by part, or calculated from several facts"
	}
	c, ok := likeliestFact(found)
	if a.Outcome != Answered && (!ok || found[0].entry.gap != nil) {
		return "nearest is what the sources are known to leave open"
	}
	return fmt.Sprintf("the nearest fact answers it with chance %.2f; %.2f is needed", e.sure(q, c, found), c.enough(q, found))
}

// decidedByText tells which sentence of an article decided, or did not.
func (e *Engine) decidedByText(q question.Query, a Answer, found []candidate) string {
	all := judged(e.sentences(q, found))
	if len(all) == 0 {
		return "no sentence of an article has what is asked for"
	}
	told := toTell(all, q)
	what := "the likeliest sentences, of"
	for _, s := range all[:min(len(all), fewTold)] {
		what += fmt.Sprintf(" %s %s with chance %.2f,", s.at.Article, Place(s.at.At), s.chance)
	}
	switch {
	case q.YesNo:
		what += fmt.Sprintf(" of which the first needs %.2f", sentenceEnough)
	default:
		what += fmt.Sprintf(" need %.2f together", togetherEnough)
	}
	if a.Outcome != Answered && len(told) > 0 {
		what += ", and do not tell whether"
	}
	return what
}

var className = [...]string{"light", "plain", "known", "salient", "unknown", "figure", "year", "name"}

// String tells what speaks for and against a candidate.
func (c candidate) String() string {
	s := fmt.Sprintf("%s: chance %.2f", c.entry.id(), c.chance)
	if c.refuted >= noEnough {
		s += ", denied"
	}
	if c.entry.gap != nil {
		s += ", a gap"
	}
	if c.turned() {
		s += ", parties the other way round"
	}
	if c.proof[wrongKind] > 0 {
		s += ", no such kind of answer"
	}
	if len(c.left) > 0 {
		var left []string
		for _, t := range c.left {
			left = append(left, t.Read)
		}
		s += ", unexplained: " + strings.Join(left, ", ")
	}
	return s + fmt.Sprintf(" (most like %q)", strings.TrimSpace(c.phrase.words))
}

// String shows an explanation to a person, a line each.
func (x Explanation) String() string {
	lines := []string{"reading: " + x.Reading, "wanted:  " + x.Kind}
	if x.Mended != "" {
		lines = append(lines, "mended:  "+x.Mended)
	}
	for i, n := range x.Nearest {
		head := "         "
		if i == 0 {
			head = "nearest: "
		}
		lines = append(lines, head+n)
	}
	if x.Decided != "" {
		lines = append(lines, "decided: "+x.Decided)
	}
	if x.Base != "" {
		lines = append(lines, "base:    "+x.Base)
	}
	return strings.Join(lines, "\n")
}
