package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/metrics"
	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// answers is a Web API that gives one answer after another, and the form of
// each call.
func answers(t *testing.T, replies ...func(http.ResponseWriter)) (url string, calls func() []map[string]string) {
	var mu sync.Mutex
	var seen []map[string]string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call := map[string]string{"method": strings.TrimPrefix(r.URL.Path, "/api/")}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			call["body"] = string(body)
		}
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		for key := range r.PostForm {
			if key != "token" {
				call[key] = r.PostForm.Get(key)
			}
		}
		mu.Lock()
		seen = append(seen, call)
		reply := replies[min(len(seen), len(replies))-1]
		mu.Unlock()
		reply(w)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/api", func() []map[string]string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func says(body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { _, _ = fmt.Fprint(w, body) }
}

func status(code int, header ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		if len(header) == 2 {
			w.Header().Set(header[0], header[1])
		}
		w.WriteHeader(code)
	}
}

const posted = `{"ok":true,"channel":"C1","ts":"2.1"}`

func hello() Message {
	return Message{
		Channel: "C1", Thread: "1.1", Text: "hello", EventID: "Ev1",
		Blocks: []slack.Block{slack.NewDividerBlock()},
	}
}

func TestPost(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		"method": "chat.postMessage", "channel": "C1", "thread_ts": "1.1", "text": "hello",
		"blocks":       `[{"type":"divider"}]`,
		"metadata":     `{"event_type":"pilcrow_answer","event_payload":{"event_id":"Ev1"}}`,
		"unfurl_links": "false", "unfurl_media": "false",
	}
	plain := map[string]string{}
	for key, value := range whole {
		if key != "blocks" {
			plain[key] = value
		}
	}
	type replies []func(http.ResponseWriter)
	tests := map[string]struct {
		replies replies
		calls   []map[string]string
		later   time.Duration // that Slack asks to wait
		err     string
	}{
		"posted":         {replies{says(posted)}, []map[string]string{whole}, 0, ""},
		"blocks refused": {replies{says(`{"ok":false,"error":"invalid_blocks"}`), says(posted)}, []map[string]string{whole, plain}, 0, ""},
		"blocks too long": {
			replies{says(`{"ok":false,"error":"msg_blocks_too_long"}`), says(posted)}, []map[string]string{whole, plain}, 0, "",
		},
		"all refused": {
			replies{says(`{"ok":false,"error":"invalid_blocks"}`)}, []map[string]string{whole, plain}, 0,
			"posting to channel C1: invalid_blocks",
		},
		"rate limited": {
			replies{status(429, "Retry-After", "7")}, []map[string]string{whole}, 7 * time.Second,
			"posting to channel C1: slack rate limit exceeded, retry after 7s",
		},
		"rate limited without a time": {
			replies{status(429, "Retry-After", "0")}, []map[string]string{whole}, time.Second,
			"posting to channel C1: slack rate limit exceeded, retry after 0s",
		},
		"rate limited in words": {
			replies{says(`{"ok":false,"error":"ratelimited"}`)}, []map[string]string{whole}, time.Second,
			"posting to channel C1: ratelimited",
		},
		"may have been posted": {
			replies{status(502)}, []map[string]string{whole}, 0, "posting to channel C1: slack server error: 502 Bad Gateway",
		},
		"no such channel": {
			replies{says(`{"ok":false,"error":"channel_not_found"}`)}, []map[string]string{whole}, 0,
			"posting to channel C1: channel_not_found",
		},
		"token revoked": {
			replies{says(`{"ok":false,"error":"token_revoked"}`)}, []map[string]string{whole}, 0,
			"Slack refused SLACK_BOT_TOKEN (token_revoked). " +
				"Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at https://api.slack.com/apps.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, calls := answers(t, test.replies...)
			var log bytes.Buffer
			client := NewClient("xoxb-secret", "", url, zerolog.New(&log))
			defer client.Close()
			said := ""
			_, err := client.Post(t.Context(), hello())
			if err != nil {
				said = err.Error()
			}
			if said != test.err {
				t.Errorf("err = %q, want %q", said, test.err)
			}
			if diff := cmp.Diff(test.calls, calls()); diff != "" {
				t.Errorf("calls: -want +got:\n%s", diff)
			}
			if wait, _ := Later(err); wait != test.later {
				t.Errorf("to be tried after %v, want %v", wait, test.later)
			}
			if strings.Contains(log.String()+said, "secret") {
				t.Errorf("the token is told: %s %s", log.String(), said)
			}
		})
	}
}

func TestPostIsNotRepeatedOverALostConnection(t *testing.T) {
	t.Parallel()
	url, calls := answers(t, func(w http.ResponseWriter) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	})
	client := NewClient("xoxb-secret", "", url, zerolog.Nop())
	defer client.Close()
	if _, err := client.Post(t.Context(), hello()); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("err = %v", err)
	}
	if len(calls()) != 1 {
		t.Errorf("%d calls, want 1", len(calls()))
	}
}

// Where Slack will not say just now whether something was posted, that is put off:
// whoever waited would hold up others.
func TestLookingIsPutOff(t *testing.T) {
	t.Parallel()
	now := time.Now()
	memory, err := store.Open(t.Context(), "sqlite://:memory:", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = memory.Close() })
	url, calls := answers(t, status(500), status(429, "Retry-After", "30"), says(`{"ok":true,"messages":[]}`), says(posted))
	client := NewClient("xoxb-secret", "", url, zerolog.Nop())
	defer client.Close()
	client.Remember(memory)
	client.sleep = func(context.Context, time.Duration) error { return errors.New("it waits") }
	for _, want := range []time.Duration{0, 30 * time.Second, 0} {
		_, err = client.Post(t.Context(), hello())
		if wait, _ := Later(err); wait != want {
			t.Errorf("to be tried after %v, want %v: %v", wait, want, err)
		}
		now = now.Add(time.Minute)
	}
	if err != nil || len(calls()) != 4 {
		t.Errorf("%d calls: %v", len(calls()), err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	url, _ := answers(t, func(w http.ResponseWriter) {
		cancel()
		status(429, "Retry-After", "3600")(w)
	})
	client := NewClient("xoxb-secret", "", url, zerolog.Nop())
	defer client.Close()
	if _, err := client.Permalink(ctx, "C1", "1.1"); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	url, _ := answers(t, says(`{"ok":true,"user_id":"UBOT","team":"Workshop","team_id":"T1"}`))
	client := NewClient("xoxb-secret", "", url, zerolog.Nop())
	defer client.Close()
	got, err := client.Check(t.Context())
	if want := (Identity{User: "UBOT", Team: "Workshop", TeamID: "T1", Scopes: []string{}}); err != nil || !cmp.Equal(got, want) {
		t.Errorf("Check = %+v, %v", got, err)
	}

	url, _ = answers(t, says(`{"ok":false,"error":"invalid_auth"}`))
	client = NewClient("xoxb-secret", "", url, zerolog.Nop())
	defer client.Close()
	_, err = client.Check(t.Context())
	refused, ok := errors.AsType[*RefusedError](err)
	if !ok || refused.Variable != "SLACK_BOT_TOKEN" || refused.Code != "invalid_auth" {
		t.Errorf("err = %v", err)
	}

	url, _ = answers(t, status(500))
	client = NewClient("xoxb-secret", "", url, zerolog.Nop())
	defer client.Close()
	if _, err := client.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "auth.test") {
		t.Errorf("err = %v", err)
	}
}

// What is written to Slack is counted by method and by how it went; what is given
// up, by the write that it was given up for.
func TestWritesAreCounted(t *testing.T) {
	t.Parallel()
	url, _ := answers(t, says(`{"ok":true,"channel":"C1","ts":"1.1"}`), status(http.StatusServiceUnavailable), says(`{"ok":false,"error":"channel_not_found"}`))
	client, counts := NewClient("xoxb-secret", "", url, zerolog.Nop()), metrics.New()
	defer client.Close()
	client.Count(counts)
	for range 3 {
		_, err := client.Post(t.Context(), hello())
		if _, later := Later(err); later {
			client.GivenUp(err)
		}
	}
	shown := httptest.NewRecorder()
	counts.Handler().ServeHTTP(shown, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, result := range []metrics.Result{metrics.OK, metrics.Retried, metrics.GivenUp, metrics.Failed} {
		if want := fmt.Sprintf("\npilcrow_slack_writes_total{method=%q,result=%q} 1\n", "chat.postMessage", result); !strings.Contains(shown.Body.String(), want) {
			t.Errorf("no %s", want)
		}
	}
}
