package answer

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// sourced is an answer once more, after who says so and where it stands.
func (e *Engine) sourced(a Answer) Answer {
	var who []string
	for _, id := range a.Facts {
		if f, ok := e.facts[id]; ok && !slices.Contains(who, e.voice(f)) {
			who = append(who, e.voice(f))
		}
	}
	say := " says so"
	if len(who) > 1 {
		say = " say so"
	}
	var places []string
	for _, c := range a.Citations {
		if !slices.Contains(places, c.String()) {
			places = append(places, c.String())
		}
	}
	a.Text = capital(listed(who)) + say + ": " + strings.Join(places, "; ") + ".\n" + a.Text
	return a
}

// voice is who says what a fact tells.
func (e *Engine) voice(f *facts.Fact) string {
	switch {
	case f.By != f.Cite[0].Article:
		return e.name(f.By)
	case f.How == facts.Opinion:
		return "the article's author"
	}
	return "the article itself"
}

// instead is the question that a message stands for which only asks after the person
// that the last answer told of, or had it from: "his position?", "who is he?".
func (e *Engine) instead(q question.Query, before turn) (text string, ok bool) {
	if before.answer.Outcome != Answered {
		return "", false
	}
	words := wordsOf(q)
	for _, s := range e.sayings {
		if s.Outcome != "instead" || !covered(q.Tokens, words, s.runs) {
			continue
		}
		who, ok := e.personOf(before.fact)
		if ok && s.ID == nameOfThat && strings.Contains(before.fact.Says, e.name(who)) {
			return "", false // another's name is wanted
		}
		return strings.ReplaceAll(s.Says, "{person}", e.name(who)), ok
	}
	return "", false
}

// nameOfThat is the saying that asks what somebody is called who was told of.
const nameOfThat = "name-of-that"

// personOf is the only person whom a fact names; of one that speaks of the author, the author.
func (e *Engine) personOf(f *facts.Fact) (who string, ok bool) {
	if f == nil {
		return "", false
	}
	for _, id := range slices.Concat([]string{f.Subject, f.By}, f.With, f.Value.IDs) {
		n := e.names[id]
		if n == nil || n.Kind != "person" && n.Kind != "reader" || id == who {
			continue
		}
		if who != "" {
			return "", false
		}
		who = id
	}
	if who == "" && (f.How == facts.Opinion && f.By == f.Cite[0].Article || authorRE.MatchString(f.Says)) {
		return e.authorOf(f.Cite[0].Article)
	}
	return who, who != ""
}

// authorRE speaks of an author without a name.
var authorRE = regexp.MustCompile(`(?i)\bauthor\b`)

// authorOf is the person who wrote an article, where that is a fact.
func (e *Engine) authorOf(article string) (who string, ok bool) {
	a, ok := e.base.Article(article)
	if !ok || a.Author == "" {
		return "", false
	}
	for _, n := range e.base.Entities {
		if n.Kind == "person" && n.Name == a.Author {
			return n.ID, true
		}
	}
	return "", false
}
