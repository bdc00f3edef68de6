package blocks

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Insights are what was asked in some days, and what was missing.
type Insights struct {
	Days            int
	Asked, Answered int
	Groups          []Group // unanswered questions, the most frequent first
	Wordless        int     // unanswered ones whose words are not kept
	Good            int
	Bad             []Complaint
	Facts           int      // in the table
	Unused          []string // facts that nobody asked for
	Old             []answer.Source
}

// Group is questions that mean about the same, called by one of them.
type Group struct {
	Example string
	Count   int
}

// Complaint is a thumb down with its reason.
type Complaint struct {
	Question       string // empty where its words are not kept
	Reason, Remark string
}

// How much of each is shown.
const (
	maxGroups     = 10
	maxComplaints = 10
	maxUnused     = 5
)

// Report tells the insights. Below each group of unanswered questions a button
// teaches what they ask for.
func Report(in Insights) transport.Message {
	head := fmt.Sprintf("In the last %d days %s asked, %d of them answered. %d thumbs up, %d down.",
		in.Days, were(in.Asked, "question"), in.Answered, in.Good, len(in.Bad))
	text := []string{head}
	blocks := sections(head)
	add := func(title string, lines []string) {
		if len(lines) > 0 {
			text = append(text, title+"\n"+strings.Join(lines, "\n"))
			blocks = append(blocks, slack.NewSectionBlock(mrkdwn("*"+title+"*"), nil, nil))
		}
	}
	groups := in.unanswered()
	add("Not answered", groups)
	for i, line := range groups {
		b := slack.NewSectionBlock(mrkdwn(escape(line)), nil, nil)
		if i < min(len(in.Groups), maxGroups) {
			b.Accessory = slack.NewAccessory(button(Teach, i+1, "Teach me", cut(oneLine(typed(in.Groups[i].Example)), maxFact)))
		}
		blocks = append(blocks, b)
	}
	for _, part := range []struct {
		title string
		lines []string
	}{{"Thumbs down", in.complaints()}, {"Never asked for", in.unused()}, {"Older than two years", in.old()}} {
		add(part.title, part.lines)
		blocks = append(blocks, sections(strings.Join(part.lines, "\n"))...)
	}
	return transport.Message{Text: escape(shorten(strings.Join(text, "\n\n"), maxText)), Blocks: blocks}
}

func were(n int, what string) string {
	if n == 1 {
		return "1 " + what + " was"
	}
	return fmt.Sprintf("%d %ss were", n, what)
}

func (in Insights) unanswered() (lines []string) {
	for _, g := range in.Groups[:min(len(in.Groups), maxGroups)] {
		lines = append(lines, fmt.Sprintf("%d × %s", g.Count, shorten(oneLine(typed(g.Example)), maxFact/2)))
	}
	rest := in.Wordless
	for _, g := range in.Groups[min(len(in.Groups), maxGroups):] {
		rest += g.Count
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", rest))
	}
	return lines
}

func (in Insights) complaints() (lines []string) {
	for _, c := range in.Bad[:min(len(in.Bad), maxComplaints)] {
		line := "• " + reasonLabel(c.Reason)
		if c.Question != "" {
			line += ": " + shorten(oneLine(typed(c.Question)), maxFact/2)
		}
		if c.Remark != "" {
			line += " (" + shorten(oneLine(typed(c.Remark)), maxFact/2) + ")"
		}
		lines = append(lines, line)
	}
	if n := len(in.Bad) - maxComplaints; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return lines
}

func reasonLabel(id string) string {
	for _, r := range Reasons {
		if r.ID == id {
			return r.Label
		}
	}
	return "No reason given"
}

func (in Insights) unused() []string {
	if len(in.Unused) == 0 {
		return nil
	}
	some := strings.Join(in.Unused[:min(len(in.Unused), maxUnused)], ", ")
	if len(in.Unused) > maxUnused {
		some += ", …"
	}
	return []string{fmt.Sprintf("%d of %d facts: %s", len(in.Unused), in.Facts, some)}
}

func (in Insights) old() (lines []string) {
	for _, s := range in.Old[:min(len(in.Old), maxGroups)] {
		lines = append(lines, fmt.Sprintf("• %s: %s", nameOf(s, upright), counted(s.Facts, "fact")))
	}
	return lines
}
