package bot_test

import (
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
)

// BenchmarkOffer is what passes between a letter that somebody types into a field
// and what fits, on the base that comes with the program. Slack waits three
// seconds for it; 50 ms of them are ours.
func BenchmarkOffer(b *testing.B) {
	offer := bot.Config{}.Offering(library(""))
	for name, typing := range map[string]inbox.Event{
		"nothing yet":   {Action: blocks.Offered},
		"a letter":      {Action: blocks.Offered, Value: "h"},
		"two words":     {Action: blocks.Offered, Value: "huaw licens"},
		"a question":    {Action: blocks.Offered, Value: "how much did huawei earn from licensing its patents in 2024"},
		"a page pasted": {Action: blocks.Offered, Value: strings.Repeat("huawei licences its patents ", 100)},
		"nothing fits":  {Action: blocks.Offered, Value: "zzzz qqqq xxxx jjjj"},
		"a fact":        {Action: blocks.Fact, Value: "qualcomm revenue"},
		"a subject":     {Action: blocks.Subject, Value: "no"},
		"a relation":    {Action: blocks.Relation, Value: "licensing revenue"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				offer(typing)
			}
		})
	}
}
