package transport

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

const secret = "the-signing-secret"

// signed is a delivery as Slack signs it.
func signed(path, body, secret string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	if !strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	stamp := fmt.Sprint(at.Unix())
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, "v0:"+stamp+":"+body)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

const mention = `{"type":"event_callback","event_id":"Ev1","event":` +
	`{"type":"app_mention","user":"U1","text":"<@UBOT> hi","ts":"1.1","channel":"C1"}}`

// desk is a handler, and what it let through.
type desk struct {
	http.Handler
	ready    atomic.Bool
	refuse   error
	accepted []inbox.Event
}

func newDesk() *desk {
	d := new(desk)
	d.ready.Store(true)
	h := HTTP{SigningSecret: secret, Probes: Probes{Log: zerolog.Nop()}, Intake: Intake{
		BotUser: bot,
		Log:     zerolog.Nop(),
		Accept: func(ev inbox.Event) (bool, error) {
			d.accepted = append(d.accepted, ev)
			return d.refuse == nil, d.refuse
		},
		Answer: func(ev inbox.Event) Message { return Message{Text: "You asked: " + ev.Text} },
	}}
	mux := h.routes()
	h.on(mux, &d.ready)
	d.Handler = mux
	return d
}

func (d *desk) serve(r *http.Request) (status int, body string) {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestSignature(t *testing.T) {
	t.Parallel()
	now := time.Now()
	command := url.Values{"command": {"/licensing"}, "text": {"who?"}}.Encode()
	for path, body := range map[string]string{"/slack/events": mention, "/slack/commands": command, "/slack/interactions": "payload={}"} {
		forged := signed(path, body, secret, now)
		forged.Body = io.NopCloser(strings.NewReader(body + " "))
		unstamped := signed(path, body, secret, now)
		unstamped.Header.Del("X-Slack-Request-Timestamp")
		tests := map[string]struct {
			request *http.Request
			want    int
		}{
			"signed":              {signed(path, body, secret, now), 200},
			"a little late":       {signed(path, body, secret, now.Add(-4*time.Minute)), 200},
			"unsigned":            {httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)), 401},
			"with other secret":   {signed(path, body, "another", now), 401},
			"with another body":   {forged, 401},
			"without time":        {unstamped, 401},
			"stale":               {signed(path, body, secret, now.Add(-6*time.Minute)), 401},
			"from the future":     {signed(path, body, secret, now.Add(6*time.Minute)), 401},
			"too large":           {signed(path, strings.Repeat("x", maxBody+1), secret, now), 413},
			"by the wrong method": {httptest.NewRequest(http.MethodGet, path, nil), 405},
		}
		for name, test := range tests {
			t.Run(path+" "+name, func(t *testing.T) {
				t.Parallel()
				d := newDesk()
				if status, body := d.serve(test.request); status != test.want {
					t.Errorf("status %d (%s), want %d", status, body, test.want)
				}
				if test.want != 200 && len(d.accepted) > 0 {
					t.Errorf("accepted %v", d.accepted)
				}
			})
		}
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body     string
		refuse   error
		status   int
		says     string
		accepted int
	}{
		"question":        {mention, nil, 200, "", 1},
		"inbox is full":   {mention, inbox.ErrFull, 503, "not accepted, please send it again\n", 1},
		"shutting down":   {mention, inbox.ErrClosed, 503, "not accepted, please send it again\n", 1},
		"challenge":       {`{"type":"url_verification","challenge":"3eZbrw1a"}`, nil, 200, "3eZbrw1a", 0},
		"unknown inner":   {`{"type":"event_callback","event":{"type":"brand_new","channel":{}}}`, nil, 200, "", 0},
		"unknown outer":   {`{"type":"app_rate_limited","minute_rate_limited":1}`, nil, 200, "", 0},
		"not an envelope": {`{"type":`, nil, 400, "Bad Request\n", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk()
			d.refuse = test.refuse
			status, says := d.serve(signed("/slack/events", test.body, secret, time.Now()))
			if status != test.status || says != test.says || len(d.accepted) != test.accepted {
				t.Errorf("status %d, body %q, %d accepted; want %d, %q, %d",
					status, says, len(d.accepted), test.status, test.says, test.accepted)
			}
		})
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"command=%2Flicensing&text=who+pays%3F&user_id=U1": `{"response_type":"ephemeral","text":"You asked: who pays?"}` + "\n",
		"ssl_check=1": "",
	}
	for body, want := range tests {
		status, says := newDesk().serve(signed("/slack/commands", body, secret, time.Now()))
		if status != 200 || says != want {
			t.Errorf("%s: status %d, body %q, want %q", body, status, says, want)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	d := newDesk()
	get := func(path string) int {
		status, _ := d.serve(httptest.NewRequest(http.MethodGet, path, nil))
		return status
	}
	if get("/healthz") != 200 || get("/readyz") != 200 || get("/nothing") != 404 {
		t.Errorf("healthz %d, readyz %d, nothing %d", get("/healthz"), get("/readyz"), get("/nothing"))
	}
	d.ready.Store(false)
	if get("/healthz") != 200 || get("/readyz") != 503 {
		t.Errorf("shutting down: healthz %d, readyz %d", get("/healthz"), get("/readyz"))
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	first, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	address := first.Addr().String()
	if _, err := Listen(address); err == nil {
		t.Fatal("listened twice")
	} else {
		for _, want := range []string{address + " is in use", "PILCROW_LISTEN", "--listen"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q lacks %q", err, want)
			}
		}
	}
	if _, err := Listen("nowhere"); err == nil || !strings.Contains(err.Error(), "PILCROW_LISTEN") {
		t.Errorf("err = %v", err)
	}
}

// A connection that is kept ready and not used does not hold up the end.
func TestEndsWithUnusedConnections(t *testing.T) {
	t.Parallel()
	listener, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- HTTP{Probes: Probes{Log: zerolog.Nop()}}.Serve(ctx, listener, 4*time.Second, func() {})
	}()
	unused, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unused.Close() })
	response, err := http.Get("http://" + listener.Addr().String() + "/healthz") // accepted after it
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	end()
	if err := <-ended; err != nil { // it would have been in vain for four seconds
		t.Error(err)
	}
}

// A request that goes on for too long does not hold up the end, and that it was cut
// off is no fault: Slack sends it again.
func TestEndsWithoutSlowRequests(t *testing.T) {
	t.Parallel()
	listener, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	begun, ended := make(chan struct{}), make(chan error, 1)
	slow := HTTP{SigningSecret: secret, Probes: Probes{Log: zerolog.Nop()}, Intake: Intake{
		Accept: func(inbox.Event) (bool, error) {
			close(begun)
			<-t.Context().Done()
			return true, nil
		},
	}}
	go func() { ended <- slow.Serve(ctx, listener, 10*time.Millisecond, func() {}) }()
	asked := signed("/slack/events", mention, secret, time.Now())
	asked.URL.Scheme, asked.URL.Host, asked.RequestURI = "http", listener.Addr().String(), ""
	cut := make(chan struct{})
	go func() {
		defer close(cut)
		if response, err := http.DefaultClient.Do(asked); err == nil {
			_ = response.Body.Close()
			t.Errorf("it was answered: %s", response.Status)
		}
	}()
	<-begun
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	<-cut
}
