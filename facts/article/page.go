package article

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var errNoPage = errors.New("no article was found in the page; save its text as plain UTF-8 text")

// Page takes the article out of a saved web page, as a text that [Cut] reads:
// headings, list items and rows of tables keep their marks.
func Page(source []byte) ([]byte, error) {
	parser := readability.NewParser()
	a, err := parser.Parse(bytes.NewReader(source), nil)
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w", err)
	}
	if a.Node == nil {
		return nil, errNoPage
	}
	var w pageText
	if t := strings.TrimSpace(a.Title()); t != "" {
		w.block("# " + t)
	}
	if by := strings.TrimSpace(a.Byline()); by != "" {
		if !byline(by) {
			by = "By " + by
		}
		w.block(by)
	}
	if day, err := a.PublishedTime(); err == nil && !day.IsZero() {
		w.block(day.Format("2 January 2006"))
	}
	w.node(a.Node)
	return []byte(w.String()), nil
}

// pageText writes the blocks of a page, parted by blank lines.
type pageText struct{ strings.Builder }

func (w *pageText) block(s string) {
	if s = strings.Join(strings.Fields(s), " "); s != "" {
		w.WriteString(s + "\n\n")
	}
}

// blocks are the elements that stand for a paragraph, with the mark of each.
var blocks = map[atom.Atom]string{
	atom.P: "", atom.Li: "- ", atom.Blockquote: "", atom.Pre: "", atom.Dd: "", atom.Dt: "", atom.Figcaption: "Image: ",
	atom.H1: "## ", atom.H2: "## ", atom.H3: "### ", atom.H4: "### ", atom.H5: "### ", atom.H6: "### ",
}

// node writes the paragraphs under a node in their order. What stands in no
// block of its own is one.
func (w *pageText) node(n *html.Node) {
	var loose strings.Builder
	flush := func() {
		w.block(loose.String())
		loose.Reset()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		mark, isBlock := blocks[c.DataAtom]
		switch {
		case c.DataAtom == atom.Table:
			flush()
			w.table(c)
		case isBlock && !holdsBlock(c):
			flush()
			w.block(mark + textOf(c))
		case holdsBlock(c):
			flush()
			w.node(c)
		case c.DataAtom == atom.Br, c.DataAtom == atom.Div, c.DataAtom == atom.Section, c.DataAtom == atom.Figure:
			flush()
			w.block(textOf(c))
		default:
			loose.WriteString(textOf(c))
		}
	}
	flush()
}

// holdsBlock says whether paragraphs or a table stand under a node.
func holdsBlock(n *html.Node) bool {
	for c := range n.Descendants() {
		if _, ok := blocks[c.DataAtom]; ok || c.DataAtom == atom.Table {
			return true
		}
	}
	return false
}

// table writes the rows of a table between bars.
func (w *pageText) table(n *html.Node) {
	for row := range n.Descendants() {
		if row.DataAtom != atom.Tr {
			continue
		}
		var cells []string
		for c := row.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				cells = append(cells, strings.Join(strings.Fields(textOf(c)), " "))
			}
		}
		if len(cells) > 0 {
			w.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		}
	}
	w.WriteString("\n")
}

// textOf is all text under a node.
func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			out.WriteString(c.Data)
		}
	}
	return out.String()
}
