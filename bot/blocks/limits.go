package blocks

// What Slack takes, in characters of the text as it is sent. Slack refuses a
// message that goes beyond, all of it.
const (
	// https://docs.slack.dev/reference/block-kit/blocks/section-block
	maxSection = 3000

	// https://docs.slack.dev/reference/block-kit/blocks/context-block
	maxElements = 10
	maxElement  = 2000

	// Over all blocks of a message together. Slack documents none; refusals
	// (msg_blocks_too_long) begin at about 13,200, so we keep clear of that.
	maxTotal = 12000

	// https://docs.slack.dev/reference/methods/chat.postMessage recommends at
	// most 4,000 characters of text.
	maxText = 4000
)

// What we allow the parts of a message, so that each leaves room for the next.
const (
	minBody    = 600 // of the answer's own text, whatever else there is
	maxNearest = 3   // facts shown where there is no answer
	maxFact    = 400 // of such a fact's text
	maxCited   = 150 // of such a fact's citations
	maxSources = 300 // articles cited
	maxSource  = 240 // of an article's title, publisher and date
	minSource  = 24  // the same where there are very many
	maxBy      = 80  // of who says so
)
