package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// nation is one entry of rules/nations.yaml: by what a company is told to come from there.
type nation struct{ Places, Forms, People []string }

var (
	nations   map[string]nation
	nationsOf map[string][]string // a place, or a nation itself, → the nations
	formsOf   map[string][]string // a company's form → the nations

	sayingWhat  *regexp.Regexp  // ", the Aalborg-based antenna designer"
	seatBehind  *regexp.Regexp  // ", which has its seat in Aalborg"
	kindAhead   *regexp.Regexp  // "the Danish antenna designer "
	describedNP *pattern        // "the Danish company", "the brewer"
	peopleNP    *regexp.Regexp  // "the Danes"
	trades      map[string]bool // nouns by which one is called only where it is told to be one
	anyCompany  map[string]bool // nouns that say nothing of one
)

func compileOrigins() {
	nationsOf, formsOf = map[string][]string{}, map[string][]string{}
	for name, n := range nations {
		low := strings.ToLower(name)
		nationsOf[low] = append(nationsOf[low], low)
		for _, p := range n.Places {
			nationsOf[strings.ToLower(p)] = append(nationsOf[strings.ToLower(p)], low)
		}
		for _, f := range n.Forms {
			formsOf[strings.ToLower(f)] = append(formsOf[strings.ToLower(f)], low)
		}
	}
	var people []string
	for name, n := range nations {
		for _, p := range n.People {
			people = append(people, p)
			nationsOf[strings.ToLower(p)] = append(nationsOf[strings.ToLower(p)], strings.ToLower(name))
		}
	}
	peopleNP = regexp.MustCompile(`\b[Tt]he (` + oneOf(people) + `)\b`)
	company := oneOf(append(slices.Clone(words.Company), words.Trades...))
	describedNP = sought(`\b(?:[Tt]he|[Tt]his)\s(?:\p{Lu}[\p{L}\d]*(?:-[\p{L}\d]+)*\s)?(?:[\p{L}\d]+(?:-[\p{L}\d]+)*\s){0,2}?(?:` + company + `)\b`)
	kind := `((?:[\p{L}\d]+(?:-[\p{L}\d]+)*\s){0,4}?(?:` + company + `))`
	sayingWhat = regexp.MustCompile(`^(?:\s\([^)]*\))?, (?:once |now |already )?(?:the|an?) ` + kind + `\b`)
	seatBehind = regexp.MustCompile(`^(?: of|(?:, which|,)? (?:has its (?:seat|head office|headquarters)|is based|is headquartered|based|headquartered) in) (\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}-]*)?)`)
	kindAhead = regexp.MustCompile(`(?:^|[\s"(])(?:(?:[Tt]he|[Aa]n?|[Rr]ival|[Ii]ts|[Ff]ellow) )?((?:\p{Lu}[\p{L}-]* )(?:\p{Ll}+(?:-\p{Ll}+)* ){0,3}?(?:` + company + `)),? $`)
	anyCompany, trades = setOf(words.AnyCompany), setOf(words.Trades)
}

// origins notes of each company how an article describes it: where it comes from
// and what it makes, told beside its name or by its form.
func (c *cast) origins(units []article.Unit) {
	for _, p := range c.all {
		p.origin = map[string]bool{}
		for _, name := range append([]string{p.name}, p.aliases...) {
			fields := strings.Fields(name)
			if last := strings.ToLower(fields[len(fields)-1]); len(fields) > 1 {
				p.form = append(p.form, append(formsOf[last], formsOf[last+"."]...)...)
			}
		}
	}
	for _, u := range units {
		text := flat(u.Text)
		for _, n := range c.mentionsIn(text) {
			if n.party.kind != "company" {
				continue
			}
			for _, description := range c.besides(text[:n.from], text[n.to:]) {
				n.party.comesFrom(description)
				if place := c.placeIn(description); place != "" && u.At[0] >= '0' && u.At[0] <= '9' { // what readers say is theirs
					n.party.seats = append(n.party.seats, seat{u.At, place})
				}
			}
		}
	}
}

// seat is where a company is told to be at home, and the unit that tells it.
type seat struct{ at, place string }

// seats makes a fact of where each company is told to be at home beside its name: "Orbex,
// the Aalborg-based antenna designer", "the Lisbon brewer".
func (r *reading) seats() {
	for _, p := range slices.Clone(r.cast.all) { // a place that is new joins them
		for _, s := range p.seats {
			if place := r.cast.place(s.place); place.kind == "place" {
				r.put(found{at: []string{s.at}, subject: p, relation: "located", kind: facts.Place, parties: []*party{place}, how: facts.Reported,
					says: stripped(p.name) + " is based in " + place.name + ".", clause: "based in " + place.name})
			}
		}
	}
}

// besides are the words that describe a company beside its name.
func (c *cast) besides(ahead, behind string) []string {
	what := sayingWhat.FindStringSubmatch(behind)
	if what != nil {
		if next := nextWord.FindString(behind[len(what[0]):]); next != "" && finite(next[1:]) {
			what = nil // "According to Orbex, the Danish company offered"
		}
	}
	var out []string
	for _, m := range [][]string{what, seatBehind.FindStringSubmatch(behind), kindAhead.FindStringSubmatch(ahead)} {
		if m != nil {
			out = append(out, m[1])
		}
	}
	if m := ownerAhead.FindStringSubmatch(ahead); m != nil && nationsOf[strings.ToLower(m[1])] != nil { // "Denmark's Orbex"
		out = append(out, m[1])
	}
	return out
}

// ownerAhead is whose a name is said to be.
var ownerAhead = regexp.MustCompile(`(\p{Lu}\p{L}+)'s $`)

// elsewhere reports whether a description says of a company that it is from somewhere,
// and the article that it is from somewhere else.
func (p *party) elsewhere(np string) bool {
	told := false
	for w := range p.origin {
		told = told || nationsOf[w] != nil
	}
	for _, w := range strings.Fields(np)[1:] {
		if from := nationsOf[strings.ToLower(ofPlaceOnly(w))]; from != nil && told {
			return !slices.ContainsFunc(from, func(nation string) bool { return p.origin[nation] })
		}
	}
	return false
}

// placeIn is the place with which a description begins, if it does: of a country's people
// ("the Danish brewer") nothing is known but the country.
func (c *cast) placeIn(description string) string {
	place := leadingPlace.FindString(description)
	if based := ofPlaceOnly(place); based != place {
		return based
	}
	if p := c.byName[strings.ToLower(place)]; p != nil && p.kind == "place" {
		return place
	}
	return ""
}

// leadingPlace is what may be a place at the beginning of a description.
var leadingPlace = regexp.MustCompile(`^\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}-]*)*`)

// comesFrom takes in the words by which a party is described.
func (p *party) comesFrom(text string) {
	p.origin[strings.ToLower(text)] = true
	for _, w := range strings.Fields(text) {
		w = strings.ToLower(ofPlaceOnly(w))
		p.origin[w] = true
		for _, nation := range nationsOf[w] {
			p.origin[nation] = true
		}
	}
}

// ofPlaceOnly is the place in "Aalborg-based", and any other word itself.
func ofPlaceOnly(w string) string {
	if ofPlace.MatchString(w) {
		return w[:strings.LastIndexByte(w, '-')]
	}
	return w
}

// described is the one company that fits a description: "the Danish company", "the
// Osaka-based group", "the handset maker"; nil where none or several do.
func (c *cast) described(np string) *party {
	fields := strings.Fields(np)[1:]
	if anybody.MatchString(np) {
		return nil
	}
	var from, made []string
	for _, w := range fields {
		switch low := strings.ToLower(ofPlaceOnly(w)); {
		case w != strings.ToLower(w) && w != strings.ToUpper(w):
			from = append(from, low)
		case !anyCompany[low]:
			made = append(made, low)
		}
	}
	if len(from) == 0 && len(fields) < 2 && !trades[strings.ToLower(fields[0])] || len(from)+len(made) == 0 {
		return nil
	}
	told := c.companiesThat(func(p *party) bool {
		return !slices.ContainsFunc(from, func(w string) bool { return !p.origin[w] }) && (len(from) > 0 || !slices.ContainsFunc(made, func(w string) bool { return !p.origin[w] }))
	})
	if len(told) > 1 && len(made) > 0 { // "the Danish chipmaker" of two Danes
		told = slices.DeleteFunc(told, func(p *party) bool { return slices.ContainsFunc(made, func(w string) bool { return !p.origin[w] }) })
	}
	if len(told) == 0 && len(from) > 0 { // by its form, or by its country where only the city is told
		told = c.companiesThat(func(p *party) bool {
			return !slices.ContainsFunc(from, func(w string) bool {
				return !slices.ContainsFunc(nationsOf[w], func(nation string) bool { return p.origin[nation] || slices.Contains(p.form, nation) })
			})
		})
	}
	if len(told) == 1 {
		return told[0]
	}
	return nil
}

// companiesThat are those of an article of which something holds.
func (c *cast) companiesThat(is func(*party) bool) []*party {
	var out []*party
	for _, p := range c.all {
		if p.kind == "company" && p.count > 0 && is(p) {
			out = append(out, p)
		}
	}
	return out
}

// nextWord is the word behind a place, a space before it.
var nextWord = regexp.MustCompile(`^ [\p{L}-]+`)

// withDescribed adds to the names in a text those that it only describes: "the
// Danish company".
func (c *cast) withDescribed(text string, names []mention) []mention {
	places := describedNP.FindAllStringIndex(text)
	for _, at := range peopleNP.FindAllStringIndex(text, -1) {
		if next := nextWord.FindString(text[at[1]:]); next == "" || finite(next[1:]) || stopWords[next[1:]] { // but for "the Dutch court"
			places = append(places, at)
		}
	}
	for _, at := range places {
		p := c.described(text[at[0]:at[1]])
		if p == nil || slices.ContainsFunc(names, func(n mention) bool {
			return n.from == at[1]+1 || n.party == p && n.to < at[0] && text[n.to:at[0]] == ", " || n.from < at[1] && at[0] < n.to && n.party.kind != "place"
		}) {
			continue // "the handset maker Orbex", "Orbex, the handset maker"
		}
		names = slices.DeleteFunc(names, func(n mention) bool { return n.from < at[1] && at[0] < n.to })
		names = append(names, mention{from: at[0], to: at[1], party: p, possessive: strings.HasPrefix(text[at[1]:], "'s ")})
	}
	sortBy(names, func(n mention) int { return n.from })
	return names
}
