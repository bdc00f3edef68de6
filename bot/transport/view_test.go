package transport

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
)

// A view that Slack refuses is shown in the oldest blocks, then in words; other
// refusals are final.
func TestViews(t *testing.T) {
	t.Parallel()
	text := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
	}
	blocks := slack.Blocks{BlockSet: []slack.Block{
		slack.NewHeaderBlock(text("head")),
		slack.NewInputBlock("q", text("Question"), nil, slack.NewPlainTextInputBlockElement(nil, "q")),
		slack.NewDividerBlock(),
		slack.NewContextBlock("", text("one"), text("two")),
		slack.NewActionBlock("", slack.NewButtonBlockElement("why", "v", text("Why?"))),
	}}
	form := Form{Type: slack.VTModal, Title: text("Ask"), Submit: text("Send"), Blocks: blocks}
	show := map[string]func(*Client) error{
		"views.open":   func(c *Client) error { return c.Open(t.Context(), "1", false, form) },
		"views.push":   func(c *Client) error { return c.Open(t.Context(), "1", true, form) },
		"views.update": func(c *Client) error { return c.Change(t.Context(), "V1", form) },
		"views.publish": func(c *Client) error {
			return c.Publish(t.Context(), "U1", Home{Type: slack.VTHomeTab, Blocks: blocks})
		},
	}
	refused, taken := says(`{"ok":false,"error":"invalid_arguments"}`), says(`{"ok":true}`)
	const newest, oldest, words = "header input divider context actions", "section input section section section", "section section section section"
	for method, show := range show {
		for want, replies := range map[string][]func(http.ResponseWriter){
			newest:                                {taken},
			newest + ", " + oldest:                {refused, taken},
			newest + ", " + oldest + ", " + words: {refused, refused, taken},
			newest + " ":                          {says(`{"ok":false,"error":"view_too_large"}`)},
		} {
			url, calls := answers(t, replies...)
			c := NewClient("xoxb-1", "", url, zerolog.Nop())
			defer c.Close()
			if err := show(c); (err != nil) != strings.HasSuffix(want, " ") {
				t.Errorf("%s: %v", method, err)
			}
			var shown []string
			for _, call := range calls() {
				if call["method"] != method {
					t.Errorf("called %s, want %s", call["method"], method)
				}
				shown = append(shown, blockTypes(t, call["body"]))
			}
			if got := strings.Join(shown, ", "); got != strings.TrimSpace(want) {
				t.Errorf("%s shows %q, want %q", method, got, want)
			}
		}
	}
}

// blockTypes are the types of a view's blocks. A form without a field must have
// nothing to send.
func blockTypes(t *testing.T, body string) string {
	t.Helper()
	var said struct {
		View struct {
			Submit *json.RawMessage
			Blocks []struct{ Type string }
		}
	}
	if err := json.Unmarshal([]byte(body), &said); err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	var types []string
	for _, b := range said.View.Blocks {
		types = append(types, b.Type)
	}
	all := strings.Join(types, " ")
	if said.View.Submit != nil && !strings.Contains(all, "input") {
		t.Errorf("%s can be sent", body)
	}
	return all
}
