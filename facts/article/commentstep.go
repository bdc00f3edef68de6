package article

import "strings"

// commentStyle is how the comments of this page begin, learnt from the first.
type commentStyle struct {
	known bool
	heads bool // with a name and a time, or "says:"
	colon bool // "Jo: …"
}

// commentAt reads the head of a comment at i: its text (two lines, where the
// time stands under the name), what follows on the same line, and how many
// paragraphs it takes.
func (c *classifier) commentAt(i int) (head paragraph, rest string, ok bool) {
	p := c.all[i]
	h, r, ok := commentHead(p.text)
	if ok {
		return paragraph{text: h, line: p.line}, r, true
	}
	return paragraph{}, "", false
}

// twoLineHead tells a name with a time beneath it. Once the page has shown how its
// comments begin, a few words of any kind are a name.
func (c *classifier) twoLineHead(i int) bool {
	if i+1 >= len(c.all) {
		return false
	}
	name := saysWord.ReplaceAllString(strings.TrimSuffix(c.all[i].text, ":"), "")
	name = strings.TrimSpace(commentLead.ReplaceAllString(commentNumber.ReplaceAllString(name, ""), ""))
	if ends(name) && !abbreviated(name) || c.all[i].table || !timeOnly(c.all[i+1].text) {
		return false
	}
	return personName(name) || c.style.heads && len(strings.Fields(name)) <= 5 && len(name) <= 60
}

// commentFollows says whether a comment begins within the next few paragraphs.
func (c *classifier) commentFollows(i int) bool {
	for j := i + 1; j < len(c.all) && j <= i+3; j++ {
		if correction(c.all[j]) {
			return false
		}
		if _, _, ok := c.commentAt(j); ok || c.twoLineHead(j) {
			return true
		}
	}
	return false
}

// commentStep handles a paragraph among the comments and says how many it used.
func (c *classifier) commentStep(i int) int {
	p := c.all[i]
	head, rest, isHead := c.commentAt(i)
	switch {
	case correction(p) && correctionLead.MatchString(p.text):
		c.put("correction", p)
	case isHead:
		c.style = commentStyle{known: true, heads: true}
		c.put("comment", head)
		if rest != "" {
			c.more("comment", paragraph{text: rest, line: p.line})
		}
		if strings.HasSuffix(head.text, ":") && rest == "" && i+1 < len(c.all) && timeOnly(c.all[i+1].text) {
			c.more("comment", c.all[i+1])
			return 2
		}
		return 1
	case c.twoLineHead(i):
		c.style = commentStyle{known: true, heads: true}
		c.put("comment", paragraph{text: commentNumber.ReplaceAllString(p.text, ""), line: p.line})
		c.more("comment", c.all[i+1])
		return 2
	case commentButton(p.text), p.picture, opensComments(p, never):
	case !c.style.known && len(p.text) < headingLength && c.commentFollows(i): // what the page says over them
	case c.commentsEnd(p):
		c.state = inAfterwards
		return c.afterwards(i)
	default:
		c.said(p)
	}
	return 1
}

// afterwards handles the foot of the page, where the article does not go on.
func (c *classifier) afterwards(i int) int {
	p := c.all[i]
	switch {
	case authorNote(p, c.front.author, always):
		c.put("author-note", p)
	case disclaimer(p):
		c.put("disclaimer", p)
	case correction(p):
		c.put("correction", p)
	case authorHeading(p, c.front.author):
		c.state = inAuthor
	case elsewhere(p):
		c.state = inElsewhere
	}
	return 1
}

// commentsEnd tells what closes the comments: a marked heading, other articles,
// the foot of the page.
func (c *classifier) commentsEnd(p paragraph) bool {
	if p.level > 0 || elsewhere(p) || copyright.MatchString(p.text) || p.links || authorHeading(p, c.front.author) {
		return true
	}
	if authorNote(p, c.front.author, always) {
		return true
	}
	return furniture(p) && (menu(p.text) || pointer.MatchString(p.text) || leadOff.MatchString(p.text) || thisWebsite.MatchString(p.text)) || disclaimerLead.MatchString(firstBytes(p.text, 200))
}

// said handles what a reader says. Where comments have no heads, each paragraph
// is one, or each that begins with a name and a colon.
func (c *classifier) said(p paragraph) {
	name, _, colon := strings.Cut(firstBytes(p.text, commentHeadLength), ":")
	colon = colon && personName(tidy(commentNumber.ReplaceAllString(name, "")))
	if !c.style.known {
		if appeal(p.text) || heading(p) && !p.item && !colon && !quoted(p.text) {
			return // "Be the first to comment", "Sort by: newest"
		}
		c.style = commentStyle{known: true, colon: colon}
	}
	p.text = commentText(c.style, p.text)
	if !c.style.heads && (colon || !c.style.colon) {
		c.put("comment", p)
		return
	}
	c.more("comment", p)
}

// quoted tells a text that begins with a quotation mark.
func quoted(text string) bool { return strings.ContainsAny(firstBytes(text, 3), "\"“„«") }

// commentText drops the running number of a comment that has no other head.
func commentText(style commentStyle, text string) string {
	if style.heads {
		return text
	}
	return commentNumber.ReplaceAllString(text, "")
}

// timed tells a text with a time of day or a date in its head.
func timed(text string) bool { return anyTime.MatchString(firstBytes(text, commentHeadLength)) }
