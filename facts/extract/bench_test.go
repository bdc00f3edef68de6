package extract

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// BenchmarkFrom reads an article of a page and a half.
func BenchmarkFrom(b *testing.B) {
	data, err := os.ReadFile(filepath.Join("testdata", "takeover.txtar"))
	if err != nil {
		b.Fatal(err)
	}
	a, err := article.Cut("takeover", txtar.Parse(data).Files[0].Data)
	if err != nil {
		b.Fatal(err)
	}
	known := NewKnown(emptyBase())
	for b.Loop() {
		From(a, known)
	}
}
