package lexicon

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	callRE = regexp.MustCompile(`lexicon\.[A-Z]\w+\(([^()]*)\)`)
	nameRE = regexp.MustCompile(`"([^"]*)"`)
)

// named are the classes that the code names.
func named(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		code, err := os.ReadFile(path)
		for _, call := range callRE.FindAllStringSubmatch(string(code), -1) {
			for _, name := range nameRE.FindAllStringSubmatch(call[1], -1) {
				out = append(out, name[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestClassesAreThoseThatTheCodeNames(t *testing.T) {
	t.Parallel()
	have, want := slices.Sorted(maps.Keys(classes)), named(t)
	for _, name := range want {
		if len(classes[name]) == 0 {
			t.Errorf("the code names %q: no words of it in lexicon.txt", name)
		}
	}
	for _, name := range have {
		if !slices.Contains(want, name) {
			t.Errorf("no code names %q", name)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"no class", "# words\nword word\n", "lexicon.txt:2: want name: words"},
		{"no words", "a: b\n\nc: # none\n", "lexicon.txt:3: want name: words"},
		{"class twice", "a: b\nc: d\na: e\n", "lexicon.txt:3: there is a class a before"},
		{"word twice", "a: b=1\n  c b=2\n", "lexicon.txt:2: a has b twice"},
		{"none", "a: b\n  b_c # more\nd: b\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if _, err := read(test.text); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	if n := Numbers("number", "magnitude"); n["three"] != 3 || n["billion"] != 1e9 {
		t.Errorf("numbers: %v", n)
	}
	if got := strings.Join(Words("ordinal"), " "); got != "first second third fourth fifth" {
		t.Errorf("words: %s", got)
	}
	if got := Replacer("office-in-full").Replace("general counsel and ceo"); got != "counsel legal and executive" {
		t.Errorf("replaced: %s", got)
	}
	re := regexp.MustCompile(`^` + Pattern("leaving-told", "span") + `$`)
	for text, want := range map[string]bool{"stepped down": true, "leaving": true, "half-year": true, "stepped": false, "pull": false} {
		if re.MatchString(text) != want {
			t.Errorf("%q matches: %v, want %v", text, !want, want)
		}
	}
}
