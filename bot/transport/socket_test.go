package transport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

// frame is one thing Slack sends over Socket Mode.
func frame(id, kind, payload string) string {
	return fmt.Sprintf(`{"envelope_id":%q,"type":%q,"payload":%s}`, id, kind, payload)
}

// slackSays serves Socket Mode: it sends the frames over the first connection and
// passes on what comes back, until that ends. Nothing may come over another one.
func slackSays(t *testing.T, frames ...string) (apiURL string, acks <-chan string) {
	got := make(chan string, 100)
	var opened atomic.Int64
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"ok":true,"url":"ws%s/link"}`, strings.TrimPrefix(server.URL, "http"))
	})
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		says := []string{`{"type":"hello","num_connections":1}`}
		first := opened.Add(1) == 1
		if first {
			says = append(says, frames...)
			defer close(got)
		}
		for _, frame := range says {
			if err := conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
				t.Error(err)
			}
		}
		for {
			_, ack, err := conn.ReadMessage()
			if err != nil {
				return
			}
			if !first {
				t.Errorf("acknowledged %s over the wrong connection", ack)
				continue
			}
			got <- string(ack)
		}
	})
	return server.URL + "/api/", got
}

// serveSocket runs a Socket against apiURL until stop, which returns its error.
func serveSocket(t *testing.T, apiURL string, intake Intake) (ended <-chan error, stop func()) {
	client := NewClient("xoxb-1", "xapp-1", apiURL, zerolog.Nop())
	t.Cleanup(client.Close)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Socket{Client: client, Intake: intake, Log: zerolog.Nop()}.Serve(ctx, func() {})
	}()
	return done, cancel
}

func TestSocketAcknowledges(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("&", 5000)
	question := func(id string) string { return strings.ReplaceAll(mention, "Ev1", id) }
	tests := map[string]struct {
		frame string
		ack   string // empty for none
	}{
		"question": {frame("e1", "events_api", question("Ev1")), `{"envelope_id":"e1"}`},
		"question in unknown blocks": {
			frame("e1", "events_api", strings.Replace(mention, `"ts"`, `"blocks":[{"type":7}],"ts"`, 1)), `{"envelope_id":"e1"}`,
		},
		"question that is not kept": {frame("e1", "events_api", question("EvFull")), ""},
		"brand new event":           {frame("e1", "events_api", `{"type":"event_callback","event":{"type":"brand_new"}}`), `{"envelope_id":"e1"}`},
		"event of another shape":    {frame("e1", "events_api", `"what?"`), `{"envelope_id":"e1"}`},
		"brand new envelope":        {frame("e1", "brand_new", `{}`), `{"envelope_id":"e1"}`},
		"not an envelope":           {`7`, ""},
		"interaction":               {frame("e1", "interactive", `{"type":"block_actions"}`), `{"envelope_id":"e1"}`},
		"command": {
			frame("e1", "slash_commands", `{"command":"/licensing","text":"who?"}`),
			`{"envelope_id":"e1","payload":{"response_type":"ephemeral","text":"You asked: who?"}}`,
		},
		"command of another shape": {frame("e1", "slash_commands", `[]`), `{"envelope_id":"e1"}`},
		"command with an answer that does not fit": {
			frame("e1", "slash_commands", `{"command":"/licensing","text":"`+long+`"}`),
			`{"envelope_id":"e1","payload":{"response_type":"ephemeral","text":"` + tooLong + `"}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The last envelope tells when all before it have been taken in.
			url, acks := slackSays(t, test.frame, frame("last", "brand_new", `{}`))
			ended, stop := serveSocket(t, url, Intake{
				BotUser: bot,
				Log:     zerolog.Nop(),
				Accept: func(ev inbox.Event) (bool, error) {
					if ev.ID == "EvFull" {
						return false, inbox.ErrFull
					}
					return true, nil
				},
				Answer: func(ev inbox.Event) Message { return Message{Text: "You asked: " + ev.Text} },
			})
			var got []string
			for ack := range acks {
				if ack == `{"envelope_id":"last"}` {
					stop()
				} else {
					got = append(got, ack)
				}
			}
			if err := <-ended; err != nil {
				t.Errorf("err = %v", err)
			}
			if strings.Join(got, "") != test.ack {
				t.Errorf("acknowledged %s, want %s", got, test.ack)
			}
		})
	}
}

// Text of full length with blocks of any length fits without the blocks.
func TestSocketDropsBlocksThatDoNotFit(t *testing.T) {
	t.Parallel()
	url, acks := slackSays(t, frame("e1", "slash_commands", `{"command":"/licensing"}`))
	m := hello()
	m.Blocks = append(m.Blocks, slack.NewMarkdownBlock("", strings.Repeat("x", 21_000)))
	ended, stop := serveSocket(t, url, Intake{Log: zerolog.Nop(), Answer: func(inbox.Event) Message { return m }})
	if got, want := <-acks, `{"envelope_id":"e1","payload":{"response_type":"ephemeral","text":"hello"}}`; got != want {
		t.Errorf("acknowledged %.200s, want %s", got, want)
	}
	stop()
	<-ended
}

// A slash command that takes its time holds up neither the events behind it nor
// another command; and it is acknowledged, even if the bot ends in between.
func TestSocketTakesInBeside(t *testing.T) {
	t.Parallel()
	url, acks := slackSays(t,
		frame("slow", "slash_commands", `{"command":"/licensing","text":"slow"}`),
		frame("quick", "slash_commands", `{"command":"/licensing","text":"quick"}`),
		frame("event", "events_api", mention))
	hold := make(chan struct{})
	ended, stop := serveSocket(t, url, Intake{
		BotUser: bot,
		Log:     zerolog.Nop(),
		Accept:  func(inbox.Event) (bool, error) { return true, nil },
		Answer: func(ev inbox.Event) Message {
			if ev.Text == "slow" {
				<-hold
			}
			return Message{}
		},
	})
	first := []string{<-acks, <-acks}
	slices.Sort(first)
	if want := []string{`{"envelope_id":"event"}`, `{"envelope_id":"quick"}`}; !slices.Equal(first, want) {
		t.Errorf("acknowledged %s, want %s", first, want)
	}
	stop()
	close(hold)
	if got := <-acks; got != `{"envelope_id":"slow"}` {
		t.Errorf("acknowledged %s", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("err = %v", err)
	}
}

// No more are taken in side by side than there is room for.
func TestSocketTakesInSome(t *testing.T) {
	t.Parallel()
	var frames []string
	for i := range 3 * atOnce {
		frames = append(frames, frame(fmt.Sprint("e", i), "slash_commands", `{"command":"/licensing"}`))
	}
	url, acks := slackSays(t, frames...)
	hold := make(chan struct{})
	release := sync.OnceFunc(func() { close(hold) })
	var now, most atomic.Int64
	ended, stop := serveSocket(t, url, Intake{Log: zerolog.Nop(), Answer: func(inbox.Event) Message {
		n := now.Add(1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		if n == atOnce { // nothing holds the others back but the limit: they have their chance
			time.AfterFunc(50*time.Millisecond, release)
		}
		<-hold
		now.Add(-1)
		return Message{}
	}})
	for range frames {
		<-acks
	}
	stop()
	<-ended
	if n := most.Load(); n != atOnce {
		t.Errorf("%d at once, want %d", n, atOnce)
	}
}

func TestSocketGivesUp(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reply func(http.ResponseWriter)
		want  string
	}{
		"404": {status(404), "SLACK_API_URL"},
	}
	for _, code := range tokenRefusals {
		reply, err := json.Marshal(map[string]any{"ok": false, "error": code})
		if err != nil {
			t.Fatal(err)
		}
		tests[code] = struct {
			reply func(http.ResponseWriter)
			want  string
		}{says(string(reply)), "Slack refused SLACK_APP_TOKEN (" + code + "). Generate an App-Level Token"}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, _ := answers(t, test.reply)
			ended, _ := serveSocket(t, url, Intake{Log: zerolog.Nop()})
			err := <-ended
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("err = %v, want %q in it", err, test.want)
			}
			if _, refused := errors.AsType[*RefusedError](err); refused != (name != "404") {
				t.Errorf("err is of type %T", err)
			}
		})
	}
}
