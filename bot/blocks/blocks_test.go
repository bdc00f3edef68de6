package blocks_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

var update = flag.Bool("update", false, "write the golden files anew")

func cite(article, at, title, publisher, published, by string) answer.Citation {
	return answer.Citation{
		Citation: facts.Citation{Article: article, At: at},
		Title:    title, Publisher: publisher, Published: published, By: by,
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	related := []answer.Related{{
		Fact: "acme-revenue-2024",
		Text: "Acme earned about $630 million from licensing in 2024.",
		Citations: []answer.Citation{
			cite("acme-2025", "6", "Acme opens its books", "Trade Weekly", "2025-11-12", ""),
			cite("acme-2025", "correction", "Acme opens its books", "Trade Weekly", "2025-11-12", ""),
		},
	}, {
		Fact:      "acme-rate",
		Text:      "Acme caps its rate at $2.50 a device.",
		Citations: []answer.Citation{cite("acme-2025", "comment-2", "Acme opens its books", "Trade Weekly", "2025-11-12", "")},
	}}
	tests := map[string]answer.Answer{
		"answered": {
			Outcome: answer.Answered,
			Text:    "Acme & Sons has three licensees:\n• Bolt <Europe>\n• Cog\n• Dynamo",
			Citations: []answer.Citation{
				cite("acme-2025", "6", "Acme & Sons opens its books", "Trade Weekly", "2025-11-12", "the article"),
				cite("acme-2025", "9", "Acme & Sons opens its books", "Trade Weekly", "2025-11-12", "the article"),
				cite("bolt-2024", "2", "Bolt v. Acme", "", "2024-01-31", "Bolt's filing"),
			},
			Facts: []string{"acme-licensees"},
		},
		"unknown": {Outcome: answer.Unknown, Text: "I have Acme's licensing revenue for 2024, not 2023.", Related: related},
		"pointer": {Outcome: answer.Unknown, Text: "The sources do not say.", Related: []answer.Related{{
			Text: "¶7 speaks of this.", Citations: []answer.Citation{cite("acme-2025", "7", "Acme opens its books", "Trade Weekly", "2025-11-12", "")},
		}}},
		"advice":    {Outcome: answer.Advice, Text: "I cannot say whether to sue Acme.", Related: related},
		"ambiguous": {Outcome: answer.Ambiguous, Text: "Which do you mean?\n• the licence of 2017\n• the licence of 2024"},
		"chat":      {Outcome: answer.Chat, Text: "Hello! Ask me about licensing."},
	}
	rows := func(kind answer.TableKind, unit string) *answer.Table {
		row := func(label, when, shown string, amount float64) answer.Row {
			return answer.Row{Label: label, When: when, Shown: shown, Amount: amount,
				Citations: []answer.Citation{cite("acme-2025", "6", "Acme opens its books", "Trade Weekly", "2025-11-12", "")}}
		}
		return &answer.Table{Kind: kind, Caption: "Licensing revenue", Unit: unit, Rows: []answer.Row{
			row("Acme", "2024", "about US$630 million", 630), row("Bolt & Sons of Upper Framlingham", "", "US$1.2 billion", 1200),
		}}
	}
	tests["compared"] = answer.Answer{
		Outcome: answer.Answered, Text: "Bolt has the largest figure.\n• Bolt earned US$1.2 billion.\n• Acme earned about US$630 million.\nThe figures are not for the same time.",
		Citations: []answer.Citation{cite("acme-2025", "6", "Acme opens its books", "Trade Weekly", "2025-11-12", "")},
		Table:     rows(answer.Compare, "US$ million"),
	}
	tests["timeline"] = answer.Answer{
		Outcome: answer.Answered, Text: "This happened:\n• 2024: Acme sued.\n• Bolt replied.", Table: rows(answer.Timeline, ""),
	}
	tests["long list"] = answer.Answer{Outcome: answer.Answered, Text: "There are many:\n" + strings.Repeat("• a licensee\n", 23) + "That is all."}
	tests["meanings"] = answer.Answer{
		Outcome: answer.Ambiguous, Text: "Which do you mean?\n• the licence of 2017\n• the licence of 2024",
		Choices: []answer.Choice{{Label: "the licence of 2017", Question: "the licence of 2017?"}, {Label: "the licence of 2024", Question: "the licence of 2024?"}},
	}
	below := map[string]blocks.Below{
		"answered":  {Turn: "T1", Person: true},
		"unknown":   {Turn: "T1", Person: true},
		"compared":  {Turn: "T1", Share: true, Preface: "<@U1> asked: who earns more?"},
		"long list": {Turn: "T1", Page: 1},
		"meanings":  {Turn: "T1"},
	}
	for name, a := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := marshal(t, blocks.Render(a, below[name]))
			file := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("-want +got (go test ./bot/blocks -update accepts it):\n%s", diff)
			}
		})
	}
}

func TestApology(t *testing.T) {
	t.Parallel()
	if m := blocks.Apology("ABC123"); !strings.Contains(m.Text, "ABC123") || len(m.Blocks) > 0 {
		t.Errorf("apology = %+v", m)
	}
}

func TestNoWordsAtAll(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " \n\t", "\x00"} {
		m := blocks.Render(answer.Answer{Outcome: answer.Unknown, Text: text}, blocks.Below{})
		if m.Text == "" || len(m.Blocks) != 1 {
			t.Errorf("%q: text %q, %d blocks", text, m.Text, len(m.Blocks))
		}
	}
}

func TestLongAnswerLosesItsMiddle(t *testing.T) {
	t.Parallel()
	a := answer.Answer{
		Outcome:   answer.Answered,
		Text:      "It begins. " + strings.Repeat("word & word ", 4000) + "It ends.",
		Citations: []answer.Citation{cite("a", "6", "Title", "", "", "")},
	}
	m := blocks.Render(a, blocks.Below{})
	shown := texts(t, m)
	for _, want := range []string{"It begins.", " … ", "It ends.", "¶6"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("text lacks %q", want)
		}
		if !strings.Contains(strings.Join(shown, "\n"), want) {
			t.Errorf("blocks lack %q", want)
		}
	}
}

// Slack's limits, written down a second time from its documentation and from
// measurements, so that a slip in the package's own shows.
func TestEveryLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswer(t)
		m := blocks.Render(a, blocks.Below{})

		if n := utf8.RuneCountInString(m.Text); n == 0 || n > 4000 {
			t.Errorf("text has %d characters", n)
		}
		if n := len(m.Blocks); n == 0 || n > 50 {
			t.Errorf("%d blocks", n)
		}
		for _, block := range m.Blocks {
			if c, ok := block.(*slack.ContextBlock); ok {
				if n := len(c.ContextElements.Elements); n == 0 || n > 10 {
					t.Errorf("%d elements in a context", n)
				}
			}
		}
		total := 0
		for _, text := range texts(t, m) {
			n := utf8.RuneCountInString(text)
			if total += n; n == 0 || n > 3000 {
				t.Errorf("%d characters in a block's text", n)
			}
		}
		if total > 13_200 {
			t.Errorf("%d characters over all blocks", total)
		}
		for _, text := range append(texts(t, m), m.Text) {
			if strings.ContainsAny(text, "<>") {
				t.Errorf("unescaped markup in %q", text)
			}
			if rest := entities.Replace(text); strings.Contains(rest, "&") {
				t.Errorf("an escape was cut in %q", rest)
			}
		}
	})
}

var entities = strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "")

// Up to 200 citations are all there, in the blocks and in the text, whatever
// the answer's own length.
func TestCitationsAreKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := answer.Answer{Outcome: answer.Answered, Text: rapid.StringN(0, 20_000, -1).Draw(t, "text")}
		titles := rapid.SliceOfNDistinct(rapid.StringMatching(`Title [a-z& ]{0,200}[a-z]`), 1, 20, rapid.ID).Draw(t, "titles")
		for i := range rapid.IntRange(1, 200).Draw(t, "citations") {
			title := titles[i%len(titles)]
			a.Citations = append(a.Citations, cite("a", fmt.Sprint(i+1), title, "Publisher", "2025-11-12", ""))
		}
		m := blocks.Render(a, blocks.Below{})
		inBlocks := strings.Join(texts(t, m), "\n") + "\n"
		for i := range a.Citations {
			place := fmt.Sprintf("¶%d", i+1)
			for where, text := range map[string]string{"text": m.Text + "\n", "blocks": inBlocks} {
				if !strings.Contains(text, ", "+place+",") && !strings.Contains(text, ", "+place+"\n") {
					t.Errorf("%s: %s is missing", where, place)
				}
			}
		}
	})
}

func TestMoreSourcesThanFit(t *testing.T) {
	t.Parallel()
	a := answer.Answer{Outcome: answer.Answered, Text: "All of them."}
	for i := range 400 {
		a.Citations = append(a.Citations, cite("a", "1", fmt.Sprintf("%03d, an article of a fairly long title", i), "", "", ""))
	}
	m := blocks.Render(a, blocks.Below{})
	if !strings.Contains(m.Text, "… and ") || !strings.HasSuffix(m.Text, " more") {
		t.Errorf("the text does not end by saying how many more there are: %q", m.Text[len(m.Text)-80:])
	}
	if shown := texts(t, m); shown[len(shown)-1] != "… and 100 more" {
		t.Errorf("the blocks end with %q", shown[len(shown)-1])
	}
}

// anyAnswer is an answer out of the worst an engine could come up with.
func anyAnswer(t *rapid.T) answer.Answer {
	nasty := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"<!channel>", "<@U123>", "&", "&amp;", "🎉", "\xff", "\n", "• item\n", "  ", "_*~`"}),
	)
	text := rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(nasty, 0, 8).Draw(t, "parts")
		return strings.Repeat(strings.Join(parts, " "), rapid.SampledFrom([]int{1, 1, 1, 50, 2000}).Draw(t, "times"))
	})
	word := rapid.OneOf(nasty, rapid.StringN(0, 400, -1))
	citation := rapid.Custom(func(t *rapid.T) answer.Citation {
		at := rapid.OneOf(rapid.SampledFrom([]string{"1", "99", "correction", "comment-24"}), word).Draw(t, "at")
		return cite(word.Draw(t, "article"), at, word.Draw(t, "title"), word.Draw(t, "publisher"), "2025-11-12", word.Draw(t, "by"))
	})
	outcomes := []answer.Outcome{answer.Answered, answer.Unknown, answer.Ambiguous, answer.Advice, answer.Chat}
	a := answer.Answer{
		Outcome:   rapid.SampledFrom(outcomes).Draw(t, "outcome"),
		Text:      text.Draw(t, "text"),
		Citations: rapid.SliceOfN(citation, 0, 200).Draw(t, "citations"),
	}
	if rows := rapid.IntRange(0, 25).Draw(t, "rows"); rows > 0 {
		kinds := []answer.TableKind{answer.Compare, answer.Rank, answer.Timeline, answer.List}
		a.Table = &answer.Table{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Caption: text.Draw(t, "caption"), Unit: word.Draw(t, "unit")}
		for range rows {
			a.Table.Rows = append(a.Table.Rows, answer.Row{
				Label: text.Draw(t, "label"), When: word.Draw(t, "when"), Shown: text.Draw(t, "shown"), Amount: rapid.Float64Range(-1e15, 1e15).Draw(t, "amount"),
			})
		}
	}
	for range rapid.IntRange(0, 12).Draw(t, "choices") {
		a.Choices = append(a.Choices, answer.Choice{Label: text.Draw(t, "choice"), Question: text.Draw(t, "question")})
	}
	for range rapid.IntRange(0, 5).Draw(t, "related") {
		r := answer.Related{Text: text.Draw(t, "near")}
		for range rapid.IntRange(0, 20).Draw(t, "cited") {
			r.Citations = append(r.Citations, citation.Draw(t, "citation"))
		}
		a.Related = append(a.Related, r)
	}
	return a
}

// A paragraph that is pointed to can be shown.
func TestPointerIsShown(t *testing.T) {
	t.Parallel()
	a := answer.Answer{Outcome: answer.Unknown, Text: "The sources do not say.", Related: []answer.Related{{
		Text: "¶7 speaks of this.", Citations: []answer.Citation{cite("acme-2025", "7", "Acme opens its books", "", "2025-11-12", "")},
	}}}
	shown := string(marshal(t, blocks.Render(a, blocks.Below{Turn: "T1"})))
	for _, want := range []string{`"text": "Show ¶7 of Acme opens its books"`, `"value": "acme-2025\n7"`} {
		if !strings.Contains(shown, want) {
			t.Errorf("%s lacks %s", shown, want)
		}
	}
}

// texts are the texts of a message's blocks, in order.
func texts(t interface{ Fatalf(string, ...any) }, m transport.Message) (all []string) {
	for _, block := range m.Blocks {
		switch b := block.(type) {
		case *slack.SectionBlock:
			all = append(all, b.Text.Text)
		case *slack.ContextBlock:
			for _, element := range b.ContextElements.Elements {
				all = append(all, element.(*slack.TextBlockObject).Text)
			}
		case *slack.ActionBlock, *slack.ContextActionsBlock, *slack.DataTableBlock, *slack.DataVisualizationBlock:
		default:
			t.Fatalf("a block of type %T", block)
		}
	}
	return all
}

func marshal(t *testing.T, m transport.Message) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks"`
		Older  []slack.Block `json:"older"`
	}{m.Text, m.Blocks, m.Older})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
