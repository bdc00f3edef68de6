package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// strayed says whether the words before a figure have a subject of their own that
// is nobody known and nothing that a company simply has: "the damages are 15% of".
func (r *reading) strayed(s *sentence, cl clause, f *figure) bool {
	if r.cast.home != nil || r.bullet || r.at == "standfirst" || f.from < cl.from || relative[cl.lead] {
		return false
	}
	if !s.namedWithin(0, f.from) && gerundHead.MatchString(s.text[cl.from:f.from]) { // "Opposing a patent costs $10,000"
		return true
	}
	if !s.namedWithin(0, f.from) && countsBefore.MatchString(s.text[cl.from:f.from]) && !ownThings.MatchString(lastWord.ReplaceAllString(s.text[cl.from:f.from], "")) { // "The pool counts 63"
		return true
	}
	if s.namedWithin(0, len(s.text)) {
		return false
	}
	verb := verbIn(s.text[:f.from], cl.from)
	return verb > cl.from && subjectWords(noDates(s, cl.from, verb)) && !ownThings.MatchString(s.text[cl.from:verb])
}

// hasSubject says whether the words before a figure have a subject of their own
// that is nothing a company simply has.
func (s *sentence) hasSubject(cl clause, f *figure) bool {
	for _, at := range wordAt.FindAllStringIndex(s.text[cl.from:max(cl.from, f.from)], -1) {
		if word := s.text[cl.from+at[0] : cl.from+at[1]]; at[0] > 0 && finite(word) {
			before := ofWhatNP.ReplaceAllString(noDates(s, cl.from, cl.from+at[0]), "")
			return subjectWords(before) && !ownThings.MatchString(before)
		}
	}
	return false
}

// ofACompany says whether a place stands in what is told of a company without a name:
// "a company that has sued eleven makers".
func (s *sentence) ofACompany(at int) bool {
	all := aCompany.FindAllStringIndex(s.text[:at], -1)
	return all != nil && !s.namedWithin(all[len(all)-1][1], at) && !strings.ContainsAny(s.text[all[len(all)-1][1]:at], ",;")
}

// toldOfThing says whether a clause with "that" tells more of a thing, and not what
// somebody says.
func (s *sentence) toldOfThing(cl clause) bool {
	first, after, _ := strings.Cut(s.text[cl.from:cl.to], " ")
	return verbLike(first, after) && !claimRE.MatchString(s.text[max(0, cl.from-len("complained that ")):cl.from]) && !slices.ContainsFunc(s.names, func(n mention) bool { return n.to < cl.from && cl.from-n.to < len(" that ")+2 })
}

// ofWhatNP is what a subject has behind it: "companies with fewer than 50 people".
var ofWhatNP = regexp.MustCompile(` (?:with|of|in|from|that|who|which|for|at|on)\b.*$`)

var wordAt = regexp.MustCompile(`\pL+`)

// ofOthers says whether a figure is told of somebody without a name: "he says that
// cloud providers take 90%".
func (s *sentence) ofOthers(cl clause, f *figure) bool {
	if i := s.clauseAt(f.from); cl.lead == "and" && i > 0 && s.clauses[i-1].lead == "that" && s.firstActor(cl.from, cl.to) == nil {
		cl = s.clauses[i-1] // "… and do two percent of the work"
	}
	return cl.lead == "that" && (f.kind == facts.Percent || f.kind == facts.Multiple) && cl.from < f.from && !s.namedWithin(cl.from, f.from) && s.hasSubject(cl, f)
}

// isSubject says whether a share does something itself, so that it is of what it
// is a part of: "one in ten engineers would know".
func (s *sentence) isSubject(cl clause, f *figure) bool {
	if f.kind != facts.Percent && f.kind != facts.Multiple || f.per != "" || s.ofOwner(f) != nil || s.doneBy(f) != nil {
		return false
	}
	head := strings.TrimSpace(s.text[min(cl.from, f.from):f.from])
	if theRest.MatchString(head) {
		return true
	}
	if head != "" && !strings.HasSuffix(s.text[:f.from], " that ") {
		return false
	}
	words := strings.Fields(partNoun.FindString(s.text[f.to:]))
	for i, w := range words {
		if i > 0 && finite(w) {
			return words[i-1] != "of" && !s.namedWithin(f.to, f.to+strings.Index(s.text[f.to:], " "+w))
		}
	}
	return false
}

// theRest is a share that is left.
var theRest = regexp.MustCompile(`^(?i:the (?:remaining|other|rest))$`)

// partNoun is what a share is of, right behind it, and a verb.
var partNoun = regexp.MustCompile(`^(?:\s\pL+){2,6}`)

// gerundHead begins a clause about doing something.
var gerundHead = regexp.MustCompile(`^(?i:\p{L}{3,}ing (?:an?|the|such|any|one) )`)

// countsBefore is a subject of its own and a verb right before a figure.
var countsBefore = regexp.MustCompile(`^(?i:the|this|that|these|those|an?) (?:\p{Ll}+ ){1,3}?\p{Ll}+s (?:now |currently )?$`)

// lastWord is the verb that a subject and a figure stand around.
var lastWord = regexp.MustCompile(`\pL+\s*(?:now |currently )?$`)

// namedWithin says whether a stretch names an organisation or who stands for one.
func (s *sentence) namedWithin(from, to int) bool {
	return slices.ContainsFunc(s.names, func(n mention) bool { return n.from >= from && n.to <= to && n.party.kind != "place" })
}

// noDates is a stretch without the dates in it.
func noDates(s *sentence, from, to int) string {
	text := []byte(s.text[from:to])
	for _, d := range s.dates {
		for i := max(d.from, from); i < min(d.to, to); i++ {
			text[i-from] = ' '
		}
	}
	return string(text)
}

// inRow says whether a figure stands right behind a name in a row of such.
func (r *reading) inRow(s *sentence, f *figure) bool {
	return slices.ContainsFunc(s.names, func(n mention) bool { return n.to == f.from-1 && n.from > 0 && elliptical.MatchString(s.text[:n.from]) })
}

// judging are bodies that do no business, and business what they do not do.
var judging, business map[string]bool

// judges tells a court or a judge, of whom no figure of business is.
func judges(p *party) bool {
	if p == nil || p.judge || p.kind != "body" {
		return p != nil && p.judge
	}
	low := strings.ToLower(p.name)
	return judging[low[strings.LastIndexByte(low, ' ')+1:]] || courtOf.MatchString(low)
}

// courtOf is a court by its name, whatever stands behind: "the Court of Appeal".
var courtOf = regexp.MustCompile(`\b(?:courts?|tribunal)\b`)

// antecedent is how far before a clause with "which" stands what it is about.
const antecedent = 40

// nearReach is how far from a figure the words may stand that say what it is of.
const nearReach = 70

// wanted leads up to what somebody asked for and had not got, and fromBefore to what
// stood in a figure's place before.
var (
	wanted     = regexp.MustCompile(`\b(?:had (?:asked (?:(?:the |its )?\p{L}+ )?for|demanded|sought|claimed)|(?:is|are|was|were) (?:seeking|asking for|demanding))\b[^,;]*$`)
	fromBefore = regexp.MustCompile(`\b(?:from|(?:compared|up|down) (?:with|to|from|on)|against|instead of)\s$`)
)

// ownersNP is who holds shares without a name.
var ownersNP = regexp.MustCompile(`(?i)\b(?:family|founders?|management|employees|staff|trust|brothers|heirs)\b`)

// licenceWord shows a price to be that of a licence.
var licenceWord = regexp.MustCompile(`(?i)\b(?:licen[cs]\w*|fees?|subscriptions?|members?\w*|rates?)\b`)

// heldAgainst is whose a figure is that another is held against: the name right behind it.
func (s *sentence) heldAgainst(f *figure) *mention {
	if !oldBefore.MatchString(ending(s.text[:f.from])) {
		return nil
	}
	for i := range s.names {
		if n := &s.names[i]; n.party.isOrg() && (s.text[f.to:max(f.to, n.from)] == " for " || s.text[f.to:max(f.to, n.from)] == " at ") {
			return n
		}
	}
	return nil
}

// partOfThat says whether a figure is told only of the one before it: "63 licensees,
// 11 of which", "2,000 patents in 38 countries".
func (s *sentence) partOfThat(before, f *figure) bool {
	return ofThem.MatchString(s.text[f.to:]) || f.kind == facts.Count && before.kind == facts.Count && whereIn.MatchString(s.text[min(before.to, f.from):f.from]) && len(s.text[min(before.to, f.from):f.from]) < 6
}

// marketBehind says of a figure before it that others reckoned with it.
var marketBehind = regexp.MustCompile(`^\s(?:that |which )?(?:the (?:market|consensus|street)|analysts|investors|economists) (?:had |has |have )?(?:expected|forecast|predicted|looked for|reckoned with)\b`)

// ownBehind says so of who writes.
var ownBehind = regexp.MustCompile(`^\s(?:that |which )?we (?:had |have )?(?:expected|forecast|predicted|looked for|pencilled in|assumed|modelled)\b`)

// outsideVoices is where a sentence ends, or where it begins to name whom it goes by,
// if that is not whose a figure may be.
func (s *sentence) outsideVoices(voices []voice, owner *party) int {
	for _, v := range voices {
		if v.outside && v.by != owner {
			return v.verb
		}
	}
	return len(s.text)
}

// othersToo is who else has a share of the same, without a name.
var othersToo = regexp.MustCompile(`\d ?(?:%|per cent|percent|m|bn|million|billion),? (?:and|but|while) the (?:\p{Ll}+ ){1,2}$`)

// votesFor is what stands between votes and for whom they were.
var votesFor = regexp.MustCompile(`^(?: votes?)? for (?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?$`)

// betweenCommas says whether a figure only stands beside what is said: "its offer,
// $3 per device, was not fair".
func (s *sentence) betweenCommas(f *figure) bool {
	return strings.HasSuffix(s.text[:f.from], ", ") && strings.HasPrefix(s.text[f.to:], ", ")
}

// theFigure speaks of the figure given before: "it expects the figure to pass".
var theFigure = regexp.MustCompile(`(?i)\b(?:the|this|that) (?:figure|number|total|sum|amount) (?:to|will|would|should)\b`)

// figureBefore is what the figure of the same sort that the unit gave last measures.
func (r *reading) figureBefore(f *found) string {
	for _, o := range slices.Backward(r.found) {
		if o.at[0] == f.at[0] && o.subject == f.subject && o.kind == f.kind && o.relation != "figure" && o.relation != "forecast" {
			return o.relation
		}
	}
	return f.measure
}

// weForesee is an author's own forecast.
var weForesee = regexp.MustCompile(`(?i)\bwe (?:now |still |also )?(?:forecast|expect|predict|estimate|project|look for|pencil in|model)\b`)

// thatOne begins a clause about something pointed at: "because that agreement covered".
var thatOne = regexp.MustCompile(`^(?:that|this|these|those|such) \p{Ll}`)

// foretold says whether a figure is said to be expected: before it, or behind it in
// the passive.
func (s *sentence) foretold(cl clause, f *figure) bool {
	at, from := max(cl.from, f.from), cl.from
	if i := s.clauseAt(cl.from); i > 0 && strings.HasSuffix(s.text[:cl.from], ": ") { // "our outlook: sales of $5m"
		from = s.clauses[i-1].from
	}
	return forecastRE.MatchString(s.text[from:at]) || expectedBehind.MatchString(s.text[f.to:max(f.to, cl.to)])
}

var expectedBehind = regexp.MustCompile(`(?i)\b(?:is|are|was|were) (?:expected|forecast|projected|anticipated)\b|^\s(?:expected|forecast|projected)\b`)

// guessed marks a figure that is only what somebody reckoned with.
func (r *reading) guessed(f *found, before string) {
	switch {
	case f.kind == facts.Text:
	case ownGuess.MatchString(before) && r.cast.home == nil && f.relation == "forecast":
		f.how, f.by = facts.Opinion, r.voice()
	case ownGuess.MatchString(before) && r.cast.home == nil:
		f.relation, f.measure, f.how, f.by = "forecast", f.relation, facts.Opinion, r.voice()
	case targetOf.MatchString(before) && f.how == facts.Reported && f.relation != "forecast":
		f.relation, f.measure, f.how, f.by = "forecast", f.relation, facts.Claimed, f.subject
	case marketGuess.MatchString(before):
		f.relation, f.measure, f.how, f.by = "forecast", f.relation, facts.Claimed, r.self
	}
}

var (
	ownGuess    = regexp.MustCompile(`(?i)\bour (?:[\p{L}\d-]+ ){0,3}(?:estimates?|forecasts?|expectations?|target)(?: price)?(?: (?:of|for)(?: [\p{L}\d-]+){1,4}?)? (?:of|at|to|from)\s(?:about |some )?$|\bour\s$|\bour (?:\p{Ll}+ )?model (?:now )?\p{Ll}+s?\b[^,;]*$`)
	targetOf    = regexp.MustCompile(`(?i)\b(?:its|their|our|'s) (?:[\p{L}-]+ ){0,4}(?:target|guidance|outlook|forecast|goal) of\s(?:about |some |around |roughly |at least )?$`)
	marketGuess = regexp.MustCompile(`(?i)\b(?:analysts'?|consensus|market|street) (?:[\p{L}-]+ ){0,2}(?:estimates?|forecasts?|expectations?|figures?|number) (?:of|at)\s(?:about |some )?$|\b(?:analysts|the market) (?:had )?expected (?:about |some )?$`)
)

// numeral is the first byte of a figure's text where it is written in letters, else 0.
func (s *sentence) numeral(f *figure) byte {
	if strings.ContainsAny(s.text[f.from:f.to], "0123456789") {
		return 0
	}
	return f.text[0]
}

// needsOwner are relations that say nothing where it is not told whose figure it
// is; partOfAll those of which a small number is most likely a part.
var needsOwner, partOfAll map[string]bool

// hasBefore shows a number to be all that somebody has.
var ofThem = regexp.MustCompile(`^ of (?:them|these|those|whom|which)\b`)

// partOfAllRE is a number that is part of another: "131 of the Forum's 174 members".
var partOfAllRE = regexp.MustCompile(`^(?:\p{Ll}+ )?[\d,]+ of (?:(?:the|its|their|\pL[\pL ]*'s?) ?(?:[\pL ]+'s )?\d|(?:the|these|those) \p{Ll})`)

var hasBefore = regexp.MustCompile(`(?i)\b(?:has|have|had|with|counts?|employs?|owns?|holds?|total(?:s|led)?|represents?|includes?)\s(?:only |just |now |some )*$`)

// targetPrice is what an analyst holds a share to be worth.
var targetPrice = regexp.MustCompile(`(?i)\b(?:price target|target price)\b`)

// withSales picks some out by what they sell.
var withSales = regexp.MustCompile(`(?i)\b(?:companies|firms|those|manufacturers|users|studios|makers|members|licensees) (?:with|having|whose) (?:annual |yearly |net )?(?:sales|revenues?|turnover|income)(?: is| are| of| exceeds?)?\s$|\b(?:above|below|beyond|exceeding) (?:annual |yearly |net |total )*(?:sales|revenues?|turnover) of\s$`)

// comparedWith is the figure before one that stands only beside it: "$3.40, down
// from $4.10".
func (s *sentence) comparedWith(f *figure) *figure {
	if !oldBefore.MatchString(ending(s.text[:f.from])) && s.pairedWith(f) == nil {
		return nil
	}
	if o := s.pairedWith(f); o != nil {
		return o
	}
	for i := len(s.figures) - 1; i >= 0; i-- {
		if o := &s.figures[i]; o.to <= f.from && o.kind == f.kind && o.noun == f.noun && !strings.Contains(s.text[o.to:f.from], " and the ") && !finiteWithin(strings.ReplaceAll(s.text[o.to:f.from], "compared", "")) {
			return o
		}
	}
	return nil
}

// forSum leads up to what something is bought or sold for.
var forSum = regexp.MustCompile(`\bfor (?:an? (?:\p{Ll}+ )?(?:consideration|sum|price) of )?$`)

// paidWhom leads up to who is paid.
var paidWhom = regexp.MustCompile(`\b(?:pay|pays|paid|paying|owes|owed) (?:the )?$`)

// offered leads from one side's figure to the other's.
var offered = regexp.MustCompile(`\b(?:contended|argued|offered|proposed|maintained|countered|submitted)\b`)

// unchanged is how a forecast is left as it was.
var unchanged = regexp.MustCompile(`\b(?:left|leaves?|kept|keeps?|unchanged|maintained)\b`)

// movedLead joins to a figure what it was before.
var movedLead = map[string]bool{"up from": true, "down from": true, "compared with": true, "compared to": true}

// movedFrom leads from a figure to what it was before.
var movedFrom = regexp.MustCompile(`(?i)\b(?:up|down|increased|raised|reduced|cut|lowered) from\s(?:about |some |over |nearly )?$`)

// pairedWith is which of two figures one of two behind them is held against: "sales of
// $9m and profit of $2m, against $8m and $1m".
func (s *sentence) pairedWith(f *figure) *figure {
	var same []*figure
	at := -1
	for i := range s.figures {
		if o := &s.figures[i]; o.kind == f.kind {
			if o.from == f.from {
				at = len(same)
			}
			same = append(same, o)
		}
	}
	if len(same) != 4 || at < 2 || s.text[same[2].to:same[3].from] != " and " || !oldBefore.MatchString(s.text[:same[2].from]) || !strings.Contains(s.text[same[0].to:same[1].from], " and ") {
		return nil
	}
	return same[at-2]
}

// itMoved is how the figure before goes on.
var itMoved = regexp.MustCompile(`^(?i:and |but )?(?:(?i:it|that|this) (?:then |had |has )?(?:rose|fell|dropped|grew|climbed|slipped|jumped|went up|went down|declined|increased|decreased|shrank)(?: again| further| sharply)? to |(?:(?i:it|that|this) )?(?:should|will|may|could|is expected to) (?:exceed|reach|pass|top|(?:rise|grow|climb|fall|drop|slip) (?:to|above|below)) |remains? (?:at |unchanged at )?)`)

// suedFor leads from an aside to what the sentence goes on with.
var suedFor = regexp.MustCompile(`, for\s(?:about |some |over |nearly )?$`)

// sameThen is the figure before one that gives the same for another time:
// "revenue of £61m, up 8% (H1 2040: £57m)".
func (s *sentence) sameThen(f *figure) *figure {
	if !datedBracket.MatchString(noDates(s, 0, f.from)) {
		return nil
	}
	for i := len(s.figures) - 1; i >= 0; i-- {
		if o := &s.figures[i]; o.to <= f.from && o.kind == f.kind && !s.inBrackets(o.from) {
			return o
		}
	}
	return nil
}

// datedBracket is an opened bracket with a date and a colon, the date left blank.
var datedBracket = regexp.MustCompile(`\(\s+:\s$`)

// doesIt says whether those counted at a clause's head do something themselves:
// "two shipyards in Korea pushed".
func (s *sentence) doesIt(cl clause, f *figure) bool {
	if f.from > cl.from && strings.TrimSpace(s.text[cl.from:f.from]) != "" || ofPeople.MatchString(f.noun) {
		return false
	}
	return doesBehind(s.text[f.to:]) || finiteWithin(inPlace.FindString(s.text[f.to:]))
}

// inPlace is where those counted are, and the word behind.
var inPlace = regexp.MustCompile(`^ (?:in|from|of|at) (?:the )?(?:\p{Lu}\pL+ ?){1,3} ?\p{Ll}+`)

// doesBehind says whether a verb stands right behind.
func doesBehind(text string) bool {
	next, _, _ := strings.Cut(strings.TrimPrefix(text, " "), " ")
	return finite(next)
}

// saysNot leads up to what is not said to be so: "it does not say that 4% is fair".
var saysNot = regexp.MustCompile(`(?i)\bnot (?:say|state|mean|follow) that\b`)

// heldIn is of whom a stake is: who stands behind it, or is meant by "in which".
func (s *sentence) heldIn(cl clause, f *figure, owner *party) []*party {
	if p := s.partyAt(f.to, 30, owner); p != nil && ofBehind.MatchString(s.text[f.to:]) {
		return []*party{p}
	}
	if n := s.lastBefore(cl.from); n != nil && n.party != owner && cl.lead == "which" && inWhich.MatchString(s.text[:cl.from]) {
		return []*party{n.party}
	}
	return nil
}

var (
	ofBehind = regexp.MustCompile(`^(?:\sstake)?\s(?:of|in)\s`)
	inWhich  = regexp.MustCompile(`(?:in|of) which $`)
)

// untoldClause tells a clause that says only that something is not told; "for an
// undisclosed sum" is said beside something else.
func untoldClause(s *sentence, cl clause) bool {
	m := undisclosedRE.FindString(s.text[cl.from:cl.to])
	return m != "" && !priorArt.MatchString(s.text[cl.from:cl.to]) && !strings.HasPrefix(strings.ToLower(m), "undisclosed") && !strings.HasPrefix(strings.ToLower(m), "without")
}

// priorArt does or does not disclose an invention.
var priorArt = regexp.MustCompile(`(?i)\b(?:publication|prior art|reference|application|patent|document|article|paper|manual)s?\b[^;]* (?:did|do|does|had) not (?:disclose|reveal)`)

var oldBefore = regexp.MustCompile(`(?i)\b(?:from|instead of|previously|formerly|compared with|compared to|against|versus|up on|down on|, after)\s(?:the |its |a |about |around |over |some )*$`)

// trivial tells a number that says nothing by itself: "one of", "two years ago",
// "the two companies", an ordinal's neighbour.
func trivial(s *sentence, f *figure) bool {
	if f.kind == facts.Multiple && s.isQuoted(f.from) && byBefore.MatchString(s.text[:f.from]) && !strings.HasPrefix(s.text[f.to:], " of") { // "too dear by a third"
		return true
	}
	if f.kind == facts.Multiple && strings.HasSuffix(s.text[f.from:f.to], "times") && !timesWhat.MatchString(s.text[f.to:]) && !timesTo.MatchString(s.text[:f.from]) { // "spun again three times"
		return true
	}
	if f.kind == facts.Multiple && whatName.MatchString(s.text[f.to:]) { // "three times what Orbex had offered"
		return true
	}
	if f.kind == facts.Multiple && (ofThat.MatchString(s.text[f.to:]) || s.isQuoted(f.from) && strings.EqualFold(s.text[f.from:min(f.from+4, len(s.text))], "half") || ofNoMeasure.MatchString(s.text[f.to:])) {
		return true
	}
	if f.kind == facts.Percent && besideGuess.MatchString(s.text[f.to:]) { // "3% ahead of our estimate"
		return true
	}
	if f.kind != facts.Count {
		return false
	}
	low := strings.ToLower(s.text[f.from:f.to])
	before := strings.ToLower(s.text[:f.from])
	after := strings.ToLower(s.text[f.to:])
	spelt := !strings.ContainsAny(low, "0123456789")
	switch {
	case strings.HasSuffix(before, " times out of "):
		return true
	case f.number == 1 && !voteNoun.MatchString(f.noun), f.whole, strings.HasSuffix(before, "majority of "):
		return true
	case strings.HasSuffix(before, " after "), f.number < 10 && spelt && !timeNoun.MatchString(f.noun) && inPassing.MatchString(before), timeNoun.MatchString(f.noun) && oneOfIn.MatchString(before): // "the third in eight months"
		return true
	case oneIn.MatchString(before): // "one train in six"
		return true
	case f.number < 10 && strings.HasPrefix(after, ":"): // "three findings:"
		return true
	case conditional.MatchString(before): // "companies with more than 250 employees"
		return true
	case moreThan.MatchString(after), f.noun == "others", strings.HasSuffix(f.noun, " familiar"), f.noun == "months" && (strings.HasPrefix(after, " ended") || strings.HasPrefix(after, " to ")):
		return true
	case timeNoun.MatchString(f.noun) && (strings.HasPrefix(after, " after ") || strings.HasPrefix(after, " before ")) && !withinTime.MatchString(before):
		return true
	case f.number < 5 && low[0] > '9' && partOfFew.MatchString(low):
		return true
	case f.number < 10 && spelt && strings.HasSuffix(before, " by ") && someone.MatchString(f.noun): // "founded by three engineers"
		return true
	case f.number < 13 && spelt && smallNoun.MatchString(f.noun), timeNoun.MatchString(f.noun) && (afterSpan.MatchString(before) || someSpan.MatchString(before)):
		return true
	case f.number < 10 && spelt && named.MatchString(s.text[f.to:]): // "two members, Arclight and Penstock, …"
		return true
	case s.isQuoted(f.from) && spelt && (!s.quotesOrg(f.from) || f.noun == "decades"):
		return true
	case f.number < 5 && spelt && ofOthers.MatchString(low):
		return true
	case timeNoun.MatchString(f.noun) && (ofTime.MatchString(s.text[f.from:]) || strings.HasSuffix(before, ", by ")):
		return true
	case strings.HasPrefix(after, " on, ") || strings.HasPrefix(after, " ago") || strings.HasPrefix(after, " earlier") || strings.HasPrefix(after, " later"):
		return true
	case strings.HasSuffix(before, "the ") && (f.number < 10 && theFew.MatchString(low) || f.number < 5 && low[0] > '9'):
		return true
	case strings.HasSuffix(before, "day ") || strings.HasSuffix(before, "page "):
		return true
	}
	return false
}

// besideGuess is what only a guess is measured by.
var besideGuess = regexp.MustCompile(`^\s(?:ahead of|above|below|short of|better than|more than|under|over)\s(?:our|the (?:consensus|market|street)|consensus|analysts|(?:our |market |its )?(?:expectations|forecasts|estimates))\b`)

// A multiple is told of what stands behind it, or of what moved or trades there.
var (
	timesWhat = regexp.MustCompile(`^\s(?:as|last|the|its|his|her|their|our|that|those|what|this|more|larger|bigger|over|revenue|sales|earnings|annual|net|\p{Ll}+er)\b|^\s\p{Lu}`)
	timesTo   = regexp.MustCompile(`(?i)\b(?:at|to|by|of|from|was|is|were|covered|oversubscribed)\s(?:about |nearly |almost |over |more than )?$`)
)

// whatName begins what something is only measured by.
var whatName = regexp.MustCompile(`^\swhat\s(?:the\s)?\p{Lu}|^\sas (?:much|many)(?:[.,;]|$)`)

// oneIn stands before of how many one is meant.
var oneIn = regexp.MustCompile(`\bone \p{Ll}+ in\s$`)

// ofTime is a span that says only which figures are meant, or what time is like:
// "nine-month results", "seven years is a long time".
var ofTime = regexp.MustCompile(`^\pL+-months? (?:figures|results|reports?|revenues?|sales|period|numbers|accounts)\b|^\S+ \pL+ (?:is|are) (?:a|an|not|too) `)

// inPassing stands before a few who only take part in what is said: "cells from five suppliers".
var inPassing = regexp.MustCompile(`\b(?:from|between|among|via|through)\s$`)

// oneOfIn stands before the time within which something was one of several.
var oneOfIn = regexp.MustCompile(`\b(?:first|second|third|fourth|fifth|sixth|last|time)(?: \p{L}+)? in\s(?:as many |just |only |about )?$`)

var byBefore = regexp.MustCompile(`(?i)\btoo \p{L}+ by $`)

var (
	withinTime = regexp.MustCompile(`\b(?:within|of|for|every|least|most)\s$`)                   // "within 60 days after"
	partOfFew  = regexp.MustCompile(`^\p{L}+ of (?:the|its|their|these) (?:` + unitsIn + `|\d)`) // "two of the three patents"
)

// conditional is what stands before a number by which some are picked out.
var conditional = regexp.MustCompile(`\b(?:[Aa]n? (?:company|firm|member|maker|licensee|customer|user|supplier|manufacturer)|companies|firms|those|members|groups|makers|businesses|start-ups|licensees|customers|users|suppliers|manufacturers) (?:with|that has|that have|who have|that employ|employing|selling|that sell|having|making|shipping|that ship|that make)\s(?:(?:more|fewer|less|at|over|under|up|no|not) ?(?:than|least|most|to)?\s)?$`)

var (
	afterSpan   = regexp.MustCompile(`\bafter (?:a |about |more than |nearly |almost )?$`)
	ofNoMeasure = regexp.MustCompile(`(?i)^(?:\sof)?(?:\s(?:the|our|its|their|this|all))?\s(?:industry|time|world|battle|way|story|day|job|work|problem|planet|internet|country|evidence)\b`)
	named       = regexp.MustCompile(`^,\s(?:the\s)?\p{Lu}[\p{L}&.-]*(?:\s\p{Lu}[\p{L}&.-]*)*(?:,|\sand)\s`)
	ofOthers    = regexp.MustCompile(`^\p{L}+ of [\p{L}-]+'s `) // "two of Kitano's patents"
)

// quotesOrg says whether the quotation around a place speaks of a company.
func (s *sentence) quotesOrg(at int) bool {
	for _, q := range s.quoted {
		if at >= q[0] && at < q[1] {
			return slices.ContainsFunc(s.names, func(n mention) bool { return n.from >= q[0] && n.to <= q[1] && n.party.isOrg() })
		}
	}
	return false
}

var ofThat = regexp.MustCompile(`^\sof\s(?:that|it|this|what|how)\b`)

// moreThan is what follows a number by which something is only compared.
var moreThan = regexp.MustCompile(`^\s(?:more|fewer|less)(?:\s\p{L}+){0,2}\sthan\b`)

var theFew = regexp.MustCompile(`^\w+ (?:jurors|companies|sides|parties|firms|groups|vendors|men|women|judges|cases)`)

// nounBefore finds the thing counted where it stands before its number: "the
// number of licensees rose to 57", "licensees: 57".
func (r *reading) nounBefore(s *sentence, f *figure) bool {
	cl := s.clauses[s.clauseAt(f.from)]
	before := s.text[cl.from:f.from]
	if strings.HasPrefix(s.text[f.to:], " more") {
		return false
	}
	for _, o := range s.figures { // "by 22 votes to 3"
		if o.kind == facts.Count && o.noun != "" && o.to < f.from && s.text[o.to:f.from] == " to " && bareBehind.MatchString(s.text[f.to:]) {
			f.noun = o.noun
			f.text += " " + o.noun
			return true
		}
	}
	if m := numberOfRE.FindStringSubmatch(before); m != nil {
		f.noun = nounOf(m[1])
	} else if teamOf.MatchString(before) {
		f.noun = "people"
	} else if membership.MatchString(before) {
		f.noun = "members"
	} else if m := plainNoun.FindStringSubmatch(before); m != nil {
		f.noun = strings.ToLower(m[1])
	} else {
		for _, o := range s.figures { // "from 41 licensees to 57"
			if whereIn.MatchString(s.text[:o.from]) {
				continue // "1,140 patents in 29 countries, up from 741"
			}
			if o.noun != "" && o.kind == facts.Count && o.from < f.from && f.from-o.to < 40 {
				f.noun = freshRE.ReplaceAllString(o.noun, "")
			}
		}
	}
	if f.noun == "" {
		return false
	}
	f.text += " " + f.noun
	return true
}

// whereIn stands before how many places something is in.
var whereIn = regexp.MustCompile(`\b(?:in|across|at|throughout)\s(?:about |some |over |more than |nearly )?$`)

// nounElsewhere is the thing counted where it stands only with a number before:
// "1,912 declarations. … Elwatt (540) and Nagata (317)", "of these, 45".
func (r *reading) nounElsewhere(s *sentence, f *figure) bool {
	before := s.text[:f.from]
	beside := slices.ContainsFunc(s.names, func(n mention) bool {
		return n.to < f.from && !n.pronoun && (s.text[n.to:f.from] == " with " || s.text[n.to:f.from] == " (" || s.text[n.to:f.from] == " at ")
	})
	next, _, _ := strings.Cut(strings.TrimPrefix(s.text[f.to:], " "), " ")
	if !beside && !ofThose.MatchString(before) && !nowHas.MatchString(before) && !votedBehind.MatchString(s.text[f.to:]) || !bareBehind.MatchString(s.text[f.to:]) && !stopWords[next] && !votedBehind.MatchString(s.text[f.to:]) {
		return false
	}
	noun := ""
	if votedBehind.MatchString(s.text[f.to:]) { // "79 voted in favour, 18 against"
		f.noun = "votes"
		f.text += " " + f.noun
		return true
	}
	if r.memory.nounIn == s.unit {
		noun = r.memory.noun
	}
	for _, o := range s.figures {
		if o.to <= f.from && o.kind == facts.Count && o.noun != "" && !timeNoun.MatchString(o.noun) {
			noun = o.noun
			break
		}
	}
	if noun == "" {
		return false
	}
	f.noun = freshRE.ReplaceAllString(noun, "")
	f.text += " " + f.noun
	return true
}

var (
	ofThose     = regexp.MustCompile(`(?i)\b(?:of (?:which|these|those|them),?|looked at|examined|tested|sampled|reviewed|checked|found|upheld|invalidated|(?:has|have|alone) declared|alone (?:has|holds)|total (?:number )?(?:to|at|of|is|was|now stands at))\s(?:about |around |some |only |just |nearly |almost |over |more than )?$`)
	nowHas      = regexp.MustCompile(`(?i)\bnow (?:has|have|counts) (?:about |around |some |only |just |nearly |almost |over |more than )?$`)
	bareBehind  = regexp.MustCompile(`^(?:[,.;)]|$|\s(?:and|or|but|to be|were|was|are|have|had|work|works|in|of them|of these)\b)`)
	votedBehind = regexp.MustCompile(`^\s(?:voted|votes?|in favou?r|against|abstained)\b`)
	freshRE     = regexp.MustCompile(`^(?:new|further|additional|more)\s`)
)

// membership is how many members there are.
var membership = regexp.MustCompile(`(?i)\bmembership (?:\p{L}+ ){0,4}(?:from|to|at|of)\s$`)

// teamOf is what stands before how many work somewhere.
var teamOf = regexp.MustCompile(`(?i)\b(?:team|staff|workforce|headcount) of\s(?:about |around |some |over |nearly )?$`)

var (
	numberOfRE = regexp.MustCompile(`(?i)\bnumber of ([\p{L}][\p{L}' -]+)`)
	plainNoun  = regexp.MustCompile(`(?i)\b(licensees|licensors|members|patents|families|employees|agreements|licences|licenses|applications|devices|votes|staff|headcount|contributions|declarations)\b(?:\s\w+){0,6}\s?(?:to|at|of|:|was|were|reached|totalled|totaled)\s?$`)
)

// relationOf is what a figure measures.
func relationOf(s *sentence, cl clause, f *figure) string {
	text := s.nameless()
	clauseText := text[cl.from:cl.to]
	from, to := s.window(cl, f)
	near := text[from:max(from, to)]
	if i := len(hedgeHead.FindString(s.text[f.from:f.to])); i > 0 && f.from >= from && f.to <= to { // without "less than"
		near = text[from:f.from] + text[f.from+i:to]
		if f.per != "" {
			near += " per " + f.per
		}
	}
	if at := partBehind.FindStringIndex(text[f.to:max(f.to, cl.to)]); at != nil { // "27,000 patents, a third of them declared essential"
		clauseText = text[min(cl.from, f.from) : f.to+at[0]]
	}
	near, clauseText = blanks.ReplaceAllString(near, " "), blanks.ReplaceAllString(clauseText, " ")
	if f.per != "" {
		near += " per " + f.per
	}
	for _, m := range measures {
		if !slices.Contains(m.Kinds, string(f.kind)) ||
			m.noun != nil && !fullMatch(m.noun, f.noun) ||
			m.head != nil && !m.head.MatchString(ending(s.text[:f.from])) ||
			m.near != nil && !m.near.MatchString(near) ||
			m.clause != nil && !m.clause.MatchString(clauseText) && !m.clause.MatchString(near) ||
			m.Relation == "change" && f.kind == facts.Percent && levelBefore.MatchString(s.text[:f.from]) ||
			m.unless != nil && m.unless.MatchString(near) || m.never != nil && m.never.MatchString(clauseText) || m.Small && (scaled.MatchString(f.text) || f.kind == facts.Money && f.number >= 1000) {
			continue
		}
		if m.Relation == "duration" && f.noun == "hours" && strings.HasPrefix(s.text[f.to:], " of ") {
			continue // "600,000 hours of audio"
		}
		return m.Relation
	}
	return "figure"
}

// partBehind begins what is told of a part of what is counted before it.
var partBehind = regexp.MustCompile(`, (?:[\p{L}\d,.%-]+ ){0,4}of (?:them|which|whom|these|those)\b`)

// nameless is a sentence with blanks for the names of companies, whose words measure
// nothing: "Orbex Licensing sued eleven makers".
func (s *sentence) nameless() string {
	text := []byte(s.text)
	for _, n := range s.names {
		if n.party.kind == "company" && !n.pronoun {
			for i := n.from; i < n.to; i++ {
				text[i] = ' '
			}
		}
	}
	return string(text)
}

// without is a sentence with blanks for a stretch of it, by which nothing is measured.
func (s *sentence) without(from, to int) *sentence {
	out := *s
	out.text = s.text[:from] + strings.Repeat(" ", to-from) + s.text[to:]
	return &out
}

// hedgeHead begins a figure that is not exact.
var hedgeHead = regexp.MustCompile(`^(?i:(?:less|more|fewer|lower|higher) than |up to |above |below |over |under )`)

// levelBefore is what stands before a share that is reached, not a step.
var levelBefore = regexp.MustCompile(`(?i)\b(?:to|at|from)\s$`)

// window is how far the words reach that may say what a figure is of: not beyond
// another figure that has its own, and what that is a part of.
func (s *sentence) window(cl clause, f *figure) (from, to int) {
	from, to = max(cl.from, f.from-nearReach), min(cl.to, f.to+nearReach)
	for i := range s.figures {
		o := &s.figures[i]
		switch {
		case o.to <= f.from && o.from >= from && o.kind == facts.Percent && f.kind == facts.Money:
			if at := partOfWhat.FindStringIndex(s.text[o.to:f.from]); at != nil { // "2% of revenue, or $12m"
				from = o.to + at[1]
			}
		case o.to <= f.from && o.from >= from && o.kind == f.kind && andOther.MatchString(s.text[o.to:f.from]): // "licensing contributed $196m and equipment sales $91m"
			from = o.to + 1
		case o.to <= f.from && o.from >= from && o.kind == f.kind && f.kind == facts.Money && capAhead.MatchString(s.text[o.to:f.from]): // "$12 per module, with a cap of $9m"
			from = o.to + 1
		case o.from >= f.to && o.from < to && o.kind == f.kind && strings.Contains(s.text[f.to:o.from], " and ") && !oldBefore.MatchString(s.text[:o.from]): // "revenue came to $103m and net income to $32m"
			to = f.to + strings.Index(s.text[f.to:o.from], " and ")
		case o.from >= f.to && o.from < to && o.kind != f.kind && strings.ContainsAny(s.text[f.to:o.from], ",;"):
			to = f.to + strings.IndexAny(s.text[f.to:o.from], ",;")
		}
	}
	return from, to
}

// capAhead leads from a rate to how much it comes to at most or at least.
var capAhead = regexp.MustCompile(`^,? (?:with|and|up to|subject to|but) (?:an? |the )?(?:\p{Ll}+ ){0,2}(?:cap|ceiling|maximum|minimum|floor|limit) of `)

// andOther leads from a figure to one of something else, a noun between them.
var andOther = regexp.MustCompile(`^,? and (?:\p{Ll}+ ){1,2}$`)

var partOfWhat = regexp.MustCompile(`^\sof\s[^,;]{2,40}[,;]`)

var scaled = regexp.MustCompile(`(?:m|b|tr)illion`)

func fullMatch(re *pattern, s string) bool {
	at := re.FindStringIndex(s)
	return at != nil && at[0] == 0 && at[1] == len(s)
}

var elliptical = regexp.MustCompile(`(?:,|\band|;|\bwhile|\bagainst)\s(?:the (?:\pL+ ){1,4}|(?:Mr|Mrs|Ms|Dr|Prof)\.? )?$`)

var bracketBefore = regexp.MustCompile(`\s?\((?:[^()]{0,30})$`)

// bearer is whose figure it is: whoever stands before it in brackets, owns what
// is measured, is acted on, or is the subject of the clause.
func (r *reading) bearer(s *sentence, f *figure, voices []voice) *party {
	cl := s.clauses[s.clauseAt(f.from)]
	if p := r.besides(s, cl, f); p != nil {
		return p
	}
	if r.bullet && r.listOf != nil && !s.namedWithin(0, f.from) {
		return r.listOf
	}
	if v := voiceOver(voices, f.from); v != nil && v.by == cl.subject && v.by != nil && s.firstActor(cl.from, cl.to) == nil && v.verb < cl.from && reckonRE.MatchString(s.text[v.verb:]) && subjectWords(s.text[cl.from:max(cl.from, f.from)]) {
		return r.context(v.by) // who reckons is none of those reckoned of
	}
	if cl.subject != nil {
		return r.bearing(cl.subject, s, cl, f, voices)
	}
	if r.memory.sues != nil && (theCase.MatchString(s.text[cl.from:f.from]) || cl.lead == "and" && theCase.MatchString(s.text)) {
		return r.memory.sues
	}
	if v := voiceOver(voices, f.from); v != nil && v.by != nil && v.by != r.self && (!v.outside || ownPaper.MatchString(s.text[v.verb:])) {
		return r.bearing(v.by, s, cl, f, voices)
	}
	if p := s.nearest(f.from, func(n mention) bool { return n.pronoun && n.party.isOrg() }); p != nil { // "none of its licensees …, but the accounts show"
		return p
	}
	if r.cast.home == nil && !r.cast.dominant && r.author != nil && unquotedWe(s, cl) {
		return r.self // the author's own
	}
	return r.context(nil)
}

// unquotedWe says whether the author speaks of himself in a clause.
func unquotedWe(s *sentence, cl clause) bool {
	for _, at := range weWord.FindAllStringIndex(s.text[cl.from:cl.to], -1) {
		if !s.isQuoted(cl.from + at[0]) {
			return true
		}
	}
	return false
}

// reckonRE is how others' figures are guessed.
var reckonRE = regexp.MustCompile(`^(?i:estimates?|estimated|reckons?|reckoned|puts?)\b`)

// besides is whose a figure is by what stands beside it.
func (r *reading) besides(s *sentence, cl clause, f *figure) *party {
	if at := bracketBefore.FindStringIndex(s.text[:f.from]); at != nil {
		for _, n := range s.names {
			if n.to == at[0] {
				return n.party
			}
		}
	}
	if a := s.asideAt(f.from); a != nil && a.of != nil {
		return org(a.of, r)
	}
	if (f.kind == facts.Percent || f.kind == facts.Multiple) && ofCrowd.MatchString(s.text[f.to:]) {
		return r.self // of nobody by name
	}
	for _, n := range s.names { // "…, Castle 188 and Vega 96"
		if n.to == f.from-1 && n.from > 0 && elliptical.MatchString(s.text[:n.from]) || n.to < f.from && (s.text[n.to:f.from] == " with " || s.text[n.to:f.from] == ", with ") && n.party.kind != "place" && !n.possessive {
			return n.party
		}
	}
	for _, n := range s.names { // "by 33 votes to 17 for Ida Brandt"
		if n.from > f.to && n.party.kind == "person" && voteNoun.MatchString(f.noun) && votesFor.MatchString(s.text[f.to:n.from]) {
			return n.party
		}
	}
	if f.kind == facts.Count { // "38 million subscribers of Orbex"
		for _, n := range s.names {
			if of := s.text[f.to:max(f.to, n.from)]; n.party.isOrg() && !n.possessive && (of == " of " || of == " of the ") {
				return n.party
			}
		}
	}
	if (f.kind == facts.Money || f.kind == facts.Percent) && othersToo.MatchString(s.text[:f.from]) && slices.ContainsFunc(s.figures, func(o figure) bool { return o.to < f.from && o.kind == f.kind }) {
		return r.self // "Orbex bears 40 per cent and the defendants 60 per cent"
	}
	if f.kind == facts.Money && paymentOf.MatchString(s.text[:f.from]) { // "a payment of $41m from Orbex"
		for _, n := range s.names {
			if n.from > f.to && fromWhom.MatchString(s.text[f.to:n.from]) {
				return org(n.party, r)
			}
		}
	}
	if f.kind == facts.Money {
		for _, n := range s.names {
			if n.from > f.to && awardAgainst.MatchString(s.text[f.to:n.from]) {
				return org(n.party, r)
			}
		}
	}
	if m := whoSays.FindStringIndex(s.text[cl.from:max(cl.from, f.from)]); m != nil && cl.lead == "which" { // "its ClearCoat line, which Orbex says has brought in …"
		if n := s.lastBefore(cl.from); n != nil {
			return n.party
		}
	}
	if theStock.MatchString(s.text[cl.from:max(cl.from, f.from)]) {
		if r.cast.dominant {
			return r.cast.main
		}
		if p := r.titled(); p != nil {
			return p
		}
	}
	if p := s.ofOwner(f); p != nil {
		return org(p, r)
	}
	if p := s.doneBy(f); p != nil {
		return org(p, r)
	}
	if p := r.actedOn(s, cl, f); p != nil {
		return p
	}
	owner := s.nearest(f.from, func(n mention) bool {
		return n.from >= cl.from && n.possessive && s.asideAt(n.from) == s.asideAt(f.from) && n.party.kind != "place" && !ownsNothing.MatchString(s.text[n.to:]) && !inReturn.MatchString(s.text[n.to:f.from]) && !(f.kind == facts.Count && whereIn.MatchString(s.text[:f.from])) && !payingRE.MatchString(s.text[cl.from:n.from])
	})
	if owner != nil && owner.kind == "person" && owner.of == nil && owner.outsider() {
		return r.self // "her fair value of $14 per share"
	}
	if owner != nil && owner.kind == "person" && owner.of == nil {
		return owner
	}
	if owner != nil && owner.kind == "person" && owner.outsider() { // "she cut her price target"
		return r.context(owner.of)
	}
	return org(owner, r) // "Orbex's licensing revenue rose to"
}

var (
	paymentOf = regexp.MustCompile(`(?i)\b(?:payments?|instalments?|lump sum|deposit) of\s(?:about |some |over |nearly )?$`)
	fromWhom  = regexp.MustCompile(`^ from (?:the )?(?:\p{Ll}+ ){0,2}$`)
)

// ownsNothing follows a name that stands for a thing of theirs: "predates Orbex's by two years".
var ownsNothing = regexp.MustCompile(`^(?:'s)? (?:by|in|on|and|or|at|to|than)\b|^(?:'s)?[,.;]`)

// inReturn leads from what somebody has to what another gives for it.
var inReturn = regexp.MustCompile(`\b(?:in return|in exchange|against|for) (?:for )?(?:an?|the) `)

// slugAhead is what a news agency sets before a headline.
var slugAhead = regexp.MustCompile(`^[A-Z]+(?: \d)?-`)

// titled is the one company that the title names.
func (r *reading) titled() *party {
	var out *party
	for _, n := range r.cast.mentionsIn(slugAhead.ReplaceAllString(flat(r.article.Title), "")) {
		if n.party.kind == "company" && n.party != out {
			if out != nil {
				return nil
			}
			out = n.party
		}
	}
	return out
}

// bearing makes of the subject of a clause the one whose figure it is.
func (r *reading) bearing(p *party, s *sentence, cl clause, f *figure, voices []voice) *party {
	if p.kind == "person" && cl.lead == "where" && !(f.kind == facts.Count && timeNoun.MatchString(f.noun)) {
		if n := s.lastBefore(cl.from); n != nil && n.party.isOrg() {
			return n.party
		}
	}
	if p.kind == "person" && p.outsider() {
		return r.context(p.of)
	}
	if p.kind == "person" {
		if f.kind == facts.Count && timeNoun.MatchString(f.noun) || ownsRE.MatchString(s.text[cl.from:f.from]) {
			return p
		}
		if v := voiceOver(voices, f.from); v != nil && v.by == p && p.of == nil {
			return r.context(p)
		}
	}
	if f.kind == facts.Money && courtly(p) && r.memory.sued != nil && p.kind == "body" {
		return r.memory.sued
	}
	return org(p, r)
}

// ownPaper is a company's own word on itself.
var ownPaper = regexp.MustCompile(`(?i)^according to [^,]{2,40}'s? (?:own |latest |annual |interim )*(?:report|accounts|filings?|figures|website|results|prospectus)\b`)

// theCase is what speaks for who sues.
var theCase = regexp.MustCompile(`(?i)^(?:and )?(?:the|its) (?:complaint|suit|lawsuit|action|claim|filing|case)\b`)

// awardAgainst is what stands between a sum and who has to pay it.
var awardAgainst = regexp.MustCompile(`^\s(?:\p{Ll}+ )?(?:award|verdict|judge?ment|fine|penalty|damages|claim|bill) (?:against|on|for) (?:the )?$`)

// ofOwner is whose thing a figure is a part of: "a third of our revenue".
func (s *sentence) ofOwner(f *figure) *party {
	if f.kind != facts.Percent && f.kind != facts.Multiple || payingRE.MatchString(s.text[s.clauses[s.clauseAt(f.from)].from:f.from]) {
		return nil
	}
	for _, n := range s.names {
		if n.from > f.to && n.possessive && n.party.kind != "place" && strings.TrimSpace(s.text[f.to:n.from]) == "of" && !sharesBehind.MatchString(s.text[n.to:]) {
			return n.party
		}
	}
	return nil
}

// whoSays is a claim within what is claimed.
var whoSays = regexp.MustCompile(`^(?:\p{Lu}[\p{L}&.-]*\s){1,3}(?:says|said|claims|estimates|reckons)\s`)

// theStock is what of the company spoken of most moves.
var theStock = regexp.MustCompile(`^The (?:stock|shares)\b`)

// sharesBehind is what of a company somebody else may hold.
var sharesBehind = regexp.MustCompile(`^(?:'s|')?\s(?:\p{Ll}+ )?(?:shares?|stock|capital|equity|votes|voting)\b`)

// doneBy is who stands behind a figure as the one who won, paid or holds it:
// "the $4m won by Orbex", "the $4m that Orbex was awarded".
func (s *sentence) doneBy(f *figure) *party {
	for _, n := range s.names {
		if n.from >= f.to && n.party.kind != "place" && !n.possessive && byWhom.MatchString(s.text[f.to:n.from]) {
			return n.party
		}
	}
	return nil
}

var byWhom = regexp.MustCompile(`^\s(?:\p{Ll}+ )?(?:won|paid|earned|spent|raised|given|held|owned|received|invested|offered|filed|reported|posted|declared|contributed|put) by (?:the )?$|^\s(?:goes|belongs|go|belong|will go|went) to (?:the )?(?:\p{Ll}+ ){0,3}$|^\s(?:is|are) (?:held|owned) by (?:the )?(?:\p{Ll}+ ){0,3}$|^\s(?:\p{Ll}+ )?(?:that|which) (?:the )?$`)

// actedOn finds who is awarded, ordered or charged a sum.
func (r *reading) actedOn(s *sentence, cl clause, f *figure) *party {
	if i := s.clauseAt(f.from); i > 0 && (cl.lead == "and" || cl.lead == "or") && strings.HasPrefix(s.text[cl.from:], "to ") { // "ordered it to stop and to pay"
		cl.from = s.clauses[i-1].from
	}
	for j := len(s.names) - 1; j >= 0; j-- {
		n := s.names[j]
		if n.to <= f.from && n.from >= cl.from && n.party.kind != "place" && actsOn.MatchString(s.text[cl.from:n.from]) {
			return org(n.party, r)
		}
	}
	return nil
}

var actsOn = regexp.MustCompile(`(?i)\b(?:awarded|awards|award|brings?|brought|net|netted|ordered|orders|fined|charged|charges|granted|gave|gives|cost|costs|earned|gets|against)\s(?:the |U\.S\. |rival |chipmaker |[\w-]+ ){0,3}$`)

// org is the company a person speaks for, else the party itself.
func org(p *party, r *reading) *party {
	switch {
	case p == nil || p.kind != "person":
		return p
	case p.of != nil:
		return p.of
	case p == r.memory.sues || p == r.memory.sued: // who goes to court in his own name
		return p
	case strings.HasPrefix(strings.ToLower(p.role), "former"), p.role == "":
		return p
	case r.cast.home == nil && !r.cast.dominant: // for whom somebody speaks is no matter of guessing
		return p
	}
	return r.cast.main
}

// companies are those an article speaks of.
func (c *cast) companies() []*party {
	var out []*party
	for _, p := range c.all {
		if p.kind == "company" && p.count > 0 && !pressName.MatchString(p.name) {
			out = append(out, p)
		}
	}
	return out
}

// context is whom the unit is about where the sentence names nobody.
func (r *reading) context(not *party) *party {
	if r.at == "standfirst" { // which speaks in short
		return r.self
	}
	if r.bullet && r.listOf != nil {
		return r.listOf
	}
	if r.cast.dominant && r.memory.unit != r.at && !r.item && r.cast.home == nil {
		return r.cast.main
	}
	if h := r.cast.home; h != nil && h.kind == "body" && r.memory.unit != r.at {
		return h
	}
	if m := r.memory.company; r.bullet && r.cast.home == nil && m != nil && m != not && r.memory.companyIn == r.above && (r.leads && !r.crowded || r.above == openingAt(r.article.Units)) {
		return m // a list speaks of whom the paragraph above it does
	}
	if len(r.cast.companies()) > 1 && !r.cast.dominant && r.cast.home == nil && (r.memory.unit != r.at || r.memory.others) {
		return r.self // more than one could be meant
	}
	if m := r.memory.company; m != nil && m != not && (r.memory.companyIn == r.at || r.item) {
		return m
	}
	switch {
	case r.cast.home != nil:
		return r.cast.home
	case r.cast.dominant || len(r.cast.companies()) == 1:
		return r.cast.main
	}
	return r.self
}

var respectivelyRE = regexp.MustCompile(`(?i)\brespectively\b`)

// respectively pairs the names and the figures of a list: "Orbex, Castle and
// Vega hold 12, 7 and 3 patents respectively".
func (r *reading) respectively(s *sentence) map[*figure]*party {
	if !respectivelyRE.MatchString(s.text) {
		return nil
	}
	var names, run []*party // the longest list of names
	last := 0
	for _, n := range s.names {
		if n.pronoun || n.party.kind == "place" {
			continue
		}
		if len(run) == 0 || !listGap.MatchString(s.text[last:n.from]) {
			run = nil
		}
		if run, last = append(run, n.party), n.to; len(run) > len(names) {
			names = run
		}
	}
	list := s.listOf(len(names))
	if list == nil {
		return nil
	}
	out := map[*figure]*party{}
	for i, f := range list {
		out[f] = names[i]
	}
	return out
}

// listOf are so many figures in a row that a sentence gives of several "respectively":
// those that stand in one list, else all there are of a kind. What is counted stands
// with the last of them, or before: "of the patents, 9, 7 and 4".
func (s *sentence) listOf(n int) []*figure {
	var run, list []*figure
	kinds := map[facts.ValueKind][]*figure{}
	for i := range s.figures {
		f := &s.figures[i]
		if len(run) > 0 && (run[0].kind != f.kind || !figureGap.MatchString(s.text[min(run[len(run)-1].to, f.from):f.from])) {
			run = nil
		}
		if run = append(run, f); len(run) == n {
			list = slices.Clone(run)
		}
		kinds[f.kind] = append(kinds[f.kind], f)
	}
	for _, all := range kinds {
		if list == nil && len(all) == n {
			list = all
		}
	}
	if n < 2 || list == nil {
		return nil
	}
	noun := list[n-1].noun
	if m := ofTheNoun.FindStringSubmatch(s.text[:list[0].from]); noun == "" && m != nil {
		noun = m[1]
	}
	for _, f := range list {
		if f.kind == facts.Count && f.noun == "" && noun != "" {
			f.noun = noun
			f.text += " " + noun
		}
	}
	return list
}

var (
	figureGap = regexp.MustCompile(`^(?:,|,? and|,? or) $`)
	ofTheNoun = regexp.MustCompile(`(?i)\bof (?:the|its|their|these|those) ((?:\p{Ll}+ ){0,2}\p{Ll}+s), $`)
)

// inPlaces pairs the figures of a list with places: "40, 30 and 20 patents in the
// United States, Europe and Japan, respectively".
func (s *sentence) inPlaces() map[*figure]*party {
	if !respectivelyRE.MatchString(s.text) {
		return nil
	}
	var places []*party
	last := 0
	for _, n := range s.names {
		if n.party.kind != "place" || len(places) > 0 && !placeGap.MatchString(s.text[last:n.from]) {
			continue
		}
		places, last = append(places, n.party), n.to
	}
	list := s.listOf(len(places))
	out := map[*figure]*party{}
	for i, f := range list {
		out[f] = places[i]
	}
	return out
}

// placeBehind is where those counted are: "870 patents in Europe".
func (s *sentence) placeBehind(f *figure) *party {
	for _, n := range s.names {
		if n.from > f.to && n.party.kind == "place" && f.kind == facts.Count && inWhere.MatchString(s.text[f.to:n.from]) {
			return n.party
		}
	}
	return nil
}

var inWhere = regexp.MustCompile(`^(?: (?:of them|are|is|were|was|sold|granted|filed|in force))* (?:in|from) (?:the )?$`)

var placeGap = regexp.MustCompile(`^(?:,|,? and|,? or) (?:the )?$`)

// thanBefore is what stands before a date that a figure is only compared with.
var thanBefore = regexp.MustCompile(`(?i)\b(?:than|compared with|against)\s(?:in\s|for\s)?(?:the\s)?$`)

// says tells a clause that says something of its own: it has a verb.
func (s *sentence) says(i int) bool {
	return verbIn(s.text[s.clauses[i].from:s.clauses[i].to], 0) >= 0
}

// ownDate says whether a date behind a figure goes with the next one: "two
// instalments, the first of £4m by April".
func (s *sentence) ownDate(f *figure, d *date) bool {
	return d.from > f.to && strings.ContainsAny(s.text[f.to:d.from], ",;") && slices.ContainsFunc(s.figures, func(o figure) bool { return o.from > f.to && o.to <= d.from })
}

// thereafter is a time after the one that was named.
var thereafter = regexp.MustCompile(`^\s(?:thereafter|afterwards|from then on|after that|later|(?:forecast|expected|predicted|projected|announced|promised) (?:in|on|earlier|at))\b`)

// datesOther says whether a date belongs to a figure before another: "down from
// $4.10 in 2027, and 17 carmakers".
func (s *sentence) datesOther(d *date, f *figure) bool {
	return slices.ContainsFunc(s.figures, func(o figure) bool {
		return o.to <= d.from && o.to < f.from && (d.from-o.to < 6 && s.clauseAt(f.from) != s.clauseAt(d.from) && !(s.inBrackets(d.from) && s.inBrackets(f.from)) || underOld.MatchString(s.text[o.to:d.from]) && d.to < f.from)
	})
}

// underOld is what stands between a figure and the year of the agreement it is of:
// "$2 under the 2031 licence".
var underOld = regexp.MustCompile(`^ (?:(?:under|in) (?:the|its|their) (?:\p{Ll}+ )?|(?:from|since) )$`)

// madeBefore says whether a date is only when somebody was made of whom a figure is told.
func (s *sentence) madeBefore(d *date, f *figure) bool {
	return f.from > d.to && madeThen.MatchString(s.text[:d.from]) && strings.Contains(s.text[d.to:f.from], ",")
}

// madeThen leads up to when somebody was made, and oneObject joins two figures of one
// thing: "€62 million for the first 51 %".
var (
	madeThen  = regexp.MustCompile(`(?i)\b(?:set up|founded|established|created|formed|incorporated|born|launched)(?: in \p{Lu}[\p{L}, ]{2,40}?,?)? in (?:early |late )?$`)
	oneObject = regexp.MustCompile(`^ for (?:the )?(?:\p{Ll}+ )?$`)
)

// madeHead begins a sentence with when somebody was made: "Founded in 1920, it has".
var madeHead = regexp.MustCompile(`^(?:Founded|Established|Created|Formed|Incorporated|Launched|Set up|Listed|Based|Headquartered)\b`)

// periodOf is the time a figure is for: the date that follows it before the next
// figure, else the one before it in the clause, else the sentence's only one.
func (r *reading) periodOf(s *sentence, f *figure, old bool) (period, label string) {
	next, prev := len(s.text), 0
	for _, o := range s.figures {
		if o.from > f.to && o.from < next && !(o.kind != f.kind && oneObject.MatchString(s.text[f.to:o.from])) && s.text[f.to:o.from] != " in " {
			next = o.from
		}
		if o.to < f.from && o.to > prev {
			prev = o.to
		}
	}
	if thereafter.MatchString(s.text[f.to:]) {
		return "", ""
	}
	var after, before *date
	for i := range s.dates {
		d := &s.dates[i]
		if s.madeBefore(d, f) {
			continue // "a firm set up in 2016, for $4m"
		}
		if d.until || s.asideAt(d.from) != s.asideAt(f.from) || s.inBrackets(d.from) && !s.inBrackets(f.from) {
			continue
		}
		if d.from >= f.to && d.from < next && !thanBefore.MatchString(s.text[f.to:d.from]) && after == nil && d.from-f.to < 80 && !otherTime.MatchString(s.text[f.to:d.to]) && !provided.MatchString(s.text[f.to:d.from]) {
			after = d
		}
		if cl := s.clauses[s.clauseAt(d.from)]; relative[cl.lead] && s.clauseAt(d.from) != s.clauseAt(f.from) {
			continue // "in the year that ended on 30 June, or 22%"
		}
		if d.to <= f.from && !thanBefore.MatchString(s.text[:d.from]) && !s.datesOther(d, f) {
			before = d
		}
	}
	switch {
	case before != nil && s.inBrackets(before.from) && s.inBrackets(f.from) && !strings.Contains(s.text[before.to:f.from], ")"): // "(end of 2031: 2,040)"
		return before.period, before.label
	case after != nil && (s.clauseAt(after.from) == s.clauseAt(f.from) || before == nil && !s.says(s.clauseAt(after.from))):
		return after.period, after.label
	case old:
		return "", "before"
	case before != nil && madeHead.MatchString(s.text) && s.clauseAt(before.from) == 0 && s.clauseAt(f.from) > 0:
	case before != nil && (s.clauseAt(before.from) == s.clauseAt(f.from) || !s.says(s.clauseAt(before.from))):
		return before.period, before.label
	case before != nil && before.from < dateFirst && madeHead.MatchString(s.text):
	case before != nil && before.from < dateFirst:
		return before.period, before.label
	case len(s.dates) == 1 && !s.dates[0].until && !otherTime.MatchString(s.text[min(f.to, s.dates[0].to):s.dates[0].to]) && !(s.inBrackets(s.dates[0].from) && !s.inBrackets(f.from)) && !old && before == nil && after == nil && !s.ownDate(f, &s.dates[0]) && s.asideAt(s.dates[0].from) == s.asideAt(f.from) && s.clauseAt(s.dates[0].from) == s.clauseAt(f.from) && !thanBefore.MatchString(s.text[:s.dates[0].from]) && !s.madeBefore(&s.dates[0], f):
		return s.dates[0].period, s.dates[0].label
	}
	return "", ""
}
