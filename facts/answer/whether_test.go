package answer

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// A time lies on a side of another only where the source's is exact enough to tell.
func TestTimeHolds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		side         side
		asked, told  string
		holds, known bool
	}{
		{beforeIt, "2024", "2023", true, true},
		{beforeIt, "2024", "June 2024", false, true},
		{beforeIt, "June 2024", "2024", false, false},
		{beforeIt, "August 2024", "31 July 2024", true, true},
		{byIt, "July 2024", "31 July 2024", true, true},
		{byIt, "2023", "January 2024", false, true},
		{afterIt, "2022", "June 2024", true, true},
		{afterIt, "2024", "June 2024", false, true},
		{afterIt, "March 2024", "2024", false, false},
		{inIt, "2024", "June 2024", true, true},
		{inIt, "June 2024", "2024", false, false},
		{inIt, "2023", "June 2024", false, true},
	} {
		asked, err := facts.ParseDay(tt.asked)
		if err != nil {
			t.Fatal(err)
		}
		told, err := facts.ParseDay(tt.told)
		if err != nil {
			t.Fatal(err)
		}
		if holds, known := (askedTime{side: tt.side, day: asked}).holds(told); holds != tt.holds || known != tt.known {
			t.Errorf("%s on side %v of %s: %v, known %v", tt.told, tt.side, tt.asked, holds, known)
		}
	}
	if _, known := (askedTime{day: facts.Day{Year: 2024}}).holds(facts.Day{}); known {
		t.Error("no date is known to lie anywhere")
	}
}
