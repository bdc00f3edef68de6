package bot_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sent is what the bot has sent to Slack.
type sent struct {
	mu   sync.Mutex
	said struct {
		Calls []item `json:"calls"` // of the Web API, and uses of response URLs
		Acks  []any  `json:"acks"`  // what acknowledgements said to who waited
	}
}

// besides are calls that are about nothing that anybody sees, whenever they come.
var besides = []string{"apps.connections.open", "auth.test", "conversations.info"}

// item is one call.
type item struct {
	To   string `json:"to"` // chat.postMessage, response_url
	Says any    `json:"says"`
}

// recorded passes requests on and keeps what they say.
func (s *sent) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method, api := strings.CutPrefix(r.URL.Path, "/api/")
		hook := strings.HasPrefix(r.URL.Path, "/hooks/")
		if !api && !hook || slices.Contains(besides, method) {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if hook {
			method = "response_url"
		}
		s.add(method, said(body)) // before anybody can see it
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

func (s *sent) add(to string, says any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said.Calls = append(s.said.Calls, item{to, says})
}

func (s *sent) ack(says any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said.Acks = append(s.said.Acks, says)
}

// count is the number of calls so far.
func (s *sent) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.said.Calls)
}

// said reads a body, JSON or a form whose values may be JSON.
func said(body []byte) any {
	var v any
	if json.Unmarshal(body, &v) == nil {
		if o, ok := v.(map[string]any); ok {
			delete(o, "token")
		}
		return v
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return string(body)
	}
	out := map[string]any{}
	for key := range form {
		if key == "token" {
			continue
		}
		var v any
		if value := form.Get(key); strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") {
			if json.Unmarshal([]byte(value), &v) == nil {
				out[key] = v
				continue
			}
		}
		out[key] = form.Get(key)
	}
	return out
}

// what differs from run to run, or from one way of delivery to the other.
var (
	eventID   = regexp.MustCompile(`\b(Ev|trigger-)\d+`)
	timeStamp = regexp.MustCompile(`\b\d{10}\.\d{6}\b`)
	viewID    = regexp.MustCompile(`\bV\d{10}\b`)
	hostPort  = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	reference = regexp.MustCompile(`reference [A-Z2-7]{8}`)
	linkTS    = regexp.MustCompile(`/p\d{16}`)
	version   = regexp.MustCompile(`\b[0-9a-f]{12}\b`) // of the base
)

// golden compares what was sent with what it was before, in testdata/sent.
func (s *sent) golden(t *testing.T, name string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := json.MarshalIndent(s.said, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = reference.ReplaceAll(text, []byte("reference REFERENC"))
	text = linkTS.ReplaceAll(text, []byte("/p…"))
	text = hostPort.ReplaceAll(text, []byte("slack.test"))
	text = numbered(text, eventID, "event")
	text = numbered(text, timeStamp, "ts")
	text = numbered(text, viewID, "view")
	text = numbered(text, version, "version")
	for from, to := range map[string]string{`\u003c`: "<", `\u003e`: ">", `\u0026`: "&"} {
		text = bytes.ReplaceAll(text, []byte(from), []byte(to))
	}
	text = append(text, '\n')
	file := filepath.Join("testdata", "sent", name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("%s: -want +got (go test ./bot -update accepts it):\n%s", file, diff)
	}
}

// numbered calls each different match by its number, in the order of the text.
func numbered(text []byte, pattern *regexp.Regexp, name string) []byte {
	known := map[string][]byte{}
	return pattern.ReplaceAllFunc(text, func(id []byte) []byte {
		if known[string(id)] == nil {
			known[string(id)] = []byte(name + "-" + string(rune('a'+len(known))))
		}
		return known[string(id)]
	})
}
