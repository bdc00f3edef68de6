package question

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kljensen/snowball/english"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

// Reader reads questions. It is built once for a base and is then safe for
// concurrent use.
type Reader struct {
	terms     [sorts]map[string]Term
	labels    []string    // term → its name, for explanations: "e:huawei", "c:revenue", "w:licens", "n:630"
	runs      [lists]node // of words: what names, means and asks
	entity    map[string]*facts.Entity
	beside    map[string]*facts.Entity // by the short names that are somebody else's too
	light     map[string]bool          // written words of no weight
	salient   map[string]bool          // stems that must be explained
	meant     map[string][]string      // slang → the words that are meant
	inTwo     map[string]bool          // first words of slang that takes two
	irregular map[string]string        // irregular form → word
	content   []bool                   // term → the facts use it
	speller   *speller
	stems     map[string]string // of the words of the base, worked out once
	written   map[string][]word // likewise what they are split into, as written,
	forms     map[string]*form  // and what is known of them; neither before the vocabulary is read
	learning  bool
	ahead     *ahead // nil where nothing is read ahead
	room      room
}

// room is what reading one way of asking leaves to the next, of which there are
// so many.
type room struct {
	worded   worded
	parts    []part
	concepts [][]string
	tokens   []Token
}

// sort is one of the sorts of term; each has names of its own.
type sort uint8

const (
	ofEntity sort = iota
	ofConcept
	ofWord
	ofNumber
	sorts
)

// label names a term of a sort.
func (s sort) label(name string) string { return "ecwn"[s:s+1] + ":" + name }

// node is a step of a run of words; kept as a plain trie keyed by stem.
type node struct {
	next map[string]*node
	ends []string // what the run that ends here stands for
}

func (n *node) add(run []string, what string) {
	at := n
	for _, s := range run {
		if at.next == nil {
			at.next = map[string]*node{}
		}
		if at.next[s] == nil {
			at.next[s] = &node{}
		}
		at = at.next[s]
	}
	if at != n && !slices.Contains(at.ends, what) {
		at.ends = append(at.ends, what)
	}
}

// longest returns the longest run at the head of ws and what it stands for.
func (r *Reader) longest(l list, ws []word) (length int, ends []string) {
	at := r.begin(l, &ws[0])
	for i := 1; at != nil; i++ {
		if len(at.ends) > 0 {
			length, ends = i, at.ends
		}
		if i == len(ws) || ws[i].sentence != ws[0].sentence {
			break
		}
		at = at.next[ws[i].stem]
	}
	return length, ends
}

// begin is where the runs of a list that begin with a word go on.
func (r *Reader) begin(l list, w *word) *node {
	if w.isNumber {
		return r.runs[l].next[w.stem]
	}
	return w.form.begins[l]
}

// NewReader prepares a reader for the vocabulary and entities of a base. The
// ways of asking are read with [Reader.Learn] by whoever indexes them.
func NewReader(b *facts.Base) *Reader {
	r := &Reader{
		entity: map[string]*facts.Entity{}, beside: map[string]*facts.Entity{}, light: map[string]bool{}, salient: map[string]bool{},
		meant: map[string][]string{}, inTwo: map[string]bool{}, irregular: map[string]string{}, speller: newSpeller(), stems: map[string]string{},
		learning: true,
	}
	defer func() { r.written, r.forms, r.learning = map[string][]word{}, map[string]*form{}, false }()
	for s := range r.terms {
		r.terms[s] = map[string]Term{}
	}
	v := &b.Vocabulary
	for _, f := range v.Forms {
		r.irregular[f.Written] = f.Meant
		r.speller.add(f.Written)
		r.speller.add(f.Meant)
	}
	for _, m := range v.Meant {
		r.meant[m.Written] = strings.Fields(m.Meant)
		if first, _, ok := strings.Cut(m.Written, " "); ok {
			r.inTwo[first] = true
		}
		for _, w := range r.meant[m.Written] {
			r.speller.add(w)
		}
	}
	for _, w := range v.Light {
		r.light[w] = true
		r.speller.add(w)
	}
	for _, w := range v.Salient {
		r.salient[r.stem(w)] = true
		r.speller.add(w)
	}
	for _, k := range v.Kinds {
		for _, w := range k.Words {
			r.runs[kindRuns].add(r.run(w), k.Kind)
		}
	}
	for _, s := range v.Synonyms {
		for _, w := range append([]string{s.Concept}, s.Words...) {
			r.runs[conceptRuns].add(r.run(w), s.Concept)
		}
	}
	for _, s := range v.Sayings {
		for _, a := range append(slices.Concat(s.Signs...), s.Asks...) {
			r.run(a)
		}
	}
	for i := range b.Entities {
		e := &b.Entities[i]
		r.entity[e.ID] = e
		r.intern(ofEntity, e.ID)
		for _, a := range append([]string{e.Name}, e.Aliases...) {
			r.runs[entityRuns].add(withoutArticle(r.run(a)), e.ID)
		}
		for _, a := range e.Beside {
			r.beside[Bare(strings.ToLower(a))] = e
		}
		if e.Kind == "article" {
			r.addArticle(e, v.Synonyms)
		}
	}
	return r
}

// addArticle makes an article known by every word for articles: who knows "the
// Amazon piece" also knows "the Amazon text".
func (r *Reader) addArticle(e *facts.Entity, synonyms []facts.Synonym) {
	at := slices.IndexFunc(synonyms, func(s facts.Synonym) bool { return s.Concept == e.Kind })
	if at < 0 {
		return
	}
	var nouns []string
	for _, w := range append([]string{e.Kind}, synonyms[at].Words...) {
		if run := r.run(w); len(run) == 1 {
			nouns = append(nouns, run[0])
		}
	}
	for _, a := range e.Aliases {
		run := withoutArticle(r.run(a))
		if last := len(run) - 1; last > 0 && slices.Contains(nouns, run[last]) {
			for _, noun := range nouns {
				r.runs[entityRuns].add(append(slices.Clone(run[:last]), noun), e.ID)
			}
		}
	}
}

// withoutArticle drops a leading "the", which people leave out, unless a mere
// English word would be left: "the States" is a name, "state" is none.
func withoutArticle(run []string) []string {
	if len(run) > 1 && run[0] == "the" && (len(run) > 2 || !isEnglish(run[1])) {
		return run[1:]
	}
	return run
}

// run reads a phrase of the vocabulary as the stems of its words, and makes
// its words known to the speller.
func (r *Reader) run(phrase string) []string {
	ws, _ := r.split(clean(phrase), r.room.worded.words)
	r.room.worded.words = ws
	var out []string
	for _, w := range ws {
		if w.isNumber {
			out = append(out, numberKey(w.number))
			continue
		}
		r.speller.add(w.low)
		out = append(out, r.stem(w.low))
	}
	return out
}

// Stem is what the forms of a word in lower case have in common.
func (r *Reader) Stem(low string) string { return r.stem(low) }

// stem brings the forms of a word together: irregular forms by the list, the
// rest by Porter's second stemmer.
func (r *Reader) stem(low string) string {
	if s, ok := r.stems[low]; ok {
		return s
	}
	s := low
	if f, ok := r.irregular[s]; ok {
		s = f
	}
	if len(s) >= 3 {
		s = english.Stem(s, true)
	}
	if r.learning {
		r.stems[low] = s
	}
	return s
}

func numberKey(n float64) string { return strconv.FormatFloat(n, 'g', 6, 64) }

// Learn reads a way of asking or a statement of the base. Unlike Read it mends
// nothing, and every term in it becomes known. It must not be called once
// questions are being read. The tokens are only good until it is called again.
func (r *Reader) Learn(text string) Query {
	w := r.ahead.take(text)
	if w == nil {
		r.learning = true
		defer func() { r.learning = false }()
		w = &r.room.worded
		r.word(text, w)
	}
	for i := range w.words {
		if w := &w.words[i]; !w.isNumber && !w.form.spelled {
			r.speller.add(w.low)
			w.form.spelled = true
		}
	}
	q := r.read(w.meant, w.sents, r.intern, &r.room)
	for i := range q.Tokens {
		for _, term := range q.Tokens[i].Terms {
			r.content[term] = true
		}
	}
	return q
}

// Read reads a person's question.
func (r *Reader) Read(text string) Query {
	ws, sents, corrections := r.understand(text)
	q := r.read(ws, sents, r.lookup, &room{})
	q.Corrections = corrections
	q.Empty = strings.TrimSpace(text) == ""
	q.Item = slices.ContainsFunc(sents, func(s sentence) bool { return s.item })
	return q
}

// Parts reads a message that holds several questions as that many, in order;
// one that holds a single question gives one.
func (r *Reader) Parts(text string) []Query {
	ws, sents, _ := r.understand(text)
	return r.parts(ws, sents, r.cuts(ws, sents, r.cutAt))
}

// Heaps reads a message as the several things that it may ask for one after another, with
// nothing between them but a semicolon, a comma or a word that joins: at all such places,
// then at each of them alone, a long message only where a list tells. Whether it does
// nobody can tell from its words.
func (r *Reader) Heaps(text string) [][]Query {
	ws, sents, _ := r.understand(text)
	var out [][]Query
	try := func(cuts []int) {
		if n := len(cuts); n > 0 && n <= mostHeaped {
			out = append(out, r.parts(ws, sents, cuts))
		}
	}
	listed := r.cuts(ws, sents, r.listAt)
	try(listed)
	if len(ws) > longMessage {
		return out
	}
	all := r.cuts(ws, sents, r.heapAt)
	if len(all) > len(listed) && len(all) <= mostHeaped {
		try(all)
		for _, at := range all {
			if len(all) > len(listed)+1 && !slices.Contains(listed, at) {
				cuts := append(slices.Clone(listed), at)
				slices.Sort(cuts)
				try(cuts)
			}
		}
	}
	return out
}

// mostHeaped is at how many places a message may be cut for it to be read as a heap.
const mostHeaped = 5

// Briefs reads a long message as briefly as it might have been put: each sentence that ends
// with a question mark by itself, then with the one before it.
func (r *Reader) Briefs(text string) []Query {
	ws, sents, _ := r.understand(text)
	if len(ws) <= longMessage || len(sents) > mostSentences {
		return nil
	}
	of := make([][]word, len(sents))
	for _, w := range ws {
		of[w.sentence] = append(of[w.sentence], w)
	}
	var out []Query
	read := func(ws []word) { out = append(out, r.read(ws, slices.Clone(sents), r.lookup, &room{})) }
	for k, asking := range of {
		if !sents[k].asks {
			continue
		}
		read(asking)
		if k > 0 && r.says(of[k-1]) {
			read(slices.Concat(of[k-1], asking))
		}
	}
	return out
}

// mostSentences is how many sentences a message may have for it to be read more briefly.
const mostSentences = 12

// parts reads what lies between places where a message is cut.
func (r *Reader) parts(ws []word, sents []sentence, cuts []int) []Query {
	var out []Query
	from := 0
	for _, to := range append(slices.Clip(cuts), len(ws)) {
		if to > from {
			q := r.read(ws[from:to], slices.Clone(sents), r.lookup, &room{})
			q.Listed = from > 0 && sents[ws[from].sentence].listed && ws[from].sentence != ws[from-1].sentence
			q.Item = slices.ContainsFunc(ws[from:to], func(w word) bool { return sents[w.sentence].item })
			q.JoinedOn = from > 0 && joins(ws, from)
			out = append(out, q)
		}
		from = to
	}
	return out
}

// ofAYear are the words for a part of a year, behind which two digits are the year.
var ofAYear = lexicon.Set("of-a-year")

// understand reads a message's words, mended, and its sentences.
func (r *Reader) understand(text string) ([]word, []sentence, []Correction) {
	ws, sents := r.split(clean(text), nil)
	for i, w := range ws {
		ws[i].shortYear = w.isNumber && w.number >= 15 && w.number < 40 && len(w.text) == 2 // "submissions 24"
	}
	ws, corrections := r.mend(r.expand(ws, nil))
	for i := range ws {
		if w := &ws[i]; i > 0 && w.shortYear && ofAYear[ws[i-1].low] { // "Q2 25"
			w.isYear, w.shortYear = true, false
			w.count(2000 + w.number)
		}
	}
	if len(corrections) > 0 {
		ws = joinNumbers(ws) // "10 milion"
		for i := range ws {
			if ws[i].isNumber {
				ws[i].stem = numberKey(ws[i].number)
			}
		}
	}
	return ws, sents, corrections
}

// Term returns the term of an entity id, for building indexes.
func (r *Reader) Term(entity string) Term {
	t, _ := r.intern(ofEntity, entity)
	return t
}

// Concept returns the term of a concept, for building indexes.
func (r *Reader) Concept(name string) Term {
	t, _ := r.intern(ofConcept, name)
	return t
}

// KnownConcept returns the term of a concept of the vocabulary, if it is one.
func (r *Reader) KnownConcept(name string) (Term, bool) { return r.lookup(ofConcept, name) }

// IsConcept reports whether a term is a concept, so that words which share it
// mean much the same without being the same.
func (r *Reader) IsConcept(t Term) bool { return strings.HasPrefix(r.labels[t], ofConcept.label("")) }

// Labelled returns the term with a label as [Reader.Label] gives it, if it is known.
func (r *Reader) Labelled(label string) (Term, bool) {
	for s := range sorts {
		if name, ok := strings.CutPrefix(label, s.label("")); ok {
			return r.lookup(s, name)
		}
	}
	return 0, false
}

// Label names a term, for explanations.
func (r *Reader) Label(t Term) string { return r.labels[t] }

// Terms returns how many terms are known.
func (r *Reader) Terms() int { return len(r.labels) }

func (r *Reader) intern(s sort, name string) (Term, bool) {
	t, ok := r.terms[s][name]
	if !ok {
		t = Term(len(r.labels))
		r.terms[s][name] = t
		r.labels = append(r.labels, s.label(name))
		r.content = append(r.content, false)
	}
	return t, true
}

func (r *Reader) lookup(s sort, name string) (Term, bool) {
	t, ok := r.terms[s][name]
	return t, ok
}

// mayExpand reports whether any words may stand for others.
func mayExpand(ws []word) bool {
	for i := range ws {
		if ws[i].form.slang {
			return true
		}
	}
	return false
}

// expand reads slang and short forms as the words that are meant: one word or
// two at a time. The words are put into room, where it is large enough.
func (r *Reader) expand(ws, room []word) []word {
	out := slices.Grow(room[:0], len(ws)+4)
	put := func(from word, lows ...string) {
		for _, low := range lows {
			n := len(out)
			out = r.put(out, low, from.sentence, from.clause)
			for i := range out[n:] {
				out[n+i].text = from.text
			}
		}
	}
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if w.text == "4" && r.soundsFor(ws, i) {
			put(w, "for")
			continue
		}
		if i+1 < len(ws) && r.inTwo[w.low] && !strings.HasSuffix(w.text, "'s") { // "what pct", but not "what's PCT"
			if m, ok := r.meant[w.low+" "+ws[i+1].low]; ok {
				put(w, m...)
				i++
				continue
			}
		}
		if m, ok := r.meant[w.low+"."]; ok && w.cut {
			put(w, m...)
			continue
		}
		if m, ok := r.meant[w.low]; ok && !w.isYear {
			put(w, m...)
			continue
		}
		if head, ok := strings.CutSuffix(w.low, "n't"); ok {
			put(w, head, "not")
			continue
		}
		if head, _, ok := strings.Cut(w.low, "'"); ok && !w.isNumber {
			w = r.as(w, head) // what's, they'll, it'd
		}
		out = append(out, w)
	}
	return out
}

// soundsFor reports whether a figure 4 stands for the word that sounds like it:
// at the end of a sentence, or before a word that cannot be counted.
func (r *Reader) soundsFor(ws []word, i int) bool {
	if i == 0 || beforeFigure[ws[i-1].low] {
		return false
	}
	if ws[i-1].isNumber || i+1 == len(ws) || ws[i+1].sentence != ws[i].sentence {
		return !ws[i-1].isNumber
	}
	next := ws[i+1].low
	return pronouns[next] || asks[next] || possessives[next] || r.meant[next] != nil && asks[r.meant[next][0]]
}

// Words that a figure follows, and words that stand before what somebody has.
var (
	beforeFigure = lexicon.Set("before-figure")
	possessives  = lexicon.Set("possessive")
)

// read turns mended words into a query. The tokens are put into room.
func (r *Reader) read(ws []word, sents []sentence, term func(sort, string) (Term, bool), room *room) Query {
	q := Query{Kind: What, Tokens: slices.Grow(room.tokens[:0], len(ws))}
	room.parts = emptied(room.parts, len(ws)+1)
	parts := room.parts
	r.ask(&q, ws, sents, parts)
	room.concepts = emptied(room.concepts, len(ws))
	spans := room.concepts
	r.conceptsIn(ws, spans)
	for i := 0; i < len(ws); {
		if n, ids := r.longest(entityRuns, ws[i:]); n > 0 && !pronoun(ws, i, n) {
			q.Tokens = append(q.Tokens, r.nameToken(ws[i:i+n], ids, term))
			i += n
			continue
		}
		t := r.wordToken(ws[i], spans[i], term)
		if parts[i].asking {
			t.Class = Light
		}
		t.Manner, t.Mention, t.Than, t.Held = parts[i].manner, parts[i].mention, parts[i].than, parts[i].held
		q.Tokens = append(q.Tokens, t)
		i++
	}
	anyAsks := false
	for i := range ws {
		marked := sents[ws[i].sentence].asks
		anyAsks = anyAsks || ws[i].form.asks
		q.Asks = q.Asks || marked || ws[i].form.asks
		q.Marked = q.Marked || marked
		q.Wonders = q.Wonders || marked && (parts[i].states || len(ws[i].low) > 4 && strings.HasSuffix(ws[i].low, "ed"))
	}
	q.Marked = q.Marked && !q.YesNo && q.Kind == What && !anyAsks
	q.Wonders = q.Wonders && q.Marked
	if !r.learning { // a base is written in whole names
		r.nameBeside(q.Tokens, term)
	}
	markSpans(q.Tokens)
	markAsides(q.Tokens, sents)
	markAsked(q.Tokens)
	q.Orders = orders(q.Tokens)
	if o, ok := actsAlone(q.Tokens); ok && q.YesNo {
		q.Orders = []Order{o}
	}
	room.tokens = q.Tokens
	return q
}

// emptied is room for n, with nothing in it.
func emptied[T any](room []T, n int) []T {
	room = slices.Grow(room[:0], n)[:n]
	clear(room)
	return room
}

// pronoun reports whether a name is only the word "us": written small, and not
// after a word that a country follows.
func pronoun(ws []word, i, n int) bool {
	if n > 1 || ws[i].text != "us" {
		return false
	}
	if i == 0 {
		return i+1 < len(ws) && ws[i+1].clause != ws[i].clause
	}
	return !beforeCountry[ws[i-1].low]
}

// beforeCountry are the words that the name of a country follows, and nobody's "us".
var beforeCountry = lexicon.Set("before-country")

// conceptsIn finds the concepts each word takes part in: every run counts, so
// that "licensing revenue" is itself and its words.
func (r *Reader) conceptsIn(ws []word, out [][]string) {
	for i := range ws {
		at := r.begin(conceptRuns, &ws[i])
		if at != nil && out[i] == nil && !ws[i].isNumber {
			out[i] = ws[i].form.concepts
		}
		for j := i; at != nil; at = at.next[ws[j].stem] {
			for _, c := range at.ends {
				for k := i; k <= j; k++ {
					if !slices.Contains(out[k], c) && (j == i || !ws[k].form.light) {
						out[k] = append(out[k], c)
					}
				}
				if i < j && allLight(ws[i:j+1]) {
					out[i] = append(out[i], c)
				}
			}
			if j++; j == len(ws) || ws[j].sentence != ws[i].sentence {
				break
			}
		}
	}
}

func allLight(ws []word) bool {
	return !slices.ContainsFunc(ws, func(w word) bool { return !w.form.light })
}

// timeUnits are the units of a span of time.
var timeUnits = lexicon.Set("unit-of-time", "units-of-time")

// CountsTime reports whether a word is a unit of a span of time: "years".
func CountsTime(word string) bool { return timeUnits[word] }

// markSpans marks the figures that count time.
func markSpans(ts []Token) {
	for i := range ts[:max(0, len(ts)-1)] {
		ts[i].Span = ts[i].Class == Number && !ts[i].Share && timeUnits[ts[i+1].Read]
	}
}

// nameToken is a run of words that names an entity. Shorter names inside it are
// kept apart: whoever speaks of "the Nokia deal" also speaks of Nokia.
func (r *Reader) nameToken(ws []word, ids []string, term func(sort, string) (Term, bool)) Token {
	t := Token{Class: Entity, Entity: ids[0], sentence: ws[0].sentence, clause: ws[0].clause, head: ws[0].low}
	for i := range ws {
		switch {
		case i == 0:
			t.Text = ws[i].text
		case ws[i].text != ws[i-1].text: // "SEPs" stands for three words
			t.Text += " " + ws[i].text
		}
		at := r.begin(entityRuns, &ws[i])
		for j := i + 1; at != nil; j++ {
			for _, id := range at.ends {
				if x, ok := term(ofEntity, id); ok && !slices.Contains(ids, id) {
					t.Within = append(t.Within, x)
				}
			}
			if j == len(ws) {
				break
			}
			at = at.next[ws[j].stem]
		}
	}
	of := r.entity[t.Entity]
	t.Read, t.Sort = of.Name, of.Kind
	if of.Kind == "term" {
		t.Class, t.Entity = Content, "" // a word of the trade, not a party
	}
	for _, id := range ids {
		t.addTerm(term(ofEntity, id))
	}
	if len(ws) == 1 {
		t.addTerm(term(ofWord, ws[0].stem))
	}
	return t
}

// nameBeside reads a short name that two bear as that of the one whose kind is named
// right beside it, a firm's among firms, or who alone is written so: a ticker in capitals.
// What it is Read as stays, since ways of asking are known by their words.
func (r *Reader) nameBeside(ts []Token, term func(sort, string) (Term, bool)) {
	loud := !slices.ContainsFunc(ts, func(t Token) bool { return t.Text != strings.ToUpper(t.Text) })
	for i := range ts {
		t := &ts[i]
		e := r.beside[t.head]
		if e == nil || strings.Contains(t.Text, " ") || (loud || !slices.Contains(e.Beside, t.Text)) && !neighbours(ts, i, e.Kind) {
			continue
		}
		t.Class, t.Entity, t.Sort, t.Terms = Entity, e.ID, e.Kind, nil
		t.addTerm(term(ofEntity, e.ID))
	}
}

// neighbours reports whether the next name on either side of a word is of a sort, with
// nothing between but what joins names.
func neighbours(ts []Token, at int, sort string) bool {
	for _, step := range []int{-1, 1} {
		i := at + step
		for i >= 0 && i < len(ts) && joinsNames[ts[i].Read] && ts[i].sentence == ts[at].sentence {
			i += step
		}
		if i >= 0 && i < len(ts) && ts[i].Sort == sort && ts[i].sentence == ts[at].sentence {
			return true
		}
	}
	return false
}

// joinsNames are the words that join names on a par, none of which acts on another.
var joinsNames = lexicon.Set("joining-names")

func (t *Token) addTerm(x Term, ok bool) {
	if ok && !slices.Contains(t.Terms, x) {
		t.Terms = append(t.Terms, x)
	}
}

// wordToken classes a single word and looks up what it can stand for.
func (r *Reader) wordToken(w word, concepts []string, term func(sort, string) (Term, bool)) Token {
	t := Token{Text: w.text, Read: w.low, sentence: w.sentence, clause: w.clause, head: w.low}
	if w.isNumber {
		t.Value, t.Share = w.number, w.isShare
		t.addTerm(term(ofNumber, w.stem))
		if w.shortYear {
			t.addTerm(term(ofNumber, numberKey(2000+w.number)))
		}
		switch {
		case w.isYear:
			t.Class = Year
		case w.number > 3 || w.isShare || w.number != float64(int(w.number)):
			t.Class = Number
		}
		return t
	}
	t.Terms = r.termsOf(w, concepts, term)
	switch {
	case w.form.light:
		t.Class = Light
	case w.form.salient:
		t.Class = Salient
	case r.anyContent(t.Terms) || len(concepts) > 0:
		t.Class = Content
	case isEnglish(w.low) || isEnglish(w.stem):
		t.Class = Plain
	default:
		t.Class = Foreign
	}
	return t
}

// termsOf are those of a word and of the concepts that it takes part in. Of most
// words these are always the same.
func (r *Reader) termsOf(w word, concepts []string, term func(sort, string) (Term, bool)) []Term {
	alone := len(concepts) == len(w.form.concepts) && (len(concepts) == 0 || &concepts[0] == &w.form.concepts[0])
	if alone && w.form.terms != nil {
		return w.form.terms
	}
	var t Token
	t.addTerm(term(ofWord, w.stem))
	for _, c := range concepts {
		t.addTerm(term(ofConcept, c))
	}
	if alone && r.learning {
		w.form.terms = slices.Clip(t.Terms)
	}
	return t.Terms
}

func (r *Reader) anyContent(terms []Term) bool {
	for _, t := range terms {
		if r.content[t] {
			return true
		}
	}
	return false
}
