package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Chances from which something is done.
const (
	misdateEnough = 0.5  // of a paragraph that corrects the date of a question
	gapEnough     = 0.15 // of a gap, above which it is told what is missing
	gapSure       = 0.5  // from which it is told though it leaves words of the question
	rivalEnough   = 0.25 // share of the best one's chance that makes another meaning possible
	rivalAlike    = 0.5  // share of it from which nothing tells the two apart
	rivalsSure    = 0.5  // of several together, from which it is asked which of them is meant
)

// decide picks the entry that explains the question, or says why none does.
func (e *Engine) decide(q question.Query, found []candidate) Answer {
	if len(found) == 0 {
		return e.refuse(q, nil)
	}
	if bare := e.bare(q, found); len(bare) > 1 && found[0].chance < 1 {
		return e.ambiguous(bare)
	}
	if pair(q) {
		found = ofPair(found)
	}
	if found[0].chance < 1 && onlyNames(q) {
		if several := factsOf(found); len(several) > 1 {
			return e.ambiguous(several)
		}
	}
	c, ok := likeliestFact(found)
	if !ok || found[0].entry.gap != nil && found[0].chance == 1 {
		return e.decline(q, found)
	}
	if u, ok := declared(found); ok && found[0].entry.gap != nil && !undisclosedElsewhere(q, u.entry.fact) {
		return e.tell(q, u)
	}
	if strays(q, c.entry.fact) || undisclosedElsewhere(q, c.entry.fact) || e.impersonal(q, c.entry.fact) || e.faceless(q, c) || unfit(q, c) {
		return e.refuse(q, found)
	}
	rivals := e.rivals(q, c, found)
	if len(rivals) > 1 && together(rivals) >= rivalsSure && !leavesWeight(c) {
		return e.ambiguous(rivals)
	}
	if e.misdated(q, c) && e.pooled(c, found) >= misdateEnough {
		a := e.told(c.entry.fact)
		a.Text, a.Confidence = "That is not the date that the sources give. "+a.Text, confidence(c)
		return a
	}
	if several := vague(q, found); len(several) > 1 && c.chance < 1 {
		return e.ambiguous(several)
	}
	if a, ok := e.misnamed(q, found); ok {
		return a
	}
	if c.sure = e.sure(q, c, found); c.sure < c.enough(q, found) || e.barred(q, c) {
		if several := about(q, found); len(several) > 1 {
			return e.ambiguous(several)
		}
		return e.decline(q, found)
	}
	if c.refuted >= noEnough && q.Kind == question.When && !q.YesNo && !c.entry.kinds[question.When] {
		return e.refuse(q, found) // the time of what never was
	}
	if len(rivals) > 1 && rivals[1].chance >= c.chance*rivalAlike && !leavesWeight(c) {
		return e.ambiguous(rivals)
	}
	return e.besides(q, c, found, e.tell(q, c))
}

// barred reports whether a fact is not what is asked for, however alike: it leaves
// more of the question than it explains, or what is counted that no fact speaks of, has another word in the
// place of one asked for, is told for another year, or has nothing that a figure could
// be held against.
func (e *Engine) barred(q question.Query, c candidate) bool {
	if c.chance == 1 {
		return false
	}
	if !q.YesNo && c.refuted < noEnough && e.shutsOut(q, c.entry) || leavesMost(q, c) || onlyFigures(q, c) {
		return true
	}
	return slices.ContainsFunc(c.left, func(t question.Token) bool {
		switch {
		case t.Background():
			return false
		case t.Class == question.Entity && t.Sort == company:
			if q.YesNo {
				return c.refuted < noEnough && e.withAnother(q, c.entry.fact) // a yes that is somebody else's
			}
			return q.Operation == "" && isFigure(c.entry.fact.Value) // what one has from another is not what it has
		case t.Asked && t.Counted && t.Class != question.Entity && (t.Class != question.Content || mended(q, t)):
			return !q.YesNo
		case t.Class == question.Number:
			return q.Operation == question.Compare
		}
		return t.Class == question.Year && (!q.YesNo && yearTold(c.entry.fact) || q.YesNo && c.refuted < noEnough && ofNoYear(c.entry.fact))
	})
}

// withAnother reports whether a fact is of what one company did with another, of which a question
// does not speak.
func (e *Engine) withAnother(q question.Query, f *facts.Fact) bool {
	isCompany := func(id string) bool { return e.names[id] != nil && e.names[id].Kind == company }
	asked := q.Entities()
	return isCompany(f.Subject) && slices.ContainsFunc(f.With, func(id string) bool { return isCompany(id) && !slices.Contains(asked, id) })
}

// leavesMost reports whether a fact leaves more of a question's words of weight than
// it explains.
func leavesMost(q question.Query, c candidate) bool {
	w := countWords(q, c)
	return w.heavy > 2 && 2*w.left > w.heavy
}

// onlyFigures reports whether all that a fact has of a question that it leaves words of are
// figures: "who is in for lunch at 12:30?" is no question for comment 12.
func onlyFigures(q question.Query, c candidate) bool {
	left := func(t question.Token) bool {
		return slices.ContainsFunc(c.left, func(o question.Token) bool { return o.Read == t.Read })
	}
	leaves, figures := false, false
	for _, t := range q.Tokens {
		switch {
		case t.Carried:
			return false
		case t.Background() || t.Class == question.Light:
		case left(t):
			leaves = leaves || t.Class != question.Number
		case t.Class != question.Number:
			return false
		default:
			figures = true
		}
	}
	return leaves && figures
}

// yearTold reports whether a fact is told for a time of its own.
func yearTold(f *facts.Fact) bool {
	return cmp.Or(f.Period.From.Year, f.Period.To.Year, f.Value.Day.Year) > 0 || isFigure(f.Value) && yearRE.MatchString(f.Says)
}

// likeliestFact is the first of what was found that is no gap.
func likeliestFact(found []candidate) (candidate, bool) {
	at := slices.IndexFunc(found, func(c candidate) bool { return c.entry.fact != nil })
	if at < 0 {
		return candidate{}, false
	}
	return found[at], true
}

// undisclosedEnough is the chance of a fact that something is not told, from which it
// stands for a gap.
const undisclosedEnough = 0.1

// declared returns the likeliest fact that something is not told: unlike a gap, it
// can be cited.
func declared(found []candidate) (candidate, bool) {
	for _, c := range found {
		if f := c.entry.fact; f != nil && f.How == facts.NotDisclosed && c.chance >= undisclosedEnough && !leavesWeight(c) {
			return c, true
		}
	}
	return candidate{}, false
}

// decline says what the sources leave open, if that is likely what is asked for, or
// that they do not say.
func (e *Engine) decline(q question.Query, found []candidate) Answer {
	for _, g := range found {
		if g.entry.gap != nil && g.chance >= gapEnough {
			return e.gap(q, g, found)
		}
	}
	return e.refuse(q, found)
}

// misdated reports whether a question for the time of a fact takes another time
// for granted, and nothing else: "on which day of January did they sue?".
func (e *Engine) misdated(q question.Query, c candidate) bool {
	if q.Kind != question.When || q.YesNo || len(c.left) == 0 || !c.entry.own[question.When] {
		return false
	}
	return !slices.ContainsFunc(c.left, func(t question.Token) bool {
		return t.Background() || t.Class != question.Year && facts.MonthNumber(t.Read) == 0
	})
}

// misnamed corrects a question that takes for granted that somebody did what the
// sources tell of another: when one company bought a second that a third bought. The fact must
// hold the rest of the question, another name of it among that, and be of a kind
// in which who acts on whom matters.
func (e *Engine) misnamed(q question.Query, found []candidate) (Answer, bool) {
	if q.YesNo || q.Before != nil {
		return Answer{}, false
	}
	for _, c := range found {
		f := c.entry.fact
		if f == nil || !e.roles[f.Relation] || len(c.left) != 1 || c.chance < misnamedEnough || c.proof[wrongKind] > 0 || c.phrase.deny {
			continue
		}
		t := c.left[0]
		if t.Class != question.Entity || !parties[t.Sort] || t.Background() || c.proof[numbersShared] == 0 {
			continue
		}
		a := e.told(f)
		a.Text, a.Confidence = notSo+a.Text, confidence(c)
		return a, true
	}
	return Answer{}, false
}

// misnamedEnough is the chance of a fact from which a name that it lacks is the wrong
// one.
const misnamedEnough = 0.2

// The chance from which a fact may be meant by a single word, and the share that it must
// have of the likeliest one's.
const (
	vagueEnough = 0.01
	vagueShare  = 0.08
)

// vague returns the facts that a question may mean which says no more than a
// year, a figure or a word of the trade: "what happened in 2014?", "a thousand of what?",
// "tell me about the deal", "date?".
func vague(q question.Query, found []candidate) []candidate {
	heavy, figures, year := 0, 0, 0
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Light || t.Class == question.Content && t.Read == "year":
			if question.AsksWith(t.Read) {
				heavy-- // "when?" says nothing
			}
			continue
		case t.Class == question.Year:
			year = int(t.Value)
		case t.Class == question.Number && !t.Carried:
			figures++
			continue
		case t.Class != question.Content, t.Carried:
			return nil
		}
		heavy++
	}
	if figures > 1 || figures == 1 && heavy > 0 {
		return nil
	}
	wordless := heavy == 0 && figures == 0 && q.Kind != question.What && len(q.Tokens) > 0
	if q.Before != nil || q.YesNo || q.Operation != "" || !wordless && (heavy > 1 || q.Kind != question.What) {
		return nil
	}
	best, _ := likeliestFact(found)
	var out []candidate
	for _, c := range found {
		f := c.entry.fact
		if f == nil || c.chance < max(vagueEnough, vagueShare*best.chance) || leavesHeavy(c) || len(f.Calc) > 0 || year > 0 && cmp.Or(f.Period.From.Year, f.Value.Day.Year) != year {
			continue
		}
		same := func(o candidate) bool {
			return o.entry.fact.Relation == f.Relation && o.entry.fact.Subject == f.Subject
		}
		if len(out) < mostListed && !slices.ContainsFunc(out, same) {
			out = append(out, c)
		}
	}
	return out
}

// leavesHeavy reports whether a candidate leaves any word of weight.
func leavesHeavy(c candidate) bool {
	return slices.ContainsFunc(c.left, func(t question.Token) bool { return t.Class != question.Light && !t.Background() })
}

// notSo begins the correction of what a question takes for granted.
const notSo = "That is not what the sources say. "

// onlyNames reports whether a question says no more than a name, as if something
// had been asked before, and nothing was: "and Nokia?".
func onlyNames(q question.Query) bool {
	return q.Elliptic && q.Before == nil && q.Kind == question.What && swaps(q) && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Carried })
}

// about returns the likeliest facts of what a question names, where it says no more than
// that: "tell me about the licensee".
func about(q question.Query, found []candidate) []candidate {
	name := ""
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Light && aboutIt[t.Read]:
		case t.Class != question.Entity || name != "":
			return nil
		default:
			name = t.Entity
		}
	}
	if name == "" || q.Before != nil || q.YesNo || q.Operation != "" || q.Kind != question.What && q.Kind != question.Define {
		return nil
	}
	return factsOf(slices.DeleteFunc(slices.Clone(found), func(c candidate) bool {
		return c.entry.fact == nil || c.entry.fact.Subject != name || len(c.left) > 0
	}))
}

// aboutIt are the words that ask for whatever there is about somebody.
var aboutIt = lexicon.Set("about-it")

// mostListed is how many facts are listed for somebody to choose from.
const mostListed = 4

// factsOf returns the likeliest facts, each of another relation.
func factsOf(found []candidate) []candidate {
	var out []candidate
	for _, c := range found {
		f := c.entry.fact
		if f == nil || len(out) == mostListed || slices.ContainsFunc(out, func(o candidate) bool { return o.entry.fact.Relation == f.Relation }) {
			continue
		}
		out = append(out, c)
	}
	return out
}

// strays reports whether a fact has nothing to do with what the thread was about,
// though the question only makes sense there: "and tablets?".
func strays(q question.Query, f *facts.Fact) bool {
	b := q.Before
	if b == nil || !q.Elliptic || len(q.Entities()) > 0 && !allCarried(q) {
		return false
	}
	return astray(b, f)
}

// undisclosedElsewhere reports whether a fact only says that something is not told in another
// article than a thread was about, of others than those in question: "how much do they want?".
func undisclosedElsewhere(q question.Query, f *facts.Fact) bool {
	b := q.Before
	return b != nil && f.How == facts.NotDisclosed && f.Cite[0].Article != b.Cite[0].Article &&
		slices.ContainsFunc(f.With, func(id string) bool { return !slices.Contains(q.Entities(), id) })
}

// astray reports whether two facts have neither article nor party in common.
func astray(a, b *facts.Fact) bool {
	return a.Cite[0].Article != b.Cite[0].Article && a.Subject != b.Subject && !slices.Contains(b.With, a.Subject) && !slices.Contains(a.With, b.Subject)
}

// ofSomebody are the words for what belongs to somebody named before.
var ofSomebody = lexicon.Set("of-somebody")

// leans reports whether a question is about somebody who was named before and
// whom it does not name: "what were its sales?".
func leans(q question.Query) bool {
	belongs := false
	for _, t := range q.Tokens {
		if t.Class == question.Entity && parties[t.Sort] && !t.Carried {
			return false
		}
		belongs = belongs || ofSomebody[t.Read] && !t.Background()
	}
	return belongs
}

// plural are the words for several that were named before.
var plural = lexicon.Set("several")

// pair reports whether a question that names nobody points back to two companies.
func pair(q question.Query) bool {
	names, points := 0, false
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity && !t.Carried:
			return false
		case t.Class == question.Entity && t.Sort == "company":
			names++
		case !t.Carried:
			points = points || plural[t.Read]
		}
	}
	return q.Before != nil && points && names > 1
}

// ofPair puts the likeliest entry that is about both companies first, if it is
// likely at all.
func ofPair(found []candidate) []candidate {
	named := func(c candidate) bool {
		return !slices.ContainsFunc(c.left, func(t question.Token) bool { return t.Class == question.Entity })
	}
	at := slices.IndexFunc(found, named)
	if at < 1 || found[at].chance < found[0].chance*pairEnough {
		return found
	}
	out := slices.Clone(found)
	out[0], out[at] = out[at], out[0]
	out[0].chance = found[0].chance
	return out
}

// pairEnough is the share of the best entry's chance from which one that is about
// both is preferred.
const pairEnough = 0.2

// personal are the words for somebody who was named before.
var personal = lexicon.Set("personal")

// impersonal reports whether a fact is of nobody, though the question points back
// to a person.
func (e *Engine) impersonal(q question.Query, f *facts.Fact) bool {
	if q.Before == nil || !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return personal[t.Read] && !t.Carried }) {
		return false
	}
	if f.Relation == "published" {
		return false // by somebody
	}
	ids := slices.Concat([]string{f.Subject, f.By}, f.With, f.Value.IDs)
	return !slices.ContainsFunc(ids, func(id string) bool {
		n := e.names[id]
		return n != nil && (n.Kind == "person" || n.Kind == "reader" || n.Kind == "office")
	})
}

// humans are the words for one person by what he is.
var humans = lexicon.Set("human")

// asksWhichHuman reports whether a question asks for a person by what he is: "which
// reporter", "which Orbex lawyer", "who was the judge".
func asksWhichHuman(q question.Query) bool {
	before := func(i int) question.Token {
		if i < 0 {
			return question.Token{}
		}
		return q.Tokens[i]
	}
	for i, t := range q.Tokens {
		if !humans[t.Read] || t.Background() {
			continue
		}
		at := i - 1
		if before(at).Class == question.Entity {
			at--
		}
		switch word := before(at).Read; {
		case word == "which" || word == "what",
			word == "the" && (before(at-1).Read == "who" || before(at-2).Read == "who"),
			i == len(q.Tokens)-1 && i > 1 && q.Kind == question.What: // "the trial: judge?"
			return true
		}
	}
	return false
}

// faceless reports whether a question asks which of somebody's people it was, "which Orbex
// lawyer", and a fact names no person.
func (e *Engine) faceless(q question.Query, c candidate) bool {
	f := c.entry.fact
	if q.YesNo || f.How == facts.NotDisclosed || c.chance == 1 || !asksWhichHuman(q) {
		return false
	}
	ids := slices.Concat([]string{f.Subject, f.By}, f.With, f.Value.IDs)
	for _, t := range e.reader.Read(f.Says).Tokens {
		ids = append(ids, t.Entity)
	}
	return !slices.ContainsFunc(ids, func(id string) bool {
		n := e.names[id]
		return n != nil && (n.Kind == "person" || n.Kind == "reader")
	})
}

// allCarried reports whether every name in a question comes from an earlier turn.
func allCarried(q question.Query) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Entity && !t.Carried })
}

// tell answers with a fact, or declines with it what it says is not told.
func (e *Engine) tell(q question.Query, c candidate) Answer {
	if lacking(q, c) || coarser(q, c) || countless(q, c) && (q.YesNo || c.refuted < noEnough) {
		return Answer{
			Outcome: Unknown, Text: doNotSay(c.entry.fact.Says),
			Related: []Related{e.related(c.entry.fact)}, Confidence: confidence(c),
		}
	}
	if q.Negated && q.Kind == question.Amount && !q.YesNo && !c.entry.saysNot && c.phrase != nil && !c.phrase.negated {
		if a, ok := e.remainder(c.entry.fact); ok {
			return a
		}
	}
	return e.answer(q, c)
}

// coarser reports whether a question asks for a time more exactly than a fact
// tells it: for the month of what is dated by the year alone, for the year of what
// has no date at all.
func coarser(q question.Query, c candidate) bool {
	if q.YesNo || q.Kind != question.When || c.chance == 1 {
		return false
	}
	day := c.entry.fact.Value.Day
	if day.Year == 0 {
		day = c.entry.fact.Period.From
	}
	dated := dateRE.MatchString(c.entry.fact.Says)
	for i, t := range q.Tokens {
		if t.Background() {
			continue
		}
		if toTheDay[t.Read] && !dated && day.Year == 0 { // "when exactly?" of what was "in recent years"
			return true
		}
		if asked := i > 0 && (q.Tokens[i-1].Read == "which" || q.Tokens[i-1].Read == "what") || i == 0 && len(q.Tokens) > 1; !asked {
			continue
		}
		switch t.Read {
		case "month":
			return day.Year > 0 && day.Month == 0
		case "day", "date":
			return day.Year > 0 && day.Day == 0 && !fullDateRE.MatchString(c.entry.fact.Says)
		case "year":
			return !dated && day.Year == 0
		}
	}
	return false
}

// toTheDay are the words that ask for a time as exactly as may be.
var toTheDay = lexicon.Set("to-the-day")

// countless reports whether a question asks how many or how much, and the
// statement of a fact, beside its dates, holds no figure at all; unless the way of
// asking that it is most like does so too.
func countless(q question.Query, c candidate) bool {
	f := c.entry.fact
	if c.proof[countedLeft] > 0 && !q.YesNo && len(f.Value.Items)+len(f.Value.IDs) > 1 {
		return true // it lists something else
	}
	if c.phrase == nil || c.phrase.kind == question.Amount || q.YesNo || q.Kind != question.Amount || f.How == facts.NotDisclosed || f.How == facts.Comment || len(f.Value.Items)+len(f.Value.IDs) > 1 {
		return false
	}
	if isFigure(f.Value) || dateRE.MatchString(f.Says) && asksHowLong(q) {
		return false // "the sixth" is a figure too; since when tells how long
	}
	return !figureRE.MatchString(namedRE.ReplaceAllString(dateRE.ReplaceAllString(f.Says, ""), " "))
}

// countsListed reports whether a question counts what an entry lists: what some way of
// asking for it asks for, or what its statement calls by no name; not how many patents
// the vendors have that it lists.
func (e *Engine) countsListed(q question.Query, n *entry) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		if !t.Counted || t.Background() {
			return false
		}
		asked := func(p phrase) bool { return !p.deny && p.asks.hasAny(t.Terms) }
		return slices.ContainsFunc(e.phrases[n.first:n.last], asked) || !n.core.hasAny(t.Terms)
	})
}

// asksHowLong reports whether a question asks for a span of time: "how long", "for how
// many years".
func asksHowLong(q question.Query) bool {
	for i, t := range q.Tokens {
		before := func(n int, word string) bool { return i >= n && q.Tokens[i-n].Read == word }
		if t.Read == "long" && before(1, "how") || t.Read == "years" && before(1, "many") && before(2, "how") {
			return true
		}
	}
	return false
}

// A date in a statement, a day of a month, a figure that is part of a name ("Wi-Fi
// 6", "5G"), and a figure, in digits or in words.
var (
	monthRE    = lexicon.Pattern("month")
	namedRE    = regexp.MustCompile(`\b[A-Z][A-Za-z-]+ \d(?:[^\d,.]|$)|\b(?:\d+G|[A-Z]+\d+)\b`)
	fullDateRE = regexp.MustCompile(`\b\d{1,2} ` + monthRE + `\b`)
	dateRE     = regexp.MustCompile(`(?:\d{1,2} )?(?:` + monthRE + ` )?\b(?:19|20)\d\d\b`)
	figureRE   = regexp.MustCompile(`(?i)\d|\b` + lexicon.Pattern("few-number", "number", "high-number", "vague-number") + `\b`)
)

// lacking reports whether a question asks for just what the fact that answers it
// says is not told.
func lacking(q question.Query, c candidate) bool {
	if len(c.entry.lacks) == 0 || q.YesNo {
		return false
	}
	for i, t := range q.Tokens {
		rate := i > 0 && (q.Tokens[i-1].Read == "a" || q.Tokens[i-1].Read == "per") // "how much a year?" asks for no year
		if !rate && !t.Background() && len(t.Terms) > 0 && c.entry.lacks.has(t.Terms[0]) {
			return true
		}
	}
	return false
}

// mustExplain are the classes of words that an answer may hardly leave.
var mustExplain = [classes]bool{question.Salient: true, question.Number: true, question.Year: true, question.Entity: true}

// leavesWeight reports whether a candidate leaves a word that must be explained.
func leavesWeight(c candidate) bool {
	return slices.ContainsFunc(c.left, func(t question.Token) bool { return mustExplain[t.Class] && !t.Background() })
}

// bare returns the facts that a question may mean which names nobody, no time
// and no figure: the same relation of different subjects, whatever gap is
// likelier for want of a name.
func (e *Engine) bare(q question.Query, found []candidate) []candidate {
	heavy := 0
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity, t.Class == question.Year, t.Class == question.Number, t.Class == question.Foreign, t.Carried:
			return nil
		case t.Class != question.Light:
			heavy++
		}
	}
	if q.YesNo || q.Operation != "" || heavy == 0 || heavy > mostBare {
		return nil
	}
	var best candidate
	for _, c := range found {
		if c.entry.fact != nil {
			best = c
			break
		}
	}
	if best.entry == nil || best.chance >= mostAmbiguous || best.left != nil || best.proof[wrongKind] > 0 {
		return nil
	}
	out := []candidate{best}
	for _, c := range found {
		f := c.entry.fact
		if f == nil || f.Relation != best.entry.fact.Relation || !alikeValue(f, best.entry.fact) || len(c.left) > 0 || c.chance < best.chance*bareEnough || f.How == facts.Comment {
			continue
		}
		if !slices.ContainsFunc(out, func(o candidate) bool { return o.entry.fact.Subject == f.Subject }) {
			out = append(out, c)
		}
	}
	return out
}

const (
	mostAmbiguous = 0.7 // chance from which a fact is what is meant though nobody is named
	mostBare      = 4   // heavy words of a question that may be bare
	bareEnough    = 0.1 // share of the best fact's chance that makes a fact one that may be meant
)

// pooled is the chance that what a candidate cites answers the question: a
// paragraph may carry the same thing in more than one fact.
func (e *Engine) pooled(c candidate, found []candidate) float32 {
	var sum float32
	for _, o := range found {
		switch {
		case o.entry.fact != nil && sharesPlace(o.entry.fact, c.entry.fact):
			sum += o.chance
		case o.entry.gap != nil && c.entry.fact.How == facts.NotDisclosed:
			sum += o.chance // that it is not told, either way
		}
	}
	return sum
}

func sharesPlace(a, b *facts.Fact) bool {
	return a == b || slices.ContainsFunc(a.Cite, func(x facts.Citation) bool { return slices.Contains(b.Cite, x) })
}

func together(cs []candidate) float32 {
	var sum float32
	for _, c := range cs {
		sum += c.chance
	}
	return sum
}

// alikeValue reports whether a fact can be what is meant where another seems to
// be: it gives a figure, or the same kind of value.
func alikeValue(f, g *facts.Fact) bool { return isFigure(f.Value) || f.Value.Kind == g.Value.Kind }

// rivals returns the facts that the question may mean as well: the same
// relation of another subject, about as likely, where the question names
// neither subject.
func (e *Engine) rivals(q question.Query, best candidate, found []candidate) []candidate {
	f := best.entry.fact
	names := func(g *facts.Fact) bool {
		return slices.ContainsFunc(q.Entities(), func(id string) bool { return id == g.Subject || slices.Contains(g.With, id) })
	}
	if names(f) || f.How == facts.Comment {
		return nil
	}
	out := []candidate{best}
	for _, c := range found[1:] {
		g := c.entry.fact
		if g == nil || c.chance < best.chance*rivalEnough || g.Relation != f.Relation || names(g) || !alikeValue(g, f) || len(g.Calc) > 0 {
			continue
		}
		if !slices.ContainsFunc(out, func(o candidate) bool { return o.entry.fact.Subject == g.Subject }) {
			out = append(out, c)
		}
	}
	return out
}

// answer states a fact.
func (e *Engine) answer(q question.Query, c candidate) Answer {
	f := c.entry.fact
	a := e.told(f)
	a.Text, a.Confidence = e.opening(q, c)+f.Says, confidence(c)
	if n := listsMany(f); n > 1 && c.refuted < noEnough && (c.chance == 1 && counts(q) || e.countsListed(q, c.entry)) {
		a.count(f)
	}
	return a
}

// listsMany is how many a fact lists; 0 where it lists none.
func listsMany(f *facts.Fact) int { return max(len(f.Value.Items), len(f.Value.IDs)) }

// count begins an answer that tells a list with how many there are in it.
func (a *Answer) count(f *facts.Fact) {
	n := numberWord(listsMany(f))
	a.Text = strings.ToUpper(n[:1]) + n[1:] + ". " + f.Says
	a.Derived = append(a.Derived, Derived{"count of those listed", strconv.Itoa(listsMany(f))})
}

// counts reports whether a question asks how many there are of something.
func counts(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Counted && !t.Background() })
}

var numberWords = lexicon.Words("few-number", "number")

// mostSpelled is the highest number that is told in letters.
const mostSpelled = 12

func numberWord(n int) string {
	if n <= mostSpelled {
		return numberWords[n]
	}
	return strconv.Itoa(n)
}

// ambiguous asks which of several is meant and lists them.
func (e *Engine) ambiguous(rivals []candidate) Answer {
	a := Answer{Outcome: Ambiguous, Confidence: confidence(rivals[0])}
	lines := []string{"Which do you mean?"}
	for _, c := range rivals {
		f := c.entry.fact
		lines = append(lines, "• "+f.Says)
		a.Citations = append(a.Citations, e.cite(f)...)
		a.Facts = append(a.Facts, f.ID)
	}
	a.Text = strings.Join(lines, "\n")
	a.Choices = e.choices(a.Facts)
	return a
}

// doNotSay begins a refusal, once.
func doNotSay(what string) string {
	const begin = "The sources do not say"
	if strings.HasPrefix(what, begin) {
		return what
	}
	return strings.TrimSpace(begin + ". " + what)
}

// gap says what the sources leave open, with the facts that come nearest; where
// it is not surely the one that is meant, the words that it leaves are named
// instead.
func (e *Engine) gap(q question.Query, c candidate, found []candidate) Answer {
	if c.chance < gapSure && len(c.left) > 0 {
		return e.refuse(q, found)
	}
	a := Answer{Outcome: Unknown, Text: doNotSay(c.entry.gap.Says), Confidence: confidence(c)}
	for _, id := range c.entry.gap.Near {
		for i := range e.base.Facts {
			if f := &e.base.Facts[i]; f.ID == id {
				a.Related = append(a.Related, e.related(f))
			}
		}
	}
	if len(c.entry.gap.Near) == 0 { // else it is known what is near
		a = e.pointing(q, a)
	}
	if len(a.Related) == 0 {
		a.Related = e.nearest(found)
	}
	return a
}

// refuse says that there is no answer, and which words stand in its way.
func (e *Engine) refuse(q question.Query, found []candidate) Answer {
	a := Answer{Outcome: Unknown, Related: e.nearest(found)}
	var missing []string
	if len(found) > 0 {
		for _, t := range found[0].left {
			if !t.Aside && t.Class > question.Plain || len(found[0].left) == 1 {
				missing = append(missing, "“"+strings.TrimSpace(t.Text)+"”")
			}
		}
	}
	switch {
	case len(missing) > 0:
		missing = slices.Compact(missing)
		a.Text = "The sources do not say. Nothing in them on " + listed(missing[:min(4, len(missing))]) + " fits the rest of the question."
	case len(found) > 0 && found[0].turned():
		a.Text = "The sources do not say. What comes nearest has the parties the other way round."
	case len(found) > 0:
		a.Text = "The sources do not say." + lackingKind(q, found[0])
	default:
		a.Text = "I find nothing in the sources on that. I answer questions about technology licensing from a fixed set of articles."
	}
	a = e.pointing(q, a)
	if len(found) == 0 && len(a.Related) > 0 {
		a.Text = "The sources do not say."
	}
	return a
}

// lackingKind says which kind of answer is wanted that the nearest fact has not.
func lackingKind(q question.Query, c candidate) string {
	if c.proof[wrongKind] == 0 || q.YesNo {
		return ""
	}
	return map[question.Kind]string{
		question.Amount: " They give no number for that.",
		question.When:   " They give no date for that.",
		question.Who:    " They name nobody for that.",
		question.Where:  " They name no place for that.",
		question.Why:    " They give no reason for that.",
	}[q.Kind]
}

func listed(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], ", ") + " and " + items[len(items)-1]
}

// nearest labels the best few facts as related, of those that are told in the same words
// one.
func (e *Engine) nearest(found []candidate) []Related {
	var out []Related
	for _, c := range found {
		f := c.entry.fact
		if f == nil || slices.ContainsFunc(out, func(r Related) bool { return ending(r.Text) == ending(f.Says) && citesUnit(r, f.Cite[0]) }) {
			continue
		}
		if out = append(out, e.related(f)); len(out) == 3 {
			break
		}
	}
	return out
}

func (e *Engine) related(f *facts.Fact) Related {
	return Related{Fact: f.ID, Text: f.Says, Citations: e.cite(f)}
}

func (e *Engine) cite(f *facts.Fact) []Citation {
	var out []Citation
	for _, c := range unique(f.Cite) {
		a, ok := e.base.Article(c.Article)
		if !ok {
			continue
		}
		cited := e.citeUnit(a, c.At)
		if cited.How = f.How; f.By != c.Article {
			cited.By = e.name(f.By)
		}
		out = append(out, cited)
	}
	return out
}

func confidence(c candidate) float64 {
	return float64(int(min(1, cmp.Or(c.sure, c.chance))*100)) / 100
}
