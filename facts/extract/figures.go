package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// figure is an amount, a share, a multiple or a count in a sentence.
type figure struct {
	from, to int
	kind     facts.ValueKind
	text     string // as a fact gives it: "about US$1.2 billion", "48 licensees"
	noun     string // the thing counted
	per      string // what a rate is for each of
	number   float64
	whole    bool // of which another is a part
}

const (
	digits  = `(?:\d{1,3}(?:[,']\d{3})+|\d+)(?:\.\d+)?`
	unitsIn = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen`
	tensIn  = `twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety`
	inWords = `(?:\b(?:` + tensIn + `)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|` + unitsIn + `|half a dozen|a dozen|a hundred|one hundred|two hundred|a thousand)\b`
	amount  = `(?:` + digits + `|` + inWords + `)`
)

var (
	speaksFor, crowdNP, ofCrowd *regexp.Regexp
	namelessPerson              *pattern
)

var (
	moneyBefore, moneyAfter, percentRE, timesRE, fractionRE, inRE, countRE *pattern
	hedgeRE, perRE                                                         *regexp.Regexp
	hedgeKept                                                              = map[string]string{}
	scaleKept                                                              = map[string]string{}
	companyEnd, stopWords, verbs, plainVerbs                               map[string]bool
)

// compileWords makes the patterns that the word lists give.
func compileWords() {
	asideRE = regexp.MustCompile(`^(?:\s\([^)]*\)|\sof\s\p{Lu}[\p{L}-]+)?(,\s(?:(?:` + oneOf(words.Asides) + `)\s|(?i:` + oneOf(words.Offices) + `)\b|\p{Lu}[\p{L}-]+'s?\s)[^,;:"()]{2,140},)`)
	namelessPerson = sought(`(?i)\b(?:an?|the|its|one|another)\s(?:\p{Ll}+\s){0,2}(?:` + oneOf(slices.Concat(words.Speakers, words.Offices, phrases.Acquaintances)) + `)\b`)
	ofCrowd = regexp.MustCompile(`(?i)^\s(?:of\s(?:the\s|its\s|all\s)?(?:[\d,]+\s)?(?:\p{Ll}+\s)?(?:` + oneOf(words.Crowd) + `|respondents|those)\b|(?:said|did not|did)\b)`)
	crowdNP = regexp.MustCompile(`(?i)^(?:(?:most|many|some|all|several|other|\p{Ll}+) )?(?:` + oneOf(words.Crowd) + `|anybody|anyone|everybody|everyone|those)\s(?:that|who|which|will|must|may|should|can|do|are|were|have|had|in|of|pay|paid|get|got)\b`)
	speaksFor = regexp.MustCompile(`(?i)\b(?:` + oneOf(words.Speakers) + `)\s(?:for|of|at|from)\s(?:the\s)?$`)
	abbreviations, stopWords, courts = setOf(words.Abbreviations), setOf(words.Stops), setOf(words.Courts)
	verbs, plainVerbs = setOf(words.Verbs), setOf(words.PlainVerbs)
	companyEnd = map[string]bool{}
	for _, s := range words.Suffixes {
		companyEnd[s] = true
	}
	var hedges []string
	for kept, written := range words.Hedges {
		for _, w := range written {
			hedgeKept[w] = kept
			hedges = append(hedges, w)
		}
	}
	var scales []string
	for w, kept := range words.Scales {
		scaleKept[w] = kept
		scales = append(scales, w)
	}
	scale := `(?:\s?(?i:` + oneOf(scales) + `)\b)`
	sign := oneOf(keys(words.Before))
	moneyBefore = sought(`(` + sign + `)\s?(` + digits + `)(` + scale + `)?(?:\s?(?:-|–|—|to|and)\s?(?:` + sign + `)?\s?(` + digits + `)(` + scale + `)?)?`)
	moneyAfter = sought(`\b(` + amount + `|half a)(` + scale + `)?(?:\s?(?:-|–|to|and)\s?(` + digits + `)(` + scale + `)?)?[\s-]?(` + oneOf(keys(words.After)) + `)(?:\W|$)`)
	percentRE = sought(`(?i)\b(` + amount + `)(?:\s?%?\s?(?:-|–|to|and)\s?(` + amount + `))?[\s-]?(%|per\s?cent\b|(?-i:pct)\b|percentage[\s-]points?\b|basis[\s-]points?\b|bps?\b|points?\b)`)
	timesRE = sought(`(?i)\b(?:(` + digits + `|` + unitsIn + `)(?:\s|-)?(?:times\b|fold\b|x\b)|(twice|double|doubled|doubling|triple|tripled|tripling|quadrupled|thrice|halved)\b)`)
	fractionRE = sought(`(?i)\b(?:(one|two|three|four|five|a)[\s-](half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?|(half)(?:\s+of|\s+the|\s+its|\s+their))\b`)
	inRE = sought(`(?i)\b(` + amount + `)\s+(?:in(?:\s+every)?|out of(?:\s+every)?)\s+(` + amount + `)\b`)
	countRE = sought(`(?i)\b(` + amount + `)(` + scale + `)?(?:\s?(?:-|–|to)\s?(` + amount + `)(` + scale + `)?)?`)
	hedgeRE = regexp.MustCompile(`(?i)(?:^|[\s("])(` + oneOf(hedges) + `)\s?(?:the\s)?$`)
	perRE = regexp.MustCompile(`(?i)^(?:\s?/\s?|\s+(?:a|an|per|each|every|for each|for every)\s+)(?:(?:licensed|sold|compliant|5G|4G|new|finished|single|connected|smart|mobile|end|subscribed|covered|annual)\s)?(` + oneOf(words.Per) + `)\b|^\s+per\s(\p{L}+(?:-\p{L}+)*` + ofTwoWords + `)\b`)
}

// spelledOut finds the words without one of which a sentence in letters has no figure.
var spelledOut = compiled(`(?:` + unitsIn + `)(?:fold)?|` + tensIn + `|half|a|hundred|thousand|dozen|twice|double\w*|doubling|tripl\w+|quadrupled|thrice|halved`)

// figuresIn finds the figures of a sentence. Dates and names were found before;
// what stands in them is none.
func figuresIn(s *sentence) []figure {
	if !strings.ContainsAny(s.text, "0123456789") && !spelledOut.MatchString(s.text) {
		return nil
	}
	out := figures{s: s}
	each(moneyBefore, s.text, func(m []int) int {
		return out.add(moneyFigure(s.text, m, 1, 2, 3, 4, 5, words.Before))
	})
	each(moneyAfter, s.text, func(m []int) int {
		if oneOutOf.MatchString(s.text[:m[2]]) { // "one in five kroner"
			return -1
		}
		return out.add(moneyFigure(s.text, m, 5, 1, 2, 3, 4, words.After))
	})
	each(percentRE, s.text, func(m []int) int { return out.add(percentFigure(s.text, m)) })
	out.all = append(out.all, listed(s.text, out.all)...)
	for _, m := range inRE.FindAllStringSubmatchIndex(s.text) {
		out.add(inFigure(s.text, m))
	}
	for _, m := range timesRE.FindAllStringSubmatchIndex(s.text) {
		out.add(timesFigure(s.text, m))
	}
	for _, m := range fractionRE.FindAllStringSubmatchIndex(s.text) {
		out.add(fractionFigure(s.text, m))
	}
	each(countRE, s.text, func(m []int) int {
		if m[6] >= 0 && strings.Contains(s.text[m[3]:m[6]], "to") && moved.MatchString(s.text[:m[0]]) && !rangesFrom.MatchString(s.text[:m[0]]) { // "from 1,480 to 1,432"
			m[1] = m[3]
			for i := 6; i < len(m); i++ {
				m[i] = -1
			}
		}
		if s.inName(m[0], m[1]) || s.ofModel(m) {
			return m[1]
		}
		f, ok := countFigure(s.text, m)
		out.add(f, ok)
		return m[1]
	})
	out.sameMoney()
	out.all = slices.DeleteFunc(out.all, func(f figure) bool {
		return f.kind == facts.Count && slices.ContainsFunc(patentNo.FindAllStringIndex(s.text, -1), func(at []int) bool { return f.from >= at[0] && f.from < at[1] })
	})
	sortBy(out.all, func(f figure) int { return f.from })
	shareUnits(s.text, out.all)
	return wasRange(s.text, out.all)
}

// patentNo is the number of a patent: "EP 3 114 220", "US 9,812,455 B2".
var patentNo = regexp.MustCompile(`\bpatents?\s(?:Nos?\.?\s)?\d[\d ,./]{4,}\d\b|\b(?:EP|US|DE|CN|JP|KR|WO|GB|FR)\s?(?:\d[\d ,./]{3,}\d)(?:\s?[A-Z]\d?)?\b`)

// figures are those found in a sentence so far; none of them overlaps another.
type figures struct {
	s   *sentence
	all []figure
}

// add takes a figure in, if it is one, and says where it ends.
func (out *figures) add(f figure, ok bool) (end int) {
	end = f.to
	overlaps := func(o figure) bool { return f.from < o.to && o.from < f.to }
	dated := func(d date) bool { return f.from < d.to && d.from < f.to }
	if ok && !slices.ContainsFunc(out.all, overlaps) && !slices.ContainsFunc(out.s.dates, dated) {
		f.hedge(out.s.text)
		out.all = append(out.all, f)
	}
	return end
}

// sameMoney makes sums of millions that stand without a currency behind one that
// has it: "took in $44 million and lost 29 million".
func (out *figures) sameMoney() {
	sortBy(out.all, func(f figure) int { return f.from })
	var sum *figure
	for i := range out.all {
		switch f := &out.all[i]; {
		case f.kind == facts.Money:
			sum = f
		case sum != nil && f.kind == facts.Count && f.noun == "" && bareMillions.MatchString(f.text) && nothingCounted.MatchString(out.s.text[f.to:]):
			m := bareMillions.FindStringSubmatch(f.text)
			f.kind, f.text = facts.Money, m[1]+currencyIn.FindString(sum.text)+m[2]
		}
	}
}

var (
	bareMillions   = regexp.MustCompile(`^((?:\pL+ )*)(\d[\d.,]* (?:million|billion)(?: to \d[\d.,]* (?:million|billion))?)$`)
	nothingCounted = regexp.MustCompile(`^(?:[.,;:)]|$|\s(?:and|or|but|in|from|to|by|last|this|on|at|that|a year)\b)`)
	currencyIn     = regexp.MustCompile(`US\$|[$€£¥]|[A-Z]{3} `)
)

// shareUnits gives a figure the unit that stands only with the one after it.
func shareUnits(text string, all []figure) {
	for i := 1; i < len(all); i++ {
		a, b := &all[i-1], &all[i]
		if a.kind == facts.Count && b.kind == facts.Count && a.noun == "" && b.noun != "" && ofThe.MatchString(gapBetween(text, a, b)) { // "84 of the 100 makers"
			a.noun, b.whole = b.noun, !strings.Contains(gapBetween(text, a, b), "'")
			a.text += " " + b.noun
		}
		if a.kind == b.kind && a.per == "" && b.per != "" && gapBetween(text, a, b) == " to " { // "from $29 to $32 per vehicle"
			a.per, a.text = b.per, a.text+" per "+b.per
		}
	}
}

// gapBetween is what stands between two figures; nothing where the nouns of the one
// reach into the other.
func gapBetween(text string, a, b *figure) string { return text[min(a.to, b.from):b.from] }

// wasRange joins two sums to the range that one before them was: "to between $5m and
// $6m, from $4m to $5m".
func wasRange(text string, all []figure) []figure {
	for i := 2; i < len(all); i++ {
		a, b := &all[i-1], all[i]
		if a.kind == facts.Money && b.kind == a.kind && gapBetween(text, a, &b) == " to " && strings.HasSuffix(text[:a.from], ", from ") && strings.Contains(all[i-2].text, " to ") {
			a.to, a.text = b.to, a.text+" to "+b.text
			return append(all[:i], all[i+1:]...)
		}
	}
	return all
}

// ofModel tells a number that is part of a name: "the Zephyr 2 infringes".
func (s *sentence) ofModel(m []int) bool {
	next, _, _ := strings.Cut(strings.TrimPrefix(s.text[m[1]:], " "), " ")
	if slices.ContainsFunc(s.names, func(n mention) bool { return n.to+1 == m[0] && n.party.kind == "product" }) {
		return true
	}
	for _, n := range s.names { // "the Zephyr 3 and Zephyr 4 modules"
		if n.to+1 == m[0] && slices.ContainsFunc(s.names, func(o mention) bool {
			return o.from != n.from && o.party == n.party && numberNext.MatchString(s.text[o.to:])
		}) {
			return true
		}
	}
	return finite(next) && slices.ContainsFunc(s.names, func(n mention) bool { return n.to+1 == m[0] })
}

var numberNext = regexp.MustCompile(`^ \d{1,2}\b`)

// each goes through the matches of a pattern; what is done with one says where
// the search goes on.
func each(p *pattern, text string, do func(m []int) (next int)) {
	for pos := 0; pos < len(text); {
		m := p.next(text, pos, (*regexp.Regexp).FindStringSubmatchIndex)
		if m == nil {
			return
		}
		pos = max(do(m), m[0]+1)
	}
}

var listBefore = regexp.MustCompile(`((?:\d+(?:\.\d+)?%?,\s)*\d+(?:\.\d+)?%?),?\s(?:and|or)\s$`)

// listed reads the numbers of a list that give their unit once, at its end:
// "0.9, 1.1 and 1.3 per cent".
func listed(text string, found []figure) []figure {
	var out []figure
	for _, f := range found {
		m := listBefore.FindStringSubmatchIndex(text[:f.from])
		if f.kind != facts.Percent || m == nil {
			continue
		}
		for _, at := range regexp.MustCompile(`\d+(?:\.\d+)?`).FindAllStringIndex(text[m[2]:m[3]], -1) {
			n := text[m[2]+at[0] : m[2]+at[1]]
			if x, _ := strconv.ParseFloat(n, 64); x >= 1000 { // a year
				continue
			}
			out = append(out, figure{from: m[2] + at[0], to: m[2] + at[1], kind: f.kind, text: n + "%", per: f.per})
		}
	}
	return out
}

// moved tells the first of two figures between which something moved: "from 8 to 9".
var moved = regexp.MustCompile(`(?i)\bfrom\s(?:about |around |some |roughly )?$`)

// rangesFrom is what stands before the two ends of a range.
var rangesFrom = regexp.MustCompile(`(?i)\b(?:rang(?:e|es|ed|ing)|runs?|ran|var(?:y|ies|ied)|extends?)\s(?:\p{L}+\s)?from\s(?:about |around |some |roughly )?$`)

var ofThe = regexp.MustCompile(`^\sof\s(?:(?:the|its|their|all)|(?:the\s)?[\p{L}&.-]+(?:'s|s'))\s$`)

// group is a group of a match, or empty.
func group(text string, m []int, i int) string {
	if 2*i+1 >= len(m) || m[2*i] < 0 {
		return ""
	}
	return text[m[2*i]:m[2*i+1]]
}

// scaleOf is the scale word as a fact writes it.
func scaleOf(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if kept := scaleKept[s]; kept != "" {
		return " " + kept
	}
	return ""
}

func moneyFigure(text string, m []int, sign, low, lowScale, high, highScale int, signs map[string]string) (figure, bool) {
	f := figure{from: m[0], to: m[1], kind: facts.Money}
	currency := signs[group(text, m, sign)]
	a, ok := numberOf(group(text, m, low))
	first, second := scaleOf(group(text, m, lowScale)), scaleOf(group(text, m, highScale))
	b, ranged := numberOf(group(text, m, high))
	if sign > low {
		f.to = m[2*sign+1]
	}
	joint := text[m[2*low]:f.to]
	if ranged && strings.Contains(joint, " to ") && moved.MatchString(text[:f.from]) && !rangesFrom.MatchString(text[:f.from]) {
		if ranged, f.to = false, endOf(m, low, lowScale, sign); sign > low { // "from 300,000 to 2.4 million dollars"
			f.to = endOf(m, low, lowScale)
		}
	}
	if ranged && strings.Contains(joint, " and ") && !strings.HasSuffix(strings.ToLower(text[:f.from]), "between ") {
		ranged, f.to = false, endOf(m, low, lowScale)
		if sign > low { // "40 and 50 million euros": two sums
			return f, false
		}
		f.to = endOf(m, low, lowScale)
	}
	if ranged && first == "" {
		first = second
	}
	if group(text, m, low) == "half a" {
		a, ok = "0.5", true
	}
	if !ok || currency == "" {
		return f, false
	}
	if currency == "cents" || currency == "eurocents" {
		n, _ := strconv.ParseFloat(a, 64)
		a = strconv.FormatFloat(n/100, 'f', 2, 64)
		if exact := strconv.FormatFloat(n/100, 'g', -1, 64); len(exact) > len(a) && !strings.Contains(exact, "e") { // "0.4 cents"
			a = exact
		}
		if currency == "cents" && inEuros.MatchString(text) && !inDollars.MatchString(text) {
			currency = "eurocents"
		}
		if n, err := strconv.ParseFloat(b, 64); ranged && err == nil { // "between 40 and 70 cents"
			b = strconv.FormatFloat(n/100, 'f', 2, 64)
		}
		currency = map[string]string{"cents": "US$", "eurocents": "€"}[currency]
	}
	f.number, _ = strconv.ParseFloat(a, 64)
	if last := currency[len(currency)-1]; last >= 'A' && last <= 'Z' { // "CHF 950", but "US$950"
		currency += " "
	}
	f.text = currency + grouped(a) + first
	if ranged {
		f.text += " to " + currency + grouped(b) + second
	}
	f.perUnit(text)
	return f, true
}

// inEuros and inDollars tell which cents a sentence speaks of.
var (
	inEuros   = regexp.MustCompile(`€|\bEUR\b|(?i:\beuros?\b)`)
	inDollars = regexp.MustCompile(`\$|\bUSD\b|(?i:\bdollars?\b)`)
)

func endOf(m []int, groups ...int) int {
	end := 0
	for _, g := range groups {
		end = max(end, m[2*g+1])
	}
	return end
}

// yearEarlier is what looks like a rate behind a figure and is a time.
var yearEarlier = regexp.MustCompile(`^\sa \p{L}+ (?:earlier|ago|before|later)\b`)

// perTwo is a rate for each of something of two words: "per map view".
var perTwo = regexp.MustCompile(`^\sper\s(\p{Ll}+)\s(\p{Ll}+)(?:[.,;:)]|$)`)

// perUnit takes in what a rate is for each of.
func (f *figure) perUnit(text string) {
	if m := perRE.FindStringSubmatchIndex(text[f.to:]); m != nil && !yearEarlier.MatchString(text[f.to:]) {
		if m[2] < 0 {
			m[2], m[3] = m[4], m[5]
		}
		if strings.HasPrefix(strings.ToLower(text[f.to+m[2]:]), "cent") && text[f.to+m[2]:f.to+m[3]] == "cent" {
			return
		}
		if more := wordGoesOn.FindStringIndex(text[f.to+m[3]:]); more != nil { // "a set-top box"
			m[1], m[3] = m[3]+more[1], m[3]+more[1]
		}
		f.per = strings.ToLower(text[f.to+m[2] : f.to+m[3]])
		if two := perTwo.FindStringSubmatch(text[f.to:]); two != nil && !stopWords[two[2]] {
			f.per, m[1] = two[1]+" "+two[2], len(two[0])-1
			if strings.HasSuffix(text[f.to:], two[2]) {
				m[1]++
			}
		}
		f.to += m[1]
		f.text += " per " + f.per
	}
}

// wordGoesOn is the rest of a word that a hyphen joins, with the noun behind it.
var wordGoesOn = regexp.MustCompile(`^(?:-\p{Ll}+)+` + ofTwoWords + `\b`)

// ofTwoWords is the second word of what a rate is for each of: "charging point", "set-top box".
const ofTwoWords = `(?:\s(?:point|plug|station|panel|light|head|hour|pack|family|set|box|unit|device|display|speaker|charger))?`

func percentFigure(text string, m []int) (figure, bool) {
	f := figure{from: m[0], to: m[1], kind: facts.Percent}
	a, ok := numberOf(group(text, m, 1))
	b, ranged := numberOf(group(text, m, 2))
	if ranged && strings.Contains(text[m[0]:m[1]], " and ") && !strings.HasSuffix(strings.ToLower(text[:f.from]), "between ") {
		f.from, a, ranged = m[4], b, false
	}
	if ranged && strings.Contains(text[m[0]:m[1]], " to ") && moved.MatchString(text[:f.from]) && !rangesFrom.MatchString(text[:f.from]) {
		if !strings.Contains(text[m[2]:m[4]], "%") { // "from 8 to 9 per cent"
			f.to = m[3]
		} else {
			f.to = m[3] + 1
		}
		ranged = false
	}
	unit := strings.ToLower(group(text, m, 3))
	f.number, _ = strconv.ParseFloat(a, 64)
	switch {
	case strings.HasPrefix(unit, "b"):
		f.kind, f.noun = facts.Count, "basis points"
	case strings.HasPrefix(unit, "p") && strings.Contains(unit, "point"):
		f.kind, f.noun = facts.Count, "percentage points"
		if unit == "points" || unit == "point" {
			f.noun = "points"
		}
	}
	if f.noun != "" {
		f.text = grouped(a) + " " + f.noun
		if ranged {
			f.text = grouped(a) + " to " + grouped(b) + " " + f.noun
		}
		return f, ok
	}
	f.text = a + "%"
	if ranged {
		f.text = a + "% to " + b + "%"
	}
	f.perUnit(text)
	return f, ok
}

func inFigure(text string, m []int) (figure, bool) {
	a, ok1 := numberOf(group(text, m, 1))
	b, ok2 := numberOf(group(text, m, 2))
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	if !ok1 || !ok2 || y == 0 || x >= y || y > 1000 {
		return figure{}, false
	}
	return figure{from: m[0], to: m[1], kind: facts.Multiple, text: a + "/" + b, number: x / y}, true
}

var multiples = map[string]string{
	"twice": "2 times", "double": "2 times", "doubled": "2 times", "doubling": "2 times", "thrice": "3 times", "triple": "3 times",
	"tripled": "3 times", "tripling": "3 times", "quadrupled": "4 times", "halved": "1/2",
}

func timesFigure(text string, m []int) (figure, bool) {
	f := figure{from: m[0], to: m[1], kind: facts.Multiple}
	if a, ok := numberOf(group(text, m, 1)); ok {
		f.text = a + " times"
		f.number, _ = strconv.ParseFloat(a, 64)
		return f, true
	}
	word := strings.ToLower(group(text, m, 2))
	f.text = multiples[word]
	if doubleWhat.MatchString(text[m[1]:]) {
		return f, false
	}
	if (word == "twice" || word == "thrice") && !asMuch.MatchString(text[m[1]:]) {
		return f, false // how often, not how much
	}
	return f, f.text != ""
}

// doubleWhat is behind a "double" that multiplies nothing.
var doubleWhat = regexp.MustCompile(`^[\s-](?:digits?|blind|patenting|standards?|counting|check|time|bind|edged)\b`)

var asMuch = regexp.MustCompile(`^\s(?:as|the|what|that|its|their|this|last|an? (?:\p{Lu}|\p{Ll}+er|normal|usual|typical))\b`)

// tookOver is a verb of which "over" is a part.
var tookOver = regexp.MustCompile(`(?i)\b(?:takes?|took|taken|taking|hand(?:s|ed)?|turn(?:s|ed)?) $`)

// partOf is what follows "a quarter" where it is a part and no time.
var partOf = regexp.MustCompile(`^(?:of|lower|higher|more|less|cheaper|below|above)\b`)

// byPart is what stands before "a third" where it is a part.
var byPart = regexp.MustCompile(`(?i)\b(?:by|up|down|than|of which|of whom|of these|of them)\s(?:about |almost |nearly |over |around |some |roughly |more than )?$`)

var parts = map[string]string{"half": "2", "third": "3", "quarter": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10"}

func fractionFigure(text string, m []int) (figure, bool) {
	f := figure{from: m[0], to: m[1], kind: facts.Multiple}
	if group(text, m, 3) != "" {
		f.text, f.to = "1/2", m[7]
		return f, true
	}
	a, ok := numberOf(group(text, m, 1))
	if strings.EqualFold(group(text, m, 1), "a") {
		a, ok = "1", true
	}
	part := strings.ToLower(group(text, m, 2))
	after := strings.TrimLeft(text[m[1]:], ` "'`)
	if part == "quarter" || strings.EqualFold(group(text, m, 1), "a") { // "a quarter" is a time as well, "a third" an ordinal
		if !partOf.MatchString(after) && !byPart.MatchString(text[:m[0]]) {
			return f, false
		}
	}
	f.text = a + "/" + parts[part]
	return f, ok
}

var (
	section   = regexp.MustCompile(`(?i)(?:\b(?:article|section|rule|annex|clause|claims?|figure|fig\.|table|exhibit|part|chapter|release|version|no\.|nos\.|number|count|phase|category|class|paragraph|page|item|step|wi-fi|level|layer|tier|patent|case|docket|room|floor|door|bluetooth|agenda|point|recital|resolution|form|top|us|ep|q|h)\s?|[#@/:'])$`)
	countNoun = regexp.MustCompile(`^[\s-]+"?(?:(?:of the|(?:of its|of their|of our)(?: own)?|of these|of|such|other|more)\s+(?:` + amount + `\s+)?)?((?:\d?[\p{L}][\p{L}\d/'&-]*)(?:\s+[\p{L}\d][\p{L}\d/'&-]*){0,4})`)
	timeUnit  = regexp.MustCompile(`^-(year|month|week|day|hour)\b`)
	clock     = regexp.MustCompile(`^(?:\s(?:GMT|UTC|CET|CEST|EST|EDT|PST|BST|JST)\b|[:.]\d{2}\b|\s?[ap]\.?m\.?\b|(?:st|nd|rd|th)\b|[-/]\d|\.\d|[A-Za-z])`)
)

// countFigure reads a number and what is counted. A number of no thing is none.
func countFigure(text string, m []int) (figure, bool) {
	f := figure{from: m[0], to: m[1], kind: facts.Count}
	before, after := text[:m[0]], text[m[1]:]
	if whole := text[m[0]:m[1]]; len(whole) > 1 && whole[0] == '0' && whole[1] != '.' { // "0830 GMT"
		return f, false
	}
	if section.MatchString(ending(before)) || clock.MatchString(after) || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "-") {
		return f, false
	}
	a, ok := numberOf(group(text, m, 1))
	b, ranged := numberOf(group(text, m, 3))
	scale := scaleOf(group(text, m, 2))
	if !ok || scale != "" && strings.EqualFold(strings.TrimSpace(group(text, m, 2)), "m") && !strings.HasSuffix(group(text, m, 2), "m") {
		return f, false
	}
	f.number, _ = strconv.ParseFloat(a, 64)
	n := countNoun.FindStringSubmatchIndex(after)
	if partOfWhole.MatchString(after) { // "310 of the pool's 1,460 patents"
		n = nil
	}
	if t := timeUnit.FindStringSubmatchIndex(after); t != nil { // "a five-year agreement"
		f.noun, f.to = after[t[2]:t[3]]+"s", f.to+t[3]
		f.text = grouped(a) + " " + f.noun
		return f, true
	}
	if n != nil {
		f.noun = nounOf(after[n[2]:n[3]])
	}
	if f.noun != "" {
		f.to += n[2] + max(0, strings.Index(after[n[2]:], f.noun)) + len(f.noun)
	}
	if f.number > 1 && strings.HasPrefix(after, "-") && !plural(f.noun[strings.LastIndexByte(f.noun, ' ')+1:]) {
		return f, false // "a 74-page judgment"
	}
	if f.number > 1 && f.number < 1000 && scale == "" && !ranged && single(f.noun) { // "the Vidar 3 scanner"
		return f, false
	}
	if f.noun != "" {
		if every := everyTime.FindStringSubmatch(text[f.to:]); every != nil && !yearEarlier.MatchString(text[f.to:]) {
			f.per = strings.ToLower(every[1])
		}
	}
	f.text = grouped(a) + scale
	if ranged {
		if scale == "" {
			f.text += scaleOf(group(text, m, 4))
		}
		f.text += " to " + grouped(b) + scaleOf(group(text, m, 4))
	}
	if f.noun != "" {
		f.text += " " + f.noun
	}
	if f.per != "" {
		f.text += " per " + f.per
	}
	return f, true
}

// oneOutOf leads up to the whole of which a share is told: "one in five kroner".
var oneOutOf = regexp.MustCompile(`(?i)\b(?:` + unitsIn + `|\d+) (?:in|out of)(?: every)? $`)

// partOfWhole is a part's whole, with its own number.
var partOfWhole = regexp.MustCompile(`^\sof\s(?:the\s)?[\p{L}&.-]+(?:'s|s')\s(?:\d|(?:` + unitsIn + `|` + tensIn + `)\b)`)

// everyTime is how often what is counted comes.
var everyTime = regexp.MustCompile(`^\s(?:a|an|per|each|every)\s(day|week|month|quarter|year|hour|minute|second)\b`)

// nounOf is the run of words that names a thing counted.
func nounOf(run string) string {
	fields := strings.Fields(run)
	for i, w := range fields {
		low := strings.ToLower(strings.TrimSuffix(w, "'s"))
		if short, _, ok := strings.Cut(low, "'"); ok && stopWords[short] { // "nine times out of ten we've"
			return strings.Join(fields[:i], " ")
		}
		if i == 0 && len(fields) == 1 && strings.HasSuffix(low, "ed") {
			return "" // "139 replied"
		}
		if i == 0 && ordinary[low] && plural(low) && w[1:] == low[1:] {
			fields[0] = low // "212 Members"
		}
		if i == 0 && len(fields) > 1 && w[0] >= 'A' && w[0] <= 'Z' && !strings.Contains(w, "'") && fields[1] == strings.ToLower(fields[1]) && plural(fields[1]) && !stopWords[fields[1]] { // "310,000 Zephyr terminals"
			continue
		}
		if i == 0 && participle[low] && len(fields) > 1 && !stopWords[strings.ToLower(fields[1])] { // "granted patents"
			continue
		}
		if i > 0 && plural(low) && uncounted[strings.ToLower(fields[i-1])] { // "fewer than 50 staff pays"
			return strings.Join(fields[:i], " ")
		}
		if i > 0 && strings.HasSuffix(low, "ed") && (strings.HasSuffix(fields[i-1], "s") || uncounted[strings.ToLower(fields[i-1])]) { // "two customers postponed"
			return strings.Join(fields[:i], " ")
		}
		if stopWords[low] || i > 0 && strings.HasSuffix(low, "ly") || i > 0 && finiteNoNoun.MatchString(low) {
			return strings.Join(fields[:i], " ")
		}
		if i == 0 && strings.HasSuffix(w, "'s") && len(fields) > 1 && w[0] >= 'A' && w[0] <= 'Z' { // "two of Orbex's patents"
			return nounOf(strings.Join(fields[1:], " "))
		}
		if strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "'") || plural(low) {
			return strings.TrimSuffix(strings.Join(fields[:i+1], " "), "'")
		}
	}
	return strings.Join(fields, " ")
}

// plural tells the word at which the name of things counted ends; a few plurals
// stand before another noun as well ("sales staff").
func plural(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && !foremost[w]
}

// single tells the name of one thing, of which a larger number is no count.
func single(noun string) bool {
	last := noun[strings.LastIndexByte(noun, ' ')+1:]
	return last != "" && strings.ToLower(last) == last && !strings.HasSuffix(last, "s") && !uncounted[last] && question.IsEnglish(last)
}

// uncounted are nouns that are the same for one and for many.
var uncounted map[string]bool

var foremost map[string]bool

// participle are words that may stand before the noun of a count.
var participle map[string]bool

// hedge takes in the words before a figure that say how exact it is.
func (f *figure) hedge(text string) {
	before := text[:f.from]
	if strings.HasSuffix(before, " ") || strings.HasSuffix(before, "~") || strings.HasSuffix(before, ">") || strings.HasSuffix(before, "<") {
		end := ending(before)
		if m := shifted(hedgeRE.FindStringSubmatchIndex(end), len(before)-len(end)); m != nil {
			kept := hedgeKept[strings.ToLower(before[m[2]:m[3]])]
			if kept == "over" || kept == "under" {
				if strings.HasSuffix(before, "the ") {
					return // "11 % below the $60m" of before
				}
				if len(before[:m[2]]) > 0 && strings.HasSuffix(before[:m[2]], "no ") {
					return
				}
			}
			if strings.EqualFold(before[m[2]:m[3]], "over") && tookOver.MatchString(before[:m[2]]) {
				return // "takes over 68 families"
			}
			if kept == "up to" && wentUp.MatchString(before[:m[2]]) {
				return // "went up to CHF 14 million"
			}
			if kept == "under" && f.kind == facts.Count && underWhat.MatchString(f.noun) {
				return // "a licence under 38 patent families"
			}
			if low := strings.ToLower(before[m[2]:m[3]]); low == "over" && f.kind == facts.Count && f.number < 15 && !scaled.MatchString(f.text) && !strings.HasSuffix(before[:m[2]], "for ") && f.text[0] >= '0' {
				return // "sued over three patents", "over six years"
			} else if low == "some" && f.kind == facts.Multiple {
				return
			}
			f.text, f.from = kept+" "+f.text, m[2]
			return
		}
	}
	if after := strings.ToLower(text[f.to:]); strings.HasPrefix(after, " or more") || strings.HasPrefix(after, " or higher") {
		f.text = "at least " + f.text
	}
}

// numberOf reads a number in digits or words as digits.
func numberOf(s string) (string, bool) {
	s = strings.ToLower(strings.NewReplacer(",", "", "'", "").Replace(strings.TrimSpace(s)))
	if s == "" {
		return "", false
	}
	if s[0] >= '0' && s[0] <= '9' {
		return s, true
	}
	switch s {
	case "half a dozen":
		return "6", true
	case "a dozen":
		return "12", true
	case "a hundred", "one hundred":
		return "100", true
	case "two hundred":
		return "200", true
	case "a thousand":
		return "1000", true
	}
	n := 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' }) {
		n += spelled[w]
	}
	return strconv.Itoa(n), n > 0
}

var spelled = func() map[string]int {
	out := map[string]int{}
	for i, w := range strings.Split(unitsIn, "|") {
		out[w] = i + 1
	}
	for i, w := range strings.Split(tensIn, "|") {
		out[w] = 10 * (i + 2)
	}
	return out
}()

// grouped writes a number with commas between the thousands.
func grouped(s string) string {
	whole, part, fraction := strings.Cut(s, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction {
		return whole + "." + part
	}
	return whole
}
