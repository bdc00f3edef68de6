package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Tell returns the answer that is just this fact, or entry of the FAQ, as
// [Engine.Ask] tells it to who asks for nothing else. ok is false where there
// is none that counts.
func (e *Engine) Tell(factID string) (a Answer, ok bool) {
	f, ok := e.facts[factID]
	if !ok || !e.has(f) {
		return Answer{}, false
	}
	return complete(e.told(f)), true
}

// told states a fact.
func (e *Engine) told(f *facts.Fact) Answer {
	a := Answer{Outcome: Answered, Text: f.Says, Citations: e.cite(f), Facts: []string{f.ID}, Confidence: 1, Table: e.tableOf(f)}
	for _, k := range f.Calc {
		a.Derived = append(a.Derived, Derived(k))
	}
	return a
}

// carrier is the fact that carries an answer; empty where none does.
func (a *Answer) carrier() string {
	if len(a.Facts) == 0 {
		return ""
	}
	return a.Facts[0]
}

// also has an answer rest on a fact besides, and cite it.
func (a *Answer) also(f *facts.Fact, cited []Citation) {
	a.Facts = append(a.Facts, f.ID)
	a.citeAlso(cited)
}

// citeAlso cites places, each once.
func (a *Answer) citeAlso(cited []Citation) {
	for _, c := range cited {
		if !slices.ContainsFunc(a.Citations, func(o Citation) bool { return o.Citation == c.Citation }) {
			a.Citations = append(a.Citations, c)
		}
	}
}

// Base is the base that is answered from.
func (e *Engine) Base() *facts.Base { return e.base }

// Fact returns the fact, or the entry of the FAQ, with this id. It is found in
// an engine within articles too: who has its id has been told it.
func (e *Engine) Fact(id string) (f *facts.Fact, ok bool) {
	f, ok = e.facts[id]
	return f, ok
}

// Article returns the record of the article with this id, within articles too.
func (e *Engine) Article(id string) (*facts.Article, bool) { return e.base.Article(id) }

// mostLabel is how many characters fit on a button or a line of a menu.
const mostLabel = 75

// short cuts a text to what fits on a button, between words where it can.
func short(text string) string {
	rs := []rune(text)
	if len(rs) <= mostLabel {
		return text
	}
	cut := string(rs[:mostLabel-1])
	if space := strings.LastIndexByte(cut, ' '); space > mostLabel/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:.–-") + "…"
}
