package facts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/facts"
)

func TestParseDay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in    string
		want  facts.Day
		shown string
		iso   string
	}{
		{"2024", facts.Day{Year: 2024}, "2024", "2024"},
		{"2024-06", facts.Day{Year: 2024, Month: 6}, "June 2024", "2024-06"},
		{"June 2024", facts.Day{Year: 2024, Month: 6}, "June 2024", "2024-06"},
		{"Sept. 2024", facts.Day{Year: 2024, Month: 9}, "September 2024", "2024-09"},
		{"2024-06-30", facts.Day{Year: 2024, Month: 6, Day: 30}, "30 June 2024", "2024-06-30"},
		{"30 June 2024", facts.Day{Year: 2024, Month: 6, Day: 30}, "30 June 2024", "2024-06-30"},
		{"june 30, 2024", facts.Day{Year: 2024, Month: 6, Day: 30}, "30 June 2024", "2024-06-30"},
		{"29 February 2024", facts.Day{Year: 2024, Month: 2, Day: 29}, "29 February 2024", "2024-02-29"},
		{"29 Feb 2000", facts.Day{Year: 2000, Month: 2, Day: 29}, "29 February 2000", "2000-02-29"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, err := facts.ParseDay(tt.in)
			if err != nil || got != tt.want {
				t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
			}
			if got.String() != tt.shown || got.ISO() != tt.iso {
				t.Errorf("shown as %q and %q, want %q and %q", got, got.ISO(), tt.shown, tt.iso)
			}
		})
	}
}

func TestParseDayRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", " ", "soon", "June", "30 June", "24", "12024", "0", "-", "2024-13", "2024-00", "2024-06-31", "31 June 2024",
		"29 February 2023", "29 February 1900", "2024-06-30-01", "June June 2024", "2024 2025", "Ju 2024", "30 30 June",
	} {
		t.Run(in, func(t *testing.T) {
			t.Parallel()
			got, err := facts.ParseDay(in)
			if err == nil || !strings.Contains(err.Error(), "is not a date: write 2024, June 2024, 30 June 2024 or 2024-06-30") {
				t.Errorf("got %+v, %v; want what to write", got, err)
			}
		})
	}
}

func TestZeroDay(t *testing.T) {
	t.Parallel()
	if d := (facts.Day{}); d.String() != "" || d.ISO() != "" {
		t.Errorf("shown as %q and %q, want nothing", d, d.ISO())
	}
}

// days draws dates that exist, of every exactness.
var days = rapid.Custom(func(t *rapid.T) facts.Day {
	d := facts.Day{Year: rapid.IntRange(1000, 9999).Draw(t, "year")}
	if d.Month = rapid.IntRange(0, 12).Draw(t, "month"); d.Month > 0 {
		d.Day = rapid.IntRange(0, 28).Draw(t, "day")
	}
	return d
})

func TestDayRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := days.Draw(t, "date")
		for _, shown := range []string{d.String(), d.ISO()} {
			if got, err := facts.ParseDay(shown); err != nil || got != d {
				t.Errorf("%q is read as %+v, %v; want %+v", shown, got, err, d)
			}
		}
	})
}

func TestDayBefore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := days.Draw(t, "one"), days.Draw(t, "other")
		if a != b && a.Before(b) == b.Before(a) {
			t.Errorf("%s and %s have no order", a, b)
		}
		if a.Year < b.Year && !a.Before(b) {
			t.Errorf("%s is not before %s", a, b)
		}
		if year := (facts.Day{Year: a.Year}); a != year && !year.Before(a) {
			t.Errorf("%s is not before %s", year, a)
		}
	})
}

func TestMonthNumber(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{
		"January": 1, "may": 5, "Jun.": 6, "SEPT": 9, "sep": 9, "decem": 12, "ma": 0, "": 0, "mayor": 0, "juno": 0,
	} {
		if got := facts.MonthNumber(name); got != want {
			t.Errorf("%q is month %d, want %d", name, got, want)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	year := func(y int) facts.Day { return facts.Day{Year: y} }
	tests := []struct {
		in    string
		want  facts.Period
		shown string
		has   []int // of 2014..2026
	}{
		{"2024", facts.Period{From: year(2024), To: year(2024)}, "2024", []int{2024}},
		{"2017-03", facts.Period{From: facts.Day{Year: 2017, Month: 3}, To: facts.Day{Year: 2017, Month: 3}}, "March 2017", []int{2017}},
		{"2017-Q1", facts.Period{From: year(2017), To: year(2017), Quarter: 1}, "Q1 2017", []int{2017}},
		{"2015..2017", facts.Period{From: year(2015), To: year(2017)}, "2015–2017", []int{2015, 2016, 2017}},
		{"2015 .. 2015", facts.Period{From: year(2015), To: year(2015)}, "2015", []int{2015}},
		{"as of 2016", facts.Period{Mode: facts.AsOf, From: year(2016), To: year(2016)}, "as of 2016", []int{2016}},
		{"by 2019", facts.Period{Mode: facts.By, From: year(2019), To: year(2019)}, "by 2019", []int{2019}},
		{"since 2024", facts.Period{Mode: facts.Since, From: year(2024)}, "since 2024", []int{2024, 2025, 2026}},
		{"since 2014..2015", facts.Period{Mode: facts.Since, From: year(2014), To: year(2015)}, "since 2014–2015", []int{2014, 2015}},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, err := facts.ParsePeriod(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if got.String() != tt.shown || got.IsZero() {
				t.Errorf("shown as %q, want %q", got, tt.shown)
			}
			var has []int
			for y := 2014; y <= 2026; y++ {
				if got.Has(y) {
					has = append(has, y)
				}
			}
			if diff := cmp.Diff(tt.has, has); diff != "" {
				t.Error("years in it:", diff)
			}
		})
	}
}

func TestZeroPeriod(t *testing.T) {
	t.Parallel()
	var p facts.Period
	if p.String() != "" || !p.IsZero() || p.Has(0) || p.Has(2024) {
		t.Errorf("no period is shown as %q and has 0: %t, 2024: %t", p, p.Has(0), p.Has(2024))
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":              "period: \"\" is not a date",
		"lately":        "period: \"lately\" is not a date",
		"as of":         "is not a date",
		"asof 2016":     "is not a date",
		"2017-Q5":       "is not a quarter: write 2017-Q1",
		"2017-Q":        "is not a quarter: write 2017-Q1",
		"-Q1":           "is not a date",
		"2017-03-Q1":    "is not the quarter of one year: write 2017-Q1",
		"2015..2016-Q1": "is not the quarter of one year: write 2017-Q1",
		"2015..":        "is not a date",
		"..2015":        "is not a date",
		"2016..2015":    "ends before it begins",
		"2016-05..2016": "ends before it begins",
	} {
		t.Run(in, func(t *testing.T) {
			t.Parallel()
			if got, err := facts.ParsePeriod(in); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %+v, %v; want %s", got, err, want)
			}
		})
	}
}

// FuzzParseDay: what is read as a date is shown as a date that reads the same.
func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2024", "2024-06-30", "June 30, 2024", "Sept 2024", "31 June 2024", "", ",,", "May May May"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := facts.ParseDay(s)
		if err != nil {
			return
		}
		for _, shown := range []string{d.String(), d.ISO()} {
			if again, err := facts.ParseDay(shown); err != nil || again != d {
				t.Errorf("%q is %+v, but %q is %+v (%v)", s, d, shown, again, err)
			}
		}
	})
}

// FuzzParsePeriod: what is read as a period has the year it begins in.
func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2024", "2017-Q1", "2015..2024", "as of 2016", "since 2019", "by June 2019", "since 2017-Q4", "..", "-Q1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := facts.ParsePeriod(s)
		if err != nil {
			return
		}
		if p.IsZero() || p.String() == "" || !p.Has(p.From.Year) || p.Has(p.From.Year-1) {
			t.Errorf("%q is %+v, shown as %q", s, p, p)
		}
	})
}
