package article

import (
	"regexp"
	"strings"
)

// fieldLine is how exported articles and site generators say what an article is:
// "title: …", "author: …", "date: …" in the first lines.
var fieldLine = regexp.MustCompile(`(?i)^([a-z_-]{2,20})\s*:\s*(.*)$`)

// fieldReach is how many lines such a head may have.
const fieldReach = 30

// shownFields are the fields whose values are units; the others describe the
// file. A title is marked as one.
var shownFields = map[string]int{"title": 1, "headline": 1, "author": 0, "authors": 0, "byline": 0, "date": 0, "published": 0, "subtitle": 0, "standfirst": 0}

// fields takes the names off the fields at the head of a file. Between two rules
// every line is a field; without them a title and one more are asked for, lest a
// headline with a colon be taken for one.
func fields(lines []line) {
	start := 0
	for start < len(lines) && lines[start].blank() {
		start++
	}
	if start == len(lines) {
		return
	}
	fenced := lines[start].raw == "---"
	if fenced {
		start++
	}
	end, title, known := start, false, 0
	for end < len(lines) && end < start+fieldReach && lines[end].raw != "---" {
		name, _, ok := field(lines[end])
		if !fenced && !ok {
			break
		}
		if _, shown := shownFields[name]; shown {
			known++
			title = title || name == "title" || name == "headline"
		}
		end++
	}
	closed := end < len(lines) && lines[end].raw == "---"
	if !title || known < 2 && !(fenced && closed) || fenced && !closed {
		return
	}
	for i := start; i < end; i++ {
		lines[i] = shown(lines[i])
	}
}

// field reads a line as a field.
func field(l line) (name, value string, ok bool) {
	if l.blank() || len(l.raw) > markReach {
		return "", "", false
	}
	m := fieldLine.FindStringSubmatch(l.raw)
	if m == nil {
		return "", "", false
	}
	return strings.ToLower(m[1]), strings.Trim(m[2], `"' `), true
}

// shown is the line with its field's value only, or nothing where that is none
// of the article's.
func shown(l line) line {
	name, value, ok := field(l)
	level, isShown := shownFields[name]
	if !ok || !isShown || value == "" {
		return line{no: l.no}
	}
	return line{no: l.no, raw: value, text: value, level: level}
}
