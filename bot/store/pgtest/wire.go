package pgtest

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Wire is the way to a database, which can be cut: the server is then gone for
// whoever goes this way, as if it were started anew.
type Wire struct {
	URL string // of the database by this way

	listener net.Listener
	server   string
	running  sync.WaitGroup

	mu   sync.Mutex
	cut  bool
	open map[net.Conn]bool
}

// NewWire lays a wire to the database at a URL, until the test ends.
func NewWire(t testing.TB, at string) *Wire {
	t.Helper()
	place, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &Wire{listener: listener, server: place.Host, open: map[net.Conn]bool{}}
	place.Host = listener.Addr().String()
	w.URL = place.String()
	w.running.Go(w.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		w.Cut()
		w.running.Wait()
	})
	return w
}

// Cut ends every connection and refuses new ones.
func (w *Wire) Cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	for c := range w.open {
		_ = c.Close()
	}
}

// Mend lets connections through again.
func (w *Wire) Mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = false
}

func (w *Wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return // the test is over
		}
		far, err := net.Dial("tcp", w.server)
		if err != nil || !w.keep(near, far) {
			_ = near.Close()
			if far != nil {
				_ = far.Close()
			}
			continue
		}
		w.running.Go(func() { w.pass(near, far) })
		w.running.Go(func() { w.pass(far, near) })
	}
}

// keep keeps both ends of a connection, unless the wire is cut.
func (w *Wire) keep(ends ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return false
	}
	for _, end := range ends {
		w.open[end] = true
	}
	return true
}

// pass passes on what comes from one end to the other, until either is closed.
func (w *Wire) pass(from, to net.Conn) {
	_, _ = io.Copy(to, from)
	_, _ = from.Close(), to.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, from)
}
