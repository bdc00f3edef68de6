package answer

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

var fitting = flag.Bool("fit", false, "fit the weights of evidence to the base anew and print them")

var showing = flag.Bool("misses", false, "with -fit, print what is missed")

// TestFit fits the weights of evidence. Every way of asking of the base is put
// as a question while it and half of the entry's others are hidden; for some the
// whole paragraph is hidden, so that silence is right. The weights are those
// under which the right entry, or silence, was most likely each time (a
// conditional logit).
func TestFit(t *testing.T) {
	if !*fitting {
		t.Skip("fits only with -fit")
	}
	base, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(base)
	if err != nil {
		t.Fatal(err)
	}
	ft := &fitter{Engine: e}
	trials := ft.trials()
	ft.fitVerdicts(t.Logf)
	if os.Getenv("ONLYV") != "" {
		return
	}
	alone, threads := apart(trials)
	fit(alone, 0, sameRelation, t.Logf)
	fit(threads, sameRelation, pieces, t.Logf)
	sorts := []string{"ask", "deny", "gap", "silence", "thread", "turn", "dead end"}
	for _, sort := range sorts {
		var hits, asserted, all int
		for i := range trials {
			if tr := &trials[i]; tr.sort == sort {
				all++
				if tr.hit() {
					hits++
				} else if *showing {
					fmt.Println(sort, tr.text)
				}
				best := -1
				var o float32
				for j := range tr.proofs {
					if x := tr.proofs[j].odds(); best < 0 || x > o {
						best, o = j, x
					}
				}
				if best >= 0 && tr.right[best] {
					asserted++
				}
			}
		}
		t.Logf("%s: %.3f of %d, ranked first %.3f", sort, float64(hits)/float64(all), all, float64(asserted)/float64(all))
	}
	for i, w := range weights {
		fmt.Printf("\t%s: %.2f,\n", pieceNames[i], w)
	}
	fmt.Printf("silent %.2f word %.2f\n", silent, silentWord)
}

var pieceNames = []string{
	"question.Light", "question.Plain", "question.Content", "question.Salient", "question.Foreign", "question.Number", "question.Year", "question.Entity",
	"likeWords", "likeAgain", "hadPhrase", "explainedShare", "saysNothing", "askedLeft", "countedLeft", "leftOfGaps", "phraseNames", "wrongKind", "noDate", "sameKind",
	"otherKind", "rightValue", "partiesTurned", "onlySaid", "notTurned", "yesNoAlike", "yesNoUnlike", "nearDenial", "isGap", "gapLoosely",
	"isStatement", "unaskedReader", "wordsFor", "wordsLead", "ofSubject", "sameRelation", "sameUnit", "sameArticle", "sameFact", "newsLeft",
}

// trial is a question with the evidence for each candidate and which are right.
type trial struct {
	proofs  []evidence
	right   []bool
	silence bool    // silence is right
	unknown float32 // words that no phrase knows
	weight  float32
	sort    string // what was put: ask, deny, gap, silence
	text    string
}

// hit reports whether what is most likely is right.
func (tr *trial) hit() bool {
	best, odds := -1, silent+silentWord*tr.unknown
	for i := range tr.proofs {
		if o := tr.proofs[i].odds(); o > odds {
			best, odds = i, o
		}
	}
	return best < 0 && tr.silence || best >= 0 && tr.right[best]
}

type fitter struct {
	*Engine
	verdicts []verdictTrial
}

type verdictTrial struct {
	r           refutal
	deny, yesNo bool
	text        string
}

// fitVerdicts fits the weights of a refutal by logistic regression.
func (f *fitter) fitVerdicts(logf func(string, ...any)) {
	for _, w := range []*refutal{&refutalYesNo, &refutalOther} {
		yesNo := w == &refutalYesNo
		var ms, vs [refutalPieces]float64
		for round := 1; round <= 400; round++ {
			var grad [refutalPieces]float64
			n := 0.0
			for i := range f.verdicts {
				if v := &f.verdicts[i]; v.yesNo == yesNo {
					g := float64(v.r.chance(w))
					if v.deny {
						g--
					}
					n++
					for k, x := range v.r {
						grad[k] += g * float64(x)
					}
				}
			}
			for k := range w {
				g := grad[k]/n + 1e-4*float64(w[k])
				ms[k] = 0.9*ms[k] + 0.1*g
				vs[k] = 0.999*vs[k] + 0.001*g*g
				w[k] -= float32(0.05 * ms[k] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(vs[k]/(1-math.Pow(0.999, float64(round)))) + 1e-8))
			}
		}
		for _, sure := range []float32{0.5, 0.6, 0.7, 0.8} {
			var said, wrong, all [2]int
			for i := range f.verdicts {
				v := &f.verdicts[i]
				if v.yesNo != yesNo {
					continue
				}
				k := 0
				if v.deny {
					k = 1
				}
				all[k]++
				if c := v.r.chance(w); c >= sure || c <= 1-sure {
					said[k]++
					if (c >= 0.5) != v.deny {
						wrong[k]++
					}
				}
			}
			logf("at %.1f yes or no %v: of %d asked %d said, %d wrong; of %d denied %d said, %d wrong", sure, yesNo, all[0], said[0], wrong[0], all[1], said[1], wrong[1])
		}
		var said, wrong, all [2]int
		for i := range f.verdicts {
			v := &f.verdicts[i]
			if v.yesNo != yesNo {
				continue
			}
			k := 0
			if v.deny {
				k = 1
			}
			all[k]++
			c := v.r.chance(w)
			if c >= noEnough || c <= yesEnough {
				said[k]++
				if (c >= noEnough) != v.deny {
					wrong[k]++
					if *showing {
						fmt.Println("verdict", v.deny, v.text)
					}
				}
			}
		}
		fmt.Printf("refutal %v %v\n", yesNo, *w)
		logf("verdicts, yes or no %v: of %d asked %d said, %d wrong; of %d denied %d said, %d wrong", yesNo, all[0], said[0], wrong[0], all[1], said[1], wrong[1])
	}
}

func (e *fitter) trials() []trial {
	var out []trial
	var folds []*linear
	for k := range 5 {
		folds = append(folds, e.learnLinear(func(i int) bool { return i%5 == k && !e.phrases[i].states }))
	}
	hidden := make([]bool, len(e.phrases))
	byEntry := make([][]int32, len(e.entries))
	for i, p := range e.phrases {
		byEntry[p.entry] = append(byEntry[p.entry], int32(i))
	}
	hide := func(entry int, keep func(k int) bool) {
		n := &e.entries[entry]
		n.explains, n.denies = nil, nil
		n.learn(nil)
		for k, i := range byEntry[entry] {
			hidden[i] = !keep(k)
			if !hidden[i] {
				n.learn(e.phrases[i : i+1])
			}
		}
	}
	judge := func(n, i int) {
		p := &e.phrases[i]
		q := e.reader.Read(p.text)
		yesNo, deny := p.which()
		e.all[yesNo][deny]--
		for _, t := range p.holds {
			e.tallies[t][yesNo][deny]--
		}
		for _, c := range e.matchBut(q, hidden) {
			if c.entry == &e.entries[n] && c.entry.all[0][1]+c.entry.all[1][1] > 0 {
				e.verdicts = append(e.verdicts, verdictTrial{e.refutal(q, &c), p.deny, q.YesNo, p.text})
			}
		}
		e.all[yesNo][deny]++
		for _, t := range p.holds {
			e.tallies[t][yesNo][deny]++
		}
	}
	put := func(sort, text string, right func(c candidate) bool, silence bool, weight float32, before *facts.Fact) {
		q := e.unlearnt(e.reader.Read(text), hidden)
		if before != nil {
			q = e.ellipsis(q, before)
		}
		found := e.matchBut(q, hidden)
		tr := trial{sort: sort, text: text, silence: silence, weight: weight, unknown: float32(e.unknownWords(e.weighed(q)))}
		any := silence
		for _, c := range found {
			tr.proofs = append(tr.proofs, c.proof)
			ok := right(c)
			tr.right = append(tr.right, ok)
			any = any || ok
		}
		if !any {
			tr.silence = true
			tr.weight *= 0.3
		}
		out = append(out, tr)
	}
	for n := range e.entries {
		for k, i := range byEntry[n] {
			p := &e.phrases[i]
			if p.states || p.text == "" {
				continue
			}
			half := k % 2
			e.linear = folds[int(i)%len(folds)]
			hide(n, func(j int) bool { return j%2 != half })
			switch en := &e.entries[n]; {
			case en.gap != nil:
				if near := e.base.Gaps[n-len(e.base.Facts)].Near; k%3 == 0 && len(near) > 0 {
					put("dead end", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.5, e.facts[near[0]])
				}
				put("gap", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 1, nil)
			default:
				sort := "ask"
				if p.deny {
					sort = "deny"
				}
				put(sort, p.text, func(c candidate) bool {
					return c.entry.fact != nil && sharesPlace(c.entry.fact, en.fact)
				}, false, 1, nil)
				if before := e.neighbour(n, k); before != nil && !p.deny {
					put("thread", p.text, func(c candidate) bool {
						return c.entry.fact != nil && sharesPlace(c.entry.fact, en.fact) && (c.entry.fact == en.fact || c.entry.fact != before)
					}, false, 1, before)
				}
				if k%4 == 2 && !p.deny {
					before := e.elsewhere(en.fact, k)
					put("turn", p.text, func(c candidate) bool {
						return c.entry.fact != nil && sharesPlace(c.entry.fact, en.fact)
					}, false, 1, before)
				}
				if k%3 == 0 && !p.deny {
					for m := range e.entries {
						if f := e.entries[m].fact; f != nil && sharesPlace(f, en.fact) {
							hide(m, func(int) bool { return false })
						}
					}
					put("silence", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.3, nil)
					if before := e.neighbour(n, k+1); before != nil {
						put("dead end", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.5, before)
					}
					for m := range e.entries {
						if f := e.entries[m].fact; f != nil && sharesPlace(f, en.fact) {
							hide(m, func(int) bool { return true })
						}
					}
				}
			}
			if e.entries[n].fact != nil {
				hide(n, func(j int) bool { return j != k })
				judge(n, int(i))
			}
			hide(n, func(int) bool { return true })
		}
	}
	return out
}

// unlearnt is a question as it would be read if the hidden ways of asking had
// never been there: what only they say is a mere English word.
func (e *fitter) unlearnt(q question.Query, hidden []bool) question.Query {
	for i := range q.Tokens {
		t := &q.Tokens[i]
		if t.Class != question.Content && t.Class != question.Salient {
			continue
		}
		known := slices.ContainsFunc(t.Terms, func(x question.Term) bool {
			return slices.ContainsFunc(e.postings[x], func(p int32) bool { return !hidden[p] })
		})
		if !known {
			t.Terms = nil
			if t.Class == question.Content {
				t.Class = question.Plain
			}
		}
	}
	return q
}

// neighbour returns a fact that somebody may have asked for before entry n, now
// and then: one of the same paragraph, or the same of another subject.
func (e *Engine) neighbour(n, k int) *facts.Fact {
	f := e.entries[n].fact
	var near []*facts.Fact
	for i := range e.entries {
		g := e.entries[i].fact
		if g != nil && g != f && (g.Cite[0] == f.Cite[0] || g.Relation == f.Relation && g.Subject != f.Subject && g.Cite[0].Article == f.Cite[0].Article) {
			near = append(near, g)
		}
	}
	if k%3 != 1 || len(near) == 0 {
		return nil
	}
	return near[k/3%len(near)]
}

// elsewhere returns a fact of another article.
func (e *Engine) elsewhere(f *facts.Fact, k int) *facts.Fact {
	for i := range e.base.Facts {
		if g := &e.base.Facts[(i+37*k)%len(e.base.Facts)]; g.Cite[0].Article != f.Cite[0].Article {
			return g
		}
	}
	return f
}

// ellipsis is a question as it would be put after an answer: without the names
// that the answer gave.
func (e *Engine) ellipsis(q question.Query, before *facts.Fact) question.Query {
	t := e.leaves(e.reader.Read(before.Asks[0]), Answer{Outcome: Answered, Facts: []string{before.ID}})
	var kept []question.Token
	for _, w := range q.Tokens {
		if w.Class != question.Entity || !slices.ContainsFunc(t.tokens, func(o question.Token) bool { return o.Entity == w.Entity }) {
			kept = append(kept, w)
		}
	}
	q.Tokens, q.Orders = kept, nil
	return follow(q, t)
}

// apart parts the trials within a thread from the others, whose weights are
// fitted first.
func apart(trials []trial) (alone, threads []trial) {
	for _, tr := range trials {
		switch tr.sort {
		case "thread", "turn", "dead end":
			threads = append(threads, tr)
		default:
			alone = append(alone, tr)
		}
	}
	return alone, threads
}

// fit improves the weights from one piece up to another.
func fit(trials []trial, from, to int, logf func(string, ...any)) {
	const rounds, rate, shrink = 300, 0.05, 1e-4
	type moment struct{ m, v float64 }
	var moments [pieces + 2]moment
	for round := 1; round <= rounds; round++ {
		var grad [pieces + 2]float64
		var loss, total, hits float64
		for _, tr := range trials {
			n := len(tr.proofs)
			odds := make([]float64, n+1)
			top := math.Inf(-1)
			for i := range tr.proofs {
				odds[i] = float64(tr.proofs[i].odds())
				top = max(top, odds[i])
			}
			odds[n] = float64(silent + silentWord*tr.unknown)
			top = max(top, odds[n])
			var all, good float64
			best := n
			for i := range odds {
				if odds[i] > odds[best] {
					best = i
				}
			}
			for i := range odds {
				odds[i] = math.Exp(odds[i] - top)
				all += odds[i]
				if i < n && tr.right[i] || i == n && tr.silence {
					good += odds[i]
				}
			}
			if best < n && tr.right[best] || best == n && tr.silence {
				hits += float64(tr.weight)
			}
			good = max(good, 1e-12)
			w := float64(tr.weight)
			loss -= w * math.Log(good/all)
			total += w
			for i := range odds {
				g := odds[i] / all
				if i < n && tr.right[i] || i == n && tr.silence {
					g -= odds[i] / good
				}
				g *= w
				if i == n {
					grad[pieces] += g
					grad[pieces+1] += g * float64(tr.unknown)
					continue
				}
				for k, x := range tr.proofs[i] {
					if x != 0 {
						grad[k] += g * float64(x)
					}
				}
			}
		}
		step := func(k int, w *float32) {
			g := grad[k]/total + shrink*float64(*w)
			m := &moments[k]
			m.m = 0.9*m.m + 0.1*g
			m.v = 0.999*m.v + 0.001*g*g
			mh := m.m / (1 - math.Pow(0.9, float64(round)))
			vh := m.v / (1 - math.Pow(0.999, float64(round)))
			*w -= float32(rate * mh / (math.Sqrt(vh) + 1e-8))
		}
		for k := from; k < to; k++ {
			step(k, &weights[k])
		}
		if from == 0 {
			step(pieces, &silent)
			step(pieces+1, &silentWord)
		}
		if round%50 == 0 {
			logf("round %d: loss %.4f, right %.4f of %.0f", round, loss/total, hits/total, total)
		}
	}
}
