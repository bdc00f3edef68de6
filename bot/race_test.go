//go:build race

package bot_test

// Under the race detector most of what a process takes is the detector's: what Go holds
// is looked at in its place. And what mostly waits works for much of the time.
func init() { memoryHeld, atOnce = "go_memstats_heap_inuse_bytes", "2" }
