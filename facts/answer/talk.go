package answer

import (
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// saying is small talk, an errand or a plea for advice, as read.
type saying struct {
	*facts.Saying
	runs  [][]string
	signs [][][]string // the runs of each sign
}

func (e *Engine) addSaying(s facts.Saying) {
	out := saying{Saying: &s, runs: e.runsOf(s.Asks)}
	for _, sign := range s.Signs {
		out.signs = append(out.signs, e.runsOf(sign))
	}
	e.sayings = append(e.sayings, out)
	if s.Outcome == string(Chat) {
		e.chatter = slices.Concat(e.chatter, out.runs, slices.Concat(out.signs...))
	}
}

// runsOf are phrases as runs of words.
func (e *Engine) runsOf(phrases []string) [][]string {
	var out [][]string
	for _, p := range phrases {
		out = append(out, wordsOf(e.reader.Read(p)))
	}
	return out
}

// talk answers what is not put to the fact table: an empty message, small talk, an
// errand, a plea for advice. An errand and advice are known by a run of words anywhere
// ("should we") or by enough signs; small talk only where nothing else is said.
func (e *Engine) talk(q question.Query, before turn) (Answer, bool) {
	words := wordsOf(q)
	if q.Empty {
		return e.help()
	}
	if len(words) == 0 {
		return Answer{}, false
	}
	pointsBack := q.Back && len(before.tokens) > 0 && slices.ContainsFunc(words, question.AsksWith)
	compares := continues(q, before) || q.Marked && q.Operation != "" || pointsBack || wantsNext(q, before) // "ok, the second biggest?", "what's new in it?"
	for _, s := range e.sayings {
		switch {
		case s.Outcome == "again" && before.answer.Outcome == Answered && covered(q.Tokens, words, s.runs):
			return before.answer, true // "are you sure?"
		case s.Outcome == "source" && before.answer.Outcome == Answered && covered(q.Tokens, words, s.runs):
			return e.sourced(before.answer), true
		case s.Outcome == string(Chat) && !compares && s.chats(q, words):
			return Answer{Outcome: Chat, Text: s.Says, Confidence: 1}, true
		}
	}
	for _, s := range e.sayings {
		if s.Outcome == string(Chat) && !compares && !s.barred(words) && s.signed(words) && covered(q.Tokens, words, e.chatter) {
			return Answer{Outcome: Chat, Text: s.Says, Confidence: 1}, true
		}
	}
	if _, isAsk := e.exact(q); !isAsk {
		if s, ok := e.pleaded(words, wordsThatAsk(q)); ok {
			a := Answer{Outcome: Outcome(s.Outcome), Text: s.Says, Confidence: 1}
			if a.Outcome == Advice {
				a.Related = e.nearest(e.match(q))
			}
			return a, true
		}
	}
	return Answer{}, false
}

// withoutChatter is a message without the sentences of small talk that it opens with, where
// something follows them: "Fair enough. The author's name?".
func (e *Engine) withoutChatter(text string) string {
	for {
		at := strings.IndexAny(firstWords(text), ".!")
		if at < 2 { // "k." is a mark of speech
			return text
		}
		rest := strings.TrimLeft(text[at:], ".! ")
		opening := e.reader.Read(text[:at])
		if rest == "" || text[at+1:] == rest || opening.Back || opening.First || !covered(opening.Tokens, wordsOf(opening), e.chatter) {
			return text
		}
		text = rest
	}
}

// firstWords is as much of a message as small talk before a question takes.
func firstWords(text string) string { return text[:min(len(text), 40)] }

// continues reports whether a message goes on in a thread: "ok and families", "back to the first".
func continues(q question.Query, before turn) bool {
	adds := false
	for i, t := range q.Tokens {
		adds = adds || t.Class == question.Content && i > 0 && q.Tokens[i-1].Read == "and"
	}
	return len(before.tokens) > 0 && (q.First || q.Elliptic && adds)
}

// wantsNext reports whether a message names what is wanted next: "ok, the title then".
func wantsNext(q question.Query, before turn) bool {
	last := len(q.Tokens) - 1
	return len(before.tokens) > 0 && q.Tokens[last].Read == "then" && slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class == question.Content })
}

// pleaded returns the saying by which a message asks to have something done or advised:
// by a run of words anywhere, or by signs among those that ask.
func (e *Engine) pleaded(words, asking []string) (saying, bool) {
	for _, s := range e.sayings {
		if s.pleads() && !s.barred(words) && (containsAny(words, s.runs) || s.signed(asking)) {
			return s, true
		}
	}
	return saying{}, false
}

// pleads reports whether a saying is known by what stands anywhere in a message.
func (s saying) pleads() bool {
	return s.Outcome == string(Advice) || s.Outcome == string(Unknown)
}

// barred reports whether a word stands in a message beside which a saying is none.
func (s saying) barred(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(s.Unless, w) })
}

// signed reports whether words have enough signs of a saying near one another.
func (s saying) signed(words []string) bool {
	if !s.hasSigns(words) {
		return false
	}
	for from := 0; from == 0 || from+s.Within <= len(words); from++ {
		if s.hasSigns(words[from:min(len(words), from+s.Within)]) {
			return true
		}
	}
	return false
}

// hasSigns reports whether words have enough signs of a saying, anywhere.
func (s saying) hasSigns(words []string) bool {
	n := 0
	for _, runs := range s.signs {
		n += int(one(containsAny(words, runs)))
	}
	return s.Enough > 0 && n >= s.Enough
}

// chats reports whether a message is this small talk and nothing else.
func (s saying) chats(q question.Query, words []string) bool {
	return covered(q.Tokens, words, s.runs) || !q.Asks && chats(q.Tokens, words, s.runs)
}

// wordsOf are the words of a question as understood.
func wordsOf(q question.Query) []string {
	words := make([]string, len(q.Tokens))
	for i, t := range q.Tokens {
		words[i] = t.Read
	}
	return words
}

// wordsThatAsk are the words of a message without those that only lead up to what it asks.
func wordsThatAsk(q question.Query) []string {
	var out []string
	for _, t := range q.Tokens {
		if !t.Aside {
			out = append(out, t.Read)
		}
	}
	return out
}

// help is what somebody gets who says nothing.
func (e *Engine) help() (Answer, bool) {
	for _, s := range e.sayings {
		if s.ID == "help" {
			return Answer{Outcome: Chat, Text: s.Says, Confidence: 1}, true
		}
	}
	return Answer{}, false
}

func containsAny(words []string, runs [][]string) bool {
	return slices.ContainsFunc(runs, func(run []string) bool { return len(run) > 0 && contains(words, run) })
}

func contains(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}

// chats reports whether a message has a run of a saying in it and else only
// words that mean nothing here: "cheers for the alphabet soup".
func chats(ts []question.Token, words []string, runs [][]string) bool {
	others, known := 0, 0
	for _, t := range ts {
		switch {
		case t.Class > question.Foreign || t.Class == question.Salient:
			return false
		case t.Class != question.Light:
			others++
			known += int(one(t.Class == question.Content))
		}
	}
	return others <= 3 && known < 2 && containsAny(words, runs)
}

// covered reports whether the runs of a saying leave only light words over, and
// none that asks: "okay" is small talk, "okay, when?" is not.
func covered(ts []question.Token, words []string, runs [][]string) bool {
	done := make([]bool, len(words))
	any := false
	for _, run := range runs {
		for i := 0; len(run) > 0 && i+len(run) <= len(words); i++ {
			if slices.Equal(words[i:i+len(run)], run) {
				any = true
				for j := range run {
					done[i+j] = true
				}
			}
		}
	}
	for i, t := range ts {
		if !done[i] && (t.Class != question.Light || question.AsksWith(t.Read)) {
			return false
		}
	}
	return any
}
