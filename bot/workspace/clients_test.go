package workspace_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// What Slack itself has written judges the workspace, and the bot's blocks.

var clients = flag.Bool("clients", false, "fail, rather than skip, where Slack's own clients are not there")

const clientsDir = "testdata/clients"

// haveClients skips a test where Node or what npm brings is not there.
func haveClients(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Node")
	}
	_, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(clientsDir, "node_modules", "@slack", "bolt"))
	}
	switch {
	case err != nil && *clients:
		t.Fatal(err)
	case err != nil:
		t.Skip("Slack's own clients are not here; npm ci in bot/workspace/testdata/clients brings them, with Node 20 or later")
	}
}

func TestBolt(t *testing.T) {
	t.Parallel()
	haveClients(t)
	for _, mode := range []string{"Socket Mode", "HTTP"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			w := boltWorld(t, mode == "HTTP")
			playBolt(t, w)
			w.noRefusals()
		})
	}
}

// boltWorld is a world whose app is bolt.mjs.
func boltWorld(t *testing.T, overHTTP bool) *world {
	t.Helper()
	app := workspace.App{Events: []string{"app_mention"}, Commands: []string{"/bolt"}}
	var env []string
	if overHTTP {
		port := freePort(t)
		url := "http://127.0.0.1:" + port + "/slack/events" // Bolt takes everything there
		app.EventsURL, app.CommandsURL, app.InteractionsURL, app.OptionsURL = url, url, url, url
		app.SigningSecret = "a-signing-secret"
		env = []string{"PORT=" + port, "SLACK_SIGNING_SECRET=" + app.SigningSecret}
	}
	w := newWorld(t, workspace.Options{AckWithin: patience}, app) // Node may be slow to begin with
	cmd := exec.Command("node", "bolt.mjs")                       // which ends by itself, and not with the test's context
	cmd.Dir = clientsDir
	cmd.Env = append(os.Environ(), append(env,
		"SLACK_BOT_TOKEN="+w.app.BotToken, "SLACK_APP_TOKEN="+w.app.AppToken, "SLACK_API_URL="+w.server.APIURL())...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	alive, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	t.Cleanup(func() {
		_ = alive.Close() // which ends it
		_, _ = io.Copy(io.Discard, said)
		if err := cmd.Wait(); err != nil {
			t.Errorf("bolt: %v\n%s", err, complaints.String())
		}
	})
	if line != "up\n" {
		t.Fatalf("bolt says %q, %v", line, err)
	}
	return w
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// playBolt has Ann mention the app, use its command, press its button and send
// its form, once with a word that it does not take.
func playBolt(t *testing.T, w *world) {
	t.Helper()
	says := func(text string) func(*workspace.Workspace) bool {
		return func(ws *workspace.Workspace) bool { return w.index(text) >= 0 }
	}
	must(w.Post("ann", "general", "@pilcrow hello", ""))(t)
	w.until("it answers", says("You said: "))

	got := must(w.Command("ann", "general", "/bolt", "one two"))(t)
	if got.Message == nil || got.Message.Text != "Heard one two" {
		t.Errorf("the command shows %+v", got.Message)
	}
	w.until("it answers again", says("And again: one two"))

	answer := w.Messages("general")[w.index("You said: ")]
	if err := w.Click("ann", answer, "open", ""); err != nil {
		t.Fatal(err)
	}
	w.until("a form opens", func(ws *workspace.Workspace) bool { return len(ws.Views("ann")) > 0 })
	form := w.Views("ann")[0]
	if sent := must(w.Submit("ann", form, map[string]string{"word": "wrong"}))(t); sent.Errors["word"] != "Another one, please" {
		t.Errorf("the form says %v", sent.Errors)
	}
	must(w.Submit("ann", form, map[string]string{"word": "right"}))(t)
	w.until("it tells the word", says("The word is right"))
	if open := w.Views("ann"); len(open) != 0 {
		t.Errorf("%d forms are open", len(open))
	}
}

// index is where a message in #general says something, or -1.
func (w *world) index(text string) int {
	return slices.IndexFunc(w.Messages("general"), func(m workspace.Message) bool { return strings.Contains(m.Text, text) })
}

// untyped are the blocks that Slack has and its types do not know yet.
var untyped = []string{"data_visualization"}

// TestTypes has TypeScript hold what the bot sends to Slack's own types. What
// those do not know is named above; once they do, this test says so.
func TestTypes(t *testing.T) {
	t.Parallel()
	haveClients(t)
	var source strings.Builder
	source.WriteString("import type { HomeView, KnownBlock, ModalView } from '@slack/types'\n")
	for _, kind := range untyped {
		fmt.Fprintf(&source, "// @ts-expect-error\nexport const %s: KnownBlock['type'] = '%[1]s'\n", kind)
	}
	files, err := filepath.Glob("../testdata/sent/*.json")
	if more, bad := filepath.Glob("../blocks/testdata/*.json"); bad == nil {
		files = append(files, more...)
	}
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	n := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for kind, blocks := range blocksIn(v) {
			n++
			out, err := json.Marshal(blocks)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&source, "// %s\nexport const sent%d: %s = %s\n", filepath.Base(file), n, kind, out)
		}
	}
	checkTypes(t, source.String())
}

// blocksIn finds what a file holds of views and of lists of blocks, with the type
// that each must have.
func blocksIn(v any) func(yield func(string, any) bool) {
	return func(yield func(string, any) bool) { walkBlocks(v, yield) }
}

func walkBlocks(v any, yield func(string, any) bool) bool {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if !walkBlocks(item, yield) {
				return false
			}
		}
	case map[string]any:
		list, _ := v["blocks"].([]any)
		if list == nil {
			list, _ = v["older"].([]any)
		}
		v["blocks"] = slices.DeleteFunc(list, func(b any) bool {
			block, _ := b.(map[string]any)
			kind, _ := block["type"].(string)
			return slices.Contains(untyped, kind)
		})
		switch {
		case list == nil:
			delete(v, "blocks")
			for _, item := range v {
				if !walkBlocks(item, yield) {
					return false
				}
			}
		case v["type"] == "modal":
			return yield("ModalView", v)
		case v["type"] == "home":
			return yield("HomeView", v)
		default:
			return yield("KnownBlock[]", v["blocks"])
		}
	}
	return true
}

// checkTypes has the compiler read a source beside Slack's types.
func checkTypes(t *testing.T, source string) {
	t.Helper()
	dir, err := os.MkdirTemp(clientsDir, "types-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.WriteFile(filepath.Join(dir, "sent.ts"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	config := `{ "extends": "../tsconfig.json", "include": ["sent.ts"] }`
	if err := os.WriteFile(filepath.Join(dir, "tsconfig.json"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "node_modules/typescript/bin/tsc", "-p", filepath.Base(dir))
	cmd.Dir = clientsDir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.6000s", err, out)
	}
}
