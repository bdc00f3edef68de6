package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// checkBlocks holds a message's blocks to the limits. Every fault is told, in
// Slack's words, with a JSON pointer to it. Blocks of the types to refuse are as
// if Slack had never heard of them.
func checkBlocks(raw []byte, refuse ...string) error {
	c := newChecker("/blocks", inMessage, raw, refuse...)
	switch {
	case len(c.faults) > 0:
		return &apiError{code: "invalid_blocks", faults: c.faults}
	case c.chars > maxBlockChars:
		return &apiError{code: "msg_blocks_too_long",
			faults: []string{fmt.Sprintf("%d characters in all blocks, %d allowed [json-pointer:/blocks]", c.chars, maxBlockChars)}}
	}
	return nil
}

// checkView holds a view to the limits.
func checkView(kind field, raw []byte, refuse ...string) error {
	c := newChecker("/view", kind, raw, refuse...)
	if len(c.faults) > 0 {
		return &apiError{code: "invalid_arguments", faults: c.faults}
	}
	return nil
}

// checker walks a JSON value along the shapes and notes what does not fit.
type checker struct {
	refuse  []string // block types unknown here
	faults  []string
	seen    map[string]bool // block_ids met so far, and action_ids with their block
	block   string          // where the block begins that is looked at
	chars   int             // of every string
	md      int             // of markdown blocks
	cells   int             // of table cells
	inCells bool
	tables  int
	charts  int
}

func newChecker(at string, f field, raw []byte, refuse ...string) *checker {
	c := &checker{refuse: refuse, seen: map[string]bool{}}
	v, err := decode(raw)
	if err != nil {
		c.fault(at, "must be valid JSON: %v", err)
		return c
	}
	c.check(f, v, at)
	if c.md > maxMarkdownChars {
		c.fault(at, "markdown blocks must be less than %d characters together", maxMarkdownChars+1)
	}
	if c.cells > maxTableChars {
		c.fault(at, "table cells must be less than %d characters together", maxTableChars+1)
	}
	if c.tables > 1 {
		c.fault(at, "only_one_table_allowed")
	}
	if c.charts > maxCharts {
		c.fault(at, "no more than %d data_visualization blocks allowed", maxCharts)
	}
	return c
}

// decode reads exactly one JSON value, keeping numbers as they are written.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

func (c *checker) fault(at, format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

func (c *checker) check(f field, v any, at string) {
	switch f.kind {
	case aString:
		c.checkString(f, v, at)
	case aText:
		if c.checkObject(f.of, v, at) {
			s, _ := v.(map[string]any)["text"].(string)
			c.checkLength(s, f, at+"/text")
		}
	case anObject:
		c.checkObject(f.of, v, at)
	case aList:
		c.checkList(f, v, at)
	case aBool:
		if _, ok := v.(bool); !ok {
			c.fault(at, "must provide a boolean")
		}
	case anInt:
		c.checkInt(f, v, at)
	case aNumber:
		if _, ok := v.(json.Number); !ok {
			c.fault(at, "must provide a number")
		}
	}
}

func (c *checker) checkString(f field, v any, at string) {
	s, ok := v.(string)
	if !ok {
		c.fault(at, "must provide a string")
		return
	}
	n := utf8.RuneCountInString(s)
	c.chars += n
	if c.inCells {
		c.cells += n
	}
	if f.of != nil && !slices.Contains(f.of, s) {
		c.fault(at, "must be one of %s", strings.Join(f.of, ", "))
		return
	}
	c.checkLength(s, f, at)
}

func (c *checker) checkLength(s string, f field, at string) {
	switch n := utf8.RuneCountInString(s); {
	case n < f.min:
		c.fault(at, "must be more than %d characters", f.min-1)
	case n > f.max:
		c.fault(at, "must be less than %d characters", f.max+1)
	}
}

func (c *checker) checkInt(f field, v any, at string) {
	number, _ := v.(json.Number)
	switch n, err := number.Int64(); {
	case err != nil:
		c.fault(at, "must provide an integer")
	case n < int64(f.min) || n > int64(f.max):
		c.fault(at, "must be from %d to %d", f.min, f.max)
	}
}

func (c *checker) checkList(f field, v any, at string) {
	items, ok := v.([]any)
	switch {
	case !ok:
		c.fault(at, "must provide an array")
		return
	case len(items) < f.min:
		c.fault(at, "no fewer than %d items allowed", f.min)
	case len(items) > f.max:
		c.fault(at, "no more than %d items allowed", f.max)
		return // one fault is enough; the rest may be very long
	}
	for i, item := range items {
		c.check(*f.item, item, fmt.Sprintf("%s/%d", at, i))
	}
}

// checkObject reports whether v is an object of a type that is allowed here;
// what is wrong inside it is noted all the same.
func (c *checker) checkObject(allowed []string, v any, at string) bool {
	o, ok := v.(map[string]any)
	if !ok {
		c.fault(at, "must provide an object")
		return false
	}
	name, ok := c.shapeOf(allowed, o, at)
	if !ok {
		return false
	}
	if strings.HasPrefix(name, "block/") {
		outer := c.block
		c.block = at
		defer func() { c.block = outer }()
	}
	sh := shapes[name]
	if sh.oneOf != nil && !slices.ContainsFunc(sh.oneOf, func(k string) bool { return o[k] != nil }) {
		c.fault(at, "missing required field: one of %s", strings.Join(sh.oneOf, ", "))
	}
	for _, key := range slices.Sorted(maps.Keys(sh.fields)) {
		if _, there := o[key]; sh.fields[key].required && !there {
			c.fault(at, "missing required field: %s", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		c.checkField(name, sh, key, o[key], at)
	}
	if rule := rules[name]; rule != nil {
		rule(c, o, at)
	}
	return true
}

func (c *checker) checkField(name string, sh shape, key string, v any, at string) {
	f, known := sh.fields[key]
	switch {
	case key == "type" && strings.Contains(name, "/"):
		return
	case !known:
		c.fault(at, "invalid additional property: %s", key)
		return
	}
	outer := c.inCells
	c.inCells = outer || key == "rows"
	c.check(f, v, at+"/"+key)
	c.inCells = outer
	switch key {
	case "block_id":
		c.checkUnique(key, "", v, at+"/"+key)
	case "action_id":
		c.checkUnique(key, c.block, v, at+"/"+key)
	}
}

// shapeOf picks the allowed shape an object claims to be. Objects without a
// type are what the field that holds them says they are.
func (c *checker) shapeOf(allowed []string, o map[string]any, at string) (string, bool) {
	if len(allowed) == 1 && !strings.Contains(allowed[0], "/") {
		return allowed[0], true
	}
	t, ok := o["type"].(string)
	if !ok {
		c.fault(at, "missing required field: type")
		return "", false
	}
	for _, name := range allowed {
		group, typed, _ := strings.Cut(name, "/")
		if typed == t && (group != "block" || !slices.Contains(c.refuse, t)) {
			return name, true
		}
	}
	c.fault(at+"/type", "unsupported type: %s", shorten(t))
	return "", false
}

// checkUnique holds an id to being the only one of its kind within a message or
// a block.
func (c *checker) checkUnique(key, within string, v any, at string) {
	s, _ := v.(string)
	if k := key + "\x00" + within + "\x00" + s; s != "" && c.seen[k] {
		c.fault(at, "%s %q already exists", key, shorten(s))
	} else {
		c.seen[k] = true
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
