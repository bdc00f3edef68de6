package workspace

import (
	"encoding/json"
	"slices"
	"time"
)

// Passage is one thing that went between Slack and an app, with what came back.
type Passage struct {
	At    time.Time       `json:"at"`            // when it began
	Took  time.Duration   `json:"took"`          // until it was answered, or given up
	App   string          `json:"app,omitempty"` // the app's id, if known
	Kind  string          `json:"kind"`          // events_api, slash_commands, interactive; call, response_url; connection; refused
	What  string          `json:"what"`          // app_mention, chat.postMessage, …
	Try   int             `json:"try,omitempty"` // from 1, for what is sent again
	Sent  json.RawMessage `json:"sent,omitempty"`
	Back  json.RawMessage `json:"back,omitempty"`
	Wrong string          `json:"wrong,omitempty"` // Slack's word for it, or ours
}

// Tap has f told of everything that passes from now on, in the order in which it
// ends. f must be quick, and must not call the workspace.
func (w *Workspace) Tap(f func(Passage)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tap = f
}

// passed tells of a passage that began at since. The caller holds mu.
func (w *Workspace) passed(since time.Time, p Passage) {
	if w.tap == nil {
		return
	}
	p.At, p.Took = since, w.opts.Now().Sub(since)
	w.tap(p)
}

// delivered tells of an attempt to deliver.
func (w *Workspace) delivered(since time.Time, d *delivery, n int, got ack, failure string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	back := []byte(got.payload)
	if got.text != "" {
		back = []byte(got.text)
	}
	w.passed(since, Passage{App: d.app.AppID, Kind: d.kind, What: d.what, Try: n, Sent: d.body, Back: asJSON(back), Wrong: failure})
}

// hooked tells of the use of a response URL. The caller holds mu.
func (w *Workspace) hooked(since time.Time, a *app, body []byte, wrong string) {
	p := Passage{Kind: "response_url", What: "response_url", Sent: asJSON(jsonOf(body)), Wrong: wrong}
	if a != nil {
		p.App = a.AppID
	}
	w.passed(since, p)
}

// asJSON is what was sent, as it is if that is JSON, or as a string.
func asJSON(body []byte) json.RawMessage {
	if len(body) == 0 || json.Valid(body) {
		return body
	}
	raw, _ := json.Marshal(string(body)) // text can always be written down
	return raw
}

// called tells of a call of the Web API. The caller holds mu.
func (w *Workspace) called(since time.Time, c Call) {
	if w.tap == nil {
		return
	}
	w.passed(since, Passage{
		App: c.App, Kind: "call", What: c.Method, Sent: unwrapped(c.Args), Back: slices.Clone(c.Response), Wrong: c.Error})
}

// unwrapped is arguments as JSON, and those that are JSON themselves as such.
func unwrapped(args map[string]string) json.RawMessage {
	out := map[string]json.RawMessage{}
	for name, value := range args {
		raw, _ := json.Marshal(value) // likewise
		if len(value) > 1 && (value[0] == '{' || value[0] == '[') && json.Valid([]byte(value)) {
			raw = json.RawMessage(value)
		}
		out[name] = raw
	}
	raw, _ := json.Marshal(out) // likewise
	return raw
}

// Methods lists the methods of the Web API that there are here, in order.
func Methods() []string {
	var out []string
	for name := range methods {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Redeliver tells an app once more of the last event it was told of, as Slack
// does when an acknowledgement is lost: the same event, with the same id.
func (w *Workspace) Redeliver(appRef string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.app(appRef)
	if a == nil || a.last == nil {
		return
	}
	d := w.newDelivery(a, eventsAPI, a.EventsURL, a.last.what, a.last.body)
	w.start(func() { w.deliverEvent(d) })
}
