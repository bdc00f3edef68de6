// Package bank holds questions with what a good answer to them is, and grades
// answers against it.
//
// A bank is JSON Lines, one question a line. It says what must become of the
// question (answered, declined, asked back), which places may be cited and which
// expressions the text must and must not match. A grade tells three things
// apart: an answer that is right, one that is wrong, and, the worst, one that
// holds a number that no cited place has.
package bank

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/dlclark/regexp2"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// Question is one line of a bank.
type Question struct {
	ID       string   `json:"id"`
	Type     string   `json:"type"`    // lookup, who, when, yesno, unanswerable, …
	Noise    string   `json:"noise"`   // what is rough about the wording: typo, slang, caps, …
	Context  []string `json:"context"` // earlier turns of the same thread, oldest first
	Text     string   `json:"q"`
	Expect   string   `json:"expect"` // answer, none, clarify, advice, chat
	Cite     []string `json:"cite"`   // article#unit that carry the answer
	CiteMode string   `json:"cite_mode"`
	Say      []string `json:"say"`     // expressions that must all match an answer's text
	SayNot   []string `json:"say_not"` // expressions that none may match
	Note     string   `json:"note"`

	say, sayNot []*regexp2.Regexp
}

// outcomes tells which outcomes are good for what a bank expects.
var outcomes = map[string][]answer.Outcome{
	"answer":  {answer.Answered},
	"none":    {answer.Unknown},
	"clarify": {answer.Ambiguous, answer.Answered},
	"advice":  {answer.Advice},
	"chat":    {answer.Chat},
}

// maxLine is how long a line of a bank may be, in bytes.
const maxLine = 1 << 20

// matchTime bounds how long one expression may take on one answer.
const matchTime = time.Second

// Read reads a bank. name stands for it in the faults, all of which are
// returned at once, each with its line.
func Read(r io.Reader, name string) ([]Question, error) {
	var out []Question
	var faults facts.Faults
	seen := map[string]bool{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	no := 0
	for lines.Scan() {
		no++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		q, err := read(lines.Bytes())
		switch {
		case err != nil:
			faults = append(faults, facts.Fault{File: name, Line: no, Text: err.Error()})
		case seen[q.ID]:
			faults = append(faults, facts.Fault{File: name, Line: no, Text: fmt.Sprintf("the id %s is there twice", q.ID)})
		default:
			out = append(out, q)
		}
		seen[q.ID] = true
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		faults = append(faults, facts.Fault{File: name, Line: no + 1, Text: fmt.Sprintf("the line is longer than %d bytes", maxLine)})
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}

func read(line []byte) (Question, error) {
	var q Question
	if err := json.Unmarshal(line, &q); err != nil {
		return q, fmt.Errorf("no question in JSON: %w", err)
	}
	if q.ID == "" {
		return q, errors.New("the question has no id")
	}
	if outcomes[q.Expect] == nil {
		return q, fmt.Errorf("%s: expects %q: want answer, none, clarify, advice or chat", q.ID, q.Expect)
	}
	if q.Noise == "" {
		q.Noise = "none"
	}
	var err error
	if q.say, err = compile(q.Say); err == nil {
		q.sayNot, err = compile(q.SayNot)
	}
	if err != nil {
		return q, fmt.Errorf("%s: %w", q.ID, err)
	}
	return q, nil
}

// compile reads expressions in the manner of Perl, lookarounds included, which
// banks need to tell 30 from 30,000.
func compile(es []string) ([]*regexp2.Regexp, error) {
	var out []*regexp2.Regexp
	for _, e := range es {
		re, err := regexp2.Compile(e, regexp2.IgnoreCase)
		if err != nil {
			return nil, fmt.Errorf("the expression %q: %w", e, err)
		}
		re.MatchTimeout = matchTime
		out = append(out, re)
	}
	return out, nil
}

// Grade is what an answer to a question is worth.
type Grade struct {
	Question Question
	Answer   answer.Answer
	Faults   []string // why it is not right; none where it is
	Invented []string // numbers that stand in no cited place, nor in the question or a calculation
}

// Right reports whether the answer is as the bank wants it.
func (g Grade) Right() bool { return len(g.Faults) == 0 }

// Wrong reports whether something was asserted that is not right.
func (g Grade) Wrong() bool { return !g.Right() && g.Answer.Outcome == answer.Answered }

// Of grades one answer to one question, given the base it comes from.
func Of(b *facts.Base, q Question, a answer.Answer) Grade {
	g := Grade{Question: q, Answer: a}
	fault := func(format string, args ...any) { g.Faults = append(g.Faults, fmt.Sprintf(format, args...)) }
	if !slices.Contains(outcomes[q.Expect], a.Outcome) {
		fault("is %s, want %s", a.Outcome, q.Expect)
	}
	if q.Expect == "answer" {
		for i, re := range q.say {
			if ok, _ := re.MatchString(a.Text); !ok {
				fault("lacks /%s/", q.Say[i])
			}
		}
		if missing := uncited(q, a); missing != "" {
			fault("cites %s", missing)
		}
	}
	if a.Outcome != answer.Answered {
		return g
	}
	for i, re := range q.sayNot {
		if ok, _ := re.MatchString(a.Text); ok {
			fault("says /%s/", q.SayNot[i])
		}
	}
	if len(a.Citations) == 0 {
		fault("cites nothing")
	}
	g.Invented = invented(b, q, a)
	return g
}

// uncited says what is wrong with the citations, if anything.
func uncited(q Question, a answer.Answer) string {
	var got, missing []string
	for _, c := range a.Citations {
		got = append(got, c.Article+"#"+c.At)
	}
	for _, c := range q.Cite {
		if !slices.Contains(got, c) {
			missing = append(missing, c)
		}
	}
	switch {
	case len(q.Cite) == 0 || len(missing) == 0 || q.CiteMode != "all" && len(missing) < len(q.Cite):
		return ""
	case q.CiteMode == "all":
		return fmt.Sprintf("%s, not %s", strings.Join(got, " "), strings.Join(missing, " "))
	}
	return fmt.Sprintf("%s, want one of %s", strings.Join(got, " "), strings.Join(missing, " "))
}
