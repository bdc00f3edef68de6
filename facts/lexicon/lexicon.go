// Package lexicon has the words of English that the program must know to read
// questions and statements, by what they do in a sentence: those that ask, that point
// back, that join. They hold for every base; a base has a vocabulary for its own.
package lexicon

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

//go:embed lexicon.txt
var text string

var classes = mustRead(text)

// class is the entries of a class as they are written, in their order.
type class []string

func mustRead(text string) map[string]class {
	read, err := read(text)
	if err != nil {
		panic(err) // a fault of the build, found by every test
	}
	return read
}

// read reads classes of words; the head of lexicon.txt says how they are written.
func read(text string) (map[string]class, error) {
	out := map[string]class{}
	var faults []error
	fault := func(at int, format string, args ...any) {
		faults = append(faults, fmt.Errorf("lexicon.txt:%d: "+format, append([]any{at}, args...)...))
	}
	name, at := "", 0
	for line := range strings.Lines(text) {
		at++
		line, _, _ = strings.Cut(line, "#")
		words := strings.TrimSpace(line)
		if words == "" {
			continue
		}
		if line[0] != ' ' {
			name, words, _ = strings.Cut(words, ":")
			if out[name] != nil {
				fault(at, "there is a class %s before", name)
			}
			if words == "" {
				fault(at, "want name: words")
			}
		}
		for _, entry := range strings.Fields(words) {
			if out[name].has(entry) {
				fault(at, "%s has %s twice", name, wordOf(entry))
			}
			out[name] = append(out[name], entry)
		}
	}
	return out, errors.Join(faults...)
}

func (c class) has(entry string) bool {
	for _, other := range c {
		if wordOf(other) == wordOf(entry) {
			return true
		}
	}
	return false
}

// wordOf is the word of an entry, without what it stands for.
func wordOf(entry string) string {
	word, _, _ := strings.Cut(entry, "=")
	return strings.ReplaceAll(word, "_", " ")
}

// entries are those of classes, one after another.
func entries(names []string) class {
	var out class
	for _, name := range names {
		if classes[name] == nil {
			panic("lexicon.txt: no class " + name) // as above
		}
		out = append(out, classes[name]...)
	}
	return out
}

// Words are the words of classes, in their order.
func Words(names ...string) []string {
	var out []string
	for _, entry := range entries(names) {
		out = append(out, wordOf(entry))
	}
	return out
}

// Set is the words of classes, to look one up.
func Set(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, word := range Words(names...) {
		out[word] = true
	}
	return out
}

// Numbers are the words of classes with the numbers that they stand for.
func Numbers(names ...string) map[string]float64 {
	out := map[string]float64{}
	for _, entry := range entries(names) {
		_, number, _ := strings.Cut(entry, "=")
		n, err := strconv.ParseFloat(number, 64)
		if err != nil {
			panic("lexicon.txt: no number: " + entry) // as above
		}
		out[wordOf(entry)] = n
	}
	return out
}

// Meanings are the words of a class with what they stand for, and the first word for
// each such thing.
func Meanings(name string) (of, first map[string]string) {
	of, first = map[string]string{}, map[string]string{}
	for _, entry := range entries([]string{name}) {
		_, means, _ := strings.Cut(entry, "=")
		of[wordOf(entry)] = means
		if first[means] == "" {
			first[means] = wordOf(entry)
		}
	}
	return of, first
}

// Replacer puts what they stand for in the place of the words of a class.
func Replacer(name string) *strings.Replacer {
	var pairs []string
	for _, entry := range entries([]string{name}) {
		_, means, _ := strings.Cut(entry, "=")
		pairs = append(pairs, wordOf(entry), strings.ReplaceAll(means, "_", " "))
	}
	return strings.NewReplacer(pairs...)
}

// Pattern is a regular expression that any of the words of classes matches.
func Pattern(names ...string) string {
	var out []string
	for _, word := range Words(names...) {
		out = append(out, strings.ReplaceAll(regexp.QuoteMeta(word), `\*`, `\w*`))
	}
	return "(?:" + strings.Join(out, "|") + ")"
}
