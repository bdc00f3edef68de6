package extract

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// No two gaps have one id, though of Orbex and Orbex Licensing they might: what is open of
// the revenue of the one, and of the licensing revenue of the other.
func TestGapIDs(t *testing.T) {
	t.Parallel()
	b := &facts.Base{
		Entities: []facts.Entity{{ID: "orbex", Name: "Orbex", Kind: "company"}, {ID: "orbex-licensing", Name: "Orbex Licensing", Kind: "company"}},
		Facts:    []facts.Fact{{ID: "a", Subject: "orbex", Relation: "suit"}, {ID: "b", Subject: "orbex-licensing", Relation: "suit"}},
	}
	ids := map[string]bool{}
	for _, g := range Gaps(b) {
		if ids[g.ID] {
			t.Errorf("%s is the id of two gaps", g.ID)
		}
		ids[g.ID] = true
	}
	if !ids["orbex-licensing-revenue-open"] || !ids["orbex-licensing-revenue-open-2"] {
		t.Errorf("of the two that are alike in name one is lacking: %v", ids)
	}
}
