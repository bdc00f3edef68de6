package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts"
)

// An admin teaches the bot from what was not answered: that a phrase asks for a
// fact of the table, or a new fact with its citation. What is taught is linted
// before it is kept, is answered from as soon as it is learned, here and in
// every replica, and is printed as YAML for the base by `pilcrow facts --learned`.

// openTeach asks an admin what an unanswered question asks for.
func (b *Bot) openTeach(ctx context.Context, ev inbox.Event, phrase string, done *result) {
	admin, err := b.isAdmin(ctx, ev.User)
	switch {
	case err != nil:
		done.join(err)
		b.say(ctx, ev, blocks.Note(whetherAdmin), done)
		return
	case !admin:
		b.say(ctx, ev, blocks.Note("Only admins of the workspace can teach me."), done)
		return
	}
	if ev.Action == blocks.Write {
		b.openOr(ctx, ev, blocks.WriteFact(phrase, b.library.within(nil).Sources()), done)
		return
	}
	b.openOr(ctx, ev, blocks.TeachAsk(phrase), done)
}

// teach keeps that a phrase asks for a fact.
func (b *Bot) teach(ctx context.Context, ev inbox.Event, done *result) transport.Filled {
	l := store.Learned{
		Team: ev.Team, Fact: ev.Fields[blocks.Fact], Ask: strings.TrimSpace(ev.Fields[blocks.Phrase]), By: ev.User, At: b.now(),
	}
	if l.Ask == "" {
		return transport.Filled{Wrong: map[string]string{blocks.Phrase: "Which words ask for it?"}}
	}
	l.ID = "ask-" + b.fingerprint(l.Fact, l.Ask)
	return b.taught(ctx, ev, l, blocks.Phrase, done)
}

// write keeps a new fact.
func (b *Bot) write(ctx context.Context, ev inbox.Event, done *result) transport.Filled {
	f := taughtFact{
		At:      strings.TrimLeft(strings.TrimSpace(ev.Fields[blocks.Unit]), "¶ "),
		Subject: ev.Fields[blocks.Subject], Relation: ev.Fields[blocks.Relation],
		Says: strings.TrimSpace(ev.Fields[blocks.Says]), Asks: lines(ev.Fields[blocks.Phrase]),
	}
	if len(f.Asks) == 0 {
		return transport.Filled{Wrong: map[string]string{blocks.Phrase: "Which words ask for it?"}}
	}
	article := ev.Fields[blocks.Article]
	f.ID = "taught-" + b.fingerprint(article, f.At, f.Says)
	if err := f.value(b.library.kinds(f.Relation), strings.TrimSpace(ev.Fields[blocks.Worth])); err != nil {
		return transport.Filled{Wrong: map[string]string{blocks.Worth: err.Error()}}
	}
	text, err := yaml.Marshal(taughtFile{Article: article, Facts: []taughtFact{f}})
	if err != nil {
		done.join(err)
		return transport.Filled{Wrong: map[string]string{blocks.Says: "That cannot be written down. Please put it in plain text."}}
	}
	l := store.Learned{ID: f.ID, Team: ev.Team, Fact: f.ID, Ask: f.Asks[0], YAML: string(text), By: ev.User, At: b.now()}
	return b.taught(ctx, ev, l, blocks.Says, done)
}

// taughtFile is a fact as it stands in a file of the base.
type taughtFile struct {
	Article string       `yaml:"article"`
	Facts   []taughtFact `yaml:"facts"`
}

type taughtFact struct {
	ID       string   `yaml:"id"`
	At       string   `yaml:"at"`
	Subject  string   `yaml:"subject"`
	Relation string   `yaml:"relation"`
	Money    string   `yaml:"money,omitempty"`
	Count    string   `yaml:"count,omitempty"`
	Percent  string   `yaml:"percent,omitempty"`
	Multiple string   `yaml:"multiple,omitempty"`
	Date     string   `yaml:"date,omitempty"`
	Text     string   `yaml:"text,omitempty"`
	Says     string   `yaml:"says"`
	Asks     []string `yaml:"asks"`
}

// wanted tells what is to be typed for a kind of value.
var wanted = map[facts.ValueKind]string{
	facts.Money:    "a sum of money, such as about US$40 million",
	facts.Count:    "a number, such as over 150,000 patents",
	facts.Percent:  "a share, such as 28%",
	facts.Multiple: "a multiple, such as nearly 3 times",
	facts.Date:     "a date, such as October 2023",
	facts.Text:     "a few words",
}

// value puts what was typed where it belongs: it is of the first of the kinds
// that it can be read as.
func (f *taughtFact) value(kinds []facts.ValueKind, typed string) error {
	places := map[facts.ValueKind]*string{
		facts.Money: &f.Money, facts.Count: &f.Count, facts.Percent: &f.Percent,
		facts.Multiple: &f.Multiple, facts.Date: &f.Date, facts.Text: &f.Text,
	}
	var tried []string
	for _, kind := range kinds {
		place, ok := places[kind]
		if !ok {
			continue // parties, places and lists take the file
		}
		if _, err := facts.ParseValue(kind, typed); err == nil {
			*place = typed
			return nil
		}
		tried = append(tried, wanted[kind])
	}
	if len(tried) == 0 {
		return errors.New("what is said here takes names or a list, which have to be written into the base")
	}
	return fmt.Errorf("this should be %s", strings.Join(tried, ", or "))
}

// taught lints what was taught and keeps it, or says below the field what is
// wrong. It takes effect when the event that this leaves is handled.
func (b *Bot) taught(ctx context.Context, ev inbox.Event, l store.Learned, field string, done *result) transport.Filled {
	wrong := func(text string) transport.Filled {
		return transport.Filled{Wrong: map[string]string{field: text}}
	}
	switch admin, err := b.isAdmin(ctx, ev.User); {
	case err != nil:
		done.join(err)
		return wrong(whetherAdmin)
	case !admin:
		return wrong("Only admins of the workspace can teach me.")
	}
	before, err := b.taughtHere(ctx)
	if err != nil {
		done.join(err)
		return wrong("That did not work. Please try again in a minute.")
	}
	for _, known := range before {
		if known.ID == l.ID {
			return wrong("I have been taught just that already.")
		}
	}
	if fault := b.library.lint(l); fault != "" {
		return wrong(fault)
	}
	if err := b.store.Learn(ctx, l); err != nil {
		done.join(err)
		return wrong("That did not work. Please try again in a minute.")
	}
	ev.Kind, ev.Text, ev.Value = inbox.Taught, l.Ask, l.Fact
	if _, err := b.door.accept(ev); err != nil {
		done.join(err) // the chores will learn it all the same
	}
	return transport.Filled{}
}

// showTaught learns what was taught, and shows who taught it what that gives.
func (b *Bot) showTaught(ctx context.Context, ev inbox.Event, done *result) {
	if err := b.relearn(ctx); err != nil {
		done.join(err)
		done.join(b.tell(ctx, ev.User, "What you taught me is kept, but I could not load it: "+operatorsTurn))
		return
	}
	a := b.ask(ev.Text, nil, nil)
	done.answered(a)
	m := blocks.Render(a, blocks.Below{Preface: blocks.NowAnswered(ev.Text)})
	m.Channel = ev.User
	_, err := b.slack.Post(ctx, m)
	done.join(err)
}

// relearn answers from now on from all that was taught, and from the base as it is
// now, if either has changed.
func (b *Bot) relearn(ctx context.Context) error {
	version, err := b.store.LearnedVersion(ctx)
	if err != nil {
		return err
	}
	b.learning.Lock()
	defer b.learning.Unlock()
	if version == b.learned && b.library.current() {
		return nil
	}
	all, err := b.taughtHere(ctx)
	if err != nil {
		return err
	}
	b.learned = version                                    // with faults or without: what cannot be learned now cannot be in a second
	if slices.Equal(all, b.known) && b.library.current() { // it was in another workspace
		return nil
	}
	b.known = all
	faulty, err := b.library.learn(all)
	for id, fault := range faulty {
		b.log.Error().Str("learned", id).Str("fault", fault).Msg("left out what cannot be learned; take it back with pilcrow facts --unlearn")
	}
	if err != nil {
		return err
	}
	if len(all) > 0 {
		b.log.Info().Int64("version", version).Int("learned", len(all)-len(faulty)).Msg("answering from what was taught")
	}
	return nil
}

// taughtHere is what was taught in the bot's workspace: what one workspace teaches
// is nothing to another.
func (b *Bot) taughtHere(ctx context.Context) ([]store.Learned, error) {
	all, err := b.store.Learned(ctx)
	if b.team == "" {
		return all, err
	}
	return slices.DeleteFunc(all, func(l store.Learned) bool { return l.Team != b.team }), err
}

// fingerprint is one for what was taught in the bot's workspace.
func (b *Bot) fingerprint(parts ...string) string {
	if b.team != "" {
		parts = append(parts, b.team)
	}
	return fingerprint(parts...)
}

// fingerprint is a short name for what was taught: the same thing has the same.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:5])
}

func isCancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
