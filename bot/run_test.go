package bot_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

func TestMention(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		question := w.post("ann", "@pilcrow who pays <whom> & why?", "")
		reply := w.reply(w.room.ID, 1)
		if reply.ThreadTS != question.TS {
			t.Errorf("answered in thread %q, want %q", reply.ThreadTS, question.TS)
		}
		// What the engine gets is as Slack sent it; what people get is escaped.
		for _, want := range []string{"You asked: who pays", cited} {
			if !strings.Contains(reply.Text, want) {
				t.Errorf("text %q lacks %q", reply.Text, want)
			}
		}
		for _, want := range []string{"You asked: who pays", "_An article_, 12 November 2025, ¶6"} {
			if !strings.Contains(string(reply.Blocks), want) {
				t.Errorf("blocks %s lack %q", reply.Blocks, want)
			}
		}
		if reply.Metadata == nil || reply.Metadata.EventType != "pilcrow_answer" || reply.Metadata.EventPayload["event_id"] == "" {
			t.Errorf("metadata = %+v", reply.Metadata)
		}

		followUp := w.post("ben", "and @pilcrow since when?", question.TS)
		if reply := w.reply(w.room.ID, 2); reply.ThreadTS != question.TS || !strings.Contains(reply.Text, "since when?") {
			t.Errorf("to %s: %q in thread %q, want %q", followUp.TS, reply.Text, reply.ThreadTS, question.TS)
		}
		w.heard()
		if n := len(w.said(w.room.ID)); n != 2 {
			t.Errorf("two questions, %d answers", n)
		}
		w.noRefusals()
	})
}

func TestDirect(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		question := w.direct("ann", "who pays?", "")
		if reply := w.reply(question.Channel, 1); reply.ThreadTS != "" || !strings.Contains(reply.Text, "You asked: who pays?") {
			t.Errorf("%q in thread %q", reply.Text, reply.ThreadTS)
		}
		w.direct("ann", "@pilcrow since when?", question.TS)
		if reply := w.reply(question.Channel, 2); reply.ThreadTS != question.TS || !strings.Contains(reply.Text, "asked: since when?") {
			t.Errorf("%q in thread %q, want %q", reply.Text, reply.ThreadTS, question.TS)
		}
		w.heard()
		if n := len(w.said(question.Channel)); n != 2 {
			t.Errorf("two questions, %d answers", n)
		}
		w.noRefusals()
	})
}

func TestCommand(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		got, err := w.Command("ann", w.room.ID, "/licensing", "who pays?")
		if err != nil {
			t.Fatal(err)
		}
		if got.Message == nil {
			t.Fatalf("nothing was shown; the payload is %s", got.Payload)
		}
		if ann := w.Users(); got.Message.ForUser == "" || !strings.Contains(fmt.Sprint(ann), got.Message.ForUser) {
			t.Errorf("shown to %q", got.Message.ForUser)
		}
		if !strings.Contains(got.Message.Text, "You asked: who pays?") || !strings.Contains(got.Message.Text, cited) {
			t.Errorf("text = %q", got.Message.Text)
		}
		if !strings.Contains(string(got.Message.Blocks), "¶6") {
			t.Errorf("blocks = %s", got.Message.Blocks)
		}
		w.heard()
		w.noRefusals()
	})
}

// An empty mention, and a very long one, are asked like any other.
func TestAnyLength(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		var asked atomic.Int64
		w := start(t, setup{mode: m, ask: func(question string, earlier, _ []string) answer.Answer {
			asked.Add(int64(len(question)))
			return echo(question, earlier, nil)
		}})
		w.post("ann", "@pilcrow", "")
		w.reply(w.room.ID, 1)
		if n := asked.Load(); n != 0 {
			t.Errorf("asked %d characters", n)
		}
		w.direct("ann", strings.Repeat("why & ", 5000), "")
		w.heard()
		if n := asked.Load(); int(n) < 5000*len("why & ") {
			t.Errorf("asked %d characters", n)
		}
		w.noRefusals()
	})
}

func TestNotAQuestion(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		other := w.Install(workspace.App{Name: "other"})
		w.AddUser("eve")

		plain := w.post("ann", "nobody is asked", "")
		if _, err := w.Edit("ann", plain, "still nobody is asked"); err != nil {
			t.Fatal(err)
		}
		if err := w.Delete("ann", plain); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"eve", other.BotUserID} {
			if err := w.Join(who, w.room.ID); err != nil {
				t.Fatal(err)
			}
		}
		postAs(t, w, other.BotToken, "<@"+w.app.BotUserID+"> says another app")
		postAs(t, w, w.app.BotToken, "<@"+w.app.BotUserID+"> says the bot itself")

		w.heard()
		if n := len(w.said(w.room.ID)); n != 1 { // what it was made to say
			t.Errorf("the bot said %d things in the channel, want 1: %+v", n, w.said(w.room.ID))
		}
		w.noRefusals()
	})
}

// postAs posts with an app's token.
func postAs(t *testing.T, w *world, token, text string) {
	t.Helper()
	form := url.Values{"token": {token}, "channel": {w.room.ID}, "text": {text}}
	response, err := http.PostForm(w.url+"/api/chat.postMessage", form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(body), `"ok":true`) {
		t.Fatalf("posting as an app: %s, %v", body, err)
	}
}

// Slack's first delivery goes through but seems to fail, so it delivers again.
func TestAnsweredOnce(t *testing.T) {
	t.Parallel()
	var deliveries atomic.Int64
	w := start(t, setup{
		mode: overHTTP,
		opts: workspace.Options{Retries: []time.Duration{0, 0}},
		between: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/slack/events" && deliveries.Add(1) == 1 {
					rw = failing{rw}
				}
				next.ServeHTTP(rw, r)
			})
		},
	})
	w.direct("ann", "who pays?", "")
	w.heard()
	if n := len(w.log.about("answered")); n != 1 {
		t.Errorf("%d deliveries, %d answers", deliveries.Load(), n)
	}
	if deliveries.Load() < 2 {
		t.Errorf("%d deliveries: nothing was delivered twice", deliveries.Load())
	}
}

// failing turns whatever is answered into an error.
type failing struct{ http.ResponseWriter }

func (f failing) WriteHeader(int) { f.ResponseWriter.WriteHeader(http.StatusInternalServerError) }

// first answers the first calls of a method in place of Slack.
func first(calls int64, method string, reply http.HandlerFunc) func(http.Handler) http.Handler {
	var called atomic.Int64
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/"+method && called.Add(1) <= calls {
				reply(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// Blocks that Slack refuses give way to older ones, and those to plain text: the
// answer is there in any case.
func TestBlocksRefused(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		refuse := func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"ok":false,"error":"invalid_blocks"}`)
		}
		for times, test := range map[int64]struct{ with, without string }{
			1: {"actions", "context_actions"},
			2: {"", "context"},
		} {
			w := start(t, setup{mode: m, between: first(times, "chat.postMessage", refuse)})
			w.post("ann", "@pilcrow who pays?", "")
			reply := w.reply(w.room.ID, 1)
			if shown := string(reply.Blocks); !strings.Contains(shown, test.with) || strings.Contains(shown, test.without) ||
				!strings.Contains(reply.Text, cited) {
				t.Errorf("refused %d times: text %q, blocks %s", times, reply.Text, reply.Blocks)
			}
			w.heard()
			w.noRefusals()
		}
	})
}

func TestRateLimited(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		var limited time.Time
		w := start(t, setup{mode: m, between: first(1, "chat.postMessage", func(w http.ResponseWriter, _ *http.Request) {
			limited = time.Now()
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		})})
		w.post("ann", "@pilcrow who pays?", "")
		w.reply(w.room.ID, 1)
		if waited := time.Since(limited); waited < time.Second {
			t.Errorf("waited %v", waited)
		}
		w.heard()
		w.noRefusals()
	})
}

// A fault of ours is an apology to the person and a line to the operator.
func TestFault(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, ask: func(question string, _, _ []string) answer.Answer {
			panic("cannot read " + question)
		}})
		w.post("ann", "@pilcrow who pays?", "")
		reply := w.reply(w.room.ID, 1)
		shown := w.command("ann", "who pays?")
		w.heard()
		w.sent.golden(t, "fault")
		faults := w.log.about("not answered")
		if len(faults) != 2 {
			t.Fatalf("%d faults in the log:\n%s", len(faults), w.log)
		}
		texts := map[any]string{"mention": reply.Text, "command": shown.Text}
		for _, fault := range faults {
			reference, text := fmt.Sprint(fault["reference"]), texts[fault["kind"]]
			if len(reference) < 8 || !strings.Contains(text, reference) || !strings.Contains(text, "Sorry") {
				t.Errorf("reference %q, text %q", reference, text)
			}
			if detail := fmt.Sprint(fault["error"]); !strings.Contains(detail, "run_test.go") || strings.Contains(detail, "who pays?") {
				t.Errorf("detail %s: want where it was, and not what was asked", detail)
			}
		}
		w.noRefusals()
	})
}

// A question leaves one line in the log, and neither its text nor a token.
func TestLog(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		w.post("ann", "@pilcrow a very private question", "")
		w.reply(w.room.ID, 1)
		w.heard()
		lines := w.log.about("answered")
		if len(lines) != 1 {
			t.Fatalf("%d lines", len(lines))
		}
		for field, want := range map[string]any{
			"level": "info", "kind": "mention", "outcome": "answered", "fact": "a-fact", "channel": w.room.ID, "team": w.TeamID(),
		} {
			if lines[0][field] != want {
				t.Errorf("%s = %v, want %v", field, lines[0][field], want)
			}
		}
		for _, field := range []string{"event", "user", "latency"} {
			if v := lines[0][field]; v == nil || v == "" {
				t.Errorf("%s is missing", field)
			}
		}
		for line := range strings.Lines(w.log.String()) {
			if strings.Contains(line, "private") && !strings.Contains(line, `"level":"debug"`) {
				t.Errorf("the question is told: %s", line)
			}
			for _, secret := range []string{w.app.BotToken, w.app.AppToken, w.app.SigningSecret} {
				if secret != "" && strings.Contains(line, secret) {
					t.Errorf("a secret is told: %s", line)
				}
			}
		}
	})
}

// A shutdown in the middle of things answers what was acknowledged, and nothing
// twice.
func TestShutdownUnderLoad(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		const questions = 60
		asked := make(chan struct{}, questions)
		w := start(t, setup{
			mode:   m,
			opts:   workspace.Options{Retries: []time.Duration{}, AckWithin: 2 * time.Second},
			events: []string{"app_mention"}, // so that each question is told once
			ask: func(question string, earlier, _ []string) answer.Answer {
				asked <- struct{}{}
				return echo(question, earlier, nil)
			},
		})
		for i := range questions {
			w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
		}
		for range questions / 4 {
			<-asked
		}
		w.stop()
		w.until("Slack has given up", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })

		lost := 0
		for _, refusal := range w.Refusals() {
			if refusal.Code != "not_delivered" {
				t.Errorf("Slack refuses %v", refusal)
			} else {
				lost++
			}
		}
		answered := map[string]int{}
		for _, reply := range w.said(w.room.ID) {
			answered[reply.ThreadTS]++
		}
		for thread, n := range answered {
			if n != 1 {
				t.Errorf("%d answers in thread %s", n, thread)
			}
		}
		if len(answered) != questions-lost {
			t.Errorf("%d questions acknowledged, %d answered", questions-lost, len(answered))
		}
		t.Logf("%d of %d questions were acknowledged", questions-lost, questions)
	})
}

// Slack moves connections from time to time, and networks break: while questions
// stream in, none is lost and none is answered twice, and the bot comes back. If
// only one connection goes, there is always another.
func TestReconnect(t *testing.T) {
	t.Parallel()
	for name, goes := range map[string]struct {
		how    func(*world) error
		always bool // there is a connection
	}{
		"one is asked to go":  {func(w *world) error { w.Refresh("pilcrow"); return nil }, true},
		"all are asked to go": {func(w *world) error { w.Disconnect("pilcrow", "refresh_requested"); return nil }, false},
		"all are cut":         {func(w *world) error { return w.Drop("pilcrow") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, setup{mode: socket, opts: workspace.Options{
				Retries: slices.Repeat([]time.Duration{10 * time.Millisecond}, 100), // of a patient Slack: there are many cuts
			}})
			both := func(ws *workspace.Workspace) bool { return ws.Connections("pilcrow") == 2 }
			w.until("the bot is there twice", both)
			const questions, times = 60, 4
			for i := range questions {
				w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
				if i%(questions/times) == questions/times/2 {
					w.until("the bot is back", both)
					if err := goes.how(w); err != nil {
						t.Fatal(err)
					}
					if n := w.Connections("pilcrow"); goes.always && n == 0 {
						t.Error("the bot is away")
					}
				}
			}
			w.until("the bot is back", both)
			w.heard()
			w.once(questions)
			w.noRefusals()
		})
	}
}

func TestRefusedTokens(t *testing.T) {
	t.Parallel()
	ws := workspace.New(workspace.Options{})
	server, err := ws.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	app := ws.Install(workspace.App{Name: "pilcrow"})

	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })

	good := bot.Config{BotToken: app.BotToken, AppToken: app.AppToken, APIURL: server.APIURL(), Database: "sqlite://:memory:"}
	tests := map[string]struct {
		change func(*bot.Config)
		want   []string
	}{
		"bot token":    {func(c *bot.Config) { c.BotToken = "xoxb-wrong" }, []string{"SLACK_BOT_TOKEN (invalid_auth)", "OAuth & Permissions"}},
		"no bot token": {func(c *bot.Config) { c.BotToken = "" }, []string{"SLACK_BOT_TOKEN is not set", "OAuth & Permissions"}},
		"app token":    {func(c *bot.Config) { c.AppToken = "xapp-wrong" }, []string{"SLACK_APP_TOKEN (invalid_auth)", "connections:write"}},
		"no mode":      {func(c *bot.Config) { c.AppToken = "" }, []string{"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}},
		"no address":   {func(c *bot.Config) { c.AppToken, c.SigningSecret = "", "s" }, []string{"PILCROW_LISTEN is not set"}},
		"port in use": {
			func(c *bot.Config) { c.AppToken, c.SigningSecret, c.Listen = "", "s", taken.Addr().String() },
			[]string{taken.Addr().String() + " is in use", "PILCROW_LISTEN", "--listen"},
		},
		"API root without a slash": {
			func(c *bot.Config) { c.APIURL, c.BotToken = server.URL+"/api", "xoxb-wrong" }, []string{"invalid_auth"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := good
			test.change(&config)
			err := bot.Run(t.Context(), config, library(""), zerolog.Nop())
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q lacks %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "wrong") {
				t.Errorf("the token is told: %v", err)
			}
		})
	}
}
