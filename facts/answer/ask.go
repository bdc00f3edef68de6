package answer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// maxEarlier is how many earlier turns of a thread are taken into account.
const maxEarlier = 8

// Ask answers one question. earlier holds the asker's earlier turns in the
// same thread, oldest first. It takes well under a millisecond, plus as much
// again for each earlier turn.
func (e *Engine) Ask(text string, earlier []string) Answer {
	if a, ok := e.faqFirst(text); ok {
		return complete(a)
	}
	var t turn
	for _, past := range earlier[max(0, len(earlier)-maxEarlier):] {
		t = e.turn(past, t)
	}
	return complete(e.faqLast(text, e.turn(text, t).said))
}

// complete gives every list of an answer a place in JSON, an empty one too.
func complete(a Answer) Answer {
	if a.Citations == nil {
		a.Citations = []Citation{}
	}
	if a.Facts == nil {
		a.Facts = []string{}
	}
	if a.Derived == nil {
		a.Derived = []Derived{}
	}
	if a.Related == nil {
		a.Related = []Related{}
	}
	return a
}

// turn is one question of a thread with what the next one may point back to.
type turn struct {
	answer  Answer           // which the next may point back to
	said    Answer           // the same, or small talk, which nothing points back to
	query   question.Query   // as it was understood, with what it took over
	tokens  []question.Token // what it was about: its words, and the names of the fact that answered
	fact    *facts.Fact      // that answered, if any did
	figures []*facts.Fact    // the figure given by each turn of the thread that gave one, oldest first
	beside  []*facts.Fact    // the figures that the last turn set side by side
	offered []string         // the articles of which the turn asked which is meant
	ranking []*facts.Fact    // the last figures, three or more, that a turn set side by side
	pair    []string         // the two that a turn told of together last
	first   *turn            // of the thread that was answered
	weighed *question.Query  // which held what was told before against something, and was the last
}

// turn answers a message in the light of the turn before it.
func (e *Engine) turn(text string, before turn) turn {
	if len(before.tokens) > 0 {
		text = e.withoutChatter(text)
	}
	q := e.reader.Read(text)
	if q.First && before.first != nil {
		before = before.backTo(before.first)
	}
	if a, ok := e.talk(q, before); ok {
		if before.said = a; a.Outcome != Chat {
			before.answer = a
		}
		return before
	}
	if asks, ok := e.instead(q, before); ok {
		q, text = e.reader.Read(asks), asks
	} else if named, ok := e.byName(q, before); ok {
		q, text = e.reader.Read(named), named
	}
	t := e.oneOrMore(q, text, before)
	if t.answer.Outcome == Unknown {
		if a, ok := e.unnamed(q, before); ok {
			t.answer = a
		}
	}
	if a, ok := reordered(q, t.answer); ok && q.Direction == question.Ascending {
		t.answer = a
	}
	t.said = t.answer
	t.figures, t.beside, t.ranking, t.pair, t.first = before.figures, nil, before.ranking, before.pair, before.first
	if t.answer.Outcome == Ambiguous {
		t.offered = e.articlesOf(t.answer)
	}
	if t.answer.Outcome != Answered {
		return t
	}
	var now []*facts.Fact
	for _, id := range t.answer.Facts {
		if f := e.figureGiven(e.facts[id]); f != nil {
			now = append(now, f)
		}
	}
	if t.beside = e.sideBySideIn(t.answer); len(t.beside) < 2 && len(now) > 1 {
		t.beside = now
	}
	if t.fact != nil && len(t.fact.With) == 2 {
		t.pair = t.fact.With
	}
	if len(t.beside) > 2 {
		t.ranking = t.beside
	}
	if len(now) > 0 && !slices.Contains(t.figures, now[0]) {
		t.figures = append(slices.Clip(t.figures), now[0])
	}
	if t.first == nil {
		first := t
		t.first = &first
	}
	return t
}

// figureGiven is the figure that a fact gives: its own, or, where it names whoever has a place in
// an order, or them all, that which its statement tells of him or of the first; nil where
// there is none.
func (e *Engine) figureGiven(f *facts.Fact) *facts.Fact {
	if weighable(f.Value) && len(f.Calc) == 0 {
		return f
	}
	has := func(id string) bool { return false }
	switch {
	case f.Value.Kind == facts.Party && len(f.Value.IDs) == 1:
		has = func(id string) bool { return id == f.Value.IDs[0] }
	case f.Value.Kind == facts.List && len(f.Value.Items) > 1:
		has = func(id string) bool { return id != "" && strings.HasPrefix(f.Value.Items[0], e.name(id)+" ") }
	}
	for _, g := range e.everyFact() {
		if has(g.Subject) && weighable(g.Value) && len(g.Calc) == 0 && sharesPlace(f, g) && saysNumber(f, g.Value.Amount) {
			return g
		}
	}
	return nil
}

// articlesOf are the articles that an answer cites, each once.
func (e *Engine) articlesOf(a Answer) []string {
	var out []string
	for _, c := range a.Citations {
		if !slices.Contains(out, c.Article) {
			out = append(out, c.Article)
		}
	}
	return out
}

// backTo is what an earlier turn was about, with what the thread has gathered
// since.
func (t turn) backTo(earlier *turn) turn {
	out := *earlier
	out.figures, out.beside, out.ranking, out.pair, out.first = t.figures, t.beside, t.ranking, t.pair, t.first
	return out
}

// reading is a turn with how well it was answered.
type reading struct {
	turn
	verbatim bool    // it was put in the words of the base, or was calculated
	asks     bool    // it is a part of a message that puts a question of its own
	sure     bool    // so, or nothing was left unexplained
	chance   float32 // of being what was meant
	left     float32 // how much was left unexplained
	parts    int     // of a message that were answered one by one
}

// one answers a single question: by itself, or with what an earlier turn was
// about where its words point back or say too little.
func (e *Engine) one(q question.Query, before turn) reading {
	if that, ok := e.thatArticle(q, before); ok && q.Anew { // another question, of the same article
		return e.read(that)
	}
	alone := e.read(q)
	if len(before.tokens) == 0 && before.answer.Outcome != Ambiguous || !pointsBack(q) || alone.chance == 1 && !(asksShare(q) && wordless(q)) {
		return alone
	}
	if that, ok := e.thatArticle(q, before); ok {
		q, alone = that, e.read(that)
	}
	if a, ok := e.ofSameTime(q, before); ok {
		return workedOn(before, a)
	}
	q = e.dated(e.otherArticle(q, before), before)
	for _, refers := range []func(question.Query, turn) (reading, bool){e.happenedThen, e.ofItsArticle, e.inThatComment, e.otherEnd} {
		if r, ok := refers(q, before); ok {
			return r
		}
	}
	if r, ok := e.workedWith(q, before); ok {
		return r
	}
	if f, ok := e.likewise(q, before); ok {
		swapped := swap(q, before.query)
		return reading{turn: e.leaves(swapped, e.tellFact(swapped, f)), sure: true, chance: 0.9}
	}
	if wordless(q) && before.fact != nil {
		return e.more(q, before)
	}
	for _, choose := range []func(question.Query, turn) (reading, bool){e.pickOffered, e.pick} {
		if picked, ok := choose(q, before); ok {
			return picked
		}
	}
	joined := e.read(follow(q, before))
	if before.fact != nil && leans(q) {
		alone, joined = e.bound(alone, before), e.bound(joined, before)
	}
	if r, ok := e.plainly(q, before, joined); ok {
		joined = r
	}
	if likened(q) && (joined.answer.Outcome != Answered || !e.sameQuestion(before, joined.turn)) {
		joined.answer = e.notLikewise(q, before, joined.turn)
		return joined
	}
	if a, ok := e.misled(q, before, joined.turn); ok && joined.fact == before.fact {
		joined.answer = a
	}
	if r, ok := e.inItsPlace(q, before, joined); ok {
		return r
	}
	switch {
	case joined.answer.Outcome == Answered && (alone.answer.Outcome != Answered || joined.chance >= alone.chance*0.8):
		return joined
	case alone.answer.Outcome == Answered && (len(q.Entities()) > 0 || standsAlone(q, alone, before.fact)):
		return alone
	}
	return joined
}

// standsAlone reports whether a question that names nobody is surely answered by itself where
// the thread had been about something else, or a little less surely about what has something
// to do with that.
func standsAlone(q question.Query, alone reading, before *facts.Fact) bool {
	enough := float32(aloneEnough)
	if before == nil || alone.fact == nil || astray(before, alone.fact) {
		enough = aloneAstray
	}
	return alone.left == 0 && alone.chance >= enough && q.Operation == "" && !hasWord(q, setAgainst) && !brief(q)
}

// How sure such an answer must be, where it has something to do with the thread and where not.
const (
	aloneEnough = 0.8
	aloneAstray = 0.9
)

// workedWith answers by working with what the turn before told: its list, its
// figures, its people.
func (e *Engine) workedWith(q question.Query, before turn) (reading, bool) {
	for _, work := range []func(question.Query, turn) (Answer, bool){e.corrected, e.addToSum, e.shareOfSum, e.inCurrency, e.replied, e.theOther, e.mentionsElsewhere, e.turned, e.sinceTold, e.reckonAnew, e.againstEarlier, e.reckon, e.ofNamed, e.againstSum, e.against, e.inAnotherPlace, e.member, e.countOf, e.rest, e.ofThread, e.asAmount, e.nthOf} {
		if a, ok := work(q, before); ok {
			r := workedOn(before, a)
			switch {
			case q.Operation == question.Compare:
				r.weighed = &q
			case !thanOnly(q):
				r.weighed = nil
			}
			return r, true
		}
	}
	return reading{}, false
}

// workedOn is a turn that works with what was told: what the thread is about stays the same.
func workedOn(before turn, a Answer) reading {
	before.answer = a
	return reading{turn: before, sure: true, chance: 0.9}
}

// inItsPlace answers a question that only puts another name or year in the place of one
// before by asking that again, unless the two joined answer it better.
func (e *Engine) inItsPlace(q question.Query, before turn, joined reading) (reading, bool) {
	if !swaps(q) {
		return reading{}, false
	}
	r := e.read(swap(q, before.query))
	if a, ok := e.misled(q, before, r.turn); ok {
		r.answer, r.fact = a, before.fact
		return r, true
	}
	better := r.answer.Outcome == Answered && (brief(q) || joined.answer.Outcome != Answered || r.chance >= joined.chance)
	return r, better || joined.answer.Outcome != Answered || brief(q) && before.fact != nil && !e.sameQuestion(before, joined.turn)
}

// bound declines an answer about somebody else than a thread was about.
func (e *Engine) bound(r reading, before turn) reading {
	if f := r.fact; r.answer.Outcome == Answered && f != nil && astray(before.fact, f) {
		r.answer = Answer{Outcome: Unknown, Text: doNotSay(""), Related: []Related{e.related(f)}, Confidence: r.answer.Confidence}
	}
	return r
}

// read answers a query as it stands.
func (e *Engine) read(q question.Query) reading {
	found := e.match(q)
	if e.wonders(q, found) {
		q.YesNo = true
		found = e.match(q)
	}
	found = byNumber(q, spelled(q, inOrder(q, found)))
	if len(found) == 0 || found[0].chance < 1 { // not in the very words of the base
		if a, ok := e.mentions(q); ok {
			return reading{turn: e.leaves(q, a), verbatim: true, sure: true, chance: 0.9}
		}
		if a, ok := e.gridded(q); ok {
			return reading{turn: e.leaves(q, a), verbatim: true, sure: true, chance: 0.9}
		}
		if a, ok := e.celled(q); ok {
			return reading{turn: e.leaves(q, a), verbatim: true, sure: true, chance: 0.9}
		}
		if a, ok := e.calculate(q); ok {
			return reading{turn: e.leaves(q, a), verbatim: true, sure: true, chance: 0.9}
		}
	}
	a := e.decide(q, found)
	if e.ofText(a) && (len(found) == 0 || found[0].chance < 1) {
		a = e.fromText(q, found, a)
	}
	r := reading{turn: e.leaves(q, a), verbatim: len(found) > 0 && found[0].chance == 1 || gapInWords(found)}
	r.sure = r.verbatim
	if a.Outcome == Answered {
		for _, c := range found {
			if c.entry.fact != nil && c.entry.fact.ID == a.carrier() {
				r.chance, r.left = e.sure(q, c, found), c.leaves()
				r.sure = r.sure || c.chance > 0.6 && r.left == 0
				break
			}
		}
	}
	return r
}

// wordless reports whether a question has no word of its own but those that ask:
// "since when?", "why?", "who made it?".
func wordless(q question.Query) bool {
	if q.YesNo || q.Negated || q.Operation != "" || q.Kind == question.What || q.Kind == question.Define {
		return false
	}
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class != question.Light && !t.Carried })
}

// How sure what is told must be where a question has no word of its own.
const (
	ownEnough  = 0.4  // where the value or the time of the fact is of the kind asked for
	kindEnough = 0.45 // where the fact is only asked for so
	whyEnough  = 0.4  // the same of reasons
)

// more answers a question without words of its own by what the turn before was about: by a
// fact of the kind asked for, by the one that answered before if it has that, or
// by what is not told.
func (e *Engine) more(q question.Query, before turn) reading {
	joined := follow(q, before)
	found := e.match(joined)
	r := reading{chance: ownEnough, sure: true}
	tell := func(c candidate) reading {
		r.turn, r.chance = e.leaves(joined, e.tell(joined, c)), c.chance
		return r
	}
	for _, c := range found {
		switch own := c.entry.own[q.Kind]; {
		case c.entry.gap != nil:
			if then, ok := e.timed(before.fact, found); ok && q.Kind == question.When && !coarser(q, then) && then.entry.fact == before.fact && happenedIn(before.fact) {
				return tell(then) // "when was that?", though the day is not told
			}
			if c.chance >= gapEnough {
				r.turn = e.leaves(joined, e.gap(joined, c, found))
				return r
			}
		case own && c.chance >= ownEnough, q.Kind != question.When && c.entry.kinds[q.Kind] && c.chance >= kindEnough,
			q.Kind == question.Why && c.entry.kinds[q.Kind] && c.chance >= whyEnough:
			return tell(c)
		}
	}
	if c, ok := e.timed(before.fact, found); ok && q.Kind == question.When {
		return tell(c)
	}
	if a, ok := e.whose(q, before); ok {
		r.turn = e.leaves(joined, a)
		return r
	}
	r.turn = e.leaves(joined, e.refuse(joined, found))
	return r
}

// happenedIn reports whether a fact is something that happened, told with its year.
func happenedIn(f *facts.Fact) bool {
	return !isFigure(f.Value) && f.Period.From.Year > 0 && strings.Contains(f.Says, strconv.Itoa(f.Period.From.Year))
}

// whose answers who it was of whom the turn before told without having been asked about him: "by
// whom?", "who?".
func (e *Engine) whose(q question.Query, before turn) (Answer, bool) {
	f := before.fact
	other := func(t question.Token) bool { return !t.Carried && !byWhom[t.Read] }
	if q.Kind != question.Who || slices.ContainsFunc(q.Tokens, other) || before.answer.Outcome != Answered {
		return Answer{}, false
	}
	n := e.names[f.Subject]
	if n == nil || slices.Contains(before.query.Entities(), f.Subject) || n.Kind == "article" || n.Kind == "term" || n.Kind == "place" {
		return Answer{}, false
	}
	a := before.answer
	a.Text = "It is " + e.name(f.Subject) + ". " + f.Says
	return a, true
}

// byWhom are the words of a question that asks for nothing but who it was.
var byWhom = lexicon.Set("by-whom")

// timed returns what tells the time of a fact: the fact itself, or the likeliest
// one of the same paragraph that has a time.
func (e *Engine) timed(f *facts.Fact, found []candidate) (candidate, bool) {
	at := e.entryOf(f)
	if at >= 0 && e.entries[at].own[question.When] {
		return candidate{entry: &e.entries[at], at: int32(at), chance: ownEnough}, true
	}
	for _, c := range found {
		if g := c.entry.fact; g != nil && c.entry.own[question.When] && sharesPlace(f, g) && c.fits() {
			return c, true
		}
	}
	return candidate{}, false
}

// entryOf is where the entry of a fact stands; -1 where it has none.
func (e *Engine) entryOf(f *facts.Fact) int {
	return slices.IndexFunc(e.entries, func(n entry) bool { return n.fact == f })
}

// sameQuestion reports whether two turns were answered by the same relation, so
// that the second may be what somebody means who only swaps a name.
func (e *Engine) sameQuestion(before, now turn) bool {
	return before.fact != nil && now.fact != nil && before.fact.Relation == now.fact.Relation
}

// pointsBack reports whether a question may need an earlier turn: it says so
// ("and", "it", "there"), or it names nothing and says little.
func pointsBack(q question.Query) bool {
	heavy := 0
	for _, t := range q.Tokens {
		if t.Class >= question.Plain {
			heavy++
		}
	}
	return !q.Anew && (q.Back || len(q.Entities()) == 0 && heavy < 5 || heavy < 3)
}

// leaves is what a turn leaves for the next to point back to: its words, and
// the names and the relation of the fact that answered it.
func (e *Engine) leaves(q question.Query, a Answer) turn {
	out := turn{answer: a, query: q, fact: q.Before}
	for _, t := range q.Tokens {
		if t.Class > question.Plain {
			out.tokens = append(out.tokens, t)
		}
	}
	f, ok := e.facts[a.carrier()]
	if a.Outcome != Answered || !ok {
		return out
	}
	out.fact = f
	for _, id := range slices.Concat([]string{f.Subject}, f.With, f.Value.IDs, []string{f.By, f.Cite[0].Article}) {
		if !slices.ContainsFunc(out.tokens, func(t question.Token) bool { return t.Entity == id }) {
			t := e.named(id)
			t.Implied = true
			out.tokens = append(out.tokens, t)
		}
	}
	return out
}

// follow joins a question with what the turn before was about. A name, a year
// or a figure of its own takes the place of an earlier one of the same kind.
func follow(q question.Query, before turn) question.Query {
	kinds := map[string]bool{}
	year, number := false, false
	for _, t := range q.Tokens {
		kinds[t.Sort] = kinds[t.Sort] || t.Class == question.Entity
		year = year || t.Class == question.Year
		number = number || t.Class == question.Number
	}
	out := q
	out.Before = before.fact
	if q.Elliptic && q.Kind == question.What && !q.YesNo {
		out.Kind = before.query.Kind
	}
	out.Tokens = slices.Clone(q.Tokens)
	still := wordless(q) && wordless(before.query) // what the thread is about stays the same
	for _, t := range before.tokens {
		if t.Carried && t.Class != question.Entity && !still {
			continue // two turns ago
		}
		replaced := t.Class == question.Entity && kinds[t.Sort] || t.Class == question.Year && year || t.Class == question.Number && number
		known := slices.ContainsFunc(q.Tokens, func(o question.Token) bool {
			return len(o.Terms) > 0 && len(t.Terms) > 0 && o.Terms[0] == t.Terms[0]
		})
		if replaced || known {
			continue
		}
		t.Carried, t.Asked, t.Aside = true, false, false
		out.Tokens = append(out.Tokens, t)
	}
	return out
}

// swaps reports whether a question only puts another name or year in the place
// of one in the turn before: "and Ericsson?", "no, I meant Nokia", "in 2023?".
func swaps(q question.Query) bool {
	names := 0
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity || t.Class == question.Year:
			names++
		case t.Class != question.Light:
			return false
		}
	}
	return names > 0 && (q.Kind == question.What || q.Kind == question.Amount)
}

// swapWords may stand beside what is put in the place of something in the turn
// before: "and for Nokia?", "no, I meant 2016", "what about tablets then?".
var swapWords = lexicon.Set("swap")

// brief reports whether a question only puts something in the place of a part
// of the turn before.
func brief(q question.Query) bool {
	if q.Kind != question.What || q.YesNo {
		return false
	}
	others := 0
	for _, t := range q.Tokens {
		switch {
		case t.Carried:
		case t.Class != question.Light:
			others++
		case !swapWords[t.Read]:
			return false
		}
	}
	return others > 0 && others <= 3
}

// swap puts the names and years of a question in the place of those of the same
// kind in the question before, and asks that again.
func swap(q, before question.Query) question.Query {
	sorts := map[string]bool{}
	year := false
	for _, t := range q.Tokens {
		sorts[t.Sort] = sorts[t.Sort] || t.Class == question.Entity
		year = year || t.Class == question.Year
	}
	out := before
	out.Tokens, out.Orders, out.Before = nil, nil, nil
	out.Operation = cmp.Or(q.Operation, before.Operation)
	for _, t := range before.Tokens {
		if t.Class == question.Entity && sorts[t.Sort] || t.Class == question.Year && year {
			continue
		}
		out.Tokens = append(out.Tokens, t)
	}
	for _, t := range q.Tokens {
		if t.Class == question.Entity || t.Class == question.Year {
			out.Tokens = append(out.Tokens, t)
		}
	}
	return out
}

// misled declines what a swapped name or year leads to where that is the same again
// without it, or something else than what was asked before: who asks for one
// company's income and then says only another's name asks for no licence of the
// other's.
func (e *Engine) misled(q question.Query, before, now turn) (Answer, bool) {
	b, f := before.fact, now.fact
	if !brief(q) || before.answer.Outcome != Answered || now.answer.Outcome != Answered || b == nil || f == nil {
		return Answer{}, false
	}
	again := b == f && !e.holdsNames(f, q)
	if !again && (b.Relation == f.Relation || b.Value.Kind == f.Value.Kind && b.Value.Kind != facts.Text) {
		return Answer{}, false
	}
	return e.notLikewise(q, before, now), true
}

// notLikewise says that what was told before is not told of what a question names.
func (e *Engine) notLikewise(q question.Query, before, now turn) Answer {
	var names []string
	for _, t := range q.Tokens {
		if t.Class != question.Light {
			names = append(names, "“"+t.Text+"”")
		}
	}
	a := Answer{Outcome: Unknown, Text: doNotSay("Nothing in them tells that of " + listed(names) + "."), Confidence: now.answer.Confidence}
	if before.fact != nil {
		a.Text = doNotSay("They have that for what was asked before, but not for " + listed(names) + ".")
		a.Related = []Related{e.related(before.fact)}
	}
	return a
}

// holdsNames reports whether a fact has all the names and years that a question
// says itself.
func (e *Engine) holdsNames(f *facts.Fact, q question.Query) bool {
	at := e.entryOf(f)
	return at < 0 || !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return (t.Class == question.Entity || t.Class == question.Year) && !t.Background() && !e.entries[at].explains.hasAny(t.Terms)
	})
}

// among are the words for those that were just listed.
var among = lexicon.Set("among")

// member answers whether somebody is one of those that were just listed: "is
// Apple one of them?".
func (e *Engine) member(q question.Query, before turn) (Answer, bool) {
	if !q.YesNo || before.answer.Outcome != Answered || before.fact == nil || len(before.fact.Value.IDs) < 2 || q.Negated {
		return Answer{}, false
	}
	who, one := "", false
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity && who == "":
			who = t.Entity
		case t.Class != question.Light:
			return Answer{}, false
		}
		one = one || among[t.Read]
	}
	if who == "" || !one {
		return Answer{}, false
	}
	if slices.Contains(before.fact.Value.IDs, who) {
		a := e.told(before.fact)
		a.Text = "Yes. " + a.Text
		return a, true
	}
	return Answer{Outcome: Unknown, Text: "The sources do not name " + e.name(who) + " there.", Related: []Related{e.related(before.fact)}, Confidence: 0.9}, true
}

// countingUp are the words that have those counted that were just listed.
var countingUp = lexicon.Set("counting-up")

// countOf answers how many there are of those that were just listed: "count them", "so how many
// is that?".
func (e *Engine) countOf(q question.Query, before turn) (Answer, bool) {
	f := before.fact
	own := func(t question.Token) bool {
		return (t.Class != question.Light || t.Counted) && !t.Carried && !countingUp[t.Read]
	}
	if f == nil || before.answer.Outcome != Answered || listsMany(f) < 2 || q.YesNo || q.Operation != "" || slices.ContainsFunc(q.Tokens, own) || !hasWord(q, countingUp) {
		return Answer{}, false
	}
	a := e.told(f)
	a.count(f)
	return a, true
}

// factsByID indexes the facts and the entries of the FAQ by id.
func factsByID(b *facts.Base) map[string]*facts.Fact {
	out := make(map[string]*facts.Fact, len(b.Facts)+len(b.FAQ))
	for _, fs := range [][]facts.Fact{b.Facts, b.FAQ} {
		for i := range fs {
			out[fs[i].ID] = &fs[i]
		}
	}
	return out
}
