package answer

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
)

var (
	sentencesFrom = flag.String("sentences", "", "fit the weights of sentences to these imported bases, each with a questions.jsonl; comma-separated")
	sentencesTry  = flag.String("unseen", "", "with -sentences, tell how other such bases fare, not fitted to")
)

// sentenceCourse is how the judge of sentences is trained.
var sentenceCourse = course{5, 150, 3e-3, 1e-3}

// TestFitSentences fits the weights of what speaks for a sentence. Every question of
// a bank is put to the base imported from its articles; right is each sentence of the
// units to be cited that says what must be said, and silence where none is among the
// nearest. The articles and questions stand in cmd/pilcrow/testdata/own: import each
// part of them into a base of its own.
func TestFitSentences(t *testing.T) {
	if *sentencesFrom == "" {
		t.Skip("fits only with -sentences")
	}
	var trials []trial
	for _, dir := range strings.Split(*sentencesFrom, ",") {
		trials = append(trials, sentenceTrials(t, dir)...)
	}
	theSentences.train(trials, sentenceCourse, func(string, ...any) {})
	if err := os.WriteFile("sentences.txt", []byte(theSentences.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	reportSentences(t, "fitted", trials)
	for _, dir := range strings.FieldsFunc(*sentencesTry, func(c rune) bool { return c == ',' }) {
		reportSentences(t, dir, sentenceTrials(t, dir))
	}
}

// reportSentences tells how many questions get a right sentence, and how many a wrong one, by
// how sure it must be.
func reportSentences(t *testing.T, name string, trials []trial) {
	for _, enough := range []float64{0.5, 0.6, 0.7, 0.8, 0.9} {
		var told, right int
		for i := range trials {
			tr := &trials[i]
			best, odds := tr.best(theSentences)
			if best < 0 {
				continue
			}
			most, sum := overall(theSentences.silence(0), len(tr.proofs), func(i int) float32 { return theSentences.odds(tr.proofs[i]) })
			if math.Exp(float64(odds-most))/sum >= enough {
				told++
				right += int(one(tr.right[best]))
			}
		}
		t.Logf("%s, of %d questions: at %.1f %d told, %d wrong", name, len(trials), enough, told, told-right)
	}
}

// sentenceTrials makes trials of the questions that one sentence, or silence, answers.
func sentenceTrials(t *testing.T, dir string) []trial {
	base, err := facts.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(base)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []trial
	for line := range bytes.Lines(data) {
		var r struct {
			Q, Expect          string
			Context, Cite, Say []string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if r.Expect != "answer" && r.Expect != "none" {
			continue
		}
		var before turn
		for _, past := range r.Context {
			before = e.turn(past, before)
		}
		q := e.reader.Read(r.Q)
		if len(before.tokens) > 0 && pointsBack(q) {
			q = follow(q, before)
		}
		if _, ok := e.gridded(q); ok {
			continue // that is for no sentence to answer
		}
		tr := trial{text: r.Q, weight: 1}
		for _, s := range e.sentences(q, e.match(q)) {
			tr.proofs = append(tr.proofs, slices.Clone(s.signs[:]))
			tr.right = append(tr.right, r.Expect == "answer" && e.tells(&s, r.Cite, r.Say))
		}
		tr.silence = !slices.Contains(tr.right, true)
		out = append(out, tr)
	}
	return out
}

// tells reports whether a sentence stands where the answer should be found, and says what
// must be said, a yes or a no aside.
func (e *Engine) tells(s *sentence, cite, say []string) bool {
	a := e.withCorrection(e.told(e.toldBy(s, e.reader.Read(""), nil).entry.fact), s)
	if !slices.ContainsFunc(a.Citations, func(c Citation) bool { return slices.Contains(cite, c.Article+"#"+c.At) }) {
		return false
	}
	verdict := func(s string) bool { return strings.Contains(s, "yes|") || strings.Contains(s, "(no|") }
	return said(a.Text, slices.DeleteFunc(slices.Clone(say), verdict))
}
