package blocks

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// What can be pressed below an answer, in a form or on the home tab. Where a
// message has several of a kind they are numbered: "show-2".
const (
	Show    = "show"    // the paragraph that is cited: article, unit
	Why     = "why"     // how the answer came about: turn
	Person  = "person"  // passes the question to the experts: turn
	Judge   = "judge"   // thumbs up or down: turn, good or bad
	Pick    = "pick"    // one of several meanings: turn, question
	Near    = "near"    // a fact near to the question: turn, fact
	Page    = "page"    // another part of a long list: turn, number
	Company = "company" // another part of what is said of a company: name, number
	Share   = "share"   // a private answer with the channel: turn
	Resolve = "resolve" // a question that was passed to the experts: turn
	Teach   = "teach"   // an unanswered question what it means: question
	Write   = "write"   // a new fact that answers: question
	Try     = "try"     // a question that is offered: question
	Ask     = "ask"     // what was typed on the home tab
)

// Good and Bad are the two thumbs.
const (
	Good = "good"
	Bad  = "bad"
)

// Pressed tells what was pressed from the action and the value that came back.
func Pressed(action, value string) (what string, args []string) {
	what, _, _ = strings.Cut(action, "-")
	return what, strings.SplitN(value, "\n", 2)
}

// button is an element that can be pressed. Its number is 0 where it is the only
// one of its kind.
func button(what string, number int, label string, args ...string) *slack.ButtonBlockElement {
	action := what
	if number > 0 {
		action = fmt.Sprintf("%s-%d", what, number)
	}
	if label = oneLine(label); label == "" {
		label = "–" // Slack takes no button without a name
	}
	return slack.NewButtonBlockElement(action, cut(clean(strings.Join(args, "\n")), maxValue), plainText(cut(label, maxButton)))
}

// actions is a row of buttons, if there are any; no more than Slack takes.
func actions(buttons ...slack.BlockElement) []slack.Block {
	if len(buttons) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", buttons[:min(len(buttons), maxActions)]...)}
}

// thumbs ask whether an answer was good: as Slack's own feedback buttons.
func thumbs(turn string) slack.Block {
	return slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement(Judge,
		slack.NewFeedbackButton(plainText("Good answer"), cut(turn+"\n"+Good, maxValue)).WithAccessibilityLabel("Good answer: it is right"),
		slack.NewFeedbackButton(plainText("Bad answer"), cut(turn+"\n"+Bad, maxValue)).WithAccessibilityLabel("Bad answer: something is wrong"),
	))
}

// olderThumbs are the same as buttons that every client knows.
func olderThumbs(turn string) []slack.BlockElement {
	return []slack.BlockElement{
		button(Judge, 1, "👍 Good answer", turn, Good),
		button(Judge, 2, "👎 Bad answer", turn, Bad),
	}
}

func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// cut keeps the beginning of a text that is too long.
func cut(text string, limit int) string {
	if runes(text) <= limit {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:limit-1])) + "…"
}

// Label cuts a text to what fits into a field that offers something.
func Label(text string) string { return cut(oneLine(text), maxLabel) }

// Title cuts a text to what fits above a thread.
func Title(text string) string { return escape(cut(oneLine(typed(text)), maxHeader)) }

// Asked is the line above an answer whose question nobody else sees.
func Asked(user, question string) string {
	return mention(user) + " asked: " + escape(shorten(oneLine(typed(question)), maxFact))
}
