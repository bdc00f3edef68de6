package article

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Verify holds the record of an article against its text: the same units with
// the same digests, and in each the figures and names that the record says
// stand there.
func Verify(record *facts.Article, text []byte) facts.Faults {
	var out facts.Faults
	fault := func(line int, format string, args ...any) {
		out = append(out, facts.Fault{File: record.File, Line: line, Text: fmt.Sprintf(format, args...)})
	}
	a, err := Cut(record.ID, text)
	if err != nil {
		fault(0, "its text: %v", err)
		return out
	}
	for _, u := range a.Units {
		if _, ok := record.Unit(u.At); !ok {
			fault(0, "the text has a unit %s (line %d), the record has not", u.At, u.Line)
		}
	}
	for i := range record.Units {
		r := &record.Units[i]
		k := slices.IndexFunc(a.Units, func(u Unit) bool { return u.At == r.At })
		if k < 0 {
			fault(r.Line, "unit %s is not in the text", r.At)
			continue
		}
		u := a.Units[k]
		if d := Digest(u.Text); d != r.Digest {
			fault(r.Line, "unit %s: the text has changed (digest %s, recorded %s)", r.At, d, r.Digest)
		}
		figures := Figures(u.Text)
		for _, f := range r.Figures {
			if !slices.Contains(figures, f) {
				fault(r.Line, "unit %s: the figure %s does not stand in the text", r.At, f)
			}
		}
		for _, f := range figures {
			if !slices.Contains(r.Figures, f) {
				fault(r.Line, "unit %s: the record lacks the figure %s of the text", r.At, f)
			}
		}
		text := strings.ToLower(plain(u.Text))
		for _, n := range r.Names {
			if !strings.Contains(text, strings.ToLower(plain(n))) {
				fault(r.Line, "unit %s: the name %s does not stand in the text", r.At, n)
			}
		}
	}
	return out
}
