package article

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// part is a paragraph with the name of its unit; body paragraphs are "¶" until
// they are numbered, and a name may come more than once.
type part struct {
	at   string
	text string
	line int
	join bool // belongs to the unit before it
	rows [][]string
	item bool
}

// state is where in the article the classifier stands.
type state int

const (
	inFront      state = iota // title, byline, date, the line under the title
	inBody                    // the article
	inElsewhere               // other articles' headlines, until the article goes on
	inAuthor                  // about the author, under a heading
	inCorrection              // a correction, under a heading
	inDisclaimer              // a disclaimer, under a heading
	inComments                // what readers say
	inAfterwards              // the foot of the page
)

// classifier goes through the paragraphs once.
type classifier struct {
	all      []paragraph
	front    frontMatter
	state    state
	parts    []part
	style    commentStyle
	picture  bool           // the paragraph before was a picture
	contacts bool           // elsewhere is whom to turn to
	question bool           // plain short questions are headings here
	speakers map[string]int // how many paragraphs begin with a name and a colon
}

// classify names every paragraph that belongs to a unit and leaves the others out.
func classify(all []paragraph) []part {
	c := &classifier{all: all, front: frontOf(all), question: true, speakers: map[string]int{}}
	for _, p := range all {
		c.speakers[speaker(p.text)]++
		if p.level > 0 {
			c.question = false // this author marks the headings
		}
	}
	for i := 0; i < len(all); {
		if i < c.front.end {
			c.frontStep(i)
			i++
			continue
		}
		if c.state == inFront {
			c.state = inBody
		}
		i += c.step(i)
	}
	return withoutPleas(c.parts)
}

func (c *classifier) put(at string, p paragraph) {
	c.parts = append(c.parts, part{at: at, text: p.text, line: p.line, rows: p.rows, item: p.item})
}

// more adds a paragraph to the unit last put, where it is of that name.
func (c *classifier) more(at string, p paragraph) {
	last := len(c.parts) - 1
	c.parts = append(c.parts, part{at: at, text: p.text, line: p.line, join: last >= 0 && c.parts[last].at == at})
}

// step handles the paragraph at i and says how many it used up.
func (c *classifier) step(i int) int {
	p := c.all[i]
	if c.state == inComments {
		return c.commentStep(i)
	}
	switch {
	case opensComments(p, func() bool { return c.commentFollows(i) }):
		c.state, c.style = inComments, commentStyle{}
	case c.numberedComment(p):
		c.state = inComments
		return c.commentStep(i)
	case authorHeading(p, c.front.author):
		c.state = inAuthor
	case correctionTitle(p):
		c.state = inCorrection
	case disclaimerTitle(p):
		c.state = inDisclaimer
	case c.namesTable(i):
	case p.table:
		c.put("table", c.titled(i))
	case correction(p):
		c.put("correction", p)
		c.rest()
	case disclaimer(p):
		c.put("disclaimer", p)
		c.rest()
	case authorNote(p, c.front.author, func() bool { return c.nearEnd(i) }):
		c.put("author-note", p)
	case c.afterPicture(i) || caption(p) && !furnitureLine(p):
		c.put("caption", p)
	default:
		c.prose(p)
	}
	c.picture = p.picture
	return 1
}

// rest leaves a section that was one named paragraph long.
func (c *classifier) rest() {
	if c.state == inCorrection || c.state == inDisclaimer {
		c.state = inBody
	}
}

// prose handles a paragraph that has no shape of its own: what it is depends on
// where it stands.
func (c *classifier) prose(p paragraph) {
	switch c.state {
	case inAuthor:
		c.authorProse(p)
		return
	case inCorrection, inDisclaimer:
		c.sectionProse(p)
		return
	}
	switch {
	case elsewhere(p):
		c.state = inElsewhere
		c.contacts = contactTitle.MatchString(tidy(p.text))
	case furniture(p), c.quoteCredit(p), c.repeats(p):
	case c.headed(p):
		if c.state == inElsewhere && p.level > 0 {
			c.state = inBody
		}
	case c.state == inElsewhere && (p.item || len(p.text) < teaserLength) && !(c.contacts && saysSomething(p.text)):
	default:
		c.state = inBody
		c.put(bodyUnit, p)
	}
}

// saysSomething tells a sentence in full, as nothing is that only says where to turn.
func saysSomething(text string) bool { return ends(text) && len(strings.Fields(text)) >= 8 }

const (
	bodyUnit     = "¶"
	teaserLength = 160 // longer than what stands under another article's headline
)

// headed tells a heading here: where the author marks none, a short question is
// one too, unless it is somebody's turn in a conversation.
func (c *classifier) headed(p paragraph) bool {
	turn := speaker(p.text)
	return heading(p) || c.question && question(p) && (turn == "" || c.speakers[turn] < 2)
}

var quoteEnd = regexp.MustCompile(`["”»]$`)

// quoteCredit tells a name behind a dash that says whose words stand above it.
func (c *classifier) quoteCredit(p paragraph) bool {
	last := len(c.parts) - 1
	return p.item && !p.counted && len(p.text) <= headingLength && last >= 0 && quoteEnd.MatchString(c.parts[last].text) && bareName(paragraph{text: p.text})
}

// repeats tells a line that only shows what stands elsewhere in the article: an
// entry of its table of contents, or a sentence set large.
func (c *classifier) repeats(p paragraph) bool {
	words := strings.TrimRight(strings.Trim(p.text, "\"“”«»"), ".…")
	if len(words) < 12 || len(p.text) > captionLength {
		return false
	}
	for _, q := range c.all {
		if q.line == p.line || q.table || len(q.text) > 20*captionLength {
			continue
		}
		if p.item && q.line > p.line && heading(q) && sameText(p.text, q.text) || len(words) >= 40 && len(q.text) > len(p.text)+20 && strings.Contains(q.text, words) {
			return true
		}
	}
	return false
}

// authorProse collects what stands under "About the author": sentences, and the
// lines that say where to find the author, but not the name by itself.
func (c *classifier) authorProse(p paragraph) {
	switch {
	case elsewhere(p):
		c.state = inElsewhere
	case strings.Contains(p.text, "@") && len(p.text) < headingLength && !strings.HasPrefix(p.text, "@"):
		c.more("author-note", p)
	case furniture(p) && !contactLine(p.text):
	case heading(p):
		if p.level > 0 {
			c.state = inBody
		}
	default:
		c.more("author-note", p)
	}
}

// sectionProse takes the paragraph under the heading of a correction or of a
// disclaimer; the article may go on after it.
func (c *classifier) sectionProse(p paragraph) {
	at := map[state]string{inCorrection: "correction", inDisclaimer: "disclaimer"}[c.state]
	switch {
	case furniture(p):
	case heading(p):
		c.state = inBody
	default:
		c.put(at, p)
		c.state = inBody
	}
}

// elsewhere tells the heading over other articles, or over whom to turn to.
func elsewhere(p paragraph) bool {
	text := tidy(firstBytes(p.text, headingLength))
	return !p.item && len(p.text) < headingLength && (heading(p) || label(p.text)) && (elsewhereTitle.MatchString(text) || contactTitle.MatchString(text))
}

// furnitureLine tells furniture from a caption that has something of it.
func furnitureLine(p paragraph) bool { return p.picture || p.links || copyright.MatchString(p.text) }

// afterPicture tells the set-off line under a picture.
func (c *classifier) afterPicture(i int) bool {
	p := c.all[i]
	return c.picture && p.emphasis == 1 && len(p.text) <= captionLength
}

// titled is a table with the line over it that names it ("Table 2: …").
func (c *classifier) titled(i int) paragraph {
	p := c.all[i]
	if i > 0 && c.namesTable(i-1) {
		p.text, p.line = c.all[i-1].text+"\n"+p.text, c.all[i-1].line
		p.rows = append([][]string{{c.all[i-1].text}}, p.rows...)
	}
	return p
}

// namesTable tells the line over a table that says what it shows.
func (c *classifier) namesTable(i int) bool {
	p := c.all[i]
	return i+1 < len(c.all) && c.all[i+1].table && len(p.text) <= rowLength && (heading(p) && tableTitle.MatchString(p.text) || tableNumber.MatchString(p.text))
}

var tableNumber = regexp.MustCompile(`^(?i:table|exhibit)\s+(?:\d+|[IVX]+)\s*[:.–—-]`)

// numberedComment tells the first of a page's comments where no heading
// announces them: a number, a name and a time cannot be much else.
func (c *classifier) numberedComment(p paragraph) bool {
	if !p.counted || !timed(p.text) || !c.hasBody() {
		return false
	}
	_, _, ok := commentHead(p.text)
	return ok
}

// hasBody says whether the article has begun.
func (c *classifier) hasBody() bool {
	return slices.ContainsFunc(c.parts, func(p part) bool { return p.at == bodyUnit })
}

// nearEnd says that nothing of the article's length follows.
func (c *classifier) nearEnd(i int) bool {
	for j := i + 1; j < len(c.all) && j < i+8; j++ {
		p := c.all[j]
		if opensComments(p, never) || elsewhere(p) {
			return true
		}
		if !headingOrOther(p) {
			return false
		}
	}
	return true
}

// headingOrOther tells what may follow an article's last paragraph.
func headingOrOther(p paragraph) bool {
	_, _, isComment := commentHead(p.text)
	return heading(p) || furniture(p) || correction(p) || disclaimer(p) || caption(p) || isComment || plea(p) || copyright.MatchString(p.text)
}

// withoutPleas drops the turns to the reader after the last of the article.
func withoutPleas(parts []part) []part {
	last := len(parts) - 1
	for last >= 0 && (parts[last].at != bodyUnit || plea(paragraph{text: parts[last].text})) {
		last--
	}
	after := slices.DeleteFunc(parts[last+1:], func(p part) bool { return p.at == bodyUnit })
	return parts[:last+1+len(after)]
}

// number gives the body paragraphs their numbers and each named unit its name. A
// name that comes again gets a number from the second on; comments have one from
// the first.
func number(parts []part) []Unit {
	var out []Unit
	seen := map[string]int{}
	for _, p := range parts {
		if p.join && len(out) > 0 {
			out[len(out)-1].Text += "\n" + p.text
			continue
		}
		seen[p.at]++
		out = append(out, Unit{At: unitName(p.at, seen[p.at]), Text: p.text, Line: p.line, Rows: p.rows, Item: p.item})
	}
	return out
}

func unitName(at string, n int) string {
	switch {
	case at == bodyUnit:
		return strconv.Itoa(n)
	case at == "comment" || n > 1:
		return at + "-" + strconv.Itoa(n)
	}
	return at
}
