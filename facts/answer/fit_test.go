package answer

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/dlclark/regexp2"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

var fitting = flag.Bool("fit", false, "fit the weights of evidence to the base anew and print them")

var showing = flag.Bool("misses", false, "with -fit, print what is missed")

var holding = flag.Int("hold", -1, "with -fit, hold this third of the bank out and tell how it fares")

var onlyVerdicts = flag.Bool("verdicts", false, "with -fit, fit only the weights of yes and no")

var onlyGate = flag.Bool("told", false, "with -fit, fit only the weights of what is told")

var trying = flag.String("try", "", "with -fit, tell how other banks fare, not fitted to")

// TestFit fits the weights of evidence. Every way of asking of the base is put
// as a question while it and half of the entry's others are hidden; for some the
// whole paragraph is hidden, so that silence is right. The weights are those
// under which the right entry, or silence, was most likely each time (a
// conditional logit).
func TestFit(t *testing.T) {
	if !*fitting {
		t.Skip("fits only with -fit")
	}
	e := seeded(t)
	ft := &fitter{Engine: e}
	trials := ft.trials()
	var held []trial
	puts := ft.bankPuts(t, "../../cmd/pilcrow/testdata/bank/*.jsonl")
	asked := ft.bankTrials(puts)
	ft.fitVerdicts(t.Logf)
	for name, text := range map[string]string{"verdicts.txt": theRefutal.String(), "cues.txt": ft.cues.string(ft.reader)} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if *onlyVerdicts {
		return
	}
	if *holding >= 0 {
		var kept []trial
		for i, tr := range asked {
			if i%3 == *holding {
				tr.sort, tr.weight = "held", 0
				held = append(held, tr)
				continue
			}
			kept = append(kept, tr)
		}
		asked = kept
	}
	if *trying != "" {
		for _, tr := range ft.bankTrials(ft.bankPuts(t, *trying)) {
			tr.sort = "tried"
			held = append(held, tr)
		}
	}
	if !*onlyGate {
		trials = append(trials, asked...)
		theJudge.train(trials, meantCourse, t.Logf)
		if err := os.WriteFile("weights.txt", []byte(theJudge.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		report(t, append(trials, held...), theJudge)
	}
	told := ft.gateTrials(puts)
	ft.fitSureCues(told, t.Logf)
	theGate.train(told, toldCourse, t.Logf)
	if err := os.WriteFile("surecues.txt", []byte(ft.sureCues.string(ft.reader)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("sure.txt", []byte(theGate.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	report(t, told, theGate)
}

// report tells how often what is most likely to a judge is right.
func report(t *testing.T, trials []trial, j *judge) {
	sorts := []string{"ask", "deny", "gap", "near miss", "other", "silence", "thread", "turn", "dead end", "bank", "held", "tried", "told"}
	for _, sort := range sorts {
		var hits, asserted, all int
		for i := range trials {
			tr := &trials[i]
			if tr.sort != sort {
				continue
			}
			all++
			best, odds := tr.best(j)
			if best >= 0 && tr.right[best] {
				asserted++
			}
			if silent := odds <= j.silence(tr.unheard); silent && tr.silence || !silent && tr.right[best] {
				hits++
			} else if *showing {
				fmt.Println(sort, tr.text)
			}
		}
		if all > 0 {
			t.Logf("%s: %.3f of %d, ranked first %.3f", sort, float64(hits)/float64(all), all, float64(asserted)/float64(all))
		}
	}
}

// trial is a question with the evidence for each candidate and which are right.
type trial struct {
	proofs  [][]float32
	right   []bool
	silence bool    // silence is right
	unheard float32 // words that no phrase knows
	weight  float32
	cues    []cueAt // of what is told
	sort    string  // what was put: ask, deny, gap, silence
	text    string
}

// best is the likeliest candidate of a trial, with its odds; -1 where there is none.
func (tr *trial) best(j *judge) (best int, odds float32) {
	best, odds = -1, float32(math.Inf(-1))
	for i, v := range tr.proofs {
		if o := j.odds(v); o > odds {
			best, odds = i, o
		}
	}
	return best, odds
}

type fitter struct {
	*Engine
	verdicts []verdictTrial
}

type verdictTrial struct {
	r           refutal
	deny, yesNo bool
	weight      float64
	text        string
	cues        []cueAt
}

// cueAt is a cue in a question: its term and where the fact has it.
type cueAt struct {
	term question.Term
	at   stand
}

func cuesOf(q question.Query, n *entry) []cueAt {
	var out []cueAt
	cuesIn(q, n, func(x question.Term, s stand) { out = append(out, cueAt{x, s}) })
	return out
}

func (v *verdictTrial) chance(w *refutal, cs cues) float32 { return v.r.chance(w, cs.sumOf(v.cues)) }

// sumOf adds up cues that were found in a question.
func (cs cues) sumOf(found []cueAt) float64 {
	sum := 0.0
	for _, c := range found {
		if row := cs[c.term]; row != nil {
			sum += float64(row[c.at])
		}
	}
	return sum
}

// balance has the yes-or-no trials that are denied weigh as much in all as the
// others: in a bank of traps more is denied than people who ask would be.
func (f *fitter) balance() {
	var sum [2]float64
	for _, v := range f.verdicts {
		if v.yesNo {
			sum[int(one(v.deny))] += v.weight
		}
	}
	for i := range f.verdicts {
		v := &f.verdicts[i]
		v.weight *= (sum[0] + sum[1]) / 2 / sum[int(one(v.deny))]
	}
}

// How the cues are fitted: what a great one costs, how often a term must be seen,
// and how small a cue is left out.
const (
	cueShrink   = 0.0035
	cueSeen     = 5
	cueSmallest = 0.1
)

// fitVerdicts fits the weights of a refutal and the cues by logistic regression.
func (f *fitter) fitVerdicts(logf func(string, ...any)) {
	f.cues = f.possibleCues()
	for k := range theRefutal {
		w, yesNo := &theRefutal[k], k == 1
		cs := cues{}
		if yesNo {
			f.balance()
			cs = f.cues
		}
		var ms, vs [refutalPieces]float64
		moments := map[question.Term]*[2][stands]float64{}
		for round := 1; round <= 400; round++ {
			var grad [refutalPieces]float64
			cueGrad := map[question.Term]*[stands]float64{}
			for x := range cs {
				cueGrad[x] = &[stands]float64{}
			}
			n := 0.0
			for i := range f.verdicts {
				v := &f.verdicts[i]
				if v.yesNo != yesNo {
					continue
				}
				g := float64(v.chance(w, cs))
				if v.deny {
					g--
				}
				g *= v.weight
				n += v.weight
				for k, x := range v.r {
					grad[k] += g * float64(x)
				}
				for _, c := range v.cues {
					if row := cueGrad[c.term]; row != nil {
						row[c.at] += g
					}
				}
			}
			for k := range w {
				w[k] -= adam(&ms[k], &vs[k], grad[k]/n+1e-4*float64(w[k]), round)
			}
			for x, row := range cs {
				if moments[x] == nil {
					moments[x] = &[2][stands]float64{}
				}
				for s := range row {
					row[s] -= adam(&moments[x][0][s], &moments[x][1][s], cueGrad[x][s]/n+cueShrink*float64(row[s]), round)
				}
			}
		}
		prune(cs, cueSmallest)
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
				if c := v.chance(w, cs); c >= sure || c <= 1-sure {
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
			c := v.chance(w, cs)
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
		logf("verdicts, yes or no %v: of %d asked %d said, %d wrong; of %d denied %d said, %d wrong", yesNo, all[0], said[0], wrong[0], all[1], said[1], wrong[1])
	}
}

// How the cues of what is told are fitted: what a great one costs, how often a term must
// be seen, and how small a weight is left out; and in how many parts the trials are
// divided, each judged by a gate trained on the others, since a gate is too sure of
// what it was trained on.
const (
	sureShrink   = 0.0015
	sureSeen     = 4
	sureSmallest = 0.05
	sureParts    = 5
)

// fitSureCues fits what single words add to the odds of a fact being what answers.
func (f *fitter) fitSureCues(told []trial, logf func(string, ...any)) {
	leads := make([]float64, len(told))
	var training sync.WaitGroup
	for part := range sureParts {
		training.Go(func() {
			gate := &judge{names: theGate.names}
			var others []trial
			for i, tr := range told {
				if i%sureParts != part {
					others = append(others, tr)
				}
			}
			gate.train(others, course{3, toldCourse.epochs, toldCourse.rate, toldCourse.shrink}, func(string, ...any) {})
			for i := part; i < len(told); i += sureParts {
				leads[i] = float64(gate.lead(told[i].proofs[0]))
			}
		})
	}
	training.Wait()
	seen := map[question.Term]int{}
	for _, tr := range told {
		for _, c := range tr.cues {
			seen[c.term]++
		}
	}
	cs := cues{}
	for x, n := range seen {
		if n >= sureSeen {
			cs[x] = &[stands]float32{}
		}
	}
	moments := map[question.Term]*[2][stands]float64{}
	for x := range cs {
		moments[x] = &[2][stands]float64{}
	}
	for round := 1; round <= 300; round++ {
		grad := map[question.Term]*[stands]float64{}
		for x := range cs {
			grad[x] = &[stands]float64{}
		}
		loss := 0.0
		for i, tr := range told {
			p := 1 / (1 + math.Exp(-leads[i]-cs.sumOf(tr.cues)))
			g := p
			if tr.right[0] {
				g--
				loss -= math.Log(max(p, 1e-9))
			} else {
				loss -= math.Log(max(1-p, 1e-9))
			}
			for _, c := range tr.cues {
				if row := grad[c.term]; row != nil {
					row[c.at] += g / float64(len(told))
				}
			}
		}
		for x, row := range cs {
			for s := range row {
				row[s] -= adam(&moments[x][0][s], &moments[x][1][s], grad[x][s]+sureShrink*float64(row[s]), round)
			}
		}
		if round%100 == 0 {
			logf("sure cues, round %d: loss %.4f", round, loss/float64(len(told)))
		}
	}
	prune(cs, sureSmallest)
	f.sureCues = cs
}

// adam is by how much a weight is changed, given how the loss changes with it.
func adam(m, v *float64, g float64, round int) float32 {
	*m = 0.9**m + 0.1*g
	*v = 0.999**v + 0.001*g*g
	return float32(0.05 * *m / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(*v/(1-math.Pow(0.999, float64(round)))) + 1e-8))
}

// possibleCues has a place for every term that is seen often enough.
func (f *fitter) possibleCues() cues {
	seen := map[question.Term]int{}
	for _, v := range f.verdicts {
		if v.yesNo {
			for _, c := range v.cues {
				seen[c.term]++
			}
		}
	}
	out := cues{}
	for x, n := range seen {
		if n >= cueSeen {
			out[x] = &[stands]float32{}
		}
	}
	return out
}

// prune leaves out the cues that say little.
func prune(cs cues, smallest float32) {
	for x, row := range cs {
		said := false
		for s, w := range row {
			if abs(w) < smallest {
				row[s] = 0
				continue
			}
			said = true
		}
		if !said {
			delete(cs, x)
		}
	}
}

func (e *fitter) trials() []trial {
	var out []trial
	var folds []*linear
	whole := e.linear
	defer func() { e.linear = whole }()
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
		e.count(p, -1)
		if en := &e.entries[n]; en.all[0][1]+en.all[1][1] > 0 {
			c := []candidate{{entry: en, at: int32(n)}}
			e.compareWording(e.linear.features(ownWords(q)), c, hidden)
			e.verdicts = append(e.verdicts, verdictTrial{e.refutal(q, e.weighed(q), en, c[0].akin, hidden), p.deny, q.YesNo, 1, p.text, cuesOf(q, en)})
		}
		e.count(p, 1)
	}
	var other func(q question.Query) (question.Query, bool) // puts another name or year into a question
	put := func(sort, text string, right func(c candidate) bool, silence bool, weight float32, before *facts.Fact) {
		if *onlyVerdicts || *onlyGate {
			return
		}
		q := e.unlearnt(e.reader.Read(text), hidden)
		if other != nil {
			var ok bool
			if q, ok = other(q); !ok {
				return
			}
		}
		if before != nil {
			q = e.ellipsis(q, before)
		}
		found := e.matchBut(q, hidden)
		tr := trial{sort: sort, text: text, silence: silence, weight: weight, unheard: e.unheard(e.weighed(q))}
		any := silence
		for _, c := range found {
			tr.proofs = append(tr.proofs, slices.Clone(c.proof[:]))
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
					put("dead end", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.2, e.facts[near[0]])
				}
				put("gap", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.6, nil)
				hide(n, func(int) bool { return false })
				put("near miss", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.5, nil)
			default:
				sort := "ask"
				if p.deny {
					sort = "deny"
				}
				put(sort, p.text, func(c candidate) bool {
					return c.entry.fact != nil && sharesPlace(c.entry.fact, en.fact)
				}, false, 1, nil)
				if k%2 == 0 && !p.deny && !p.yesNo {
					hide(n, func(int) bool { return true })
					other = func(q question.Query) (question.Query, bool) { return e.another(q, en.fact, int(i)) }
					put("other", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.5, nil)
					other = nil
					hide(n, func(j int) bool { return j%2 != half })
				}
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
						put("dead end", p.text, func(c candidate) bool { return c.entry.gap != nil }, true, 0.2, before)
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

// put is a question of a bank, read as the engine would.
type put struct {
	question.Query
	others    []question.Query // ways to read it beside the turn before
	expect    string
	cite, say []string
	text      string
}

// bankPuts reads the questions of banks that one fact, or silence, answers.
func (e *fitter) bankPuts(t *testing.T, pattern string) []put {
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no bank at %s: %v", pattern, err)
	}
	var out []put
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var r struct {
				Q, Expect, Type string
				Context         []string
				Cite, Say       []string
			}
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			if r.Expect != "answer" && r.Expect != "none" || r.Type == "multi" {
				continue
			}
			var before turn
			for _, past := range r.Context {
				before = e.turn(past, before)
			}
			q := e.reader.Read(r.Q)
			if _, talks := e.talk(q, before); talks {
				continue
			}
			p := put{Query: q, expect: r.Expect, cite: r.Cite, say: r.Say, text: r.Q}
			if len(before.tokens) > 0 && pointsBack(q) {
				p.Query, p.others = follow(q, before), []question.Query{q}
				if swaps(q) {
					p.others = append(p.others, swap(q, before.query))
				}
			}
			out = append(out, p)
		}
	}
	return out
}

// answers reports whether a fact stands where the answer should be found.
func (p put) answers(f *facts.Fact) bool {
	return p.expect == "answer" && slices.ContainsFunc(f.Cite, func(x facts.Citation) bool { return slices.Contains(p.cite, x.Article+"#"+x.At) })
}

// bankTrials makes trials of the questions of banks, which are put as they are.
func (e *fitter) bankTrials(puts []put) []trial {
	var out []trial
	for _, p := range puts {
		q := p.Query
		tr := trial{sort: "bank", text: p.text, silence: p.expect == "none", weight: float32(*bankWeight), unheard: e.unheard(e.weighed(q))}
		any := tr.silence
		for _, c := range e.match(q) {
			ok := c.entry.gap != nil && p.expect == "none" || c.entry.fact != nil && p.answers(c.entry.fact)
			if no := wants(p.say, `\b(no|`); ok && !any && q.YesNo && (no || wants(p.say, `\b(yes|`)) && c.entry.all[0][1]+c.entry.all[1][1] > 0 {
				e.verdicts = append(e.verdicts, verdictTrial{e.refutal(q, e.weighed(q), c.entry, c.akin, nil), no, true, verdictShare * *bankWeight, p.text, cuesOf(q, c.entry)})
			}
			tr.proofs, tr.right = append(tr.proofs, slices.Clone(c.proof[:])), append(tr.right, ok)
			any = any || ok
		}
		if !any {
			tr.silence, tr.weight = true, tr.weight*0.3
		}
		out = append(out, tr)
	}
	return out
}

// gateTrials are whether the likeliest fact, as it would be told, answers each question of a
// bank.
func (e *fitter) gateTrials(puts []put) []trial {
	var out []trial
	for _, p := range puts {
		for _, q := range append(p.others, p.Query) {
			found := e.match(q)
			c, ok := likeliestFact(found)
			if !ok || c.chance == 1 {
				continue
			}
			a := e.besides(q, c, found, e.tell(q, c))
			if a.Outcome != Answered {
				continue
			}
			right := p.answers(c.entry.fact) && said(a.Text, p.say)
			out = append(out, trial{
				sort: "told", text: p.text, weight: 1,
				proofs: [][]float32{e.signs(q, c, found)[:]}, right: []bool{right}, silence: !right, cues: cuesOf(q, c.entry),
			})
		}
	}
	return out
}

// said reports whether a text says all that an answer should: a yes that should be a no
// is no answer, whatever is cited for it.
func said(text string, say []string) bool {
	return !slices.ContainsFunc(say, func(s string) bool {
		found, err := regexp2.MustCompile(s, regexp2.IgnoreCase).MatchString(text)
		return err != nil || !found
	})
}

// wants reports whether an answer must match an expression that begins like this.
func wants(say []string, begin string) bool {
	return slices.ContainsFunc(say, func(s string) bool { return strings.HasPrefix(s, begin) })
}

// verdictShare is how much more a question of the bank weighs in the verdict on
// yes and no: the ways of asking of the base are put more plainly, and their
// denials are nearer to them, than what people ask.
const verdictShare = 5

var bankWeight = flag.Float64("bankweight", 40, "with -fit, what a question of the bank weighs")

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

// another puts another name or year in the place of one that a fact is about,
// so that nothing answers; false where there is none or something might.
func (e *fitter) another(q question.Query, f *facts.Fact, seed int) (question.Query, bool) {
	at := -1
	n := &e.entries[slices.IndexFunc(e.entries, func(n entry) bool { return n.fact == f })]
	for i, t := range q.Tokens {
		about := t.Class == question.Entity && (t.Entity == f.Subject || slices.Contains(f.With, t.Entity)) || t.Class == question.Year || t.Class == question.Entity && t.Sort == "place"
		if about && n.core.hasAny(t.Terms) && (at < 0 || seed%3 == 0) {
			at = i
		}
	}
	if at < 0 {
		return q, false
	}
	q.Tokens = slices.Clone(q.Tokens)
	t := &q.Tokens[at]
	if t.Class == question.Year {
		year := t.Value + float64([]int{-1, 1, -2, 2, -3}[seed%5])
		*t = e.reader.Read(strconv.Itoa(int(year))).Tokens[0]
	} else {
		var others []*facts.Entity
		for i := range e.base.Entities {
			if o := &e.base.Entities[i]; o.Kind == t.Sort && o.ID != t.Entity && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Entity == o.ID }) {
				others = append(others, o)
			}
		}
		if len(others) == 0 {
			return q, false
		}
		o := others[seed%len(others)]
		t.Entity, t.Read, t.Text, t.Within, t.Terms = o.ID, o.Name, o.Name, nil, []question.Term{e.reader.Term(o.ID)}
	}
	q.Orders = nil
	for i := range e.entries {
		o := &e.entries[i]
		if o.fact != nil && o.core.hasAny(t.Terms) && (o.fact.Relation == f.Relation || o.fact.Cite[0] == f.Cite[0]) {
			return q, false
		}
	}
	return q, true
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

// stride is a prime above the number of phrases in a row of any entry: trials that
// stand side by side are alike.
const stride = 7919

// course is how a judge is trained.
type course struct {
	nets   int
	epochs int
	rate   float64
	shrink float32
}

// Trials of what is meant are many and alike; those of what is told are few.
var (
	meantCourse = course{3, 30, 2e-3, 1e-5}
	toldCourse  = course{9, 60, 3e-3, 2.5e-4}
)

// train fits a judge to trials, each net of it by itself.
func (j *judge) train(trials []trial, c course, logf func(string, ...any)) {
	size := len(j.names)
	j.nets = make([]net, c.nets)
	var training sync.WaitGroup
	for m := range j.nets {
		j.nets[m] = newNet(size)
		training.Go(func() { j.nets[m].train(trials, m, c, logf) })
	}
	training.Wait()
}

// train fits one net to trials: the weights under which the right entry, or
// silence, is most likely each time (a conditional logit over a net with one
// hidden layer, by Adam on small batches, in an order that is always the same).
func (j *net) train(trials []trial, member int, c course, logf func(string, ...any)) {
	const batch = 256
	j.start(member)
	ws := weightsOf(j)
	grad, m, v := make([]float32, len(ws)), make([]float32, len(ws)), make([]float32, len(ws))
	g := newNet(len(j.straight))
	gs := weightsOf(&g)
	step := 0
	for epoch := range c.epochs {
		lr := c.rate
		if epoch >= c.epochs*2/3 {
			lr = c.rate / 5
		}
		var loss, total float64
		for from := 0; from < len(trials); from += batch {
			for _, x := range gs {
				*x = 0
			}
			var weight float64
			for k := from; k < min(from+batch, len(trials)); k++ {
				tr := &trials[(k*stride+epoch*31+member*1013)%len(trials)]
				loss += float64(tr.weight) * tr.learn(j, &g)
				weight += float64(tr.weight)
			}
			total += weight
			step++
			fix1, fix2 := 1-math.Pow(0.9, float64(step)), 1-math.Pow(0.999, float64(step))
			for k, w := range ws {
				grad[k] = *gs[k]/float32(weight) + c.shrink**w
				m[k] = 0.9*m[k] + 0.1*grad[k]
				v[k] = 0.999*v[k] + 0.001*grad[k]*grad[k]
				*w -= float32(lr * (float64(m[k]) / fix1) / (math.Sqrt(float64(v[k])/fix2) + 1e-8))
			}
		}
		if epoch%5 == 4 {
			logf("epoch %d: loss %.4f", epoch+1, loss/total)
		}
	}
}

// start gives the views of a net small weights that differ.
func (j *net) start(member int) {
	*j = newNet(len(j.straight))
	j.silent = 1
	seed := uint32(1 + member)
	next := func() float32 { // xorshift, between -1 and 1
		seed ^= seed << 13
		seed ^= seed >> 17
		seed ^= seed << 5
		return float32(seed)/float32(1<<31) - 1
	}
	for i := range views {
		for k := range j.in {
			j.in[k][i] = next() * 0.5
		}
		j.out[i] = next() * 0.5
	}
}

// weightsOf lists all weights of a net.
func weightsOf(j *net) []*float32 {
	out := []*float32{&j.silent, &j.unheard}
	for k := range j.straight {
		out = append(out, &j.straight[k])
	}
	for i := range views {
		out = append(out, &j.bias[i], &j.out[i])
		for k := range j.in {
			out = append(out, &j.in[k][i])
		}
	}
	return out
}

// learn adds to g how the loss of a trial changes with each weight of j, and
// returns the loss.
func (tr *trial) learn(j, g *net) float64 {
	n := len(tr.proofs)
	odds := make([]float64, n+1)
	top := float64(j.silence(tr.unheard))
	odds[n] = top
	for i := range tr.proofs {
		odds[i] = float64(j.odds(tr.proofs[i]))
		top = max(top, odds[i])
	}
	var all, good float64
	for i := range odds {
		odds[i] = math.Exp(odds[i] - top)
		all += odds[i]
		if i < n && tr.right[i] || i == n && tr.silence {
			good += odds[i]
		}
	}
	good = max(good, 1e-12)
	for i := range odds {
		d := odds[i] / all
		if i < n && tr.right[i] || i == n && tr.silence {
			d -= odds[i] / good
		}
		d *= float64(tr.weight)
		if math.Abs(d) < 1e-4 {
			continue
		}
		if i == n {
			g.silent += float32(d)
			g.unheard += float32(d) * tr.unheard
			continue
		}
		j.blame(tr.proofs[i], float32(d), g)
	}
	return -math.Log(good / all)
}

// blame adds to g how the odds of the evidence change with each weight, d times.
func (j *net) blame(v []float32, d float32, g *net) {
	seen := j.bias
	var back [views]float32
	for k, x := range v {
		if x == 0 {
			continue
		}
		g.straight[k] += d * x
		for i := range seen {
			seen[i] += j.in[k][i] * x
		}
	}
	for i, s := range seen {
		g.out[i] += d * bend(s)
		slope := 1 / ((1 + abs(s)) * (1 + abs(s)))
		back[i] = d * j.out[i] * slope
		g.bias[i] += back[i]
	}
	for k, x := range v {
		if x == 0 {
			continue
		}
		for i := range back {
			g.in[k][i] += back[i] * x
		}
	}
}

// seeded is an engine for the base of the program.
func seeded(t *testing.T) *Engine {
	t.Helper()
	base, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(base)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
