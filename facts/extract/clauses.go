package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// memory is whom an article spoke of last, by which later words find their bearer.
type memory struct {
	org       *party // the organisation that was the subject last: what "it" means
	company   *party // the same, courts aside: whose a figure is that names nobody
	body      *party
	companyIn string // where that was spoken of
	person    *party
	judge     *party    // who decides the case
	sued      *party    // and against whom
	deal      [2]*party // who made the agreement spoken of last
	dealIn    string    // and where that was said
	ordered   *party    // whom a court told to do something
	sues      *party    // whose complaint was spoken of last
	fresh     *party    // a company just made
	lone      *party    // the one organisation that the sentence before named
	loneIn    string
	others    bool   // and others were named beside it
	read      string // the paragraph of the sentence before
	unit      string // where org was spoken of
	thing     string // where a sentence was about a thing last, so that "it" may be that
	goods     string // where a sentence named who makes a thing only beside it: "a Zephyr kettle"
	quotes    *voice // whose words the sentence before gave
	quotedIn  string
	noun      string // what was counted last
	nounIn    string // and where
}

var (
	companyNP  *regexp.Regexp
	aCompany   *regexp.Regexp // one without a name, of which a clause says more
	bodyNP     *regexp.Regexp
	itWord     = regexp.MustCompile(`(?i)\b(it|its)\b('s)?`)
	personWord = regexp.MustCompile(`(?i)\b(he|she|his|her)\b`)
	weWord     = regexp.MustCompile(`(?i)\b(we|our|us)\b`)
	dummyIt    = regexp.MustCompile(`(?i)^\s(?:is|was|seems|appears|remains|became|would be|will be|looks|takes|makes)\s(?:\w+\s){0,2}?(?:that|to|whether|clear|unclear|likely|the first time|the second time|hard|easy|time|possible|worth|like|too early|not)\b`)
	prepBefore = regexp.MustCompile(`(?i)\b(?:with|by|of|against|for|from|to|at|in|on|between|among|than|like|including|under|via|over|into|per|as|about|without|through|within|near|around|outside|before|after|toward|towards|among them|such as|notably|v|v\.|vs|vs\.|versus)\s(?:the |its |their |a |an |both |rival |fellow |companies |\w+-based )*(?:(?:(?:the|an?) )?(?:\p{L}+ ){0,2}?(?:firm|company|group|\p{Ll}*maker|supplier|bank|start-up|union|association|operator|developer|publisher|giant) )?$`)
)

// ableTo is what only somebody is.
var ableTo = regexp.MustCompile(`^\s(?:\w+\s){1,2}(?:able|required|obliged|allowed|free|entitled|ready|willing|prepared|due) to\b`)

func compileClauses() {
	np := `(?:(?-i:\p{Lu})[\p{L}\d]*(?:-[\p{L}\d]+)*\s)?(?:[\p{L}\d]+(?:-[\p{L}\d]+)*\s){0,2}?`
	companyNP = regexp.MustCompile(`(?i)\b(?:the|this)\s` + np + `(` + oneOf(words.Company) + `)\b`)
	aCompany = regexp.MustCompile(`(?i)\ban? ` + np + `(?:` + oneOf(words.Company) + `),? (?:that|which|who) `)
	companyAside = regexp.MustCompile(`^, (?:the|an?) (?:[\p{L}-]+ ){0,4}(?:` + oneOf(words.Company) + `)\b`)
	bodyNP = regexp.MustCompile(`(?i)\b(?:the|this|that|an?)\s` + np + `(` + oneOf(words.Body) + `)\b`)
}

// resolve adds to a sentence's names the words that stand for somebody: "it",
// "the company", "the court", "she". Where that is not certain they stand for nobody.
func (c *cast) resolve(s *sentence, m *memory) {
	for _, at := range companyNP.FindAllStringIndex(s.text, -1) {
		if !slices.ContainsFunc(s.names, func(n mention) bool { return n.from == at[1]+1 }) { // but for "the handset maker Orbex"
			if anybody.MatchString(s.text[at[0]:at[1]]) || besideNoun.MatchString(s.text[at[1]:]) {
				continue // "the business daily"
			}
			p := m.sideOf(s.text[at[0]:at[1]])
			if o := lastOf(s.names, at[0], func(p *party) bool { return p.kind == "person" && p.of != nil }); o != nil && p == nil && !s.isQuoted(at[0]) { // "the chief executive, Ida Brandt, leaves the company"
				p = o.of
			}
			if p == nil && m.lone != nil && m.loneIn == s.unit && strings.ToLower(s.text[at[0]+1:at[1]]) != s.text[at[0]+1:at[1]] { // "the Japanese company"
				p = m.lone
			}
			if p == nil && c.home == nil && at[0] == 0 && m.lone != nil && m.loneIn == s.unit && m.unit != s.unit && m.lone.kind == "company" { // who alone was named since
				p = m.lone
			}
			if p == nil && newNP.MatchString(s.text[at[0]:at[1]]) {
				p = m.fresh
			}
			if p == nil {
				p = c.orgBefore(s, at[0], m, "company")
			}
			if p != nil && p.elsewhere(s.text[at[0]:at[1]]) {
				continue
			}
			s.mention(at, p, strings.HasPrefix(s.text[at[1]:], "'s "))
		}
	}
	for _, at := range aPatent.FindAllStringIndex(s.text, -1) {
		s.mention(at, c.patentMeant(s, at, m), strings.HasPrefix(s.text[at[1]:], "'s "))
	}
	for _, at := range bodyNP.FindAllStringSubmatchIndex(s.text, -1) {
		if thatThe.MatchString(s.text[at[0]:]) { // "says that the pool's"
			at[0] += len("that ")
		}
		if p := c.courtAt(s.text[at[0]:at[1]]); p != nil { // "the Seoul court"
			s.mention(at, p, strings.HasPrefix(s.text[at[1]:], "'s "))
			continue
		}
		if !courtWords[strings.ToLower(s.text[at[2]:at[3]])] && slices.ContainsFunc(s.names, func(n mention) bool { return n.from == at[1]+1 && n.party.kind != "person" }) {
			continue // "the trade body Orbex"
		}
		if courtWords[strings.ToLower(s.text[at[2]:at[3]])] && courtThing.MatchString(s.text[at[1]:]) {
			continue // "a jury trial"
		}
		if rest := s.text[at[0]+1 : at[2]]; strings.ToLower(rest) != rest && !organs[strings.ToLower(s.text[at[2]:at[3]])] {
			continue // "the VX-2 pool" is one by name
		}
		s.mention(at, c.bodyMeant(s, at, m), strings.HasPrefix(s.text[at[1]:], "'s "))
	}
	for _, at := range itWord.FindAllStringSubmatchIndex(s.text, -1) {
		word := strings.ToLower(s.text[at[2]:at[3]])
		if word == "it" && (dummyIt.MatchString(s.text[at[1]:]) || eventIt.MatchString(s.text[at[1]:]) || takesTime.MatchString(s.text[at[1]:])) && !ableTo.MatchString(s.text[at[1]:]) {
			continue
		}
		p := c.orgBefore(s, at[0], m, "")
		if n := s.nameBehindOwn(at[1]); n != nil {
			p = n.party
		}
		if at[0] == 0 && m.thing == s.unit && p != nil && p != m.lone && thingsDo.MatchString(s.text[at[1]:]) { // "The specification was approved. It replaces …"
			p = c.self
		}
		if at[0] == 0 && c.home == nil && (m.goods == s.unit || m.unit != s.unit && m.read == s.unit && m.org == p && !(c.dominant && p == c.main)) {
			p = c.self
		}
		if p != nil && !courtly(p) && m.body != nil && courtly(m.body) && judgedBehind.MatchString(s.text[at[1]:]) { // "It vacated the rest"
			p = m.body
		}
		if word == "it" && strings.HasPrefix(s.text[at[1]:], " lists ") {
			continue // what lists something is a paper
		}
		if judges(p) && m.ordered != nil && dutyBehind.MatchString(s.text[at[1]:]) {
			p = m.ordered
		}
		s.mention(at[2:], p, word == "its")
	}
	for _, at := range personWord.FindAllStringSubmatchIndex(s.text, -1) {
		word := strings.ToLower(s.text[at[2]:at[3]])
		p := s.personMeant(at[0], m)
		if p != nil && p.of != nil && theirHouse.MatchString(s.text[at[1]:]) { // "her team has built"
			p = p.of
		}
		s.mention(at[2:], p, word == "his" || word == "her")
	}
	for _, at := range weWord.FindAllStringSubmatchIndex(s.text, -1) {
		s.mention(at[2:], c.we(s, at[0], m), strings.EqualFold(s.text[at[2]:at[3]], "our"))
	}
}

// courtThing follows a court's word where that only says which sort of thing it is.
var courtThing = regexp.MustCompile(`^ (?:trials?|cases?|filings?|papers|documents|records|fees|costs|battles?|fights?|proceedings|dates?)\b`)

// aPatent speaks of one patent.
var aPatent = regexp.MustCompile(`\b(?:[Tt]he|[Tt]his|[Tt]hat|[Aa]) (?:(?:second|third|other|further|remaining|first|asserted|disputed) )?patent(?: in (?:suit|dispute|question))?\b`)

// patentMeant is the patent whose number stands behind such words, or the only one
// that has been named by its number.
func (c *cast) patentMeant(s *sentence, at []int, m *memory) *party {
	for _, n := range s.names {
		if n.from == at[1]+len(", ") && strings.HasPrefix(s.text[at[1]:], ", ") && patentName.MatchString(n.party.name) {
			return n.party
		}
	}
	if next := nextWord.FindString(s.text[at[1]:]); next != "" && !finite(next[1:]) && !stopWords[next[1:]] || !theBefore.MatchString(s.text[:at[0]+len("the ")]) || strings.HasPrefix(strings.ToLower(s.text[at[0]:]), "a ") {
		return nil // "the patent office"
	}
	return c.onlyPatent()
}

// onlyPatent is the patent that an article names by its number, if it is just one.
func (c *cast) onlyPatent() *party {
	var out *party
	for _, p := range c.all {
		if patentName.MatchString(p.name) {
			if out != nil {
				return nil
			}
			out = p
		}
	}
	return out
}

// nameBehindOwn is who is named only behind "its own": "By its own account Orbex".
func (s *sentence) nameBehindOwn(at int) *mention {
	m := ownAhead.FindStringIndex(s.text[at:])
	if m == nil {
		return nil
	}
	for i := range s.names {
		if n := &s.names[i]; n.from == at+m[1] && n.party.isOrg() && !n.possessive {
			return n
		}
	}
	return nil
}

var ownAhead = regexp.MustCompile(`^ own (?:account|admission|estimates?|reckoning|count|figures|telling),? (?:the )?`)

// theirHouse is what a person has that stands for who employs them.
var theirHouse = regexp.MustCompile(`^ (?:team|company|firm|employer|group|start-up|laboratory|office|organisation|organization)\b`)

// courtAt is the court of a place, where its name says so and no other's does.
func (c *cast) courtAt(words string) *party {
	m := placedCourt.FindStringSubmatch(words)
	if m == nil {
		return nil
	}
	var out *party
	for _, p := range c.all {
		if p.kind == "body" && courtly(p) && slices.Contains(strings.Fields(p.name), m[1]) {
			if out != nil {
				return nil
			}
			out = p
		}
	}
	return out
}

var placedCourt = regexp.MustCompile(`^(?i:the) (\p{Lu}\pL+) (?:court|judges|tribunal)$`)

// thatThe is a joint before a noun, and no part of it.
var thatThe = regexp.MustCompile(`^(?i:that) (?:the|an?) `)

// newNP speaks of a company that was just made.
var newNP = regexp.MustCompile(`(?i)^(?:the|this) (?:new|joint|independent|separate) `)

// made is how one is introduced: "into a new company, Lodestar".
var made = regexp.MustCompile(`(?i)\b(?:an?|its|their) (?:new|separate|independent|joint) (?:\p{Ll}+[ -]){0,3}?(?:company|venture|foundation|body|entity|firm|business|unit|subsidiary|pool|association|group),?(?: called| named| to be called)? $`)

// loneOrg is the only organisation that a sentence names; nil for none or more.
func (s *sentence) loneOrg() *party {
	var out *party
	for _, n := range s.names {
		if n.party.isOrg() && !n.pronoun && n.party != out {
			if out != nil {
				return nil
			}
			out = n.party
		}
	}
	return out
}

// sideOf is who is meant by "the claimant" and "the defendant"; nil for other words.
func (m *memory) sideOf(words string) *party {
	switch low := strings.ToLower(words); {
	case strings.HasSuffix(low, "claimant"), strings.HasSuffix(low, "plaintiff"):
		return m.sues
	case strings.HasSuffix(low, "defendant"):
		return m.sued
	}
	return nil
}

// personMeant is who "she" is at a place: the person named before it, but for
// one of whom a clause with "whose" tells what she did.
func (s *sentence) personMeant(at int, m *memory) *party {
	p := lastOf(s.names, at, func(p *party) bool { return p.kind == "person" })
	if i := strings.LastIndex(s.text[:at], " whose "); i >= 0 && p != nil && lastOf(s.names, i, func(q *party) bool { return q == p }) != nil {
		p = nil
		for _, n := range s.names {
			if n.party.kind == "person" && n.from < i && !s.depends(0, n.from) && s.text[n.to:i] != "," {
				p = n.party
				break
			}
		}
		if p == nil && m.judge != nil {
			return m.judge
		}
	}
	if p == nil {
		p = m.person
	}
	return p
}

// mention notes that the words at a place stand for somebody.
func (s *sentence) mention(at []int, p *party, possessive bool) {
	if p != nil && s.inPlaceOnly(at) {
		s.names = slices.DeleteFunc(s.names, func(n mention) bool { return at[0] < n.to && n.from < at[1] })
	}
	if p != nil && !s.inName(at[0], at[1]) {
		s.names = append(s.names, mention{from: at[0], to: at[1], party: p, possessive: possessive, pronoun: true})
		sortBy(s.names, func(m mention) int { return m.from })
	}
}

// inPlaceOnly says whether all that is named in a stretch is a place: "the Stuttgart company".
func (s *sentence) inPlaceOnly(at []int) bool {
	return s.inName(at[0], at[1]) && !slices.ContainsFunc(s.names, func(n mention) bool {
		return at[0] < n.to && n.from < at[1] && (n.party.kind != "place" || n.from <= at[0] || n.to > at[1])
	})
}

// bodyMeant is which body "the court" or "the pool" is.
func (c *cast) bodyMeant(s *sentence, at []int, m *memory) *party {
	word := strings.ToLower(s.text[at[2]:at[3]])
	another := strings.HasPrefix(strings.ToLower(s.text[at[0]:]), "a") // "a court"
	if word == "jury" && !another {
		return c.nameless(word)
	}
	if word == "judge" && m.judge != nil && !another {
		return m.judge
	}
	p := m.body
	if q := c.onlyCourt(); word == "court" && p != nil && !courtOf.MatchString(strings.ToLower(p.name)) && q != nil {
		p = q
	}
	if p != nil && manyBodies[word] && !strings.Contains(strings.ToLower(p.name), word) {
		p = nil
	}
	if p != nil && !courtWords[word] && !strings.Contains(strings.ToLower(p.name), word) && p.noun != word {
		p = nil
	}
	for _, q := range c.all {
		if p == nil && (q.noun == word || !another && q.count > 1 && q.isOrg() && !courtly(q) && calledSo(q.name, word)) {
			p = q
		}
	}
	if p == nil && !courtWords[word] && !another {
		p = c.bodyByDefault(word, s, m)
	}
	if another || p == nil || !courtly(p) && courtWords[word] {
		p = c.nameless(word)
	}
	if p != nil && c.byName["the "+word] == p {
		m.body = p
	}
	if near := lastOf(s.names, at[0], func(p *party) bool { return p.kind == "body" }); near != nil && c.byName["the "+word] != p {
		p = near
	}
	return p
}

// calledSo says whether a name has a word in it: "the pool" is the Lumera Pool.
func calledSo(name, word string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool {
		return strings.EqualFold(w, word) || len(w) > len(word) && strings.HasSuffix(strings.ToLower(w), word) && w[0] >= 'A' && w[0] <= 'Z'
	})
}

// bodyByDefault is whom a word for a body means where none was named.
func (c *cast) bodyByDefault(word string, s *sentence, m *memory) *party {
	switch {
	case c.home != nil && c.home.kind == "body":
		return c.home
	case officeWords[word]:
		return c.self // one without a name
	case organs[word] && c.home != nil:
		return c.home
	case organs[word] && m.unit != s.unit && (c.dominant || c.leads): // a paragraph that begins with "The board"
		return c.main
	case organs[word] && m.company != nil:
		return m.company
	case c.dominant && c.main.kind == "body" || organs[word]:
		return c.main
	}
	return c.onlyBody()
}

// courtWords are bodies that may go without a name of their own.
var courtWords map[string]bool

// onlyCourt is the court by name that an article speaks of, if it is just one.
func (c *cast) onlyCourt() *party {
	var out *party
	for _, p := range c.all {
		if p.kind == "body" && p.count > 0 && courtOf.MatchString(strings.ToLower(p.name)) && !strings.HasPrefix(p.name, "the ") {
			if out != nil {
				return nil
			}
			out = p
		}
	}
	return out
}

// onlyBody is the body that an article speaks of, courts aside, if it is just one.
func (c *cast) onlyBody() *party {
	var out *party
	for _, p := range c.all {
		if p.kind == "body" && p.count > 0 && !courtly(p) {
			if out != nil {
				return nil
			}
			out = p
		}
	}
	return out
}

// officeWords are bodies that are none of a company's own.
var officeWords map[string]bool

// nameless is a court or a jury that the article gives no name.
func (c *cast) nameless(word string) *party {
	if !courtWords[word] {
		return nil
	}
	name := "the " + word
	if p := c.byName[name]; p != nil {
		return p
	}
	p := &party{id: word, name: name, kind: "body"}
	if known := c.byID(word); known != nil {
		p = known
	} else {
		c.all = append(c.all, p)
	}
	c.byName[name] = p
	return p
}

// we is whom "we" stands for: the company of who speaks, or whose text it is.
func (c *cast) we(s *sentence, at int, m *memory) *party {
	if !s.isQuoted(at) {
		return c.home
	}
	for _, n := range s.names {
		if n.party.kind == "person" && n.party.of != nil {
			return n.party.of
		}
	}
	if m.quotes != nil && m.quotes.by != nil && m.quotes.by.of != nil { // who goes on speaking
		return m.quotes.by.of
	}
	if c.home != nil {
		return c.home
	}
	if m.person != nil && m.person.of != nil {
		return m.person.of
	}
	return nil
}

// orgBefore is the organisation that "it" or "the company" means at a place: the
// one named in the sentence before it, if there is just one that can be a
// subject, else the subject of the sentence before.
func (c *cast) orgBefore(s *sentence, at int, m *memory, kind string) *party {
	if p, sure := s.besides(at); sure { // "its quarrel with Castle, which it sued"
		return p
	}
	var here []*party
	for _, n := range s.names {
		if n.from >= at {
			break
		}
		if s.isQuoted(n.from) && !s.isQuoted(at) { // "Orbex is finished," it wrote
			continue
		}
		if c.ofOutsider(s, n) || madeBy.MatchString(s.text[:n.from]) { // "Ida Brandt of Castle Research expects it"; "Founded by Orbex, it"
			continue
		}
		if n.party.isOrg() && (kind == "" || n.party.kind == kind) && !s.depends(0, n.from) && !s.actedUpon(n) && !slices.Contains(here, n.party) {
			here = append(here, n.party)
		}
	}
	for _, n := range s.names { // "chose Orbex because it"
		if n.party.isOrg() && !n.possessive && n.to < at && s.text[n.to:at] == " because " {
			return n.party
		}
	}
	if t := telling.FindStringIndex(s.text[:at]); t != nil && kind == "" { // "after Orbex told Castle that it"
		if n := s.lastBefore(t[0]); n != nil && n.party.isOrg() && t[0]-n.to < 3 {
			return n.party
		}
	}
	if len(here) > 1 && takingIts.MatchString(s.text[:at]) { // "Orbex admitted Castle, taking its membership to 88"
		return here[0]
	}
	if len(here) > 1 && (objectRelative.MatchString(s.text[:at]) || andThat.MatchString(s.text[:at]) || telling.MatchString(s.text[:at]) || strings.HasSuffix(s.text[:at], ", ") && itSaid.MatchString(s.text[at:])) { // "it claims that Castle infringes patents which it bought", "it told Castle that it"
		return here[0]
	}
	if len(here) > 0 {
		return here[len(here)-1]
	}
	var aside []*party // named, but not as a subject
	for _, n := range s.names {
		if n.from < at && !c.ofOutsider(s, n) && !madeBy.MatchString(s.text[:n.from]) && n.party.isOrg() && (kind == "" || n.party.kind == kind) && !n.pronoun && !slices.Contains(aside, n.party) {
			aside = append(aside, n.party)
		}
	}
	if len(aside) == 1 && accordingTo.MatchString(s.text[:at]) { // "according to Orbex's report, its sales …"
		return aside[0]
	}
	if len(aside) == 1 && (m.unit != s.unit || kind == "company" && m.org != nil && m.org.kind != kind) {
		return aside[0]
	}
	if kind == "" && c.home != nil && c.home.kind == "body" && m.unit != s.unit {
		return c.home
	}
	if kind == "company" && c.home != nil && c.home.kind == kind && m.unit != s.unit {
		return c.home // in its own text "the company" is the issuer
	}
	if kind == "company" && m.unit != s.unit && (c.dominant || c.leads) && c.home == nil {
		return c.main
	}
	if kind == "" && at == 0 && c.home == nil && m.lone != nil && m.loneIn == s.unit && m.unit != s.unit && !courtly(m.lone) { // who alone was named since
		return m.lone
	}
	if kind == "" && m.unit != s.unit && m.lone != nil && m.loneIn == s.unit && c.byOutsider(s, at) { // "Ida Brandt of Castle Research expects it"
		return m.lone
	}
	if m.org != nil && (kind == "" || m.org.kind == kind) {
		return m.org
	}
	if kind == "company" {
		if c.home != nil && c.home.kind != "company" && m.company != nil && m.company.kind == kind {
			return m.company
		}
		if c.home != nil {
			return c.home
		}
		return c.main
	}
	return m.org
}

// ofOutsider says whether a name is only that of the house of somebody who speaks of others.
func (c *cast) ofOutsider(s *sentence, n mention) bool {
	return slices.ContainsFunc(s.names, func(o mention) bool {
		return o.to < n.from && o.party.kind == "person" && o.party.of == n.party && o.party.outsider()
	})
}

// byOutsider says whether somebody who speaks of others is named before a place.
func (c *cast) byOutsider(s *sentence, at int) bool {
	return slices.ContainsFunc(s.names, func(n mention) bool { return n.to <= at && n.party.kind == "person" && n.party.outsider() })
}

// madeBy is a sentence up to who made what the rest of it is about.
var madeBy = regexp.MustCompile(`^(?:Founded|Established|Created|Started|Formed|Launched|Set up|Spun out|Spun off)\b[^,]*\b(?:by|of|from) [^,]*$`)

// besides is the one organisation named before a clause in which "which it" makes
// the one right before it the object.
func (s *sentence) besides(at int) (p *party, sure bool) {
	if !strings.HasSuffix(s.text[:at], ", which ") {
		return nil, false
	}
	last := s.lastBefore(at)
	if n := s.asideEnding(at - len(" which ")); n != nil {
		last = n
	}
	if last == nil || !last.party.isOrg() || at-len(", which ") != last.to && s.asideEnding(at-len(" which ")) == nil {
		return nil, false
	}
	for _, n := range s.names {
		if n.to < at && n.party.isOrg() && !courtly(n.party) && n.party != last.party {
			if p != nil && p != n.party {
				return nil, false
			}
			p = n.party
		}
	}
	return p, p != nil
}

// asideEnding is the name of whom an aside that ends at a place says more.
func (s *sentence) asideEnding(at int) *mention {
	for i := range s.names {
		n := &s.names[i]
		if n.to < at && sayingWhat.MatchString(s.text[n.to:at]) && !strings.ContainsAny(s.text[n.to+1:at-1], ",;") {
			return n
		}
	}
	return nil
}

// itSaid ends a sentence with who says it all.
var itSaid = regexp.MustCompile(`^it (?:said|says|added|announced|wrote|told)\b`)

// andThat goes on with what somebody says: "says that it won and that it".
var andThat = regexp.MustCompile(`\band that $`)

var objectRelative = regexp.MustCompile(`\bwhich $`)

func lastOf(names []mention, at int, is func(*party) bool) *party {
	var out *party
	for _, n := range names {
		if n.from < at && is(n.party) {
			out = n.party
		}
	}
	return out
}

// subjects finds who each clause is about.
func (c *cast) subjects(s *sentence, m *memory) {
	for i := range s.clauses {
		cl := &s.clauses[i]
		cl.subject = c.subjectOf(s, i, m)
		if it := itHead.FindStringIndex(s.text[cl.from:cl.to]); it != nil && takesTime.MatchString(s.text[cl.from+it[1]:]) {
			cl.dummy = true
		}
		cl.strange = s.firstActor(cl.from, cl.to) == nil && (cl.lead == "after" || cl.lead == "because" || cl.lead == "that" || cl.lead == "while" || cl.lead == "when" || cl.lead == "as" || cl.lead == "since" || cl.lead == "before" || cl.lead == "whereas") && strangeNP.MatchString(s.text[cl.from:cl.to]) ||
			i > 0 && !strings.HasSuffix(s.text[:cl.from], ": ") && s.says(i) && ownSubject.MatchString(s.text[cl.from:cl.to]) && s.firstActor(cl.from, cl.to) == nil
	}
	if len(s.clauses) > 1 && s.clauses[0].subject == nil && !beVerb.MatchString(s.bare[:s.clauses[0].to]) && s.clauses[1].lead == "" && strings.HasSuffix(s.text[:s.clauses[1].from], ", ") { // "Founded in 2003, the company employs"
		if n := s.firstActor(s.clauses[1].from, s.clauses[1].to); n != nil {
			s.clauses[0].subject = n.party
		}
	}
}

// beVerb makes a clause one that says something of its own.
var beVerb = regexp.MustCompile(`\b(?:is|are|was|were|has|have|had|will)\b`)

// takesTime is what follows an "it" that is nobody.
var takesTime = regexp.MustCompile(`(?i)^\s(?:(?:will take|takes|took|would take|may take)\s(?:\w+\s){0,2}?(?:two|three|four|five|six|\d+|years|months|weeks|days|time|long)|is likely|seems|is clear)\b`)

var itHead = regexp.MustCompile(`(?i)^(?:and |but )?it\b`)

// subjectOf is the subject of a clause: the first party in it before its verb, of
// a clause that begins with "which" the one before that, else the subject of the
// clause it is joined to.
func (c *cast) subjectOf(s *sentence, i int, m *memory) *party {
	cl := &s.clauses[i]
	if crowdNP.MatchString(s.text[cl.from:cl.to]) {
		return c.self
	}
	if severalNP.MatchString(s.text[cl.from:cl.to]) {
		if first, _ := s.pairBefore(cl.from); first != nil {
			return first
		}
		return c.self // none of them alone
	}
	if c.home == nil && !s.isQuoted(cl.from) && authorHead.MatchString(s.text[cl.from:cl.to]) {
		return c.self
	}
	if (cl.lead == "who" || cl.lead == "that" && (c.home == nil || c.home.kind == "company")) && crowdEnd.MatchString(s.text[:cl.from]) { // "anybody who offers Orbex as a service"
		return c.self
	}
	if n := s.firstActor(cl.from, cl.to); n != nil {
		return n.party
	}
	switch cl.lead {
	case "which", "who", "whose", "where":
		if allOfThem.MatchString(s.text[cl.from:cl.to]) {
			return c.self // none of them alone
		}
		if i > 0 && strings.HasSuffix(s.text[:cl.from], ", of which ") { // "revenue of €312m, of which €27m …"
			if i > 1 && s.thrownIn(i-1) { // "…, the court heard, of which …"
				i--
			}
			return s.clauses[i-1].subject
		}
		if i > 0 && cl.lead == "which" && bringsAbout.MatchString(s.text[cl.from:cl.to]) { // "…, which brings the total to 91"
			return s.clauses[i-1].subject
		}
		if n := s.personBefore(cl.from); n != nil && cl.lead == "who" { // "Ida Brandt of Orbex, who"
			return n.party
		}
		if n := s.lastBefore(cl.from); n != nil {
			return n.party
		}
		if cl.lead == "who" && someoneEnd.MatchString(s.text[:cl.from]) { // "a client of mine, who has eleven employees"
			return c.self
		}
	}
	if n := s.lateActor(cl.from, cl.to); n != nil && i == 0 {
		return n.party
	}
	if i > 1 && cl.lead == "" && relative[s.clauses[i-1].lead] && doingHead.MatchString(s.text[cl.from:cl.to]) { // "…, which it sued, alleging"
		return s.clauses[i-1].subject
	}
	if j := i - 1; cl.lead == "" && i > 2 && s.clauses[j].lead == "and" { // "the licence, which … and …, ends"
		for j > 1 && s.clauses[j].lead == "and" {
			j--
		}
		if relative[s.clauses[j].lead] && s.clauses[j-1].subject != nil {
			return s.clauses[j-1].subject
		}
	}
	if i > 1 && (cl.lead == "" || cl.lead == "and" && ownSubject.MatchString(s.text[cl.from:cl.to])) && (s.clauses[i-1].lead == "which" || s.clauses[i-1].lead == "who" || s.clauses[i-1].lead == "whose") {
		return s.clauses[i-2].subject // "Orbex, which …, said"
	}
	if i > 1 && cl.lead == "and" && s.clauses[i-1].lead == "that" && strings.HasSuffix(s.text[:cl.from], ", and ") { // "Orbex says that …, and demands"
		if p := s.clauses[i-2].subject; p != nil || ownThings.MatchString(s.text[cl.from:min(cl.to, cl.from+len("operating profits"))]) {
			return p
		}
	}
	if i > 0 && cl.lead != ":" {
		if p := s.clauses[i-1].subject; p != nil {
			return p
		}
	}
	return nil
}

// doingHead is how a clause begins that says what else is done by it.
var doingHead = regexp.MustCompile(`^\p{Ll}{2,}ing\b`)

// thrownIn says whether a clause only tells who says the rest: ", the court heard,".
func (s *sentence) thrownIn(i int) bool {
	cl := s.clauses[i]
	fields := strings.Fields(s.text[cl.from:cl.to])
	return len(fields) > 1 && len(fields) < 6 && cl.lead == "" && (claimRE.MatchString(fields[len(fields)-1]) || fields[len(fields)-1] == "heard")
}

// personBefore is a person right before a place, where they belong aside.
func (s *sentence) personBefore(at int) *mention {
	for i := range s.names {
		if n := &s.names[i]; n.party.kind == "person" && !n.possessive && n.to <= at && ofOrg.MatchString(s.text[n.to:at]) {
			return n
		}
	}
	return nil
}

var ofOrg = regexp.MustCompile(`^ (?:of|at|from) (?:the )?[^,;]{2,40}, (?:who )?$`)

// crowdEnd is those of whom a clause says which they are.
var crowdEnd = regexp.MustCompile(`(?i)\b(?:anybody|anyone|everybody|everyone|those|companies|firms|people|manufacturers|makers|licensees|members|suppliers|customers|users) (?:who|that) $`)

// someoneEnd is somebody without a name of whom a clause says more.
var someoneEnd = regexp.MustCompile(`(?i)(?:^|\s)(?:an?|one|some|two|three|many) \p{Ll}[\p{Ll} ]+,? who $`)

// allOfThem begins a clause about several that were named before it.
var allOfThem = regexp.MustCompile(`^(?i:together|both|jointly|between them|combined)\b`)

// pairBefore is who acts together before a place of the sentence: "Orbex and
// Castle said that they …".
func (s *sentence) pairBefore(at int) (first, second *party) {
	for i := 1; i < len(s.names); i++ {
		a, b := s.names[i-1], s.names[i]
		if b.to <= at && a.party != b.party && a.party.isOrg() && b.party.isOrg() && joinsNames.MatchString(s.text[a.to:b.from]) && !s.depends(0, a.from) {
			return a.party, b.party
		}
	}
	return nil, nil
}

// takingIts leads from what somebody does to what comes of it for them.
var takingIts = regexp.MustCompile(`, (?:taking|bringing|raising|lifting|lowering|widening|giving|making) $`)

// ofWhom are the prepositions by which a figure belongs to who follows.
var ofWhom = regexp.MustCompile(`(?i)\b(?:of|at|for|(?:shares|stock|stake) in)\s(?:the |its )?$`)

// lateActor is the party that what a clause speaks of belongs to: "revenue at
// Orbex rose", "the licensees of Castle".
func (s *sentence) lateActor(from, to int) *mention {
	for i := range s.names {
		n := &s.names[i]
		if n.from >= from && n.to <= to && n.party.kind != "place" && n.party.kind != "person" && !n.possessive && ofWhom.MatchString(s.text[from:n.from]) && verbIn(s.text[from:n.from], 0) < 0 {
			return n
		}
	}
	return nil
}

// severalNP is how a clause begins that is about several at once.
var severalNP = regexp.MustCompile(`(?i)^(?:the|both|these|all)\s(?:two |three |four |five |other )?(?:companies|parties|sides|firms|groups|vendors|defendants|plaintiffs|licensees|licensors|members)\b|^(?:they|both|neither (?:side|party|company))\b`)

// strangeNP is how a clause begins that has a subject of its own which is nobody
// by name: "after a customer stopped paying".
var strangeNP = regexp.MustCompile(`(?i)^(?:an?|the|that|this|these|those|some|many|several|two|three|most|no|one|every|each|other|its|their)\s`)

// ownSubject is how a further clause begins that is about something else:
// "and those who want it …", "and one of the two is …".
var ownSubject = regexp.MustCompile(`(?i)^(?:those|one of|some of|most of|none of|all of|others|a |an |the |another|every|each|several|many)\b`)

func (s *sentence) lastBefore(at int) *mention {
	var out *mention
	for i := range s.names {
		if s.names[i].to <= at && s.names[i].party.kind != "place" && s.asideAt(s.names[i].from) == nil {
			out = &s.names[i]
		}
	}
	return out
}

// inBrackets tells a place that stands in round brackets.
func (s *sentence) inBrackets(at int) bool {
	return strings.LastIndexByte(s.text[:at], '(') > strings.LastIndexByte(s.text[:at], ')')
}

// verbIn is the place of the first word from a place on that is a verb for
// certain: an auxiliary, a common past, a word in -ed; -1 where there is none.
func verbIn(text string, from int) int {
	i := from
	for i > 0 && i < len(text) && isWord(text[i-1]) && isWord(text[i]) {
		i++ // to the end of the word in hand
	}
	for i < len(text) {
		if !isWord(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && isWord(text[end]) {
			end++
		}
		if w := strings.ToLower(text[i:end]); plainVerbs[w] || len(w) > 3 && strings.HasSuffix(w, "ed") {
			return i
		}
		i = end
	}
	return -1
}

// firstActor is the first party of a stretch that stands before its verb and
// depends on no preposition.
func (s *sentence) firstActor(from, to int) *mention {
	for _, q := range s.quoted { // who says it stands after what is said
		if q[1] > from && q[1] < to && q[0] <= from {
			from = q[1]
		}
	}
	to = max(from, to)                                                       // a verb may begin within the joint before its clause
	if intro := introPhrase.FindStringIndex(s.text[from:to]); intro != nil { // "According to people close to it, Orbex demands"
		for i := range s.names {
			if n := &s.names[i]; n.from <= from+intro[1]+5 && n.from >= from+intro[1] && !n.possessive && n.party.kind != "place" && n.to <= to {
				return n
			}
		}
	}
	if first, _, _ := strings.Cut(s.bare[from:to], " "); from > 0 && verbs[first] && !slices.ContainsFunc(s.names, func(n mention) bool { return n.from == from }) {
		return nil // "…, wants damages from Orbex"
	}
	verb := to
	for at := verbIn(s.bare[:to], from); at >= 0; at = verbIn(s.bare[:to], at+1) {
		if !s.inName(at, at+1) {
			verb = at
			break
		}
	}
	for i := range s.names {
		n := &s.names[i]
		if n.from < from || n.from >= to || n.party.kind == "place" || s.inBrackets(n.from) && !s.inBrackets(from) || s.asideAt(n.from) != nil {
			continue
		}
		if verb == to && n.from > from+14 && n.to < to { // without a verb, only who stands at the head
			return nil
		}
		if s.modifies(i) || n.pronoun && n.possessive && i+1 < len(s.names) && s.names[i+1].party.isOrg() && !s.names[i+1].pronoun && s.names[i+1].to <= to && rivalBetween.MatchString(s.text[n.to:s.names[i+1].from]) {
			continue
		}
		if n.pronoun && n.possessive && finiteWithin(s.bare[from:n.from]) { // "those who want its genes"
			continue
		}
		if n.from < verb && !s.depends(from, n.from) {
			return n
		}
	}
	return nil
}

// introPhrase leads up to what a clause says, by whom that is known.
var introPhrase = regexp.MustCompile(`^(?:According to|As reported by|In the words of) [^,]{3,60}, (?:the (?:\p{Lu}?\p{Ll}+ ){1,3})?`)

var articleEnd = regexp.MustCompile(`(?i)\s(?:the|its|their|a|an|rival)\s$`)

// rivalBetween is what stands between "its" and whom it has: "its rival Forge".
var rivalBetween = regexp.MustCompile(`^\s(?:\p{Ll}[\p{L}-]*\s){1,3}$`)

// modifies says whether a name only goes with a noun or an office after it: "the
// Hyosan licence", "Orbex analyst Ida Brandt".
func (s *sentence) modifies(i int) bool {
	n := s.names[i]
	if n.pronoun || n.possessive || n.party.kind == "person" {
		return false
	}
	if i+1 < len(s.names) && s.names[i+1].party.kind == "person" && s.names[i+1].from-n.to < 40 && officeBetween.MatchString(s.text[n.to:s.names[i+1].from]) && officeRE.MatchString(s.text[n.to:s.names[i+1].from]) {
		return true
	}
	return theBefore.MatchString(s.text[:n.from]) && dealBehind.MatchString(s.text[n.to:])
}

var (
	officeBetween = regexp.MustCompile(`^\s(?:\p{Ll}+\s){0,3}$`)
	theBefore     = regexp.MustCompile(`(?i)\b(?:the|a|an|its|this|that)\s$`)
)

// actedUpon tells a party right behind a verb of doing: "gave Orbex".
func (s *sentence) actedUpon(n mention) bool {
	before := strings.Fields(articleEnd.ReplaceAllString(s.text[:n.from], ""))
	if len(before) > 1 && modal.MatchString(before[len(before)-2]) && !n.pronoun { // "would leave Orbex"
		return true
	}
	return len(before) > 0 && finite(before[len(before)-1]) && !claimRE.MatchString(before[len(before)-1])
}

// modal stands before a verb in its base form.
var modal = regexp.MustCompile(`^(?:will|would|may|might|can|could|should|must)$`)

// depends says whether who stands at a place of a stretch hangs on a preposition
// there, and so does nothing itself; "a spokesman for Orbex" is Orbex.
func (s *sentence) depends(from, at int) bool {
	before := s.text[from:at]
	if m := amongThem.FindStringIndex(before); m != nil && !finiteWithin(before[m[1]:]) {
		return true
	}
	return at > from && prepBefore.MatchString(before) && !speaksFor.MatchString(ending(before))
}

// amongThem leads up to some of those spoken of.
var amongThem = regexp.MustCompile(`\b(?:among them|including|such as|notably) `)

// besideGoods says whether a name only tells whose a thing is: "a Zephyr kettle".
func (s *sentence) besideGoods(n mention) bool {
	return !n.possessive && anAhead.MatchString(s.text[:n.from]) && nounBehind.MatchString(s.text[n.to:])
}

var (
	anAhead    = regexp.MustCompile(`(?i)\b(?:an?|my|his|her|every|each) $`)
	nounBehind = regexp.MustCompile(`^ \p{Ll}+`)
)

// remember keeps whom a sentence was about for the next.
func (m *memory) remember(s *sentence) {
	n, was := s.firstActor(0, len(s.text)), m.org
	for _, o := range s.names {
		if n != nil && judges(n.party) && o.party.kind == "company" && actsOn.MatchString(s.text[:o.from]) {
			m.ordered = o.party
		}
	}
	switch p := s.clauses[0].subject; {
	case n != nil && n.party.isOrg():
		m.org = n.party
	case n != nil && n.party.kind == "person" && n.party.of != nil && !n.party.outsider():
		m.org = n.party.of
	case p.isOrg():
		m.org = p
	case m.org == nil:
		for _, n := range s.names {
			if n.party.kind == "company" {
				m.org = n.party
				break
			}
		}
	}
	for _, f := range s.figures {
		if f.kind == facts.Count && f.noun != "" && !timeNoun.MatchString(f.noun) {
			m.noun, m.nounIn = f.noun, s.unit
			break
		}
	}
	if s.unit != m.unit {
		m.others = false
	}
	if m.thing = ""; n == nil && thingHead.MatchString(s.text) || justOpened.MatchString(s.text) || n != nil && n.party.kind == "product" && !n.pronoun {
		m.thing = s.unit
	}
	for _, o := range s.names {
		m.others = m.others || o.party.kind == "company" && m.org != nil && o.party != m.org && !o.pronoun
	}
	if m.org != nil && m.org != was {
		m.unit = s.unit
	}
	if n != nil && m.org != nil && (n.party == m.org || n.party.of == m.org) || n == nil && m.org != nil && s.loneOrg() == m.org && slices.ContainsFunc(s.names, func(o mention) bool { return o.party == m.org && !o.pronoun && !s.besideGoods(o) }) {
		m.unit = s.unit
	}
	if m.org != nil && !courtly(m.org) {
		if m.company != m.org || n != nil {
			m.companyIn = s.unit
		}
		m.company = m.org
	}
	if namelessPerson.MatchString(s.text) && !slices.ContainsFunc(s.names, func(n mention) bool { return n.party.kind == "person" }) {
		m.person = nil // "he" is whoever that is
	}
	m.lone, m.loneIn, m.read, m.goods = s.loneOrg(), s.unit, s.unit, ""
	if n == nil && m.lone != nil && !slices.ContainsFunc(s.names, func(o mention) bool { return o.party == m.lone && !s.besideGoods(o) }) {
		m.goods = s.unit
	}
	for _, n := range s.names {
		if n.party.isOrg() && !n.pronoun && made.MatchString(s.text[:n.from]) {
			m.fresh = n.party
		}
		switch {
		case n.party.kind == "body" && !n.pronoun && (m.body == nil || !courtly(n.party) || !courtly(m.body) || slices.ContainsFunc(s.clauses, func(cl clause) bool { return cl.subject == n.party && !relative[cl.lead] })):
			m.body = n.party
		case n.party.kind == "person":
			m.person = n.party
		}
		if n.party.judge {
			m.judge = n.party
		}
	}
	if n != nil && n.party.kind == "person" {
		m.person = n.party
	}
}
