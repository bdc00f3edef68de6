package workspace

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Fault is how a call goes wrong that would have gone well. With neither Code
// nor Status, the connection is cut without an answer.
type Fault struct {
	Code       string // an error of the Web API
	Status     int    // an HTTP status; 200 if there is a Code
	RetryAfter int    // seconds; at least one if Status is 429
	Cut        bool   // no answer, whatever else is said
	After      bool   // the work is done, only the answer is lost or wrong

	// Slow is how long the answer takes. If nothing else is said, it is the right
	// one all the same.
	Slow time.Duration
}

// Fail makes the next call of a method go wrong; the one after that, if it has
// been called for the method before. "response_url" stands for any of those.
// What a fault does to a good app is not among [Workspace.Refusals].
func (w *Workspace) Fail(method string, f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults[method] = append(w.faults[method], f)
}

// nextFault takes the fault the call is to have, nil if none. The caller holds
// mu.
func (w *Workspace) nextFault(method string) *Fault {
	queue := w.faults[method]
	if len(queue) == 0 {
		return nil
	}
	w.faults[method] = queue[1:]
	return &queue[0]
}

// wrong says whether the answer is any other than the right one, however slow.
// There may be no fault at all.
func (f *Fault) wrong() bool {
	return f != nil && (f.Slow == 0 || *f != Fault{Slow: f.Slow})
}

// worked says whether what is asked for is done, whatever is answered.
func (f *Fault) worked() bool { return !f.wrong() || f.After }

// hold waits as long as the answer is to take, or as the caller does.
func (f *Fault) hold(ctx context.Context) {
	if f == nil || f.Slow == 0 {
		return
	}
	select {
	case <-time.After(f.Slow):
	case <-ctx.Done():
	}
}

// code is the error the app sees, or would see.
func (f *Fault) code() string {
	switch {
	case f.Code != "":
		return f.Code
	case f.cuts():
		return "connection_cut"
	case f.Status == http.StatusTooManyRequests:
		return "ratelimited"
	}
	return "http_" + strconv.Itoa(f.Status)
}

func (f *Fault) cuts() bool { return f.Cut || f.Code == "" && f.Status == 0 }

// answer gives the faulty answer, or none.
func (f *Fault) answer(rw http.ResponseWriter) {
	if f.cuts() {
		panic(http.ErrAbortHandler) // which is how a handler cuts a connection
	}
	status := cmp.Or(f.Status, http.StatusOK)
	if status == http.StatusTooManyRequests {
		rw.Header().Set("Retry-After", strconv.Itoa(max(1, f.RetryAfter)))
	} else if f.RetryAfter > 0 {
		rw.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	body := http.StatusText(status)
	if f.Code != "" || status == http.StatusTooManyRequests {
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		body = `{"ok":false,"error":"` + f.code() + `"}`
	}
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, body) // the caller may be gone; nobody to tell
}

// An app can post about once a second in a channel, and a little more for a
// short while.
const (
	postEvery = time.Second
	postBurst = 4
)

// paced counts a message against the limit. Each moves the time at which the
// next is due by a second; a few may come before they are due.
func (r request) paced(c *channel) error {
	if !r.opts.Limits {
		return nil
	}
	now, due := r.opts.Now(), c.due[r.app.AppID]
	if due.Before(now) {
		due = now
	}
	if wait := due.Sub(now) - (postBurst-1)*postEvery; wait > 0 {
		return &apiError{code: "ratelimited", detail: "in " + c.ID, retryAfter: int((wait + time.Second - 1) / time.Second)}
	}
	c.due[r.app.AppID] = due.Add(postEvery)
	return nil
}
