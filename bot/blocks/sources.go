package blocks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// source is one article with the places of it that are cited, all said by the
// same. A list of forty readers' comments is one source, not forty lines.
type source struct {
	title  string
	about  string   // what follows the title: ", Publisher, 12 November 2025"
	by     string   // who says so; empty for the article itself
	places []string // ¶6, ¶ correction, comment 24
}

// sourcesOf gathers citations by source, both in the order of the answer.
func sourcesOf(citations []answer.Citation) (sources []source) {
	for _, c := range citations {
		s, place := read(c)
		i := slices.IndexFunc(sources, func(o source) bool {
			return o.title == s.title && o.about == s.about && o.by == s.by
		})
		if i < 0 {
			i = len(sources)
			sources = append(sources, s)
		}
		if !slices.Contains(sources[i].places, place) {
			sources[i].places = append(sources[i].places, place)
		}
	}
	return sources
}

// read takes a citation apart that is shown as Title, Publisher, date, ¶6.
func read(c answer.Citation) (s source, place string) {
	place = oneLine(answer.Place(c.At))
	s.about = strings.TrimSuffix(oneLine(c.String()), ", "+place)
	if rest, ok := strings.CutPrefix(s.about, oneLine(c.Title)); ok {
		s.title, s.about = oneLine(c.Title), rest
	}
	if by := oneLine(c.By); !strings.EqualFold(by, "the article") {
		s.by = shorten(by, maxBy)
	}
	return s, place
}

// nameOf is a source's title as title shows it, with its publisher and date.
func nameOf(s answer.Source, title func(string) string) string {
	n, _ := read(answer.Citation{Title: s.Title, Publisher: s.Publisher, Published: s.Published})
	return title(shorten(n.title, maxSource)) + n.about
}

// listed shows the sources one a line, numbered, in at most room characters.
// Long titles give way first; if there is still no room for all, the last line
// says how many more there are.
func listed(sources []source, room int, title func(string) string) (lines []string) {
	each := nameRoom(sources, room)
	for i, s := range sources {
		line := s.line(i+1, each, title)
		more := fmt.Sprintf("… and %d more", len(sources)-i)
		spare := room - runes(more) - 1
		if i == 0 { // hundreds of places in one article
			line = shorten(line, spare)
		}
		if width(line) > spare || i == maxSources {
			return append(lines, more)
		}
		lines = append(lines, line)
		room -= width(line) + 1
	}
	return lines
}

// nameRoom is the same part for every source's name of the room that the rest
// of the lines leaves.
func nameRoom(sources []source, room int) int {
	for i, s := range sources {
		room -= width(source{by: s.by, places: s.places}.line(i+1, 0, italic)) + 1
	}
	return max(minSource, min(maxSource, room/max(1, len(sources))))
}

// line shows a source with its name in at most room characters.
func (s source) line(number, room int, title func(string) string) string {
	name := title(s.title) + s.about
	if width(s.title+s.about) > room {
		name = shorten(s.title+s.about, room)
	}
	line := fmt.Sprintf("%d. %s", number, strings.Join(append([]string{name}, s.places...), ", "))
	if s.by != "" {
		line += " (according to " + s.by + ")"
	}
	return line
}

// upright and italic are how a title looks in plain text and in mrkdwn.
func upright(title string) string { return title }

func italic(title string) string {
	if strings.ContainsAny(title, "_*~`") {
		return title // it would end the italics, or begin something else
	}
	return "_" + title + "_"
}
