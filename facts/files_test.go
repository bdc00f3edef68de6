package facts_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// TestVersion: the same files have the same version, wherever they are, and any
// other content has another.
func TestVersion(t *testing.T) {
	t.Parallel()
	sum := func(b fstest.MapFS) string {
		t.Helper()
		files, err := facts.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return files.Version()
	}
	want := sum(base(t))
	if b := load(t, base(t)); b.Version != want || len(want) != 12 {
		t.Errorf("a base has version %q, its files %q", b.Version, want)
	}
	for name, tt := range map[string]struct {
		change func(fstest.MapFS)
		same   bool
	}{
		"nothing":               {func(fstest.MapFS) {}, true},
		"what is learned":       {func(b fstest.MapFS) { b[facts.TrainedFAQ] = &fstest.MapFile{Data: []byte("x")} }, true},
		"what an editor leaves": {func(b fstest.MapFS) { b[".#"+table] = &fstest.MapFile{Data: []byte("x: [")} }, true},
		"another file":          {func(b fstest.MapFS) { b["notes.txt"] = &fstest.MapFile{} }, true},
		"a byte":                {func(b fstest.MapFS) { b[table] = &fstest.MapFile{Data: append([]byte("\n"), b[table].Data...)} }, false},
		"a name":                {func(b fstest.MapFS) { b["a.asks.yaml"] = b[questions]; delete(b, questions) }, false},
		"a file more":           {func(b fstest.MapFS) { b["a.faq.csv"] = &fstest.MapFile{} }, false},
		"a file less":           {func(b fstest.MapFS) { delete(b, synonyms) }, false},
		"where a file ends": {func(b fstest.MapFS) {
			b[record] = &fstest.MapFile{Data: append(b[record].Data, []byte(table)...)}
		}, false},
	} {
		b := base(t)
		tt.change(b)
		if got := sum(b); (got == want) != tt.same {
			t.Errorf("%s: version %s, before %s", name, got, want)
		}
	}
}

// TestVersionAnywhere: the embedded base has the version of the same base on disk.
func TestVersionAnywhere(t *testing.T) {
	t.Parallel()
	embedded, err := facts.Read(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, seeds.FS); err != nil {
		t.Fatal(err)
	}
	onDisk, err := facts.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if embedded.Version() != onDisk.Version() {
		t.Errorf("embedded %s, on disk %s", embedded.Version(), onDisk.Version())
	}
}

// TestWith: files that come to a base take the place of those of their names, and
// leave the base itself as it is.
func TestWith(t *testing.T) {
	t.Parallel()
	files, err := facts.Read(base(t))
	if err != nil {
		t.Fatal(err)
	}
	before := files.Version()
	more := files.With(map[string][]byte{"more.asks.yaml": []byte("asks:\n- fact: share\n  asks: [And what else?]\n")})
	b, err := more.Load()
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range b.Facts {
		for _, q := range f.Asks {
			found = found || q == "And what else?"
		}
	}
	if without, err := more.Without(facts.AsksSuffix).Load(); err != nil || len(without.Gaps) >= len(b.Gaps) {
		t.Errorf("without further ways of asking: %v", err)
	}
	if !found || more.Version() == before || files.Version() != before {
		t.Errorf("found %v, version %s, before %s, now %s", found, more.Version(), before, files.Version())
	}
}
