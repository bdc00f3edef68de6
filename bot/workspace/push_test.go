package workspace_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// received is a delivery that carried the right signature.
type received struct {
	header http.Header
	body   string
	path   string
}

// bot is an app's side of HTTP: it checks every signature with the client's
// own verifier and answers as the test wants.
func bot(t *testing.T, answer http.HandlerFunc) (url string, got <-chan received) {
	t.Helper()
	all := make(chan received, 100)
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		v, err := slack.NewSecretsVerifier(r.Header, secret)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := v.Write(body); err != nil {
			t.Error(err)
		}
		if err := v.Ensure(); err != nil {
			t.Error(err)
		}
		all <- received{header: r.Header, body: string(body), path: r.URL.Path}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		if answer != nil {
			answer(rw, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, all
}

func overHTTP(url string) workspace.App {
	return workspace.App{
		SigningSecret: secret, Events: []string{"app_mention"}, Commands: []string{"/licensing"},
		EventsURL: url + "/slack/events", CommandsURL: url + "/slack/commands", InteractionsURL: url + "/slack/interactions",
	}
}

// TestSignature is the example in Slack's documentation.
func TestSignature(t *testing.T) {
	t.Parallel()
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := workspace.Sign(secret, "1531420618", []byte(body)); got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

func TestEventOverHTTP(t *testing.T) {
	t.Parallel()
	url, got := bot(t, nil)
	w := newWorld(t, workspace.Options{}, overHTTP(url))
	must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	r := receive(t, got)
	if r.path != "/slack/events" || r.header.Get("X-Slack-Retry-Num") != "" || r.header.Get("Content-Type") != "application/json" {
		t.Errorf("received %+v", r)
	}
	e := must(slackevents.ParseEvent([]byte(r.body), slackevents.OptionNoVerifyToken()))(t)
	if m := e.InnerEvent.Data.(*slackevents.AppMentionEvent); m.User != w.ann.ID {
		t.Errorf("mention %+v", m)
	}
	w.until("heard", settled)
	w.noRefusals()
}

// TestRetriesOverHTTP fails in every way there is, and then not.
func TestRetriesOverHTTP(t *testing.T) {
	t.Parallel()
	var n atomic.Int32
	url, got := bot(t, func(rw http.ResponseWriter, r *http.Request) {
		switch n.Add(1) {
		case 1:
			rw.WriteHeader(http.StatusInternalServerError)
		case 2:
			<-r.Context().Done()
		case 3:
			http.Redirect(rw, r, "/elsewhere", http.StatusFound)
		}
	})
	w := newWorld(t, workspace.Options{AckWithin: 50 * time.Millisecond, Retries: []time.Duration{0, 0, time.Millisecond}}, overHTTP(url))
	must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	first := receive(t, got)
	for i, want := range []string{"http_error", "http_timeout", "http_error"} {
		r := receive(t, got)
		if r.header.Get("X-Slack-Retry-Num") != string(rune('1'+i)) || r.header.Get("X-Slack-Retry-Reason") != want {
			t.Errorf("retry %d: %v, want the reason %s", i+1, r.header, want)
		}
		if r.body != first.body {
			t.Error("the retry says something else")
		}
	}
	w.until("heard", settled)
	w.noRefusals()
}

func TestNoRetryIfAskedNotTo(t *testing.T) {
	t.Parallel()
	url, got := bot(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("X-Slack-No-Retry", "1")
		rw.WriteHeader(http.StatusTeapot)
	})
	w := newWorld(t, workspace.Options{Retries: []time.Duration{0}}, overHTTP(url))
	must(w.Post("ann", "general", "@pilcrow hi", ""))(t)
	receive(t, got)
	w.until("given up", settled)
	w.refusedWith("not_delivered")
	if len(got) != 0 {
		t.Error("it was repeated")
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		ok     bool
	}{
		"plain": {func(rw http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
			if err != nil {
				t.Error(err)
			}
			_, _ = io.WriteString(rw, e.Data.(*slackevents.EventsAPIURLVerificationEvent).Challenge)
		}, true},
		"JSON": {func(rw http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(rw, r.Body) // the challenge is in there
		}, true},
		"nothing": {nil, false},
		"error":   {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, _ := bot(t, c.answer)
			w := newWorld(t, workspace.Options{}, overHTTP(url))
			if err := w.Verify("pilcrow"); (err == nil) != c.ok {
				t.Errorf("verified: %v", err)
			}
		})
	}
}

func TestCommandOverHTTP(t *testing.T) {
	t.Parallel()
	url, got := bot(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(rw, `{"response_type":"ephemeral","text":"One moment…"}`)
	})
	w := newWorld(t, workspace.Options{}, overHTTP(url))
	shown := must(w.Command("ann", "general", "/licensing", "who pays <whom> @ben?"))(t)
	if shown.Message == nil || shown.Message.Text != "One moment…" || shown.Message.ForUser != w.ann.ID {
		t.Errorf("shown %+v", shown)
	}
	r := receive(t, got)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(r.body))
	req.Header = r.header
	cmd := must(slack.SlashCommandParse(req))(t)
	if cmd.Text != "who pays &lt;whom&gt; @ben?" || cmd.UserID != w.ann.ID || cmd.ChannelName != "general" || cmd.Command != "/licensing" {
		t.Errorf("command %+v", cmd)
	}
	if !strings.HasPrefix(cmd.ResponseURL, w.server.URL+"/hooks/") {
		t.Errorf("response_url %s", cmd.ResponseURL)
	}
	w.noRefusals()
}

func TestCommandsThatFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   error
	}{
		"too late": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, workspace.ErrTimeout},
		"an error": {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) }, workspace.ErrDispatchFailed},
		"blocks Slack refuses": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(rw, `{"blocks":[{"type":"shout"}]}`)
		}, workspace.ErrDispatchFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, _ := bot(t, c.answer)
			w := newWorld(t, workspace.Options{AckWithin: time.Second}, overHTTP(url))
			if name == "too late" {
				w = newWorld(t, workspace.Options{AckWithin: 20 * time.Millisecond}, overHTTP(url))
			}
			if _, err := w.Command("ann", "general", "/licensing", "x"); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if len(w.Refusals()) != 1 {
				t.Errorf("refusals %v", w.Refusals())
			}
		})
	}
}

// TestTextThatLooksLikeJSON is what comes of forgetting the Content-Type.
func TestTextThatLooksLikeJSON(t *testing.T) {
	t.Parallel()
	url, _ := bot(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(rw, `{"text":"hi"}`)
	})
	w := newWorld(t, workspace.Options{}, overHTTP(url))
	shown := must(w.Command("ann", "general", "/licensing", "x"))(t)
	if shown.Message == nil || shown.Message.Text != `{"text":"hi"}` {
		t.Errorf("shown %+v", shown.Message)
	}
}
