package bot

import (
	"net"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/metrics"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// On lets a test choose the port before the bot runs.
func (c Config) On(listener net.Listener) Config {
	c.listener = listener
	return c
}

// Asking lets a test answer in the table's place.
func (c Config) Asking(ask Ask) Config {
	c.ask = ask
	return c
}

// At lets a test set the bot's clock, and say when the hourly chores are done.
func (c Config) At(now func() time.Time, ticks <-chan time.Time) Config {
	c.now, c.ticks = now, ticks
	return c
}

// Unhurried lets a test's people wait longer than Slack's do, on a machine that
// has other things to do.
func (c Config) Unhurried(wait time.Duration) Config {
	c.unhurried = wait
	return c
}

// Offering is what a bot says to who types into a field.
func (c Config) Offering(library *Library) func(inbox.Event) []transport.Option {
	return c.bot(nil, nil, library, newDoor(metrics.New()), zerolog.Nop()).Offer
}

// Hurried lets a test post as fast as it will.
func (c Config) Hurried() Config {
	c.hurry = true
	return c
}

// Wait waits until the library can be asked.
func (l *Library) Wait() { l.now() }
