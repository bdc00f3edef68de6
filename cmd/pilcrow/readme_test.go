package main

import (
	"bytes"
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	difference "github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the README's examples anew from what the program prints")

var (
	// session is a block of the README that shows what the program prints.
	session = regexp.MustCompile("(?s)```console\n.*?```")
	// prompt is a command line in it: what is written to it, and its arguments.
	prompt = regexp.MustCompile(`(?m)^\$ (?:echo (\w+) \| )?go run ./cmd/pilcrow (.+)$`)
	// argument is one of a command line, with or without quotes.
	argument = regexp.MustCompile(`"([^"]+)"|\S+`)
)

// shownRun runs a command line of the README. The base called team is a new one,
// and what it says of it and of files in the repository is as the reader sees it.
func shownRun(t *testing.T, team, in, line string) string {
	var args []string
	for _, m := range argument.FindAllStringSubmatch(line, -1) {
		arg := cmp.Or(m[1], m[0])
		switch {
		case arg == "team":
			arg = team
		case strings.HasPrefix(arg, "seeds/"):
			arg = inRepo(arg)
		}
		args = append(args, arg)
	}
	var out bytes.Buffer
	run(t.Context(), args, strings.NewReader(in+"\n"), &out, &out)
	return strings.NewReplacer(team, "team", inRepo("seeds"), "seeds").Replace(out.String())
}

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
	team := filepath.Join(t.TempDir(), "team")
	fresh := session.ReplaceAllStringFunc(shown, func(block string) string {
		var runs []string
		for _, m := range prompt.FindAllStringSubmatch(block, -1) {
			examples++
			runs = append(runs, m[0]+"\n"+shownRun(t, team, m[1], m[2]))
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
	if diff := difference.Diff(shown, fresh); diff != "" {
		t.Errorf("%s\nwrite them anew with: go test ./cmd/pilcrow -run TestReadmeExamples -update", diff)
	}
}
