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
		b.openOr(ctx, ev, blocks.Paragraph(cited, text, own), done)
	case blocks.Ask:
		b.askAtHome(ctx, ev, ev.Value, done)
	case blocks.Try:
		b.try(ctx, ev, first, done)
	case blocks.Teach, blocks.Write:
		b.openTeach(ctx, ev, first, done)
	case blocks.Resolve:
		b.resolve(ctx, ev, first, done)
	case blocks.Company:
		page, _ := strconv.Atoi(second)
		m := aboutCompany(b.counting(ctx, ev, done), first, page)
		done.join(b.inPlace(ctx, ev, m))
	case blocks.Why, blocks.Person, blocks.Judge, blocks.Pick, blocks.Near, blocks.Page, blocks.Share:
		t, err := b.store.Turn(ctx, first)
		if errors.Is(err, store.ErrNotFound) {
			b.say(ctx, ev, blocks.Note(forgotten), done)
			return
		}
		if err != nil {
			done.join(err)
			return
		}
		b.clickBelow(ctx, ev, t, what, second, done)
	default:
		b.log.Warn().Str("action", ev.Action).Msg("unknown action")
		b.say(ctx, ev, blocks.Note(outdated), done)
	}
}

// clickBelow does what a button below the answer to a turn stands for.
func (b *Bot) clickBelow(ctx context.Context, ev inbox.Event, t store.Turn, what, arg string, done *result) {
	if what != blocks.Judge && !ev.Again && !b.allows(ctx, ev, done) {
		return
	}
	switch what {
	case blocks.Why:
		_, x := b.library.within(t.Articles).Explain(t.Question, b.earlier(ctx, t, done))
		b.openOr(ctx, ev, blocks.Because(t.Question, x), done)
	case blocks.Person:
		b.handOver(ctx, ev, t, done)
	case blocks.Judge:
		b.judge(ctx, ev, t, arg == blocks.Good, done)
	case blocks.Share:
		b.share(ctx, ev, t, done)
	case blocks.Pick:
		t.Question, t.Shown = arg, ""
		b.replace(ctx, ev, t, b.consult(ctx, t, done), 0, done)
	case blocks.Near:
		if a, ok := b.library.within(t.Articles).Tell(arg); ok {
			t.Shown = arg
			done.answered(a)
			b.replace(ctx, ev, t, a, 0, done)
			return
		}
		b.say(ctx, ev, blocks.Note(outdated), done)
	case blocks.Page:
		page, _ := strconv.Atoi(arg)
		b.replace(ctx, ev, t, b.shown(ctx, t, done), page, done)
	}
}

// replace puts another answer in the place of the one that was clicked. What was
// asked, and that it was not answered at first, stays noted as it is.
func (b *Bot) replace(ctx context.Context, ev inbox.Event, t store.Turn, a answer.Answer, page int, done *result) {
	below := b.below(t)
	below.Page = page
	below.Share = (ev.Private || ev.View != "") && shareable(t, a)
	m := blocks.Render(a, below)
	m.EventID = t.ID
	switch {
	case ev.OnTop: // in a form
		done.join(b.slack.Change(ctx, ev.View, blocks.Answered(m)))
	case ev.View != "":
		done.join(b.home(ctx, ev, &m))
	case ev.Private:
		done.join(b.inPlace(ctx, ev, m))
	default:
		m.Channel, m.TS = ev.Channel, ev.TS
		done.join(b.slack.Update(ctx, m))
	}
	t.Outcome, t.Facts = string(a.Outcome), a.Facts
	done.join(b.store.Finish(ctx, t))
}

// openOr opens a form, as open does; who has to try again is told so.
func (b *Bot) openOr(ctx context.Context, ev inbox.Event, f transport.Form, done *result) {
	err := b.open(ctx, ev, f)
	done.join(err)
	if errors.Is(err, transport.ErrTooLate) {
		b.say(ctx, ev, blocks.Note("That took too long. Please try again."), done)
	}
}

// open shows a form to who clicked, on top of the one they clicked in. Slack
// takes it for three seconds.
func (b *Bot) open(ctx context.Context, ev inbox.Event, f transport.Form) error {
	return b.slack.Open(ctx, ev.Trigger, ev.OnTop, f)
}

// judge keeps a thumb up or down; down asks for the reason, and for words where
// they may be kept. Slack's own feedback buttons show what was chosen; older ones
// are thanked for.
func (b *Bot) judge(ctx context.Context, ev inbox.Event, t store.Turn, good bool, done *result) {
	done.join(b.store.Judge(ctx, store.Feedback{Turn: t.ID, Team: ev.Team, User: ev.User, Good: good, At: b.now()}))
	switch {
	case !good:
		b.openOr(ctx, ev, blocks.WhyBad(t.ID, b.mayKeep(ctx, t)), done)
	case ev.Action != blocks.Judge:
		b.say(ctx, ev, blocks.Note("Noted, thank you."), done)
	}
}

// share says a private answer to the channel, once, where it begins a thread like
// any other. Where the bot is no member, it goes through the response URL.
func (b *Bot) share(ctx context.Context, ev inbox.Event, t store.Turn, done *result) {
	shared := t
	shared.ID, shared.Kind, shared.At = "share-"+t.ID, string(inbox.Mention), b.now()
	shared.TS, shared.Reply, shared.Thread = "", "", ""
	if !b.begin(ctx, ev, shared, done) {
		if done.silent {
			b.say(ctx, ev, blocks.Note("It is shared already."), done)
		}
		return
	}
	a := b.shown(ctx, t, done)
	below := b.below(shared)
	below.Preface = blocks.Asked(ev.User, t.Question)
	m := blocks.Render(a, below)
	m.Channel, m.EventID = t.Channel, shared.ID
	at, err := b.slack.Post(ctx, m)
	if transport.NotThere(err) && ev.Response != "" {
		err = b.slack.Respond(ctx, ev.Response, transport.ForAll, m)
	}
	if err != nil {
		b.undelivered(ctx, ev, shared, err, done)
		return
	}
	shared.Thread, shared.Reply = at.TS, at.TS
	b.keep(ctx, shared, a, done)
	done.join(b.listen(ctx, shared, a))
	b.confirmShared(ctx, ev, done)
}

// confirmShared says so where the private answer was.
func (b *Bot) confirmShared(ctx context.Context, ev inbox.Event, done *result) {
	said := blocks.Note("Shared in the channel.")
	switch {
	case ev.OnTop:
		done.join(b.slack.Change(ctx, ev.View, blocks.Answered(said)))
	case ev.Response != "":
		done.join(b.inPlace(ctx, ev, said))
	}
}
