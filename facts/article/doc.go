// Package article cuts the text of an article into units that can be cited:
// the title, the byline, paragraph 6, the correction, comment 24.
//
// A saved article is a column of lines in which the author's words stand among
// much that is not: menus, share buttons, appeals to subscribe, other people's
// headlines. No list of such words would be long enough, so the package looks
// first at what a line is: how long, how it ends, where it stands, whether it
// has the shape of a date, a name, a list item, a row of a table.
//
//		text ──lines──▶ ──paragraphs──▶ ──classify──▶ ──number──▶ Article
//
//	  - lines.go splits the text, whatever its line ends, and reads the marks at
//	    the head of each line (heading, bullet, letter, quotation).
//	  - paragraphs.go finds out whether the file was wrapped at some width and
//	    joins lines into paragraphs; rows of a table stay together.
//	  - classify.go goes through the paragraphs once, with a small state: front
//	    matter, body, and what follows (author's note, other headlines, comments).
//	  - shapes.go, dates.go and comments.go hold the questions it asks, one small
//	    function each, with its reason.
//
// A heading has no unit of its own and neither has anything that belongs to the
// page rather than to the article. Text is never made up: the words of a unit
// stand in the input in the same order.
//
// [Digest], [Figures] and [Names] describe a unit without repeating it, which is
// what a record of somebody else's article may hold.
package article
