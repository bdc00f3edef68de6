package bot_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Whoever asks a library that is being prepared waits, and is told what one that
// is ready tells.
func TestPrepareLibrary(t *testing.T) {
	t.Parallel()
	typing := inbox.Event{Action: blocks.Offered, Value: "huaw licens"}
	got := bot.Config{}.Offering(wholeLibrary())(typing) // at once
	if want := (bot.Config{}).Offering(library(""))(typing); len(want) == 0 || !cmp.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
	if _, err := bot.PrepareLibrary(facts.Files{}, &facts.Base{}, ""); !errors.Is(err, answer.ErrNoFact) {
		t.Errorf("a base without facts: %v", err)
	}
}
