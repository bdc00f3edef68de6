package bot_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts"
)

// shelf is a base on disk with one of the embedded base's articles.
type shelf struct {
	t   *testing.T
	dir string
}

func onDisk(t *testing.T, article string) shelf {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "base")
	if err := os.CopyFS(dir, oneArticle(article)); err != nil {
		t.Fatal(err)
	}
	return shelf{t, dir}
}

// change puts a text in the place of another that stands once in a file, the way
// editors do: written beside it, and renamed.
func (s shelf) change(name, from, to string) {
	s.t.Helper()
	file := filepath.Join(s.dir, name)
	text, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if n := strings.Count(string(text), from); n != 1 {
		s.t.Fatalf("%q stands %d times in %s, want once", from, n, name)
	}
	aside := filepath.Join(s.dir, ".aside")
	if err := os.WriteFile(aside, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Rename(aside, file); err != nil {
		s.t.Fatal(err)
	}
}

// version of what stands there now.
func (s shelf) version() string {
	files, err := facts.Read(os.DirFS(s.dir))
	if err != nil {
		s.t.Fatal(err)
	}
	return files.Version()
}

const (
	dispute = "amazon-nokia-2024.facts.yaml"
	taken   = "answering from the base as it is now"
	refused = "the base was changed and is faulty: answering from it as it was"
	mended  = "the base has no fault any more"
)

// asks asks something in private, and holds the n-th answer against what it is to
// say, by the version that it is to be from.
func (w *world) asks(n int, question, want string) {
	w.t.Helper()
	w.direct("ann", question, "")
	w.noted("answered", n)
	if got := w.said(w.dm("ann"))[n-1].Text; !strings.Contains(got, want) {
		w.t.Errorf("answer %d is %q, want %q", n, got, want)
	}
}

// TestLive: what is changed in a base is answered from as soon as it is sound; a
// faulty change is told to the log and to the admins, and changes nothing.
func TestLive(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		const question = "What is the title of the Amazon–Nokia article?"
		const line = `says: The article of 2024 is headed "Amazon escalates patent lawfare with Nokia".`
		base := onDisk(t, "amazon-nokia-2024")
		w := start(t, setup{mode: m, base: base.dir, table: true, experts: true})
		before := base.version()
		w.asks(1, question, "The article of 2024 is headed")

		base.change(dispute, line, strings.Replace(line, "is headed", "bears the heading", 1))
		w.noted(taken, 1)
		after := base.version()
		if got := w.log.about(taken)[0]; got["was"] != before || got["is"] != after || before == after {
			t.Errorf("logged %v, want from %s to %s", got, before, after)
		}
		w.asks(2, question, "bears the heading")
		w.click("ann", w.said(w.dm("ann"))[1], "why")
		if got := string(w.view("ann").JSON); !strings.Contains(got, "Version of the base: "+after) {
			t.Errorf("why it answers so: %s, want version %s", got, after)
		}

		base.change(dispute, "relation: headline\n    text: Amazon escalates", "relashion: headline\n    text: Amazon escalates")
		w.noted(refused, 1)
		told := w.reply(w.channel("experts"), 1)
		for _, text := range []string{fmt.Sprint(w.log.about(refused)[0]["first"]), told.Text} {
			if !strings.Contains(text, dispute+`:10: unknown key "relashion"`) {
				t.Errorf("told %q", text)
			}
		}
		if !strings.Contains(told.Text, "I go on answering from it as it was (version "+after+")") {
			t.Errorf("the experts are told %q", told.Text)
		}
		w.asks(3, question, "bears the heading")

		base.change(dispute, "relashion: headline", "relation: headline")
		w.noted(mended, 1)
		if told := w.reply(w.channel("experts"), 2).Text; !strings.Contains(told, "no fault any more") {
			t.Errorf("the experts are told %q", told)
		}

		// A file in use is deleted: the facts that cite it have nothing to rest on.
		w.must(os.Rename(filepath.Join(base.dir, "amazon-nokia-2024.yaml"), base.dir+".aside"))
		w.noted(refused, 2)
		w.reply(w.channel("experts"), 3)
		w.asks(4, question, "bears the heading")
		w.must(os.Rename(base.dir+".aside", filepath.Join(base.dir, "amazon-nokia-2024.yaml")))
		w.noted(mended, 2)
		w.reply(w.channel("experts"), 4)
		if n := w.log.count(taken); n != 1 {
			t.Errorf("%d editions were taken over, want 1", n)
		}
		w.heard()
		w.noRefusals()
	})
}

// TestLiveKeepsWhatWasTaught: an edition that is taken over is answered from
// together with what admins have taught, as far as it can hold that.
func TestLiveKeepsWhatWasTaught(t *testing.T) {
	t.Parallel()
	const phrase = "What did they print above the story of the book sellers?"
	base := onDisk(t, "amazon-nokia-2024")
	database := "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")
	w := start(t, setup{mode: socket, base: base.dir, table: true, database: database})
	elsewhere, err := store.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = elsewhere.Close() })
	w.must(elsewhere.Learn(t.Context(), store.Learned{ID: "ask-1", Fact: "amazon-nokia-headline", Ask: phrase}))
	w.noted("answering from what was taught", 1)
	base.change(dispute, "is headed \"Amazon escalates", "bears the heading \"Amazon escalates")
	w.noted(taken, 1)
	w.asks(1, phrase, "bears the heading")
	w.click("ann", w.said(w.dm("ann"))[0], "why")
	if got, want := string(w.view("ann").JSON), base.version()+", with 1 taught here"; !strings.Contains(got, want) {
		t.Errorf("why it answers so: %s, want %s", got, want)
	}
	w.heard()
	w.noRefusals()
}

// TestLiveForAll: every workspace answers from the base as it is, with what was
// taught in it and nowhere else.
func TestLiveForAll(t *testing.T) {
	t.Parallel()
	const phrase = "What did they print above the story of the book sellers?"
	base := onDisk(t, "amazon-nokia-2024")
	town := newTown(t, townSetup{base: base.dir, table: true, database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")})
	for i, p := range town.places {
		town.install(workspace.Consent{In: p.Workspace, User: "eva"})
		town.command(p, phrase, "do not say")
		if i == 0 {
			l := store.Learned{ID: "ask-1", Team: p.TeamID(), Fact: "amazon-nokia-headline", Ask: phrase}
			if err := town.memory().Learn(t.Context(), l); err != nil {
				t.Fatal(err)
			}
			town.noted("answering from what was taught", 1)
		}
	}
	base.change(dispute, "is headed \"Amazon escalates", "bears the heading \"Amazon escalates")
	town.noted(taken, 1)
	for i, want := range []string{"bears the heading", "do not say"} {
		town.command(town.places[i], phrase, want)
		town.command(town.places[i], "headline of the Telecoms.com piece", "bears the heading")
	}
	base.change(dispute, "article: amazon-nokia-2024", "articel: amazon-nokia-2024")
	town.noted(refused, 1)
	town.command(town.places[1], "headline of the Telecoms.com piece", "bears the heading")
	town.clean()
}

// TestLiveTellsOperator: where there are many workspaces, and the operator's own is
// one of them, that is where a faulty change is told.
func TestLiveTellsOperator(t *testing.T) {
	t.Parallel()
	base := onDisk(t, "amazon-nokia-2024")
	town := newTown(t, townSetup{base: base.dir, table: true})
	own, other := town.places[0], town.places[1]
	app := town.cloud.App()
	app.BotToken = "xoxb-of-one"
	own.Install(app)
	config := town.config
	config.BotToken = app.BotToken
	for _, u := range own.Users() {
		if u.Name == "eva" {
			config.Policy.Admins = []string{u.ID}
		}
	}
	town.restart(config)
	town.install(workspace.Consent{In: other.Workspace, User: "eva"})
	base.change(dispute, "article: amazon-nokia-2024", "articel: amazon-nokia-2024")
	town.noted(refused, 1)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	told := func(w *workspace.Workspace) bool { return w.Posted("pilcrow") > 0 }
	if err := own.Wait(ctx, told); err != nil {
		t.Errorf("eva is told nothing: %v; log:\n%s", err, town.log)
	}
	town.stop()
	if told(other.Workspace) {
		t.Error("another workspace is told")
	}
	town.clean()
}

// command has ann ask in private, and holds the answer against what it is to say.
func (t *town) command(p *place, question, want string) {
	t.t.Helper()
	said, err := p.Command("ann", p.room.ID, "/licensing", question)
	if err != nil || said.Message == nil || !strings.Contains(said.Message.Text, want) {
		t.t.Errorf("in %s, %q is answered %+v, %v; want %q", p.TeamID(), question, said.Message, err, want)
	}
}

// TestLiveTellsAdmins: where there is no channel for it, the admins are told of a
// faulty change themselves; a directory swapped as Kubernetes does is a change.
func TestLiveTellsAdmins(t *testing.T) {
	t.Parallel()
	base := onDisk(t, "amazon-nokia-2024")
	mount := filepath.Join(t.TempDir(), "mount")
	swap := func(n string) {
		t.Helper()
		for _, err := range []error{
			os.CopyFS(filepath.Join(mount, "..", n), os.DirFS(base.dir)),
			os.Symlink(filepath.Join("..", n), filepath.Join(mount, "..data_tmp")),
			os.Rename(filepath.Join(mount, "..data_tmp"), filepath.Join(mount, "..data")),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Mkdir(mount, 0o700); err != nil {
		t.Fatal(err)
	}
	swap("1")
	for _, name := range []string{"amazon-nokia-2024.yaml", dispute, "vocabulary"} {
		if err := os.Symlink(filepath.Join("..data", name), filepath.Join(mount, name)); err != nil {
			t.Fatal(err)
		}
	}
	w := start(t, setup{mode: socket, base: mount, table: true, admins: []string{"eva"}})
	base.change(dispute, "is headed \"Amazon escalates", "bears the heading \"Amazon escalates")
	swap("2")
	w.noted(taken, 1)
	w.asks(1, "What is the title of the Amazon–Nokia article?", "bears the heading")
	base.change("vocabulary/entities.yaml", "name: Nokia, kind: company", "name: Nokia, sort: company")
	swap("3")
	w.noted(refused, 1)
	if told := w.reply(w.dm("eva"), 1).Text; !strings.Contains(told, "vocabulary/entities.yaml:") {
		t.Errorf("eva is told %q", told)
	}
	w.heard()
	w.noRefusals()
}
