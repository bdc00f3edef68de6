package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// kept is how many passages the wire panel can look back on.
const kept = 500

// wire is what passed between the workspace and its apps of late.
type wire struct {
	mu      sync.Mutex
	last    []workspace.Passage
	count   int           // of all there ever were
	changed chan struct{} // closed, and replaced, at every passage
}

func newWire() *wire { return &wire{changed: make(chan struct{})} }

func (w *wire) note(p workspace.Passage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count++
	w.last = append(w.last, p)
	if len(w.last) > kept {
		w.last = w.last[len(w.last)-kept:]
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

// since gives what passed after the first n, as far as it is kept, how many there
// were in all, and what is closed at the next.
func (w *wire) since(n int) ([]workspace.Passage, int, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fresh := min(w.count-n, len(w.last))
	return append([]workspace.Passage(nil), w.last[len(w.last)-fresh:]...), w.count, w.changed
}

// serveWire tells of what passed of late, and of what passes from now on.
func (p *Page) serveWire(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(rw)
	for n := 0; ; {
		passages, count, changed := p.wire.since(n)
		n = count
		for _, passage := range passages {
			raw, err := json.Marshal(passage)
			if err == nil {
				_, err = fmt.Fprintf(rw, "data: %s\n\n", raw)
			}
			if err != nil {
				return
			}
		}
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-p.done.Done():
			return
		}
	}
}

// slow is how long a slow answer takes: longer than an app should wait for it
// before it acknowledges.
const slow = 5 * time.Second

// faults are what can happen to the next call of a method.
var faults = map[string]workspace.Fault{
	"429":  {Status: http.StatusTooManyRequests, RetryAfter: 1},
	"500":  {Status: http.StatusInternalServerError},
	"slow": {Slow: slow},
	"cut":  {Cut: true},
	"lost": {Cut: true, After: true},
}

// fault has something go wrong: a call of the method named, or the connection.
func (p *Page) fault(a act) (any, error) {
	switch a.Value {
	case "refresh":
		p.Refresh(a.App)
		return nil, nil
	case "drop":
		return nil, p.Drop(a.App)
	case "again":
		p.Redeliver(a.App)
		return nil, nil
	}
	f, known := faults[a.Value]
	if !known {
		return nil, fmt.Errorf("there is no fault called %q", a.Value)
	}
	p.Fail(a.Name, f)
	return nil, nil
}
