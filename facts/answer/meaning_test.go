package answer

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// A sentence is nearer in meaning to a question for what it says in other words than one on
// something else; a question without such words is near to none.
func TestLikeness(t *testing.T) {
	t.Parallel()
	like := func(text string, words ...string) *sentence {
		var asked []askedWord
		for _, w := range words {
			asked = append(asked, askedWord{Token: question.Token{Read: w, Class: question.Content}})
		}
		s := &sentence{passage: &passage{text: text, paragraph: &paragraph{article: &account{}}}}
		s.likeness(meaningOf(asked), asked)
		return s
	}
	for _, c := range []struct {
		words     []string
		near, far string
	}{
		{[]string{"price", "bought"}, "They purchased it at a cost of nine crowns.", "The judge heard three witnesses in spring."},
		{[]string{"boss", "quit"}, "Its chief resigned in March.", "Its patents expire in March."},
		{[]string{"lawsuit", "ended"}, "The litigation was over by noon.", "A telephone stands on the table."},
	} {
		near, far := like(c.near, c.words...), like(c.far, c.words...)
		for _, sign := range []int{meansEach, meansLeast, meansWhole, softHere} {
			if near.signs[sign] <= far.signs[sign] {
				t.Errorf("%v: %s %.2f to %q, %.2f to %q", c.words, sentenceSignNames[sign], near.signs[sign], c.near, far.signs[sign], c.far)
			}
		}
	}
	for _, s := range []*sentence{like("They purchased it."), like("They purchased it.", "xq"), like("", "price")} {
		if s.signs[meansEach] != 0 || s.signs[meansWhole] != 0 {
			t.Errorf("%q is like nothing at all: %v", s.text, s.signs)
		}
	}
}
