package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// headingLength is about the longest heading a page sets; a longer text without
// a full stop is a paragraph whose full stop was lost.
const headingLength = 110

// footnote is a reference mark after the full stop.
var footnote = regexp.MustCompile(`(?:\s*\[\d{1,3}\]|[¹²³⁴-⁹]+)+$`)

// ends tells a text that ends as a sentence or a clause does, closing quotes and
// brackets aside.
func ends(s string) bool {
	s = footnote.ReplaceAllString(lastBytes(s, 60), "")
	s = strings.TrimRight(s, " \u00a0\"'”’»)]*_")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。", r)
}

// shortForm is the full stop of an initial or of a company's form: "Jo F.",
// "Orbex B.V.", "Orbex, Inc.".
var shortForm = regexp.MustCompile(`\s(?:\p{Lu}\.|(?:\pL{1,2}\.){2,}|(?:Inc|Ltd|Co|Corp|Bros)\.)$`)

// abbreviated tells a name whose full stop ends no sentence.
func abbreviated(text string) bool {
	return len(text) <= headingLength && shortForm.MatchString(text) && nameLike(strings.ReplaceAll(text, ",", ""))
}

// listLead are the words a line begins with that introduces a list in full
// words ("The court held:"), where a heading would begin with a noun.
var listLead = setOf("the it they he she we i this these those in under on for by as and but that there according among to its their such")

// heading tells a heading from a paragraph: it was marked as one, or it is short
// and does not end as a sentence does.
func heading(p paragraph) bool {
	switch {
	case p.table || p.leads || len(p.text) > 2*headingLength:
		return false
	case p.level > 0:
		return true
	case p.item || len(p.text) > headingLength:
		return false
	case p.emphasis == 2 && (!strings.HasSuffix(p.text, ".") || len(strings.Fields(p.text)) <= 3):
		return true
	}
	whole := !unfinished(p.text) || !strings.Contains(p.text, " ") || stranded.MatchString(p.text)
	return (!ends(p.text) || abbreviated(p.text)) && whole || label(p.text)
}

// stranded is a clause that ends with its preposition: "What the pool asked for".
var stranded = regexp.MustCompile(`^(?:What|Who|Whom|Where|Which|How)\s.*\s(?:to|in|on|at|for|from|with|of)$`)

// label tells a few words with a colon over what follows ("Media contact:").
func label(text string) bool {
	words := strings.Fields(text)
	return strings.HasSuffix(text, ":") && len(words) <= 3 && !listLead[strings.ToLower(words[0])]
}

// question tells a heading that asks; a paragraph rarely is one short question.
func question(p paragraph) bool {
	return !p.item && len(p.text) <= 80 && strings.HasSuffix(p.text, "?") && strings.Count(p.text, "?") == 1 && !strings.ContainsAny(p.text, ".!") && capital(p.text)
}

// speaker is the name at the head of what somebody says in a printed conversation:
// "Licensing Weekly: Who pays?".
func speaker(text string) string {
	name, said, ok := strings.Cut(firstBytes(text, headingLength), ": ")
	if !ok || said == "" || !nameLike(name) {
		return ""
	}
	return name
}

var (
	bylineLead = regexp.MustCompile(`(?i)^(?:(?:by|(?:written|words|posted|reported|story|text|reporting) by)\s*:?\s+|(?:by|authors?|words|text|byline|analysts?|reporters?|correspondent)\s*:\s*)`)
	writesFor  = regexp.MustCompile(`\s+for\s+\p{Lu}.*$`)
)

// byline tells a line that says who wrote the article.
func byline(text string) bool {
	lead := bylineLead.FindString(firstBytes(text, datelineLength))
	if lead == "" || len(text) > datelineLength {
		return false
	}
	name, role, _ := strings.Cut(text[len(lead):], ",")
	if first, _, _ := strings.Cut(strings.TrimSpace(role), " "); clauseHead[first] {
		return false // "by Orbex Inc., which alleges …", in the midst of a sentence
	}
	name = writesFor.ReplaceAllString(name, "")
	if len(lead) > len("by ") && handle.MatchString(name) { // "posted by jo_field"
		return true
	}
	for i, word := range strings.Fields(name) {
		if !capital(word) && !strings.HasPrefix(word, "@") && (i == 0 || !particles[word] && word != "|" && word != "/") {
			return false
		}
	}
	return name != "" && !strings.ContainsAny(name, "0123456789!?;") && !ends(strings.TrimSuffix(role, "."))
}

// clauseHead are the words that begin a clause about a name.
var clauseHead = setOf("which who whose whom that where when while whereas although but as since after before")

// deskByline tells a byline that names no person: "By our legal correspondent in
// Ghent", "By the Secretariat of the Forum".
func deskByline(p paragraph) bool {
	name, ok := strings.CutPrefix(p.text, "By ")
	if !ok || len(name) > datelineLength {
		return false
	}
	words := strings.Fields(strings.ToLower(name))
	return len(words) <= 12 && !p.item && !ends(name) && !strings.Contains(name, ",") &&
		slices.ContainsFunc(words, func(w string) bool { return deskNouns[w] })
}

// writtenBy is what may stand around a name under a title and nowhere else: "A guest
// post by Jo Field", "Jo Field reports from Ghent", "By Jo Field with Ann Lee".
var (
	writtenBy = regexp.MustCompile(`^[—–~-]*\s*(?i:(?:(?:an? )?(?:\p{L}+ )?(?:post|opinion|view|analysis|comment|commentary|column|report|story|review|note) )?by|from|(?:prepared|compiled|contributed|issued|drafted) by|authors?|(?:text|words) and (?:photos?|pictures|images))\s*:?\s+(.+?)(?:\s+(?:in|with|for|from|and (?:agencies|staff|others))\b.*)?(?:\s[—–~])?$`)
	whoSays   = regexp.MustCompile(`^(\p{Lu}.+?) reports?(?: from \p{Lu}.*)?$`)
)

// frontByline tells who wrote the article from how it stands under the title.
func frontByline(p paragraph) bool {
	if byline(p.text) || deskByline(p) {
		return true
	}
	if p.table || p.counted || p.level > 0 || len(p.text) > datelineLength || ends(p.text) {
		return false
	}
	m := writtenBy.FindStringSubmatch(p.text)
	if m == nil {
		m = whoSays.FindStringSubmatch(p.text)
	}
	if m == nil {
		return false
	}
	name, _, _ := strings.Cut(m[1], ",")
	last := strings.ToLower(name[strings.LastIndexByte(name, ' ')+1:])
	return bareNames(paragraph{text: m[1]}) || deskNouns[last] || strings.Contains(name, "_") && handle.MatchString(name)
}

// bareNames tells a line of the names of one or several persons.
func bareNames(p paragraph) bool {
	if len(p.text) > datelineLength {
		return false
	}
	for _, name := range joinedNames.Split(p.text, -1) {
		if !bareName(paragraph{text: name, item: p.item, level: p.level}) {
			return false
		}
	}
	return true
}

var joinedNames = regexp.MustCompile(`\s*(?:;|&|\band\b)\s*`)

// bareName tells a line that is a person's name and perhaps what they are
// ("Jo Field, Senior Reporter"); beside a date it is a byline.
func bareName(p paragraph) bool {
	name, role, _ := strings.Cut(p.text, ",")
	words := strings.Fields(name)
	if p.item || p.level > 0 || ends(p.text) || len(words) < 2 || len(words) > 4 || len(strings.Fields(role)) > 6 {
		return false
	}
	return personName(name) && !strings.ContainsAny(name, "&0123456789/|>@()") && strings.ToUpper(name) != name
}

var (
	captionLead = regexp.MustCompile(`(?i)^[\[(]?(?:(?:photo(?:graph)?|image|picture|illustration|graphic|figure|fig\.|chart|caption|cover)(?:\s+(?:credit|courtesy|source|by|above|below|\d+))*\s*(?:[:.|–—-]|\bby\b|\bof\b|courtesy|\d+)|pictured\b|above:|credit:)`)
	captionWord = regexp.MustCompile(`(?i)\b(?:getty images|shutterstock|wikimedia|via flickr|(?:photo|image|picture|photograph|illustration)\s*(?:by\b|credit|courtesy)|unsplash|istock|\bpress photo|file photo|courtesy of)|©\s*\pL` +
		`|(?:[^\pL\d\s]\s*(?:photo|image|picture|photograph|illustration)|\b(?-i:Photo|Image|Picture|Photograph|Illustration))\s*:`) // no sentence's "the whole picture: …"
	freeLicence = regexp.MustCompile(`(?:^|[^\pL\d\s]\s*|\p{Lu}[\pL.'’-]*\s)(?:(?:[Uu]sed |[Ll]icen[sc]ed )?under (?:an? )?)?(?:CC[ -]BY|CC0|Creative Commons)`) // behind a name or a sign, as no sentence has it
)

// captionLength is longer than what is written under a picture.
const captionLength = 300

// caption tells what is written under a picture, mostly by whose picture it is.
func caption(p paragraph) bool {
	if p.item || p.table || p.level > 0 || len(p.text) > captionLength {
		return false
	}
	return captionLead.MatchString(p.text) || (captionWord.MatchString(p.text) || freeLicence.MatchString(p.text)) && !copyright.MatchString(p.text)
}

// correctionLead is how an article says that it was changed. The editor's note
// is one where it speaks of an earlier text.
var (
	correctionLead = regexp.MustCompile(`^[\[(*_ ]*(?i:correction|corrected|clarification|corrigendum|corrigenda|erratum|errata|rectification|update|updated|edit|amendment|editor['’]?s['’]? (?:note|correction))s?\b(?i:\s+(?:added|notice|issued|made)\b)?(?:\s+(?:to|of) [^:.]{2,60}[:.]|(?:[\])*_]|\s*(?:\([^)]{0,40}\)|&\s*clarifications?|and clarifications?|no\.? ?\d+))?\s*(?:[:.–—-]|,?\s+(?i:on |at )?(?:\d|` + monthWord + `|` + `(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|$|[\])]))`)
	earlierText    = regexp.MustCompile(`(?i)\bprint edition\b|\bwas (?:\w+ly )?given as\b|\b(?:earlier|previous|original|first|prior|initial)\s+(?:version|edition|draft|text|post|copy)|\b(?:corrected|amended|updated|misstated|misspelled|incorrectly|wrongly|in error|erroneously)\b`)
	thisWasChanged = regexp.MustCompile(`(?i)^[\[(*_]*(?:(?:please )?note\s*[:–—-]+\s*)?(?:we (?:have )?(?:since )?corrected\b.*\b(?:paragraph|article|post|story|version|table|report)|(?:an|a|the|this) (?:(?:earlier|previous|original|prior) (?:version|edition)|(?:article|story|post|report|page|piece|notice|release)(?: (?:was|has been))(?: \w+)? (?:updated|corrected|amended)))\b`)
	agencySlug     = regexp.MustCompile(`^(?:UPDATE|WRAPUP|REFILE|CORRECTED|EXCLUSIVE|ANALYSIS|FOCUS)[\s-]?\d?\s?-\s?\p{Lu}`) // a news agency's headline
	editorsNote    = regexp.MustCompile(`(?i)^[\[(*_]*editor['’]?s['’]? note`)
)

// correction tells a paragraph that corrects or updates the article. A date
// alone is no correction, only when the page was changed.
func correction(p paragraph) bool {
	start := firstBytes(p.text, 400)
	if p.item || p.table || dateline(p.text) || agencySlug.MatchString(start) || heading(p) && !strings.HasPrefix(p.text, "[") && len(p.text) < 60 {
		return false
	}
	if editorsNote.MatchString(start) {
		return earlierText.MatchString(start)
	}
	return correctionLead.MatchString(start) || thisWasChanged.MatchString(start)
}

// correctionTitle tells the heading over a correction.
func correctionTitle(p paragraph) bool {
	return heading(p) && len(strings.Fields(anyTime.ReplaceAllString(p.text, ""))) <= 3 && correctionLead.MatchString(p.text) && !dateline(p.text)
}

var (
	disclaimerLead  = regexp.MustCompile(`(?i)^[\[(*_]*(?:(?:warning|important|legal|general)\s*(?:&|and)?\s*)?(?:disclaimers?|disclosures?|legal notice|safe harbou?r|forward[- ]looking statements?|cautionary (?:note|statement)s?)(?:\s+(?:statement|notice|regarding|on|about)[^:.]{0,60})?\s*(?:[:.–—-]|$|[\])])`)
	disclaimerWords = regexp.MustCompile(`(?i)\b(?:(?:does|do|should|is|are|shall) not (?:be )?(?:constitute|construed as|intended as|intended to be|provide|taken as|considered)(?: an?)?(?: \w+,?){0,3} (?:advice|recommendation|offer)|not (?:legal|investment|financial|professional)(?:,? (?:or|and) \w+)? advice|for (?:general )?information(?:al)? (?:purposes )?only|contains? (?:certain )?forward-looking statements|(?:views|opinions)(?: and \w+)? expressed (?:here|herein|above|in this|are (?:those|solely))|attorney-client relationship)`)
)

// disclaimer tells a paragraph by which the publisher limits what it answers for.
func disclaimer(p paragraph) bool {
	if p.item || p.table || heading(p) {
		return false
	}
	return disclaimerLead.MatchString(firstBytes(p.text, 200)) || disclaimerWords.MatchString(firstBytes(p.text, markReach)) && !strings.ContainsAny(firstBytes(p.text, 1), `"“`)
}

// disclaimerTitle tells the heading over a disclaimer.
func disclaimerTitle(p paragraph) bool {
	return heading(p) && disclaimerLead.MatchString(tidy(p.text))
}

var (
	authorTitle  = regexp.MustCompile(`(?i)^(?:about\s+)?(?:the|our|this)?\s*(?:guest\s+)?(?:authors?|writers?|contributors?|reporters?|columnists?|bloggers?)(?:\(s\)?)?(?:\s+(?:bio|biography|note|information|profile))?\s*:?$`)
	authorLead   = regexp.MustCompile(`(?i)^[\[(*_]*(?:about the (?:authors?|writers?)|author['’]?s? (?:note|bio)|the authors?|the writer)\s*(?:\(s\))?\s*[:–—-]`)
	deskCredit   = regexp.MustCompile(`^[\[(*_]*(?:(?:(?:With )?(?:[Aa]dditional )?[Rr])eporting|(?:Editing|Edited|Written|Compiled)) by \p{Lu}`)
	authorIs     = regexp.MustCompile(`^(?:,[^.]{0,80},)?\s+(?:(?:is|was|has)\b|[a-z]+s\s)`)
	theAuthorIs  = regexp.MustCompile(`(?i)^(?:the (?:author|writer)) (?:is|was|works|covers|writes|practises|practices)\b`)
	personalNote = regexp.MustCompile(`^(?:\p{Lu}[\p{L}.'’-]+\s+){2,4}(?:is|covers|writes|reports) (?:an?|the|about|on|for|our|[a-z]+ (?:at|for|with|editor|reporter|correspondent))\b`)
)

// authorNote tells a paragraph about the author. One that only begins with the
// author's name counts where the article is over, which the caller knows.
func authorNote(p paragraph, author string, atEnd func() bool) bool {
	start := firstBytes(p.text, 400)
	credit := deskCredit.MatchString(start) && len(p.text) < 300
	if p.table || p.item && !credit {
		return false
	}
	for _, name := range authorSplit.Split(author, -1) {
		if after, ok := strings.CutPrefix(start, name); ok && strings.Contains(name, " ") {
			return authorIs.MatchString(after) && atEnd()
		}
	}
	if heading(p) && p.emphasis == 0 && !credit {
		return false
	}
	if authorLead.MatchString(start) || theAuthorIs.MatchString(start) || credit {
		return true
	}
	return p.emphasis > 0 && personalNote.MatchString(start) && atEnd()
}

// authorSplit parts the names of several authors.
var authorSplit = regexp.MustCompile(`\s*(?:,|;|&|\band\b)\s*`)

// authorHeading tells the heading over a note about the author, by the word or
// by the name.
func authorHeading(p paragraph, author string) bool {
	return heading(p) && (authorTitle.MatchString(tidy(p.text)) || author != "" && strings.EqualFold(tidy(p.text), "about "+author))
}

var (
	endMark     = regexp.MustCompile(`(?i)^\W*(?:ends?|30|the end|end of (?:the )?(?:release|notice|text|document|message)|yours (?:sincerely|faithfully|truly)|(?:kind|best|warm) regards|sincerely(?: yours)?)\W*$`)
	copyright   = regexp.MustCompile(`(?i)^\W*(?:©|\(c\)\s*\d{4}|copyright\b)|\ball rights reserved\b`)
	readingTime = regexp.MustCompile(`(?i)^(?:(?:reading time|read time|read)\s*:?\s*)?(?:about |approx\.? )?\d+[\s-]*min(?:ute)?s?(?:[\s-]+read(?:ing)?(?:\s+time)?)?$`)
	pointer     = regexp.MustCompile(`(?i)^\W*(?:(?:read (?:more|also|next|the full|our|this|on)|also read|more (?:from|on|like|news|stories)|see also|related(?: (?:articles?|stories|news|reading|content|posts?|links?|topics?|coverage))?|further reading|recommended(?: reading| for you)?|you (?:may|might) (?:also )?(?:like|enjoy)|don['’]t miss|up next|filed under|posted in)\b(?:\s+[\w’'-]+){0,2}|(?:next|prev(?:ious)?)(?: article| story| post)?|tags?|topics?|categor(?:y|ies)|keywords|share(?: this)?(?: article| story| on| via)?|source(?: link)?|print(?: this)?)\s*(?:[:|→»>]|$)`)
	leadOff     = regexp.MustCompile(`(?i)^\W*(?:advertisement|you are here|sponsored|skip to|jump to|back to|view (?:all|more|original)|listen to|most (?:read|popular)|trending|editor['’]s picks?|image gallery|loading|read (?:more|also|next)|also read|see also|more (?:from|on|like)|related:)\b[^.!?]*$`)
	shareButton = regexp.MustCompile(`(?i)^(?:(?:share|post|send|save|tweet|pin|print|copy(?: link)?|bookmark|e-?mail|facebook|x|twitter|linkedin|whatsapp|reddit|telegram|bluesky|mastodon|threads|rss|pdf|link|on|via|by|this|to|[|,/·•:])\s*)+$`)
	arrow       = regexp.MustCompile(`(?:[→»›⟶➔]|->|>>)\s*$|^\s*(?:[←«‹⟵➔→»]|<-|<<|>>)`)
	onlyAddress = regexp.MustCompile(`(?i)^\W*(?:https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+(?:\s+[@#]\w+)*)\W*$`)
	contactData = regexp.MustCompile(`(?i)\b[\w.+-]+@[\w-]+\.[\w.]+|(?:\btel\b|\bphone\b|\+\d{1,3})[\s.:()\d-]{7,}`)
	doWord      = regexp.MustCompile(`(?i)^\W*(?:if you [^,.]{4,60}, )?(?:please |to |just )?(?:get|register|sign|(?:un)?subscribe|reply|join|follow|share|read|click|tap|download|watch|listen|visit|contact|email|e-mail|support|donate|tell|leave|log|like|enter|try|start|stay|receive|unlock|become|buy|book|save|want|enjoy(?:ed|ing)?|liked?|never|don['’]t miss|for more|create|manage|accept|view)\b`)
	toReader    = regexp.MustCompile(`(?i)\b(?:us|our|your|you|here|newsletters?|inbox|e-?mail|more|free|trial|podcast|webinar|(?:un)?subscri\w+|account|app|membership|updates?|alerts?|linkedin|twitter|facebook|whatsapp|telegram|comment|cookies?|article|story|post|friends?|colleagues?|readers|subscribers|professionals|journalism)\b`)
	thisWebsite = regexp.MustCompile(`(?i)\b(?:(?:in|to) your (?:in|mail)box|free articles? left|not a (?:subscriber|member) yet|free edition of|forwarded this|this (?:issue|edition|newsletter|e-?mail|podcast) is (?:sponsored|brought|supported)|subscribe now|(?:this|our) (?:web)?site uses cookies|we use cookies|your privacy|terms of (?:use|service)|privacy policy|you are receiving this|sign up (?:for|to) our|subscribe to our|our (?:free |daily |weekly )?newsletter)\b`)
)

// furniture tells what belongs to the page and not to the article: menus,
// buttons, other articles, appeals to subscribe.
func furniture(p paragraph) bool {
	if p.table || len(p.text) > captionLength {
		return false
	}
	text := p.text
	switch {
	case p.links, p.picture, !strings.ContainsFunc(text, speaks), salutation.MatchString(text):
		return true
	case readingTime.MatchString(text), onlyAddress.MatchString(text), copyright.MatchString(text), arrow.MatchString(text):
		return true
	case endMark.MatchString(text) && (text != "30"), shareButton.MatchString(text), pointer.MatchString(text), !p.item && leadOff.MatchString(text), menu(text):
		return true
	}
	return !p.item && (appeal(text) || contactLine(text))
}

// appeal tells a short sentence that asks the reader to do something for the
// publisher: it begins with what to do and speaks of "you" or "us".
func appeal(text string) bool {
	if len(text) > 220 {
		return false
	}
	return doWord.MatchString(text) && toReader.MatchString(text) || thisWebsite.MatchString(text)
}

// writtenTo is a sentence that tells to whom one writes, and what: "Objections may be
// sent to the secretary, Ida Brandt, at …".
var writtenTo = regexp.MustCompile(`^\p{Lu}\p{L}+(?: \p{L}+){0,6} (?:may|can|should|must) be \p{L}+ to (?:the )?\p{L}[^@]{8,}@[\w.-]+\.$`)

// contactLine tells an address to turn to, with nothing said beside it.
func contactLine(text string) bool {
	return len(text) <= 200 && contactData.MatchString(text) && !writtenTo.MatchString(text) &&
		!slices.ContainsFunc(strings.SplitAfter(text, ". "), func(s string) bool { return !contactData.MatchString(s) && ends(s) && len(strings.Fields(s)) >= 6 })
}

// menuSign parts the entries of a menu or the steps of a path through the site.
var menuSign = regexp.MustCompile(`\s+[|·•>»›/→]\s+|\s*[|»›]\s*`)

// path is the way to a page through its site: "Newsroom > Press releases".
var path = regexp.MustCompile(`^(?:\p{Lu}[\p{L}’'&-]*(?: [\p{L}’'&-]+){0,3} [>›»] )+\p{Lu}[\p{L}’'&-]*(?: [\p{L}’'&-]+){0,3}$`)

// menu tells a line of several short entries.
func menu(text string) bool {
	if path.MatchString(text) {
		return true
	}
	parts := menuSign.Split(text, -1)
	if len(parts) < 3 || ends(text) {
		return false
	}
	return len(strings.Fields(text)) <= 4*len(parts)
}

// plea tells a paragraph that turns to the reader ("Do you know more? We would
// like to hear from you."). Within an article it may be the author's own voice,
// so that it counts only where nothing of the article follows.
var (
	pleaYou = regexp.MustCompile(`(?i)\b(?:you|your)\b`)
	pleaWe  = regexp.MustCompile(`(?i)\b(?:we|we['’](?:d|ll|re|ve)|us|our)\b`)
	pleaAsk = regexp.MustCompile(`(?i)^\W*(?:are|do|did|have|got|want|would|were|can|could|if) (?:you\b|a \w+|an? \w+ (?:tip|story))|^\W*(?:like|enjoy)`)
)

func plea(p paragraph) bool {
	if p.table || len(p.text) > 2*captionLength {
		return false
	}
	return pleaAsk.MatchString(p.text) && pleaYou.MatchString(p.text) && pleaWe.MatchString(p.text)
}
