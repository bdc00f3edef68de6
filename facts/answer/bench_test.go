package answer

import (
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// BenchmarkNew prepares an engine for the base that comes with the program, as
// every start does.
func BenchmarkNew(b *testing.B) {
	base, err := facts.Load(seeds.FS)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(base); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLearn is the part of it that learns which words tell entries apart.
func BenchmarkLearn(b *testing.B) {
	base, err := facts.Load(seeds.FS)
	if err != nil {
		b.Fatal(err)
	}
	e, err := New(base)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.learnLinear(func(int) bool { return false })
	}
}
