package extract

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// Draft is what an article was found to say: its record, whom it speaks of, and
// the facts proposed from it.
type Draft struct {
	Article   facts.Article
	Entities  []facts.Entity // those the base does not know yet
	Relations []string       // used in Facts, each once
	Facts     []facts.Fact
}

// From proposes the facts of an article for a base, whose entities and relations
// are known: who goes under one of their names is taken for them.
func From(a article.Article, known *Known) Draft {
	prepare()
	whole := a
	a.Units = slices.Clone(a.Units)
	for i := range a.Units {
		text := a.Units[i].Text
		a.Units[i].Text = strings.ToValidUTF8(text[:min(len(text), unitReach)], "")
	}
	a.Author = reporter.ReplaceAllString(a.Author, "")
	whole.Author = a.Author
	r := &reading{article: a, whole: whole, known: known, cast: castOf(a, known), takes: kindsOf(known.relations), used: map[*figure]bool{}, calendar: calendar{published: a.Published}}
	r.cast.home = r.issuer()
	if p := r.titled(); p != nil && r.cast.home == nil && aboutResults.MatchString(flat(a.Title)) {
		r.cast.main, r.cast.dominant = p, true
	}
	r.cast.offices(a.Units)
	r.about()
	r.cast.self = r.self
	norwegian := slices.ContainsFunc(a.Units, func(u article.Unit) bool { return norway.MatchString(u.Text) })
	r.inNorway = norwegian && !slices.ContainsFunc(a.Units, func(u article.Unit) bool { return denmark.MatchString(u.Text) })
	if slices.ContainsFunc(a.Units, func(u article.Unit) bool { return strings.Contains(u.Text, "crowns") }) {
		r.crowns = crownsIn(a.Units)
	}
	r.inEuros = slices.ContainsFunc(a.Units, func(u article.Unit) bool { return inEuros.MatchString(u.Text) }) && !slices.ContainsFunc(a.Units, func(u article.Unit) bool { return inDollars.MatchString(u.Text) })
	for _, u := range a.Units {
		r.calendar.learnQuarters(flat(u.Text))
	}
	for i, u := range a.Units {
		r.unit(u)
		r.list(i)
	}
	for _, u := range r.corrections { // wherever they stand: what they take back was read by now
		r.correction(u)
	}
	r.counted()
	r.seats()
	r.correct()
	return r.draft()
}

// aboutResults is the title of a report on how one company does.
var aboutResults = regexp.MustCompile(`(?i)\b(?:outlook|forecasts?|guidance|profits?|earnings|revenues?|sales|results|quarter|q[1-4]|[1-4]q|h[12]|fy\s?\d{2}(?:\d{2})?|(?:full|half)[- ]year|dividend|royalt(?:y|ies) (?:rise|fall|grow|slip|jump))\b`)

// norway and denmark tell whose kroner an article speaks of.
var (
	norway  = regexp.MustCompile(`\b(?:Norwegian|Norway|NOK|Oslo|Bergen|Trondheim|Stavanger|Tromsø)\b`)
	denmark = regexp.MustCompile(`\b(?:Danish|Denmark|DKK|Copenhagen|Aarhus|Danes)\b`)
)

// reporter is what an author is, before the name.
var reporter = regexp.MustCompile(`^(?:(?:Staff|Court|Legal|Senior|Chief|Technology|Business|Our|Special|Markets?|Science)\s)*(?:Reporter|Correspondent|Writer|Editor|Columnist|Analyst)\s`)

// reading goes through an article once.
type reading struct {
	article  article.Article
	known    *Known          // whom the base has
	whole    article.Article // with all of each unit
	cast     *cast
	memory   memory
	calendar calendar
	used     map[*figure]bool
	takes    map[string][]facts.ValueKind // relation → the kinds of value it takes
	found    []found
	wrong    []takenBack
	at       string // the unit in hand
	item     bool   // it is one of a list that the paragraph before leads up to
	leads    bool   // that paragraph does
	lead     string // its text
	bullet   bool   // the unit is an entry of a list
	listOf   *party // whose things the list gives, where the sentence above it names them
	above    string // the paragraph above the list
	crowded  bool   // which speaks of several
	inEuros  bool   // the article's cents are those of a euro
	crowns   string // whose crowns it speaks of
	inNorway bool   // its kroner are Norwegian ones
	author   *party
	self     *party // the article itself

	corrections []article.Unit
}

// found is a fact on its way.
type found struct {
	at        []string
	subject   *party
	relation  string
	measure   string // of a forecast, what is forecast
	kind      facts.ValueKind
	value     string
	parties   []*party
	with      []*party
	per       string
	noun      string
	period    string
	yearLabel string
	day       string
	by        *party
	how       facts.Stance
	says      string
	clause    string // the words beside, for the ways of asking
	about     []string
	cell      string // of a table's cell, its row
	old       bool   // what was before, not what is
	negated   bool
	instead   string // of what a correction puts right, what was said before
	calc      *facts.Calculation
}

// about is what an article says of itself.
func (r *reading) about() {
	title := r.article.Title
	if title == "" {
		title = r.article.ID
	}
	r.self = &party{id: r.article.ID, name: title, kind: "article"}
	if r.article.Author != "" {
		name := authorSplit.Split(r.article.Author, 2)[0]
		if p := r.cast.byName[strings.ToLower(name)]; p != nil {
			r.author = p
		} else {
			r.author = &party{id: slug(name), name: name, kind: "person"}
			r.cast.all = append(r.cast.all, r.author)
		}
	}
}

var authorSplit = regexp.MustCompile(`\s*(?:,|;|&|\band\b)\s*`)

// unit reads one unit, by what it is.
func (r *reading) unit(u article.Unit) {
	if !u.Item && u.At != "table" {
		text := strings.TrimSpace(u.Text)
		r.lead = strings.TrimSpace(strings.TrimSuffix(flat(text), ":"))
		r.leads = text != "" && u.At[0] >= '0' && u.At[0] <= '9' && !strings.ContainsAny(text[len(text)-1:], `.!?"'`)
	}
	if u.Item && !r.bullet {
		r.crowded = r.memory.others
	}
	r.at, r.item, r.bullet = u.At, u.Item && r.leads, u.Item
	if !u.Item {
		r.above = u.At
	}
	name, _, _ := strings.Cut(u.At, "-")
	switch name {
	case "title":
		r.own(u.At, "headline", facts.Text, u.Text, fmt.Sprintf("The article is headed %q.", strings.ReplaceAll(u.Text, `"`, "'")))
	case "byline":
		if r.author != nil {
			r.put(found{at: []string{u.At}, subject: r.self, relation: "author", kind: facts.Party, parties: []*party{r.author}, how: facts.Reported, says: fmt.Sprintf("%s was written by %s.", quoted(r.self.name), r.article.Author)})
		}
	case "dateline":
		if !r.article.Published.IsZero() {
			day := r.article.Published.Format("2 January 2006")
			r.own(u.At, "published", facts.Date, day, fmt.Sprintf("%s is dated %s.", quoted(r.self.name), day))
		}
	case "table":
		r.table(u)
	case "comment":
		r.comment(u)
	case "correction":
		if !corrects(u) {
			r.update(u)
			return
		}
		r.corrections = append(r.corrections, u)
	case "author":
		if r.author == nil || r.author.kind != "person" {
			return // what a house says of itself is none of the story's
		}
		r.memory.org, r.memory.person = nil, r.author
		r.prose(u)
	case "disclaimer":
	default:
		r.prose(u)
	}
}

// list keeps a list whole, beside what its items say by themselves: the sentence that
// leads up to it, in the i-th unit, with all of its items.
func (r *reading) list(i int) {
	units := r.article.Units
	u := units[i]
	if u.Item {
		return
	}
	r.listOf = nil
	lead := flat(u.Text)
	if !strings.HasSuffix(lead, ":") || u.At[0] < '0' || u.At[0] > '9' {
		return
	}
	at, items := []string{u.At}, []string{}
	for _, item := range units[i+1:] {
		if !item.Item {
			break
		}
		at = append(at, item.At)
		items = append(items, strings.TrimRight(listMark.ReplaceAllString(flat(item.Text), ""), ".;, "))
	}
	if len(items) < 2 {
		return
	}
	sentences := sentencesOf(u.At, lead)
	last := &sentences[len(sentences)-1]
	r.spans(last)
	subject := r.context(nil)
	if n := last.firstActor(0, last.clauses[0].to); n != nil {
		subject = n.party
	}
	if len(last.names) > 0 && last.names[0].possessive && last.names[0].party.isOrg() { // "Orbex's rates are as follows:"
		subject = last.names[0].party
		r.listOf = subject
	}
	text := strings.TrimSuffix(last.text, ":")
	r.found = slices.DeleteFunc(r.found, func(f found) bool {
		return f.relation == "account" && f.at[0] == u.At && strings.TrimRight(f.says, ".:") == strings.TrimRight(text, ".:")
	})
	r.put(found{at: at, subject: subject, relation: "account", kind: facts.Text, value: clip(strings.Join(items, "; ")), how: facts.Reported,
		says: ended(strings.TrimSuffix(text, ".") + ": " + strings.Join(items, "; ")), clause: text})
}

// counted makes a fact of how many comments there are.
func (r *reading) counted() {
	n, last := 0, ""
	for _, u := range r.article.Units {
		if strings.HasPrefix(u.At, "comment-") {
			n, last = n+1, u.At
		}
	}
	if n > 1 {
		r.put(found{at: []string{last}, subject: r.self, relation: "comment-count", kind: facts.Count, value: fmt.Sprintf("%d comments", n), noun: "comments", how: facts.Reported,
			calc: &facts.Calculation{Expression: "counted comments", Value: fmt.Sprint(n)}, says: fmt.Sprintf("%d readers' comments stand below the article, counted.", n)})
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, "'") + `"` }

// own puts a fact about the article itself.
func (r *reading) own(at, relation string, kind facts.ValueKind, value, says string) {
	r.put(found{at: []string{at}, subject: r.self, relation: relation, kind: kind, value: clip(value), how: facts.Reported, says: says})
}

// prose reads a paragraph sentence by sentence.
func (r *reading) prose(u article.Unit) {
	open := false // a quotation that the sentence before began
	text := r.spelledOut(u)
	if shouted(text) {
		text = titled(text)
	}
	for _, s := range wholeQuotes(sentencesOf(u.At, text)) {
		if s.goesOn = open && r.memory.quotes != nil; s.goesOn {
			s.quoted = quotesIn(`"` + s.text)
			for i := range s.quoted {
				s.quoted[i] = [2]int{max(0, s.quoted[i][0]-1), s.quoted[i][1] - 1}
			}
		}
		open = (strings.Count(s.text, `"`)%2 == 1) != open
		r.sentence(&s)
	}
	if r.item && !slices.ContainsFunc(r.found, func(f found) bool { return f.at[0] == u.At }) {
		r.point(u)
	}
}

// shouted tells a line in capitals throughout, as news agencies set their lists.
func shouted(text string) bool {
	return len(text) > 12 && strings.ToUpper(text) == text && strings.ContainsAny(text, " ") && strings.ToLower(text) != text
}

// spelledOut is a paragraph's text without the place and the day at the head of a
// release, and an item of a list with the beginning of the sentence it ends:
// "Orbex must" above "pay the costs".
func (r *reading) spelledOut(u article.Unit) string {
	if u.At == openingAt(r.article.Units) {
		return releaseHead.ReplaceAllString(u.Text, "")
	}
	item := listMark.ReplaceAllString(flat(u.Text), "")
	if first := []rune(item); r.item && len(first) > 0 && unicode.IsLower(first[0]) && halfSaid.MatchString(r.lead) && len(r.lead) < clipLength {
		return r.lead + " " + item
	}
	return u.Text
}

// openingAt is where an article's own sentences begin: the paragraph with the place
// and the day before it, for a news agency may set a list above, else the first.
func openingAt(units []article.Unit) string {
	for _, u := range units {
		switch numbered := u.At[0] >= '0' && u.At[0] <= '9'; {
		case numbered && releaseHead.MatchString(u.Text):
			return u.At
		case numbered && !u.Item:
			return "1"
		}
	}
	return "1"
}

var (
	releaseHead = regexp.MustCompile(`^\p{Lu}[\p{L}, .&/-]{2,50}\s?(?:[–—] )?\(?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?\)?(?:\s?[(/][\p{L} ]+[)/])?(?:\s?(?:--|[–—]| -)|:)\s`)
	halfSaid    = regexp.MustCompile(`^[^.!?;]+\b(?:must|shall|may|will|to|has to|have to|can|should|may not|must not|shall not)$`)
)

// point keeps an item of a list in which no rule finds a fact, in its own words.
func (r *reading) point(u article.Unit) {
	text := ended(listMark.ReplaceAllString(flat(u.Text), ""))
	p := r.context(nil)
	for _, n := range r.cast.mentionsIn(text) {
		if n.from < 6 && !n.possessive && n.party.kind != "place" {
			p = n.party
		}
	}
	if first := []rune(text); p != r.self && !strings.HasSuffix(u.Text, ":") && (unicode.IsUpper(first[0]) || unicode.IsDigit(first[0])) && len(strings.Fields(text)) > 3 && len(text) < 2*clipLength {
		r.put(found{at: []string{u.At}, subject: p, relation: "account", kind: facts.Text, value: clip(text), how: facts.Reported, says: text, clause: text})
	}
}

// sentence puts the facts that a sentence holds; those of one whose lists answer to
// each other stand in it as a whole.
func (r *reading) sentence(s *sentence) {
	each := r.cast.dealtOut(s.text)
	if each == nil {
		r.one(s)
		return
	}
	r.spans(s)
	before, says, was := len(r.found), r.statement(s), r.memory
	for _, text := range each {
		r.memory = was
		r.one(&sentence{unit: s.unit, text: text, quoted: quotesIn(text)})
	}
	r.found = append(r.found[:before], ownOnly(r.found[before:])...)
	for i := range r.found[before:] {
		r.found[before+i].says = says
	}
}

// one finds the spans of a sentence, parts it into clauses, and puts the facts
// they hold.
func (r *reading) one(s *sentence) {
	r.spans(s)
	voices := r.cast.voicesIn(s, &r.memory)
	if v := r.memory.quotes; v != nil && len(voices) == 0 && r.memory.quotedIn == s.unit && len(s.quoted) > 0 && s.quoted[0][0] == 0 && (s.goesOn || s.quoted[0][1] > len(s.text)-3) {
		voices = []voice{{to: len(s.text), verb: 0, by: v.by, how: v.how}} // the speaker goes on
	}
	before := len(r.found)
	r.happened(s, voices)
	r.measured(s, voices)
	r.offices(s, voices)
	r.untold(s, voices)
	r.said(s, voices, before)
	r.denied(s, voices, before)
	if whole := func(f found) bool { return len(f.says) >= len(s.text)*4/5 }; len(r.found) == before || !saysLittle(s) && !slices.ContainsFunc(r.found[before:], whole) {
		r.account(s)
	}
	r.days(s, voices, before)
	r.memory.remember(s)
	r.memory.quotes = nil
	if len(voices) > 0 && len(s.quoted) > 0 {
		r.memory.quotes, r.memory.quotedIn = &voices[len(voices)-1], s.unit
	}
}

// namesOwn says whether a clause names who it is about.
func (s *sentence) namesOwn(cl *clause) bool {
	n := s.firstActor(cl.from, cl.to)
	return n != nil && !n.pronoun
}

// ourSelves begins a clause about who writes.
var ourSelves = regexp.MustCompile(`^(?i:and |but |so )?(?:we|I)\b`)

// onlyIf begins a clause that says nothing to be so.
var onlyIf = regexp.MustCompile(`^(?i:if|unless|whether|when|until|so that|in order)\b`)

// denied keeps one clause of a sentence that says what somebody does not do and
// that no rule reads.
func (r *reading) denied(s *sentence, voices []voice, before int) {
	if opinionRE.MatchString(s.text) {
		return
	}
	for i := range s.clauses {
		cl := &s.clauses[i]
		text := strings.TrimSpace(s.text[cl.from:max(cl.to, r.eventEnd(s, cl.from, i))])
		if relative[cl.lead] && cl.lead != "who" && s.firstActor(cl.from, cl.to) == nil && !slices.ContainsFunc(s.names, func(n mention) bool { return n.to < cl.from && cl.from-n.to < len(", which ")+1 }) {
			continue // "patents which are not essential"
		}
		at := cl.from + max(0, verbIn(s.text[cl.from:cl.to], 0))
		if cl.subject == nil || cl.subject == r.self || cl.strange || s.othersDo(cl, at) || nor.MatchString(text) || brokenOff.MatchString(text) || ourSelves.MatchString(text) || cl.subject.kind == "person" || i > 0 && cl.lead == "that" && !s.namesOwn(cl) || s.isQuoted(at) || len(strings.Fields(text)) < 3 || len(strings.Fields(text)) < 5 && pronounHead.MatchString(text) || verbIn(text, 0) < 0 || !s.negated(at) || onlyIf.MatchString(text) || untoldClause(s, *cl) || undisclosedRE.MatchString(text) ||
			voiceOver(voices, at) != nil || slices.ContainsFunc(r.found[before:], func(f found) bool { return f.clause == s.text[cl.from:cl.to] || f.negated }) {
			continue
		}
		f := r.fact(s, at, cl.subject, "account", nil)
		f.kind, f.value, f.negated = facts.Text, clip("not: "+text), true
		r.put(f)
		return
	}
}

// nor begins what goes on from another denial.
var nor = regexp.MustCompile(`^(?i:neither|nor)\b`)

// othersDo says whether a clause has a subject before its verb that is nobody by name:
// "two of the patents Orbex relied on".
func (s *sentence) othersDo(cl *clause, verb int) bool {
	if n := s.firstActor(cl.from, cl.to); n != nil && n.from < verb {
		return ofWhich.MatchString(s.text[cl.from:n.from]) || partsBefore.MatchString(s.text[cl.from:n.from])
	}
	return subjectWords(s.text[cl.from:verb])
}

// partsBefore is some of what belongs to who follows: "two of the patents Orbex".
var partsBefore = regexp.MustCompile(`(?i)\b(?:of|that|which|who) .*\pL`)

// spans finds who, when and how much a sentence speaks of, and its clauses.
func (r *reading) spans(s *sentence) {
	s.names = r.cast.mentionsIn(s.text)
	r.cast.resolve(s, &r.memory)
	s.dates = datesIn(s.text, &r.calendar)
	s.figures = figuresIn(s)
	s.countTheirs()
	for i := range s.figures {
		if f := &s.figures[i]; f.kind == facts.Money && strings.Contains(f.text, "CROWNS ") {
			r.crownsOf(f)
		}
	}
	if r.inNorway {
		for i := range s.figures {
			if f := &s.figures[i]; f.kind == facts.Money && strings.Contains(s.text[f.from:f.to], "kroner") {
				f.text = strings.ReplaceAll(f.text, "DKK", "NOK")
			}
		}
	}
	if r.inEuros {
		for i := range s.figures {
			if f := &s.figures[i]; f.kind == facts.Money && strings.Contains(s.text[f.from:f.to], "cent") {
				f.text = strings.ReplaceAll(f.text, "US$", "€")
			}
		}
	}
	s.cut()
	r.cast.subjects(s, &r.memory)
}

// countTheirs gives a number of somebody's things the noun behind whose they are:
// "64,000 of Orbex's Zephyr phones".
func (s *sentence) countTheirs() {
	for i := range s.figures {
		f := &s.figures[i]
		for _, n := range s.names {
			if m := thingsBehind.FindStringSubmatchIndex(s.text[n.to:]); f.kind == facts.Count && m != nil && n.from > f.from && n.from < f.to {
				number, _, _ := strings.Cut(f.text, " "+f.noun)
				f.noun, f.to = s.text[n.to+m[2]:n.to+m[3]], n.to+m[3]
				f.text = number + " " + f.noun
			}
		}
	}
}

var thingsBehind = regexp.MustCompile(`^'s? (?:\p{Lu}\S* )*(\p{Ll}+s)\b`)

// crownsOf says whose crowns a sum is in, and makes it a count where nobody knows.
func (r *reading) crownsOf(f *figure) {
	if r.crowns != "" {
		f.text = strings.ReplaceAll(f.text, "CROWNS", r.crowns)
		return
	}
	f.kind, f.noun, f.text = facts.Count, "crowns", strings.ReplaceAll(f.text, "CROWNS ", "")+" crowns"
}

// crownsIn is whose crowns an article speaks of: of the country it names most.
func crownsIn(units []article.Unit) string {
	best, most := "", 0
	for _, code := range slices.Sorted(maps.Keys(words.Crowns)) {
		named := regexp.MustCompile(`\b(?:` + oneOf(words.Crowns[code]) + `)\b`)
		n := 0
		for _, u := range units {
			n += len(named.FindAllString(u.Text, -1))
		}
		switch {
		case n > most:
			best, most = code, n
		case n == most:
			best = ""
		}
	}
	return best
}

// account keeps a sentence that no rule reads but that has a bearer and a date:
// what happened to whom, in its own words.
func (r *reading) account(s *sentence) {
	if strings.HasSuffix(s.text, "?") || asking.MatchString(s.text) || hypothesis.MatchString(s.text) || strings.HasSuffix(s.text, ":") || strings.HasSuffix(s.text, " as follows.") || verbIn(s.text, 0) < 0 && !finiteWithin(s.text) {
		return
	}
	subject := r.self
	n := s.firstActor(0, s.clauses[0].to)
	if n != nil {
		subject = n.party
	}
	if home := r.cast.home; n == nil && home != nil && len(s.dates) == 0 && (home.kind == "body" || ownThing.MatchString(s.text)) && len(strings.Fields(s.text)) > 4 {
		n, subject = &mention{party: home}, home
	}
	if bearerless := n == nil || n.pronoun || n.possessive; bearerless && len(s.dates) == 0 && saysLittle(s) {
		return
	}
	f := r.fact(s, 0, subject, "account", nil)
	f.kind, f.value = facts.Text, clip(s.text)
	if len(s.dates) > 0 && !s.dates[0].ofThing && !s.dates[0].until && !s.compares(&s.dates[0]) {
		f.period = s.dates[0].period
	}
	r.put(f)
	for _, d := range s.dates {
		if f.subject == r.self && r.cast.home == nil || len(s.dates) > 1 && toldOn.MatchString(s.text[:d.from]) || endedOn.MatchString(s.text[:d.from]) {
			continue // when it was told, or what it is for
		}
		if s.compares(&d) {
			continue
		}
		if cl := s.clauses[s.clauseAt(d.from)]; cl.lead == "which" || cl.lead == "who" || cl.lead == "that" {
			continue
		}
		if d.day != "" && !d.relative && !d.deadline && !d.ofThing && !(r.cast.home == nil && strings.EqualFold(s.text[d.from:d.to], "today")) && !(len(d.day) == 4 && strings.HasSuffix(s.text[:d.from], " of ")) && !strings.HasPrefix(d.period, "since") && !strings.HasPrefix(d.period, "as of") {
			f.relation, f.kind, f.value, f.period = "happened", facts.Date, d.day, d.period
			r.put(f)
		}
	}
}

// saysLittle tells a sentence that is not worth keeping for itself: a short one without a
// figure, or what the author only muses on or advises.
func saysLittle(s *sentence) bool {
	words := len(strings.Fields(s.text))
	return words < 8 && len(s.figures) == 0 || words < 6 || words < 10 && len(s.figures) == 0 && len(s.names) > 0 && s.names[0].possessive ||
		len(s.figures) == 0 && (ourSelves.MatchString(s.text) || strings.Contains(s.text, " should "))
}

// asking begins what only leads on: "What it gets is mostly paper".
var asking = regexp.MustCompile(`^(?:What|Who|How|Why|Whether|Whatever)\s`)

// ownThing is how a sentence begins that is about what a text announces.
var ownThing = regexp.MustCompile(`^(?:The|This) (?:settlement|agreement|licen[cs]e|transaction|deal|contract|programme|policy|offer|standard|release|specification)\b`)

// days keeps the exact days of a sentence that no fact of it has given.
func (r *reading) days(s *sentence, voices []voice, before int) {
	for _, d := range s.dates {
		cl := s.clauses[s.clauseAt(d.from)]
		subject := cl.subject
		if subject == nil {
			subject = s.clauses[0].subject
		}
		if subject == nil {
			subject = r.context(nil)
		}
		if d.day == "" || strings.Count(d.day, " ") < 2 || d.ofThing || s.compares(&d) || d.until || subject == r.self || cl.strange || strings.HasPrefix(d.day, "end of") || saidBy(voices, d) || saidOn.MatchString(s.text[:d.from]) && len(voices) > 0 || accordingTo.MatchString(s.text[cl.from:max(cl.from, d.from)]) || slices.ContainsFunc(r.found[before:], func(f found) bool {
			return f.kind == facts.Date && f.value == d.day || f.kind != facts.Text && f.period == d.period
		}) {
			continue
		}
		if strings.HasSuffix(s.text, ":") || d.day == r.published() && releaseDay.MatchString(s.text) || toldOn.MatchString(s.text[:d.from]) || strings.HasPrefix(s.text[d.to:], " announced ") || strings.HasPrefix(s.text[d.to:], " reported ") {
			continue // when it was told
		}
		relation := "happened"
		if d.deadline {
			relation = "deadline"
		}
		f := r.fact(s, d.from, subject, relation, voices)
		f.kind, f.value, f.period = facts.Date, d.day, d.period
		r.put(f)
	}
}

// published is the day of the article, as a date gives it.
func (r *reading) published() string {
	if r.article.Published.IsZero() {
		return ""
	}
	return r.article.Published.Format("2 January 2006")
}

// releaseDay tells that a text gives news of the day, and toldOn leads up to the day
// on which something was told.
var (
	releaseDay = regexp.MustCompile(`(?i)\btoday\b`)
	endedOn    = regexp.MustCompile(`\b(?:ended|ending|register|record) (?:on )?(?:the )?$`)
	toldOn     = regexp.MustCompile(`\b(?:was|were|been) (?:announced|reported|disclosed|published|made public) (?:only )?(?:on )?$|\b(?:given|published|announced|issued) on $`)
)

// saidBy says whether a date is that on which a person said something.
func saidBy(voices []voice, d date) bool {
	return slices.ContainsFunc(voices, func(v voice) bool {
		return v.by.kind == "person" && d.from > v.verb && d.from-v.verb < 40 && (d.from < v.from || d.from >= v.to)
	})
}

// fact begins a fact at a place of a sentence: whose it is, and who says so.
func (r *reading) fact(s *sentence, at int, subject *party, relation string, voices []voice) (f found) {
	cl := s.clauses[s.clauseAt(at)]
	defer func() { r.sides(s, &f) }()
	f = found{at: []string{s.unit}, subject: subject, relation: relation, how: facts.Reported, says: r.statement(s), clause: s.text[cl.from:cl.to]}
	switch v := voiceOver(voices, at); {
	case v != nil && !(v.by == r.self && opinionRE.MatchString(s.text)):
		f.by, f.how = v.by, v.how
	case s.opines(voices):
		f.how, f.by = facts.Opinion, r.voice()
	case hearsay(s.text[cl.from:cl.to], at-cl.from):
		f.how, f.by = facts.Claimed, r.self
	}
	return f
}

// opines says whether a sentence says what its author thinks, in nobody else's name.
func (s *sentence) opines(voices []voice) bool {
	at := opinionRE.FindStringIndex(s.text)
	return at != nil && !s.isQuoted(at[0]) && voiceOver(voices, at[0]) == nil
}

// sides adds the other party where a sentence speaks of "the agreement" or of a
// case without naming it.
func (r *reading) sides(s *sentence, f *found) {
	m := &r.memory
	switch {
	case s.ofTheDeal() && m.deal[0] != nil:
		if f.subject == r.self && f.kind == "" && m.dealIn == s.unit || m.dealIn == before(s.unit) && f.subject == r.self {
			f.subject, f.with = m.deal[0], []*party{m.deal[1]}
			return
		}
		for i, p := range m.deal {
			if p == f.subject {
				f.with = []*party{m.deal[1-i]}
			}
		}
	case inCourt[f.relation] && m.sued != nil && f.subject == m.sues:
		f.with = []*party{m.sued}
	case inCourt[f.relation] && m.sues != nil && f.subject == m.sued:
		f.with = []*party{m.sues}
	}
}

// ofTheDeal says whether a sentence speaks of an agreement without naming whose it is.
func (s *sentence) ofTheDeal() bool {
	at := theDeal.FindStringIndex(s.text)
	return at != nil && !withWhom.MatchString(s.text[at[1]:])
}

var withWhom = regexp.MustCompile(`^ (?:with|between|of) (?:the )?\p{Lu}`)

var (
	theDeal = regexp.MustCompile(`(?i)\b(?:the|this) (?:agreement|deal|licen[cs]e|settlement|pact|contract|transaction|acquisition|takeover)\b`)
	inCourt map[string]bool
	dealing map[string]bool
)

// hearsay tells a place that stands under a word such as "reportedly".
func hearsay(text string, at int) bool {
	m := hearsayRE.FindStringIndex(text)
	return m != nil && !strings.Contains(text[min(m[0], at):max(m[0], at)], ",")
}

// voice is who speaks where nobody is quoted.
func (r *reading) voice() *party {
	if r.author != nil {
		return r.author
	}
	return r.self
}

// statement is a sentence that can stand by itself: who "it" is at its head is
// named, sums are written in one way.
func (r *reading) statement(s *sentence) string {
	out := s.text
	for i := len(s.figures) - 1; i >= 0; i-- {
		f := s.figures[i]
		if f.kind != facts.Money || f.per != "" || strings.Contains(s.text[f.from:f.to], "cent") {
			continue
		}
		text := f.text
		for _, h := range []string{"about", "over", "nearly", "up to", "at least", "under"} {
			text = strings.TrimPrefix(text, h+" ")
		}
		from := f.from
		if at := moneyBefore.FindStringIndex(s.text[f.from:f.to]); at != nil {
			from += at[0]
		} else if at := moneyAfter.FindStringIndex(s.text[f.from:]); at != nil {
			from += at[0]
		} else {
			continue
		}
		if strings.HasSuffix(strings.ToLower(out[:from]), "between ") {
			text = strings.Replace(text, " to ", " and ", 1)
		}
		out = out[:from] + text + out[f.to:]
	}
	if len(s.names) > 0 && s.names[0].pronoun && (s.names[0].from == 0 || len(s.dates) > 0 && s.names[0].from < dateFirst && datedHead.MatchString(s.text[:s.names[0].from])) {
		n := s.names[0]
		name := n.party.name
		if n.possessive {
			name += "'s"
			if strings.HasPrefix(out[n.to:], "'s") {
				out = out[:n.to] + out[n.to+2:]
			}
		}
		if n.party.kind != "article" && standsFor.MatchString(s.text[n.from:n.to]) {
			out = out[:n.from] + name + out[n.to:]
		}
	}
	out = strings.Trim(out, " ")
	if out != "" && !strings.ContainsAny(out[len(out)-1:], `.!?"')`) {
		out = strings.TrimRight(out, ";,:") + "."
	}
	return out
}

// unitReach is how much of a unit is read; no paragraph is as long, and looking
// no further keeps a file that is one huge line cheap.
const unitReach = 16 << 10

// kindsOf says which kinds of value each relation takes; what the base says of
// its own goes before what the rules say.
func kindsOf(base []facts.Relation) map[string][]facts.ValueKind {
	out := map[string][]facts.ValueKind{}
	for _, rel := range append(Relations(), base...) {
		out[rel.ID] = rel.Value
	}
	return out
}

// wider are the relations that take a value of a kind where the narrower one does not.
var wider = map[facts.ValueKind]string{
	facts.Date: "happened", facts.Money: "figure", facts.Count: "figure", facts.Percent: "share-of", facts.Multiple: "share-of", facts.Text: "statement",
}

// datedHead is a date at a sentence's head.
var datedHead = regexp.MustCompile(`^(?:In|On|By|Since|At|Last|This) [\p{L}\d ]+,? $`)

// standsFor are the words at a sentence's head in whose stead the name is put.
var standsFor = regexp.MustCompile(`^(?i:it|its|he|she|his|her|the company|the group|the firm)(?:'s)?$`)

// put keeps a fact, once.
func (r *reading) put(f found) {
	if f.subject == nil {
		return
	}
	if kinds, ok := r.takes[f.relation]; !ok || !slices.Contains(kinds, f.kind) {
		if f.relation = wider[f.kind]; f.relation == "" {
			return
		}
	}
	for i := range r.found {
		o := &r.found[i]
		if f.cell != "" && (o.cell != f.cell || o.period != f.period) {
			continue // two cells of a table may well be the same
		}
		if o.subject == f.subject && o.at[0] == f.at[0] && o.kind == f.kind && o.value == f.value && slices.Equal(o.parties, f.parties) && (o.relation == f.relation || f.kind != facts.Party && f.kind != facts.Date) {
			return
		}
	}
	r.found = append(r.found, f)
}

// issuer is the company whose own text the article is: a press release says
// "today announced" or "About …", or speaks of "we".
func (r *reading) issuer() *party {
	release, notice := false, false
	var first *party
	if p := r.cast.byName[strings.ToLower(r.article.Publisher)]; p != nil && p.kind == "body" && !courtly(p) && (r.toMembers() || noticeRE.MatchString(r.article.Title)) {
		return p
	}
	if p := r.cast.byName[strings.ToLower(bodyTitle(r.article.Publisher))]; p != nil && p.kind == "body" && !courtly(p) {
		return p // its name stands over the title
	}
	for _, u := range r.article.Units {
		text := flat(u.Text)
		if name := bodyTitle(text); u.At == "title" && name != "" && r.cast.byName[strings.ToLower(name)] != nil {
			return r.cast.byName[strings.ToLower(name)]
		}
		if u.At == "title" || u.At == "dateline" || u.At == "standfirst" {
			notice = notice || noticeRE.MatchString(text)
		}
		if first == nil && noticed(u.At) && r.toMembers() { // "Dear members" stands above
			first = r.cast.bodyIn(text)
		}
		if u.At == openingAt(r.article.Units) {
			acts, opening := false, releaseHead.ReplaceAllString(text, "")
			for _, n := range r.cast.mentionsIn(opening) {
				if n.party.kind == "company" || n.party.kind == "body" {
					first, acts = n.party, verbIn(opening[:n.from], 0) < 0
					break
				}
			}
			release = release || todayRE.MatchString(text) || acts && openingPlace.MatchString(text) && !agencyHead.MatchString(text)
		}
	}
	if first != nil && first.kind == "body" && !courtly(first) && (notice || r.toMembers()) {
		return first
	}
	if p := r.insider(); p != nil {
		return p
	}
	if own := r.ownResults(); own && first == nil { // "ORBEX AB – INTERIM REPORT"
		first = r.cast.inCapitals(r.article.Title)
	} else if !release && !own {
		return nil
	}
	return first
}

// insider is the company for which an author speaks who holds an office there, in a text
// that tells of "our patents": the one of the author's note, else the only one of the title.
func (r *reading) insider() *party {
	own := 0
	var at *party
	holds := false
	for _, u := range r.article.Units {
		text := flat(u.Text)
		switch {
		case u.At == "byline":
			holds = officeRE.MatchString(text)
			for _, n := range r.cast.mentionsIn(text) { // "by Ann Roe, VP Licensing, Castle Codecs"
				if holds && at == nil && n.party.kind == "company" && (strings.HasSuffix(text[:n.from], ", ") || atCompany.MatchString(text[:n.from])) {
					at = n.party
				}
			}
		case u.At == "author-note":
			for _, n := range r.cast.mentionsIn(text) {
				if at == nil && n.party.kind == "company" && atCompany.MatchString(text[:n.from]) && (officeRE.MatchString(text[:n.from]) || worksRE.MatchString(text[:n.from])) {
					at = n.party
				}
			}
		case u.At[0] >= '0' && u.At[0] <= '9' && ownBusiness.MatchString(quotedRE.ReplaceAllString(text, "")):
			own++
		}
	}
	switch {
	case own < 2:
		return nil
	case at == nil && holds:
		return r.titled()
	}
	return at
}

var (
	atCompany   = regexp.MustCompile(`\b(?:at|of|for) (?:the )?$`)
	worksRE     = regexp.MustCompile(`\b(?:leads|has led|heads|has headed|runs|has run|works|has worked)\b`)
	ownBusiness = regexp.MustCompile(`\b[Oo]ur (?:[\p{L}\d,-]+ ){0,2}(?:patents?|portfolio|licensees?|licensing|licen[cs]es?|royalt(?:y|ies)|revenue|products|customers|inventors|engineers|rates?)\b|\b[Ww]e (?:\p{L}+ )?(?:signed|charge|filed|own|owned|hold|held|license|licence|licensed|have [\d,]+ licensees|pledged|sold|ship)\b`)
)

// inCapitals is the company that a title in capitals begins with.
func (c *cast) inCapitals(title string) *party {
	for _, p := range c.all {
		if p.kind == "company" && strings.HasPrefix(title, strings.ToUpper(p.name)) {
			return p
		}
	}
	return nil
}

// noticed is where a notice says whose it is.
func noticed(at string) bool { return at == "1" || at == "2" || at == "3" }

// bodyIn is the first body, courts aside, that a text names.
func (c *cast) bodyIn(text string) *party {
	for _, n := range c.mentionsIn(text) {
		if n.party.kind == "body" && !courtly(n.party) {
			return n.party
		}
	}
	return nil
}

// toMembers says whether a text without an author tells a body's members what to do.
func (r *reading) toMembers() bool {
	return r.article.Author == "" && slices.ContainsFunc(r.article.Units, func(u article.Unit) bool { return toMembers.MatchString(u.Text) })
}

var toMembers = regexp.MustCompile(`(?i)\bmembers (?:must|shall|may not|are (?:asked|invited|reminded|required))\b|\b(?:to|reach|inform|by) the secretariat\b`)

// ownResults says whether a company gives its results in a text of its own.
func (r *reading) ownResults() bool {
	we, own, others := 0, false, false
	for _, u := range r.article.Units {
		text := flat(u.Text)
		own = own || (u.At == "title" || u.At == "standfirst" || u.At == "1") && resultsRE.MatchString(text)
		others = others || analystRE.MatchString(text)
		if u.At[0] >= '0' && u.At[0] <= '9' && weRE.MatchString(quotedRE.ReplaceAllString(text, "")) {
			we++
		}
	}
	return we > 1 && own && !others
}

var (
	resultsRE = regexp.MustCompile(`(?i)\b(?:results|interim report|half-year report|annual report|trading update|quarterly statement|(?:first|second) half|(?:first|second|third|fourth) quarter)\b`)
	analystRE = regexp.MustCompile(`(?i)\b(?:our (?:\p{L}+ ){0,2}estimates?|(?:our|we) (?:\p{L}+ ){0,2}(?:forecasts? of|rating|price target|rate|reiterate|model))\b|\bI\b`)
	weRE      = regexp.MustCompile(`\b(?:[Ww]e|[Oo]ur)\b`)
	quotedRE  = regexp.MustCompile(`"[^"]*"`)
)

// agencyHead is a news agency's, which names itself behind the day.
var agencyHead = regexp.MustCompile(`^\p{Lu}[^()]{2,50}\(\p{Lu}[\p{L} ]+\)\s(?:--|[–—-])\s`)

var noticeRE = regexp.MustCompile(`(?i)\bnotice\b|\bcircular\b|\bdecisions of\b|\b(?:plenary|general) (?:meeting|assembly)\b`)

var (
	todayRE      = regexp.MustCompile(`(?i)\btoday (?:said|[a-z]+ed|gives|issues|publishes|provides|reports)|\bannounces? today|\bannounced today`)
	openingPlace = regexp.MustCompile(`^\p{Lu}[\p{L}, /&]{2,40},?(?: [–—-])? \(?(?:[A-Z]?[a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)[^.]{0,30}?(?: [–—-]|:\s\p{Lu})`)
)

// before is the number of the paragraph before one; empty for what has no number.
func before(at string) string {
	n, err := strconv.Atoi(at)
	if err != nil {
		return ""
	}
	return strconv.Itoa(n - 1)
}
