package facts

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// readSimple reads YAML in the few forms that nearly all of a base is written in,
// in a fraction of the time that the library takes for all of YAML: keys and lists
// by indentation, each text and each [list] or {keys} on one line. It reads them
// as the library does, or says that it does not know them: then, and that is
// with all that is faulty, the library has the word.
func readSimple(data []byte) (*ast.File, bool) {
	text := string(data)
	if !isPrintable(text) {
		return nil, false
	}
	p := simple{lines: make([]simpleLine, 0, strings.Count(text, "\n")+1)}
	for number := 1; text != ""; number++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimRight(line, " ")
		said := strings.TrimLeft(line, " ")
		if said != "" && said[0] != '#' {
			p.lines = append(p.lines, simpleLine{number, len(line) - len(said), said})
		}
	}
	if len(p.lines) == 0 {
		return nil, false
	}
	body := p.block()
	if p.strange || len(p.lines) > 0 {
		return nil, false
	}
	return &ast.File{Docs: []*ast.DocumentNode{{BaseNode: &ast.BaseNode{}, Body: body}}}, true
}

// isPrintable reports whether a text has nothing in it but lines that can be seen.
func isPrintable(text string) bool {
	for i := 0; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(text[i:])
		}
		if c != '\n' && (c < ' ' || c > '~') && (!unicode.IsPrint(c) || c == utf8.RuneError && size == 1) {
			return false
		}
		i += size
	}
	return true
}

// simple is a file that is being read. Once something is strange, what else is read
// is of no use.
type simple struct {
	lines   []simpleLine // what is left
	strange bool
	room    []simpleLeaf
	base    ast.BaseNode    // of all texts, which have nothing in it
	at      *token.Position // of those on the line that is being read
}

// simpleLine is a line that says something. What stands behind a dash is a line of
// its own, further in.
type simpleLine struct {
	number, indent int
	text           string
}

// simpleLeaf is what makes up a text in the library's tree, made many at once.
type simpleLeaf struct {
	token token.Token
	node  ast.StringNode
}

// here is the next line, which is none of any block at the end of the file.
func (p *simple) here() simpleLine {
	if len(p.lines) == 0 {
		return simpleLine{indent: -1}
	}
	return p.lines[0]
}

// block reads the list or the keys that begin here.
func (p *simple) block() ast.Node {
	if strings.HasPrefix(p.here().text, "- ") {
		return p.list(p.here().indent)
	}
	return p.keys(p.here().indent)
}

// list reads the items at this indentation.
func (p *simple) list(indent int) ast.Node {
	out := ast.Sequence(p.token(p.here().number, "-"), false)
	for l := p.here(); l.indent == indent && strings.HasPrefix(l.text, "- ") && !p.strange; l = p.here() {
		item := strings.TrimLeft(l.text[1:], " ")
		p.lines[0].indent, p.lines[0].text = indent+len(l.text)-len(item), item
		if _, _, ok := cutKey(item); ok {
			out.Values = append(out.Values, p.keys(p.here().indent))
			continue
		}
		out.Values = append(out.Values, p.value(item, l.number))
		p.lines = p.lines[1:]
	}
	return out
}

// keys reads the keys at this indentation, with what stands under each.
func (p *simple) keys(indent int) ast.Node {
	out := ast.Mapping(p.token(p.here().number, ":"), false)
	for l := p.here(); l.indent == indent && !p.strange; l = p.here() {
		key, value, ok := cutKey(l.text)
		if !ok {
			p.strange = true
			break
		}
		p.lines = p.lines[1:]
		switch {
		case value != "":
			p.put(out, key, p.value(value, l.number), l.number)
		case p.here().indent > indent:
			p.put(out, key, p.block(), l.number)
		default:
			p.strange = true
		}
	}
	return out
}

// put puts a value under a key, of which there is one.
func (p *simple) put(m *ast.MappingNode, key string, value ast.Node, line int) {
	if slices.ContainsFunc(m.Values, func(v *ast.MappingValueNode) bool { return v.Key.GetToken().Value == key }) {
		p.strange = true
	}
	k := p.text(key, line)
	m.Values = append(m.Values, ast.MappingValue(k.Token, k, value))
}

// cutKey cuts a line behind its key, if it has one.
func cutKey(line string) (key, rest string, ok bool) {
	i := strings.IndexByte(line, ':')
	if i < 1 || strings.Trim(line[:i], "abcdefghijklmnopqrstuvwxyz-") != "" || line[0] == '-' {
		return "", "", false
	}
	rest = line[i+1:]
	return line[:i], strings.TrimLeft(rest, " "), !isWord(line[:i]) && (rest == "" || rest[0] == ' ')
}

// value reads what stands on one line.
func (p *simple) value(s string, line int) ast.Node {
	var out ast.Node
	rest := ""
	switch s[0] {
	case '"', '\'', '[', '{':
		out, rest = p.enclosed(s, line)
	default:
		out = p.bare(s, line)
	}
	p.strange = p.strange || rest != ""
	return out
}

// enclosed reads a text in quotes, or a list or keys in brackets, at the head of s.
func (p *simple) enclosed(s string, line int) (n ast.Node, rest string) {
	switch s[0] {
	case '[':
		out := ast.Sequence(p.token(line, "["), true)
		rest = p.each(s, "]", func(s string) (rest string) {
			n, rest := p.inside(s, line)
			out.Values = append(out.Values, n)
			return rest
		})
		return out, rest
	case '{':
		out := ast.Mapping(p.token(line, "{"), true)
		rest = p.each(s, "}", func(s string) (rest string) {
			key, value, ok := cutKey(s)
			if !ok || value == "" {
				p.strange = true
				return ""
			}
			n, rest := p.inside(value, line)
			p.put(out, key, n, line)
			return rest
		})
		return out, rest
	}
	s, rest, ok := unquote(s)
	p.strange = p.strange || !ok
	return p.text(s, line), rest
}

// each reads what stands between brackets, set apart by commas, and returns what
// is behind them.
func (p *simple) each(s, end string, read func(string) (rest string)) (rest string) {
	rest = strings.TrimLeft(s[1:], " ")
	if after, ok := strings.CutPrefix(rest, end); ok {
		return after
	}
	for rest != "" && !p.strange {
		rest = strings.TrimLeft(read(rest), " ")
		if after, ok := strings.CutPrefix(rest, end); ok {
			return after
		}
		after, ok := strings.CutPrefix(rest, ", ")
		p.strange = p.strange || !ok
		rest = strings.TrimLeft(after, " ")
	}
	p.strange = true
	return ""
}

// inside reads a value between brackets.
func (p *simple) inside(s string, line int) (n ast.Node, rest string) {
	if strings.IndexByte(`"'[{`, s[0]) >= 0 {
		return p.enclosed(s, line)
	}
	i := strings.IndexAny(s, ",[]{}:")
	if i < 1 {
		p.strange = true
		return nil, ""
	}
	return p.bare(strings.TrimRight(s[:i], " "), line), s[i:]
}

// escapes are those that are known here.
var escapes = strings.NewReplacer(`\"`, `"`, `\\`, `\`)

// unquote reads the text in quotes at the head of s.
func unquote(s string) (text, rest string, ok bool) {
	quote := s[0]
	escaped := false
	for i := 1; i < len(s); i++ {
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch {
		case quote == '"' && s[i] == '\\' && next != '"' && next != '\\':
			return "", "", false
		case quote == '"' && s[i] == '\\', quote == '\'' && s[i] == '\'' && next == '\'':
			escaped = true
			i++
		case s[i] == quote && !escaped:
			return s[1:i], s[i+1:], true
		case s[i] == quote && quote == '"':
			return escapes.Replace(s[1:i]), s[i+1:], true
		case s[i] == quote:
			return strings.ReplaceAll(s[1:i], "''", "'"), s[i+1:], true
		}
	}
	return "", "", false
}

// bare reads a text without quotes.
func (p *simple) bare(s string, line int) ast.Node {
	if s == "true" || s == "false" {
		return ast.Bool(p.token(line, s))
	}
	first, _ := utf8.DecodeRuneInString(s)
	p.strange = p.strange || !unicode.IsLetter(first) && first != '(' && !isCount(s) && !isSpoken(s) || isWord(s) ||
		strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #")
	return p.text(s, line)
}

// isCount reports whether s is a number that looks the same however it is read.
func isCount(s string) bool {
	return s == "0" || len(s) < 18 && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}

// isSpoken reports whether s begins with a digit, and is no number for all that:
// 20.8%, 5G, 12 November 2025, 2025-11-12, 2015..2016.
func isSpoken(s string) bool {
	rest := strings.TrimLeft(s, "0123456789")
	return len(rest) < len(s) && (strings.Trim(rest, "0123456789abcdefABCDEFxXoO_.+-:") != "" || strings.HasPrefix(rest, "..") ||
		strings.HasPrefix(rest, "-") && strings.Trim(rest, "0123456789-") == "")
}

// isWord reports whether s is no text in YAML.
func isWord(s string) bool {
	return strings.EqualFold(s, "null") || strings.EqualFold(s, "true") || strings.EqualFold(s, "false")
}

// token is the mark at which a list or keys begin.
func (p *simple) token(line int, mark string) *token.Token { return p.text(mark, line).Token }

// text makes a node of a text.
func (p *simple) text(s string, line int) *ast.StringNode {
	if len(p.room) == 0 {
		p.room = make([]simpleLeaf, 256)
	}
	l := &p.room[0]
	p.room = p.room[1:]
	if p.at == nil || p.at.Line != line {
		p.at = &token.Position{Line: line}
	}
	l.token.Type, l.token.Value, l.token.Position = token.StringType, s, p.at
	l.node = ast.StringNode{BaseNode: &p.base, Token: &l.token, Value: s}
	return &l.node
}

// fill puts what a node holds where it belongs, if it holds just texts, and lists
// and keys of texts, as are wanted there.
func fill(into reflect.Value, n ast.Node) bool {
	switch n := n.(type) {
	case *ast.StringNode:
		return fillText(into, n.Value)
	case *ast.BoolNode:
		if into.Kind() != reflect.Bool {
			return false
		}
		into.SetBool(n.Value)
	case *ast.SequenceNode:
		if into.Kind() != reflect.Slice {
			return false
		}
		into.Set(reflect.MakeSlice(into.Type(), len(n.Values), len(n.Values)))
		for i, v := range n.Values {
			if !fill(into.Index(i), v) {
				return false
			}
		}
	case *ast.MappingNode:
		if into.Kind() != reflect.Struct {
			return false
		}
		for _, v := range n.Values {
			i := slices.Index(keysOf(into.Type()), v.Key.GetToken().Value)
			if i < 0 || !fill(into.Field(i), v.Value) {
				return false
			}
		}
	default:
		return false
	}
	return true
}

func fillText(into reflect.Value, s string) bool {
	switch {
	case into.Kind() == reflect.String:
		into.SetString(s)
	case into.Type() == reflect.TypeFor[oneOrMore]():
		into.Set(reflect.ValueOf(oneOrMore{s}))
	default:
		return false
	}
	return true
}

// keysOf are the keys of a struct's fields, in order.
func keysOf(t reflect.Type) []string {
	if known, ok := keysOfType.Load(t); ok {
		return known.([]string)
	}
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i] = t.Field(i).Tag.Get("yaml")
	}
	keysOfType.Store(t, keys)
	return keys
}

// keysOfType is what keysOf has found out of the few shapes that there are.
var keysOfType sync.Map
