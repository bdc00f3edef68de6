package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

type reviewCmd struct{}

const reviewHelp = `a accept   m KEY: VALUE mend, such as m period: 2024   d drop   s skip   A accept the rest of this article   q quit`

// Run walks the proposals of a base, one after the other. Each decision is
// written at once, so that one can stop anywhere and go on another day.
func (*reviewCmd) Run(c *cli, s streams) error {
	if c.Base == "" {
		return errors.New("the embedded base has no proposals: give --base a directory")
	}
	b, err := c.tables()
	if err != nil {
		return err
	}
	if len(b.Proposed) == 0 {
		fmt.Fprintln(s.out, "no proposal waits for review")
		return nil
	}
	r := &review{streams: s, dir: c.Base, base: b, in: bufio.NewScanner(s.in), colour: onTerminal(s), decided: map[string][]string{}}
	fmt.Fprintln(s.out, reviewHelp)
	err = r.walk()
	if r.accepted+r.dropped+r.mended > 0 {
		err = errors.Join(err, r.close())
	}
	fmt.Fprintf(s.out, "%d accepted, %d mended, %d dropped, %d skipped; %s for review\n", r.accepted, r.mended, r.dropped, r.skipped,
		plural(len(b.Proposed)-r.accepted-r.dropped, "waits", "wait"))
	return err
}

func onTerminal(s streams) bool {
	f, ok := s.out.(*os.File)
	return ok && isatty.IsTerminal(f.Fd()) && os.Getenv("NO_COLOR") == ""
}

// review is one sitting.
type review struct {
	streams
	dir                                string
	base                               *facts.Base
	in                                 *bufio.Scanner
	colour                             bool
	decided                            map[string][]string // file → ids of what was accepted or mended
	accepted, mended, dropped, skipped int
}

// walk shows each proposal and does what is answered, until there is none left
// or the reader quits.
func (r *review) walk() error {
	all := "" // the article of which all is accepted
	for i := range r.base.Proposed {
		f := &r.base.Proposed[i]
		if f.File == all {
			if err := r.accept(f); err != nil {
				return err
			}
			continue
		}
		r.show(f, i+1)
		for done := false; !done; {
			fmt.Fprint(r.out, "> ")
			if !r.in.Scan() {
				fmt.Fprintln(r.out)
				return r.in.Err()
			}
			var err error
			switch line := strings.TrimSpace(r.in.Text()); {
			case line == "q":
				return nil
			case line == "a":
				done, err = true, r.accept(f)
			case line == "A":
				all, done, err = f.File, true, r.accept(f)
			case line == "d":
				done, err = true, r.drop(f)
			case line == "s":
				done, r.skipped = true, r.skipped+1
			case strings.HasPrefix(line, "m "):
				err = r.mend(f, strings.TrimSpace(line[2:]))
			default:
				fmt.Fprintln(r.out, reviewHelp)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// show prints the paragraph with the place marked, and what is proposed.
func (r *review) show(f *facts.Fact, n int) {
	title, text := f.Cite[0].Article, ""
	if a, ok := r.base.Article(f.Cite[0].Article); ok {
		title = a.Title
		if u, ok := a.Unit(f.Cite[0].At); ok {
			text = r.marked(u.Text, f)
		}
	}
	fmt.Fprintf(r.out, "\n%d of %d · %s, %s\n  %s\n", n, len(r.base.Proposed), title, answer.Place(f.Cite[0].At), text)
	entry, err := facts.WriteFact(f)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(entry)) {
		if strings.HasPrefix(line, "    asks:") {
			break
		}
		fmt.Fprint(r.out, "  ", line)
	}
}

// marked is a paragraph in which the value is marked, where it stands in it.
func (r *review) marked(text string, f *facts.Fact) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, what := range slices.Concat([]string{f.Value.Text}, facts.Figures(f.Value.Text), []string{f.Says}) {
		at := strings.Index(text, what)
		if what == "" || at < 0 {
			continue
		}
		open, shut := "«", "»"
		if r.colour {
			open, shut = "\x1b[7m", "\x1b[0m"
		}
		return text[:at] + open + what + shut + text[at+len(what):]
	}
	return text
}

func (r *review) accept(f *facts.Fact) error {
	r.accepted++
	r.decided[f.File] = append(r.decided[f.File], f.ID)
	return r.edit(f, func(t *tableText, entry []string) { t.facts = append(t.facts, entry...) })
}

func (r *review) drop(f *facts.Fact) error {
	r.dropped++
	return r.edit(f, func(*tableText, []string) {})
}

var mendLine = regexp.MustCompile(`^(\w+):\s*(.+)$`)

// mend puts another value under a key of a proposal, and keeps it only if the
// base still loads.
func (r *review) mend(f *facts.Fact, change string) error {
	m := mendLine.FindStringSubmatch(change)
	if m == nil {
		fmt.Fprintln(r.out, "write m KEY: VALUE, such as m money: about US$40 million")
		return nil
	}
	path := filepath.Join(r.dir, f.File)
	before, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading a table: %w", err)
	}
	err = r.edit(f, func(t *tableText, entry []string) {
		at := slices.IndexFunc(entry, func(l string) bool { return strings.HasPrefix(l, "    "+m[1]+":") })
		if line := "    " + m[1] + ": " + m[2]; at >= 0 {
			entry[at] = line
		} else {
			entry = slices.Insert(entry, 1, line)
		}
		t.proposed = append(entry, t.proposed...)
	})
	if err != nil {
		return err
	}
	files, err := facts.Read(os.DirFS(r.dir))
	if err != nil {
		return err
	}
	b, err := files.Without(facts.AsksSuffix).Load()
	if faults := facts.FaultsIn(err); len(faults) > 0 {
		fmt.Fprintf(r.out, "not mended: %s\n", faults[0])
		return writeAside(path, before)
	} else if err != nil {
		return err
	}
	r.mended++
	for i := range b.Proposed {
		if is := b.Proposed[i]; is.ID == f.ID {
			is.Asks = stillAsks(f, &is)
			*f = is
		}
	}
	if err := r.rewrite(f); err != nil {
		return err
	}
	r.decided[f.File] = append(r.decided[f.File], f.ID)
	r.show(f, slices.IndexFunc(r.base.Proposed, func(g facts.Fact) bool { return g.ID == f.ID })+1)
	return nil
}

// rewrite writes a proposal anew, as it has become.
func (r *review) rewrite(f *facts.Fact) error {
	path := filepath.Join(r.dir, f.File)
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading a table: %w", err)
	}
	t := readTable(string(data))
	if err := t.rewrite(f); err != nil {
		return err
	}
	return writeAside(path, []byte(t.String()))
}

// edit takes the lines of a proposal out of its table, has something done with
// them, and writes the table anew.
func (r *review) edit(f *facts.Fact, do func(t *tableText, entry []string)) error {
	path := filepath.Join(r.dir, f.File)
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading a table: %w", err)
	}
	t := readTable(string(data))
	entry, ok := t.take(f.ID)
	if !ok {
		return fmt.Errorf("%s: the proposal %s is not where it was; start the review again", f.File, f.ID)
	}
	do(t, entry)
	return writeAside(path, []byte(t.String()))
}

// close tries the ways of asking of what was decided, and works out anew what the
// base leaves open.
func (r *review) close() error {
	st, err := newStage(r.dir)
	if err != nil {
		return err
	}
	defer st.remove()
	if err := st.sharpen(r.decided); err != nil {
		return err
	}
	if err := st.open(); err != nil {
		return err
	}
	return st.move(append(slices.Sorted(maps.Keys(r.decided)), openFile))
}

// writeAside writes a file beside its place and then moves it there, so that it
// is never half written.
func writeAside(path string, data []byte) error {
	aside := path + ".new"
	if err := os.WriteFile(aside, data, 0o644); err != nil { // as the base is
		return fmt.Errorf("writing beside %s: %w", path, err)
	}
	return os.Rename(aside, path)
}
