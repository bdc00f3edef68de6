package question

// Clean takes Slack's and HTML's markup, emoji and typography out of a message
// and leaves its words. Of a very long message it keeps the beginning and the end.
func Clean(text string) string { return clean(text) }

// IsEnglish reports whether a word in lower case is in the list of English words.
func IsEnglish(low string) bool { return isEnglish(low) }
