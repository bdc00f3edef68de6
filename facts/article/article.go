package article

import (
	"bytes"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Article is a text cut into its units, with what it says about itself. A field
// the text does not give is empty.
type Article struct {
	ID        string
	Title     string
	Author    string
	Publisher string    // with its acronym in brackets, where the text gives it so
	Published time.Time // a day, in UTC; zero where none can be read
	Units     []Unit    // in reading order
}

// Unit is a part of an article that can be cited.
type Unit struct {
	At   string     // "1".."n", "title", "byline", "correction", "comment-1", …
	Text string     // without line breaks, save between the paragraphs or rows of one unit
	Line int        // where it begins in the file, counted from 1
	Rows [][]string // of a table, its cells; a title over it is a row of one cell
	Item bool       // it is an entry of a list
}

// Cut cuts a text into units. It fails only where there is no text to cut, and
// then says what to do.
func Cut(id string, text []byte) (Article, error) {
	if err := legible(text); err != nil {
		return Article{}, fmt.Errorf("article %s: %w", id, err)
	}
	paragraphs := paragraphsOf(linesOf(string(text)))
	units := number(classify(paragraphs))
	if len(units) == 0 {
		return Article{}, fmt.Errorf("article %s: %w", id, errNoUnits)
	}
	out := Article{ID: id, Units: units}
	describe(&out, paragraphs)
	return out, nil
}

var (
	errEmpty   = errors.New("the file is empty; save the article's text in it")
	errNoUnits = errors.New("no paragraph was found; save the article's text, with its title in the first line")
	errUTF16   = errors.New("the file is UTF-16; save it as UTF-8 text")
	errNotUTF8 = errors.New("the file is not UTF-8; save it as UTF-8 text")
	errBinary  = errors.New("the file is not text (an image, a PDF or a word-processor file?); save the article as plain UTF-8 text")
	errHTML    = errors.New("the file is a web page's source; save the page as plain text")
)

// legible says why a file cannot be read as an article's text.
func legible(text []byte) error {
	head := bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	switch {
	case len(head) == 0:
		return errEmpty
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}), bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return errUTF16
	case bytes.HasPrefix(head, []byte("%PDF-")), bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.IndexByte(head, 0) >= 0:
		return errBinary
	case !utf8.Valid(text):
		return errNotUTF8
	}
	start := bytes.ToLower(head[:min(len(head), 20)])
	if bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html")) {
		return errHTML
	}
	return nil
}
