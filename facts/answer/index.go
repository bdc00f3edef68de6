package answer

import (
	"errors"
	"maps"
	"math"
	mathbits "math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/intent"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Engine answers questions from one base. It is safe for concurrent use.
//
// Every way of asking in the base is a phrase of an entry; an entry is a fact,
// or a gap that says what the sources leave open. A question is held against
// all phrases at once through the postings of its terms.
type Engine struct {
	base     *facts.Base
	reader   *question.Reader
	entries  []entry
	phrases  []phrase
	postings [][]int32        // term → phrases that hold it
	breadth  []float32        // phrase → what its rough score is divided by, or long phrases would win by length
	rarity   []float32        // term → weight, 0..1: the rarer among the entries, the heavier
	credit   []float32        // term → what sharing it is worth: less for a concept than for the word
	tallies  []tally          // term → in how many ways of asking for facts it stands
	placed   [2][]tally       // the same of those whose fact has not the word, and of those whose fact has it
	all      tally            // and how many there are
	gapful   []float32        // term → how far it is a word of gaps, 0..1
	room     shelves          // only until all phrases are there
	spare    *sync.Pool       // of *scratch
	verbatim map[string]int32 // the words of a phrase → the phrase, where only one has them
	linear   *linear
	faq      *intent.Matcher // nil where the base has no FAQ
	sayings  []saying
	chatter  [][]string // the runs of words of all small talk
	names    map[string]*facts.Entity
	facts    map[string]*facts.Fact
	contrast map[question.Term][]question.Term // of a word, the ones it shuts out
	cues     cues                              // what single words say for a no
	sureCues cues                              // and for the fact that is told
	opposite map[question.Term][]question.Term // of a word, the ones that say the contrary
	readers  question.Term                     // the concept of those who comment
	dispute  question.Term                     // that of not agreeing
	telling  []question.Term                   // those of making known
	roles    map[string]bool                   // relations in which who acts on whom matters
	scope    *scope                            // what counts; nil where everything does
	offers   *offers                           // what may be offered to somebody who types
	prompts  func() []Suggestion               // and to somebody who has typed nothing
	passages *passages                         // the sentences of articles whose text the base holds; nil where it holds none

	mentioned   func() map[string]map[string][]string // entity → article → units that mention it; worked out when first asked for
	paragraphs  func() *paragraphs                    // the units by their words, likewise
	articleTerm question.Term                         // the concept of articles
}

// entry is a fact or a gap with what it explains.
type entry struct {
	fact     *facts.Fact // nil for a gap
	gap      *facts.Gap
	first    int32 // its ways of asking, from first to before last
	last     int32
	explains bits                    // every term that this entry accounts for
	core     bits                    // of these, what the fact itself is about: statement, parties, value, period
	saysNot  bool                    // the statement says "not"
	compares comparison              // what the statement says is more than what
	asked    bits                    // the nouns that its ways of asking ask for, and what it counts
	lacks    bits                    // what the fact says is not told
	denies   bits                    // besides, every term of the premises it says no to
	kinds    map[question.Kind]bool  // the kinds of question that it answers
	tallies  map[question.Term]tally // of a fact, in how many of its ways of asking each term stands
	all      tally                   // and how many there are
	own      map[question.Kind]bool  // of these, the ones that its value and period answer
}

func (e *entry) id() string {
	if e.fact != nil {
		return e.fact.ID
	}
	return e.gap.ID
}

// phrase is one way of asking for an entry.
type phrase struct {
	entry   int32
	deny    bool              // the entry answers it with no
	heft    []heft            // of each word, only until it is indexed
	holds   sparse            // the terms of its words
	within  sparse            // the terms of shorter names inside its names
	asks    sparse            // the terms of the nouns it asks for
	row     []question.Term   // the first term of each word, in order
	others  [][]question.Term // the other terms of each
	names   [][]question.Term // of each name, year and figure
	weight  float32           // of all its words
	yesNo   bool
	states  bool // the statement of a fact itself
	negated bool
	kind    question.Kind
	orders  []question.Order
	words   string // as read, for a question in the same words
	text    string // as written
}

// shelf gives room for many small slices, side by side in large pieces of memory:
// they are made faster than one by one, and found faster.
type shelf[T any] struct{ left []T }

// take is room for n, of which nothing is in use.
func (s *shelf[T]) take(n int) []T {
	if n > len(s.left) {
		s.left = make([]T, max(n, 1<<14))
	}
	out := s.left[:0:n]
	s.left = s.left[n:]
	return out
}

// shelves are for what phrases are made of.
type shelves struct {
	terms shelf[question.Term]
	lists shelf[[]question.Term]
	hefts shelf[heft]
}

// heft is what a word's weight depends on besides its terms.
type heft struct {
	class question.Class
	aside bool
}

// bits is a set of terms.
type bits []uint64

func (b bits) has(t question.Term) bool {
	return int(t>>6) < len(b) && b[t>>6]&(1<<(t&63)) != 0
}

func (b *bits) add(t question.Term) {
	for int(t>>6) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[t>>6] |= 1 << (t & 63)
}

func (b *bits) join(o bits) {
	for len(*b) < len(o) {
		*b = append(*b, 0)
	}
	for i, w := range o {
		(*b)[i] |= w
	}
}

// beyond counts the terms that o has not.
func (b bits) beyond(o bits) int {
	n := 0
	for i, w := range b {
		if i < len(o) {
			w &^= o[i]
		}
		n += mathbits.OnesCount64(w)
	}
	return n
}

func (b *bits) addTerms(ts sparse) {
	for _, t := range ts {
		b.add(t)
	}
}

func (b bits) hasAny(ts []question.Term) bool {
	return slices.ContainsFunc(ts, b.has)
}

func (b *bits) addAll(ts []question.Token) {
	for _, t := range ts {
		for _, term := range t.Terms {
			b.add(term)
		}
		for _, term := range t.Within {
			b.add(term)
		}
	}
}

// sparse is a small set of terms, in order.
type sparse []question.Term

func newSparse(ts []question.Term) sparse {
	slices.Sort(ts)
	return slices.Clip(slices.Compact(ts))
}

func (s sparse) has(t question.Term) bool {
	_, ok := slices.BinarySearch(s, t)
	return ok
}

func (s sparse) hasAny(ts []question.Term) bool { return slices.ContainsFunc(ts, s.has) }

// ErrNoFact is what [New] says of a base without facts.
var ErrNoFact = errors.New("the base holds no fact to answer from")

// New prepares an engine for a loaded base: all indexing happens here, none
// per question. The cost is about half a second for 34,000 ways of asking,
// and some seconds more for a FAQ of ten thousand ways of asking that nothing
// learned from it is stored for.
func New(base *facts.Base) (*Engine, error) {
	if len(base.Facts) == 0 && len(base.FAQ) == 0 {
		return nil, ErrNoFact
	}
	e := &Engine{base: base, reader: question.NewReader(base), facts: factsByID(base), names: map[string]*facts.Entity{}, roles: map[string]bool{}}
	e.offers, e.prompts = newOffers(e), sync.OnceValue(e.selection)
	e.mentioned, e.paragraphs = sync.OnceValue(e.indexMentions), sync.OnceValue(e.indexParagraphs)
	e.articleTerm = e.reader.Concept("article")
	for i := range base.Entities {
		e.names[base.Entities[i].ID] = &base.Entities[i]
	}
	if len(base.FAQ) > 0 {
		e.faq = faqOf(base)
	}
	if len(base.Facts) == 0 {
		return e, nil
	}
	relations := map[string]*facts.Relation{}
	for i := range base.Relations {
		r := &base.Relations[i]
		relations[r.ID] = r
		e.roles[r.ID] = r.Roles
	}
	e.readBase(relations)
	e.readers, e.dispute = e.reader.Concept("commenter"), e.reader.Concept("dispute")
	e.telling = []question.Term{e.reader.Concept("disclose"), e.reader.Concept("announce")}
	e.contrast = contrasts(e.reader, base.Vocabulary.Contrasts)
	e.cues, e.sureCues = newCues(e.reader, cueRows), newCues(e.reader, sureCueRows)
	e.opposite = opposites(e.reader, base.Vocabulary.Opposites)
	e.room = shelves{}
	var learning sync.WaitGroup
	learning.Go(func() { e.linear = e.learnLinear(func(int) bool { return false }) })
	e.post()
	for _, s := range base.Vocabulary.Sayings {
		e.addSaying(s)
	}
	learning.Wait()
	e.passages = e.indexPassages()
	return e, nil
}

// readBase reads all that is said and asked in the base into entries and phrases, texts
// being made into words ahead.
func (e *Engine) readBase(relations map[string]*facts.Relation) {
	e.phrases = make([]phrase, 0, waysIn(e.base))
	of := make([]wording, len(e.base.Facts))
	texts := make([]string, 0, cap(e.phrases)+4*len(of)) // and what is read of a fact besides
	for i := range e.base.Facts {
		of[i] = e.wordingOf(&e.base.Facts[i], relations[e.base.Facts[i].Relation])
		texts = of[i].append(texts)
	}
	for i := range e.base.Gaps {
		texts = append(append(texts, e.base.Gaps[i].Asks...), e.base.Gaps[i].Says)
	}
	over := e.reader.Ahead(texts)
	for i := range e.base.Facts {
		e.addFact(&e.base.Facts[i], of[i])
	}
	for i := range e.base.Gaps {
		e.addGap(&e.base.Gaps[i])
	}
	over()
}

// waysIn is about how many phrases a base gives: those that relations add are few.
func waysIn(base *facts.Base) int {
	n := 0
	for i := range base.Facts {
		n += len(base.Facts[i].Asks) + len(base.Facts[i].Denies) + 4
	}
	for i := range base.Gaps {
		n += len(base.Gaps[i].Asks)
	}
	return n
}

// contrasts maps each word to the ones that it shuts out.
func contrasts(r *question.Reader, lists [][]string) map[question.Term][]question.Term {
	out := map[question.Term][]question.Term{}
	for _, words := range lists {
		var terms []question.Term
		for _, w := range words {
			for _, t := range r.Learn(w).Tokens {
				if len(t.Terms) > 0 {
					terms = append(terms, t.Terms[0])
				}
			}
		}
		for _, t := range terms {
			out[t] = terms
		}
	}
	return out
}

// opposites maps each word to the ones that say the contrary. A word that is a
// concept stands for all its words.
func opposites(r *question.Reader, pairs []facts.Opposite) map[question.Term][]question.Term {
	out := map[question.Term][]question.Term{}
	terms := func(words []string) []question.Term {
		var ts []question.Term
		for _, w := range words {
			if c, ok := r.KnownConcept(w); ok {
				ts = append(ts, c)
			}
			for _, t := range r.Learn(w).Tokens {
				if len(t.Terms) > 0 {
					ts = append(ts, t.Terms[0])
				}
			}
		}
		return ts
	}
	for _, p := range pairs {
		one, other := terms(p.One), terms(p.Other)
		for _, t := range one {
			out[t] = append(out[t], other...)
		}
		for _, t := range other {
			out[t] = append(out[t], one...)
		}
	}
	return out
}

// wording is what is read of a fact.
type wording struct {
	asks     []string
	says     string
	denies   []string
	compares []string // the statement again, where it holds one thing against another
	core     []string // what else the fact is about
	lacks    []string
	counts   []string // what its value counts
}

func (e *Engine) wordingOf(f *facts.Fact, r *facts.Relation) wording {
	w := wording{
		asks: f.Asks, says: f.Says, denies: f.Denies,
		core: slices.Concat(f.About, f.Value.Items, []string{f.Value.Text, f.Period.String()}), lacks: f.Lacks,
	}
	if r != nil {
		w.asks = slices.Concat(f.Asks, e.filled(r.Asks, f))
	}
	if strings.Contains(f.Says, " than ") {
		w.compares = []string{f.Says}
	}
	if f.Value.Kind == facts.Count {
		w.counts = []string{f.Value.Unit}
	}
	return w
}

// append adds all that is read to texts, in the order in which it is.
func (w wording) append(texts []string) []string {
	texts = append(append(append(texts, w.asks...), w.says), w.denies...)
	for _, more := range [][]string{w.compares, w.core, w.lacks, w.counts} {
		texts = append(texts, more...)
	}
	return texts
}

func (e *Engine) addFact(f *facts.Fact, w wording) {
	n := entry{fact: f, own: map[question.Kind]bool{question.KindOf(f.Value.Kind): true}}
	if !f.Period.IsZero() {
		n.own[question.When] = true
	}
	at := int32(len(e.entries))
	first := len(e.phrases)
	for _, a := range w.asks {
		e.addPhrase(at, a, false)
	}
	e.addPhrase(at, w.says, false)
	says := &e.phrases[len(e.phrases)-1]
	says.states = true
	n.saysNot = says.negated
	n.core.addTerms(says.holds)
	n.core.addTerms(says.within)
	for _, a := range w.denies {
		e.addPhrase(at, a, true)
	}
	for _, text := range w.compares {
		n.compares = e.comparisonIn(e.reader.Learn(text).Tokens)
	}
	for _, text := range w.core {
		n.core.addAll(e.reader.Learn(text).Tokens)
	}
	for _, text := range w.lacks {
		n.lacks.addAll(e.reader.Learn(text).Tokens)
	}
	for _, text := range w.counts {
		n.asked.addAll(e.reader.Learn(text).Tokens)
	}
	for _, id := range slices.Concat([]string{f.Subject, f.By}, f.With, f.Value.IDs) {
		n.core.add(e.reader.Term(id))
	}
	for _, c := range f.Cite {
		n.core.add(e.reader.Term(c.Article))
	}
	n.first, n.last = int32(first), int32(len(e.phrases))
	e.entries = append(e.entries, n)
}

// learn notes what ways of asking add to what an entry explains.
func (e *entry) learn(ps []phrase) {
	if e.explains == nil {
		e.explains.join(e.core)
		e.kinds = maps.Clone(e.own)
		e.tallies, e.all = nil, tally{}
	}
	for i := range ps {
		switch p := &ps[i]; {
		case p.deny:
			e.denies.addTerms(p.holds)
			e.denies.addTerms(p.within)
		case !p.states:
			e.explains.addTerms(p.holds)
			e.explains.addTerms(p.within)
			e.asked.addTerms(p.asks)
			e.kinds[p.kind] = true
		}
	}
	if e.fact == nil {
		return
	}
	if e.tallies == nil {
		e.tallies = make(map[question.Term]tally, e.explains.beyond(nil)+e.denies.beyond(e.explains))
	}
	for i := range ps {
		if !ps[i].states {
			yesNo, deny := ps[i].which()
			e.all[yesNo][deny]++
			for _, t := range ps[i].holds {
				k := e.tallies[t]
				k[yesNo][deny]++
				e.tallies[t] = k
			}
		}
	}
}

// filled puts a fact's names into the ways of asking of its relation.
func (e *Engine) filled(asks []string, f *facts.Fact) []string {
	with := ""
	if len(f.With) > 0 {
		with = e.name(f.With[0])
	}
	var out []string
	for _, a := range asks {
		if with == "" && strings.Contains(a, "{with}") {
			continue
		}
		out = append(out, strings.NewReplacer("{subject}", e.name(f.Subject), "{with}", with).Replace(a))
	}
	return out
}

func (e *Engine) name(id string) string {
	if n, ok := e.names[id]; ok {
		return n.Name
	}
	return id
}

func (e *Engine) addGap(g *facts.Gap) {
	n := entry{gap: g, own: map[question.Kind]bool{}}
	first := len(e.phrases)
	for _, a := range g.Asks {
		e.addPhrase(int32(len(e.entries)), a, false)
	}
	n.core.addAll(e.reader.Learn(g.Says).Tokens)
	n.first, n.last = int32(first), int32(len(e.phrases))
	e.entries = append(e.entries, n)
}

func (e *Engine) addPhrase(entry int32, text string, deny bool) {
	q := e.reader.Learn(text)
	n := len(q.Tokens)
	e.phrases = append(e.phrases, phrase{
		entry: entry, deny: deny, yesNo: q.YesNo, negated: q.Negated, kind: q.Kind, orders: q.Orders, words: q.Words(), text: text,
		heft: e.room.hefts.take(n), row: e.room.terms.take(n), others: e.room.lists.take(n),
	})
	p := &e.phrases[len(e.phrases)-1]
	var terms, named int
	for i := range q.Tokens {
		t := &q.Tokens[i]
		terms += len(t.Terms)
		if t.Class >= question.Number {
			named++
		}
	}
	holds := e.room.terms.take(terms)
	p.names = e.room.lists.take(named)
	for i := range q.Tokens {
		t := &q.Tokens[i]
		holds = append(holds, t.Terms...)
		p.heft = append(p.heft, heft{t.Class, t.Aside})
		p.row = append(p.row, t.Terms[0]) // every word of the base stands for something
		p.others = append(p.others, t.Terms[1:])
		p.within = append(p.within, t.Within...)
		if t.Asked {
			p.asks = append(p.asks, t.Terms...)
		}
		if t.Class >= question.Number {
			p.names = append(p.names, t.Terms)
		}
	}
	p.holds = newSparse(holds)
}

// post notes what the ways of asking add to the entries, builds the postings and
// weighs every term by how few entries hold it.
func (e *Engine) post() {
	for i := range e.entries {
		n := &e.entries[i]
		n.learn(e.phrases[n.first:n.last])
	}
	terms := e.reader.Terms()
	e.postings = e.newPostings()
	e.rarity = make([]float32, terms)
	e.credit = make([]float32, terms)
	e.gapful = make([]float32, terms)
	e.tallies = make([]tally, terms)
	e.placed = [2][]tally{make([]tally, terms), make([]tally, terms)}
	inGaps, inFacts := make([]float32, terms), make([]float32, terms)
	holders := make([]int32, terms)
	lastEntry := slices.Repeat([]int32{-1}, terms)
	for i := range e.phrases {
		p := &e.phrases[i]
		if e.entries[p.entry].fact != nil && !p.states {
			e.count(p, 1)
		}
		for _, term := range p.holds {
			e.postings[term] = append(e.postings[term], int32(i))
			if e.entries[p.entry].gap != nil {
				inGaps[term]++
			} else if !p.deny {
				inFacts[term]++
			}
			if lastEntry[term] != p.entry {
				lastEntry[term] = p.entry
				holders[term]++
			}
		}
	}
	all := math.Log1p(float64(len(e.entries)))
	for t, h := range holders {
		e.rarity[t] = float32(1 - math.Log1p(float64(h))/all)
		e.credit[t] = 1
		e.gapful[t] = inGaps[t] / (inGaps[t] + inFacts[t]/gapShare + 1)
		if e.reader.IsConcept(question.Term(t)) {
			e.credit[t] = conceptCredit
		}
	}
	e.breadth = make([]float32, len(e.phrases))
	var word []question.Term
	for i := range e.phrases {
		p := &e.phrases[i]
		for k, h := range p.heft {
			word = append(append(word[:0], p.row[k]), p.others[k]...)
			p.weight += e.weightOf(h, word)
		}
		p.heft = nil
		e.breadth[i] = 1 + p.weight/2
	}
	e.spare = &sync.Pool{New: func() any {
		return &scratch{got: make([]float32, len(e.phrases)), seen: make([]int32, len(e.phrases)), prefer: make([]float32, len(e.entries))}
	}}
	e.verbatim = make(map[string]int32, len(e.phrases))
	for i, p := range e.phrases {
		if at, dup := e.verbatim[p.words]; dup && (at < 0 || e.phrases[at].entry != p.entry) {
			e.verbatim[p.words] = -1
			continue
		}
		e.verbatim[p.words] = int32(i)
	}
	maps.DeleteFunc(e.verbatim, func(_ string, at int32) bool { return at < 0 })
}

// newPostings is room for the postings of every term.
func (e *Engine) newPostings() [][]int32 {
	in := make([]int, e.reader.Terms()) // term → how many phrases hold it
	all := 0
	for i := range e.phrases {
		for _, t := range e.phrases[i].holds {
			in[t]++
			all++
		}
	}
	out := make([][]int32, len(in))
	room := shelf[int32]{make([]int32, all)}
	for t, n := range in {
		out[t] = room.take(n)
	}
	return out
}

// count adds a way of asking for a fact to the tallies, by times.
func (e *Engine) count(p *phrase, by int) {
	yesNo, deny := p.which()
	e.all[yesNo][deny] += by
	for _, t := range p.holds {
		e.tallies[t][yesNo][deny] += by
	}
	n := &e.entries[p.entry]
	for i, t := range p.row {
		e.placed[place(n, t, p.others[i])][t][yesNo][deny] += by
	}
}

// place is 1 where the fact of an entry itself has a word, else 0.
func place(n *entry, t question.Term, others []question.Term) int {
	if n.core.has(t) || n.core.hasAny(others) {
		return 1
	}
	return 0
}

// Weights by class: a name counts for more than a word, and a word no list
// knows, in the place of a name, as much as a name.
var classWeight = [...]float32{
	question.Light: 0.4, question.Plain: 0.5, question.Content: 1, question.Salient: 1.2,
	question.Foreign: 1.3, question.Number: 1.3, question.Year: 1.3, question.Entity: 1.3,
}

// grammarWeight is what a word of grammar or chatter counts: little, but "why"
// is not "when".
const grammarWeight = 0.2

// conceptCredit is what a word of the same meaning is worth beside the word
// itself.
const conceptCredit = 0.8

// The share of their weight that words keep which do not ask themselves: in a
// sentence that leads up to the question, or in an earlier turn of the thread.
const (
	asideWeight   = 0.3
	carriedWeight = 0.4
)

// gapShare is how many ways of asking for facts there are about to one of gaps.
const gapShare = 3

// gapness is how far a word is one with which people ask for what nobody says.
func (e *Engine) gapness(t *question.Token) float32 {
	if len(t.Terms) == 0 {
		return 0
	}
	return e.gapful[t.Terms[0]]
}

// weigh is what a token counts in the likeness of question and phrase.
func (e *Engine) weigh(t question.Token) float32 {
	w := e.weightOf(heft{t.Class, t.Aside}, t.Terms)
	if t.Carried {
		w *= carriedWeight
	}
	return w
}

func (e *Engine) weightOf(h heft, terms []question.Term) float32 {
	w := classWeight[h.class]
	switch {
	case h.class == question.Light && len(terms) == 0:
		return 0
	case h.class == question.Light && len(terms) == 1:
		w = grammarWeight
	}
	if len(terms) > 0 {
		w *= 0.2 + 0.8*e.rarityOf(terms)
	}
	if h.aside {
		w *= asideWeight
	}
	return w
}

// rarityOf is how rare a word is in the base: the word itself where the base
// has it, else the most common of the concepts it may stand for.
func (e *Engine) rarityOf(terms []question.Term) float32 {
	least := float32(1)
	for _, x := range terms {
		if len(e.postings[x]) > 0 && !e.reader.IsConcept(x) {
			return e.rarity[x]
		}
		least = min(least, e.rarity[x])
	}
	return least
}

// plainWeight is what a token counts wherever it stands.
func (e *Engine) plainWeight(t question.Token) float32 {
	t.Aside, t.Carried = false, false
	return e.weigh(t)
}

// byArticle orders citations as they were given, each once.
func unique(cs []facts.Citation) []facts.Citation {
	var out []facts.Citation
	for _, c := range cs {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
