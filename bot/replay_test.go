package bot_test

import (
	"bufio"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// Two hours of as many events as Slack sends to an app of a workspace at most, asked
// as fast as they are answered, take no more memory at their end than at their first
// quarter, and leave no goroutine behind: what the bot tells of itself says so.
func TestReplay(t *testing.T) {
	t.Parallel()
	questions := 600
	if *long {
		questions = 30_000 // of each, two events tell
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
			asked := w.ask(r, questions/4)
			first := w.rest()
			for text, m := range w.ask(r, questions-questions/4) {
				asked[text] = m
			}
			last := w.rest()
			took := time.Since(began)
			w.victims[0].end()
			w.each(asked)
			if last.memory > first.memory*5/4+16<<20 {
				t.Errorf("%d MB are held after a quarter, %d MB at the end", first.memory>>20, last.memory>>20)
			}
			if last.goroutines > first.goroutines+20 {
				t.Errorf("%d goroutines are there after a quarter, %d at the end", first.goroutines, last.goroutines)
			}
			t.Logf("%d questions in %v (%.0f a second); after a quarter %d MB and %d goroutines, at the end %d MB and %d",
				questions, took.Round(time.Millisecond), float64(questions)/took.Seconds(),
				first.memory>>20, first.goroutines, last.memory>>20, last.goroutines)
		})
	}
}

// held is what a bot takes.
type held struct{ memory, goroutines int }

// rest waits until all that was asked is answered, and says what the bot then holds.
func (w *crashed) rest() held {
	w.t.Helper()
	w.answered(w.asked)
	for deadline := time.Now().Add(patience); ; {
		told := w.metrics()
		if told[`pilcrow_inbox_events{state="waiting"}`] == 0 {
			return held{memory: told["process_resident_memory_bytes"], goroutines: told["go_goroutines"]}
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
