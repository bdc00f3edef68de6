package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Hears reports of a message that was put to nobody whether it asks something,
// and whether it names anything that the table speaks of. What people write to
// each other mostly does neither.
func (e *Engine) Hears(text string) (asks, known bool) {
	q := e.reader.Read(text)
	for _, t := range q.Tokens {
		known = known || t.Class == question.Entity || t.Class == question.Salient || t.Class == question.Content
	}
	return q.Asks || strings.Contains(text, "?"), known
}

// Weighty returns the words of a message that weigh something, as they are
// understood, each once: what two messages that mean the same have in common.
func (e *Engine) Weighty(text string) (words []string) {
	seen := map[string]bool{}
	for _, t := range e.reader.Read(text).Tokens {
		if t.Class > question.Plain && !seen[t.Read] {
			seen[t.Read] = true
			words = append(words, t.Read)
		}
	}
	return words
}

// Unused returns how many facts there are, and which of them are not among those
// used, in the order of the table.
func (e *Engine) Unused(used map[string]bool) (all int, unused []string) {
	for i := range e.base.Facts {
		if id := e.base.Facts[i].ID; !used[id] {
			unused = append(unused, id)
		}
	}
	return len(e.base.Facts), unused
}

// Entities returns the names of the base that hold what is typed, or all of its
// words' beginnings, in the order of the base.
func (e *Engine) Entities(typed string, limit int) (fit []*facts.Entity) {
	for i := range e.base.Entities {
		entity := &e.base.Entities[i]
		if len(fit) < limit && (holds(entity.Name, typed) || slices.ContainsFunc(entity.Aliases, func(a string) bool { return holds(a, typed) })) {
			fit = append(fit, entity)
		}
	}
	return fit
}

// Relations returns what a fact can say that fits what is typed.
func (e *Engine) Relations(typed string, limit int) (fit []*facts.Relation) {
	for i := range e.base.Relations {
		if r := &e.base.Relations[i]; len(fit) < limit && holds(r.ID+" "+r.Means, typed) {
			fit = append(fit, r)
		}
	}
	return fit
}

// holds reports whether each word that is typed begins a word of the text.
func holds(text, typed string) bool {
	words := splitWords(text)
	for _, part := range splitWords(typed) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, part) }) {
			return false
		}
	}
	return true
}
