package blocks

import (
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// nearestTitle keeps what is only near from being taken for the answer.
const nearestTitle = "Nearest in the sources (not an answer to your question):"

// nearest lists the facts next to a question that has no answer, with their
// citations. It is empty where there is an answer, or nothing near.
func nearest(a answer.Answer) string {
	if a.Outcome != answer.Unknown && a.Outcome != answer.Advice {
		return ""
	}
	lines := []string{nearestTitle}
	for _, r := range a.Related[:min(len(a.Related), maxNearest)] {
		line := "• " + shorten(oneLine(r.Text), maxFact)
		if cited := cited(r); cited != "" {
			line += " (" + shorten(cited, maxCited) + ")"
		}
		lines = append(lines, line)
	}
	if len(lines) == 1 {
		return ""
	}
	return strings.Join(lines, "\n")
}

// cited shows the citations of a fact, each source once.
func cited(r answer.Related) string {
	var all []string
	for _, s := range sourcesOf(r.Citations) {
		all = append(all, strings.Join(append([]string{s.title + s.about}, s.places...), ", "))
	}
	return strings.Join(all, "; ")
}
