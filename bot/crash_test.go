package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// long is the flag for the runs that take more than some seconds.
var long = flag.Bool("crash", false, "run the long versions of the tests of what must not be lost")

// Every question is answered, and once, however often and whenever the process
// is killed; also where there are several, on PostgreSQL.
func TestCrash(t *testing.T) {
	eachSite(t, func(t *testing.T, s site) {
		plan := crashes{questions: 300, kills: 5, seed: 1}
		if *long {
			plan = crashes{questions: 10_000, kills: 60, seed: 2}
		}
		if s.mode == overHTTP {
			plan.seed += 1000
		}
		plan.run(t, s)
	})
}

// Replicas whose database is gone for a while lose nothing, and say nothing twice;
// also if one is killed meanwhile, and another one told to end, which it does in
// time.
func TestReplicasWithoutDatabase(t *testing.T) {
	t.Parallel()
	questions, gone := 200, time.Second
	if *long {
		questions, gone = 2000, 10*time.Second
	}
	wire := pgtest.NewWire(t, pgtest.New(t))
	k := &killer{}
	w := k.world(t, site{mode: overHTTP, database: wire.URL, replicas: 3}, nil)
	r := rand.New(rand.NewPCG(3, 0))
	asked := w.ask(r, questions)
	wire.Cut()
	began := time.Now()
	k.stab(w.victims[1])
	mended := make(chan struct{})
	time.AfterFunc(gone, func() { wire.Mend(); close(mended) })
	ended := w.victims[2].end()
	if ended > 10*time.Second {
		t.Errorf("it took %v to end without a database", ended)
	}
	<-mended
	w.victims[2].again()
	w.answered(len(asked))
	took := time.Since(began)
	w.noted("starting", len(w.victims)+2)
	for _, v := range w.victims {
		v.end()
	}
	w.each(asked)
	t.Logf("%d questions; the database was gone for %v, and %v after it was gone all was answered; one was told to end then and did within %v",
		questions, gone, took.Round(time.Millisecond), ended.Round(time.Millisecond))
}

// Replicas whose database server crashes and starts anew, again and again, lose
// nothing, and say nothing twice.
func TestReplicasDatabaseRestarted(t *testing.T) {
	if !*long {
		t.Skip("starts a server, and takes its time: -crash")
	}
	t.Parallel()
	const questions, restarts = 10_000, 5
	server := pgtest.NewServer(t)
	k := &killer{}
	w := k.world(t, site{mode: overHTTP, database: server.URL, replicas: 3}, nil)
	r := rand.New(rand.NewPCG(4, 0))
	asked := map[string]workspace.Message{}
	began := time.Now()
	for range restarts {
		maps.Copy(asked, w.ask(r, questions/restarts))
		server.Restart()
	}
	w.answered(questions)
	took := time.Since(began)
	for _, v := range w.victims {
		v.end()
	}
	w.each(asked)
	t.Logf("%d questions in %v; the server crashed %d times", questions, took.Round(time.Millisecond), restarts)
}

// site is where and how a bot runs.
type site struct {
	mode     mode
	database string
	replicas int
}

// eachSite runs a test with one bot on a file, over Socket Mode and over HTTP, and
// with three replicas on PostgreSQL, which can only be reached over HTTP.
func eachSite(t *testing.T, test func(*testing.T, site)) {
	t.Parallel()
	for _, m := range []mode{socket, overHTTP} {
		t.Run(string(m), func(t *testing.T) {
			t.Parallel()
			test(t, site{m, "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db"), 1})
		})
	}
	t.Run("replicas", func(t *testing.T) {
		t.Parallel()
		test(t, site{overHTTP, pgtest.New(t), 3})
	})
}

// crashes is a run of questions to a bot that is killed again and again.
type crashes struct {
	questions, kills int
	seed             uint64
}

// underWay is how many questions wait for their answer at once, at most: fewer
// than the bot keeps, or Slack would be put off all the time.
const underWay = 200

func (c crashes) run(t *testing.T, s site) {
	r := rand.New(rand.NewPCG(c.seed, 0))
	k := c.killer(r)
	w := k.world(t, s, nil)
	begun := time.Now()
	asked := w.ask(r, c.questions)
	w.answered(len(asked))
	took := time.Since(begun)
	var ended time.Duration
	for _, v := range w.victims {
		ended = max(ended, v.end())
	}
	w.each(asked)
	if most := k.recovered(); s.replicas > 1 && most > 15*time.Second {
		t.Errorf("what was in hand when a replica was killed was taken up after %v", most)
	}
	if n := k.killed.Load(); n < int64(c.kills) {
		t.Errorf("killed %d times, want %d", n, c.kills)
	}
	t.Logf("%d questions in %v (%.0f a second), killed %d times; %s; ended within %v",
		c.questions, took.Round(time.Millisecond), float64(c.questions)/took.Seconds(), k.killed.Load(), k.recovery(), ended.Round(time.Millisecond))
}

// crashed is a workspace with a bot that is killed now and then.
type crashed struct {
	*world
	victims []*victim
	rooms   []workspace.Channel
	people  []string
	asked   int // questions so far
}

// world starts a workspace, and a bot, or several replicas of it, each in a process
// of its own; between handles what they send, if it is set.
func (k *killer) world(t *testing.T, s site, between func(http.Handler) http.Handler) *crashed {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &crashed{world: &world{t: t, log: new(logs), url: "http://" + listener.Addr().String()}}
	w.Workspace = workspace.New(workspace.Options{
		URL:     w.url,
		Retries: slices.Repeat([]time.Duration{100 * time.Millisecond}, 600), // of a patient Slack
	})
	for range s.replicas {
		w.victims = append(w.victims, &victim{t: t, log: w.log})
	}
	slack := w.Handler()
	if between != nil {
		slack = between(slack)
	}
	w.serve(listener, k.between(w.victims, slack))
	install := workspace.App{Name: "pilcrow", AgentView: true, Events: []string{"app_mention", "message.channels", "message.im"}}
	config := victimConfig{Config: bot.Config{Database: s.database}, Whole: *long}
	if s.mode == overHTTP {
		front := httptest.NewServer(front(w.victims))
		t.Cleanup(front.Close)
		install.EventsURL = front.URL + "/slack/events"
		config.Listen = "127.0.0.1:0"
	}
	w.app = w.Install(install)
	config.BotToken, config.SigningSecret = w.app.BotToken, w.app.SigningSecret
	if s.mode == socket {
		config.AppToken = w.app.AppToken
	}
	for i, v := range w.victims {
		config.APIURL = fmt.Sprintf("%s/%d/api/", w.url, i) // which tells who calls
		if v.config, err = marshalled(config); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 20 {
		w.people = append(w.people, fmt.Sprint("person", i))
		w.AddUser(w.people[i])
	}
	for i := range 30 {
		w.rooms = append(w.rooms, w.AddChannel(fmt.Sprint("room", i), append([]string{"pilcrow"}, w.people...)...))
	}
	for _, v := range w.victims {
		v.start()
		t.Cleanup(func() { v.end() })
	}
	w.noted("starting", s.replicas)
	return w
}

func marshalled(v any) (string, error) {
	data, err := json.Marshal(v)
	return string(data), err
}

// ask asks n questions, in channels and in private, in threads and outside of
// them, no more at once than is fair, and says where each of them stands.
func (w *crashed) ask(r *rand.Rand, n int) (asked map[string]workspace.Message) {
	w.t.Helper()
	asked = map[string]workspace.Message{}
	var threads []workspace.Message
	for range n {
		w.answered(w.asked - underWay)
		text := fmt.Sprintf("question %d?", w.asked)
		w.asked++
		who := w.people[r.IntN(len(w.people))]
		var m workspace.Message
		var err error
		switch kind := r.IntN(4); {
		case kind == 0:
			m, err = w.Direct(who, "pilcrow", text, "")
		case kind == 1 && len(threads) > 0:
			thread := threads[r.IntN(len(threads))]
			m, err = w.Post(who, thread.Channel, "@pilcrow "+text, thread.TS)
		default:
			m, err = w.Post(who, w.rooms[r.IntN(len(w.rooms))].ID, "@pilcrow "+text, "")
			threads = append(threads, m)
		}
		if err != nil {
			w.t.Fatal(err)
		}
		asked[text] = m
	}
	return asked
}

// answered waits until the bot has posted n messages.
func (w *crashed) answered(n int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience*3)
	defer cancel()
	if err := w.Wait(ctx, func(ws *workspace.Workspace) bool { return ws.Posted("pilcrow") >= n }); err != nil {
		w.t.Fatalf("%d answers, want %d, %d deliveries under way: %v; troubles:\n%s", w.Posted("pilcrow"), n, w.Pending(), err, w.troubles())
	}
}

// troubles are the latest lines of the log but for those that say that all is well.
func (w *crashed) troubles() string {
	var lines []string
	for line := range strings.Lines(w.log.String()) {
		if !strings.Contains(line, `"message":"answered"`) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-50):], "")
}

var toQuestion = regexp.MustCompile(`You asked: (question \d+\?)`)

// each says whether each question was answered once, in its place.
func (w *crashed) each(asked map[string]workspace.Message) {
	w.t.Helper()
	answers := map[string]int{}
	channels := map[string]bool{}
	for _, question := range asked {
		if channels[question.Channel] {
			continue
		}
		channels[question.Channel] = true
		for _, reply := range w.said(question.Channel) {
			said := toQuestion.FindStringSubmatch(reply.Text)
			if said == nil {
				w.t.Errorf("the bot says %q", reply.Text)
				continue
			}
			answers[said[1]]++
			if at := asked[said[1]]; reply.Channel != at.Channel || reply.ThreadTS != threadOf(at) {
				w.t.Errorf("%s in %s is answered in %s %s", said[1], at.Channel, reply.Channel, reply.ThreadTS)
			}
		}
	}
	lost, double := 0, 0
	for text := range asked {
		switch n := answers[text]; {
		case n == 0:
			lost++
		case n > 1:
			double++
		}
	}
	if lost > 0 || double > 0 {
		w.t.Errorf("of %d questions %d were lost and %d answered twice", len(asked), lost, double)
	}
	for _, refusal := range w.Refusals() {
		w.t.Errorf("Slack refuses %v", refusal)
	}
}

// threadOf is where a question has to be answered.
func threadOf(question workspace.Message) string {
	if question.ThreadTS == "" && question.Channel[0] != 'D' {
		return question.TS
	}
	return question.ThreadTS
}

// moment is when the bot is killed, seen from a message that it posts.
type moment int

const (
	before    moment = iota // the message does not arrive any more
	after                   // it is there, but the bot never hears so
	late                    // it has arrived; Slack is slow about it
	meanwhile               // whatever the bot is at some milliseconds later
	twice                   // the same, and again while it starts
	moments
)

// killer kills the bot at moments chosen beforehand.
type killer struct {
	at     map[int64]moment // by how many messages were posted
	delays map[int64]time.Duration
	posted atomic.Int64
	killed atomic.Int64

	mu         sync.Mutex
	dead       time.Time            // since when; zero while it answers
	recoveries []time.Duration      // from the kill to the first call of the Web API for a person
	prevented  map[string]time.Time // answers, by their event: when
	takenUp    []time.Duration      // from then until they were given
}

func (c crashes) killer(r *rand.Rand) *killer {
	k := &killer{at: map[int64]moment{}, delays: map[int64]time.Duration{}}
	for i := range c.kills {
		n := 1 + r.Int64N(int64(c.questions-1))
		for k.delays[n] != 0 { // taken
			n = 1 + r.Int64N(int64(c.questions-1))
		}
		k.at[n] = moment(i) % moments // each of them has its turn
		k.delays[n] = time.Duration(1 + r.Int64N(int64(150*time.Millisecond)))
	}
	return k
}

// slow is how long Slack takes at worst over a message that it has got, for the
// purpose of this test.
const slow = 300 * time.Millisecond

// between is the workspace, but for the kills. The first part of the path is the
// number of who calls.
func (k *killer) between(victims []*victim, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		caller, err := strconv.Atoi(number)
		if err != nil || caller >= len(victims) { // it is no bot
			next.ServeHTTP(w, r)
			return
		}
		r = r.Clone(r.Context())
		r.URL.Path = "/" + path
		if r.URL.Path != "/api/chat.postMessage" {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // it was killed, for another message
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		event := eventOf(body)
		k.alive(event)
		n := k.posted.Add(1)
		at, now := k.at[n]
		if !now {
			next.ServeHTTP(w, r)
			return
		}
		if at == before {
			k.prevent(event)
		}
		k.kill(victims[caller], at, k.delays[n], next, w, r)
	})
}

var taggedWith = regexp.MustCompile(`"event_id":"([^"]+)"`)

// eventOf is the event that a message answers.
func eventOf(body []byte) string {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	if tag := taggedWith.FindStringSubmatch(form.Get("metadata")); tag != nil {
		return tag[1]
	}
	return ""
}

// kill lets a message through, or not, and kills the bot.
func (k *killer) kill(v *victim, at moment, delay time.Duration, next http.Handler, w http.ResponseWriter, r *http.Request) {
	nobody := httptest.NewRecorder() // hears the answer
	switch at {
	case before:
		k.stab(v)
	case after:
		next.ServeHTTP(nobody, r)
		k.stab(v)
	case late:
		arrives := time.NewTimer(slow) // however long it takes to kill a process
		var killing sync.WaitGroup
		killing.Go(func() { k.stab(v) })
		<-arrives.C
		next.ServeHTTP(nobody, r)
		killing.Wait()
	case meanwhile, twice:
		next.ServeHTTP(w, r)
		time.AfterFunc(delay, func() {
			k.stab(v)
			if at == twice {
				time.AfterFunc(delay, func() { k.stab(v) })
			}
		})
	}
}

func (k *killer) stab(v *victim) {
	v.kill(func() {
		k.killed.Add(1)
		k.mu.Lock()
		defer k.mu.Unlock()
		k.dead = time.Now()
	})
}

// alive notes that the bot answers people, and what.
func (k *killer) alive(event string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.dead.IsZero() {
		k.recoveries = append(k.recoveries, time.Since(k.dead))
		k.dead = time.Time{}
	}
	if since, ok := k.prevented[event]; ok {
		k.takenUp = append(k.takenUp, time.Since(since))
		delete(k.prevented, event)
	}
}

// prevent notes that an answer is about to be prevented.
func (k *killer) prevent(event string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.prevented == nil {
		k.prevented = map[string]time.Time{}
	}
	k.prevented[event] = time.Now()
}

// recovered is how long it took at most until a prevented answer was given.
func (k *killer) recovered() time.Duration {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.takenUp) == 0 {
		return 0
	}
	return slices.Max(k.takenUp)
}

// recovery says how long it took from a kill to the next answer.
func (k *killer) recovery() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.recoveries) == 0 {
		return "never recovered"
	}
	said := "the first answer came after a kill in " + spread(k.recoveries)
	if len(k.takenUp) > 0 {
		said += "; the one that was prevented in " + spread(k.takenUp)
	}
	return said
}

// spread says how long something took: half the time, but for one in a hundred, and
// at most.
func spread(took []time.Duration) string {
	slices.Sort(took)
	within := func(percent int) time.Duration {
		return took[min(len(took)*percent/100, len(took)-1)].Round(time.Millisecond)
	}
	return fmt.Sprintf("%v (median), %v (p99), %v (most), of %d", within(50), within(99), within(100), len(took))
}
