package facts_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// entry is a fact of a FAQ named desk that cites a row of it.
func entry(id, row, says string, line int, asks ...string) facts.Fact {
	return facts.Fact{
		ID: id, Cite: []facts.Citation{{Article: "desk", At: facts.FAQRow + row}}, By: "desk", How: facts.Reported,
		Says: says, Asks: asks, File: "desk.faq.csv", Line: line,
	}
}

func TestReadFAQ(t *testing.T) {
	t.Parallel()
	hours := entry("hours", "2", "From nine to five.", 2, "When are you open?", "opening times")
	tests := []struct {
		name, csv string
		want      []facts.Fact
	}{
		{"header", "id,ask,answer\nhours,When are you open?,From nine to five.\nhours,opening times,\n", []facts.Fact{hours}},
		{"byte order mark, Windows line ends", "\ufeffid,ask,answer\r\nhours,When are you open?,From nine to five.\r\nhours,opening times\r\n", []facts.Fact{hours}},
		{"columns in another order and case", "Answer,note,ID,Ask\nFrom nine to five.,x,hours,When are you open?\n,,hours,opening times\n", []facts.Fact{hours}},
		{"no header", "hours,When are you open?,From nine to five.\nhours,opening times", []facts.Fact{entry("hours", "1", "From nine to five.", 1, hours.Asks...)}},
		{"the same answer again", "id,ask,answer\nhours,When are you open?,From nine to five.\nhours,opening times,From nine to five.\n", []facts.Fact{hours}},
		{"space around cells", "id, ask ,answer\n hours , When are you open? , From nine to five. \nhours,opening times,\n", []facts.Fact{hours}},
		{
			"entries that take turns", "id,ask,answer\na,1?,A\nb,2?,B\na,3?,\n",
			[]facts.Fact{entry("a", "2", "A", 2, "1?", "3?"), entry("b", "3", "B", 3, "2?")},
		},
		{
			"quoted cells over several lines", "id,ask,answer\na,\"one,\n\"\"two\"\"\",\"first\nsecond\"\nb,x,y\n",
			[]facts.Fact{entry("a", "2", "first\nsecond", 2, "one,\n\"two\""), entry("b", "3", "y", 3, "x")},
		},
		{
			"empty rows count, as in a spreadsheet", "\nid,ask,answer\n\n,,\na,x,y\n",
			[]facts.Fact{entry("a", "5", "y", 5, "x")},
		},
		{
			"an article", "id,ask,answer,article,at\na,x,y,handbook,12\n",
			[]facts.Fact{{
				ID: "a", Cite: []facts.Citation{{Article: "handbook", At: "12"}}, By: "handbook", How: facts.Reported,
				Says: "y", Asks: []string{"x"}, File: "desk.faq.csv", Line: 2,
			}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := facts.ReadFAQ("desk", []byte(tt.csv))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadFAQFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, csv string
		want      []string
	}{
		{"empty", "", []string{"desk.faq.csv: holds no entry: want a row of id,ask,answer for each way of asking"}},
		{"header alone", "id,ask,answer\n", []string{"desk.faq.csv: holds no entry: want a row of id,ask,answer for each way of asking"}},
		{"no id", "id,ask,answer\n,x,y\n", []string{"desk.faq.csv:2: has no id"}},
		{"no way of asking", "id,ask,answer\na,,y\n", []string{"desk.faq.csv:2: a: has no way of asking (ask)"}},
		{"no answer, told once", "id,ask,answer\na,x,\na,z,\n", []string{"desk.faq.csv:2: a: the first row of an id has no answer"}},
		{"another answer", "id,ask,answer\na,x,y\na,z,other\n", []string{"desk.faq.csv:3: a: has another answer than the first row of that id"}},
		{"article without a place", "id,ask,answer,article,at\na,x,y,handbook,\n", []string{"desk.faq.csv:2: a: names an article but no place in it (at)"}},
		{"place without an article", "id,ask,answer,article,at\na,x,y,,12\n", []string{"desk.faq.csv:2: a: names a place (at) but no article"}},
		{"header without an id", "key,ask,answer\na,x,y\n", []string{`desk.faq.csv:1: the header has no column "id": want id,ask,answer, and optionally article,at`}},
		{"header without an answer", "id,ask\na,x\n", []string{`desk.faq.csv:1: the header has no column "answer": want id,ask,answer, and optionally article,at`}},
		{"semicolons", "id;ask;answer\na;x;y\n", []string{"desk.faq.csv:1: has too few columns (1), parted by commas: want id,ask,answer, and optionally article,at"}},
		{"not UTF-8", "id,ask,answer\na,x,caf\xe9\n", []string{"desk.faq.csv:2: is not in UTF-8"}},
		{"a quote left open", "id,ask,answer\na,x,\"y\n", []string{`desk.faq.csv:2: cannot be read as CSV: parse error on line 2, column 8: extraneous or missing " in quoted-field`}},
		{
			"all at once", "id,ask,answer\na,x,y\n,p,q\na,z,other\n\nb,,\n",
			[]string{
				"desk.faq.csv:3: has no id",
				"desk.faq.csv:4: a: has another answer than the first row of that id",
				"desk.faq.csv:6: b: has no way of asking (ask)",
				"desk.faq.csv:6: b: the first row of an id has no answer",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := facts.ReadFAQ("desk", []byte(tt.csv))
			if got != nil || err == nil {
				t.Fatalf("read %v, %v", got, err)
			}
			var lines []string
			for _, f := range facts.FaultsIn(err) {
				lines = append(lines, f.String())
			}
			if diff := cmp.Diff(tt.want, lines); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadFAQ(t *testing.T) {
	t.Parallel()
	desk := "id,ask,answer,article,at\nhours,When are you open?,From nine to five.,,\nrent,What is the rent?,It is on the notice.,notice,3\n"
	b, err := facts.Load(fstest.MapFS{
		"desk.faq.csv":   {Data: []byte(desk)},
		"more.faq.csv":   {Data: []byte("id,ask,answer,article,at\nheat,Is it heated?,It is.,notice,4\n")},
		facts.TrainedFAQ: {Data: []byte("learned")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.FAQ) != 3 || string(b.Trained) != "learned" {
		t.Fatalf("loaded %d entries, trained %q", len(b.FAQ), b.Trained)
	}
	for article, want := range map[string]struct {
		title string
		units []string
	}{"desk": {"desk.csv", []string{"row-2"}}, "notice": {"notice", []string{"3", "4"}}} {
		a, ok := b.Article(article)
		if !ok {
			t.Errorf("the article %s is missing", article)
			continue
		}
		var units []string
		for _, u := range a.Units {
			units = append(units, u.At)
		}
		if a.Title != want.title || !slices.Equal(units, want.units) {
			t.Errorf("%s is %q with units %v", article, a.Title, units)
		}
	}
	if faults := b.Lint(); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestLoadFAQFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, csv, want string
	}{
		{"the id of a fact", "partner,x,y", "desk.faq.csv:1: the id partner is there twice"},
		{"a unit that the article has not", "a,x,y,gazette-2030,99", `desk.faq.csv:1: a: unknown unit "99" of gazette-2030`},
		{"faults of the file itself", "a,,y", "desk.faq.csv:1: a: has no way of asking (ask)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := base(t)
			fsys["desk.faq.csv"] = &fstest.MapFile{Data: []byte(tt.csv)}
			_, err := facts.Load(fsys)
			if faults := facts.FaultsIn(err); len(faults) != 1 || faults[0].String() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	t.Run("an id in two FAQs", func(t *testing.T) {
		t.Parallel()
		_, err := facts.Load(fstest.MapFS{"a.faq.csv": {Data: []byte("x,y,z")}, "b.faq.csv": {Data: []byte("x,y,z")}})
		if faults := facts.FaultsIn(err); len(faults) != 1 || faults[0].String() != "b.faq.csv:1: the id x is there twice" {
			t.Errorf("got %v", err)
		}
	})
}

// TestLintFAQ: the figures of an answer stand in the article that it cites.
func TestLintFAQ(t *testing.T) {
	t.Parallel()
	fsys := base(t)
	fsys["desk.faq.csv"] = &fstest.MapFile{Data: []byte("a,x,It was 987 of them.,gazette-2030,1\nb,x,It was 987 of them.,,\n")}
	var got []string
	for _, f := range load(t, fsys).Lint() {
		if f.File == "desk.faq.csv" {
			got = append(got, f.String())
		}
	}
	if want := []string{"desk.faq.csv:1: a: the statement has the figure 987, which no unit it cites holds"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzReadFAQ: whatever the file holds, it is read or refused with its faults,
// and what is read is whole.
func FuzzReadFAQ(f *testing.F) {
	for _, seed := range []string{
		"", "id,ask,answer\na,x,y\na,z,\n", "\ufeffa,x,y", "a,\"x\ny\",z\n\nb,,", "id,ask\n", "a;b;c", "\"", "id,ask,answer,article,at\na,x,y,b,1\n", "a,x,\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := facts.ReadFAQ("desk", data)
		if (err == nil) != (len(entries) > 0) || err != nil && len(facts.FaultsIn(err)) == 0 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		seen := map[string]bool{}
		for _, e := range entries {
			if e.ID == "" || e.Says == "" || len(e.Cite) != 1 || e.Cite[0].Article == "" || e.Cite[0].At == "" || seen[e.ID] {
				t.Errorf("not whole, or twice: %+v", e)
			}
			seen[e.ID] = true
			for _, a := range e.Asks {
				if strings.TrimSpace(a) == "" || !utf8.ValidString(a) {
					t.Errorf("%s: way of asking %q", e.ID, a)
				}
			}
		}
	})
}
