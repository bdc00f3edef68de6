package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// tableText is a table of facts as lines, with its two lists apart: so that an
// entry goes from one to the other as it was written, and what is not changed stays
// as it is, comments and all.
type tableText struct{ head, facts, proposed, tail []string }

// readTable parts a table at its top-level keys.
func readTable(text string) *tableText {
	t := &tableText{}
	part := &t.head
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if line != "" && line[0] != ' ' && line[0] != '#' && line[0] != '-' {
			switch key, _, _ := strings.Cut(line, ":"); key {
			case "facts":
				part = &t.facts
				continue
			case "proposed":
				part = &t.proposed
				continue
			case "article":
				part = &t.head
			default:
				part = &t.tail
			}
		}
		*part = append(*part, line)
	}
	return t
}

// find is where an entry stands: from the line with its id to the next entry, or
// the comments above that.
func (t *tableText) find(id string) (list *[]string, from, to int, ok bool) {
	for _, list := range []*[]string{&t.facts, &t.proposed} {
		from := slices.IndexFunc(*list, func(l string) bool { return idIn(l) == id })
		if from < 0 {
			continue
		}
		to := from + 1
		for to < len(*list) && idIn((*list)[to]) == "" {
			to++
		}
		for to > from+1 && isAside((*list)[to-1]) {
			to--
		}
		return list, from, to, true
	}
	return nil, 0, 0, false
}

// idIn is the id with which an entry begins; empty where none does.
func idIn(line string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "- id:")
	if !ok {
		return ""
	}
	return strings.Trim(strings.TrimSpace(rest), `"'`)
}

// isAside reports whether a line is empty or a comment.
func isAside(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || line[0] == '#'
}

// take takes an entry out of its list.
func (t *tableText) take(id string) ([]string, bool) {
	list, from, to, ok := t.find(id)
	if !ok {
		return nil, false
	}
	entry := slices.Clone((*list)[from:to])
	*list = slices.Delete(*list, from, to)
	return entry, true
}

// rewrite writes an entry anew, where it stands, with the fact as it is now.
func (t *tableText) rewrite(f *facts.Fact) error {
	list, from, to, ok := t.find(f.ID)
	if !ok {
		return fmt.Errorf("%s: the entry %s is not where it was", f.File, f.ID)
	}
	text, err := facts.WriteFact(f)
	if err == nil {
		*list = slices.Replace(*list, from, to, strings.Split(strings.TrimRight(string(text), "\n"), "\n")...)
	}
	return err
}

func (t *tableText) String() string {
	out := slices.Clone(t.head)
	for _, list := range []struct {
		key   string
		lines []string
	}{{"facts:", t.facts}, {"proposed:", t.proposed}} {
		if len(list.lines) > 0 {
			out = append(append(out, list.key), list.lines...)
		}
	}
	return strings.Join(append(out, t.tail...), "\n") + "\n"
}
