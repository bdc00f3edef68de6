package question

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean takes Slack's and HTML's markup, emoji and typography out of a message
// and leaves its words. Of a very long message it keeps the beginning and the end.
func Clean(text string) string { return clean(text) }

// IsEnglish reports whether a word in lower case is in the list of English words.
func IsEnglish(low string) bool { return isEnglish(low) }

// Bare writes a text in small letters without the marks on and through its Latin letters:
// Lyngsø as lyngso. Whoever asks may have no such key.
func Bare(low string) string {
	if !strings.ContainsFunc(low, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return low
	}
	marks := func(r rune) rune {
		if '\u0300' <= r && r <= '\u036f' {
			return -1
		}
		return r
	}
	return norm.NFC.String(strings.Map(marks, norm.NFD.String(unmarked.Replace(low))))
}

// unmarked are the letters whose mark is no part that can be taken off.
var unmarked = strings.NewReplacer("ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "ı", "i", "ħ", "h")
