package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

var (
	elsewhereTitle = regexp.MustCompile(`(?i)^(?:you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|related(?: \w+)?|recommended(?: \w+){0,2}|more (?:from|on|stories|news|articles|like)\b.*|(?:most|also) (?:read|popular|viewed|shared)\b.*|trending(?: \w+)?|latest (?:news|stories|posts|articles)|read (?:more|next|also)|further reading|see also|editor['’]s picks?|popular(?: \w+)?|recent (?:posts|articles|stories)|up next|in other news|don['’]t miss|share this(?: \w+)?|tags|topics|newsletter|subscribe|stay (?:informed|connected|in touch)|follow us)$`)
	contactTitle   = regexp.MustCompile(`(?i)^(?:(?:media|press|investor) (?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|relations)|contacts?)$`)
	tableTitle     = regexp.MustCompile(`^(?i:table|exhibit|schedule)\s+(?:\d|[IVXA-Z]\b)|\((?i:in\s)?(?:US\$|[$€£¥]|[A-Z]{3})?\s?(?i:million|billion|bn|mn|m|thousands?)[^()]{0,20}\)$`)
	kicker         = regexp.MustCompile(`(?i)^(?:(?:for|not for) (?:immediate )?(?:release|publication)\b.*|(?:under )?embargo(?:ed)?\b.*|press release|news release|media release|breaking(?: news)?|exclusive|opinion|analysis|news|feature|blog|comment|notice|home|menu|search|(?:log|sign) ?in|subscribe|close|contents?|table of contents|skip to .*)$`)
)

// frontMatter is what stands before an article's first paragraph: where it ends,
// and which paragraphs are what.
type frontMatter struct {
	end    int
	names  map[int]string // unit names by paragraph
	author string
	split  map[int][]part // paragraphs that are more than one unit
}

// frontReach is how many paragraphs of menus may stand before the article.
const frontReach = 60

// frontOf reads the front matter.
func frontOf(all []paragraph) frontMatter {
	f := frontMatter{names: map[int]string{}, split: map[int][]part{}}
	title := titleOf(all)
	if title < 0 {
		return f
	}
	f.names[title] = "title"
	if p := all[title]; subjectLine.MatchString(p.text) {
		f.split[title] = []part{{at: "title", text: subjectLine.ReplaceAllString(p.text, ""), line: p.line}}
	}
	f.end = title + 1
	for i := 0; i < len(all) && i < title+frontReach; i++ {
		if i == title {
			continue
		}
		name, parts := f.kind(all, title, i)
		if name == "" {
			if i < title {
				continue
			}
			break
		}
		if name != aside {
			f.names[i] = name
		}
		if parts != nil {
			f.split[i] = parts
		}
		f.end = max(f.end, i+1)
	}
	f.author = authorOf(all, f)
	return f
}

// aside marks a paragraph of the front matter that is no unit.
const aside = "-"

// kind names a paragraph of the front matter; "" where the article begins.
func (f *frontMatter) kind(all []paragraph, title, i int) (string, []part) {
	p := all[i]
	if parts := signature(p); parts != nil {
		return "signature", parts
	}
	if parts := signedDate(all, i); parts != nil && i > title {
		return "signature", parts
	}
	switch {
	case i > 0 && correctionTitle(all[i-1]) && !heading(p):
		return "correction", nil
	case sameText(p.text, all[title].text):
		return aside, nil
	case i < title && !correction(p) && !caption(p) && !dateline(p.text):
		return aside, nil
	case dateline(p.text), timeOnly(p.text) && anyDay.MatchString(p.text):
		if f.has("dateline") || i < title && dateAfter(all, title) || updateStamp.MatchString(p.text) && moreDates(all[i+1:]) {
			return aside, nil
		}
		return "dateline", nil
	case frontByline(p):
		return "byline", nil
	case bareNames(p) && !f.has("byline") && (besideDate(all, i) || signsLater(all, i)) && !bylineAfter(all, i):
		return "byline", nil
	case p.item && !p.counted && i > title && !all[i-1].item && i+1 < len(all) && !all[i+1].item && bareNames(paragraph{text: p.text}): // "– Jo Field"
		return "byline", nil
	case correction(p):
		return "correction", nil
	case caption(p), i > 0 && all[i-1].picture && p.emphasis == 1:
		return "caption", nil
	case disclaimer(p) && p.emphasis > 0:
		return "disclaimer", nil
	case f.isStandfirst(all, title, i):
		return "standfirst", nil
	case furniture(p), heading(p) && !p.table, p.item && moreFront(all, title, i):
		return aside, nil
	}
	return "", nil
}

func (f *frontMatter) has(name string) bool {
	for _, n := range f.names {
		if n == name {
			return true
		}
	}
	for _, parts := range f.split {
		for _, p := range parts {
			if p.at == name {
				return true
			}
		}
	}
	return false
}

// isStandfirst tells the line under the title: set off as a whole, or a sentence
// with more front matter to come, or a full sentence without its full stop.
func (f *frontMatter) isStandfirst(all []paragraph, title, i int) bool {
	p := all[i]
	words := len(strings.Fields(p.text))
	if i < title || f.has("standfirst") || p.item || p.table || p.level == 1 || strings.HasPrefix(p.text, "(") || addressed.MatchString(p.text) || len(p.text) > 2*captionLength || furniture(p) || words < 5 {
		return false
	}
	if p.emphasis > 0 && ends(p.text) || moreFront(all, title, i) {
		return true
	}
	if p.level > 0 {
		return false
	}
	if p.emphasis == 0 && words >= 8 && !ends(p.text) && !unfinished(p.text) && !titleCase(p.text) {
		return true
	}
	return i == title+1 && (p.emphasis == 1 || i+1 < len(all) && opensRelease(all[i+1].text) && !opensRelease(p.text))
}

// opensRelease tells the first paragraph of a press release, which begins with
// where and when, or with where and by which wire: "BASEL, 3 May 2024 – …".
func opensRelease(text string) bool {
	head := firstBytes(text, 120)
	if wirePlace.MatchString(head) {
		return true
	}
	at := anyDay.FindStringIndex(head)
	return at != nil && at[0] > 2 && at[0] < 80 && nameLike(placeSigns.Replace(head[:at[0]])) && afterPlace.MatchString(head[at[1]:]) && capital(text)
}

// placeSigns are what stands between the parts of a place.
var placeSigns = strings.NewReplacer(",", " ", "(", " ", ")", " ", "/", " ", "—", " ", "–", " ", " - ", " ")

var (
	afterPlace = regexp.MustCompile(`^\)?(?:[^.]{0,30}?\s(?:[–—-]|--)\s|\s?--|—|:\s)`)
	wirePlace  = regexp.MustCompile(`^\p{Lu}[\p{L}.,’' -]{1,50}?(?:\s[–—-]\s|\s?--\s?|\s)\(\p{Lu}[\p{L}\d ]{1,30}\)\s?(?:--|[–—-])`)
)

// moreFront says whether a byline, a date or the title again follows before the
// article's own sentences do.
func moreFront(all []paragraph, title, i int) bool {
	for j := i + 1; j < len(all) && j <= i+6; j++ {
		p := all[j]
		if dateline(p.text) || frontByline(p) || signature(p) != nil || sameText(p.text, all[title].text) || bareNames(p) && besideDate(all, j) {
			return true
		}
		if !furniture(p) && !heading(p) && !caption(p) && !correction(p) {
			return false
		}
	}
	return false
}

// signsLater says whether the name at i is that of whom a later paragraph is about
// or who comments.
func signsLater(all []paragraph, i int) bool {
	name, _, _ := strings.Cut(all[i].text, ",")
	return slices.ContainsFunc(all[i+1:], func(p paragraph) bool {
		after, ok := strings.CutPrefix(p.text, name)
		_, _, head := commentHead(p.text)
		return ok && (authorIs.MatchString(firstBytes(after, headingLength)) || head)
	})
}

// signedDate takes apart "Jo Field, Gauge Weekly, 3 May 2024", which begins as a
// place and a date do, where the article says later who that is.
func signedDate(all []paragraph, i int) []part {
	p := all[i]
	name, _, _ := strings.Cut(p.text, ",")
	if p.item || p.level > 0 || !dateline(p.text) || !bareName(paragraph{text: name}) || !signsLater(all, i) {
		return nil
	}
	at := fullDate.FindStringIndex(p.text)
	if at == nil || at[0] < len(name) {
		return nil
	}
	return []part{{at: "byline", text: strings.TrimRight(p.text[:at[0]], ", "), line: p.line}, {at: "dateline", text: p.text[at[0]:], line: p.line}}
}

// bylineAfter says whether a line that says "By" stands among the next few.
func bylineAfter(all []paragraph, i int) bool {
	return slices.ContainsFunc(all[i+1:min(i+5, len(all))], frontByline)
}

// dateAfter says whether a date stands in the lines under the title.
func dateAfter(all []paragraph, title int) bool {
	return slices.ContainsFunc(all[title+1:min(title+7, len(all))], func(p paragraph) bool { return dateline(p.text) || signature(p) != nil })
}

// moreDates says whether another date stands in the next few lines.
func moreDates(rest []paragraph) bool {
	for _, p := range rest[:min(3, len(rest))] {
		if dateline(p.text) && !updateStamp.MatchString(p.text) {
			return true
		}
	}
	return false
}

// besideDate tells a line with a date next to it, a line of the page between
// them at most.
func besideDate(all []paragraph, i int) bool {
	for j := max(0, i-2); j <= i+2 && j < len(all); j++ {
		if j != i && dateline(all[j].text) {
			return true
		}
	}
	return false
}

// titleOf finds the title: the first marked heading of the first rank, or else
// the first line before the article that could be a headline. A line in capitals
// over one that looks more like a headline is the name of the publisher.
func titleOf(all []paragraph) int {
	first, short, heads := -1, -1, 0
	for i, p := range all[:min(frontReach, len(all))] {
		words := len(strings.Fields(firstBytes(p.text, titleLength)))
		switch {
		case p.level == 1:
			return i
		case notTitle(p) || i > 0 && correctionTitle(all[i-1]):
		case first < 0 && short >= 0 && ends(p.text) && i > short+1: // the sentences begin below a short title
			return short
		case subjectLine.MatchString(p.text):
			return i
		case first < 0 && words >= 4, first >= 0 && heads < 2 && words >= 4 && heading(p) && overTitle(all, first, p):
			first, heads = i, 0
		case short < 0, first < 0 && heads < 2 && !strings.Contains(p.text, ",") && overTitle(all, short, p):
			short, heads = i, 0
		case ends(p.text):
			heads = 2 // the sentences have begun
		default:
			heads++
		}
		if len(p.text) > titleLength && !p.table {
			break
		}
	}
	if first < 0 {
		return short
	}
	return first
}

// shouted tells a line in capitals throughout.
func shouted(text string) bool { return strings.ToUpper(text) == text }

// overTitle tells a line at the head of the page that is not the title, since
// the one below it is: the name of who publishes, or the number of a notice.
func overTitle(all []paragraph, above int, below paragraph) bool {
	text := all[above].text
	return shouted(text) && !shouted(below.text) && titleCase(below.text) || numberedPaper(text) || houseName(text) || houseLine(text) || recurs(all, above)
}

var (
	houseNouns = lexicon.Set("house")
	paperNouns = lexicon.Set("paper")
	deskNouns  = lexicon.Set("desk")

	acronymBehind = regexp.MustCompile(`\s*[(\[][^()\[\]]{2,20}[)\]]$`)
	numberBehind  = regexp.MustCompile(`^[#№]?\d[\d/.-]*$`)
	subjectLine   = regexp.MustCompile(`^(?i:subject|re)\s*:\s+`)
)

// houseName tells the name of a body or of a publication by the noun it ends or
// begins with: a short one, one in capitals or one with its acronym behind, since
// a headline may end so as well.
func houseName(text string) bool {
	if len(text) > headingLength {
		return false
	}
	name := acronymBehind.ReplaceAllString(text, "")
	words := strings.Fields(name)
	if !nameLike(name) || len(words) > 4 && !shouted(name) && name == text {
		return false
	}
	first, last := strings.ToLower(words[0]), strings.ToLower(words[len(words)-1])
	return houseNouns[last] || len(words) > 2 && (houseNouns[first] || first == "the" && houseNouns[strings.ToLower(words[1])])
}

// houseLine tells a name with what it is behind a dash or a bar: "Loom & Ledger —
// the weavers' weekly", "Orbex plc | Press Office".
func houseLine(text string) bool {
	at := strings.LastIndexAny(text, "—–|")
	words := strings.Fields(text[at+1:])
	if at < 0 || len(words) < 2 || len(words) > 5 {
		return false
	}
	last := strings.ToLower(words[len(words)-1])
	return houseNouns[last] || deskNouns[last]
}

// nameLike tells a line in which every word could be part of a name.
func nameLike(text string) bool {
	if len(text) > headingLength {
		return false
	}
	words := strings.Fields(text)
	for _, word := range words {
		if !capital(word) && !joining[word] && !particles[word] {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 10 && !strings.ContainsAny(text, "0123456789:;?!,")
}

// recurs says whether a line is a name that the article's sentences use too, in
// full or by the acronym behind it, as they never do with a headline.
func recurs(all []paragraph, i int) bool {
	if len(all[i].text) > headingLength {
		return false
	}
	short := acronymBehind.FindString(all[i].text)
	name := strings.TrimSuffix(all[i].text, short)
	if !nameLike(name) || len(strings.Fields(name)) < 2 {
		return false
	}
	short = strings.Trim(short, " ()[]")
	for _, p := range all[i+1:] {
		if len(p.text) <= len(all[i].text)+20 || heading(p) {
			continue
		}
		if strings.Contains(strings.ToLower(p.text), strings.ToLower(name)) || shouted(short) && slices.Contains(wordOf.FindAllString(p.text, -1), short) {
			return true
		}
	}
	return false
}

// numberedPaper tells the line that gives a notice its number.
func numberedPaper(text string) bool {
	if len(text) > headingLength {
		return false
	}
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 || len(words) > 6 || strings.Contains(text, ":") || !numberBehind.MatchString(words[len(words)-1]) {
		return false
	}
	return slices.ContainsFunc(words[:len(words)-1], func(w string) bool { return paperNouns[w] })
}

// titleLength is about the longest headline there is.
const titleLength = 250

// notTitle tells what stands before a title, or where a title should have been.
func notTitle(p paragraph) bool {
	text := p.text
	return len(text) > titleLength || p.item || p.counted || p.table || p.emphasis == 1 || addressed.MatchString(text) && !subjectLine.MatchString(text) || signature(p) != nil || rubric(text) || kicker.MatchString(tidy(text)) || furniture(p) ||
		dateline(text) || frontByline(p) || correction(p) || caption(p) || timeOnly(text) || strings.Count(text, ". ") > 1 || paragraphLike(text)
}

// addressed is a line at the head of a letter or a circular; salutation is the one
// that greets whom it is for.
var (
	addressed  = regexp.MustCompile(`(?i)^(?:to|from|cc|ref|our ref|attn|attention|distribution)\s*:`)
	salutation = regexp.MustCompile(`(?i)^(?:dear|hello|hi|good (?:morning|day|afternoon))\s\pL[^.!?]{1,60}[,:!]$|^ladies and gentlemen[,:!]$`)
)

// rubric tells a line of a few labels with bars between them, or with dashes, of which a
// headline has one at most.
func rubric(text string) bool {
	parts := signBar.Split(text, -1)
	if dashed := signDash.Split(text, -1); len(dashed) > 2 {
		parts = dashed
	}
	for _, part := range parts {
		if len(strings.Fields(part)) > 3 {
			return false
		}
	}
	return len(parts) > 1
}

var signDash = regexp.MustCompile(`\s+[–—-]\s+`)

// paragraphLike tells two sentences in full, which are an article that has no title.
func paragraphLike(text string) bool {
	return len(text) > 60 && strings.HasSuffix(text, ".") && strings.Contains(text, ". ")
}

// sameText compares as a reader does.
func sameText(a, b string) bool {
	return len(a) <= 2*titleLength && len(b) <= 2*titleLength && strings.EqualFold(plain(a), plain(b))
}

// titleCase tells a line in which most longer words have a capital.
func titleCase(text string) bool {
	long, capitals := 0, 0
	for _, word := range strings.Fields(text) {
		if len(word) < 4 {
			continue
		}
		long++
		if strings.IndexFunc(word, unicode.IsUpper) == 0 {
			capitals++
		}
	}
	return 2*capitals > long
}

// signature takes apart a line that gives both author and date: "By Jo Field |
// 3 May 2024 | 5 min read", "Posted by Jo Field on 3 May 2024".
func signature(p paragraph) []part {
	text := p.text
	if p.item || p.table || len(text) > 2*datelineLength || fullDate.FindStringIndex(text) == nil || dateline(text) {
		return nil
	}
	var out []part
	pieces, barred := signParts(text)
	for _, piece := range pieces {
		if m := labelBy.FindStringSubmatch(piece); m != nil && !byline(piece) && byline(m[1]) { // "A personal view by Jo Field"
			piece = m[1]
		}
		switch {
		case updateStamp.MatchString(piece) && len(pieces) > 2:
		case dateline(piece):
			out = append(out, part{at: "dateline", text: piece, line: p.line})
		case byline(piece):
			out = append(out, part{at: "byline", text: piece, line: p.line})
		case readingTime.MatchString(piece):
		case bareNames(paragraph{text: piece}):
			out = append(out, part{at: "byline", text: piece, line: p.line})
		case barred && (len(strings.Fields(piece)) <= 3 || pointer.MatchString(piece)): // a rubric, a place
		default:
			return nil
		}
	}
	if len(out) == 0 || len(out) > 2 || len(out) == 1 && !barred || len(out) == 2 && out[0].at == out[1].at {
		return nil
	}
	return out
}

// labelBy is what a piece is, and by whom; thenBy is a date with who wrote it behind.
var (
	labelBy = regexp.MustCompile(`^(?:\p{L}[\p{L}'’-]*\s){1,5}(by\s\p{Lu}.*)$`)
	thenBy  = regexp.MustCompile(`^,? by \p{Lu}`)
)

var signBar = regexp.MustCompile(`\s*[|·•]\s*|\s+/\s+`)

// signParts cuts such a line at its bars, or else where the date begins or ends.
func signParts(text string) (parts []string, barred bool) {
	if parts := signBar.Split(text, -1); len(parts) > 1 {
		return parts, true
	}
	at := fullDate.FindStringIndex(text)
	if by := thenBy.FindStringIndex(text[at[1]:]); by != nil { // "Sector note, 3 May 2024, by Jo Field"
		parts := []string{text[at[0]:at[1]], strings.TrimLeft(text[at[1]:], " ,")}
		label := strings.TrimRight(text[:at[0]], " ,;–—-")
		if tidy(dateRest.ReplaceAllString(label, "")) == "" { // "Published on"
			parts[0] = text[:at[1]]
		} else {
			parts = append([]string{label}, parts...)
		}
		return parts, true
	}
	before := strings.TrimRight(whenTail.ReplaceAllString(strings.TrimRight(text[:at[0]], " ,;–—-("), ""), " ,;–—-(")
	if tidy(dateRest.ReplaceAllString(before, "")) == "" {
		return []string{text[:at[1]], strings.TrimLeft(text[at[1]:], " ,;–—-)")}, false
	}
	when := strings.TrimLeft(text[at[0]:], " ")
	if bylineLead.MatchString(before) { // "Posted by Jo Field on 3 May 2024 in Licensing"
		when = filedUnder.ReplaceAllString(when, "")
	}
	return []string{before, when}, false
}

// filedUnder are the headings of a blog under which a post is filed.
var filedUnder = regexp.MustCompile(`\s(?:in|under)\s\p{Lu}[\p{L} ]*(?:,\s\p{L}[\p{L} ]*)*$`)

// frontStep puts the units of a paragraph of the front matter.
func (c *classifier) frontStep(i int) {
	if parts := c.front.split[i]; parts != nil {
		c.parts = append(c.parts, parts...)
		return
	}
	if name := c.front.names[i]; name != "" {
		c.put(name, c.all[i])
	}
}

// authorOf reads the author's name from the byline.
func authorOf(all []paragraph, f frontMatter) string {
	for i := range f.end {
		if f.names[i] == "byline" {
			return authorName(all[i].text)
		}
		for _, p := range f.split[i] {
			if p.at == "byline" {
				return authorName(p.text)
			}
		}
	}
	return ""
}

// authorName takes "By" and the role from a byline.
func authorName(text string) string {
	name := strings.TrimPrefix(text, bylineLead.FindString(text))
	if m := writtenBy.FindStringSubmatch(name); m != nil && name == text {
		name = m[1]
	}
	name, _, _ = strings.Cut(name, ",")
	name, _, _ = strings.Cut(name, " | ")
	name, _, _ = strings.Cut(name, " / ")
	name, _, _ = strings.Cut(name, " (")
	return tidy(writesFor.ReplaceAllString(name, ""))
}
