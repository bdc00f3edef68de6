package bot

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"github.com/sahilm/fuzzy"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// What "/licensing" does besides answering questions. Anything else is a
// question: "why was there a suit?", "sources of revenue".
const (
	toHelp     = "help"
	toSources  = "sources"
	toFacts    = "facts" // with a company
	toWhy      = "why"
	toSettings = "settings"
	toInsights = "insights"
	toForget   = "forget me"
)

const (
	prompted = 4 // questions offered to begin with

	// inTime is how long what a person waits for may take; Slack gives three seconds.
	inTime = 2500 * time.Millisecond
)

// Answer answers a slash command at once. Who asked is who sees it. An empty
// message promises that the answer comes by itself: where Slack has to be asked
// first, or where it might refuse the answer's looks, which it does not tell of
// an acknowledgement.
func (b *Bot) Answer(ev inbox.Event) (m transport.Message) {
	b.promptly(ev, func(ctx context.Context, ev inbox.Event, done *result) {
		m = b.command(ctx, ev, done)
	}, func(sorry transport.Message) { m = sorry })
	return m
}

func (b *Bot) command(ctx context.Context, ev inbox.Event, done *result) transport.Message {
	switch name, rest := commandIn(ev.Text); name {
	case toHelp:
		return blocks.Help(b.counting(ctx, ev, done).Prompts(prompted))
	case toSources:
		return blocks.Sources(b.counting(ctx, ev, done).Sources())
	case toWhy:
		return b.whyLast(ctx, ev, done)
	case toFacts:
		return aboutCompany(b.counting(ctx, ev, done), rest, 0)
	case toForget, toSettings, toInsights:
		return b.later(ev, done)
	}
	return b.question(ctx, ev, done)
}

// promptly does what a person waits for, in time, and logs it unless it is silent;
// a fault of ours becomes an apology.
func (b *Bot) promptly(ev inbox.Event, do func(context.Context, inbox.Event, *result), apologise func(transport.Message)) {
	ctx, cancel := context.WithTimeout(context.Background(), b.inTime)
	defer cancel()
	ev.AcceptedAt = b.now()
	var done result
	defer func() {
		if fault := recover(); fault != nil {
			b.fault(&done, fault)
			apologise(blocks.Apology(done.reference))
		}
		if !done.silent {
			b.report(ev, done)
		}
	}()
	do(ctx, ev, &done)
}

// counting is the engine on the articles that count where an event comes from.
func (b *Bot) counting(ctx context.Context, ev inbox.Event, done *result) *answer.Engine {
	return b.library.within(b.settings(ctx, ev, done).Articles)
}

// commandIn tells a command from a question.
func commandIn(text string) (name, rest string) {
	words := strings.Fields(text)
	short := strings.ToLower(strings.Join(words, " "))
	switch short {
	case "", "help", "?":
		return toHelp, ""
	case toSources, toWhy, "why?", toSettings, toInsights, toForget, toFacts:
		return strings.TrimSuffix(short, "?"), ""
	}
	if len(words) < 6 && strings.EqualFold(words[0], toFacts) {
		return toFacts, strings.Join(words[1:], " ")
	}
	return "", ""
}

// mistyped is the command that one word was probably to be.
func mistyped(text string) string {
	words := strings.Fields(text)
	if len(words) != 1 || len(words[0]) < 4 {
		return ""
	}
	names := []string{toHelp, toSources, toFacts, toSettings, toInsights}
	for _, m := range fuzzy.Find(strings.ToLower(words[0]), names) {
		if len(m.Str)-len(words[0]) <= 2 {
			return m.Str
		}
	}
	return ""
}

// later promises an answer and keeps the command to give it.
func (b *Bot) later(ev inbox.Event, done *result) transport.Message {
	if _, err := b.door.accept(ev); err != nil {
		done.join(err)
		return blocks.Note("I have too much to do just now. Please ask again in a minute.")
	}
	done.silent = true // the line in the log comes with the answer
	return transport.Message{}
}

// question answers what was asked by a command.
func (b *Bot) question(ctx context.Context, ev inbox.Event, done *result) transport.Message {
	if ok, tell := b.limits.take(ev.Team+" "+ev.User, b.policy.Rate, b.now()); !ok {
		done.silent = !tell
		return blocks.Note(tooMuch)
	}
	if meant := mistyped(ev.Text); meant != "" {
		return blocks.Note("Did you mean /licensing " + meant + "?")
	}
	t := b.turn(ev, b.settings(ctx, ev, done))
	a := b.consult(ctx, t, done)
	if a.Table != nil {
		return b.later(ev, done)
	}
	return b.private(ctx, t, a, done)
}

// askPrivately answers a question for the asker alone, as a command does; channel
// is where the answer may be shared, if anywhere.
func (b *Bot) askPrivately(ctx context.Context, ev inbox.Event, channel, question string, done *result) transport.Message {
	ev.Kind, ev.Channel, ev.TS, ev.Thread, ev.Text = inbox.Command, channel, "", "", question
	t := b.turn(ev, b.settings(ctx, ev, done))
	return b.private(ctx, t, b.consult(ctx, t, done), done)
}

// private is an answer for the asker alone, who can share it.
func (b *Bot) private(ctx context.Context, t store.Turn, a answer.Answer, done *result) transport.Message {
	if _, err := b.store.Begin(ctx, t); err != nil {
		done.join(err)
	}
	b.keep(ctx, t, a, done)
	below := b.below(t)
	below.Share = shareable(t, a)
	return blocks.Render(a, below)
}

// shareable reports whether there is a channel to share a private answer with.
func shareable(t store.Turn, a answer.Answer) bool {
	return a.Outcome == answer.Answered && t.Channel != "" && !direct(t.Channel)
}

// commandLater does what was promised.
func (b *Bot) commandLater(ctx context.Context, ev inbox.Event, done *result) {
	switch name, _ := commandIn(ev.Text); name {
	case toSettings:
		b.openSettings(ctx, ev, done)
	case toInsights:
		b.showInsights(ctx, ev, done)
	case toForget:
		b.say(ctx, ev, b.forget(ctx, ev, done), done)
	default:
		b.say(ctx, ev, b.askPrivately(ctx, ev, ev.Channel, ev.Text, done), done)
	}
}

// whyLast explains the last answer that somebody got.
func (b *Bot) whyLast(ctx context.Context, ev inbox.Event, done *result) transport.Message {
	t, err := b.store.Last(ctx, ev.Team, ev.User)
	if errors.Is(err, store.ErrNotFound) {
		return blocks.Note("I remember no question of yours. Ask one, and then ask why.")
	}
	if err != nil {
		done.join(err)
		return blocks.Note("That did not work. Please try again in a minute.")
	}
	_, x := b.library.within(t.Articles).Explain(t.Question, b.earlier(ctx, t, done))
	return blocks.Explained(t.Question, x)
}

// aboutCompany tells what the sources say of a company.
func aboutCompany(e *answer.Engine, company string, page int) transport.Message {
	if company == "" {
		return blocks.Note("Which company? I know " + strings.Join(e.Companies(), ", ") + ".")
	}
	name, found, ok := e.About(company, math.MaxInt)
	switch {
	case ok:
		return blocks.AboutCompany(name, found, page)
	case name != "":
		return blocks.Note("I know no company " + company + ". The nearest I know is " + name + ".")
	}
	return blocks.Note("I know no company " + company + ". I know " + strings.Join(e.Companies(), ", ") + ".")
}

// forget erases what is kept about a person.
func (b *Bot) forget(ctx context.Context, ev inbox.Event, done *result) transport.Message {
	n, err := b.store.Forget(ctx, ev.Team, ev.User)
	done.join(err)
	if err != nil {
		done.outcome = "fault"
		return blocks.Note("That did not work. Please try again in a minute.")
	}
	if n == 0 {
		return blocks.Note("I keep nothing about you.")
	}
	return blocks.Note("Done: I have erased what I kept about you. Answers in channels stay there; delete your questions to have them withdrawn.")
}
