package blocks

import (
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// TeachAsk asks which fact a phrase asks for.
func TeachAsk(phrase string) transport.Form {
	blocks := []slack.Block{
		input(Phrase, "When somebody asks", "", false, line(Phrase, typed(phrase), "", false)),
		input(Fact, "the answer is", "Type a few letters of what the fact says.", false, offering(Fact, "Type to search", 2)),
	}
	blocks = append(blocks, slack.NewDividerBlock())
	blocks = append(blocks, actions(button(Write, 0, "There is no such fact: write one", phrase))...)
	return form(TeachForm, "Teach pilcrow", "Teach", "", blocks...)
}

// WriteFact asks for a new fact and where it stands.
func WriteFact(phrase string, sources []answer.Source) transport.Form {
	var choices []*slack.OptionBlockObject
	for _, s := range sources[:min(len(sources), maxChoices)] {
		choices = append(choices, choice{s.ID, s.Title}.option())
	}
	return form(WriteForm, "A new fact", "Keep it", "",
		input(Phrase, "When somebody asks", "One way of asking a line.", false, line(Phrase, typed(phrase), "", true)),
		input(Says, "the answer is", "In one or two plain sentences of your own, not the article's.", false,
			line(Says, "", "The company holds about 20,000 patent families.", true)),
		input(Article, "It stands in", "", false, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Article"), Article, choices...)),
		input(Unit, "at", "The number of the paragraph, or the name of the place: 6, correction, comment-24", false, line(Unit, "", "6", false)),
		input(Subject, "It is about", "", false, offering(Subject, "Company, person, place, …", 1)),
		input(Relation, "and says", "", false, offering(Relation, "What kind of thing", 1)),
		input(Worth, "Its figure, date or gist", "As the article has it, with about or over: about US$40 million", false, line(Worth, "", "", false)),
	)
}

// NowAnswered is the line above an answer that was just taught.
func NowAnswered(phrase string) string {
	return "Learned. From now on I answer “" + escape(shorten(oneLine(typed(phrase)), maxFact)) + "” like this:"
}
