package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// candidate is an entry held against a question.
type candidate struct {
	entry  *entry
	at     int32            // which entry
	phrase *phrase          // the way of asking it is most like
	yes    *phrase          // of these, the one that is not denied
	proof  evidence         // what speaks for the entry and against it
	odds   float32          // the sum of it
	chance float32          // 0..1: of being what is meant, beside the others and beside nothing at all
	sure   float32          // 0..1: chance that it answers, where that was worked out
	left   []question.Token // words of weight that nothing in the entry explains
	akin   akin             // how like it is asked for

	refuted float32 // 0..1: chance that the entry is the "no" to the question
}

// turned reports whether the question has the parties the other way round.
func (c *candidate) turned() bool { return c.proof[partiesTurned] > 0 }

// leaves sums up how much of weight a candidate leaves unexplained.
func (c *candidate) leaves() float32 {
	var sum float32
	for i := range classes {
		sum += c.proof[i]
	}
	return sum + c.proof[askedLeft] + c.proof[countedLeft]
}

// fits reports whether a candidate leaves nothing of much weight unexplained, so
// that a figure of its fact may be calculated with.
func (c *candidate) fits() bool {
	v := &c.proof
	return v[question.Salient]+v[question.Year]+v[question.Entity]+v[countedLeft]+v[partiesTurned]+v[onlySaid] == 0 &&
		v[question.Foreign]+v[question.Number] <= 1 && v[likeWords] >= 0.25
}

const (
	kindWeight   = 0.1  // what asking for the same kind of answer counts, as if it were a word
	orderWeight  = 0.3  // what the same party acting on the same other counts
	conceptTrust = 0.75 // how far another word for the same thing explains a word
	worthLiking  = 0.45 // share of the best rough score that a phrase needs to be looked at
	likelyEnough = 160  // phrases held against the question word by word
	fewEnough    = 24   // entries looked at closely
	fewVerdicts  = 4    // of these, the ones asked for a yes or a no
)

// match returns the entries nearest to the question, best first.
//
// It goes from rough to fine, so that a question costs a fraction of a millisecond:
//
//	scan    the heavy words' postings give each phrase a rough score
//	liken   the best few phrases are held against the question word by word
//	prove   what speaks for the best few entries and against them is gathered
//	akin    so is how like it is to their ways of asking word for word
//	share   the sums become chances, of which silence has its part
//
// A fact that is asked for in the very words of the base stands alone, without
// all that.
func (e *Engine) match(q question.Query) []candidate {
	if c, ok := e.exact(q); ok && c.entry.fact != nil && e.scope.takes(c) {
		return []candidate{c}
	}
	return e.inScope(q, e.matchBut(q, nil))
}

// matchBut is match as if the base had fewer ways of asking, which shows how
// well the rest carries a question that nobody foresaw. hidden is nil or has a
// place for every phrase.
func (e *Engine) matchBut(q question.Query, hidden []bool) []candidate {
	asked := e.weighed(q)
	likely := e.scan(asked, hidden)
	for i := range likely {
		l := &likely[i]
		l.score, l.had = e.liken(q, asked, &e.phrases[l.phrase])
	}
	slices.SortFunc(likely, byLikeness)
	out := make([]candidate, 0, fewEnough)
	for _, l := range likely {
		p := &e.phrases[l.phrase]
		at := slices.IndexFunc(out, func(c candidate) bool { return c.entry == &e.entries[p.entry] })
		if at < 0 {
			if len(out) == fewEnough {
				continue
			}
			at = len(out)
			out = append(out, e.prove(asked, q, p, l))
		} else if out[at].proof[likeAgain] == 0 {
			out[at].proof[likeAgain] = l.score
		}
		if c := &out[at]; !p.deny && c.yes == nil {
			c.yes = p
		}
	}
	x := e.linear.features(q.Tokens)
	e.weighWords(x, out)
	if own := ownWords(q); len(own) < len(q.Tokens) {
		x = e.linear.features(own)
	}
	e.compareWording(x, out, hidden)
	unheard := e.unheard(asked)
	for i := range out {
		out[i].proof[unheardWords] = unheard
	}
	weigh(out, unheard)
	for i := range out[:min(len(out), fewVerdicts)] {
		out[i].refuted = e.refutes(q, asked, &out[i])
	}
	if c, ok := e.exact(q); ok && hidden == nil {
		return ahead(c, out)
	}
	return out
}

// weighWords notes how much the features of a question speak for each candidate.
func (e *Engine) weighWords(x []feature, found []candidate) {
	s := e.spare.Get().(*scratch)
	defer e.spare.Put(s)
	e.linear.prefer(x, s.prefer)
	for i := range found {
		found[i].proof[wordsFor] = s.prefer[found[i].at]
	}
}

// compare notes how far each candidate leads the others in what counts most, or
// falls behind. Where there are no others, it leads what is least.
func compare(found []candidate) {
	for _, of := range [...]struct {
		what, lead int
		least      float32
	}{{likeWords, leadLike, 0}, {hadPhrase, leadHad, 0}, {explainedShare, leadExplained, 0}, {wordsFor, wordsLead, -1}, {likeWording, leadWording, 0}} {
		best, next := of.least, of.least
		for i := range found {
			if x := found[i].proof[of.what]; x > best {
				best, next = x, best
			} else {
				next = max(next, x)
			}
		}
		for i := range found {
			if v := &found[i].proof; v[of.what] == best {
				v[of.lead] = best - next
			} else {
				v[of.lead] = v[of.what] - best
			}
		}
	}
}

// weigh adds up what speaks for each candidate and makes chances of it, the best
// first.
func weigh(found []candidate, unheard float32) {
	compare(found)
	for i := range found {
		found[i].odds = theJudge.odds(found[i].proof[:])
	}
	slices.SortStableFunc(found, byOdds)
	share(found, theJudge.silence(unheard))
}

// weighedToken is a token with what it counts, worked out once a question.
type weighedToken struct {
	question.Token
	weight float32 // as it stands here
	full   float32 // as if it stood in the asking words
}

func (e *Engine) weighed(q question.Query) []weighedToken {
	out := make([]weighedToken, len(q.Tokens))
	for i, t := range q.Tokens {
		out[i] = weighedToken{Token: t, weight: e.weigh(t), full: e.plainWeight(t)}
	}
	return out
}

// likeness is a phrase and how much the question is like it.
type likeness struct {
	phrase int32
	score  float32
	had    float32 // share of the phrase's own weight that the question has
}

func byLikeness(a, b likeness) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.phrase, b.phrase))
}

func byOdds(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.odds, a.odds), cmp.Compare(a.entry.id(), b.entry.id()))
}

// scratch is the working memory of a scan, kept between questions.
type scratch struct {
	got      []float32
	seen     []int32 // token that counted last, plus one
	touched  []int32
	found    []likeness
	prefer   []float32 // entry → its score by single words
	features []float32 // feature → how much it counts in the question
}

// scan finds the phrases that share most weight with the question by its heavy
// words alone; by the light ones where it has no others.
func (e *Engine) scan(asked []weighedToken, hidden []bool) []likeness {
	s := e.spare.Get().(*scratch)
	defer e.spare.Put(s)
	for _, light := range []bool{false, true} {
		for i := range asked {
			t := &asked[i]
			if (t.Class == question.Light) != light || t.weight == 0 {
				continue
			}
			for _, term := range t.Terms {
				w := t.weight * e.credit[term]
				for _, p := range e.postings[term] {
					if s.seen[p] == int32(i)+1 || hidden != nil && hidden[p] {
						continue
					}
					if s.seen[p] == 0 {
						s.touched = append(s.touched, p)
					}
					s.seen[p] = int32(i) + 1
					s.got[p] += w
				}
			}
		}
		if len(s.touched) > 0 {
			break
		}
	}
	var best float32
	for _, p := range s.touched {
		s.got[p] /= e.breadth[p]
		best = max(best, s.got[p])
	}
	s.found = s.found[:0]
	for _, p := range s.touched {
		if s.got[p] >= best*worthLiking {
			s.found = append(s.found, likeness{phrase: p, score: s.got[p]})
		}
		s.got[p], s.seen[p] = 0, 0
	}
	s.touched = s.touched[:0]
	s.found = highest(s.found, best)
	slices.SortFunc(s.found, byLikeness)
	return slices.Clone(s.found[:min(len(s.found), likelyEnough)])
}

// highest drops most of what cannot be among the likeliest, so that few have to be
// sorted; best is the best score. It counts scores by how far they are from that.
func highest(found []likeness, best float32) []likeness {
	const steps = 64
	step := func(l likeness) int { return int((best - l.score) / best * steps) }
	var counts [steps + 1]int
	for _, l := range found {
		counts[step(l)]++
	}
	last := 0
	for n := counts[0]; n < likelyEnough && last < steps; n += counts[last] {
		last++
	}
	return slices.DeleteFunc(found, func(l likeness) bool { return step(l) > last })
}

// liken holds a question against a phrase word by word: twice what they share
// over what both hold (Dice's coefficient, weighted). had is the share of the
// phrase's own weight that the question has.
func (e *Engine) liken(q question.Query, asked []weighedToken, p *phrase) (like, had float32) {
	var got, both, shared float32
	for i := range asked {
		t := &asked[i]
		credit := e.shares(p, t.Terms)
		switch {
		case !t.Background():
			both += t.weight
		case credit > 0:
			both += t.weight // what led up to the question is not missed
		}
		got += t.weight * credit
		shared += t.full * credit
	}
	for _, o := range q.Orders {
		if slices.Contains(p.orders, o) {
			got += orderWeight
		}
	}
	if q.Kind != question.What {
		both += kindWeight
		if q.Kind == p.kind {
			got += kindWeight
		}
	}
	if p.kind != question.What {
		both += kindWeight
	}
	return min(1, 2*got/max(both+p.weight, 0.01)), min(1, shared/max(p.weight, 0.01))
}

// shares returns what it is worth that a phrase holds one of the terms: all for
// the same word, less for the same concept, nothing for none.
func (e *Engine) shares(p *phrase, terms []question.Term) float32 {
	for _, x := range terms {
		if p.holds.has(x) {
			return e.credit[x]
		}
	}
	return 0
}

// exact returns the entry that is asked for in just these words.
func (e *Engine) exact(q question.Query) (candidate, bool) {
	at, ok := e.verbatim[q.Words()]
	if !ok {
		return candidate{}, false
	}
	p := &e.phrases[at]
	return candidate{entry: &e.entries[p.entry], at: p.entry, phrase: p, yes: p, chance: 1, refuted: one(p.deny)}, true
}

// ahead puts a candidate first that is beyond doubt.
func ahead(c candidate, found []candidate) []candidate {
	found = slices.DeleteFunc(found, func(o candidate) bool { return o.at == c.at })
	for i := range found {
		found[i].chance = 0
	}
	return slices.Insert(found, 0, c)
}

// prove looks closely at one entry: which words of the question it explains and
// which it leaves, whether parties, figures and kind of answer fit.
func (e *Engine) prove(asked []weighedToken, q question.Query, p *phrase, l likeness) candidate {
	n := &e.entries[p.entry]
	c := candidate{entry: n, at: p.entry, phrase: p}
	v := &c.proof
	var all, explained, now, nowExplained float32
	says := false // a word of weight is explained
	for i := range asked {
		t, w := &asked[i].Token, asked[i].weight
		heavy := t.Class != question.Light
		if heavy && !t.Background() {
			now += w
		}
		if e.accounts(n, p, t) {
			all += w
			explained += w * e.trust(n, p, t)
			says = says || t.Class >= question.Content && t.Class != question.Number && t.Class != question.Year
			if heavy && !t.Background() {
				nowExplained += w
				e.beside(v, n, t, w)
			}
			continue
		}
		if t.Background() && t.Class != question.Entity || t.Implied || e.ofSource(q, n, t) {
			continue // what led up to the question helps where it fits and is not missed
		}
		all += w
		if heavy {
			e.missed(v, n, t)
			c.left = append(c.left, *t)
		}
	}
	v[likeWords], v[hadPhrase] = l.score, l.had
	v[sizeOf], v[leftWeight] = all/4, all-explained
	v[explainedShare] = explained / max(all, 0.01)
	v[saysNothing] = one(!says)
	e.proveForm(v, q, n, p)
	e.proveNames(v, q, n)
	for _, name := range p.names {
		if !slices.ContainsFunc(asked, func(a weighedToken) bool { return sharesTerm(a.Terms, name) }) {
			v[phraseNames]++
		}
	}
	if n.fact != nil && q.Before != nil {
		v[sameRelation] = one(n.fact.Relation == q.Before.Relation)
		v[sameUnit] = one(sharesPlace(n.fact, q.Before))
		v[sameArticle] = one(n.fact.Cite[0].Article == q.Before.Cite[0].Article)
		v[sameFact] = one(n.fact == q.Before)
		v[newsLeft] = one(now > 0 && nowExplained < now/2)
	}
	return c
}

// beside notes a word of weight that only ways of asking explain: what the fact
// says is surer than how somebody once asked for it.
func (e *Engine) beside(v *evidence, n *entry, t *question.Token, w float32) {
	if n.fact == nil || n.core.hasAny(t.Terms) {
		return
	}
	if !n.explains.hasAny(t.Terms) {
		v[deniedOnly] += w
		return
	}
	v[notInFact] += w
	times := 0
	for _, x := range t.Terms {
		k := n.tallies[x]
		times = max(times, k[0][0]+k[1][0])
	}
	v[thinly] += w / float32(max(1, times))
}

// missed notes a word of weight that an entry does not explain.
func (e *Engine) missed(v *evidence, n *entry, t *question.Token) {
	weight := float32(1)
	if t.Background() {
		weight = backgroundShare
	}
	switch {
	case t.Asked && t.Counted:
		v[countedLeft] += weight
	case t.Asked:
		v[askedLeft] += weight
	}
	v[t.Class] += weight
	v[leftOfGaps] += weight * e.gapness(t)
}

// proveNames holds the names, years and figures of a question against those of
// a fact.
func (e *Engine) proveNames(v *evidence, q question.Query, n *entry) {
	if n.fact == nil {
		return
	}
	named, ours := false, false
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Class >= question.Number && n.core.hasAny(t.Terms) {
			v[numbersShared]++
		}
		if t.Class == question.Entity && parties[t.Sort] && !t.Background() {
			named = true
			ours = ours || isParty(n.fact, t.Entity)
		}
	}
	v[otherName] = one(named && !ours)
}

// parties are the kinds of entity that do something.
var parties = map[string]bool{"company": true, "person": true, "reader": true}

func isParty(f *facts.Fact, id string) bool {
	return id == f.Subject || slices.Contains(f.With, id) || slices.Contains(f.Value.IDs, id)
}

// proveForm holds the form of a question against that of an entry: the kind of
// answer, yes or no, not, who acts on whom, who speaks.
func (e *Engine) proveForm(v *evidence, q question.Query, n *entry, p *phrase) {
	v[wrongKind] = one(!kindFits(q, n))
	v[whyNot] = one(n.fact != nil && q.Kind == question.Why && !n.kinds[question.Why])
	v[noDate] = one(q.Kind == question.When && !kindFits(q, n))
	v[sameKind] = one(q.Kind != question.What && q.Kind == p.kind)
	v[otherKind] = one(q.Kind != p.kind && !q.YesNo)
	v[rightValue] = one(n.fact != nil && q.Kind != question.What && q.Kind == question.KindOf(n.fact.Value.Kind))
	v[partiesTurned] = one(e.swapped(q, n, p))
	v[onlySaid] = one(e.onlySpeaks(q, n, p))
	v[notTurned] = one(q.Negated != p.negated)
	v[asksYesNo], v[asksAmount], v[asksList] = one(q.YesNo), one(q.Kind == question.Amount), one(q.Kind == question.List)
	v[yesNoAlike] = one(q.YesNo && p.yesNo)
	v[yesNoUnlike] = one(q.YesNo != p.yesNo)
	v[nearDenial] = one(p.deny)
	v[isGap] = one(n.gap != nil)
	v[gapLoosely] = v[isGap] * (1 - v[hadPhrase])
	v[isStatement] = one(p.states)
	v[askedAnew] = one(e.asksAnew(q, n))
	if n.fact != nil {
		v[undisclosed] = one(n.fact.How == facts.NotDisclosed)
		v[unaskedReader] = one(n.fact.How == facts.Comment && !e.ofReaders(q))
		v[ofSubject] = one(slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Entity == n.fact.Subject && t.Entity != "" }))
	}
}

// asksAnew reports whether a question asks for a noun, "which court", that no way of asking
// for an entry asks for in that word, and its statement has not: another word for the
// same thing may be one for its like, as a court is for a case.
func (e *Engine) asksAnew(q question.Query, n *entry) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		if !t.Asked || t.Background() || t.Class == question.Light || t.Class >= question.Number {
			return false
		}
		for _, own := range t.Terms {
			asked := func(p phrase) bool { return !p.deny && p.asks.has(own) }
			if !e.reader.IsConcept(own) {
				return !n.core.has(own) && !slices.ContainsFunc(e.phrases[n.first:n.last], asked)
			}
		}
		return false
	})
}

func sharesTerm(a, b []question.Term) bool {
	return slices.ContainsFunc(a, func(t question.Term) bool { return slices.Contains(b, t) })
}

// ofReaders reports whether a question is about what readers say: it names one
// or the comments, or follows an answer about them.
func (e *Engine) ofReaders(q question.Query) bool {
	if q.Before != nil && q.Before.How == facts.Comment {
		return true
	}
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Sort == "reader" || t.Class != question.Light && t.Class != question.Entity && slices.Contains(t.Terms, e.readers)
	})
}

// trust is how far an entry explains a word that it accounts for: wholly where
// it has the word itself, not quite where it has another for the same thing.
func (e *Engine) trust(n *entry, p *phrase, t *question.Token) float32 {
	for _, x := range t.Terms {
		if !e.reader.IsConcept(x) && (n.explains.has(x) || p.deny && n.denies.has(x)) {
			return 1
		}
	}
	return conceptTrust
}

// ofSource reports whether a word names where a fact comes from: the year in
// which its article appeared, who published or who wrote it. "The author in
// 2017", "per Telecoms.com".
func (e *Engine) ofSource(q question.Query, n *entry, t *question.Token) bool {
	if n.fact == nil || t.Class != question.Year && t.Class != question.Entity {
		return false
	}
	a, ok := e.base.Article(n.fact.Cite[0].Article)
	if t.Class == question.Year {
		return ok && float64(a.Published.Year) == t.Value && !toldForAnother(q, n.fact, a.Published.Year) && !(q.YesNo && ofNoYear(n.fact))
	}
	name := e.name(t.Entity)
	return ok && (name == a.Publisher || name == a.Author)
}

var yearRE = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// ofNoYear reports whether a fact leaves open which year it is of: what was done "in recent
// years" may have been done in any of them.
func ofNoYear(f *facts.Fact) bool { return someYearsRE.MatchString(f.Says) }

var someYearsRE = regexp.MustCompile(`(?i)\b` + lexicon.Pattern("some-years") + `\b`)

// toldForAnother reports whether a fact is told for another year than the one in
// which its article appeared, and a question names only that: "in 2039" asks for no
// figure of 2038 from an article of 2039.
func toldForAnother(q question.Query, f *facts.Fact, published int) bool {
	own := []int{cmp.Or(f.Period.From.Year, f.Value.Day.Year)}
	if own[0] == 0 {
		own = own[:0]
		for _, y := range yearRE.FindAllString(f.Says, -1) {
			n, _ := strconv.Atoi(y)
			own = append(own, n)
		}
	}
	if len(own) == 0 || slices.Contains(own, published) {
		return false
	}
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class == question.Year && slices.Contains(own, int(t.Value))
	})
}

// accounts reports whether an entry explains a word of a question. Names, years
// and figures must stand in the fact itself or in the way of asking that is
// most like the question; what is counted must be what the fact counts.
func (e *Engine) accounts(n *entry, p *phrase, t *question.Token) bool {
	if p.deny && n.denies.hasAny(t.Terms) {
		return true
	}
	if n.fact == nil {
		return n.explains.hasAny(t.Terms)
	}
	switch {
	case t.Asked && t.Counted && n.fact.Value.Kind == facts.Count:
		return n.asked.hasAny(t.Terms)
	case t.Class >= question.Number || t.Class == question.Salient:
		return n.core.hasAny(t.Terms) || p.holds.hasAny(t.Terms)
	}
	return n.explains.hasAny(t.Terms)
}

// onlySpeaks reports whether the only company of the question that a fact
// knows is the one who says so, though the question does not ask what is said.
func (e *Engine) onlySpeaks(q question.Query, n *entry, p *phrase) bool {
	if n.fact == nil || p.deny || q.Says {
		return false
	}
	f, speaks := n.fact, false
	for _, t := range q.Tokens {
		if t.Class != question.Entity || t.Sort != "company" || t.Background() {
			continue
		}
		if isParty(f, t.Entity) {
			return false
		}
		speaks = speaks || t.Entity == f.By
	}
	return speaks
}

// shutsOut reports whether a fact has another word in the place of one of the
// question's, and not that: the second for the first.
func (e *Engine) shutsOut(q question.Query, n *entry) bool {
	for _, t := range q.Tokens {
		if t.Background() || len(t.Terms) == 0 || n.core.has(t.Terms[0]) {
			continue
		}
		kin := e.contrast[t.Terms[0]]
		both := slices.ContainsFunc(q.Tokens, func(o question.Token) bool { // "filed but not granted"
			return len(o.Terms) > 0 && slices.Contains(kin, o.Terms[0]) && n.core.has(o.Terms[0])
		})
		if !both && slices.ContainsFunc(kin, n.core.has) {
			return true
		}
	}
	return false
}

// kindFits reports whether an entry has the kind of answer that is wanted.
func kindFits(q question.Query, n *entry) bool {
	switch q.Kind {
	case question.Who, question.When, question.Where, question.Amount, question.Define:
		return q.YesNo || n.gap != nil || n.kinds[q.Kind]
	}
	return true
}

// swapped reports whether the question has the parties the other way round: than
// the way of asking it is most like, or, where that tells nothing, than a fact
// in which roles matter.
func (e *Engine) swapped(q question.Query, n *entry, p *phrase) bool {
	for _, o := range q.Orders {
		turned := question.Order{Agent: o.Patient, Patient: o.Agent}
		switch {
		case slices.Contains(p.orders, o):
			return false
		case slices.Contains(p.orders, turned):
			return true
		case n.fact == nil || p.deny || !e.roles[n.fact.Relation]:
		case o.Patient == n.fact.Subject && (o.Agent == "" || slices.Contains(n.fact.With, o.Agent)), o.Patient == "" && slices.Contains(n.fact.With, o.Agent):
			return true
		}
	}
	return false
}
