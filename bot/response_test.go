package bot_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// What is to be said through a response URL that takes nothing any more, since it
// is older than half an hour, or was used five times, is said without it: once, to
// the same person, and that is the end of it. What only the URL could say is given
// up, and listed, and they are told.
func TestResponseURLOver(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(w *world) (want string){
		"beside": func(w *world) string {
			w.must(ran(w.Command("ann", w.room.ID, "/licensing", "forget me")))
			return "I have erased what I kept about you"
		},
		"another answer": func(w *world) string {
			private := w.command("ann", "What did Huawei earn from licensing in 2023?")
			w.click("ann", private, "near-1")
			return "Sources:\n1."
		},
		"another page": func(w *world) string {
			w.click("ann", w.command("ann", "facts Nokia"), "company-2")
			return "(11 to 20 of"
		},
		"shared": func(w *world) string {
			w.click("ann", w.command("ann", licensing), "share")
			return "Shared in the channel."
		},
		"shared where the bot is not": func(w *world) string {
			private := w.command("ann", licensing)
			w.must(w.Leave("pilcrow", w.room.ID))
			w.click("ann", private, "share")
			return "I cannot write in that channel."
		},
	} {
		for code, over := range map[string]func(next http.Handler, past *atomic.Int64, r *http.Request){
			"expired_url": func(_ http.Handler, past *atomic.Int64, _ *http.Request) {
				past.Add(int64(31 * time.Minute))
			},
			"used_url": func(next http.Handler, _ *atomic.Int64, r *http.Request) {
				for range 5 {
					next.ServeHTTP(httptest.NewRecorder(), with(r, []byte(`{"replace_original":true,"text":"used"}`)))
				}
			},
		} {
			t.Run(name+"/"+code, func(t *testing.T) {
				t.Parallel()
				var past, calls atomic.Int64
				w := start(t, setup{
					mode: overHTTP, table: true,
					opts: workspace.Options{Now: func() time.Time { return time.Now().Add(time.Duration(past.Load())) }},
					between: func(next http.Handler) http.Handler {
						return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
							if strings.HasPrefix(r.URL.Path, "/hooks/") {
								body, _ := io.ReadAll(r.Body)
								if calls.Add(1) == 1 {
									over(next, &past, r)
								}
								r = with(r, body)
							}
							next.ServeHTTP(rw, r)
						})
					},
				})
				want := play(w)
				w.until("it is said", func(*workspace.Workspace) bool { return calls.Load() > 0 && toldAnn(w, want) > 0 })
				w.heard()
				if n := toldAnn(w, want); n != 1 {
					t.Errorf("%q is said %d times: %+v", want, n, w.said(w.room.ID))
				}
				if n := calls.Load(); n != 1 {
					t.Errorf("the response URL is called %d times", n)
				}
				for _, r := range w.Refusals() {
					if r.Code != code && r.Code != "not_in_channel" {
						t.Errorf("Slack refuses %v", r)
					}
				}
				givenUp := 0
				if name == "shared where the bot is not" {
					givenUp = 1
				}
				for trouble, want := range map[string]int{"given up": givenUp, "trying again": 0} {
					if n := w.log.count(trouble); n != want {
						t.Errorf("%d %s; log:\n%s", n, trouble, w.log)
					}
				}
			})
		}
	}
}

// toldAnn is how often the bot tells ann alone something.
func toldAnn(w *world, what string) (n int) {
	for _, c := range w.Channels() {
		for _, m := range w.said(c.ID) {
			if (m.ForUser == w.id("ann") || c.Type == workspace.DM) && strings.Contains(m.Text, what) {
				n++
			}
		}
	}
	return n
}

func ran(_ workspace.Response, err error) error { return err }
