package workspace

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is a workspace listening on the loopback interface.
type Server struct {
	// URL is the root, without a slash at its end: http://127.0.0.1:4711
	URL string

	workspace *Workspace
	http      *http.Server
	done      chan struct{}
}

// Listen serves the workspace on addr, such as "127.0.0.1:0". Only loopback
// addresses are accepted: nothing here is meant to be reached from elsewhere.
func (w *Workspace) Listen(addr string) (*Server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("workspace: %s is not a loopback address", addr), listener.Close())
	}
	s := &Server{
		URL:       "http://" + listener.Addr().String(),
		workspace: w,
		http:      &http.Server{Handler: w.local(), ReadHeaderTimeout: 10 * time.Second},
		done:      make(chan struct{}),
	}
	w.mu.Lock()
	w.url = s.URL
	w.mu.Unlock()
	go func() {
		defer close(s.done)
		_ = s.http.Serve(listener) // always ErrServerClosed after Close
	}()
	return s, nil
}

// APIURL is what a client takes as the root of the Web API, with the slash at
// its end that clients ask for.
func (s *Server) APIURL() string { return s.URL + "/api/" }

// Close stops serving and closes the workspace.
func (s *Server) Close() error {
	s.workspace.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		err = s.http.Close()
		if err != nil {
			return fmt.Errorf("workspace: %w", err)
		}
	}
	<-s.done
	return nil
}

// local is the handler for this machine alone, but for the links of Socket Mode:
// their clients are no browsers and name an origin they like. A link takes a
// ticket, which no page can read.
func (w *Workspace) local() http.Handler {
	all := w.Handler()
	mux := http.NewServeMux()
	mux.Handle("/link/", all)
	mux.Handle("/", Local(all))
	return mux
}
