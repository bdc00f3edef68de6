package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

func TestWhereTheAnswerGoes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		event  inbox.Event
		thread string
	}{
		"mention":              {inbox.Event{Kind: inbox.Mention, TS: "1.1"}, "1.1"},
		"mention in a thread":  {inbox.Event{Kind: inbox.Mention, TS: "1.2", Thread: "1.1"}, "1.1"},
		"direct":               {inbox.Event{Kind: inbox.Direct, TS: "1.1"}, ""},
		"direct in a thread":   {inbox.Event{Kind: inbox.Direct, TS: "1.2", Thread: "1.1"}, "1.1"},
		"mention as an opener": {inbox.Event{Kind: inbox.Mention, TS: "1.1", Thread: "1.1"}, "1.1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var posted transport.Message
			b := bot.Bot{Ask: echo, Log: zerolog.Nop(), Now: time.Now, Post: func(_ context.Context, m transport.Message) error {
				posted = m
				return nil
			}}
			test.event.ID, test.event.Channel = "Ev1", "C1"
			b.Handle(t.Context(), test.event)
			if posted.Thread != test.thread || posted.Channel != "C1" || posted.EventID != "Ev1" {
				t.Errorf("posted in thread %q of %q to event %q, want thread %q", posted.Thread, posted.Channel, posted.EventID, test.thread)
			}
		})
	}
}

func TestLatencyAndFailure(t *testing.T) {
	t.Parallel()
	accepted := time.Unix(1_700_000_000, 0)
	log := new(logs)
	b := bot.Bot{
		Ask:  echo,
		Log:  zerolog.New(log),
		Now:  func() time.Time { return accepted.Add(250 * time.Millisecond) },
		Post: func(context.Context, transport.Message) error { return errors.New("is_archived") },
	}
	b.Handle(t.Context(), inbox.Event{ID: "Ev1", AcceptedAt: accepted})
	lines := log.about("not answered")
	if len(lines) != 1 || lines[0]["error"] != "is_archived" || lines[0]["level"] != "error" || lines[0]["latency"] != 250.0 {
		t.Errorf("lines = %v", lines)
	}
}
