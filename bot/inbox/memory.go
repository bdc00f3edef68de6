package inbox

import "time"

const (
	// window is how long an event is remembered. Slack's own retries end after
	// some minutes, but deliveries delayed by an outage come up to a day later.
	window = 25 * time.Hour

	// maxRemembered bounds the memory to some tens of megabytes: two keys a
	// question, a hundred thousand questions a day. Beyond it the oldest go first.
	maxRemembered = 200_000
)

// memory knows the keys of the last window. The clock is the caller's.
type memory struct {
	known map[string]time.Time // when the key was added
	order []string             // oldest first
}

func newMemory() memory { return memory{known: make(map[string]time.Time)} }

// has reports whether any of the keys was added within the window.
func (m *memory) has(now time.Time, keys ...string) bool {
	for _, key := range keys {
		if at, ok := m.known[key]; ok && now.Sub(at) <= window {
			return true
		}
	}
	return false
}

// add remembers the keys, none of which it has, and forgets what is too old or
// too much.
func (m *memory) add(now time.Time, keys ...string) {
	for len(m.order) > 0 {
		oldest := m.order[0]
		if now.Sub(m.known[oldest]) <= window && len(m.order)+len(keys) <= maxRemembered {
			break
		}
		delete(m.known, oldest)
		m.order = m.order[1:]
	}
	for _, key := range keys {
		m.known[key] = now
		m.order = append(m.order, key)
	}
}
