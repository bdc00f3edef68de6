package blocks

// What Slack takes, in characters of the text as it is sent. Slack refuses a
// message that goes beyond, all of it.
const (
	// https://docs.slack.dev/reference/block-kit/blocks/section-block
	maxSection = 3000

	// https://docs.slack.dev/reference/block-kit/blocks/context-block
	maxElements = 10
	maxElement  = 2000

	// https://docs.slack.dev/reference/block-kit/blocks/header-block
	maxHeader = 150

	// https://docs.slack.dev/reference/block-kit/blocks/actions-block
	maxActions = 25

	// https://docs.slack.dev/reference/block-kit/block-elements/button-element
	maxButton = 75
	maxValue  = 2000

	// https://docs.slack.dev/reference/block-kit/composition-objects/option-object
	maxLabel  = 75
	maxOption = 150

	// https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
	maxChoices = 100

	// https://docs.slack.dev/reference/views/modal-views
	maxView  = 100
	maxTitle = 24
	maxNote  = 3000

	// Socket Mode drops an acknowledgement of 20 KB; this leaves room for what is
	// around an answer's blocks.
	maxAnswered = 16_000
	maxInput    = 3000

	// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
	maxChartTitle = 50
	maxPoint      = 20
	maxPoints     = 20

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
	maxShown   = 4   // paragraphs that a button shows
	maxPicks   = 8   // meanings to choose from
	maxNamed   = 25  // articles named on the home tab
	pageSize   = 10  // lines of a long list, rows of a table
	maxCell    = 80  // of a cell of a table
	maxFact    = 400 // of such a fact's text
	maxCited   = 150 // of such a fact's citations
	maxSources = 300 // articles cited
	maxSource  = 240 // of an article's title, publisher and date
	minSource  = 24  // the same where there are very many
	maxBy      = 80  // of who says so
)
