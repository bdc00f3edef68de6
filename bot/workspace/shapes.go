package workspace

import "slices"

// The published limits of Block Kit, as data. A limit that is not in this file
// is not enforced; checking itself is in blocks.go.
//
// What holds between fields is in rules.go.
//
// Sources: Slack's Block Kit reference; the overall limit and the refusal of
// alert, card and carousel in messages are measured, not documented.

// Limits that are no single field's.
const (
	maxMessageBlocks = 50
	maxViewBlocks    = 100
	maxBlockChars    = 13_200 // every string of a message's blocks together
	maxMarkdownChars = 12_000 // all markdown blocks of a message together
	maxTableChars    = 10_000 // all table cells of a message together
	maxTextChars     = 40_000 // the top-level text
	maxUpdateChars   = 4_000  // the top-level text of chat.update
	maxMetadataBytes = 8_000
	maxAckBytes      = 20 << 10 // Socket Mode drops what is bigger
)

// kind is what sort of JSON value a field holds.
type kind int

const (
	aString kind = iota
	aText        // a text object; min and max are its text's
	anObject
	aList
	aBool
	anInt
	aNumber
	anything
)

// field is what may stand in one field of an object.
type field struct {
	kind     kind
	required bool
	min, max int      // characters of a string, items of a list, size of an int
	of       []string // the strings allowed; for objects, the shapes allowed
	item     *field   // of a list
}

// shape is the fields an object may have besides its type.
type shape struct {
	fields map[string]field
	oneOf  []string // at least one of these must be there
}

func str(lo, hi int) field            { return field{kind: aString, min: lo, max: hi} }
func enum(of ...string) field         { return field{kind: aString, max: 255, of: of} }
func text(hi int) field               { return field{kind: aText, min: 1, max: hi, of: anyText} }
func plain(hi int) field              { return field{kind: aText, min: 1, max: hi, of: plainText} }
func object(of ...string) field       { return field{kind: anObject, of: of} }
func list(lo, hi int, of field) field { return field{kind: aList, min: lo, max: hi, item: &of} }
func whole(lo, hi int) field          { return field{kind: anInt, min: lo, max: hi} }
func need(f field) field              { f.required = true; return f }

var (
	flag = field{kind: aBool}
	num  = field{kind: aNumber}
	anID = str(1, 255)
	aURL = str(1, 3000)

	anyText   = []string{"text/plain_text", "text/mrkdwn"}
	plainText = []string{"text/plain_text"}

	someOptions = list(1, 100, object("menu_option"))
	someGroups  = list(1, 100, object("option_group"))
	aConfirm    = object("confirm")
	ids         = list(1, 100, anID)
	atLeastOne  = whole(1, 1<<20)
	inline      = list(0, 1000, object(
		"inline/text", "inline/link", "inline/user", "inline/channel", "inline/emoji", "inline/broadcast",
		"inline/date", "inline/color", "inline/usergroup", "inline/citation"))
	richElements = list(1, 1000, object(
		"rich/rich_text_section", "rich/rich_text_list", "rich/rich_text_quote", "rich/rich_text_preformatted"))
	categories = list(1, 20, str(1, 20))
	series     = list(1, 6, object("series"))
)

var (
	choices = []string{
		"element/overflow", "element/static_select", "element/external_select", "element/users_select",
		"element/conversations_select", "element/channels_select", "element/datepicker",
		"element/radio_buttons", "element/checkboxes",
	}
	buttons      = append([]string{"element/button"}, choices...)
	multiSelects = []string{
		"element/multi_static_select", "element/multi_external_select", "element/multi_users_select",
		"element/multi_conversations_select", "element/multi_channels_select",
	}
	accessory = slices.Concat([]string{"element/image"}, buttons, multiSelects)
	inputs    = slices.Concat([]string{"element/plain_text_input"}, choices[1:], multiSelects)

	everywhere = []string{
		"block/section", "block/divider", "block/header", "block/image", "block/context", "block/actions",
		"block/input", "block/rich_text",
	}
	messageBlocks = slices.Concat(everywhere, []string{
		"block/context_actions", "block/markdown", "block/table", "block/data_table",
		"block/data_visualization", "block/task_card", "block/plan",
	})
)

// The three things that hold blocks.
var (
	inMessage = list(0, maxMessageBlocks, object(messageBlocks...))
	inModal   = object("view/modal")
	inHome    = object("view/home")
)

// shapes is every object known, as group/type, or by a plain name where the
// object carries no type.
var shapes = map[string]shape{
	"text/plain_text": {fields: map[string]field{"text": need(str(1, 3000)), "emoji": flag}},
	"text/mrkdwn":     {fields: map[string]field{"text": need(str(1, 3000)), "verbatim": flag}},

	"option": {fields: map[string]field{
		"text": need(text(75)), "value": need(str(1, 150)), "description": text(75)}},
	"menu_option": {fields: map[string]field{
		"text": need(plain(75)), "value": need(str(1, 150)), "description": plain(75)}},
	"overflow_option": {fields: map[string]field{
		"text": need(plain(75)), "value": need(str(1, 150)), "description": plain(75), "url": aURL}},
	"suggestions": {fields: map[string]field{
		"options": list(0, 100, object("menu_option")), "option_groups": list(0, 100, object("option_group"))},
		oneOf: []string{"options", "option_groups"}},
	"option_group": {fields: map[string]field{"label": need(plain(75)), "options": need(someOptions)}},
	"confirm": {fields: map[string]field{
		"title": need(plain(100)), "text": need(text(300)), "confirm": need(plain(30)), "deny": need(plain(30)),
		"style": enum("primary", "danger")}},
	"slack_file": {fields: map[string]field{"id": anID, "url": aURL}, oneOf: []string{"id", "url"}},

	"block/section": {fields: map[string]field{
		"block_id": anID, "text": text(3000), "fields": list(1, 10, text(2000)),
		"accessory": object(accessory...), "expand": flag}, oneOf: []string{"text", "fields"}},
	"block/divider": {fields: map[string]field{"block_id": anID}},
	"block/header":  {fields: map[string]field{"block_id": anID, "text": need(plain(150)), "level": whole(1, 4)}},
	"block/image": {fields: map[string]field{
		"block_id": anID, "image_url": aURL, "slack_file": object("slack_file"), "alt_text": need(str(1, 2000)),
		"title": plain(2000)}, oneOf: []string{"image_url", "slack_file"}},
	"block/context": {fields: map[string]field{
		"block_id": anID, "elements": need(list(1, 10, object("element/image", "text/plain_text", "text/mrkdwn")))}},
	"block/actions": {fields: map[string]field{"block_id": anID, "elements": need(list(1, 25, object(buttons...)))}},
	"block/context_actions": {fields: map[string]field{
		"block_id": anID, "elements": need(list(1, 5, object("element/feedback_buttons", "element/icon_button")))}},
	"block/input": {fields: map[string]field{
		"block_id": anID, "label": need(plain(2000)), "element": need(object(inputs...)), "hint": plain(2000),
		"optional": flag, "dispatch_action": flag}},
	"block/markdown":  {fields: map[string]field{"block_id": anID, "text": need(str(1, maxMarkdownChars))}},
	"block/rich_text": {fields: map[string]field{"block_id": anID, "elements": need(richElements)}},
	"block/table": {fields: map[string]field{
		"block_id": anID, "column_settings": list(0, 20, object("column")),
		"rows": need(list(1, 100, list(1, 20, object("cell/raw_text", "cell/raw_number", "cell/rich_text"))))}},
	"block/data_table": {fields: map[string]field{
		"block_id": anID, "caption": need(str(1, 3000)), "page_size": whole(1, 100), "row_header_column_index": whole(0, 19),
		"rows": need(list(2, 101, list(1, 20, object("cell/raw_text", "cell/raw_number", "cell/rich_text", "cell/action_cell"))))}},
	"block/data_visualization": {fields: map[string]field{
		"block_id": anID, "title": need(str(1, 50)),
		"chart": need(object("chart/pie", "chart/bar", "chart/area", "chart/line"))}},
	"block/task_card": {fields: map[string]field{
		"block_id": anID, "task_id": need(anID), "title": need(str(1, 255)),
		"status":  enum("pending", "in_progress", "complete", "error"),
		"details": object("block/rich_text"), "output": object("block/rich_text"),
		"sources": list(0, 100, object("source/url")), "hide_title": flag}},
	"block/plan": {fields: map[string]field{
		"block_id": anID, "title": need(str(1, 255)), "tasks": list(0, 50, object("block/task_card"))}},

	"column":          {fields: map[string]field{"align": enum("left", "center", "right"), "is_wrapped": flag}},
	"cell/raw_text":   {fields: map[string]field{"text": need(str(1, 3000))}},
	"cell/raw_number": {fields: map[string]field{"value": need(num), "text": str(1, 3000)}},
	"cell/action_cell": {fields: map[string]field{
		"element": need(object("element/button")), "fallback": object("cell/raw_text", "cell/raw_number")}},
	"cell/rich_text": {fields: map[string]field{"elements": need(richElements)}},
	"source/url":     {fields: map[string]field{"url": need(aURL), "text": need(str(1, 3000))}},

	"chart/pie":  {fields: map[string]field{"segments": need(list(1, 6, object("point")))}},
	"chart/bar":  {fields: map[string]field{"series": need(series), "axis_config": need(object("axis"))}},
	"chart/area": {fields: map[string]field{"series": need(series), "axis_config": need(object("axis"))}},
	"chart/line": {fields: map[string]field{"series": need(series), "axis_config": need(object("axis"))}},
	"series":     {fields: map[string]field{"name": need(str(1, 20)), "data": need(list(1, 20, object("point")))}},
	"point":      {fields: map[string]field{"label": need(str(1, 20)), "value": need(num)}},
	"axis":       {fields: map[string]field{"categories": need(categories), "x_label": str(1, 50), "y_label": str(1, 50)}},

	"element/image": {fields: map[string]field{
		"image_url": aURL, "slack_file": object("slack_file"), "alt_text": need(str(1, 2000))},
		oneOf: []string{"image_url", "slack_file"}},
	"element/button": {fields: map[string]field{
		"text": need(plain(75)), "action_id": anID, "url": aURL, "value": str(1, 2000), "confirm": aConfirm,
		"style": enum("primary", "danger"), "accessibility_label": str(1, 75), "visible_to_user_ids": ids}},
	"element/icon_button": {fields: map[string]field{
		"icon": need(enum("trash")), "text": need(plain(75)), "action_id": anID, "value": str(1, 2000), "confirm": aConfirm,
		"accessibility_label": str(1, 75), "visible_to_user_ids": ids}},
	"element/feedback_buttons": {fields: map[string]field{
		"action_id": anID, "positive_button": need(object("feedback_button")), "negative_button": need(object("feedback_button"))}},
	"feedback_button": {fields: map[string]field{
		"text": need(plain(75)), "value": need(str(1, 2000)), "accessibility_label": str(1, 75)}},
	"element/overflow": {fields: map[string]field{
		"action_id": anID, "options": need(list(1, 5, object("overflow_option"))), "confirm": aConfirm}},
	"element/static_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "options": someOptions,
		"option_groups": someGroups, "initial_option": object("menu_option"), "confirm": aConfirm,
		"focus_on_load": flag}, oneOf: []string{"options", "option_groups"}},
	"element/external_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "min_query_length": whole(0, 1000), "initial_option": object("menu_option"),
		"confirm": aConfirm, "focus_on_load": flag}},
	"element/multi_static_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "options": someOptions, "option_groups": someGroups,
		"initial_options": someOptions, "max_selected_items": atLeastOne, "confirm": aConfirm, "focus_on_load": flag},
		oneOf: []string{"options", "option_groups"}},
	"element/multi_external_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "min_query_length": whole(0, 1000), "initial_options": someOptions,
		"max_selected_items": atLeastOne, "confirm": aConfirm, "focus_on_load": flag}},
	"element/multi_users_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_users": ids, "max_selected_items": atLeastOne,
		"confirm": aConfirm, "focus_on_load": flag}},
	"element/multi_conversations_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_conversations": ids, "default_to_current_conversation": flag,
		"filter": {kind: anything}, "max_selected_items": atLeastOne, "confirm": aConfirm, "focus_on_load": flag}},
	"element/multi_channels_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_channels": ids, "max_selected_items": atLeastOne,
		"confirm": aConfirm, "focus_on_load": flag}},
	"element/users_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_user": anID, "confirm": aConfirm, "focus_on_load": flag}},
	"element/conversations_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_conversation": anID, "default_to_current_conversation": flag,
		"response_url_enabled": flag, "filter": {kind: anything}, "confirm": aConfirm, "focus_on_load": flag}},
	"element/channels_select": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_channel": anID, "response_url_enabled": flag,
		"confirm": aConfirm, "focus_on_load": flag}},
	"element/datepicker": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_date": str(10, 10), "confirm": aConfirm, "focus_on_load": flag}},
	"element/radio_buttons": {fields: map[string]field{
		"action_id": anID, "options": need(list(1, 10, object("option"))), "initial_option": object("option"),
		"confirm": aConfirm, "focus_on_load": flag}},
	"element/checkboxes": {fields: map[string]field{
		"action_id": anID, "options": need(list(1, 10, object("option"))), "initial_options": list(1, 10, object("option")),
		"confirm": aConfirm, "focus_on_load": flag, "visible_to_user_ids": ids}},
	"element/plain_text_input": {fields: map[string]field{
		"action_id": anID, "placeholder": plain(150), "initial_value": str(0, 3000), "multiline": flag,
		"min_length": whole(0, 3000), "max_length": whole(1, 3000), "dispatch_action_config": {kind: anything},
		"focus_on_load": flag}},

	"rich/rich_text_section": {fields: map[string]field{"elements": need(inline)}},
	"rich/rich_text_list": {fields: map[string]field{
		"style": need(enum("bullet", "ordered")), "elements": need(list(1, 1000, object("rich/rich_text_section"))),
		"indent": whole(0, 8), "offset": whole(0, 1<<30), "border": whole(0, 1)}},
	"rich/rich_text_quote": {fields: map[string]field{"elements": need(inline), "border": whole(0, 1)}},
	"rich/rich_text_preformatted": {fields: map[string]field{
		"elements": need(inline), "border": whole(0, 1), "language": str(0, 255)}},
	"style": {fields: map[string]field{
		"bold": flag, "italic": flag, "strike": flag, "code": flag, "underline": flag, "highlight": flag,
		"client_highlight": flag, "unlink": flag}},
	"inline/text":      {fields: map[string]field{"text": need(str(1, maxMarkdownChars)), "style": object("style")}},
	"inline/link":      {fields: map[string]field{"url": need(aURL), "text": str(0, 3000), "unsafe": flag, "style": object("style")}},
	"inline/user":      {fields: map[string]field{"user_id": need(anID), "style": object("style")}},
	"inline/channel":   {fields: map[string]field{"channel_id": need(anID), "style": object("style")}},
	"inline/usergroup": {fields: map[string]field{"usergroup_id": need(anID), "style": object("style")}},
	"inline/broadcast": {fields: map[string]field{"range": need(enum("here", "channel", "everyone")), "style": object("style")}},
	"inline/color":     {fields: map[string]field{"value": need(str(1, 32)), "style": object("style")}},
	"inline/emoji": {fields: map[string]field{
		"name": need(str(1, 255)), "unicode": str(1, 255), "skin_tone": whole(1, 6), "url": aURL, "style": object("style")}},
	"inline/date": {fields: map[string]field{
		"timestamp": need(whole(0, 1<<40)), "format": need(str(1, 255)), "timezone": str(1, 255), "url": aURL,
		"fallback": str(1, 3000), "style": object("style")}},
	"inline/citation": {fields: map[string]field{
		"url": need(aURL), "text": need(str(1, 3000)), "index": need(num), "details": need(field{kind: anything})}},

	"view/modal": {fields: map[string]field{
		"title": need(plain(24)), "submit": plain(24), "close": plain(24), "private_metadata": str(0, 3000),
		"callback_id": str(0, 255), "external_id": str(0, 255), "clear_on_close": flag, "notify_on_close": flag,
		"submit_disabled": flag, "blocks": need(list(1, maxViewBlocks, object(everywhere...)))}},
	"view/home": {fields: map[string]field{
		"private_metadata": str(0, 3000), "callback_id": str(0, 255), "external_id": str(0, 255),
		"blocks": need(list(0, maxViewBlocks, object(everywhere...)))}},
}
