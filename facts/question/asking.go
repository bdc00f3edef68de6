package question

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

// part is what a word does in the asking.
type part struct {
	starts  bool // begins a sentence, or a clause that may be one
	asking  bool // "what institution" asks where
	manner  bool // only turns a statement into a question
	mention bool // asks for where something is mentioned
	states  bool // is of a statement, not of what is merely named
	held    bool // is a figure that something is held against: "more than 40"
	than    int8 // see [Token.Than]
}

// holds returns the place of the figure that the words of a comparison from i to
// end are about: the next word, "over 40", or past an "a", "more than a billion"; or
// the one before, "40 or more"; -1 where there is none.
func holds(ws []word, i, end int) int {
	near := func(k int) bool { return k >= 0 && k < len(ws) && ws[k].sentence == ws[i].sentence }
	if near(end+1) && ws[end+1].isNumber && some[ws[end].low] {
		return end + 1
	}
	for _, k := range []int{end, i - 1} {
		if near(k) && ws[k].isNumber {
			return k
		}
	}
	return -1
}

// some are the words of no number that may stand before one.
var some = lexicon.Set("some")

// comparing are the kinds of words that hold something against a figure.
var comparing = map[string]bool{"compare": true, "compare-figure": true, "less": true, "less-figure": true, "or-equal": true}

// ask finds what kind of answer is wanted: the first word or run of words in
// an asking sentence that the vocabulary gives a kind to. It also decides which
// sentences ask, since a question mark is often left out, and notes what each word
// does in that; for this there has to be room for one part more than words.
func (r *Reader) ask(q *Query, ws []word, sents []sentence, parts []part) {
	markStarts(ws, parts)
	for i := 1; i+1 < len(ws); i++ {
		// "going by the report, was it …", "ok so did they …"
		parts[i].starts = parts[i].starts || ws[i].form.auxiliary && (ws[i].clause != ws[i-1].clause && !r.awaits(ws[:i]) && !r.tagged(ws, i) || r.onlyOpens(ws[:i]))
	}
	marked := false
	for _, s := range sents {
		marked = marked || s.asks
	}
	kind, apart := Kind(""), false
	for i := 0; i < len(ws); {
		n, ends := r.longest(kindRuns, ws[i:])
		if n == 0 {
			i++
			continue
		}
		s := &sents[ws[i].sentence]
		mark := func(m part) {
			for j := i; j < i+n; j++ {
				parts[j].asking = parts[j].asking || m.asking
				parts[j].manner = parts[j].manner || m.manner
				parts[j].mention = parts[j].mention || m.mention
			}
		}
		for _, e := range ends {
			if comparing[e] {
				if k := holds(ws, i, i+n); k >= 0 {
					parts[k].held = true
				}
			}
			switch {
			case e == "yesno":
				if parts[i].starts && !polite(ws[i:]) {
					mark(part{manner: true})
					q.YesNo = q.YesNo || s.asks || !marked
					s.asks = s.asks || !marked && len(sents) > 1
				}
			case e == "yesno-end":
				// "…, is it?", but also "is it …"
				if s := ws[i]; n == 1 && s.low == s.stem+"s" {
					continue // "the exclusive rights" asks for no confirmation
				}
				if i > 0 && (i+n == len(ws) || parts[i+n].starts) && !asks[ws[i-1].low] && !(ws[i].form.auxiliary && inverted(ws[:i])) || parts[i].starts && auxiliaries[ws[i].low] {
					mark(part{manner: true})
					q.YesNo = true
				}
			case e == "back", e == "back-start" && i == 0:
				q.Back = true
				q.Elliptic = q.Elliptic || e == "back-start"
			case e == "back-start":
			case e == "not":
				q.Negated = !q.Negated
			case e == "says":
				q.Says = true
			case e == "mention":
				q.Mentions = true
				mark(part{mention: true})
			case e == "compare-figure" || e == "less-figure":
				if holds(ws, i, i+n) >= i+n {
					q.operate(Compare)
					q.Less = q.Less || e == "less-figure"
				}
			case e == "confirm":
				s.confirms = s.confirms || len(sents) > 1
				mark(part{asking: true})
			case e == "when-start":
				if i == 0 && n < len(ws) && ws[n].form.begins[entityRuns] != nil && kind == "" {
					kind = When
					mark(part{asking: true})
				}
			case e == "amount-last":
				// "licensees number", but not "what is the case number"
				if i > 0 && i+n == len(ws) && kind == "" && !slices.ContainsFunc(ws, func(w word) bool { return asks[w.low] }) {
					kind = Amount
					mark(part{asking: true})
				}
			case strings.HasSuffix(e, "-end"):
				if i+n == len(ws) && kind == "" && (i == 0 || ws[i].clause != ws[i-1].clause) {
					kind = Kind(strings.TrimSuffix(e, "-end"))
					mark(part{asking: true})
				}
			case e == "anew":
				if i == 0 && (n == len(ws) || ws[n].clause != ws[i].clause) {
					q.Anew = true
					mark(part{asking: true})
				}
			case e == "together":
				q.Together = true
			case e == "back-first":
				q.First, q.Back = true, true
				mark(part{asking: true})
			case e == "less":
				q.Less = true
			case e == "or-equal":
				q.OrEqual = true
			case e == "apart":
				apart = true
			case e == "majority":
				q.Majority = true
			case e == "states":
				parts[i].states = true
			case e == "than":
				parts[i+n-1].than = 1
			case e == "than-less":
				parts[i+n-1].than = -1
			case e == string(Ascending) || e == string(Reversed):
				q.Direction = Direction(e)
				mark(part{asking: true})
			case e == "first" || e == "last":
				q.Sequence = e
			case e == "rank-verb":
				if ws[i].low == ws[i].stem && (i == 0 || ws[i-1].form.light) {
					q.operate(Rank)
					mark(part{asking: true})
				}
			case e == "compare" || e == "ratio" || e == "difference" || e == "sum" || e == "rank":
				q.operate(Operation(e))
				mark(part{asking: true})
				apart = apart || countedMore(ws[:i+1])
			case s.asks || !marked:
				if kind == "" || kind == List && e == string(Define) {
					kind = Kind(e)
				}
				s.asks = s.asks || len(sents) > 1
				if n > 1 {
					mark(part{asking: true})
				}
			}
		}
		i += n
	}
	if apart && kind == Amount && !q.YesNo {
		q.operate(Difference) // "how many dollars is A ahead of B?"
	}
	confirms := slices.ContainsFunc(sents, func(s sentence) bool { return s.confirms })
	if kind != "" {
		q.Kind = kind
	} else if confirms {
		q.YesNo = true
	} else if q.Operation == "" {
		q.YesNo = q.YesNo || states(ws, sents)
	}
}

// countedMore reports whether words end with what asks by how many one is more than another:
// "how many cars more".
func countedMore(ws []word) bool {
	n := len(ws)
	return n > 3 && moreOf[ws[n-1].low] && ws[n-4].low == "how" && (ws[n-3].low == "many" || ws[n-3].low == "much") && !ws[n-2].isNumber
}

// moreOf are the words behind what is counted by which it is held against another.
var moreOf = lexicon.Set("more-of")

// states reports whether a sentence with a question mark states something
// without any question word, so that only its truth can be asked for: "the deal,
// it is over?", "nokia still in phones?", "so Nokia left?".
func states(ws []word, sents []sentence) bool {
	if slices.ContainsFunc(ws, func(w word) bool { return w.form.asks }) {
		return false
	}
	first := 0
	for i := 0; i+1 < len(ws); i++ {
		if ws[i].sentence != ws[first].sentence {
			first = i
		}
		w := ws[i].low
		states := ws[i].form.auxiliary && i > 0 || still[w] || w == "so" && i == first && len(ws) > i+4
		if states && sents[ws[i].sentence].asks && ws[i+1].sentence == ws[i].sentence && !leftOpen(ws[i+1:]) {
			return true
		}
	}
	return false
}

// leftOpen reports whether the sentence that words begin in ends where something is still to be
// named: "so the remaining share would be?".
func leftOpen(ws []word) bool {
	end := 1
	for end < len(ws) && ws[end].sentence == ws[0].sentence {
		end++
	}
	return copula[ws[end-1].low]
}

// copula are the verbs behind which what is asked for is to be named.
var copula = lexicon.Set("copula")

// still are the words that only stand in a statement.
var still = lexicon.Set("still")

// awaits reports whether the sentence that words end in began by asking for something and has had
// no verb yet, so that what comes after the comma is no question of its own: "why, on one view,
// does it …", "from which regions, in equal parts, does …".
func (r *Reader) awaits(ws []word) bool {
	first := len(ws) - 1
	for first > 0 && ws[first-1].sentence == ws[first].sentence {
		first--
	}
	for first < len(ws)-1 && !ws[first].form.asks && (leads[ws[first].low] || r.onlyOpens(ws[:first+1])) {
		first++
	}
	return whatever[ws[first].low] && !slices.ContainsFunc(ws[first:], func(w word) bool { return w.form.auxiliary })
}

// tagged reports whether a sentence that asks for something only asks after the comma before i
// whether the sources tell it: "why is that, does the text say?".
func (r *Reader) tagged(ws []word, i int) bool {
	asks := false
	for k := i - 1; k >= 0 && ws[k].sentence == ws[i].sentence; k-- {
		asks = asks || whatever[ws[k].low]
	}
	says := false
	end := i + 1
	for ; end < len(ws) && ws[end].sentence == ws[i].sentence; end++ {
		says = says || telling[ws[end].low]
	}
	return asks && says && end-i <= mostTagged
}

// mostTagged is how many words such a tag has at most; telling are the verbs of it.
const mostTagged = 5

var telling = lexicon.Set("telling")

// whatever are the words that ask for something wherever they begin a sentence, as "when" and
// "where" do not: "when the suit came, was …".
var whatever = lexicon.Set("asking-for")

// inverted reports whether the clause that words end in asks for something and has had no verb
// yet, which then comes last: "how far ahead of them is it", "which ones are they".
func inverted(ws []word) bool {
	for i := len(ws) - 1; i >= 0 && ws[i].clause == ws[len(ws)-1].clause && !ws[i].form.auxiliary; i-- {
		if whatever[ws[i].low] {
			return true
		}
	}
	return false
}

// onlyOpens reports whether words only open a sentence: chatter that neither
// asks nor stands for anybody.
func (r *Reader) onlyOpens(ws []word) bool {
	for i := len(ws) - 1; i >= 0 && ws[i].sentence == ws[len(ws)-1].sentence; i-- {
		if w := ws[i].low; !ws[i].form.light || asks[w] || grammar[w] || pronouns[w] {
			return false
		}
	}
	return true
}

var pronouns = lexicon.Set("pronoun")

// operate notes what is to be done with figures; what says more wins over a
// mere comparison.
func (q *Query) operate(o Operation) {
	if q.Operation == "" || q.Operation == Compare {
		q.Operation = o
	}
}

// polite reports whether a sentence that begins like a yes-or-no question only
// begs for an answer: "could you tell me", "can somebody say".
func polite(ws []word) bool {
	if len(ws) < 2 {
		return false
	}
	pleads := len(ws) > 2 && begs[ws[2].low]
	switch by, to := ws[0].low, ws[1].low; {
	case !begging[by]:
		return false
	case begged[to]:
		return by != "do" && by != "does" || to == "you" || pleads
	case to == "we", to == "i":
		return pleads
	}
	return false
}

// How somebody asks to be told: "could" "you" "check".
var (
	begging = lexicon.Set("begging")
	begged  = lexicon.Set("begged")
	begs    = lexicon.Set("begs")
)

// A message longer than longMessage words has one part that asks and others
// that lead up to it.
const longMessage = 24

// markAsides marks the words that only lead up to the question. In a short
// message these are the sentences without a question mark beside one that has
// it and says enough; in a long one everything but the clause that says most,
// and its neighbours in the same sentence that say nearly as much.
func markAsides(ts []Token, sents []sentence) {
	if len(ts) == 0 {
		return
	}
	var few [8]float32 // nearly always enough
	burdens := append(few[:0], make([]float32, len(sents)+1)...)
	for i := range ts {
		burdens[ts[i].sentence] += burden(&ts[i])
	}
	if s := confirmed(ts, burdens, sents); s >= 0 {
		for i := range ts {
			ts[i].Aside = ts[i].sentence != s
		}
		return
	}
	if len(ts) > longMessage {
		markLong(ts, sents)
		return
	}
	enough := false
	for s := range sents {
		enough = enough || sents[s].asks && burdens[s] >= enoughSaid
	}
	for i := range ts {
		ts[i].Aside = enough && !sents[ts[i].sentence].asks
	}
}

// enoughSaid is the burden from which a sentence can be a question by itself.
const enoughSaid = 2

// confirmed is the sentence that another asks to confirm, or -1: the nearest
// before it that names somebody, else the nearest that says enough.
func confirmed(ts []Token, burdens []float32, sents []sentence) int {
	asks := slices.IndexFunc(sents, func(s sentence) bool { return s.confirms })
	if asks < 0 || burdens[asks] >= enoughSaid {
		return -1
	}
	says := -1
	for i := range ts {
		t := &ts[i]
		switch s := t.sentence; {
		case s >= asks:
		case burdens[s] >= enoughSaid && t.Class == Entity:
			says = s
		case burdens[s] >= enoughSaid && (says < 0 || !names(ts, says)):
			says = s
		}
	}
	return says
}

// names reports whether a sentence names anybody.
func names(ts []Token, sentence int) bool {
	return slices.ContainsFunc(ts, func(t Token) bool { return t.sentence == sentence && t.Class == Entity })
}

// markLong marks all of a long message as leading up to the question but the
// clause that says most, and its neighbours that say nearly as much.
func markLong(ts []Token, sents []sentence) {
	clauses := make([]float32, ts[len(ts)-1].clause+1)
	sentenceOf := make([]int, len(clauses))
	for i := range ts {
		t := &ts[i]
		clauses[t.clause] += burden(t)
		sentenceOf[t.clause] = t.sentence
	}
	best := 0
	for i := range clauses {
		if sents[sentenceOf[i]].asks {
			clauses[i] *= 1.5
		}
		if clauses[i] >= clauses[best] {
			best = i
		}
	}
	for i := range ts {
		c := ts[i].clause
		near := sentenceOf[c] == sentenceOf[best] && c-best <= 2 && best-c <= 2
		ts[i].Aside = c != best && (!near || clauses[c] < clauses[best]/3)
	}
}

// burden is how much a word says for a part to be the one that asks.
func burden(t *Token) float32 {
	switch t.Class {
	case Entity:
		return 1.5
	case Content, Salient, Year:
		return 1
	case Number:
		return 0.5
	}
	return 0
}

// markStarts notes which words begin a sentence; what follows the last would.
func markStarts(ws []word, parts []part) {
	for i := range ws {
		parts[i].starts = i == 0 || ws[i].sentence != ws[i-1].sentence
	}
	parts[len(ws)].starts = true
}

// orders finds who acts on whom among neighbouring company names: "Amazon sues
// Nokia", "a suit by Nokia against Amazon", "Nokia was sued by Amazon". Names
// that only stand side by side ("the Nokia Amazon case", "Nokia and Xiaomi")
// have no order.
func orders(ts []Token) []Order {
	var out []Order
	last := -1
	for i := range ts {
		t := &ts[i]
		if t.Class != Entity || t.Sort != "company" {
			continue
		}
		if last >= 0 && ts[last].sentence == t.sentence && ts[last].Entity != t.Entity {
			if o, ok := order(ts, last, i); ok {
				out = append(out, o)
			}
		}
		last = i
	}
	return out
}

// actsAlone is the order of a question that has nothing but one company and what it does, or has
// done to it: "so Orbex is suing?", "is Castle being sued?".
func actsAlone(ts []Token) (o Order, ok bool) {
	name, verb := -1, -1
	for i := range ts {
		switch t := &ts[i]; {
		case t.Class == Light:
		case t.Class == Entity && t.Sort == "company" && name < 0:
			name = i
		case t.Class < Entity && name >= 0 && verb < 0:
			verb = i
		default:
			return Order{}, false
		}
	}
	if verb < 0 || verb < len(ts)-1-mostTag { // more follows
		return Order{}, false
	}
	before := ts[verb-1].Read // "is being sued", but "is Castle sued"
	if verb-1 == name && name > 0 {
		before = ts[name-1].Read
	}
	if suffers[before] && !strings.HasSuffix(ts[verb].Text, "ing") {
		return Order{Patient: ts[name].Entity}, true
	}
	return Order{Agent: ts[name].Entity}, true
}

// mostTag is how many words may follow what is done: "Orbex is suing, isn't it?".
const mostTag = 2

// suffers are the words before what is done to somebody.
var suffers = lexicon.Set("suffering")

func order(ts []Token, a, b int) (Order, bool) {
	active := Order{ts[a].Entity, ts[b].Entity}
	passive := Order{ts[b].Entity, ts[a].Entity}
	if a > 0 && ts[a-1].Read == "by" || a > 0 && ts[a-1].Read == "from" && ts[b-1].Read == "to" {
		return active, true
	}
	if a > 0 && ts[a-1].Read == "against" && (ts[b-1].Read == "by" || ts[b-1].Read == "from") {
		return passive, true
	}
	acts := false
	for _, t := range ts[a+1 : b] {
		switch {
		case beside[t.Read]:
			return Order{}, false
		case t.Read == "by":
			return passive, true
		}
		acts = acts || towards[t.Read] || t.Class >= Content
	}
	return active, acts
}

// Words between two names that have no order, and those of which one acts on the other.
var beside, towards = lexicon.Set("beside"), lexicon.Set("towards")

// markAsked marks the noun after "how many", "which", "what" or "number of":
// the one word that an answer cannot do without.
func markAsked(ts []Token) {
	for i := range ts {
		t := &ts[i]
		counts := (t.head == "many" || t.head == "much") && i > 0 && ts[i-1].head == "how" || t.head == "of" && i > 0 && ts[i-1].head == "number"
		if !counts && t.head != "which" && t.head != "whose" && t.head != "what" {
			continue
		}
		last, next := -1, i+1
		if t.head == "which" && next < len(ts) && ts[next].Class == Entity {
			next++ // "which Orbex lawyer"
		}
		for j := next; j < len(ts) && j <= i+4 && ts[j].sentence == t.sentence && ts[j].Class != Entity; j++ {
			if ts[j].Class == Light && !(counts && last < 0 && len(ts[j].Terms) > 0 && !grammar[ts[j].head]) {
				break
			}
			last = j
		}
		if last >= 0 {
			ts[last].Asked, ts[last].Counted = true, counts
		}
	}
}

// grammar are the light words that cannot be what is counted.
var grammar = lexicon.Set("uncounted")

// asks are the words that begin a question of its own after "and" or a comma.
var asks = lexicon.Set("asking")

// AsksWith reports whether a word, in lower case, asks: who, when, why, …
func AsksWith(word string) bool { return asks[word] }

var auxiliaries = lexicon.Set("auxiliary")

// cuts finds where one question of a message ends and the next begins: at the
// end of a sentence that asks, and where "and" or a comma is followed by a
// question word, or where a plus stands alone. A part must say something to stand
// alone, or ask something more of what was said: "…, and why?".
func (r *Reader) cuts(ws []word, sents []sentence, at func([]word, []sentence, int) bool) []int {
	var out []int
	from := 0
	for i := 1; i < len(ws); i++ {
		if !at(ws, sents, i) || !r.says(ws[from:i]) || !r.says(ws[i:]) && !asksMore(ws[i:]) {
			continue
		}
		out = append(out, i)
		from = i
	}
	return out
}

// asksMore reports whether the last words of a message only ask something more of what was
// said before: "… and why?", "… and what is it about?".
func asksMore(ws []word) bool {
	return len(ws) <= mostMore && joining[ws[0].low] && slices.ContainsFunc(ws, func(w word) bool { return asks[w.low] })
}

// mostMore is of how many words such an end is at most.
const mostMore = 5

func (r *Reader) cutAt(ws []word, sents []sentence, i int) bool {
	if ws[i].sentence != ws[i-1].sentence {
		return sents[ws[i].sentence].item || sents[ws[i-1].sentence].item || sents[ws[i-1].sentence].asks || asks[ws[i].low] || asks[ws[i-1].low]
	}
	if ws[i].text == "+" || ws[i].text == "&" {
		return true // "head of IP + top lawyer"
	}
	joins := joining[ws[i].low]
	if joins && asksTwice(ws, i) || ws[i].low == "and" && r.ofAnother(ws, i) {
		return true
	}
	for j := i + 1; joins && j < len(ws) && j <= i+2; j++ {
		if asks[ws[j].low] || auxiliaries[ws[j].low] && j == i+1 {
			return true
		}
		if !leads[ws[j].low] && len(ws[j].low) > 1 { // "and (b) who …"
			return false
		}
	}
	return ws[i].clause != ws[i-1].clause && asks[ws[i].low] && !(relative[ws[i].low] && sents[ws[i].sentence].listed)
}

// relative are the words that may only tell more of somebody listed: "…; the job of A, who
// was there".
var relative = lexicon.Set("relative")

// asksTwice reports whether each of the clauses on both sides of a word asks:
// "they came in what year, and left in what year".
func asksTwice(ws []word, i int) bool {
	in := func(w word) bool { return w.sentence == ws[i].sentence && w.form.asks }
	return ws[i].clause != ws[i-1].clause && slices.ContainsFunc(ws[:i], in) && slices.ContainsFunc(ws[i+1:], in)
}

// ofAnother reports whether a word joins what is said of one to what is said of
// another: "name Nokia's head of licensing and Huawei's head of research".
func (r *Reader) ofAnother(ws []word, i int) bool {
	names := func(w word) bool {
		return w.sentence == ws[i].sentence && w.form.begins[entityRuns] != nil && !w.form.light
	}
	if i+2 >= len(ws) || !names(ws[i+1]) || names(ws[i-1]) || names(ws[i+2]) || ws[i+2].form.light {
		return false
	}
	return slices.ContainsFunc(ws[:i-1], func(w word) bool { return names(w) && w.low != ws[i+1].low })
}

// joining are the words that join one question to the next.
var joining = lexicon.Set("joining")

// leads are the words that may stand between "and" and the word that asks: "and
// to whom", "and in which city".
var leads = lexicon.Set("leading")

// listAt reports whether a word begins the next of several things that are listed.
func (r *Reader) listAt(ws []word, sents []sentence, i int) bool {
	return ws[i].sentence != ws[i-1].sentence && sents[ws[i].sentence].listed || r.cutAt(ws, sents, i)
}

// heapAt reports whether the next of several things that are asked for may begin at a
// word: after a comma, or where a word joins it to what is before.
func (r *Reader) heapAt(ws []word, sents []sentence, i int) bool {
	return ws[i].clause != ws[i-1].clause || joins(ws, i) && !r.betweenNames(ws, i) || r.cutAt(ws, sents, i)
}

// betweenNames reports whether a word joins two names to which more is said: "do A and B work
// together".
func (r *Reader) betweenNames(ws []word, i int) bool {
	names := func(w word) bool {
		_, ids := r.longest(entityRuns, []word{w})
		return len(ids) > 0 && r.entity[ids[0]].Kind != "term"
	}
	return i+2 < len(ws) && names(ws[i-1]) && names(ws[i+1])
}

// joins reports whether words join what follows to what is before: "and", "as well as".
func joins(ws []word, i int) bool {
	return joining[ws[i].low] || slices.ContainsFunc(joiningRuns, func(run []string) bool {
		return i+len(run) <= len(ws) && slices.EqualFunc(ws[i:i+len(run)], run, func(w word, low string) bool { return w.low == low })
	})
}

var joiningRuns = func() (runs [][]string) {
	for _, run := range lexicon.Words("joining-run") {
		runs = append(runs, strings.Fields(run))
	}
	return runs
}()

// says reports whether words hold anything but grammar and chatter.
func (r *Reader) says(ws []word) bool {
	for _, w := range ws {
		if !w.form.light && !w.form.asks {
			return true
		}
	}
	return false
}
