package bot_test

import (
	"bufio"
	"flag"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// hours is the flag for how long the long replay is.
var hours = flag.Int("hours", 2, "how many hours of Slack's ceiling are replayed in the long version; 40 are two of twenty times as much")

// ceiling is how many events an hour Slack sends to an app of a workspace at most:
// https://docs.slack.dev/apis/events-api/#rate-limiting
const ceiling = 30_000

// Hours of as many events as Slack sends to an app of a workspace at most, asked as
// fast as they are answered, take no more memory at their end than at their first
// quarter, and leave no goroutine behind: what the bot tells of itself says so. Each
// question is answered once.
//
//	go test ./bot -run Replay/sqlite -crash -hours 40 -timeout 2h
//
// A disk that is slow to write is what holds that up most; TMPDIR=/dev/shm has it
// done in memory.
func TestReplay(t *testing.T) {
	t.Parallel()
	events := 1_000
	if *long {
		events = *hours * ceiling
	}
	for name, s := range map[string]func(*testing.T) site{
		"sqlite": func(t *testing.T) site {
			return site{overHTTP, "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db"), 1}
		},
		"postgres": func(t *testing.T) site { return site{overHTTP, pgtest.New(t), 1} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := new(killer).world(t, s(t), nil)
			r := rand.New(rand.NewPCG(5, 0))
			began := time.Now()
			told := w.replay(r, events/4)
			first := w.rest()
			told += w.replay(r, events-told)
			last := w.rest()
			took := time.Since(began)
			w.victims[0].end()
			if last.memory > first.memory*5/4+16<<20 {
				t.Errorf("%d MB are held after a quarter, %d MB at the end", first.memory>>20, last.memory>>20)
			}
			if last.goroutines > first.goroutines+20 {
				t.Errorf("%d goroutines are there after a quarter, %d at the end", first.goroutines, last.goroutines)
			}
			t.Logf("%d events of %d questions in %v (%.0f questions a second); after a quarter %d MB and %d goroutines, at the end %d MB and %d",
				told, w.asked, took.Round(time.Millisecond), float64(w.asked)/took.Seconds(),
				first.memory>>20, first.goroutines, last.memory>>20, last.goroutines)
		})
	}
}

// stretch is how many questions are asked before it is looked whether each was
// answered once, and Slack forgets them.
const stretch = 5_000

// replay asks until Slack has told of so many events at least, and says of how many
// it did.
func (w *crashed) replay(r *rand.Rand, events int) (told int) {
	w.t.Helper()
	for told < events {
		asked := w.ask(r, min(stretch, (events-told+1)/2))
		for _, question := range asked {
			told++
			if question.Channel[0] != 'D' { // of a mention, two events tell
				told++
			}
		}
		w.rest()
		w.each(asked)
		w.Forget()
	}
	return told
}

// held is what a bot takes.
type held struct{ memory, goroutines int }

// memoryHeld is the metric of how much memory a bot takes.
var memoryHeld = "process_resident_memory_bytes"

// rest waits until all that was asked is answered, and says what the bot then holds.
func (w *crashed) rest() held {
	w.t.Helper()
	w.answered(w.asked)
	for deadline := time.Now().Add(patience); ; {
		told := w.metrics()
		if told[`pilcrow_inbox_events{state="waiting"}`] == 0 {
			if told[memoryHeld] == 0 {
				w.t.Fatalf("it does not tell %s", memoryHeld)
			}
			return held{memory: told[memoryHeld], goroutines: told["go_goroutines"]}
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("it never rests: %v", told)
		}
	}
}

// metrics are those of the first bot, by name.
func (w *crashed) metrics() map[string]int {
	w.t.Helper()
	response, err := http.Get(w.victims[0].target.Load().String() + "/metrics")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	told := map[string]int{}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		name, text, _ := strings.Cut(lines.Text(), " ")
		if value, err := strconv.ParseFloat(text, 64); err == nil {
			told[name] = int(value)
		}
	}
	return told
}
