package facts

import (
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/google/go-cmp/cmp"

	"github.com/pilcrow-bot/pilcrow/seeds"
)

// Whatever is read without the library is read as the library does it: the same
// texts in the same lists and keys, on the same lines.
func FuzzReadSimple(f *testing.F) {
	err := fs.WalkDir(seeds.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(seeds.FS, name)
		f.Add(string(data[:min(len(data), 400)]))
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{
		"a: b\n", "a: 16\nb: 0x10\nc: 1e3\n", "a: [b, \"c, d\", 'it''s', {e: f}]\n", "- a: b\n  c:\n    - d\n\n  # e\n  f: g\n", "a: b # c\n",
		"a: b: c\n", "a: b\n  c\n", "a:\n- b\n", "- - b\n", "- \"a\\\"b\\\\\"\n", "- true\n- null\n- ~\n- yes\n", "a: 2025-11-12\nb: 2029-Q5\n",
		"- it's\n- don't: b\n", "a: b\na: c\n", "- !x a\n- &y b\n- *y\n", "a:\n", "- \n", "a: [b,\n  c]\n", "a: >-\n  b\n", "---\na: b\n",
		"- http://b.c/d\n- a:b\n", "- [a]\n- []\n- {}\n", "- [a] b\n", "- 'a' b\n", "- $5 to €6\n- (c)\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		readAlike(t, text)
	})
}

// outline is what a tree holds, a node a line.
func outline(n ast.Node) []string {
	here := func(what string) string { return fmt.Sprint(n.GetToken().Position.Line, " ", what) }
	var out []string
	switch n := n.(type) {
	case *ast.SequenceNode:
		out = append(out, here("list"))
		for _, v := range n.Values {
			out = append(out, outline(v)...)
		}
		return append(out, "end")
	case *ast.MappingNode:
		out = append(out, here("keys"))
		for _, v := range n.Values {
			out = append(append(out, fmt.Sprint("  ", v.Key.GetToken().Position.Line, " ", v.Key.GetToken().Value)), outline(v.Value)...)
		}
		return append(out, "end")
	case *ast.BoolNode:
		return []string{here(fmt.Sprint(n.Value))}
	case *ast.IntegerNode:
		return []string{here(n.GetToken().Value)}
	case *ast.StringNode:
		return []string{here(n.Value)}
	}
	return []string{here(fmt.Sprintf("%T", n))}
}

// The base that comes with the program is read as the library does it, and its
// ways of asking, which are most of it, without the library.
func TestReadSimple(t *testing.T) {
	t.Parallel()
	read := 0
	for _, pattern := range []string{"*.yaml", "vocabulary/*.yaml"} {
		names, err := fs.Glob(seeds.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(seeds.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			switch alike, known := readAlike(t, string(data)); {
			case known && alike:
				read++
			case known:
				t.Errorf("%s is read otherwise", name)
			case strings.HasSuffix(name, ".asks.yaml"):
				t.Errorf("%s has something on a line that slows every start down", name)
			}
		}
	}
	if read < 10 {
		t.Errorf("only %d files are read without the library", read)
	}
}

// What a tree holds is put where the library puts it.
func TestFill(t *testing.T) {
	t.Parallel()
	type asksFile struct {
		Asks []askLines `yaml:"asks"`
		Gaps []tableGap `yaml:"gaps"`
	}
	type tableFile struct {
		Article string      `yaml:"article"`
		Facts   []tableFact `yaml:"facts"`
		Gaps    []tableGap  `yaml:"gaps"`
	}
	for name, into := range map[string]reflect.Type{
		"amazon-nokia-2024.1.asks.yaml": reflect.TypeFor[asksFile](),
		"amazon-nokia-2024.facts.yaml":  reflect.TypeFor[tableFile](),
		"vocabulary/entities.yaml":      reflect.TypeFor[[]entityLine](),
		"vocabulary/relations.yaml":     reflect.TypeFor[[]relationLine](),
	} {
		data, err := fs.ReadFile(seeds.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		tree, known := readSimple(data)
		mine, theirs := reflect.New(into), reflect.New(into)
		if !known || !fill(mine.Elem(), tree.Docs[0].Body) {
			t.Fatalf("%s is left to the library", name)
		}
		if err := yaml.UnmarshalWithOptions(data, theirs.Interface(), yaml.Strict()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(theirs.Interface(), mine.Interface()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// readAlike reports whether a file is known, and is then read as the library does.
func readAlike(t *testing.T, text string) (alike, known bool) {
	t.Helper()
	mine, known := readSimple([]byte(text))
	if !known {
		return false, false
	}
	theirs, err := parser.ParseBytes([]byte(text), 0)
	if err != nil || len(theirs.Docs) != 1 {
		t.Errorf("for the library it is no document: %v", err)
		return false, true
	}
	diff := cmp.Diff(outline(theirs.Docs[0].Body), outline(mine.Docs[0].Body))
	if diff != "" {
		t.Error(diff)
	}
	return diff == "", true
}
