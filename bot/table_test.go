package bot_test

import (
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// The whole way with the real fact table: a mention, a direct message and a
// slash command each get the answer and its paragraph, in blocks and in text.
func TestRealTable(t *testing.T) {
	check := func(t *testing.T, m workspace.Message, figure, place string) {
		t.Helper()
		for _, want := range []string{figure, place} {
			if !strings.Contains(m.Text, want) || !strings.Contains(string(m.Blocks), want) {
				t.Errorf("text %q and blocks %s, want %q in both", m.Text, m.Blocks, want)
			}
		}
	}
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, table: true})
		mention := w.post("ann", "@pilcrow how much did Huawei earn from licensing in 2024?", "")
		reply := w.reply(w.room.ID, 1)
		if reply.ThreadTS != mention.TS {
			t.Errorf("answered in thread %q, want %q", reply.ThreadTS, mention.TS)
		}
		check(t, reply, "US$630 million", "¶6")

		direct := w.direct("ann", "what is the ticker of Nokia?", "")
		check(t, w.reply(direct.Channel, 1), "NYSE:NOK", "15 July 2017, ¶1")

		got, err := w.Command("ann", w.room.ID, "/licensing", "Who acted first, Nokia or Amazon?")
		if err != nil || got.Message == nil {
			t.Fatalf("%+v, %v", got, err)
		}
		if got.Message.ForUser == "" {
			t.Error("everybody sees the answer to a slash command")
		}
		check(t, *got.Message, "October 2023", "¶6")
		w.heard()
		w.noRefusals()
	})
}
