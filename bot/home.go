package bot

import (
	"context"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// home shows the home tab, with an answer if one was asked for there.
func (b *Bot) home(ctx context.Context, ev inbox.Event, last *transport.Message) error {
	engine := b.library.within(nil)
	return b.slack.Publish(ctx, ev.User, blocks.Start(last, engine.Prompts(prompted), engine.Sources()))
}

// pane offers questions to who opens the conversation with the bot.
func (b *Bot) pane(ctx context.Context, ev inbox.Event) error {
	var prompts []transport.Prompt
	for _, p := range b.library.within(nil).Prompts(prompted) {
		prompts = append(prompts, transport.Prompt{Title: p.Label, Question: p.Question})
	}
	if len(prompts) == 0 {
		return nil
	}
	return b.slack.Offer(ctx, ev.Channel, "Questions I can answer", prompts)
}

// askAtHome answers on the home tab, where only the asker sees it.
func (b *Bot) askAtHome(ctx context.Context, ev inbox.Event, question string, done *result) {
	if !b.allows(ctx, ev, done) {
		return
	}
	m := b.askPrivately(ctx, ev, "", question, done)
	done.join(b.home(ctx, ev, &m))
}

// try answers a question that was offered, where it was offered.
func (b *Bot) try(ctx context.Context, ev inbox.Event, question string, done *result) {
	if ev.View != "" {
		b.askAtHome(ctx, ev, question, done)
		return
	}
	if !b.allows(ctx, ev, done) {
		return
	}
	b.say(ctx, ev, b.askPrivately(ctx, ev, ev.Channel, question, done), done)
}
