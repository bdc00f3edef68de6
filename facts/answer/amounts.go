package answer

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// The words that ask for a share as money, or as a number of things.
var asMoney, asNumber = lexicon.Set("as-money"), lexicon.Set("as-number")

// The words that ask for it as whatever it is, and those that may stand behind them.
var absolute, terming = lexicon.Set("absolute"), lexicon.Set("terming")

// asAmount answers what a share that was just told makes in money or as a number: "in
// dollars then", "and as a number?".
func (e *Engine) asAmount(q question.Query, before turn) (Answer, bool) {
	share := before.fact
	if share == nil || before.answer.Outcome != Answered || q.YesNo || q.Negated || q.Together || q.Operation != "" || q.Kind != question.What && q.Kind != question.Amount {
		return Answer{}, false
	}
	kind, ok := e.amountAsked(q, share)
	switch {
	case !ok:
		return Answer{}, false
	case kind != facts.Money && ofHowMany(share) && e.saidWith(share, kind) == nil:
		return e.told(share), true
	case !isShare(share.Value):
		absolutely := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return absolute[t.Read] })
		again := kind == facts.Count && kind == share.Value.Kind || kind == "" && isFigure(share.Value) && absolutely
		return e.told(share), again && len(q.Entities()) == 0 // it was told so before
	}
	whole := e.wholeOf(share)
	switch said := e.saidWith(share, kind); {
	case said != nil:
		return e.told(said), true
	case whole != nil && (kind == "" || kind == whole.Value.Kind):
		return e.partOf(share, whole), true
	case kind == "":
		return Answer{}, false
	}
	return Answer{
		Outcome: Unknown, Text: doNotSay("They do not give that as an amount."), Related: []Related{e.related(share)}, Confidence: 0.9,
	}, true
}

// amountAsked is the kind of amount that a question asks a share to be told in, which
// says nothing else but words of it; empty where it leaves the kind open.
func (e *Engine) amountAsked(q question.Query, share *facts.Fact) (kind facts.ValueKind, ok bool) {
	for i, t := range q.Tokens {
		switch {
		case asMoney[t.Read]:
			kind, ok = facts.Money, true
		case asNumber[t.Read]:
			kind, ok = facts.Count, true
		case absolute[t.Read]:
			ok = true
		case terming[t.Read] && i > 0 && (absolute[q.Tokens[i-1].Read] || asMoney[q.Tokens[i-1].Read]): // "in absolute terms"
		case t.Class != question.Light && !t.Carried && !e.explained(t, []*facts.Fact{share}):
			return "", false
		}
	}
	return kind, ok || q.Kind == question.Amount && q.Back
}

// ofHowMany reports whether a fact is a share that was calculated, so that its statement tells
// of how many how many.
func ofHowMany(f *facts.Fact) bool {
	return slices.ContainsFunc(f.Calc, func(c facts.Calculation) bool {
		_, _, ok := shareIn(c.Expression)
		return ok
	})
}

// isShare reports whether a value is a share of something: 95%, a third.
func isShare(v facts.Value) bool {
	return v.Kind == facts.Percent && v.Amount < 100 || v.Kind == facts.Multiple && v.Amount < 1
}

// saidWith is the figure of a kind, or of any, that the statement of a share tells itself, or
// that the share was calculated from as the part.
func (e *Engine) saidWith(share *facts.Fact, kind facts.ValueKind) *facts.Fact {
	for _, g := range e.everyFact() {
		inMoney := kind != facts.Count && g.Value.Kind == facts.Money && len(g.Calc) == 0 && sharesPlace(share, g) && saysNumber(share, g.Value.Amount)
		if inMoney || isPart(share, g) && (kind == "" || kind == g.Value.Kind) {
			return g
		}
	}
	return nil
}

// isPart reports whether a share was calculated from a figure as its part.
func isPart(share, g *facts.Fact) bool {
	return len(g.Calc) == 0 && sharesPlace(share, g) && slices.ContainsFunc(share.Calc, func(c facts.Calculation) bool {
		part, _, ok := shareIn(c.Expression)
		return ok && part.is(g.Value.Amount)
	})
}

// wholeOf is the figure that a share is a part of: the count that it names itself, or
// the only one of the same that the share is of, by its relation.
func (e *Engine) wholeOf(share *facts.Fact) *facts.Fact {
	var found []*facts.Fact
	for _, g := range e.everyFact() {
		if g.Subject != share.Subject || len(g.Calc) > 0 || g.Value.Kind != facts.Count && g.Value.Kind != facts.Money {
			continue
		}
		if g.Value.Kind == facts.Count && sharesPlace(share, g) && saysNumber(share, g.Value.Amount) {
			return g
		}
		if strings.HasPrefix(share.Relation, g.Relation+"-") && g.Period == share.Period {
			found = append(found, g)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// partOf is how many, or how much, a share of a figure is.
func (e *Engine) partOf(share, of *facts.Fact) Answer {
	part, by, written := of.Value, share.Value.Amount, share.Value.Text
	if share.Value.Kind == facts.Percent {
		by, written = by/100, plainNumber(by)+"%"
	}
	part.Amount = math.Floor(part.Amount*by + 0.5)
	n := amount(part, part.Amount)
	return e.figured(fmt.Sprintf("About %s, calculated from the figures below.", n),
		Derived{written + " × " + amount(of.Value, of.Value.Amount), n}, share, of)
}
