package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

const (
	// earlierTurns is how many turns of a thread a question may point back to.
	earlierTurns = 8

	// talk is how long a question in a direct conversation may point back to the
	// one before it: such a conversation never ends, but its subject does.
	talk = time.Hour
)

// answer answers a question where it was asked: in its thread, which a mention
// in a channel begins if need be.
func (b *Bot) answer(ctx context.Context, ev inbox.Event, done *result) {
	if !ev.Again && !b.allows(ctx, ev, done) {
		return
	}
	settings := b.settings(ctx, ev, done)
	t := b.turn(ev, settings)
	if done.err != nil || !b.begin(ctx, ev, t, done) {
		return
	}
	b.busy(ctx, ev, t)
	a := b.consult(ctx, t, done)
	if done.err != nil { // what the thread is about is not known: better late than wrong
		return
	}
	b.deliver(ctx, ev, t, settings, a, done)
}

// begin claims a question, and reports whether it is this one's to answer. One
// that was in hand before may be: its claim is its own.
func (b *Bot) begin(ctx context.Context, ev inbox.Event, t store.Turn, done *result) bool {
	fresh, err := b.store.Begin(ctx, t)
	if err == nil && !fresh && ev.Again {
		var mine store.Turn
		mine, err = b.store.Turn(ctx, t.ID)
		fresh = err == nil && mine.Outcome == ""
		if errors.Is(err, store.ErrNotFound) { // another event about the message
			err = nil
		}
	}
	done.join(err)
	done.silent = !fresh && err == nil
	return fresh && err == nil
}

// turn is the question as it is remembered.
func (b *Bot) turn(ev inbox.Event, settings store.Settings) store.Turn {
	return store.Turn{
		ID: ev.ID, Team: ev.Team, Channel: ev.Channel, Thread: threadOf(ev), TS: ev.TS, User: ev.User,
		Kind: string(ev.Kind), Closed: ev.Closed, Question: ev.Text, Articles: settings.Articles, At: b.now(),
	}
}

// threadOf is where the answer goes: the thread of the question, or the one that
// it begins. In a direct conversation a thread is begun by people only.
func threadOf(ev inbox.Event) string {
	if ev.Thread == "" && ev.Kind != inbox.Direct && !direct(ev.Channel) {
		return ev.TS
	}
	return ev.Thread
}

// direct reports whether a channel is a direct conversation, by its id.
func direct(channel string) bool { return strings.HasPrefix(channel, "D") }

// consult asks the library, in the light of what was asked in the thread before.
func (b *Bot) consult(ctx context.Context, t store.Turn, done *result) answer.Answer {
	b.log.Debug().Str("event", t.ID).Str("text", t.Question).Msg("asking")
	a := b.ask(t.Question, b.earlier(ctx, t, done), t.Articles)
	done.answered(a)
	return a
}

// shown is the answer to a turn as it is shown: of the fact that somebody chose
// to see, or else what was asked for.
func (b *Bot) shown(ctx context.Context, t store.Turn, done *result) answer.Answer {
	if a, ok := b.library.within(t.Articles).Tell(t.Shown); ok {
		done.answered(a)
		return a
	}
	return b.consult(ctx, t, done)
}

// earlier are the questions that a turn may point back to, oldest first.
func (b *Bot) earlier(ctx context.Context, t store.Turn, done *result) (questions []string) {
	if t.Kind == string(inbox.Command) {
		return nil // a command is in no thread
	}
	turns, err := b.store.Earlier(ctx, t.Channel, t.Thread, t.At, earlierTurns)
	done.join(err)
	if root, err := b.root(ctx, t); err == nil && root.ID != t.ID && (len(turns) == 0 || turns[0].ID != root.ID) {
		turns = append([]store.Turn{root}, turns...)
	}
	for _, past := range turns {
		if past.Outcome != gone && (t.Thread != "" || t.At.Sub(past.At) <= talk) {
			questions = append(questions, past.Question)
		}
	}
	return questions
}

// root is the turn that a thread hangs on: in a direct conversation people begin
// threads below their questions and below the bot's answers.
func (b *Bot) root(ctx context.Context, t store.Turn) (store.Turn, error) {
	if t.Thread == "" || !direct(t.Channel) {
		return store.Turn{}, store.ErrNotFound
	}
	root, err := b.store.TurnAt(ctx, t.Channel, t.Thread)
	if errors.Is(err, store.ErrNotFound) {
		root, err = b.store.TurnReplied(ctx, t.Channel, t.Thread)
	}
	return root, err
}

// deliver says an answer, and keeps what has to be known of it.
func (b *Bot) deliver(ctx context.Context, ev inbox.Event, t store.Turn, settings store.Settings, a answer.Answer, done *result) {
	below := b.below(t)
	if ev.Kind == inbox.Form {
		below.Preface = blocks.Asked(ev.User, ev.Text)
	}
	m := replyTo(ev, blocks.Render(a, below))
	var err error
	if settings.Private && !direct(ev.Channel) {
		m.Thread = ev.Thread // nobody sees a thread that only a whisper begins
		err = b.slack.Whisper(ctx, ev.User, m)
	} else {
		done.join(b.listen(ctx, t, a)) // before anybody can reply
		var at transport.Place
		at, err = b.slack.Post(ctx, m)
		t.Reply = at.TS
	}
	if err != nil {
		b.undelivered(ctx, ev, t, err, done)
		return
	}
	b.keep(ctx, t, a, done)
}

// undelivered is when an answer could not be said. If that may go well later, the
// turn stays claimed until then; else it never was.
func (b *Bot) undelivered(ctx context.Context, ev inbox.Event, t store.Turn, err error, done *result) {
	done.join(err)
	if _, later := transport.Later(err); later {
		return
	}
	done.join(b.store.Drop(ctx, t.ID))
	if ev.Kind == inbox.Form || ev.Kind == inbox.Click { // who sent the form sees nothing of the channel
		done.join(b.tell(ctx, ev.User, "I cannot write in that channel. Invite me there, and ask again."))
		done.told = true
	}
}

// keep remembers a turn with its answer, and notes it for the insights.
func (b *Bot) keep(ctx context.Context, t store.Turn, a answer.Answer, done *result) {
	t.Outcome, t.Facts = string(a.Outcome), a.Facts
	done.join(b.store.Finish(ctx, t))
	asked := store.Asked{
		ID: t.ID, Team: t.Team, Channel: t.Channel, User: t.User,
		Outcome: t.Outcome, Facts: t.Facts, Latency: b.now().Sub(t.At), At: t.At,
	}
	if b.mayKeep(ctx, t) {
		asked.Text = t.Question
	}
	done.join(b.store.Record(ctx, asked))
}

// below is what can be pressed below the answer to a turn.
func (b *Bot) below(t store.Turn) blocks.Below {
	return blocks.Below{Turn: t.ID, Person: b.policy.Experts != "" && t.Channel != b.policy.Experts}
}

// replyTo addresses a message to where an event came from.
func replyTo(ev inbox.Event, m transport.Message) transport.Message {
	m.Channel, m.Thread, m.EventID = ev.Channel, threadOf(ev), ev.ID
	return m
}

// tell writes to somebody in private.
func (b *Bot) tell(ctx context.Context, user, text string) error {
	m := blocks.Note(text)
	m.Channel = user
	_, err := b.slack.Post(ctx, m)
	return err
}

// settings are those of the channel; the default where they cannot be read.
func (b *Bot) settings(ctx context.Context, ev inbox.Event, done *result) store.Settings {
	if direct(ev.Channel) {
		return store.Settings{}
	}
	s, err := b.store.Settings(ctx, b.team, ev.Channel)
	done.join(err)
	return s
}

// busy shows in the conversation with the bot that it is at work, and what the
// thread is about. That is for the eye: it fails where the app has no such
// surface, and nobody is told.
func (b *Bot) busy(ctx context.Context, ev inbox.Event, t store.Turn) {
	if ev.Kind != inbox.Direct || ev.Thread == "" {
		return
	}
	err := b.slack.Busy(ctx, ev.Channel, ev.Thread, "is looking it up…")
	if earlier, _ := b.store.Earlier(ctx, t.Channel, t.Thread, t.At, 1); err == nil && len(earlier) == 0 {
		err = b.slack.Entitle(ctx, ev.Channel, ev.Thread, blocks.Title(ev.Text))
	}
	if err != nil {
		b.log.Debug().Err(err).Str("event", ev.ID).Msg("no assistant pane")
	}
}
