package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// stretch is a part of a text.
type stretch struct{ from, to int }

var (
	numberItem   = `(?:(?:US\$|[$€£¥]|[A-Z]{3}\s)?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|per cent|percent|million|billion|bn|m)(?:\b|$))?|` + unitsIn + `)`
	placeItem    = `\p{Lu}[\p{L}.-]*(?:\s\p{Lu}[\p{L}.-]*)*`
	numberList   = regexp.MustCompile(numberItem + `(?:, ` + numberItem + `)*,? and ` + numberItem + `(?:\b|$)`)
	placeList    = regexp.MustCompile(placeItem + `(?:, (?:the )?` + placeItem + `)*,? and (?:the )?` + placeItem)
	listJoint    = regexp.MustCompile(`,? and (?:the )?|, (?:the )?`)
	namesJoint   = regexp.MustCompile(`^\.?(?:,|,? and|,? as well as)\s(?:the\s(?:[\p{L}-]+\s){0,3})?$`)
	respectiveAt = regexp.MustCompile(`, respectively(,)| respectively\b|, respectively\b`)
	beforeWords  = regexp.MustCompile(`\b(?:as|to|of|at|in|by|for|with|is|are|was|were) `)
	wordsList    = regexp.MustCompile(`^(?:[\p{L}-]+ ){0,3}[\p{L}-]+(?:, (?:[\p{L}-]+ ){0,3}[\p{L}-]+)*,? and (?:[\p{L}-]+ ){0,3}[\p{L}-]+$`)
	unitEnd      = regexp.MustCompile(`\d(\s?(?:%|per cent|percent|million|billion|bn|m))$`)
	asideBehind  = regexp.MustCompile(`^, [^,;]{2,40},`)
)

// dealtOut is a sentence in which one list answers to another, once for each of
// their items: "Orbex and Castle hold 12 and 7 patents, respectively" is "Orbex
// hold 12 patents" and "Castle hold 7 patents". Nil for any other sentence.
func (c *cast) dealtOut(text string) []string {
	at := respectiveAt.FindStringIndex(text)
	if at == nil {
		return nil
	}
	first, second := c.pairedLists(text[:at[0]])
	if first == nil {
		return nil
	}
	last := len(first) - 1
	var out []string
	for i := range first {
		between := text[first[last].to:second[0].from]
		if i < last { // "…, Castle and the Institute of Acoustics, Tartu, are"
			between = asideBehind.ReplaceAllString(between, "")
		}
		out = append(out, text[:first[0].from]+item(text, first, i)+between+item(text, second, i)+text[second[last].to:at[0]]+text[at[1]:])
	}
	return out
}

// ownOnly are the facts of the items of a list without those that the rest of the
// sentence holds, which would be each item's: "…, so that the total rises to 52".
func ownOnly(of []found) []found {
	return slices.DeleteFunc(slices.Clone(of), func(f found) bool {
		return f.kind != facts.Text && !strings.Contains(f.clause, stripped(f.subject.name)) && slices.ContainsFunc(of, func(o found) bool {
			return o.subject != f.subject && o.relation == f.relation && o.kind == f.kind && o.value == f.value && slices.Equal(o.parties, f.parties)
		})
	})
}

// item is one of a list, with the unit that only the last may have.
func item(text string, list []stretch, i int) string {
	out := text[list[i].from:list[i].to]
	last := list[len(list)-1]
	if m := unitEnd.FindStringSubmatch(text[last.from:last.to]); m != nil && unitEnd.FindString(out) == "" {
		out += m[1]
	}
	return out
}

// pairedLists are the last two lists of a text that have as many items.
func (c *cast) pairedLists(text string) (first, second []stretch) {
	lists := c.listsIn(text)
	for _, l := range lists {
		if second == nil || l[len(l)-1].to > second[len(second)-1].to {
			second = l
		}
	}
	if second == nil || strings.Contains(text[second[len(second)-1].to:], "; ") {
		return nil, nil
	}
	for _, l := range lists {
		if end := l[len(l)-1].to; len(l) == len(second) && end <= second[0].from && (first == nil || end > first[len(first)-1].to) {
			first = l
		}
	}
	return first, second
}

// listsIn are the lists in a text: of names, of numbers, of places, and at its end
// of other words.
func (c *cast) listsIn(text string) [][]stretch {
	var out [][]stretch
	var run []stretch
	ended := false // by the "and" before its last item
	for _, n := range c.mentionsIn(text) {
		if len(run) == 0 || ended || !namesJoint.MatchString(text[run[len(run)-1].to:n.from]) {
			run = nil
		}
		ended = len(run) > 0 && !strings.HasPrefix(strings.TrimPrefix(text[run[len(run)-1].to:n.from], "."), ", ") || len(run) > 0 && strings.HasPrefix(text[run[len(run)-1].to:n.from], ", and")
		run = append(run, stretch{n.from, n.to})
		if k := len(run); k > 1 {
			if k > 2 {
				out = out[:len(out)-1]
			}
			out = append(out, append([]stretch(nil), run...))
		}
	}
	add := func(from, to int) {
		list := []stretch{{from, to}}
		for _, j := range listJoint.FindAllStringIndex(text[from:to], -1) {
			list[len(list)-1].to = from + j[0]
			list = append(list, stretch{from + j[1], to})
		}
		out = append(out, list)
	}
	for _, m := range numberList.FindAllStringIndex(text, -1) {
		add(m[0], m[1])
	}
	for _, m := range placeList.FindAllStringIndex(text, -1) {
		if !overlaps(out, m) {
			add(m[0], m[1])
		}
	}
	ahead := beforeWords.FindAllStringIndex(text, -1)
	for i := len(ahead) - 1; i >= 0; i-- {
		if from := ahead[i][1]; wordsList.MatchString(text[from:]) && !overlaps(out, []int{from, len(text)}) {
			add(from, len(text))
			break
		}
	}
	return out
}

func overlaps(lists [][]stretch, at []int) bool {
	for _, l := range lists {
		if l[0].from < at[1] && at[0] < l[len(l)-1].to {
			return true
		}
	}
	return false
}
