package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// happened makes facts of what a sentence says somebody does.
func (r *reading) happened(s *sentence, voices []voice) {
	taken := make([]bool, len(s.text)+1)
	if o := opinionRE.FindStringIndex(s.text); o != nil && !s.isQuoted(o[0]) && len(voices) == 0 {
		return // what the author thinks is kept as such, in whole
	}
	if strings.HasSuffix(s.text, "?") {
		return
	}
	for i := range events {
		e := &events[i]
		for _, at := range e.says.FindAllStringIndex(s.text) {
			if cl := s.clauses[s.clauseAt(at[0])]; s.inDate(at[0]) || untoldClause(s, cl) || toDeclare.MatchString(s.text[:cl.from]) {
				continue
			}
			if (e.Subject == "" || e.Subject == "court" || e.Subject == "person" || e.Relation == "vote") && !strings.HasPrefix(s.text[at[0]:], "to ") && beBefore.MatchString(s.text[:at[0]]) && !beBefore.MatchString(s.text[at[0]:min(at[0]+6, len(s.text))]+" ") {
				continue // "was sued" is not "sued"
			}
			if at[0] > 0 && s.text[at[0]-1] == '-' { // "vice-chairs"
				continue
			}
			if e.Relation == "allegation" && (strings.HasSuffix(s.text[:at[0]], " that ") || clearedOf.MatchString(s.text[:at[0]])) {
				continue // "each box that uses Orbex's technology", "cleared Orbex of infringing it"
			}
			if e.Verb && (articleBefore.MatchString(s.text[:at[0]]) || numberBefore.MatchString(s.text[:at[0]])) {
				continue
			}
			if cl := s.clauses[s.clauseAt(at[0])]; r.cast.home == nil && !s.isQuoted(at[0]) && authorHead.MatchString(s.text[cl.from:cl.to]) {
				continue // what the author does is none of the story's
			}
			if neverDone.MatchString(s.text[:s.auxiliary(at)]) || s.isHypothetical(at[0]) || strings.HasPrefix(s.text[at[0]:], "to ") && intention.MatchString(s.text[:at[0]]) || e.Relation != "licence-terms" && s.isSupposed(at[0]) || taken[at[0]] || s.inFigure(at[0]) || s.inName(at[0], at[0]+1) || s.isQuoted(at[0]) {
				continue
			}
			if r.event(s, e, at, voices) {
				to := at[1]
				if e.Relation == "allegation" && allegesThat.MatchString(s.text[at[0]:]) { // all that is alleged
					to = max(to, r.eventEnd(s, at[1], s.clauseAt(at[1]-1)))
				}
				for j := at[0]; j < to; j++ {
					taken[j] = true
				}
			}
		}
	}
}

// clearedOf leads up to what somebody has not done.
var clearedOf = regexp.MustCompile(`\b(?:cleared|clears|acquitted|absolved|exonerated) [^,;]{1,80} of $`)

// goesOnOutside is how a sentence goes on behind a clause within it: "…, handing
// Orbex a victory", "…, and a further delay".
var goesOnOutside = regexp.MustCompile(`, \p{Ll}+ing\b|, and (?:an?|the|it|they|he|she) | and that `)

// toDeclare leads up to what a court is only asked to say.
var toDeclare = regexp.MustCompile(`\bto (?:declare|find|hold|rule|order|confirm) that $`)

// auxiliary is where a verb's "have" ends, else where it begins: "could have taken".
func (s *sentence) auxiliary(at []int) int {
	if strings.HasPrefix(s.text[at[0]:], "have ") {
		return at[0] + len("have ")
	}
	return at[0]
}

func (s *sentence) inDate(at int) bool {
	return slices.ContainsFunc(s.dates, func(d date) bool { return at >= d.from && at < d.to })
}

func (s *sentence) inFigure(at int) bool {
	return slices.ContainsFunc(s.figures, func(f figure) bool { return f.kind != facts.Count && at >= f.from && at < f.to })
}

var articleBefore = regexp.MustCompile(`(?i)\b(?:the|an?|its|their|this|that|his|her|our|no|any)\s(?:new\s)?$`)

// numberBefore shows that what follows is counted.
var numberBefore = regexp.MustCompile(`(?i)(?:\d|\b(?:million|billion|thousand|hundred|` + unitsIn + `))\s$`)

var beBefore = regexp.MustCompile(`(?i)\b(?:was|were|is|are|been|being|be|gets?|got)\s(?:\w+ly\s)?$`)

// event makes the fact of one place where a rule fits, if its parties are there.
func (r *reading) event(s *sentence, e *eventRule, at []int, voices []voice) bool {
	i := s.clauseAt(at[0])
	cl := s.clauses[i]
	if at[0] < cl.from {
		return false // it stands in what only joins clauses
	}
	end := r.eventEnd(s, at[1], s.clauseAt(at[1]-1))
	if i > 0 && (relative[cl.lead] || cl.lead == "that" || cl.lead == "and" && relative[s.clauses[i-1].lead]) {
		if m := goesOnOutside.FindStringIndex(s.text[at[1]:end]); m != nil {
			end = at[1] + m[0]
		}
	}
	if j := s.clauseAt(max(end-1, at[0])) + 1; e.Relation == "forecast" && j < len(s.clauses) && relative[s.clauses[j].lead] && strings.Contains(s.text[s.clauses[j].from:s.clauses[j].to], ", to ") { // "expects revenue, which rose to $3m, to fall"
		end = s.clauses[j].to
	}
	scope := s.text[cl.from:end]
	if i > 0 && (cl.lead == "that" || relative[cl.lead]) { // "a licence that Orbex granted"
		scope = s.text[s.clauses[i-1].from:end]
	}
	if !r.meets(e, s, at, scope, cl.from, end) || e.Needs == "SAID" && cl.lead != "that" && voiceOver(voices, at[0]) == nil {
		return false
	}
	if v := voiceOver(voices, at[0]); v != nil && v.denial && v.from <= at[0] {
		return false // what is denied is kept as such
	}
	subject := r.doer(s, e, at, cl, voices)
	if subject == nil && e.Relation == "representation" { // "each by its own: Orbex by …, Castle by …"
		f := r.fact(s, at[0], r.self, e.Relation, voices)
		f.kind = facts.Party
		r.alsoBy(s, end, f)
	}
	if e.Relation == "stake" && strings.HasPrefix(s.text[at[0]:], "owned") && s.asideAt(at[0]) == nil || e.Relation == "launch" && strings.HasSuffix(s.text[:at[0]], "will ") {
		return false
	}
	if cl.lead == "when" && present.MatchString(s.text[at[0]:at[1]]) {
		return false // "falls due when Argentina approves it"
	}
	if cl.strange && (e.Relation == "deadline" || e.Subject == "any" && thatOne.MatchString(s.text[cl.from:])) {
		subject = r.self
	}
	if e.Relation == "licence-terms" && subject != nil && subject.kind == "person" {
		return false // "she covers licensing"
	}
	if subject != nil && subject.kind == "product" { // "Orbex's Zephyr phones use"
		if p := s.ownerOf(subject, at[0]); p != nil {
			subject = p
		}
	}
	if n := s.firstActor(cl.from, at[0]); e.Relation == "ruling" && relative[cl.lead] && cl.lead != "who" && n != nil && barelyDone.MatchString(s.text[at[1]:]) {
		return false // what it did stands before: "$4m, which the jury had awarded for"
	}
	if subject == nil || cl.dummy || e.Relation == "allegation" && (s.inCourt() && strings.HasSuffix(s.text[:at[0]], " for ") || courtly(subject) || s.inCourt() && cl.lead == "that") {
		return false
	}
	object := r.object(s, e, at, end, subject)
	if e.Relation == "settlement" && object == nil && subject == r.self && r.memory.sued != nil && severalNP.MatchString(predicate(s, cl)) { // "the parties settled"
		subject, object = r.memory.sues, r.memory.sued
	}
	if e.Object == "party" && object == nil && e.Relation != "countersuit" {
		return false
	}
	if e.Subject == "passive" || e.Subject == "licensee" {
		subject, object = object, subject
	}
	relation := e.Relation
	if relation == "ruling" && e.Subject == "any" && !r.cast.courtly { // a body that is no court
		relation = "vote"
	}
	fact := r.fact(s, at[0], subject, relation, voices)
	r.parties(&fact, s, e, at, end, object)
	if e.Relation == "forecast" && fact.how == facts.Reported && forecastRE.MatchString(s.text[at[0]:at[1]]) && !strings.Contains(s.text[at[0]:at[1]], " ") {
		fact.how, fact.by = facts.Claimed, subject
	}
	if fact.period, fact.day = r.eventDate(s, at, cl, end); e.Relation == "allegation" && fact.how == facts.Claimed {
		fact.period, fact.day = "", "" // when it was said, not when it was done
	}
	if e.Relation == "ruling" && slices.ContainsFunc(s.dates, func(d date) bool { return d.day == fact.day && strings.HasSuffix(s.text[:d.from], " from ") }) {
		fact.period, fact.day = "", "" // "interest from 1 January"
	}
	if e.Subject == "possessive" || (e.Relation == "plan" || e.Relation == "forecast") && (s.whenSaid(fact.period) || s.beforeVoice(voiceOver(voices, at[0]), fact.period)) {
		fact.period, fact.day = "", "" // "said on Thursday it would file suit"
	}
	if !r.valued(&fact, s, e, at, cl, end) || e.Relation == "deadline" && fact.negated {
		return false
	}
	if e.Relation == "founded" && (fact.period == "" && len(fact.with) == 0 || cl.lead == "that" && !s.actorAt(cl.from, at[0])) {
		return false // "after the pool was formed", "pools that were founded"
	}
	if e.Relation == "allegation" && fact.kind == facts.Text && !fact.negated {
		s.accused(&fact, subject, at)
	}
	r.memory.noteSides(&fact)
	if e.Relation == "representation" { // "…, Castle by Tennant & Roy"
		r.alsoBy(s, end, fact)
	}
	dated := fact.day != "" && !fact.negated && e.Relation != "request" && !strings.HasPrefix(s.text[at[0]:], "runs ") && !(undated[e.Relation] && len(fact.day) == 4 && !strings.HasPrefix(fact.period, "by "))
	if barely := e.Relation == "hearing" && beHead.MatchString(s.text[at[0]:]); !(dated && fact.kind == facts.Text && (barely || relative[cl.lead] && (e.Relation == "deadline" && s.onlyDates(at) || e.Relation == "effective") || madeWhen.MatchString(s.text[at[0]:]) && s.onlyDates(at))) {
		r.put(fact)
	}
	if (e.Subject == "beside" || e.Relation == "membership") && areMany.MatchString(s.text[at[0]:at[1]]) {
		if first, second := s.pairBefore(at[0]); first != nil && (second == subject || first == subject) { // "Orbex and Castle are among"
			other := fact
			if other.subject = first; first == subject {
				other.subject = second
			}
			r.put(other)
		}
	}
	if dated {
		on := fact
		on.kind, on.value, on.parties = facts.Date, fact.day, nil
		if strings.HasPrefix(fact.period, "by ") && (relation == "requires" || relation == "plan") {
			on.relation = "deadline"
		}
		r.put(on)
	}
	r.venue(fact, s, at, end)
	return true
}

// onlyDates says whether nothing but a date stands behind a verb in its clause:
// "established in 1994".
func (s *sentence) onlyDates(at []int) bool {
	to := s.clauses[s.clauseAt(at[1]-1)].to
	if a := s.asideAt(at[0]); a != nil {
		to = min(to, a.to)
	}
	return onlyWhen.MatchString(noDates(s, at[1], max(at[1], to)))
}

// beHead begins a verb in the passive, without what it is of.
var beHead = regexp.MustCompile(`^(?:is|are|was|were|will be|to be) `)

// madeWhen is a participle that a date goes with.
var madeWhen = regexp.MustCompile(`^(?i:founded|established|set up|formed|created|incorporated|launched) `)

var onlyWhen = regexp.MustCompile(`^(?:\s|[.,;)]|\b(?:in|on|by|since|from|until|at|the|end|of|during|early|late|as|this|last)\b)*$`)

// accused makes an allegation one against whom it is made, by who makes it: "Orbex
// alleged that Castle copied it".
func (s *sentence) accused(f *found, by *party, at []int) {
	that := allegesThat.FindStringIndex(s.text[at[0]:])
	if that == nil {
		return
	}
	from := at[0] + that[1]
	f.how, f.by = facts.Claimed, by
	f.period, f.day = "", "" // when it was said, not when it was done
	for _, n := range s.names {
		if n.from >= from && n.from < from+len("the ") && n.party != by && !n.possessive && n.party.kind != "place" && !n.party.judge {
			if f.value = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(f.value, s.text[at[0]:at[1]]), " that")); f.value != "" {
				f.subject, f.with = n.party, []*party{by}
			}
			return
		}
	}
}

var allegesThat = regexp.MustCompile(`^(?i:alleg(?:ed|es|ing) )(?:that )?`)

// whenSaid says whether a time is no more than that at which something was said.
func (s *sentence) whenSaid(period string) bool {
	return period != "" && slices.ContainsFunc(s.dates, func(d date) bool { return d.period == period && saidOn.MatchString(s.text[:d.from]) })
}

// beforeVoice says whether a time stands outside what somebody says.
func (s *sentence) beforeVoice(v *voice, period string) bool {
	return v != nil && !v.outside && period != "" && slices.ContainsFunc(s.dates, func(d date) bool { return d.period == period && d.to <= v.verb && v.verb < v.from })
}

var saidOn = regexp.MustCompile(`\b(?:said|says|announced|added|wrote|confirmed|told \pL+) (?:late |early )?(?:on )?$`)

// ownerOf is whose a ware is, where that stands right before it or in its name.
func (s *sentence) ownerOf(ware *party, at int) *party {
	for i := 1; i < len(s.names); i++ {
		if a, b := s.names[i-1], s.names[i]; b.party == ware && b.to <= at && a.possessive && b.from-a.to < 4 {
			return a.party
		}
	}
	return ware.of
}

// barelyDone is what follows a verb whose object stands before it.
var barelyDone = regexp.MustCompile(`^(?: (?:for|in|by|on|against)\b|[,.])`)

// present is a verb of what may be done yet.
var present = regexp.MustCompile(`^\p{Ll}+s$`)

// areMany is said of more than one.
var areMany = regexp.MustCompile(`^(?:are|were|have)\b`)

// undated are relations of which a year is no more than the time that is spoken of.
var undated map[string]bool

// relative are the words by which a clause says more of what stands before it.
var relative = map[string]bool{"which": true, "who": true, "whose": true}

// alsoBy makes facts of those who go on a list of who is represented by whom.
func (r *reading) alsoBy(s *sentence, from int, f found) {
	for i := 1; i < len(s.names); i++ {
		if a, b := s.names[i-1], s.names[i]; byThe.MatchString(s.text[a.to:b.from]) && a.party != f.subject && b.party.isOrg() {
			f.subject, f.with, f.parties = a.party, []*party{b.party}, []*party{b.party}
			r.put(f)
		}
	}
}

// accuses is the doing of who accuses.
var accuses = regexp.MustCompile(`^accuse[ds]\b`)

var byThe = regexp.MustCompile(`^ by (?:the )?(?:[\p{L}-]+ ){0,3}$`)

// parties gives an event's fact its other parties, and in a case who says so.
func (r *reading) parties(f *found, s *sentence, e *eventRule, at []int, end int, object *party) {
	if e.Relation == "countersuit" && (object == nil || object.kind == "body") && r.memory.sues != f.subject {
		object = r.memory.sues
	}
	if object == nil && e.Object == "text" {
		f.with = s.orgsBetween(at[1], end, f.subject)
		if e.Relation == "suit" || e.Relation == "countersuit" { // a court is no side of a case
			f.with = slices.DeleteFunc(f.with, courtly)
		}
	}
	if e.Relation == "appointment" && len(f.with) == 0 && f.subject != nil && f.subject.kind == "person" && f.subject.of != nil {
		f.with = []*party{f.subject.of}
	}
	if h := r.cast.home; e.Relation == "membership" && len(f.with) == 0 && h != nil && h != f.subject {
		f.with = []*party{h}
	}
	if e.Relation == "allegation" && f.how == facts.Reported && r.memory.sues != nil && !s.inCourt() && !accuses.MatchString(s.text[at[0]:]) {
		if f.how, f.by = facts.Claimed, r.memory.sues; f.subject == f.by && r.memory.sued != nil {
			f.subject = r.memory.sued
		}
	}
	if object != nil {
		f.with = []*party{object}
		if e.Relation != "representation" {
			f.with = append(f.with, r.further(s, object, at[1], end)...)
		}
	}
}

// valued gives an event's fact its value; false where there is none to give.
func (r *reading) valued(f *found, s *sentence, e *eventRule, at []int, cl clause, end int) bool {
	switch {
	case s.negated(at[0]) && !(inCourt[e.Relation] && s.notThere(cl, at)):
		from := s.whole(cl)
		if n := s.lastBefore(cl.from); relative[cl.lead] && n != nil && n.party == f.subject { // "Ida Brandt, who will not"
			from = cl.from
		}
		f.kind, f.value, f.negated = facts.Text, clip("not: "+strings.TrimPrefix(strings.TrimSpace(s.text[from:end]), "that ")), true
	case e.Value == "place":
		where := r.placeAfter(s, at[1], end)
		if where == nil || f.subject == r.self {
			return false
		}
		if where.kind == "company" {
			where.kind = "place"
		}
		f.kind, f.parties, f.day, f.period = facts.Place, []*party{where}, "", ""
	case e.Relation == "countersuit" && len(f.with) == 0:
		f.kind, f.value = facts.Text, clip(s.deed(e, at, cl, end))
	case e.Object == "party" || e.Value == "party":
		f.kind, f.parties = facts.Party, f.with
	default:
		f.kind, f.value = facts.Text, clip(inWhichHead.ReplaceAllString(s.deed(e, at, cl, end), ""))
	}
	if f.kind == facts.Text && len(f.value) < clipLength*3/4 && brokenOff.MatchString(f.value) || f.relation == "vote" && strings.HasSuffix(f.value, "passed") {
		return false
	}
	if respectivelyRE.MatchString(f.value) && len(r.respectively(s)) > 0 {
		return false // told of each by its figure
	}
	if i := strings.LastIndexByte(f.value, '('); f.kind == facts.Text && i > 0 && !strings.Contains(f.value[i:], ")") {
		f.value = clip(f.value[:i])
	}
	if f.kind == facts.Text && strings.Count(f.value, `"`)%2 == 1 && e.Relation != "ruling" {
		return false // a quotation cut in two
	}
	return f.kind != facts.Text || len(strings.Fields(f.value)) > 1 || e.Relation == "appeal" || e.Relation == "membership" || e.Subject == "person"
}

// notThere says whether what is held to be so is negated, and not the holding:
// "held that it was not infringed".
func (s *sentence) notThere(cl clause, at []int) bool {
	i := strings.Index(s.text[at[1]:cl.to], "that ")
	return i >= 0 && i < 12 && !negationRE.MatchString(s.text[cl.from:at[1]])
}

// deed is what an event's fact says: from the verb on, and with what stands
// before it where that is nobody known: "a workshop will be held".
func (s *sentence) deed(e *eventRule, at []int, cl clause, end int) string {
	text := strings.Trim(s.text[at[0]:end], " .")
	lead := s.text[:cl.from]
	switch {
	case e.Relation == "ruling" && strings.HasSuffix(lead, ", ") && barelyRuled.MatchString(text): // "…, the court ruled on Monday"
		return strings.Trim(lead, ", ")
	case e.Relation == "ruling" && strings.HasSuffix(lead, ", ") && strings.HasPrefix(s.text[at[1]:], ",") && len(s.text[cl.from:at[0]]) < 30: // "…, it found, …"
		from := strings.LastIndexAny(lead, ":;") + 1
		return strings.TrimSpace(strings.Trim(lead[from:], ", ") + " " + strings.TrimLeft(s.text[at[1]:end], ", "))
	case cl.lead == "which" && !inWhichEnd.MatchString(s.text[:cl.from]) && (itBefore.MatchString(s.text[cl.from:at[0]]) || slices.ContainsFunc(s.names, func(n mention) bool { return n.from == cl.from && n.to+1 == at[0] })): // "patents which it bought"
		return strings.TrimSpace(s.text[s.whole(cl):end])
	case relative[cl.lead] && slices.ContainsFunc(s.names, func(n mention) bool { return n.to < cl.from && cl.from-n.to < len(" IP, whose ") }): // "Orbex, which sells"
	case s.ownerBefore(cl.from, at[0]): // "Her successor will be"
		return strings.TrimSpace(s.text[s.whole(cl):end])
	case e.Subject == "court" || e.Subject == "person" || s.actorAt(cl.from, at[0]):
	case subjectWords(s.text[cl.from:at[0]]) || relative[cl.lead]:
		return strings.TrimSpace(s.text[s.whole(cl):end])
	}
	return text
}

// inWhichHead begins a clause that tells more of something, with its place in it.
var inWhichHead = regexp.MustCompile(`^(?:in|by|under|with|on|at|through|of|for|to) (?:which|whom) `)

// inWhichEnd leads up to a clause that has its object: "an action in which it seeks".
var inWhichEnd = regexp.MustCompile(`\b(?:in|by|with|on|at|through) which $`)

// ownerBefore says whether what does it is something of a party's, and not the party.
func (s *sentence) ownerBefore(from, at int) bool {
	if claimRE.MatchString(s.text[from:at]) {
		return false
	}
	n := s.firstActor(from, at)
	return n != nil && n.possessive && n.from < from+3 && subjectWords(s.text[n.to:at])
}

// brokenOff is a value that lacks what it is about: a list follows.
var brokenOff = regexp.MustCompile(`\b(?:must|shall|may|will|would|to|the|a|an|of|in|that|and|or|nor|do|did|does|not|be|as follows)$`)

// subjectWords says whether what stands before a verb names something that does it.
func subjectWords(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool {
		low := strings.ToLower(strings.Trim(w, `,."'`))
		return !stopWords[low] && !strings.HasSuffix(low, "ly") && !starts[low] && !notAThing[low]
	})
}

var itBefore = regexp.MustCompile(`^(?:it|they|he|she) (?:had |has )?$`)

// barelyRuled is a ruling without what is ruled.
var barelyRuled = regexp.MustCompile(`^(?:has |had )?(?:ruled|held|found|decided|concluded)(?: (?:on|last|this|late on|earlier) [\p{L}\d ]+| in (?:\p{Lu}\p{Ll}+|\d)[\p{L}\d ]*)?(?:$|, in an? )`)

// whole is where a clause begins with what it says more of: "a member that fails …".
func (s *sentence) whole(cl clause) int {
	for i := 1; i < len(s.clauses); i++ {
		first, _, _ := strings.Cut(s.text[cl.from:cl.to], " ")
		if s.clauses[i].from == cl.from && (relative[cl.lead] || cl.lead == "that" && verbLike(first, s.text[cl.from+len(first):])) && !claimRE.MatchString(predicate(s, s.clauses[i-1])) {
			return s.clauses[i-1].from
		}
	}
	return cl.from
}

// verbLike tells a word that is a verb here: "fails to", "holds".
func verbLike(word, after string) bool {
	next, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	return finite(word) || strings.HasSuffix(word, "s") && (next == "to" || afterVerb[next])
}

// patentsOnly is bought without who owned it.
var patentsOnly = regexp.MustCompile(`(?i)\bpatents? .{0,40}\b(?:acquired|bought|purchased)\b|\b(?:acquired|bought|purchased|buys|acquires)\b .{0,40}\bpatents?\b`)

// noteSides keeps who sued whom, and who made an agreement with whom, for the
// sentences after.
func (m *memory) noteSides(f *found) {
	if f.relation == "suit" {
		m.sues = f.subject
		if len(f.with) > 0 {
			m.sued = f.with[0]
		}
	}
	if dealing[f.relation] && len(f.with) > 0 && !(f.kind == facts.Text && patentsOnly.MatchString(f.says)) {
		m.deal, m.dealIn = [2]*party{f.subject, f.with[0]}, f.at[0]
	}
}

// venue makes a fact of the court a case is brought to.
func (r *reading) venue(f found, s *sentence, at []int, end int) {
	where := venueRE.FindStringIndex(s.text[at[1]:end])
	if where == nil || f.relation != "suit" && f.relation != "countersuit" && f.relation != "appeal" {
		return
	}
	for _, n := range s.names {
		if n.from >= at[1]+where[0] && n.from <= at[1]+where[1]+4 && n.party.kind == "body" {
			f.relation, f.kind, f.parties, f.value = "venue", facts.Party, []*party{n.party}, ""
			r.put(f)
			return
		}
	}
}

// placeAfter is the place, or the name in a place's stead, right after "in".
func (r *reading) placeAfter(s *sentence, from, end int) *party {
	for _, n := range s.names {
		if n.from >= from && n.from <= min(from+6, end) {
			return n.party
		}
	}
	m := placeName.FindStringSubmatch(s.text[from:end])
	if m == nil {
		return nil
	}
	return r.cast.place(m[1])
}

// place is who or what an article calls by a name, or else a place of that name.
func (c *cast) place(name string) *party {
	if p := c.byName[strings.ToLower(name)]; p != nil {
		return p
	}
	p := &party{id: slug(name), name: name, kind: "place"}
	if known := c.byID(p.id); known != nil {
		return known
	}
	c.all = append(c.all, p)
	c.byName[strings.ToLower(name)] = p
	return p
}

var placeName = regexp.MustCompile(`^\s(?:the\s)?(\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)*)`)

var venueRE = regexp.MustCompile(`(?i)\b(?:in|at|before|with|to)\s(?:the\s)?`)

// inCourt says whether the sentence speaks of a court, so that what it says is found.
func (s *sentence) inCourt() bool {
	return slices.ContainsFunc(s.names, func(n mention) bool { return n.party.kind == "body" && courtly(n.party) }) && courtVerb.MatchString(s.text)
}

// orgsBetween are the organisations, two at most, that a stretch speaks of.
func (s *sentence) orgsBetween(from, to int, not *party) []*party {
	var out []*party
	for _, n := range s.names {
		if n.from >= from && n.to <= to && n.party != not && (n.party.isOrg() || n.party.kind == "person") && !slices.Contains(out, n.party) && len(out) < 2 {
			out = append(out, n.party)
		}
	}
	return out
}

// eventEnd is where what is said of an event ends: at its clause's end, and
// with what belongs to it.
func (r *reading) eventEnd(s *sentence, from, i int) int {
	if a := s.asideAt(from); a != nil {
		return a.to - 1
	}
	end := s.clauses[i].to
	for j := i + 1; j < len(s.clauses); j++ {
		switch s.clauses[j].lead {
		case "and", "but":
			if strings.HasPrefix(s.text[s.clauses[j].from:], "that ") {
				if end = s.clauses[j].to; verbIn(s.bare[s.clauses[j].from:end], 0) < 0 && j+1 < len(s.clauses) && s.clauses[j+1].lead == "" { // "but that a third, EP 1, was not"
					j++
					end = s.clauses[j].to
				}
				continue
			}
		case "after", "before", "since", "when", "as", "if", "that", "against", "with", "including", "covering":
			end = s.clauses[j].to
			continue
		}
		if relative[s.clauses[j].lead] && j+1 < len(s.clauses) && s.clauses[j+1].lead == "" && (s.clauses[j-1].lead == "that" || !finiteWithin(s.bare[s.clauses[j-1].from:s.clauses[j-1].to])) { // "found that the patent, which …, was valid", "the trial, which …, has been put off"
			end = s.clauses[j+1].to
		}
		break
	}
	return max(end, from)
}

// meets says whether the further words a rule asks for are there.
func (r *reading) meets(e *eventRule, s *sentence, at []int, scope string, from, end int) bool {
	switch e.Needs {
	case "", "SAID":
	case "OFFICE":
		if !officeRE.MatchString(scope) {
			return false
		}
	case "DATENEXT":
		if !slices.ContainsFunc(s.dates, func(d date) bool { return d.day != "" && d.to > at[0] && d.from-at[1] < 12 && d.from >= at[0]-1 }) {
			return false
		}
	case "DATE":
		ok := false
		for _, d := range s.dates {
			ok = ok || d.from >= from && d.to <= end && d.day != ""
		}
		if !ok {
			return false
		}
	default:
		if e.Subject == "any" {
			scope = s.text
		}
		if h := r.cast.home; e.Relation == "membership" && h != nil && h.kind == "body" && len(strings.Fields(scope)) < 5 { // "Brunel left."
			return true
		}
		if !e.needs.MatchString(scope) {
			return false
		}
	}
	return e.unless == nil || !e.unless.MatchString(scope)
}

// doer is who does it: the actor nearest before the verb, else the subject of
// the clause.
func (r *reading) doer(s *sentence, e *eventRule, at []int, cl clause, voices []voice) *party {
	if a := s.asideAt(at[0]); a != nil && a.of == nil && e.Relation == "appointment" { // "a panel, chaired by …"
		return s.nearest(a.from, func(n mention) bool { return n.party.isOrg() })
	} else if a != nil && a.of == nil {
		return nil
	} else if a != nil && a.of.isOrg() {
		return a.of
	}
	switch e.Subject {
	case "possessive":
		return s.nearest(at[0], func(n mention) bool { return at[0]-n.to < 40 && n.possessive })
	case "person":
		return s.nearest(at[0], func(n mention) bool {
			return (n.from >= cl.from || cl.lead == "" || cl.lead == "and" || cl.lead == "who") && n.party.kind == "person"
		})
	case "beside": // right before the verb, an aside between them
		if betweenOne.MatchString(strings.TrimRight(s.text[cl.from:at[0]], " ")) {
			return nil // "the dispute between Orbex and Castle is"
		}
		for _, a := range s.asides {
			if a.of != nil && a.to <= at[0] && at[0]-a.to < 3 {
				return a.of
			}
		}
		return s.nearest(at[0], func(n mention) bool {
			return at[0]-n.to < 3 && !n.possessive && n.party.kind != "place" && !strings.EqualFold(s.text[n.from:n.to], "it")
		})
	}
	if n := s.lastBefore(at[0]); n != nil && e.Subject != "court" && participleRE.MatchString(s.text[at[0]:at[1]]) && reduced.MatchString(s.text[n.to:at[0]]) { // "the Orbex site, launched in June"
		return n.party
	}
	p := s.actorNear(at[0], cl)
	if her := herClient.FindStringIndex(s.text[cl.from:max(cl.from, at[0])]); her != nil && r.cast.home == nil && cl.subject != nil && cl.subject.kind == "person" && !s.namedWithin(cl.from+her[1], at[0]) {
		return nil // of somebody else
	}
	if p == nil && e.Subject != "any" && (cl.lead == "that" && s.toldOfThing(cl) || s.ofACompany(at[0])) {
		return nil // "a programme that opens"
	}
	if n := s.firstActor(cl.from, cl.to); p == nil && n != nil && n.possessive && (e.Itself || n.pronoun && n.party.kind == "person" && n.party.outsider()) {
		return nil // "her client would appeal"
	}
	if p == nil {
		p = cl.subject
	}
	if p == cl.subject && p != nil && e.Subject == "" && !inCourt[e.Relation] && !severalNP.MatchString(s.text[cl.from:cl.to]) && !relative[cl.lead] && r.cast.home == nil && !s.namedWithin(cl.from, at[0]) && cl.from < at[0] && subjectWords(noDates(s, cl.from, at[0])) && s.says(s.clauseAt(at[0])) && nounHead.MatchString(s.text[cl.from:at[0]]) {
		return nil // something else does it: "the ruling would be a model"
	}
	if p == cl.subject && cl.strange && !severalNP.MatchString(s.text[cl.from:cl.to]) && e.Subject != "any" && !s.actorAt(cl.from, at[0]) {
		if inCourt[e.Relation] {
			return r.memory.sues // "…, and the case was stayed"
		}
		return nil
	}
	if v := voiceOver(voices, at[0]); p == nil && v != nil && !v.outside {
		p = org(v.by, r)
	}
	if v := voiceOver(voices, at[0]); v != nil && p != nil && e.Subject == "" && (p == v.by || p == org(v.by, r)) && v.from < at[0] && v.from >= cl.from && r.cast.home == nil && !s.actorAt(v.from, at[0]) && subjectWords(noDates(s, v.from, at[0])) && s.asideAt(at[0]) == nil && !s.isQuoted(v.from) && thingsHead.MatchString(s.text[v.from:at[0]]) {
		return nil // "said existing licences would stay in force"
	}
	return r.fitting(p, s, e, at[0])
}

// thingsHead is a subject of a saying that is nobody by name.
var thingsHead = regexp.MustCompile(`^ (?:that )?(?:(?:existing|current|new|all|most|some|no|the) )*\p{Ll}+s $`)

// nounHead is how a clause begins with a subject of its own.
var nounHead = regexp.MustCompile(`^(?i:(?:and |but |that |while |said |says |argued |argues |claimed |claims |added |warned |insisted |noted )?(?:the|an?|all|any|some|most|existing|new|no|its|their|this|these|those|such|each|every|another)) `)

// actorNear is the last actor of a clause before a verb, near it.
func (s *sentence) actorNear(at int, cl clause) *party {
	if i := slices.IndexFunc(s.names, func(n mention) bool { return n.to+1 == at && n.party.isOrg() && !n.possessive }); i >= 0 && conjunctionEnd.MatchString(s.text[:s.names[i].from]) {
		return s.names[i].party // "a year before Orbex filed"
	}
	return s.nearest(at, func(n mention) bool {
		if i := slices.IndexFunc(s.names, func(o mention) bool { return o.from == n.from }); s.modifies(i) {
			return false
		}
		if n.from < cl.from || n.party.kind == "place" || n.possessive || s.inBrackets(n.from) || s.asideAt(n.from) != nil || s.depends(cl.from, n.from) {
			return false
		}
		gap := s.gap(n.to, at)
		return len(gap) < 40 && !strings.Contains(gap, ",")
	})
}

// herClient is who somebody speaks for or of, without a name.
var herClient = regexp.MustCompile(`^(?:his|her) (?:\p{Ll}+ )?(?:clients?|lawyers?|colleagues?|rivals?|opponents?) `)

// conjunctionEnd stands right before who does something at another time.
var conjunctionEnd = regexp.MustCompile(`\b(?:before|after|since|when|while|until) (?:the )?$`)

// nearest is the last party before a place of which something holds.
func (s *sentence) nearest(at int, is func(mention) bool) *party {
	for j := len(s.names) - 1; j >= 0; j-- {
		if n := s.names[j]; n.to <= at && is(n) {
			return n.party
		}
	}
	return nil
}

// fitting makes of who was found for an event one that can do it.
func (r *reading) fitting(p *party, s *sentence, e *eventRule, at int) *party {
	if p == nil && r.item && e.Subject == "" {
		p = r.context(nil)
	}
	switch e.Subject {
	case "court": // it may be the subject of an earlier clause
		for j := s.clauseAt(at); j >= 0 && p != nil && !courtly(p); j-- {
			if q := s.clauses[j].subject; q != nil && courtly(q) {
				p = q
			}
		}
		if p == nil || !courtly(p) {
			return nil
		}
	case "", "passive", "licensee":
		if p == r.self && e.Relation != "settlement" { // a crowd
			return nil
		}
		if !personal[e.Relation] && !(p != nil && (p.judge || ownAccount.MatchString(p.role))) && !(e.Relation == "plan" && staysOn.MatchString(s.text[at:])) {
			p = org(p, r)
		}
	case "any":
		if e.Relation == "vote" && s.aThing(at) && (r.cast.home == nil || r.cast.home.kind == "body") {
			return cmp.Or(r.cast.home, r.self) // what is voted on is no member's
		}
		if p == nil && e.Relation == "suit" && r.memory.sues == nil {
			p = r.memory.company
		}
		if p == nil && (inCourt[e.Relation] || e.Relation == "suit") && !assemblyRE.MatchString(s.text[at:]) {
			p = r.memory.sues
		}
		if p == nil {
			p = r.context(nil)
		}
	}
	if p != nil && (p.kind == "place" || business[e.Relation] && judges(p) || dealing[e.Relation] && p.kind == "body" && courtly(p)) {
		return nil
	}
	return p
}

// aThing says whether what stands before a verb in the passive is nobody by name:
// "the specification was approved".
func (s *sentence) aThing(at int) bool {
	cl := s.clauses[s.clauseAt(at)]
	return beVerb.MatchString(s.text[at:min(len(s.text), at+5)]) && !s.namedWithin(cl.from, at) && nounHead.MatchString(s.text[cl.from:at])
}

// staysOn is what only a person is going to do.
var staysOn = regexp.MustCompile(`^(?i:\w+ (?:to )?(?:stay|remain|continue|act|serve|teach|retire|step)\b)`)

var personal map[string]bool

// actorAt says whether a party stands between two places.
func (s *sentence) actorAt(from, to int) bool {
	return slices.ContainsFunc(s.names, func(n mention) bool { return n.from >= from && n.to <= to })
}

var participleRE = regexp.MustCompile(`^(?i:\w+ed|run|set|built|made|sold|spun|held|led|known)\b`)

// reduced is what stands between a name and a participle that goes with it.
var reduced = regexp.MustCompile(`^(?:\s\p{L}+){0,2}?,\s$`)

func courtly(p *party) bool {
	for _, w := range strings.Fields(p.name) {
		if courts[strings.ToLower(w)] || courtWords[strings.ToLower(w)] {
			return true
		}
	}
	return p.kind == "person" && (p.judge || titles[strings.ToLower(p.role)])
}

// object is the other party: after the words a rule names, or right after the
// verb; and where two act as one, the second of them.
func (r *reading) object(s *sentence, e *eventRule, at []int, end int, subject *party) *party {
	if e.Object != "party" && e.Value != "party" {
		return nil
	}
	if p := s.antecedent(at[0]); p != nil && e.after == nil { // "Castle, which it sued"
		return p
	}
	if e.Relation == "licence" { // "granted Castle a licence"
		if p := s.partyAt(at[1], 6, subject); p != nil && p != subject {
			return p
		}
	}
	if e.after != nil {
		for _, a := range e.after.FindAllStringIndex(s.text[at[0]:end]) {
			from := at[0] + a[1]
			if p := s.partyAt(from, min(45, max(6, end-from)), subject); p != nil && !(e.Relation == "suit" && courtly(p)) && !goodsBehind.MatchString(s.text[s.placeOf(p, from)[1]:]) {
				return p
			}
		}
	} else if p := s.partyAt(at[1], 45, subject); p != nil && !elsewhere.MatchString(s.text[at[1]:s.placeOf(p, at[1])[0]]) {
		return p
	}
	if e.Subject == "passive" || e.Subject == "licensee" || e.Relation == "licence" {
		return nil // two who give one together give it to neither
	}
	for i := 1; i < len(s.names); i++ { // "Orbex and Castle have signed"
		a, b := s.names[i-1], s.names[i]
		if b.to <= at[0] && a.party == subject && b.party != subject && joinsNames.MatchString(s.text[a.to:b.from]) {
			return b.party
		}
		if b.to <= at[0] && b.party == subject && a.party != subject && a.party.kind != "place" && joinsNames.MatchString(s.text[a.to:b.from]) {
			return a.party
		}
	}
	if e.after != nil && e.Relation != "suit" {
		return nil
	}
	return nil
}

// antecedent is who a clause begins with as what is done to, where it names who
// does it: "Castle, which it sued".
func (s *sentence) antecedent(verb int) *party {
	cl := s.clauses[s.clauseAt(verb)]
	if n := s.firstActor(cl.from, verb); cl.lead != "which" && cl.lead != "whom" || n == nil || n.from != cl.from || n.possessive {
		return nil
	}
	last := s.lastBefore(cl.from)
	if n := s.asideEnding(cl.from - len(" which ")); n != nil {
		last = n
	}
	if last == nil || !last.party.isOrg() || courtly(last.party) || last.to < cl.from-len(", which ") && s.asideEnding(cl.from-len(" which ")) == nil {
		return nil
	}
	return last.party
}

// elsewhere is what stands between a verb and a name that is none of its object.
var elsewhere = regexp.MustCompile(`\s(?:in|on|at|before|after|since|until|when|while)\s`)

// placeOf is where a party is named from a place on.
func (s *sentence) placeOf(p *party, from int) [2]int {
	for _, n := range s.names {
		if n.from >= from && n.party == p {
			return [2]int{n.from, n.to}
		}
	}
	return [2]int{from, from}
}

var joinsNames = regexp.MustCompile(`^[.)]?(?:\s\([^)]*\))?(?:,)?\s(?:and|&)\s(?:\w+\s){0,4}$`)

// partyAt is the first party within reach of a place that is not the subject.
func (s *sentence) partyAt(from, reach int, not *party) *party {
	for _, n := range s.names {
		if n.from >= from && n.from-from <= reach && n.party != not && n.party.kind != "place" && !n.possessive {
			return n.party
		}
		if n.from >= from && n.from-from <= reach && n.possessive && n.party != not && n.party.kind != "place" && !n.pronoun {
			return n.party
		}
	}
	return nil
}

// further are the parties that stand in a list with the object.
func (r *reading) further(s *sentence, object *party, from, end int) []*party {
	var out []*party
	seen := false
	last := 0
	for _, n := range s.names {
		switch {
		case n.from < from || n.to > end || n.pronoun:
		case n.party == object && !seen:
			seen, last = true, n.to
		case seen && listGap.MatchString(s.text[last:n.from]) && n.party.kind != "place":
			out, last = append(out, n.party), n.to
		}
	}
	return out
}

var listGap = regexp.MustCompile(`^\.?(?:,|,? and|,? as well as| or)\s$`)

// eventDate is the date of an event, in the clause or else the only one of the sentence.
func (r *reading) eventDate(s *sentence, at []int, cl clause, end int) (period, day string) {
	var d *date
	for i := range s.dates {
		if o := &s.dates[i]; o.from >= cl.from && o.to <= end && !s.reasons(at[1], o.from) && s.isQuoted(o.from) == s.isQuoted(at[0]) && s.asideAt(o.from) == s.asideAt(at[0]) && !s.tellsMore(at[1], o.from) && !s.ofYear(o) && !provided.MatchString(s.text[at[0]:max(at[0], o.from)]) && (d == nil || o.effect || !d.effect && s.apart(at, o) < s.apart(at, d)) {
			d = o
		}
	}
	if i := s.clauseAt(cl.from); d == nil && cl.lead == "when" && i > 0 { // "it began in 2029 when Orbex sued"
		for j := range s.dates {
			if o := &s.dates[j]; s.clauseAt(o.from) == i-1 && !s.ofYear(o) {
				d = o
			}
		}
	}
	if d == nil && len(s.dates) == 1 && !s.within(at[1], s.dates[0].from) && s.isQuoted(s.dates[0].from) == s.isQuoted(at[0]) && !provided.MatchString(s.text[:s.dates[0].from]) && (!s.says(s.clauseAt(s.dates[0].from)) && !relative[s.clauses[s.clauseAt(s.dates[0].from)].lead] || s.dates[0].from < dateFirst && !relative[cl.lead]) && s.asideAt(s.dates[0].from) == s.asideAt(at[0]) && !s.ofYear(&s.dates[0]) {
		d = &s.dates[0]
	}
	if d != nil && d.to <= at[0] && strings.HasSuffix(s.text[:at[0]], " had ") && finiteWithin(s.bare[cl.from:max(cl.from, d.from)]) && !claimRE.MatchString(s.text[cl.from:max(cl.from, d.from)]) {
		return "", "" // "countersued in June over patents it had bought"
	}
	switch {
	case d == nil, madeHead.MatchString(s.text) && s.clauseAt(d.from) == 0 && s.clauseAt(at[0]) > 0:
		return "", ""
	case d.effect:
		return strings.TrimPrefix(d.period, "since "), d.day
	case strings.HasPrefix(d.day, "end of"):
		return strings.TrimPrefix(d.period, "as of "), d.day
	case d.until && !untilWhen.MatchString(s.text[at[0]:at[1]]):
		return "", "" // how long, not when
	case strings.HasPrefix(d.period, "since"), strings.HasPrefix(d.period, "as of"), d.relative:
		return d.period, ""
	}
	return d.period, d.day
}

// compares says whether a date is that of a figure against which another is held: "up from
// 1,017 in 2023".
func (s *sentence) compares(d *date) bool {
	return movedLead[s.clauses[s.clauseAt(d.from)].lead] || figureThen.MatchString(s.text[:d.from])
}

// figureThen leads up to when a figure was so that another is held against.
var figureThen = regexp.MustCompile(`\bagainst [^,;]*\d[^,;]* in $`)

// reasons says whether a place behind another lies in a clause that says why.
func (s *sentence) reasons(from, at int) bool {
	for i := s.clauseAt(from) + 1; i <= s.clauseAt(max(from, at)); i++ {
		if lead := s.clauses[i].lead; lead == "because" || lead == "since" || lead == "as" {
			return true
		}
	}
	return false
}

// within says whether a place behind another lies in a clause that says more of
// somebody between: "succeeds Ida Brandt, who had led it since 2037".
func (s *sentence) within(from, at int) bool {
	for i := s.clauseAt(from) + 1; i <= s.clauseAt(max(from, at)); i++ {
		if relative[s.clauses[i].lead] {
			return true
		}
	}
	return false
}

// tellsMore says whether a place behind another lies in a clause of its own that tells
// more of something: "the trial, which was to begin in May, was put off".
func (s *sentence) tellsMore(from, at int) bool {
	i := s.clauseAt(max(from, at))
	cl := s.clauses[i]
	return i > s.clauseAt(from-1) && (relative[cl.lead] || cl.lead == "that" && thingThat.MatchString(s.text[:cl.from]))
}

// thingThat leads from a thing of which there are many to a clause that says which.
var thingThat = regexp.MustCompile(`\b(?:suit|lawsuit|action|complaint|claim|case|appeal|patent|patents|licence|license|agreement|contract|deal|offer|letter|product|version) that $`)

// untilWhen is what has to be done by a day.
var untilWhen = regexp.MustCompile(`(?i)^(?:has|have) until|^(?:open|valid) until`)

// provided leads up to what something hangs on.
var provided = regexp.MustCompile(`(?i)\b(?:provided|if|unless|assuming|as long as)\b`)

// dateFirst is how far into a sentence a date stands that is for all of it.
const dateFirst = 12

// ofYear tells a year that goes with a thing, not with what is done: "a paper of
// 1998", "more than in 2019".
func (s *sentence) ofYear(d *date) bool {
	return d.ofThing || len(d.day) == 4 && strings.HasSuffix(s.text[:d.from], " of ") || thanBefore.MatchString(s.text[:d.from]) || s.compares(d)
}

// apart is how far a date stands from a verb; one behind another verb stands
// farther than any.
func (s *sentence) apart(at []int, d *date) int {
	from, to := at[1], d.from
	if d.to <= at[0] {
		from, to = d.to, at[0]
	}
	if from >= to {
		return 0
	}
	if finiteWithin(s.bare[from:to]) {
		return len(s.text) + to - from
	}
	return to - from
}

// predicate is what a clause says.
func predicate(s *sentence, cl clause) string { return strings.TrimSpace(s.text[cl.from:cl.to]) }

// clipLength is how long a value in words may be.
const clipLength = 160

// looseEnd is what joins a text to what is not there any more.
var looseEnd = regexp.MustCompile(`(?:, (?:since|because|although|though|while|whereas|when|where|which|who|as|if)$|, (?:for|of|in|to|with|by|from|on|at|and|or|but|under)| (?:of|for|to|and|or|but|with|from))+$`)

// clip shortens a text at a word, and takes the marks off its ends.
func clip(text string) string {
	text = looseEnd.ReplaceAllString(strings.Trim(text, " ,.;:–—"), "")
	if len(text) <= clipLength {
		return text
	}
	cut := strings.LastIndexByte(text[:clipLength], ' ')
	return looseEnd.ReplaceAllString(strings.TrimRight(text[:max(cut, 1)], " ,.;:"), "")
}
