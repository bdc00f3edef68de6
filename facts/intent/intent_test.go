package intent_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts/intent"
)

// helpdesk is a small FAQ with questions that were held back from it.
type helpdesk struct {
	names []string
	asks  [][]string
	held  [][]string
}

func readHelpdesk() helpdesk {
	data, err := os.ReadFile("testdata/helpdesk.txt")
	if err != nil {
		panic(err)
	}
	var h helpdesk
	for line := range strings.Lines(string(data)) {
		text := strings.TrimSpace(line)
		last := len(h.names) - 1
		switch held, isHeld := strings.CutPrefix(text, "> "); {
		case strings.HasPrefix(text, "#") || text == "":
		case !strings.HasPrefix(line, " "):
			h.names = append(h.names, strings.TrimSuffix(text, ":"))
			h.asks = append(h.asks, nil)
			h.held = append(h.held, nil)
		case isHeld:
			h.held[last] = append(h.held[last], held)
		default:
			h.asks[last] = append(h.asks[last], text)
		}
	}
	return h
}

// trained is the helpdesk's matcher, trained once for all tests.
var trained = sync.OnceValues(func() (helpdesk, *intent.Matcher) {
	h := readHelpdesk()
	return h, intent.Train(h.asks)
})

func TestMatchHeldBack(t *testing.T) {
	t.Parallel()
	h, m := trained()
	for want, questions := range h.held {
		for _, q := range questions {
			switch entry, sure, ok := m.Match(q); {
			case entry != want:
				t.Errorf("%q finds %s (sure %.2f), want %s", q, h.names[entry], sure, h.names[want])
			case !ok:
				t.Errorf("%q finds %s, but is refused (sure %.2f)", q, h.names[entry], sure)
			}
		}
	}
}

func TestMatchVerbatim(t *testing.T) {
	t.Parallel()
	h, m := trained()
	for want, ways := range h.asks {
		for _, way := range ways {
			if entry, sure, ok := m.Match(strings.ToUpper(way) + "!"); entry != want || sure != 1 || !ok {
				t.Errorf("%q finds %s, sure %.2f", way, h.names[entry], sure)
			}
		}
	}
}

func TestMatchRefuses(t *testing.T) {
	t.Parallel()
	h, m := trained()
	for _, q := range []string{
		"", "   ", "?!", ":tada:", "<@U123>", "\xff\xfe", "日本語の質問", "zzzz qqqq",
		"what is the capital of France",
		"who won the football match yesterday",
		"how tall is the Eiffel tower",
		"translate good morning into Spanish",
		"tell me a joke about elephants",
		"what is the square root of two",
		"recommend a film with a happy ending",
		"how old is the universe",
		"play some jazz",
		strings.Repeat("elephant ", 2000),
	} {
		if entry, sure, ok := m.Match(q); ok || sure >= 0.5 {
			t.Errorf("%.40q finds %s, sure %.2f", q, h.names[entry], sure)
		}
	}
}

// TestMatchTypos puts a slip of the hand into each question held back.
func TestMatchTypos(t *testing.T) {
	t.Parallel()
	h, m := trained()
	chance := rand.New(rand.NewPCG(1, 1))
	asked, found := 0, 0
	for want, questions := range h.held {
		for _, q := range questions {
			for range 5 {
				typed := slip(q, chance)
				asked++
				if entry, _, ok := m.Match(typed); ok && entry == want {
					found++
				}
			}
		}
	}
	if found < asked*95/100 {
		t.Errorf("%d of %d questions with a slip find their entry", found, asked)
	}
}

// slip swaps, drops, doubles or replaces a letter of one word of four or more.
func slip(text string, chance *rand.Rand) string {
	words := strings.Fields(text)
	var long []int
	for i, w := range words {
		if len(w) >= 4 {
			long = append(long, i)
		}
	}
	i := long[chance.IntN(len(long))]
	w := []byte(words[i])
	switch at := 1 + chance.IntN(len(w)-2); chance.IntN(4) {
	case 0:
		w[at], w[at-1] = w[at-1], w[at]
	case 1:
		w = slices.Delete(w, at, at+1)
	case 2:
		w = slices.Insert(w, at, w[at])
	default:
		w[at] = "qwertyuiopasdfghjklzxcvbnm"[chance.IntN(26)]
	}
	words[i] = string(w)
	return strings.Join(words, " ")
}

func TestNearest(t *testing.T) {
	t.Parallel()
	h, m := trained()
	got := m.Nearest("the printer and the vpn", 3)
	if len(got) != 3 || !slices.Contains(got, slices.Index(h.names, "printer")) || !slices.Contains(got, slices.Index(h.names, "vpn")) {
		t.Errorf("nearest are %v", got)
	}
	if got := m.Nearest("日本", 3); got != nil {
		t.Errorf("what shares nothing is near to %v", got)
	}
	if got := m.Nearest("printer", 1000); len(got) != len(h.names) {
		t.Errorf("%d entries are near, want all %d", len(got), len(h.names))
	}
}

func TestTrainTwice(t *testing.T) {
	t.Parallel()
	h, m := trained()
	first, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	second, err := intent.Train(h.asks).Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("the same ways of asking trained two matchers")
	}
}

func TestStored(t *testing.T) {
	t.Parallel()
	h, m := trained()
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, err := intent.Decode(data, h.asks)
	if err != nil {
		t.Fatal(err)
	}
	if read.Estimate() != m.Estimate() {
		t.Errorf("estimate %v, want %v", read.Estimate(), m.Estimate())
	}
	for _, q := range append(slices.Concat(h.held...), "the canteen printer", "who are you", "my bagde") {
		entry, sure, ok := read.Match(q)
		if e, s, o := m.Match(q); e != entry || s != sure || o != ok {
			t.Errorf("%q: stored %d %v %v, trained %d %v %v", q, entry, sure, ok, e, s, o)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	h, m := trained()
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	other := slices.Clone(h.asks)
	other[0] = append(slices.Clone(other[0]), "one more way of asking")
	if _, err := intent.Decode(data, other); !errors.Is(err, intent.ErrStale) {
		t.Errorf("other ways of asking: %v, want ErrStale", err)
	}
	for n := 0; n < len(data); n += 1 + len(data)/50 {
		if _, err := intent.Decode(data[:n], h.asks); err == nil {
			t.Errorf("the first %d bytes were taken for a matcher", n)
		}
	}
}

// FuzzDecode: no stored bytes, however broken, bring a matcher down.
func FuzzDecode(f *testing.F) {
	asks := [][]string{{"where is my badge"}, {"when is lunch", "lunch today"}}
	data, err := intent.Train(asks).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte{})
	f.Fuzz(func(_ *testing.T, data []byte) {
		if m, err := intent.Decode(data, asks); err == nil {
			m.Match("where is lunch")
			m.Nearest("where is lunch", 2)
		}
	})
}

// TestTrainLittle: a FAQ may be next to nothing, and still answers and refuses.
func TestTrainLittle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		asks      [][]string
		in, out   string
		wantEntry int
	}{
		{"one way", [][]string{{"where do I find my payslip"}}, "where can I find my payslip?", "who won the cup", 0},
		{"one way each", [][]string{{"where do I find my payslip"}, {"how do I reset my password"}, {"when does the canteen open"}}, "how can I reset my pasword", "who won the cup", 1},
		{"two entries", [][]string{{"where do I find my payslip", "my payslip is missing"}, {"reset my password", "forgot password"}}, "payslip missing", "tell me a joke", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := intent.Train(tt.asks)
			if entry, sure, ok := m.Match(tt.in); entry != tt.wantEntry || !ok {
				t.Errorf("%q finds %d, sure %.2f, %v", tt.in, entry, sure, ok)
			}
			if entry, sure, ok := m.Match(tt.out); ok {
				t.Errorf("%q finds %d, sure %.2f", tt.out, entry, sure)
			}
		})
	}
	for name, asks := range map[string][][]string{"none": nil, "entries without ways": {{}, {}}, "wordless ways": {{"?"}, {"!"}}} {
		m := intent.Train(asks)
		if _, _, ok := m.Match("is anybody there"); ok {
			t.Errorf("%s: found an entry", name)
		}
		if m.Nearest("is anybody there", 3) != nil {
			t.Errorf("%s: something is near", name)
		}
	}
}

// TestNearMisses: of a FAQ of a few entries with a few ways of asking each, other
// words for the same are known, and what is only near to it is refused.
func TestNearMisses(t *testing.T) {
	t.Parallel()
	m := intent.Train([][]string{
		0: {"how much does parking cost", "what do I pay for parking", "price of a parking permit"},
		1: {"when does the office open", "opening hours of the office", "what time can I get into the office"},
		2: {"who do I tell when I am ill", "how do I report sick", "I am sick today"},
		3: {"how do I book a meeting room", "reserve a room for a meeting", "is there a free meeting room"},
		4: {"how do I claim travel expenses", "where do I send receipts for a trip", "refund for a business trip"},
		5: {"where do I get a new laptop", "my laptop is broken", "replace a broken laptop"},
	})
	for _, tt := range []struct {
		text string
		want int // -1 for none
	}{
		{"what is the cost of parking", 0},
		{"parking fee", 0},
		{"opening times of the office", 1},
		{"I feel ill today", 2},
		{"reserve a conference room", 3},
		{"refund of expenses for a journey", 4},
		{"my notebook is broken", 5},
		{"my laptop is damaged", 5},
		{"who won the match on Sunday", -1},
		{"is there a dentist in the village", -1},
		{"which train goes to the airport", -1},
		{"sing me a song", -1},
		{"why is the sky blue", -1},
		{"the capital of Norway", -1},
	} {
		entry, sure, ok := m.Match(tt.text)
		switch {
		case ok && tt.want < 0:
			t.Errorf("%q finds %d, sure %.2f", tt.text, entry, sure)
		case tt.want >= 0 && (!ok || entry != tt.want):
			t.Errorf("%q finds %d, sure %.2f, %v, want %d", tt.text, entry, sure, ok, tt.want)
		}
	}
}

// TestOtherWords: a word that no way of asking has points to the entry that has
// its like.
func TestOtherWords(t *testing.T) {
	t.Parallel()
	names := []string{"car", "phone", "room", "salary"}
	m := intent.Train([][]string{
		{"my car is broken", "where do I leave the car"},
		{"my phone is broken", "where do I leave the phone"},
		{"my room is broken", "where do I leave the room"},
		{"my salary is broken", "where do I leave the salary"},
	})
	for word, want := range map[string]string{
		"automobile": "car", "vehicle": "car", "telephone": "phone", "handset": "phone",
		"bedroom": "room", "wage": "salary", "earnings": "salary",
	} {
		if got := m.Nearest("is my "+word+" broken", 1); len(got) != 1 || names[got[0]] != want {
			t.Errorf("%s is nearest to %v, want %s", word, got, want)
		}
	}
}

func TestMatchConcurrently(t *testing.T) {
	t.Parallel()
	h, m := trained()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for want, questions := range h.held {
				for _, q := range questions {
					if entry, _, _ := m.Match(q); entry != want {
						t.Errorf("%q finds %s", q, h.names[entry])
					}
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkMatch(b *testing.B) {
	h, m := trained()
	questions := slices.Concat(h.held...)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.Match(questions[i%len(questions)])
	}
}

func BenchmarkTrain(b *testing.B) {
	h := readHelpdesk()
	for b.Loop() {
		intent.Train(h.asks)
	}
}

// many is a FAQ of 150 entries of 100 ways of asking each, made of the
// helpdesk's words: some of an entry's own, some that any may have.
func many() (asks [][]string, questions []string) {
	chance := rand.New(rand.NewPCG(2, 2))
	h := readHelpdesk()
	words := strings.Fields(strings.Join(append(slices.Concat(h.asks...), slices.Concat(h.held...)...), " "))
	way := func(entry int) string {
		var out []string
		for range 6 + chance.IntN(6) {
			if chance.IntN(2) == 0 {
				out = append(out, words[(entry*31+chance.IntN(9)*17)%len(words)])
			} else {
				out = append(out, words[chance.IntN(len(words))])
			}
		}
		return strings.Join(out, " ")
	}
	for entry := range 150 {
		var ways []string
		for range 100 {
			ways = append(ways, way(entry))
		}
		asks = append(asks, ways)
		questions = append(questions, way(entry))
	}
	return asks, questions
}

func BenchmarkTrainMany(b *testing.B) {
	asks, _ := many()
	for b.Loop() {
		intent.Train(asks)
	}
}

func BenchmarkMatchMany(b *testing.B) {
	asks, questions := many()
	m := intent.Train(asks)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.Match(questions[i%len(questions)])
	}
}
