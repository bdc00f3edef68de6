package inbox

import (
	"fmt"
	"testing"
	"time"
)

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	m := newMemory()
	for i := range maxRemembered + 10 {
		m.add(now, fmt.Sprint(i))
	}
	if len(m.known) != maxRemembered || len(m.order) != maxRemembered {
		t.Errorf("remembers %d keys in %d places, want %d", len(m.known), len(m.order), maxRemembered)
	}
	if m.has(now, "9") || !m.has(now, "10") {
		t.Error("the oldest should be forgotten first")
	}
	now = now.Add(2 * window)
	m.add(now, "new")
	if len(m.known) != 1 || len(m.order) != 1 {
		t.Errorf("after the window %d keys are left in %d places, want 1", len(m.known), len(m.order))
	}
}
