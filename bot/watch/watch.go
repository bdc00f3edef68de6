// Package watch tells when the files of a directory have changed and have been
// left alone since.
//
// Editors write beside a file and rename, deployments swap a link, version
// control writes hundreds of files: so what is watched is never a file but the
// directories in which one may take another's place, and what is told is not each
// change but that they have come to an end.
//
//	watch every place ──▶ tell ──▶ wait for a change ──▶ wait until it is quiet ─┐
//	       ▲                                                                    │
//	       └────────────────────────────────────────────────────────────────────┘
//
// The places are looked up anew each time round, before anything is read, so that
// no change is missed and none is looked for where the directory no longer is.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// quiet is how long nothing may have changed for changes to have come to an end.
	quiet = 300 * time.Millisecond

	// longest is how long that is waited for.
	longest = 5 * time.Second

	// mostLinks is how many links a path may lead through; as many as Linux allows.
	mostLinks = 40
)

// Dir calls changed at once, and again whenever files in a directory, or in the
// directories in it, have changed and are quiet, until ctx ends. It goes on while
// the directory is gone. An error says why nothing can be noticed any more.
func Dir(ctx context.Context, dir string, changed func()) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("watching %s: %w", dir, err)
	}
	for ctx.Err() == nil {
		w, err := fsnotify.NewWatcher()
		if err != nil {
			return fmt.Errorf("watching %s: %w", dir, err)
		}
		ps, err := watched(w, dir)
		if err == nil {
			changed()
			settled(ctx, w.Events, w.Errors, ps.count)
		}
		if err := errors.Join(err, w.Close()); err != nil {
			return fmt.Errorf("watching %s: %w", dir, err)
		}
	}
	return nil
}

// watched watches all places in which a change would be one of the directory.
func watched(w *fsnotify.Watcher, dir string) (places, error) {
	ps := placesOf(dir)
	for place := range ps {
		if err := w.Add(place); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fsnotify.ErrClosed) {
			return nil, err
		}
	}
	return ps, nil
}

// settled waits until something has happened that counts and then nothing for a
// while, or until ctx ends. What may have been missed counts too.
func settled(ctx context.Context, events <-chan fsnotify.Event, missed <-chan error, counts func(fsnotify.Event) bool) {
	var still, late <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-still:
			return
		case <-late:
			return
		case ev := <-events:
			if !counts(ev) {
				continue
			}
		case <-missed:
		}
		still = time.After(quiet)
		if late == nil {
			late = time.After(longest)
		}
	}
}

// places are directories with the names in them that matter; no names where all do.
type places map[string]map[string]bool

// placesOf are the directory and those in it, and wherever a link on the way to
// them, or to a file in them, may be changed to lead elsewhere.
func placesOf(dir string) places {
	ps := places{}
	ps.name(dir)
	ps.all(dir)
	entries, _ := os.ReadDir(dir) // it may be gone just now
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if info, err := os.Stat(path); err == nil && info.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			ps.name(path)
			ps.all(path)
			ps.links(path)
		}
	}
	ps.links(dir)
	return ps
}

// links names the files of a directory that are links.
func (ps places) links(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 {
			ps.name(filepath.Join(dir, e.Name()))
		}
	}
}

// all has everything in a directory matter, wherever that is.
func (ps places) all(dir string) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		ps[real] = nil
	}
}

// name has a path matter: its end and every link on the way there, each by its name
// in the directory where it stands; of what is not there, the way as far as it goes.
func (ps places) name(path string) {
	for range mostLinks {
		link, rest := firstLink(path)
		in, name := filepath.Split(link)
		in = filepath.Clean(in)
		if names, known := ps[in]; !known {
			ps[in] = map[string]bool{name: true}
		} else if names != nil {
			names[name] = true
		}
		target, err := os.Readlink(link)
		if err != nil {
			return // it is the end
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(in, target)
		}
		path = filepath.Join(target, rest)
	}
}

// firstLink is the part of a path that is a link, or is not there, or else all of
// it, and the rest.
func firstLink(path string) (link, rest string) {
	for i := 1; i < len(path); i++ {
		if !os.IsPathSeparator(path[i]) {
			continue
		}
		if info, err := os.Lstat(path[:i]); err != nil || info.Mode()&fs.ModeSymlink != 0 {
			return path[:i], path[i:]
		}
	}
	return path, ""
}

// count reports whether an event is in a place that matters.
func (ps places) count(ev fsnotify.Event) bool {
	if _, is := ps[ev.Name]; is {
		return true // the place itself
	}
	in, name := filepath.Split(ev.Name)
	names, known := ps[filepath.Clean(in)]
	return known && (names == nil || names[name])
}
