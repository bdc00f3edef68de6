package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// TestFromAll reads articles at once and one after another: what they are found
// to say is the same, though each speaks of some of those before.
func TestFromAll(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatal("no articles", err)
	}
	var articles []article.Article
	for i, file := range files[:10] {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := txtar.Parse(data).Files[0].Data
		if i%3 == 2 { // speaks of somebody of the one before
			text = append(text, "\nOrvandil Systems GmbH sued Orvandil.\n"...)
		} else {
			text = append(text, "\nOrvandil has 12 licensees. Ms Tessa Orvandil left.\n"...)
		}
		a, err := article.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), text)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	known, inTurn := NewKnown(emptyBase()), NewKnown(emptyBase())
	for i, d := range FromAll(articles, known) {
		want := From(articles[i], inTurn)
		inTurn.Add(want.Entities)
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("%s: %s", articles[i].ID, diff)
		}
	}
}

// TestLastNames holds that a last name known from one article means nobody in
// another, where it may be a company's.
func TestLastNames(t *testing.T) {
	t.Parallel()
	known := NewKnown(emptyBase())
	known.Add([]facts.Entity{{ID: "jorg-lindner", Name: "Jörg Lindner", Kind: "person", Aliases: []string{"Lindner"}}})
	a, err := article.Cut("lindner-2041", []byte("Lindner sues Orvandil\n\nBy Ruth Tavares\n3 May 2041\n\nLindner GmbH sued Orvandil AG on Monday. Lindner has 12 licensees.\n\nOn Tuesday Lindner said it would appeal.\n"))
	if err != nil {
		t.Fatal(err)
	}
	licensees := false
	for _, f := range From(a, known).Facts {
		if f.Subject == "jorg-lindner" {
			t.Errorf("%s is told of a person of another article", f.ID)
		}
		licensees = licensees || f.Relation == "licensees"
	}
	if !licensees {
		t.Error("nothing is told of the licensees")
	}
}
