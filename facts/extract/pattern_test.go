package extract

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// TestPattern holds every pattern of the rules to what a plain search for it
// finds in the articles of testdata.
func TestPattern(t *testing.T) {
	t.Parallel()
	var exprs []string
	for _, e := range events {
		exprs = append(exprs, e.Says)
	}
	for _, m := range measures {
		exprs = append(exprs, m.Near, m.Clause)
	}
	exprs = append(exprs, strings.Join(stances.Claims, "|"), strings.Join(stances.Negations, "|"), strings.Join(stances.Opinions, "|"))
	texts := allTexts(t)
	for _, expr := range exprs {
		p := compiled(expr)
		if p == nil {
			continue
		}
		slow := regexp.MustCompile(`(?i)\b(?:` + expr + `)\b`)
		for _, text := range texts {
			if diff := cmp.Diff(slow.FindAllStringIndex(text, -1), p.FindAllStringIndex(text)); diff != "" {
				t.Fatalf("%s in %.60q: %s", expr, text, diff)
			}
		}
	}
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
