package article

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestNoText says why a file cannot be cut, and what to do.
func TestNoText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, says string }{
		"empty":       {"", "save the article's text"},
		"blank":       {" \r\n\t\n\u00a0", "save the article's text"},
		"mark only":   {"\ufeff\n", "save the article's text"},
		"utf-16":      {"\xff\xfeA\x00r\x00", "save it as UTF-8"},
		"latin-1":     {"Caf\xe9 patents\n\nThe caf\xe9 won.", "save it as UTF-8"},
		"pdf":         {"%PDF-1.7\nstream", "plain UTF-8 text"},
		"word":        {"PK\x03\x04word/document.xml", "plain UTF-8 text"},
		"zero bytes":  {"Title\n\x00\x00\x01", "plain UTF-8 text"},
		"web page":    {"<!DOCTYPE html>\n<html><body>Text</body></html>", "plain text"},
		"rules alone": {"---\n***\n", "no paragraph"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Cut("orbex-2023", []byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "orbex-2023") {
				t.Errorf("got %v, want an error that names the article and says %q", err, c.says)
			}
		})
	}
}

// TestOneHugeLine cuts a file that is one line of some megabytes; anything
// slower than linear would not come back from it.
func TestOneHugeLine(t *testing.T) {
	t.Parallel()
	text := []byte("Orbex counts its patents\n\n" + strings.Repeat("Orbex holds 412 **patents, and [one more](", 8<<20/42))
	a, err := Cut("huge", text)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Units) != 2 {
		t.Errorf("got %d units, want the title and one paragraph", len(a.Units))
	}
}

// manyLines are rows that fill files of very many short lines.
var manyLines = []string{
	"a\n", "---\n", "a | b\n", "1. \n", "Jo Field says:\n", "a  b  c\n---\n", "(a)\n\n", "Are you there? We are, with us.\n\n",
	"© 2020 Orbex\n", "By Jo\n2020-01-01\n",
}

// TestManyLines cuts files of very many short lines of each kind.
func TestManyLines(t *testing.T) {
	t.Parallel()
	for _, row := range manyLines {
		a, err := Cut("many", []byte("Orbex counts its patents\n\nIt holds a few.\n\n"+strings.Repeat(row, 1_000)))
		if err != nil || len(a.Units) == 0 {
			t.Errorf("%q: %d units, %v", row, len(a.Units), err)
		}
	}
}

// BenchmarkManyLines shows what a thousand short lines of each kind cost.
func BenchmarkManyLines(b *testing.B) {
	for _, row := range manyLines {
		text := []byte("Orbex counts its patents\n\nIt holds a few.\n\n" + strings.Repeat(row, 1_000))
		b.Run(strings.TrimSpace(row), func(b *testing.B) {
			for b.Loop() {
				_, _ = Cut("many", text)
			}
		})
	}
}

// FuzzCut holds what is true of every cutting.
func FuzzCut(f *testing.F) {
	for _, s := range []string{
		"Title\n\nBody of it.", "# T\n\n- a\n- b\n\n| a | b |\n|--|--|\n| c | d |", "A\n1. Jo May 1, 2020 9:00 am\n\nhi",
		"---\ntitle: x\n---\ny.", "Jo says:\n2 hours ago\nNo.", "[](x)\n![](y)", "Correction\n\nIt was 3.", "\u00a0x\u2028y\r\rz",
		"About the author\n\nShe is. @jo", "a  b  c\nd  e  f\n", "By Jo | 3 May 2024 | 5 min read\n\nText here.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Cut("fuzz", []byte(text))
		if err != nil {
			return
		}
		words := wordSet(text)
		numbered := 0
		seen := map[string]bool{}
		for _, u := range a.Units {
			if strings.TrimSpace(u.Text) == "" {
				t.Fatalf("unit %s is empty", u.At)
			}
			if seen[u.At] {
				t.Fatalf("unit %s comes twice", u.At)
			}
			seen[u.At] = true
			if n, err := strconv.Atoi(u.At); err == nil {
				if numbered++; n != numbered {
					t.Fatalf("unit %d where %d was due", n, numbered)
				}
			}
			for word := range wordSet(u.Text) {
				if !words[word] && !contained(text, word) {
					t.Fatalf("unit %s has the word %q, which the text has not", u.At, word)
				}
			}
			if u.Line < 1 || u.Line > strings.Count(lineEnds.Replace(text), "\n")+1 {
				t.Fatalf("unit %s is said to begin in line %d", u.At, u.Line)
			}
		}
		Figures(text)
		Names(text)
	})
}

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !speaks(r) }) {
		out[word] = true
	}
	return out
}

// contained finds a word that marks or unseen signs interrupt in the text.
func contained(text, word string) bool {
	bare := strings.Map(func(r rune) rune {
		if speaks(r) {
			return r
		}
		return -1
	}, text)
	return strings.Contains(bare, word)
}

func TestDigest(t *testing.T) {
	t.Parallel()
	const text = `Orbex said: "It's 5-year, not 4-year".`
	for _, same := range []string{
		"Orbex said: “It’s 5–year, not 4–year”.", "Orbex  said:\r\n\"It's 5-year,\u00a0not 4-year\".\n", "\ufeffOrbex sa\u00adid: «It's 5‑year, not 4—year».",
	} {
		if Digest(same) != Digest(text) {
			t.Errorf("%q has another digest than %q", same, text)
		}
	}
	for _, other := range []string{"", strings.Replace(text, "5", "6", 1), strings.ToLower(text), strings.Replace(text, "not ", "", 1)} {
		if Digest(other) == Digest(text) {
			t.Errorf("%q has the digest of %q", other, text)
		}
	}
	if Digest("the ﬁle… by Alem\u0061\u0301n") != Digest("the file... by Alem\u00e1n") {
		t.Error("forms that only look different have different digests")
	}
	if got := Digest(text); len(got) != digestDigits {
		t.Errorf("digest %q has %d digits", got, len(got))
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"37,000 patents and US$5.57 billion":         "37000 5.57",
		"20.8% of CNY1.249 trillion":                 "20.8 1.249",
		"Forty-eight of them":                        "48",
		"one-third, two thirds, a third of it, ½":    "1/3 2/3 1/2",
		"nearly three times, then twice":             "3 2",
		"first quarter of 2024":                      "1 2024",
		"July 15, 2017 9:05 am":                      "15 2017 9 5",
		"5G, Wi-Fi 6 and FP4":                        "5 6 4",
		"two hundred and six, ten thousand":          "206 10000",
		"twenty-first of the sixth":                  "21 6",
		"a dozen; thirtieth":                         "12 30",
		"37\u00a0000 and 1\u202f250\u202f000":        "37000 1250000",
		"1.250.000 euros":                            "1250000",
		"8 of 8":                                     "8",
		"one of the last, 1/3 and 24/7":              "1 1/3 24 7",
		"someone attended the weighted phone listen": "",
		"0.63 and 007":                               "0.63 7",
	} {
		if diff := cmp.Diff(strings.Fields(want), Figures(text)); diff != "" && (want != "" || len(Figures(text)) > 0) {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Orbex signed with Tallow Mobile in Aarhus.":              {"Orbex", "Tallow Mobile", "Aarhus"},
		"The court heard WIPO's Dana Ruiz. However, R&D went on.": {"WIPO", "Dana Ruiz", "R&D"},
		"Significantly, the University of Graz uses openEuler.":   {"University of Graz", "openEuler"},
		"In 2024, Pia Storm (Orbex) said: “We sell Wi-Fi chips.”": {"Pia Storm", "Orbex", "Wi-Fi"},
		"nothing of the kind": nil,
		"We follow @orbex and the Patent Cooperation Treaty (PCT).": {"@orbex", "Patent Cooperation Treaty", "PCT"},
	} {
		if diff := cmp.Diff(want, Names(text)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"July 15, 2017": "2017-07-15", "15 July 2017": "2017-07-15", "15th of July, 2017": "2017-07-15", "Sat, 15 Jul 2017": "2017-07-15",
		"2017-07-15": "2017-07-15", "15.7.2017": "2017-07-15", "15/07/2017": "2017-07-15", "7/15/2017": "2017-07-15",
		"Sept. 3, 2021": "2021-09-03", "MUNICH – MAY 1, 2020": "2020-05-01", "on 31 February 2020": "", "Patent 12/345": "",
	} {
		got, ok := firstDate(text)
		switch {
		case ok != (want != ""):
			t.Errorf("%q: read is %v", text, ok)
		case ok && got.Format(time.DateOnly) != want:
			t.Errorf("%q: got %v, want %s", text, got, want)
		}
	}
}
