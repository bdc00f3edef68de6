// Package article cuts the text of an article into numbered and named units.
package article
