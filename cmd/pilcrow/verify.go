package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

type verifyCmd struct {
	Texts string `help:"Directory with the articles' full texts (<article>.txt), to check records against the originals." placeholder:"DIR" env:"PILCROW_TEXTS"`
}

// Run checks a base: its form, its soundness, that every way of asking finds
// its own fact, and with texts that the records hold against the originals.
func (v *verifyCmd) Run(c *cli, s streams) error {
	if info, err := os.Stat(v.Texts); v.Texts != "" && (err != nil || !info.IsDir()) {
		return fmt.Errorf("--texts %s is no directory: give the one that holds <article>.txt", v.Texts)
	}
	b, faults, err := v.check(c)
	if err != nil {
		return err
	}
	for _, f := range faults.Sorted() {
		fmt.Fprintln(s.out, f)
	}
	if len(faults) > 0 {
		fmt.Fprintf(s.err, "pilcrow: %s\n", plural(len(faults), "fault", "faults"))
		return errNo
	}
	units := 0
	for _, a := range b.Articles {
		units += len(a.Units)
	}
	fmt.Fprintf(s.out, "no fault in %s, %s, %s, %s\n", plural(len(b.Articles), "article", "articles"), plural(units, "unit", "units"), plural(len(b.Facts)+len(b.FAQ), "fact", "facts"), plural(len(b.Gaps), "gap", "gaps"))
	return nil
}

// changedUnits are the units that a base keeps in their own words and whose
// words are not those any more from which their facts were drawn.
func changedUnits(b *facts.Base) facts.Faults {
	var out facts.Faults
	for _, a := range b.Articles {
		for _, u := range a.Units {
			if u.Text == "" || article.Digest(u.Text) == u.Digest {
				continue
			}
			var rest []string
			for i := range b.Facts {
				if slices.Contains(b.Facts[i].Cite, facts.Citation{Article: a.ID, At: u.At}) {
					rest = append(rest, b.Facts[i].ID)
				}
			}
			out = append(out, facts.Fault{File: a.File, Line: u.Line, Text: fmt.Sprintf("unit %s: the text was changed (its digest is now %s); check what rests on it: %s", u.At, article.Digest(u.Text), cmp.Or(strings.Join(rest, ", "), "no fact"))})
		}
	}
	return out
}

// check finds all faults of a base; it is nil if it does not load.
func (v *verifyCmd) check(c *cli) (*facts.Base, facts.Faults, error) {
	b, faults, err := v.load(c)
	if b == nil || err != nil {
		return nil, faults, err
	}
	faults = append(faults, b.Lint()...)
	faults = append(faults, changedUnits(b)...)
	engine, err := answer.New(b)
	if err != nil {
		return nil, nil, err
	}
	faults = append(faults, engine.Check()...)
	if v.Texts != "" {
		more, err := v.texts(b)
		if err != nil {
			return nil, nil, err
		}
		faults = append(faults, more...)
	}
	return b, faults, nil
}

// load keeps the faults of a base that does not load, so that all are listed.
func (v *verifyCmd) load(c *cli) (*facts.Base, facts.Faults, error) {
	files, err := c.files()
	if err != nil {
		return nil, nil, err
	}
	b, err := files.Load()
	if faults := facts.FaultsIn(err); len(faults) > 0 {
		return nil, faults, nil
	}
	return b, nil, err
}

// texts holds every record against its original.
func (v *verifyCmd) texts(b *facts.Base) (facts.Faults, error) {
	var out facts.Faults
	for i := range b.Articles {
		a := &b.Articles[i]
		text, err := os.ReadFile(filepath.Join(v.Texts, a.ID+".txt"))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, facts.Fault{File: a.File, Text: "its text " + a.ID + ".txt is not in " + v.Texts})
			continue
		case err != nil:
			return nil, fmt.Errorf("reading a text: %w", err)
		}
		out = append(out, article.Verify(a, text)...)
	}
	return out, nil
}
