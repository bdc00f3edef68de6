package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// sentence is one sentence of a unit with what was found in it. Places are byte
// offsets in its text.
type sentence struct {
	unit    string // where it stands
	text    string
	quoted  [][2]int
	names   []mention
	figures []figure
	dates   []date
	clauses []clause
	asides  []aside
	goesOn  bool   // within a quotation that the sentence before began
	bare    string // the text with blanks for the asides
}

// aside is what stands between commas behind a name and says who that is:
// "Orbex, a maker of chips, …".
type aside struct {
	from, to int
	of       *party
}

// clause is a part of a sentence that says one thing.
type clause struct {
	from, to int
	subject  *party
	dummy    bool   // "it will take six weeks"
	strange  bool   // it has a subject of its own that is nobody known
	lead     string // the word that joins it to what is before: which, who, and, …
}

var (
	groupSpace = regexp.MustCompile(`(\d)[\x{00a0}\x{202f}\x{2009}](\d{3})\b`)
	marks      = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "‑", "-", "‐", "-", "−", "-")
	mdLink     = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)
	listEnd    = regexp.MustCompile(`[;,] (?:and|or)$`)
	listMark   = regexp.MustCompile(`^(?:[-*•–]\s+|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s+)`)
)

// flat is a unit's text with one kind of space, quote and hyphen.
func flat(text string) string {
	if strings.ContainsAny(text, "\u00a0\u202f\u2009") {
		for range 2 {
			text = groupSpace.ReplaceAllString(text, "$1,$2")
		}
	}
	if text = marks.Replace(text); strings.Contains(text, "](") {
		text = mdLink.ReplaceAllString(text, "$1")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "**", ""), "`", "")
	return strings.Join(strings.Fields(text), " ")
}

// sentencesOf parts a text where a sentence ends: at a stop that is followed by
// a space and something that can begin another, and does not end an abbreviation.
func sentencesOf(unit, text string) []sentence {
	text = listEnd.ReplaceAllString(listMark.ReplaceAllString(flat(text), ""), "")
	var out []sentence
	from := 0
	put := func(to int) {
		if s := strings.TrimSpace(text[from:to]); s != "" {
			out = append(out, sentence{unit: unit, text: s, quoted: quotesIn(s)})
		}
		from = to
	}
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != '.' && c != '!' && c != '?' {
			continue
		}
		j := i + 1
		for j < len(text) && strings.IndexByte(`"')]`, text[j]) >= 0 {
			j++
		}
		if j >= len(text) || text[j] != ' ' {
			continue
		}
		if text[i] == '.' && abbreviated(text[from:i], text[j+1:]) {
			continue
		}
		next := []rune(text[j+1:])
		if len(next) > 0 && (unicode.IsUpper(next[0]) || unicode.IsDigit(next[0]) || strings.ContainsRune(`"'([€£¥$`, next[0]) || j > i+1 || lowerName(string(next))) {
			put(j)
			i = j
		}
	}
	put(len(text))
	return out
}

// wholeQuotes joins the sentences of a quotation at whose end stands who says it:
// "It is small. What hurts is the order," said Ida Brandt.
func wholeQuotes(list []sentence) []sentence {
	var out []sentence
	for i := 0; i < len(list); i++ {
		s := list[i]
		for n := i; strings.HasPrefix(s.text, `"`) && strings.Count(s.text, `"`) == 1 && n+1 < len(list) && n < i+2; {
			n++
			s = sentence{unit: s.unit, text: s.text + " " + list[n].text}
			if strings.Count(s.text, `"`) != 2 {
				continue
			}
			if s.text[strings.LastIndexByte(s.text, '"')-1] == ',' && len(s.text) < 3*clipLength {
				s.quoted = quotesIn(s.text)
				list[n], i = s, n
			}
			break
		}
		out = append(out, list[i])
	}
	return out
}

var abbreviations, courts map[string]bool

// abbreviated tells a stop that belongs to the word before it.
func abbreviated(before, after string) bool {
	word := before[strings.LastIndexAny(before, " (\"'-")+1:]
	low := strings.ToLower(word)
	switch {
	case len(word) == 1 && unicode.IsUpper(rune(word[0])): // an initial
		return true
	case initials.MatchString(word): // "L.U.M.E.N. said", "K.R. Venkataraman"
		next, _, _ := strings.Cut(after, " ")
		return abbreviations[low] || !starts[strings.ToLower(next)]
	case low == "no" || low == "nos": // but "no." ends a sentence too
		return after != "" && after[0] >= '0' && after[0] <= '9'
	case companyEnd[word+"."] || companyEnd[word] && abbreviations[low]: // "Orbex Inc. said" and "by Orbex Inc. The"
		next, _, _ := strings.Cut(after, " ")
		return next == "" || !starts[strings.ToLower(next)]
	}
	return abbreviations[low]
}

// initials are letters with a stop behind each, the last one's aside.
var initials = regexp.MustCompile(`^(?:\p{Lu}\.)+\p{Lu}$`)

// starts are words that begin a sentence and no name.
var starts map[string]bool

// lowerName tells a name that begins with a small letter ("u-blox", "iRobot"): no
// word of the language begins a sentence so.
func lowerName(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	return lowName.MatchString(word) || isCoined(strings.TrimRight(word, ",:"))
}

// isCoined tells a word in small letters that the language does not have.
func isCoined(word string) bool {
	return coined.MatchString(word) && !question.IsEnglish(word) && !stopWords[word] && !abbreviations[word]
}

var coined = regexp.MustCompile(`^[a-z]{2,}[a-z0-9]{2,}$`)

var lowName = regexp.MustCompile(`^(?:[a-z]{1,3}\p{Lu}[\p{L}]+|[a-z]-[a-z]+|[a-z]+\.[a-z]{2,})`)

// quotesIn finds what stands between quotation marks; one that is not closed
// goes on to the end.
func quotesIn(s string) [][2]int {
	var out [][2]int
	open := -1
	for i := 0; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if open < 0 {
			open = i
		} else {
			out = append(out, [2]int{open, i + 1})
			open = -1
		}
	}
	if open >= 0 {
		out = append(out, [2]int{open, len(s)})
	}
	return out
}

func (s *sentence) isQuoted(at int) bool {
	for _, q := range s.quoted {
		if at >= q[0] && at < q[1] {
			return true
		}
	}
	return false
}

var asideRE *regexp.Regexp

// setAside finds the asides, so that the rest can be read as if they were not there.
func (s *sentence) setAside() {
	bare := []byte(s.text)
	for _, n := range s.names {
		m := asideRE.FindStringSubmatchIndex(s.text[n.to:])
		if m == nil || n.possessive || n.party.kind == "place" {
			continue
		}
		a := aside{from: n.to + m[2], to: n.to + m[3], of: n.party}
		if inNumber := a.to < len(s.text) && s.text[a.to] >= '0' && s.text[a.to] <= '9'; inNumber || listGoesOn.MatchString(s.text[a.to:]) || slices.ContainsFunc(s.asides, func(o aside) bool { return a.from < o.to }) || s.isQuoted(a.from) {
			continue
		}
		s.asides = append(s.asides, a)
		for i := a.from; i < a.to; i++ {
			bare[i] = ' '
		}
	}
	for _, at := range participleAside.FindAllStringIndex(s.text, -1) {
		a := aside{from: at[0], to: at[1]}
		if s.isQuoted(a.from) || s.asideAt(a.from) != nil || s.asideAt(a.to-1) != nil || listGoesOn.MatchString(s.text[a.to:]) {
			continue
		}
		s.asides = append(s.asides, a)
		for i := a.from; i < a.to; i++ {
			bare[i] = ' '
		}
	}
	s.bare = string(bare)
}

// participleAside is one behind any noun: "its patent, granted in 2009, …".
var participleAside = regexp.MustCompile(`,\s(?:(?:to be )?(?:\p{Ll}+ed|given|set|taken|written|drawn|known|built|made|held|run|won|sold))\s(?:in|by|on|at|from|under)\s[^,;:"()]{2,60},`)

// listGoesOn is how what stands between commas shows to be an item of a list.
var listGoesOn = regexp.MustCompile(`^\s(?:and|or|as well as)\s`)

// asideAt is the aside in which a place lies, or nil.
func (s *sentence) asideAt(at int) *aside {
	for i := range s.asides {
		if a := &s.asides[i]; at >= a.from && at < a.to {
			return a
		}
	}
	return nil
}

// gap is what stands between two places, without what is set aside.
func (s *sentence) gap(from, to int) string { return blanks.ReplaceAllString(s.bare[from:to], " ") }

var blanks = regexp.MustCompile(` {2,}`)

// joints are where one clause ends and the next begins.
var joints = sought(`(?i)\s*;\s+|\s+[–—]\s+|:\s+|(?:,\s+|\s+)(?:and|but|while|whereas|although|though|because|after|before|since|as|so|when|if|or|who|which|whose|whereby|where|that|compared with|compared to|up from|down from|including|giving|bringing|taking|making|excluding)\s+|,\s+|\s+\(|\)\s*`)

// cut parts the sentence into clauses. Commas and "and" part only where a verb
// follows, so that lists stay whole.
func (s *sentence) cut() {
	s.setAside()
	from, lead, aside := 0, "", false // aside: within "…, which …,"
	for _, j := range s.joints() {
		word := strings.ToLower(strings.Trim(s.text[j[0]:j[1]], " ,;:–—"))
		if j[0] > from && s.text[j[0]:j[1]] == " " { // "said Orbex had"
			s.clauses = append(s.clauses, clause{from: from, to: j[0], lead: lead})
			from, lead = j[1], "that"
			continue
		}
		if (word == "and" || word == "or") && j[0] > from && verbIn(s.bare[from:j[0]], 0) < 0 && !strings.ContainsAny(s.bare[from:j[0]], "0123456789") && slices.ContainsFunc(s.names, func(n mention) bool { return n.from == j[1] }) {
			continue // two who do it
		}
		if word == "and" && j[0] > from && lead == "" && len(s.clauses) == 0 && s.text[j[0]] == ' ' && !finiteWithin(s.bare[from:j[0]]) && verbIn(s.bare[from:j[0]], 0) < 0 && s.bare[from:j[0]] == strings.TrimSpace(s.bare[from:j[0]]) && len(strings.Fields(s.bare[from:j[0]])) < 4 {
			continue // "research and development cost"
		}
		if m := thatOneOf.FindStringIndex(s.bare[:j[0]]); word == "and" && m != nil && verbIn(s.bare[m[0]:j[0]], 0) < 0 && bothAre.MatchString(s.bare[j[1]:]) {
			continue // "that EP 1 884 310 and EP 2 006 552 were valid"
		}
		if word == "and" && s.twoWares(j) {
			continue // "may no longer sell the Zephyr 2 and Zephyr 3"
		}
		if word == "and" && j[0] > from && betweenOne.MatchString(s.bare[from:j[0]]) {
			continue // "a licence between Orbex and Castle was …"
		}
		if j[0] <= from || !s.parts(word, j[0], j[1]) && !(aside && word == "" && verbSoon(s.bare[j[1]:], false) && s.free(j[0])) {
			continue
		}
		s.clauses = append(s.clauses, clause{from: from, to: j[0], lead: lead})
		from, lead = j[1], word
		aside = word == "which" || word == "who" || word == "whose" || aside && word == "and" && s.text[j[0]] == ' '
	}
	s.clauses = append(s.clauses, clause{from: from, to: len(s.text), lead: lead})
}

// thatOneOf is the first of two of whom something is said, and bothAre the second.
var thatOneOf = regexp.MustCompile(`\bthat [^,;:]{2,40}$`)

var bothAre = regexp.MustCompile(`^[^,;:]{2,40}? (?:were|are|have)\b`)

// twoWares says whether a joint stands between two things somebody makes.
func (s *sentence) twoWares(joint []int) bool {
	ware := func(at func(n mention) bool) bool {
		return slices.ContainsFunc(s.names, func(n mention) bool { return n.party.kind == "product" && at(n) })
	}
	return ware(func(n mention) bool { return n.to <= joint[0] && joint[0]-n.to < len(" 100") }) && ware(func(n mention) bool { return n.from == joint[1] || s.text[joint[1]:max(joint[1], n.from)] == "the " })
}

// betweenOne is what stands before the second of two between whom something is.
var betweenOne = regexp.MustCompile(`\bbetween [^,;\d]{2,60}$`)

// joints are the places where the sentence may part; among them those where
// what somebody says begins without "that".
func (s *sentence) joints() [][]int {
	out := joints.FindAllStringIndex(s.text)
	for _, c := range claimRE.FindAllStringIndex(s.text) {
		if word := strings.ToLower(s.text[c[0]:c[1]]); strings.HasPrefix(word, "accus") || strings.HasPrefix(word, "call") {
			continue // "accuses Castle of …"
		}
		if c[1] < len(s.text) && s.text[c[1]] == ' ' && !s.isQuoted(c[0]) && slices.ContainsFunc(s.names, func(n mention) bool {
			return (n.from == c[1]+1 || n.from > c[1] && n.from < c[1]+40 && saidWho.MatchString(s.text[c[1]:n.from])) && verbSoon(s.bare[n.to:], false)
		}) {
			out = append(out, []int{c[1], c[1] + 1})
		}
	}
	sortBy(out, func(j []int) int { return j[0] })
	return out
}

// saidWho is what stands between a verb of saying and of whom it is said: "said U.S.
// carmaker Orbex had".
var saidWho = regexp.MustCompile(`^\s(?:(?:the|its|rival|U\.S\.|[\p{L}-]+)\s){0,2}(?:\p{Ll}+(?:maker|er|or|company|firm|group|giant|rival|partner|ist|licensee|licensor))\s$`)

// parts says whether a joint parts two clauses here.
func (s *sentence) parts(word string, from, to int) bool {
	if a := s.asideAt(from); !s.free(from) && !(a != nil && from == a.to-1 && (word == "who" || word == "which" || word == "whose")) {
		return false
	}
	for _, n := range s.names {
		if from >= n.from && to <= n.to {
			return false
		}
	}
	if slices.ContainsFunc(s.figures, func(f figure) bool { return from < f.to && f.from < to }) { // "as much as 7.8 %"
		return false
	}
	if word == "" && slices.ContainsFunc(s.names, func(n mention) bool { return n.from == to && !n.pronoun && strings.HasPrefix(s.text[n.to:], ", and ") }) {
		return false // "set up a subsidiary, Orbex, and hired"
	}
	rest := s.bare[to:]
	if word == "and" && beSuch.MatchString(s.text[:from]) && onlyEd.MatchString(rest) {
		return false // "were valid and infringed"
	}
	if word == "" && pendingHead.MatchString(rest) {
		return false // "the action, pending since 2040, will be"
	}
	if word == "" && adjectiveAhead.MatchString(s.text[:from]) && nounWith.MatchString(rest) {
		return false // "is a listed, family-owned maker of"
	}
	if (word == "or" || word == "and") && sameArticle(s.text[:from], rest) && onlyParticiples(rest) {
		return false // "the validity or the essentiality of any patent"
	}
	if strings.ContainsAny(s.text[from:to], ":;") {
		return true
	}
	switch word {
	case "", "and", "but", "or", "so":
		return verbSoon(rest, word == "")
	case "giving", "bringing", "taking", "making":
		return s.text[from] == ','
	case "(", ")":
		return false
	case "including", "as", "since", "after", "before", "when", "if", "that":
		return verbSoon(rest, true) && !saidBehind(rest) && !slices.ContainsFunc(s.dates, func(d date) bool { return d.from > from && d.from < to }) // "that year"
	}
	return true
}

// beSuch is the first of two things that something is said to be, and onlyEd the second.
var (
	beSuch = regexp.MustCompile(`\b(?:is|are|was|were|be|been) (?:not )?\p{Ll}+$`)
	onlyEd = regexp.MustCompile(`^(?:not )?\p{Ll}+ed(?:[.,;]|$)`)
)

// pendingHead begins what only says more of a thing: "pending since 2040".
var pendingHead = regexp.MustCompile(`^(?:pending|due|now pending|based|headquartered|dated) [^,]{2,40},`)

// adjectiveAhead is a noun phrase that still wants its noun, and nounWith how it goes on.
var (
	adjectiveAhead = regexp.MustCompile(`\b(?:is|was|remains|became) (?:an?|the) (?:\p{Ll}+ly )?[\p{Ll}-]+$`)
	nounWith       = regexp.MustCompile(`^(?:[\p{Ll}-]+ ){1,3}(?:of|for|in|that|which|based)\b`)
)

// sameArticle says whether a noun phrase stands on either side of a joint, both
// begun by the same word.
func sameArticle(before, rest string) bool {
	m := lastPhrase.FindStringSubmatch(before)
	first, _, _ := strings.Cut(rest, " ")
	return m != nil && strings.EqualFold(m[1], first)
}

var lastPhrase = regexp.MustCompile(`(?i)\b(the|its|their|any|an?) (?:\p{Ll}+ ){0,2}\p{Ll}+$`)

// onlyParticiples says whether what ends in -ed in a stretch only goes with a noun.
func onlyParticiples(text string) bool {
	fields := strings.Fields(text)
	for i, w := range fields {
		if bare := strings.TrimRight(w, ",.;"); finite(bare) && !(strings.HasSuffix(bare, "ed") && (i+1 == len(fields) || bare != w || fields[i+1] == "by")) {
			return false
		}
	}
	return true
}

// saidBehind says whether nothing but when or where stands before a word of saying:
// "after eleven years at Castle, said by telephone".
func saidBehind(rest string) bool {
	before, after, ok := strings.Cut(rest, ", ")
	at := claimRE.FindStringIndex(after)
	return ok && at != nil && at[0] == 0 && !finiteWithin(before)
}

// free says whether a place lies in no figure, no date and no aside.
func (s *sentence) free(at int) bool {
	return s.asideAt(at) == nil && !slices.ContainsFunc(s.figures, func(f figure) bool { return at >= f.from && at < f.to }) && !s.inDate(at)
}

// finite tells a verb that can carry a clause.
func finite(word string) bool {
	return verbs[word] || len(word) > 2 && strings.HasSuffix(word, "ed") && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) })
}

// afterVerb are words that show the one before to be a verb.
var afterVerb map[string]bool

// verbSoon says whether a verb follows: as the next word, or after a few words
// that can be its subject.
func verbSoon(rest string, subjectFirst bool) bool {
	fields := strings.Fields(rest)
	for i, w := range fields {
		w = strings.Trim(w, `"'()`)
		if i > 8 {
			return false
		}
		if i == 0 && !subjectFirst && len(fields) > 1 && strings.HasSuffix(w, "s") && (afterVerb[fields[1]] || moneyAhead.MatchString(fields[1])) {
			return true // "and throws out the verdict"
		}
		if i > 1 && (fields[i-1] == "and" || fields[i-1] == "or") && finite(w) && !strings.HasSuffix(w, "ed") {
			return false // "and video technologies and licenses them": what is before goes on
		}
		if finite(strings.TrimRight(w, ",.;")) && (i > 0 || !subjectFirst) {
			next := ""
			if i+1 < len(fields) {
				next = strings.Trim(fields[i+1], `"'(),.;`)
			}
			if i == 0 || !strings.HasSuffix(w, "ed") || i > 1 && manyNoun.MatchString(fields[i-1]) || i > 2 && (placed[fields[i-2]] || placed[fields[i-3]]) && unicode.IsUpper([]rune(fields[i-1])[0]) || next == "" || stopWords[strings.ToLower(next)] || !unicode.IsLower([]rune(next)[0]) || strings.HasSuffix(next, "ly") || strings.HasSuffix(next, "ing") {
				return true // "5G connected cars" has no verb
			}
		}
		if strings.HasSuffix(w, ";") || strings.HasSuffix(w, ",") && (i > 3 || !subjectFirst && i+1 < len(fields) && (relative[fields[i+1]] || fields[i+1] == "and" || fields[i+1] == "or")) {
			return false
		}
	}
	return false
}

// manyNoun is a noun for several, and placed what stands before where they are: what
// ends in -ed behind them is a verb.
var (
	manyNoun = regexp.MustCompile(`^\p{Ll}{3,}[^s']s$`)
	placed   = setOf([]string{"in", "of", "from", "at"})
)

// moneyAhead is a sum: what stands before it and ends in -s is a verb.
var moneyAhead = regexp.MustCompile(`^(?:US\$|[$€£¥]|A\$)\d`)

// finiteWithin says whether a verb stands in a stretch.
func finiteWithin(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool { return finite(strings.TrimRight(w, ",.;")) })
}

// clauseAt is the clause in which a place of the sentence lies.
func (s *sentence) clauseAt(at int) int {
	for i := range s.clauses {
		if at < s.clauses[i].to || i == len(s.clauses)-1 {
			return i
		}
	}
	return 0
}
