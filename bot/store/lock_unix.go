//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// lock takes a lock on a file that ends with the process. It does not wait.
func lock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errHeld
	}
	return err
}
