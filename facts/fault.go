package facts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong in a base, at one place.
type Fault struct {
	File string
	Line int // 0 where the whole file is meant
	Text string
}

// String shows a fault the way compilers do, so that editors can jump to it.
func (f Fault) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.Text
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
}

// Faults is every fault found, in the order of files and lines. It is an error
// so that Load can return all of them at once.
type Faults []Fault

// Error lists the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// FaultsIn returns the faults that an error of this package carries.
func FaultsIn(err error) Faults {
	var fs Faults
	errors.As(err, &fs)
	return fs
}

func (fs *Faults) add(file string, line int, format string, args ...any) {
	*fs = append(*fs, Fault{File: file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// Sorted returns the faults by file and line, each once.
func (fs Faults) Sorted() Faults {
	out := slices.Clone(fs)
	slices.SortStableFunc(out, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(out)
}
