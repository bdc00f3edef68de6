package extract

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/pilcrow-bot/pilcrow/facts"
)

//go:embed rules/*.yaml
var ruleFiles embed.FS

// wordLists is rules/words.yaml, which says of each list what it is for.
type wordLists struct {
	// of names
	Suffixes, Bodies, Courts, Places, Ordinary, Titles, Doings, Belonging, JoinWord, Organs, Compass, Wares, Offerings, Trading, Papers, Nobody []string
	// of people and offices
	Given, Offices, OfficeLead, Human, Calling, Leaving, Callings, Professions, Fellows, Speakers, Crowd []string
	// of who is meant
	Company, AnyCompany, Trades, Body, CourtWords, OfficeWords, Judging, Asides []string
	// of sentences
	Abbreviations, Starts, Verbs, PlainVerbs, AfterVerb, NounToo, WeakClaims, ActorOnly, QuoteOrActor []string
	// of relations: with two sides, and of what people do by themselves
	InCourt, Dealing, Personal, Undated, NeedsOwner, PartOfAll, Business []string
	// of figures
	Stops, Foremost, Uncounted, Participle, Per []string
	Hedges, Crowns                              map[string][]string
	Before, After, Scales, Short                map[string]string
}

// relationLine is a relation that imported articles need.
type relationLine struct {
	ID    string   `yaml:"id"`
	Means string   `yaml:"means"`
	Value []string `yaml:"value,flow"`
	Roles bool     `yaml:"roles,omitempty"`
}

// eventRule is one line of rules/events.yaml: words that say who does what.
type eventRule struct {
	Relation string
	Says     string // the verb as it is written, a regular expression
	Object   string // what stands with it: party (right after), with (after a preposition), text (the rest), none
	After    string // the prepositions before the other party
	Subject  string // party (the default), passive (the one acted on is before), person, any
	Value    string // party, text, place, date: what the fact's value is; by default the party, else the text
	Needs    string // words that have to stand in the clause as well
	Unless   string // words that must not
	Verb     bool   // it is a noun behind an article
	Itself   bool   // no doing of who only owns what does it: "Orbex's filing offers"
	says     *pattern
	after    *pattern
	needs    *pattern
	unless   *pattern
}

// phraseLists is rules/phrases.yaml, which says of each list what it is for.
type phraseLists struct {
	Intention, NeverDone, Supposed, WouldBe, OtherTime, SomeSpan, EventIt, Telling, Requests, Author, Sample, Anybody, Goods, OwnThings, ManyBodies, Duty, Hypothesis, Follows                                                                                                                                   []string
	Moved, Documents, Paying, Owning, Judged, OwnAccount, DocumentParts, TimeNouns, Passing, VoteNouns, PastCount, Someone, WentUp, Done, OfPeople, Under, DealNouns, BringsAbout, Assemblies, BesideNoun, Nothing, MembersOf, LicensingRows, Acquaintances, SomeDo, Things, ThingsDo, CourtsDo, Opening, Opened []string
}

// measureRule is one line of rules/measures.yaml: what a figure measures.
type measureRule struct {
	Relation string
	Kinds    []string
	Near     string // stands near the figure
	Noun     string // is the thing counted
	Clause   string // stands anywhere in the clause
	Head     string // stands right before the figure
	Unless   string
	Never    string // stands nowhere in the clause
	Small    bool   // not for millions
	near     *pattern
	noun     *pattern
	head     *regexp.Regexp
	clause   *pattern
	unless   *pattern
	never    *pattern
}

// stanceRules is rules/stance.yaml.
type stanceRules struct {
	Claims      []string // verbs by which somebody says so
	Denies      []string
	Forecasts   []string
	Opinions    []string
	Hearsay     []string
	Negations   []string
	Undisclosed []string
}

// askRule words questions for facts of a relation and a kind of value.
type askRule struct {
	Relation string
	Kinds    []string
	Values   string // how a value in words begins for which it is
	Asks     []string
	Denies   []string // what the fact is the "no" to
	values   *regexp.Regexp
}

var (
	words     wordLists
	relations []relationLine
	events    []eventRule
	measures  []measureRule
	stances   stanceRules
	askRules  []askRule
	gapRules  []gapRule
	phrases   phraseLists
)

// prepare reads the rules, once, and makes patterns of them. That takes some
// hundredths of a second, for which nobody should wait who extracts nothing.
var prepare = sync.OnceFunc(func() {
	words = read[wordLists]("words")
	relations = read[[]relationLine]("relations")
	events = read[[]eventRule]("events")
	measures = read[[]measureRule]("measures")
	stances = read[stanceRules]("stance")
	askRules = read[[]askRule]("asks")
	gapRules = read[[]gapRule]("gaps")
	phrases = read[phraseLists]("phrases")
	nations = read[map[string]nation]("nations")
	for i := range events {
		e := &events[i]
		e.says, e.after, e.needs, e.unless = compiled(e.Says), compiled(e.After), compiled(e.Needs), compiled(e.Unless)
	}
	for i := range measures {
		m := &measures[i]
		m.near, m.noun, m.clause, m.unless = compiled(m.Near), compiled(m.Noun), compiled(m.Clause), compiled(m.Unless)
		m.never = compiled(m.Never)
		if m.Head != "" {
			m.head = regexp.MustCompile(`(?i)\b(?:` + m.Head + `)\s$`)
		}
	}
	for i := range askRules {
		if a := &askRules[i]; a.Values != "" {
			a.values = beginsWith([]string{a.Values})
		}
	}
	compileWords()
	compileSets()
	compileNames()
	compilePeople()
	compileOffices()
	compileStance()
	compileClauses()
	compileOrigins()
	compilePhrases()
})

// compileSets makes sets of the lists in which words are looked up.
func compileSets() {
	courtWords = setOf(words.CourtWords)
	officeWords = setOf(words.OfficeWords)
	judging, business = setOf(words.Judging), setOf(words.Business)
	personal = setOf(words.Personal)
	inCourt = setOf(words.InCourt)
	needsOwner, partOfAll = setOf(words.NeedsOwner), setOf(words.PartOfAll)
	dealing, undated = setOf(words.Dealing), setOf(words.Undated)
	foremost = setOf(words.Foremost)
	uncounted = setOf(words.Uncounted)
	participle = setOf(words.Participle)
	trading = setOf(words.Trading)
	joinWord = setOf(words.JoinWord)
	organs = setOf(words.Organs)
	compass, papers = setOf(words.Compass), setOf(words.Papers)
	starts = setOf(words.Starts)
	afterVerb = setOf(words.AfterVerb)
	nounToo = setOf(words.NounToo)
	actorOnly = setOf(words.ActorOnly)
	quoteOrActor = setOf(words.QuoteOrActor)
	weakClaims = setOf(words.WeakClaims)
	callings, givenNames = setOf(words.Callings), setOf(words.Given)
}

// read reads one file of rules. They are part of the program, so that a fault in
// them is one of the program's, found by any test.
func read[T any](name string) (into T) {
	data, err := ruleFiles.ReadFile("rules/" + name + ".yaml")
	if err == nil {
		err = yaml.UnmarshalWithOptions(data, &into, yaml.Strict())
	}
	if err != nil {
		panic(fmt.Sprintf("rules/%s.yaml: %v", name, err))
	}
	return into
}

// oneOf is a pattern for any of some texts, longest first.
func oneOf(texts []string) string {
	sorted := slices.Clone(texts)
	slices.SortStableFunc(sorted, func(a, b string) int { return len(b) - len(a) })
	for i, t := range sorted {
		sorted[i] = strings.ReplaceAll(regexp.QuoteMeta(t), " ", `\s`)
	}
	return strings.Join(sorted, "|")
}

func setOf(list []string) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, w := range list {
		out[strings.ToLower(w)] = true
	}
	return out
}

func keys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Relations are those that the rules propose facts of, over and above what a
// base may have already.
func Relations() []facts.Relation {
	prepare()
	var out []facts.Relation
	for _, r := range relations {
		kinds := make([]facts.ValueKind, len(r.Value))
		for i, k := range r.Value {
			kinds[i] = facts.ValueKind(k)
		}
		out = append(out, facts.Relation{ID: r.ID, Means: r.Means, Value: kinds, Roles: r.Roles})
	}
	return out
}
