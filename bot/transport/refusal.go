package transport

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

// credential is a token the operator has to provide.
type credential struct {
	variable string // the environment variable it is set by
	advice   string // where to get the right one
}

var (
	botToken = credential{
		variable: "SLACK_BOT_TOKEN",
		advice:   "Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at https://api.slack.com/apps",
	}
	appToken = credential{
		variable: "SLACK_APP_TOKEN",
		advice: "Generate an App-Level Token (xapp-…) with the scope connections:write under Basic Information at " +
			"https://api.slack.com/apps, and see that Socket Mode is on",
	}
)

// RefusedError is a token that Slack does not take. Its text tells the operator
// what to do.
type RefusedError struct {
	Variable string // the variable that holds the token
	Code     string // what Slack said
	Scope    string // the scope that is missing, if that is it and Slack names it
	advice   string
}

func (e *RefusedError) Error() string {
	if e.Scope != "" {
		return fmt.Sprintf("Slack refused %s: it lacks the scope %s. "+
			"Add it under OAuth & Permissions at https://api.slack.com/apps and install the app again.", e.Variable, e.Scope)
	}
	return fmt.Sprintf("Slack refused %s (%s). %s.", e.Variable, e.Code, e.advice)
}

// tokenRefusals are Slack's errors that only another token, or another setting
// of the app, can mend.
var tokenRefusals = []string{
	"not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired",
	"not_allowed_token_type", "missing_scope", "no_permission",
}

// refusal turns an error about the token of c into what to do about it. It is
// nil for any other error.
func refusal(err error, c credential) *RefusedError {
	code := code(err)
	if !slices.Contains(tokenRefusals, code) {
		return nil
	}
	refused := &RefusedError{Variable: c.variable, Code: code, advice: c.advice}
	if said, ok := errors.AsType[slack.SlackErrorResponse](err); ok && code == "missing_scope" {
		refused.Scope = said.Needed
	}
	return refused
}

// ErrTooLate says that a trigger was too old, or used up, to open a form with.
var ErrTooLate = errors.New("too late to open a form")

// triggerRefusals are Slack's errors about a trigger.
var triggerRefusals = []string{"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}

// NotThere reports whether Slack would not post because the channel is not
// there, or the bot not in it.
func NotThere(err error) bool {
	return slices.Contains([]string{"not_in_channel", "channel_not_found", "is_archived"}, code(err))
}

// formRefusals are Slack's errors about a message's form, which plain text does
// not share.
var formRefusals = []string{
	"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments",
}

// formRefused reports whether another form of the message may be taken. A
// response URL says no more than that the request was bad.
func formRefused(err error) bool {
	status, ok := errors.AsType[slack.StatusCodeError](err)
	return slices.Contains(formRefusals, code(err)) || ok && status.Code == http.StatusBadRequest
}

// code is the error that Slack answered with, empty if it is not one of Slack's.
func code(err error) string {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refused.Err
	}
	return ""
}

// defaultRetryAfter is waited when Slack says "too much" but not for how long.
// About one message a second goes into a channel.
const defaultRetryAfter = time.Second

// retryAfter says how long to wait before trying again, if err is a rate limit.
func retryAfter(err error) (wait time.Duration, limited bool) {
	if rate, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return max(rate.RetryAfter, defaultRetryAfter), true
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusTooManyRequests {
		return defaultRetryAfter, true
	}
	if slices.Contains([]string{"ratelimited", "rate_limited"}, code(err)) {
		return defaultRetryAfter, true
	}
	return 0, false
}

// Later says of an error whether what failed may go well later, and how long
// Slack asks to wait for that; 0 where it does not say. It is false for what
// Slack has refused, which it will refuse again.
func Later(err error) (wait time.Duration, later bool) {
	if wait, limited := retryAfter(err); limited {
		return wait, true
	}
	if full, ok := errors.AsType[*paced](err); ok {
		return full.wait, true
	}
	return 0, err != nil && !refusedForGood(err)
}

// refusedForGood reports whether Slack has answered, and would answer the same.
func refusedForGood(err error) bool {
	if refused, ok := errors.AsType[*RefusedError](err); ok && refused != nil {
		return true
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return status.Code < http.StatusInternalServerError
	}
	return code(err) != "" && !slices.Contains(slackFaults, code(err))
}

// slackFaults are Slack's errors about itself.
var slackFaults = []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
