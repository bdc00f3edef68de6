package transport

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
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
	api   *slack.Client
	http  *http.Client
	log   zerolog.Logger
	sleep func(context.Context, time.Duration) error // waits as Slack asks; tests do not
}

// NewClient makes a client. apiURL is another Web API root than Slack's, or
// empty; appToken is needed for Socket Mode only.
func NewClient(botToken, appToken, apiURL string, log zerolog.Logger) *Client {
	// A pool of its own, so that Close leaves no connection behind.
	web := &http.Client{
		Timeout:   callTimeout,
		Transport: http.DefaultTransport.(*http.Transport).Clone(),
	}
	options := []slack.Option{slack.OptionHTTPClient(web), slack.OptionAppLevelToken(appToken)}
	if apiURL != "" {
		options = append(options, slack.OptionAPIURL(strings.TrimSuffix(apiURL, "/")+"/"))
	}
	return &Client{api: slack.New(botToken, options...), http: web, log: log, sleep: sleep}
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Identity is whom Slack takes the bot's token for.
type Identity struct {
	User   string // the bot's user id: what a mention of it holds
	Team   string // the workspace's name
	TeamID string
}

// Check asks Slack who the bot is. A token that Slack does not take gives a
// [*RefusedError].
func (c *Client) Check(ctx context.Context) (Identity, error) {
	who, err := c.api.AuthTestContext(ctx)
	if err != nil {
		if refused := refusal(err, botToken); refused != nil {
			return Identity{}, refused
		}
		return Identity{}, fmt.Errorf("asking Slack who the bot is (auth.test): %w", err)
	}
	return Identity{User: who.UserID, Team: who.Team, TeamID: who.TeamID}, nil
}

// Post sends a message, and sends it once more without its blocks if Slack
// refuses those: a bot must not fall silent over its looks.
func (c *Client) Post(ctx context.Context, m Message) error {
	err := c.post(ctx, m)
	if len(m.Blocks) > 0 && formRefused(err) {
		c.log.Warn().Err(err).Str("event", m.EventID).Msg("blocks refused, sending plain text")
		m.Blocks = nil
		err = c.post(ctx, m)
	}
	if refused := refusal(err, botToken); refused != nil {
		return refused
	}
	if err != nil {
		return fmt.Errorf("posting to channel %s: %w", m.Channel, err)
	}
	return nil
}

// post sends a message, waiting whenever Slack says that it is too much. No
// other failure is tried again: the message may have been posted all the same.
func (c *Client) post(ctx context.Context, m Message) error {
	for {
		_, _, err := c.api.PostMessageContext(ctx, m.Channel, m.options()...)
		wait, limited := retryAfter(err)
		if !limited {
			return err
		}
		c.log.Warn().Dur("wait", wait).Str("channel", m.Channel).Msg("rate limited")
		if err := c.sleep(ctx, wait); err != nil {
			return fmt.Errorf("waiting for Slack's rate limit: %w", err)
		}
	}
}

func (m Message) options() []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), // escaped where it was written
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType:    answerEvent,
			EventPayload: map[string]any{"event_id": m.EventID},
		}),
	}
	if m.Thread != "" {
		options = append(options, slack.MsgOptionTS(m.Thread))
	}
	if len(m.Blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(m.Blocks...))
	}
	return options
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
