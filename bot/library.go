package bot

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// Library is what the bot answers from: the base, what admins have taught it
// since, and the articles' texts where the operator has them. It is safe for
// concurrent use.
type Library struct {
	shelf  *shelf
	texts  string
	holds  atomic.Pointer[edition]       // that the engine is of
	engine atomic.Pointer[answer.Engine] // with what was taught; nil until it is first needed
	before sync.WaitGroup                // what was taught before the start is learned
}

// shelf is where the libraries of all workspaces have the base from.
type shelf struct {
	dir string // it stands in, on disk, and may change there; empty if it does not
	now atomic.Pointer[edition]
}

// edition is the base as it stood at one time.
type edition struct {
	files  facts.Files
	engine func() *answer.Engine // without what was taught; waits until there is one
}

// NewLibrary takes over a base that is loaded already: its files, to load it
// again with what is learned, and an engine on it. texts is the directory with
// the articles' full texts, <id>.txt, or empty.
func NewLibrary(files facts.Files, engine *answer.Engine, texts string) *Library {
	l := newLibrary(&edition{files, func() *answer.Engine { return engine }}, texts)
	l.engine.Store(engine)
	return l
}

// PrepareLibrary is NewLibrary for a base without an engine, which is made while
// the bot starts: events are accepted meanwhile, and answered when it is there.
// The base must hold something to answer from.
func PrepareLibrary(files facts.Files, base *facts.Base, texts string) (*Library, error) {
	if len(base.Facts)+len(base.FAQ) == 0 {
		return nil, answer.ErrNoFact
	}
	made := sync.OnceValue(func() *answer.Engine {
		engine, _ := answer.New(base) // nothing else can be wrong with it
		return engine
	})
	go made()
	return newLibrary(&edition{files, made}, texts), nil
}

func newLibrary(e *edition, texts string) *Library {
	s := &shelf{}
	s.now.Store(e)
	return s.library(texts)
}

// Follow has the bot answer from the base as it stands in a directory, whenever
// that changes.
func (l *Library) Follow(dir string) { l.shelf.dir = dir }

// library is a library of the base as it is now.
func (s *shelf) library(texts string) *Library {
	l := &Library{shelf: s, texts: texts}
	l.holds.Store(s.now.Load())
	return l
}

// now is the engine, once there is one that knows what was taught before the start.
func (l *Library) now() *answer.Engine {
	l.before.Wait()
	if engine := l.engine.Load(); engine != nil {
		return engine
	}
	l.engine.CompareAndSwap(nil, l.holds.Load().engine()) // unless something was taught, and learned sooner
	return l.engine.Load()
}

// another is a library of the same base, to be taught something else.
func (l *Library) another() *Library { return l.shelf.library(l.texts) }

// current reports whether the library is of the base as it is now.
func (l *Library) current() bool { return l.holds.Load() == l.shelf.now.Load() }

// within is the engine on the articles that count; on all for none.
func (l *Library) within(articles []string) *answer.Engine {
	return l.now().Within(articles)
}

// version names the base as it is now, without what was taught.
func (l *Library) version() string { return l.shelf.now.Load().files.Version() }

// Base is the base as it is now, with what was taught.
func (l *Library) Base() *facts.Base { return l.now().Base() }

// size is how many facts and articles there are.
func (l *Library) size() (facts, articles int) {
	engine := l.now()
	facts, _ = engine.Unused(nil)
	return facts, len(engine.Sources())
}

// paragraph is the text of a unit: the article's own where it is at hand, else
// our gist of it. It is empty for a unit that is not there.
func (l *Library) paragraph(c facts.Citation) (cited answer.Citation, text string, own bool) {
	cited = answer.Citation{Citation: c, Title: c.Article}
	a, ok := l.now().Article(c.Article)
	if !ok {
		return cited, "", false
	}
	cited.Title, cited.Publisher, cited.Published = a.Title, a.Publisher, a.Published.ISO()
	u, ok := a.Unit(c.At)
	if !ok {
		return cited, "", false
	}
	if text, ok := l.original(c, u.Digest); ok {
		return cited, text, true
	}
	if u.Text != "" {
		return cited, u.Text, true
	}
	return cited, u.Gist, false
}

// original is the unit in the article's own words: those from which its facts were
// drawn, wherever they stand in the text by now. Of a text that has others, there
// is none.
func (l *Library) original(c facts.Citation, digest string) (string, bool) {
	if l.texts == "" || !filepath.IsLocal(c.Article) {
		return "", false
	}
	text, err := os.ReadFile(filepath.Join(l.texts, c.Article+".txt"))
	if err != nil {
		return "", false // not every article's text need be there
	}
	cut, err := article.Cut(c.Article, text)
	if err != nil {
		return "", false
	}
	i := slices.IndexFunc(cut.Units, func(u article.Unit) bool {
		return digest == "" && u.At == c.At || digest != "" && article.Digest(u.Text) == digest
	})
	if i < 0 {
		return "", false
	}
	return cut.Units[i].Text, true
}

// questionFor is a question that asks for a fact: what is put for who chose the
// fact from those that were offered.
func (l *Library) questionFor(fact string) string {
	f, ok := l.now().Fact(fact)
	if !ok || len(f.Asks) == 0 {
		return fact
	}
	return f.Asks[0]
}

// subjects are the names that fit what is typed.
func (l *Library) subjects(typed string) (fit []transport.Option) {
	for _, e := range l.now().Entities(typed, offers) {
		fit = append(fit, transport.Option{Label: blocks.Label(e.Name), Value: e.ID})
	}
	return fit
}

// relations are the things a fact can say that fit what is typed.
func (l *Library) relations(typed string) (fit []transport.Option) {
	for _, r := range l.now().Relations(typed, offers) {
		fit = append(fit, transport.Option{Label: blocks.Label(r.ID + ": " + r.Means), Value: r.ID})
	}
	return fit
}

// kinds are the kinds of value that a relation takes.
func (l *Library) kinds(relation string) []facts.ValueKind {
	for _, r := range l.now().Relations(relation, offers) {
		if r.ID == relation {
			return r.Value
		}
	}
	return []facts.ValueKind{facts.Text}
}

// lint says what is wrong with something that is to be taught; nothing if it is
// sound. Who teaches it waits, so the base is not loaded anew.
func (l *Library) lint(taught store.Learned) string {
	files, err := taughtFiles([]store.Learned{taught})
	if err != nil {
		return err.Error()
	}
	faults := l.Base().Check(files)
	if len(faults) == 0 {
		return ""
	}
	if _, text, ok := strings.Cut(faults[0].Text, taught.ID+": "); ok { // which says nothing to who taught it
		return text
	}
	return faults[0].Text
}

// learn answers from now on from the base as it is now, with what was taught. What
// the base cannot hold, since it has changed, say, is left out, with the reason by
// its id.
func (l *Library) learn(taught []store.Learned) (faulty map[string]string, err error) {
	faulty = map[string]string{}
	now := l.shelf.now.Load()
	l.holds.Store(now) // with faults or without
	for len(taught) > 0 {
		engine, err := now.with(taught)
		if err == nil {
			l.engine.Store(engine)
			return faulty, nil
		}
		found := facts.FaultsIn(err)
		left := slices.DeleteFunc(slices.Clone(taught), func(t store.Learned) bool {
			for _, f := range found {
				if f.File == t.ID+".facts.yaml" || strings.Contains(f.Text, strconv.Quote(t.Fact)) {
					faulty[t.ID] = f.Text
					return true
				}
			}
			return false
		})
		if len(left) == len(taught) {
			return faulty, fmt.Errorf("loading the base with what was taught: %w", err)
		}
		taught = left
	}
	l.engine.Store(now.engine())
	return faulty, nil
}

// with is an engine on an edition with what was taught.
func (e *edition) with(taught []store.Learned) (*answer.Engine, error) {
	files, err := taughtFiles(taught)
	if err != nil {
		return nil, err
	}
	base, err := e.files.With(files).Load()
	if err != nil {
		return nil, err
	}
	base.Version = fmt.Sprintf("%s, with %d taught here", e.files.Version(), len(taught))
	return answer.New(base)
}
