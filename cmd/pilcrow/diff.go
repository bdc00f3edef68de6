package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
	"github.com/pilcrow-bot/pilcrow/facts/extract"
)

type diffCmd struct {
	Old string `arg:"" help:"An article as it was."`
	New string `arg:"" help:"The same article as it is now."`
}

// Run says what a new version of an article changes: paragraphs first, by their
// text and wherever they stand, then what is found in them. It exits with 1
// where something is changed.
func (d *diffCmd) Run(c *cli, s streams) error {
	was, err := d.read(d.Old)
	if err != nil {
		return err
	}
	is, err := d.read(d.New)
	if err != nil {
		return err
	}
	vocabulary, err := facts.LoadVocabulary(c.on())
	if err != nil {
		return err
	}
	known := extract.NewKnown(&facts.Base{Relations: vocabulary.Relations})
	changes := compare(s, "paragraph", unitLines(was), unitLines(is)) + moved(s, unitLines(was), unitLines(is)) +
		compare(s, "fact", factLines(extract.From(was, known)), factLines(extract.From(is, known)))
	if changes > 0 {
		return errNo
	}
	fmt.Fprintln(s.out, "nothing is changed")
	return nil
}

// read cuts a version of the article, under one id for both.
func (d *diffCmd) read(file string) (article.Article, error) {
	data, err := readArticle(file)
	if err != nil {
		return article.Article{}, fmt.Errorf("%s: %w", file, err)
	}
	id := strings.TrimSuffix(filepath.Base(d.New), filepath.Ext(d.New))
	return article.Cut(id, data)
}

// diffLine is what is compared, where it stands, and how it is shown.
type diffLine struct{ key, at, shown string }

func unitLines(a article.Article) []diffLine {
	var out []diffLine
	for _, u := range a.Units {
		out = append(out, diffLine{article.Digest(u.Text), u.At, u.At + ": " + strings.Join(strings.Fields(u.Text), " ")})
	}
	return out
}

func factLines(d extract.Draft) []diffLine {
	var out []diffLine
	for i := range d.Facts {
		f := &d.Facts[i]
		text := strings.Join([]string{f.Subject, f.Relation, f.Value.Text, f.Period.String()}, " ")
		out = append(out, diffLine{text, f.Cite[0].At, f.Cite[0].At + ": " + strings.TrimSpace(text)})
	}
	return out
}

// compare prints what is gone and what has come, and counts it.
func compare(s streams, what string, was, is []diffLine) int {
	n := 0
	for _, side := range []struct {
		mark    string
		in, out []diffLine
	}{{"-", was, is}, {"+", is, was}} {
		for _, l := range side.in {
			if !slices.ContainsFunc(side.out, func(o diffLine) bool { return o.key == l.key }) {
				fmt.Fprintf(s.out, "%s %s %s\n", side.mark, what, l.shown)
				n++
			}
		}
	}
	return n
}

// moved prints which paragraphs stand elsewhere now, so that what cites them cites
// another, and counts them.
func moved(s streams, was, is []diffLine) int {
	n := 0
	for _, l := range was {
		i := slices.IndexFunc(is, func(o diffLine) bool { return o.key == l.key })
		if i < 0 || slices.ContainsFunc(is, func(o diffLine) bool { return o.key == l.key && o.at == l.at }) {
			continue
		}
		fmt.Fprintf(s.out, "= paragraph %s is %s now\n", l.at, is[i].at)
		n++
	}
	return n
}
