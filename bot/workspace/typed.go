package workspace

import (
	"encoding/json"
	"regexp"
	"strings"
)

// What a person types becomes two things in Slack: mrkdwn text, in which &, <
// and > are escaped and mentions and links are in angle brackets, and a
// rich_text block of the same pieces.

// piece is a run of text, a mention or a link.
type piece struct {
	text string // plain text; empty for the others
	user string // U…
	url  string
}

var special = regexp.MustCompile(`<@U[0-9A-Z]+>|@[\pL\pN][\pL\pN._-]*|https?://[^\s<>|]+`)

// read cuts typed text into pieces. "@name" is a mention if it stands apart and
// somebody has that name; otherwise it stays text.
func (w *Workspace) read(typed string) []piece {
	var out []piece
	plain := 0
	for _, at := range special.FindAllStringIndex(typed, -1) {
		p, end := w.readSpecial(typed, at[0], at[1])
		if p == (piece{}) {
			continue
		}
		if plain < at[0] {
			out = append(out, piece{text: typed[plain:at[0]]})
		}
		out = append(out, p)
		plain = end
	}
	if plain < len(typed) {
		out = append(out, piece{text: typed[plain:]})
	}
	return out
}

func (w *Workspace) readSpecial(typed string, start, end int) (piece, int) {
	s := typed[start:end]
	switch {
	case strings.HasPrefix(s, "<@"):
		if u := w.user(strings.Trim(s, "<@>")); u != nil {
			return piece{user: u.ID}, end
		}
	case strings.HasPrefix(s, "@"):
		if start > 0 && !strings.ContainsRune(" \t\n(\"'*_~>,;:", rune(typed[start-1])) {
			return piece{}, end // an address, not a mention
		}
		for _, name := range []string{s[1:], strings.TrimRight(s[1:], "._-")} {
			if u := w.user(name); name != "" && u != nil {
				return piece{user: u.ID}, start + 1 + len(name)
			}
		}
	default:
		trimmed := strings.TrimRight(s, ".,;:!?)'\"*_~")
		return piece{url: trimmed}, start + len(trimmed)
	}
	return piece{}, end
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// mrkdwn is the text an event carries.
func mrkdwn(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch {
		case p.user != "":
			b.WriteString("<@" + p.user + ">")
		case p.url != "":
			b.WriteString("<" + escaper.Replace(p.url) + ">")
		default:
			b.WriteString(escaper.Replace(p.text))
		}
	}
	return b.String()
}

// richText is the block an event carries. Its text is not escaped.
func (w *Workspace) richText(pieces []piece) json.RawMessage {
	elements := []map[string]any{}
	for _, p := range pieces {
		switch {
		case p.user != "":
			elements = append(elements, map[string]any{"type": "user", "user_id": p.user})
		case p.url != "":
			elements = append(elements, map[string]any{"type": "link", "url": p.url})
		default:
			elements = append(elements, map[string]any{"type": "text", "text": p.text})
		}
	}
	section := map[string]any{"type": "rich_text_section", "elements": elements}
	raw, err := json.Marshal([]any{map[string]any{"type": "rich_text", "elements": []any{section}}})
	if err != nil {
		return nil // cannot happen: strings only
	}
	return w.withIDs(raw)
}

// mentions says whether the text speaks to the user.
func mentions(text, userID string) bool { return strings.Contains(text, "<@"+userID+">") }
