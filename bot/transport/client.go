package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/metrics"
	"github.com/pilcrow-bot/pilcrow/bot/store"
)

const (
	// callTimeout bounds one Web API call; Slack answers in well under a second.
	callTimeout = 30 * time.Second

	// answerEvent is the metadata type of the bot's answers. A reply so tagged
	// tells which event it answers.
	answerEvent = "pilcrow_answer"
)

// Client calls Slack's Web API with the bot's token.
type Client struct {
	api     atomic.Pointer[slack.Client] // with the token
	options []slack.Option
	token   credential // what to say of the token
	http    *http.Client
	log     zerolog.Logger
	outbox  *store.Store     // what was written for which event; nil for no memory
	counts  *metrics.Metrics // nil for none
	pace    *pace
	sleep   func(context.Context, time.Duration) error // waits as Slack asks; tests do not
}

// NewClient makes a client. apiURL is another Web API root than Slack's, or
// empty; appToken is needed for Socket Mode only.
func NewClient(token, appToken, apiURL string, log zerolog.Logger) *Client {
	// A pool of its own, so that Close leaves no connection behind.
	web := &http.Client{
		Timeout:   callTimeout,
		Transport: http.DefaultTransport.(*http.Transport).Clone(),
	}
	options := []slack.Option{slack.OptionHTTPClient(web), slack.OptionAppLevelToken(appToken)}
	if apiURL != "" {
		options = append(options, slack.OptionAPIURL(strings.TrimSuffix(apiURL, "/")+"/"))
	}
	c := &Client{http: web, options: options, token: botToken, log: log, pace: new(pace), sleep: Sleep}
	c.Use(token)
	return c
}

// Use has the client call with another token from now on.
func (c *Client) Use(token string) { c.api.Store(slack.New(token, c.options...)) }

// Of is the client of a workspace, which came by OAuth, with a token of its own
// and all else shared.
func (c *Client) Of(workspace string) *Client {
	of := &Client{
		http: c.http, options: c.options, log: c.log, outbox: c.outbox, counts: c.counts, pace: c.pace, sleep: c.sleep,
		token: credential{
			variable: "the token of " + workspace,
			advice:   "Have somebody there install the bot again, at " + installPath,
		},
	}
	of.Use("")
	return of
}

// Remember has the client write down what it is about to say for an event, so
// that an event which is handled again does not say it twice.
func (c *Client) Remember(outbox *store.Store) { c.outbox = outbox }

// Count has the client count what it writes to Slack.
func (c *Client) Count(m *metrics.Metrics) { c.counts = m }

// Pace has the client post no more than this many messages a second into a
// channel, after a few at once; any number if 0.
func (c *Client) Pace(perSecond float64) { c.pace.perSecond = perSecond }

// Uninstall has Slack take the app out of the workspace, and forget its tokens.
func (c *Client) Uninstall(ctx context.Context, clientID, clientSecret string) error {
	return c.explained(c.api.Load().UninstallAppContext(ctx, clientID, clientSecret), "uninstalling the app")
}

// Revoke has Slack forget the token.
func (c *Client) Revoke(ctx context.Context) error {
	_, err := c.api.Load().SendAuthRevokeContext(ctx, "")
	return c.explained(err, "revoking a token")
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Identity is whom Slack takes the bot's token for.
type Identity struct {
	User   string // the bot's user id: what a mention of it holds
	Team   string // the workspace's name
	TeamID string
	Scopes []string // what the token may do, as far as Slack says
}

// Check asks Slack who the bot is. A token that Slack does not take gives a
// [*RefusedError].
func (c *Client) Check(ctx context.Context) (Identity, error) {
	who, err := c.api.Load().AuthTestContext(ctx)
	if err != nil {
		if refused := refusal(err, c.token); refused != nil {
			return Identity{}, refused
		}
		return Identity{}, fmt.Errorf("asking Slack who the bot is (auth.test): %w", err)
	}
	return Identity{User: who.UserID, Team: who.Team, TeamID: who.TeamID, Scopes: scopesIn(who.Header.Get("X-Oauth-Scopes"))}, nil
}

// scopesIn are the scopes of a list with commas.
func scopesIn(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// CheckSocket asks Slack for a Socket Mode connection, which is not made. A token
// that Slack does not take gives a [*RefusedError].
func (c *Client) CheckSocket(ctx context.Context) error {
	_, _, err := c.api.Load().StartSocketModeContext(ctx)
	if refused := refusal(err, appToken); refused != nil {
		return refused
	}
	if err != nil {
		return fmt.Errorf("asking Slack for a connection (apps.connections.open): %w", err)
	}
	return nil
}

// Post sends a message and returns where it is: its timestamp, and the channel,
// which is another than m's where that is a person. If Slack refuses its blocks,
// it is sent in older ones and then without any: a bot must not fall silent over
// its looks. What an event has said already in that place is not said again.
func (c *Client) Post(ctx context.Context, m Message) (at Place, err error) {
	result, err := c.once(ctx, m, "post", c.find, func() (string, error) {
		if err := c.pace.take(m.Channel, time.Now()); err != nil {
			return "", err
		}
		err := c.inSomeForm("chat.postMessage", m, func(m Message) (err error) {
			at.Channel, at.TS, err = c.api.Load().PostMessageContext(ctx, m.Channel, m.options()...)
			return err
		})
		return at.Channel + " " + at.TS, err
	})
	at.Channel, at.TS, _ = strings.Cut(result, " ")
	return at, c.explained(err, "posting to channel "+m.Channel)
}

// Place is where a message is.
type Place struct{ Channel, TS string }

// Whisper sends a message that only user sees, and not for long: it is gone when
// the client starts anew. Whether one was shown, nobody can find out; after a
// crash it is sent again.
func (c *Client) Whisper(ctx context.Context, user string, m Message) error {
	_, err := c.once(ctx, m, "whisper "+user, nil, func() (string, error) {
		return "", c.inSomeForm("chat.postEphemeral", m, func(m Message) error {
			_, err := c.api.Load().PostEphemeralContext(ctx, m.Channel, user, m.options()...)
			return err
		})
	})
	return c.explained(err, "telling "+user+" in channel "+m.Channel)
}

// Update changes a message of the bot's, which m.TS names.
func (c *Client) Update(ctx context.Context, m Message) error {
	err := c.inSomeForm("chat.update", m, func(m Message) error {
		_, _, _, err := c.api.Load().UpdateMessageContext(ctx, m.Channel, m.TS, m.options()...)
		return err
	})
	return c.explained(err, "updating "+m.TS+" in channel "+m.Channel)
}

// Delete takes a message of the bot's away, if it is not gone already.
func (c *Client) Delete(ctx context.Context, channel, ts string) error {
	_, _, err := c.api.Load().DeleteMessageContext(ctx, channel, ts)
	if code(err) == "message_not_found" {
		err = nil
	}
	err = c.written("chat.delete", err)
	return c.explained(err, "deleting "+ts+" in channel "+channel)
}

// Way is what a response URL is used for.
type Way string

// The uses of a response URL.
const (
	Beside  Way = "beside"  // another message, for the asker alone
	Instead Way = "instead" // in place of the message clicked
	ForAll  Way = "for all" // another message, for everybody in the channel
)

// Respond answers a command or a click through its response URL, which works
// five times within 30 minutes, even where the bot is no member.
func (c *Client) Respond(ctx context.Context, address string, way Way, m Message) error {
	send := func(m Message) error {
		w := &slack.WebhookMessage{
			Text: m.Text, ThreadTimestamp: m.Thread, ResponseType: slack.ResponseTypeEphemeral,
			ReplaceOriginal: way == Instead,
		}
		if way == ForAll {
			w.ResponseType = slack.ResponseTypeInChannel
		}
		if len(m.Blocks) > 0 {
			w.Blocks = &slack.Blocks{BlockSet: m.Blocks}
		}
		return withoutURL(slack.PostWebhookCustomHTTPContext(ctx, address, c.http, w))
	}
	_, err := c.once(ctx, m, "respond "+string(way), nil, func() (string, error) { return "", c.inSomeForm("response_url", m, send) })
	return c.explained(err, "answering through a response URL")
}

// withoutURL is an error of the HTTP client without the address, since whoever
// knows a response URL can use it.
func withoutURL(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

// Prompt is a question that is offered to who opens the conversation with the
// bot.
type Prompt struct{ Title, Question string }

// Offer sets the prompts of the conversation with the bot, at most four.
func (c *Client) Offer(ctx context.Context, channel, title string, prompts []Prompt) error {
	params := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, Title: title}
	for _, p := range prompts {
		params.AddPrompt(p.Title, p.Question)
	}
	err := c.writing(ctx, "assistant.threads.setSuggestedPrompts", func() error {
		return c.api.Load().SetAssistantThreadsSuggestedPromptsContext(ctx, params)
	})
	return c.explained(err, "offering prompts")
}

// Busy says in a thread of the conversation with the bot what it is doing. It
// ends with the bot's next message.
func (c *Client) Busy(ctx context.Context, channel, thread, status string) error {
	return c.explained(c.written("assistant.threads.setStatus", c.api.Load().SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{
		ChannelID: channel, ThreadTS: thread, Status: status,
	})), "setting the status")
}

// Entitle names a thread of the conversation with the bot.
func (c *Client) Entitle(ctx context.Context, channel, thread, title string) error {
	return c.explained(c.written("assistant.threads.setTitle", c.api.Load().SetAssistantThreadsTitleContext(ctx, slack.AssistantThreadsSetTitleParameters{
		ChannelID: channel, ThreadTS: thread, Title: title,
	})), "setting the title")
}

// Permalink is a link to a message.
func (c *Client) Permalink(ctx context.Context, channel, ts string) (link string, err error) {
	err = c.patiently(ctx, func() error {
		link, err = c.api.Load().GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
		return err
	})
	return link, c.explained(err, "asking for a link to "+ts)
}

// IsAdmin asks Slack whether user is an admin, or an owner, of the workspace.
func (c *Client) IsAdmin(ctx context.Context, user string) (admin bool, err error) {
	err = c.patiently(ctx, func() error {
		u, err := c.api.Load().GetUserInfoContext(ctx, user)
		if err == nil {
			admin = u.IsAdmin || u.IsOwner
		}
		return err
	})
	return admin, c.explained(err, "asking who "+user+" is")
}

// IsChannel asks Slack whether a conversation is a channel, public or private, and
// not one of a few people.
func (c *Client) IsChannel(ctx context.Context, id string) (is bool, err error) {
	err = c.patiently(ctx, func() error {
		found, err := c.api.Load().GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		if err == nil {
			is = (found.IsChannel || found.IsGroup) && !found.IsMpIM && !found.IsIM
		}
		return err
	})
	return is, c.explained(err, "asking what "+id+" is")
}

// inSomeForm sends a message in the best of its forms that Slack takes.
func (c *Client) inSomeForm(method string, m Message, send func(Message) error) (err error) {
	for i, blocks := range m.forms() {
		if i > 0 {
			c.log.Warn().Err(err).Str("event", m.EventID).Msg("blocks refused, sending an older form")
		}
		m.Blocks = blocks
		if err = c.written(method, send(m)); !formRefused(err) {
			return err
		}
	}
	return err
}

// writing writes to Slack, as patiently as what is asked of it.
func (c *Client) writing(ctx context.Context, method string, write func() error) error {
	return c.patiently(ctx, func() error { return c.written(method, write()) })
}

// written counts how a write went.
func (c *Client) written(method string, err error) error {
	if err == nil {
		c.count(method, metrics.OK)
		return nil
	}
	if _, later := Later(err); later {
		c.count(method, metrics.Retried)
	} else {
		c.count(method, metrics.Failed)
	}
	return &writeError{method, err}
}

func (c *Client) count(method string, r metrics.Result) {
	if c.counts != nil {
		c.counts.Wrote(method, r)
	}
}

// writeError is an error of a write by a method.
type writeError struct {
	method string
	error
}

func (e *writeError) Unwrap() error { return e.error }

// GivenUp counts the write that an event was given up for, if that was it.
func (c *Client) GivenUp(err error) {
	if failed, ok := errors.AsType[*writeError](err); ok {
		c.count(failed.method, metrics.GivenUp)
	}
}

// patiently calls Slack, waiting where Slack says that it is too much, which is
// for what is asked of it; what is said to people is put off instead, so that
// nothing is held up. No other failure is tried again.
func (c *Client) patiently(ctx context.Context, call func() error) error {
	for {
		err := call()
		wait, limited := retryAfter(err)
		if !limited {
			return err
		}
		c.log.Warn().Dur("wait", wait).Msg("rate limited")
		if err := c.sleep(ctx, wait); err != nil {
			return fmt.Errorf("waiting for Slack's rate limit: %w", err)
		}
	}
}

// explained says what was being done, or what the operator can do about it.
func (c *Client) explained(err error, doing string) error {
	if err == nil {
		return nil
	}
	if refused := refusal(err, c.token); refused != nil {
		return refused
	}
	if slices.Contains(triggerRefusals, code(err)) {
		err = fmt.Errorf("%w: %w", ErrTooLate, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func (m Message) options() []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), // escaped where it was written
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
	if m.EventID != "" {
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType:    answerEvent,
			EventPayload: map[string]any{"event_id": m.EventID},
		}))
	}
	if m.Thread != "" && m.TS == "" {
		options = append(options, slack.MsgOptionTS(m.Thread))
	}
	if len(m.Blocks) > 0 || m.TS != "" { // without new ones the old would stay
		options = append(options, slack.MsgOptionBlocks(m.Blocks...))
	}
	return options
}

// Sleep waits, unless ctx ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
