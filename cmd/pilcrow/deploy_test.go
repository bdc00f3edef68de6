package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/deploy"
)

// patience bounds what a test waits for. Only a failure uses it up.
const patience = 90 * time.Second

func readManifest(t *testing.T, text string) manifest {
	t.Helper()
	var m manifest
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestManifests(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"socket": deploy.SocketManifest, "http": deploy.HTTPManifest} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := readManifest(t, text)
			if m.Settings.SocketMode != (name == "socket") {
				t.Errorf("Socket Mode is %t", m.Settings.SocketMode)
			}
			if !m.Settings.Interactivity.Enabled {
				t.Error("nobody can press a button")
			}
			if !m.Features.AppHome.Messages || m.Features.AppHome.ReadOnly {
				t.Error("nobody can write the bot a direct message")
			}
			for _, c := range m.Features.SlashCommands {
				if !c.Escape {
					t.Errorf("%s: people and channels come as bare names", c.Command)
				}
			}
			// Slack's limits
			d := m.DisplayInformation
			if n := len(d.Name); n == 0 || n > 35 {
				t.Errorf("the name has %d characters, want 1 to 35", n)
			}
			if n := len(d.Description); n == 0 || n > 140 {
				t.Errorf("the description has %d characters, want 1 to 140", n)
			}
			if n := len(d.LongDescription); n < 175 || n > 4000 {
				t.Errorf("the long description has %d characters, want 175 to 4000", n)
			}
		})
	}
}

// TestManifestsAgree: the two differ in how Slack reaches the bot, and in
// nothing else.
func TestManifestsAgree(t *testing.T) {
	t.Parallel()
	bare := func(text string) any {
		var m map[string]any
		if err := yaml.Unmarshal([]byte(text), &m); err != nil {
			t.Fatal(err)
		}
		delete(m["oauth_config"].(map[string]any), "redirect_urls")
		settings := m["settings"].(map[string]any)
		delete(settings, "socket_mode_enabled")
		delete(settings, "interactivity")
		delete(settings["event_subscriptions"].(map[string]any), "request_url")
		for _, c := range m["features"].(map[string]any)["slash_commands"].([]any) {
			delete(c.(map[string]any), "url")
		}
		return m
	}
	if diff := cmp.Diff(bare(deploy.SocketManifest), bare(deploy.HTTPManifest)); diff != "" {
		t.Error(diff)
	}
}

// TestManifestSuffices runs the bot in a workspace that grants just what the
// manifest asks for. It gets every question, and does nothing that Slack would
// refuse.
func TestManifestSuffices(t *testing.T) {
	t.Parallel()
	ws := workspace.New(workspace.Options{})
	server, err := ws.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	ann := ws.AddUser("ann")
	app := ws.Install(readManifest(t, deploy.SocketManifest).app())
	room := ws.AddChannel("general", ann.ID, app.BotUserID)
	runBot(t, bot.Config{BotToken: app.BotToken, AppToken: app.AppToken, APIURL: server.APIURL()}, zerolog.Nop())

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	until := func(what string, cond func(*workspace.Workspace) bool) {
		t.Helper()
		if err := ws.Wait(ctx, cond); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	answered := func(sent workspace.Message, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		until("an answer to "+sent.Text, func(w *workspace.Workspace) bool {
			return slices.ContainsFunc(w.Messages(sent.Channel), func(m workspace.Message) bool {
				return m.BotID != "" && m.TS > sent.TS
			})
		})
	}
	const question = "Is Amazon suing Nokia?"
	until("a connection", func(w *workspace.Workspace) bool { return w.Connections(app.AppID) > 0 })
	answered(ws.Direct(ann.ID, app.AppID, question, ""))
	answered(ws.Post(ann.ID, room.ID, "@pilcrow "+question, ""))
	for _, command := range app.Commands {
		if _, err := ws.Command(ann.ID, room.ID, command, question); err != nil {
			t.Error(err)
		}
	}
	for _, r := range ws.Refusals() {
		t.Error(r)
	}
}

// TestManifestAddresses: every address that Slack is told to call is served,
// to Slack alone.
func TestManifestAddresses(t *testing.T) {
	t.Parallel()
	ws := workspace.New(workspace.Options{})
	server, err := ws.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	m := readManifest(t, deploy.HTTPManifest)
	app := ws.Install(m.app())
	logged := make(lines, 100)
	runBot(t, bot.Config{
		BotToken: app.BotToken, SigningSecret: app.SigningSecret, Listen: "127.0.0.1:0", APIURL: server.APIURL(),
	}, zerolog.New(logged))
	var up struct{ Address string }
	for up.Address == "" {
		if err := json.Unmarshal(<-logged, &up); err != nil {
			t.Fatal(err)
		}
	}
	addresses := []string{m.Settings.Events.URL, m.Settings.Interactivity.URL, m.Settings.Interactivity.Options}
	for _, c := range m.Features.SlashCommands {
		addresses = append(addresses, c.URL)
	}
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || !strings.HasPrefix(address, deploy.PublicURL+"/") {
			t.Errorf("%q is no address of %s: %v", address, deploy.PublicURL, err)
			continue
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+up.Address+u.Path, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s answers %s to what is not signed, want 401", u.Path, resp.Status)
		}
	}
}

// runBot runs the real bot with the embedded base until the test ends.
func runBot(t *testing.T, config bot.Config, log zerolog.Logger) {
	t.Helper()
	library, err := new(cli).library("")
	if err != nil {
		t.Fatal(err)
	}
	config.Database = "sqlite://:memory:"
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- bot.Run(ctx, config, library, log) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// lines are the lines of a log.
type lines chan []byte

func (l lines) Write(p []byte) (int, error) {
	l <- slices.Clone(p)
	return len(p), nil
}

// variables are the environment variables that any command reads.
func variables(t *testing.T) []string {
	t.Helper()
	parser, err := kong.New(new(cli), kong.Bind(streams{}), kong.BindTo(t.Context(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			out = append(out, flag.Envs...)
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var variable = regexp.MustCompile(`\b(?:SLACK|PILCROW)_[A-Z_]+\b`)

// TestVariables: what the pages and the deployment call a setting is one, and
// the README tells of all.
func TestVariables(t *testing.T) {
	t.Parallel()
	known := variables(t)
	for _, page := range []string{"README.md", "deploy/compose.yaml", "deploy/Dockerfile", "deploy/pilcrow.env.example"} {
		text, err := os.ReadFile(inRepo(page))
		if err != nil {
			t.Fatal(err)
		}
		named := variable.FindAllString(string(text), -1)
		for _, v := range named {
			if !slices.Contains(known, v) {
				t.Errorf("%s names %s, which no command reads", page, v)
			}
		}
		for _, v := range known {
			if page == "README.md" && !slices.Contains(named, v) {
				t.Errorf("%s does not tell of %s", page, v)
			}
		}
	}
}

// TestDockerfile holds the image's recipe against the repository; whether it
// builds is for whoever has a container engine to try.
func TestDockerfile(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(inRepo("deploy/Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	ignore, err := os.ReadFile(inRepo("deploy/Dockerfile.dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	gomod, err := os.ReadFile(inRepo("go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	var copied []string
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 3 || words[0] != "COPY" || strings.HasPrefix(words[1], "--from") {
			continue
		}
		for _, from := range words[1 : len(words)-1] {
			copied = append(copied, from)
			if _, err := os.Stat(inRepo(from)); err != nil {
				t.Errorf("it copies %s: %v", from, err)
			}
			if !slices.Contains(strings.Split(string(ignore), "\n"), "!"+from) {
				t.Errorf("it copies %s, which the builder does not get", from)
			}
		}
	}
	for _, room := range rooms {
		top, _, _ := strings.Cut(room, "/")
		if !slices.Contains(copied, top) {
			t.Errorf("it does not copy %s", top)
		}
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(gomod)
	for _, want := range []string{
		fmt.Sprintf("FROM golang:%s AS build", version[1]),
		"RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /pilcrow ./cmd/pilcrow",
		"COPY --from=build /pilcrow /pilcrow",
		"USER 65532:65532",
		`ENTRYPOINT ["/pilcrow"]`,
		`CMD ["serve"]`,
	} {
		if !slices.Contains(strings.Split(string(text), "\n"), want) {
			t.Errorf("no line is %s", want)
		}
	}
}

func TestCompose(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(inRepo("deploy/compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			Build struct {
				Context    string `yaml:"context"`
				Dockerfile string `yaml:"dockerfile"`
			} `yaml:"build"`
			EnvFile     string            `yaml:"env_file"`
			Command     []string          `yaml:"command"`
			ReadOnly    bool              `yaml:"read_only"`
			CapDrop     []string          `yaml:"cap_drop"`
			SecurityOpt []string          `yaml:"security_opt"`
			Profiles    []string          `yaml:"profiles"`
			Environment map[string]string `yaml:"environment"`
			Ports       []string          `yaml:"ports"`
		} `yaml:"services"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Services) != 2 {
		t.Errorf("%d services, want Socket Mode and HTTP", len(file.Services))
	}
	for name, s := range file.Services {
		dockerfile := path.Join("deploy", s.Build.Context, s.Build.Dockerfile)
		if _, err := os.Stat(inRepo(dockerfile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		example := filepath.Join("deploy", s.EnvFile+".example")
		if _, err := os.Stat(inRepo(example)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !s.ReadOnly || !slices.Contains(s.CapDrop, "ALL") || len(s.SecurityOpt) == 0 {
			t.Errorf("%s may do more than it needs", name)
		}
		if socket := len(s.Profiles) == 0; socket != (len(s.Ports) == 0) || socket == (s.Environment["PILCROW_LISTEN"] != "") {
			t.Errorf("%s: only HTTP mode has a profile, listens and is reached by a port", name)
		}
		if !slices.Equal(s.Command, []string{"serve"}) {
			t.Errorf("%s runs %q", name, s.Command)
		}
	}
}
