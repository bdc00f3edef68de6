package bot_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Whatever goes wrong between Slack and the bot, each question is answered once.
func TestFaults(t *testing.T) {
	t.Parallel()
	const questions = 12
	// patient is a Slack that delivers again and again.
	patient := workspace.Options{Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 200)}
	tests := map[string]struct {
		posts   []workspace.Fault               // of the first posts
		between func(http.Handler) http.Handler // in both directions
	}{
		"latency":           {between: each("/api/chat.postMessage", slowly)},
		"a storm of 429":    {posts: slices.Repeat([]workspace.Fault{{Status: 429, RetryAfter: 1}}, 2*questions)},
		"5xx":               {posts: slices.Repeat([]workspace.Fault{{Status: 503}}, questions)},
		"5xx, but posted":   {posts: slices.Repeat([]workspace.Fault{{Status: 500, After: true}}, questions)},
		"internal error":    {posts: slices.Repeat([]workspace.Fault{{Code: "internal_error", After: true}}, questions)},
		"cut before":        {posts: slices.Repeat([]workspace.Fault{{Cut: true}}, questions)},
		"cut after":         {posts: slices.Repeat([]workspace.Fault{{Cut: true, After: true}}, questions)},
		"malformed answers": {between: sometimes("/api/chat.postMessage", 2, garbled)},
		"delivered twice":   {between: sometimes("/slack/events", 2, repeatedly)},
		"said to have failed, and delivered again": {between: sometimes("/slack/events", 2, failingly)},
		"out of order":         {between: sometimes("/slack/events", 3, slowly)},
		"malformed deliveries": {between: sometimes("/slack/events", 2, precededByRubbish)},
	}
	for engine, url := range engines {
		for name, test := range tests {
			t.Run(engine+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := start(t, setup{mode: overHTTP, database: url(t), opts: patient, between: test.between})
				for _, f := range test.posts {
					w.Fail("chat.postMessage", f)
				}
				for i := range questions {
					w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
				}
				w.noted("answered", questions) // for all it knows
				w.heard()
				w.once(questions)
				w.noRefusals()
			})
		}
	}
}

// engines are where the bot may remember, each with a database of its own for a
// test; PostgreSQL only where a server is found.
var engines = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db") },
	"postgres": pgtest.New,
}

// each has every request to a path handled otherwise.
func each(path string, how func(next http.Handler, w http.ResponseWriter, r *http.Request)) func(http.Handler) http.Handler {
	return sometimes(path, 1, how)
}

// sometimes has one of n requests to a path handled otherwise.
func sometimes(path string, n int64, how func(next http.Handler, w http.ResponseWriter, r *http.Request)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		var count atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == path && count.Add(1)%n == 0 {
				how(next, w, r)
			} else {
				next.ServeHTTP(w, r)
			}
		})
	}
}

func slowly(next http.Handler, w http.ResponseWriter, r *http.Request) {
	time.Sleep(100 * time.Millisecond)
	next.ServeHTTP(w, r)
}

func garbled(next http.Handler, w http.ResponseWriter, r *http.Request) {
	next.ServeHTTP(httptest.NewRecorder(), r)
	_, _ = io.WriteString(w, `{"ok":tru`)
}

func repeatedly(next http.Handler, w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // a short one is refused
	for _, to := range []http.ResponseWriter{httptest.NewRecorder(), httptest.NewRecorder(), w} {
		next.ServeHTTP(to, with(r, body))
	}
}

func failingly(next http.Handler, w http.ResponseWriter, r *http.Request) {
	next.ServeHTTP(failing{w}, r)
}

func precededByRubbish(next http.Handler, w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	for _, rubbish := range [][]byte{nil, []byte(`{"type":`), body[:len(body)/2]} {
		next.ServeHTTP(httptest.NewRecorder(), with(r, rubbish))
	}
	next.ServeHTTP(w, with(r, body))
}

// with is a request with another body.
func with(r *http.Request, body []byte) *http.Request {
	r = r.Clone(r.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return r
}

// Whatever goes wrong when an answer is to be changed, or taken away, it is in the
// end.
func TestFaultsOfChanges(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]workspace.Fault{
		"429":             {Status: 429, RetryAfter: 1},
		"5xx":             {Status: 503},
		"5xx, but done":   {Status: 500, After: true},
		"internal error":  {Code: "internal_error"},
		"cut before":      {Cut: true},
		"cut after":       {Cut: true, After: true},
		"an unknown kind": {Code: "service_unavailable", After: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, setup{mode: overHTTP})
			for _, change := range []struct {
				method, user string
				do           func(workspace.Message) error
				changed      func(said []workspace.Message) bool
			}{
				{"chat.update", "ann", func(m workspace.Message) error {
					_, err := w.Edit("ann", m, "@pilcrow and who is paid?")
					return err
				}, func(said []workspace.Message) bool {
					return len(said) == 1 && strings.Contains(said[0].Text, "and who is paid?")
				}},
				{"chat.delete", "ben", func(m workspace.Message) error {
					return w.Delete("ben", m)
				}, func(said []workspace.Message) bool { return len(said) == 0 }},
			} {
				room := w.AddChannel("to "+change.method, change.user, "pilcrow")
				asked, err := w.Post(change.user, room.ID, "@pilcrow who pays?", "")
				w.must(err)
				w.reply(room.ID, 1)
				w.Fail(change.method, fault)
				w.must(change.do(asked))
				w.until("it is changed", func(*workspace.Workspace) bool { return change.changed(w.said(room.ID)) })
			}
			w.heard()
			for _, r := range w.Refusals() {
				if r.Code != "message_not_found" { // which is how the bot knows
					t.Errorf("Slack refuses %v", r)
				}
			}
			if n := w.log.count("given up"); n > 0 {
				t.Errorf("%d were given up; log:\n%s", n, w.log)
			}
		})
	}
}

// A question that is passed to the experts is said once on either side, whichever of
// the two goes wrong, and how it stands is shown on both.
func TestFaultsOfHandOver(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, experts: true})
		desk := w.channel("experts")
		w.post("ann", "@pilcrow who pays?", "")
		answer := w.reply(w.room.ID, 1)
		fine, broken := workspace.Fault{Slow: time.Millisecond}, workspace.Fault{Status: 503}
		for _, f := range []workspace.Fault{{Status: 500, After: true}, fine, broken} { // the first is found when it is looked for
			w.Fail("chat.postMessage", f)
		}
		w.click("ann", answer, "person")
		waiting := w.reply(w.room.ID, 2)
		post := w.reply(desk, 1)
		for _, f := range []workspace.Fault{broken, fine, broken} {
			w.Fail("chat.update", f)
		}
		w.click("eva", post, "resolve")
		for channel, ts := range map[string]string{desk: post.TS, w.room.ID: waiting.TS} {
			w.until("it is resolved in "+channel, func(*workspace.Workspace) bool {
				i := slices.IndexFunc(w.said(channel), func(m workspace.Message) bool { return m.TS == ts })
				return i >= 0 && strings.Contains(w.said(channel)[i].Text, "Resolved")
			})
		}
		w.heard()
		if here, there := len(w.said(w.room.ID)), len(w.said(desk)); here != 2 || there != 1 {
			t.Errorf("%d messages where it was asked, %d with the experts", here, there)
		}
		w.noRefusals()
	})
}

// An expert who settles a question before the bot knows that the asker sees how it
// stands, settles it on both sides.
func TestHandOverSettledAtOnce(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, experts: true})
		w.post("ann", "@pilcrow who pays?", "")
		answer := w.reply(w.room.ID, 1)
		w.Fail("chat.postMessage", workspace.Fault{Slow: time.Millisecond})
		w.Fail("chat.postMessage", workspace.Fault{Status: 503, After: true}) // it is there, and tried again later
		w.click("ann", answer, "person")
		post := w.reply(w.channel("experts"), 1)
		w.reply(w.room.ID, 2)
		w.click("eva", post, "resolve")
		w.until("it is resolved", func(*workspace.Workspace) bool {
			return strings.Contains(w.said(w.room.ID)[1].Text, "Resolved")
		})
		w.heard()
		w.noRefusals()
	})
}

// Past a depth, who watches is told, and Slack is told to come again; when there is
// room all that was refused is answered.
func TestTooMuchWaits(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		const depth, questions = 2, 5
		asked, hold := make(chan struct{}, questions), make(chan struct{})
		w := start(t, setup{mode: m, watched: true, policy: bot.Policy{Depth: depth}, events: []string{"app_mention"}, opts: workspace.Options{
			Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 1000),
		}, ask: func(question string, earlier, articles []string) answer.Answer {
			asked <- struct{}{}
			<-hold
			return echo(question, earlier, articles)
		}})
		for i := range questions {
			w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
		}
		w.noted("not accepted", questions)
		for range depth { // an event may be refused while the last that has room is still being written
			<-asked
		}
		if status, body := w.watch("/readyz"); status != http.StatusServiceUnavailable || body != "too much is waiting\n" {
			t.Errorf("readyz: %d %s", status, body)
		}
		if status, _ := w.watch("/healthz"); status != http.StatusOK {
			t.Errorf("healthz: %d", status)
		}
		close(hold)
		w.noted("answered", questions)
		if status, body := w.watch("/readyz"); status != http.StatusOK {
			t.Errorf("readyz: %d %s", status, body)
		}
		w.heard()
		w.once(questions)
		w.noRefusals()
	})
}

// An answer that could not be given in all the tries there are is told to have
// failed, and what was asked is kept, to be tried again.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	w := start(t, setup{mode: socket, database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")})
	asked := w.post("ann", "the question", "") // of which the bot is not told
	w.heard()
	memory, err := store.Open(t.Context(), w.config.Database, time.Now)
	w.must(err)
	ev := inbox.Event{ID: "Ev1", Kind: inbox.Mention, Team: w.TeamID(), Channel: w.room.ID, TS: asked.TS, User: w.id("ann"), Text: "who pays?"}
	body, err := json.Marshal(ev)
	w.must(err)
	w.must(memory.Accept(t.Context(), []*store.Accepted{{ID: ev.ID, Team: ev.Team, User: ev.User, Body: string(body)}}))
	w.must(memory.Later(t.Context(), ev.ID, 7, time.Now(), "broken"))
	w.Fail("chat.postMessage", workspace.Fault{Status: 503})
	stop := w.another()
	said := w.reply(w.room.ID, 1)
	w.noted("given up", 1)
	if ref := fmt.Sprint(w.log.about("not answered")[0]["reference"]); len(ref) != 8 || !strings.Contains(said.Text, ref) || said.ThreadTS != asked.TS {
		t.Errorf("reference %q in %+v", ref, said)
	}
	stop()
	if n, err := memory.Requeue(t.Context()); n != 1 || err != nil {
		t.Errorf("requeued %d, %v", n, err)
	}
	w.must(memory.Close())
	stop = w.another()
	if said := w.reply(w.room.ID, 2); !strings.Contains(said.Text, "You asked: who pays?") {
		t.Errorf("at last it says %q", said.Text)
	}
	stop()
	w.noRefusals()
}

// While it cannot be read how a channel is set, or whether the bot listens in a
// thread, it takes neither for granted: it says nothing, and loses nothing.
func TestUnreadable(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		path := filepath.Join(t.TempDir(), "pilcrow.db")
		w := start(t, setup{mode: m, table: true, database: "sqlite://" + path, opts: workspace.Options{
			Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 1000),
		}})
		other, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
		w.must(err)
		t.Cleanup(func() { _ = other.Close() })
		run := func(statement string) {
			t.Helper()
			_, err := other.ExecContext(t.Context(), statement)
			w.must(err)
		}
		asked := w.post("ann", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 1)
		run("ALTER TABLE listening RENAME TO elsewhere")
		w.post("ann", "and Qualcomm?", asked.TS)
		w.noted("not accepted", 1)
		run("ALTER TABLE elsewhere RENAME TO listening")
		if said := w.reply(w.room.ID, 2); !strings.Contains(said.Text, "5.57") {
			t.Errorf("the follow-up is answered %q", said.Text)
		}

		run("INSERT INTO settings SELECT '', '" + w.room.ID + "', 0, 1, '[]', '[]', '', 0") // for the asker alone
		run("ALTER TABLE settings RENAME TO elsewhere")
		w.post("ann", "@pilcrow "+licensing, "")
		w.noted("not answered", 1)
		run("ALTER TABLE elsewhere RENAME TO settings")
		if said := w.reply(w.room.ID, 3); said.ForUser != w.id("ann") {
			t.Errorf("not to ann alone: %+v", said)
		}
		w.heard()
		w.noRefusals()
	})
}

// A database that another program has for itself holds things up, and that is all.
func TestDatabaseLocked(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		path := filepath.Join(t.TempDir(), "pilcrow.db")
		w := start(t, setup{mode: m, database: "sqlite://" + path, opts: workspace.Options{
			Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 200),
		}})
		other, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		const questions = 20
		for i := range questions {
			w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
			if i != questions/2 {
				continue
			}
			w.reply(w.room.ID, 1) // it has the file
			tx, err := other.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(2*time.Second, func() { _ = tx.Rollback() })
		}
		w.noted("answered", questions)
		w.heard()
		w.once(questions)
		w.noRefusals()
	})
}

// room is how many pages the writer of a database file may fill, by its path.
var room sync.Map

// The disk is full where a test says so.
func init() {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, dsn string) error {
		place, err := url.Parse(dsn)
		if err != nil || !strings.Contains(dsn, "synchronous") { // it is not the bot's writer
			return err
		}
		if pages, ok := room.Load(place.Path); ok {
			_, err = conn.ExecContext(context.Background(), fmt.Sprint("PRAGMA max_page_count = ", pages), nil)
		}
		return err
	})
}

// A full disk holds things up until there is room again, and that is all.
func TestDiskFull(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		path := filepath.Join(t.TempDir(), "pilcrow.db")
		memory, err := store.Open(t.Context(), "sqlite://"+path, time.Now)
		if err != nil || memory.Close() != nil {
			t.Fatal("making the tables: ", err)
		}
		other, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		var pages int
		_, err = other.ExecContext(t.Context(), "CREATE TABLE rubbish AS SELECT randomblob(1000000) AS b")
		if err == nil {
			err = other.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages)
		}
		if err != nil {
			t.Fatal(err)
		}
		room.Store(path, pages+40)
		w := start(t, setup{mode: m, database: "sqlite://" + path, opts: workspace.Options{
			Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 1000),
		}})
		const questions = 20
		for i := range questions {
			w.post("ann", fmt.Sprintf("@pilcrow question %d? %s", i, strings.Repeat("and why? ", 1000)), "")
		}
		full := func() bool { // for what was in hand, too
			return len(w.log.about("trying again"))+len(w.log.about("given up")) > 0 && strings.Contains(w.log.String(), "disk is full")
		}
		for next := w.log.next(); !full(); next = w.log.next() {
			select {
			case <-next:
			case <-time.After(patience):
				t.Fatal("the disk is never full")
			}
		}
		if _, err := other.ExecContext(t.Context(), "DROP TABLE rubbish"); err != nil { // there is room
			t.Fatal(err)
		}
		w.noted("answered", questions)
		w.heard()
		w.once(questions)
		w.noRefusals()
	})
}

// A clock that jumps, back and forth by hours, makes nothing be lost or said
// twice, even where Slack does not tell what it has posted.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	for engine, url := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var looks atomic.Int64
			w := start(t, setup{mode: overHTTP, database: url(t), now: func() time.Time {
				jump := time.Duration(looks.Add(1)*7919%9-4) * time.Hour // in no order
				return time.Now().Add(jump)
			}, opts: workspace.Options{Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 200)}})
			const questions = 20
			for range questions / 2 {
				w.Fail("chat.postMessage", workspace.Fault{Status: 500, After: true})
			}
			for i := range questions {
				w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
			}
			w.noted("answered", questions)
			w.heard()
			w.once(questions)
			w.noRefusals()
		})
	}
}

// A channel in which much is asked gets its answers one a second; in another one,
// nobody waits for that.
func TestPaced(t *testing.T) {
	t.Parallel()
	w := start(t, setup{mode: socket, paced: true})
	other := w.AddChannel("other", "ann", "pilcrow")
	const questions = 6 // four at once, and two seconds for two more
	for i := range questions {
		w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
	}
	w.reply(w.room.ID, 4)
	for i := range 3 {
		if _, err := w.Post("ann", other.ID, "@pilcrow who pays?", ""); err != nil {
			t.Fatal(err)
		}
		w.reply(other.ID, i+1)
	}
	if n := len(w.said(w.room.ID)); n == questions {
		t.Error("all is answered where it should have been held back")
	}
	w.reply(w.room.ID, questions)
	w.heard()
	w.once(questions)
	w.noRefusals()
}

// SIGTERM in the middle of things loses nothing, and the process is gone within
// ten seconds, even if Slack does not answer.
func TestTerminated(t *testing.T) {
	eachSite(t, func(t *testing.T, s site) {
		const questions = 100
		var stuck atomic.Bool
		stuck.Store(*long)
		k := &killer{}
		w := k.world(t, s, func(next http.Handler) http.Handler {
			return each("/api/chat.postMessage", func(next http.Handler, w http.ResponseWriter, r *http.Request) {
				if stuck.Load() {
					_, _ = io.Copy(io.Discard, r.Body) // or nobody sees when the bot hangs up
					<-r.Context().Done()               // the bot has given up
					return
				}
				next.ServeHTTP(w, r)
			})(next)
		})
		asked := map[string]workspace.Message{}
		for i := range questions {
			text := fmt.Sprintf("question %d?", i)
			m, err := w.Post(w.people[0], w.rooms[i%len(w.rooms)].ID, "@pilcrow "+text, "")
			if err != nil {
				t.Fatal(err)
			}
			asked[text] = m
		}
		if *long {
			w.until("all is acknowledged", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
		} else {
			w.answered(questions / 4)
		}
		var took time.Duration
		for _, v := range w.victims {
			took = max(took, v.end())
		}
		if took > 10*time.Second {
			t.Errorf("it took %v to end", took)
		}
		stuck.Store(false)
		for _, v := range w.victims {
			v.again()
		}
		w.noted("starting", 2*s.replicas)
		w.answered(questions)
		for _, v := range w.victims {
			v.end()
		}
		w.each(asked)
		t.Logf("ended within %v", took.Round(time.Millisecond))
	})
}

// Something that cannot be told to stop does not hold up who tells the bot to.
func TestTerminatedStuck(t *testing.T) {
	if !*long {
		t.Skip("takes ten seconds: -crash")
	}
	eachMode(t, func(t *testing.T, m mode) {
		asked, never := make(chan struct{}), make(chan struct{})
		w := start(t, setup{mode: m, ask: func(question string, earlier, articles []string) answer.Answer {
			close(asked)
			<-never
			return echo(question, earlier, articles)
		}})
		w.post("ann", "@pilcrow who pays?", "")
		<-asked
		began := time.Now()
		w.stop()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it took %v to end", took)
		}
		close(never)
	})
}
