package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts/article"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// party is somebody an article speaks of.
type party struct {
	id       string
	name     string
	kind     string // company, person, body, place
	aliases  []string
	known    bool // the base had it before
	count    int
	judge    bool
	lastOnly bool            // it is called by its last word: a person
	within   bool            // the name stood where no sentence begins
	role     string          // of a person, the office the article gives
	of       *party          // and where
	origin   map[string]bool // the words by which it is described: "danish", "designer"
	seats    []seat          // where it is told to be at home
	form     []string        // the nations that its form may be of
	noun     string          // what sort of body the article calls it: "the Roadlink pool"
}

func (p *party) isOrg() bool { return p != nil && (p.kind == "company" || p.kind == "body") }

// mention is a party at a place of a sentence.
type mention struct {
	from, to   int
	party      *party
	possessive bool // "Orbex's", "its"
	pronoun    bool
}

// cast is everybody an article speaks of.
type cast struct {
	all      []*party
	byName   map[string]*party // lower-case name or alias
	spelt    *spellings        // finds any of the names
	main     *party            // whom the article is about most
	self     *party            // the article itself
	courtly  bool              // there is a court among them
	taken    string            // the article's own id
	dominant bool              // it is spoken of more than twice as often as any other
	leads    bool              // it is who the title and the first paragraph name first
	home     *party            // who publishes it: the issuer of a press release, else nil
}

const (
	nameWordRE = `(?:(?:\p{Lu}\.){3,}|[A-CF-TV-Z]\.\p{Lu}\.|[a-z]{0,3}\p{Lu}[\p{L}\p{N}]*(?:[.&/+-]?[\p{L}\p{N}]+)*\+?)` // "L.U.M.E.N.", "K.R."; "U.S." is none
	suffixRE   = `(?:A/S|S\.p\.A\.|S\.r\.l\.|S\.A\.|N\.V\.|B\.V\.|K\.K\.|L\.P\.|L\.L\.C\.|d\.o\.o\.|a\.s\.|s\.r\.o\.|Pvt\.|Pte\.|Pty\.)`
)

var (
	nameRE = regexp.MustCompile(`(?:\p{Lu}\.\s){0,3}(?:` + suffixRE + `|` + nameWordRE + `)(?:(?:\s|\s&\s|\s(?:of|for|and|de|van|von|der|du|la)\s(?:the\s)?|,\s(?:Inc|Ltd|LLC|Corp|Co))(?:` + suffixRE + `|` + nameWordRE + `))*(?:\.?,?\s?(?:` + suffixRE + `|Co\.,?\sLtd\b\.?|(?:Pte|Pvt|Pty)\.?\sLtd\b\.?|Inc\b\.?|Corp\b\.?|Ltd\b\.?|LLC\b|Co\.|plc\b))?`)

	lowCompany = sought(`\b([a-z][a-z0-9.-]*[a-z0-9](?:\s[a-z][a-z0-9-]+)?)\s(A/S|AG|SE|SA|N\.?V\.?|B\.?V\.?|AB|ASA|Oy|GmbH|Inc\.?|Corp\.?|Ltd\.?|LLC|plc|PLC|ApS)(?:\W|$)`)
	lowWord    = regexp.MustCompile(`(?:^|[\s("])([a-z][a-z0-9]*(?:[.-][a-z0-9]+)*)`)
	dottedName = regexp.MustCompile(`^[a-z]{1,3}\.[a-z]{4,}$`)
	lowActs    = regexp.MustCompile(`^(?:'s|\s(?:(?:has|had|have)\s)?(?:said|says|sued|announced|filed|acquired|denied|denies|owns|launched|called|told|argues|argued|licensed|declined))\b`)
	inBrackets = regexp.MustCompile(`^\.?\s?\((?:(?:the|"|NYSE|NASDAQ|Nasdaq|OMX|LSE|TSE|XETRA|Euronext)[^)"]*?)?"?([\p{L}\d][\p{L}\d&. -]*?)"?(?: or "?the [\p{L} ]+"?)?\)`)
	ticker     = regexp.MustCompile(`^\s?\(((?:[A-Z][A-Za-z]+(?:\s[A-Z][a-z]+)*):\s?[A-Z0-9.]+)\)`)
)

// castOf finds the parties of an article: the names that stand in it, and under
// which of them the same party goes.
func castOf(a article.Article, known *Known) *cast {
	units := a.Units
	c := &cast{byName: map[string]*party{}, taken: a.ID}
	small := smallWords(units)
	rows := plainRows(units)
	names := collectNames(units, known)
	if last := strings.Fields(a.Publisher); len(last) > 1 && (bodies[strings.ToLower(last[len(last)-1])] || bodyTitle(a.Publisher) != "") { // a body that writes itself
		name := cmp.Or(bodyTitle(a.Publisher), a.Publisher)
		names = append([]*foundName{{name: name, times: 1, mid: true}}, names...)
	}
	noteShort(names)
	for _, f := range names {
		if (f.acts && f.mid || !small[strings.ToLower(f.name)]) && !rows[f.name] {
			c.admit(f, known)
		}
	}
	c.mergeShort()
	for _, u := range units {
		c.bracketNames(flat(u.Text))
	}
	c.bracketNames(bodyTitle(a.Publisher) + bracketed.FindString(a.Publisher)) // over the title, in no unit
	c.compile()
	c.people(units)
	c.initials()
	c.compile()
	c.courtly = slices.ContainsFunc(c.all, courtly)
	for _, u := range units {
		c.courtly = c.courtly || courtWord.MatchString(u.Text)
	}
	c.count(units)
	c.origins(units)
	c.leads = c.namedFirst(units, "title") && c.namedFirst(units, openingAt(units))
	return c
}

// smallWords are the words that an article writes without a capital: what stands
// among them is no name, though a sentence or a table's row begins with it.
func smallWords(units []article.Unit) map[string]bool {
	out := map[string]bool{}
	for _, u := range units {
		for _, w := range strings.Fields(flat(u.Text)) {
			w = strings.Trim(strings.TrimSuffix(w, "'s"), `.,;:!?"'()[]`)
			if w != "" && unicode.IsLower([]rune(w)[0]) && !strings.ContainsAny(w, ".0123456789") {
				out[w] = true
			}
		}
	}
	return out
}

// noteShort marks the names that a longer one begins with: "Castle" of "Castle Phones".
func noteShort(names []*foundName) {
	begun := map[string]bool{}
	for _, f := range names {
		if first, _, long := strings.Cut(f.name, " "); long && f.mid {
			begun[first] = true
		}
	}
	for _, f := range names {
		f.short = begun[f.name]
	}
}

// plainRows are the names of a table's rows that are words of the language: parts
// of a business and nobody ("Design Services").
func plainRows(units []article.Unit) map[string]bool {
	out := map[string]bool{}
	for _, u := range units {
		for _, row := range u.Rows {
			if len(row) > 1 && !slices.ContainsFunc(strings.Fields(row[0]), func(w string) bool { return !question.IsEnglish(strings.ToLower(w)) }) {
				out[row[0]] = true
			}
		}
	}
	return out
}

var courtWord = regexp.MustCompile(`(?i)\b(?:court|judges?|jury|tribunal|arbitrat\w+|patent office)\b`)

type foundName struct {
	name   string
	times  int
	mid    bool // stood where no sentence begins
	acts   bool // something is said that it does
	short  bool // a longer name begins with it
	placed bool // it stands where a release says where it was issued
	kinds  bool // it only tells the sort of a thing: "a Trojan horse"
	labels bool // it stands before a colon at a sentence's head, and nowhere else
	ware   bool // it is called by a company's name and one of its own
}

// collectNames lists every run of capitalised words that can be a name, in the
// order in which they come.
func collectNames(units []article.Unit, known *Known) []*foundName {
	opening := openingAt(units)
	c := &nameList{at: map[string]*foundName{}, sure: sureNames(units), known: known, doing: setOf(words.Doings)}
	for _, u := range units {
		if shouted(u.Text) && u.At != "title" && u.At != "byline" {
			continue
		}
		if titleCase(u) {
			for _, name := range formalName.FindAllString(flat(u.Text), -1) {
				c.put(strings.TrimRight(name, " :;,)!?"), true, true)
			}
			if name := bodyTitle(u.Text); name != "" {
				c.put(name, true, true)
			}
			continue
		}
		if u.At == "table" && len(u.Rows) > 0 { // a name does not go on in the next cell
			for _, row := range u.Rows {
				for _, cell := range row {
					c.capitalised(&sentence{text: flat(cell)}, true, 0)
				}
			}
			continue
		}
		for _, no := range patentName.FindAllString(flat(u.Text), -1) {
			c.put(no, true, true).ware = true
		}
		list := sentencesOf(u.At, u.Text)
		for i := range list {
			c.small(list[i].text)
		}
		for i, s := range list {
			placed := 0
			if at := openingPlace.FindStringIndex(s.text); at != nil && u.At == opening && i == 0 {
				placed = at[1]
			}
			c.capitalised(&s, u.At == "table", placed)
		}
	}
	for _, f := range c.order { // names the base knows are found wherever they stand
		f.mid = f.mid || known.names[f.name]
	}
	return c.order
}

// nameList are the names found so far, in the order in which they come.
type nameList struct {
	order []*foundName
	at    map[string]*foundName
	sure  map[string]bool
	known *Known
	doing map[string]bool
}

func (c *nameList) put(name string, mid, acts bool) *foundName {
	name = strings.TrimSpace(name)
	f, ok := c.at[name]
	if !ok {
		f = &foundName{name: name}
		c.at[name] = f
		c.order = append(c.order, f)
	}
	f.times++
	f.mid, f.acts = f.mid || mid, f.acts || acts
	return f
}

// ofMany goes on a name: "Developers' League", "People's Court".
var ofMany = regexp.MustCompile(`^(?:'s|')\s(\p{Lu}\p{L}+)`)

// isSure tells a name that needs no guess.
func (c *nameList) isSure(name string) bool { return c.sure[name] || c.known.names[name] }

// capitalised takes in the runs of words with capitals; heads tells a text in
// which a capital says nothing, and placed where the place of issue ends.
func (c *nameList) capitalised(s *sentence, heads bool, placed int) {
	for _, m := range nameRE.FindAllStringIndex(s.text, -1) {
		from, to := m[0], m[1]
		if period := periodBehind.FindStringIndex(s.text[from:to]); period != nil {
			to = from + period[0] // "Orbex Q3 FY2041"
		}
		if more := ofMany.FindStringSubmatchIndex(s.text[to:]); more != nil && bodies[strings.ToLower(s.text[to+more[2]:to+more[3]])] && strings.Contains(s.text[from:to], " ") { // "European Game Developers' League"
			to += more[1]
		}
		if segmentBehind.MatchString(s.text[to:]) && strings.Contains(s.text[from:to], "&") {
			continue // "the Licensing & Catalysts segment"
		}
		if tickerAhead.MatchString(s.text[:from]) {
			continue
		}
		if from > 0 && (isWord(s.text[from-1]) || s.text[from-1] == '$') || words.Before[s.text[from:to]] != "" || strings.HasPrefix(s.text[to:], "$") || strings.HasSuffix(s.text[from:to], "-only") {
			continue
		}
		if full := abbreviatedAs(s.text[from:to], s.text[to:]); full != "" {
			c.put(full, true, true)
			continue
		}
		if low := lowBefore.FindString(s.text[:from]); low != "" && c.at[strings.TrimSpace(low)] != nil && !suffixes[strings.ToLower(s.text[from:to])] { // "orbex Uno"
			c.put(low+s.text[from:to], true, false).ware = true
			continue
		}
		start := heads || sentenceStart(s.text, from)
		next, _, _ := strings.Cut(strings.TrimPrefix(s.text[to:], " "), " ")
		acts := strings.HasPrefix(s.text[to:], "'s") || !start && listedName.MatchString(s.text[:from]) || c.doing[strings.ToLower(strings.TrimRight(next, ",."))] || !start && len(next) > 4 && strings.HasSuffix(next, "ed") && finite(next)
		for _, name := range splitName(s.text[from:to], start, acts, c.isSure) {
			f := c.put(name.text, !start || name.inner, acts)
			f.placed = f.placed || to < placed
			f.ware = f.ware || f.times == 1 && strings.HasSuffix(s.text[from:to], name.text) && strings.Count(name.text, " ") == 1 && ofModel.MatchString(s.text[to:])
			f.kinds = (f.kinds || f.times == 1) && !acts && name.text == s.text[from:to] && anAhead.MatchString(s.text[:from]) && nounBehind.MatchString(s.text[to:]) && !officeRE.MatchString(s.text[to:min(len(s.text), to+len(" chief executive officer"))])
			f.labels = (f.labels || f.times == 1) && from == 0 && (strings.HasPrefix(s.text[to:], ": ") || s.text[to:] == ".")
		}
	}
}

// abbreviatedAs is the name in a run of capitalised words whose initials stand in
// brackets behind it, whole: "the Council for Roads and Rails (CRR)".
func abbreviatedAs(run, behind string) string {
	m := inBrackets.FindStringSubmatch(behind)
	if m == nil || !acronym.MatchString(m[1]) || !strings.Contains(run, " and ") {
		return ""
	}
	for fields := strings.Fields(run); len(fields) > 2; fields = fields[1:] {
		if name := strings.Join(fields, " "); !joinWord[strings.ToLower(fields[0])] && initialsOf(name) == m[1] {
			return name
		}
	}
	return ""
}

// initialsOf are the first letters of a name's words, those that join them and the
// company's form aside.
func initialsOf(name string) string {
	out := ""
	for _, w := range strings.Fields(strings.ReplaceAll(stripped(name), "-", " ")) {
		switch {
		case joinWord[strings.ToLower(w)]:
		case initials.MatchString(strings.TrimSuffix(w, ".")): // "K.R."
			out += strings.ReplaceAll(w, ".", "")
		default:
			out += string([]rune(w)[:1])
		}
	}
	return out
}

// lowBefore is a word in small letters right before a place.
var lowBefore = regexp.MustCompile(`(?:^|\s)([a-z][a-z0-9]+ )$`)

// ofModel makes of a name of two words that of a thing: "an Orbex Pico 9".
var ofModel = regexp.MustCompile(`^ \d{1,2}(?:[.,;:)]|\s(?:on|in|at|with|and|is|was|which|phones?|handsets?|smartphones?|tablets?)\b)`)

// patentName is the number of a patent, by which it is called.
var patentName = regexp.MustCompile(`\b(?:EP|US|GB|DE|FR|JP|CN|KR|IN|AU|CA|WO|NO|DK|SE|FI|NL)(?:-|\s)?(?:\d{1,3}(?:[ ,.]\d{3}){2,3}|\d{6,11})(?:\s?[AB]\d)?\b`)

// tickerAhead stands before how a share is called: "(TSX: VOL)".
var tickerAhead = regexp.MustCompile(`\([A-Z][A-Za-z]+:\s?$`)

// segmentBehind makes of a name one of a part of a company.
var segmentBehind = regexp.MustCompile(`^\s(?:segment|division|business (?:unit|area|field)|department|unit)\b`)

// small takes in names without a capital: "imecta BV", "dynaq said".
func (c *nameList) small(text string) {
	for _, m := range lowCompany.FindAllStringSubmatchIndex(text) {
		name := text[m[2]:m[3]]
		if i := strings.LastIndexByte(name, ' '); i >= 0 && (question.IsEnglish(name[:i]) || stopWords[name[:i]]) {
			name = name[i+1:]
		}
		if !question.IsEnglish(strings.ToLower(name)) || strings.Contains(name, ".") {
			c.put(name+" "+text[m[4]:m[5]], true, true)
			c.put(name, true, true)
		}
	}
	for _, m := range calledLow.FindAllStringSubmatch(text, -1) {
		c.put(m[1]+m[2], true, true)
	}
	for _, m := range lowWord.FindAllStringSubmatchIndex(text, -1) {
		w, behind := text[m[2]:m[3]], text[m[3]:]
		if len(w) < 3 || question.IsEnglish(w) || question.IsEnglish(strings.ReplaceAll(w, "-", "")) || hyphenated(w) || companyNP.MatchString("the "+w) {
			continue
		}
		next, _, _ := strings.Cut(strings.TrimPrefix(behind, " "), " ")
		if dottedName.MatchString(w) && !abbreviations[w] && !strings.HasPrefix(behind, "/") || lowActs.MatchString(behind) || companyAside.MatchString(behind) || m[2] == 0 && isCoined(w) && (c.doing[next] || finite(next)) {
			c.put(w, true, true)
		}
	}
}

// calledLow is how a name in small letters is set off where it is given: called *orbex*.
var calledLow = regexp.MustCompile(`\b(?:[Cc]alled|[Nn]amed|[Dd]ubbed|[Kk]nown as) (?:\*([a-z][a-z0-9-]{2,})\*|"([a-z][a-z0-9-]{2,}),?")`)

// companyAside is what is said aside of a company: ", the Lisbon handset maker".
var companyAside *regexp.Regexp

// listedName is what stands before a name in a list of names.
var listedName = regexp.MustCompile(`\p{Lu}[\p{L}]*(?:,|,? and) $`)

// joined is the words of a name without those that join it to what stands before.
func joined(fields []string) string {
	for len(fields) > 1 && (joinWord[strings.ToLower(fields[0])] || starts[strings.ToLower(fields[0])]) {
		fields = fields[1:]
	}
	return strings.Join(fields, " ")
}

// sureNames are those that need no guess, besides those the base knows: they
// stand within a sentence. A word at a sentence's head is part of a name unless what
// follows it is one by itself.
func sureNames(units []article.Unit) map[string]bool {
	out := map[string]bool{}
	for _, u := range units {
		if titleCase(u) {
			continue
		}
		for _, s := range sentencesOf(u.At, u.Text) {
			for _, m := range nameRE.FindAllStringIndex(s.text, -1) {
				if !sentenceStart(s.text, m[0]) {
					out[s.text[m[0]:m[1]]] = true
				}
			}
		}
	}
	return out
}

// bodyTitle is the name of a body that is all a title says, as it is written
// elsewhere; empty for any other title.
func bodyTitle(title string) string {
	title = strings.TrimSpace(bracketed.ReplaceAllString(title, ""))
	if name, rest, ok := strings.Cut(title, ": "); ok && noticeRE.MatchString(rest) { // "Open Meter Forum: notice to members"
		title = name
	}
	fields := strings.Fields(title)
	if n := len(fields); n < 2 || n > 8 || strings.ContainsAny(title, ":0123456789") || !bodies[strings.ToLower(fields[n-1])] && !strings.EqualFold(fields[n-1], "council") && !slices.ContainsFunc(fields[:n-1], func(w string) bool {
		return bodies[strings.ToLower(w)] && ofWhich.MatchString(title)
	}) {
		return ""
	}
	if strings.ToUpper(title) == title {
		for i, w := range fields {
			if fields[i] = strings.ToLower(w); !joinWord[fields[i]] {
				r := []rune(fields[i])
				fields[i] = string(unicode.ToUpper(r[0])) + string(r[1:])
			}
		}
	}
	return strings.Join(fields, " ")
}

// ofWhich joins a body's name to what it is for, in capitals too.
var ofWhich = regexp.MustCompile(`(?i) (?:for|of) `)

// formalName finds a company's full name where capitals say nothing.
var formalName *regexp.Regexp

// hyphenated tells a compound of English words.
func hyphenated(w string) bool {
	if !strings.ContainsAny(w, "-") {
		return false
	}
	for _, part := range strings.Split(w, "-") {
		if len(part) < 2 || !question.IsEnglish(part) {
			return false
		}
	}
	return true
}

// titleCase tells a unit whose capitals say nothing, as a headline's may.
func titleCase(u article.Unit) bool {
	if u.At != "title" {
		return false
	}
	upper, lower := 0, 0
	for _, w := range strings.Fields(u.Text) {
		r := []rune(w)
		switch {
		case unicode.IsUpper(r[0]):
			upper++
		case unicode.IsLower(r[0]) && len(r) > 3:
			lower++
		}
	}
	return upper > 2*lower
}

// compound tells a word made of English ones, with a capital only for its place.
func compound(w string) bool {
	low := strings.ToLower(w)
	return question.IsEnglish(low) || hyphenated(low)
}

func sentenceStart(text string, at int) bool {
	before := strings.TrimRight(text[:at], `"'([ `)
	return before == "" || strings.HasSuffix(before, ":") || strings.HasSuffix(before, "—") || strings.HasSuffix(before, "|") || strings.HasSuffix(before, ".")
}

type namePart struct {
	text  string
	inner bool
}

var (
	ordinary, suffixes, bodies, placeNames, titles map[string]bool
	nobody                                         map[string]bool // words that name nobody by themselves
	officeRE                                       *pattern
)

func compileNames() {
	for code := range words.Before {
		words.Ordinary = append(words.Ordinary, code)
	}
	ordinary, suffixes, bodies, placeNames, titles = setOf(words.Ordinary), setOf(words.Suffixes), setOf(words.Bodies), setOf(words.Places), setOf(words.Titles)
	nobody = setOf(words.Nobody)
	officeRE = sought(`(?i)\b(?:` + oneOf(words.Offices) + `)\b`)
	ofPlace = regexp.MustCompile(`\p{L}-(?:` + oneOf(words.Belonging) + `)$`)
	formalName = regexp.MustCompile(nameWordRE + `(?:\s` + nameWordRE + `){0,2},?\s(?:` + oneOf(words.Suffixes) + `)(?:\W|$)`)
}

// ofPlace is a word that says where somebody comes from or whose it is:
// "Tampere-based".
var ofPlace *regexp.Regexp

var monthName = regexp.MustCompile(`^` + `(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$`)

// splitName parts a run of capitalised words into the names in it: "and" joins
// two names unless one alone would be none; words that name nothing fall away.
func splitName(run string, start, acts bool, sure func(string) bool) []namePart {
	var out []namePart
	for i, piece := range splitRoles(run) {
		fields := strings.Fields(piece)
		inner := i > 0
		if i := slices.Index(fields, "of"); i > 1 && givenNames[strings.ToLower(strings.TrimPrefix(fields[0], "Dr "))] || i > 1 && titles[strings.ToLower(strings.TrimSuffix(fields[0], "."))] && !bodies[strings.ToLower(fields[1])] { // "Agnes Tamm of the University of Tartu"
			out = append(out, splitName(strings.Join(fields[:i], " "), start && !inner, acts, sure)...)
			fields, inner, start = fields[i+1:], true, false
		}
		for len(fields) > 0 { // what stands before the name
			w := fields[0]
			low := strings.ToLower(w)
			body := (bodies[strings.ToLower(fields[len(fields)-1])] || slices.Contains(fields, "District") || slices.ContainsFunc(fields[1:], func(w string) bool { return courts[strings.ToLower(w)] })) && len(fields) > 1
			plainStart := start && !inner && i == 0 && compound(w) && !acts
			switch {
			case len(fields) > 1 && monthName.MatchString(low), starts[low] && len(fields) > 1, joinWord[low], ordinary[low] && !(body && !titles[low]) && !(suffixes[strings.ToLower(fields[len(fields)-1])] && len(fields) > 1 && !titles[low]), starts[low]:
			case ofPlace.MatchString(w), ofNations(low) && !body, len(fields) > 1 && low == "about":
			case low == "general" && len(fields) > 1 && organs[strings.ToLower(fields[1])]:
			case plainStart && len(fields) > 1 && !isLongBody(fields) && !sure(strings.Join(fields, " ")) && sure(joined(fields[1:])):
			default:
				goto named
			}
			fields, inner = fields[1:], true
		}
	named:
		for len(fields) > 0 && trails(fields) {
			fields = fields[:len(fields)-1]
		}
		name := strings.Join(fields, " ")
		if name == "" || len([]rune(name)) < 2 || organ(fields) || nobody[strings.ToLower(name)] || len(fields) == 1 && (ordinary[strings.ToLower(name)] || starts[strings.ToLower(name)] || papers[strings.ToLower(name)]) {
			continue
		}
		out = append(out, namePart{name, inner})
	}
	return out
}

// ofNations tells "Franco-German", which names nobody.
func ofNations(word string) bool {
	_, last, two := strings.Cut(word, "-")
	return two && ordinary[last] && !strings.Contains(last, "-")
}

// isCourtOf tells "Court of Justice", whose last word names nothing by itself.
func isCourtOf(fields []string) bool {
	n := len(fields)
	return n > 2 && fields[n-2] == "of" && courts[strings.ToLower(fields[n-3])] && !joinWord[strings.ToLower(fields[n-1])]
}

// trails says whether the last word of a run is no part of the name; a word of
// the trade is one behind a name of one word: "Orbex Licensing".
func trails(fields []string) bool {
	last := strings.ToLower(fields[len(fields)-1])
	switch {
	case isCourtOf(fields):
		return false
	case joinWord[last]:
		return true
	case (len(fields) == 2 || len(fields) == 3 && last == "ip") && trading[last] && !ordinary[strings.ToLower(fields[0])]:
		return false
	}
	return len(fields) > 1 && (ordinary[last] && !bodies[last] && !(papers[last] && len(fields) > 2) || last == "open")
}

var trading map[string]bool

var joinWord map[string]bool

// isLongBody tells a body's name that begins with an ordinary word ("Patent Office").
func isLongBody(fields []string) bool {
	return bodies[strings.ToLower(fields[len(fields)-1])]
}

// organs are parts of a body that act for it: "the General Assembly of the …".
var organs map[string]bool

// organ tells a run of words that is an organ of a body and no party by itself.
func organ(fields []string) bool {
	if len(fields) == 3 && fields[1] == "of" && organs[strings.ToLower(fields[0])] { // "Board of Directors"
		return ofWhomMade[strings.ToLower(fields[2])]
	}
	return organs[strings.ToLower(fields[len(fields)-1])] && (len(fields) == 1 || len(fields) == 2 && sortsOfOrgan[strings.ToLower(fields[0])])
}

// sortsOfOrgan are the words before an organ that make it no other body's.
var sortsOfOrgan = setOf([]string{"general", "executive", "supervisory", "management", "administrative", "advisory", "governing"})

// papers are the last words of what is no party but a text.
var papers map[string]bool

var organOf = regexp.MustCompile(`^(?:[\p{L}-]+\s){0,3}(Assembly|Meeting|Council|Board|Committee|Secretariat|Plenary|Bureau|Chairman|Chair|President|Director)\s(?:of|for)\s(?:the\s)?`)

// splitRoles parts a run at the offices and organs in it: "Estrel Chief Executive
// Park Min" is a company and a person.
func splitRoles(run string) []string {
	var out []string
	for _, piece := range splitJoined(run) {
		if at := organOf.FindStringIndex(piece); at != nil {
			if piece = piece[at[1]:]; bodies[strings.ToLower(piece)] { // "the General Assembly of the Forum"
				continue
			}
		}
		from := 0
		for _, at := range officeRE.FindAllStringIndex(piece) {
			if at[0] < from {
				continue
			}
			out = append(out, piece[from:at[0]])
			from = at[1]
		}
		out = append(out, piece[from:])
	}
	var parts []string
	for _, s := range out { // "for" joins only the name of a body: "Institute for …"
		before, after, ok := strings.Cut(s, " for ")
		if fields := strings.Fields(before); ok && len(fields) > 0 && !bodies[strings.ToLower(fields[len(fields)-1])] {
			parts = append(parts, before, after)
			continue
		}
		parts = append(parts, s)
	}
	for i, s := range parts { // "Orbex of Taiwan" is Orbex
		before, after, ok := strings.Cut(s, " of ")
		if fields := strings.Fields(before); ok && len(fields) > 1 && suffixes[strings.ToLower(fields[len(fields)-1])] { // "Orbex GmbH of Freiberg"
			parts[i] = before
			continue
		}
		if fields := strings.Fields(before); ok && len(fields) > 0 && (len(fields) > 1) == question.IsEnglish(strings.ToLower(fields[len(fields)-1])) && !strings.Contains(after, " ") && after != strings.ToUpper(after) && !slices.ContainsFunc(fields, func(w string) bool {
			low := strings.ToLower(w)
			return bodies[low] || organs[low] || courts[low] || papers[low] || joinWord[low] || low == "bank" || low == "state" || low == "board"
		}) { // "Orbex Lifting of Glasgow", "Orbex of Freiberg"
			parts[i] = before
			continue
		}
		if fields := strings.Fields(before); ok && placeNames[strings.ToLower(strings.TrimPrefix(after, "the "))] && len(fields) > 0 && !slices.ContainsFunc(fields, func(w string) bool { return bodies[strings.ToLower(w)] }) {
			parts[i] = before
		}
	}
	out, parts = parts, nil
	for _, s := range out { // "Jens Pohl of Carline Partners" is two
		before, after, ok := strings.Cut(s, " of ")
		if fields := strings.Fields(before); ok && len(fields) == 2 && !question.IsEnglish(strings.ToLower(fields[1])) && !slices.ContainsFunc(fields, func(w string) bool {
			return bodies[strings.ToLower(w)] || ordinary[strings.ToLower(w)]
		}) {
			parts = append(parts, before, strings.TrimPrefix(after, "the "))
			continue
		}
		parts = append(parts, s)
	}
	return slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// joining is what stands between two names.
var joining = regexp.MustCompile(`\sand\s(?:the\s)?`)

// splitJoined parts "Orbex and Castle" but not "Patents and Designs Office".
func splitJoined(run string) []string {
	at := joining.FindAllStringIndex(run, -1)
	if at == nil {
		return []string{run}
	}
	last := strings.Fields(run)
	if !strings.Contains(run, " and the ") && bodies[strings.ToLower(last[len(last)-1])] && len(at) == 1 && !strings.Contains(run[:at[0][0]], " of ") {
		first := strings.Fields(run[:at[0][0]])
		if question.IsEnglish(strings.ToLower(first[len(first)-1])) {
			return []string{run}
		}
	}
	var out []string
	from := 0
	for _, a := range at {
		out = append(out, run[from:a[0]])
		from = a[1]
	}
	return append(out, run[from:])
}

// admit takes a name into the cast, if it can be a party's.
func (c *cast) admit(f *foundName, known *Known) {
	low := strings.ToLower(f.name)
	if c.byName[low] != nil {
		return
	}
	if e := known.byName[low]; e != nil {
		p := c.byID(e.ID)
		if p == nil {
			p = &party{id: e.ID, name: e.Name, kind: e.Kind, aliases: slices.Clone(e.Aliases), known: true}
			c.all = append(c.all, p)
		}
		c.byName[low] = p
		return
	}
	p := &party{id: slug(f.name), name: f.name, kind: f.kind(), within: f.mid || f.acts}
	if f.isWord(p.kind) || p.id == "" {
		return
	}
	if p.id == c.taken {
		p.id += "-" + p.kind
	}
	if other := c.byID(p.id); other != nil {
		c.byName[low] = other
		return
	}
	if f.ware {
		maker, _, _ := strings.Cut(low, " ")
		p.of = c.byName[maker]
	}
	c.all = append(c.all, p)
	c.byName[low] = p
}

// periodBehind is the period of a report that stands right behind a name.
var periodBehind = regexp.MustCompile(`\s(?:Q[1-4]|[1-4]Q|H[12]|[FC]Y)(?:\d{2}|\d{4})?(?:\s|$).*$`)

// kind is what a name is by its look.
func (f *foundName) kind() string {
	fields := strings.Fields(f.name)
	last := fields[len(fields)-1]
	isBody := func(w string) bool { return bodies[strings.ToLower(w)] }
	switch {
	case placeNames[strings.ToLower(f.name)], allPlaces(f.name), f.placed, len(fields) == 2 && compass[strings.ToLower(fields[0])] && placeNames[strings.ToLower(fields[1])]:
		return "place"
	case slices.ContainsFunc(fields, isBody) && !suffixes[strings.ToLower(last)], strings.Contains(f.name, " for ") && len(fields) > 3:
		return "body"
	case f.ware, len(fields) > 1 && (strings.ContainsAny(last, "0123456789") || papers[strings.ToLower(last)]):
		return "product"
	}
	return "company"
}

// isWord tells what only looks like a name: a word of the language that has a
// capital for where it stands, a number, the form of a company by itself.
func (f *foundName) isWord(kind string) bool {
	fields := strings.Fields(f.name)
	if patentName.MatchString(f.name) {
		return false
	}
	if digitsOnly.MatchString(f.name) || !slices.ContainsFunc(fields, func(w string) bool { return !suffixes[strings.ToLower(w)] }) {
		return true
	}
	if len(fields) > 1 {
		return false
	}
	if f.labels || f.kinds {
		return true
	}
	low := strings.ToLower(f.name)
	if kind == "company" && (compound(f.name) || abstractNoun.MatchString(low)) && !f.mid && !f.acts {
		return true
	}
	if !question.IsEnglish(low) || f.name == strings.ToUpper(f.name) {
		return false
	}
	if bodies[low] { // "the Consortium" is one with a name
		return true
	}
	if f.short && f.acts {
		return false
	}
	// at the head of sentences alone, only who does something twice
	return !f.mid && (!f.acts || f.times < 2 || plural(low)) || !f.acts && f.times < 2
}

// abstractNoun is the look of a word that names no one.
var abstractNoun = regexp.MustCompile(`^\p{Ll}{3,}(?:ation|ition|ction|ment|ness|ity|ance|ence|ship|ism|ings?|ations|ments|ities)$`)

// allPlaces tells several places in one word: "SEOUL/SHENZHEN".
func allPlaces(name string) bool {
	parts := strings.Split(strings.ToLower(name), "/")
	return !slices.ContainsFunc(parts, func(p string) bool { return !placeNames[p] })
}

var compass map[string]bool

var digitsOnly = regexp.MustCompile(`^[A-Z]{0,3}[\d.,/-]+[A-Z]?\d*$|^\d`)

func (c *cast) byID(id string) *party {
	for _, p := range c.all {
		if p.id == id {
			return p
		}
	}
	return nil
}

var dashes = regexp.MustCompile(`-+`)

// slug is a name as an id.
func slug(name string) string {
	var b strings.Builder
	for _, r := range question.Bare(strings.ToLower(name)) {
		switch {
		case r == '\'' || r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	return strings.Trim(dashes.ReplaceAllString(b.String(), "-"), "-")
}

// stripped is a name without what stands at the end of companies' names.
func stripped(name string) string {
	fields := strings.Fields(name)
	for len(fields) > 1 && suffixes[strings.ToLower(strings.TrimSuffix(fields[len(fields)-1], ","))] {
		fields = fields[:len(fields)-1]
	}
	short := strings.TrimSuffix(strings.TrimSuffix(strings.Join(fields, " "), ","), " &")
	if len(fields) == 1 && short != name && question.IsEnglish(strings.ToLower(short)) && strings.HasSuffix(name, " Group") {
		return name // "Working Group" is not called Working
	}
	return short
}

// mergeShort makes a later short form a name of the party whose full name begins
// with it, where there is just one.
func (c *cast) mergeShort() {
	for i, p := range c.all { // the same but for the company's form
		for _, q := range c.all[:i] {
			if p != nil && q != nil && p.kind != "place" && strings.EqualFold(stripped(p.name), stripped(q.name)) {
				if len(p.name) > len(q.name) && !q.known { // the full name is the party's
					q.aliases, q.name, q.id = append(q.aliases, q.name), p.name, p.id
				} else {
					q.aliases = append(q.aliases, p.name)
				}
				c.rename(p, q)
				c.all[i] = nil
				break
			}
		}
	}
	c.all = slices.DeleteFunc(c.all, func(p *party) bool { return p == nil })
	var kept []*party
	for _, p := range c.all {
		var full []*party
		for _, q := range c.all {
			if p != q && q.kind != "place" && q.kind != "product" && p.kind != "place" && shortOf(p.name, q.name) && !(shortOf(q.name, p.name)) {
				full = append(full, q)
			}
		}
		if heads := headed(full, p.name); len(heads) == 1 {
			full = heads
		}
		if len(full) > 1 { // the one that is the same but for the company's form, or that was named in full first
			first := c.before(p, full)
			if full = slices.DeleteFunc(full, func(q *party) bool { return stripped(q.name) != p.name }); len(full) == 0 && first != nil {
				full = []*party{first}
			}
		}
		if len(full) != 1 || p.known {
			kept = append(kept, p)
			continue
		}
		q := full[0]
		if fields := strings.Fields(q.name); len(fields) == 2 && p.name == fields[1] && p.name != fields[0] && p.within {
			q.lastOnly = true
		}
		q.aliases = append(append(q.aliases, p.name), p.aliases...)
		c.rename(p, q)
	}
	c.all = kept
	c.firstWords()
}

// initials makes the first letters of a name one of its names, where an article
// uses them and nobody else has the same: "H&K".
func (c *cast) initials() {
	for _, p := range slices.Clone(c.all) {
		if p.known || !p.isOrg() || !lettersOnly.MatchString(p.name) {
			continue
		}
		full := slices.DeleteFunc(slices.Clone(c.all), func(q *party) bool {
			return !q.isOrg() || initialsOf(strings.ReplaceAll(q.name, " & ", " ")) != strings.ReplaceAll(p.name, "&", "") || strings.Contains(p.name, "&") && !strings.Contains(q.name, " & ")
		})
		if len(full) == 1 {
			full[0].aliases = append(append(full[0].aliases, p.name), p.aliases...)
			c.rename(p, full[0])
			c.all = slices.DeleteFunc(slices.Clone(c.all), func(x *party) bool { return x == p })
		}
	}
}

// lettersOnly is what initials look like.
var lettersOnly = regexp.MustCompile(`^\p{Lu}(?:&?\p{Lu}){1,4}$`)

// headed are those of some parties whose names begin with a short form: "Brandt"
// is Brandt Energy before it is Ida Brandt.
func headed(full []*party, short string) []*party {
	return slices.DeleteFunc(slices.Clone(full), func(q *party) bool { return !strings.HasPrefix(q.name, short+" ") })
}

// firstWords makes the first word of a company's name one of its names where it is
// no word of the language and nobody else's.
func (c *cast) firstWords() {
	owners := map[string][]*party{}
	for _, p := range c.all {
		if first, _, two := strings.Cut(stripped(p.name), " "); two && p.kind == "company" && len(first) > 3 && strings.Contains(first, "-") {
			owners[first] = append(owners[first], p)
		}
	}
	for first, of := range owners {
		if low := strings.ToLower(first); len(of) == 1 && c.byName[low] == nil && !hyphenatedWord(low) {
			c.byName[low] = of[0]
			of[0].aliases = append(of[0].aliases, first)
		}
	}
}

// hyphenatedWord tells a compound that is used as a word: "long-term".
func hyphenatedWord(low string) bool { return question.IsEnglish(low) }

// before is the one of some parties that an article names before a short form of
// theirs, where the others come later; nil where that is not so.
func (c *cast) before(short *party, full []*party) *party {
	at := func(p *party) int { return slices.Index(c.all, p) }
	var out *party
	for _, q := range full {
		if at(q) < at(short) {
			if out != nil {
				return nil
			}
			out = q
		}
	}
	return out
}

// rename gives the names of one party to another.
func (c *cast) rename(p, q *party) {
	for name, owner := range c.byName {
		if owner == p {
			c.byName[name] = q
		}
	}
}

// shortOf says whether a is how b is called for short: its first words, or the
// last name of a person.
func shortOf(a, b string) bool {
	fa, fb := strings.Fields(a), strings.Fields(stripped(b))
	if len(fa) >= len(strings.Fields(b)) || len(fa) > len(fb) {
		return false
	}
	head := strings.Join(fb[:len(fa)], " ")
	if strings.EqualFold(a, head) {
		return !(len(fa) == 1 && question.IsEnglish(strings.ToLower(a)) && len(fb) > 2 && bodies[strings.ToLower(fb[len(fb)-1])])
	}
	if len(fa) == 1 && len(fb) > 2 && initials.MatchString(strings.TrimSuffix(fb[0], ".")) { // "Ramaswami" of "G.H. Ramaswami Bearings"
		return fa[0] == fb[1]
	}
	return len(fa) == 1 && len(fb) == 2 && fa[0] == fb[1] && !bodies[strings.ToLower(fb[1])] && !question.IsEnglish(strings.ToLower(fb[1])) && !question.IsEnglish(strings.ToLower(fb[0]))
}

// bracketNames reads short names that are given in brackets after the full one.
func (c *cast) bracketNames(text string) {
	for _, p := range slices.Clone(c.all) {
		for _, name := range append([]string{p.name}, p.aliases...) {
			for from := 0; ; {
				i := strings.Index(text[from:], name)
				if i < 0 {
					break
				}
				from += i + len(name)
				if m := ticker.FindStringSubmatch(text[from:]); m != nil {
					if !slices.Contains(p.aliases, m[1]) {
						p.aliases = append(p.aliases, m[1])
						c.byName[strings.ToLower(m[1])] = p
					}
					continue
				}
				m := inBrackets.FindStringSubmatch(text[from:])
				if m == nil || !abbreviates(m[1], name) {
					continue
				}
				short := strings.TrimSpace(m[1])
				if q := c.byName[strings.ToLower(short)]; q != nil && q != p && !q.known {
					c.all = slices.DeleteFunc(slices.Clone(c.all), func(x *party) bool { return x == q })
				}
				c.byName[strings.ToLower(short)] = p
				if !slices.Contains(p.aliases, short) {
					p.aliases = append(p.aliases, short)
				}
			}
		}
	}
}

// abbreviates says whether a short form can stand for a name: its initials, or
// some of its words.
func abbreviates(short, name string) bool {
	if strings.ContainsAny(short, "0123456789") || len(strings.Fields(short)) > 3 {
		return false
	}
	if strings.HasPrefix(strings.ToUpper(initialsOf(name)), strings.ToUpper(short)) && len(short) > 1 {
		return true
	}
	return strings.Contains(strings.ToLower(name), strings.ToLower(short)) && short != name
}

// compile makes the pattern that finds all names, longest first.
func (c *cast) compile() {
	var all []string
	for _, p := range c.all {
		all = append(all, p.name, stripped(p.name))
		if s := stripped(p.name); s != p.name && c.byName[strings.ToLower(s)] == nil {
			c.byName[strings.ToLower(s)] = p
			p.aliases = append(p.aliases, s)
		}
		all = append(all, p.aliases...)
		for _, a := range p.aliases {
			if c.byName[strings.ToLower(a)] == nil {
				c.byName[strings.ToLower(a)] = p
			}
		}
	}
	c.spelt = newSpellings(all)
}

// spellings finds the names of a cast as they are written: at each place the longest.
// An article has some hundred, and they are looked for in every sentence.
type spellings [256][]string // the first byte of a name → the names, longest first

func newSpellings(names []string) *spellings {
	var out spellings
	for _, n := range names {
		if n != "" {
			out[n[0]] = append(out[n[0]], n)
		}
	}
	for _, of := range out {
		slices.SortStableFunc(of, func(a, b string) int { return len(b) - len(a) })
	}
	return &out
}

// all are the places of the names in a text, none of which overlaps another.
func (s *spellings) all(text string) [][2]int {
	var out [][2]int
	for i := 0; i < len(text); {
		n := s.at(text[i:])
		if n > 0 {
			out = append(out, [2]int{i, i + n})
		}
		i += max(n, 1)
	}
	return out
}

// at is how long the name is that a text, which is not empty, begins with; 0 where there
// is none.
func (s *spellings) at(text string) int {
	for _, n := range s[text[0]] {
		if strings.HasPrefix(text, n) {
			return len(n)
		}
	}
	return 0
}

// count counts how often each party is spoken of; the company most spoken of is
// whom the article is about.
func (c *cast) count(units []article.Unit) {
	for _, u := range units {
		if strings.HasPrefix(u.At, "disclaimer") {
			continue // who speaks there is none of the story's
		}
		text := flat(u.Text)
		weight := 1
		if u.At == "title" || u.At == "1" {
			weight = 2
		}
		for _, m := range c.spelt.all(text) {
			if p := c.byName[strings.ToLower(text[m[0]:m[1]])]; p != nil && wholeWord(text, m[0], m[1]) {
				if n := sortOfBody.FindStringSubmatch(text[m[1]:]); n != nil {
					p.noun = n[1]
				}
				p.count += weight
			}
		}
	}
	defer func() {
		c.dominant = c.main != nil
		for _, p := range c.all {
			if p != c.main && p.kind == "company" && 2*p.count > c.main.count {
				c.dominant = false
			}
		}
	}()
	for _, p := range c.all {
		if (p.kind == "company" && !pressName.MatchString(p.name) || p.kind == "body" && !courtly(p) && !strings.Contains(p.name, "Group")) && (c.main == nil || p.count > c.main.count) {
			c.main = p
		}
	}
}

// namedFirst says whether whom an article is about is the first company that a unit
// of it names.
func (c *cast) namedFirst(units []article.Unit, at string) bool {
	for _, u := range units {
		if u.At != at {
			continue
		}
		for _, n := range c.mentionsIn(flat(u.Text)) {
			if n.party.kind == "company" {
				return n.party == c.main
			}
		}
	}
	return false
}

var sortOfBody = regexp.MustCompile(`^\s(?:patent |licensing )?(pool|alliance|consortium|foundation|forum|association|institute)\b`)

func wholeWord(text string, from, to int) bool {
	if from > 0 && isWord(text[from-1]) || to < len(text) && isWord(text[to]) {
		return false
	}
	if from > 0 && text[from-1] == '-' {
		return false
	}
	return true
}

// mentionsIn finds the names in a sentence, and the descriptions that fit one party only.
func (c *cast) mentionsIn(text string) []mention {
	var out []mention
	for _, m := range c.spelt.all(text) {
		p := c.byName[strings.ToLower(text[m[0]:m[1]])]
		if p == nil || !wholeWord(text, m[0], m[1]) {
			continue
		}
		if m[1]+1 < len(text) && text[m[1]] == '.' && companyEnd[text[strings.LastIndexByte(text[:m[1]], ' ')+1:m[1]]+"."] { // "Orbex Ltd. said"
			m[1]++
		}
		out = append(out, mention{from: m[0], to: m[1], party: p, possessive: strings.HasPrefix(text[m[1]:], "'s ") || strings.HasPrefix(text[m[1]:], "' ")})
	}
	return c.withDescribed(text, out)
}

func (s *sentence) inName(from, to int) bool {
	return slices.ContainsFunc(s.names, func(m mention) bool { return from < m.to && m.from < to })
}
