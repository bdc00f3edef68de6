package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

type importCmd struct {
	FAQ    []string `name:"faq" sep:"none" help:"A FAQ in CSV with the columns id,ask,answer and optionally article,at: a row for each way of asking, the answer in the first row of an id." placeholder:"FILE.csv"`
	CSV    string   `name:"csv" help:"The fact table of the base, written by facts --csv and edited as a spreadsheet." placeholder:"FILE.csv" xor:"table"`
	XLSX   string   `name:"xlsx" help:"The same as a workbook, written by facts --xlsx." placeholder:"FILE.xlsx" xor:"table"`
	Accept bool     `help:"Take what is found in the articles as facts, without review."`
	Files  []string `arg:"" optional:"" name:"file" help:"Articles as text, the file's name being the article's id; with --faq, further FAQs."`
}

// Run adds articles or FAQs to a base, which it makes where there is none. All
// is checked, and learned, beside the base first; a fault leaves the base as it is.
func (cmd *importCmd) Run(c *cli, s streams) error {
	if c.Base == "" {
		return errors.New("the embedded base cannot be added to: give --base a directory, which is made if it does not exist")
	}
	if info, err := os.Stat(c.Base); err == nil && !info.IsDir() {
		return fmt.Errorf("the base %s is a file: give --base the directory it is in", c.Base)
	}
	switch {
	case cmd.CSV+cmd.XLSX != "" && len(cmd.FAQ)+len(cmd.Files) > 0:
		return errors.New("--csv and --xlsx take one spreadsheet and nothing beside it")
	case cmd.CSV+cmd.XLSX != "":
		return cmd.sheet(c, s)
	case len(cmd.FAQ) > 0 && cmd.Accept:
		return errors.New("--accept is for articles: a FAQ needs no review")
	case len(cmd.FAQ) > 0:
		return cmd.faqs(c, s)
	case len(cmd.Files) == 0:
		return errors.New("give the articles to import, or a FAQ: pilcrow import --base DIR FILE.txt…, or --faq FILE.csv")
	}
	return cmd.articles(c, s)
}

// faqs adds FAQs, and learns from their ways of asking.
func (cmd *importCmd) faqs(c *cli, s streams) error {
	st, err := newStage(c.Base)
	if err != nil {
		return err
	}
	defer st.remove()
	for _, file := range slices.Concat(cmd.FAQ, cmd.Files) {
		if err := st.add(file); err != nil {
			return err
		}
	}
	b, faults, err := st.load()
	if err != nil {
		return err
	}
	for _, f := range faults {
		fmt.Fprintln(s.out, f)
	}
	if len(faults) > 0 {
		fmt.Fprintf(s.err, "pilcrow: %s; the base is as it was\n", plural(len(faults), "fault", "faults"))
		return errNo
	}
	m := answer.TrainFAQ(b)
	trained, err := m.Encode()
	if err != nil {
		return err
	}
	if err := st.settle(trained); err != nil {
		return err
	}
	for _, name := range st.names {
		entries, ways := 0, 0
		for i := range b.FAQ {
			if b.FAQ[i].File == name {
				entries++
				ways += len(b.FAQ[i].Asks)
			}
		}
		fmt.Fprintf(s.out, "%s: %s, %s\n", name, plural(entries, "entry", "entries"), plural(ways, "way of asking", "ways of asking"))
	}
	if e := m.Estimate(); e.Found > 0 {
		fmt.Fprintf(s.out, "in rehearsal, %.1f%% of the questions left out found their entry, and %.1f%% of those of entries left out were refused\n", 100*e.Found, 100*e.Refused)
	}
	return nil
}

// stage is a directory beside a base where what is to become of it is set up.
type stage struct {
	base, dir string
	names     []string          // of the files to be added, as the base calls them
	given     map[string]string // the same → as they were given
}

// newStage copies what a base is loaded from.
func newStage(base string) (*stage, error) {
	base = filepath.Clean(base)
	if err := os.MkdirAll(filepath.Dir(base), 0o750); err != nil {
		return nil, fmt.Errorf("making the base: %w", err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(base), ".pilcrow-import-")
	if err != nil {
		return nil, fmt.Errorf("importing beside the base: %w", err)
	}
	st := &stage{base: base, dir: dir, given: map[string]string{}}
	from := os.DirFS(base)
	for _, pattern := range []string{"*.yaml", "vocabulary/*.yaml", "*" + facts.FAQSuffix} {
		files, err := fs.Glob(from, pattern)
		for _, name := range files {
			var data []byte
			if data, err = fs.ReadFile(from, name); err == nil {
				err = st.write(name, data)
			}
			if err != nil {
				break
			}
		}
		if err != nil {
			st.remove()
			return nil, fmt.Errorf("reading the base: %w", err)
		}
	}
	return st, nil
}

func (st *stage) remove() { _ = os.RemoveAll(st.dir) }

func (st *stage) write(name string, data []byte) error {
	path := filepath.Join(st.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644) // a base is for whoever may read its directory
}

// add sets up a FAQ under the name it will have in the base.
func (st *stage) add(file string) error {
	name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), ".csv"), ".faq") + facts.FAQSuffix
	if other, twice := st.given[name]; twice {
		return fmt.Errorf("%s and %s would both be %s in the base", other, file, name)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading a FAQ: %w", err)
	}
	if err := st.write(name, data); err != nil {
		return fmt.Errorf("importing a FAQ: %w", err)
	}
	st.names = append(st.names, name)
	st.given[name] = file
	return nil
}

// load reads the base as it would be. Faults in what is added name the file as
// it was given.
func (st *stage) load() (*facts.Base, facts.Faults, error) {
	b, err := facts.Load(os.DirFS(st.dir))
	faults := facts.FaultsIn(err)
	for i, f := range faults {
		if given, ok := st.given[f.File]; ok {
			faults[i].File = given
		}
	}
	if len(faults) > 0 {
		return nil, faults, nil
	}
	return b, nil, err
}

// settle moves the new files into the base, what was learned last: until it is
// there, it is learned anew at every start.
func (st *stage) settle(trained []byte) error {
	if err := st.write(facts.TrainedFAQ, trained); err != nil {
		return fmt.Errorf("storing what was learned: %w", err)
	}
	return st.move(append(slices.Clone(st.names), facts.TrainedFAQ))
}

// move moves files of the stage into the base, in their order.
func (st *stage) move(names []string) error {
	for _, name := range names {
		to := filepath.Join(st.base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			return fmt.Errorf("making the base: %w", err)
		}
		if err := os.Rename(filepath.Join(st.dir, filepath.FromSlash(name)), to); err != nil {
			return fmt.Errorf("moving into the base: %w", err)
		}
	}
	return nil
}
