package intent

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
)

// Estimate is what rehearsals say of a matcher, in shares from 0 to 1. It errs
// on the low side: less was learned from than in the end.
type Estimate struct {
	Found   float64 // of the questions of an entry, how many find it
	Refused float64 // of the questions of entries left out, how many are refused
}

// rehearsals is how many times a part of the entries and of the ways of asking
// is left out, each once; where there are manyQuestions, one part tells enough.
const (
	rehearsals    = 3
	manyQuestions = 5000
)

// keyRoom is enough for most keys of features, in bytes; longer ones allocate.
const keyRoom = 256

// Train learns from the ways of asking of each entry. It takes some seconds for
// a hundred entries of a hundred ways each, on two processors at once.
func Train(asks [][]string) *Matcher {
	ways, of := flatten(asks)
	m := &Matcher{digest: digestOf(asks)}
	var plays [rehearsals][]rehearsed
	var wg sync.WaitGroup
	wg.Go(func() { m.learned = learn(asks, ways, of) })
	for i := range plays {
		if i > 0 && len(ways) >= manyQuestions {
			break
		}
		wg.Go(func() { plays[i] = rehearse(asks, i) })
	}
	wg.Wait()
	var rows []rehearsed
	for _, p := range plays {
		rows = append(rows, p...)
	}
	m.doubt = learnDoubt(rows)
	m.estimate = m.doubt.estimate(rows)
	m.remember(ways, of)
	return m
}

// Estimate tells how well the matcher did in its rehearsals; both shares are 0
// where there were too few entries or ways of asking to rehearse with.
func (m *Matcher) Estimate() Estimate { return m.estimate }

// flatten lists all ways of asking, as words, and the entry of each.
func flatten(asks [][]string) (ways [][]string, of []int) {
	for entry, texts := range asks {
		for _, text := range texts {
			ways = append(ways, wordsOf(text))
			of = append(of, entry)
		}
	}
	return ways, of
}

// learn trains both learners, side by side.
func learn(asks, ways [][]string, of []int) learned {
	l := learned{features: newFeatures(ways), entries: len(asks)}
	l.prepare(asks, ways, of)
	examples := make([]example, len(ways))
	key := make([]byte, 0, keyRoom)
	for i, words := range ways {
		examples[i] = example{l.features.vector(words, key, nil), of[i]}
	}
	if l.entries == 0 {
		return l
	}
	var wg sync.WaitGroup
	wg.Go(func() { l.planes = trainPlanes(examples, l.features.width(), l.entries) })
	wg.Go(func() { l.net = trainNet(examples, len(l.features.Keys), l.features.width(), l.entries) })
	wg.Wait()
	return l
}

// remember keeps the words of each way of asking that only one entry has.
func (m *Matcher) remember(ways [][]string, of []int) {
	m.verbatim = make(map[string]int, len(ways))
	var shared []string
	for i, words := range ways {
		text := strings.Join(words, " ")
		if entry, known := m.verbatim[text]; known && entry != of[i] || text == "" {
			shared = append(shared, text)
		}
		m.verbatim[text] = of[i]
	}
	for _, text := range shared {
		delete(m.verbatim, text)
	}
}

// rehearse learns without a part of the entries and of the ways of asking of the
// others, and asks both of what was learned.
func rehearse(asks [][]string, part int) []rehearsed {
	var known [][]string
	var within, without []string
	var of []int // of within, the entry in known
	place := rand.New(rand.NewPCG(4, 4)).Perm(len(asks))
	for entry, texts := range asks {
		if place[entry]%rehearsals == part {
			without = append(without, texts...)
			continue
		}
		var kept []string
		turn := rand.New(rand.NewPCG(uint64(entry), 5)).Perm(len(texts))
		for i, text := range texts {
			if len(texts) > 1 && turn[i]%rehearsals == part {
				within = append(within, text)
				of = append(of, len(known))
				continue
			}
			kept = append(kept, text)
		}
		known = append(known, kept)
	}
	if len(known) < 2 || len(without) == 0 {
		return nil
	}
	ways, from := flatten(known)
	l := learn(known, ways, from)
	var rows []rehearsed
	ask := func(text string, want int, stray bool) {
		s := l.spare.Get().(*scratch)
		defer l.spare.Put(s)
		entry, signs := l.judge(wordsOf(text), s)
		rows = append(rows, rehearsed{signs, !stray && entry == want, stray})
	}
	for i, text := range within {
		ask(text, of[i], false)
	}
	for _, text := range without {
		ask(text, -1, true)
	}
	return rows
}

// estimate is how a rehearsal comes out with the bound that was found.
func (d *doubt) estimate(rows []rehearsed) Estimate {
	var e Estimate
	var asked, strays float64
	for _, r := range rows {
		sure := d.of(r.signs) >= d.Bound
		switch {
		case r.stray:
			strays++
			if !sure {
				e.Refused++
			}
		default:
			asked++
			if r.found && sure {
				e.Found++
			}
		}
	}
	if asked == 0 || strays == 0 {
		return Estimate{}
	}
	return Estimate{Found: e.Found / asked, Refused: e.Refused / strays}
}

// version changes with anything that makes the same ways of asking give another
// matcher.
const version = 2

// digestOf is a digest of the ways of asking and of how they are learned from.
func digestOf(asks [][]string) [32]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%d\n", version)
	for _, ways := range asks {
		fmt.Fprintf(h, "%q\n", ways)
	}
	return [32]byte(h.Sum(nil))
}
