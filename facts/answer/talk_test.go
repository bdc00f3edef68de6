package answer

import (
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// Enough signs near one another are a saying; fewer, or the same far apart, are none.
func TestSigned(t *testing.T) {
	t.Parallel()
	s := saying{
		Saying: &facts.Saying{Outcome: string(Advice), Enough: 2, Within: 4, Unless: []string{"cite"}},
		signs:  [][][]string{{{"we"}, {"our", "firm"}}, {{"sign"}, {"give", "in"}}, {{"wise"}}},
	}
	for _, tt := range []struct {
		words string
		want  bool
	}{
		{"do we sign", true},
		{"wise as it is to give in", false},
		{"wise to give in", true},
		{"we the undersigned are about to sign", false},
		{"they say that we sign", true},
		{"we or our firm", false}, // twice the same
		{"our old firm may sign", false},
		{"sign", false},
		{"", false},
	} {
		if got := s.signed(strings.Fields(tt.words)); got != tt.want {
			t.Errorf("%q: %v", tt.words, got)
		}
	}
	if words := strings.Fields("may we cite"); !s.barred(words) || s.barred(words[:2]) {
		t.Error("the words beside which it is none are not heeded")
	}
}
