package question

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/facts"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"escaped twice", "r&amp;amp;d", "r&d"},
		{"link with its label", "see <https://example.com/x|that article> pls", "see that article pls"},
		{"mention and broadcast", "<@U024BE7LH> <!here> who pays", "who pays"},
		{"channel", "in <#C1|licensing> now", "in licensing now"},
		{"emoji", "plant :factory: :thinking_face: 🏭", "plant"},
		{"bold, code, struck out", "the ~Nokai~ `Nokia` *badge* _now_", "the Nokia badge now"},
		{"quotes and dashes", "“shared success” – Huawei’s", `"shared success" - Huawei's`},
		{"number sign", "# PCT filings", "number of PCT filings"},
		{"place in a ranking", "#2 in PCT filings, comment #5", "number 2 in PCT filings, comment number 5"},
		{"HTML", "<script>alert(1)</script>Nokia", "alert(1) Nokia"},
		{"sign for more", "&gt;25% or > $1bn", "more than 25% or more than $1bn"},
		{"sign for less", "was it <500m, yes <3", "was it less than 500m, yes <3"},
		{"signs for at least and at most", "&gt;=25% or ≥ $1bn, <= 3m, ≤5%", "at least 25% or at least $1bn, at most 3m, at most 5%"},
		{"one thing and another", "Two things. First, how many? Second the date.", "Two things. ; how many? ; the date."},
		{"no sign but an arrow", "2015->2016", "2015->2016"},
		{"signs between words", "HW rev &gt; NOK rev &lt; QCOM rev", "HW rev more than NOK rev less than QCOM rev"},
		{"a quoted line", "&gt; who pays", "> who pays"},
		{"fraction", "over 1/3 on 1/3/2024?", "over one third on 1/3/2024?"},
		{"no-break space", "US$\u00a024 billion", "US$ 24 billion"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(strings.Fields(clean(tt.in)), " "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]float64{
		"$630m": 630e6, "US$5.57bn": 5.57e9, "37,000": 37000, "37k": 37000, "2.7 billion": 2.7e9, "five thousand": 5000,
		"a billion": 1e9, "twenty-five thousand": 25000, "ninety one": 91, "eight hundred": 800, "sixteen": 16, "half a billion": 5e8, "36%": 36, "a quarter": 25, "nine in ten": 90, "three out of four": 75, "two thirds": 200.0 / 3, "one in 5": 20, "FY2024": 2024, "'24": 2024, "2019": 2019,
	} {
		t.Run(in, func(t *testing.T) {
			t.Parallel()
			ws, _ := new(Reader).split(clean(in), nil)
			if n := len(ws); n == 0 || !ws[n-1].isNumber || ws[n-1].number != want {
				t.Errorf("%+v, want %v", ws, want)
			}
		})
	}
	for in, want := range map[string]float64{"Nokia Q2 24 revenue": 2024, "h1 25 revenue": 2025, "Q2 7 deals": 7} {
		r, err := reader()
		if err != nil {
			t.Fatal(err)
		}
		q := r.Read(in)
		if !slices.ContainsFunc(q.Tokens, func(t Token) bool { return t.Value == want && (t.Class == Year) == (want > 100) }) {
			t.Errorf("%s: %+v", in, q.Tokens)
		}
	}
	for _, name := range []string{"5G", "FP4", "1st"} {
		if ws, _ := new(Reader).split(name, nil); ws[0].isNumber {
			t.Errorf("%s is taken for a figure", name)
		}
	}
}

var reader = sync.OnceValues(func() (*Reader, error) {
	base, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		return nil, err
	}
	r := NewReader(base)
	for i := range base.Facts {
		for _, a := range base.Facts[i].Asks {
			r.Learn(a)
		}
	}
	return r, nil
})

func TestMend(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for written, meant := range map[string]string{
		"qualcom": "qualcomm", "erikson": "ericsson", "huwaei": "huawei", "xioami": "xiaomi", "lisencing": "licensing", "revenu": "revenue",
		"mdiatek": "mediatek", "licensingrevenue": "licensing revenue", "frist": "first", "patants": "patents",
		"represnting": "representing",                    // no word of the base, but nearer than any of them
		"house":       "house", "licensing": "licensing", // words are left alone
	} {
		t.Run(written, func(t *testing.T) {
			t.Parallel()
			ws, _, _ := r.understand(written)
			var got []string
			for _, w := range ws {
				got = append(got, w.low)
			}
			if strings.Join(got, " ") != meant {
				t.Errorf("read as %q, want %q", got, meant)
			}
		})
	}
}

func TestSlip(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for written, meant := range map[string]string{
		"dose Huawei pay": "does huawei pay", "a dose of Huawei": "a dose of huawei", "were was it held": "where was it held", "were they sued": "were they sued",
		"more then Nokia": "more than nokia", "and then Nokia": "and then nokia", "patents bought form Nokia": "patents bought from nokia",
		"a form": "a form", "in the form Nokia chose": "in the form nokia chose",
	} {
		ws, _, _ := r.understand(written)
		var got []string
		for _, w := range ws {
			got = append(got, w.low)
		}
		if strings.Join(got, " ") != meant {
			t.Errorf("%q is read as %q, want %q", written, got, meant)
		}
	}
}

// What is written short, and where a period only cuts a word.
func TestShortForms(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for written, meant := range map[string]string{
		"wch pats lic'd frm nok": "which patents licensed from nok", "HW w/draw b4 EU": "hw withdraw before eu", "mkt shr w/out devs": "market share without developers",
		"excl. lic. for nok phones": "exclusive licence for nok phones", "which jurisd. do they pick": "which jurisdiction do they pick",
		"article no. 3": "article number 3", "the art. on HW": "the article on hw", "state of the art. is it new": "state of the art is it new", "in the U.S. market": "in the us market",
		"wrote S. Brachmann it": "wrote brachmann it", "they said no. who sued": "they said no who sued", "is it 10y old": "is it 10y years old", "nok q1'17 rev": "nok first quarter '17 revenue",
		"nok 1q17 rev": "nok first quarter '17 revenue", "q3fy2025 rev": "third quarter '25 revenue", "more in royalties then it gets": "more in royalties than it gets", "more now, then it fell": "more now then it fell",
	} {
		ws, _, _ := r.understand(written)
		var got []string
		for _, w := range ws {
			got = append(got, w.low)
		}
		if strings.Join(got, " ") != meant {
			t.Errorf("%q is read as %q, want %q", written, strings.Join(got, " "), meant)
		}
	}
	for text, sentences := range map[string]int{
		"HW lic. income by region": 1, "the U.S. market": 1, "by Scott B. of Telecoms": 1, "I like the art. is it new": 2, "I asked Nokia. it said so": 2, "so says Tang. Who is he": 2,
	} {
		if ws, _ := r.split(clean(text), nil); ws[len(ws)-1].sentence+1 != sentences {
			t.Errorf("%q is read as %d sentences, want %d", text, ws[len(ws)-1].sentence+1, sentences)
		}
	}
}

// What points back in a thread, and how.
func TestThreadWords(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in                     string
		together, first, yesNo bool
	}{
		{in: "how many is that together?", together: true},
		{in: "back to the first one", first: true},
		{in: "which came first?"},
		{in: "who are they?"},
		{in: "Nokia sued, did they?", yesNo: true},
	} {
		if q := r.Read(tt.in); q.Together != tt.together || q.First != tt.first || q.YesNo != tt.yesNo {
			t.Errorf("%q: together %v, first %v, yes or no %v", tt.in, q.Together, q.First, q.YesNo)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in     string
		kind   Kind
		yesNo  bool
		names  []string
		orders []Order
	}{
		{in: "Who is Huawei's top lawyer?", kind: Who, names: []string{"liuping-song"}},
		{in: "In what month did Chaspark open?", kind: When, names: []string{"chaspark"}},
		{in: "how many patents does Nokia hold", kind: Amount, names: []string{"nokia"}},
		{in: "Nokia patents, number", kind: Amount, names: []string{"nokia"}},
		{in: "What is Nokia's number?", kind: What, names: []string{"nokia"}},
		{in: "Is Chaspark free?", kind: What, yesNo: true, names: []string{"chaspark"}},
		{in: "Chaspark is free, right?", kind: What, yesNo: true, names: []string{"chaspark"}},
		{in: "Could you tell me who owns Nokia?", kind: Who, names: []string{"nokia"}},
		{in: "When did Nokia sue Amazon?", kind: When, names: []string{"nokia", "amazon"}, orders: []Order{{"nokia", "amazon"}}},
		{in: "When did Nokia sell its exclusive rights?", kind: When, names: []string{"nokia"}},
		{in: "Was Nokia sued by Amazon?", kind: What, yesNo: true, names: []string{"nokia", "amazon"}, orders: []Order{{"amazon", "nokia"}}},
		{in: "Is Nokia suing?", kind: What, yesNo: true, names: []string{"nokia"}, orders: []Order{{Agent: "nokia"}}},
		{in: "Was Nokia sued?", kind: What, yesNo: true, names: []string{"nokia"}, orders: []Order{{Patient: "nokia"}}},
		{in: "Nokia in phones again, reason?", kind: Why, names: []string{"nokia"}},
		{in: "Does anybody in the comments mention Nokia?", kind: What, yesNo: true, names: []string{"nokia"}},
		{in: "Does anybody know who sued Nokia?", kind: Who, names: []string{"nokia"}},
		{in: "Huawei pays more than it gets, it is so?", kind: What, yesNo: true, names: []string{"huawei"}},
		{in: "Nokia and Samsung phones", kind: What, names: []string{"nokia", "samsung"}},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			q := r.Read(tt.in)
			if q.Kind != tt.kind || q.YesNo != tt.yesNo {
				t.Errorf("wants %s, yes or no %v", q.Kind, q.YesNo)
			}
			for _, n := range tt.names {
				if !slices.Contains(q.Entities(), n) {
					t.Errorf("names %v, want %s", q.Entities(), n)
				}
			}
			if !slices.Equal(q.Orders, tt.orders) {
				t.Errorf("orders %v, want %v", q.Orders, tt.orders)
			}
		})
	}
}

// A name is known without the marks on its letters, and with others.
func TestBareNames(t *testing.T) {
	t.Parallel()
	r := NewReader(&facts.Base{Entities: []facts.Entity{
		{ID: "rodso", Name: "Rødsø & Krag", Aliases: []string{"Rødsø"}, Kind: "company"},
		{ID: "laehti", Name: "Lähti Ääni", Kind: "company"},
		{ID: "strasser", Name: "Straßer", Kind: "company"},
	}})
	for in, want := range map[string]string{
		"what does rodso earn": "rodso", "What does Rödsö earn?": "rodso", "RØDSØ": "rodso", "who runs Rodso & Krag": "rodso",
		"lahti aani": "laehti", "La\u0308hti A\u0308a\u0308ni": "laehti", "strasser": "strasser",
	} {
		if got := r.Read(in).Entities(); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: names %v, want %s", in, got, want)
		}
	}
}

// Who asks for an order wants a ranking; a court that orders something is no such thing.
func TestOrdered(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]Operation{
		"How many patents more does Nokia hold than Xiaomi?": Difference,
		"Order the licensors by revenue":                     Rank,
		"can you sort them by revenue":                       Rank,
		"Put the licensors in order of revenue":              Rank,
		"How much was Nokia ordered to pay?":                 "",
		"Which company did the court order to pay":           "",
	} {
		if q := r.Read(in); q.Operation != want {
			t.Errorf("%q: %q, want %q", in, q.Operation, want)
		}
	}
}

// Of the ends that a ranking is to go between, the first is its head.
func TestFromWhichEnd(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for in, less := range map[string]bool{
		"Rank Nokia and Huawei by patents from largest to smallest": false,
		"Nokia and Huawei by patents, biggest to smallest":          false,
		"Rank Nokia and Huawei by growth, fastest to slowest":       false,
		"Rank Nokia and Huawei by patents from smallest to largest": true,
		"Nokia and Huawei by growth, slowest first":                 true,
	} {
		if q := r.Read(in); q.Less != less || q.Operation != Rank {
			t.Errorf("%q: %q, from the least %v", in, q.Operation, q.Less)
		}
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]int{
		"How much did Huawei earn?":                                                1,
		"How much did Huawei earn, and when was it blacklisted?":                   2,
		"Who wrote the Xiaomi article? Where is he based?":                         2,
		"When did Nokia sue Amazon, and why?":                                      2,
		"What do Nokia and Xiaomi share?":                                          1,
		"Name Nokia's licensing head and Huawei's top lawyer":                      2,
		"compare Nokia's and Huawei's patents":                                     1,
		"Nokia left phones in which year, and Xiaomi entered India in which year?": 2,
	} {
		if got := r.Parts(in); len(got) != want {
			t.Errorf("%q: %d parts, want %d", in, len(got), want)
		}
	}
}

func TestHeaps(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in     string
		parts  int // of the first way of cutting it, 0 where there is none
		listed bool
	}{
		{"Huawei's revenue; its active patents; its agreements", 3, true},
		{"Huawei's revenue plus Nokia's patents", 2, false},
		{"Huawei's revenue as well as Nokia's patents", 2, false},
		{"licensing revenue / active patents", 2, false},
		{"How much did Huawei earn?", 0, false},
		{"which project do Amazon and Nokia run together", 0, false},
		{"revenue; patents; devices; agreements; forum; blacklist; article; comments", 0, false},
	} {
		heaps := r.Heaps(tt.in)
		if len(heaps) == 0 {
			if tt.parts > 0 {
				t.Errorf("%q: not cut", tt.in)
			}
			continue
		}
		if n := len(heaps[0]); n != tt.parts || heaps[0][n-1].Listed != tt.listed {
			t.Errorf("%q: %d parts, listed %v", tt.in, n, heaps[0][n-1].Listed)
		}
	}
}

func TestBriefs(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	const padding = "Hello from the archive, my coffee is cold and the shelves are full of old paper that nobody wants to read any more. "
	for in, want := range map[string]int{
		"When was Chaspark launched?":                                            0, // short as it is
		padding + "When was Chaspark launched?":                                  2,
		padding + "Chaspark is a site of Huawei. When was it launched? By whom?": 4,
		padding + "Please tell me when Chaspark was launched.":                   0,
	} {
		if got := r.Briefs(in); len(got) != want {
			t.Errorf("%q: %d briefs, want %d", in, len(got), want)
		}
	}
}

// TestReadLong: in messages of any length, with words run together and torn apart anywhere
// and marks between them, each word stands where it was written.
func TestReadLong(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	words := slices.Sorted(maps.Keys(r.speller.index))
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(words)
		written := rapid.Custom(func(t *rapid.T) string {
			w := word.Draw(t, "word")
			switch rapid.IntRange(0, 5).Draw(t, "how") {
			case 0:
				return w + word.Draw(t, "run together")
			case 1:
				return w[:len(w)/2] + " " + w[len(w)/2:]
			}
			return w
		})
		var b strings.Builder
		for _, w := range rapid.SliceOfN(written, 1, 80).Draw(t, "words") {
			b.WriteString(w + rapid.SampledFrom([]string{" ", " ", " ", ", ", ". ", "? ", " and ", "\n"}).Draw(t, "mark"))
		}
		in := func(q Query) {
			if !slices.IsSortedFunc(q.Tokens, func(a, b Token) int { return cmp.Compare(a.clause, b.clause) }) {
				t.Fatalf("a word of %q stands elsewhere: %v", b.String(), q.Words())
			}
		}
		in(r.Read(b.String()))
		for _, parts := range append(r.Heaps(b.String()), r.Parts(b.String()), r.Briefs(b.String())) {
			for _, q := range parts {
				in(q)
			}
		}
	})
}

// Who asks may tell of himself first: what a colon parts from the question is none of it.
func TestLeadsUp(t *testing.T) {
	t.Parallel()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for text, aside := range map[string]bool{
		"I am filling in a form for my boss and one cell is empty: what did Huawei spend in 2024?": true,
		"before I go into the call: who licensed Nokia patents?":                                   true,
		"Nokia and Xiaomi: what did they agree on in 2017?":                                        false,
		"I was told this about Huawei: 200 firms paid?":                                            false,
	} {
		if ts := r.Read(text).Tokens; ts[0].Aside != aside {
			t.Errorf("%q: that %q leads up to the question is %v", text, ts[0].Text, ts[0].Aside)
		}
	}
}

// Reading never panics, and never yields more words than it bounds.
func FuzzRead(f *testing.F) {
	f.Add("hwo mcuh did huwaei spned on R&amp;D in '24?? <@U1> :x:")
	f.Add("\x00\xff\u2028 1,,2..3 $ € ' &#x; <a|b> ~~")
	f.Fuzz(func(t *testing.T, in string) {
		r, err := reader()
		if err != nil {
			t.Fatal(err)
		}
		q := r.Read(in)
		if len(q.Tokens) > 4*maxWords {
			t.Fatalf("%d words", len(q.Tokens))
		}
		if s := clean(in); !utf8.ValidString(s) {
			t.Fatalf("%q is not UTF-8", s)
		}
		r.Parts(in)
		r.Heaps(in)
		r.Briefs(in)
	})
}
