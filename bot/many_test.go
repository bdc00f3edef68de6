package bot_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/seal"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// town is two workspaces behind one address, and a bot that both can install.
type town struct {
	t       *testing.T
	cloud   *workspace.Cloud
	places  [2]*place
	log     *logs
	config  bot.Config
	bots    []string // where they listen
	library func() *bot.Library
	now     func() time.Time
	skipped *atomic.Int64 // nanoseconds that the clock has been set forward
	stop    func()
}

// place is one workspace of a town.
type place struct {
	*workspace.Workspace
	room workspace.Channel // of who is there; the bot has to be invited
}

// townSetup is what a test wants otherwise than usual.
type townSetup struct {
	database string        // in memory if empty
	lasts    time.Duration // tokens; for ever if 0
	table    bool          // the real fact table is asked
	base     string        // directory of the base; the embedded one if empty
	scopes   []string      // that the bot asks for; those that the app has if nil
	replicas int           // 1 if 0
	ask      bot.Ask       // answers in the table's place; echo if nil
}

var appScopes = []string{"app_mentions:read", "chat:write", "commands", "channels:history", "channels:read", "im:history", "users:read"}

// eachDatabase runs a test once on a file and once on PostgreSQL.
func eachDatabase(t *testing.T, test func(t *testing.T, database string)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite://"+filepath.Join(t.TempDir(), "pilcrow.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, pgtest.New(t))
	})
}

func newTown(t *testing.T, s townSetup) *town {
	t.Helper()
	town := &town{t: t, log: new(logs), skipped: new(atomic.Int64), library: setup{base: s.base}.library}
	town.now = func() time.Time { return time.Now().Add(time.Duration(town.skipped.Load())) }
	listener := listening(t)
	root := "http://" + listener.Addr().String()
	var spaces []*workspace.Workspace
	for n := range town.places {
		first := 1000 * n
		w := workspace.New(workspace.Options{
			Team: fmt.Sprint("Workshop ", n+1), First: first, URL: fmt.Sprintf("%s/T%010d", root, first+1), Now: town.now,
			Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 200),
		})
		w.AddUser("ann")
		w.AddAdmin("eva")
		town.places[n] = &place{Workspace: w}
		spaces = append(spaces, w)
	}
	replicas := max(s.replicas, 1)
	var taking []net.Listener
	for range replicas {
		l := listening(t)
		taking, town.bots = append(taking, l), append(town.bots, "http://"+l.Addr().String())
	}
	app := workspace.App{
		Name: "pilcrow", AgentView: true, Commands: []string{"/licensing"}, Scopes: appScopes,
		Shortcuts: []workspace.Shortcut{{Name: "Ask about this message", CallbackID: "ask", Type: "message"}},
		Events:    []string{"app_mention", "message.channels", "message.im", "app_home_opened", "app_uninstalled", "tokens_revoked"},
	}
	back := town.bots[0] + "/slack/oauth/callback"
	town.cloud = workspace.NewCloud(workspace.Distribution{App: app, Redirects: []string{back}, Lasts: s.lasts}, spaces...)
	town.cloud.At(town.bots[0])
	handler := town.cloud.Handler()
	if replicas > 1 { // so that two may be at it at once
		handler = each("/api/oauth.v2.access", slowly)(handler)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() {
		for _, p := range town.places {
			p.Close()
		}
		_ = server.Close()
	})
	if s.scopes == nil {
		s.scopes = appScopes
	}
	if s.database == "" {
		s.database = "sqlite://:memory:"
	}
	town.config = bot.Config{
		APIURL: root + "/api/", Database: s.database, ClientID: town.cloud.App().ClientID, ClientSecret: town.cloud.App().ClientSecret,
		SigningSecret: town.cloud.App().SigningSecret, Keys: seal.NewKey(), Redirect: back, Scopes: s.scopes,
	}.At(town.now, nil).Unhurried(patience).Hurried()
	if s.ask == nil {
		s.ask = echo
	}
	if !s.table {
		town.config = town.config.Asking(s.ask)
	}
	var stops []func()
	for _, l := range taking {
		stops = append(stops, town.run(town.config.On(l)))
	}
	town.stop = func() {
		for _, stop := range stops {
			stop()
		}
	}
	return town
}

func listening(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// run runs a bot until it is told to stop, in good order.
func (t *town) run(config bot.Config) (stop func()) {
	t.t.Helper()
	ctx, cancel := context.WithCancel(t.t.Context())
	ended := make(chan error, 1)
	started := t.log.count("starting")
	shelf := t.library()
	go func() { ended <- bot.Run(ctx, config, shelf, zerolog.New(t.log)) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.t.Errorf("Run: %v", err)
		}
	})
	t.t.Cleanup(stop)
	t.noted("starting", started+1)
	return stop
}

// restart ends the bots and has one in their place.
func (t *town) restart(config bot.Config) {
	t.t.Helper()
	t.stop()
	l, err := net.Listen("tcp", strings.TrimPrefix(t.bots[0], "http://"))
	if err != nil {
		t.t.Fatal(err)
	}
	t.stop = t.run(config.On(l))
}

func (t *town) noted(msg string, n int) {
	t.t.Helper()
	(&world{t: t.t, log: t.log}).noted(msg, n)
}

// browser is somebody's, who has not been here before. It follows no redirect.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{
		Jar: jar, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// open opens an address.
func (t *town) open(in *http.Client, address string) (*http.Response, string) {
	t.t.Helper()
	r, err := in.Get(address)
	if err != nil {
		t.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.t.Fatal(err)
	}
	return r, string(body)
}

// begin begins to install, and is where Slack asks.
func (t *town) begin(in *http.Client) (slack string) {
	t.t.Helper()
	r, body := t.open(in, t.bots[0]+"/slack/install")
	if r.StatusCode != http.StatusFound {
		t.t.Fatalf("%d %s", r.StatusCode, body)
	}
	return r.Header.Get("Location")
}

// consent says yes, or no, there, and is where Slack sends the person back to.
func (t *town) consent(at string, said workspace.Consent) (back string) {
	t.t.Helper()
	back, err := t.cloud.Authorize(at, said)
	if err != nil {
		t.t.Fatal(err)
	}
	return back
}

// install installs the bot, and invites it to a room.
func (t *town) install(said workspace.Consent) {
	t.t.Helper()
	in := browser(t.t)
	r, body := t.open(in, t.consent(t.begin(in), said))
	if r.StatusCode != http.StatusOK || !strings.Contains(body, "Installed") {
		t.t.Fatalf("%d %s", r.StatusCode, body)
	}
	for _, p := range t.places {
		if said.Org || p.Workspace == said.In {
			p.room = p.AddChannel(fmt.Sprint("general", len(p.Channels())), "ann", "eva", "pilcrow")
		}
	}
}

// asks has ann ask in a place, and waits for the answer.
func (t *town) asks(p *place, question string) (answer string) {
	t.t.Helper()
	asked, err := p.Post("ann", p.room.ID, "@pilcrow "+question, "")
	if err != nil {
		t.t.Fatal(err)
	}
	found := func(w *workspace.Workspace) bool {
		i := slices.IndexFunc(w.Messages(p.room.ID), func(m workspace.Message) bool { return m.BotID != "" && m.ThreadTS == asked.TS })
		if i >= 0 {
			answer = w.Messages(p.room.ID)[i].Text
		}
		return i >= 0
	}
	ctx, cancel := context.WithTimeout(t.t.Context(), patience)
	defer cancel()
	if err := p.Wait(ctx, found); err != nil {
		t.t.Fatalf("%q is not answered: %v; log:\n%s", question, err, t.log)
	}
	return answer
}

// clean says whether anything was done that Slack would have refused, but for
// some.
func (t *town) clean(but ...string) {
	t.t.Helper()
	all := t.cloud.Refusals()
	for _, p := range t.places {
		all = append(all, p.Refusals()...)
	}
	for _, r := range all {
		if !slices.Contains(but, r.Code) {
			t.t.Errorf("Slack refuses %v", r)
		}
	}
}

// secret says whether the log tells what it must not.
func (t *town) secret() {
	t.t.Helper()
	for _, secret := range []string{"xoxb", "xoxe", t.config.Keys, t.config.ClientSecret, t.config.SigningSecret, "code-"} {
		if strings.Contains(t.log.String(), secret) {
			t.t.Errorf("%s is told:\n%s", secret, t.log)
		}
	}
}

// memory opens what the bots remember.
func (t *town) memory() *store.Store {
	t.t.Helper()
	s, err := store.Open(t.t.Context(), t.config.Database, t.now)
	if err != nil {
		t.t.Fatal(err)
	}
	t.t.Cleanup(func() { _ = s.Close() })
	return s
}

// rows is how much is kept of a workspace.
func rows(t *testing.T, s *store.Store, id string) (n int) {
	t.Helper()
	if err := s.Export(t.Context(), id, func(string, map[string]any) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// Each workspace that has installed the bot is answered with its own token, also
// after the bot was started anew; one that has taken it away is not, and nothing
// is kept of it.
func TestManyWorkspaces(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		town := newTown(t, townSetup{database: database})
		one, other := town.places[0], town.places[1]
		town.install(workspace.Consent{In: one.Workspace, User: "eva"})
		town.install(workspace.Consent{In: other.Workspace, User: "eva"})
		for _, p := range town.places {
			town.asks(p, "who pays in "+p.TeamID()+"?")
			said, err := p.Command("ann", p.room.ID, "/licensing", "who pays?")
			if err != nil || said.Message == nil || !strings.Contains(said.Message.Text, "who pays?") {
				t.Errorf("the command: %+v, %v", said, err)
			}
			if err := p.OpenHome("ann", "pilcrow", "home"); err != nil {
				t.Fatal(err)
			}
			if err := p.MessageShortcut("ann", p.Messages(p.room.ID)[0], "ask"); err != nil {
				t.Fatal(err)
			}
		}
		town.noted("done", 4)
		for _, p := range town.places { // the form is filled in with what the message asks
			views := p.Views("ann")
			i := slices.IndexFunc(views, func(v workspace.View) bool { return v.Type == "modal" })
			if i < 0 {
				t.Fatal("no form is opened")
			}
			if text := string(views[i].JSON); !strings.Contains(text, "who pays in") || strings.Contains(text, "@somebody") {
				t.Errorf("the form: %s", text)
			}
		}

		town.restart(town.config)
		town.asks(one, "and since when?")
		town.asks(other, "and until when?")
		town.clean()

		memory := town.memory()
		if n := rows(t, memory, one.TeamID()); n < 5 {
			t.Errorf("only %d rows are kept", n)
		}
		before := rows(t, memory, other.TeamID())
		if err := one.Uninstall("pilcrow"); err != nil {
			t.Fatal(err)
		}
		town.noted("uninstalled, and erased", 1)
		late := fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":"EvLate","event":{"type":"app_mention","user":"U1","text":"who?","ts":"1.1","channel":"C1"}}`, one.TeamID())
		if err := one.Deliver("pilcrow", false, json.RawMessage(late)); err != nil {
			t.Errorf("what comes late: %v", err)
		}
		town.asks(other, "is anybody left?")
		town.stop()
		if n := rows(t, memory, one.TeamID()); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		if n := rows(t, memory, other.TeamID()); n < before {
			t.Errorf("of the other, %d rows are left of %d", n, before)
		}
		town.clean("account_inactive") // which is how the bot knows
		town.secret()
	})
}

// A question that is in hand while another process erases its workspace leaves
// nothing behind.
func TestErasedMeanwhile(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		asked, erased := make(chan struct{}), make(chan struct{})
		town := newTown(t, townSetup{database: database, ask: func(question string, earlier, articles []string) answer.Answer {
			close(asked)
			<-erased
			return echo(question, earlier, articles)
		}})
		one := town.places[0]
		town.install(workspace.Consent{In: one.Workspace, User: "eva"})
		if _, err := one.Post("ann", one.room.ID, "@pilcrow who pays?", ""); err != nil {
			t.Fatal(err)
		}
		<-asked
		memory := town.memory()
		if n, err := memory.Erase(t.Context(), one.TeamID(), ""); n == 0 || err != nil {
			t.Errorf("%d rows are erased: %v", n, err)
		}
		close(erased)
		town.noted("erased meanwhile, and what came since", 1)
		if n := rows(t, memory, one.TeamID()); n > 0 {
			t.Errorf("%d rows are left", n)
		}
		town.clean()
	})
}

// What Slack tells late of an installation before this one takes nothing away.
func TestInstalledAgain(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{})
	one := town.places[0]
	town.install(workspace.Consent{In: one.Workspace, User: "eva"})
	if err := one.Uninstall("pilcrow"); err != nil {
		t.Fatal(err)
	}
	town.noted("uninstalled, and erased", 1)
	town.install(workspace.Consent{In: one.Workspace, User: "eva"})
	late := fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":"EvLate","event":{"type":"app_uninstalled"}}`, one.TeamID())
	if err := one.Deliver("pilcrow", false, json.RawMessage(late)); err != nil {
		t.Fatal(err)
	}
	town.noted("its token works: it was installed anew", 1)
	town.asks(one, "still there?")
	town.clean("account_inactive")
}

// Where an organisation takes the bot away from one of its workspaces, what is kept
// of that goes; the others' stays, and is answered from.
func TestRevoked(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		town := newTown(t, townSetup{database: database})
		town.install(workspace.Consent{In: town.places[0].Workspace, User: "eva", Org: true})
		for _, p := range town.places {
			town.asks(p, "who pays in "+p.TeamID()+"?")
		}
		memory := town.memory()
		first, second := town.places[0], town.places[1]
		before := rows(t, memory, second.TeamID())
		told := fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":"EvRevoked","event":{"type":"team_access_revoked","team_ids":[%q,"T404"]},
			"authorizations":[{"enterprise_id":%q,"is_enterprise_install":true}]}`, first.TeamID(), first.TeamID(), workspace.Enterprise)
		if err := first.Deliver("pilcrow", false, json.RawMessage(told)); err != nil {
			t.Fatal(err)
		}
		town.noted("revoked, and erased", 1)
		if n := rows(t, memory, first.TeamID()); n > 0 {
			t.Errorf("%d rows are kept of the workspace", n)
		}
		if n := rows(t, memory, second.TeamID()); n < before || n == 0 {
			t.Errorf("%d rows are kept of the other workspace, %d before", n, before)
		}
		town.skipped.Add(int64(time.Second)) // Slack says to the second when something happened
		for _, p := range town.places {      // as is the first, once it is granted again
			town.asks(p, "and now in "+p.TeamID()+"?")
		}
		town.clean()
	})
}

// What Slack tells late of a workspace from which the organisation has taken the bot
// away meanwhile grants it nothing, and leaves nothing behind, whether something
// came from there before or not; what happens there later does.
func TestRevokedLate(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		town := newTown(t, townSetup{database: database})
		first, second := town.places[0], town.places[1]
		town.install(workspace.Consent{In: first.Workspace, User: "eva", Org: true})
		town.asks(first, "who pays?")
		revoked := town.now()
		tell := func(p *place, id string, at time.Time, event string) {
			t.Helper()
			told := fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":%q,"event_time":%d,"event":%s,
				"authorizations":[{"enterprise_id":%q,"is_enterprise_install":true}]}`, p.TeamID(), id, at.Unix(), event, workspace.Enterprise)
			if err := p.Deliver("pilcrow", false, json.RawMessage(told)); err != nil {
				t.Fatal(err)
			}
		}
		tell(first, "EvRevoked", revoked, fmt.Sprintf(`{"type":"team_access_revoked","team_ids":[%q,%q]}`, first.TeamID(), second.TeamID()))
		town.noted("revoked, and erased", 1)
		memory := town.memory()
		for n, p := range []*place{first, second} {
			late := fmt.Sprintf(`{"type":"app_mention","channel":%q,"user":"U1","text":"late?","ts":"%d.000001"}`, p.room.ID, revoked.Unix()-60+int64(n))
			tell(p, fmt.Sprint("EvLate", n), revoked.Add(-time.Minute), late)
			if org, err := memory.BelongsTo(t.Context(), p.TeamID()); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s is granted to %q: %v", p.TeamID(), org, err)
			}
			if n := rows(t, memory, p.TeamID()); n > 0 {
				t.Errorf("%d rows are kept of %s", n, p.TeamID())
			}
		}
		town.skipped.Add(int64(time.Minute))
		for _, p := range town.places {
			town.asks(p, "and now in "+p.TeamID()+"?")
		}
		town.clean()
	})
}

// A question that is in hand while another process erases what is kept of its
// workspace, as the organisation has taken the bot away from that, leaves nothing
// behind; nor does one that is put off then. Granted again, all is as before.
func TestRevokedMeanwhile(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		asked, erased := make(chan struct{}, 1), make(chan struct{})
		town := newTown(t, townSetup{database: database, ask: func(question string, earlier, articles []string) answer.Answer {
			if question == "held?" {
				asked <- struct{}{}
				<-erased
			}
			return echo(question, earlier, articles)
		}})
		one := town.places[0]
		town.install(workspace.Consent{In: one.Workspace, User: "eva", Org: true})
		first, err := one.Post("ann", one.room.ID, "@pilcrow the first?", "")
		if err != nil {
			t.Fatal(err)
		}
		until := func(cond func(*workspace.Workspace) bool) {
			t.Helper()
			if err := one.Wait(t.Context(), cond); err != nil {
				t.Fatal(err)
			}
		}
		until(func(ws *workspace.Workspace) bool { return ws.Posted("pilcrow") >= 1 })
		if _, err := one.Post("ann", one.room.ID, "@pilcrow held?", first.TS); err != nil { // in its thread, to be in hand when it is done
			t.Fatal(err)
		}
		<-asked
		heard := func(ws *workspace.Workspace) bool { return ws.Pending() == 0 } // by either of two events
		until(heard)
		memory := town.memory()
		if n, err := memory.Erase(t.Context(), one.TeamID(), "none"); n == 0 || err != nil {
			t.Errorf("%d rows are erased: %v", n, err)
		}
		close(erased)
		town.noted("erased meanwhile, and what came since", 1)
		if n := rows(t, memory, one.TeamID()); n > 0 {
			t.Errorf("%d rows are left", n)
		}

		if _, err := one.Post("ann", one.room.ID, "@pilcrow granted again?", ""); err != nil {
			t.Fatal(err)
		}
		until(func(ws *workspace.Workspace) bool { return ws.Posted("pilcrow") >= 3 })
		if org, err := memory.BelongsTo(t.Context(), one.TeamID()); org != workspace.Enterprise || err != nil {
			t.Errorf("it belongs to %q, %v", org, err)
		}
		one.Fail("chat.postMessage", workspace.Fault{Status: 429, RetryAfter: 1})
		if _, err := one.Post("ann", one.room.ID, "@pilcrow put off?", ""); err != nil {
			t.Fatal(err)
		}
		town.noted("put off", 1)
		until(heard)
		told := fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":"EvRevoked","event":{"type":"team_access_revoked","team_ids":[%q]},
			"authorizations":[{"enterprise_id":%q,"is_enterprise_install":true}]}`, one.TeamID(), one.TeamID(), workspace.Enterprise)
		if err := one.Deliver("pilcrow", false, json.RawMessage(told)); err != nil {
			t.Fatal(err)
		}
		town.noted("revoked, and erased", 1)
		if strings.HasPrefix(database, "sqlite") { // or else it is where it is erased only
			town.noted("erased before it was done", 2)
		}
		town.stop()
		if n := rows(t, memory, one.TeamID()); n > 0 {
			t.Errorf("%d rows are left of what was put off", n)
		}
		town.clean()
	})
}

// Where an organisation has installed the bot, all its workspaces are answered;
// what is kept of them goes with it.
func TestOrganisation(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		town := newTown(t, townSetup{database: database})
		town.install(workspace.Consent{In: town.places[0].Workspace, User: "eva", Org: true})
		for _, p := range town.places {
			town.asks(p, "who pays in "+p.TeamID()+"?")
			if said, err := p.Command("ann", p.room.ID, "/licensing", "who pays?"); err != nil || said.Message == nil {
				t.Errorf("the command: %+v, %v", said, err)
			}
		}
		memory := town.memory()
		if n := rows(t, memory, workspace.Enterprise); n < 8 {
			t.Errorf("only %d rows are kept", n)
		}
		town.clean()
		if err := town.places[0].Uninstall("pilcrow"); err != nil {
			t.Fatal(err)
		}
		town.noted("uninstalled, and erased", 1)
		town.stop()
		for _, id := range []string{workspace.Enterprise, town.places[0].TeamID(), town.places[1].TeamID()} {
			if n := rows(t, memory, id); n != 0 {
				t.Errorf("%d rows of %s are left", n, id)
			}
		}
	})
}

// A token that ends is renewed before, once, however many questions come, and to
// however many replicas.
func TestRotation(t *testing.T) {
	t.Parallel()
	for name, replicas := range map[string]int{"sqlite": 1, "postgres": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := townSetup{database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db"), lasts: 12 * time.Hour, replicas: replicas}
			if replicas > 1 {
				s.database = pgtest.New(t)
			}
			town := newTown(t, s)
			one := town.places[0]
			town.install(workspace.Consent{In: one.Workspace, User: "eva"})
			town.asks(one, "the first?")
			memory := town.memory()
			for n := range 3 {
				if replicas == 1 && n == 2 { // it has not been used for long
					town.skipped.Add(int64(30 * time.Hour))
				} else { // it still works, for a while
					i, err := memory.Installation(t.Context(), one.TeamID())
					if err == nil {
						_, err = memory.Renew(t.Context(), i.ID, i.Tokens, i.Tokens, town.now().Add(30*time.Minute))
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				var all sync.WaitGroup
				for i := range 12 {
					town.cloud.At(town.bots[i%replicas])
					all.Go(func() {
						if _, err := one.Post("ann", one.room.ID, fmt.Sprintf("@pilcrow question %d of %d?", i, n), ""); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				town.noted("answered", 1+12*(n+1))
				town.noted("token renewed", n+1)
			}
			town.stop()
			if n := town.log.count("token renewed"); n != 3 {
				t.Errorf("renewed %d times", n)
			}
			town.clean()
			town.secret()
		})
	}
}

// New tokens that cannot be kept at once, as the disk is full, say, are kept as soon
// as they can be: the old ones cannot be changed a second time.
func TestRotationKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pilcrow.db")
	town := newTown(t, townSetup{database: "sqlite://" + path, lasts: 12 * time.Hour})
	one := town.places[0]
	town.install(workspace.Consent{In: one.Workspace, User: "eva"})
	other, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	run := func(statement string) {
		t.Helper()
		if _, err := other.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE TRIGGER full BEFORE UPDATE OF tokens ON installations BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END")
	town.skipped.Add(int64(11*time.Hour + 30*time.Minute))
	if _, err := one.Post("ann", one.room.ID, "@pilcrow the first?", ""); err != nil {
		t.Fatal(err)
	}
	town.noted("the new token cannot be kept yet", 1)
	run("DROP TRIGGER full")
	town.noted("token renewed", 1)
	town.noted("answered", 1)
	town.skipped.Add(int64(11*time.Hour + 30*time.Minute))
	if _, err := one.Post("ann", one.room.ID, "@pilcrow the second?", ""); err != nil {
		t.Fatal(err)
	}
	town.noted("token renewed", 2)
	town.noted("answered", 2)
	town.stop()
	town.clean()
	town.secret()
}

// A token whose time is over by Slack's clock alone is renewed, and what was asked is
// answered.
func TestRotationBySlacksClock(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{lasts: 12 * time.Hour, database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")})
	one := town.places[0]
	town.install(workspace.Consent{In: one.Workspace, User: "eva"})
	memory := town.memory()
	i, err := memory.Installation(t.Context(), one.TeamID())
	if err == nil {
		_, err = memory.Renew(t.Context(), i.ID, i.Tokens, i.Tokens, town.now().Add(100*time.Hour))
	}
	if err != nil {
		t.Fatal(err)
	}
	town.skipped.Add(int64(13 * time.Hour))
	if _, err := one.Post("ann", one.room.ID, "@pilcrow who pays?", ""); err != nil {
		t.Fatal(err)
	}
	town.noted("token renewed", 1)
	town.noted("answered", 1)
	town.stop()
	if failed, err := memory.Failures(t.Context()); failed > 0 || err != nil {
		t.Errorf("%d failed: %v", failed, err)
	}
	town.clean("token_expired")
	town.secret()
}

// Nobody is made to finish what another has begun, and who cannot install is told
// what to do.
func TestInstallRefused(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{})
	one := town.places[0]
	yes := workspace.Consent{In: one.Workspace, User: "eva"}
	changed := func(address, key, value string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		query := u.Query()
		query.Set(key, value)
		u.RawQuery = query.Encode()
		return u.String()
	}
	tests := map[string]struct {
		do     func(in *http.Client) (address string)
		status int
		want   string
	}{
		"another browser": {func(*http.Client) string { return town.consent(town.begin(browser(t)), yes) }, 400, "not where you began"},
		"another state": {func(in *http.Client) string {
			return changed(town.consent(town.begin(in), yes), "state", "AAAA")
		}, 400, "not where you began"},
		"the state of another browser": {func(in *http.Client) string {
			town.begin(in)
			return town.consent(town.begin(browser(t)), yes)
		}, 400, "not where you began"},
		"no state": {func(in *http.Client) string { return changed(town.consent(town.begin(in), yes), "state", "") }, 400, "not where you began"},
		"no": {func(in *http.Client) string {
			return town.consent(town.begin(in), workspace.Consent{In: one.Workspace, User: "eva", Deny: true})
		}, 403, "said no"},
		"used": {func(in *http.Client) string {
			back := town.consent(town.begin(in), yes)
			u, err := url.Parse(back)
			if err != nil {
				t.Fatal(err)
			}
			used := u.Query().Get("code")
			town.open(in, back)
			return changed(town.consent(town.begin(in), yes), "code", used)
		}, 400, "works once"},
		"reloaded": {func(in *http.Client) string {
			back := town.consent(town.begin(in), yes)
			town.open(in, back)
			return back
		}, 400, "not where you began"},
		"an invented code": {func(in *http.Client) string { return changed(town.consent(town.begin(in), yes), "code", "x") }, 400, "works once"},
		"another error": {func(in *http.Client) string {
			return changed(town.consent(town.begin(in), yes), "error", "<b>invalid_team</b>")
		}, 400, "&lt;b&gt;invalid_team"},
		"another cookie": {func(in *http.Client) string {
			back := town.consent(town.begin(in), yes)
			u, err := url.Parse(back)
			if err != nil {
				t.Fatal(err)
			}
			forged := `{"State":"` + u.Query().Get("state") + `","Until":"2099-01-01T00:00:00Z"}`
			in.Jar.SetCookies(u, []*http.Cookie{{Name: "pilcrow_install", Path: u.Path, Value: keysOf(t, seal.NewKey()).Seal("pilcrow_install", forged)}})
			return back
		}, 400, "not where you began"},
	}
	for name, test := range tests {
		in := browser(t)
		r, body := town.open(in, test.do(in))
		if r.StatusCode != test.status || !strings.Contains(body, test.want) || !strings.Contains(body, "/slack/install") {
			t.Errorf("%s: %d %s", name, r.StatusCode, body)
		}
		if r.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", name, r.Header)
		}
	}
	in := browser(t)
	back := town.consent(town.begin(in), yes)
	town.skipped.Add(int64(11 * time.Minute))
	if r, body := town.open(in, back); r.StatusCode != 400 || !strings.Contains(body, "That took too long") {
		t.Errorf("too late: %d %s", r.StatusCode, body)
	}
	town.secret()
}

func keysOf(t *testing.T, text string) seal.Keys {
	t.Helper()
	keys, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// The cookie is nobody's but the callback's.
func TestInstallCookie(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{})
	r, _ := town.open(browser(t), town.bots[0]+"/slack/install")
	cookie := r.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/slack/oauth/callback" || cookie.MaxAge != 600 || cookie.Secure {
		t.Errorf("on this machine: %+v", cookie)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, town.bots[0]+"/slack/install", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "bot.example.com" // behind a proxy
	response, err := browser(t).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if cookie := response.Cookies()[0]; !cookie.Secure || !cookie.HttpOnly {
		t.Errorf("elsewhere: %+v", cookie)
	}
	at, err := url.Parse(r.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if query := at.Query(); at.Path != "/oauth/v2/authorize" || query.Get("scope") != strings.Join(appScopes, ",") || query.Get("client_id") == "" ||
		query.Get("redirect_uri") != town.config.Redirect || len(query.Get("state")) < 20 {
		t.Errorf("sent to %s", at)
	}
}

// A key that is not the one the tokens were sealed with is told of at the start;
// with a new key in front of it, all goes on, and then without the old one.
func TestKeys(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")})
	one := town.places[0]
	town.install(workspace.Consent{In: one.Workspace, User: "eva"})
	town.stop()
	changed := town.config
	changed.Keys = seal.NewKey()
	err := bot.Run(t.Context(), changed.On(listening(t)), library(""), zerolog.Nop())
	if err == nil || !strings.Contains(err.Error(), "Workshop 1") || !strings.Contains(err.Error(), "sealed with a key that PILCROW_KEY does not hold") {
		t.Errorf("with another key: %v", err)
	}
	both := changed
	both.Keys = changed.Keys + "," + town.config.Keys
	town.restart(both)
	town.asks(one, "with both?")
	town.restart(changed)
	town.asks(one, "with the new one?")
	town.clean()
}

// A key that is changed while another process renews a token has that end first, or
// what it got would be lost.
func TestKeysAmidRenewal(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")})
	one := town.places[0]
	town.install(workspace.Consent{In: one.Workspace, User: "eva"})
	town.stop()
	memory, keys := town.memory(), keysOf(t, town.config.Keys)
	was, err := memory.Installation(t.Context(), one.TeamID())
	if err != nil {
		t.Fatal(err)
	}
	if mine, err := memory.BeginRenewal(t.Context(), was.ID, was.Tokens, 14*time.Second); !mine || err != nil {
		t.Fatal(mine, err)
	}
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		town.noted("another process renews the token: waiting to seal it anew", 1)
		pair, err := keys.Open(was.ID, was.Tokens)
		if err != nil {
			t.Error(err)
		}
		if kept, err := memory.Renew(t.Context(), was.ID, was.Tokens, keys.Seal(was.ID, pair), was.Expires); !kept || err != nil {
			t.Errorf("what was renewed is kept: %v, %v", kept, err)
		}
	}()
	changed := town.config
	changed.Keys = seal.NewKey() + "," + town.config.Keys
	town.restart(changed)
	<-renewed
	town.asks(one, "with both?")
	town.stop()
	if now, err := memory.Installation(t.Context(), was.ID); err != nil || !keysOf(t, changed.Keys).Fresh(now.Tokens) {
		t.Errorf("not sealed with the new key: %v", err)
	}
	town.clean()
}

// What is taught in one workspace, and how a channel is set there, is nothing to
// another.
func TestApart(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db"), table: true})
	for _, p := range town.places {
		town.install(workspace.Consent{In: p.Workspace, User: "eva"})
	}
	err := town.memory().Learn(t.Context(), store.Learned{
		ID: "ask-1", Team: town.places[0].TeamID(), Fact: "huawei-licensing-revenue-2024", Ask: "How deep is the Shenzhen honeypot?",
	})
	if err != nil {
		t.Fatal(err)
	}
	town.restart(town.config)
	town.noted("answering from what was taught", 1)
	for n, p := range town.places {
		said, err := p.Command("ann", p.room.ID, "/licensing", "How deep is the Shenzhen honeypot?")
		if err != nil {
			t.Fatal(err)
		}
		if knows := !strings.Contains(said.Message.Text, "do not say"); knows != (n == 0) {
			t.Errorf("workspace %d is told %s", n+1, said.Message.Text)
		}
	}
	if n := town.log.count("answering from what was taught"); n != 1 {
		t.Errorf("%d bots have learned", n)
	}
	town.clean()
}

// The workspace of SLACK_BOT_TOKEN is answered with that, as before, while others
// install the bot.
func TestHome(t *testing.T) {
	t.Parallel()
	town := newTown(t, townSetup{})
	one, other := town.places[0], town.places[1]
	town.install(workspace.Consent{In: other.Workspace, User: "eva"})
	app := town.cloud.App()
	app.BotToken = "xoxb-of-one"
	one.Install(app)
	one.room = one.AddChannel("general", "ann", "pilcrow")
	config := town.config
	config.BotToken = app.BotToken
	town.restart(config)
	town.install(workspace.Consent{In: other.Workspace, User: "eva"}) // what was in memory is gone
	for _, p := range town.places {
		town.asks(p, "who pays in "+p.TeamID()+"?")
	}
	town.clean()
	town.secret()
}

// The configuration of many workspaces is held together.
func TestManyMisconfigured(t *testing.T) {
	t.Parallel()
	good := bot.Config{ClientID: "1.1", ClientSecret: "s", SigningSecret: "s", Listen: "127.0.0.1:0", Database: "sqlite://:memory:"}
	for name, test := range map[string]struct {
		change func(*bot.Config)
		want   string
	}{
		"no secret":   {func(c *bot.Config) { c.ClientSecret = "" }, "SLACK_CLIENT_SECRET"},
		"no id":       {func(c *bot.Config) { c.ClientID = "" }, "SLACK_CLIENT_ID"},
		"Socket Mode": {func(c *bot.Config) { c.AppToken = "xapp-1" }, "HTTP"},
		"experts":     {func(c *bot.Config) { c.Policy.Experts = "C1" }, "PILCROW_EXPERTS"},
		"no key":      {func(*bot.Config) {}, "openssl rand -base64 32"},
		"a password":  {func(c *bot.Config) { c.Keys = "password" }, "openssl rand -base64 32"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := good
			test.change(&c)
			if err := bot.Run(t.Context(), c, library(""), zerolog.Nop()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
