package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/article"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// What stands right before a name or right behind it shows whose it is: a
// person's, a ware's, or, by default, a company's.
var (
	titleAhead      *regexp.Regexp // "Judge "
	officeAhead     *regexp.Regexp // "chief executive of Orbex, "
	officeBehind    *regexp.Regexp // ", the chief executive"
	humanBehind     *regexp.Regexp // " of Orbex said"
	callingBehind   *regexp.Regexp // " of the Orbex Forum called"
	leavingBehind   *regexp.Regexp // ", who retires"
	titleOnly       *regexp.Regexp // "Mr "
	employerBehind  *regexp.Regexp // "'s finance chief", ", the market leader"
	possessedAhead  *regexp.Regexp // "its new "
	waresBehind     *regexp.Regexp // " phones"
	firmAhead       *regexp.Regexp // "of the law firm "
	countryBehind   *regexp.Regexp // ", Japan"
	placesAhead     *regexp.Regexp // "to Brazil and "
	offeringAside   *regexp.Regexp // ", Orbex's licensing programme"
	instituteOf     *regexp.Regexp // "Institute of Acoustics, "
	seatedIn        *regexp.Regexp // " AB of "
	basedBehind     *regexp.Regexp // "-based"
	whoBehind       = regexp.MustCompile(`^(?:, (?:of|for|at) [^,;.]{2,40})?, who\b`)
	silkBehind      = regexp.MustCompile(`^,? (?:KC|QC|SC|Esq\.?)(?:\W|$)`)
	professionAside *regexp.Regexp // ", an agronomist at Orbex"
	fellowAhead     *regexp.Regexp // "its former partner "
	saidAhead       = regexp.MustCompile(`" (?:said|says) $`)
	ofBefore        = regexp.MustCompile(`\b(?:of|from|at|for|with|by) $`)
	ownedAhead      = regexp.MustCompile(`\p{L}'s $`)
	manyBehind      = regexp.MustCompile(`^\s\p{Ll}{3,}s(?:[.,;]|\s(?:used?|are|were|is|was|had|have|in|infringe[sd]?|on|that|which|last|for)\b)`)
	forBefore       = regexp.MustCompile(`\b(?:for|of|in|to) $`)
	modelBehind     = regexp.MustCompile(`^\s\d{1,2}(?:[.,;)]|\s\p{Ll})`)
)

func compilePeople() {
	offices, human := oneOf(words.Offices), oneOf(words.Human)
	titleAhead = regexp.MustCompile(`\b(?i:` + oneOf(words.Titles) + `)\.?\s(?:\p{Lu}[\p{L}.]*\s)*$`)
	officeAhead = regexp.MustCompile(`(?i:` + offices + `)(?:\s\p{Lu}[\p{L}]*){0,2}?(?:\s(?:of|at|for|in)\s[\p{L}\s.&/]{2,40}?,|,)?\s$|(?i:` + offices + `)(?:\s\p{Ll}+){1,3},\s$`)
	officeBehind = regexp.MustCompile(`^(?:,| \(|, the| as| is| was)? (?:(?:` + oneOf(words.OfficeLead) + `|who was|the|[\p{L}]+'s|former|incoming)\s)*(?:[\p{L}-]+\s){0,2}?(?i:` + offices + `)\b`)
	humanBehind = regexp.MustCompile(`^(?:,[^,.]{3,60},|\s\([^)]*\)|\s(?:of|at)\s[\p{L}.& ]{2,40}?)?\s(?:` + human + `)\b`)
	callingBehind = regexp.MustCompile(`^\s(?:of|at)\s(?:the\s)?\p{Lu}[\p{L}.& ]{1,40}?\s(?:` + oneOf(words.Calling) + `)\b`)
	leavingBehind = regexp.MustCompile(`^, who (?:` + oneOf(words.Leaving) + `)\b`)
	titleOnly = regexp.MustCompile(`\b(?i:` + oneOf(words.Titles) + `)\.?\s$`)
	employerBehind = regexp.MustCompile(`^'s (?:\p{Ll}+ ){0,2}(?i:` + offices + `)\b|^, (?:the|an?) (?:[\p{L}-]+ ){0,3}(?:market leader|` + oneOf(words.Company) + `)\b|^ (?:employs|ships|sells|filed (?:oppositions?|suits?|for)|has (?:about |some )?[\d,]+ (?:employees|licensees|patents))\b`)
	possessedAhead = regexp.MustCompile(`\b(?:its|their|our|his|her)\s(?:(?:new|latest|first|own|popular|flagship|best-selling)\s)?$`)
	professionAside = regexp.MustCompile(`^, an? (?:[\p{L}-]+ ){0,2}?(?:` + oneOf(words.Professions) + `) (?:at|with|for) (?:the )?\p{Lu}`)
	fellowAhead = regexp.MustCompile(`\b(?:its|their|our|whose|\p{L}'s|the) (?:\p{Ll}[\p{L}-]* ){0,2}(?:` + oneOf(words.Fellows) + `) $`)
	firmAhead = regexp.MustCompile(`\b(?:of|at|with|from|for|by) (?:the |an? )?(?:[\p{L}-]+ ){0,2}(?:` + oneOf(words.Company) + `)\s$`)
	countryBehind = regexp.MustCompile(`^, (?:` + oneOf(words.Places) + `)\b`)
	placesAhead = regexp.MustCompile(`\b(?:in|to|from|between|across|near) (?:` + oneOf(words.Places) + `)(?:,? and| or) $`)
	offeringAside = regexp.MustCompile(`^, (its|their|\p{Lu}[\p{L}&. -]{1,40}'s?) (?:[\p{L}-]+ ){0,4}?(?:` + oneOf(words.Offerings) + `)\b`)
	instituteOf = regexp.MustCompile(`\b(?:` + oneOf(words.Bodies) + `) (?:of|for) \p{Lu}[\p{L} ]+, $`)
	seatedIn = regexp.MustCompile(`\s(?:` + oneOf(words.Suffixes) + `),? of $`)
	basedBehind = regexp.MustCompile(`^-(?:` + oneOf(words.Belonging) + `)\b`)
	waresBehind = regexp.MustCompile(`^\s(?:` + oneOf(words.Wares) + `)\b`)
}

var judgeAhead = regexp.MustCompile(`\b(?i:judge|justice)\s(?:\p{Lu}[\p{L}.]*\s)*$`)

// aroundReach is how far the words before a name are looked at.
const aroundReach = 100

// stands says whether a name stands somewhere in a text as something asks of
// what is before and behind it.
func stands(text, name string, as func(before, behind string) bool) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		i += from
		if from = i + len(name); wholeWord(text, i, from) && as(text[max(0, i-aroundReach):i], text[from:]) {
			return true
		}
	}
}

// people tells who of the cast is a person: by a title before the name, an
// office beside it, or what only people do.
func (c *cast) people(units []article.Unit) {
	texts := make([]string, len(units))
	for i, u := range units {
		texts[i] = flat(u.Text)
	}
	for _, p := range slices.Clone(c.all) {
		if p.kind == "body" && p.isNumbered(texts) {
			p.kind = "product"
		}
		if p.kind != "company" || p.known {
			continue
		}
		p.lastOnly = (p.lastOnly || c.titledLast(p, texts)) && !slices.ContainsFunc(texts, p.isEmployer)
		firm := slices.ContainsFunc(texts, p.isFirm)
		for i, text := range texts {
			if !firm && strings.Contains(text, p.name) && (p.lastOnly || p.givenName() || p.isHuman(text) || units[i].At == "byline" && p.signs()) {
				p.kind, p.judge = "person", stands(text, p.name, func(before, _ string) bool { return judgeAhead.MatchString(before) })
				c.lastName(p)
				break
			}
		}
		switch {
		case p.kind != "company":
		case slices.ContainsFunc(texts, p.isWare), p.isNumbered(texts):
			p.kind = "product"
		case p.isPlace(texts):
			p.kind = "place"
		}
	}
	c.compile()
}

// signs tells a name in a byline that may be a person's: of two words or more, not all
// of them English, and without a company's form.
func (p *party) signs() bool {
	fields := strings.Fields(p.name)
	return len(fields) > 1 && stripped(p.name) == p.name && slices.ContainsFunc(fields, func(w string) bool { return !question.IsEnglish(strings.ToLower(w)) })
}

// titledLast says whether somebody is called by a title and the last word of a
// party's name: "Ida Brandt … Ms Brandt".
func (c *cast) titledLast(p *party, texts []string) bool {
	_, last, two := strings.Cut(p.name, " ")
	if !two || strings.ContainsAny(last, " .&") || suffixes[strings.ToLower(last)] || bodies[strings.ToLower(last)] {
		return false
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		return strings.Contains(text, last) && stands(text, last, func(before, _ string) bool { return titleOnly.MatchString(before) })
	})
}

// isEmployer says whether a text speaks of a party as of a company: by who works
// there, or by what it is.
func (p *party) isEmployer(text string) bool {
	names := append([]string{p.name, p.name[strings.LastIndexByte(p.name, ' ')+1:]}, p.aliases...)
	return slices.ContainsFunc(names, func(name string) bool {
		return strings.Contains(text, name) && stands(text, name, func(_, behind string) bool { return employerBehind.MatchString(behind) })
	})
}

// isFirm says whether a text calls a party one: "of the law firm Orbex Castle".
func (p *party) isFirm(text string) bool {
	return strings.Contains(text, p.name) && stands(text, p.name, func(before, _ string) bool { return firmAhead.MatchString(before) })
}

// givenNames are first names of people.
var givenNames map[string]bool

// givenName tells a person by the look of the name: "Hanne Skov", "Baek Ji-hoon".
func (p *party) givenName() bool {
	fields := strings.Fields(p.name)
	if len(fields) < 2 || len(fields) > 3 && !initialAhead.MatchString(p.name) || strings.ContainsAny(p.name, "&0123456789") {
		return false
	}
	last := fields[len(fields)-1]
	if koreanName.MatchString(p.name) || initialAhead.MatchString(p.name) && !suffixes[strings.ToLower(last)] && !trading[strings.ToLower(last)] {
		return true
	}
	return givenNames[strings.ToLower(fields[0])] && !suffixes[strings.ToLower(last)] && !bodies[strings.ToLower(last)] && !trading[strings.ToLower(last)] &&
		!question.IsEnglish(strings.ToLower(last)) && last != strings.ToUpper(last)
}

// initialAhead begins a person's name: "K. R. Brandt".
var initialAhead = regexp.MustCompile(`^(?:\p{Lu}\. ){1,3}\p{Lu}\p{Ll}+$`)

var koreanName = regexp.MustCompile(`^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+-\p{Ll}+$`)

// isHuman says whether a text speaks of a party as of a person. Only a title
// before it makes one word a person's name.
func (p *party) isHuman(text string) bool {
	fields := strings.Fields(p.name)
	last := strings.ToLower(fields[len(fields)-1])
	full := !strings.Contains(p.name, "&") && len(fields) >= 2 && len(fields) <= 4 && !suffixes[last] && p.name != strings.ToUpper(p.name)
	english := question.IsEnglish(last) || question.IsEnglish(strings.ToLower(fields[0]))
	return stands(text, p.name, func(before, behind string) bool {
		return titleAhead.MatchString(before) || full && (silkBehind.MatchString(behind) || professionAside.MatchString(behind) || whoBehind.MatchString(behind) && !ofBefore.MatchString(before) || saidAhead.MatchString(before) && !companyAside.MatchString(behind) && !english || leavingBehind.MatchString(behind) || callingBehind.MatchString(behind) ||
			officeBehind.MatchString(behind) && !ofBefore.MatchString(before) || // but for "…, formerly of Orbex, as director"
			officeAhead.MatchString(before) && !fellowAhead.MatchString(before) || humanBehind.MatchString(behind) && !english)
	})
}

// isWare says whether a text speaks of a party as of something made: "its
// Zephyr", "Zephyr phones", "for Zephyr 2".
func (p *party) isWare(text string) bool {
	return strings.Contains(text, p.name) && stands(text, p.name, func(before, behind string) bool {
		return possessedAhead.MatchString(before) || p.isOffered(behind) || ownedAhead.MatchString(before) && manyBehind.MatchString(behind) || waresBehind.MatchString(behind) || forBefore.MatchString(before) && modelBehind.MatchString(behind)
	})
}

// isOffered says whether what follows a name tells that it is what a company offers:
// ", Orbex's licensing programme", but not ", Norway's largest music service".
func (p *party) isOffered(behind string) bool {
	m := offeringAside.FindStringSubmatch(behind)
	return m != nil && stripped(p.name) == p.name && !placeNames[strings.ToLower(strings.TrimSuffix(m[1], "'s"))]
}

// isNumbered says whether a name stands only before a number: "ABC 4410".
func (p *party) isNumbered(texts []string) bool {
	if !acronym.MatchString(p.name) {
		return false
	}
	numbered := false
	for _, text := range texts {
		if !strings.Contains(text, p.name) {
			continue
		}
		if stands(text, p.name, func(_, behind string) bool { return !numberBehind.MatchString(behind) }) {
			return false
		}
		numbered = true
	}
	return numbered
}

// acronym is a name in capitals, as standards have.
var acronym = regexp.MustCompile(`^\p{Lu}{2,6}$`)

// numberBehind is the number of a standard behind its name.
var numberBehind = regexp.MustCompile(`^[\s-]\d{2,}`)

// isPlace says whether all that texts tell of a party is that something is in it.
func (p *party) isPlace(texts []string) bool {
	if last := strings.ToLower(p.name[strings.LastIndexByte(p.name, ' ')+1:]); len(p.aliases) > 0 || strings.ToUpper(p.name) == p.name || trading[last] || suffixes[last] {
		return false
	}
	inside := false
	for _, text := range texts {
		if !strings.Contains(text, p.name) {
			continue
		}
		if stands(text, p.name, func(before, behind string) bool {
			if basedBehind.MatchString(behind) || before == "" && dayBehind.MatchString(behind) || seatedIn.MatchString(before) || instituteOf.MatchString(before) && strings.HasPrefix(behind, ",") { // "Aalborg-based", "Ljubljana, 16 January", "Codec AB of Uppsala"
				inside = true
				return false
			}
			if countryBehind.MatchString(behind) || placesAhead.MatchString(before) { // "NAGOYA, Japan", "to Brazil and Türkiye"
				inside = true
				return false
			}
			return !within.MatchString(before) || stakeIn.MatchString(before) || strings.HasPrefix(behind, "'s ")
		}) {
			return false
		}
		inside = true
	}
	return inside
}

var (
	dayBehind = regexp.MustCompile(`^(?:, (?:\p{Lu}\p{L}+, )?|\s?[-–—(]+\s?)(?:\d{1,2} \p{Lu}\p{L}{2,8}|\p{Lu}\p{L}{2,8} \d{1,2})\b`)
	within    = regexp.MustCompile(`\b(?:in|near|outside|around|across)\s(?:the\s|\p{Lu}[\p{L}]*(?:,| and)\s)*$`)
	stakeIn   = regexp.MustCompile(`(?i)\b(?:stakes?|shares?|stock|interests?|invest\p{L}*|holdings?|position|confidence|faith|trust|believes?|shareholders?|interested|as|per cent|%) in $`)
)

// lastName makes a person's last name one of theirs, where nobody else has it.
func (c *cast) lastName(p *party) {
	fields := strings.Fields(p.name)
	if len(fields) < 2 {
		return
	}
	last := fields[len(fields)-1]
	q := c.byName[strings.ToLower(last)]
	if q != nil && (q == p || q.name != last || q.known) {
		return
	}
	c.byName[strings.ToLower(last)] = p
	p.aliases = append(p.aliases, last)
	if q != nil {
		c.all = slices.DeleteFunc(slices.Clone(c.all), func(x *party) bool { return x == q })
	}
}
