package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// The three kinds of things an app is told, by their names in Socket Mode.
const (
	eventsAPI     = "events_api"
	slashCommands = "slash_commands"
	interactive   = "interactive"
)

// Why an attempt failed, in the words of X-Slack-Retry-Reason.
const (
	timedOut   = "http_timeout"
	noConnect  = "connection_failed"
	badStatus  = "http_error"
	dropped    = "connection_closed" // Socket Mode only
	noAckInWS  = "timeout"           // Socket Mode only
	shutDown   = "shut_down"         // the workspace closed; never sent
	dontRepeat = "no_retry"          // the app asked with X-Slack-No-Retry; never sent
)

// delivery is one thing an app is to be told.
type delivery struct {
	app   *app
	kind  string
	what  string          // the event type or command, for Refusals
	body  json.RawMessage // as Socket Mode has it
	form  url.Values      // as HTTP has it, where that is not the body
	where string          // the app's URL; empty for Socket Mode
	env   *envelope       // for Socket Mode
}

// ack is what an app said to a delivery.
type ack struct {
	payload json.RawMessage
	text    string // a body that is not JSON
}

func (w *Workspace) newDelivery(a *app, kind, where, what string, body json.RawMessage) *delivery {
	d := &delivery{app: a, kind: kind, where: where, what: what, body: body}
	if d.where == "" {
		d.env = &envelope{id: w.nextID("env-"), takesPayload: kind != eventsAPI, acked: make(chan ack, 1)}
		a.envelopes[d.env.id] = d.env
	}
	w.pending++
	return d
}

// settled marks a delivery as over, one way or the other.
func (w *Workspace) settled(d *delivery, failure string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending--
	if failure != "" && failure != shutDown {
		w.refuse(d.app, d.what, "not_delivered", "%s", failure)
	}
	w.touch()
}

// attempt tells the app once. The second result says why it failed; it is
// empty if the app acknowledged.
func (w *Workspace) attempt(d *delivery, n int, reason string) (got ack, failure string) {
	since := w.opts.Now()
	if d.where != "" {
		got, failure = w.push(d, n, reason)
	} else {
		got, failure = w.sendEnvelope(d, n, reason)
	}
	w.delivered(since, d, n, got, failure)
	return got, failure
}

// deliverEvent tells the app of an event until it acknowledges or the
// schedule of retries is over. A connection that dropped is no reason to wait the
// first time: another may be there.
func (w *Workspace) deliverEvent(d *delivery) {
	_, failure := w.attempt(d, 0, "")
	for n, wait := range w.opts.Retries {
		if failure == "" || failure == shutDown || failure == dontRepeat {
			break
		}
		if failure == dropped && n == 0 {
			wait = 0
		}
		if w.ackedMeanwhile(d, wait) {
			failure = ""
			break
		}
		_, failure = w.attempt(d, n+1, failure)
	}
	w.settled(d, failure)
}

// ackedMeanwhile waits before a retry. An acknowledgement that only was slow
// may still come over Socket Mode.
func (w *Workspace) ackedMeanwhile(d *delivery, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	var late <-chan ack
	if d.env != nil {
		late = d.env.acked
	}
	select {
	case <-late:
		return true
	case <-timer.C:
	case <-w.ctx.Done():
	}
	return false
}

// deliverOnce tells the app of what a person is waiting for: once.
func (w *Workspace) deliverOnce(d *delivery) (ack, error) {
	got, failure := w.attempt(d, 0, "")
	w.settled(d, failure)
	switch failure {
	case "":
		return got, nil
	case timedOut, noAckInWS:
		return ack{}, ErrTimeout
	default:
		return ack{}, ErrDispatchFailed
	}
}

// Deliver tells an app something that Slack would never say, as an interaction or
// else an event: once, whatever the app makes of it. An error is that it was not
// acknowledged.
func (w *Workspace) Deliver(appRef string, interaction bool, body json.RawMessage) error {
	w.mu.Lock()
	a := w.app(appRef)
	if a == nil {
		w.mu.Unlock()
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchApp, appRef)
	}
	d := w.newDelivery(a, eventsAPI, a.EventsURL, "an event", body)
	if interaction {
		d.kind, d.where, d.form = interactive, a.InteractionsURL, url.Values{"payload": {string(body)}}
	}
	w.mu.Unlock()
	return w.tell(d)
}

// ackDeadline bounds one attempt.
func (w *Workspace) ackDeadline() (context.Context, context.CancelFunc) {
	return context.WithTimeout(w.ctx, w.opts.AckWithin)
}
