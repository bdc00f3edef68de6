package blocks

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// Passed is a question on its way to the experts, as both sides see it.
type Passed struct {
	Turn     string
	Asker    string // user id
	Question string
	Said     string // what the bot had answered
	Link     string // to where it was asked; empty where only the asker saw it
	By       string // who settled it, if anybody did
	Taken    bool   // somebody has replied
}

// Desk is what the experts see: the question with what the bot said, and a
// button that settles it. A reply in its thread goes back to who asked.
func Desk(p Passed) transport.Message {
	head := mention(p.Asker) + " asks"
	if p.Link != "" {
		head += " <" + p.Link + "|here>"
	}
	lines := []string{head + ":", quote(p.Question)}
	if p.Said != "" {
		lines = append(lines, "I had said:", quote(shorten(p.Said, maxFact)))
	}
	text := strings.Join(lines, "\n")
	m := transport.Message{Text: text, Blocks: []slack.Block{slack.NewSectionBlock(mrkdwn(text), nil, nil)}}
	if p.By != "" {
		m.Text += "\nResolved by " + mention(p.By) + "."
		m.Blocks = append(m.Blocks, slack.NewContextBlock("", mrkdwn("Resolved by "+mention(p.By))))
		return m
	}
	m.Text += "\nWhat is written in this thread goes back to " + mention(p.Asker) + "."
	m.Blocks = append(m.Blocks, slack.NewContextBlock("", mrkdwn("What is written in this thread goes back to "+mention(p.Asker)+".")))
	m.Blocks = append(m.Blocks, actions(button(Resolve, 0, "Mark as resolved", p.Turn))...)
	return m
}

// Waiting is what stands in the thread where it was asked.
func Waiting(p Passed) transport.Message {
	text := "Passed to a person by " + mention(p.Asker) + "; the reply will come here."
	switch {
	case p.By != "":
		text = "Resolved: passed to a person by " + mention(p.Asker) + ", settled by " + mention(p.By) + "."
	case p.Taken:
		text = "Passed to a person by " + mention(p.Asker) + "; a reply has come."
	}
	return transport.Message{Text: text, Blocks: []slack.Block{slack.NewContextBlock("", mrkdwn(text))}}
}

// Relayed is an expert's reply on its way back. It is a person's word, not the
// sources', and says so. text is as Slack sent it.
func Relayed(expert, text string) transport.Message {
	text = escape(typed(text)) // nobody but the asker is told of it
	from := mention(expert) + " replies (a person's word, not from the sources):"
	return transport.Message{
		Text:   from + "\n" + head(text, maxText-runes(from)-1),
		Blocks: []slack.Block{slack.NewSectionBlock(mrkdwn(from+"\n"+head(text, maxSection-runes(from)-1)), nil, nil)},
	}
}

// mention of a user id; anything else stays what it is.
func mention(user string) string {
	if user == "" || strings.ContainsAny(user, "<>&|! ") {
		return "somebody"
	}
	return "<@" + user + ">"
}

// quote sets what somebody typed apart, escaped.
func quote(text string) string {
	return "> " + strings.ReplaceAll(escape(shorten(typed(text), maxFact*2)), "\n", "\n> ")
}
