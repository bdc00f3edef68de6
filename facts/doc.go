// Package facts is the fact table: what articles say, one claim a line, each
// with the article and paragraph that carry it.
//
// A [Base] is everything an answer may draw on: the articles' records
// (bibliography and units), the facts, and the vocabulary that ties a person's
// words to both. [Load] reads a base from any fs.FS, so that the embedded one
// and one on disk go through the same door, and reports every fault it finds
// with file and line. The package knows no Slack and no logger.
package facts
