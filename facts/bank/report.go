package bank

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Report is the grades of a whole run, in the order of the questions.
type Report []Grade

// Tally counts answers.
type Tally struct{ Right, All int }

// Share is the share of right answers, 0..1; of nothing it is 1.
func (t Tally) Share() float64 {
	if t.All == 0 {
		return 1
	}
	return float64(t.Right) / float64(t.All)
}

// Tally counts the right answers among those that keep lets through; nil keeps
// all.
func (r Report) Tally(keep func(Grade) bool) Tally {
	var t Tally
	for _, g := range r {
		if keep != nil && !keep(g) {
			continue
		}
		t.All++
		if g.Right() {
			t.Right++
		}
	}
	return t
}

// Wrong counts the answers asserted that are not right, and all that were
// asserted.
func (r Report) Wrong() (wrong, asserted int) {
	for _, g := range r {
		if g.Answer.Outcome == "answered" {
			asserted++
		}
		if g.Wrong() {
			wrong++
		}
	}
	return wrong, asserted
}

// Invented counts the answers that hold a number without a source.
func (r Report) Invented() int {
	n := 0
	for _, g := range r {
		n += min(1, len(g.Invented))
	}
	return n
}

// WriteTo prints the failures, then the score by type, by what is rough about
// the wording and by what was expected, then the sum of it.
func (r Report) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	for _, g := range r {
		if g.Right() && len(g.Invented) == 0 {
			continue
		}
		q := g.Question
		fmt.Fprintf(&b, "%s (%s, %s) %s\n", q.ID, q.Type, q.Noise, q.Text)
		for _, c := range q.Context {
			fmt.Fprintf(&b, "    after %s\n", c)
		}
		fmt.Fprintf(&b, "    %s: %s\n", g.Answer.Outcome, strings.ReplaceAll(g.Answer.Text, "\n", " / "))
		for _, f := range g.Faults {
			fmt.Fprintf(&b, "    ! %s\n", f)
		}
		if len(g.Invented) > 0 {
			fmt.Fprintf(&b, "    ! without a source: %s\n", strings.Join(g.Invented, ", "))
		}
	}
	for _, by := range []struct {
		name string
		of   func(Grade) string
	}{
		{"type", func(g Grade) string { return g.Question.Type }},
		{"wording", func(g Grade) string { return g.Question.Noise }},
		{"expected", func(g Grade) string { return g.Question.Expect }},
	} {
		fmt.Fprintf(&b, "\nby %s\n", by.name)
		for _, k := range r.kinds(by.of) {
			t := r.Tally(func(g Grade) bool { return by.of(g) == k })
			fmt.Fprintf(&b, "  %-14s %4d of %-4d %5.1f %%\n", k, t.Right, t.All, 100*t.Share())
		}
	}
	all := r.Tally(nil)
	wrong, asserted := r.Wrong()
	fmt.Fprintf(&b, "\n%d of %d right (%.1f %%); %d wrong of %d asserted (%.1f %%); %d with a number without a source\n",
		all.Right, all.All, 100*all.Share(), wrong, asserted, 100*float64(wrong)/float64(max(1, asserted)), r.Invented())
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

func (r Report) kinds(of func(Grade) string) []string {
	set := map[string]bool{}
	for _, g := range r {
		set[of(g)] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// outcome is what is kept of a grade to compare a later run with.
type outcome struct {
	ID    string `json:"id"`
	Right bool   `json:"right"`
	Wrong bool   `json:"wrong"`
	Text  string `json:"text"`
}

// Save writes what a later run is compared with: a line of JSON a question.
func (r Report) Save(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, g := range r {
		if err := enc.Encode(outcome{g.Question.ID, g.Right(), g.Wrong(), g.Answer.Text}); err != nil {
			return fmt.Errorf("saving the run: %w", err)
		}
	}
	return nil
}

// Change is a question whose answer became better or worse between two runs.
type Change struct {
	ID          string
	Before, Now string // right, wrong, or declined
	Text        string // of the answer now
}

// Against compares a run with an earlier one that was saved, and returns what
// changed, the worse first. Questions that only one run has do not count.
func (r Report) Against(earlier io.Reader) ([]Change, error) {
	before := map[string]outcome{}
	lines := bufio.NewScanner(earlier)
	lines.Buffer(nil, maxLine)
	for no := 1; lines.Scan(); no++ {
		var o outcome
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil || o.ID == "" {
			return nil, fmt.Errorf("line %d of the earlier run is none that eval saved", no)
		}
		before[o.ID] = o
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the earlier run: %w", err)
	}
	var out []Change
	for _, g := range r {
		o, ok := before[g.Question.ID]
		if !ok {
			continue
		}
		was, is := worth(o.Right, o.Wrong), worth(g.Right(), g.Wrong())
		if was != is {
			out = append(out, Change{g.Question.ID, was, is, g.Answer.Text})
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(a.gain(), b.gain()) })
	return out, nil
}

func worth(right, wrong bool) string {
	switch {
	case right:
		return "right"
	case wrong:
		return "wrong"
	}
	return "declined"
}

// gain is what a change is worth: a wrong answer is worse than none.
func (c Change) gain() int {
	value := map[string]int{"wrong": 0, "declined": 1, "right": 2}
	return value[c.Now] - value[c.Before]
}
