package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const maxConnections = 10 // of one app

// envelope is a delivery over Socket Mode. It keeps its id through all
// attempts, so that a late acknowledgement still counts.
type envelope struct {
	id           string
	takesPayload bool
	acked        chan ack // one place: only the first acknowledgement matters
}

// conn is one Socket Mode connection.
type conn struct {
	ws      *websocket.Conn
	writing sync.Mutex
	gone    chan struct{} // closed when nothing more will be read
	leaving bool          // asked to go; guarded by the workspace's mu
}

func (c *conn) write(v any) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second)) // fails only on a closed connection; so will the write
	return c.ws.WriteJSON(v)
}

// connectionsOpen hands out a ticket for one connection.
func (r request) connectionsOpen() (reply, error) {
	ticket := r.nextID("ticket-")
	r.app.tickets[ticket] = true
	root := r.url
	if root == "" {
		root = r.base
	}
	_, host, _ := strings.Cut(root, "://")
	return reply{"url": "ws://" + host + "/link/?ticket=" + ticket + "&app_id=" + r.app.AppID}, nil
}

// redeem finds whose ticket it is and tears it up.
func (w *Workspace) redeem(ticket string) *app {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.apps {
		if a.tickets[ticket] {
			delete(a.tickets, ticket)
			return a
		}
	}
	w.refuse(nil, "/link/", "invalid_ticket", "%s", shorten(ticket))
	return nil
}

// upgrader lets any origin in: clients that are no browsers name one they like.
var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

func (w *Workspace) serveLink(rw http.ResponseWriter, r *http.Request) {
	a := w.redeem(r.URL.Query().Get("ticket"))
	if a == nil {
		http.Error(rw, "invalid ticket", http.StatusForbidden)
		return
	}
	ws, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &conn{ws: ws, gone: make(chan struct{})}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		_ = ws.Close() // nobody is left to hear of it
		return
	}
	w.start(func() { w.talk(a, c) })
}

// talk keeps a connection from hello to its end. Envelopes come after hello,
// so the connection is not on offer before.
func (w *Workspace) talk(a *app, c *conn) {
	stop := context.AfterFunc(w.ctx, func() { _ = c.ws.Close() }) // makes listen return
	defer stop()
	w.mu.Lock()
	n := len(a.conns) + 1
	w.start(func() { w.ping(c) })
	w.mu.Unlock()
	hello := map[string]any{
		"type": "hello", "num_connections": n,
		"connection_info": map[string]any{"app_id": a.AppID},
		"debug_info":      map[string]any{"host": "workspace", "build_number": 1, "approximate_connection_time": 18060},
	}
	if err := c.write(hello); err == nil {
		if n > maxConnections {
			w.askToGo(c, "too_many_websockets")
		} else {
			w.ready(a, c)
		}
		w.listen(a, c)
	}
	w.leave(a, c)
	close(c.gone) // after leave, or what waits for it would be sent here again
}

func (w *Workspace) ready(a *app, c *conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a.conns = append(a.conns, c)
	w.passed(w.opts.Now(), Passage{App: a.AppID, Kind: "connection", What: "hello"})
	w.touch()
}

func (w *Workspace) leave(a *app, c *conn) {
	_ = c.ws.Close() // it is over already
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Contains(a.conns, c) {
		w.passed(w.opts.Now(), Passage{App: a.AppID, Kind: "connection", What: "closed"})
	}
	a.conns = slices.DeleteFunc(a.conns, func(other *conn) bool { return other == c })
	w.touch()
}

// listen reads acknowledgements until the connection ends.
func (w *Workspace) listen(a *app, c *conn) {
	c.ws.SetReadLimit(maxBody)
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		w.acknowledge(a, raw)
	}
}

func (w *Workspace) acknowledge(a *app, raw []byte) {
	var said struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := json.Unmarshal(raw, &said); err != nil {
		w.refuse(a, "socket mode", "invalid_json", "%v", err)
		return
	}
	env := a.envelopes[said.EnvelopeID]
	empty := len(said.Payload) == 0 || string(said.Payload) == "null"
	switch {
	case env == nil:
		w.refuse(a, "socket mode", "unknown_envelope", "%q", shorten(said.EnvelopeID))
		return
	case len(raw) >= maxAckBytes:
		w.refuse(a, "socket mode", "response_too_large", "%d bytes; dropped", len(raw))
		return
	case !empty && !env.takesPayload && string(said.Payload) != "{}": // which Slack's own client sends
		w.refuse(a, "socket mode", "unexpected_payload", "envelope %s takes none", env.id)
	}
	got := ack{}
	if !empty {
		got.payload = said.Payload
	}
	select {
	case env.acked <- got:
	default: // acknowledged before
	}
}

// ping sends pings until the connection ends. A connection that was asked to
// go and has not is closed at the next turn: with a close frame, leaving TCP
// open, as Slack does.
func (w *Workspace) ping(c *conn) {
	ticker := time.NewTicker(w.opts.PingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-c.gone:
			return
		case <-ticker.C:
		}
		w.mu.Lock()
		leaving := c.leaving
		w.mu.Unlock()
		kind, data := websocket.PingMessage, []byte("ping")
		if leaving {
			kind, data = websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		}
		if err := c.ws.WriteControl(kind, data, time.Now().Add(5*time.Second)); err != nil || leaving {
			return
		}
	}
}

// sendEnvelope tells the app once, over whichever connection's turn it is. If
// there is none it waits for one as long as it would for an acknowledgement.
func (w *Workspace) sendEnvelope(d *delivery, n int, reason string) (ack, string) {
	ctx, cancel := w.ackDeadline()
	defer cancel()
	c := w.connFor(ctx, d.app)
	if c == nil {
		return ack{}, w.unless(noConnect)
	}
	message := map[string]any{
		"envelope_id": d.env.id, "type": d.kind, "payload": d.body, "accepts_response_payload": d.env.takesPayload,
	}
	if d.kind == eventsAPI {
		message["retry_attempt"], message["retry_reason"] = n, reason
	}
	if err := c.write(message); err != nil {
		w.leave(d.app, c) // or the next attempt might be sent here
		return ack{}, w.unless(dropped)
	}
	select {
	case got := <-d.env.acked:
		return got, ""
	case <-c.gone:
		return ack{}, w.unless(dropped)
	case <-ctx.Done():
		return ack{}, w.unless(noAckInWS)
	}
}

// unless is a failure, or shutDown if the workspace is closing.
func (w *Workspace) unless(failure string) string {
	if w.ctx.Err() != nil {
		return shutDown
	}
	return failure
}

// connFor picks the connections in turn.
func (w *Workspace) connFor(ctx context.Context, a *app) *conn {
	for {
		w.mu.Lock()
		changed := w.changed
		for range a.conns {
			a.turn++
			if c := a.conns[a.turn%len(a.conns)]; !c.leaving {
				w.mu.Unlock()
				return c
			}
		}
		w.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// Connections counts the app's Socket Mode connections that take envelopes.
func (w *Workspace) Connections(appRef string) int {
	n := 0
	for _, c := range w.connsOf(appRef) {
		w.mu.Lock()
		if !c.leaving {
			n++
		}
		w.mu.Unlock()
	}
	return n
}

func (w *Workspace) connsOf(appRef string) []*conn {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.app(appRef); a != nil {
		return slices.Clone(a.conns)
	}
	return nil
}

// Disconnect asks the app's connections to go and sends them nothing more.
// The reason is one of Slack's: refresh_requested, link_disabled; or warning,
// which only announces it and changes nothing.
func (w *Workspace) Disconnect(appRef, reason string) {
	for _, c := range w.connsOf(appRef) {
		w.askToGo(c, reason)
	}
}

// Refresh asks the oldest of the app's connections to go, as Slack does when one
// has been open for some hours.
func (w *Workspace) Refresh(appRef string) {
	for _, c := range w.connsOf(appRef) {
		w.mu.Lock()
		leaving := c.leaving
		w.mu.Unlock()
		if !leaving {
			w.askToGo(c, "refresh_requested")
			return
		}
	}
}

func (w *Workspace) askToGo(c *conn, reason string) {
	w.mu.Lock()
	c.leaving = c.leaving || reason != "warning"
	w.touch()
	w.mu.Unlock()
	// A connection that cannot be written to is gone anyway.
	_ = c.write(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "workspace"}})
}

// Drop cuts the app's connections without a word, as a bad network does.
func (w *Workspace) Drop(appRef string) error {
	conns := w.connsOf(appRef)
	for _, c := range conns {
		if err := c.ws.NetConn().Close(); err != nil && !errors.Is(err, net.ErrClosed) { // it may have gone by itself
			return fmt.Errorf("workspace: dropping: %w", err)
		}
	}
	return nil
}
