package answer

import (
	"math"
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Where no fact answers, a paragraph may all the same speak of what is asked: rules
// find few of the facts of an article, and a gist holds less than the article. It is
// pointed to, for people to read, and nothing is said of what stands there.

// What a paragraph must have of a question to be pointed to.
const (
	pointedEnough = 0.6 // share of its weight
	pointedWords  = 2   // of weight, or names; one where no other paragraph has it
)

// unsaid are the units that say nothing but what the article is.
var unsaid = map[string]bool{"title": true, "byline": true, "dateline": true, "author-note": true, "disclaimer": true}

// paragraphs are the units of the base by their words.
type paragraphs struct {
	units []facts.Citation
	with  map[string][]int32 // the stem of a word → the units that have it, in order
}

func (e *Engine) indexParagraphs() *paragraphs {
	p := &paragraphs{with: map[string][]int32{}}
	for i := range e.base.Articles {
		a := &e.base.Articles[i]
		for _, u := range a.Units {
			if unsaid[u.At] {
				continue
			}
			at := int32(len(p.units))
			p.units = append(p.units, facts.Citation{Article: a.ID, At: u.At})
			for _, text := range append([]string{u.Gist, u.Text}, u.Names...) {
				for _, w := range splitWords(text) {
					s := e.reader.Stem(w)
					if in := p.with[s]; len(in) == 0 || in[len(in)-1] != at {
						p.with[s] = append(in, at)
					}
				}
			}
		}
	}
	return p
}

// having are the units that have all words of a text, in order.
func (p *paragraphs) having(e *Engine, text string) []int32 {
	var in []int32
	for i, w := range splitWords(text) {
		with := p.with[e.reader.Stem(w)]
		if i == 0 {
			in = slices.Clone(with)
			continue
		}
		in = slices.DeleteFunc(in, func(at int32) bool { _, has := slices.BinarySearch(with, at); return !has })
	}
	return in
}

// of are the units that a token stands in: a name by any that it goes by.
func (p *paragraphs) of(e *Engine, t question.Token) []int32 {
	if t.Entity == "" {
		return p.having(e, t.Read)
	}
	var in []int32
	for _, name := range e.called(t.Entity) {
		in = append(in, p.having(e, name)...)
	}
	slices.Sort(in)
	return slices.Compact(in)
}

// inCommon is what a paragraph has of a question.
type inCommon struct {
	weight      float64
	words, must int  // words at all, and those that it must have
	said        bool // one of them is no name and no figure
}

// pointing is a refusal that points to the paragraph that speaks of what is asked,
// if one does and nothing near stands there anyway.
func (e *Engine) pointing(q question.Query, a Answer) Answer {
	at, ok := e.pointer(q)
	if !ok || slices.ContainsFunc(a.Related, func(r Related) bool { return citesUnit(r, at) }) {
		return a
	}
	record, _ := e.base.Article(at.Article)
	r := Related{Text: capital(Place(at.At)) + " speaks of this.", Citations: []Citation{e.citeUnit(record, at.At)}}
	a.Related = append([]Related{r}, a.Related...)
	return a
}

// pointer is the paragraph that has every name, figure and salient word of a
// question, some other word of it, and most of what it weighs.
func (e *Engine) pointer(q question.Query) (at facts.Citation, ok bool) {
	p := e.paragraphs()
	got, all := e.inParagraphs(p, q)
	best := -1
	for i, g := range got {
		fits := g.said && g.must == all.must && g.words >= pointedWords && g.weight >= all.weight*pointedEnough && e.reads(p.units[i].Article)
		if fits && (best < 0 || g.weight > got[best].weight) {
			best = i
		}
	}
	if best < 0 {
		return at, false
	}
	return p.units[best], true
}

// inParagraphs is what each paragraph has of a question, and what there is to have.
func (e *Engine) inParagraphs(p *paragraphs, q question.Query) (got []inCommon, all inCommon) {
	got = make([]inCommon, len(p.units))
	for _, t := range q.Tokens {
		if t.Class == question.Light || t.Aside || t.Carried && t.Class != question.Entity {
			continue
		}
		in := p.of(e, t)
		word := inCommon{weight: math.Log(float64(len(p.units)+1) / float64(len(in)+1)), words: 1, said: t.Class < question.Number}
		if len(in) == 1 {
			word.words = pointedWords
		}
		if t.Class >= question.Salient || t.Asked {
			word.must = 1
		}
		all.add(word)
		for _, at := range in {
			got[at].add(word)
		}
	}
	return got, all
}

func (c *inCommon) add(o inCommon) {
	c.weight, c.words, c.must, c.said = c.weight+o.weight, c.words+o.words, c.must+o.must, c.said || o.said
}

func citesUnit(r Related, unit facts.Citation) bool {
	return slices.ContainsFunc(r.Citations, func(c Citation) bool { return c.Citation == unit })
}
