package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// patience bounds what a test waits for. Only a failure uses it up.
const patience = time.Minute

// TestDir: whatever way files change, it is told once they have.
func TestDir(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		before func(t *testing.T, dir string) string // what is watched, in an empty directory
		change func(t *testing.T, dir string)        // what is done in that
	}{
		{"a file is written", base, func(t *testing.T, dir string) { write(t, dir+"/base/a.yaml", "new") }},
		{"a file comes", base, func(t *testing.T, dir string) { write(t, dir+"/base/b.yaml", "new") }},
		{"a file goes", base, func(t *testing.T, dir string) { must(t, os.Remove(dir+"/base/a.yaml")) }},
		{"a file takes another's place", base, func(t *testing.T, dir string) {
			write(t, dir+"/aside", "new")
			must(t, os.Rename(dir+"/aside", dir+"/base/a.yaml"))
		}},
		{"a file in a directory in it", base, func(t *testing.T, dir string) { write(t, dir+"/base/words/w.yaml", "new") }},
		{"the directory is swapped", base, func(t *testing.T, dir string) {
			must(t, os.Mkdir(dir+"/next", 0o700))
			must(t, os.Rename(dir+"/base", dir+"/former"))
			must(t, os.Rename(dir+"/next", dir+"/base"))
		}},
		{"a link to it is swapped", func(t *testing.T, dir string) string {
			base(t, dir)
			must(t, os.Mkdir(dir+"/next", 0o700))
			must(t, os.Symlink("base", dir+"/current"))
			return dir + "/current"
		}, func(t *testing.T, dir string) {
			must(t, os.Symlink("next", dir+"/.current"))
			must(t, os.Rename(dir+"/.current", dir+"/current"))
		}},
		{"a link above it is swapped", func(t *testing.T, dir string) string {
			must(t, os.MkdirAll(dir+"/1/base", 0o700))
			must(t, os.MkdirAll(dir+"/2/base", 0o700))
			must(t, os.Symlink("1", dir+"/current"))
			return dir + "/current/base"
		}, func(t *testing.T, dir string) {
			must(t, os.Symlink("2", dir+"/.current"))
			must(t, os.Rename(dir+"/.current", dir+"/current"))
		}},
		{"the file behind a link is written", func(t *testing.T, dir string) string {
			base(t, dir)
			write(t, dir+"/elsewhere", "old")
			must(t, os.Symlink("../elsewhere", dir+"/base/l.yaml"))
			return dir + "/base"
		}, func(t *testing.T, dir string) { write(t, dir+"/elsewhere", "new") }},
		{"a volume of Kubernetes", func(t *testing.T, dir string) string {
			must(t, os.MkdirAll(dir+"/base/..1", 0o700))
			write(t, dir+"/base/..1/a.yaml", "old")
			must(t, os.Symlink("..1", dir+"/base/..data"))
			must(t, os.Symlink("..data/a.yaml", dir+"/base/a.yaml"))
			return dir + "/base"
		}, func(t *testing.T, dir string) {
			must(t, os.Mkdir(dir+"/base/..2", 0o700))
			write(t, dir+"/base/..2/a.yaml", "new")
			must(t, os.Symlink("..2", dir+"/base/..data_tmp"))
			must(t, os.Rename(dir+"/base/..data_tmp", dir+"/base/..data"))
			must(t, os.RemoveAll(dir+"/base/..1"))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			watched := tt.before(t, dir)
			told := watching(t, watched)
			tt.change(t, dir)
			told()
			write(t, watched+"/again.yaml", "new")
			told() // it goes on
		})
	}
}

// TestDirComesBack: a directory that is gone is waited for.
func TestDirComesBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	told := watching(t, base(t, dir))
	must(t, os.RemoveAll(dir+"/base"))
	told()
	base(t, dir)
	told()
}

// TestPlaces: what happens beside the directory is nothing to it.
func TestPlaces(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ps := placesOf(base(t, dir))
	for name, want := range map[string]bool{
		"base": true, "base/a.yaml": true, "base/words": true, "base/words/w.yaml": true, "other": false, "other/a.yaml": false, "basement": false,
	} {
		if got := ps.count(fsnotify.Event{Name: filepath.Join(dir, name)}); got != want {
			t.Errorf("%s counts: %v, want %v", name, got, want)
		}
	}
}

// TestSettled: changes are waited out, but not for ever.
func TestSettled(t *testing.T) {
	t.Parallel()
	const often = quiet / 2
	tests := []struct {
		name   string
		events string // one each time round: a change, a thing of no account, a fault, nothing
		want   time.Duration
	}{
		{"one change", "c", quiet},
		{"a change and another", "cc", often + quiet},
		{"a change and much else", "c" + strings.Repeat("x", 100), quiet},
		{"changes that do not end", strings.Repeat("c", 100), longest},
		{"something missed", "--m", 2*often + quiet},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				events, missed := make(chan fsnotify.Event), make(chan error)
				var happening sync.WaitGroup
				happening.Go(func() { happen(ctx, tt.events, often, events, missed) })
				began := time.Now()
				settled(ctx, events, missed, func(ev fsnotify.Event) bool { return ev.Name == "c" })
				if got := time.Since(began); got != tt.want {
					t.Errorf("settled after %v, want %v", got, tt.want)
				}
				cancel()
				happening.Wait()
			})
		})
	}
}

// happen has things happen, one each time round.
func happen(ctx context.Context, what string, every time.Duration, events chan<- fsnotify.Event, missed chan<- error) {
	for _, e := range what {
		switch e {
		case '-':
		case 'm':
			missed <- errors.New("overflow")
		default:
			select {
			case events <- fsnotify.Event{Name: string(e)}:
			case <-ctx.Done():
			}
		}
		select {
		case <-time.After(every): // of the bubble's time
		case <-ctx.Done():
		}
	}
}

// watching watches a directory until the test ends; told waits until it is told of
// a change after the last time.
func watching(t *testing.T, dir string) (told func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	changes, ended := make(chan bool), make(chan error, 1)
	go func() {
		ended <- Dir(ctx, dir, func() {
			select {
			case changes <- true:
			case <-ctx.Done():
			}
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	told = func() {
		t.Helper()
		select {
		case <-changes:
		case <-time.After(patience):
			t.Fatal("no change was told")
		}
	}
	told() // at once
	return told
}

// base makes a directory with a file and a directory in it.
func base(t *testing.T, dir string) string {
	must(t, os.MkdirAll(dir+"/base/words", 0o700))
	write(t, dir+"/base/a.yaml", "old")
	write(t, dir+"/base/words/w.yaml", "old")
	return dir + "/base"
}

func write(t *testing.T, file, text string) {
	t.Helper()
	must(t, os.WriteFile(file, []byte(text), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
