package answer

import (
	"cmp"
	_ "embed"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// sentence is a passage held against a question.
type sentence struct {
	*passage
	score  float32 // how near it is
	signs  [sentenceSigns]float32
	odds   float32
	chance float32 // 0..1: of being what answers, beside the others and beside none
}

// The signs that a sentence answers a question. Shares are of the question's weight.
const (
	inSentence     = iota // share that the sentence has
	inParagraph           // that only its paragraph has besides
	inAccount             // that only the article has
	inNone                // that the article has not
	inNoneAtAll           // that no article has
	byKin                 // that the sentence has in other words
	namesHere             // names of the question in the sentence
	namesNear             // only in its paragraph
	namesFar              // only in the article
	namesNowhere          //
	figuresHere           // figures and years of the question in the sentence
	figuresMissed         // and those that are not
	salientMissed         // nouns that must be explained, which the paragraph has not
	foreignMissed         // words that no list knows, likewise
	askedHere             // the noun that is asked for is there
	askedByFigure         // beside a figure
	askedNear             // it is in the paragraph
	askedMissed           // it is not
	ownShare              // share that the sentence has, each word weighed among the sentences of the article
	ownNear               // that its paragraph has
	ownMissed             // that the article has not
	rarestHere            // the rarest of those words is there
	leadShare             // by how much its share leads that of sentences elsewhere
	leadOwn               // the same weighed in the article
	leadScore             // and all in all
	wordPairs             // share of the words side by side in the question that are so there
	howLong               // how long it is
	howHeavy              // how many words of weight the question has
	kindTold              // it tells something of the kind asked for
	kindMissed            // it does not
	sentenceMoney         // it tells a sum of money
	sentencePart          // or a share
	otherYear             // it has a year, and not that of the question
	forAmount             // the question asks for an amount
	forMoney              // for money
	forPart               // for a share
	forCount              // how many
	forTime               // when
	forPerson             // who
	forPlace              // where
	forYesNo              // whether
	forList               // which ones
	forReason             // why
	forThing              // what
	forComparison         //
	forRank               //
	asFact                // the chance of its likeliest fact
	asGap                 // that of all gaps
	asTitle               // where it stands
	asComment             //
	asTable               //
	asNote                //
	saysNotSo             // it says that something is not so
	deniedAsked           // and a yes or a no is wanted
	deniedTime            // or a time
	deniedWho             // or a person
	negatedAsked          // the question says "not"
	partiesSwapped        // it has the parties the other way round
	noneDenies            // no other sentence nearly as near says that something is not so
	meansEach             // how well it has what the words of the question mean, on the whole
	meansLeast            // and the one that it has least
	meansWhole            // how like all it means is to all that the question does
	leadEach              // by how much it leads the best of the others in each
	leadWhole             // and in the whole
	softHere              // share of the question that it has in its words or in others like them
	softNear              // that its paragraph has
	leadSoft              // by how much it leads the best of the others in that
	leadNear              // and in this
	forWorked             // the question asks for a ratio, a difference or a sum
	sentenceSigns
)

// sentenceSignNames name the signs in sentences.txt.
var sentenceSignNames = [sentenceSigns]string{
	"inSentence", "inParagraph", "inAccount", "inNone", "inNoneAtAll", "byKin", "namesHere", "namesNear", "namesFar", "namesNowhere",
	"figuresHere", "figuresMissed", "salientMissed", "foreignMissed", "askedHere", "askedByFigure", "askedNear", "askedMissed",
	"ownShare", "ownNear", "ownMissed", "rarestHere", "leadShare", "leadOwn", "leadScore", "wordPairs", "howLong", "howHeavy",
	"kindTold", "kindMissed", "sentenceMoney", "sentencePart", "otherYear", "forAmount", "forMoney", "forPart", "forCount", "forTime",
	"forPerson", "forPlace", "forYesNo", "forList", "forReason", "forThing", "forComparison", "forRank", "asFact", "asGap",
	"asTitle", "asComment", "asTable", "asNote", "saysNotSo", "deniedAsked", "deniedTime", "deniedWho", "negatedAsked", "partiesSwapped", "noneDenies",
	"meansEach", "meansLeast", "meansWhole", "leadEach", "leadWhole",
	"softHere", "softNear", "leadSoft", "leadNear", "forWorked",
}

//go:embed sentences.txt
var sentencesText string

// theSentences judges which sentence answers a question. Its weights stand in
// sentences.txt, fitted to articles of many hands and the questions of others; see
// TestFitSentences.
var theSentences = mustReadJudge(sentencesText, sentenceSignNames[:])

// Chances that a sentence answers, below which it is not told, or not by itself.
const (
	sentenceEnough = 0.6  // of one that is to be a yes or a no
	sureAlone      = 0.9  // from which no other is told beside it
	togetherEnough = 0.62 // of all that are told
	worthTelling   = 0.05 // of each of them
	fewTold        = 3
)

const (
	veryWords = 0.99 // likeness from which a question has the very words of a gap
	yesShare  = 0.75 // of a question that a sentence must have to be a yes
)

// ofText reports whether an answer is for the sentences to give: there is none yet, or a
// fact carries it that was read from one.
func (e *Engine) ofText(a Answer) bool {
	if e.passages == nil || a.Outcome != Answered {
		return e.passages != nil
	}
	at := e.entryOf(e.facts[a.carrier()])
	if at < 0 {
		return false
	}
	_, ok := e.passages.of[int32(at)]
	return ok
}

// fromText answers a question with the sentence that surely does, or with a few one of
// which surely does; byFact is what the facts would have answered by themselves.
func (e *Engine) fromText(q question.Query, found []candidate, byFact Answer) Answer {
	if gapInWords(found) {
		return byFact
	}
	for _, answers := range []func(question.Query) (Answer, bool){e.correctedIn, e.speltOut} {
		if a, ok := answers(q); ok {
			return a
		}
	}
	if a, ok := e.workedOut(q, found); ok {
		return a
	}
	all := judged(e.sentences(q, found))
	told := toTell(all, q)
	if asksWhichFirm(q) && !slices.ContainsFunc(told, func(s sentence) bool { return s.denies || s.namesFirm(q) }) {
		told = nil // "which maker?"
	}
	if a, ok := e.bySentences(q, told, found); ok {
		return a
	}
	return e.decline(q, e.nearer(q, all, found))
}

// bySentences answers a question with sentences, one below the other, unless one of them may
// not be told.
func (e *Engine) bySentences(q question.Query, told []sentence, found []candidate) (a Answer, ok bool) {
	for i := range told {
		next, ok := e.bySentence(q, &told[i], found)
		switch {
		case !ok:
			return Answer{}, false
		case i == 0:
			a = next
		default:
			a.Text += "\n" + next.Text
			a.Facts = append(a.Facts, next.Facts...)
			a.Confidence += next.Confidence
			a.citeAlso(next.Citations)
		}
	}
	return a, len(told) > 0
}

// nearer puts the facts that tell the likeliest sentences before all that was found: they
// are what is nearest where nothing is told, and leave the words that stand in its way.
func (e *Engine) nearer(q question.Query, all []sentence, found []candidate) []candidate {
	var out []candidate
	for i := range all[:min(len(all), fewTold)] {
		out = append(out, e.toldBy(&all[i], q, found))
	}
	return append(out, found...)
}

// bySentence answers a question with a sentence, unless that is about somebody else or is
// neither a yes nor a no where one is wanted.
func (e *Engine) bySentence(q question.Query, s *sentence, found []candidate) (Answer, bool) {
	c := e.toldBy(s, q, found)
	f := c.entry.fact
	if strays(q, f) || e.impersonal(q, f) || unfit(q, c) && !(ofAnother(q, c) && e.speaksOf(s, q)) {
		return Answer{}, false
	}
	a := e.told(f)
	a.Confidence = float64(s.chance)
	if q.YesNo && !offersTwo(q) && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Read == "or" && !t.Manner }) {
		opening, ok := s.verdict(q, f)
		if !ok {
			return Answer{}, false
		}
		a.Text = opening + a.Text
	}
	return e.withCorrection(a, s), true
}

// ofAnotherNumber reports whether a text has a name of the question with another number behind
// it, and nowhere with the same: "Mesh 3" for "Mesh 2".
func ofAnotherNumber(q question.Query, text string) bool {
	for i := 1; i < len(q.Tokens); i++ {
		name, n := q.Tokens[i-1], q.Tokens[i]
		if n.Value <= 0 || n.Value > mostNumbered || name.Class == question.Light || name.Background() {
			continue
		}
		other := false
		for _, m := range numberedRE.FindAllStringSubmatch(text, -1) {
			if !strings.EqualFold(m[1], name.Text) {
				continue
			}
			if m[2] == n.Text {
				return false
			}
			other = true
		}
		if other {
			return true
		}
	}
	return false
}

// A name with a number behind it, and the highest such number.
var numberedRE = regexp.MustCompile(`(\pL[\pL-]+)[ -](\d+(?:\.\d+)*)\b`)

const mostNumbered = 99

// speaksOf reports whether a fact of a sentence is about a company that a question names.
func (e *Engine) speaksOf(s *sentence, q question.Query) bool {
	return slices.ContainsFunc(e.companies(q), func(id string) bool {
		return slices.ContainsFunc(s.entries, func(at int32) bool { return isParty(e.entries[at].fact, id) })
	})
}

// withCorrection adds to a sentence the correction of its article, where that speaks of a
// figure that the sentence has: it may be the wrong one.
func (e *Engine) withCorrection(a Answer, s *sentence) Answer {
	if f := e.correctionOf(s.passage); f != nil {
		a.Text += " " + f.Says
		a.also(f, e.cite(f))
	}
	return a
}

// correctionOf is the correction of the article of a sentence, where they share a figure.
func (e *Engine) correctionOf(s *passage) *facts.Fact {
	k, ok := e.passages.corrections[s.at.Article]
	if !ok || s.at.At == "correction" || !e.passages.all[k].shareFigure(s) {
		return nil
	}
	return e.entries[e.passages.all[k].entries[0]].fact
}

// shareFigure reports whether two sentences have a figure in common.
func (s *passage) shareFigure(o *passage) bool {
	for i, t := range s.row {
		if s.figures[i] && slices.Contains(o.row, t) {
			return true
		}
	}
	return false
}

// gapInWords reports whether a question is put in the very words of a gap.
func gapInWords(found []candidate) bool {
	return len(found) > 0 && found[0].entry.gap != nil && found[0].proof[likeWords] >= veryWords
}

// verdict is the yes or the no that a sentence is to a question, if it is one: a no where
// it says that something is not so, a yes where it has nearly all of the question, a denial
// that is asked for among that.
func (s *sentence) verdict(q question.Query, f *facts.Fact) (opening string, ok bool) {
	denies := s.denies && f.How != facts.Corrected && deniesRE.MatchString(partAsked(q, f.Says)) // "€1,450, not €1,900" denies nothing else
	switch {
	case denies && deniesRE.MatchString(withoutManner(q)): // "did they refuse?", but not "yes or no"
		return "Yes. ", !q.Negated && s.signs[inSentence] >= yesShare
	case denies:
		return "No. ", !q.Negated
	case q.Negated || s.signs[inSentence] < yesShare || f.How == facts.Claimed:
		return "", false
	}
	return yes(f), true
}

// withoutManner are the words of a question but for those that only say how it asks.
func withoutManner(q question.Query) string {
	q.Tokens = slices.DeleteFunc(slices.Clone(q.Tokens), func(t question.Token) bool { return t.Manner })
	return q.Words()
}

// fewItems are the parts from which a sentence is a list, and no longer two clauses of which
// the one explains the other.
const fewItems = 3

// partAsked is the part of a sentence that has most of a question's words, where it is a
// list: what one item says not is no answer to another.
func partAsked(q question.Query, says string) string {
	parts := strings.Split(strings.ToLower(says), "; ")
	if len(parts) < fewItems {
		parts = sentencesIn(strings.ToLower(says))
	}
	best, most := says, 0
	for _, part := range parts {
		n := 0
		for _, t := range q.Tokens {
			if t.Class != question.Light && !t.Background() && strings.Contains(part, t.Read) {
				n++
			}
		}
		if n > most {
			best, most = part, n
		}
	}
	return best
}

// sentencesIn parts a comment of several sentences.
func sentencesIn(says string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(says, ". ", ".\n"), func(r rune) bool { return r == '\n' })
}

// toldBy is the fact that tells a sentence: the likeliest of those that have all of it. It
// leaves the words of the question that its paragraph has not.
func (e *Engine) toldBy(s *sentence, q question.Query, found []candidate) candidate {
	longest := 0
	for _, at := range s.entries {
		longest = max(longest, len(e.entries[at].fact.Says))
	}
	whole := func(at int32) bool { return len(e.entries[at].fact.Says) >= longest-sameEnd }
	at := s.entries[slices.IndexFunc(s.entries, whole)]
	c := candidate{entry: &e.entries[at], at: at}
	if k := slices.IndexFunc(found, func(c candidate) bool { return slices.Contains(s.entries, c.at) && whole(c.at) }); k >= 0 {
		c = found[k]
	}
	c.left = nil
	for _, w := range e.passages.asked(e.reader, q) {
		if w.within(s.holds) == 0 && w.within(s.paragraph.holds) == 0 {
			c.left = append(c.left, w.Token)
		}
	}
	return c
}

// judged are sentences with their chances of being what answers, each beside the others
// and beside none of them, the likeliest first.
func judged(ss []sentence) []sentence {
	for i := range ss {
		ss[i].odds = theSentences.odds(ss[i].signs[:])
	}
	most, sum := overall(theSentences.silence(0), len(ss), func(i int) float32 { return ss[i].odds })
	for i := range ss {
		ss[i].chance = float32(math.Exp(float64(ss[i].odds-most)) / sum)
	}
	slices.SortStableFunc(ss, func(a, b sentence) int { return cmp.Compare(b.odds, a.odds) })
	return ss
}

// toTell are those of the judged sentences that answer a question: the likeliest one if it
// surely does, or else the few likeliest, of which one surely does; none if that is not sure.
// A yes or a no can only be given with one.
func toTell(ss []sentence, q question.Query) []sentence {
	switch {
	case len(ss) == 0:
		return nil
	case q.YesNo:
		if ss[0].chance < sentenceEnough {
			return nil
		}
		return ss[:1]
	case ss[0].chance >= sureAlone:
		return ss[:1]
	}
	n, sum := 0, float32(0)
	for n < min(len(ss), fewTold) && ss[n].chance >= worthTelling {
		sum += ss[n].chance
		n++
	}
	if sum < togetherEnough {
		return nil
	}
	return ss[:n]
}

// sentences are those nearest to a question that have the kind of thing it asks for, with
// the signs that they answer it.
func (e *Engine) sentences(q question.Query, found []candidate) []sentence {
	asked := e.passages.asked(e.reader, q)
	out, meant := e.passages.near(asked), meaningOf(asked)
	for i := range out {
		s := &out[i]
		s.shares(e.passages, asked)
		s.own(asked)
		s.kinds(q, asked)
		s.beside(q)
		s.likeness(meant, asked)
		s.standing(e, found)
		s.signs[howLong], s.signs[howHeavy] = float32(len(s.row))/40, float32(len(asked))/6
	}
	leads(out)
	interims := interimsIn(q.Words())
	return slices.DeleteFunc(out, func(s sentence) bool {
		return s.lacks(q) || s.ofAnotherInterim(interims) || !q.YesNo && ofAnotherNumber(q, s.text)
	})
}

// lacks reports whether a sentence has nothing of the kind that a question asks for, and
// does not say either that there is none.
func (s *sentence) lacks(q question.Query) bool {
	v := &s.signs
	switch {
	case v[namesNowhere] >= 1 || s.elsewhen(q):
		return true // the whole article does not speak of that
	case !s.human && !q.YesNo && asksWhichHuman(q):
		return true // "which judge?"
	case !q.YesNo && !s.denies && s.countsOnly(q):
		return true // "which six companies?"
	case !q.YesNo && s.ofOthers(q):
		return true
	case s.denies || q.YesNo:
		return false
	case v[kindMissed] > 0 || v[otherYear] > 0:
		return true
	case q.Kind == question.Why:
		return !s.reason
	case q.Operation == question.Difference:
		return !changesRE.MatchString(s.text)
	case q.Operation == question.Ratio || q.Operation == question.Sum:
		return true // it would have to be worked out
	case v[forPart] > 0:
		return !s.share
	case v[forCount] > 0 && v[forMoney] == 0 && s.counts-s.heldOf(q, question.Number) <= 0:
		return true
	}
	return q.Kind == question.Amount && v[forMoney] > 0 && v[forCount] == 0 && !s.money && !s.share
}

// asksOffice reports whether a question names an office.
func asksOffice(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return slices.Contains(posts, t.Read) && !t.Background() })
}

// ofOthers reports whether a question asks for a figure of a company, or for who holds an office
// of it, and a sentence speaks of other companies only.
func (s *sentence) ofOthers(q question.Query) bool {
	if q.Kind != question.Amount && !(q.Kind == question.Who && asksOffice(q)) || len(s.firms) == 0 {
		return false
	}
	named := 0
	for _, t := range q.Tokens {
		if t.Class != question.Entity || t.Sort != company || t.Background() {
			continue
		}
		if s.holds.hasAny(t.Terms) {
			return false
		}
		named++
	}
	return named > 0
}

// countsOnly reports whether a question asks for names and a sentence has too few.
func (s *sentence) countsOnly(q question.Query) bool {
	n := namesAsked(q)
	return n > 1 && namesIn(s.text, q) < n
}

// namesFirm reports whether a sentence names a company that a question does not.
func (s *sentence) namesFirm(q question.Query) bool {
	return slices.ContainsFunc(s.firms, func(firm question.Term) bool {
		return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return slices.Contains(t.Terms, firm) })
	})
}

// namesAsked is how many names a question asks for, a few at most: "which six companies", "the
// names of the makers"; 0 for one that does not ask so.
func namesAsked(q question.Query) int {
	for i, t := range q.Tokens {
		n := int(max(howMany[t.Read], t.Value))
		counted := i > 0 && (q.Tokens[i-1].Read == "which" || q.Tokens[i-1].Read == "what") && t.Class <= question.Number && n > 1
		switch {
		case t.Background():
		case counted:
			return min(n, fewNames)
		case nameNouns[t.Read]:
			return 2
		}
	}
	return 0
}

// firmNouns are the words for those that have a name by which to tell them.
var firmNouns = lexicon.Set("firm-noun")

// asksWhichFirm reports whether a question asks which of them it is, "which Asian maker", and not
// which ones are named somewhere.
func asksWhichFirm(q question.Query) bool {
	for i, t := range q.Tokens {
		if !firmNouns[t.Read] {
			continue
		}
		for i--; i > 0 && q.Tokens[i].Class != question.Light; i-- {
		}
		if i >= 0 && q.Tokens[i].Read == "which" {
			return !hasWord(q, beingNamed)
		}
	}
	return false
}

// beingNamed are the words for being named.
var beingNamed = lexicon.Set("being-named")

// fewNames is how many names tell that more are told than counted.
const fewNames = 4

// nameNouns are the words that ask for names.
var nameNouns = lexicon.Set("name-noun")

// namesIn is how many words of a text may be names, or are numbers, that a question has not, beside
// the word that it begins with.
func namesIn(text string, q question.Query) int {
	n := 0
	for i, w := range nameRE.FindAllString(text, -1) {
		asked := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return strings.Contains(strings.ToLower(t.Text), strings.ToLower(w)) })
		if !asked && (i > 0 || !strings.HasPrefix(text, w)) {
			n++
		}
	}
	return n
}

// A word with a capital, or a number.
var nameRE = regexp.MustCompile(`\b(?:\p{Lu}[\pL\d]*|\d+)`)

// elsewhen reports whether a question names a year that the article of a sentence does not.
func (s *sentence) elsewhen(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class == question.Year && !t.Background() && !s.paragraph.article.has(t.Terms)
	})
}

// asideShare is what a name or a figure counts that only leads up to a question.
const asideShare = 0.3

// shares notes what of a question a sentence has, its paragraph, its article, and none.
func (s *sentence) shares(p *passages, asked []askedWord) {
	v := &s.signs
	all := float32(0.01)
	for i := range asked {
		all += asked[i].weight
	}
	for i := range asked {
		w := &asked[i]
		share, counts := w.weight/all, float32(1)
		if w.Background() {
			counts = asideShare
		}
		here, near := w.within(s.holds), w.within(s.paragraph.holds)
		name, figure := w.Class == question.Entity, w.Class == question.Number || w.Class == question.Year
		note := func(sign int, is bool, x float32) {
			if is {
				v[sign] += x
			}
		}
		switch {
		case here > 0:
			v[inSentence] += share * here
			note(byKin, here < 1, share)
			note(namesHere, name, counts)
			note(figuresHere, figure, counts)
			note(askedHere, w.Asked, 1)
			continue
		case near > 0:
			v[inParagraph] += share * near
			note(namesNear, name, counts)
			note(askedNear, w.Asked, 1)
		case s.paragraph.article.has(w.Terms):
			v[inAccount] += share
			note(namesFar, name, counts)
		default:
			v[inNone] += share
			note(namesNowhere, name, counts)
			note(inNoneAtAll, !slices.ContainsFunc(w.Terms, func(t question.Term) bool { return len(p.with(t)) > 0 }), share)
		}
		note(figuresMissed, figure, counts)
		if near == 0 {
			note(salientMissed, w.Class == question.Salient, counts)
			note(foreignMissed, w.Class == question.Foreign, counts)
			note(askedMissed, w.Asked, 1)
		}
	}
}

// ownWeight is what a word of a question weighs among the sentences of the article.
func (s *sentence) ownWeight(w *askedWord) float32 {
	weight := s.paragraph.article.rarity(w.Terms)
	if w.Background() {
		weight *= asideShare
	}
	if w.Class == question.Plain {
		weight *= plainShare
	}
	return weight
}

// own notes the same with each word weighed among the sentences of the article.
func (s *sentence) own(asked []askedWord) {
	v := &s.signs
	var all, rarest float32
	for i := range asked {
		w := &asked[i]
		weight := s.ownWeight(w)
		all += weight
		here, near, there := w.within(s.holds), w.within(s.paragraph.holds), s.paragraph.article.has(w.Terms)
		switch {
		case here > 0:
			v[ownShare] += weight * here
		case near > 0:
			v[ownNear] += weight * near
		case !there:
			v[ownMissed] += weight
		}
		if there && weight > rarest {
			rarest, v[rarestHere] = weight, one(here > 0)
		}
	}
	for _, k := range []int{ownShare, ownNear, ownMissed} {
		v[k] /= max(all, 0.01)
	}
}

// Words by which money is asked for, and shares.
var (
	forMoneyWords = lexicon.Set("as-money", "of-money")
	forShareWords = lexicon.Set("share", "of-share")
)

// kinds notes what kind of answer is wanted, and whether a sentence tells such.
func (s *sentence) kinds(q question.Query, asked []askedWord) {
	v := &s.signs
	v[forComparison], v[forRank] = one(q.Operation == question.Compare), one(q.Operation == question.Rank)
	v[forWorked] = one(q.Operation == question.Ratio || q.Operation == question.Difference || q.Operation == question.Sum)
	for i := range asked {
		w := &asked[i]
		if w.Background() {
			continue
		}
		v[forCount] = max(v[forCount], one(w.Counted))
		v[forMoney] = max(v[forMoney], one(forMoneyWords[w.Read]))
		v[forPart] = max(v[forPart], one(forShareWords[w.Read]))
		if w.Asked || w.Counted {
			v[askedByFigure] = max(v[askedByFigure], one(s.byFigure(w.Terms)))
		}
	}
	v[sentenceMoney], v[sentencePart] = one(s.money), one(s.share)
	years, held := 0, 0
	for _, t := range q.Tokens {
		if t.Class == question.Year && !t.Background() {
			years++
			held += int(one(s.holds.hasAny(t.Terms)))
		}
	}
	v[otherYear] = one(years > 0 && held == 0 && s.year)
	tells := func(n int) { v[kindTold], v[kindMissed] = one(n > 0), one(n <= 0) }
	switch {
	case q.YesNo:
		v[forYesNo] = 1
	case q.Kind == question.Amount:
		v[forAmount] = 1
		tells(s.amounts - s.heldOf(q, question.Number) - s.heldOf(q, question.Year))
	case q.Kind == question.When:
		v[forTime] = 1
		tells(s.times - s.heldOf(q, question.Year))
	case q.Kind == question.Who:
		v[forPerson] = 1
		tells(s.others(q))
	case q.Kind == question.Where:
		v[forPlace] = 1
		tells(s.places)
	case q.Kind == question.List:
		v[forList] = 1
	case q.Kind == question.Why:
		v[forReason] = 1
	default:
		v[forThing] = 1
	}
	if s.denies {
		v[saysNotSo], v[deniedAsked], v[deniedTime], v[deniedWho] = 1, v[forYesNo], v[forTime], v[forPerson]
	}
	v[negatedAsked] = one(q.Negated)
}

// heldOf counts the tokens of a class that a sentence says itself: it does not tell them anew.
func (s *sentence) heldOf(q question.Query, class question.Class) int {
	n := 0
	for _, t := range q.Tokens {
		if t.Class == class && slices.ContainsFunc(t.Terms, func(x question.Term) bool { return slices.Contains(s.row, x) }) {
			n++
		}
	}
	return n
}

// others counts the people and companies in a sentence that a question does not name.
func (s *sentence) others(q question.Query) int {
	n := 0
	for _, who := range s.people {
		if !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return slices.Contains(t.Terms, who) }) {
			n++
		}
	}
	return n
}

// How far from a noun a figure may stand that counts it: "58 of its own filter patents".
const (
	figureBefore = 4
	figureBehind = 2
)

// byFigure reports whether a figure stands beside one of the terms.
func (s *passage) byFigure(terms []question.Term) bool {
	for i, t := range s.row {
		if slices.Contains(terms, t) && slices.Contains(s.figures[max(0, i-figureBefore):min(len(s.row), i+figureBehind+1)], true) {
			return true
		}
	}
	return false
}

// sideBySide is how far apart words may stand to be side by side.
const sideBySide = 3

// beside notes what share of the words that stand side by side in a question do so in a
// sentence.
func (s *sentence) beside(q question.Query) {
	place := map[question.Term]int{}
	for i, t := range s.row {
		place[t] = i + 1
	}
	pairs, near, last := 0, 0, 0
	for i, t := range q.Tokens {
		if t.Class == question.Light {
			continue
		}
		here := 0
		for _, x := range t.Terms {
			here = max(here, place[x])
		}
		if i > 0 {
			pairs++
			if d := here - last; here > 0 && last > 0 && d >= -sideBySide && d <= sideBySide {
				near++
			}
		}
		last = here
	}
	s.signs[wordPairs] = float32(near) / float32(max(1, pairs))
}

// standing notes how likely the facts of a sentence are, and where it stands.
func (s *sentence) standing(e *Engine, found []candidate) {
	v := &s.signs
	for _, c := range found {
		switch {
		case c.entry.gap != nil:
			v[asGap] += c.chance
		case slices.Contains(s.entries, c.at):
			v[asFact] = max(v[asFact], c.chance)
			v[partiesSwapped] = max(v[partiesSwapped], one(c.turned()))
		}
	}
	name, _, _ := strings.Cut(s.at.At, "-")
	v[asTitle], v[asComment], v[asTable] = one(name == "title" || name == "standfirst" || name == "caption"), one(name == "comment"), one(name == "table")
	v[asNote] = one(unsaid[s.at.At] && name != "title")
}

// nearlyAsNear is the share of what a sentence has of a question from which another has
// nearly as much.
const nearlyAsNear = 0.8

// leads notes by how much each sentence leads those of other paragraphs, and in what it
// means all others.
func leads(ss []sentence) {
	for i := range ss {
		v := &ss[i].signs
		var share, own, score, each, whole, soft, near float32
		v[noneDenies] = 1
		for j := range ss {
			o := &ss[j]
			if j != i {
				each, whole = max(each, o.signs[meansEach]), max(whole, o.signs[meansWhole])
				soft = max(soft, o.signs[softHere])
			}
			if o.paragraph != ss[i].paragraph {
				near = max(near, o.signs[softNear])
				share, own, score = max(share, o.signs[inSentence]), max(own, o.signs[ownShare]), max(score, o.score)
			}
			if j != i && o.denies && o.signs[inSentence] >= nearlyAsNear*v[inSentence] {
				v[noneDenies] = 0
			}
		}
		v[leadShare], v[leadOwn] = v[inSentence]-share, v[ownShare]-own
		v[leadScore] = (ss[i].score - score) / max(ss[i].score, score, 0.1)
		v[leadSoft], v[leadNear] = v[softHere]-soft, v[softNear]-near
		v[leadEach], v[leadWhole] = v[meansEach]-each, v[meansWhole]-whole
	}
}
