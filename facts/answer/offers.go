package answer

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Suggestion is a question that may be put.
type Suggestion struct {
	Label    string // at most 75 characters
	Question string // to put to [Engine.Ask]
	Fact     string // what answers it
}

// Nearest offers what somebody may be about to ask who has typed so much, the
// nearest first, one suggestion for a fact and at most max in all. Every word
// must be the beginning of one that the suggestion or its fact has, or its letters
// stand in one, in their order: "mdiatek", "qcom". Where no fact has them all,
// what the words are answered by is offered, and the facts that have most of them;
// but nothing for a word that no fact has. Who has typed nothing is offered
// [Engine.Prompts].
func (e *Engine) Nearest(typed string, max int) []Suggestion {
	words := typedWords(typed)
	if len(words) == 0 {
		return e.Prompts(max)
	}
	o := e.offers.prepared()
	marks, ok := e.marks(o, typed, words)
	if !ok {
		return nil
	}
	found, all := e.ranked(o, marks)
	if !all {
		found = joinedOnce(e.answering(o, typed), found)
	}
	return first(found, max)
}

// first returns the first of several things, as many as are wanted.
func first[T any](all []T, wanted int) []T { return all[:max(0, min(wanted, len(all)))] }

// offers is what may be offered to somebody who types, made when it is first
// needed: a suggestion for each of a fact's first ways of asking and for its
// statement.
type offers struct {
	engine *Engine // for which everything counts
	once   sync.Once
	list   []offer
	number map[string]int32       // of each word of all offers, in lower case
	by     map[string]*dictionary // first letter → the words that begin with it
}

// dictionary is some words and their numbers. It is what the matcher looks through:
// whoever abbreviates a word begins with its first letter, so that a typed word is
// held against few.
type dictionary struct {
	words   []string
	numbers []int32
}

// offer is a suggestion with the words by which it is found.
type offer struct {
	Suggestion
	fact   *facts.Fact
	shown  []int32 // words of the label, in order
	names  []int32 // of the subject: name and aliases
	others []int32 // words of the fact, shown or not
	prior  float32 // what makes it better or worse whatever is typed
}

func newOffers(e *Engine) *offers {
	return &offers{engine: e, number: map[string]int32{}, by: map[string]*dictionary{}}
}

// fewOffers is how many of a fact's ways of asking are offered.
const fewOffers = 3

func (o *offers) prepared() *offers {
	o.once.Do(func() {
		for _, f := range o.engine.everyFact() {
			o.add(f)
		}
	})
	return o
}

func (o *offers) add(f *facts.Fact) {
	asks := o.engine.asksFor(f, fewOffers)
	all := o.wordsOf(append([]string{f.Says}, asks...)...)
	names := o.wordsOf(o.engine.called(f.Subject)...)
	for _, id := range slices.Concat([]string{f.By}, f.With, f.Value.IDs) {
		all = append(all, o.wordsOf(o.engine.called(id)...)...)
	}
	for _, text := range append(asks, f.Says) {
		s := Suggestion{Label: short(text), Question: asks[0], Fact: f.ID}
		if text != f.Says {
			s.Question = text
		}
		o.list = append(o.list, offer{Suggestion: s, fact: f, shown: o.wordsOf(s.Label), names: names, others: all, prior: worth(s, f)})
	}
}

// called are the names of an entity.
func (e *Engine) called(id string) []string {
	if n, ok := e.names[id]; ok {
		return append([]string{n.Name}, n.Aliases...)
	}
	return nil
}

// wordsOf numbers the words of texts.
func (o *offers) wordsOf(texts ...string) []int32 {
	var out []int32
	for _, text := range texts {
		for _, w := range splitWords(text) {
			if at := o.numberOf(w); !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	return out
}

func (o *offers) numberOf(word string) int32 {
	at, known := o.number[word]
	if known {
		return at
	}
	at = int32(len(o.number))
	o.number[word] = at
	letter := firstLetter(word)
	if o.by[letter] == nil {
		o.by[letter] = &dictionary{}
	}
	d := o.by[letter]
	d.words, d.numbers = append(d.words, word), append(d.numbers, at)
	return at
}

func firstLetter(word string) string {
	_, n := utf8.DecodeRuneInString(word)
	return word[:n]
}

// The bounds of what is looked at in what somebody types: the matcher's score
// overflows at long runs, and nobody needs more words to find something.
const (
	mostLetters = 32
	mostWords   = 12
	mostTyped   = 300 // bytes
)

func typedWords(typed string) []string {
	if len(typed) > mostTyped {
		typed = strings.ToValidUTF8(typed[:mostTyped], "")
	}
	words := splitWords(typed)
	words = words[:min(mostWords, len(words))]
	for i, w := range words {
		if utf8.RuneCountInString(w) > mostLetters {
			words[i] = string([]rune(w)[:mostLetters])
		}
	}
	return words
}

var possessive = strings.NewReplacer("'s ", " ", "’s ", " ")

// splitWords returns the words of a text in lower case, without marks and the
// possessive "'s".
func splitWords(text string) []string {
	text = possessive.Replace(question.Bare(strings.ToLower(text)) + " ")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// mark is how well a typed word matches each word of the offers, from 0 for not
// at all to 1 for the word itself.
type mark []float32

// What a typed word is worth that is the beginning of a word, and one whose
// letters merely stand in it; the more of it is typed, the more besides.
const (
	wholeWord  = 1
	beginning  = 0.7
	subsequent = 0.3
	byShare    = 0.2
	leastShare = 0.3 // of a word's letters, that its abbreviation has at least
)

// marks matches each typed word with all words of the offers, and one that matches
// none as it was meant, if it is mistyped. ok is false where that does not help.
func (e *Engine) marks(o *offers, typed string, words []string) (out []mark, ok bool) {
	var meant []question.Correction
	for _, w := range words {
		m, ok := o.mark(w)
		if !ok {
			if meant == nil {
				meant = e.reader.Read(typed[:min(len(typed), mostTyped)]).Corrections
			}
			for _, c := range meant {
				if question.Bare(strings.ToLower(c.From)) == w && !ok {
					m, ok = o.mark(question.Bare(strings.ToLower(c.To)))
				}
			}
		}
		if !ok {
			return nil, false
		}
		out = append(out, m)
	}
	return out, true
}

// mark matches a typed word with all words of the offers. ok is false where it
// matches none.
func (o *offers) mark(typed string) (m mark, ok bool) {
	m = make(mark, len(o.number))
	d, ok := o.by[firstLetter(typed)]
	if !ok {
		return m, false
	}
	ok = false
	for _, hit := range fuzzy.FindNoSort(typed, d.words) {
		share := float32(len(typed)) / float32(len(hit.Str))
		worth := float32(0)
		switch {
		case hit.Str == typed:
			worth = wholeWord
		case strings.HasPrefix(hit.Str, typed):
			worth = beginning + byShare*share
		case share >= leastShare:
			worth = subsequent + byShare*share
		}
		m[d.numbers[hit.Index]] = worth
		ok = ok || worth > 0
	}
	return m, ok
}

// Where a word is found counts as well: in what is shown, in the subject's names,
// elsewhere in the fact.
const (
	inLabel   = 1
	inSubject = 0.8
	inFact    = 0.4
)

// What else makes a suggestion better, next to a word that is found.
const (
	namesOwner = 0.2  // that its subject is named
	isQuestion = 0.1  // that it is put as a question
	givesSum   = 0.05 // that a figure answers it
	leanness   = 0.1  // that it holds little besides what was typed
	isWorked   = -0.1 // that it is calculated
	ofReader   = -0.5 // that it is what a reader argues
)

// ranked returns the suggestions in which the most typed words are found, the best
// of each fact, the best first; of equally good ones the earlier. all is true where
// every word is found.
func (e *Engine) ranked(o *offers, marks []mark) (out []Suggestion, all bool) {
	type scored struct {
		*offer
		score float32
	}
	var best []scored
	most := 1
	for i := range o.list {
		c := &o.list[i]
		if !e.has(c.fact) {
			continue
		}
		score, found := c.score(marks)
		switch n := len(best); {
		case found < most:
		case found > most:
			most, best = found, []scored{{c, score}}
		case n == 0 || best[n-1].fact != c.fact: // the offers of a fact stand together
			best = append(best, scored{c, score})
		case score > best[n-1].score:
			best[n-1] = scored{c, score}
		}
	}
	slices.SortStableFunc(best, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	if most < len(marks) {
		for _, i := range inTurn(len(best), len(marks), func(i, word int) bool { return best[i].has(marks[word]) }) {
			out = append(out, best[i].Suggestion)
		}
		return out, false
	}
	for _, s := range best {
		out = append(out, s.Suggestion)
	}
	return out, true
}

// inTurn is an order of n things in which each word in turn has its best, so that
// none of the words is drowned by another that many have.
func inTurn(n, words int, has func(i, word int) bool) []int {
	out := make([]int, 0, n)
	taken := make([]bool, n)
	for more := true; more; {
		more = false
		for w := range words {
			for i := range n {
				if !taken[i] && has(i, w) {
					out, taken[i], more = append(out, i), true, true
					break
				}
			}
		}
	}
	return out
}

// has reports whether a typed word is found in an offer.
func (c *offer) has(m mark) bool { return max(m.best(c.shown), m.best(c.names), m.best(c.others)) > 0 }

// score adds up how well an offer matches typed words, and counts those it has.
func (c *offer) score(marks []mark) (score float32, found int) {
	for _, m := range marks {
		owner := m.best(c.names)
		best := max(inLabel*m.best(c.shown), inSubject*owner, inFact*m.best(c.others))
		if best > 0 {
			found++
		}
		score += best + namesOwner*owner
	}
	return score + c.prior + leanness*float32(found)/float32(len(c.shown)+1), found
}

// worth is how good an offer is whatever is typed.
func worth(s Suggestion, f *facts.Fact) float32 {
	var sum float32
	if strings.HasSuffix(s.Label, "?") {
		sum += isQuestion
	}
	switch {
	case len(f.Calc) > 0:
		sum += isWorked
	case isFigure(f.Value):
		sum += givesSum
	}
	if f.How == facts.Comment {
		sum += ofReader
	}
	return sum
}

func (m mark) best(words []int32) float32 {
	var best float32
	for _, w := range words {
		best = max(best, m[w])
	}
	return best
}

// answering offers what the words are answered by, if they are a question.
func (e *Engine) answering(o *offers, typed string) []Suggestion {
	a := e.Ask(typed[:min(len(typed), mostTyped)], nil)
	if a.Outcome != Answered {
		return nil
	}
	var out []Suggestion
	for _, id := range a.Facts {
		if i := slices.IndexFunc(o.list, func(c offer) bool { return c.Fact == id }); i >= 0 {
			out = append(out, o.list[i].Suggestion)
		}
	}
	return out
}

// joinedOnce appends suggestions to others, each fact once.
func joinedOnce(some, more []Suggestion) []Suggestion {
	out := slices.Clone(some)
	for _, s := range more {
		if !slices.ContainsFunc(some, func(k Suggestion) bool { return k.Fact == s.Fact }) {
			out = append(out, s)
		}
	}
	return out
}
