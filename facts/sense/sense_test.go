package sense_test

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts/sense"
)

func near(t *testing.T, a, b string) float64 {
	t.Helper()
	first, ok := sense.Of(a)
	second, also := sense.Of(b)
	if !ok || !also {
		t.Fatalf("%s %v, %s %v: not known", a, ok, b, also)
	}
	return first.Near(&second)
}

// TestNear: a word is nearer to one of like meaning than to one of another, even
// of the same field.
func TestNear(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ word, near, far string }{
		{"cost", "price", "sing"},
		{"costly", "expensive", "cheerful"},
		{"judge", "court", "guitar"},
		{"lawsuit", "litigation", "holiday"},
		{"salary", "wage", "weather"},
		{"boss", "chief", "river"},
		{"quit", "resign", "paint"},
		{"truce", "peace", "tablet"},
		{"expire", "expires", "employ"},
		{"phone", "telephone", "potato"},
		{"buy", "purchase", "swim"},
		{"error", "mistake", "mountain"},
	} {
		if n, f := near(t, tt.word, tt.near), near(t, tt.word, tt.far); n < f+0.2 {
			t.Errorf("%s is as near as %.2f to %s, %.2f to %s", tt.word, n, tt.near, f, tt.far)
		}
	}
}

func TestNearItself(t *testing.T) {
	t.Parallel()
	for _, w := range []string{"cost", "zip", "aa", "well-known"} {
		if n := near(t, w, w); n < 0.999 || n > 1.001 {
			t.Errorf("%s is as near to itself as %.3f", w, n)
		}
	}
	if a, b := near(t, "cost", "judge"), near(t, "judge", "cost"); a != b {
		t.Errorf("nearness is %f one way, %f the other", a, b)
	}
	var none sense.Sense
	if some, _ := sense.Of("cost"); some.Near(&none) != 0 {
		t.Error("a word is near to no sense at all")
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	for _, w := range []string{"", "\n", "cost\nprice", "COST", "costt", "日本", "\xff", "zzzzzzzzzz", "!"} {
		if s, ok := sense.Of(w); ok || s != (sense.Sense{}) {
			t.Errorf("%q is known", w)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sense.Of("license")
	}
}
