package answer_test

import (
	"slices"
	"strings"
	"testing"
)

// Whether an article mentions somebody is told from the records: where, in each
// article, and plainly "no" where it does not.
func TestMentions(t *testing.T) {
	t.Parallel()
	e := engine(t)
	for _, c := range []struct {
		question, begins string
		cites            []string
	}{
		{"Which of the articles mention Samsung?", "Samsung is mentioned in all three articles:", []string{"nokia-xiaomi-2017#4", "amazon-nokia-2024#7", "huawei-ip-2025#7"}},
		{"Where is Red Hat mentioned?", "Red Hat is mentioned in one of the three articles:", []string{"amazon-nokia-2024#10"}},
		{"Does Apple come up in the Amazon article?", "Yes. Apple is mentioned in the Amazon–Nokia article of 2024:", []string{"amazon-nokia-2024#7"}},
		{"Does Apple come up in the Huawei article?", "No. The Huawei article of 2025 does not mention Apple.", []string{"huawei-ip-2025#title"}},
	} {
		a := e.Ask(c.question, nil)
		var cites []string
		for _, at := range a.Citations {
			cites = append(cites, at.Article+"#"+at.At)
		}
		if !strings.HasPrefix(a.Text, c.begins) || !slices.Equal(cites, c.cites) {
			t.Errorf("%s\n got %q citing %v\nwant %q citing %v", c.question, a.Text, cites, c.begins, c.cites)
		}
	}
}

// Who asks for more than a mention gets the fact, or that nothing tells.
func TestNoMereMention(t *testing.T) {
	t.Parallel()
	e := engine(t)
	for _, question := range []string{
		"Does the Huawei article mention Apple's dividend?",
		"When did Red Hat turn up?",
	} {
		if a := e.Ask(question, nil); strings.Contains(a.Text, "is mentioned in") || strings.Contains(a.Text, "does not mention") {
			t.Errorf("%s: %s", question, a.Text)
		}
	}
}
