package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// patience bounds what a test waits for. Only a failure uses it up.
const patience = time.Minute

// TestMain is the bot where a test has started this program as one; else it looks,
// after all tests, for goroutines that one of them left behind.
func TestMain(m *testing.M) {
	if config, ok := os.LookupEnv(asVictim); ok {
		os.Exit(victimMain(config))
	}
	flag.Parse()
	if !given("test.parallel") {
		flag.Set("test.parallel", atOnce)
	}
	code := m.Run()
	if left := leaked(); left != "" && code == 0 {
		fmt.Fprintln(os.Stderr, "goroutines were left behind:\n"+left)
		code = 1
	}
	os.Exit(code)
}

// atOnce is how many tests run side by side unless -parallel says: they mostly wait,
// for a lease to end or for Slack to be asked again, so that two processors carry
// more than two. PostgreSQL's hundred connections bear no more than ten.
var atOnce = "4"

// given tells whether a flag stands on the command line.
func given(name string) (is bool) {
	flag.Visit(func(f *flag.Flag) { is = is || f.Name == name })
	return is
}

// leaked gives goroutines that are just ending the time to end, and returns the
// stacks of those that do not.
func leaked() (left string) {
	deadline := time.Now().Add(patience)
	for {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		left = ""
		for stack := range strings.SplitSeq(string(stacks), "\n\n") {
			ours := strings.Contains(stack, "pilcrow/bot") || strings.Contains(stack, "slack-go/")
			if ours && !strings.Contains(stack, "TestMain") {
				left += stack + "\n\n"
			}
		}
		if left == "" || time.Now().After(deadline) {
			return left
		}
		runtime.Gosched()
	}
}

// eachMode runs a test once over Socket Mode and once over HTTP.
func eachMode(t *testing.T, test func(*testing.T, mode)) {
	t.Parallel()
	for _, m := range []mode{socket, overHTTP} {
		t.Run(string(m), func(t *testing.T) {
			t.Parallel()
			test(t, m)
		})
	}
}

type mode string

const (
	socket   mode = "socket"
	overHTTP mode = "http"
)

// setup is what a test wants otherwise than usual.
type setup struct {
	mode     mode
	ask      bot.Ask           // echo if nil
	table    bool              // the real fact table is asked, not echo
	opts     workspace.Options // how Slack behaves
	policy   bot.Policy
	texts    string           // directory of the articles' texts
	base     string           // directory of the base; the embedded one if empty
	admins   []string         // besides those of the workspace, by name
	experts  bool             // there is a channel of experts
	digest   bool             // there is a channel for the digest
	scopes   []string         // that the bot has; all of them if nil
	now      func() time.Time // the bot's; running if nil
	ticks    <-chan time.Time // when the hourly chores are done
	database string           // one of its own, in memory, if empty
	spare    bool             // another database will do
	events   []string         // that the app is told of; all that the bot acts on if nil
	paced    bool             // posts are held back, as they are for people
	watched  bool             // somebody watches the bot, also in Socket Mode
	// between, if set, handles what the bot sends to the Web API, and what Slack
	// sends to the bot over HTTP, before it is passed on.
	between func(next http.Handler) http.Handler
}

// world is a workspace with two people and a running bot in it.
type world struct {
	*workspace.Workspace
	t    testing.TB
	url  string // of the workspace
	app  workspace.App
	room workspace.Channel
	log  *logs
	sent *sent  // what the bot has sent to Slack
	stop func() // ends the bot, in good order

	config  bot.Config // of the bot
	library func() *bot.Library
}

func start(t testing.TB, s setup) *world {
	t.Helper()
	between := s.between
	if between == nil {
		between = func(next http.Handler) http.Handler { return next }
	}
	w := &world{t: t, log: new(logs), sent: new(sent)}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.url = "http://" + listener.Addr().String()
	s.opts.URL = w.url
	w.Workspace = workspace.New(s.opts)
	w.serve(listener, w.sent.recorded(between(w.Handler())))
	config := bot.Config{APIURL: w.url + "/api/", Database: "sqlite://:memory:", Policy: s.policy}
	if s.database != "" {
		config.Database, config.Spare = s.database, s.spare
	}
	install := workspace.App{
		Name:      "pilcrow",
		AgentView: true,
		Events:    []string{"app_mention", "message.channels", "message.groups", "message.im", "message.mpim", "app_home_opened"},
		Commands:  []string{"/licensing"},
		Shortcuts: []workspace.Shortcut{
			{Name: "Ask about this message", CallbackID: "ask", Type: "message"},
			{Name: "Ask pilcrow", CallbackID: "ask", Type: "global"},
		},
	}
	if s.events != nil {
		install.Events = s.events
	}
	install.Scopes = s.scopes
	if s.mode == overHTTP {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		config = config.On(listener)
		url := through(t, "http://"+listener.Addr().String(), between)
		install.EventsURL, install.CommandsURL = url+"/slack/events", url+"/slack/commands"
		install.InteractionsURL, install.OptionsURL = url+"/slack/interactions", url+"/slack/options"
	}
	if s.watched && s.mode == socket {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		config = config.On(listener)
	}
	w.app = w.Install(install)
	config.BotToken = w.app.BotToken
	if s.mode == overHTTP {
		config.SigningSecret = w.app.SigningSecret
	} else {
		config.AppToken = w.app.AppToken
	}
	w.AddUser("ann")
	w.AddUser("ben")
	w.AddAdmin("eva")
	w.room = w.AddChannel("general", "ann", "ben", "eva", "pilcrow")

	ask := s.ask
	if ask == nil && !s.table {
		ask = echo
	}
	for _, name := range s.admins {
		config.Policy.Admins = append(config.Policy.Admins, w.id(name))
	}
	if s.experts {
		config.Policy.Experts = w.AddChannel("experts", "eva", "pilcrow").ID
	}
	if s.digest {
		config.Policy.Digest = w.AddChannel("digest", "eva", "pilcrow").ID
	}
	if s.now == nil {
		s.now = running()
	}
	w.config = config.Asking(ask).At(s.now, s.ticks).Unhurried(patience)
	if !s.paced {
		w.config = w.config.Hurried()
	}
	w.library = s.library
	w.stop = w.another()
	return w
}

// running is a clock that begins on the same day in every run: sources grow old.
func running() func() time.Time {
	began := time.Now()
	return func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Since(began)) }
}

// another runs a bot in the workspace until it is told to stop, in good order.
func (w *world) another() (stop func()) {
	w.t.Helper()
	shelf := w.library()
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	connected := w.log.count("connected to Slack")
	go func() { ended <- bot.Run(ctx, w.config, shelf, zerolog.New(w.log)) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			w.t.Errorf("Run: %v", err)
		}
	})
	w.t.Cleanup(stop)
	if w.config.AppToken != "" {
		w.noted("connected to Slack", connected+2)
	}
	return stop
}

// serve serves the workspace until the test ends.
func (w *world) serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }()
	w.t.Cleanup(func() {
		w.Close()
		if err := server.Close(); err != nil {
			w.t.Error(err)
		}
	})
}

// library is a new one of the embedded base, or of one on disk, which is followed.
func (s setup) library() *bot.Library {
	if s.base == "" {
		return library(s.texts)
	}
	l := libraryOf(os.DirFS(s.base), s.texts)
	l.Follow(s.base)
	return l
}

// library is a new one of the embedded base.
func library(texts string) *bot.Library { return bot.NewLibrary(files(), engine(), texts) }

// files are those of the embedded base.
var files = sync.OnceValue(func() facts.Files {
	files, err := facts.Read(seeds.FS)
	if err != nil {
		panic(err)
	}
	return files
})

// engine is on the embedded base, loaded once for all tests.
var engine = sync.OnceValue(func() *answer.Engine { return engineOn(files()) })

// libraryOf is a library of any base.
func libraryOf(base fs.FS, texts string) *bot.Library {
	files, err := facts.Read(base)
	if err != nil {
		panic(err)
	}
	return bot.NewLibrary(files, engineOn(files), texts)
}

func engineOn(files facts.Files) *answer.Engine {
	base, err := files.Load()
	if err != nil {
		panic(err)
	}
	e, err := answer.New(base)
	if err != nil {
		panic(err)
	}
	return e
}

// through is a proxy to url with a handler between.
func through(t testing.TB, to string, between func(http.Handler) http.Handler) string {
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport:    transport,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	server := &http.Server{Handler: between(proxy), ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		transport.CloseIdleConnections()
	})
	return "http://" + listener.Addr().String()
}

// echo answers every question with itself, and cites for it.
func echo(question string, _, _ []string) answer.Answer {
	return answer.Answer{
		Outcome: answer.Answered,
		Text:    "You asked: " + question,
		Facts:   []string{"a-fact"},
		Citations: []answer.Citation{{
			Citation:  facts.Citation{Article: "an-article", At: "6"},
			Title:     "An article",
			Published: "2025-11-12",
		}},
	}
}

// cited is how echo's answer ends.
const cited = "An article, 12 November 2025, ¶6"

func (w *world) until(what string, cond func(*workspace.Workspace) bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	if err := w.Wait(ctx, cond); err != nil {
		w.t.Fatalf("waiting until %s: %v; log:\n%s", what, err, w.log)
	}
}

// heard waits until Slack has told the bot everything, and then ends the bot,
// so that whatever it was going to say is said.
func (w *world) heard() {
	w.t.Helper()
	w.until("everything is acknowledged", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
	w.stop()
}

// said is everything the bot has said in a channel.
func (w *world) said(channel string) (messages []workspace.Message) {
	for _, m := range w.Messages(channel) {
		if m.BotID == w.app.BotID && m.Subtype == "" {
			messages = append(messages, m)
		}
	}
	return messages
}

// reply waits for the n-th thing the bot says in a channel.
func (w *world) reply(channel string, n int) workspace.Message {
	w.t.Helper()
	w.until(fmt.Sprint("the bot has said ", n), func(*workspace.Workspace) bool { return len(w.said(channel)) >= n })
	return w.said(channel)[n-1]
}

// once says whether n questions in the room were each answered once, in a thread.
func (w *world) once(n int) {
	w.t.Helper()
	threads := map[string]int{}
	for _, m := range w.said(w.room.ID) {
		threads[m.ThreadTS]++
	}
	for thread, n := range threads {
		if n != 1 {
			w.t.Errorf("%d answers in thread %s", n, thread)
		}
	}
	if len(threads) != n {
		w.t.Errorf("%d questions answered, want %d", len(threads), n)
	}
}

// noRefusals says whether the bot did anything that Slack would not have.
func (w *world) noRefusals() {
	w.t.Helper()
	for _, refusal := range w.Refusals() {
		w.t.Errorf("Slack refuses %v", refusal)
	}
}

func (w *world) post(user, text, thread string) workspace.Message {
	w.t.Helper()
	m, err := w.Post(user, w.room.ID, text, thread)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w *world) direct(user, text, thread string) workspace.Message {
	w.t.Helper()
	m, err := w.Direct(user, "pilcrow", text, thread)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// logs is what the bot has logged.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
	grew chan struct{} // closed, and replaced, with every line
}

func (l *logs) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.grew != nil {
		close(l.grew)
		l.grew = nil
	}
	return l.text.Write(line)
}

func (l *logs) count(msg string) int { return len(l.about(msg)) }

// next is closed when another line is written.
func (l *logs) next() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.grew == nil {
		l.grew = make(chan struct{})
	}
	return l.grew
}

// noted waits until the log has n lines with this message: the last that the bot
// does about an event is to log it.
func (w *world) noted(msg string, n int) {
	w.t.Helper()
	for {
		next := w.log.next()
		if len(w.log.about(msg)) >= n {
			return
		}
		select {
		case <-next:
		case <-time.After(patience):
			w.t.Fatalf("%d lines %q, want %d; log:\n%s", len(w.log.about(msg)), msg, n, w.log)
		}
	}
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// about are the lines with this message.
func (l *logs) about(msg string) (lines []map[string]any) {
	for line := range strings.Lines(l.String()) {
		var fields map[string]any
		if json.Unmarshal([]byte(line), &fields) == nil && fields["message"] == msg {
			lines = append(lines, fields)
		}
	}
	return lines
}
