//go:build unix

package bot_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestLiveEnds: a base that is being read, however long that takes, does not hold
// up who tells the bot to stop.
func TestLiveEnds(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		base := onDisk(t, "amazon-nokia-2024")
		w := start(t, setup{mode: m, base: base.dir, table: true})
		w.asks(1, "What is the title of the Amazon–Nokia article?", "The article of 2024 is headed")
		never := filepath.Join(base.dir, "never.facts.yaml")
		w.must(syscall.Mkfifo(never, 0o600))
		reads := make(chan *os.File)
		go func() { // it can be opened when the bot reads it
			file, err := os.OpenFile(never, os.O_WRONLY, 0)
			if err != nil {
				t.Error(err)
			}
			reads <- file
		}()
		file := <-reads
		began := time.Now()
		w.stop()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it took %v to end", took)
		}
		w.must(file.Close())
	})
}
