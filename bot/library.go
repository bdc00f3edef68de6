package bot

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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
	files  fs.FS // of the base, as kept
	texts  string
	engine atomic.Pointer[answer.Engine] // nil until there is one
	ready  chan struct{}                 // closed when there is
}

// NewLibrary takes over a base that is loaded already: its files, to load it
// again with what is learned, and an engine on it. texts is the directory with
// the articles' full texts, <id>.txt, or empty.
func NewLibrary(files fs.FS, engine *answer.Engine, texts string) *Library {
	l := &Library{files: files, texts: texts, ready: make(chan struct{})}
	l.engine.Store(engine)
	close(l.ready)
	return l
}

// PrepareLibrary is NewLibrary for a base without an engine, which is made while
// the bot starts: events are accepted meanwhile, and answered when it is there.
// The base must hold something to answer from.
func PrepareLibrary(files fs.FS, base *facts.Base, texts string) (*Library, error) {
	if len(base.Facts)+len(base.FAQ) == 0 {
		return nil, answer.ErrNoFact
	}
	l := &Library{files: files, texts: texts, ready: make(chan struct{})}
	go func() {
		defer close(l.ready)
		if engine, err := answer.New(base); err == nil { // nothing else can be wrong with it
			l.engine.CompareAndSwap(nil, engine) // unless something was taught, and learned sooner
		}
	}()
	return l, nil
}

// now is the engine, once there is one.
func (l *Library) now() *answer.Engine {
	if engine := l.engine.Load(); engine != nil {
		return engine
	}
	<-l.ready
	return l.engine.Load()
}

// another is a library of the same base, to be taught something else.
func (l *Library) another() *Library { return NewLibrary(l.files, l.now(), l.texts) }

// within is the engine on the articles that count; on all for none.
func (l *Library) within(articles []string) *answer.Engine {
	return l.now().Within(articles)
}

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
	if text, ok := l.original(c); ok {
		return cited, text, true
	}
	u, ok := a.Unit(c.At)
	if !ok {
		return cited, "", false
	}
	if u.Text != "" {
		return cited, u.Text, true
	}
	return cited, u.Gist, false
}

// original is the unit in the article's own words.
func (l *Library) original(c facts.Citation) (string, bool) {
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
	for _, u := range cut.Units {
		if u.At == c.At {
			return u.Text, true
		}
	}
	return "", false
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

// lint says what is wrong with the base once it holds what was taught; nothing
// if it is sound. It takes a few tenths of a second on a large base.
func (l *Library) lint(taught []store.Learned) string {
	files, err := taughtFiles(taught)
	if err != nil {
		return err.Error()
	}
	base, err := facts.Load(overlay{l.files, files})
	if found := facts.FaultsIn(err); len(found) > 0 {
		return found[0].Text
	}
	if err != nil {
		return err.Error()
	}
	for _, fault := range base.Lint() {
		if _, ours := files[fault.File]; ours {
			if _, text, ok := strings.Cut(fault.Text, ": "); ok { // behind the id, which says nothing to who taught it
				return text
			}
			return fault.Text
		}
	}
	return ""
}

// learn loads the base anew with what was taught, and answers from that from now
// on. What the base cannot hold, since it has changed, say, is left out, with the
// reason by its id.
func (l *Library) learn(taught []store.Learned) (faulty map[string]string, err error) {
	faulty = map[string]string{}
	for {
		base, err := l.load(taught)
		found := facts.FaultsIn(err)
		if err == nil {
			engine, err := answer.New(base)
			if err != nil {
				return faulty, fmt.Errorf("preparing the base with what was taught: %w", err)
			}
			l.engine.Store(engine)
			return faulty, nil
		}
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
}

// load loads the base with what was taught.
func (l *Library) load(taught []store.Learned) (*facts.Base, error) {
	files, err := taughtFiles(taught)
	if err != nil {
		return nil, err
	}
	return facts.Load(overlay{l.files, files})
}
