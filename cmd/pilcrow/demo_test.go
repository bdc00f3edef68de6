package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// started starts pilcrow as a user does, and gives the lines it prints, one after
// the other, and what ends it.
func started(t *testing.T, args ...string) (next func() string, end func()) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	said, out := io.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, args, strings.NewReader(""), out, io.Discard) }()
	lines := bufio.NewReader(said)
	next = func() string {
		t.Helper()
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(line)
	}
	return next, sync.OnceFunc(func() {
		t.Helper()
		stop()
		_ = said.Close() // what it says now is for nobody
		if code := <-ended; code != 0 {
			t.Errorf("exit code %d", code)
		}
	})
}

// demoing starts the demo, and gives its page's address.
func demoing(t *testing.T, args ...string) (url string, end func()) {
	t.Helper()
	next, end := started(t, append([]string{"demo", "--no-open"}, args...)...)
	url = strings.TrimPrefix(next(), "The workspace is at ")
	if !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Fatalf("the demo is at %q", url)
	}
	return url, end
}

// sight is what ann sees now.
func sight(t *testing.T, url string) workspace.Sight {
	t.Helper()
	return stream(t, url)()
}

// stream is what ann sees, now and after each change.
func stream(t *testing.T, url string) func() workspace.Sight {
	t.Helper()
	resp, err := http.Get(url + "/stream?as=ann")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	lines := bufio.NewReader(resp.Body)
	return func() (seen workspace.Sight) {
		t.Helper()
		for line := ""; ; {
			if line, err = lines.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				if err := json.Unmarshal([]byte(data), &seen); err != nil {
					t.Fatal(err)
				}
				return seen
			}
		}
	}
}

// TestDemoKeeps: with --keep, what was said is there again; the page is there
// before the bot is.
func TestDemoKeeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	url, end := demoing(t, "--keep", dir)
	first := sight(t, url)
	if len(first.Channels) != 3 || len(first.Channels[0].Messages) != 0 {
		t.Errorf("ann sees %+v", first.Channels)
	}
	resp, err := http.Post(url+"/do/say", "application/json", strings.NewReader(`{"as":"ann","channel":"licensing","text":"for later"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	end()

	url, end = demoing(t, "--keep", dir)
	defer end()
	if got := sight(t, url).Channels[0].Messages; len(got) != 1 || got[0].Text != "for later" {
		t.Errorf("after a new start ann sees %+v", got)
	}
}

// TestDemoTidies: without --keep, nothing is left.
func TestDemoTidies(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	_, end := demoing(t)
	end()
	left, err := os.ReadDir(temp)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestWorkspaceAlone: what it prints is all that an app needs.
func TestWorkspaceAlone(t *testing.T) {
	t.Parallel()
	next, end := started(t, "workspace", "--no-open")
	defer end()
	env := map[string]string{}
	for range 3 {
		name, value, _ := strings.Cut(next(), "=")
		env[name] = value
	}
	url := strings.TrimPrefix(next(), "# The workspace is at ")
	if app := sight(t, url).Apps[0]; app.Here || app.Name != "pilcrow" {
		t.Errorf("before, the app is %+v", app)
	}
	runBot(t, bot.Config{BotToken: env["SLACK_BOT_TOKEN"], AppToken: env["SLACK_APP_TOKEN"], APIURL: env["SLACK_API_URL"]}, zerolog.Nop())
	seen := stream(t, url)
	for !seen().Apps[0].Here {
	}
}

func TestWorkspaceApp(t *testing.T) {
	t.Parallel()
	other := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(other, []byte(`{"features":{"bot_user":{"display_name":"other"},"slash_commands":[{"command":"/other"}]},
		"settings":{"event_subscriptions":{"bot_events":["app_mention"]}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		cmd  workspaceCmd
		want []string // name, and where it takes what
		err  bool
	}{
		{cmd: workspaceCmd{}, want: []string{"pilcrow", "", "", "", ""}},
		{cmd: workspaceCmd{App: "http://x/slack/"}, want: []string{"pilcrow", "http://x/slack/events", "http://x/slack/commands", "http://x/slack/interactions", "http://x/slack/options"}},
		{cmd: workspaceCmd{App: "http://x/slack/events"}, want: []string{"pilcrow", "http://x/slack/events", "http://x/slack/events", "http://x/slack/events", "http://x/slack/events"}},
		{cmd: workspaceCmd{Manifest: other}, want: []string{"other", "", "", "", ""}},
		{cmd: workspaceCmd{Manifest: other + "x"}, err: true},
		{cmd: workspaceCmd{Manifest: "demo_test.go"}, err: true},
	} {
		a, err := tt.cmd.app()
		if tt.err != (err != nil) {
			t.Errorf("%+v: %v", tt.cmd, err)
		}
		if err != nil {
			continue
		}
		got := []string{a.Name, a.EventsURL, a.CommandsURL, a.InteractionsURL, a.OptionsURL}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%+v: %s", tt.cmd, diff)
		}
	}
}
