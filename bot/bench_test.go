package bot_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// BenchmarkQuestions is a busy workspace that asks over HTTP, a few questions at
// once: how long Slack waits until a question is accepted, how long the asker
// until the answer is sent, and how many there are a second.
//
//	go test ./bot -run '^$' -bench Questions -benchtime 2000x
func BenchmarkQuestions(b *testing.B) {
	for engine, url := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db") },
		"postgres": pgtest.New,
	} {
		for _, atOnce := range []int{1, 16} {
			b.Run(fmt.Sprint(engine, "/", atOnce), func(b *testing.B) {
				watch := &stopwatch{came: map[string]time.Time{}}
				w := start(b, setup{mode: overHTTP, database: url(b), events: []string{"app_mention"}, between: watch.between})
				b.ResetTimer()
				for n := range b.N {
					w.posted(n - atOnce + 1)
					w.post("ann", fmt.Sprintf("@pilcrow question %d?", n), "")
				}
				w.posted(b.N)
				watch.heard(b.N)
				watch.report(b)
			})
		}
	}
}

// posted waits until the bot has posted n messages.
func (w *world) posted(n int) {
	w.t.Helper()
	w.until(fmt.Sprint(n, " are answered"), func(ws *workspace.Workspace) bool { return ws.Posted("pilcrow") >= n })
}

// stopwatch takes the times of questions.
type stopwatch struct {
	mu       sync.Mutex
	came     map[string]time.Time // when Slack told of an event
	accepted []time.Duration
	answered []time.Duration
}

func (s *stopwatch) between(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		events, posts := r.URL.Path == "/slack/events", r.URL.Path == "/api/chat.postMessage"
		if !events && !posts {
			next.ServeHTTP(w, r)
			return
		}
		began := time.Now()
		body, _ := io.ReadAll(r.Body) // a short one is refused
		r.Body = io.NopCloser(bytes.NewReader(body))
		if posts {
			s.posted(eventOf(body), began)
			next.ServeHTTP(w, r)
			return
		}
		if tag := taggedWith.FindSubmatch(body); tag != nil {
			s.mu.Lock()
			s.came[string(tag[1])] = began
			s.mu.Unlock()
		}
		next.ServeHTTP(w, r)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.accepted = append(s.accepted, time.Since(began))
	})
}

func (s *stopwatch) posted(event string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if came, ok := s.came[event]; ok {
		s.answered = append(s.answered, at.Sub(came))
	}
}

// heard waits until Slack has heard that n questions are accepted, which may be after
// they are answered.
func (s *stopwatch) heard(n int) {
	for ; ; runtime.Gosched() {
		s.mu.Lock()
		accepted := len(s.accepted)
		s.mu.Unlock()
		if accepted >= n {
			return
		}
	}
}

func (s *stopwatch) report(b *testing.B) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for what, took := range map[string][]time.Duration{"accept": s.accepted, "answer": s.answered} {
		if len(took) == 0 {
			b.Fatal("no times were taken")
		}
		slices.Sort(took)
		for percent, unit := range map[int]string{50: "p50", 99: "p99"} {
			at := took[min(len(took)-1, len(took)*percent/100)]
			b.ReportMetric(float64(at.Microseconds())/1000, what+"-"+unit+"-ms")
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}
