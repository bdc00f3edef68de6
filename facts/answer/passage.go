package answer

import (
	"cmp"
	_ "embed"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// A base that people import holds the articles' own sentences and few ways of asking:
// rules word what they find in some ways, people ask in any. So there a question is held
// against the sentences themselves. Each stands in a paragraph and in an article, and what
// it does not say again ("the company", "that suit") was said before it.
//
// passages finds the sentences nearest to a question; which of them answers it, if any
// does, is for sentence.go.

// passages are the sentences of the articles that a base holds the text of, with the
// facts read from them.
type passages struct {
	all         []passage
	of          map[int32]int32  // entry → its passage
	postings    [][]int32        // term → the passages that hold it
	rarity      []float32        // term → 0..1: the rarer, the heavier
	corrections map[string]int32 // article → the sentence that corrects it
	grids       []*grid
	kin         kin
}

// passage is a sentence with the facts that were read from it.
type passage struct {
	entries   []int32 // of its facts
	at        facts.Citation
	paragraph *paragraph
	holds     sparse // what it says, and whoever its facts are about
	text      string
	row       []question.Term // its words in order
	figures   []bool          // which of them are figures
	people    []question.Term // and companies, that it names
	firms     []question.Term // the companies among them
	human     bool            // its own words name a person
	places    int
	amounts   int
	counts    int // of them, that count something
	times     int
	money     bool
	share     bool // of a whole: "22 %", "one in five"
	year      bool
	reason    bool // it says why
	denies    bool // it says that something is not so
	interims  []interim
}

// paragraph is what all sentences of a unit hold.
type paragraph struct {
	holds    bits
	interims []interim
	article  *account
}

// account is what an article holds, and in how many of its sentences.
type account struct {
	in       map[question.Term]int
	size     int
	interims []interim // of its title
}

// has reports whether an article says one of the terms.
func (a *account) has(ts []question.Term) bool {
	return slices.ContainsFunc(ts, func(t question.Term) bool { return a.in[t] > 0 })
}

// rarity is how rare a word is among the sentences of an article, 0.05..1: what the whole
// article is about tells little of which sentence is meant.
func (a *account) rarity(ts []question.Term) float32 {
	least := 1.0
	for _, t := range ts {
		if n := a.in[t]; n > 0 {
			least = min(least, math.Log(float64(a.size+1)/float64(n+1))/math.Log(float64(a.size+1)))
		}
	}
	return float32(max(0.05, least))
}

// sameEnd is how many of the last bytes of two statements of a paragraph must be the same
// for them to be of one sentence: what stands before may name who says so.
const sameEnd = 60

// ending is what two statements of one sentence have in common.
func ending(says string) string { return says[max(0, len(says)-sameEnd):] }

// readTogether is how many sentences are read one after the other, beside others: each
// takes some 150 µs.
const readTogether = 256

// indexPassages gathers the sentences of the base; nil where it has no article's text.
func (e *Engine) indexPassages() *passages {
	held := texts(e.base)
	if len(held) == 0 {
		return nil
	}
	p := &passages{of: map[int32]int32{}, corrections: map[string]int32{}, kin: newKin(e.reader)}
	paragraphs, accounts, sentences := map[facts.Citation]*paragraph{}, map[string]*account{}, map[string]int32{}
	for i := range e.entries {
		f := e.entries[i].fact
		if f == nil || len(f.Calc) > 0 || !held[f.Cite[0]] {
			continue
		}
		at := f.Cite[0]
		if accounts[at.Article] == nil {
			accounts[at.Article] = &account{in: map[question.Term]int{}}
		}
		if paragraphs[at] == nil {
			paragraphs[at] = &paragraph{article: accounts[at.Article]}
		}
		key := at.Article + "#" + at.At + "#" + ending(f.Says)
		k, ok := sentences[key]
		if !ok {
			k = int32(len(p.all))
			sentences[key] = k
			p.all = append(p.all, passage{at: at, paragraph: paragraphs[at]})
			if _, has := p.corrections[at.Article]; at.At == "correction" && !has {
				p.corrections[at.Article] = k
			}
		}
		p.of[int32(i)] = k
		p.all[k].entries = append(p.all[k].entries, int32(i))
	}
	if len(p.all) == 0 {
		return nil
	}
	var reading sync.WaitGroup
	for some := range slices.Chunk(p.all, readTogether) {
		reading.Go(func() {
			for k := range some {
				e.readPassage(&some[k])
			}
		})
	}
	reading.Wait()
	for k := range p.all {
		s := &p.all[k]
		s.paragraph.holds.addTerms(s.holds)
		s.paragraph.interims = append(s.paragraph.interims, s.interims...)
		if s.at.At == "title" {
			s.paragraph.article.interims = s.interims
		}
	}
	p.post(e.reader.Terms())
	p.grids = e.indexGrids(p)
	return p
}

// texts are the units that the base holds the words of.
func texts(b *facts.Base) map[facts.Citation]bool {
	out := map[facts.Citation]bool{}
	for i := range b.Articles {
		for _, u := range b.Articles[i].Units {
			if u.Text != "" {
				out[facts.Citation{Article: b.Articles[i].ID, At: u.At}] = true
			}
		}
	}
	return out
}

// readPassage notes what a sentence says.
func (e *Engine) readPassage(s *passage) {
	var holds bits
	var says *phrase
	for _, at := range s.entries {
		n := &e.entries[at]
		holds.join(n.core)
		for i := n.first; i < n.last; i++ {
			if ph := &e.phrases[i]; ph.states && (says == nil || len(ph.text) > len(says.text)) {
				says = ph
			}
		}
	}
	s.holds, s.row, s.text = holds.terms(), says.row, says.text
	for _, t := range s.row {
		s.figures = append(s.figures, strings.HasPrefix(e.reader.Label(t), "n:"))
	}
	tells := e.entries[s.entries[0]].fact.Says
	for _, name := range says.names {
		switch who := e.names[strings.TrimPrefix(e.reader.Label(name[0]), "e:")]; {
		case who == nil:
		case who.Kind == company || who.Kind == "person":
			s.people = append(s.people, name[0])
			if who.Kind == company {
				s.firms = append(s.firms, name[0])
			}
			s.human = s.human || who.Kind == "person" && strings.Contains(tells, who.Name[strings.LastIndexByte(who.Name, ' ')+1:])
		case who.Kind == "place":
			s.places++
		}
	}
	s.amounts, s.times = len(anyFigureRE.FindAllString(says.text, -1)), len(timeRE.FindAllString(rateRE.ReplaceAllString(says.text, ""), -1))
	s.counts = len(anyFigureRE.FindAllString(countlessRE.ReplaceAllString(says.text, " "), -1))
	s.places += len(placeRE.FindAllString(says.text, -1))
	s.money, s.share, s.year = sumRE.MatchString(says.text), partRE.MatchString(says.text), yearRE.MatchString(says.text)
	s.human = s.human || titledRE.MatchString(tells)
	s.reason = reasonRE.MatchString(says.text)
	s.denies = deniesRE.MatchString(says.text)
	s.interims = interimsIn(says.text)
}

// priced is how a sum of money begins.
const priced = `(?-i:\p{Sc}|\b[A-Z]{3})[\s\x{a0}\x{202f}]?\d`

// ofWhole is a part and its whole: "33 of a sample of 60", "212 of the 1,552".
const ofWhole = `\b(\d[\d,]*) of (?:(?:the|its|their|our|these|those|all|some|about|a (?:sample|total|group) of) )*(\d[\d,]*\d|\d)\b`

// What a sentence tells, by its look.
var (
	anyFigureRE = regexp.MustCompile(`(?i)\d[\d.,]*|\b` + lexicon.Pattern("number", "few-number", "part", "high-number") + `\b`)
	countlessRE = regexp.MustCompile(`(?i)` + priced + `[\d.,]*|\d[\d.,]*\s?(?:%|per\s?cent\b)|\b\d{1,2}(?:st|nd|rd|th)?\s` + lexicon.Pattern("month") + `\b|\b` + lexicon.Pattern("month") + `\s\d{1,2}\b|\b(?:19|20)\d\d\b|\pL+[-–]?\d+|['’]\d+|\b` + lexicon.Pattern("part") + `\b`) // sums, shares, dates, names
	placeRE     = regexp.MustCompile(`\b(?:in|at|near|from|outside|of) (?:the )?\p{Lu}\p{Ll}+|\p{Lu}\p{Ll}+-based`)
	sumRE       = regexp.MustCompile(`(?i)` + priced + `|\d\s?` + lexicon.Pattern("as-money", "coin") + `\b`)
	partRE      = regexp.MustCompile(`(?i)\d\s?%|\b` + lexicon.Pattern("share", "part") + `\b|\bone in \pL+|` + ofWhole)
	changesRE   = regexp.MustCompile(`(?i)\b` + lexicon.Pattern("moved") + `\b`)
	titledRE    = regexp.MustCompile(`\b(?i:` + lexicon.Pattern("titled") + `)\.? \p{Lu}`)
	reasonRE    = regexp.MustCompile(`(?i)\b` + lexicon.Pattern("reason") + `\b`)
	deniesRE    = regexp.MustCompile(`(?i)\b` + lexicon.Pattern("denying") + `\b|n[’']t\b`)
)

// terms lists what is in a set, in order.
func (b bits) terms() sparse {
	var out sparse
	for i, word := range b {
		for k := range 64 {
			if word&(1<<k) != 0 {
				out = append(out, question.Term(i<<6+k))
			}
		}
	}
	return out
}

// post makes the postings, and weighs every term by how few sentences hold it.
func (p *passages) post(terms int) {
	p.postings, p.rarity = make([][]int32, terms), make([]float32, terms)
	for k := range p.all {
		s := &p.all[k]
		s.paragraph.article.size++
		for _, t := range s.holds {
			p.postings[t] = append(p.postings[t], int32(k))
			s.paragraph.article.in[t]++
		}
	}
	all := float64(len(p.all)) + 1
	for t, in := range p.postings {
		p.rarity[t] = float32(math.Log(all/float64(len(in)+1)) / math.Log(all))
	}
}

// askedWord is a word of weight of a question.
type askedWord struct {
	question.Token
	weight float32
	kin    []question.Term // said for it, in other words
}

// What a word counts: one that no sentence has nearly as much as the rarest, a word that
// no fact uses less.
const (
	unsaidWeight = 0.9
	plainShare   = 0.6
)

// asked are the words of weight of a question.
func (p *passages) asked(r *question.Reader, q question.Query) []askedWord {
	var out []askedWord
	for _, t := range q.Tokens {
		if t.Class == question.Light || t.Manner {
			continue
		}
		w := askedWord{Token: t}
		for _, x := range t.Terms {
			if len(p.with(x)) > 0 {
				w.weight = max(w.weight, p.rarity[x])
			}
		}
		if w.weight == 0 {
			w.weight = unsaidWeight
		}
		switch {
		case t.Class == question.Plain:
			w.weight *= plainShare
		case t.Aside:
			w.weight *= asideWeight
		case t.Carried:
			w.weight *= carriedWeight
		}
		if t.Class < question.Number {
			w.kin = p.kin[r.Stem(t.Read)]
		}
		out = append(out, w)
	}
	return out
}

// with are the passages that hold a term.
func (p *passages) with(t question.Term) []int32 {
	if int(t) >= len(p.postings) {
		return nil // learned since, of an earlier turn
	}
	return p.postings[t]
}

// holder is a set of terms.
type holder interface {
	hasAny(ts []question.Term) bool
}

// within is how far something holds a word: itself, or one that is said for it.
func (w *askedWord) within(h holder) float32 {
	switch {
	case h.hasAny(w.Terms):
		return 1
	case h.hasAny(w.kin):
		return kinShare
	}
	return 0
}

// What it takes of a word to stand in the same paragraph only, or in the same article; and
// what a sentence loses by each of its words.
const (
	paragraphShare = 0.5
	accountShare   = 0.25
	lengthLoss     = 0.004
)

// fewSentences is how many sentences are looked at closely.
const fewSentences = 24

// near are the passages nearest to a question, the nearest first.
func (p *passages) near(asked []askedWord) []sentence {
	var out []sentence
	for _, k := range p.sharing(asked) {
		s := sentence{passage: &p.all[k]}
		for i := range asked {
			w := &asked[i]
			switch here := w.within(s.holds); {
			case here > 0:
				s.score += here * w.weight * (1 + s.paragraph.article.rarity(w.Terms))
			case w.within(s.paragraph.holds) > 0:
				s.score += w.within(s.paragraph.holds) * paragraphShare * w.weight
			case s.paragraph.article.has(w.Terms):
				s.score += accountShare * w.weight
			}
		}
		s.score /= 1 + lengthLoss*float32(len(s.row))
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b sentence) int { return cmp.Compare(b.score, a.score) })
	return out[:min(len(out), fewSentences)]
}

// sharing are the passages that share a word with a question, in order.
func (p *passages) sharing(asked []askedWord) []int32 {
	var out []int32
	for i := range asked {
		for _, t := range asked[i].Terms {
			out = append(out, p.with(t)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// kin maps the stem of a word to the terms that are said for it in other words.
type kin map[string][]question.Term

//go:embed kin.txt
var kinText string

// kinShare is what another word for the same is worth beside the word itself.
const kinShare = 0.7

// newKin reads the groups of kin.txt, as far as the base has their words.
func newKin(r *question.Reader) kin {
	out := kin{}
	for line := range strings.Lines(kinText) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		var said []question.Term
		for _, w := range words {
			if t, ok := r.Labelled("w:" + r.Stem(w)); ok {
				said = append(said, t)
			}
		}
		for _, w := range words {
			s := r.Stem(w)
			out[s] = append(out[s], said...)
		}
	}
	return out
}
