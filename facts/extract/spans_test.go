package extract

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

func init() { prepare() } // some tests begin behind what does

// TestFigures reads figures in the ways people write them, each as a fact gives it.
func TestFigures(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"revenue of US$1.2bn":                               "US$1.2 billion",
		"a range of €2.1–2.2bn":                             "€2.1 billion to €2.2 billion",
		"between $40 million and $45 million":               "US$40 million to US$45 million",
		"rose from EUR 8,000 to EUR 9,500":                  "€8,000 | €9,500",
		"from $29 to $32 per vehicle":                       "US$29 per vehicle | US$32 per vehicle",
		"charges CHF 950 a day":                             "CHF 950 per day",
		"about ¥3.4 billion":                                "about ¥3.4 billion",
		"some 2.4 billion rupees":                           "about INR 2.4 billion",
		"1.1 trillion won":                                  "KRW 1.1 trillion",
		"45 cents per phone":                                "US$0.45 per phone",
		"a rise of 22 %":                                    "22%",
		"2.5 to 4 per cent on net sales":                    "2.5% to 4%",
		"pay 0.9, 1.1 and 1.3 per cent respectively":        "0.9% | 1.1% | 1.3%",
		"cut it by 310 bp":                                  "310 basis points",
		"nearly three times as much":                        "nearly 3 times",
		"grew almost threefold":                             "nearly 3 times",
		"one in five of the families":                       "1/5",
		"two-thirds of the staff":                           "2/3",
		"up to 1,240 patent families":                       "up to 1,240 patent families",
		"37\u00a0000 patents":                               "37,000 patents",
		"sued over three patents":                           "3 patents",
		"takes over 68 patent families":                     "68 patent families",
		"took in $44 million and lost 29 million":           "US$44 million | US$29 million",
		"costs up to a ceiling of €800,000":                 "up to €800,000",
		"4% ahead of consensus":                             "4%",
		"a five-year agreement":                             "5 years",
		"at least nineteen licensees":                       "at least 19 licensees",
		"under Article 12 and Release 17 of No. 3":          "",
		"the '512 patent, in 2024, at 9:30":                 "",
		"over 2.7 billion 5G devices and 48 Wi-Fi licences": "over 2.7 billion 5G devices | 48 Wi-Fi licences",
	} {
		s := sentence{text: flat(text)}
		s.dates = datesIn(s.text, &calendar{})
		var got []string
		for _, f := range figuresIn(&s) {
			got = append(got, f.text)
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%q: got %q, want %q", text, g, want)
		}
	}
}

// TestDates reads dates, resolved against an article of 12 June 2025, a Thursday.
func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"on 3 February 2025": "2025-02-03",
		"on March 4, 2025":   "2025-03-04",
		"on 2 May":           "2025-05-02",
		"will meet on 2 May": "2025-05-02",
		"a hearing is scheduled for 17 September": "2025-09-17",
		"in October":                                 "2024-10",
		"this March":                                 "2025-03",
		"In October 2023 it sued; that November":     "2023-10 2023-11",
		"said on Tuesday":                            "2025-06-10",
		"last year":                                  "2024",
		"in the third quarter of 2024":               "2024-Q3",
		"Q1 2025":                                    "2025-Q1",
		"in fiscal 2026":                             "2026",
		"in FY25":                                    "2025",
		"the 2024/25 season":                         "2024..2025",
		"from 2019 to 2023":                          "2019..2023",
		"since 2016":                                 "since 2016",
		"by the end of 2030":                         "by 2030",
		"As of 1 March 2025":                         "as of 2025-03-01",
		"on 23 and 24 September 2025":                "2025-09-23",
		"in the first half of 2025":                  "2025-01..2025-06",
		"it has 2,024 patents and 2016 licensees":    "",
		"in the fourth quarter":                      "",
		"up in Q1 2025 from a year earlier":          "2025-Q1 2024-Q1",
		"Q1 2025 and the same quarter of 2023":       "2025-Q1 2023-Q1",
		"in 2024, compared with the year before":     "2024 2023",
		"they said it would end in March":            "2026-03",
		"In 2021 it grew; its income that year":      "2021 2021",
		"a joint venture of 30 February 2025 or not": "2025-02",
	} {
		c := &calendar{published: time.Date(2025, 6, 12, 0, 0, 0, 0, time.UTC)}
		var got []string
		for _, d := range datesIn(text, c) {
			if d.period != "" {
				got = append(got, d.period)
			}
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q: got %q, want %q", text, g, want)
		}
	}
}

// TestNames finds who an article speaks of under the names it uses.
func TestNames(t *testing.T) {
	t.Parallel()
	text := `Halden Semiconductor A/S and Pellucid & Co. sued imecta BV. The Meridian Audio Alliance (MAA) said d.velop uses u-blox chips.
Estrel Chief Executive Park Min met Jens Pohl of Carline Partners. Halden has 12 licensees. The European Patent Office agreed. Mr Krag left in May.`
	c := castOf(article.Article{Units: []article.Unit{{At: "1", Text: text}}}, NewKnown(&facts.Base{}))
	for name, id := range map[string]string{
		"halden": "halden-semiconductor-a-s", "pellucid & co": "pellucid-co", "imecta": "imecta-bv", "maa": "meridian-audio-alliance",
		"estrel": "estrel", "park min": "park-min", "jens pohl": "jens-pohl", "carline partners": "carline-partners", "european patent office": "european-patent-office", "krag": "krag",
	} {
		if p := c.byName[name]; p == nil || p.id != id {
			t.Errorf("%s: got %+v, want %s", name, p, id)
		}
	}
	for _, name := range []string{"chief executive", "may", "the"} {
		if c.byName[name] != nil {
			t.Errorf("%s is taken for a name", name)
		}
	}
}

// TestKindsOfNames: who is a person, a company, a body or nobody, by what stands around the name.
func TestKindsOfNames(t *testing.T) {
	t.Parallel()
	a := article.Article{Units: []article.Unit{
		{At: "byline", Text: "By Jo Field, Loom Rights"},
		{At: "1", Text: "The General Assembly of the Trans-European Loom Data Organisation (TELDO) met on 3 May. TELDO holds 12 patents, says the Legal Adviser, Ms Ann Lee."},
		{At: "2", Text: "Counsel: Ida Vole KC and Sami Quadir, instructed by Stroudley. Rika Voss, an agronomist at Leyborn Labs, doubts it."},
		{At: "3", Text: "Management said nothing. Management hinted at more. Online talks begin at 14:00 CET and need 40 kWh."},
	}}
	c := castOf(a, NewKnown(&facts.Base{}))
	for name, kind := range map[string]string{
		"jo field": "person", "ida vole": "person", "rika voss": "person", "ann lee": "person",
		"loom rights": "company", "leyborn labs": "company", "teldo": "body", "trans-european loom data organisation": "body",
		"management": "", "legal adviser": "", "online": "", "cet": "", "kwh": "", "loom data organisation": "",
	} {
		got := ""
		if p := c.byName[name]; p != nil {
			got = p.kind
		}
		if got != kind {
			t.Errorf("%s is a %q, want %q", name, got, kind)
		}
	}
}

// TestWhoseCompany: "the Gothenburg company" is who is told to be of that country, and nobody
// where all are of another.
func TestWhoseCompany(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ of, want string }{
		"told":     {"Sweden's Lumar", "lumar"},
		"not told": {"Lumar", ""},
	} {
		a, err := article.Cut("looms", []byte("Castel takes a licence\n\n4 March 2031\n\nCastel, the Rotterdam-based loom maker, has signed a licence to the patents of "+tt.of+". Castel said so on 3 March.\n\nThe Gothenburg company booked €418 million of licensing revenue in 2030.\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range From(a, NewKnown(emptyBase())).Facts {
			if f.Value.Kind == facts.Money && f.Subject != "looms" {
				got = f.Subject
			}
		}
		if got != tt.want {
			t.Errorf("%s: the revenue is of %q, want %q", name, got, tt.want)
		}
	}
}

// TestBoardOfWhom: a paragraph that begins with "The board" means that of whom the article is
// about, whoever was named last; within a paragraph it is theirs.
func TestBoardOfWhom(t *testing.T) {
	t.Parallel()
	for gap, want := range map[string]string{"\n\n": "corvane", " ": "arden-labs"} {
		a, err := article.Cut("chips", []byte("Corvane: royalties lift the quarter\n\n30 July 2031\n\nCorvane reported revenue of US$186.4 million. Corvane licenses cores. Corvane made 38%.\n\nArden Labs said on Monday that it had grown by 4%."+gap+"The board approved a share buyback of US$150 million.\n"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range From(a, NewKnown(emptyBase())).Facts {
			if strings.Contains(f.Says, "buyback") && f.Subject != want {
				t.Errorf("%q is told of %s, want %s", f.Says, f.Subject, want)
			}
		}
	}
}

// TestIssuedBy: a release that a company has issued is the company's, which is no person.
func TestIssuedBy(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("looms", []byte(`Pell and Harrow Mobility Sign Six-Year Loom Patent Licence
Issued by: Pell AB, Group Communications
Gothenburg, 4 June 2031
Pell AB today announced a worldwide patent licence with the loom maker Harrow Mobility Group. It covers the patents of Pell that are essential to the standard.
In 2030 the company invested SEK 9.3 billion in research. At year-end it held more than 14,200 granted patents.
About Harrow Mobility Group
Harrow Mobility Group builds looms.`))
	if err != nil {
		t.Fatal(err)
	}
	if a.Author != "Pell AB" {
		t.Errorf("written by %q", a.Author)
	}
	for _, f := range From(a, NewKnown(emptyBase())).Facts {
		if (f.Value.Kind == facts.Money || f.Value.Kind == facts.Count) && f.Subject != "pell-ab" {
			t.Errorf("%s is about %s", f.Says, f.Subject)
		}
		if strings.HasPrefix(f.Says, "Pell AB covers") || strings.HasPrefix(f.Says, "Harrow Mobility Group covers") {
			t.Error(f.Says)
		}
	}
}

// TestSeats: where a company is based is told beside its name, and not by the country its
// people are of, nor by what somebody else is.
func TestSeats(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("ovens", []byte(`Orbex grants Castle a licence

3 May 2031

Orbex A/S, the Aalborg-based oven maker, has granted Castle Ltd, a company headquartered in Derby, a licence. The Danish maker Brink Oy and the Lyon-based group Fourchet SA have not signed.

Orbex makes ovens.
`))
	if err != nil {
		t.Fatal(err)
	}
	seats := map[string]string{}
	for _, f := range From(a, NewKnown(emptyBase())).Facts {
		if f.Relation == "located" {
			seats[f.Subject] = strings.Join(f.Value.IDs, " ")
		}
	}
	if want := map[string]string{"orbex-a-s": "aalborg", "castle-ltd": "derby", "fourchet-sa": "lyon"}; !maps.Equal(seats, want) {
		t.Errorf("based: %v, want %v", seats, want)
	}
}

// TestResultsOfWhom: in a note on the results of the one company that its title names, with
// their quarter, that company is whom the figures without an owner are of.
func TestResultsOfWhom(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("vats", []byte("Orrel Q3 FY2041: licensing beats, vats drag\n\n7 August 2041\n\nOrrel Vats reported revenue of €412 million. Brask Group, the largest licensee of Orrel, made up 31% of it. Brask Group is in talks with Orrel. Brask Group denies a report.\n\nLitigation cost €14 million.\n\nOur estimate for licensing revenue in 2042 is €540 million.\n"))
	if err != nil {
		t.Fatal(err)
	}
	costs, estimates := 0, 0
	for _, f := range From(a, NewKnown(emptyBase())).Facts {
		switch {
		case strings.Contains(f.Says, "Litigation"):
			costs++
			if f.Subject != "orrel-vats" {
				t.Errorf("%q is told of %s", f.Says, f.Subject)
			}
		case strings.Contains(f.Says, "estimate"):
			estimates++
			if f.How != facts.Opinion {
				t.Errorf("%q is %s", f.Says, f.How)
			}
		}
	}
	if costs == 0 || estimates == 0 {
		t.Errorf("%d costs, %d estimates", costs, estimates)
	}
}

// TestTickerBehindIssuer: who issues a release is no part of the place and the day at its
// head, though a colon stands in its ticker.
func TestTickerBehindIssuer(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("ovens", []byte(`Orbex A/S grants Castle a licence

AARVIK, Norway, 3 May 2031 – Orbex A/S (OSE: ORBX), the oven maker, today announced that it has granted Castle Ltd a licence.

Orbex employs 340 people.`))
	if err != nil {
		t.Fatal(err)
	}
	about := map[string]bool{}
	for _, f := range From(a, NewKnown(emptyBase())).Facts {
		about[f.Subject] = true
	}
	if !about["orbex-a-s"] {
		t.Errorf("nothing is about the issuer, but about %v", about)
	}
}

// TestCorrectionReplaces: what a correction takes back is no fact any more.
func TestCorrectionReplaces(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("fee", []byte(`Orbex raises its fee

3 May 2031

Orbex Ltd has raised its annual fee to $3 million. It has 40 licensees.

Correction: An earlier version of this article said the annual fee was $3 million. It is $4 million.`))
	if err != nil {
		t.Fatal(err)
	}
	d := From(a, NewKnown(emptyBase()))
	var stands []string
	for _, f := range d.Facts {
		if f.Value.Kind == facts.Money {
			stands = append(stands, f.Value.Text+" "+string(f.How)+" "+f.Subject)
		}
	}
	if !slices.Equal(stands, []string{"US$4 million corrected orbex-ltd"}) {
		t.Errorf("got %q", stands)
	}
}

// A table is in the unit that stands in brackets at the end of the line above it.
func TestUnitAboveTable(t *testing.T) {
	t.Parallel()
	a, err := article.Cut("a", []byte("Orbex in the first half\n\nOrbex Ltd makes pumps. Revenue by division is set out below (US$m):\n\nDivision   H1 2040   H1 2039\nPumps   121.6   94.1\nValves   38.9   36.2\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range From(a, NewKnown(emptyBase())).Facts {
		if f.Value.Kind == facts.Money {
			got = append(got, f.Value.Text)
		}
	}
	if want := []string{"US$121.6 million", "US$94.1 million", "US$38.9 million", "US$36.2 million"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzFrom reads any text without falling over, and proposes only what a base
// can hold.
func FuzzFrom(f *testing.F) {
	f.Add("Orbex Ltd (OBX) sued Castle & Co. on 3 May for $1.2bn, \"or else\", it said. They pay 1, 2 and 3 % respectively.")
	f.Add("Year | Rate\n2020 | $1\n2021 | 5 %\n")
	f.Add("Title of an article\n\nFounded in 2004 and headquartered in Aalborg, Orbex & Sons A/S develops and licenses technology.\n")
	files, _ := filepath.Glob("testdata/*/*.txtar")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(string(txtar.Parse(data).Files[0].Data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := article.Cut("a", []byte(text))
		if err != nil {
			return
		}
		for _, fact := range From(a, NewKnown(emptyBase())).Facts {
			if fact.Subject == "" || fact.Says == "" || len(fact.Asks) == 0 || len(fact.Cite) == 0 {
				t.Errorf("%q: %+v", text, fact)
			}
		}
	})
}
