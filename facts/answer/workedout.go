package answer

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// workedOut answers what one sentence of an article does not tell but gives all the figures
// for: by how much something rose, what share one is of the other, how many there are of
// one for each of the other. There must be just one pair of figures that it can be of.
func (e *Engine) workedOut(q question.Query, found []candidate) (Answer, bool) {
	average := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return averaged[t.Read] })
	share, difference := asksShare(q), q.Operation == question.Difference
	switch {
	case q.YesNo, !difference && (q.Operation != "" || !average && !share):
		return Answer{}, false
	case slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Number && !t.Background() }):
		return Answer{}, false // a figure of the question's own would have its part in it
	}
	if a, ok := e.betweenYears(q, found, difference); ok {
		return a, true
	}
	plain := q
	plain.Operation, plain.Kind = "", question.Amount
	plain.Tokens = slices.DeleteFunc(slices.Clone(q.Tokens), inWhat)
	told := judged(e.sentences(plain, found))
	if len(told) == 0 || told[0].chance < workedEnough {
		return Answer{}, false
	}
	s := &told[0]
	c := e.toldBy(s, q, found)
	f := c.entry.fact
	figures, all := e.figuresIn(s), pricedRE.FindAllString(f.Says, -1)
	if strays(q, f) || len(figuresOfKind(figures, facts.Money)) != len(all) { // not every sum was read
		return Answer{}, false
	}
	var a Answer
	more, less, ok := pairOf(figures)
	if !ok && !leavesHeavy(c) {
		more, less, ok = pairOf(e.ofLikeliest(figures, s, found))
	}
	if part, whole, says := partOf(f); share && says {
		more, less, ok = whole, part, true
	}
	switch {
	case difference && ok:
		d := minus(more.Value, less.Value)
		a = e.figured(fmt.Sprintf("A difference of about %s, calculated from the figures below.", d.Value), d, more, less)
	case average:
		a, ok = e.averageOf(q, figures)
	case share && ok && slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return grown[t.Read] }): // the one is no part of the other
		if ok = len(figuresOfKind(figures, facts.Percent)) == 0; ok {
			a, ok = e.growth(more, less)
		}
	case share && ok:
		ok = len(figuresOfKind(figures, facts.Percent)) == 0 && more.Value.Amount > 0
		if ok {
			a = e.shareOf(more, less)
		}
	}
	if !ok {
		return Answer{}, false
	}
	a.Confidence = float64(s.chance)
	return e.withCorrection(a, s), true
}

// betweenYears works out how much more or less a figure is in the one than in the other of the
// two years that a question names: as a difference, or as a share of what it was.
func (e *Engine) betweenYears(q question.Query, found []candidate, difference bool) (Answer, bool) {
	grows := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return grown[t.Read] })
	c, ok := likeliestFact(found)
	if !ok || c.chance < workedEnough || !difference && !grows {
		return Answer{}, false
	}
	then, now, ok := e.inBothYears(q, c.entry.fact)
	switch {
	case !ok || then.Value.Amount <= 0 || then.Value.Amount == now.Value.Amount:
		return Answer{}, false
	case !difference:
		return e.grownBy(now, then), true
	}
	pair := []*facts.Fact{now, then}
	slices.SortStableFunc(pair, largerFirst)
	d := minus(pair[0].Value, pair[1].Value)
	return e.figured(fmt.Sprintf("A difference of about %s, calculated from the figures below.", d.Value), d, now, then), true
}

// inBothYears are the figures like that of a fact for the two years that a question names, each
// of the whole year and told in one way only.
func (e *Engine) inBothYears(q question.Query, like *facts.Fact) (then, now *facts.Fact, ok bool) {
	var years []int
	for _, t := range q.Tokens {
		if t.Class == question.Year && !slices.Contains(years, int(t.Value)) {
			years = append(years, int(t.Value))
		}
	}
	if len(years) != 2 {
		return nil, nil, false
	}
	slices.Sort(years)
	var of [2]*facts.Fact
	for _, f := range e.everyFact() {
		k := slices.Index(years, f.Period.From.Year)
		if k < 0 || f.Relation != like.Relation || f.Subject != like.Subject || f.How != like.How || len(f.Calc) > 0 || !isFigure(f.Value) || !addable(like, f) {
			continue
		}
		if of[k] != nil && of[k].Value.Amount != f.Value.Amount || f.Period.From.Month != 0 {
			return nil, nil, false
		}
		of[k] = f
	}
	return of[0], of[1], of[0] != nil && of[1] != nil
}

// inWhat reports whether a word tells only in what the outcome is wanted: "by how many euros".
func inWhat(t question.Token) bool { return isCurrency(t.Read) || shareWords[t.Read] }

// ofLikeliest are those of the figures of a sentence that are of the measure that a question
// most likely asks for.
func (e *Engine) ofLikeliest(fs []*facts.Fact, s *sentence, found []candidate) []*facts.Fact {
	at := slices.IndexFunc(found, func(c candidate) bool { return slices.Contains(s.entries, c.at) && isFigure(c.entry.fact.Value) })
	if at < 0 {
		return nil
	}
	likeliest := found[at].entry.fact
	return slices.DeleteFunc(slices.Clone(fs), func(f *facts.Fact) bool { return f.Relation != likeliest.Relation || f.Subject != likeliest.Subject })
}

// ofWholeRE finds a part and its whole.
var ofWholeRE = regexp.MustCompile(ofWhole)

// partOf is what the sentence of a fact says to be so many of so many, where it says that
// once: each as the figure of a fact of its own.
func partOf(f *facts.Fact) (part, whole *facts.Fact, ok bool) {
	found := slices.DeleteFunc(ofWholeRE.FindAllStringSubmatch(f.Says, -1), func(m []string) bool {
		return yearRE.MatchString(m[2]) // "rule 14 of 2016"
	})
	if len(found) != 1 {
		return nil, nil, false
	}
	var of [2]facts.Fact
	for i, number := range found[0][1:] {
		v, err := facts.ParseValue(facts.Count, number+" of them")
		if err != nil {
			return nil, nil, false
		}
		of[i] = *f
		of[i].Value = v
	}
	part, whole = &of[0], &of[1]
	return part, whole, part.Value.Amount <= whole.Value.Amount
}

// workedEnough is how surely a sentence must be meant for its figures to be calculated with.
const workedEnough = 0.5

// averaged are the words by which an average is asked for.
var averaged = lexicon.Set("averaged")

// growth is by what share the one of two figures of a sentence is more, or less, than the
// other was before it: "€418 million, up from €380 million". The sentence must say which of
// them was before.
func (e *Engine) growth(x, y *facts.Fact) (Answer, bool) {
	was := func(f *facts.Fact) bool {
		before, _, ok := strings.Cut(f.Says, f.Value.Text)
		return ok && wasRE.MatchString(before)
	}
	now, then := x, y
	if was(now) {
		now, then = then, now
	}
	if was(now) || !was(then) || then.Value.Amount <= 0 {
		return Answer{}, false
	}
	return e.grownBy(now, then), true
}

// grownBy is by what share a figure is more, or less, than it was.
func (e *Engine) grownBy(now, then *facts.Fact) Answer {
	part := plainNumber(now.Value.Amount) + " / " + plainNumber(then.Value.Amount)
	by := now.Value.Amount/then.Value.Amount - 1
	word, term := "more", part+" - 1"
	if by < 0 {
		word, term = "less", "1 - "+part
	}
	share := inPercent(math.Abs(by))
	return e.figured(fmt.Sprintf("About %s %s, calculated from the figures below.", share, word), Derived{term, share}, now, then)
}

// wasRE is what stands before a figure that was another's before it.
var wasRE = regexp.MustCompile(`(?i)\b` + lexicon.Pattern("was-before") + ` (?:` + lexicon.Pattern("hedge", "rough") + ` )?$`)

// grown are the words by which it is asked how something changed.
var grown = lexicon.Set("change", "shrinking", "risen")

// pricedRE is how a sum of money begins.
var pricedRE = regexp.MustCompile(priced)

// figuresIn are the figures that the facts of a sentence hold, each once.
func (e *Engine) figuresIn(s *sentence) []*facts.Fact {
	var out []*facts.Fact
	for _, at := range s.entries {
		f := e.entries[at].fact
		if isFigure(f.Value) && f.Value.High == 0 && f.Relation != "change" &&
			!slices.ContainsFunc(out, func(o *facts.Fact) bool { return comparable(o, f) && o.Value.Amount == f.Value.Amount }) {
			out = append(out, f)
		}
	}
	return out
}

// figuresOfKind are those of some figures that are of a kind.
func figuresOfKind(fs []*facts.Fact, kind facts.ValueKind) []*facts.Fact {
	return slices.DeleteFunc(slices.Clone(fs), func(f *facts.Fact) bool { return f.Value.Kind != kind })
}

// pairOf is the one pair of figures that count the same thing, the larger first.
func pairOf(fs []*facts.Fact) (larger, smaller *facts.Fact, ok bool) {
	for i, a := range fs {
		for _, b := range fs[i+1:] {
			if a.Value.Kind == facts.Percent || a.Value.Per != b.Value.Per || !addable(a, b) {
				continue
			}
			if ok {
				return nil, nil, false
			}
			larger, smaller, ok = a, b, true
		}
	}
	if ok && larger.Value.Amount < smaller.Value.Amount {
		larger, smaller = smaller, larger
	}
	return larger, smaller, ok
}

// averageOf divides what is counted first in a question by what it is counted for each of,
// both at the same time.
func (e *Engine) averageOf(q question.Query, fs []*facts.Fact) (Answer, bool) {
	place := func(f *facts.Fact) int {
		return slices.IndexFunc(q.Tokens, func(t question.Token) bool {
			return e.reader.Stem(t.Read) == e.reader.Stem(measure(f.Value))
		})
	}
	fs = figuresOfKind(fs, facts.Count)
	var many, each *facts.Fact
	for _, a := range fs {
		for _, b := range fs {
			if place(a) < 0 || place(b) <= place(a) || a.Period != b.Period || b.Value.Amount == 0 {
				continue
			}
			if many != nil {
				return Answer{}, false
			}
			many, each = a, b
		}
	}
	if many == nil {
		return Answer{}, false
	}
	x := round(many.Value.Amount / each.Value.Amount)
	return e.figured(fmt.Sprintf("About %s, calculated from the figures below.", x),
		Derived{plainNumber(many.Value.Amount) + " / " + plainNumber(each.Value.Amount), x}, many, each), true
}
