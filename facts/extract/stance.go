package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// voice is who says a stretch of a sentence, and how.
type voice struct {
	from, to int // what is said so
	verb     int // where the saying is said
	by       *party
	how      facts.Stance
	denial   bool
	outside  bool // "according to": not the one spoken of
}

var claimRE, denyRE, forecastRE, opinionRE, hearsayRE, negationRE, undisclosedRE *pattern

// anyOf is a pattern for any of several.
func anyOf(patterns []string) *pattern { return compiled(strings.Join(patterns, "|")) }

func compileStance() {
	claimRE, denyRE, forecastRE = anyOf(stances.Claims), anyOf(stances.Denies), anyOf(stances.Forecasts)
	opinionRE, hearsayRE, negationRE = anyOf(stances.Opinions), anyOf(stances.Hearsay), anyOf(stances.Negations)
	undisclosedRE = anyOf(stances.Undisclosed)
}

var (
	accordingTo = regexp.MustCompile(`(?i)\b(?:according to|in the (?:words|view|opinion) of|as per)\s`)
	inHerView   = regexp.MustCompile(`(?i)\b(?:in (?:his|her|its|their) (?:view|opinion|words|estimation)|(?:by|on) (?:his|her|its|their) own (?:account|admission|estimates?|reckoning|count|figures|telling))\b`)
	claimBy     = regexp.MustCompile(`(?i)\b(?:claims?|allegations?|accusations?|assertions?) by (?:the )?$`)
	pressName   = sought(`(?:News|Times|Post|Journal|Wire|Reuters|Bloomberg|Reading|Press|Gazette|Herald|Tribune|Daily|Weekly|Telegraph|Guardian|Review|Magazine|CNBC|BBC|Nikkei|Handelsblatt|Sentinel|Observer|Register|Dispatch|Courier|Chronicle|Ledger|Bulletin|Monitor|Today)\b`)
	notASpeech  = regexp.MustCompile(`(?i)(?:\b(?:to|not|never|is|was|are|were|be|been|the|an?|its|their|than|as|(?:something|what|than|as) (?:it|he|she|they|we|I)) |n't )$`)
	nounAfter   = regexp.MustCompile(`(?i)^\s(?:on|of|for)\s`)
)

// voicesIn finds who says what in a sentence.
func (c *cast) voicesIn(s *sentence, m *memory) []voice {
	out := c.sourcesIn(s, m)
	for _, at := range denyRE.FindAllStringIndex(s.text) {
		if v, ok := c.speech(s, at, m); ok && v.by != c.self && !requested.MatchString(s.text[at[1]:]) {
			v.denial = true
			if i := strings.Index(s.text[at[1]:max(at[1], v.to)], " and that "); i > 0 { // "denied that …, and that it would …"
				v.to = at[1] + i
			}
			if i := strings.IndexByte(s.text[at[0]:at[1]], ' '); i > 0 && !strings.HasSuffix(s.text[at[0]:at[1]], " that") { // "rejected the accusations"
				v.from, v.to = at[0]+i+1, at[1]
			}
			if m := reportThat.FindStringIndex(s.text[at[1]:]); m != nil && strings.HasSuffix(s.text[:at[1]], "denied") { // "denied a report that …"
				v.from, v.to = at[1], s.clauses[s.clauseAt(at[1]+m[1])].to
			} else if cl := s.clauses[s.clauseAt(at[1]-1)]; v.to > cl.to && (thingDenied.MatchString(s.text[at[1]:]) || !strings.HasPrefix(s.text[at[1]:], " that ") && !strings.HasSuffix(s.text[at[0]:at[1]], " that") && at[0] < cl.to) { // "denied the claim and countersued"
				v.to = cl.to
			}
			out = append(out, v)
		}
	}
	for _, at := range claimRE.FindAllStringIndex(s.text) {
		if v, ok := c.speech(s, at, m); ok {
			out = append(out, v)
		}
	}
	for _, q := range s.quoted { // "Reis was blunter: …"
		if strings.HasSuffix(s.text[:q[0]], ": ") && voiceOver(out, q[0]+1) == nil {
			if n := s.speakerBefore(0, q[0]); n != nil {
				out = append(out, voice{from: q[0], to: q[1], verb: q[0], by: n.party, how: facts.Claimed})
			}
		}
	}
	sortBy(out, func(v voice) int { return v.verb })
	for i := 1; i < len(out); i++ { // one voice ends where the next begins, unless that one stands behind what it says
		a, b := &out[i-1], &out[i]
		if j := s.clauses[s.clauseAt(b.verb)].from; a.to > b.verb && a.from > 0 && b.from > a.from && j > a.from && !(b.denial && b.to < a.to) {
			a.to = j
		}
	}
	for i := range out {
		out[i].to = s.contrast(&out[i])
	}
	return out
}

// contrast is where what a voice says ends because somebody else's view is set
// against it: "…, whereas Castle expects".
func (s *sentence) contrast(v *voice) int {
	for i := range s.clauses {
		if cl := &s.clauses[i]; (cl.lead == "whereas" || cl.lead == "while") && cl.from > v.verb && cl.from > v.from && cl.from < v.to && !s.isQuoted(cl.from) && s.namesOwn(cl) {
			return cl.from
		}
	}
	return v.to
}

// reportThat is what somebody denies that others tell.
var reportThat = regexp.MustCompile(`^ (?:(?:an?|the|any|all|press|media|recent|earlier) ){0,3}(?:reports?|rumou?rs?|suggestions?|speculation|stor(?:y|ies)|claims?|allegations?)(?: (?:in|by|from|of|on|published|carried)\s[^,;:]{1,50})? that `)

// thingDenied is denied in a noun: all of it stands in one clause.
var thingDenied = regexp.MustCompile(`^ (?:the |this |these |any |all |its |their |it\b|them\b|\p{Ll}+(?:ing|ment|ity|tion)\b)`)

// sourcesIn finds whom a sentence goes by: "according to Orbex", "in her view".
func (c *cast) sourcesIn(s *sentence, m *memory) []voice {
	var out []voice
	for _, at := range accordingTo.FindAllStringIndex(s.text, -1) {
		v := voice{to: len(s.text), verb: at[0], by: s.nextParty(at[1], 25), how: facts.Claimed, outside: true}
		rest := s.text[at[1]:]
		if m := figuresFrom.FindStringIndex(rest); m != nil { // "according to figures from the trade body Orbex"
			v.by = s.nextParty(at[1]+m[1], 40)
		}
		if m := itsHead.FindStringIndex(rest); m != nil { // "according to its administrator, Orbex"
			if p := s.nextParty(at[1]+m[1], 3); p != nil {
				v.by = p
			}
		}
		if courtPaper.MatchString(rest) || filedWith.MatchString(rest) {
			v.by = nil
		}
		if legalPaper.MatchString(rest) && m.sues != nil {
			v.by = m.sues
		} else if comma := strings.IndexByte(rest, ','); v.by != nil && comma >= 0 && comma < 25 && !s.partyWithin(at[1], comma) {
			v.by = nil
		}
		if v.by != nil && pressName.MatchString(v.by.name) {
			v.how = facts.Reported
		}
		if v.by == nil && namelessSource.MatchString(rest) {
			v.by = c.self
		}
		if v.by != nil {
			out = append(out, v)
		}
	}
	for _, n := range s.names {
		if claimBy.MatchString(s.text[:n.from]) && strings.HasPrefix(s.text[n.to:], " that ") {
			out = append(out, voice{from: n.to, to: len(s.text), verb: n.from, by: n.party, how: facts.Claimed})
		}
	}
	for _, at := range inHerView.FindAllStringIndex(s.text, -1) {
		for _, n := range s.names {
			if n.pronoun && n.from > at[0] && n.to < at[1] {
				v := voice{to: len(s.text), verb: at[0], by: n.party, how: facts.Claimed}
				if strings.Contains(s.text[at[0]:at[1]], " own ") && s.text[:at[0]] != "" { // "and, by its own count, 340 licensees"
					v.from = at[0]
				}
				out = append(out, v)
			}
		}
	}
	return out
}

// speech reads a word of saying as one, if it is.
func (c *cast) speech(s *sentence, at []int, m *memory) (voice, bool) {
	word, before, after := strings.ToLower(s.text[at[0]:at[1]]), s.text[:at[0]], s.text[at[1]:]
	switch {
	case s.isQuoted(at[0]), s.inName(at[0], at[1]), notASpeech.MatchString(before), nounToo[word] && nounAfter.MatchString(after):
	case (actorOnly[word] || quoteOrActor[word] && len(s.quoted) == 0) && !s.actorBefore(at[0]) && !whoBefore.MatchString(before):
	case strings.HasPrefix(word, "dispute") && !ofWhat.MatchString(after): // "the disputed declarations", "the Shenlan dispute"
	case weakClaims[word] && !claimGoesOn.MatchString(after) && len(s.quoted) == 0:
	case strings.HasPrefix(word, "call") && (strings.HasPrefix(after, " on ") || strings.HasPrefix(after, " for ")):
	case saysSo.MatchString(after), strings.HasPrefix(word, "fear") && strings.HasPrefix(after, " for "), strings.HasPrefix(word, "claim") && sumAhead.MatchString(after):
	case strings.HasPrefix(word, "reckon") && strings.HasPrefix(after, " with "), word == "told" && toldTo.MatchString(after):
	case strings.HasPrefix(word, "put") && !putsAt.MatchString(after):
	case c.home == nil && s.isOpinion(at[0]):
	default:
		return c.voiceAt(s, at, m)
	}
	return voice{}, false
}

// figuresFrom leads up to whose figures an article goes by.
var figuresFrom = regexp.MustCompile(`^(?:\p{Ll}+ ){0,2}(?:figures|data|numbers|statistics|estimates|reports?|surveys?|stud(?:y|ies)|calculations) (?:\p{Ll}+ )?(?:from|by|of|in|on) `)

// itsHead stands before who something is to whom was spoken of, and courtPaper is
// what a court only keeps.
var (
	itsHead    = regexp.MustCompile(`^(?:its|their|his|her) (?:\p{Ll}+ ){0,3}\p{Ll}+, `)
	courtPaper = regexp.MustCompile(`^(?i:the |a )?(?:court|case) (?:files?|records?|documents?|papers?|filings?)\b`)
)

// filedWith is what an office only keeps.
var filedWith = regexp.MustCompile(`^(?i:an? |the |its )?(?:\p{Ll}+ )?(?:filings?|documents?|records?|accounts|papers|returns?) (?:filed |lodged )?(?:at|with|in|before|to) `)

// ofWhat is how what is disputed begins.
var ofWhat = regexp.MustCompile(`^(?:,| (?:the|that|this|these|those|its|their|his|her|any|both|all|whether|how|it|having|[\p{L}-]+'s)\b)`)

// putsAt is how what somebody only reckons goes on behind "put".
var putsAt = regexp.MustCompile(`^ (?:(?:an?|the|its|his|her|their|our|that|this|it|them|[\p{L}&.-]+'s|\p{Lu})[^,;]{0,60} )?at `)

// saysSo is a saying that is not told: "should say so".
var saysSo = regexp.MustCompile(`^ so\b`)

// sumAhead is what is claimed in money: "claims a further $2m".
var sumAhead = regexp.MustCompile(`^ (?:(?:an?|about|over|up to|at least|more than|some|another|the|a further) )?(?:(?:further|total of|additional) )?(?:US\$|[$€£¥]|[A-Z]{3} )\d`)

// toldTo is how an order goes on: "told it to stop".
var toldTo = regexp.MustCompile(`^ (?:it|them|him|her|us|me|the \p{L}+|\p{Lu}\p{L}+) to \p{Ll}`)

// isOpinion says whether a place is part of how the author says what they think.
func (s *sentence) isOpinion(at int) bool {
	o := opinionRE.FindStringIndex(s.text)
	return o != nil && o[0] <= at && at < o[1] && !s.isQuoted(at)
}

var actorOnly, quoteOrActor map[string]bool

// namelessSource is who an article goes by without a name.
var namelessSource = regexp.MustCompile(`^(?:(?:the|a|an|its|two|three|several|court|public|company|internal|regulatory|annual)\s)*(?:\p{Ll}+\s)?(?:files?|filings?|papers|documents?|people|persons?|sources?|records|reports?|accounts|insiders|officials|estimates)\b`)

// legalPaper is what speaks for who sues.
var legalPaper = regexp.MustCompile(`(?i)^(?:the|its|a) (?:\w+ )?(?:complaint|suit|lawsuit|filing|claim|statement of claim|court papers|petition)\b`)

// partyWithin says whether a party stands within so many bytes after a place.
func (s *sentence) partyWithin(at, reach int) bool {
	return slices.ContainsFunc(s.names, func(n mention) bool { return n.from >= at && n.from <= at+reach })
}

var whoBefore = regexp.MustCompile(`(?i), (?:who|which) $`)

// nounToo are verbs of saying that may be nouns: "claims of", "estimates for".
var nounToo map[string]bool

// weakClaims are verbs of saying only where it goes on as a saying does: "added
// that", not "added patents".
var (
	weakClaims  map[string]bool
	claimGoesOn = regexp.MustCompile(`^(?:,? that\b|:|,|\.|$| the \w+ at\b| (?:in|to|on) [^,;."]{2,40} that\b)`)
	thisSays    = regexp.MustCompile(`(?i)(?:^|[\s,])(?:this|that|it|which|these|those)$`)
)

// actorBefore says whether a party, or who stands for one, comes right before.
func (s *sentence) actorBefore(at int) bool {
	for _, n := range s.names {
		if n.to <= at && at-n.to < 3 && !n.possessive {
			return true
		}
	}
	return genericSpeaker.MatchString(s.text[:at])
}

// voiceAt reads the saying at a place: who says it, and what of the sentence.
func (c *cast) voiceAt(s *sentence, at []int, m *memory) (voice, bool) {
	v := voice{verb: at[0], to: len(s.text), how: facts.Claimed}
	cl := s.clauses[s.clauseAt(at[0])]
	after := strings.TrimLeft(s.text[at[1]:], " ,")
	before := strings.TrimRight(s.text[cl.from:at[0]], " ,")
	if p := s.nextParty(at[1], 45); strings.HasSuffix(s.text[:at[0]], ", ") && !strings.HasPrefix(after, "that ") && p != nil && p.kind == "person" && len(s.quoted) == 0 { // "…, reckons Ida Brandt, …"
		v.by = p
		return v, true
	}
	by, inverted := c.speaker(s, at, m, before)
	if v.by = by; by == nil || by.kind == "place" {
		return v, false
	}
	if inverted { // "…," said Ida Brandt
		if i := slices.IndexFunc(s.quoted, func(q [2]int) bool { return q[0] > at[1] && q[1]-q[0] > 20 && quoteGoesOn.MatchString(s.text[:q[0]]) }); i < 0 {
			v.to = at[0]
		} // else she goes on speaking
		return v, true
	}
	if n := len(s.quoted); n > 0 && s.quoted[n-1][1] <= at[0] && midSaid.MatchString(s.text[at[1]:]) { // "…", she said, and the court fixed it
		v.to = cl.from
		return v, true
	}
	if before != "" && strings.HasPrefix(s.text[at[1]:], ",") && cl.from > 1 && strings.HasSuffix(s.text[:cl.from], ", ") && len(before) < 40 { // "…, she wrote, …"
		return v, true
	}
	for _, q := range s.quoted { // "…," Orbex told reporters
		if q[1] <= at[0] && !addsTo(s.text[at[0]:at[1]]) && (len(strings.Fields(after)) <= 4 || len(s.quoted) == 1 && strings.HasSuffix(s.text[:q[1]-1], ",") && !strings.HasPrefix(after, "that ")) {
			v.from, v.to = q[0], q[1]
			return v, true
		}
	}
	if after == "" || strings.HasPrefix(after, ".") || tailRE.MatchString(after) && !strings.HasPrefix(after, "to have ") && !strings.HasPrefix(after, "to be ") && !strings.Contains(after, " that ") && cl.from > 0 && !strings.HasPrefix(strings.ToLower(s.text[at[0]:]), "put") { // at the end: all that is before
		v.to = cl.from
		return v, true
	}
	v.from = at[1]
	if i := strings.Index(s.text[v.from:], "; "); i >= 0 && !s.isQuoted(v.from+i) && !strings.Contains(s.text[v.from+i:], `"`) {
		v.to = v.from + i + 1
	}
	if naming.MatchString(s.text[at[0]:]) { // "called it a tax, and …"
		v.to = cl.to
	}
	if i := goesOnDoing.FindStringIndex(s.text[min(v.from, v.to):v.to]); i != nil && !s.isQuoted(v.from+i[0]) {
		v.to = v.from + i[0]
	}
	for i := range s.clauses { // "…, whereas Castle thinks otherwise"
		if o := s.clauses[i]; o.from > v.from && o.from < v.to && against[o.lead] && !s.isQuoted(o.from) {
			if n := s.firstActor(o.from, o.to); n != nil && n.party != v.by && !n.pronoun {
				v.to = o.from
			}
		}
	}
	return v, true
}

// midSaid begins what a sentence says besides, behind who said the first of it.
var midSaid = regexp.MustCompile(`^, and (?:the|an?|its?|they|he|she)\b`)

// quoteGoesOn is what stands between who speaks and the rest of what they say.
var quoteGoesOn = regexp.MustCompile(`[,.:;] $`)

// goesOnDoing is how a sentence goes on from what somebody says to what they have done.
var goesOnDoing = regexp.MustCompile(`, and (?:it|he|she|they) (?:has|have) `)

// against are the words by which one's view is set beside another's.
var against = map[string]bool{"whereas": true, "while": true}

// addsTo tells a word by which a speaker goes on: "…, adding that".
func addsTo(word string) bool { return strings.HasSuffix(strings.ToLower(word), "ing") }

// speaker is who says what a word of saying leads up to, or, inverted, follows:
// "…," said Ida Brandt.
func (c *cast) speaker(s *sentence, at []int, m *memory, before string) (by *party, inverted bool) {
	i := s.clauseAt(at[0])
	cl := s.clauses[i]
	if n := s.speakerBefore(cl.from, at[0]); n != nil {
		if (crowdOf.MatchString(s.text[cl.from:n.from]) || closeTo.MatchString(s.text[cl.from:n.from])) && n.party.kind != "person" {
			return c.self, false // "the makers of the Orbex printers said"
		}
		if p := cl.subject; p != nil && p.kind == "person" && p != n.party && s.depends(cl.from, n.from) && strings.HasPrefix(s.text[n.to:], ", ") && n.to+2 == at[0] {
			return p, false // "Ida Brandt, who came from Orbex, said"
		}
		return n.party, false
	}
	switch {
	case (before == "" || strings.HasSuffix(before, `,`)) && len(s.quoted) == 0 && cl.subject != nil && cl.from > 0:
		return cl.subject, false
	case before == "" && i > 0 && addsTo(s.text[at[0]:at[1]]):
		if n := s.speakerBefore(0, cl.from); n != nil && s.depends(0, n.from) {
			return c.self, false // "they filed it with Orbex, arguing that"
		} else if n != nil {
			return n.party, false
		}
		return nil, false
	case before == "" && !quoteBefore.MatchString(s.text[:at[0]]):
		return cl.subject, false
	case before == "" || strings.HasSuffix(before, `"`) || strings.HasSuffix(before, `,`):
		if p := s.nextParty(at[1], 40); p != nil {
			return p, true
		}
		return cl.subject, false
	case onlyAux.MatchString(before), pronounEnd.MatchString(before) || cl.lead != "" && !strings.Contains(before, " "):
		return cl.subject, false
	case thisSays.MatchString(before):
		return nil, false
	case legalPaper.MatchString(before) && m.sues != nil:
		return m.sues, false
	case genericSpeaker.MatchString(before) && m.org != nil:
		if p := s.nextParty(at[1], 3); p.isOrg() { // "a spokesman said Orbex was"
			return p, false
		}
		return m.org, false
	}
	return c.self, false // somebody without a name: "a person familiar with the talks"
}

// crowdOf are several who belong to somebody.
var crowdOf = regexp.MustCompile(`^(?i:(?:the|some|several|many|two|three) )?(?:\p{Ll}+ )?(?:makers|users|owners|members|licensees|customers|developers|employees|workers|shareholders|investors|critics|opponents|buyers|readers|suppliers|competitors|rivals) of (?:the )?(?:\p{Lu}\p{L}+ and )?$`)

// closeTo is who speaks without a name, near a company.
var closeTo = regexp.MustCompile(`(?i)\b(?:persons?|people|sources?|insiders?|officials?|executives?|bankers?) (?:who (?:is|are) )?(?:close|familiar|briefed|privy|near|with knowledge)\b`)

// onlyAux is a verb's beginning: "has always denied".
var onlyAux = regexp.MustCompile(`^(?:(?:has|have|had|also|always|repeatedly|since|then|now|again|later|still|never|once)\s?)+$`)

var quoteBefore = regexp.MustCompile(`"[,.]?\s*$`)

var (
	pronounEnd     = regexp.MustCompile(`(?i)(?:^|\s)(?:they|who|which|and)$`)
	tailRE         = regexp.MustCompile(`(?i)^(?:(?:on|in|at|to|during|yesterday|today|last|this|when|after)\b[^,;]{0,60})?[.]?$`)
	genericSpeaker = regexp.MustCompile(`(?i)\b(?:complaint|filing|suit|lawsuit|statement|spokes\w+|management|it|they|(?:its|their|company) (?:lawyers?|counsel)|release|report|white paper)\s*$`)
)

// speakerBefore is the party right before a verb of saying, an office between
// them aside ("Ida Brandt, chief executive of Orbex, said").
func (s *sentence) speakerBefore(from, at int) *mention {
	var first, person *mention
	for i := range s.names { // right before the verb: "damages that Orbex puts at"
		if n := &s.names[i]; n.to == at-1 && n.from >= from && !n.possessive && n.party.kind != "place" && n.party.kind != "person" && whatBefore.MatchString(s.text[:n.from]) {
			return n
		}
	}
	for i := range s.names {
		n := &s.names[i]
		if n.from < from || n.to > at || n.party.kind == "place" || s.isQuoted(n.from) && !s.isQuoted(at) || n.pronoun && n.possessive && i+1 < len(s.names) && s.names[i+1].to <= at && !s.names[i+1].possessive {
			continue
		}
		if n.party.kind == "person" && person == nil {
			person = n
		}
		if first == nil || s.depends(from, first.from) && !s.depends(from, n.from) {
			first = n
		}
	}
	if person != nil {
		return person
	}
	return first
}

// whatBefore is how a clause begins of which something is the object.
var whatBefore = regexp.MustCompile(`\b(?:that|which|what) $`)

// nextParty is the first party within reach after a place.
func (s *sentence) nextParty(at, reach int) *party {
	for _, n := range s.names {
		if n.from >= at && n.from-at <= reach && n.party.kind != "place" {
			if n.party.kind != "person" { // a person named right after speaks for the company
				for _, o := range s.names {
					if o.from > n.from && o.from-n.to < 30 && o.party.kind == "person" && officeRE.MatchString(s.text[n.to:o.from]) {
						return o.party
					}
				}
			}
			return n.party
		}
	}
	return nil
}

// voiceOver is the voice under which a place of the sentence stands; nil for the
// article's own.
func voiceOver(voices []voice, at int) *voice {
	var out *voice
	for i := range voices {
		v := &voices[i]
		if at >= v.from && at < v.to && (out == nil || v.verb > out.verb || v.denial) {
			out = v
		}
	}
	return out
}

var notNegative = regexp.MustCompile(`(?i)\b(?:not only|not just|not least|no more than|no less than|no fewer than|not more than|not less than|no later than|not later than|not (?:to )?exceed(?:ing)?|whether or not|more \p{L}+ than not|(?:,| and) not (?:the )?[A-Z$€£¥]{0,4} ?\d[\d.,]*\pL{0,2}|or not(?: at all)?|non-|not[- ]for[- ]profit|no doubt|not yet disclosed|without admitting)\b`)

// furtherNot begins another thing that is said not to be so.
var furtherNot = regexp.MustCompile(`\s(?:and|but) (?:\pL+ ){0,1}(?:no longer|not|never|did not|does not|has not|would not)\b`)

var ifClause = regexp.MustCompile(`^(?i:if|unless|should|although|while) [^,]+, `)

// negated says whether the clause around a place says that it is not so.
func (s *sentence) negated(at int) bool {
	cl := s.clauses[s.clauseAt(at)]
	text := []byte(s.bare) // what is said aside denies nothing of the rest
	if len(s.bare) == 0 || s.asideAt(at) != nil {
		text = []byte(s.text)
	}
	for _, q := range s.quoted { // what is quoted denies nothing outside it
		if at < q[0] || at >= q[1] {
			for i := q[0]; i < q[1]; i++ {
				text[i] = ' '
			}
		}
	}
	from := cl.from
	if m := ifClause.FindIndex(text[cl.from:max(cl.from, at)]); m != nil { // "if it does not comply, it faces …"
		from += m[1]
	}
	to := cl.to
	if a := s.asideAt(at); a != nil && a.from >= from && a.to <= to {
		from, to = a.from, a.to
	}
	if m := furtherNot.FindIndex(text[max(from, min(at, to)):to]); m != nil { // "cut it to $3 and no longer recommends it"
		to = max(from, min(at, to)) + m[0]
	}
	part := notNegative.ReplaceAllString(string(text[from:to]), "")
	return negationRE.MatchString(part)
}
