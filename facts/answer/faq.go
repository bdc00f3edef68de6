package answer

import (
	"fmt"
	"math"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/intent"
)

// clearlyAsked is how sure an entry of the FAQ must be to go before the fact
// table, where a base has both.
const clearlyAsked = 0.9

// TrainFAQ learns from the ways of asking of a base's FAQ. It takes some seconds
// for ten thousand of them.
func TrainFAQ(b *facts.Base) *intent.Matcher { return intent.Train(waysOfAsking(b)) }

// faqOf is the matcher of a base's FAQ: the one stored beside the entries where
// it was trained on just these, else one trained now.
func faqOf(b *facts.Base) *intent.Matcher {
	if m, err := intent.Decode(b.Trained, waysOfAsking(b)); err == nil {
		return m
	}
	return TrainFAQ(b)
}

func waysOfAsking(b *facts.Base) [][]string {
	asks := make([][]string, len(b.FAQ))
	for i := range b.FAQ {
		asks[i] = b.FAQ[i].Asks
	}
	return asks
}

// faqFirst answers what is clearly asked of the FAQ, and everything where the
// base has nothing else. Earlier turns mean nothing to a FAQ.
func (e *Engine) faqFirst(text string) (Answer, bool) {
	if a, ok := e.askFAQ(text, clearlyAsked); ok {
		return a, true
	}
	if len(e.base.Facts) > 0 {
		return Answer{}, false
	}
	return e.faqLast(text, e.refuseFAQ(text)), true
}

// faqLast answers from the FAQ what the fact table does not.
func (e *Engine) faqLast(text string, a Answer) Answer {
	if a.Outcome == Unknown {
		if b, ok := e.askFAQ(text, 0); ok {
			return b
		}
	}
	return a
}

// askFAQ answers what is asked of an entry of the FAQ with at least that certainty.
func (e *Engine) askFAQ(text string, sureEnough float64) (Answer, bool) {
	if e.faq == nil {
		return Answer{}, false
	}
	entry, sure, ok := e.faq.Match(text)
	if !ok || sure < sureEnough {
		return Answer{}, false
	}
	f := &e.base.FAQ[entry]
	if !e.has(f) {
		return Answer{}, false
	}
	a := e.told(f)
	a.Confidence = math.Floor(sure*100) / 100
	return a, true
}

// refuseFAQ says that no entry of the FAQ is meant, and which come nearest.
func (e *Engine) refuseFAQ(text string) Answer {
	a := Answer{Outcome: Unknown, Text: "I find nothing in the sources on that."}
	for _, f := range e.nearFAQ(text) {
		a.Related = append(a.Related, e.related(f))
	}
	return a
}

// nearestFAQ explains an answer from the FAQ.
func (e *Engine) nearestFAQ(text string) []string {
	var out []string
	for _, f := range e.nearFAQ(text) {
		out = append(out, f.ID)
	}
	if _, sure, _ := e.faq.Match(text); len(out) > 0 {
		out[0] += fmt.Sprintf(": sure %.2f", sure)
	}
	return out
}

// nearFAQ returns the entries of the FAQ that come nearest to a text.
func (e *Engine) nearFAQ(text string) []*facts.Fact {
	var out []*facts.Fact
	for _, entry := range e.faq.Nearest(text, len(e.base.FAQ)) {
		if f := &e.base.FAQ[entry]; e.has(f) && len(out) < 3 {
			out = append(out, f)
		}
	}
	return out
}
