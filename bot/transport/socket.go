package transport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
)

const (
	// ackTimeout bounds the wait for a place in the queue of acknowledgements,
	// which fills up while there is no connection.
	ackTimeout = 3 * time.Second

	// flushTime is given to the last acknowledgements before the connection
	// closes: slack-go only queues them, and does not tell when they are written.
	flushTime = 100 * time.Millisecond
)

// connections is how many Socket Mode connections there are. Slack asks each of
// them to go every few hours, and slack-go comes back only when it has gone: in
// between, Slack has the other one to deliver to.
const connections = 2

// atOnce is how many slash commands and interactions are taken in side by side.
const atOnce = 32

// Socket takes in what Slack delivers over Socket Mode.
type Socket struct {
	Client *Client
	Intake Intake
	Log    zerolog.Logger
}

// Serve takes in deliveries until ctx ends, hangs up once all that it has taken in
// is acknowledged, and calls drain: what it did not acknowledge, Slack delivers to
// the next connection. It reconnects by itself; an error means that Slack will not
// have this app.
//
// Of one connection, the events are taken in one after the other. What a person
// waits for is taken in beside them, so that nobody waits for somebody else.
func (s Socket) Serve(ctx context.Context, drain func()) error {
	defer drain()
	connected, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	taking, ctx := errgroup.WithContext(ctx) // one that is refused ends them all
	aside := new(errgroup.Group)
	aside.SetLimit(atOnce)
	acks := new(sync.WaitGroup)
	var links []*link
	for n := range connections {
		l := s.connect(connected, n+1, aside, acks)
		links = append(links, l)
		taking.Go(func() error { return l.takeIn(ctx) })
	}
	err := taking.Wait()
	_ = aside.Wait() // nothing in it fails
	acks.Wait()
	if err == nil {
		_ = Sleep(connected, flushTime)
	}
	hangUp()
	for _, l := range links {
		<-l.ended
	}
	return err
}

// link is a connection of one Serve.
type link struct {
	Socket
	n     int // which
	slack *socketmode.Client
	aside *errgroup.Group // takes in what a person waits for
	acks  *sync.WaitGroup // of events, under way
	ended chan struct{}   // closed when the library gives up, or was told to
	err   error           // why; read only after ended
}

// connect has a connection until ctx ends.
func (s Socket) connect(ctx context.Context, n int, aside *errgroup.Group, acks *sync.WaitGroup) *link {
	l := &link{Socket: s, n: n, slack: socketmode.New(s.Client.api.Load()), aside: aside, acks: acks, ended: make(chan struct{})}
	go func() {
		defer close(l.ended)
		l.err = l.slack.RunContext(ctx)
	}()
	return l
}

// takeIn handles events until ctx ends or the connection cannot be had.
func (l *link) takeIn(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.ended:
			return fatal(l.err)
		case event := <-l.slack.Events:
			if err := l.handle(event); err != nil {
				return err
			}
		}
	}
}

// handle takes in one event of the link. Its error is fatal.
func (l *link) handle(event socketmode.Event) error {
	switch data := event.Data.(type) {
	case *socketmode.ConnectedEvent:
		l.Log.Info().Int("connection", l.n).Int("reconnects", data.ConnectionCount).Msg("connected to Slack")
	case *slack.ConnectionErrorEvent:
		// The library goes on for ever over a token of the wrong kind.
		if refused := refusal(data.ErrorObj, appToken); refused != nil {
			return refused
		}
		l.Log.Warn().Err(data.ErrorObj).Dur("wait", data.Backoff).Msg("cannot connect to Slack, trying again")
	case *slack.IncomingEventError:
		l.Log.Debug().Err(data.ErrorObj).Msg("reading from Slack")
	case *socketmode.ErrorWriteFailed:
		l.Log.Warn().Err(data.Cause).Str("envelope", data.Response.EnvelopeID).Msg("acknowledgement not written")
	case *socketmode.ErrorBadMessage:
		// Something the library cannot parse: a new kind of event, or a
		// question in blocks it does not know.
		var request socketmode.Request
		if err := json.Unmarshal(data.Message, &request); err != nil {
			l.Log.Warn().Err(err).Msg("not an envelope")
			return nil
		}
		l.Log.Debug().Err(data.Cause).Str("envelope", request.EnvelopeID).Msg("envelope of unknown content")
		l.deliver(request)
	default:
		if event.Request != nil {
			l.deliver(*event.Request)
		}
	}
	return nil
}

// deliver takes in one envelope and acknowledges it, on the connection that it came
// from, unless it was something that could not be kept.
func (l *link) deliver(request socketmode.Request) {
	switch {
	case request.EnvelopeID == "": // hello
	case request.Type == socketmode.RequestTypeEventsAPI:
		l.event(request)
	case request.Type == socketmode.RequestTypeSlashCommands:
		l.beside(request, l.command)
	case request.Type == socketmode.RequestTypeInteractive:
		l.beside(request, l.interaction)
	default:
		l.ack(request, nil)
	}
}

// beside takes in an envelope while others are taken in; if there are too many, it
// waits until one is done.
func (l *link) beside(request socketmode.Request, take func(socketmode.Request)) {
	l.aside.Go(func() error {
		take(request)
		return nil
	})
}

// event takes in an event. It does not wait for a place for the acknowledgement:
// when a connection breaks, slack-go has none before the events behind this one
// are taken from it, which tell that acknowledgements could not be written.
func (l *link) event(request socketmode.Request) {
	e, err := decode(request.Payload)
	if err != nil {
		l.Log.Warn().Err(err).Str("envelope", request.EnvelopeID).Msg("event ignored")
	} else if l.Intake.event(e) != nil {
		return
	}
	l.acks.Go(func() { l.ack(request, nil) })
}

func (l *link) command(request socketmode.Request) {
	var command slack.SlashCommand
	if err := json.Unmarshal(request.Payload, &command); err != nil {
		l.Log.Warn().Err(err).Str("envelope", request.EnvelopeID).Msg("slash command ignored")
		l.ack(request, nil)
		return
	}
	l.answer(request, l.Intake.command(command))
}

func (l *link) interaction(request socketmode.Request) {
	if response, err := l.Intake.interaction(request.Payload); err == nil {
		l.ack(request, response)
	}
}

// tooLong is said where even the plain text of an answer does not fit into an
// acknowledgement.
const tooLong = "That answer is too long for a slash command. Please ask me in a direct message."

// answer acknowledges a slash command with its answer. Slack drops an
// acknowledgement of 20 KB without a word, and slack-go refuses to send it.
func (l *link) answer(request socketmode.Request, m Message) {
	if m.Empty() { // the answer comes by itself
		l.ack(request, nil)
		return
	}
	for _, fitting := range []Message{m, {Text: m.Text}, {Text: tooLong}} {
		if l.ack(request, fitting.response()) {
			return
		}
	}
}

func (l *link) ack(request socketmode.Request, payload any) bool {
	ctx, cancel := context.WithTimeout(context.Background(), ackTimeout)
	defer cancel()
	if err := l.slack.AckCtx(ctx, request.EnvelopeID, payload); err != nil {
		l.Log.Warn().Err(err).Str("envelope", request.EnvelopeID).Msg("not acknowledged")
		return false
	}
	return true
}

// fatal says why the library has given up.
func fatal(err error) error {
	if refused := refusal(err, appToken); refused != nil {
		return refused
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusNotFound {
		return fmt.Errorf("apps.connections.open is not there: check SLACK_API_URL and SLACK_APP_TOKEN: %w", err)
	}
	return fmt.Errorf("the Socket Mode connection ended: %w", err)
}
