package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the README's examples anew from what the program prints")

var (
	// session is a block of the README that shows what the program prints.
	session = regexp.MustCompile("(?s)```console\n.*?```")
	// prompt is a command line in it, with the question between the quotes.
	prompt = regexp.MustCompile(`(?m)^\$ go run ./cmd/pilcrow ask "(.+)"$`)
)

// TestReadmeExamples: the program answers as the README shows.
func TestReadmeExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program dozens of times")
	}
	t.Parallel()
	page, err := os.ReadFile(inRepo("README.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := string(page)
	examples := 0
	fresh := session.ReplaceAllStringFunc(shown, func(block string) string {
		var runs []string
		for _, m := range prompt.FindAllStringSubmatch(block, -1) {
			examples++
			var out bytes.Buffer
			run(t.Context(), []string{"ask", m[1]}, strings.NewReader(""), &out, &out)
			runs = append(runs, m[0]+"\n"+out.String())
		}
		return "```console\n" + strings.Join(runs, "\n") + "```"
	})
	if examples < 3 {
		t.Errorf("%d examples found, want some", examples)
	}
	if *update {
		if err := os.WriteFile(inRepo("README.md"), []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(shown, fresh); diff != "" {
		t.Errorf("%s\nwrite them anew with: go test ./cmd/pilcrow -run TestReadmeExamples -update", diff)
	}
}
