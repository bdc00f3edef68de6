package bot

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/metrics"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

const (
	// workers act side by side. Asking takes microseconds, so what they do is wait:
	// for Slack to answer, or for a rate limit to pass.
	workers = 16

	// perSecond is how many messages go into one channel; Slack takes about one.
	perSecond = 1

	// handover is how long a start waits for an earlier process to end.
	handover = 30 * time.Second

	// spareAfter is the same where another database will do, and mostSpare how many.
	spareAfter = 2 * time.Second
	mostSpare  = 9

	// grace is how long each half of a shutdown may take: to finish the requests in
	// hand, and then what was accepted. Together they end within the 10 seconds
	// after which Docker kills; what is not done by then is the next process's.
	grace = 4 * time.Second

	// lastChore is how long a chore may go on then: one that cannot be told to stop,
	// such as reading a changed base, is of no use any more.
	lastChore = time.Second

	// atLast is when a shutdown is over, even if something still holds it up that
	// cannot be told to stop, such as waiting for a locked file.
	atLast = 2*grace + lastChore + 500*time.Millisecond
)

// Config is how the bot reaches Slack, and where it remembers.
type Config struct {
	BotToken      string   // SLACK_BOT_TOKEN
	AppToken      string   // SLACK_APP_TOKEN; if set, Slack is reached by Socket Mode
	SigningSecret string   // SLACK_SIGNING_SECRET; for HTTP
	Listen        string   // PILCROW_LISTEN; for HTTP, and in Socket Mode for whoever watches, if set
	ClientID      string   // SLACK_CLIENT_ID; with the next, for many workspaces
	ClientSecret  string   // SLACK_CLIENT_SECRET
	Keys          string   // PILCROW_KEY; what their tokens are sealed with
	Redirect      string   // where Slack sends people back to who install; the app's first address if empty
	Scopes        []string // what the bot needs there
	APIURL        string   // SLACK_API_URL; Slack's own if empty
	Database      string   // PILCROW_DATABASE: sqlite:///path or postgres://…
	Spare         bool     // the database is nobody's choice: if another process works on it, one beside it will do
	Policy        Policy

	// In place of the above, for tests.
	listener net.Listener
	ask      Ask
	now      func() time.Time
	ticks    <-chan time.Time // when the hourly chores are done
	hurry    bool             // posts are not held back

	unhurried time.Duration // how long what a person waits for may take
}

// Check says what is missing, and where to get it.
func (c Config) Check() error {
	switch {
	case (c.ClientID == "") != (c.ClientSecret == ""):
		return errors.New("of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET only one is set. " +
			"Both stand under Basic Information at https://api.slack.com/apps")
	case c.ClientID != "" && c.AppToken != "":
		return errors.New("SLACK_CLIENT_ID is for many workspaces, which need HTTP: leave SLACK_APP_TOKEN empty, " +
			"and set SLACK_SIGNING_SECRET and PILCROW_LISTEN")
	case c.many() && (c.Policy.Experts != "" || c.Policy.Digest != ""):
		return errors.New("PILCROW_EXPERTS and PILCROW_DIGEST are channels of one workspace: with SLACK_CLIENT_ID there are many, so leave them empty")
	case c.BotToken == "" && !c.many():
		return errors.New("SLACK_BOT_TOKEN is not set. " +
			"Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at https://api.slack.com/apps")
	case c.AppToken != "":
		return nil
	case c.SigningSecret == "":
		return errors.New("neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is set. " +
			"Both stand under Basic Information at https://api.slack.com/apps")
	case c.Listen == "" && c.listener == nil:
		return errors.New("PILCROW_LISTEN is not set. HTTP needs an address to listen on, such as 127.0.0.1:8080")
	}
	return nil
}

// Run answers questions until ctx ends. Then it takes in nothing more, answers
// what it has accepted, and returns within ten seconds, whatever happens. An error
// tells the operator what to do.
func Run(ctx context.Context, config Config, library *Library, log zerolog.Logger) error {
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, config, library, log) }()
	over := make(chan struct{})
	defer context.AfterFunc(ctx, func() { time.AfterFunc(atLast, func() { close(over) }) })()
	select {
	case err := <-ended:
		if ctx.Err() != nil && errors.Is(err, context.Canceled) { // it was told to stop while it started
			return nil
		}
		return err
	case <-over: // what is not done is on disk, and the next process does it
		log.Error().Dur("after", atLast).Msg("shutting down: something did not end, and is left behind")
		return nil
	}
}

func run(ctx context.Context, config Config, library *Library, log zerolog.Logger) error {
	if err := config.Check(); err != nil {
		return err
	}
	var listener net.Listener
	if config.AppToken == "" || config.Listen != "" || config.listener != nil { // a port in use shows at once
		var err error
		if listener, err = config.listen(); err != nil {
			return err
		}
		defer func() { _ = listener.Close() }() // closed by Serve, unless we do not get there
	}
	memory, release, err := config.open(ctx, log)
	if err != nil {
		return err
	}
	defer release()

	counts := metrics.New()
	client := transport.NewClient(config.BotToken, config.AppToken, config.APIURL, log)
	defer client.Close()
	client.Remember(memory)
	client.Count(counts)
	if !config.hurry {
		client.Pace(perSecond)
	}
	desk, err := config.desk(ctx, client, memory, library, newDoor(counts), log)
	if err != nil {
		return err
	}
	b := desk.bot
	library.before.Go(func() { b.warn(desk.relearn(ctx), "learning what was taught") })
	in, err := inbox.Open(ctx, memory, b.policy.Depth, workers, log, desk.handle)
	if err != nil {
		return err
	}
	b.door.open(in.Accept)
	go func() { // takes a while; events are accepted meanwhile
		engine := library.within(nil)
		in.Begin()
		engine.Nearest("", 1) // what is offered to who types is prepared once
	}()
	b.observe(in)
	drain := b.beside(ctx, in, desk.team, config.ticks, desk.relearn)
	probes := transport.Probes{Full: func() bool { return in.Depth() >= b.policy.Depth }, Metrics: counts.Handler(), Log: log}
	return config.serve(ctx, client, desk, probes, listener, drain)
}

// desk is what takes in all that Slack delivers: the bot of one workspace, or of
// many.
type desk struct {
	bot       *Bot   // does the chores
	team      string // the operator's, that gets the digest and hears of faults of the base; empty for none
	intake    transport.Intake
	handle    func(context.Context, inbox.Event) error
	relearn   func(context.Context) error
	installer *transport.Installer // nil for one workspace
	started   map[string]any       // for the log
}

func (c Config) desk(ctx context.Context, client *transport.Client, memory *store.Store, library *Library, door *door, log zerolog.Logger) (*desk, error) {
	if c.many() {
		return c.deskOfMany(ctx, client, memory, library, door, log)
	}
	who, err := client.Check(ctx)
	if err != nil {
		return nil, err
	}
	b := c.bot(client, memory, library, door, log)
	return &desk{
		bot: b, team: who.TeamID, handle: b.Handle, relearn: b.relearn,
		intake:  transport.Intake{BotUser: who.User, Accept: b.Accept, Answer: b.Answer, Fill: b.Fill, Offer: b.Offer, Log: log},
		started: map[string]any{"team": who.Team, "bot": who.User},
	}, nil
}

// serve takes in what Slack delivers until ctx ends.
func (c Config) serve(ctx context.Context, client *transport.Client, d *desk, probes transport.Probes, listener net.Listener, drain func()) error {
	up := probes.Log.Info().Fields(d.started).Str("base", d.bot.library.version())
	if listener != nil {
		up.Stringer("address", listener.Addr())
	}
	if c.AppToken == "" {
		up.Str("mode", "http").Msg("starting")
		return transport.HTTP{
			Probes: probes, Intake: d.intake, SigningSecret: c.SigningSecret, Installer: d.installer,
		}.Serve(ctx, listener, grace, drain)
	}
	up.Str("mode", "socket").Msg("starting")
	socket := transport.Socket{Client: client, Intake: d.intake, Log: probes.Log}
	if listener == nil {
		return socket.Serve(ctx, drain)
	}
	both, ctx := errgroup.WithContext(ctx) // one that fails ends them both
	both.Go(func() error { return probes.Serve(ctx, listener, grace) })
	both.Go(func() error { return socket.Serve(ctx, drain) })
	return both.Wait()
}

// observe has the metrics tell how much waits, and how large the base is.
func (b *Bot) observe(in inbox.Inbox) {
	b.counts.Inbox(func() float64 { return float64(in.Depth()) }, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), inTime)
		defer cancel()
		n, err := b.store.Failures(ctx)
		if err != nil {
			return math.NaN() // it is not known
		}
		return float64(n)
	})
	b.counts.Base(func() float64 {
		facts, _ := b.library.size()
		return float64(facts)
	}, func() float64 {
		_, articles := b.library.size()
		return float64(articles)
	})
	b.counts.Answering(b.library.version())
}

// open opens the memory, once no other process works on it; or a spare one where
// that process is another bot, so that bots of different workspaces need no
// settings to run on one machine. The same bot waits for its like to end: two that
// do not know of each other would answer twice.
func (c Config) open(ctx context.Context, log zerolog.Logger) (memory *store.Store, release func(), err error) {
	url, patience := c.Database, handover
	if c.Spare {
		patience = spareAfter
	}
	for n := 2; ; n++ {
		var worker string
		memory, release, worker, err = c.openOne(ctx, url, patience)
		switch {
		case !errors.Is(err, context.DeadlineExceeded) || patience == handover || n > mostSpare:
			return memory, release, err
		case worker == c.name():
			patience = handover
			continue
		}
		url = fmt.Sprintf("%s-%d.db", strings.TrimSuffix(c.Database, ".db"), n)
		log.Warn().Str("database", url).Msg("another bot works on the default database; remembering beside it. Set PILCROW_DATABASE to choose")
	}
}

// name tells a bot from others without telling its token.
func (c Config) name() string { return fingerprint(c.ClientID+c.BotToken, c.APIURL) }

// many reports whether many workspaces can install the bot.
func (c Config) many() bool { return c.ClientID != "" && c.ClientSecret != "" }

// openOne opens a database, or says who works on it for longer than patience.
func (c Config) openOne(ctx context.Context, url string, patience time.Duration) (memory *store.Store, release func(), worker string, err error) {
	memory, err = store.Open(ctx, url, c.clock())
	if err != nil {
		return nil, nil, "", err
	}
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	unlock, err := memory.Exclusive(waiting, c.name())
	if err != nil {
		worker, unknown := memory.Worker(ctx)
		return nil, nil, worker, errors.Join(err, unknown, memory.Close())
	}
	return memory, func() {
		_ = memory.Close() // everything is written by then
		unlock()
	}, "", nil
}

func (c Config) clock() func() time.Time {
	if c.now != nil {
		return c.now
	}
	return time.Now
}

// bot is the bot of these settings.
func (c Config) bot(client *transport.Client, memory *store.Store, library *Library, door *door, log zerolog.Logger) *Bot {
	b := &Bot{
		slack: client, store: memory, library: library, door: door, ask: c.ask,
		policy: c.Policy.usual(), now: c.clock(), inTime: inTime, log: log, counts: door.counts,
	}
	if c.unhurried > 0 {
		b.inTime = c.unhurried
	}
	if b.ask == nil {
		b.ask = func(question string, earlier, articles []string) answer.Answer {
			return library.within(articles).Ask(question, earlier)
		}
	}
	return b
}

// door is where events come in, to be kept and handled.
type door struct {
	ready  chan struct{}
	inbox  func(inbox.Event) (bool, error) // once ready
	counts *metrics.Metrics
}

func newDoor(counts *metrics.Metrics) *door { return &door{ready: make(chan struct{}), counts: counts} }

// open says where events are kept. What an earlier process has left is handled
// before that is known, and waits for it where it leaves something to do itself.
func (d *door) open(accept func(inbox.Event) (bool, error)) {
	d.inbox = accept
	close(d.ready)
}

// accept keeps an event to be handled.
func (d *door) accept(ev inbox.Event) (fresh bool, err error) {
	<-d.ready
	fresh, err = d.inbox(ev)
	switch {
	case err != nil:
		d.counts.Event(string(ev.Kind), metrics.Refused)
	case fresh:
		d.counts.Event(string(ev.Kind), metrics.Accepted)
	default:
		d.counts.Event(string(ev.Kind), metrics.Duplicate)
	}
	return fresh, err
}

// beside does the chores, and has it learned what admins teach elsewhere, until
// drain is called, which finishes what was accepted.
func (b *Bot) beside(ctx context.Context, in inbox.Inbox, team string, ticks <-chan time.Time, relearn func(context.Context) error) (drain func()) {
	working, idle := context.WithCancel(context.WithoutCancel(ctx))
	var chores sync.WaitGroup
	chores.Go(func() { b.chores(working, team, ticks) })
	chores.Go(func() { b.follow(working, team, relearn) })
	chores.Go(func() {
		b.store.Watch(working, func() { b.warn(relearn(working), "learning what was taught") })
	})
	return func() {
		idle()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		if err := in.Drain(ending); err != nil {
			b.log.Error().Err(err).Msg("shutting down")
		}
		ended := make(chan struct{})
		go func() { chores.Wait(); close(ended) }()
		select {
		case <-ended:
		case <-time.After(lastChore):
		}
	}
}

func (c Config) listen() (net.Listener, error) {
	if c.listener != nil {
		return c.listener, nil
	}
	return transport.Listen(c.Listen)
}
