package blocks

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Start is the home tab: a box to ask in, the answer to what was asked there
// last, questions to begin with, and the sources.
func Start(last *transport.Message, prompts []answer.Suggestion, sources []answer.Source) transport.Home {
	ask := slack.NewPlainTextInputBlockElement(plainText("How much did … earn from licensing?"), Ask)
	ask.MaxLength = maxInput
	ask.DispatchActionConfig = &slack.DispatchActionConfig{TriggerActionsOn: []string{"on_enter_pressed"}}
	box := slack.NewInputBlock("", plainText("Ask about technology licensing; only you see the answer"), nil, ask)
	box.DispatchAction = true

	blocks := []slack.Block{slack.NewHeaderBlock(plainText("pilcrow ¶")), box}
	if last != nil {
		blocks = append(blocks, slack.NewDividerBlock())
		blocks = append(blocks, viewable(last.Classic().Blocks)...)
		blocks = append(blocks, slack.NewDividerBlock())
	}
	if tries := offered(prompts); len(tries) > 0 {
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn("*To begin with*"), nil, nil))
		blocks = append(blocks, actions("", tries...)...)
	}
	if len(sources) > 0 {
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn("*What I know comes from*"), nil, nil))
		blocks = append(blocks, contexts(sourceLines(sources))...)
	}
	return transport.Home{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks[:min(len(blocks), maxView)]}}
}

func offered(prompts []answer.Suggestion) (all []slack.BlockElement) {
	for i, p := range prompts {
		all = append(all, button(Try, i+1, p.Label, p.Question))
	}
	return all
}

func sourceLines(sources []answer.Source) (lines []string) {
	for i, s := range sources[:min(len(sources), maxChoices/4)] {
		c := answer.Citation{Title: s.Title, Publisher: s.Publisher, Published: s.Published}
		about := strings.TrimSuffix(oneLine(c.String()), ", ¶")
		about = strings.TrimPrefix(about, oneLine(s.Title))
		lines = append(lines, fmt.Sprintf("%d. %s%s: %d facts", i+1, italic(shorten(oneLine(s.Title), maxSource)), about, s.Facts))
	}
	return lines
}

// Sources lists the articles that answers are drawn from.
func Sources(sources []answer.Source) transport.Message {
	if len(sources) == 0 {
		return Note("I have no sources here.")
	}
	return told(fmt.Sprintf("My answers come from %s:", counted(len(sources), "article")), sourceLines(sources))
}

// Help tells what can be asked and how.
func Help(prompts []answer.Suggestion) transport.Message {
	lines := []string{
		"/licensing QUESTION: the answer, for you alone",
		"/licensing facts COMPANY: what the sources say of a company",
		"/licensing sources: the articles I draw on",
		"/licensing why: how your last answer came about",
		"/licensing settings: how I behave in this channel",
		"/licensing insights: what was asked and what was missing (for admins)",
		"/licensing forget me: erases what I keep about you",
		"/licensing help: this",
	}
	m := told("I answer questions about technology licensing, and cite the article and the paragraph. "+
		"Mention me in a channel, write to me directly, or use", lines)
	m.Blocks = append(m.Blocks, actions("", offered(prompts)...)...)
	return m
}

// AboutCompany lists what the sources say of a company.
func AboutCompany(name string, facts []answer.Related, more int) transport.Message {
	var lines []string
	for _, f := range facts {
		line := shorten(oneLine(f.Text), maxFact)
		if c := cited(f); c != "" {
			line += " (" + shorten(c, maxCited) + ")"
		}
		lines = append(lines, "• "+line)
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more; ask for them.", more))
	}
	return told("What the sources say of "+oneLine(name)+":", lines)
}

// told is a heading with lines below, in text and in blocks.
func told(heading string, lines []string) transport.Message {
	text := heading + "\n" + strings.Join(lines, "\n")
	return transport.Message{Text: escape(shorten(text, maxText)), Blocks: sections(shorten(text, maxTotal))}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
