package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// The words that ask for a currency, and the names of currencies by code and the other
// way round.
var (
	currencyWords               = lexicon.Set("currency")
	currencyCodes, currencyName = lexicon.Meanings("currency-name")
)

// inCurrency answers in which currency the sum is that was just told, where a question
// says nothing else: "which currency?", "that's dollars?", "dollars or yuan?", "in euros?".
func (e *Engine) inCurrency(q question.Query, before turn) (Answer, bool) {
	f := before.fact
	if f == nil || before.answer.Outcome != Answered || f.Value.Kind != facts.Money || q.Negated {
		return Answer{}, false
	}
	named, ok := currenciesOnly(q)
	if !ok {
		return Answer{}, false
	}
	a, own := e.told(f), f.Value.Unit
	switch is := slices.Contains(named, own); {
	case len(named) != 1:
		a.Text = "In " + nameOfCurrency(own) + ". " + a.Text
	case is && q.YesNo:
		a.Text = "Yes. " + a.Text
	case is:
	case q.YesNo:
		a.Text = "No. It is in " + nameOfCurrency(own) + ". " + a.Text
	case slices.ContainsFunc(e.everyFact(), func(g *facts.Fact) bool {
		return g.Value.Kind == facts.Money && g.Value.Unit == named[0] && g.Subject == f.Subject && g.Relation == f.Relation && g.Period == f.Period
	}):
		return Answer{}, false // it may be told in that one too
	default:
		a = Answer{Outcome: Unknown, Text: doNotSay("They give it in " + nameOfCurrency(own) + "."), Related: []Related{e.related(f)}, Confidence: 0.9}
	}
	return a, true
}

// currenciesOnly are the codes of the currencies that a question names, or none where it
// asks for one; false where it says anything else.
func currenciesOnly(q question.Query) (named []string, ok bool) {
	for _, t := range q.Tokens {
		switch code := currencyCodes[t.Read]; {
		case t.Carried:
		case code != "":
			named = append(named, code)
		case currencyWords[t.Read]:
			ok = true
		case t.Class != question.Light:
			return nil, false
		}
	}
	return named, ok || len(named) > 0
}

// isCurrency reports whether a word names a currency.
func isCurrency(word string) bool { return currencyCodes[word] != "" }

// nameOfCurrency is how a currency is told: its name, or the code where it has none here.
func nameOfCurrency(code string) string {
	if name := currencyName[code]; name != "" {
		return name
	}
	return code
}
