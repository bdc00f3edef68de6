package article

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the cuttings found into testdata, to be read before they are kept")

// The parts of a file in testdata: what it shows, the article, its cutting.
const (
	textMark  = "-- text --\n"
	unitsMark = "-- units --\n"
)

// layout is one made-up article of testdata with its right cutting.
type layout struct {
	name, text string
	want       string
}

func layouts(t *testing.T) []layout {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no articles in testdata (%v)", err)
	}
	var out []layout
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		about, rest, _ := strings.Cut(string(data), textMark)
		text, units, ok := strings.Cut(rest, unitsMark)
		if !ok {
			t.Fatalf("%s: want the parts text and units", file)
		}
		if *update {
			units = cutting(t, text)
			if err := os.WriteFile(file, []byte(about+textMark+text+unitsMark+units), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		out = append(out, layout{name, text, units})
	}
	return out
}

// cutting prints an article's units, one to a line, so that two can be compared
// by eye.
func cutting(t *testing.T, text string) string {
	t.Helper()
	a, err := Cut("made-up", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + " = " + value + "\n")
		}
	}
	field("author", a.Author)
	field("publisher", a.Publisher)
	if !a.Published.IsZero() {
		field("published", a.Published.Format("2006-01-02"))
	}
	for _, u := range a.Units {
		b.WriteString(u.At + ": " + strings.ReplaceAll(u.Text, "\n", " / ") + "\n")
	}
	return b.String()
}

// TestLayouts cuts every layout as a person would.
func TestLayouts(t *testing.T) {
	t.Parallel()
	for _, l := range layouts(t) {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(l.want, cutting(t, l.text)); diff != "" {
				t.Error("(-want +got)\n" + diff)
			}
		})
	}
}

// TestSavedByOtherPrograms saves each article in other ways; the units must not
// change by it.
func TestSavedByOtherPrograms(t *testing.T) {
	t.Parallel()
	ways := []struct {
		name string
		save func(string) string
	}{
		{"windows line ends", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
		{"old line ends", func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }},
		{"byte order mark", func(s string) string { return "\ufeff" + s }},
		{"no-break spaces", func(s string) string { return strings.ReplaceAll(s, " of ", " of\u00a0") }},
		{"double blank lines", func(s string) string { return strings.ReplaceAll(s, "\n\n", "\n\n\n") }},
		{"blanks at line ends", func(s string) string { return strings.ReplaceAll(s, "\n", "  \n") }},
		{"no line end at the end", func(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }},
		{"no blank lines", func(s string) string { return regexp.MustCompile(`\n\s*\n+`).ReplaceAllString(s, "\n") }},
		{"wrapped at 66", func(s string) string { return wrap(s, 66) }},
		{"wrapped at 90", func(s string) string { return wrap(s, 90) }},
	}
	for _, l := range layouts(t) {
		for _, way := range ways {
			t.Run(l.name+"/"+way.name, func(t *testing.T) {
				t.Parallel()
				if way.name == "no blank lines" && wrappingOf(linesOf(l.text)).width > 0 {
					t.Skip("blank lines alone say where its paragraphs end")
				}
				same := strings.NewReplacer("\u00a0", " ")
				if strings.HasPrefix(way.name, "wrapped") {
					if !wrappable(l.text) {
						t.Skip("wrapping would lose where its paragraphs end")
					}
					same = strings.NewReplacer("\u00a0", " ", " / ", " ") // lines of one comment may flow together
				}
				if diff := cmp.Diff(same.Replace(l.want), same.Replace(cutting(t, way.save(l.text)))); diff != "" {
					t.Error("(-want +got)\n" + diff)
				}
			})
		}
	}
}

// wrappable tells a text that is not wrapped yet and whose paragraphs are parted
// by blank lines.
func wrappable(text string) bool {
	return strings.Contains(text, ".\n\n") && wrappingOf(linesOf(text)).width == 0
}

// wrap breaks the long lines of a text as an editor does. Lists keep their mark
// on the first line only; rows of tables are left alone.
func wrap(text string, at int) string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if strings.Contains(strings.TrimSpace(l), "  ") || strings.Contains(l, "\t") || strings.HasPrefix(l, "|") || strings.HasPrefix(l, "#") || strings.HasPrefix(l, ">") {
			out = append(out, l)
			continue
		}
		words := strings.Fields(l)
		row := ""
		for i, w := range words {
			if i > 0 && len(row)+1+len(w) > at {
				out = append(out, row)
				row = w
				continue
			}
			row = strings.TrimPrefix(row+" "+w, " ")
		}
		out = append(out, row)
	}
	return strings.Join(out, "\n")
}
