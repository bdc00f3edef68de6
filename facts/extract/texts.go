package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

var (
	officeAfter  *regexp.Regexp // "Ida Brandt, chief executive of Orbex, …"
	officeBefore *regexp.Regexp // "Orbex's chief executive, Ida Brandt"
	officeSmall  *regexp.Regexp // "Orbex's head of legal affairs, Ida Brandt"
)

func compileOffices() {
	offices := oneOf(words.Offices)
	officeAfter = regexp.MustCompile(`^(?:,[^,.;]{3,60}, as|,|,? who (?:is|joined [^,.]{2,40} as|serves as|became)|,? is| \()\s?((?:(?:the|our|` + oneOf(words.OfficeLead) + `|[\p{L}&.]+'s)\s)*(?:[\p{L}&-]+\s){0,2}?(?i:` + offices + `)(?:\s[\p{L}&]+){0,3}?(?:\s(?:and|of|for|at|in)\s[^,.;()]{2,60}|\s[\p{L}]+)?)(?:[,.)]|\s(?:said|told|and)\b|$)`)
	officeSmall = regexp.MustCompile(`((?i:` + offices + `)(?:\s\p{Ll}+){1,3}),\s$`)
	officeBefore = regexp.MustCompile(`((?:[\p{L}'-]+\s){0,2}?(?i:` + offices + `)(?:\sand\s(?i:` + offices + `))?(?:\s\p{Lu}[\p{L}]*){0,2}?(?:\s(?:of|at|for|in)\s[^,.;]{2,40})?)(?:\swill be|,)?\s$`)
}

// offices notes which office a person holds, and where, so that "we" and what
// the person says of the company find their bearer.
func (c *cast) offices(units []article.Unit) {
	var last *party           // the organisation a sentence named first
	var lead *party           // the one that a sentence was about
	leadIn := ""              // and where
	spoke := false            // and whether it said something there
	unit, mainIn := "", false // whether this paragraph has named whom the article is about
	var only []*party         // the companies that it has named
	for _, u := range units {
		for _, s := range sentencesOf(u.At, u.Text) {
			names, before := c.mentionsIn(s.text), last
			if u.At != unit {
				unit, mainIn, only = u.At, false, nil
			}
			about, in, said := lead, leadIn, spoke
			if org := c.firstOrg(names); org != nil {
				last = org
			}
			for _, n := range names { // whom a sentence is about
				if pronounHead.MatchString(s.text) {
					break
				}
				if n.party.isOrg() && !s.depends(0, n.from) {
					lead, leadIn, spoke = n.party, u.At, saysBehind(s.text[n.to:])
					break
				}
			}
			named := only
			for _, n := range names {
				if n.party.kind == "company" && !slices.Contains(only, n.party) {
					only = append(slices.Clip(only), n.party)
				}
			}
			mainWas := mainIn
			mainIn = mainIn || slices.ContainsFunc(names, func(n mention) bool { return n.party == c.main })
			for i, n := range names {
				if n.party.kind != "person" || n.party.role != "" {
					continue
				}
				if i+1 < len(names) && (s.text[n.to:names[i+1].from] == " of " || s.text[n.to:names[i+1].from] == " of the ") && names[i+1].party.isOrg() {
					n.party.of = names[i+1].party
				}
				role := ""
				if m := officeAfter.FindStringSubmatch(s.text[n.to:]); m != nil {
					role = m[1]
					for _, o := range names { // "who joined Orbex as"
						if strings.HasPrefix(m[0], ", who joined") && o.from > n.to && o.to <= n.to+len(m[0])-len(role) && o.party.isOrg() && n.party.of == nil {
							n.party.of = o.party
						}
					}
				} else if m := officeBefore.FindStringSubmatch(titleEnd.ReplaceAllString(s.text[:n.from], "")); m != nil {
					role = m[1]
				} else if m := officeSmall.FindStringSubmatch(s.text[:n.from]); m != nil {
					role = m[1]
				}
				if i+1 < len(names) && names[i+1].possessive && names[i+1].party.isOrg() && whoRuns.MatchString(s.text[n.to:names[i+1].from]) && n.party.of == nil {
					n.party.of = names[i+1].party
				}
				if role == "" {
					continue
				}
				n.party.role = c.trimOffice(role)
				n.party.judge = n.party.judge || judgeRole.MatchString(n.party.role)
				if i := strings.LastIndex(s.text[:n.from], n.party.role); (itsRole.MatchString(role) || i > 0 && strings.HasSuffix(s.text[:i], " its ")) && s.isQuoted(0) && before != nil { // "…," said its chairman
					n.party.of = before
				} else if itsRole.MatchString(role) && strings.HasPrefix(s.text, role[:3]) && before != nil { // "Its chief executive, Ida Brandt, told …"
					n.party.of = before
				}
				if n.party.of == nil && itsRole.MatchString(role) {
					for _, o := range names { // "Orbex said …; its chief executive, Ida Brandt, …"
						if o.to <= n.from && o.party.isOrg() && !s.depends(0, o.from) {
							n.party.of = o.party
							break
						}
					}
				}
				former := wasOffice.MatchString(n.party.role)
				for _, o := range c.mentionsIn(whenHeld.Split(role, 2)[0]) { // "of Orbex"
					if o.party.isOrg() && !former {
						n.party.of = o.party
					}
				}
				if n.party.of == nil && !former && !outsiders.MatchString(n.party.role) && i > 0 && names[i-1].party.isOrg() && n.from-names[i-1].to < 60 {
					n.party.of = names[i-1].party
				}
				if n.party.of == nil && !former && !outsiders.MatchString(n.party.role) && about != nil && in == u.At && about.kind == "company" && (i == 0 || said && c.firstOrg(names[:i]) == nil) && (said || !mainWas || !(c.dominant && about != c.main)) { // who was spoken of in the sentence before
					n.party.of = about
				}
				if n.party.of == nil && !former && !outsiders.MatchString(n.party.role) && i == 0 && len(named) == 1 && u.At[0] >= '0' && u.At[0] <= '9' { // the only one of whom the paragraph has spoken
					n.party.of = named[0]
				}
			}
		}
	}
	for _, p := range c.all {
		if wasOffice.MatchString(p.role) {
			continue // of nobody here
		}
		if p.kind == "person" && p.role != "" && p.of == nil && c.home != nil && !outsiders.MatchString(p.role) {
			p.of = c.home
		}
		if p.kind == "person" && p.role != "" && p.of == nil && c.main != nil && !outsiders.MatchString(p.role) {
			p.of = c.main
		}
	}
}

// saysBehind says whether what follows a name is that they say something.
func saysBehind(text string) bool {
	at := claimRE.FindStringIndex(text)
	return at != nil && at[0] == 1
}

var titleEnd = regexp.MustCompile(`\b(?:Ms|Mr|Mrs|Dr|Prof)\.?\s$`)

// whenHeld goes on from an office to when somebody came to it, and from where.
var whenHeld = regexp.MustCompile(` (?:after|since|until|having|following|before) `)

// itsRole is an office of whom was spoken of before.
var itsRole = regexp.MustCompile(`^(?i:(?:said |says )?its)\s`)

// whoRuns stands between a person and whose unit they lead.
var whoRuns = regexp.MustCompile(`^, who (?:runs|heads|leads|directs|manages) $`)

// wasOffice is an office that is no longer held.
var wasOffice = regexp.MustCompile(`^(?i:former|until|previously|once|ex-)`)

// judgeRole is the office of who judges.
var judgeRole = regexp.MustCompile(`^(?i:judge|justice)\b`)

// pronounHead begins a sentence that is about whom the one before was.
var pronounHead = regexp.MustCompile(`^(?:It|Its|The (?:company|group|firm))\b`)

// notOffice is what may stand before an office and is no part of it.
var notOffice = regexp.MustCompile(`^.*\b(?:by|as|years|from|with|an?) `)

// firstOrg is the first organisation of some names.
func (c *cast) firstOrg(names []mention) *party {
	for _, n := range names {
		if n.party.isOrg() {
			return n.party
		}
	}
	return nil
}

var leadingArticle = regexp.MustCompile(`^(?i:the|of|its|their|an?|our|[\p{L}&.]+'s|and|said|by|with|to|from|whose|for|as|that|then|now|today|currently|at present|who (?:is|was|has been|became))\s`)

// afterOffice is what leads over from an office to since when.
var afterOffice = regexp.MustCompile(`\s(?:in|on|at|since|from)?\s?$`)

// termOf is how long an office is held.
var termOf = regexp.MustCompile(` for (?:an? |the next |\d|(?:` + unitsIn + `) )`)

// trimOffice takes off what stands before an office: articles, and whose it is.
func (c *cast) trimOffice(role string) string {
	if i := strings.Index(role, " the "); i >= 0 && !officeRE.MatchString(role[:i]) { // "announcing the change the chief executive"
		role = role[i+len(" the "):]
	}
	for leadingArticle.MatchString(role) {
		role = leadingArticle.ReplaceAllString(role, "")
	}
	if first, rest, ok := strings.Cut(role, " "); ok && (finite(first) || callings[strings.ToLower(rest)] && unicode.IsUpper(rune(rest[0])) && unicode.IsLower(rune(first[0]))) { // "reckons professor"
		role = rest
		for leadingArticle.MatchString(role) {
			role = leadingArticle.ReplaceAllString(role, "")
		}
	}
	if at := officeRE.FindStringIndex(role); at != nil { // "eleven years as chief executive"
		role = notOffice.ReplaceAllString(role[:at[0]], "") + role[at[0]:]
	}
	if d := datesIn(role, &calendar{}); len(d) > 0 {
		role = afterOffice.ReplaceAllString(role[:d[0].from], "")
	}
	if at := termOf.FindStringIndex(role); at != nil {
		role = role[:at[0]]
	}
	if m := c.mentionsIn(role); len(m) > 0 && m[0].from == 0 && m[0].to < len(role) {
		role = role[m[0].to:]
	}
	return strings.TrimPrefix(strings.TrimSpace(role), "'s ")
}

// outsider says whether somebody speaks of companies and for none of them: by office, or
// by the house, "Ida Brandt of Castle Research".
func (p *party) outsider() bool {
	return outsiders.MatchString(p.role) || p.role == "" && p.of != nil && analystHouse.MatchString(p.of.name)
}

var analystHouse = regexp.MustCompile(`\s(?:Research|Securities|Analytics|Insights?|Equit(?:y|ies)|Capital Markets|Advisors|Advisers|Consulting|Bank|Brokers)$`)

// outsiders are offices whose holder speaks for no company of the article.
var outsiders = regexp.MustCompile(`(?i)^(?:[\p{L}-]+ )?(?:judge|professor|analyst|lawyer|attorney|commissioner|partner)\b`)

// offices makes a fact of the post a person is said to hold.
func (r *reading) offices(s *sentence, voices []voice) {
	for _, n := range s.names {
		if n.party.kind != "person" || n.pronoun || n.party.role == "" || !strings.Contains(s.text, n.party.role) {
			continue
		}
		f := found{at: []string{s.unit}, subject: n.party, relation: "office", kind: facts.Text, value: n.party.role, how: facts.Reported, clause: n.party.role}
		is := "is"
		if strings.HasSuffix(s.text[:n.from], n.party.role+" will be ") {
			is = "will be"
		}
		if strings.HasPrefix(n.party.role, "until") || strings.HasPrefix(n.party.role, "former") {
			is = "was"
		}
		a := ""
		if callings[strings.ToLower(n.party.role)] {
			a = "a "
		}
		f.says = fmt.Sprintf("%s %s %s%s.", n.party.name, is, a, strings.ToLower(n.party.role[:1])+n.party.role[1:])
		if a == "" {
			f.says = fmt.Sprintf("%s %s %s.", n.party.name, is, n.party.role)
		}
		if n.party.of != nil {
			f.with = []*party{n.party.of}
			if !slices.ContainsFunc(append([]string{n.party.of.name, stripped(n.party.of.name)}, n.party.of.aliases...), func(a string) bool { return strings.Contains(n.party.role, a) }) {
				f.says = fmt.Sprintf("%s %s %s of %s.", n.party.name, is, n.party.role, stripped(n.party.of.name))
			}
		}
		r.put(f)
	}
}

// callings are offices of which there are many.
var callings map[string]bool

// untold makes a fact of what is said not to be told.
func (r *reading) untold(s *sentence, voices []voice) {
	last := -1
	for _, at := range undisclosedRE.FindAllStringIndex(s.text) {
		if i := s.clauseAt(at[0]); i > last && !s.isQuoted(at[0]) && !saysThat.MatchString(s.text[at[0]:]) {
			r.keptFrom(s, at)
			last = i
		}
	}
}

// keptFrom makes the fact of one place where something is said not to be told.
func (r *reading) keptFrom(s *sentence, at []int) {
	cl := s.clauses[s.clauseAt(at[0])]
	subject := cl.subject
	if subject == nil || subject.kind == "person" {
		subject = org(subject, r)
	}
	if subject == nil {
		if subject = r.cast.home; subject == nil {
			subject = r.context(nil)
		}
	}
	f := r.fact(s, at[0], subject, "undisclosed", nil)
	if subject == r.self && r.memory.sued != nil && severalNP.MatchString(predicate(s, cl)) {
		f.subject, f.with = r.memory.sues, []*party{r.memory.sued}
	}
	f.how, f.kind, f.value, f.by = facts.NotDisclosed, facts.Text, clip(s.keptBack(cl, at[0])), nil
	r.put(f)
}

// keptBack is what a clause says not to be told, with what it tells more of and
// without what only goes on behind it.
func (s *sentence) keptBack(cl clause, at int) string {
	from, to := cl.from, cl.to
	if i := goesOnAnew.FindStringIndex(s.text[at:to]); i != nil {
		to = at + i[0]
	}
	for _, n := range s.names { // "Ida Brandt, declined to comment"
		if n.from == from && strings.HasPrefix(s.text[n.to:], ", ") && n.to+len(", ") == at {
			from = at
		}
	}
	if relative[cl.lead] || cl.lead == "that" {
		if i := ofWhatNot.FindStringSubmatchIndex(s.text[:from]); i != nil {
			from = i[2]
		}
	}
	out := strings.TrimSpace(s.text[from:to])
	if strings.Count(out, `"`)%2 == 1 {
		out = strings.ReplaceAll(out, `"`, "")
	}
	return out
}

// goesOnAnew begins what a sentence says besides, and ofWhatNot is what stands before
// a clause that tells more of it: "on terms that were not given", "a sum, which".
var (
	goesOnAnew = regexp.MustCompile(`, and (?:the|an?|its?|they|he|she|his|her|their)\b`)
	ofWhatNot  = regexp.MustCompile(`(?:^|[ ,])((?:(?:the|an?|its|their|his|her) )?(?:[\p{Ll}-]+ ){0,2}?"?[\p{Ll}-]+"?,?(?: of)? (?:that|which|whose) )$`)
)

// saysThat is no keeping back: "the ruling does not say that pools win".
var saysThat = regexp.MustCompile(`(?i)^[\p{L}' ]+? (?:say|said|state|stated|specify|specified) that\b`)

// said makes a fact of what somebody says, denies or thinks, where the sentence
// has given none yet; a denial is always one.
func (r *reading) said(s *sentence, voices []voice, before int) {
	for i := range voices {
		v := &voices[i]
		told := slices.ContainsFunc(r.found[before:], func(f found) bool { return f.by == v.by && f.how == v.how })
		text := s.saying(v)
		if (whereSaid.MatchString(text) || toldWhat.MatchString(text)) && !s.quotes(v) {
			continue // "as she told me on the phone"
		}
		if v.by == r.self && (hypothesis.MatchString(s.text) || openQuestion.MatchString(text)) {
			continue // nobody has said that it is so
		}
		if accusing.MatchString(s.text[v.verb:]) || v.by == r.self && authorHead.MatchString(s.text[s.clauses[s.clauseAt(v.verb)].from:]) {
			continue // what somebody is accused of is an allegation
		}
		if v.by == r.self && v.outside && len(r.found) > before {
			continue // a source without a name, and the sentence's facts say what it holds
		}
		if leadsOn.MatchString(text) {
			continue // what leads up to another saying: "through its counsel that"
		}
		if v.denial && (pointsBack.MatchString(text) || deniedThis.MatchString(text)) {
			if last := r.saidLast(s.unit, before); last != "" {
				text = last
			}
		}
		if v.by == nil || told && !v.denial && !s.quotes(v) || len(text) < 8 && !v.denial || text == "" || text == "that" || text == "it" || text == "this" {
			continue
		}
		relation := "statement"
		if v.denial {
			relation = "denial"
		}
		f := r.fact(s, v.verb, v.by, relation, nil)
		f.kind, f.value, f.by, f.how = facts.Text, text, v.by, v.how
		r.put(f)
		r.saidWhen(s, v, f)
	}
	if at := opinionRE.FindStringIndex(s.text); len(voices) == 0 && at != nil && !s.isQuoted(at[0]) && len(strings.Fields(s.text)) > 3 {
		subject := s.clauses[0].subject
		if subject == nil {
			subject = r.self
		}
		f := r.fact(s, at[0], subject, "assessment", nil)
		f.kind, f.value, f.how, f.by = facts.Text, clip(s.text), facts.Opinion, r.voice()
		r.put(f)
	}
}

// pointsBack is a denial of what the sentence before says.
var pointsBack = regexp.MustCompile(`^(?:that|this|it|the (?:allegation|claim|figure|report|accusation))(?:[,:;.]|$)`)

// deniedThis is a denial with who denies before it, and nothing behind.
var deniedThis = regexp.MustCompile(`\b(?:denies|denied|disputes|disputed|rejects|rejected) (?:this|that|it)$`)

// saidLast is what the last fact before this sentence says, in its unit.
func (r *reading) saidLast(unit string, before int) string {
	for _, f := range slices.Backward(r.found[:before]) {
		if f.at[0] == unit && f.clause != "" && (f.how == facts.Claimed || f.kind != facts.Text) {
			if f.kind == facts.Text {
				return f.value
			}
			return clip(f.clause)
		}
	}
	return ""
}

// leadsOn is how what says nothing itself ends.
var leadsOn = regexp.MustCompile(`\bthat$`)

// whereSaid is how or where something was said, and all of it.
var whereSaid = regexp.MustCompile(`^(?:on|in|at|by|over|during|after|before) (?:an?|the|his|her|its|their) \p{Ll}+(?: \p{Ll}+)?(?: on \p{Lu}\p{Ll}+)?$`)

// toldWhat is that somebody was told, and not what.
var toldWhat = regexp.MustCompile(`^(?i:them|him|her|it|us|me|each other) (?:how|what|why|where|when|to|about|of)\b|^the opposite\b`)

// openQuestion is what somebody did not say: "how many jobs will go".
var openQuestion = regexp.MustCompile(`^(?i:(?:on|under|for) (?:which|what)|how|whether|what|why|when|where)\b`)

var accusing = regexp.MustCompile(`^(?i:accus)`)

// saying is what a voice says, without what leads up to it.
func (s *sentence) saying(v *voice) string {
	if v.to <= v.from {
		return ""
	}
	text, rest, _ := strings.Cut(s.text[v.from:v.to], "; ")
	if strings.Contains(rest, `"`) {
		text = s.text[v.from:v.to]
	}
	if naming.MatchString(s.text[v.verb:]) && !strings.HasPrefix(text, `as "`) && v.verb < v.from {
		text = s.text[v.verb:v.from] + text // "called it a tax"
	}
	text = saidThen.ReplaceAllString(toldThat.ReplaceAllString(clip(strings.TrimLeft(text, " ")), ""), "")
	if strings.HasSuffix(text, `,"`) {
		text = strings.TrimSuffix(text, `,"`) + `"`
	}
	if strings.HasPrefix(text, `as "`) {
		text = text[3:]
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, " and"), " but")
	if strings.Count(text, `"`)%2 == 1 { // of a quotation that goes on
		text = strings.Trim(text, `"`)
	}
	return text
}

// saidWhen keeps the dates of what is said, as facts about whom it is said of.
func (r *reading) saidWhen(s *sentence, v *voice, f found) {
	for _, d := range s.dates {
		if d.from < v.from || d.to > v.to || d.day == "" || d.relative || d.deadline || d.until || strings.HasPrefix(d.period, "since") {
			continue
		}
		if f.subject = s.clauses[s.clauseAt(d.from)].subject; s.isQuoted(d.from) {
			f.subject = s.quotedActor(d.from)
		}
		if f.subject != v.by {
			f.relation, f.kind, f.value, f.period = "happened", facts.Date, d.day, d.period
			r.put(f)
		}
	}
}

// quotedActor is who stands first in the quotation around a place.
func (s *sentence) quotedActor(at int) *party {
	for _, n := range s.names {
		if n.from < at && s.isQuoted(n.from) && n.party.isOrg() && !n.pronoun {
			return n.party
		}
	}
	return nil
}

// naming is how something is called.
var naming = regexp.MustCompile(`^(?i:called|calls|describe[sd]?|puts?|regards?|considers)\b`)

// toldThat is what stands between "told" and what was told.
var toldThat = regexp.MustCompile(`^(?:for the record |(?:in|on|at|during) (?:an?|the) [a-z]+(?: [a-z]+)? )?(?:(?:[a-z]+ ){0,2}that |(?:in|on|at|during|by|to) [^,;"]{2,60}? that |(?i:the )?(?:\p{Ll}+ ){0,2}(?:\p{Lu}[\p{L}.&-]* ){1,4}(?:(?:in|on|at|last|this) (?:\p{L}+ ){1,3})?that |(?:the )?(?:\p{L}+ ){1,2}(?:press|media|newspapers?|agency) that |(?:me|us|him|her|them) (?:(?:on|by|in|at|over) [^,";]{2,30} )?that |(?:me|us|reporters|analysts|investors|shareholders|journalists)(?: that)? )`)

// saidThen is when something was said.
var saidThen = regexp.MustCompile(`^(?:(?:last|this) (?:week|month|year|night|\p{Lu}\p{L}+)|yesterday|today|on \p{Lu}\p{L}+day) (?:that )?`)

// quotes says whether what is said is given in the speaker's own words.
func (s *sentence) quotes(v *voice) bool {
	return slices.ContainsFunc(s.quoted, func(q [2]int) bool { return q[0] >= v.from && q[1] <= v.to && q[1]-q[0] > 12 })
}

var commentHead = regexp.MustCompile(`^(?:#?\d{1,4}[.):]?\s+)?@?([\p{L}\d_.'-]+(?:\s\p{Lu}[\p{L}.'-]*){0,3}?)(?:\s*[|,(:·•–—-]|\s+(?:says|said|writes|wrote|on|at|\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|$)`)

// comment makes a fact of what a reader says.
func (r *reading) comment(u article.Unit) {
	head, body, two := strings.Cut(u.Text, "\n")
	m := commentHead.FindStringSubmatch(head)
	if m == nil {
		return
	}
	if !two {
		_, after, ok := strings.Cut(head, ":")
		if !ok {
			return
		}
		body, head = strings.TrimSpace(after), strings.TrimSuffix(head, after)
	}
	name := m[1]
	p := r.cast.byName[strings.ToLower(name)]
	if p == nil {
		p = r.cast.byID(slug(name))
	}
	if p == nil {
		p = &party{id: slug(name), name: name, kind: "reader"}
		r.cast.all = append(r.cast.all, p)
		r.cast.byName[strings.ToLower(name)] = p
	}
	text := flat(body)
	if when := datesIn(text, &calendar{published: r.article.Published}); len(when) > 0 && when[0].from == 0 { // the date stands by itself above what is said
		if at := clockAfter.FindString(text[when[0].to:]); at != "" {
			head, text = head+" "+text[:when[0].to], text[when[0].to+len(at):]
		}
	}
	if text == "" {
		return
	}
	if on := datesIn(flat(head), &calendar{published: r.article.Published}); len(on) > 0 && on[0].day != "" {
		r.put(found{at: []string{u.At}, subject: p, relation: "comment-date", kind: facts.Date, value: on[0].day, how: facts.Reported,
			says: fmt.Sprintf("%s posted a comment on %s.", name, on[0].day), clause: "comment posted"})
	}
	r.put(found{at: []string{u.At}, subject: p, relation: "argument", kind: facts.Text, value: clip(text), by: p, how: facts.Comment,
		says: fmt.Sprintf("%s says in a comment: %s", name, ended(text)), clause: text})
}

// clockAfter is the time of day behind a comment's date.
var clockAfter = regexp.MustCompile(`^(?i:,? at|,)?\s\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?\s?`)

func ended(s string) string {
	if s != "" && !strings.ContainsAny(s[len(s)-1:], `.!?"')`) {
		return s + "."
	}
	return s
}
