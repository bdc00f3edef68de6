package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// What was taught in Slack is printed as files that a base takes: put into it,
// they load, and the new fact and the new way of asking are there.
func TestFactsLearned(t *testing.T) {
	t.Parallel()
	database := "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")
	memory, err := store.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []store.Learned{
		{ID: "ask-1", Fact: "huawei-licensing-revenue-2024", Ask: "Huawei's haul out of the patent orchard?"},
		{ID: "ask-2", Fact: "huawei-licensing-revenue-2024", Ask: "taken back?"},
		{ID: "taught-1", Fact: "taught-1", YAML: `article: huawei-ip-2025
facts:
  - id: taught-1
    at: "6"
    subject: huawei
    relation: licensing-revenue
    money: about US$630 million
    says: Huawei took about US$630 million out of the orchard in 2024.
    asks: ["What grew in Huawei's orchard?"]
`},
	} {
		if err := memory.Learn(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	if err := memory.Close(); err != nil {
		t.Fatal(err)
	}

	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"facts", "--unlearn", "nothing", "--database", database}, strings.NewReader(""), &out, &errs); code != 1 {
		t.Errorf("taking back what was never taught: exit %d", code)
	}
	if code := run(t.Context(), []string{"facts", "--unlearn", "ask-2", "--database", database}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Errorf("taking back: exit %d: %s", code, &errs)
	}
	if code := run(t.Context(), []string{"facts", "--learned", "--database", database}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	base := t.TempDir()
	if err := os.CopyFS(base, seeds.FS); err != nil {
		t.Fatal(err)
	}
	heads := regexp.MustCompile(`(?m)^# (\S+\.yaml)$`)
	at := heads.FindAllStringSubmatchIndex(out.String(), -1)
	if len(at) != 2 {
		t.Fatalf("%d files in\n%s", len(at), &out)
	}
	for i, m := range at {
		end := out.Len()
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		name := out.String()[m[2]:m[3]]
		if err := os.WriteFile(filepath.Join(base, name), []byte(out.String()[m[1]:end]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(out.String(), "taken back") {
		t.Error("what was taken back is printed")
	}
	b, err := facts.Load(os.DirFS(base))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range b.Facts {
		if f.ID == "taught-1" || strings.Contains(strings.Join(f.Asks, " "), "haul out of the patent orchard") {
			found++
		}
	}
	if found != 2 {
		t.Errorf("%d of what was taught is in the base, want 2", found)
	}
}
