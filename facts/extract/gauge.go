package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// gauge is a figure on its way to a fact: what it measures, and whose it is.
type gauge struct {
	*measuring
	f        *figure
	before   *figure // the one before it, if any
	place    int     // of its clause among those of the sentence
	cl       clause  // what tells of it
	said     clause  // and with what it speaks of, if that stands before
	relation string
	subject  *party
	paired   bool // told by its place in a list whose it is
}

// measuring is what is known of the figures of a sentence so far.
type measuring struct {
	*reading
	s             *sentence
	voices        []voice
	pairs, places map[*figure]*party // of lists: whose, and of where
	bearers       map[*figure]*party // whose the figures so far are
	foreseen      map[*figure]bool   // those so far that their bearers expect
}

// measured makes a fact of each figure whose bearer is certain.
func (r *reading) measured(s *sentence, voices []voice) {
	all := &measuring{reading: r, s: s, voices: voices, pairs: r.respectively(s), places: s.inPlaces(), bearers: map[*figure]*party{}, foreseen: map[*figure]bool{}}
	for i := range s.figures {
		g := &gauge{measuring: all, f: &s.figures[i]}
		if i > 0 {
			g.before = &s.figures[i-1]
		}
		if !g.measures() {
			continue
		}
		g.scope()
		g.relate()
		g.assign()
		g.correct()
		if g.subject == nil {
			continue
		}
		if fact, ok := g.tell(); ok {
			g.weigh(&fact)
			r.put(fact)
		}
	}
}

// measures says whether a figure is one by which something is measured, and of which
// something is asserted.
func (g *gauge) measures() bool {
	s, f := g.s, g.f
	if g.used[f] || f.kind == facts.Count && f.noun == "" && !g.nounBefore(s, f) && !g.nounElsewhere(s, f) {
		return false
	}
	if trivial(s, f) || f.kind == facts.Money && withSales.MatchString(s.text[:f.from]) {
		return false
	}
	g.place = s.clauseAt(f.from)
	g.cl = s.clauses[g.place]
	thought := s.isThought(g.cl, f) || s.isSupposed(f.from) || s.isHypothetical(f.from)
	return !thought && (g.reading.at == "correction" || !notThis.MatchString(s.text[:f.from]))
}

// scope widens the clause of a figure to what it goes on from.
func (g *gauge) scope() {
	s := g.s
	if g.place > 0 && (g.cl.lead == "or" || // "€6m on research, or 4% of sales"
		movedLead[g.cl.lead] && g.f.from > g.cl.from+1) { // "…, up from $2, together with a fee of $5m"
		g.cl.from = s.clauses[g.place-1].from
	}
	g.said = g.cl
	if g.place > 0 && (relative[g.cl.lead] || // "a royalty, which must not exceed 0.5 %"
		strings.HasSuffix(s.text[:g.cl.from], ": ") && !s.says(g.place-1)) { // "operating income: NOK 612 million"
		g.said.from = max(s.clauses[g.place-1].from, g.cl.from-antecedent)
	}
}

// of is what another figure of the sentence measures by the words of its own clause.
func (g *gauge) of(o *figure) string { return relationOf(g.s, g.s.clauses[g.s.clauseAt(o.from)], o) }

// between is what stands between a figure and the one before it, if that is of the
// same kind.
func (g *gauge) between() (text string, ok bool) {
	if g.before == nil || g.before.kind != g.f.kind {
		return "", false
	}
	return g.s.text[min(g.before.to, g.f.from):g.f.from], true
}

// relate finds what a figure measures: by the words around it, or, where they tell
// little, by the figure that it stands beside.
func (g *gauge) relate() {
	s, f, cl := g.s, g.f, g.cl
	g.relation = relationOf(s, g.said, f)
	if i := s.clauseAt(cl.from); g.vague() && cl.lead == "" && i > 1 && relative[s.clauses[i-1].lead] { // "its shares, which …, closed 6% lower"
		g.relation = relationOf(s.without(s.clauses[i-2].to, cl.from), clause{from: s.clauses[i-2].from, to: cl.to}, f)
	}
	between, same := g.between()
	if g.relation == "figure" && same && itMoved.MatchString(s.text[cl.from:max(cl.from, f.from)]) { // "…; it fell to $31m in 2039"
		g.relation = g.of(g.before)
	}
	if o := s.sameThen(f); o != nil {
		g.relation = g.of(o)
	}
	if o := s.comparedWith(f); o != nil && (o == s.pairedWith(f) || movedFrom.MatchString(s.text[:f.from]) || g.vague() || f.kind == facts.Count) {
		g.relation = g.of(o)
	}
	if g.relation == "share-of" && same && offered.MatchString(between) && g.of(g.before) == "royalty-rate" {
		g.relation = "royalty-rate" // "a rate of 3 %, while Castle contended that 1 %"
	}
	if g.relation == "figure" && same && between == " to " { // "rises from $17 to $18"
		g.relation = g.of(g.before)
	}
	if g.relation != "figure" || f.kind != facts.Money {
		return
	}
	if forSum.MatchString(s.text[:f.from]) { // "sold 48 of them to Castle, a firm of Oslo, for $4m"
		if whole := relationOf(s, clause{to: len(s.text)}, f); whole == "sale" || whole == "acquisition" {
			g.relation = whole
			return
		}
	}
	if same && g.inRow(s, f) {
		g.relation = g.of(g.before) // "Orbex had sales of €2m, Castle €3m"
	}
}

// vague says whether what a figure measures is hardly told.
func (g *gauge) vague() bool {
	return g.relation == "figure" || g.relation == "change" || g.relation == "share-of"
}

// assign finds whose a figure is: by its place in a list, or by what is said of it, but
// not where somebody without a name is who it may be of.
func (g *gauge) assign() {
	s, f, cl := g.s, g.f, g.cl
	if g.subject, g.paired = g.pairs[f], g.pairs[f] != nil; !g.paired {
		g.subject = g.bearer(s, f, g.voices)
		if g.unnamed() {
			g.subject = g.self
		}
	}
	if s.ofACompany(f.from) || // "a company that has sued eleven"
		(g.relation == "payment" || g.relation == "royalties-paid") && !s.namedWithin(cl.from, f.from) && s.hasSubject(cl, f) { // "companies with fewer than 50 people will pay"
		g.subject = g.self
	}
	o := s.comparedWith(f)
	if !g.paired {
		if o != nil && g.bearers[o] != nil && !s.namedWithin(o.to, f.from) {
			g.subject = g.bearers[o]
		}
		if g.before != nil && g.bearers[g.before] != nil && s.partOfThat(g.before, f) {
			g.subject = g.bearers[g.before]
		}
		if n := s.heldAgainst(f); n != nil { // "a quarter of the market, against 9% for Orbex"
			g.subject = n.party
		}
	}
	g.bearers[f] = g.subject
	if o != nil && f.kind == facts.Money && f.per == "" && o.per != "" && movedFrom.MatchString(s.text[:f.from]) { // "$3 per device, up from $2"
		f.per, f.text = o.per, f.text+" per "+o.per
	}
}

// unnamed says whether a figure belongs to somebody, or something, whom no name is
// given, whoever else is named around it.
func (g *gauge) unnamed() bool {
	s, f, cl := g.s, g.f, g.cl
	if g.cast.home == nil {
		switch {
		case cl.strange && !s.namedWithin(cl.from, f.from) && thatOne.MatchString(s.text[cl.from:]),
			relative[cl.lead] && !s.namedWithin(0, f.from) && !ownThings.MatchString(s.text[:cl.from]), // "the jurors, who took four hours"
			cl.lead == "that" && g.relation == "duration" && s.toldOfThing(cl):                         // "the quarrel that has divided Orbex's licensees for two years"
			return true
		}
	}
	return g.subject != g.self && (g.strayed(s, cl, f) || s.ofOthers(cl, f) || s.isSubject(cl, f))
}

// correct mends whose a figure is, and what it measures, where the two do not go
// together: a court has no sales, and whose rate it is may stand a sentence before.
func (g *gauge) correct() {
	s, f, cl := g.s, g.f, g.cl
	v := voiceOver(g.voices, f.from)
	if g.subject != nil && g.subject.kind == "product" && g.relation == "vote" { // a standard is voted on
		g.subject = cmp.Or(g.cast.home, g.self)
	}
	if relative[cl.lead] && !g.paired && suedFor.MatchString(s.text[cl.from:f.from]) || // "sued Orbex, which makes pens, for $4m"
		judges(g.subject) && f.kind == facts.Money && g.memory.sued == nil {
		g.subject = g.self
	}
	if g.relation == "patents-asserted" && v != nil && v.by.isOrg() { // "it claims that Castle infringes two patents"
		g.subject = v.by
	}
	if sampled.MatchString(s.text[:f.from]) || targetPrice.MatchString(s.text[cl.from:cl.to]) ||
		documentNoun.MatchString(f.noun) && (cl.subject == nil || f.number < 100 || documentNP.MatchString(s.text[:f.from])) {
		g.subject = g.self
	}
	if m := g.memory.company; g.subject == g.self && m != nil && g.memory.companyIn == s.unit && (g.relation == "price" && licenceWord.MatchString(s.text) || g.relation == "royalty-rate") && g.reading.at != "standfirst" {
		g.subject = m // whose licence the paragraph is about
	}
	if g.relation == "licensees" && g.subject == g.self && v != nil && v.by.isOrg() && !v.outside {
		g.subject = v.by // "Orbex says that nine makers have taken licences"
	}
	if n := s.lastBefore(f.from); n != nil && n.party == g.subject && n.to == f.from-1 && paidWhom.MatchString(s.text[:n.from]) || // "ordered it to pay Orbex $4m"
		business[g.relation] && judges(g.subject) {
		g.subject = g.self
	}
	if g.subject == g.self && needsOwner[g.relation] || partOfAll[g.relation] && g.partly() {
		g.relation = wider[f.kind]
	}
	if g.ofNobody() {
		g.subject = g.self
	}
	if g.relation == "patents-held" && ofThose.MatchString(s.text[:f.from]) {
		g.relation = "figure"
	}
}

// partly says whether a number is only of some among those that there are.
func (g *gauge) partly() bool {
	s, f := g.s, g.f
	behind := s.text[f.from:]
	first := len(strings.Fields(behind)[0])
	return f.number < 10 && f.kind == facts.Count && f.text[0] == s.numeral(f) && !hasBefore.MatchString(s.text[:f.from]) ||
		ofThem.MatchString(s.text[f.to:]) || someDo.MatchString(s.text[f.to:]) || partOfAllRE.MatchString(behind) || ofThose.MatchString(s.text[:f.from]) || ofThem.MatchString(behind[first:])
}

// ofNobody says whether a number or a share is of nobody that the sentence names.
func (g *gauge) ofNobody() bool {
	s, f, cl := g.s, g.f, g.cl
	if g.cast.home != nil {
		return false
	}
	number := g.relation == "figure" && f.kind == facts.Count
	outside := s.outsideVoices(g.voices, g.subject)
	cited := outside < len(s.text)
	if (number || g.relation == "share-of" && cited) && !g.bullet && !s.namedWithin(0, outside) && (!g.cast.dominant || cited || s.hasSubject(cl, f)) {
		return true
	}
	return number && cl.lead != "that" && !relative[cl.lead] && !s.namedWithin(cl.from, cl.to) && s.doesIt(cl, f) // "because 40,000 commuters depend on it"
}

// tell makes a fact of a figure, unless what is said with it tells nothing, or is kept
// as what somebody says, or denies.
func (g *gauge) tell() (fact found, ok bool) {
	s, f, cl := g.s, g.f, g.cl
	fact = g.fact(s, f.from, g.subject, g.relation, g.voices)
	if g.relation == "stake" {
		if !s.namedWithin(cl.from, f.from) && ownersNP.MatchString(s.text[cl.from:max(cl.from, f.from)]) {
			fact.subject = g.self // "the founder's family holds 34%"
		}
		fact.with = s.heldIn(cl, f, g.subject)
	}
	if p := cmp.Or(g.places[f], s.placeBehind(f)); p != nil {
		fact.about = append(fact.about, p.name)
	}
	fact.clause = s.text[min(g.said.from, cl.from):cl.to]
	fact.kind, fact.value, fact.per, fact.noun = f.kind, f.text, f.per, f.noun
	fact.old = oldBefore.MatchString(ending(s.text[:f.from])) && (movedVerb.MatchString(s.text) || !strings.HasSuffix(strings.ToLower(strings.TrimRight(s.text[:f.from], " ")), "from"))
	led := s.text[cl.from:max(cl.from, f.from)]
	if fact.period, fact.yearLabel = g.periodOf(s, f, fact.old); targetPrice.MatchString(led) {
		fact.period = "" // of a share, for no year
	}
	if now := isNow.FindStringIndex(led); now != nil && !slices.ContainsFunc(s.dates, func(d date) bool { return d.from >= cl.from+now[0] && d.from < cl.to }) {
		fact.period, fact.yearLabel = "", "" // "…, up from $8m a year before, and it now counts 61 licensees"
	}
	if fact.relation == "forecast" && fact.old && fact.yearLabel == "" {
		fact.yearLabel = "before"
	}
	ofNobody := g.subject == g.self
	v, negated := voiceOver(g.voices, f.from), s.negated(f.from)
	switch {
	case g.relation == "duration" && ofNobody && f.noun == "hours", // how long it took
		untoldClause(s, cl) || cl.dummy && f.kind == facts.Count,
		saysNot.MatchString(s.text[:f.from]) || negated && s.isQuoted(f.from), // what is said is kept as such
		v != nil && v.denial, // so is what is denied
		negated && ofNobody && f.kind == facts.Count && cl.lead == "because": // what nobody by name does not do
		return found{}, false
	}
	return fact, true
}

// isNow says of what stands in the present that it does.
var isNow = regexp.MustCompile(`\b(?:it|they|he|she|which|company|group|firm) now \p{L}+s?\b`)

// weigh says how a figure holds: that it is, is not, or is expected, and by whom.
func (g *gauge) weigh(fact *found) {
	s, f, cl, relation := g.s, g.f, g.cl, g.relation
	led, compared := s.text[cl.from:max(cl.from, f.from)], s.comparedWith(f)
	expect := func(how facts.Stance, by *party) {
		fact.relation, fact.measure, fact.how, fact.by = "forecast", relation, how, by
	}
	switch {
	case s.negated(f.from) && relation != "duration" && !s.betweenCommas(f) && !(f.kind == facts.Percent && f.from-cl.from < 12):
		fact.kind, fact.value = facts.Text, clip("not: "+predicate(s, cl))
		fact.negated = true
	case haveDone.MatchString(s.text[min(cl.from, f.from):f.from]) && fact.kind != facts.Count:
		fact.relation, fact.measure = "forecast", relation
	case s.foretold(cl, f) && !strings.Contains(strings.ToLower(s.text[cl.from:cl.to]), "than expected") && relation != "damages":
		fact.relation, fact.measure = "forecast", relation
		if fact.how == facts.Reported {
			fact.how, fact.by = facts.Claimed, g.subject
		}
	}
	if compared != nil && g.foreseen[compared] && fact.kind == f.kind && fromBefore.MatchString(s.text[:f.from]) { // "guidance of $5m, from $4m"
		expect(facts.Claimed, g.subject)
	}
	if fact.how == facts.Reported && fact.kind != facts.Text && wanted.MatchString(led) {
		fact.how, fact.by = facts.Claimed, g.subject
	}
	if relation == "figure" && fact.relation == relation && g.leftAsForeseen() {
		expect(facts.Claimed, g.subject)
	}
	if fact.relation == "forecast" && g.cast.home == nil && weForesee.MatchString(led) && !s.isQuoted(f.from) {
		fact.how, fact.by = facts.Opinion, g.voice()
	}
	g.foreseen[f] = fact.relation == "forecast" && fact.how == facts.Claimed
	g.guessed(fact, s.text[:f.from])
	if fact.kind != facts.Text && g.cast.home == nil && ownBehind.MatchString(s.text[f.to:]) { // "above the 3 % that we had expected"
		expect(facts.Opinion, g.voice())
	}
	if fact.kind != facts.Text && marketBehind.MatchString(s.text[f.to:]) { // "short of the $331m that the market had expected"
		expect(facts.Claimed, g.self)
	}
	if relation == "figure" && fact.relation == "forecast" && theFigure.MatchString(led) {
		fact.measure = g.figureBefore(fact)
	}
	if compared != nil {
		g.guessed(fact, s.text[:compared.from])
	}
}

// leftAsForeseen says whether a sum is an outlook because the first of the sentence is
// one: "…, and left that for cash flow unchanged at $5m".
func (g *gauge) leftAsForeseen() bool {
	s, f, first := g.s, g.f, &g.s.figures[0]
	return f.kind == facts.Money && unchanged.MatchString(s.text[g.cl.from:g.cl.to]) && g.foreseen[first] &&
		slices.ContainsFunc(s.figures, func(o figure) bool { return o.to < f.from && o.kind == f.kind })
}
