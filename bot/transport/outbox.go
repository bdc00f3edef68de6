package transport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// settled is how long Slack may take over a message that it was sent: before, it
// says nothing that the message is not there. An answer that a process has left in
// mid-air waits that long for the next one.
const settled = 2 * time.Second

// once sends what an event says in a place once, however often the event is
// handled. It is written down before it is sent, and when it was: what is known
// to have been sent is not sent again, and of what may have been, find looks
// whether it is there. Without find it is sent again: rather twice than never.
func (c *Client) once(ctx context.Context, m Message, what string, find func(context.Context, Message) (string, error), send func() (string, error)) (result string, err error) {
	if c.outbox == nil || m.EventID == "" {
		return send()
	}
	what += " " + m.Channel + " " + m.Thread
	w, err := c.outbox.BeginWrite(ctx, m.EventID, what)
	if err != nil || w.Done {
		return w.Result, err
	}
	if w.Tried && find != nil {
		result, err = c.look(ctx, m, w, what, find)
	}
	if err == nil && result == "" {
		result, err = send()
		if notSent(err) {
			err = errors.Join(err, c.outbox.DropWrite(ctx, m.EventID, what))
		}
	}
	if err != nil {
		return "", err
	}
	return result, c.outbox.EndWrite(ctx, m.EventID, what, result)
}

// look says what became of a write that was tried before. If it is not there, it
// is noted as one that only now begins.
func (c *Client) look(ctx context.Context, m Message, w store.Write, what string, find func(context.Context, Message) (string, error)) (result string, err error) {
	if w.Age >= 0 && w.Age < settled {
		return "", &paced{wait: settled - w.Age, why: "Slack may still be at it"}
	}
	result, err = find(ctx, m)
	if err != nil && refusedForGood(err) { // rather twice than never
		c.log.Warn().Err(err).Str("event", m.EventID).Msg("cannot look whether it was posted, posting it")
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("looking whether it was posted: %w", err)
	}
	if result == "" {
		if err = c.outbox.DropWrite(ctx, m.EventID, what); err == nil {
			_, err = c.outbox.BeginWrite(ctx, m.EventID, what)
		}
	}
	return result, err
}

// notSent reports whether it is certain that nothing was sent: Slack said so, or
// was not asked.
func notSent(err error) bool {
	if err == nil {
		return false
	}
	_, limited := retryAfter(err)
	_, held := errors.AsType[*paced](err)
	return limited || held || refusedForGood(err)
}

// find looks for what an event has posted in a place, by the tag that every
// message of the bot's bears: channel and timestamp, or nothing.
func (c *Client) find(ctx context.Context, m Message) (place string, err error) {
	if strings.HasPrefix(m.Channel, "U") || strings.HasPrefix(m.Channel, "W") {
		return "", nil // to a person, by whose id their conversation cannot be read
	}
	cursor := ""
	for n := range maxPages {
		var page []slack.Message
		var more bool
		look := func() (err error) {
			page, cursor, more, err = c.page(ctx, m, cursor)
			return err
		}
		if n == 0 { // what is too much for Slack is put off, and holds up nobody
			err = look()
		} else { // or it would begin anew each time
			err = c.patiently(ctx, look)
		}
		if err != nil {
			return "", err
		}
		for _, posted := range page {
			if posted.Metadata.EventType == answerEvent && posted.Metadata.EventPayload["event_id"] == m.EventID {
				return m.Channel + " " + posted.Timestamp, nil
			}
		}
		if !more || cursor == "" {
			break
		}
	}
	return "", nil
}

// page is a part of what is in a thread, oldest first, or else of what is in the
// channel, latest first.
func (c *Client) page(ctx context.Context, m Message, cursor string) (page []slack.Message, next string, more bool, err error) {
	if m.Thread != "" {
		page, more, next, err = c.api.Load().GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: m.Channel, Timestamp: m.Thread, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true,
		})
		if code(err) == "thread_not_found" {
			return nil, "", false, nil
		}
		return page, next, more, err
	}
	history, err := c.api.Load().GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: m.Channel, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", false, err
	}
	return history.Messages, history.ResponseMetaData.NextCursor, history.HasMore, nil
}

const (
	// pageSize is how many messages are looked through at once.
	pageSize = 200

	// maxPages is how often: what is older was said long before the event.
	maxPages = 20
)

// pace holds posts back that would come too fast for a channel: Slack takes about
// one a second.
type pace struct {
	perSecond float64

	mu       sync.Mutex
	channels map[string]*rate.Limiter
}

// burst is how many messages Slack takes at once before it counts.
const burst = 4

// crowded is when channels are forgotten that have been quiet.
const crowded = 10_000

// paced says that a post has to wait.
type paced struct {
	wait time.Duration
	why  string
}

func (p *paced) Error() string { return fmt.Sprintf("held back for %s: %s", p.wait, p.why) }

// take allows a post into a channel, or says how long it has to wait.
func (p *pace) take(channel string, now time.Time) error {
	if p.perSecond <= 0 {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.channels) >= crowded {
		for id, l := range p.channels {
			if l.TokensAt(now) >= burst {
				delete(p.channels, id)
			}
		}
	}
	l := p.channels[channel]
	if l == nil {
		if p.channels == nil {
			p.channels = map[string]*rate.Limiter{}
		}
		l = rate.NewLimiter(rate.Limit(p.perSecond), burst)
		p.channels[channel] = l
	}
	if l.AllowN(now, 1) {
		return nil
	}
	missing := 1 - l.TokensAt(now)
	return &paced{wait: max(time.Duration(missing/p.perSecond*float64(time.Second)), time.Millisecond), why: "too many posts in the channel"}
}
