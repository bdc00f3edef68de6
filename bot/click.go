package bot

import (
	"context"
	"errors"
	"strconv"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// What is said of a button whose answer is forgotten, or that nobody knows.
const (
	forgotten = "I no longer remember that question. Please ask it again."
	outdated  = "This button does nothing any more. Please ask again."
)

// click does what a button, or another element, stands for.
func (b *Bot) click(ctx context.Context, ev inbox.Event, done *result) {
	what, args := blocks.Pressed(ev.Action, ev.Value)
	first, second := args[0], ""
	if len(args) > 1 {
		second = args[1]
	}
	switch what {
	case blocks.Show:
		cited, text, own := b.library.paragraph(facts.Citation{Article: first, At: second})
		done.join(b.open(ctx, ev, blocks.Paragraph(cited, text, own)))
	case blocks.Ask:
		b.askAtHome(ctx, ev, ev.Value, done)
	case blocks.Try:
		b.try(ctx, ev, first, done)
	case blocks.Teach, blocks.Write:
		b.openTeach(ctx, ev, first, done)
	case blocks.Resolve:
		b.resolve(ctx, ev, first, done)
	case blocks.Why, blocks.Person, blocks.Judge, blocks.Pick, blocks.Near, blocks.Page, blocks.Share:
		t, err := b.store.Turn(ctx, first)
		if errors.Is(err, store.ErrNotFound) {
			done.join(b.whisper(ctx, ev, blocks.Note(forgotten)))
			return
		}
		if err != nil {
			done.join(err)
			return
		}
		b.clickBelow(ctx, ev, t, what, second, done)
	default:
		b.log.Warn().Str("action", ev.Action).Msg("unknown action")
		done.join(b.whisper(ctx, ev, blocks.Note(outdated)))
	}
}

// clickBelow does what a button below the answer to a turn stands for.
func (b *Bot) clickBelow(ctx context.Context, ev inbox.Event, t store.Turn, what, arg string, done *result) {
	switch what {
	case blocks.Why:
		_, x := b.library.within(t.Articles).Explain(t.Question, b.earlier(ctx, t, done))
		done.join(b.open(ctx, ev, blocks.Because(t.Question, x)))
	case blocks.Person:
		b.handOver(ctx, ev, t, done)
	case blocks.Judge:
		b.judge(ctx, ev, t, arg == blocks.Good, done)
	case blocks.Share:
		b.share(ctx, ev, t, done)
	case blocks.Pick:
		t.Question = arg
		b.replace(ctx, ev, t, b.consult(ctx, t, done), 0, done)
	case blocks.Near:
		if a, ok := b.library.within(t.Articles).Tell(arg); ok {
			done.answered(a)
			b.replace(ctx, ev, t, a, 0, done)
			return
		}
		done.join(b.whisper(ctx, ev, blocks.Note(outdated)))
	case blocks.Page:
		page, _ := strconv.Atoi(arg)
		b.replace(ctx, ev, t, b.consult(ctx, t, done), page, done)
	}
}

// replace puts another answer in the place of the one that was clicked.
func (b *Bot) replace(ctx context.Context, ev inbox.Event, t store.Turn, a answer.Answer, page int, done *result) {
	below := b.below(t)
	below.Page = page
	below.Share = ev.Private && a.Outcome == answer.Answered && !direct(t.Channel)
	m := blocks.Render(a, below)
	m.EventID = t.ID
	switch {
	case ev.OnTop: // in a form
		done.join(b.slack.Change(ctx, ev.View, blocks.Answered(m)))
	case ev.View != "":
		done.join(b.home(ctx, ev, &m))
	case ev.Private:
		done.join(b.slack.Respond(ctx, ev.Response, transport.Instead, m))
	default:
		m.Channel, m.TS = ev.Channel, ev.TS
		done.join(b.slack.Update(ctx, m))
	}
	b.keep(ctx, t, a, done)
}

// open shows a form to who clicked, on top of the one they clicked in. Slack
// takes it for three seconds; who had to wait longer is asked to press again.
func (b *Bot) open(ctx context.Context, ev inbox.Event, f transport.Form) error {
	err := b.slack.Open(ctx, ev.Trigger, ev.OnTop, f)
	if errors.Is(err, transport.ErrTooLate) {
		return errors.Join(err, b.whisper(ctx, ev, blocks.Note("That took me too long. Press it again, please.")))
	}
	return err
}

// judge keeps a thumb up or down; down asks for the reason. Slack's own feedback
// buttons show what was chosen; older ones are thanked for.
func (b *Bot) judge(ctx context.Context, ev inbox.Event, t store.Turn, good bool, done *result) {
	done.join(b.store.Judge(ctx, store.Feedback{Turn: t.ID, Team: ev.Team, User: ev.User, Good: good, At: b.now()}))
	switch {
	case !good:
		done.join(b.open(ctx, ev, blocks.WhyBad(t.ID)))
	case ev.Action != blocks.Judge && ev.Response != "":
		done.join(b.slack.Respond(ctx, ev.Response, transport.Beside, blocks.Note("Noted, thank you.")))
	}
}

// share says a private answer to the channel, where it begins a thread like any
// other. Where the bot is no member, it goes through the response URL.
func (b *Bot) share(ctx context.Context, ev inbox.Event, t store.Turn, done *result) {
	shared := t
	shared.ID, shared.Kind, shared.At = ev.ID, string(inbox.Mention), b.now()
	shared.TS, shared.Reply, shared.Thread = "", "", ""
	a := b.consult(ctx, t, done)
	below := b.below(shared)
	below.Preface = blocks.Asked(ev.User, t.Question)
	m := blocks.Render(a, below)
	m.Channel, m.EventID = t.Channel, ev.ID
	ts, err := b.slack.Post(ctx, m)
	if err != nil {
		done.join(b.slack.Respond(ctx, ev.Response, transport.ForAll, m))
	}
	shared.Thread, shared.Reply = ts, ts
	if _, err := b.store.Begin(ctx, shared); err != nil {
		done.join(err)
	}
	b.keep(ctx, shared, a, done)
	done.join(b.listen(ctx, shared, a))
	done.join(b.slack.Respond(ctx, ev.Response, transport.Instead, blocks.Note("Shared in the channel.")))
}
