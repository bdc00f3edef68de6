package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// offers is how many things a field offers to who types into it.
const offers = 20

// shortcut opens the form to ask in. Below a message it is filled with what the
// message says, and the answer may go into its thread.
func (b *Bot) shortcut(ctx context.Context, ev inbox.Event, done *result) {
	place := ""
	if ev.TS != "" {
		place = ev.Channel + "\n" + threadOf(ev)
	}
	b.openOr(ctx, ev, blocks.AskAbout(ev.Text, place, ev.TS != ""), done)
}

// Fill takes a form that was sent. The form closes unless something is wrong
// with it, or the answer takes its place.
func (b *Bot) Fill(ev inbox.Event) (filled transport.Filled) {
	b.promptly(ev, func(ctx context.Context, ev inbox.Event, done *result) {
		filled = b.fill(ctx, ev, done)
	}, func(sorry transport.Message) {
		next := blocks.Answered(sorry)
		filled = transport.Filled{Next: &next}
	})
	return filled
}

func (b *Bot) fill(ctx context.Context, ev inbox.Event, done *result) transport.Filled {
	switch ev.Action {
	case blocks.ReasonForm:
		done.join(b.store.Judge(ctx, store.Feedback{
			Turn: ev.Note, Team: ev.Team, User: ev.User, At: b.now(),
			Reason: ev.Fields[blocks.Reason], Note: b.remark(ctx, ev, done),
		}))
		return transport.Filled{}
	case blocks.AskForm:
		return b.askedInForm(ctx, ev, done)
	case blocks.SettingsForm:
		return b.setChannel(ctx, ev, done)
	case blocks.TeachForm:
		return b.teach(ctx, ev, done)
	case blocks.WriteForm:
		return b.write(ctx, ev, done)
	}
	b.log.Warn().Str("form", ev.Action).Msg("unknown form")
	return transport.Filled{}
}

// remark is what somebody wrote to a thumbs-down, where it may be kept.
func (b *Bot) remark(ctx context.Context, ev inbox.Event, done *result) string {
	t, err := b.store.Turn(ctx, ev.Note)
	done.join(err)
	if err != nil || !b.mayKeep(ctx, t) {
		return ""
	}
	return ev.Fields[blocks.Remark]
}

// askedInForm answers what was asked in a form, in its place or in the thread
// of the message it was opened from.
func (b *Bot) askedInForm(ctx context.Context, ev inbox.Event, done *result) transport.Filled {
	question, chosen := strings.TrimSpace(ev.Fields[blocks.Question]), ev.Fields[blocks.Offered]
	if question == "" && chosen == "" {
		return transport.Filled{Wrong: map[string]string{blocks.Question: "Type a question, or choose one below."}}
	}
	channel, thread, _ := strings.Cut(ev.Note, "\n")
	asked := ev
	asked.Kind, asked.Channel, asked.Thread, asked.Text, asked.View = inbox.Form, channel, thread, question, ""
	if chosen != "" { // the other field may be filled with the message that it was opened from
		asked.Text = b.library.questionFor(chosen)
	}
	if ev.Fields[blocks.Where] == blocks.ToThread && channel != "" {
		if _, err := b.door.accept(asked); err != nil {
			done.join(err)
			return transport.Filled{Wrong: map[string]string{blocks.Question: "I have too much to do just now. Please try again in a minute."}}
		}
		done.silent = true
		return transport.Filled{}
	}
	if ok, _ := b.limits.take(ev.Team+" "+ev.User, b.policy.Rate, b.now()); !ok {
		return transport.Filled{Wrong: map[string]string{blocks.Question: tooMuch}}
	}
	next := blocks.Answered(b.askPrivately(ctx, ev, channel, asked.Text, done))
	return transport.Filled{Next: &next}
}

// Offer says what fits what is typed into a field.
func (b *Bot) Offer(ev inbox.Event) (offered []transport.Option) {
	began := time.Now()
	defer func() { b.counts.Offered(time.Since(began)) }()
	b.promptly(ev, func(_ context.Context, ev inbox.Event, done *result) {
		done.silent = true // a line a letter would be too much
		switch ev.Action {
		case blocks.Offered, blocks.Fact:
			for _, s := range b.library.within(nil).Nearest(ev.Value, offers) {
				offered = append(offered, transport.Option{Label: s.Label, Value: s.Fact})
			}
		case blocks.Subject:
			offered = b.library.subjects(ev.Value)
		case blocks.Relation:
			offered = b.library.relations(ev.Value)
		}
	}, func(transport.Message) { offered = nil })
	return offered
}

// openSettings shows how the channel is set, to who may change it.
func (b *Bot) openSettings(ctx context.Context, ev inbox.Event, done *result) {
	if direct(ev.Channel) {
		b.say(ctx, ev, blocks.Note("Settings are for channels: run /licensing settings in one."), done)
		return
	}
	s, err := b.store.Settings(ctx, b.team, ev.Channel)
	done.join(err)
	if err != nil {
		return
	}
	if may, err := b.mayEdit(ctx, ev.User, s); !may {
		done.join(err)
		b.say(ctx, ev, blocks.Restricted(s.Editors), done)
		return
	}
	now := blocks.Choices{Unasked: s.Unasked, Private: s.Private, Articles: s.Articles, Editors: s.Editors}
	b.openOr(ctx, ev, blocks.Settings(ev.Channel, now, b.library.within(nil).Sources()), done)
}

// mayEdit reports whether somebody may change a channel's settings.
func (b *Bot) mayEdit(ctx context.Context, user string, s store.Settings) (bool, error) {
	if len(s.Editors) == 0 || slices.Contains(s.Editors, user) {
		return true, nil
	}
	return b.isAdmin(ctx, user)
}

// setChannel keeps how a channel is set.
func (b *Bot) setChannel(ctx context.Context, ev inbox.Event, done *result) transport.Filled {
	channel := ev.Note
	wrong := func(text string) transport.Filled {
		return transport.Filled{Wrong: map[string]string{blocks.When: text}}
	}
	now, err := b.store.Settings(ctx, b.team, channel)
	if err != nil {
		done.join(err)
		return wrong("That did not work. Please try again in a minute.")
	}
	if may, err := b.mayEdit(ctx, ev.User, now); !may {
		done.join(err)
		return wrong("You can no longer change these settings.")
	}
	err = b.store.SetSettings(ctx, b.team, channel, store.Settings{
		Unasked:  ev.Fields[blocks.When] == blocks.Unasked,
		Private:  ev.Fields[blocks.Who] == blocks.AskerOnly,
		Articles: lines(ev.Fields[blocks.Articles]),
		Editors:  lines(ev.Fields[blocks.Editors]),
		By:       ev.User, At: b.now(),
	})
	if err != nil {
		done.join(err)
		return wrong("That did not work. Please try again in a minute.")
	}
	return transport.Filled{}
}

// lines are the values of a field that holds several.
func lines(value string) []string {
	var all []string
	for line := range strings.Lines(value) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
