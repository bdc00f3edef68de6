package bot_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// watch is what the bot says of itself at a path.
func (w *world) watch(path string) (status int, body string) {
	w.t.Helper()
	w.noted("starting", 1)
	response, err := http.Get(fmt.Sprintf("http://%v%s", w.log.about("starting")[0]["address"], path))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// Whoever watches the bot sees what came, what became of it, and how long that
// took; and nobody's id or words.
func TestMetrics(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, watched: true, ask: func(question string, earlier, _ []string) answer.Answer {
			if strings.Contains(question, "panic") {
				panic("as asked")
			}
			return echo(question, earlier, nil)
		}})
		w.Fail("chat.postMessage", workspace.Fault{Status: 429, RetryAfter: 1})
		w.Fail("views.publish", workspace.Fault{Code: "internal_error_of_another_kind"})
		w.post("ann", "@pilcrow a very private question", "") // comes as two events
		w.noted("answered", 1)
		w.post("ann", "@pilcrow panic", "")
		w.noted("not answered", 1)
		if _, err := w.Command("ann", w.room.ID, "/licensing", "who pays?"); err != nil {
			t.Fatal(err)
		}
		if err := w.OpenHome("ann", "pilcrow", "home"); err != nil {
			t.Fatal(err)
		}
		if err := w.OpenHome("ann", "pilcrow", "home"); err != nil {
			t.Fatal(err)
		}
		w.noted("done", 1)
		w.noted("not answered", 2)
		w.until("everything is acknowledged", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
		if status, body := w.watch("/healthz"); status != http.StatusOK || body != "ok\n" {
			t.Errorf("healthz: %d %s", status, body)
		}
		if status, body := w.watch("/readyz"); status != http.StatusOK || body != "ready\n" {
			t.Errorf("readyz: %d %s", status, body)
		}
		status, text := w.watch("/metrics")
		for until := time.Now().Add(patience); !strings.Contains(text, `{state="waiting"} 0`) && time.Now().Before(until); {
			status, text = w.watch("/metrics") // what is said is not yet noted as done
		}
		if status != http.StatusOK {
			t.Fatalf("metrics: %d %s", status, text)
		}
		for _, want := range []string{
			`pilcrow_events_total{kind="mention",result="accepted"} 2`,
			`pilcrow_events_total{kind="mention",result="duplicate"} 2`,
			`pilcrow_handled_total{kind="mention",outcome="answered"} 1`,
			`pilcrow_handled_total{kind="mention",outcome="put off"} 1`,
			`pilcrow_handled_total{kind="mention",outcome="fault"} 1`,
			`pilcrow_handled_total{kind="command",outcome="answered"} 1`,
			`pilcrow_handled_total{kind="home",outcome="done"} 1`,
			`pilcrow_handled_total{kind="home",outcome="failed"} 1`,
			`pilcrow_reply_seconds_count 2`,
			`pilcrow_slack_writes_total{method="chat.postMessage",result="ok"} 2`,
			`pilcrow_slack_writes_total{method="chat.postMessage",result="retried"} 1`,
			`pilcrow_slack_writes_total{method="views.publish",result="failed"} 1`,
			`pilcrow_inbox_events{state="waiting"} 0`,
			`pilcrow_inbox_events{state="failed"} `,
			`pilcrow_offer_seconds_count 0`,
			fmt.Sprintf(`pilcrow_base_size{of="articles"} %d`, len(engine().Sources())),
			`go_goroutines `,
		} {
			if !strings.Contains(text, "\n"+want) {
				t.Errorf("no %s", want)
			}
		}
		if found := regexp.MustCompile(`[UCTDW]\d{10}|private|\bann\b`).FindString(text); found != "" {
			t.Errorf("%q is told", found)
		}
		if t.Failed() {
			t.Log(regexp.MustCompile(`(?m)^(go_|process_|#|promhttp).*\n`).ReplaceAllString(text, ""), w.log)
		}
	})
}
