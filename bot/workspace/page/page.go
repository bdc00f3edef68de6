// Package page shows a workspace in the browser: channels, threads, forms, the
// home tab and the assistant's pane, for one person at a time of those who can
// be played.
//
// The browser is told what the person sees, the whole of it, at every change
// (GET /stream), and says what the person does (POST /do/<act>). It keeps
// nothing of its own that matters: a page loaded anew shows the same.
//
//	bot ──Web API──▶ workspace ──Sight──▶ /stream ──▶ web/js/main.js
//	    ◀─ events ──           ◀──acts─── /do/…   ◀── a click, a message
//
// The page is made of standard modules and style sheets below web, embedded as
// they are, and fetches nothing from anywhere else. It is for the machine it
// runs on: see [workspace.Local].
package page

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

//go:embed web
var embedded embed.FS

// Options says what the page shows besides the workspace.
type Options struct {
	// Players are the people who can be played, by id; the first is played at first.
	Players []string
	// Sources, if set, gives what the sources page shows, as JSON. Only the page's
	// sources.js and whoever sets it know what that is.
	Sources func(context.Context) (any, error)
}

// Page is one workspace on its way to browsers.
type Page struct {
	*workspace.Workspace
	opts Options
	wire *wire
	done context.Context // ends the streams
}

// Server is a page being served.
type Server struct {
	URL string // http://127.0.0.1:4711

	http *http.Server
	stop context.CancelFunc
	done chan struct{}
}

// Listen serves the page on addr, such as "127.0.0.1:0".
func Listen(w *workspace.Workspace, addr string, opts Options) (*Server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("page: %s is not a loopback address", addr), listener.Close())
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		URL: "http://" + listener.Addr().String(),
		http: &http.Server{
			Handler:           Handler(ctx, w, opts),
			ReadHeaderTimeout: 10 * time.Second,
		},
		stop: stop,
		done: make(chan struct{}),
	}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(listener) // always ErrServerClosed after Close
	}()
	return s, nil
}

// Close ends the streams and stops serving.
func (s *Server) Close() error {
	s.stop()
	err := s.http.Close()
	<-s.done
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return nil
}

// Handler serves the page until ctx ends.
func Handler(ctx context.Context, w *workspace.Workspace, opts Options) http.Handler {
	web, err := fs.Sub(embedded, "web")
	if err != nil {
		panic(err) // only if the directive above were wrong
	}
	p := &Page{Workspace: w, opts: opts, wire: newWire(), done: ctx}
	w.Tap(p.wire.note)
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(web))
	mux.HandleFunc("GET /start", p.serveStart)
	mux.HandleFunc("GET /stream", p.serveStream)
	mux.HandleFunc("GET /wire", p.serveWire)
	mux.HandleFunc("GET /sources", p.serveSources)
	mux.HandleFunc("POST /do/{act}", p.serveAct)
	return workspace.Local(sealed(mux))
}

// policy lets the page load what is embedded, speak to where it came from, and
// nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func sealed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := rw.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store") // another port tomorrow is another page
		next.ServeHTTP(rw, r)
	})
}

// serveStart says who can be played and what else there is.
func (p *Page) serveStart(rw http.ResponseWriter, _ *http.Request) {
	answer(rw, http.StatusOK, map[string]any{
		"players": p.opts.Players, "sources": p.opts.Sources != nil, "methods": append(workspace.Methods(), "response_url")})
}

func (p *Page) serveSources(rw http.ResponseWriter, r *http.Request) {
	if p.opts.Sources == nil {
		http.NotFound(rw, r)
		return
	}
	shown, err := p.opts.Sources(r.Context())
	if err != nil {
		answer(rw, http.StatusServiceUnavailable, map[string]string{"error": err.Error()})
		return
	}
	answer(rw, http.StatusOK, shown)
}

func answer(rw http.ResponseWriter, status int, v any) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(v) // the browser may be gone; nobody to tell
}
