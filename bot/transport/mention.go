package transport

import "strings"

// WithoutMention cuts every mention of the bot, <@U123> or <@U123|pilcrow>, out
// of a text, and the comma or colon after one that the text begins with. The
// rest stays as Slack sent it: unescaping is the reader's part.
func WithoutMention(text, bot string) string {
	var b strings.Builder
	mentioned := false
	for {
		before, after, ok := cutMention(text, bot)
		b.WriteString(before)
		if !ok {
			break
		}
		mentioned = true
		if strings.TrimSpace(b.String()) == "" {
			after = strings.TrimLeft(after, " ,:;")
		}
		b.WriteByte(' ') // so that what stood around it does not grow together
		text = after
	}
	if !mentioned {
		return text
	}
	return strings.TrimSpace(b.String())
}

// cutMention slices a text around the first mention of the bot.
func cutMention(text, bot string) (before, after string, found bool) {
	open := "<@" + bot
	for from := 0; bot != ""; {
		i := strings.Index(text[from:], open)
		if i < 0 {
			break
		}
		start, rest := from+i, text[from+i+len(open):]
		if strings.HasPrefix(rest, ">") || strings.HasPrefix(rest, "|") {
			if end := strings.IndexByte(rest, '>'); end >= 0 {
				return text[:start], rest[end+1:], true
			}
		}
		from = start + len(open) // another user, whose id begins like the bot's
	}
	return text, "", false
}
