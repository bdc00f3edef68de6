package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// longestRun is how many words in a row a file may have in common with an
// article: an article's sentences are its author's.
const longestRun = 7

// TestNoSentenceOfTheArticles holds every tracked file against the articles'
// texts, where those are at hand. Titles are free.
func TestNoSentenceOfTheArticles(t *testing.T) {
	t.Parallel()
	texts, err := filepath.Glob(inRepo("../shared/seeds/*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) == 0 {
		t.Skip("the articles' texts are not at hand (../shared/seeds)")
	}
	base, err := facts.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	owned := map[string]string{} // a run of words → the article it stands in
	for _, file := range texts {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range runs(string(text)) {
			owned[run] = filepath.Base(file)
		}
	}
	for _, a := range base.Articles {
		for _, run := range runs(a.Title) {
			delete(owned, run)
		}
	}
	for _, file := range tracked(t) {
		data, err := os.ReadFile(inRepo(file))
		if err != nil || !utf8.Valid(data) {
			continue // gone from the work tree, or no text
		}
		for _, found := range common(string(data), owned) {
			t.Errorf("%s has words of an article: %s", file, found)
		}
	}
}

func TestCommon(t *testing.T) {
	t.Parallel()
	owned := map[string]string{}
	for _, run := range runs("In the grey morning nine small boats left the harbour of Vardø again, Nokia's too.") {
		owned[run] = "boats.txt"
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "A harbour in the grey morning.", nil},
		{"seven words", "In the grey morning nine small boats sank", nil},
		{"eight words", "in the GREY morning, nine\nsmall boats — left!", []string{`"in the grey morning nine small boats left" (boats.txt)`}},
		{
			"a longer run is one", "# the grey morning nine small boats left the harbour of Oslo",
			[]string{`"the grey morning nine small boats left the harbour of" (boats.txt)`},
		},
		{"apostrophes", "left the harbour of Vardø again Nokia’s too", []string{`"left the harbour of vardø again nokias too" (boats.txt)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := common(tt.text, owned); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

var word = regexp.MustCompile(`[\pL\pN]+`)

func words(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	return word.FindAllString(strings.ReplaceAll(text, "'s", "s"), -1)
}

// runs are all runs of one word more than is allowed.
func runs(text string) []string {
	ws := words(text)
	var out []string
	for i := range ws {
		if i+longestRun < len(ws) {
			out = append(out, strings.Join(ws[i:i+longestRun+1], " "))
		}
	}
	return out
}

// common lists the runs of a text that are owned, each at its full length.
func common(text string, owned map[string]string) []string {
	var out []string
	var open []string // the run that is being followed
	var from string
	flush := func() {
		if len(open) > 0 {
			out = append(out, fmt.Sprintf("%q (%s)", strings.Join(open, " "), from))
		}
		open = nil
	}
	for _, run := range runs(text) {
		article, ok := owned[run]
		switch {
		case !ok:
			flush()
		case len(open) == 0:
			open, from = strings.Fields(run), article
		default:
			open = append(open, run[strings.LastIndexByte(run, ' ')+1:])
		}
	}
	flush()
	return out
}
