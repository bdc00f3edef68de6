package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

type askCmd struct {
	JSON     bool     `help:"Print JSON; with - as the question, read one JSON object or plain question a line."`
	Explain  bool     `help:"Tell how the question was read and what decided."`
	After    []string `help:"An earlier turn of the same thread; may be given several times." placeholder:"QUESTION" sep:"none"`
	Question []string `arg:"" optional:"" help:"The question, or - for a stream of questions on standard input."`
}

// Run answers one question, or a stream of them.
func (a *askCmd) Run(c *cli, s streams) error {
	question := strings.Join(a.Question, " ")
	if strings.TrimSpace(question) == "" {
		return errors.New(`no question: try pilcrow ask "How much did Huawei earn from licensing in 2024?"`)
	}
	engine, err := c.engine()
	if err != nil {
		return err
	}
	if question == "-" {
		return a.stream(engine, s)
	}
	ans, why := engine.Explain(question, a.After)
	if a.JSON {
		if err := writeJSON(s.out, reply{Question: &question, Answer: &ans}); err != nil {
			return err
		}
	} else {
		show(s.out, ans)
	}
	if a.Explain {
		fmt.Fprintf(s.err, "\n%s\n", why)
	}
	if ans.Outcome != answer.Answered {
		return errNo
	}
	return nil
}

// asked is a line of input.
type asked struct {
	ID       string   `json:"id"`
	Question *string  `json:"question"`
	Context  []string `json:"context"`
}

// reply is a line of output: an answer, or what was wrong with the line.
type reply struct {
	ID       string  `json:"id"`
	Question *string `json:"question,omitempty"`
	*answer.Answer
	Error string `json:"error,omitempty"`
}

// maxLine is how long a line of input may be, in bytes; a longer one is
// answered with an error and skipped.
const maxLine = 1 << 20

// stream answers line by line, in order, to the end of the input.
func (a *askCmd) stream(engine *answer.Engine, s streams) error {
	in := bufio.NewReaderSize(s.in, 64<<10)
	out := bufio.NewWriter(s.out)
	for {
		line, tooLong, err := readLine(in)
		if len(bytes.TrimSpace(line)) > 0 || tooLong {
			r := answerLine(engine, line, tooLong)
			if a.JSON {
				if err := writeJSON(out, r); err != nil {
					return err
				}
			} else {
				showReply(out, r)
			}
			if in.Buffered() == 0 { // somebody may be waiting at the other end
				if err := out.Flush(); err != nil {
					return fmt.Errorf("writing answers: %w", err)
				}
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading questions: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing answers: %w", err)
	}
	return nil
}

// readLine reads one line; of a line above maxLine it keeps the beginning.
func readLine(in *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) <= maxLine {
			line = append(line, part...)
		} else {
			tooLong = true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

func answerLine(engine *answer.Engine, line []byte, tooLong bool) reply {
	line = bytes.TrimSpace(line)
	if tooLong {
		return reply{Error: fmt.Sprintf("the line is longer than %d bytes: a question is a few words", maxLine)}
	}
	q := asked{}
	if line[0] != '{' {
		text := string(line)
		q.Question = &text
	} else if err := json.Unmarshal(line, &q); err != nil {
		return reply{ID: q.ID, Error: notJSON(err)}
	}
	if q.Question == nil {
		return reply{ID: q.ID, Error: `the object has no "question"`}
	}
	ans := engine.Ask(*q.Question, q.Context)
	return reply{ID: q.ID, Question: q.Question, Answer: &ans}
}

// notJSON says what is wrong with a line, in the words of who wrote it.
func notJSON(err error) string {
	const write = `write {"id":"1","question":"…","context":["…"]}`
	var mistyped *json.UnmarshalTypeError
	if errors.As(err, &mistyped) {
		return fmt.Sprintf("%q is of the wrong type (%s): %s", mistyped.Field, mistyped.Value, write)
	}
	return fmt.Sprintf("the line is no valid JSON object (%v): %s", err, write)
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

func showReply(w io.Writer, r reply) {
	if r.Error != "" {
		fmt.Fprintf(w, "error: %s\n\n", r.Error)
		return
	}
	show(w, *r.Answer)
	fmt.Fprintln(w)
}

// show prints an answer for a person.
func show(w io.Writer, a answer.Answer) {
	p := paintFor(w)
	fmt.Fprintln(w, p.bold(a.Text))
	for i, c := range a.Citations {
		fmt.Fprintf(w, "  [%d] %s%s\n", i+1, c, p.dim(saidBy(c)))
	}
	for _, d := range a.Derived {
		fmt.Fprintf(w, "  %s\n", p.dim("calculated: "+d.Expression+" = "+d.Value))
	}
	if len(a.Related) > 0 {
		fmt.Fprintln(w, p.dim("Nearest in the sources, not an answer:"))
		for _, r := range a.Related {
			places := make([]string, len(r.Citations))
			for i, c := range r.Citations {
				places[i] = c.Article + " " + answer.Place(c.At)
			}
			fmt.Fprintf(w, "  • %s %s\n", r.Text, p.dim("("+strings.Join(places, ", ")+")"))
		}
	}
}

func saidBy(c answer.Citation) string {
	if c.By == "" {
		return ""
	}
	return " (" + c.By + ", " + string(c.How) + ")"
}

// paint colours text for a terminal, or leaves it alone.
type paint bool

// paintFor colours only where a person looks on, and not against NO_COLOR
// (https://no-color.org).
func paintFor(w io.Writer) paint {
	f, ok := w.(*os.File)
	return paint(ok && isatty.IsTerminal(f.Fd()) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb")
}

func (p paint) bold(s string) string { return p.wrap("1", s) }
func (p paint) dim(s string) string  { return p.wrap("2", s) }

func (p paint) wrap(code, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
