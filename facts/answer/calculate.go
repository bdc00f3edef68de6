package answer

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// calculate answers what takes two figures or more, or one figure and a
// threshold. It gives false where the question is no such thing.
func (e *Engine) calculate(q question.Query) (Answer, bool) {
	if e.scope != nil {
		return e.calculateWithin(q)
	}
	if a, ok := e.threshold(q); ok {
		return a, true
	}
	if a, ok := e.whetherThen(q); ok {
		return a, true
	}
	if a, ok := e.lapse(q); ok {
		return a, true
	}
	if a, ok := e.sequence(q); ok {
		return a, true
	}
	if a, ok := e.addedUp(q); ok {
		return a, true
	}
	sides := e.companies(q)
	if q.Operation == "" && len(sides) > 2 && placeAsked(q) > 0 {
		q.Operation = question.Rank
	}
	if countsTwice(q) || comparesNobody(q) {
		return Answer{}, false
	}
	if q.Operation == "" && addsUp(q) && e.figuresOfAll(q, sides) {
		q.Operation = question.Sum
	}
	if accounts(q) {
		return Answer{}, false
	}
	if q.Operation == "" || len(sides) < 2 {
		return e.outweighs(q)
	}
	if a, ok := e.apiece(q, sides); ok {
		return a, true
	}
	return e.between(q, sides)
}

// countsTwice reports whether a question counts two things, each by itself: "how many makers
// are there, and how many staff has it in all?".
func countsTwice(q question.Query) bool {
	n := 0
	for _, t := range q.Tokens {
		n += int(one(t.Counted && !t.Background()))
	}
	return n > 1
}

// comparesNobody reports whether a question holds somebody whom it does not name against
// others: "did anybody bid more than A for what B sells?".
func comparesNobody(q question.Query) bool {
	left, right, parted := besideThan(q)
	names := func(ts []question.Token) bool {
		return slices.ContainsFunc(ts, func(t question.Token) bool { return t.Class == question.Entity && t.Sort == company })
	}
	return parted && q.YesNo && q.Operation == question.Compare && !names(left) && names(right)
}

// reckon calculates with figures of a thread where a question names nothing
// itself: "and the difference?", "how many is that together?", "which is more?".
func (e *Engine) reckon(q question.Query, before turn) (Answer, bool) {
	n, q := pointedTo(q)
	at := placesAsked(q, places)
	switch {
	case q.Operation == "" && q.Together:
		q.Operation = question.Sum
	case len(at) == 2 && (q.Operation == "" || q.Operation == question.Compare && !q.YesNo):
		q.Operation = question.Difference // "how far is the last behind the first"
	}
	if q.Operation == "" || q.Operation == question.Rank || !onlyPointsBack(q) || accounts(q) {
		return Answer{}, false
	}
	found := before.termsAt(at)
	if pair, ok := e.fromTheSame(q, before, at); ok {
		q.Operation, found = question.Difference, pair
	}
	if q.Operation == question.Sum {
		if _, _, parted := besideThan(q); parted || len(at) > 0 && n == 0 {
			return Answer{}, false // "the first together"
		}
		if found = before.termsOf(n, slices.Equal(at, []int{1})); n > 0 && len(found) == 0 {
			found = e.allBeside(before, n)
		}
		if n > 0 && len(found) == 0 {
			return Answer{Outcome: Unknown, Text: doNotSay("There are not so many figures before that could be added."), Confidence: 0.9}, true
		}
	}
	terms, ok := e.spokenOf(q, found)
	if !ok {
		return Answer{}, false
	}
	if len(terms) < 2 || q.Operation == question.Compare && (q.YesNo || terms[0].Subject == terms[1].Subject) {
		return Answer{}, false
	}
	asksBoth := n == 2 && q.Operation != question.Sum && terms[0].Value.Kind == facts.Count // "the difference of the two"
	for _, t := range terms {
		if !addable(terms[0], t) && !(asksBoth && comparable(terms[0], t)) || !isFigure(t.Value) {
			return Answer{}, false
		}
	}
	return e.worked(q, slices.Clone(terms)), true
}

// accounting are the words that ask for what lies behind a figure, and for none.
var accounting = lexicon.Set("accounting")

// accounts reports whether a question asks for what lies behind figures: "how is the gap
// explained?".
func accounts(q question.Query) bool {
	return q.Kind == question.Why || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return accounting[t.Read] })
}

// termsAt are the figures that a thread calculates with: those at places of its last
// ranking, those that were set side by side, or the last two.
func (t turn) termsAt(places []int) []*facts.Fact {
	n := len(t.figures)
	switch {
	case len(places) > 0 && len(t.ranking) > 0:
		return apart(t.ranking, places)
	case len(places) > 0 && n > 0:
		alike := slices.DeleteFunc(slices.Clone(t.figures), func(f *facts.Fact) bool { return f.Relation != t.figures[n-1].Relation || !addable(f, t.figures[n-1]) })
		return apart(alike, places)
	case len(t.beside) < 2 && n > 1:
		return t.figures[n-2:]
	}
	return t.beside
}

// termsOf are the figures of a thread that are added up: so many of those that were
// told last, or first, one like the other, and all of them where no number is said.
func (t turn) termsOf(n int, first bool) []*facts.Fact {
	of := t.beside
	if len(of) < max(n, 2) {
		of = t.alike()
	}
	switch {
	case n == 0 && len(of) < 2:
		return t.termsAt(nil)
	case n == 0:
		return of
	case n > len(of):
		return nil
	case first:
		return of[:n]
	}
	return of[len(of)-n:]
}

// allBeside are the figures of as many companies as stand in one paragraph with the last
// figure of a thread and tell the same: "and all four together?", where two were told; nil
// unless they are just so many.
func (e *Engine) allBeside(before turn, n int) []*facts.Fact {
	if len(before.figures) == 0 {
		return nil
	}
	last := before.figures[len(before.figures)-1]
	var out []*facts.Fact
	for _, f := range e.everyFact() {
		beside := sameMeasure(f, last) && addable(f, last) && slices.Contains(f.Cite, last.Cite[0]) && len(f.Calc) == 0
		if beside && !slices.ContainsFunc(out, func(o *facts.Fact) bool { return o.Subject == f.Subject }) {
			out = append(out, f)
		}
	}
	if len(out) != n {
		return nil
	}
	return out
}

// alike are the last figures of a thread that tell the same, each of something else.
func (t turn) alike() []*facts.Fact {
	from := len(t.figures)
	for last := from - 1; from > 0 && sameMeasure(t.figures[from-1], t.figures[last]) && addable(t.figures[from-1], t.figures[last]); {
		from--
	}
	return t.figures[from:]
}

// The words that count what was told before, and those one of which stands before
// such a number: "the three", "those 4".
var (
	howMany     = lexicon.Numbers("both", "number")
	beforeCount = lexicon.Set("before-count")
)

// pointedTo is how many of what was told before a question points to, and the question
// without that number; 0 where it leaves it open.
func pointedTo(q question.Query) (int, question.Query) {
	for i, t := range q.Tokens {
		n := cmp.Or(howMany[t.Read], t.Value)
		if t.Class > question.Number || n < 2 || n > maxEarlier || n != math.Trunc(n) {
			continue
		}
		if t.Read == "both" || i > 0 && beforeCount[q.Tokens[i-1].Read] {
			q.Tokens = slices.Delete(slices.Clone(q.Tokens), i, i+1)
			return int(n), q
		}
	}
	return 0, q
}

// spokenOf are those of several figures that a question speaks of, or all where it
// only points back. It gives false where it speaks of one alone.
func (e *Engine) spokenOf(q question.Query, fs []*facts.Fact) (out []*facts.Fact, ok bool) {
	for _, t := range q.Tokens {
		if t.Class != question.Content || t.Background() || places[t.Read] != 0 {
			continue
		}
		of := slices.DeleteFunc(slices.Clone(fs), func(f *facts.Fact) bool { return !e.explained(t, []*facts.Fact{f}) })
		if len(of) < len(fs) {
			out = append(out, of...)
		}
	}
	if len(out) == 0 {
		return fs, true
	}
	return out, len(out) > 1
}

// addable reports whether two figures count the same thing, so that a sum or a
// difference of theirs means something.
func addable(a, b *facts.Fact) bool {
	return comparable(a, b) && (a.Value.Kind != facts.Count || measure(a.Value) == measure(b.Value))
}

// onlyPointsBack reports whether a question has no word of weight of its own.
func onlyPointsBack(q question.Query) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class > question.Content })
}

// companies returns the companies that a question names, in order, each once.
func (e *Engine) companies(q question.Query) []string {
	var out []string
	for _, t := range q.Tokens {
		if t.Class == question.Entity && t.Sort == "company" && !t.Implied && !slices.Contains(out, t.Entity) {
			out = append(out, t.Entity)
		}
	}
	return out
}

// between compares the same measure of several companies.
func (e *Engine) between(q question.Query, sides []string) (Answer, bool) {
	found := make([][]candidate, len(sides))
	for i, s := range sides {
		if found[i] = e.figuresOf(q, s); len(found[i]) == 0 {
			found[i] = undated(e.figuresOf(yearless(q), s))
		}
	}
	if q.Operation == question.Compare && namesNoMeasure(q) {
		if several := e.measures(sides); len(several) > 1 {
			return e.ambiguous(e.candidatesOf(slices.Concat(several...))), true
		}
	}
	var terms []*facts.Fact
	for _, c := range found[0] {
		terms = []*facts.Fact{c.entry.fact}
		for _, others := range found[1:] {
			k := slices.IndexFunc(others, func(o candidate) bool { return sameMeasure(o.entry.fact, c.entry.fact) })
			if k < 0 {
				break
			}
			terms = append(terms, others[k].entry.fact)
		}
		if len(terms) == len(sides) {
			return e.worked(q, terms), true
		}
	}
	return e.lacking(sides, found)
}

// namesNoMeasure reports whether a question says nothing of what several companies are
// compared in: "is A ahead of B?".
func namesNoMeasure(q question.Query) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Class != question.Light && t.Class != question.Entity && !t.Background() && !t.Manner
	})
}

// measures are the figures by which all of several companies can be compared, one of
// each company for each measure.
func (e *Engine) measures(sides []string) [][]*facts.Fact {
	var out [][]*facts.Fact
	for _, f := range e.everyFact() {
		if f.Subject != sides[0] || !isFigure(f.Value) || len(f.Calc) > 0 || slices.ContainsFunc(out, func(m []*facts.Fact) bool { return sameMeasure(m[0], f) }) {
			continue
		}
		row := []*facts.Fact{f}
		for _, side := range sides[1:] {
			if g := e.sameOf(side, f); g != nil {
				row = append(row, g)
			}
		}
		if len(row) == len(sides) {
			out = append(out, row)
		}
	}
	return out
}

// candidatesOf are facts to choose from, as many as are listed.
func (e *Engine) candidatesOf(fs []*facts.Fact) []candidate {
	var out []candidate
	for _, f := range fs[:min(len(fs), mostListed)] {
		k := slices.IndexFunc(e.entries, func(n entry) bool { return n.fact == f })
		out = append(out, candidate{entry: &e.entries[k], at: int32(k)})
	}
	return out
}

// yearless is a question without its years.
func yearless(q question.Query) question.Query {
	q.Tokens = slices.DeleteFunc(slices.Clone(q.Tokens), func(t question.Token) bool { return t.Class == question.Year })
	return q
}

// undated keeps the figures that are given for no time, which may be set beside
// those of a year.
func undated(found []candidate) []candidate {
	return slices.DeleteFunc(found, func(c candidate) bool { return !c.entry.fact.Period.IsZero() })
}

// figureEnough is the chance from which a question put for one company alone
// asks for a figure of it.
const figureEnough = 0.3

// lacking says which of the companies the sources give no such figure for.
func (e *Engine) lacking(sides []string, found [][]candidate) (Answer, bool) {
	var without []string
	a := Answer{Outcome: Unknown, Confidence: 0.5}
	for i, cs := range found {
		if len(cs) == 0 {
			without = append(without, e.name(sides[i]))
			continue
		}
		if cs[0].chance < figureEnough {
			return Answer{}, false // no question of figures
		}
		a.Related = append(a.Related, e.related(cs[0].entry.fact))
	}
	if len(without) == 0 || len(without) == len(sides) {
		return Answer{}, false
	}
	a.Text = "The sources do not say. They give no such figure for " + listed(without) + ", so there is nothing to compare."
	return a, true
}

// figuresOf finds the figures of one company that the question, put for that
// company alone, asks for.
func (e *Engine) figuresOf(q question.Query, company string) []candidate {
	sub := q
	sub.Kind, sub.YesNo, sub.Orders = question.Amount, false, nil
	sub.Tokens = nil
	for _, t := range q.Tokens {
		if t.Class == question.Entity && t.Sort == "company" && t.Entity != company {
			continue
		}
		t.Asked = false
		sub.Tokens = append(sub.Tokens, t)
	}
	var out []candidate
	for _, c := range e.match(sub) {
		if f := c.entry.fact; f != nil && f.Subject == company && isFigure(f.Value) && len(f.Calc) == 0 && c.fits() {
			out = append(out, c)
		}
	}
	return out
}

func isFigure(v facts.Value) bool {
	switch v.Kind {
	case facts.Money, facts.Count, facts.Percent:
		return true
	}
	return false
}

// sameMeasure reports whether two figures can be set side by side.
func sameMeasure(a, b *facts.Fact) bool { return a.Relation == b.Relation && comparable(a, b) }

// comparable reports whether two figures are of the same kind and currency.
func comparable(a, b *facts.Fact) bool {
	return a.Value.Kind == b.Value.Kind && (a.Value.Kind != facts.Money || a.Value.Unit == b.Value.Unit)
}

// worked sets figures side by side and calculates what was asked.
func (e *Engine) worked(q question.Query, terms []*facts.Fact) Answer {
	a := Answer{Outcome: Answered, Confidence: 0.9}
	asked := slices.Clone(terms)
	slices.SortStableFunc(terms, largerFirst)
	most, least := terms[0], terms[len(terms)-1]
	first, last := e.name(most.Subject), e.name(least.Subject)
	if most.Subject == least.Subject {
		first, last = "the larger", "the smaller"
	}
	var lines []string
	place, ranked := placeAsked(q), terms
	if q.Less {
		ranked = slices.Clone(terms)
		slices.Reverse(ranked)
	}
	switch {
	case q.Operation == question.Sum:
		var sum float64
		var parts []string
		for _, t := range terms {
			sum += t.Value.Amount
			parts = append(parts, amount(t.Value, t.Value.Amount))
		}
		lines = append(lines, "Together about "+amount(most.Value, sum)+", calculated from the figures below.")
		a.Derived = append(a.Derived, Derived{strings.Join(parts, " + "), amount(most.Value, sum)})
	case q.Operation == question.Ratio && least.Value.Amount > 0:
		x := round(most.Value.Amount / least.Value.Amount)
		lines = append(lines, fmt.Sprintf("About %s times, %s against %s, calculated from the figures below.", x, first, last))
		a.Derived = append(a.Derived, Derived{plainNumber(most.Value.Amount) + " / " + plainNumber(least.Value.Amount), x})
	case q.Operation == question.Difference:
		d := minus(most.Value, least.Value)
		if e.otherWayRound(q, asked) {
			lines = append(lines, fmt.Sprintf("It is the other way round: %s has more than %s.", first, last))
		}
		lines = append(lines, fmt.Sprintf("A difference of about %s, %s less %s, calculated from the figures below.", d.Value, first, last))
		a.Derived = append(a.Derived, d)
	case q.YesNo && len(asked) == 2:
		lines = append(lines, e.verdict(q, asked))
	case q.YesNo && q.Together:
		line, sum := e.verdictOnSum(q, asked)
		lines, a.Derived = append(lines, line), append(a.Derived, sum)
	case place > 0 && place <= len(terms):
		lines = append(lines, fmt.Sprintf("%s comes %s of those named.", e.name(ranked[place-1].Subject), nth[place-1]))
	case q.Less:
		lines = append(lines, e.name(least.Subject)+" has the smallest figure.")
	default:
		lines = append(lines, e.name(most.Subject)+" has the largest figure.")
	}
	periods := map[string]bool{}
	for _, t := range terms {
		lines = append(lines, "• "+t.Says)
		a.also(t, e.cite(t))
		periods[t.Period.String()] = true
	}
	if len(periods) > 1 {
		lines = append(lines, "The figures are not for the same time.")
	}
	a.Text = strings.Join(lines, "\n")
	a.Table = e.sideBySide(terms)
	if a.Table != nil && q.Operation == question.Rank {
		a.Table.Kind = Rank
	}
	return a
}

// otherWayRound reports whether a question takes for granted that the one of two
// companies has more which has less: "by how much does A trail B?", "how far behind B is
// A?". What is held against stands right behind the word that parts them.
func (e *Engine) otherWayRound(q question.Query, asked []*facts.Fact) bool {
	_, right, parted := besideThan(q)
	if !parted || len(asked) != 2 || asked[0].Value.Amount == asked[1].Value.Amount {
		return false
	}
	k := slices.IndexFunc(right, func(t question.Token) bool { return t.Class == question.Entity && !t.Implied })
	if k < 0 {
		return false
	}
	against := slices.IndexFunc(asked, func(f *facts.Fact) bool { return f.Subject == right[k].Entity })
	return against >= 0 && (asked[1-against].Value.Amount < asked[against].Value.Amount) != q.Less
}

// minus is what a figure is larger by than another, without the dust of floating points.
func minus(larger, smaller facts.Value) Derived {
	return Derived{
		amount(larger, larger.Amount) + " - " + amount(smaller, smaller.Amount),
		amount(larger, math.Round((larger.Amount-smaller.Amount)*1e6)/1e6),
	}
}

// largerFirst orders facts by their figures.
func largerFirst(a, b *facts.Fact) int { return cmp.Compare(b.Value.Amount, a.Value.Amount) }

// verdict is the yes or no to "does the first have more than the second?".
func (e *Engine) verdict(q question.Query, asked []*facts.Fact) string {
	first, second := asked[0], asked[1]
	more := first.Value.Amount > second.Value.Amount
	word := "more"
	if !more {
		word = "less"
	}
	if first.Value.Amount == second.Value.Amount {
		return "No, both figures are the same."
	}
	yes := "No"
	if more != q.Less {
		yes = "Yes"
	}
	return fmt.Sprintf("%s: %s has %s than %s.", yes, e.name(first.Subject), word, e.name(second.Subject))
}

// verdictOnSum is the yes or no to "does the first have more than the others
// together?", with the sum.
func (e *Engine) verdictOnSum(q question.Query, asked []*facts.Fact) (string, Derived) {
	first := asked[0]
	var sum float64
	var others, terms []string
	for _, f := range asked[1:] {
		sum += f.Value.Amount
		others, terms = append(others, e.name(f.Subject)), append(terms, amount(f.Value, f.Value.Amount))
	}
	yes, word := "No", "less"
	if first.Value.Amount > sum {
		word = "more"
	}
	if (word == "more") != q.Less {
		yes = "Yes"
	}
	all := amount(first.Value, sum)
	return fmt.Sprintf("%s: %s has %s than %s together, which is about %s (calculated).", yes, e.name(first.Subject), word, listed(others), all),
		Derived{strings.Join(terms, " + "), all}
}

// threshold answers yes or no where the question holds a figure against the
// one that the sources give: "a billion or more?", "was it 500 million?", "most of
// it?".
func (e *Engine) threshold(q question.Query) (Answer, bool) {
	if !q.YesNo && (q.Operation != question.Compare || q.Kind != question.What) {
		return Answer{}, false
	}
	h, of, ok := holdsUp(q)
	if !ok {
		return Answer{}, false
	}
	if q.Majority && q.Operation == "" {
		q.Operation = question.Compare
	}
	plain := of // what the figure is
	plain.Kind, plain.YesNo = question.What, false
	found, whole := e.match(plain), e.match(q)
	if len(whole) > 0 && whole[0].chance >= heldSurely {
		found, whole = whole, found
	}
	for _, c := range slices.Concat(found, whole) {
		f := c.entry.fact
		if f == nil || !c.fits() || c.phrase.deny && c.left != nil || c.chance < heldEnough {
			continue
		}
		told, ok := measured(f.Value, h.Token)
		if !ok {
			continue
		}
		holds := bears(told, h, q)
		if h.predicated && e.refutes(of, e.weighed(of), &c) >= noEnough {
			holds = false // the figure is right, and what is said of it is not
		}
		return e.whether(c, holds), true
	}
	return Answer{}, false
}

// held is a figure of a question that the sources' is held against.
type held struct {
	question.Token
	roughly    bool // it is only about that
	predicated bool // what is said of the figure counts as well
}

// holdsUp finds the figure that a question holds up, the half where it asks for most of
// something, and the question without it.
func holdsUp(q question.Query) (h held, of question.Query, ok bool) {
	h.predicated = q.Operation != question.Compare || q.Majority
	at, ok := heldAgainst(q)
	if !ok {
		h.Token = question.Token{Value: 50, Share: true}
		return h, q, q.Majority
	}
	h.Token, h.roughly = q.Tokens[at], approximate(q, at)
	of = q
	of.Tokens = slices.Delete(slices.Clone(q.Tokens), at, at+1)
	return h, of, true
}

// Chances from which a figure is the one that another is held against: found without
// that, or with it.
const (
	heldEnough = 0.2
	heldSurely = 0.95
)

// bears reports whether a value is what a question holds it to be: a figure, or
// more or less than one. What is told as "over 150,000" is more than that.
func bears(v facts.Value, h held, q question.Query) bool {
	compares := q.Operation == question.Compare
	if !same(v, h) {
		return compares && (v.Amount < h.Value) == q.Less
	}
	return !compares || q.OrEqual || v.Hedge == "over" && !q.Less || (v.Hedge == "nearly" || v.Hedge == "under") && q.Less
}

// approximate reports whether a figure of a question is only a rough one: "about a third".
func approximate(q question.Query, at int) bool {
	return at > 0 && rough[q.Tokens[at-1].Read] || at > 1 && rough[q.Tokens[at-2].Read+" "+q.Tokens[at-1].Read]
}

var rough = lexicon.Set("rough")

// same reports whether a value is a figure: to the digit, or nearly where the
// source or the question says "about".
func same(v facts.Value, h held) bool {
	slack := 1e-9
	if v.Hedge == "about" || h.roughly {
		slack = 0.02
	}
	return math.Abs(v.Amount-h.Value) <= slack*h.Value
}

// heldAgainst finds the figure of a question that is held against another: the
// only one, or the one that words of comparison are about ("fewer than fifty of the
// 500").
func heldAgainst(q question.Query) (at int, ok bool) {
	var all, compared []int
	for i, t := range q.Tokens {
		if t.Class != question.Number || t.Background() {
			continue
		}
		all = append(all, i)
		if t.Held {
			compared = append(compared, i)
		}
	}
	switch {
	case len(all) == 1:
		return all[0], true
	case len(compared) == 1:
		return compared[0], true
	}
	return 0, false
}

// measured is a value as a figure of a question can be held against it: both are
// shares of a hundred, or neither is, and a span of time is held against its like.
func measured(v facts.Value, asked question.Token) (facts.Value, bool) {
	switch v.Kind {
	case facts.Multiple:
		v.Amount *= 100
		return v, asked.Share && v.Amount < 100
	case facts.Percent:
		return v, asked.Share
	case facts.Money, facts.Count:
		return v, !asked.Share && (!asked.Span || question.CountsTime(v.Unit))
	}
	return v, false
}

// amount writes a figure in the unit of a value: US$4.3 billion, 180,000.
func amount(v facts.Value, n float64) string {
	s := plainNumber(n)
	for _, scale := range []struct {
		by   float64
		name string
	}{{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}} {
		if n >= scale.by {
			s = strconv.FormatFloat(math.Round(n/scale.by*1000)/1000, 'f', -1, 64) + scale.name
			break
		}
	}
	switch {
	case v.Kind == facts.Percent:
		return s + "%"
	case v.Kind == facts.Money && v.Unit == "USD":
		return "US$" + s
	case v.Kind == facts.Money:
		return v.Unit + " " + s
	}
	return s
}

// plainNumber writes a number with thousands separators, to a millionth: sums of what
// floating point does not hold are off by less.
func plainNumber(n float64) string {
	s := strconv.FormatFloat(math.Round(n*1e6)/1e6, 'f', -1, 64)
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	return whole
}

// round keeps two figures after the first.
func round(x float64) string {
	switch {
	case x >= 100:
		return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
	case x >= 10:
		return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	}
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
}
