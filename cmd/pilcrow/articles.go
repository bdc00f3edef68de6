package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/article"
	"github.com/pilcrow-bot/pilcrow/facts/extract"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// articleLimit is the largest file that is read as an article: a long report is
// a tenth of it.
const articleLimit = 8 << 20

// fewerGC is by how many percent the heap may grow while articles are read: what is left of
// each is small beside what was needed to read it.
const fewerGC = 300

// goodID is what an article may be called; its name becomes that of two files.
var goodID = regexp.MustCompile(`^[\pL\d][\pL\d._-]*$`)

// articles adds articles to a base: their records, whom they speak of, and what
// was found in them, as proposals or as facts.
func (cmd *importCmd) articles(c *cli, s streams) error {
	st, err := newStage(c.Base)
	if err != nil {
		return err
	}
	defer st.remove()
	vocabulary, err := st.vocabulary()
	if err != nil {
		return err
	}
	known, err := st.known()
	if err != nil {
		return fmt.Errorf("the base %s: %w", c.Base, err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(fewerGC))
	in := &intake{stage: st, accept: cmd.Accept, known: extract.NewKnown(known), relations: known.Relations, ids: map[string]bool{}, progress: newProgress(s, len(cmd.Files))}
	for files := range slices.Chunk(cmd.Files, batchPerCore*runtime.GOMAXPROCS(0)) {
		in.take(files)
	}
	for _, f := range in.faults {
		fmt.Fprintln(s.out, f)
	}
	if len(in.faults) > 0 {
		fmt.Fprintf(s.err, "pilcrow: %s; the base is as it was\n", plural(len(in.faults), "file could not be imported", "files could not be imported"))
		return errNo
	}
	if err := in.words(); err != nil {
		return err
	}
	if err := st.open(); err != nil {
		return err
	}
	if err := in.sharpen(); err != nil {
		return err
	}
	names := append(append(vocabulary, in.names...), openFile)
	slices.Sort(names)
	if err := st.move(slices.Compact(names)); err != nil {
		return err
	}
	in.summary(s, c.Base)
	return nil
}

// sharpenAtMost is how many facts a base may have for each way of asking to be
// tried; more would keep people waiting.
const sharpenAtMost = 4000

// sharpenRounds is how often that is done: where one fact is no longer asked for, another
// may be found.
const sharpenRounds = 3

// sharpen tries the ways of asking of what was found and of what is left open, and drops
// those that lead to something else, so that each keeps only those of its own.
func (in *intake) sharpen() error {
	if in.total > sharpenAtMost {
		return nil
	}
	for range sharpenRounds {
		b, engine, err := in.stage.rehearsal()
		if engine == nil || err != nil {
			return err
		}
		fewer, err := in.sharpenFacts(engine)
		if err != nil {
			return err
		}
		closed, err := in.stage.sharpenGaps(b, engine)
		if err != nil || !fewer && !closed {
			return err
		}
	}
	return nil
}

// sharpenFacts does it for the facts, and reports whether any has lost a way of asking.
func (in *intake) sharpenFacts(engine *answer.Engine) (changed bool, err error) {
	for i := range in.drafts {
		lost := false
		for j := range in.drafts[i].Facts {
			f := &in.drafts[i].Facts[j]
			own := ownAsks(engine, f)
			lost = lost || !slices.Equal(own, f.Asks)
			f.Asks = own
		}
		if !lost {
			continue
		}
		changed = true
		if err := in.write(in.drafts[i]); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// sharpenGaps does it for what the base leaves open.
func (st *stage) sharpenGaps(b *facts.Base, engine *answer.Engine) (changed bool, err error) {
	var kept []facts.Gap
	for _, g := range b.Gaps {
		if g.File != openFile {
			continue
		}
		own := slices.DeleteFunc(slices.Clone(g.Asks), func(q string) bool { return !engine.LeavesOpen(q) })
		changed = changed || len(own) != len(g.Asks)
		if g.Asks = own; len(own) > 0 {
			kept = append(kept, g)
		}
	}
	if !changed {
		return false, nil
	}
	return true, st.writeGaps(kept)
}

// rehearsal is the base as it would be, with the proposals for facts, and an engine on
// it; nil where there is nothing to be tried, or too much.
func (st *stage) rehearsal() (*facts.Base, *answer.Engine, error) {
	b, faults, err := st.load()
	if err != nil || len(faults) > 0 {
		return nil, nil, err // what is wrong is told when the base is opened
	}
	if b.Facts = append(b.Facts, b.Proposed...); len(b.Facts) == 0 || len(b.Facts) > sharpenAtMost {
		return nil, nil, nil
	}
	engine, err := answer.New(b)
	return b, engine, err
}

// ownAsks are the ways of asking that find their fact: at least its own words.
func ownAsks(engine *answer.Engine, f *facts.Fact) []string {
	own := slices.DeleteFunc(slices.Clone(f.Asks), func(q string) bool { return !engine.Finds(f, q) })
	if len(own) == 0 {
		own = []string{f.Says}
	}
	return own
}

// sharpen does the same for what a person has changed or accepted, file by file: a
// fact that says something else now may be asked for in words that lead elsewhere.
func (st *stage) sharpen(decided map[string][]string) error {
	_, engine, err := st.rehearsal()
	if engine == nil || err != nil {
		return err
	}
	files, err := facts.Read(os.DirFS(st.dir))
	if err != nil {
		return err
	}
	tables, err := files.Without(facts.AsksSuffix).Load()
	if err != nil {
		return nil // what is wrong is told when the base is opened
	}
	for _, f := range slices.Concat(tables.Facts, tables.Proposed) {
		if !slices.Contains(decided[f.File], f.ID) {
			continue
		}
		own := ownAsks(engine, &f)
		if len(own) == len(f.Asks) {
			continue
		}
		f.Asks = own
		if err := st.edit(f.File, func(t *tableText) error { return t.rewrite(&f) }); err != nil {
			return err
		}
	}
	return nil
}

// openFile says what the facts of a base leave open.
const openFile = "open.asks.yaml"

// open works out what the base leaves open, and checks it as it would be.
func (st *stage) open() error {
	_ = os.Remove(filepath.Join(st.dir, openFile)) // what was open may have been answered
	b, faults, err := st.load()
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("the base would have %s, the first of them %s; it is as it was", plural(len(faults), "fault", "faults"), faults[0])
	}
	return st.writeGaps(extract.Gaps(b))
}

func (st *stage) writeGaps(gaps []facts.Gap) error {
	data, err := facts.WriteGaps(gaps)
	if err == nil {
		err = st.write(openFile, data)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", openFile, err)
	}
	return nil
}

// intake is articles on their way into a base.
type intake struct {
	stage     *stage
	accept    bool
	known     *extract.Known   // whom the base has, and those that come to them
	relations []facts.Relation // the same
	ids       map[string]bool  // of the articles read
	fresh     []facts.Entity
	needed    []facts.Relation
	drafts    []extract.Draft
	names     []string // of the files to be moved into the base
	lines     []string // of the summary
	total     int
	faults    []string
	progress  *progress
}

// batchPerCore is how many articles are read at once for each core: enough to keep
// all busy, few enough that most of whom they speak of is known before.
const batchPerCore = 4

// take reads some articles at once, and sets up their records and tables in order.
func (in *intake) take(files []string) {
	read, errs := make([]article.Article, len(files)), make([]error, len(files))
	inParallel(len(files), func(i int) { read[i], errs[i] = in.read(idOf(files[i]), files[i]) })
	var sound []article.Article
	for i := range files {
		switch id := read[i].ID; {
		case errs[i] != nil:
		case in.ids[id]:
			errs[i] = fmt.Errorf("another file of this import is called %s too", id)
		default:
			in.ids[id] = true
			sound = append(sound, read[i])
		}
	}
	drafts := extract.FromAll(sound, in.known)
	written := make([]error, len(drafts))
	inParallel(len(drafts), func(i int) { written[i] = in.write(drafts[i]) })
	next := 0
	for i, file := range files {
		if err := errs[i]; err == nil {
			errs[i] = written[next]
			next++
		}
		if errs[i] != nil {
			in.faults = append(in.faults, fmt.Sprintf("%s: %v", file, errs[i]))
			continue
		}
		in.keep(file, read[i], drafts[next-1])
	}
	in.progress.step(len(files))
}

// inParallel does something for each of n, on all cores.
func inParallel(n int, do func(i int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error { do(i); return nil })
	}
	_ = g.Wait()
}

// idOf is the id of the article in a file: the file's name.
func idOf(file string) string { return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)) }

// read cuts a file into an article; its id must be a new one.
func (in *intake) read(id, file string) (article.Article, error) {
	if !goodID.MatchString(id) {
		return article.Article{}, fmt.Errorf("the file's name is the article's id: give it one of letters, digits, - and _, such as orbex-2025%s", filepath.Ext(file))
	}
	if _, err := os.Stat(filepath.Join(in.stage.base, id+".yaml")); err == nil {
		return article.Article{}, fmt.Errorf("the base has an article %s already; remove %s.yaml and %s.facts.yaml from it first, or give the file another name", id, id, id)
	}
	data, err := readArticle(file)
	if err != nil {
		return article.Article{}, err
	}
	a, err := article.Cut(id, data)
	if err != nil {
		return a, errors.New(strings.TrimPrefix(err.Error(), "article "+id+": "))
	}
	return a, nil
}

// readArticle reads a file as an article's text.
func readArticle(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file")
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("is a directory: name the files in it")
	case info.Size() > articleLimit:
		return nil, fmt.Errorf("has %d MB, which is more than an article has: save each article in a file of its own", info.Size()>>20)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return plainText(file, data)
}

// plainText is a file's text: an article is taken out of a web page; how to
// convert what else it may be is said.
func plainText(file string, data []byte) ([]byte, error) {
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	switch strings.ToLower(filepath.Ext(file)) {
	case ".html", ".htm", ".xhtml":
		return article.Page(data)
	case ".pdf":
		return nil, fmt.Errorf("a PDF holds no paragraphs: convert it with pdftotext -layout %s %s.txt, and look the text over", filepath.Base(file), name)
	case ".docx", ".doc", ".odt", ".rtf", ".pages":
		return nil, fmt.Errorf("is a word processor's file: save it as plain text in UTF-8, or with pandoc -t plain --wrap=none -o %s.txt %s", name, filepath.Base(file))
	}
	return data, nil
}

// write writes the files of a draft beside the base.
func (in *intake) write(d extract.Draft) error {
	record, err := facts.WriteRecord(&d.Article)
	if err != nil {
		return err
	}
	table, proposed := d.Facts, []facts.Fact(nil)
	if !in.accept {
		table, proposed = nil, d.Facts
	}
	rows, err := facts.WriteTable(d.Article.ID, table, proposed)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{d.Article.ID + ".yaml", record}, {d.Article.ID + ".facts.yaml", rows}} {
		if err := in.stage.write(f.name, f.data); err != nil {
			return fmt.Errorf("importing: %w", err)
		}
	}
	return nil
}

// keep takes over a draft: its files, whom and what it brings to the vocabulary, and
// its line of the summary.
func (in *intake) keep(file string, a article.Article, d extract.Draft) {
	in.total += len(d.Facts)
	line := fmt.Sprintf("%s: %s, %s", file, plural(len(a.Units), "unit", "units"), plural(len(d.Facts), "fact", "facts"))
	if a.Title == "" {
		line += "; no title was found, so it is called " + a.ID
	}
	in.lines = append(in.lines, line)
	in.drafts = append(in.drafts, d)
	in.names = append(in.names, d.Article.ID+".yaml", d.Article.ID+".facts.yaml")
	in.fresh = append(in.fresh, d.Entities...)
	for _, id := range d.Relations {
		if slices.ContainsFunc(in.relations, func(r facts.Relation) bool { return r.ID == id }) {
			continue
		}
		for _, r := range extract.Relations() {
			if r.ID == id {
				in.relations, in.needed = append(in.relations, r), append(in.needed, r)
			}
		}
	}
}

// words adds the new entities and relations to the base's vocabulary.
func (in *intake) words() error {
	entities, err := facts.WriteEntities(in.fresh)
	if err != nil {
		return err
	}
	relations, err := facts.WriteRelations(in.needed)
	if err != nil {
		return err
	}
	for _, w := range []struct {
		name  string
		lines []byte
	}{{"vocabulary/entities.yaml", entities}, {"vocabulary/relations.yaml", relations}} {
		if len(w.lines) == 0 {
			continue
		}
		before, err := os.ReadFile(filepath.Join(in.stage.dir, filepath.FromSlash(w.name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("reading the vocabulary: %w", err)
		}
		if len(before) > 0 && before[len(before)-1] != '\n' {
			before = append(before, '\n')
		}
		if err := in.stage.write(w.name, append(before, w.lines...)); err != nil {
			return fmt.Errorf("writing the vocabulary: %w", err)
		}
		in.names = append(in.names, w.name)
	}
	return nil
}

// summary tells what was imported, and what to do next.
func (in *intake) summary(s streams, base string) {
	for _, l := range in.lines {
		fmt.Fprintln(s.out, l)
	}
	if in.accept {
		fmt.Fprintf(s.out, "%s in %s; ask with: pilcrow ask --base %s QUESTION\n", plural(in.total, "fact", "facts"), plural(len(in.lines), "article", "articles"), base)
		return
	}
	fmt.Fprintf(s.out, "%s in %s wait for review: pilcrow review --base %s\n", plural(in.total, "proposal", "proposals"), plural(len(in.lines), "article", "articles"), base)
}

// vocabulary gives a base that has none the words of the embedded one: its
// relations, synonyms and kinds of answer, but whom it knows of. It returns the
// names of the files.
func (st *stage) vocabulary() ([]string, error) {
	names, err := fs.Glob(seeds.FS, "vocabulary/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the vocabulary: %w", err)
	}
	if _, err := os.Stat(filepath.Join(st.dir, "vocabulary", "relations.yaml")); err == nil {
		return nil, nil
	}
	var out []string
	for _, name := range names {
		if name == "vocabulary/entities.yaml" {
			continue
		}
		if _, err := os.Stat(filepath.Join(st.dir, filepath.FromSlash(name))); err == nil {
			continue
		}
		data, err := fs.ReadFile(seeds.FS, name)
		if err == nil {
			err = st.write(name, data)
		}
		if err != nil {
			return nil, fmt.Errorf("writing the vocabulary: %w", err)
		}
		out = append(out, name)
	}
	return out, nil
}

// known is what the base knows of already: its entities and relations.
func (st *stage) known() (*facts.Base, error) {
	records, _ := fs.Glob(os.DirFS(st.dir), "*.yaml")
	faqs, _ := fs.Glob(os.DirFS(st.dir), "*"+facts.FAQSuffix)
	if len(records)+len(faqs) == 0 {
		return facts.LoadVocabulary(os.DirFS(st.dir))
	}
	return facts.Load(os.DirFS(st.dir))
}

// plural is a number with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// progress tells on standard error how far a long import is.
type progress struct {
	streams
	all, done int
	shown     time.Time
}

// progressEvery is how often a long import tells how far it is.
const progressEvery = 2 * time.Second

func newProgress(s streams, all int) *progress { return &progress{s, all, 0, time.Now()} }

func (p *progress) step(n int) {
	p.done += n
	if time.Since(p.shown) >= progressEvery {
		p.shown = time.Now()
		fmt.Fprintf(p.err, "%d of %d articles read\n", p.done, p.all)
	}
}
