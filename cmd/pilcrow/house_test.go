package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/pilcrow-bot/pilcrow/"

// rooms is the house from the top down: a package imports only those below it.
// A new package gets its line here.
var rooms = []string{
	"cmd/pilcrow",
	"bot",
	"bot/blocks",
	"bot/transport",
	"bot/inbox",
	"bot/store",
	"bot/store/pgtest", // for tests
	"bot/metrics",
	"bot/seal",
	"bot/watch",
	"bot/workspace/page",
	"bot/workspace",
	"facts/bank",
	"facts/answer",
	"facts/intent",
	"facts/extract",
	"facts/question",
	"facts/sense",
	"facts/article",
	"facts/sheet",
	"facts",
	"facts/lexicon",
	"seeds",
	"deploy",
}

// doors are the packages that only some rooms may import directly.
var doors = []struct {
	to   string // a package of ours, or the beginning of somebody else's
	from []string
}{
	{"github.com/slack-go/", []string{"bot/blocks", "bot/transport", "bot/workspace"}},
	{"github.com/riverqueue/", []string{"bot/inbox", "bot/store"}},
	{"github.com/prometheus/", []string{"bot/metrics"}},
	{"github.com/jackc/", []string{"bot/inbox", "bot/store", "bot/store/pgtest"}},
	{"github.com/xuri/", []string{"facts/sheet"}},
	{"github.com/fsnotify/", []string{"bot/watch"}},
	{module + "bot/workspace", []string{"cmd/pilcrow", "bot/workspace/page"}}, // the demo
	{module + "seeds", []string{"cmd/pilcrow"}},
	{module + "deploy", []string{"cmd/pilcrow"}},
}

// walls part a room and all within it from a package, through whatever hands.
var walls = []struct{ room, from string }{
	{"facts", "github.com/slack-go/"},
	{"facts", "github.com/rs/zerolog"},
	{"facts", module + "bot"},
	{"bot/workspace", module},
	{"seeds", module},
	{"deploy", module},
}

// goPackage is what go list tells of a package, its tests left out.
type goPackage struct {
	ImportPath string
	Imports    []string // directly
	Deps       []string // through whatever hands
}

func TestHouse(t *testing.T) {
	t.Parallel()
	for _, fault := range houseFaults(goList(t)) {
		t.Error(fault)
	}
}

// TestHouseRules breaks each rule of a sound house once.
func TestHouseRules(t *testing.T) {
	t.Parallel()
	sound := map[string][]string{
		"cmd/pilcrow":   {module + "bot", module + "bot/workspace", module + "seeds", module + "deploy"},
		"bot":           {module + "bot/blocks", module + "facts/answer", "github.com/rs/zerolog"},
		"bot/transport": {module + "bot/inbox", "github.com/slack-go/slack/socketmode"},
		"bot/metrics":   {"github.com/prometheus/client_golang/prometheus"},
		"bot/inbox":     {module + "bot/store", "github.com/riverqueue/river", "github.com/jackc/pgx/v5"},
		"bot/watch":     {"github.com/fsnotify/fsnotify"},
		"facts/sheet":   {module + "facts", "github.com/xuri/excelize/v2"},
		"facts/answer":  {module + "facts/question", module + "facts", "strings"},
	}
	tests := []struct {
		name, room, imported string
		want                 []string
	}{
		{"sound", "bot", module + "bot/inbox", nil},
		{"upwards", "bot/inbox", module + "bot/transport", []string{"bot/inbox imports bot/transport, which is above it"}},
		{"upwards to the top", "bot", module + "cmd/pilcrow", []string{"bot imports cmd/pilcrow, which is above it"}},
		{"unlisted", "bot/attic", "strings", []string{"bot/attic is no room of the house: add it to rooms"}},
		{"Slack in the bot", "bot", "github.com/slack-go/slack", []string{"bot imports github.com/slack-go/slack, which is only for bot/blocks, bot/transport, bot/workspace"}},
		{"demo in the bot", "bot", module + "bot/workspace", []string{"bot imports github.com/pilcrow-bot/pilcrow/bot/workspace, which is only for cmd/pilcrow, bot/workspace/page"}},
		{"seeds in the answers", "facts/answer", module + "seeds", []string{"facts/answer imports github.com/pilcrow-bot/pilcrow/seeds, which is only for cmd/pilcrow"}},
		{"logger in the facts", "facts/question", "github.com/rs/zerolog/log", []string{"facts/question reaches github.com/rs/zerolog/log"}},
		{"workspace that knows the bot", "bot/workspace", module + "facts", []string{"bot/workspace reaches github.com/pilcrow-bot/pilcrow/facts"}},
		{"seeds with logic", "seeds", module + "deploy", []string{"seeds imports github.com/pilcrow-bot/pilcrow/deploy, which is only for cmd/pilcrow", "seeds reaches github.com/pilcrow-bot/pilcrow/deploy"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var house []goPackage
			for _, room := range rooms {
				imports := slices.Clone(sound[room])
				if room == tt.room {
					imports = append(imports, tt.imported)
				}
				house = append(house, goPackage{module + room, imports, imports})
			}
			if !slices.Contains(rooms, tt.room) {
				house = append(house, goPackage{module + tt.room, []string{tt.imported}, []string{tt.imported}})
			}
			if got := houseFaults(house); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("room without a package", func(t *testing.T) {
		t.Parallel()
		got := houseFaults(nil)
		if want := "cmd/pilcrow is a room without a package"; !slices.Contains(got, want) {
			t.Errorf("got %q, want %q among it", got, want)
		}
		if want := "no package imports " + module + "seeds: its door is for nobody"; !slices.Contains(got, want) {
			t.Errorf("got %q, want %q among it", got, want)
		}
	})
}

// houseFaults holds packages against rooms, doors and walls. What is listed
// there and matches nothing is a fault too: a rule about nothing holds nothing.
func houseFaults(house []goPackage) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	found := map[string]bool{}
	used := map[string]bool{}
	for _, p := range house {
		room := strings.TrimPrefix(p.ImportPath, module)
		found[room] = true
		floor := slices.Index(rooms, room)
		if floor < 0 {
			fault("%s is no room of the house: add it to rooms", room)
		}
		for _, imported := range p.Imports {
			if i := slices.Index(rooms, strings.TrimPrefix(imported, module)); i >= 0 && i < floor {
				fault("%s imports %s, which is above it", room, rooms[i])
			}
			for _, d := range doors {
				if strings.HasPrefix(imported, d.to) {
					used[d.to] = true
					if !slices.Contains(d.from, room) {
						fault("%s imports %s, which is only for %s", room, imported, strings.Join(d.from, ", "))
					}
				}
			}
		}
		for _, w := range walls {
			if room != w.room && !strings.HasPrefix(room, w.room+"/") {
				continue
			}
			for _, dep := range p.Deps {
				if strings.HasPrefix(dep, w.from) && dep != module+w.room { // a room is no stranger to what is within it
					fault("%s reaches %s", room, dep)
				}
			}
		}
	}
	for _, room := range rooms {
		if !found[room] {
			fault("%s is a room without a package", room)
		}
	}
	for _, d := range doors {
		if !used[d.to] {
			fault("no package imports %s: its door is for nobody", d.to)
		}
	}
	for _, w := range walls {
		if !slices.Contains(rooms, w.room) {
			fault("a wall of %s, which is no room", w.room)
		}
	}
	return faults
}

// TestTopLevel keeps the top of the tree as bare as it is.
func TestTopLevel(t *testing.T) {
	t.Parallel()
	allowed := []string{"cmd", "bot", "facts", "seeds", "deploy", "go.mod", "go.sum", "README.md", "LICENSE"}
	for _, file := range tracked(t) {
		top, _, _ := strings.Cut(file, "/")
		if !slices.Contains(allowed, top) && !strings.HasPrefix(top, ".") {
			t.Errorf("%s: only %s and dot-files stand at the top", file, strings.Join(allowed, ", "))
		}
	}
}

// TestNamedPathsExist: what the README and the packages' documentation name as
// a file or directory of this repository is there.
func TestNamedPathsExist(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(inRepo("README.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{"README.md": string(readme)}
	for _, p := range goList(t) {
		dir := strings.TrimPrefix(p.ImportPath, module)
		pages[dir] = packageDoc(t, dir)
		if pages[dir] == "" {
			t.Errorf("the package %s has no documentation", dir)
		}
	}
	for page, text := range pages {
		for _, path := range namedPaths(text) {
			if found, err := filepath.Glob(inRepo(path)); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which does not exist", page, path)
			}
		}
	}
}

func TestNamedPaths(t *testing.T) {
	t.Parallel()
	text := "See `seeds/x.yaml`, `seeds/<id>.facts.yaml` and `.ci/run`, not `pilcrow ask`, `/slack/events` or `xoxb-…`.\n\n" +
		"```sh\ngo run ./cmd/pilcrow demo\ngo test ./...\nCGO_ENABLED=0 go build -o pilcrow ./cmd/pilcrow\ncp deploy/pilcrow.env .env\n```\n`facts`; `README.md`; [it](deploy/compose.yaml)"
	want := []string{"./cmd/pilcrow", ".ci/run", "README.md", "deploy/compose.yaml", "deploy/pilcrow.env", "facts", "seeds/*.facts.yaml", "seeds/x.yaml"}
	if got := namedPaths(text); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

var (
	quoted      = regexp.MustCompile("`([^`\n]+)`")
	pathLike    = regexp.MustCompile(`(?:^|[\s(])((?:\./|(?:cmd|bot|facts|seeds|deploy|\.ci|\.github)/)[\w./*<>-]*[\w*>])`)
	topLevel    = regexp.MustCompile(`^(?:cmd|bot|facts|seeds|deploy|README\.md|LICENSE|go\.mod|go\.sum)$`)
	placeholder = regexp.MustCompile(`<[^>]*>`)
)

// namedPaths are the paths of this repository that a text names, sorted:
// in running text, in code, in links. "<…>" stands for anything.
func namedPaths(text string) []string {
	var out []string
	add := func(path string) {
		out = append(out, placeholder.ReplaceAllString(path, "*"))
	}
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if topLevel.MatchString(m[1]) {
			add(m[1])
		}
	}
	for _, m := range pathLike.FindAllStringSubmatch(strings.ReplaceAll(text, "`", " "), -1) {
		add(m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// packageDoc is the comment above the package clause.
func packageDoc(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(inRepo(filepath.Join(dir, "*.go")))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if f.Doc != nil && !strings.HasSuffix(file, "_test.go") {
			return f.Doc.Text()
		}
	}
	return ""
}

// inRepo is a path of the repository, seen from this package's directory,
// where its tests run.
func inRepo(path string) string { return filepath.Join("..", "..", path) }

// tracked lists the files under version control.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", "-C", inRepo("."), "ls-files", "-z").Output()
	if err != nil {
		t.Skip("this is no git checkout, or git is not installed")
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func goList(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "./...")
	cmd.Dir = inRepo(".")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var house []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return house
		} else if err != nil {
			t.Fatal(err)
		}
		house = append(house, p)
	}
}
