package workspace_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// line is a Socket Mode connection without a client, for what the client hides.
type line struct {
	t  *testing.T
	ws *websocket.Conn
}

type frame struct {
	Type           string `json:"type"`
	Reason         string `json:"reason"`
	EnvelopeID     string `json:"envelope_id"`
	AcceptsPayload bool   `json:"accepts_response_payload"`
	RetryAttempt   int    `json:"retry_attempt"`
	RetryReason    string `json:"retry_reason"`
	NumConnections int    `json:"num_connections"`
	Payload        struct {
		EventID string `json:"event_id"`
	} `json:"payload"`
}

func (w *world) ticket() string {
	w.t.Helper()
	_, url, err := w.api.StartSocketModeContext(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return url
}

// dial opens a connection and reads its hello.
func (w *world) dial() (*line, frame) {
	w.t.Helper()
	before := w.Connections("pilcrow")
	ws, _, err := websocket.DefaultDialer.Dial(w.ticket(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = ws.Close() })
	l := &line{t: w.t, ws: ws}
	hello := l.read()
	if hello.Type != "hello" {
		w.t.Fatalf("first came %+v", hello)
	}
	if before < 10 {
		w.until("connected", func(ws *workspace.Workspace) bool { return ws.Connections("pilcrow") == before+1 })
	}
	return l, hello
}

func (l *line) read() frame {
	l.t.Helper()
	var f frame
	if err := l.ws.SetReadDeadline(time.Now().Add(patience)); err != nil {
		l.t.Fatal(err)
	}
	if err := l.ws.ReadJSON(&f); err != nil {
		l.t.Fatal(err)
	}
	return f
}

func (l *line) send(v any) {
	l.t.Helper()
	if err := l.ws.WriteJSON(v); err != nil {
		l.t.Fatal(err)
	}
}

func (l *line) ack(id string) { l.send(map[string]any{"envelope_id": id}) }

func settled(ws *workspace.Workspace) bool { return ws.Pending() == 0 }

var mentions = workspace.App{Events: []string{"app_mention"}}

func TestATicketIsForOneConnection(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	url := w.ticket()
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if _, _, err := websocket.DefaultDialer.Dial(url, nil); err == nil {
		t.Error("the ticket was good twice")
	}
	w.refusedWith("invalid_ticket")
}

func TestUnackedEnvelopeComesAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: 20 * time.Millisecond, Retries: []time.Duration{0, time.Millisecond, time.Minute}}, mentions)
	l, _ := w.dial()
	must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	first := l.read()
	if first.Type != "events_api" || first.AcceptsPayload || first.RetryAttempt != 0 || first.RetryReason != "" {
		t.Errorf("first %+v", first)
	}
	l.read()
	third := l.read()
	if third.RetryAttempt != 2 || third.RetryReason != "timeout" || third.Payload.EventID != first.Payload.EventID {
		t.Errorf("third %+v", third)
	}
	// The next attempt would be in a minute: a late acknowledgement ends it.
	l.ack(third.EnvelopeID)
	w.until("heard", settled)
	w.noRefusals()
}

func TestRetriesEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: time.Millisecond, Retries: []time.Duration{0, 0}}, mentions)
	must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	w.until("given up", settled)
	w.refusedWith("not_delivered")
}

func TestAnotherConnectionTakesOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: patience, Retries: []time.Duration{time.Hour}}, mentions)
	one, _ := w.dial()
	must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	first := one.read()
	two, hello := w.dial()
	if hello.NumConnections != 2 {
		t.Errorf("hello counts %d", hello.NumConnections)
	}
	if err := one.ws.Close(); err != nil {
		t.Fatal(err)
	}
	again := two.read()
	if again.EnvelopeID != first.EnvelopeID || again.RetryAttempt != 1 {
		t.Errorf("first %+v, again %+v", first, again)
	}
	two.ack(again.EnvelopeID)
	w.until("heard", settled)
	w.noRefusals()
}

func TestDisconnectIsAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: patience, PingEvery: time.Millisecond}, mentions)
	l, _ := w.dial()
	w.Disconnect("pilcrow", "warning")
	if f := l.read(); f.Type != "disconnect" || f.Reason != "warning" || w.Connections("pilcrow") != 1 {
		t.Errorf("%+v; a warning changes nothing", f)
	}
	w.Disconnect("pilcrow", "refresh_requested")
	if f := l.read(); f.Type != "disconnect" || f.Reason != "refresh_requested" {
		t.Errorf("%+v", f)
	}
	if w.Connections("pilcrow") != 0 {
		t.Error("still on offer")
	}
	if _, _, err := l.ws.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("then %v, want a close frame", err)
	}
}

func TestClientComesBackAfterDisconnectAndDrop(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: patience}, mentions)
	got := make(chan string, 10)
	w.socket(func(sm *socketmode.Client, e socketmode.Event) {
		if e.Type == socketmode.EventTypeEventsAPI {
			if err := sm.Ack(*e.Request); err != nil {
				t.Error(err)
			}
			got <- string(e.Type)
		}
	})
	w.Disconnect("pilcrow", "refresh_requested")
	must(w.Post("ann", "general", "@pilcrow one", ""))(t)
	receive(t, got)
	if err := w.Drop("pilcrow"); err != nil {
		t.Fatal(err)
	}
	must(w.Post("ann", "general", "@pilcrow two", ""))(t)
	receive(t, got)
	w.until("heard", settled)
	w.noRefusals()
}

func TestEnvelopesAreShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: patience}, mentions)
	one, _ := w.dial()
	two, _ := w.dial()
	for range 2 {
		must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	}
	a, b := one.read(), two.read()
	if a.Payload.EventID == b.Payload.EventID {
		t.Error("both got the same event")
	}
	one.ack(a.EnvelopeID)
	two.ack(b.EnvelopeID)
	w.until("heard", settled)
}

func TestPings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{PingEvery: time.Millisecond}, workspace.App{})
	l, _ := w.dial()
	pinged := make(chan string, 1000)
	l.ws.SetPingHandler(func(data string) error { pinged <- data; return nil })
	go func() { _, _, _ = l.ws.ReadMessage() }() // ends with the connection
	receive(t, pinged)
	receive(t, pinged)
}

func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	for range 10 {
		w.dial()
	}
	l, _ := w.dial()
	if f := l.read(); f.Type != "disconnect" || f.Reason != "too_many_websockets" {
		t.Errorf("the eleventh got %+v", f)
	}
}

func TestBadAcknowledgements(t *testing.T) {
	t.Parallel()
	for code, say := range map[string]func(id string) string{
		"invalid_json":       func(string) string { return "ok" },
		"unknown_envelope":   func(string) string { return `{"envelope_id":"E404"}` },
		"unexpected_payload": func(id string) string { return `{"envelope_id":"` + id + `","payload":{"text":"hi"}}` },
		"response_too_large": func(id string) string {
			raw, _ := json.Marshal(map[string]any{"envelope_id": id, "payload": strings.Repeat("x", 20<<10)})
			return string(raw)
		},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, workspace.Options{AckWithin: patience}, mentions)
			l, _ := w.dial()
			must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
			id := l.read().EnvelopeID
			if err := l.ws.WriteMessage(websocket.TextMessage, []byte(say(id))); err != nil {
				t.Fatal(err)
			}
			w.until("refused", func(ws *workspace.Workspace) bool { return len(ws.Refusals()) == 1 })
			w.refusedWith(code)
			l.ack(id)
			w.until("heard", settled)
		})
	}
}
