package facts_test

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// BenchmarkLoad reads the base that comes with the program, as every start does.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := facts.Load(seeds.FS); err != nil {
			b.Fatal(err)
		}
	}
}
