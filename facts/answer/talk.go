package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// saying is small talk or a plea for advice, as read.
type saying struct {
	*facts.Saying
	runs [][]string
}

func (e *Engine) addSaying(s facts.Saying) {
	out := saying{Saying: &s}
	for _, a := range s.Asks {
		var run []string
		for _, t := range e.reader.Read(a).Tokens {
			run = append(run, t.Read)
		}
		out.runs = append(out.runs, run)
	}
	e.sayings = append(e.sayings, out)
}

// talk answers what is not put to the fact table: an empty message, small talk,
// a plea for advice. Advice is known by a run of words anywhere ("should we");
// small talk only where nothing else is said.
func (e *Engine) talk(q question.Query, before turn) (Answer, bool) {
	words := wordsOf(q)
	if q.Empty {
		return e.help()
	}
	if len(words) == 0 {
		return Answer{}, false
	}
	_, isAsk := e.exact(q)
	for _, s := range e.sayings {
		if s.Outcome != string(Advice) || isAsk || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(s.Unless, w) }) {
			continue
		}
		for _, run := range s.runs {
			if contains(words, run) {
				return Answer{Outcome: Advice, Text: s.Says, Related: e.nearest(e.match(q)), Confidence: 1}, true
			}
		}
	}
	for _, s := range e.sayings {
		switch {
		case s.Outcome == "again" && before.answer.Outcome == Answered && covered(q.Tokens, words, s.runs):
			return before.answer, true // "are you sure?"
		case s.Outcome == "source" && before.answer.Outcome == Answered && covered(q.Tokens, words, s.runs):
			return e.sourced(before.answer), true
		case s.Outcome == string(Chat) && covered(q.Tokens, words, s.runs), s.Outcome == string(Chat) && !q.Asks && chats(q.Tokens, words, s.runs):
			return Answer{Outcome: Chat, Text: s.Says, Confidence: 1}, true
		}
	}
	return Answer{}, false
}

// wordsOf are the words of a question as understood.
func wordsOf(q question.Query) []string {
	words := make([]string, len(q.Tokens))
	for i, t := range q.Tokens {
		words[i] = t.Read
	}
	return words
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
	return others <= 3 && known < 2 && slices.ContainsFunc(runs, func(run []string) bool { return len(run) > 0 && contains(words, run) })
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
