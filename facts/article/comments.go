package article

import (
	"regexp"
	"strings"
	"unicode"
)

// Readers' comments follow one another without a heading; each begins with who
// wrote it and, mostly, when:
//
//	12. Jo Field July 15, 2017 9:35 am
//	jo_field says: / March 4, 2024 at 9:35 am
//	Jo Field (4 March 2024): It was never so.

var (
	commentNumber = regexp.MustCompile(`^(?:#\d{1,4}[.:)]?|\(?\d{1,4}[.)]|\[\d{1,4}\]|(?i:comment) (?:no\.? ?|#)?\d{1,4}\s*[:.–—-]?)\s+`)
	commentLead   = regexp.MustCompile(`(?i)^(?:[↳⤷└→»>]+\s*)?(?:(?:posted|comment(?:ed)?|reply|replied|written)\s+(?:by|from)|from:?|(?:user|name|author|reader|poster)\s*:)\s+|^[↳⤷└→»>]+\s*`)
	saysWord      = regexp.MustCompile(`(?i)[,:]?\s+(?:says|said|writes|wrote|replies|replied|comment(?:s|ed)|responded|posted|added)(?:\s+(?:on|at))?$`)
	saysHead      = regexp.MustCompile(`(?i)^(\S.{0,58}?)\s+(?:says|said|writes|wrote|replies|replied|comment(?:s|ed)|responded)\s*:(?:\s+|$)`)
	whenJoin      = regexp.MustCompile(`(?i)^(?:[\s,;|·•—–([-]|\bat\b|\bon\b|\bthe\b)*`)
	headTail      = regexp.MustCompile(`(?i)^(?:[\s,;|·•—–\])*-]|\b(?:reply|permalink|link|edited|report|said|says|wrote|writes)\b)*`)
)

// commentHeadLength is longer than any name with a date.
const commentHeadLength = 120

// commentHead reads the head of a comment from the beginning of a text: the
// head, what is said after it on the same line, and whether there is one.
func commentHead(text string) (head, rest string, ok bool) {
	start := firstBytes(text, commentHeadLength)
	offset := len(commentNumber.FindString(start))
	if m := saysHead.FindStringSubmatchIndex(start[offset:]); m != nil && personName(commentLead.ReplaceAllString(start[offset:][m[2]:m[3]], "")) {
		cut := offset + m[1]
		if when := text[cut:]; timeOnly(when) {
			return text[offset:], "", true
		}
		return strings.TrimSpace(text[offset:cut]), text[cut:], true
	}
	if head, rest, ok := timeFirst(text[offset:]); ok {
		return head, rest, true
	}
	at := anyTime.FindStringIndex(start[offset:])
	if at == nil {
		return "", "", false
	}
	name := saysWord.ReplaceAllString(tidy(start[offset:offset+at[0]]), "")
	name = whenTail.ReplaceAllString(commentLead.ReplaceAllString(name, ""), "")
	if !personName(tidy(name)) && !signedOff(start[offset:offset+at[0]], start[offset+at[0]:]) {
		return "", "", false
	}
	end := offset + timesEnd(start[offset:], at[1])
	tail := headTail.FindString(text[end:])
	after := text[end+len(tail):]
	switch {
	case after == "":
		return strings.TrimSpace(text[offset:end] + closing(tail)), "", true
	case strings.HasPrefix(after, ":"):
		return strings.TrimSpace(text[offset:end] + closing(tail) + ":"), strings.TrimSpace(after[1:]), true
	}
	return "", "", false
}

// timeFirst reads a head in which the time stands before the name: "[3 May 2024,
// 10:11] Jo Field: …", "On 3 May 2024, Jo Field wrote:".
func timeFirst(text string) (head, rest string, ok bool) {
	start := firstBytes(text, commentHeadLength)
	at := anyTime.FindStringIndex(start)
	if at == nil || tidy(whenJoin.ReplaceAllString(start[:at[0]], "")) != "" {
		return "", "", false
	}
	end := timesEnd(start, at[1])
	end += len(headTail.FindString(start[end:]))
	name, said, colon := strings.Cut(start[end:], ":")
	if bare := saysWord.ReplaceAllString(strings.TrimSpace(name), ""); !personName(bare) || !capital(bare) && strings.Contains(bare, " ") {
		return "", "", false
	}
	if !colon {
		return text, "", len(text) == len(start)
	}
	return text[:len(start)-len(said)], strings.TrimSpace(text[len(start)-len(said):]), true
}

// signedOff tells a head by its shape alone, whatever people call themselves: a
// few words, a dash or a bar, and a time with nothing after it.
func signedOff(name, when string) bool {
	bare := strings.TrimRight(name, "—–-|·• ")
	return strings.ContainsAny(name[len(bare):], "—–-|·•") && bare != "" && !ends(bare) && len(strings.Fields(bare)) <= 8 && timeOnly(when)
}

// whenTail is the little word between a name and a date.
var whenTail = regexp.MustCompile(`(?i)[\s,]+(?:on|at)$`)

// timesEnd is where the run of dates and times ends that begins before end.
func timesEnd(s string, end int) int {
	for {
		gap := whenJoin.FindString(s[end:])
		next := anyTime.FindStringIndex(s[end+len(gap):])
		if next == nil || next[0] != 0 || next[1] == 0 {
			return end
		}
		end += len(gap) + next[1]
	}
}

// closing keeps the bracket that closes a date.
func closing(tail string) string {
	if i := strings.IndexAny(tail, ")]"); i >= 0 {
		return tail[:i+1]
	}
	return ""
}

// handle is a name as people choose one for a forum.
var handle = regexp.MustCompile(`^@?[\pL\d][\pL\d_.-]{1,30}$`)

// personName tells who somebody is: up to five words that begin with a capital
// (particles aside), or one word of the kind chosen for a forum.
func personName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 || len(s) > 60 || strings.ContainsAny(s, ":;!?\"“”") {
		return false
	}
	if len(words) == 1 {
		return handle.MatchString(s) && strings.ContainsFunc(s, unicode.IsLetter)
	}
	for i, word := range words {
		if !capital(word) && !(len(word) <= 5 && strings.HasSuffix(word, ".")) && (i == 0 || !particles[word]) && !(i == len(words)-1 && strings.HasPrefix(word, "(")) {
			return false
		}
	}
	return true
}

// particles stand within a name in lower case.
var particles = setOf("de da di du del der den van von zu of the la le al bin ibn y e and & für")

// capital tells a word that begins with a capital letter, or an initial.
func capital(word string) bool {
	for _, r := range strings.TrimLeft(word, "(‘'\"“[@") {
		return unicode.IsUpper(r)
	}
	return false
}

func setOf(list string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(list) {
		out[word] = true
	}
	return out
}

// commentCount is how a page announces its comments.
var (
	commentCount = regexp.MustCompile(`(?i)\b(?:\d+|no|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:reader )?(?:comments?|responses?|replies|thoughts?)\b|\b(?:comments?|responses?|replies)\s*[:(\[-]+\s*\d+`)
	commentsOn   = regexp.MustCompile(`(?i)^\d+ (?:comments?|responses?|replies|thoughts?) (?:on|to) `)
	ownTitle     = regexp.MustCompile(`(?i)^(?:comment|discussion|conversation|responses|replies|reactions)$`) // the article's own too
	commentTitle = regexp.MustCompile(`(?i)^(?:(?:the |your |reader(?:s|s’|s'|’s|'s)? |user |latest |recent |selected |join the |view (?:all )?)?(?:comments?|discussion|conversation|responses|replies|reactions)(?: below| section)?|from the comments|discuss(?: this)?(?: article| story)?|(?:from )?(?:the |our )?readers|(?:letters|comments|responses|replies|reactions) (?:from|by|to) (?:our |the )?(?:readers?|editors?)|what (?:our )?readers (?:say|said|think)|have your say|letters)$`)
)

// opensComments tells the line under which the comments begin. A sentence that
// counts comments is one only where a comment does follow.
func opensComments(p paragraph, follows func() bool) bool {
	if p.item || p.table || len(p.text) > headingLength {
		return false
	}
	bare := tidy(p.text)
	if commentTitle.MatchString(bare) {
		return !ownTitle.MatchString(bare) || follows()
	}
	return commentsOn.MatchString(bare) || commentCount.MatchString(bare) && len(strings.Fields(bare)) <= 10 && (!ends(p.text) || follows())
}

// never and always stand in for a look ahead where there is nothing to look for.
func never() bool  { return false }
func always() bool { return true }

// commentButtons are what a page writes beneath each comment.
var commentButtons = regexp.MustCompile(`(?i)^(?:(?:reply|like|dislike|share|report|flag|permalink|quote|edit|recommend|upvote|downvote|vote|[▲▼👍👎❤⬆⬇]+\x{fe0f}?|\d+|likes?|replies|reply to this(?: comment)?|(?:please )?log ?in to (?:reply|comment)|load more(?: comments)?|show (?:more )?replies|view \d+ (?:more )?(?:repl(?:y|ies)|comments?)|(?:leave|post|add|write) a (?:comment|reply)|comments? (?:are|is) (?:now )?closed)[\s|·•/,.()-]*)+$`)

// commentButton tells such a line from a comment as short as it is. A bare
// number may be an answer, so it needs a word beside it.
func commentButton(text string) bool {
	return len(text) <= 100 && strings.ContainsFunc(text, unicode.IsLetter) && commentButtons.MatchString(text)
}
