package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Files are those of a base as they stood when they were read: records, tables,
// further ways of asking, FAQs and the vocabulary, each by its name. Whoever goes
// on working with a base whose files may change meanwhile works with these.
type Files struct {
	content map[string][]byte
	unread  Faults // what is there and cannot be read
}

// Size is how many bytes the files hold.
func (f Files) Size() int {
	n := 0
	for _, data := range f.content {
		n += len(data)
	}
	return n
}

// AsksSuffix is how the files are called that hold nothing but further ways of
// asking, and gaps.
const AsksSuffix = ".asks.yaml"

// versionDigits is how many hexadecimal digits a version has: enough to tell any
// two bases of a lifetime apart, few enough to read out.
const versionDigits = 12

// Read reads the files of a base into memory. Hidden ones, such as those that
// editors leave beside what is being edited, are not of it. A file that cannot be
// read is told by [Files.Load], with all else that is wrong.
func Read(fsys fs.FS) (Files, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return Files{}, fmt.Errorf("reading the base: %w", err)
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); strings.HasSuffix(n, ".yaml") || strings.HasSuffix(n, FAQSuffix) || n == TrainedFAQ {
			names = append(names, n)
		}
	}
	words, _ := fs.Glob(fsys, "vocabulary/*.yaml") // fails for a bad pattern only
	files := Files{content: map[string][]byte{}}
	for _, n := range append(names, words...) {
		if strings.HasPrefix(n[strings.LastIndexByte(n, '/')+1:], ".") {
			continue
		}
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			files.unread.add(n, 0, "cannot be read: %v", err)
			continue
		}
		files.content[n] = data
	}
	return files, nil
}

// With are the files with others besides, or in the place of those of their names.
func (f Files) With(more map[string][]byte) Files {
	content := maps.Clone(f.content)
	if content == nil {
		content = map[string][]byte{}
	}
	maps.Copy(content, more)
	return Files{content, f.unread}
}

// Without are the files but those whose names end so.
func (f Files) Without(suffix string) Files {
	content := maps.Clone(f.content)
	maps.DeleteFunc(content, func(name string, _ []byte) bool { return strings.HasSuffix(name, suffix) })
	return Files{content, f.unread}
}

// Version is a short name for the content: the same files have the same version on
// every machine, and other files another. What is learned from them is no content.
func (f Files) Version() string {
	sum := sha256.New()
	for _, n := range f.names() {
		if n == TrainedFAQ {
			continue
		}
		for _, part := range [][]byte{[]byte(n), f.content[n]} {
			sum.Write([]byte(strconv.Itoa(len(part)) + ":")) // which never fails
			sum.Write(part)
		}
	}
	for _, fault := range f.unread {
		sum.Write([]byte(fault.String()))
	}
	return hex.EncodeToString(sum.Sum(nil))[:versionDigits]
}

// names are the names of the files, in order.
func (f Files) names() []string { return slices.Sorted(maps.Keys(f.content)) }
