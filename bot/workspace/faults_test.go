package workspace_test

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// TestLimits posts as much as Slack lets an app post, and then too much.
func TestLimits(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := noon
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	later := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) }
	w := newWorld(t, workspace.Options{Now: clock, Limits: true}, workspace.App{})
	elsewhere := w.AddChannel("elsewhere", "pilcrow")
	post := func(channel string) error {
		_, _, err := w.api.PostMessage(channel, slack.MsgOptionText("hi", false))
		return err
	}
	limited := func(where string, err error, after time.Duration) {
		t.Helper()
		var e *slack.RateLimitedError
		if !errors.As(err, &e) || e.RetryAfter != after {
			t.Errorf("%s: %v, want a wait of %v", where, err, after)
		}
	}
	for range 4 {
		if err := post(w.room.ID); err != nil {
			t.Fatal(err)
		}
	}
	limited("the fifth at once", post(w.room.ID), time.Second)
	limited("and again", post(w.room.ID), time.Second)
	w.refusedWith("ratelimited")
	if err := post(elsewhere.ID); err != nil {
		t.Errorf("elsewhere: %v", err)
	}
	if _, err := w.api.PostEphemeral(w.room.ID, w.ann.ID, slack.MsgOptionText("hi", false)); err != nil {
		t.Errorf("what is no message of the channel: %v", err)
	}
	later(500 * time.Millisecond)
	limited("after half a second", post(w.room.ID), time.Second)
	later(500 * time.Millisecond)
	if err := post(w.room.ID); err != nil {
		t.Errorf("after a second: %v", err)
	}
	limited("one too many", post(w.room.ID), time.Second)
	later(time.Hour)
	for range 4 {
		if err := post(w.room.ID); err != nil {
			t.Errorf("after an hour: %v", err)
		}
	}
	limited("an hour does not save up", post(w.room.ID), time.Second)
	if n := len(w.Messages("general")); n != 10 {
		t.Errorf("%d messages, want 9 and an ephemeral one", n)
	}
}

func TestNoLimits(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	for range 20 {
		if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hi", false)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	limited := func(seconds time.Duration) func(error) bool {
		return func(err error) bool {
			var e *slack.RateLimitedError
			return errors.As(err, &e) && e.RetryAfter == seconds*time.Second
		}
	}
	status := func(code int) func(error) bool {
		return func(err error) bool {
			var e slack.StatusCodeError
			return errors.As(err, &e) && e.Code == code
		}
	}
	says := func(code string) func(error) bool {
		return func(err error) bool {
			var e slack.SlackErrorResponse
			return errors.As(err, &e) && e.Err == code
		}
	}
	cut := func(err error) bool { return errors.Is(err, io.EOF) }
	for name, c := range map[string]struct {
		fault workspace.Fault
		is    func(error) bool
		code  string
		done  bool
	}{
		"an error":              {workspace.Fault{Code: "fatal_error"}, says("fatal_error"), "fatal_error", false},
		"limited":               {workspace.Fault{Status: 429, RetryAfter: 7}, limited(7), "ratelimited", false},
		"limited, for a moment": {workspace.Fault{Status: 429}, limited(1), "ratelimited", false},
		"a status":              {workspace.Fault{Status: 503}, status(503), "http_503", false},
		"cut":                   {workspace.Fault{Cut: true}, cut, "connection_cut", false},
		"cut, saying nothing":   {workspace.Fault{}, cut, "connection_cut", false},
		"done and cut":          {workspace.Fault{After: true}, cut, "connection_cut", true},
		"done, with a status":   {workspace.Fault{After: true, Status: 500}, status(500), "http_500", true},
		"done, with an error":   {workspace.Fault{After: true, Code: "internal_error"}, says("internal_error"), "internal_error", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := quiet(t)
			w.Fail("chat.postMessage", c.fault)
			must(w.api.AuthTest())(t) // another method, which goes well
			_, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hi", false))
			if !c.is(err) {
				t.Errorf("error %v", err)
			}
			if done := len(w.Messages("general")) == 1; done != c.done {
				t.Errorf("done: %v", done)
			}
			calls := w.Calls()
			if last := calls[len(calls)-1]; last.Error != c.code || last.App != w.app.AppID || last.Method != "chat.postMessage" || last.Response != nil {
				t.Errorf("call %+v", last)
			}
			if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("hi", false)); err != nil {
				t.Errorf("the next: %v", err)
			}
			w.noRefusals()
		})
	}
}

func TestFaultsComeInTurn(t *testing.T) {
	t.Parallel()
	w := quiet(t)
	for _, code := range []string{"fatal_error", "internal_error"} {
		w.Fail("auth.test", workspace.Fault{Code: code})
	}
	for _, code := range []string{"fatal_error", "internal_error"} {
		_, err := w.api.AuthTest()
		wantError(t, err, code)
	}
	must(w.api.AuthTest())(t)
}

// TestLostAnswerOfAResponseURL answers once, is not heard to have done so, and
// answers again.
func TestLostAnswerOfAResponseURL(t *testing.T) {
	t.Parallel()
	var url string
	w := clicks(t, workspace.Options{AckWithin: patience}, func(_ *world, data any) any {
		url = data.(slack.SlashCommand).ResponseURL
		return nil
	})
	must(w.Command("ann", "general", "/licensing", ""))(t)
	w.Fail("response_url", workspace.Fault{Status: http.StatusBadGateway})
	w.Fail("response_url", workspace.Fault{After: true})
	for i, want := range []int{0, 1, 2} {
		_, _, err := w.api.PostMessage("", slack.MsgOptionResponseURL(url, "ephemeral"), slack.MsgOptionText("hi", false))
		if (err == nil) != (i == 2) || len(w.Messages("general")) != want {
			t.Errorf("try %d: %v, %d messages", i, err, len(w.Messages("general")))
		}
	}
	w.noRefusals()
}
