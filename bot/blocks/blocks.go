// Package blocks turns what the bot has to say into messages and views: Block
// Kit, and the same in plain text.
//
// A message is made three times over, and each says everything. The blocks are
// what most people see; the older blocks are for clients and workspaces that
// refuse the newest; the text is what a notification shows, what a screen reader
// reads, and what is sent when Slack refuses all blocks. Where there is too much
// for Slack's limits, the middle of the answer's own text gives way, never a
// citation:
//
//	the answer ………                     section   ◀── shortened if need be
//	figures side by side               data table and chart (older: in the answer's text)
//	Nearest in the sources             section   (only where there is no answer)
//	1. Title, Publisher, date, ¶6      context
//	[Show ¶6] [Why this answer?] …     actions
//	👍 👎                              feedback buttons (older: actions)
//
// Everything is escaped, so that nothing a person typed or a source says can
// mention, link or notify.
package blocks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// nothing stands in for an answer without words.
const nothing = "I have no answer to that."

// Below is what stands below an answer to be pressed. The zero value is nothing.
type Below struct {
	Turn    string // whose answer it is; without one there are no buttons
	Person  bool   // experts can be asked
	Share   bool   // the answer is private, and can be shared
	Page    int    // the part of a long list that is shown, from 0
	Preface string // a line above: who shared it, what it answers
}

// Render makes the message of an answer; where to and in reply to what is for
// the caller to add.
func Render(a answer.Answer, below Below) transport.Message {
	body := clean(a.Text)
	if body == "" {
		body = nothing
	}
	r := rendering{Answer: a, Below: below, body: body, nearby: nearest(a), cited: sourcesOf(a.Citations)}
	return transport.Message{
		Text:   r.plain(),
		Blocks: r.newest(),
		Older:  r.older(),
	}
}

// rendering is an answer on its way to a message.
type rendering struct {
	answer.Answer
	Below
	body, nearby string
	cited        []source
}

// Apology is what a person gets for a fault of ours. The reference finds the
// detail in the log.
func Apology(reference string) transport.Message {
	return transport.Message{
		Text: "Sorry, something went wrong on my side, and I have no answer for you. " +
			"Please ask again; if it keeps happening, tell whoever runs me the reference " + reference + ".",
	}
}

// Note is a message of a few plain words.
func Note(text string) transport.Message { return transport.Message{Text: escape(clean(text))} }

// plain is the whole message as one text.
func (r rendering) plain() string {
	rest := ""
	if r.nearby != "" {
		rest = "\n\n" + r.nearby
	}
	if len(r.cited) > 0 {
		rest += "\n\nSources:\n"
		rest += strings.Join(listed(r.cited, maxText-minBody-width(rest), upright), "\n")
	}
	return r.preface() + escape(shorten(r.body, maxText-width(rest)-runes(r.preface()))+rest)
}

// preface is the line above, escaped by who wrote it, as it mentions people.
func (r rendering) preface() string {
	if r.Preface == "" {
		return ""
	}
	return r.Preface + "\n"
}

// older is the message in blocks that every client knows.
func (r rendering) older() []slack.Block {
	buttons := r.buttons()
	if r.judged() {
		buttons = append(buttons, olderThumbs(r.Turn)...)
	}
	return r.around(r.body, nil, actions(buttons...))
}

// newest is the message as Slack shows it best.
func (r rendering) newest() []slack.Block {
	end := actions(r.buttons()...)
	if r.judged() {
		end = append(end, thumbs(r.Turn))
	}
	if drawn := r.drawn(); len(drawn) > 0 {
		return r.around(headLines(r.body), drawn, end)
	}
	return r.around(r.body, nil, end)
}

// around puts the text of an answer in what room the rest of the message leaves.
func (r rendering) around(body string, drawn, end []slack.Block) []slack.Block {
	above, nearby := r.above(), sections(r.nearby)
	rest := written(slices.Concat(above, drawn, nearby, end))
	sources := contexts(listed(r.cited, maxTotal-minBody-rest, italic))
	text := sections(shorten(r.page(body), maxTotal-rest-written(sources)))
	return slices.Concat(above, text, drawn, nearby, sources, end)
}

func (r rendering) above() []slack.Block {
	if r.Preface == "" {
		return nil
	}
	return []slack.Block{slack.NewContextBlock("", mrkdwn(r.Preface))}
}

// judged reports whether thumbs make sense: small talk is not judged.
func (r rendering) judged() bool {
	return r.Turn != "" && r.Outcome != answer.Chat && r.Outcome != answer.Ambiguous
}

// pages is how many parts a long list has.
func (r rendering) pages() int {
	_, items, _ := listIn(r.body)
	if len(items) <= pageSize+2 { // two more are no reason to turn a page
		return 1
	}
	return (len(items) + pageSize - 1) / pageSize
}

// page is the part of a long list that is shown, with what stands above and
// below the list.
func (r rendering) page(body string) string {
	head, items, tail := listIn(body)
	if r.pages() < 2 || r.Turn == "" || len(items) == 0 {
		return body
	}
	from := min(max(r.Page, 0), r.pages()-1) * pageSize
	to := min(from+pageSize, len(items))
	lines := append(slices.Clone(head), items[from:to]...)
	lines = append(lines, fmt.Sprintf("(%d to %d of %d)", from+1, to, len(items)))
	return strings.Join(append(lines, tail...), "\n")
}

// listIn takes a text apart around the list in it.
func listIn(text string) (head, items, tail []string) {
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.HasPrefix(line, bullet) && len(tail) == 0:
			items = append(items, line)
		case len(items) == 0:
			head = append(head, line)
		default:
			tail = append(tail, line)
		}
	}
	return head, items, tail
}

// bullet begins each line of a list in an answer.
const bullet = "• "

// headLines is a text without its list.
func headLines(text string) string {
	head, _, tail := listIn(text)
	return strings.Join(append(head, tail...), "\n")
}

// buttons are what can be done with the answer.
func (r rendering) buttons() (all []slack.BlockElement) {
	if r.Turn == "" {
		return nil
	}
	if len(r.drawn()) == 0 { // a table turns its own pages
		all = turning(r.Page, r.pages(), func(n int, label string, to int) *slack.ButtonBlockElement {
			return button(Page, n, label, r.Turn, fmt.Sprint(to))
		})
	}
	for i, c := range r.Choices[:min(len(r.Choices), maxPicks)] {
		all = append(all, button(Pick, i+1, c.Label, r.Turn, cut(c.Question, maxFact)))
	}
	all = append(all, r.shows()...)
	if r.Outcome == answer.Unknown || r.Outcome == answer.Advice {
		for i, f := range r.Related[:min(len(r.Related), maxNearest)] {
			all = append(all, near(i+1, r.Turn, f))
		}
	}
	if r.Outcome == answer.Chat {
		return all
	}
	all = append(all, button(Why, 0, "Why this answer?", r.Turn))
	if r.Person {
		all = append(all, button(Person, 0, "Ask a person", r.Turn))
	}
	if r.Share {
		all = append(all, button(Share, 0, "Share in channel", r.Turn))
	}
	return all
}

// near is the button for what is near: it tells a fact, and shows a paragraph.
func near(number int, turn string, r answer.Related) *slack.ButtonBlockElement {
	if r.Fact == "" && len(r.Citations) > 0 {
		c := r.Citations[0]
		return button(Show, maxShown+number, "Show "+answer.Place(c.At)+" of "+c.Title, c.Article, c.At) // behind the cited ones
	}
	return button(Near, number, r.Text, turn, r.Fact)
}

// turning are the buttons that turn the pages of a list: back unless it is the
// first page, on unless it is the last.
func turning(page, pages int, to func(number int, label string, page int) *slack.ButtonBlockElement) (all []slack.BlockElement) {
	page = min(max(page, 0), pages-1)
	if page > 0 {
		all = append(all, to(1, "Back", page-1))
	}
	if page < pages-1 {
		all = append(all, to(2, "More", page+1))
	}
	return all
}

// shows are the buttons that show the paragraphs cited. Where the same number is
// cited of two articles, the source's number tells them apart.
func (r rendering) shows() (all []slack.BlockElement) {
	seen := map[string]int{}
	for _, c := range r.Citations {
		seen[answer.Place(c.At)]++
	}
	for i, c := range r.Citations[:min(len(r.Citations), maxShown)] {
		label := "Show " + answer.Place(c.At)
		if seen[answer.Place(c.At)] > 1 {
			label += " of " + c.Title
		}
		all = append(all, button(Show, i+1, label, c.Article, c.At))
	}
	return all
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
