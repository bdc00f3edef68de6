//go:build race

package bot_test

// Under the race detector most of what a process takes is the detector's: what Go holds
// is looked at in its place.
func init() { memoryHeld = "go_memstats_heap_inuse_bytes" }
