package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/slack-go/slack"
)

// maxBody bounds what is read before the signature is known to be right. The
// largest events, with all their blocks, are some hundred kilobytes.
const maxBody = 1 << 20

// HTTP takes in what Slack delivers to the app's request URLs.
type HTTP struct {
	Probes
	Intake        Intake
	SigningSecret string
	Installer     *Installer // nil where one token serves
}

// Listen opens the address that Slack's deliveries reach.
func Listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program. "+
			"Stop that one, or choose another address with PILCROW_LISTEN or --listen: %w", address, err)
	}
	if err != nil {
		return nil, fmt.Errorf("listening on %q (set by PILCROW_LISTEN or --listen): %w", address, err)
	}
	return listener, nil
}

// Serve takes in deliveries until ctx ends. Then it finishes the requests in
// hand, for no longer than grace, and calls drain.
func (h HTTP) Serve(ctx context.Context, listener net.Listener, grace time.Duration, drain func()) error {
	defer drain()
	return h.serve(ctx, listener, grace, h.routes())
}

// routes are the paths that Slack calls.
func (h HTTP) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/events", h.signed(h.events))
	mux.HandleFunc("POST /slack/commands", h.signed(h.commands))
	mux.HandleFunc("POST /slack/interactions", h.signed(h.interactions))
	mux.HandleFunc("POST /slack/options", h.signed(h.interactions))
	if h.Installer != nil {
		h.Installer.on(mux)
	}
	return mux
}

// signed lets only requests through that Slack has signed in the last minutes.
// The handler gets the body as it came; the request's own can be read again.
func (h HTTP) signed(handle func(http.ResponseWriter, *http.Request, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			h.refuse(w, r, http.StatusRequestEntityTooLarge, err)
			return
		}
		if err != nil {
			h.refuse(w, r, http.StatusBadRequest, err)
			return
		}
		if err := h.verify(r.Header, body); err != nil {
			h.refuse(w, r, http.StatusUnauthorized, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		handle(w, r, body)
	}
}

func (h HTTP) verify(header http.Header, body []byte) error {
	verifier, err := slack.NewSecretsVerifier(header, h.SigningSecret)
	if err != nil {
		return fmt.Errorf("reading the signature: %w", err)
	}
	if _, err := verifier.Write(body); err != nil {
		return fmt.Errorf("hashing the body: %w", err)
	}
	if err := verifier.Ensure(); err != nil {
		return fmt.Errorf("checking the signature (does SLACK_SIGNING_SECRET belong to this app?): %w", err)
	}
	return nil
}

// refuse answers with a status alone: the detail is for the log.
func (h HTTP) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	h.Log.Warn().Err(err).Str("path", r.URL.Path).Str("remote", r.RemoteAddr).Int("status", status).Msg("request refused")
	http.Error(w, http.StatusText(status), status)
}

func (h HTTP) events(w http.ResponseWriter, r *http.Request, body []byte) {
	e, err := decode(body)
	if err != nil {
		h.refuse(w, r, http.StatusBadRequest, err)
		return
	}
	if e.Type == "url_verification" { // Slack asks once, when the request URL is set
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, e.Challenge)
		return
	}
	if err := h.Intake.event(e); err != nil {
		http.Error(w, "not accepted, please send it again", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (h HTTP) commands(w http.ResponseWriter, r *http.Request, _ []byte) {
	command, err := slack.SlashCommandParse(r)
	if err != nil {
		h.refuse(w, r, http.StatusBadRequest, fmt.Errorf("parsing the slash command: %w", err))
		return
	}
	if command.Command == "" { // Slack's occasional ssl_check
		w.WriteHeader(http.StatusOK)
		return
	}
	m := h.Intake.command(command)
	if m.Empty() { // the answer comes by itself
		w.WriteHeader(http.StatusOK)
		return
	}
	h.reply(w, m.response())
}

// interactions takes in clicks, shortcuts, forms and what is typed into fields
// that offer something: Slack sends them alike, to one URL or to two.
func (h HTTP) interactions(w http.ResponseWriter, r *http.Request, _ []byte) {
	response, err := h.Intake.interaction([]byte(r.PostFormValue("payload")))
	switch {
	case err != nil:
		http.Error(w, "not accepted", http.StatusServiceUnavailable)
	case response == nil:
		w.WriteHeader(http.StatusOK)
	default:
		h.reply(w, response)
	}
}

func (h HTTP) reply(w http.ResponseWriter, response any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(w).Encode(response); err != nil {
		h.Log.Warn().Err(err).Msg("answering in the acknowledgement")
	}
}
