package facts_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/facts"
)

func TestParseValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want facts.Value // without the kind's and the text's repetition
	}{
		{"US$630 million", facts.Value{Kind: facts.Money, Amount: 630e6, Unit: "USD"}},
		{"about US$630 million", facts.Value{Kind: facts.Money, Hedge: "about", Amount: 630e6, Unit: "USD"}},
		{"roughly $ 1.5 billion", facts.Value{Kind: facts.Money, Hedge: "about", Amount: 1.5e9, Unit: "USD"}},
		{"€2,500", facts.Value{Kind: facts.Money, Amount: 2500, Unit: "EUR"}},
		{"CNY 3 trillion", facts.Value{Kind: facts.Money, Amount: 3e12, Unit: "CNY"}},
		{"about US$200 to US$300", facts.Value{Kind: facts.Money, Hedge: "about", Amount: 200, High: 300, Unit: "USD"}},
		{"€2.1 billion to €2.2 billion", facts.Value{Kind: facts.Money, Amount: 2.1e9, High: 2.2e9, Unit: "EUR"}},
		{"up to CHF950 per day", facts.Value{Kind: facts.Money, Hedge: "up to", Amount: 950, Unit: "CHF", Per: "day"}},
		{"2.5% to 4%", facts.Value{Kind: facts.Percent, Amount: 2.5, High: 4, Unit: "%"}},
		{"41 to 57 licensees", facts.Value{Kind: facts.Count, Amount: 41, High: 57, Unit: "licensees"}},
		{"12 answers to questions", facts.Value{Kind: facts.Count, Amount: 12, Unit: "answers to questions"}},
		{"over 150,000 active patents", facts.Value{Kind: facts.Count, Hedge: "over", Amount: 150e3, Unit: "active patents"}},
		{"more than 2 thousand suits", facts.Value{Kind: facts.Count, Hedge: "over", Amount: 2000, Unit: "suits"}},
		{"at least 12 thousandths", facts.Value{Kind: facts.Count, Hedge: "at least", Amount: 12, Unit: "thousandths"}},
		{"28%", facts.Value{Kind: facts.Percent, Amount: 28, Unit: "%"}},
		{"up to 9.5 per cent", facts.Value{Kind: facts.Percent, Hedge: "up to", Amount: 9.5, Unit: "%"}},
		{"less than 3 percent", facts.Value{Kind: facts.Percent, Hedge: "under", Amount: 3, Unit: "%"}},
		{"almost 3 times", facts.Value{Kind: facts.Multiple, Hedge: "nearly", Amount: 3, Unit: "times"}},
		{"about 1/4", facts.Value{Kind: facts.Multiple, Hedge: "about", Amount: 0.25, Unit: "fraction"}},
		{"3 / 4", facts.Value{Kind: facts.Multiple, Amount: 0.75, Unit: "fraction"}},
		{"end of October 2023", facts.Value{Kind: facts.Date, Hedge: "end of", Day: facts.Day{Year: 2023, Month: 10}}},
		{"2017-07-05", facts.Value{Kind: facts.Date, Day: facts.Day{Year: 2017, Month: 7, Day: 5}}},
		{"about something", facts.Value{Kind: facts.Text}}, // a text is taken as it stands
		{"nokia", facts.Value{Kind: facts.Party, IDs: []string{"nokia"}}},
		{"espoo", facts.Value{Kind: facts.Place, IDs: []string{"espoo"}}},
		{"radio", facts.Value{Kind: facts.List, Items: []string{"radio"}}},
	}
	for _, tt := range tests {
		t.Run(string(tt.want.Kind)+" "+tt.in, func(t *testing.T) {
			t.Parallel()
			got, err := facts.ParseValue(tt.want.Kind, tt.in)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Text = tt.in
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseValueRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind facts.ValueKind
		in   string
		want string
	}{
		{facts.Text, " ", "the text is empty"},
		{facts.Money, "", "the money is empty"},
		{facts.Money, "630 million", "no currency in front: write US$630 million"},
		{facts.Money, "about", "no currency in front"},
		{facts.Money, "US$", "no number in front"},
		{facts.Money, "US$630 millions", `"millions" after the amount`},
		{facts.Money, "US$300 to US$200", "not a range in one currency, low to high"},
		{facts.Money, "US$200 to €300", "not a range in one currency, low to high"},
		{facts.Money, "US$200 to 300", "no currency in front"},
		{facts.Count, "48", "say what is counted: 48 licensees"},
		{facts.Count, "many licensees", "no number in front"},
		{facts.Count, strings.Repeat("9", 400) + " licensees", "reading the number"},
		{facts.Count, strings.Repeat("9", 300) + " trillion licensees", "more than can be counted"},
		{facts.Percent, "28", "write 95%"},
		{facts.Percent, "a third", "no number in front"},
		{facts.Multiple, "3", "write 3 times or 1/3"},
		{facts.Multiple, "1/0", "not a fraction: write 1/3"},
		{facts.Multiple, "a/b", "not a fraction: write 1/3"},
		{facts.Multiple, "NaN/Inf", "not a fraction: write 1/3"},
		{facts.Multiple, "thrice", "no number in front"},
		{facts.Date, "soon", `date "soon": "soon" is not a date`},
		{"weight", "3 kg", `"weight" is no kind of value`},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+" "+tt.in[:min(len(tt.in), 20)], func(t *testing.T) {
			t.Parallel()
			got, err := facts.ParseValue(tt.kind, tt.in)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %+v, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestParseValues(t *testing.T) {
	t.Parallel()
	two := []string{"nokia", "xiaomi"}
	tests := []struct {
		kind facts.ValueKind
		in   []string
		want facts.Value
		err  string
	}{
		{facts.Party, two, facts.Value{Kind: facts.Party, IDs: two, Text: "nokia, xiaomi"}, ""},
		{facts.Place, two, facts.Value{Kind: facts.Place, IDs: two, Text: "nokia, xiaomi"}, ""},
		{facts.List, two, facts.Value{Kind: facts.List, Items: two, Text: "nokia, xiaomi"}, ""},
		{facts.List, nil, facts.Value{}, "the list is empty"},
		{facts.Party, []string{"nokia", " "}, facts.Value{}, "the party has an empty entry"},
		{facts.Money, two, facts.Value{}, "a money is a single value, not a list"},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+" "+strings.Join(tt.in, " "), func(t *testing.T) {
			t.Parallel()
			got, err := facts.ParseValues(tt.kind, tt.in)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("got %v, want %s", err, tt.err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"none at all", nil},
		{"over 37,000 in 2024", []string{"37000", "2024"}},
		{"US$1.5 billion, or 28%.", []string{"1.5", "28"}},
		{"5G, FP4 and the 3rd of May", nil},
		{"from 2015–2024", []string{"2015", "2024"}},
		{"the 4.", []string{"4"}},
		{"1,234,567.89", []string{"1234567.89"}},
		{"case 200.331.745/01", []string{"200331745", "1"}},
		{"2024-06-30", []string{"2024", "6", "30"}},
		{"007, 0.5 and 0", []string{"7", "0.5", "0"}},
		{"€3 (¶ 12)", []string{"3", "12"}},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, facts.Figures(tt.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFiguresStand: every figure found stands in the text, in that order.
func TestFiguresStand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zA-Z€$%.,–-]| |[0-9]{1,4})*`).Draw(t, "text")
		rest := strings.ReplaceAll(text, ",", "")
		for _, f := range facts.Figures(text) {
			_, after, ok := strings.Cut(rest, f)
			if !ok {
				t.Fatalf("%q does not stand in what is left, %q", f, rest)
			}
			rest = after
		}
	})
}

// FuzzParseValue: a value that is read has a number that can be counted with,
// keeps its text, and reads the same again.
func FuzzParseValue(f *testing.F) {
	for _, s := range []string{
		"about US$630 million", "over 150,000 active patents", "nearly 3 times", "1/3", "28%", "end of October 2023",
		"US$200 to US$300", "", "nokia", "1/0", "US$ to US$", "9999999999 trillion x", "up to up to 3 x",
	} {
		for i := range facts.ValueKinds {
			f.Add(i, s)
		}
	}
	f.Fuzz(func(t *testing.T, kind int, s string) {
		if kind < 0 || kind >= len(facts.ValueKinds) {
			return
		}
		v, err := facts.ParseValue(facts.ValueKinds[kind], s)
		if err != nil {
			return
		}
		if v.Text != s || v.Kind != facts.ValueKinds[kind] {
			t.Errorf("%q became %+v", s, v)
		}
		for _, n := range []float64{v.Amount, v.High} {
			if math.IsNaN(n) || math.IsInf(n, 0) || n < 0 {
				t.Errorf("%q has the number %g", s, n)
			}
		}
		numeric := []facts.ValueKind{facts.Money, facts.Count, facts.Percent, facts.Multiple}
		if slices.Contains(numeric, v.Kind) && v.Unit == "" {
			t.Errorf("%q is a %s of nothing", s, v.Kind)
		}
	})
}
