// Package seeds holds the knowledge base that comes with the program: a record
// for each article, the fact table, and the vocabulary. It has no logic; the
// files are meant to be read and edited by people who write no code.
package seeds

import "embed"

// FS is the embedded base, in the same shape as a base on disk.
//
//go:embed *.yaml vocabulary/*.yaml
var FS embed.FS
