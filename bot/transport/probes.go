package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
)

// Probes are for whoever watches the bot: whether it lives (/healthz), whether it
// should be sent more (/readyz), and what it counts (/metrics).
type Probes struct {
	Full    func() bool  // more waits than should; nil for never
	Metrics http.Handler // nil for none
	Log     zerolog.Logger
}

// Serve answers who watches until ctx ends: in Socket Mode, where nobody else
// calls.
func (p Probes) Serve(ctx context.Context, listener net.Listener, grace time.Duration) error {
	return p.serve(ctx, listener, grace, http.NewServeMux())
}

// serve serves mux with the probes until ctx ends. Then it finishes the requests
// in hand, for no longer than grace: what is cut off then is no fault of the program,
// and whoever sent it does so again.
func (p Probes) serve(ctx context.Context, listener net.Listener, grace time.Duration, mux *http.ServeMux) error {
	var ready atomic.Bool
	ready.Store(true)
	p.on(mux, &ready)
	server := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          log.New(p.Log, "", 0),
	}
	closeUnused(server)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	select {
	case err := <-failed:
		return fmt.Errorf("serving HTTP: %w", err)
	case <-ctx.Done():
	}
	ready.Store(false)
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		p.Log.Warn().Err(errors.Join(err, server.Close())).Msg("not all requests were finished in time: Slack sends them again")
	}
	return nil
}

// on puts the probes where they are looked for.
func (p Probes) on(mux *http.ServeMux, ready *atomic.Bool) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "ok\n")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			http.Error(w, "shutting down", http.StatusServiceUnavailable)
			return
		}
		if p.Full != nil && p.Full() {
			http.Error(w, "too much is waiting", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, "ready\n")
	})
	if p.Metrics != nil {
		mux.Handle("GET /metrics", p.Metrics)
	}
}

// closeUnused has a server close, when it shuts down, the connections over which
// nothing has come yet, such as those that a load balancer keeps ready. It would
// wait five seconds for them.
func closeUnused(server *http.Server) {
	var unused sync.Map
	var ending atomic.Bool
	server.ConnState = func(c net.Conn, state http.ConnState) {
		if state != http.StateNew {
			unused.Delete(c)
			return
		}
		unused.Store(c, nil)
		if ending.Load() { // it was let in just before
			_ = c.Close()
		}
	}
	server.RegisterOnShutdown(func() {
		ending.Store(true)
		for c := range unused.Range {
			_ = c.(net.Conn).Close() // whoever has it opens another one
		}
	})
}
