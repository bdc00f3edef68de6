package extract

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// TestPattern holds every pattern to what a plain search for it finds in the articles
// of testdata.
func TestPattern(t *testing.T) {
	t.Parallel()
	var exprs []string
	whole := func(words ...string) {
		for _, w := range words {
			if w != "" {
				exprs = append(exprs, `(?i)\b(?:`+w+`)\b`)
			}
		}
	}
	for _, e := range events {
		whole(e.Says, e.After, e.Needs, e.Unless)
	}
	for _, m := range measures {
		whole(m.Near, m.Noun, m.Clause, m.Unless, m.Never)
	}
	whole(strings.Join(stances.Claims, "|"), strings.Join(stances.Negations, "|"), strings.Join(stances.Opinions, "|"))
	for _, p := range []*pattern{moneyBefore, moneyAfter, percentRE, timesRE, fractionRE, inRE, countRE} {
		exprs = append(exprs, plain(p))
	}
	for _, form := range dateForms {
		exprs = append(exprs, plain(form.re))
	}
	texts := allTexts(t)
	for _, expr := range exprs {
		p, slow := sought(expr), regexp.MustCompile(expr)
		for _, text := range texts {
			if diff := cmp.Diff(slow.FindAllStringSubmatchIndex(text, -1), p.FindAllStringSubmatchIndex(text)); diff != "" {
				t.Fatalf("%s in %.60q: %s", expr, text, diff)
			}
		}
	}
}

// plain is the expression that a pattern was made of.
func plain(p *pattern) string {
	if p.heads == nil {
		return p.re.String()
	}
	of := strings.TrimSuffix(strings.TrimPrefix(p.re.String(), "^(?:"), ")")
	if p.word {
		of = `\b(?:` + of + `)`
	}
	return of
}

// TestPatternAnyhow draws expressions and texts, and holds the one in the other to a
// plain search.
func TestPatternAnyhow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", "b", "ab", `\d`, `\s`, `\d+`, "[ab]", "[^a]", "é", ".", "x?", "(?:a|bc)*", "(b)+", "(?:ab|)", `\b`, "$", "(?i:K)", `\pL`})
		expr := strings.Join(rapid.SliceOfN(piece, 1, 5).Draw(t, "expr"), "")
		if rapid.Bool().Draw(t, "word") {
			expr = `\b` + expr
		}
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "x", "A", "1", "23", " ", "é", ".", "k"}), 0, 12).Draw(t, "text"), "")
		p, slow := sought(expr), regexp.MustCompile(expr)
		if diff := cmp.Diff(slow.FindAllStringSubmatchIndex(text, -1), p.FindAllStringSubmatchIndex(text)); diff != "" {
			t.Fatalf("%s in %q: %s", expr, text, diff)
		}
	})
}

func allTexts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/later/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no articles", err)
	}
	var out []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, flat(string(txtar.Parse(data).Files[0].Data)))
	}
	return out
}

// TestAsides reads what stands between commas behind a name as about that name,
// and what follows as if it were not there.
func TestAsides(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("a", []byte("Chips and suits in two countries\n\n8 May 2025\n\nOrbex Ltd, a Bristol maker of chips that was founded in 1998, sued Castle Oy in May 2024. "+
		"In March 2025 Vega, part of the Nimbus Group, signed a licence with Castle.\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := From(a, NewKnown(emptyBase()))
	for _, want := range []goldFact{
		{At: "1", S: oneOrMore{"orbex-ltd"}, V: oneOrMore{"castle-oy"}, How: "reported"},
		{At: "1", S: oneOrMore{"orbex-ltd"}, V: oneOrMore{"1998"}, How: "reported"},
		{At: "1", S: oneOrMore{"orbex-ltd"}, V: oneOrMore{"May 2024"}, How: "reported"},
		{At: "1", S: oneOrMore{"vega"}, V: oneOrMore{"castle-oy"}, How: "reported"},
	} {
		found := false
		for _, f := range d.Facts {
			found = found || want.is(f)
		}
		if !found {
			t.Errorf("not found: %+v", want)
		}
	}
}
