package store_test

import (
	"os"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// Looking at a database changes nothing, and says how far its tables are.
func TestLook(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		look := func() store.State { return got[store.State](t)(store.Look(t.Context(), url)) }
		path, isFile := strings.CutPrefix(url, "sqlite://")
		first := look()
		same(t, "missing", first.Missing, isFile)
		same(t, "version", first.Version, 0)
		if _, err := os.Stat(path); err == nil {
			t.Error("looking has made the file")
		}
		s, _ := fresh(t, url)
		ok(t, s.Listen(t.Context(), "T", "C", "1", "U"))
		same(t, "up to date", look(), store.State{Version: first.Newest, Newest: first.Newest})
		ok(t, s.Down(t.Context()))
		same(t, "undone", look(), store.State{Newest: first.Newest})
	})
}

func TestLookAtNothing(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"mysql://x", "postgres://bot:verysecret@127.0.0.1:1/pilcrow", "postgres://bot:verysecret@%zz", "sqlite://" + t.TempDir()} {
		_, err := store.Look(t.Context(), url)
		if err == nil || strings.Contains(err.Error(), "verysecret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
