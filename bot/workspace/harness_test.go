package workspace_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// noon is when every test takes place.
var noon = time.Unix(1_700_000_000, 0)

// patience bounds what a test waits for. It is only ever used up by a failure.
const patience = 10 * time.Second

// world is a workspace with Ann and Ben in #general and an app called pilcrow,
// and the real client signed in as that app.
type world struct {
	*workspace.Workspace
	t      *testing.T
	server *workspace.Server
	app    workspace.App
	api    *slack.Client
	ann    workspace.User
	ben    workspace.User
	room   workspace.Channel
}

var allEvents = []string{
	"app_mention", "app_home_opened", "message.channels", "message.groups", "message.im",
	"member_joined_channel", "member_left_channel", "channel_left", "group_left", "channel_archive", "group_archive",
	"channel_deleted", "group_deleted", "reaction_added", "reaction_removed",
}

func newWorld(t *testing.T, opts workspace.Options, app workspace.App) *world {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	w := &world{Workspace: workspace.New(opts), t: t}
	server, err := w.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	app.Name = "pilcrow"
	w.server = server
	w.app = w.Install(app)
	w.api = w.client(w.app.BotToken)
	w.ann, w.ben = w.AddUser("ann"), w.AddUser("ben")
	w.room = w.AddChannel("general", "ann", "ben", "pilcrow")
	return w
}

// quiet is a world whose app hears of nothing.
func quiet(t *testing.T) *world {
	t.Helper()
	return newWorld(t, workspace.Options{}, workspace.App{})
}

func (w *world) client(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(w.server.APIURL()), slack.OptionAppLevelToken(w.app.AppToken))
}

// until waits for a condition of the workspace.
func (w *world) until(what string, cond func(*workspace.Workspace) bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	if err := w.Wait(ctx, cond); err != nil {
		w.t.Fatalf("waiting until %s: %v", what, err)
	}
}

// socket connects a Socket Mode client, gives every event to on and stops with
// the test. It returns once the workspace has the connection.
func (w *world) socket(on func(*socketmode.Client, socketmode.Event)) (stop func()) {
	w.t.Helper()
	before := w.Connections("pilcrow")
	sm := socketmode.New(w.api)
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- sm.RunContext(ctx) }()
	handled := make(chan struct{})
	go func() {
		defer close(handled)
		for {
			select {
			case e := <-sm.Events:
				on(sm, e)
			case <-ctx.Done():
				return
			}
		}
	}()
	stop = func() {
		cancel()
		<-handled
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			w.t.Errorf("socket mode: %v", err)
		}
	}
	w.t.Cleanup(stopOnce(&stop))
	w.until("connected", func(ws *workspace.Workspace) bool { return ws.Connections("pilcrow") > before })
	return stop
}

func stopOnce(stop *func()) func() {
	do, done := *stop, false
	*stop = func() {
		if !done {
			done = true
			do()
		}
	}
	return *stop
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// refusedWith asserts that the last refusal is of the code.
func (w *world) refusedWith(code string) {
	w.t.Helper()
	r := w.Refusals()
	if len(r) == 0 || r[len(r)-1].Code != code {
		w.t.Errorf("refusals %v, want the last to be %s", r, code)
	}
}

func (w *world) noRefusals() {
	w.t.Helper()
	if r := w.Refusals(); len(r) != 0 {
		w.t.Errorf("refusals: %v", r)
	}
}

// wantError asserts an error of the Web API.
func wantError(t *testing.T, err error, code string) slack.SlackErrorResponse {
	t.Helper()
	var got slack.SlackErrorResponse
	if !errors.As(err, &got) || got.Err != code {
		t.Errorf("error %v, want %s", err, code)
	}
	return got
}

// receive takes the next of a channel.
func receive[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}
