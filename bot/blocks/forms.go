package blocks

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// The forms that can be sent, and the names of what stands in them. A field's
// block is called like the field.
const (
	ReasonForm   = "reason"   // why an answer is bad
	AskForm      = "ask"      // a question
	SettingsForm = "settings" // how the bot behaves in a channel
	TeachForm    = "teach"    // what an unanswered question asks for
	WriteForm    = "write"    // a new fact

	Reason   = "reason"
	Remark   = "remark"
	Question = "question"
	Offered  = "offered" // a question chosen from those that are offered
	Where    = "where"
	When     = "when"
	Who      = "who"
	Articles = "articles"
	Editors  = "editors"
	Fact     = "fact"
	Phrase   = "phrase"
	Subject  = "subject"
	Relation = "relation"
	Article  = "article"
	Unit     = "unit"
	Says     = "says"
	Worth    = "value"
)

// The answers to choices in forms.
const (
	ToMe      = "me"
	ToThread  = "thread"
	Mentioned = "mentioned"
	Unasked   = "unasked"
	Everybody = "everybody"
	AskerOnly = "asker"
)

// form is a modal. Without a label to submit it only shows.
func form(id, title, submit, note string, blocks ...slack.Block) transport.Form {
	f := transport.Form{
		Type:            slack.VTModal,
		CallbackID:      id,
		Title:           plainText(cut(title, maxTitle)),
		Close:           plainText("Close"),
		PrivateMetadata: cut(note, maxNote),
		Blocks:          slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		f.Submit, f.Close = plainText(submit), plainText("Cancel")
	}
	return f
}

// input is a field with its label.
func input(name, label, hint string, optional bool, element slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(name, plainText(label), nil, element)
	if hint != "" {
		b.Hint = plainText(hint)
	}
	b.Optional = optional
	return b
}

// line is a field to type into.
func line(name, held, placeholder string, many bool) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, name)
	if placeholder != "" {
		e.Placeholder = plainText(placeholder)
	}
	e.InitialValue, e.Multiline, e.MaxLength = cut(held, maxInput), many, maxInput
	return e
}

// choice is one of several things to choose from.
type choice struct{ value, label string }

func (c choice) option() *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(cut(c.value, maxOption), plainText(cut(oneLine(c.label), maxLabel)), nil)
}

func options(choices []choice) (all []*slack.OptionBlockObject) {
	for _, c := range choices {
		all = append(all, c.option())
	}
	return all
}

// oneOf is a choice of one, the one held if there is such.
func oneOf(name, held string, choices ...choice) *slack.RadioButtonsBlockElement {
	e := slack.NewRadioButtonsBlockElement(name, options(choices)...)
	for _, c := range choices {
		if c.value == held {
			e.InitialOption = c.option()
		}
	}
	return e
}

// offering is a field that asks for what fits what is typed.
func offering(name, placeholder string, from int) *slack.SelectBlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plainText(placeholder), name)
	e.MinQueryLength = &from
	return e
}

// Paragraph shows what a citation points at. own says that these are the
// article's own words, not ours.
func Paragraph(c answer.Citation, text string, own bool) transport.Form {
	whose := "In our own words: the article's text is not at hand here."
	if own {
		whose = "The article's own words."
	}
	blocks := sections(clean(text))
	if len(blocks) == 0 {
		blocks = sections("There is no text for this place.")
		whose = ""
	}
	foot := []string{italic(oneLine(c.Title)) + strings.TrimPrefix(oneLine(c.String()), oneLine(c.Title))}
	if whose != "" {
		foot = append(foot, whose)
	}
	return form("", answer.Place(c.At), "", "", append(blocks, contexts(foot)...)...)
}

// Because shows how an answer came about.
func Because(question string, x answer.Explanation) transport.Form {
	var lines []string
	for _, part := range []struct{ what, is string }{
		{"You asked", typed(question)},
		{"Read as", x.Reading},
		{"Kind of answer", x.Kind},
		{"Spelling corrected", x.Mended},
		{"What decided", x.Decided},
	} {
		if part.is != "" {
			lines = append(lines, "*"+part.what+":* "+escape(shorten(oneLine(part.is), maxFact)))
		}
	}
	blocks := []slack.Block{slack.NewSectionBlock(mrkdwn(strings.Join(lines, "\n")), nil, nil)}
	if len(x.Nearest) > 0 {
		blocks = append(blocks, slack.NewDividerBlock())
		nearest := []string{"*What came nearest, the best first*"}
		for i, n := range x.Nearest {
			nearest = append(nearest, fmt.Sprintf("%d. %s", i+1, escape(shorten(oneLine(n), maxFact))))
		}
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(strings.Join(nearest, "\n")), nil, nil))
	}
	if x.Base != "" {
		blocks = append(blocks, contexts([]string{"Version of the base: " + x.Base})...)
	}
	return form("", "Why this answer?", "", "", blocks...)
}

// Explained is the same as a message.
func Explained(question string, x answer.Explanation) transport.Message {
	text := "You asked: " + typed(question) + "\n" + x.String()
	return transport.Message{Text: escape(shorten(text, maxText)), Blocks: Because(question, x).Blocks.BlockSet}
}

// Reasons are what can be wrong with an answer, in the order they are offered.
var Reasons = []struct{ ID, Label string }{
	{"fact", "The fact is wrong"},
	{"source", "The source is wrong"},
	{"question", "It does not answer my question"},
	{"date", "It is out of date"},
	{"other", "Something else"},
}

// WhyBad asks what is wrong with an answer, and what it should have been if such
// words may be kept.
func WhyBad(turn string, words bool) transport.Form {
	var choices []choice
	for _, r := range Reasons {
		choices = append(choices, choice{r.ID, r.Label})
	}
	blocks := []slack.Block{input(Reason, "What is wrong with the answer?", "", false, oneOf(Reason, "", choices...))}
	if words {
		blocks = append(blocks, input(Remark, "What should it have said?", "Whoever keeps the table reads this.", true, line(Remark, "", "", true)))
	}
	return form(ReasonForm, "What is wrong?", "Send", turn, blocks...)
}

// AskAbout asks for a question. note says where it was asked from; with a thread
// the answer may go there.
func AskAbout(question, note string, thread bool) transport.Form {
	question = typed(question)
	blocks := []slack.Block{
		input(Question, "Your question", "", true, line(Question, question, "How much did … earn from licensing?", true)),
		input(Offered, "Or choose one that is answered", "Type a few letters of a company or of what you want to know.", true,
			offering(Offered, "Type to search", 2)),
	}
	if thread {
		blocks = append(blocks, input(Where, "Where should the answer go?", "", false, oneOf(Where, ToMe,
			choice{ToMe, "Only to me, here"}, choice{ToThread, "Into the thread of the message"})))
	}
	return form(AskForm, "Ask pilcrow", "Ask", note, blocks...)
}

// Answered shows an answer in the place of the form that asked for it.
func Answered(m transport.Message) transport.Form {
	blocks := viewable(m.Classic().Blocks)
	if text, err := json.Marshal(blocks); err != nil || len(text) > maxAnswered || len(blocks) == 0 {
		blocks = sections(unescape(m.Text))
	}
	return form("", "Answer", "", "", blocks...)
}

// viewable are the blocks of a message that a view can hold.
func viewable(blocks []slack.Block) (kept []slack.Block) {
	for _, b := range blocks {
		switch b.(type) {
		case *slack.SectionBlock, *slack.ContextBlock, *slack.DividerBlock, *slack.ActionBlock, *slack.HeaderBlock:
			kept = append(kept, b)
		}
	}
	return kept
}

// Choices is how a channel is set.
type Choices struct {
	Unasked, Private  bool
	Articles, Editors []string
}

// Settings asks how the bot shall behave in a channel.
func Settings(channel string, now Choices, sources []answer.Source) transport.Form {
	when, who := Mentioned, Everybody
	if now.Unasked {
		when = Unasked
	}
	if now.Private {
		who = AskerOnly
	}
	blocks := []slack.Block{
		input(When, "When do I answer in this channel?", "", false, oneOf(When, when,
			choice{Mentioned, "Only when I am mentioned"},
			choice{Unasked, "Also when a question looks like one of mine"})),
		input(Who, "Who sees the answers?", "", false, oneOf(Who, who,
			choice{Everybody, "Everybody in the channel"},
			choice{AskerOnly, "Only who asked"})),
	}
	if counting := articles(now.Articles, sources); counting != nil {
		blocks = append(blocks, input(Articles, "Which articles count?", "None chosen means all.", true, counting))
	}
	editors := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plainText("Choose people"), Editors)
	editors.InitialUsers = now.Editors
	blocks = append(blocks, input(Editors, "Who may change this?", "None chosen means everybody in the channel. Admins always may.", true, editors))
	return form(SettingsForm, "pilcrow in this channel", "Save", channel, blocks...)
}

// Restricted tells who may change how the bot behaves.
func Restricted(editors []string) transport.Message {
	names := make([]string, 0, len(editors)+1)
	for _, e := range editors {
		names = append(names, mention(e))
	}
	return transport.Message{Text: "Only some people may change how I behave in this channel. Ask " +
		strings.Join(append(names, "an admin"), " or ") + "."}
}

// articles is the choice of the articles that count; nil where there are none.
func articles(chosen []string, sources []answer.Source) slack.BlockElement {
	var all, held []*slack.OptionBlockObject
	for _, s := range sources[:min(len(sources), maxChoices)] {
		o := choice{s.ID, s.Title}.option()
		all = append(all, o)
		for _, id := range chosen {
			if id == s.ID {
				held = append(held, o)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plainText("All articles"), Articles, all...)
	e.InitialOptions = held
	return e
}
