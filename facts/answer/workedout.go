package answer

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// workedOut answers what one sentence of an article does not tell but gives all the figures
// for: by how much something rose, what share one is of the other, how many there are of
// one for each of the other. There must be just one pair of figures that it can be of.
func (e *Engine) workedOut(q question.Query, found []candidate) (Answer, bool) {
	work := workAsked(q)
	if work == nil {
		return Answer{}, false
	}
	plain := q
	plain.Operation, plain.Kind = "", question.Amount
	told := likeliestOf(e.sentences(plain, found))
	if len(told) != 1 || told[0].chance < workedEnough {
		return Answer{}, false
	}
	s := &told[0]
	f := e.toldBy(s, q, found).entry.fact
	figures := e.figuresIn(s)
	if strays(q, f) || priced(figures) != len(pricedRE.FindAllString(f.Says, -1)) { // not every sum was read
		return Answer{}, false
	}
	of := work(e, q, figures)
	if of == nil {
		return Answer{}, false
	}
	a := e.told(f)
	a.Text = of.said + "\n• " + a.Text
	a.Derived = append(a.Derived, of.Derived)
	a.Confidence = float64(s.chance)
	return e.withCorrection(a, s), true
}

// workedEnough is how surely a sentence must be meant for its figures to be calculated with.
const workedEnough = 0.5

// pricedRE is how a sum of money begins.
var pricedRE = regexp.MustCompile(`(?:\p{Sc}|\b[A-Z]{3})[\s\x{a0}]?\d`)

// working is a calculation, and how it is told.
type working struct {
	Derived
	said string
}

// workAsked is what a question wants done with the figures of a sentence, or nil.
func workAsked(q question.Query) func(*Engine, question.Query, []*facts.Fact) *working {
	if q.YesNo || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Number && !t.Background() }) {
		return nil // a figure of the question's own would have its part in it
	}
	switch {
	case q.Operation == question.Difference:
		return differenceOf
	case q.Operation != "":
		return nil
	case slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return averaged[t.Read] }):
		return averageOf
	case asksShare(q):
		return shareOf
	}
	return nil
}

// averaged are the words by which an average is asked for.
var averaged = lexicon.Set("averaged")

// figuresIn are the figures that the facts of a sentence hold, each once.
func (e *Engine) figuresIn(s *sentence) []*facts.Fact {
	var out []*facts.Fact
	for _, at := range s.entries {
		f := e.entries[at].fact
		if isFigure(f.Value) && f.Value.High == 0 && f.Relation != "change" &&
			!slices.ContainsFunc(out, func(o *facts.Fact) bool { return comparable(o, f) && o.Value.Amount == f.Value.Amount }) {
			out = append(out, f)
		}
	}
	return out
}

// priced counts the figures that are sums of money.
func priced(fs []*facts.Fact) int {
	n := 0
	for _, f := range fs {
		n += int(one(f.Value.Kind == facts.Money))
	}
	return n
}

// pairOf is the one pair of figures that count the same thing, the larger first.
func pairOf(fs []*facts.Fact) (larger, smaller *facts.Fact, ok bool) {
	for i, a := range fs {
		for _, b := range fs[i+1:] {
			if a.Value.Kind == facts.Percent || a.Value.Per != b.Value.Per || !addable(a, b) {
				continue
			}
			if ok {
				return nil, nil, false
			}
			larger, smaller, ok = a, b, true
		}
	}
	if ok && larger.Value.Amount < smaller.Value.Amount {
		larger, smaller = smaller, larger
	}
	return larger, smaller, ok
}

func differenceOf(_ *Engine, _ question.Query, fs []*facts.Fact) *working {
	a, b, ok := pairOf(fs)
	if !ok {
		return nil
	}
	more, less := amount(a.Value, a.Value.Amount), amount(b.Value, b.Value.Amount)
	d := amount(a.Value, math.Round((a.Value.Amount-b.Value.Amount)*1e6)/1e6)
	about := ""
	if a.Value.Hedge != "" || b.Value.Hedge != "" {
		about = "About "
	}
	return &working{Derived{more + " - " + less, d}, about + d + ", calculated: " + more + " less " + less + "."}
}

func shareOf(_ *Engine, _ question.Query, fs []*facts.Fact) *working {
	a, b, ok := pairOf(fs)
	if !ok || a.Value.Amount == 0 || slices.ContainsFunc(fs, func(f *facts.Fact) bool { return f.Value.Kind == facts.Percent }) {
		return nil
	}
	all, part := amount(a.Value, a.Value.Amount), amount(b.Value, b.Value.Amount)
	share := round(100*b.Value.Amount/a.Value.Amount) + "%"
	return &working{Derived{part + " / " + all, share}, "About " + share + ", calculated: " + part + " of " + all + "."}
}

// averageOf divides what is counted first in a question by what it is counted for each of.
func averageOf(e *Engine, q question.Query, fs []*facts.Fact) *working {
	place := func(f *facts.Fact) int {
		unit := strings.Fields(f.Value.Unit)
		return slices.IndexFunc(q.Tokens, func(t question.Token) bool {
			return f.Value.Kind == facts.Count && len(unit) > 0 && e.reader.Stem(t.Read) == e.reader.Stem(unit[len(unit)-1])
		})
	}
	var many, each *facts.Fact
	for _, a := range fs {
		for _, b := range fs {
			if place(a) < 0 || place(b) <= place(a) || a.Period != b.Period || b.Value.Amount == 0 {
				continue
			}
			if many != nil {
				return nil
			}
			many, each = a, b
		}
	}
	if many == nil {
		return nil
	}
	all, by := plainNumber(many.Value.Amount), plainNumber(each.Value.Amount)
	x := round(many.Value.Amount / each.Value.Amount)
	return &working{Derived{all + " / " + by, x}, "About " + x + ", calculated: " + all + " " + many.Value.Unit + " over " + by + " " + each.Value.Unit + "."}
}
