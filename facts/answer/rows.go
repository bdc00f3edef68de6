package answer

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

// lines are the lines of a statement that is written as a list.
func lines(f *facts.Fact) *Table {
	t := &Table{Kind: List}
	for l := range strings.Lines(f.Says) {
		if item, ok := strings.CutPrefix(strings.TrimSpace(l), "• "); ok {
			t.Rows = append(t.Rows, newRow(item))
		}
	}
	return t
}

// newRow is an item of a list: "Amazon against Nokia: cloud" names something and
// what is said of it.
func newRow(item string) Row {
	if name, what, ok := strings.Cut(item, ": "); ok {
		return Row{Label: capital(name), Shown: what}
	}
	return Row{Label: capital(item)}
}

// fewestNames is how many names make a list: one or two are told better than
// drawn.
const fewestNames = 3

// parties are the entities that a fact names.
func (e *Engine) parties(f *facts.Fact) *Table {
	if len(f.Value.IDs) < fewestNames {
		return nil
	}
	t := &Table{Kind: List}
	for _, id := range f.Value.IDs {
		t.Rows = append(t.Rows, Row{Label: capital(e.name(id))})
	}
	t.asTold(f)
	return t
}

// asTold puts the rows in the order of the statement, where it has them all.
func (t *Table) asTold(f *facts.Fact) {
	says := strings.ToLower(f.Says)
	at := func(r Row) int {
		if i := strings.Index(says, strings.ToLower(r.Label)); i >= 0 || r.Shown == "" {
			return i
		}
		return strings.Index(says, strings.ToLower(r.Shown))
	}
	if !slices.ContainsFunc(t.Rows, func(r Row) bool { return at(r) < 0 }) {
		slices.SortStableFunc(t.Rows, func(a, b Row) int { return at(a) - at(b) })
	}
}

// tallyRE is how a fact tells what was counted by whom.
var tallyRE = regexp.MustCompile(`^count of the (\w+) by (.+)$`)

// counted are the things that a fact has counted, each for somebody.
func (e *Engine) counted(f *facts.Fact) *Table {
	t := &Table{Kind: Compare}
	for _, c := range f.Calc {
		m := tallyRE.FindStringSubmatch(c.Expression)
		n, err := strconv.ParseFloat(c.Value, 64)
		if m == nil || err != nil || t.Unit != "" && t.Unit != m[1] {
			continue
		}
		t.Unit = m[1]
		t.Rows = append(t.Rows, Row{Label: m[2], Shown: c.Value, Amount: n})
	}
	t.rank()
	return t
}

// rank makes a comparison of more than two figures in order a rank.
func (t *Table) rank() {
	down := slices.IsSortedFunc(t.Rows, func(a, b Row) int { return cmp.Compare(b.Amount, a.Amount) })
	up := slices.IsSortedFunc(t.Rows, func(a, b Row) int { return cmp.Compare(a.Amount, b.Amount) })
	if len(t.Rows) > 2 && (down || up) {
		t.Kind = Rank
	}
}

// items are the entries of a list: dated ones, figures, or just names. Entries
// that are bare numbers or dates say nothing by themselves.
func (e *Engine) items(f *facts.Fact) *Table {
	if slices.ContainsFunc(f.Value.Items, bare) {
		return nil
	}
	if t := dated(f.Value.Items); t != nil {
		return t
	}
	if t := e.figures(f); t != nil {
		return t
	}
	t := &Table{Kind: List}
	for _, item := range f.Value.Items {
		t.Rows = append(t.Rows, newRow(item))
	}
	if slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Shown == "" }) {
		for i, item := range f.Value.Items { // all alike
			t.Rows[i] = Row{Label: capital(item)}
		}
	}
	t.asTold(f)
	return t
}

func bare(item string) bool {
	_, err := facts.ParseDay(item)
	return err == nil || !strings.ContainsFunc(item, unicode.IsLetter)
}

var dayPattern = `((?:\d{1,2} )?(?:` + monthRE + ` )?\d{4})`

// How an item of a timeline is dated: "1992: mobile phones", "launch of Chaspark
// in June 2024", "on Nokia and Xiaomi, 15 July 2017".
var (
	datedBefore = regexp.MustCompile(`^` + dayPattern + `: (.+)$`)
	datedAfter  = regexp.MustCompile(`^(.+?)(?:,| (` + lexicon.Pattern("dating") + `)) ` + dayPattern + `$`)
)

// dated returns items as a timeline if every one of them has a date.
func dated(items []string) *Table {
	t := &Table{Kind: Timeline}
	for _, item := range items {
		var r Row
		if m := datedBefore.FindStringSubmatch(item); m != nil {
			r = Row{When: m[1], Label: capital(m[2])}
		} else if m := datedAfter.FindStringSubmatch(item); m != nil {
			r = Row{Label: capital(m[1]), When: m[3]}
			if m[2] == "since" || m[2] == "by" {
				r.When = m[2] + " " + m[3]
			}
		} else {
			return nil
		}
		t.Rows = append(t.Rows, r)
	}
	if len(t.Rows) < 2 {
		return nil
	}
	return t
}

// fewestDates is how many things a sentence must date, one after another, to be
// a timeline.
const fewestDates = 3

// dates are the parts of a statement's first sentence, if each has its date.
func dates(f *facts.Fact) *Table {
	if f.Value.Kind != facts.Text {
		return nil
	}
	first, _, _ := strings.Cut(strings.TrimSuffix(f.Says, "."), ". ")
	if _, rest, ok := strings.Cut(first, ": "); ok {
		first = rest
	}
	by := "; "
	if !strings.Contains(first, by) {
		by = ", "
	}
	var items []string
	for part := range strings.SplitSeq(first, by) {
		items = append(items, strings.TrimPrefix(part, "and "))
	}
	if len(items) < fewestDates {
		return nil
	}
	return dated(items)
}

// A figure in an item of a list: money anywhere, a number at its head.
var (
	moneyRE = regexp.MustCompile(hedged + money + `(?: to ` + money + `)?`)
	countRE = regexp.MustCompile(`^` + hedged + number + `(?: |$)`)
)

var (
	hedged = `(?:` + lexicon.Pattern("hedge") + ` )?`
	money  = `(?:US\$|USD|EUR|GBP|CNY|€|£|¥|\$)` + number
	number = `\d[\d,]*(?:\.\d+)?(?: ` + lexicon.Pattern("magnitude") + `)?`
)

// figures are the entries of a list that each hold a figure of one unit:
// "Qualcomm US$5.57 billion", "over 2.7 billion for 5G".
func (e *Engine) figures(f *facts.Fact) *Table {
	t := &Table{Kind: Compare}
	var vs []facts.Value
	for _, item := range f.Value.Items {
		shown, v, ok := e.figureIn(item, f)
		if !ok {
			return nil
		}
		vs = append(vs, v)
		t.Rows = append(t.Rows, Row{Label: capital(without(item, shown)), Shown: shown})
	}
	if len(vs) < 2 || slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Label == "" }) {
		return nil
	}
	in := unitOf(vs)
	if in.name == "" {
		return nil
	}
	t.Unit = in.name
	for i, v := range vs {
		t.Rows[i].Amount = v.Amount / in.scale
	}
	t.asTold(f)
	t.rank()
	return t
}

// figureIn finds the figure of an item.
func (e *Engine) figureIn(item string, f *facts.Fact) (shown string, v facts.Value, ok bool) {
	if shown = moneyRE.FindString(item); shown != "" {
		v, err := facts.ParseValue(facts.Money, shown)
		return shown, v, err == nil
	}
	shown = strings.TrimSpace(countRE.FindString(item))
	noun := e.noun(f)
	if shown == "" || noun == "" {
		return "", v, false
	}
	v, err := facts.ParseValue(facts.Count, shown+" "+noun)
	return shown, v, err == nil
}

// noun is what a fact that lists numbers counts: what the single counts of the
// same relation count, if it is the same and the statement speaks of it.
func (e *Engine) noun(f *facts.Fact) string {
	noun := ""
	for i := range e.base.Facts {
		g := &e.base.Facts[i]
		if g.Value.Kind != facts.Count || g.Relation != f.Relation || g.Subject != f.Subject || len(g.Calc) > 0 {
			continue
		}
		if m := measure(g.Value); noun == "" || noun == m {
			noun = m
			continue
		}
		return ""
	}
	if !strings.Contains(strings.ToLower(f.Says), strings.TrimSuffix(noun, "s")) {
		return ""
	}
	return noun
}

// The words that join an item of a list to its figure: "for 5G", "the vendor with".
var beforeItem, afterItem = lexicon.Words("before-item"), lexicon.Words("after-item")

// without is what is left of an item beside its figure.
func without(item, shown string) string {
	rest := strings.Trim(strings.Replace(item, shown, "", 1), " ,:")
	for _, word := range beforeItem {
		rest = strings.TrimPrefix(rest, word+" ")
	}
	for _, word := range afterItem {
		rest = strings.TrimSuffix(rest, " "+word)
	}
	return rest
}

// terms are the figures that a fact is worked out from, or that a text sets side
// by side: facts of their own, of the units that it cites.
func (e *Engine) terms(f *facts.Fact) *Table {
	if f.Value.Kind != facts.Text && len(f.Calc) == 0 {
		return nil
	}
	told := e.figuresWith(f, numbersIn(f.Says))
	found := told
	if len(f.Calc) > 0 {
		terms := termsOf(f.Calc)
		if found = e.figuresWith(f, terms); len(found) < len(terms) {
			return nil // no fact has that term
		}
		told = slices.DeleteFunc(told, func(g *facts.Fact) bool { return !slices.Contains(found, g) })
		if len(told) == len(found) {
			found = told // in the order of the text
		}
	}
	t := e.sideBySide(found)
	if t == nil {
		return nil
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		r.Citations = slices.DeleteFunc(r.Citations, func(c Citation) bool { return !slices.Contains(f.Cite, c.Citation) })
	}
	if len(told) == len(found) {
		t.rank()
	}
	return t
}

// figuresWith returns the facts whose figures are the given numbers, in their
// order, each once: such as are not worked out themselves and are carried by a
// unit that f cites.
func (e *Engine) figuresWith(f *facts.Fact, ns []written) []*facts.Fact {
	var out []*facts.Fact
	for _, n := range ns {
		for i := range e.base.Facts {
			g := &e.base.Facts[i]
			if e.has(g) && isFigure(g.Value) && len(g.Calc) == 0 && n.is(g.Value.Amount) && slices.Contains(f.Cite, g.Cite[0]) && !slices.Contains(out, g) {
				out = append(out, g)
				break
			}
		}
	}
	return out
}

// written is a number as it stands in a text.
type written struct {
	n     float64
	short bool // in a calculation, where millions and billions go unsaid
}

func (w written) is(amount float64) bool {
	const exact = 1e-9
	for _, scale := range []float64{1, 1e6, 1e9, 1e12} {
		if math.Abs(w.n*scale-amount) <= amount*exact {
			return true
		}
		if !w.short {
			break
		}
	}
	return false
}

var (
	numberRE  = regexp.MustCompile(number)
	workingRE = regexp.MustCompile(`^[\d. +*/()-]+$`)
)

func numbersIn(text string) []written {
	var out []written
	for _, m := range numberRE.FindAllString(text, -1) {
		if v, err := facts.ParseValue(facts.Count, m+" of them"); err == nil {
			out = append(out, written{n: v.Amount})
		}
	}
	return out
}

// termsOf are the numbers that calculations start from, each once: no result of
// another one, and not the hundred of a percentage.
func termsOf(cs []facts.Calculation) []written {
	var out []written
	seen := []string{"100"}
	for _, c := range cs {
		seen = append(seen, c.Value)
	}
	for _, c := range cs {
		if !workingRE.MatchString(c.Expression) {
			continue
		}
		for _, m := range numberRE.FindAllString(c.Expression, -1) {
			m = strings.TrimSuffix(m, ".0")
			if n, err := strconv.ParseFloat(m, 64); err == nil && !slices.Contains(seen, m) {
				seen = append(seen, m)
				out = append(out, written{n: n, short: true})
			}
		}
	}
	return out
}
