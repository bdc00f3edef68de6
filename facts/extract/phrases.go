package extract

import (
	"regexp"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// The turns of speech of rules/phrases.yaml, by where they stand.
var (
	// anywhere in a text
	supposed, wouldBe, otherTime, ownThings, follows               *pattern
	movedVerb, documentNP, payingRE, ownsRE, courtVerb, ownAccount *pattern

	// right before a place
	intention, neverDone, someSpan, telling, sampled, wentUp, doneBefore *regexp.Regexp

	// right behind one
	eventIt, requested, authorHead, ifHead, anybody, besideNoun, goodsBehind, dutyBehind, hypothesis, someDo *regexp.Regexp
	thingHead, thingsDo, judgedBehind, justOpened                                                            *regexp.Regexp
	dealBehind, bringsAbout, assemblyRE                                                                      *regexp.Regexp

	// nouns, and verbs where one might be
	documentNoun, timeNoun, smallNoun, voteNoun, finiteNoNoun, someone, ofPeople, underWhat *regexp.Regexp

	// words
	manyBodies, notAThing, ofWhomMade, licensingRows map[string]bool
)

func compilePhrases() {
	supposed, wouldBe, otherTime = anyOf(phrases.Supposed), anyOf(phrases.WouldBe), anyOf(phrases.OtherTime)
	intention, neverDone, someSpan, telling = endsIn(phrases.Intention), endsIn(phrases.NeverDone), endsIn(phrases.SomeSpan), endsIn(phrases.Telling)
	ownThings, manyBodies, dutyBehind = anyOf(phrases.OwnThings), setOf(phrases.ManyBodies), beginsWith(phrases.Duty)
	hypothesis, follows = beginsWith(phrases.Hypothesis), anyOf(phrases.Follows)
	someDo = beginsWith(phrases.SomeDo)
	thingHead = regexp.MustCompile(`^(?i:the |this |that |an? )?(?:[\p{Ll}-]+ ){0,2}(?i:` + strings.Join(phrases.Things, "|") + `)\b`)
	thingsDo = beginsWith(phrases.ThingsDo)
	judgedBehind = regexp.MustCompile(`^ (?:also |then )?(?:` + strings.Join(phrases.CourtsDo, "|") + `)\b`)
	justOpened = regexp.MustCompile(`\b(?:` + strings.Join(phrases.Opening, "|") + `) (?:an?|its) (?:\p{Ll}+ ){0,2}?(?:` + strings.Join(phrases.Opened, "|") + `)\b`)
	movedVerb = anyOf(phrases.Moved)
	documentNP = anyOf(phrases.Documents)
	payingRE = anyOf(phrases.Paying)
	ownsRE = anyOf(phrases.Owning)
	courtVerb = anyOf(phrases.Judged)
	ownAccount = anyOf(phrases.OwnAccount)
	documentNoun = wholly(phrases.DocumentParts)
	timeNoun = wholly(phrases.TimeNouns)
	smallNoun = wholly(phrases.Passing)
	voteNoun = wholly(phrases.VoteNouns)
	finiteNoNoun = wholly(phrases.PastCount)
	someone = lastly(phrases.Someone)
	wentUp = endsIn(phrases.WentUp)
	doneBefore = endsIn(phrases.Done)
	ofPeople = lastly(phrases.OfPeople)
	underWhat = lastly(phrases.Under)
	dealBehind = beginsWith(phrases.DealNouns)
	bringsAbout = beginsWith(phrases.BringsAbout)
	assemblyRE = beginsWith(phrases.Assemblies)
	notAThing = setOf(phrases.Nothing)
	ofWhomMade, licensingRows = setOf(phrases.MembersOf), setOf(phrases.LicensingRows)
	besideNoun = beginsWith(phrases.BesideNoun)
	sampled, anybody, goodsBehind = endsIn(phrases.Sample), beginsWith(phrases.Anybody), beginsWith(phrases.Goods)
	eventIt, requested, authorHead, ifHead = beginsWith(phrases.EventIt), beginsWith(phrases.Requests), beginsWith(phrases.Author), beginsWith(phrases.Supposed)
}

// endsIn is a pattern for any of some phrases at the end of what stands
// before a place.
func endsIn(list []string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(list, "|") + `)\s$`)
}

// beginsWith is one for what stands behind a place, a space between them or none.
func beginsWith(list []string) *regexp.Regexp {
	return regexp.MustCompile(`^\s?(?i:` + strings.Join(list, "|") + `)\b`)
}

// wholly is a pattern for a text that is one of some phrases, and lastly for one
// that ends in one, whatever stands before.
func wholly(list []string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + strings.Join(list, "|") + `)$`)
}

func lastly(list []string) *regexp.Regexp {
	return regexp.MustCompile(`(?:` + strings.Join(list, "|") + `)$`)
}

// isSupposed says whether a place lies in what is only supposed: "if the court agrees".
func (s *sentence) isSupposed(at int) bool {
	cl := s.clauses[s.clauseAt(at)]
	if (cl.lead == "if" || ifHead.MatchString(s.text[cl.from:cl.to])) && !strings.Contains(s.text[cl.from:max(cl.from, at)], ",") {
		return true
	}
	m := supposed.FindAllStringIndex(s.text[cl.from:max(cl.from, at)])
	return m != nil && !strings.ContainsAny(s.text[cl.from+m[len(m)-1][1]:at], ",;:")
}

// isHypothetical says whether a place lies in what would follow from something
// only thought of: "had it waited, the price could be three times as high".
func (s *sentence) isHypothetical(at int) bool {
	from := strings.LastIndex(s.text[:at], "; ") + len("; ")
	if from < len("; ") {
		from = 0
	}
	if !hypothesis.MatchString(strings.TrimLeft(s.text[from:], `"`)) {
		return false
	}
	cl := s.clauses[s.clauseAt(at)]
	return !strings.Contains(s.text[from:max(from, at)], ",") || follows.MatchString(s.text[cl.from:cl.to])
}

// isThought says whether a figure belongs to what might be and is not: "a royalty
// of $4 would wipe them out".
func (s *sentence) isThought(cl clause, f *figure) bool {
	if f.kind != facts.Money && f.kind != facts.Percent || cl.from > f.from || cl.to < f.to {
		return false
	}
	behind := wouldBe.FindStringIndex(s.text[f.to:cl.to])
	return behind != nil && !strings.ContainsAny(s.text[f.to:f.to+behind[0]], ",;:\"") && !finiteWithin(s.text[f.to:f.to+behind[0]]) && !finiteWithin(s.text[cl.from:f.from])
}

// haveDone leads up to what did not come about: "would have grown by".
var haveDone = regexp.MustCompile(`(?i)\b(?:would|could|might)(?:, [^,]{2,40},)? (?:\w+ )?have\s`)
