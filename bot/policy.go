package bot

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// Policy is what the operator decides for the whole installation.
type Policy struct {
	Experts string   // the channel to which questions for a person go; none if empty
	Digest  string   // the channel that gets the weekly digest; none if empty
	Admins  []string // user ids, besides the admins of the workspace

	Text   Texts         // which questions are kept in their words
	Memory time.Duration // how long a thread is remembered; a week if 0
	Keep   time.Duration // how long questions and feedback are kept for the insights; 90 days if 0
	Rate   int           // questions a minute that one person may ask; any number if 0
	Depth  int           // events that may wait before Slack is told to come again; 1000 if 0
}

// usual fills in what the operator has left open.
func (p Policy) usual() Policy {
	p.Memory = cmp.Or(p.Memory, 7*24*time.Hour)
	p.Keep = cmp.Or(p.Keep, 90*24*time.Hour)
	p.Depth = cmp.Or(p.Depth, 1000) // at one post a second a channel, more would wait longer than anybody does
	return p
}

// Texts says of which questions the words are kept for the insights. Their
// outcome is kept in any case.
type Texts string

// The questions whose words may be kept.
const (
	NoTexts      Texts = "none"
	ChannelTexts Texts = "channels" // not those of direct conversations, and of answers for the asker alone
	AllTexts     Texts = "all"
)

// mayKeep reports whether the words of a question may be kept: in a channel those
// whose answer everybody there can see.
func (b *Bot) mayKeep(ctx context.Context, t store.Turn) bool {
	switch b.policy.Text {
	case AllTexts:
		return true
	case ChannelTexts:
		return t.Reply != "" && t.Channel != "" && !direct(t.Channel) && !t.Closed && b.isChannel(ctx, t.Channel)
	}
	return false
}

// limits hold how much each person has asked lately.
type limits struct {
	mu     sync.Mutex
	people map[string]*allowance
}

type allowance struct {
	*rate.Limiter
	told bool      // that it was too much
	last time.Time // something was asked
}

// forgetful is when people are forgotten who have not asked for a while, so that
// the memory does not grow with a workspace.
const forgetful = 10_000

// allows reports whether a person may ask just now. Who may not is told so once,
// politely, and then hears nothing until there is room again.
func (b *Bot) allows(ctx context.Context, ev inbox.Event, done *result) bool {
	ok, tell := b.limits.take(ev.Team+" "+ev.User, b.policy.Rate, b.now())
	if ok {
		return true
	}
	done.silent = true
	if tell {
		b.say(ctx, ev, blocks.Note(tooMuch), done)
	}
	return false
}

const tooMuch = "You have asked a lot in a short time. Give me a minute, and ask again."

func (l *limits) take(who string, perMinute int, now time.Time) (ok, tell bool) {
	if perMinute <= 0 {
		return true, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.people) >= forgetful {
		for id, a := range l.people {
			if now.Sub(a.last) > time.Minute {
				delete(l.people, id)
			}
		}
	}
	a := l.people[who]
	if a == nil {
		a = &allowance{Limiter: rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)}
		if l.people == nil {
			l.people = map[string]*allowance{}
		}
		l.people[who] = a
	}
	a.last = now
	if a.AllowN(now, 1) {
		a.told = false
		return true, false
	}
	tell, a.told = !a.told, true
	return false, tell
}

// whisper tells somebody something where they are: through the response URL of
// what they clicked, or else below the conversation; in private where that cannot
// be.
func (b *Bot) whisper(ctx context.Context, ev inbox.Event, m transport.Message) error {
	m.Channel, m.Thread = ev.Channel, ev.Thread
	if ev.Response != "" {
		if said, err := b.respond(ctx, ev, transport.Beside, m); said || err != nil {
			return err
		}
	}
	return b.aside(ctx, ev, m)
}

// inPlace puts a message in the place of the one clicked, which only its reader
// sees; where that cannot be any more, they are told it as well.
func (b *Bot) inPlace(ctx context.Context, ev inbox.Event, m transport.Message) error {
	if said, err := b.respond(ctx, ev, transport.Instead, m); said || err != nil {
		return err
	}
	return b.aside(ctx, ev, m)
}

// respond says something through the response URL of what was clicked, and reports
// whether that was said: one that is too old, or used up, takes nothing any more.
// An error is one that may be none later.
func (b *Bot) respond(ctx context.Context, ev inbox.Event, way transport.Way, m transport.Message) (said bool, err error) {
	err = b.slack.Respond(ctx, ev.Response, way, m)
	if _, later := transport.Later(err); err == nil || later {
		return err == nil, err
	}
	b.log.Warn().Err(err).Str("event", ev.ID).Msg("answering without the response URL")
	return false, nil
}

// aside tells somebody something where they are, without a response URL.
func (b *Bot) aside(ctx context.Context, ev inbox.Event, m transport.Message) error {
	m.Channel, m.Thread = ev.Channel, ev.Thread
	switch {
	case direct(ev.Channel):
		_, err := b.slack.Post(ctx, replyTo(ev, m))
		return err
	case ev.Channel != "": // or else clicked on the home tab or in a form
		if err := b.slack.Whisper(ctx, ev.User, m); !transport.NotThere(err) {
			return err
		}
	}
	m.Channel, m.Thread = ev.User, ""
	_, err := b.slack.Post(ctx, m)
	return err
}

// verdicts remember for a while what Slack has said of people, or of channels.
type verdicts struct {
	mu    sync.Mutex
	known map[string]verdict
}

type verdict struct {
	is bool
	at time.Time
}

// asksAgain is how long Slack's word holds.
const asksAgain = 10 * time.Minute

// of is the verdict on somebody or something, asked for if it is not known.
func (v *verdicts) of(id string, now time.Time, ask func() (bool, error)) (bool, error) {
	v.mu.Lock()
	known, ok := v.known[id]
	v.mu.Unlock()
	if ok && now.Sub(known.at) < asksAgain {
		return known.is, nil
	}
	is, err := ask()
	if err != nil {
		return false, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known == nil || len(v.known) >= forgetful {
		v.known = map[string]verdict{}
	}
	v.known[id] = verdict{is, now}
	return is, nil
}

// isAdmin reports whether somebody may see the insights and change any channel's
// settings.
func (b *Bot) isAdmin(ctx context.Context, user string) (bool, error) {
	if slices.Contains(b.policy.Admins, user) {
		return true, nil
	}
	return b.admins.of(user, b.now(), func() (bool, error) { return b.slack.IsAdmin(ctx, user) })
}

// isChannel reports whether a conversation is a channel, and not one of a few
// people: an event about a mention does not say. What is not known to be one is
// taken for none.
func (b *Bot) isChannel(ctx context.Context, channel string) bool {
	is, _ := b.channels.of(channel, b.now(), func() (bool, error) {
		is, err := b.slack.IsChannel(ctx, channel)
		if err != nil {
			b.log.Warn().Err(err).Str("channel", channel).Msg("not known to be a channel: no words are kept")
		}
		return is, nil // which is not asked again for every question
	})
	return is
}
