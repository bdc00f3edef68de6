package blocks

import (
	"fmt"
	"slices"
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
		blocks = append(blocks, actions(tries...)...)
	}
	if len(sources) > 0 {
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn("*What I know comes from*"), nil, nil))
		blocks = append(blocks, contexts(sourceLines(sources, italic))...)
	}
	return transport.Home{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks[:min(len(blocks), maxView)]}}
}

func offered(prompts []answer.Suggestion) (all []slack.BlockElement) {
	for i, p := range prompts {
		all = append(all, button(Try, i+1, p.Label, p.Question))
	}
	return all
}

func sourceLines(sources []answer.Source, title func(string) string) (lines []string) {
	for i, s := range sources[:min(len(sources), maxNamed)] {
		lines = append(lines, fmt.Sprintf("%d. %s: %s", i+1, nameOf(s, title), counted(s.Facts, "fact")))
	}
	return lines
}

// Sources lists the articles that answers are drawn from.
func Sources(sources []answer.Source) transport.Message {
	if len(sources) == 0 {
		return Note("I have no sources here.")
	}
	heading := fmt.Sprintf("My answers come from %s:", counted(len(sources), "article"))
	m := told(heading, sourceLines(sources, upright))
	m.Blocks = told(heading, sourceLines(sources, italic)).Blocks
	return m
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
		"Mention me in a channel, write to me directly, or use:", lines)
	m.Blocks = append(m.Blocks, actions(offered(prompts)...)...)
	return m
}

// AboutCompany lists what the sources say of a company, a page of it. A fact is
// followed by the number of its source and the place there.
func AboutCompany(name string, facts []answer.Related, page int) transport.Message {
	pages := (len(facts) + pageSize - 1) / pageSize
	page = min(max(page, 0), pages-1)
	from, to := page*pageSize, min((page+1)*pageSize, len(facts))
	count := fmt.Sprintf("(%d to %d of %d)", from+1, to, len(facts))
	facts = facts[from:to]
	var all []answer.Citation
	for _, f := range facts {
		all = append(all, f.Citations...)
	}
	named := sourceNumbers(all)
	sources := listed(named, maxText/3, upright)
	var lines []string
	for _, f := range facts {
		lines = append(lines, "• "+shorten(oneLine(f.Text), maxFact/2)+" "+numbersOf(f, named))
	}
	m := told("What the sources say of "+oneLine(name)+" "+count+":", append(append(lines, ""), sources...))
	m.Blocks = append(m.Blocks, actions(turning(page, pages, func(n int, label string, to int) *slack.ButtonBlockElement {
		return button(Company, n, label, name, fmt.Sprint(to))
	})...)...)
	return m
}

// sourceNumbers are the articles cited, without the places.
func sourceNumbers(citations []answer.Citation) (articles []source) {
	for _, s := range sourcesOf(citations) {
		s.by, s.places = "", nil
		if !slices.ContainsFunc(articles, func(o source) bool { return o.title == s.title && o.about == s.about }) {
			articles = append(articles, s)
		}
	}
	return articles
}

// numbersOf are the places of a fact in the articles: [1 ¶6, ¶9].
func numbersOf(f answer.Related, articles []source) string {
	var all []string
	for _, s := range sourcesOf(f.Citations) {
		i := slices.IndexFunc(articles, func(o source) bool { return o.title == s.title && o.about == s.about })
		all = append(all, fmt.Sprintf("[%d %s]", i+1, strings.Join(s.places, ", ")))
	}
	return strings.Join(all, " ")
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
