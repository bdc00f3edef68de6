package facts_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pilcrow-bot/pilcrow/facts"
)

const (
	record    = "gazette-2030.yaml"
	table     = "gazette-2030.facts.yaml"
	questions = "gazette-2030.asks.yaml"
	entities  = "vocabulary/entities.yaml"
	relations = "vocabulary/relations.yaml"
	synonyms  = "vocabulary/synonyms.yaml"
	sayings   = "vocabulary/sayings.yaml"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	b := load(t, base(t))
	i := slices.IndexFunc(b.Facts, func(f facts.Fact) bool { return f.ID == "partner" })
	got := b.Facts[i]
	want := facts.Fact{
		ID:       "partner",
		Cite:     []facts.Citation{{Article: "gazette-2030", At: "1"}, {Article: "gazette-2030", At: "title"}},
		Subject:  "brimstone",
		Relation: "licensees",
		Value:    facts.Value{Kind: facts.Party, IDs: []string{"quillmark"}, Text: "quillmark"},
		By:       "gazette-2030", // the article says what nobody else is named for
		How:      facts.Reported,
		Says:     "Quillmark takes the licence.",
		Asks:     []string{"Who takes the licence?"},
		File:     table,
		Line:     lineOf(t, table, "- id: partner"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, want := len(b.Facts), strings.Count(sound[table]+sound[questions], "- id:")-len(b.Gaps); got != want {
		t.Errorf("%d facts, want %d", got, want)
	}
	i = slices.IndexFunc(b.Facts, func(f facts.Fact) bool { return f.ID == "share" })
	if got, want := b.Facts[i].Asks, []string{"What share are royalties?", "How much of its takings comes from royalties?"}; !slices.Equal(got, want) {
		t.Errorf("the share is asked for by %q, want %q", got, want)
	}
	if _, ok := b.Article("gazette-2030"); !ok {
		t.Error("the article is missing")
	}
	if _, ok := b.Article("gazette-2031"); ok {
		t.Error("an article too many")
	}
}

// TestLoadFaults breaks one thing of the sound base a time. Each breach is one
// fault, at its own line, and nothing else.
func TestLoadFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit edit
		at   string // the text on whose line the fault is; empty for the whole file
		want string
	}{
		{"key in a record", edit{record, "author:", "autor:"}, "author:", `unknown key "autor"`},
		{"key in a unit", edit{record, "gist: The headline.", "gits: The headline."}, "gist: The headline.", `unknown key "gits"`},
		{"key in a table", edit{table, "gaps:", "holes:"}, "gaps:", `unknown key "holes": want article, facts, proposed, gaps`},
		{"key in a fact", edit{table, "says: Quillmark sits", "sais: Quillmark sits"}, "says: Quillmark sits", `unknown key "sais"`},
		{"key in a gap", edit{table, "near: signed", "by: signed"}, "near: signed", `unknown key "by"`},
		{"key in the asks", edit{questions, "gaps:", "holes:"}, "gaps:", `unknown key "holes": want asks, gaps`},
		{"asks for no fact", edit{questions, "fact: share", "fact: shard"}, "fact: share", `unknown fact "shard"`},
		{"asks without any", edit{questions, "    asks: [How much of its takings comes from royalties?]\n", ""}, "fact: share", "share: neither asks nor denies"},
		{"key in the vocabulary", edit{entities, "kind: place", "sort: place"}, "id: oslo", `unknown key "sort"`},

		{"bad YAML in a record", edit{record, "digest: d3", "digest: 'd3"}, "digest: d3", "could not find end character"},
		{"bad YAML in a table", edit{table, "text: fair", `text: "fair`}, "text: fair", "could not find end character"},
		{"two documents", edit{record, "units:", "---\nunits:"}, "", "holds no YAML document, or more than one"},
		{"empty file", edit{synonyms, sound[synonyms], ""}, "", "holds no YAML document, or more than one"},
		{"key twice", edit{table, "text: fair", "how: claimed"}, "text: fair", `"how" already defined`},
		{"text for a list", edit{table, "asks: [Is it too dear?]", "asks: Is it too dear?"}, "asks: [Is it too dear?]", "want a list here, not a text"},
		{"list for a text", edit{table, "text: fair", "text: [fair]"}, "text: fair", "want a text here, not a list"},
		{"keys for a text or list", edit{table, "place: oslo", "place: {name: oslo}"}, "id: office", "want one entry or a list of entries"},
		{"text for a fact", edit{table, "gaps:\n", "  - nothing\ngaps:\n"}, "gaps:", "want keys with values here, not a text"},
		{"no list of facts", edit{table, sound[table], "article: gazette-2030\nfacts: none\n"}, "facts:", "want a list here"},
		{"a list for a table", edit{table, sound[table], "- article: gazette-2030\n"}, "article:", "want article, facts, proposed, gaps here"},
		{"text for a flag", edit{relations, "roles: true", "roles: perhaps"}, "roles: true", "want true or false here, not a text"},

		{"no title", edit{record, "title: Brimstone licenses Quillmark\n", ""}, "title:", "the record has no title"},
		{"bad date", edit{record, "2030-05-04", "2030-05-40"}, "title:", `published: "2030-05-40" is not a date`},
		{"unit without name", edit{record, "- at: comment-1", "- digest: d3\n  - at: comment-1"}, "at: comment-1", "the unit has no name (at)"},
		{"unit twice", edit{record, `- at: "2"`, "- at: 1\n  - at: 2"}, `at: "2"`, "unit 1 is there twice"},

		{"no id", edit{table, "- id: office\n    at", "- at"}, "id: office", "the fact has no id"},
		{"no unit", edit{table, "    at: 2\n    subject: quillmark", "    subject: quillmark"}, "id: office", "office: the fact cites no unit (at)"},
		{"no subject", edit{table, "    subject: quillmark\n", ""}, "id: office", "office: the fact has no subject"},
		{"no relation", edit{table, "    relation: office\n", ""}, "id: office", "office: the fact has no relation"},
		{"no statement", edit{table, "    says: Quillmark sits in Oslo.\n", ""}, "id: office", "office: the fact has no says"},
		{"no way of asking", edit{table, "    asks: [Where does Quillmark sit?]\n", ""}, "id: office", "office: the fact has no way of asking (asks)"},
		{"no value", edit{table, "    place: oslo\n", ""}, "id: office", "office: the fact gives 0 values, want exactly one of"},
		{"two values", edit{table, "    place: oslo\n", "    place: oslo\n    text: Oslo\n"}, "id: office", "office: the fact gives 2 values, want exactly one of"},
		{"bad value", edit{table, "money: about US$40 million", "money: about 40 million"}, "id: revenue", `revenue: money "about 40 million": no currency in front`},
		{"bad period", edit{table, "period: 2029", "period: 2029-Q5"}, "id: revenue", `revenue: "2029-Q5" is not a quarter`},
		{"calculation without result", edit{table, "12 / 48 = 0.25", "12 / 48"}, "id: third", `third: calc: "12 / 48" has no result: write 24 / 0.208 = 115`},
		{"unknown stance", edit{table, "how: opinion", "how: guessed"}, "id: opinion", `opinion: "guessed" is no way of saying: want one of [reported claimed`},
		{"wrong kind of value", edit{table, "place: oslo", "text: Oslo"}, "id: office", "office: office takes a value of [place], not text"},
		{"gap without statement", edit{table, "    says: The article does not say how long the deal runs.\n", ""}, "id: no-term", "a gap needs id, says and asks"},

		{"unknown unit", edit{table, "at: title", "at: 9"}, "id: headline", `headline: unknown unit "9" of gazette-2030`},
		{"unknown article", edit{table, "gazette-2030#title", "herald-2030#title"}, "id: partner", `partner: unknown article "herald-2030": there is no herald-2030.yaml`},
		{"unknown subject", edit{table, "subject: quillmark", "subject: quillmonk"}, "id: office", `office: unknown entity "quillmonk": add it to vocabulary/entities.yaml`},
		{"unknown party", edit{table, "party: quillmark", "party: quillmonk"}, "id: partner", `partner: unknown entity "quillmonk"`},
		{"unknown other side", edit{table, "with: quillmark", "with: [quillmark, quillmonk]"}, "id: signed", `signed: unknown entity "quillmonk"`},
		{"unknown claimant", edit{table, "by: moss", "by: boss"}, "id: doubt", `doubt: unknown entity "boss"`},
		{"unknown relation", edit{table, "relation: office", "relation: seat"}, "id: office", `office: unknown relation "seat": add it to vocabulary/relations.yaml`},
		{"gap near nothing", edit{table, "near: signed", "near: [signed, sealed]"}, "id: no-term", `no-term: unknown fact "sealed"`},
		{"gap near itself", edit{table, "near: signed", "near: no-term"}, "id: no-term", `no-term: unknown fact "no-term"`},

		{"fact twice", edit{table, "id: readers", "id: doubt"}, "id: readers", "the id doubt is there twice"},
		{"gap like a fact", edit{table, "id: no-term", "id: doubt"}, "id: no-term", "the id doubt is there twice"},
		{"entity twice", edit{entities, "- {id: moss", "- {id: oslo, name: Oslo, kind: place}\n- {id: moss"}, "id: moss", "entity oslo is there twice"},
		{"relation twice", edit{relations, "- {id: view", "- {id: office, means: again, value: [place]}\n- {id: view"}, "id: view", "relation office is there twice"},

		{"entity without kind", edit{entities, "name: Oslo, kind: place,", "name: Oslo,"}, "id: oslo", "an entity needs id, name and kind"},
		{"relation without meaning", edit{relations, "means: a part, ", ""}, "id: share", "a relation needs id, means and value"},
		{"relation with an unknown kind", edit{relations, "[money]", "[money, coins]"}, "id: revenue", `revenue: "coins" is no kind of value`},
		{"concept without words", edit{synonyms, "words: [royalties, fees]", "words: []"}, "concept:", "a synonym line needs concept and words"},
		{"saying of no kind", edit{sayings, "outcome: chat", "outcome: song"}, "outcome:", `greeting: the outcome of a saying is chat`},
		{"saying with too few signs", edit{sayings, "asks: [hello]", "signs: [[hello], [there]], enough: 3, within: 9"}, "outcome:", `greeting: 2 signs, of which 3 are enough within 9 words`},
		{"saying with signs in no room", edit{sayings, "asks: [hello]", "signs: [[hello], [there]], enough: 2, within: 1"}, "outcome:", `greeting: 2 signs, of which 2 are enough within 1 words`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := facts.Load(base(t, tt.edit))
			got := facts.FaultsIn(err)
			line := 0
			if tt.at != "" {
				line = lineOf(t, tt.edit.file, tt.at)
			}
			want := facts.Fault{File: tt.edit.file, Line: line}.String()
			if len(got) != 1 || !strings.HasPrefix(got[0].String(), want) || !strings.Contains(got[0].Text, tt.want) {
				t.Errorf("got faults\n%v\nwant one, at %s with %s", err, want, tt.want)
			}
		})
	}
}

// TestLoadAllFaults: whoever mends a base sees everything at once, in the
// order of files and lines.
func TestLoadAllFaults(t *testing.T) {
	t.Parallel()
	_, err := facts.Load(base(t,
		edit{table, "with: quillmark", "with: quillmonk"},
		edit{relations, "means: a part, ", ""},
		edit{table, "at: title", "at: 9"},
		edit{record, "2030-05-04", "soon"},
	))
	var got []string
	for _, f := range facts.FaultsIn(err) {
		got = append(got, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	want := []string{
		fmt.Sprintf("%s:%d", table, lineOf(t, table, "id: headline")),
		fmt.Sprintf("%s:%d", table, lineOf(t, table, "id: signed")),
		fmt.Sprintf("%s:%d", record, 1),
		fmt.Sprintf("%s:%d", relations, lineOf(t, relations, "id: share")),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\nin full:\n%v", diff, err)
	}
}

// TestLoadSparesTheInnocent: what refers to something that is there, but
// faulty, is not a fault as well.
func TestLoadSparesTheInnocent(t *testing.T) {
	t.Parallel()
	for _, e := range []edit{
		{record, "units:", "unites:"},
		{table, "date: 30 April 2030", "dates: 30 April 2030"}, // a gap is near this fact
		{entities, "kind: place", "sort: place"},
		{entities, "- {id: gazette-2030", "- id: [gazette-2030"},
		{relations, "roles: true", "roles: perhaps"},
		{relations, "- {id: headline", "- {id: [headline"},
	} {
		t.Run(e.new, func(t *testing.T) {
			t.Parallel()
			_, err := facts.Load(base(t, e))
			if got := facts.FaultsIn(err); len(got) != 1 {
				t.Errorf("got faults\n%v\nwant one", err)
			}
		})
	}
}

func TestLoadNoBase(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		fsys fs.FS
		want string
	}{
		{"empty directory", fstest.MapFS{}, "the base holds no article"},
		{"only a vocabulary", fstest.MapFS{entities: {Data: []byte(sound[entities])}}, "the base holds no article"},
		{"only facts", fstest.MapFS{table: {Data: []byte(sound[table])}}, "the base holds no article"},
		{"locked directory", locked{base(t), "."}, "reading the base: locked"},
		{"locked record", locked{base(t), record}, record + ": cannot be read: locked"},
		{"locked facts", locked{base(t), table}, table + ": cannot be read: locked"},
		{"locked names", locked{base(t), entities}, entities + ": cannot be read: locked"},
		{"directory for a record", fstest.MapFS{"a.yaml/b": {}}, "a.yaml: cannot be read:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := facts.Load(tt.fsys)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want just %s", err, tt.want)
			}
		})
	}
}

// locked is a file system one of whose files may not be opened.
type locked struct {
	fstest.MapFS
	name string
}

var errLocked = errors.New("locked")

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, errLocked
	}
	return l.MapFS.Open(name)
}

func (l locked) ReadFile(name string) ([]byte, error) {
	if name == l.name {
		return nil, errLocked
	}
	return l.MapFS.ReadFile(name)
}

func (l locked) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == l.name {
		return nil, errLocked
	}
	return l.MapFS.ReadDir(name)
}

// FuzzLoad: whatever stands in a base, loading it ends in a base or in faults,
// and a base that loads can be linted.
func FuzzLoad(f *testing.F) {
	f.Add(sound[record], sound[table], sound[entities], sound[relations])
	f.Add("title: x\nunits: [1]\n", "facts:\n  - id: x\n    at: [1, {a: b}]\n", "- a\n- {id: b}", "x: y")
	f.Add("units: &a [{at: *a}]", "<<: {facts: 3}\n", "? [a]\n: b", "- !!binary x")
	f.Add("title: x\nunits:\n- &u {at: a}\n- *u\n", "facts: &f\n- *f\n", "--- a\n--- b", "")
	f.Fuzz(func(t *testing.T, rec, tab, ents, rels string) {
		b, err := facts.Load(fstest.MapFS{
			record: {Data: []byte(rec)}, table: {Data: []byte(tab)},
			entities: {Data: []byte(ents)}, relations: {Data: []byte(rels)},
		})
		if (b == nil) == (err == nil) {
			t.Fatalf("base %v, error %v", b, err)
		}
		if err == nil {
			b.Lint()
			return
		}
		for _, fault := range facts.FaultsIn(err) {
			if fault.File == "" || fault.Text == "" {
				t.Errorf("no use to anybody: %q", fault)
			}
		}
	})
}
