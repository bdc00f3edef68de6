// Package blocks turns an answer into a message: Block Kit, and the same in
// plain text.
//
// Both say everything. The blocks are what most people see; the text is what a
// notification shows, what a screen reader reads, and what is sent when Slack
// refuses the blocks. Where there is too much for Slack's limits, the middle of
// the answer's own text gives way, never a citation:
//
//	the answer ………                     section   ◀── shortened if need be
//	Nearest in the sources             section   (only where there is no answer)
//	1. Title, Publisher, date, ¶6      context
//
// Everything is escaped, so that nothing a person typed or a source says can
// mention, link or notify.
package blocks

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// nothing stands in for an answer without words.
const nothing = "I have nothing to say to that."

// Render makes the message of an answer; where to and in reply to what is for
// the caller to add.
func Render(a answer.Answer) transport.Message {
	body := clean(a.Text)
	if body == "" {
		body = nothing
	}
	nearby, cited := nearest(a), sourcesOf(a.Citations)
	return transport.Message{
		Text:   plain(body, nearby, cited),
		Blocks: rich(body, nearby, cited),
	}
}

// Apology is what a person gets for a fault of ours. The reference finds the
// detail in the log.
func Apology(reference string) transport.Message {
	return transport.Message{
		Text: "Sorry, something went wrong on my side, and I have no answer for you. " +
			"Please ask again; if it keeps happening, tell whoever runs me the reference " + reference + ".",
	}
}

// plain is the whole message as one text.
func plain(body, nearby string, cited []source) string {
	rest := ""
	if nearby != "" {
		rest = "\n\n" + nearby
	}
	if len(cited) > 0 {
		rest += "\n\nSources:\n"
		rest += strings.Join(listed(cited, maxText-minBody-width(rest), upright), "\n")
	}
	return escape(shorten(body, maxText-width(rest)) + rest)
}

// rich is the whole message as blocks.
func rich(body, nearby string, cited []source) []slack.Block {
	lines := listed(cited, maxTotal-minBody-width(nearby), italic)
	room := maxTotal - width(nearby) - width(strings.Join(lines, ""))
	blocks := append(sections(shorten(body, room)), sections(nearby)...)
	return append(blocks, contexts(lines)...)
}

func sections(text string) (blocks []slack.Block) {
	for _, part := range split(text, maxSection) {
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(escape(part)), nil, nil))
	}
	return blocks
}

// contexts puts lines into as few blocks as will hold them.
func contexts(lines []string) (blocks []slack.Block) {
	var elements []slack.MixedElement
	for _, line := range lines {
		for _, part := range split(line, maxElement) {
			elements = append(elements, mrkdwn(escape(part)))
		}
	}
	for some := range slices.Chunk(elements, maxElements) {
		blocks = append(blocks, slack.NewContextBlock("", some...))
	}
	return blocks
}

// mrkdwn is verbatim: Slack makes no links or mentions of what only looks like
// one.
func mrkdwn(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}
