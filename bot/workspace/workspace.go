package workspace

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options says how a workspace keeps time and what it is like. The zero value
// behaves like Slack.
type Options struct {
	// Team is the workspace's name; "Workshop" if empty.
	Team string
	// URL is where the workspace can be reached, for whoever mounts
	// [Workspace.Handler] on a server of their own. [Workspace.Listen] sets it.
	URL string
	// Now stamps messages and events, and expires triggers and response URLs.
	// time.Now if nil.
	Now func() time.Time
	// SignedAt dates the signatures of HTTP deliveries. It is not Now, because
	// receivers compare it with the wall clock: time.Now if nil.
	SignedAt func() time.Time
	// AckWithin is how long an app has to acknowledge a delivery; 3 s if zero.
	AckWithin time.Duration
	// Retries are the waits before each further attempt to deliver an event.
	// If nil: at once, after a minute, after five. Commands and clicks are
	// never retried: a person is waiting.
	Retries []time.Duration
	// PingEvery is the time between two pings on a Socket Mode connection;
	// 10 s if zero. Clients give up after 30 s without one.
	PingEvery time.Duration
	// Refuse are block types that are refused as unknown, such as "data_table":
	// not every workspace has what is new.
	Refuse []string
	// First is added to every id, so that several workspaces of a [Cloud] share none.
	First int
	// Limits refuses more than about one chat.postMessage a second in a channel,
	// as Slack does.
	Limits bool
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SignedAt == nil {
		o.SignedAt = time.Now
	}
	if o.Retries == nil {
		o.Retries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	o.Team = cmp.Or(o.Team, "Workshop")
	o.AckWithin = cmp.Or(o.AckWithin, 3*time.Second)
	o.PingEvery = cmp.Or(o.PingEvery, 10*time.Second)
	return o
}

// Workspace is one Slack workspace. All its methods may be called from any
// goroutine. [Workspace.Close] ends the deliveries still under way.
type Workspace struct {
	opts Options

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	mu       sync.Mutex
	changed  chan struct{} // closed, and replaced, at every change
	closed   bool
	url      string
	counters map[string]int
	lastTS   int64 // microseconds
	teamID   string

	users    []*User
	channels []*channel
	apps     []*app
	hooks    map[string]*hook
	triggers map[string]*trigger
	views    []*View
	offers   map[offer]map[string]any
	faults   map[string][]Fault // by method, still to come

	calls    []Call
	refusals []Refusal
	pending  int
	tap      func(Passage) // told of what passes, if set
}

// New makes an empty workspace.
func New(opts Options) *Workspace {
	ctx, cancel := context.WithCancel(context.Background())
	w := &Workspace{
		opts:     opts.withDefaults(),
		ctx:      ctx,
		cancel:   cancel,
		changed:  make(chan struct{}),
		url:      strings.TrimSuffix(opts.URL, "/"),
		counters: map[string]int{},
		hooks:    map[string]*hook{},
		triggers: map[string]*trigger{},
		offers:   map[offer]map[string]any{},
		faults:   map[string][]Fault{},
	}
	w.teamID = w.nextID("T")
	return w
}

// Close drops every connection, abandons deliveries that are still being
// retried, and waits until nothing of the workspace is running.
func (w *Workspace) Close() {
	w.mu.Lock()
	w.closed = true
	w.touch()
	w.mu.Unlock()
	w.cancel()
	w.tasks.Wait()
}

// TeamID is the id of the workspace, T….
func (w *Workspace) TeamID() string { return w.teamID }

// start runs f beside the caller until it returns; Close waits for it. The
// caller holds mu, which is what keeps a task from starting behind Close's back.
func (w *Workspace) start(f func()) {
	if w.closed {
		return
	}
	w.tasks.Go(f)
}

// touch wakes everyone who waits for a change. The caller holds mu.
func (w *Workspace) touch() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// Changed is closed at the next change of anything. Whoever looks after a change
// takes it before they look, and misses nothing.
func (w *Workspace) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// Wait returns when cond holds, or with the context's error. It does not poll:
// cond is asked again after every change.
func (w *Workspace) Wait(ctx context.Context, cond func(*Workspace) bool) error {
	for {
		changed := w.Changed()
		if cond(w) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("workspace: waiting: %w", ctx.Err())
		}
	}
}

// nextID counts ids of one kind: U0000000001, U0000000002, …
func (w *Workspace) nextID(prefix string) string {
	w.counters[prefix]++
	return fmt.Sprintf("%s%010d", prefix, w.opts.First+w.counters[prefix])
}

// nextTS is a message's time stamp, which is also its id: unique and always
// later than the one before, even if the clock stands still.
func (w *Workspace) nextTS() string {
	w.lastTS = max(w.opts.Now().UnixMicro(), w.lastTS) + 100
	return formatTS(w.lastTS)
}

func formatTS(micros int64) string {
	return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6)
}

// Call is one call of the Web API, as it came and as it was answered.
type Call struct {
	App      string            // the app's id; empty if the token was nobody's
	Method   string            // chat.postMessage
	Args     map[string]string // without the token; structured values as JSON
	Error    string            // empty if it went well, for all the app knows
	Response []byte            // the JSON sent back, nil if a fault took its place
}

// Refusal is something Slack would have refused, or dropped without a word.
type Refusal struct {
	App    string // the app's id, if known
	Where  string // a method, an event type, a command, a URL's path
	Code   string // Slack's error, or our word for a silent loss
	Detail string // what exactly, for a person
}

func (r Refusal) String() string {
	return fmt.Sprintf("%s: %s: %s", r.Where, r.Code, r.Detail)
}

// Calls lists every Web API call so far, oldest first.
func (w *Workspace) Calls() []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.calls)
}

// Refusals lists what Slack would have refused so far, oldest first. A test of
// a good bot ends by finding it empty.
func (w *Workspace) Refusals() []Refusal {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.refusals)
}

// Forget lets go of all that was said and called so far, for who plays through more
// than there is room for. People, channels, apps and refusals stay.
func (w *Workspace) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls, w.views = nil, nil
	clear(w.hooks)
	clear(w.triggers)
	for _, c := range w.channels {
		c.messages = nil
		clear(c.deleted)
		clear(c.status)
	}
	w.touch()
}

// Pending counts the deliveries no app has acknowledged yet. When it is zero,
// everything that happened has been heard.
func (w *Workspace) Pending() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pending
}

// refuse notes a refusal. The caller holds mu.
func (w *Workspace) refuse(app *app, where, code, format string, args ...any) {
	r := Refusal{Where: where, Code: code, Detail: fmt.Sprintf(format, args...)}
	if app != nil {
		r.App = app.AppID
	}
	w.refusals = append(w.refusals, r)
	w.passed(w.opts.Now(), Passage{App: r.App, Kind: "refused", What: r.Where, Wrong: r.Code + ": " + r.Detail})
	w.touch()
}

// noteRefusal is refuse for those who do not hold mu.
func (w *Workspace) noteRefusal(app *app, where, code, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refuse(app, where, code, format, args...)
}

// Handler serves the Web API at /api/, Socket Mode at /link/ and response URLs
// at /hooks/.
func (w *Workspace) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveAPI)
	mux.HandleFunc("/link/", w.serveLink)
	mux.HandleFunc("/hooks/{id}", w.serveHook)
	return mux
}
