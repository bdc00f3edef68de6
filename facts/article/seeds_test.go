package article

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// shared is where the original articles stand, beside the checkout; they are not
// part of this repository.
const shared = "../../../shared"

// TestSeeds holds the cutter to the hand-made cutting of three real articles.
func TestSeeds(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(shared, "tools", "units.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the original articles are not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]map[string]string
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for id, units := range want {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(shared, "seeds", id+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Cut(id, text)
			if err != nil {
				t.Fatal(err)
			}
			compareUnits(t, got.Units, units)
		})
	}
}

// compareUnits compares what is said, white space and look-alike marks aside.
func compareUnits(t *testing.T, units []Unit, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for _, u := range units {
		got[u.At] = u.Text
	}
	for _, at := range slices.Sorted(maps.Keys(want)) {
		if plain(got[at]) != plain(want[at]) {
			t.Errorf("%s:\n got %q\nwant %q", at, got[at], want[at])
		}
		delete(got, at)
	}
	for _, at := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("a unit too many: %s: %q", at, got[at])
	}
}
