package article

import (
	"regexp"
	"strings"
)

var (
	imageMarkup = regexp.MustCompile(`!\[[^\]\n]*\]\([^)\n]*\)`)
	linkMarkup  = regexp.MustCompile(`\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])`)
	autolink    = regexp.MustCompile(`<(https?://[^>\s]+|[^@<>\s]+@[^@<>\s]+)>`)
	strongMark  = regexp.MustCompile(`(\*\*|__)(\S(?:.*?\S)?)(\*\*|__)`)
	starMark    = regexp.MustCompile(`(^|[^\w*])\*([^\s*](?:[^*]*[^\s*])?)\*($|[^\w*])`)
	lineMark    = regexp.MustCompile(`(^|[^\w_])_([^\s_](?:[^_]*[^\s_])?)_($|[^\w_])`)
	codeMark    = regexp.MustCompile("`([^`\n]+)`")
)

// markupReach is longer than any paragraph a person wrote; what is longer is
// taken as it stands, which keeps a file that is one huge line cheap.
const markupReach = 1 << 18

// unmarked takes Markdown's marks out of a paragraph and leaves its words; each
// kind only where its sign occurs at all.
func unmarked(s string) string {
	if len(s) > markupReach {
		return strings.Join(strings.Fields(s), " ")
	}
	if strings.Contains(s, "](") || strings.Contains(s, "][") {
		s = linkMarkup.ReplaceAllString(imageMarkup.ReplaceAllString(s, ""), "$1")
	}
	if strings.Contains(s, "<") {
		s = autolink.ReplaceAllString(s, "$1")
	}
	if strings.Contains(s, "**") || strings.Contains(s, "__") {
		s = strongMark.ReplaceAllString(s, "$2")
	}
	if strings.Contains(s, "*") {
		s = starMark.ReplaceAllString(s, "$1$2$3")
	}
	if strings.Contains(s, "_") {
		s = lineMark.ReplaceAllString(s, "$1$2$3")
	}
	if strings.Contains(s, "`") {
		s = codeMark.ReplaceAllString(s, "$1")
	}
	return strings.Join(strings.Fields(s), " ")
}

// emphasis says whether a whole paragraph is set off: 2 for bold, 1 for italics,
// 0 for neither.
func emphasis(s string) int {
	switch {
	case enclosed(s, "**"), enclosed(s, "__"):
		return 2
	case enclosed(s, "*"), enclosed(s, "_"):
		return 1
	}
	return 0
}

// enclosed tells a text that stands between two signs, with none within.
func enclosed(s, sign string) bool {
	inner, ok := strings.CutPrefix(s, sign)
	if !ok {
		return false
	}
	inner, ok = strings.CutSuffix(inner, sign)
	return ok && inner != "" && !strings.Contains(inner, sign)
}

// onlyLinks tells a paragraph in which nothing stands but links: a way to
// another page.
func onlyLinks(s string) bool {
	if len(s) > 2*markReach || !strings.Contains(s, "](") {
		return false
	}
	rest := linkMarkup.ReplaceAllString(imageMarkup.ReplaceAllString(s, ""), "")
	return linkMarkup.MatchString(s) && !strings.ContainsFunc(rest, speaks)
}

// onlyImage tells a paragraph that is a picture.
func onlyImage(s string) bool {
	return len(s) <= 2*markReach && strings.HasPrefix(s, "![") && !strings.ContainsFunc(imageMarkup.ReplaceAllString(s, ""), speaks)
}
