package facts

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Lint finds what a base may hold and still be unsound: a figure that no cited
// unit carries, a statement at odds with its value, a claim without its
// claimant, words nobody uses. It reports every fault; whether each way of
// asking finds its own fact is for whoever answers to check.
func (b *Base) Lint() Faults {
	l := newLinter(b)
	for i := range b.Articles {
		if !strings.HasSuffix(b.Articles[i].File, FAQSuffix) { // a FAQ is no record of an article
			l.article(&b.Articles[i])
		}
	}
	for i := range b.FAQ {
		if a, ok := b.Article(b.FAQ[i].Cite[0].Article); ok && a.File != b.FAQ[i].File {
			figuresStandInUnits(l, &b.FAQ[i])
		}
	}
	for i := range b.Facts {
		l.fact(&b.Facts[i])
	}
	l.vocabulary()
	return l.faults.Sorted()
}

type linter struct {
	base     *Base
	entities map[string]*Entity
	faults   Faults
}

func newLinter(b *Base) *linter {
	l := &linter{base: b, entities: map[string]*Entity{}}
	for i := range b.Entities {
		l.entities[b.Entities[i].ID] = &b.Entities[i]
	}
	return l
}

func (l *linter) fact(f *Fact) {
	for _, rule := range factRules {
		rule(l, f)
	}
}

// factRules are what every fact must hold, one function a rule.
var factRules = []func(*linter, *Fact){
	figuresStandInUnits, calculationsHold, statementHoldsValue, statementHoldsHedge, statementHoldsParties, claimNamesClaimant, asksDiffer,
}

func (l *linter) fault(f *Fact, format string, args ...any) {
	l.faults.add(f.File, f.Line, "%s: %s", f.ID, fmt.Sprintf(format, args...))
}

// figuresStandInUnits: no figure of a statement may be missing from the units
// it cites; the date of the article counts, since "this March" needs it.
func figuresStandInUnits(l *linter, f *Fact) {
	var known []string
	for _, c := range f.Cite {
		if a, ok := l.base.Article(c.Article); ok {
			known = append(known, Figures(a.Published.String())...)
			known = append(known, Figures(a.Title)...)
			known = append(known, Figures(c.At)...)
			if u, ok := a.Unit(c.At); ok {
				known = append(known, u.Figures...)
				known = append(known, Figures(strings.Join(u.Names, " "))...)
			}
		}
	}
	for _, c := range f.Calc {
		known = append(known, Figures(c.Value)...)
	}
	for _, n := range Figures(f.Says) {
		if !slices.Contains(known, n) {
			l.fault(f, "the statement has the figure %s, which no unit it cites holds", n)
		}
	}
}

// calculationsHold: a calculated figure comes out of its expression, to the
// figures it is given with, and the statement says that it was calculated.
func calculationsHold(l *linter, f *Fact) {
	for _, c := range f.Calc {
		if strings.HasPrefix(c.Expression, "count") {
			continue // of units or entries, in words
		}
		x, ok := workOut(c.Expression)
		if !ok {
			l.fault(f, "calc: %q cannot be worked out: write numbers with + - * / and brackets", c.Expression)
			continue
		}
		want, err := strconv.ParseFloat(strings.ReplaceAll(c.Value, ",", ""), 64)
		_, decimals, _ := strings.Cut(c.Value, ".")
		if unit := math.Pow10(-len(decimals)); err != nil || math.Abs(x-want) > unit/2+1e-9 {
			l.fault(f, "calc: %s is %s, not %s", c.Expression, strconv.FormatFloat(x, 'g', 6, 64), c.Value)
		}
	}
	if len(f.Calc) > 0 && !strings.Contains(f.Says, "alculated") && !strings.Contains(f.Says, "ounted") {
		l.fault(f, "the statement holds what was calculated or counted and does not say so")
	}
}

var (
	arithmetic = regexp.MustCompile(`^[\d.+*/() -]+$`)
	number     = regexp.MustCompile(`\d+(?:\.\d+)?`)
)

// workOut is the value of an expression of numbers, + - * / and brackets.
func workOut(expression string) (float64, bool) {
	if !arithmetic.MatchString(expression) {
		return 0, false
	}
	exact := number.ReplaceAllStringFunc(expression, func(n string) string {
		if strings.Contains(n, ".") {
			return n
		}
		return n + ".0" // 1/3 is a third, not the zero of whole numbers
	})
	got, err := types.Eval(token.NewFileSet(), nil, token.NoPos, exact)
	if err != nil || got.Value == nil {
		return 0, false
	}
	x, _ := constant.Float64Val(constant.ToFloat(got.Value))
	return x, true
}

// statementHoldsValue: what the value says in figures, the statement says too.
func statementHoldsValue(l *linter, f *Fact) {
	if l.ownText(f) {
		return
	}
	switch f.Value.Kind {
	case Money, Count, Percent, Multiple, Date:
	default:
		return
	}
	if f.Value.Unit == "fraction" {
		return // one third is written in words
	}
	said := append(Figures(f.Says), wordFigures(f.Says)...)
	for _, n := range Figures(f.Value.Text) {
		if !slices.Contains(said, n) {
			l.fault(f, "the value is %s, but the statement does not say %s", f.Value.Text, n)
		}
	}
	if m := f.Value.Day.Month; m > 0 && !strings.Contains(f.Says, months[m-1]) {
		l.fault(f, "the value is %s, but the statement does not say %s", f.Value.Text, months[m-1])
	}
	for _, s := range scales {
		if strings.Contains(f.Value.Text, s.name) && !strings.Contains(f.Says, s.name) {
			l.fault(f, "the value is %s, but the statement does not say %s", f.Value.Text, s.name)
		}
	}
}

// statementHoldsHedge: a figure given as "about" is never stated bare.
func statementHoldsHedge(l *linter, f *Fact) {
	if f.Value.Hedge == "" || l.ownText(f) {
		return
	}
	for _, h := range hedges {
		if h.kept == f.Value.Hedge && strings.Contains(strings.ToLower(f.Says), h.written) {
			return
		}
	}
	l.fault(f, "the value is %q, but the statement drops the %q", f.Value.Text, f.Value.Hedge)
}

// statementHoldsParties: who is the value is named, and so is each entry of a list.
func statementHoldsParties(l *linter, f *Fact) {
	if l.ownText(f) {
		return
	}
	for _, id := range f.Value.IDs {
		if e, ok := l.entities[id]; ok && !l.names(f.Says, e) {
			l.fault(f, "the value names %s, but the statement does not", e.Name)
		}
	}
	for _, item := range f.Value.Items {
		if !speaksOf(f.Says, item) {
			l.fault(f, "the value lists %q, but the statement does not speak of it", item)
		}
	}
}

// claimNamesClaimant: what is claimed, thought or commented is never stated
// without the one who does.
func claimNamesClaimant(l *linter, f *Fact) {
	switch f.How {
	case Claimed, Opinion, Comment:
	default:
		return
	}
	says := wordsOf(f.Says)
	switch by, ok := l.entities[f.By]; {
	case !ok || l.names(f.Says, by):
	case by.Kind == "article" && l.ownText(f) && (strings.Contains(says, "article") || strings.Contains(says, "according to ")): // somebody it does not name
	case f.How == Opinion && l.isAuthor(by, f):
		if !strings.Contains(says, "author") && !strings.Contains(says, "article") {
			l.fault(f, "the statement is the author's opinion and does not say so")
		}
	case f.How == Comment && by.Kind == "article": // several readers
		if !strings.Contains(says, "reader") && !strings.Contains(says, "comment") {
			l.fault(f, "the statement is what readers say and does not say so")
		}
	default:
		l.fault(f, "the statement (%s) does not name %s, who says so", f.How, by.Name)
	}
}

// isAuthor reports whether an entity speaks for the article: itself or the one
// who wrote it.
func (l *linter) isAuthor(e *Entity, f *Fact) bool {
	a, ok := l.base.Article(f.Cite[0].Article)
	return e.Kind == "article" || ok && a.Author != "" && l.names(a.Author, e)
}

// names reports whether a text names an entity, by its name or an alias.
func (l *linter) names(text string, e *Entity) bool {
	low := " " + wordsOf(text) + " "
	for _, n := range append([]string{e.Name}, e.Aliases...) {
		if strings.Contains(low, " "+strings.TrimPrefix(wordsOf(n), "the ")+" ") {
			return true
		}
	}
	return false
}

// asksDiffer: the same words twice are a slip.
func asksDiffer(l *linter, f *Fact) {
	seen := map[string]bool{}
	for _, a := range slices.Concat(f.Asks, f.Denies) {
		w := wordsOf(a)
		if w == "" || seen[w] {
			l.fault(f, "the way of asking %q is empty or there twice", a)
		}
		seen[w] = true
	}
}

func (l *linter) article(a *Article) {
	cited := map[string]bool{}
	for _, f := range slices.Concat(l.base.Facts, l.base.FAQ) {
		for _, c := range f.Cite {
			if c.Article == a.ID {
				cited[c.At] = true
			}
		}
	}
	if _, ok := l.entities[a.ID]; !ok {
		l.faults.add(a.File, 1, "the article %s is no entity: add it to vocabulary/entities.yaml with kind article", a.ID)
	}
	for _, u := range a.Units {
		switch {
		case u.Gist == "" && u.Text == "":
			l.faults.add(a.File, u.Line, "unit %s has no gist", u.At)
		case u.Digest == "":
			l.faults.add(a.File, u.Line, "unit %s has no digest", u.At)
		case !cited[u.At] && u.Text == "": // where the text itself is kept, not every unit need carry one
			l.faults.add(a.File, u.Line, "unit %s carries no fact", u.At)
		}
	}
}

// ownText says whether a unit that a fact cites holds the article's own words:
// there the statement may be the article's sentence, and is not ours to weigh.
func (l *linter) ownText(f *Fact) bool {
	for _, c := range f.Cite {
		if a, ok := l.base.Article(c.Article); ok {
			if u, ok := a.Unit(c.At); ok && u.Text != "" {
				return true
			}
		}
	}
	return false
}

// stocked says whether the vocabulary is one that came with the program, for
// articles that are added as they come: not all of it need be in use.
func (l *linter) stocked() bool {
	return slices.ContainsFunc(l.base.Articles, func(a Article) bool {
		return slices.ContainsFunc(a.Units, func(u Unit) bool { return u.Text != "" })
	})
}

// shortOf reports whether a name is only the beginning of an entity's: two companies may be
// called "Orbex" for short.
func shortOf(name string, e *Entity) bool {
	return strings.HasPrefix(wordsOf(e.Name), name+" ")
}

// vocabulary finds lines that nothing uses.
func (l *linter) vocabulary() {
	var text strings.Builder
	ids, relations := map[string]bool{}, map[string]bool{}
	for _, f := range l.base.Facts {
		for _, s := range slices.Concat([]string{f.Says, f.Value.Text}, f.Asks, f.Denies, f.About, f.Lacks) {
			text.WriteString(" " + wordsOf(s) + " ")
		}
		for _, id := range slices.Concat([]string{f.Subject, f.By}, f.With, f.Value.IDs) {
			ids[id] = true
		}
		relations[f.Relation] = true
	}
	for _, g := range l.base.Gaps {
		for _, s := range append([]string{g.Says}, g.Asks...) {
			text.WriteString(" " + wordsOf(s) + " ")
		}
	}
	all := text.String()
	stocked := l.stocked()
	aliases := map[string]*Entity{}
	for i := range l.base.Entities {
		e := l.base.Entities[i]
		if !stocked && !ids[e.ID] && !l.names(all, &e) {
			l.faults.add(e.File, e.Line, "no fact speaks of the entity %s", e.ID)
		}
		for _, a := range append([]string{e.Name}, e.Aliases...) {
			w := wordsOf(a)
			if o := aliases[w]; o != nil && o.ID != e.ID && !(shortOf(w, &e) && shortOf(w, o)) {
				l.faults.add(e.File, e.Line, "%q is a name of %s and of %s", a, o.ID, e.ID)
			}
			aliases[w] = &e
		}
	}
	if stocked {
		return
	}
	for _, r := range l.base.Relations {
		if !relations[r.ID] {
			l.faults.add(r.File, r.Line, "no fact has the relation %s", r.ID)
		}
	}
	for _, s := range l.base.Vocabulary.Synonyms {
		if !slices.ContainsFunc(append([]string{s.Concept}, s.Words...), func(w string) bool {
			return strings.Contains(all, " "+wordsOf(w)+" ")
		}) {
			l.faults.add(s.File, s.Line, "no fact uses any word of the concept %q", s.Concept)
		}
	}
}

// wordsOf brings a text to lower-case words with single spaces.
func wordsOf(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), "’", "'")
	s = strings.ReplaceAll(s, "'s", "")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

var span = regexp.MustCompile(`(\d+) to (\d+)`)

// speaksOf reports whether a text speaks of an entry of a list. An entry that
// is a number may stand within a span: "4 to 7" speaks of 5.
func speaksOf(text, entry string) bool {
	n, err := strconv.Atoi(entry)
	if err != nil {
		return sharesWord(entry, text)
	}
	if slices.Contains(Figures(text), entry) {
		return true
	}
	return slices.ContainsFunc(span.FindAllStringSubmatch(text, -1), func(m []string) bool {
		from, err1 := strconv.Atoi(m[1])
		to, err2 := strconv.Atoi(m[2])
		return err1 == nil && err2 == nil && from <= n && n <= to
	})
}

// sharesWord reports whether a text has a word of four letters or more, or a
// figure, of another.
func sharesWord(of, text string) bool {
	low := wordsOf(text)
	fields := strings.Fields(wordsOf(of))
	for _, w := range fields {
		if len(w) >= 4 || len(fields) == 1 || w[0] >= '0' && w[0] <= '9' {
			if strings.Contains(low, w[:min(len(w), 6)]) {
				return true
			}
		}
	}
	return len(fields) > 0 && strings.Contains(low, strings.Join(fields, " "))
}

var smallNumbers = [][]string{
	strings.Fields("zero one two three four five six seven eight nine ten eleven twelve"),
	strings.Fields("none first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
}

var tens = strings.Fields("none ten twenty thirty forty fifty sixty seventy eighty ninety")

// wordFigures returns the numbers under a hundred that a text writes as words.
func wordFigures(s string) []string {
	var out []string
	ten := 0
	for _, w := range strings.Fields(wordsOf(s)) {
		if i := slices.Index(tens, w); i > 0 {
			ten = 10 * i
			out = append(out, strconv.Itoa(ten))
			continue
		}
		for _, names := range smallNumbers {
			if i := slices.Index(names, w); i >= 0 {
				out = append(out, strconv.Itoa(ten+i))
			}
		}
		ten = 0
	}
	return out
}
