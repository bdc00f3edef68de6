package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// A message that uses every block and element once, all of it allowed. The
// tests below break it in one place each.
const valid = `[
 {"type":"header","block_id":"h","text":{"type":"plain_text","text":"Heading","emoji":true},"level":2},
 {"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"*Text*","verbatim":true},"fields":[{"type":"mrkdwn","text":"a"},{"type":"plain_text","text":"b"}],
  "accessory":{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"},"url":"https://example.com","value":"v","style":"primary",
   "confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"mrkdwn","text":"Really?"},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}}}},
 {"type":"divider"},
 {"type":"image","image_url":"https://example.com/a.png","alt_text":"A picture","title":{"type":"plain_text","text":"Picture"}},
 {"type":"context","elements":[{"type":"image","image_url":"https://example.com/a.png","alt_text":"A"},{"type":"mrkdwn","text":"b"}]},
 {"type":"actions","block_id":"acts","elements":[
  {"type":"button","action_id":"b1","text":{"type":"plain_text","text":"Show"}},
  {"type":"static_select","action_id":"pick","placeholder":{"type":"plain_text","text":"Pick"},"options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]},
  {"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"More"},"value":"m"}]},
  {"type":"external_select","action_id":"find","min_query_length":2},
  {"type":"users_select","action_id":"who"},{"type":"channels_select","action_id":"where"},{"type":"conversations_select","action_id":"which"},
  {"type":"datepicker","action_id":"when","initial_date":"2026-01-31"},
  {"type":"radio_buttons","action_id":"one","options":[{"text":{"type":"mrkdwn","text":"One"},"value":"1"}]},
  {"type":"checkboxes","action_id":"some","options":[{"text":{"type":"mrkdwn","text":"One"},"value":"1"}]}]},
 {"type":"context_actions","elements":[
  {"type":"feedback_buttons","action_id":"fb","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"up"},"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"down"}},
  {"type":"icon_button","action_id":"rm","icon":"trash","text":{"type":"plain_text","text":"Remove"}}]},
 {"type":"input","label":{"type":"plain_text","text":"Why?"},"element":{"type":"plain_text_input","action_id":"why","multiline":true,"max_length":300}},
 {"type":"markdown","text":"**bold**"},
 {"type":"rich_text","elements":[
  {"type":"rich_text_section","elements":[{"type":"text","text":"a","style":{"bold":true}},{"type":"link","url":"https://example.com","text":"b"},{"type":"user","user_id":"U1"},{"type":"emoji","name":"wave"},
   {"type":"citation","url":"https://example.com","text":"c","index":1,"details":{"citation_type":"web","display_name":"d"}}]},
  {"type":"rich_text_list","style":"bullet","indent":0,"border":0,"offset":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]},
  {"type":"rich_text_quote","elements":[{"type":"text","text":"a"}]},
  {"type":"rich_text_preformatted","border":0,"elements":[{"type":"text","text":"a"}]}]},
 {"type":"table","column_settings":[{"align":"right","is_wrapped":true}],"rows":[[{"type":"raw_text","text":"Year"},{"type":"raw_text","text":"Revenue"}],[{"type":"raw_number","value":2024,"text":"2024"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]}]]},
 {"type":"data_table","caption":"Revenue","rows":[[{"type":"raw_text","text":"Year"},{"type":"raw_text","text":"More"}],[{"type":"raw_number","value":2024},
  {"type":"action_cell","element":{"type":"button","action_id":"cell","text":{"type":"plain_text","text":"Go"}},"fallback":{"type":"raw_text","text":"Go"}}]]},
 {"type":"data_visualization","title":"Revenue","chart":{"type":"bar","series":[{"name":"a","data":[{"label":"2024","value":5.5}]}],"axis_config":{"categories":["2024"],"x_label":"Year"}}},
 {"type":"data_visualization","title":"Share","chart":{"type":"pie","segments":[{"label":"a","value":1}]}},
 {"type":"plan","title":"Plan","tasks":[{"type":"task_card","task_id":"t","title":"Look","status":"complete","sources":[{"type":"url","url":"https://example.com","text":"a"}]}]}
]`

func TestTheValidMessageIsValid(t *testing.T) {
	t.Parallel()
	if err := checkBlocks([]byte(valid)); err != nil {
		t.Fatal(err)
	}
	var blocks slack.Blocks
	if err := json.Unmarshal([]byte(valid), &blocks); err != nil {
		t.Fatalf("the client does not read it: %v", err)
	}
	again, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkBlocks(again); err != nil {
		t.Errorf("as the client writes it: %v", err)
	}
}

// long is text of n characters that takes two bytes for each.
func long(n int) string { return strings.Repeat("é", n) }

// many repeats a JSON value.
func many(n int, item string) string {
	return "[" + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + "]"
}

const raw = `{"type":"raw_text","text":"x"}`

// Each rule: where the valid message is broken, by what, and what is said of
// it. An empty value takes the field out.
var breaks = []struct{ at, value, told string }{
	{"/0/type", `"shout"`, "unsupported type: shout [json-pointer:/blocks/0/type]"},
	{"/0/type", `"alert"`, "unsupported type: alert"},
	{"/0/type", `"card"`, "unsupported type: card"},
	{"/0/type", `"carousel"`, "unsupported type: carousel"},
	{"/0/type", ``, "missing required field: type [json-pointer:/blocks/0]"},
	{"/0/colour", `"red"`, "invalid additional property: colour [json-pointer:/blocks/0]"},
	{"/0", `"text"`, "must provide an object [json-pointer:/blocks/0]"},

	{"/0/text", ``, "missing required field: text [json-pointer:/blocks/0]"},
	{"/0/text/text", `"` + long(151) + `"`, "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
	{"/0/text/type", `"mrkdwn"`, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"},
	{"/0/text/text", `""`, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
	{"/0/text/text", `7`, "must provide a string [json-pointer:/blocks/0/text/text]"},
	{"/0/text/emoji", `"yes"`, "must provide a boolean"},
	{"/0/level", `5`, "must be from 1 to 4"},
	{"/0/level", `1.5`, "must provide an integer"},
	{"/0/block_id", `"` + long(256) + `"`, "must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
	{"/0/block_id", `"s"`, `block_id "s" already exists`},

	{"/1/text/text", `"` + long(3001) + `"`, "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"},
	{"/1/text/emoji", `true`, "invalid additional property: emoji"},
	{"/1/text/type", `"markdown"`, "unsupported type: markdown"},
	{"/1/fields", many(11, `{"type":"mrkdwn","text":"a"}`), "no more than 10 items allowed [json-pointer:/blocks/1/fields]"},
	{"/1/fields", `[]`, "no fewer than 1 items allowed"},
	{"/1/fields", `{}`, "must provide an array"},
	{"/1/fields/0/text", `"` + long(2001) + `"`, "must be less than 2001 characters [json-pointer:/blocks/1/fields/0/text]"},

	{"/1/accessory/text/text", `"` + long(76) + `"`, "must be less than 76 characters [json-pointer:/blocks/1/accessory/text/text]"},
	{"/1/accessory/text/type", `"mrkdwn"`, "unsupported type: mrkdwn"},
	{"/1/accessory/text", ``, "missing required field: text"},
	{"/1/accessory/value", `"` + long(2001) + `"`, "must be less than 2001 characters"},
	{"/1/accessory/url", `"https://` + long(3000) + `"`, "must be less than 3001 characters"},
	{"/1/accessory/action_id", `"` + long(256) + `"`, "must be less than 256 characters"},
	{"/1/accessory/style", `"loud"`, "must be one of primary, danger"},
	{"/1/accessory/confirm/title/text", `"` + long(101) + `"`, "must be less than 101 characters"},
	{"/1/accessory/confirm/text/text", `"` + long(301) + `"`, "must be less than 301 characters"},
	{"/1/accessory/confirm/deny/text", `"` + long(31) + `"`, "must be less than 31 characters"},
	{"/1/accessory/confirm/deny", ``, "missing required field: deny"},

	{"/2/text", `"a"`, "invalid additional property: text [json-pointer:/blocks/2]"},
	{"/3/alt_text", ``, "missing required field: alt_text [json-pointer:/blocks/3]"},
	{"/3/alt_text", `"` + long(2001) + `"`, "must be less than 2001 characters"},
	{"/3/image_url", ``, "missing required field: one of image_url, slack_file"},
	{"/3/image_url", `"` + long(3001) + `"`, "must be less than 3001 characters"},
	{"/3/title/text", `"` + long(2001) + `"`, "must be less than 2001 characters"},
	{"/4/elements", many(11, `{"type":"mrkdwn","text":"a"}`), "no more than 10 items allowed"},
	{"/4/elements/0/alt_text", ``, "missing required field: alt_text"},
	{"/4/elements/1/type", `"button"`, "unsupported type: button"},

	{"/5/elements", many(26, `{"type":"button","text":{"type":"plain_text","text":"a"}}`), "no more than 25 items allowed"},
	{"/5/elements", `[]`, "no fewer than 1 items allowed"},
	{"/5/elements/0/type", `"plain_text_input"`, "unsupported type: plain_text_input"},
	{"/5/elements/1/options", many(101, `{"text":{"type":"plain_text","text":"a"},"value":"v"}`), "no more than 100 items allowed"},
	{"/5/elements/1/options", ``, "missing required field: one of options, option_groups"},
	{"/5/elements/1/options/0/text/text", `"` + long(76) + `"`, "must be less than 76 characters"},
	{"/5/elements/1/options/0/value", `"` + long(151) + `"`, "must be less than 151 characters"},
	{"/5/elements/1/placeholder/text", `"` + long(151) + `"`, "must be less than 151 characters"},
	{"/5/elements/1/action_id", `"b1"`, `action_id "b1" already exists [json-pointer:/blocks/5/elements/1/action_id]`},
	{"/5/elements/2/options", many(6, `{"text":{"type":"plain_text","text":"a"},"value":"v"}`), "no more than 5 items allowed"},
	{"/5/elements/8/options", many(11, `{"text":{"type":"plain_text","text":"a"},"value":"v"}`), "no more than 10 items allowed"},

	{"/6/elements", many(6, `{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}`), "no more than 5 items allowed"},
	{"/6/elements/0/positive_button/text/text", `"` + long(76) + `"`, "must be less than 76 characters"},
	{"/6/elements/0/negative_button", ``, "missing required field: negative_button"},
	{"/6/elements/0/negative_button/value", `"` + long(2001) + `"`, "must be less than 2001 characters"},
	{"/6/elements/1/icon", `"bomb"`, "must be one of trash"},
	{"/6/elements/1/type", `"button"`, "unsupported type: button"},

	{"/7/label/text", `"` + long(2001) + `"`, "must be less than 2001 characters"},
	{"/7/element/max_length", `3001`, "must be from 1 to 3000"},
	{"/8/text", `"` + long(12_001) + `"`, "must be less than 12001 characters [json-pointer:/blocks/8/text]"},
	{"/9/elements/0/elements/0/type", `"shout"`, "unsupported type: shout"},
	{"/9/elements/0/elements/0/style/blink", `true`, "invalid additional property: blink"},
	{"/9/elements/1/style", `"fancy"`, "must be one of bullet, ordered"},
	{"/9/elements/1/indent", `9`, "must be from 0 to 8"},

	{"/10/rows", many(101, "["+raw+"]"), "no more than 100 items allowed"},
	{"/10/rows/0", many(21, raw), "no more than 20 items allowed"},
	{"/10/rows/0/0", `null`, "must provide an object"},
	{"/10/rows/0/0/text", `"` + long(3001) + `"`, "must be less than 3001 characters"},
	{"/10/rows/1/0/value", `"2024"`, "must provide a number"},
	{"/10/rows", many(4, `[{"type":"raw_text","text":"`+long(2501)+`"}]`), "table cells must be less than 10001 characters together"},
	{"/10/column_settings", many(21, `{}`), "no more than 20 items allowed"},
	{"/11/type", `"table"`, "invalid additional property: caption"},
	{"/11/rows", many(102, "["+raw+"]"), "no more than 101 items allowed"},
	{"/11/rows", many(1, "["+raw+"]"), "no fewer than 2 items allowed"},
	{"/11/page_size", `101`, "must be from 1 to 100"},
	{"/11/caption", ``, "missing required field: caption"},
	{"/12/title", `"` + long(51) + `"`, "must be less than 51 characters"},
	{"/12/chart/type", `"gauge"`, "unsupported type: gauge"},
	{"/12/chart/series/0/name", `"` + long(21) + `"`, "must be less than 21 characters"},
	{"/12/chart/series/0/data/0/label", `"` + long(21) + `"`, "must be less than 21 characters"},
	{"/12/chart/series", many(7, `{"name":"a","data":[{"label":"b","value":1}]}`), "no more than 6 items allowed"},
	{"/11/rows/0/0/type", `"raw_number"`, "a header cell must be raw_text [json-pointer:/blocks/11/rows/0/0]"},
	{"/11/rows/0/1", `{"type":"rich_text","elements":[]}`, "a header cell must be raw_text [json-pointer:/blocks/11/rows/0/1]"},
	{"/11/rows/1", "[" + raw + "]", "must have 2 cells, as the header has [json-pointer:/blocks/11/rows/1]"},
	{"/11/row_header_column_index", `2`, "no column 2"},
	{"/11/rows/1/1/element/text/text", `"` + long(76) + `"`, "must be less than 76 characters"},
	{"/11/rows/1/1/element/type", `"datepicker"`, "unsupported type: datepicker"},
	{"/11/rows/1/1/fallback/type", `"rich_text"`, "unsupported type: rich_text"},
	{"/10/rows/0/0", `{"type":"action_cell"}`, "unsupported type: action_cell"},
	{"/12/chart/axis_config/categories", `["2024","2024"]`, `"2024" already exists [json-pointer:/blocks/12/chart/axis_config/categories/1]`},
	{"/12/chart/axis_config/categories", `["2024","2025"]`, "must have one point for each of 2 categories [json-pointer:/blocks/12/chart/series/0/data]"},
	{"/12/chart/series/0/data/0/label", `"2025"`, `"2025" is no category [json-pointer:/blocks/12/chart/series/0/data/0/label]`},
	{"/12/chart/series/0/data", many(2, `{"label":"2024","value":1}`), `"2024" already exists [json-pointer:/blocks/12/chart/series/0/data/1/label]`},
	{"/12/chart/series", many(2, `{"name":"a","data":[{"label":"2024","value":1}]}`), `"a" already exists [json-pointer:/blocks/12/chart/series/1/name]`},
	{"/12/chart", `{"type":"line","series":[{"name":"a","data":[{"label":"b","value":1}]}],"axis_config":{"categories":["c"]}}`, `"b" is no category`},
	{"/12/chart", `{"type":"area","series":[{"name":"a","data":[{"label":"b","value":1}]}],"axis_config":{"categories":["c"]}}`, `"b" is no category`},
	{"/13/chart/segments/0/value", `0`, "must be greater than 0 [json-pointer:/blocks/13/chart/segments/0/value]"},
	{"/13/chart/segments/0/value", `-0.5`, "must be greater than 0"},
	{"/5/elements/1/initial_option", `{"text":{"type":"plain_text","text":"Two"},"value":"2"}`, `"2" must be one of the options [json-pointer:/blocks/5/elements/1/initial_option]`},
	{"/5/elements/1/initial_option", `{"text":{"type":"plain_text","text":"Two"},"value":"1"}`, `"1" must be one of the options`},
	{"/5/elements/8/initial_option", `{"text":{"type":"plain_text","text":"Two"},"value":"2"}`, `"2" must be one of the options`},
	{"/5/elements/9/initial_options", `[{"text":{"type":"mrkdwn","text":"One"},"value":"1"},{"text":{"type":"mrkdwn","text":"Two"},"value":"2"}]`, `"2" must be one of the options [json-pointer:/blocks/5/elements/9/initial_options]`},
	{"/1/accessory", `{"type":"multi_static_select","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}],"initial_options":[{"text":{"type":"plain_text","text":"Two"},"value":"2"}]}`, `"2" must be one of the options`},
	{"/5/elements/0/type", `"multi_users_select"`, "unsupported type: multi_users_select"},
	{"/5/elements/1/options/0/text/type", `"mrkdwn"`, "unsupported type: mrkdwn"},
	{"/5/elements/1/options/0/url", `"https://example.com"`, "invalid additional property: url"},
	{"/2", `{"type":"data_visualization","title":"A","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"},
	{"/13/chart/segments", many(7, `{"label":"a","value":1}`), "no more than 6 items allowed"},
	{"/14/tasks/0/status", `"done"`, "must be one of pending, in_progress, complete, error"},
}

func TestBlockRules(t *testing.T) {
	t.Parallel()
	for _, b := range breaks {
		t.Run(b.at+" "+shorten(b.value), func(t *testing.T) {
			t.Parallel()
			broken := breakAt(t, valid, b.at, b.value)
			var e *apiError
			if err := checkBlocks(broken); !errors.As(err, &e) || e.code != "invalid_blocks" {
				t.Fatalf("error %v, want invalid_blocks", err)
			}
			if !strings.Contains(strings.Join(e.faults, "\n"), b.told) {
				t.Errorf("faults %q, want %q", e.faults, b.told)
			}
		})
	}
}

// breakAt sets one field of a JSON value.
func breakAt(t *testing.T, whole, at, value string) []byte {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(whole), &v); err != nil {
		t.Fatal(err)
	}
	keys := strings.Split(at, "/")[1:]
	v = set(t, v, keys, value)
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func set(t *testing.T, v any, keys []string, value string) any {
	t.Helper()
	if len(keys) == 0 {
		var out any
		if err := json.Unmarshal([]byte(value), &out); err != nil {
			t.Fatalf("%s: %v", value, err)
		}
		return out
	}
	switch v := v.(type) {
	case []any:
		var i int
		if _, err := fmt.Sscan(keys[0], &i); err != nil || i >= len(v) {
			t.Fatalf("no item %s", keys[0])
		}
		v[i] = set(t, v[i], keys[1:], value)
		return v
	case map[string]any:
		if len(keys) == 1 && value == "" {
			delete(v, keys[0])
		} else {
			v[keys[0]] = set(t, v[keys[0]], keys[1:], value)
		}
		return v
	}
	t.Fatalf("nothing at %s", keys[0])
	return nil
}

// TestExactlyAtTheLimit holds the limits to what is just allowed.
func TestExactlyAtTheLimit(t *testing.T) {
	t.Parallel()
	for name, blocks := range map[string]string{
		"50 blocks":            many(50, `{"type":"divider"}`),
		"150 in a header":      `[{"type":"header","text":{"type":"plain_text","text":"` + long(150) + `"}}]`,
		"3000 in a section":    `[{"type":"section","text":{"type":"mrkdwn","text":"` + long(3000) + `"}}]`,
		"12000 in a markdown":  `[{"type":"markdown","text":"` + long(12_000) + `"}]`,
		"100 rows, 20 columns": `[{"type":"table","rows":` + many(100, many(20, raw)) + `}]`,
		"no blocks":            `[]`,
		"values below nothing in bars": `[{"type":"data_visualization","title":"a","chart":{"type":"bar","axis_config":{"categories":["x","y"]},"series":[
			{"name":"a","data":[{"label":"y","value":-1},{"label":"x","value":0}]},{"name":"b","data":[{"label":"x","value":1},{"label":"y","value":2}]}]}}]`,
		"what is chosen from a group": `[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"multi_static_select",
			"option_groups":[{"label":{"type":"plain_text","text":"a"},"options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}],
			"initial_options":[{"text":{"type":"plain_text","text":"One","emoji":true},"value":"1"}]}}]`,
		"one action_id in two blocks": many(2, `{"type":"actions","elements":[{"type":"datepicker","action_id":"a"}]}`),
	} {
		if err := checkBlocks([]byte(blocks)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimitsOfTheWholeMessage(t *testing.T) {
	t.Parallel()
	markdown := func(n int) string { return `{"type":"markdown","text":"` + long(n) + `"}` }
	section := `{"type":"section","text":{"type":"mrkdwn","text":"` + long(2990) + `"}}`
	table := `{"type":"table","rows":[[` + raw + `]]}`
	for name, c := range map[string]struct{ blocks, code string }{
		"51 blocks":             {many(51, `{"type":"divider"}`), "invalid_blocks"},
		"two long markdowns":    {"[" + markdown(6001) + "," + markdown(6000) + "]", "invalid_blocks"},
		"two tables":            {"[" + table + "," + table + "]", "invalid_blocks"},
		"five long sections":    {many(5, section), "msg_blocks_too_long"},
		"four long sections":    {many(4, section), ""},
		"not JSON":              {"[", "invalid_blocks"},
		"two values":            {"[] []", "invalid_blocks"},
		"an object":             {"{}", "invalid_blocks"},
		"null":                  {"null", "invalid_blocks"},
		"a section with no say": {`[{"type":"section"}]`, "invalid_blocks"},
	} {
		err := checkBlocks([]byte(c.blocks))
		if code := codeOf(err); code != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return asAPIError(err).code
}

// TestShapesAreWhole finds names that no shape has: a slip of the pen there
// would refuse everything.
func TestShapesAreWhole(t *testing.T) {
	t.Parallel()
	var look func(where string, f field)
	look = func(where string, f field) {
		if f.item != nil {
			look(where, *f.item)
		}
		if f.kind != anObject && f.kind != aText {
			return
		}
		for _, name := range f.of {
			if _, ok := shapes[name]; !ok {
				t.Errorf("%s: no shape %s", where, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		for key, f := range shapes[name].fields {
			look(name+"."+key, f)
		}
		for _, key := range shapes[name].oneOf {
			if _, ok := shapes[name].fields[key]; !ok {
				t.Errorf("%s: one of %s, which is no field", name, key)
			}
		}
	}
	look("message", inMessage)
}

func TestViewRules(t *testing.T) {
	t.Parallel()
	const view = `{"type":"modal","title":{"type":"plain_text","text":"Why?"},"submit":{"type":"plain_text","text":"Send"},
		"callback_id":"why","private_metadata":"{}","blocks":[{"type":"divider"}]}`
	if err := checkView(inModal, []byte(view)); err != nil {
		t.Fatal(err)
	}
	for _, b := range []struct{ at, value, told string }{
		{"/title", ``, "missing required field: title"},
		{"/title/text", `"` + long(25) + `"`, "must be less than 25 characters"},
		{"/submit/text", `"` + long(25) + `"`, "must be less than 25 characters"},
		{"/private_metadata", `"` + long(3001) + `"`, "must be less than 3001 characters"},
		{"/callback_id", `"` + long(256) + `"`, "must be less than 256 characters"},
		{"/blocks", many(101, `{"type":"divider"}`), "no more than 100 items allowed"},
		{"/blocks/0/type", `"markdown"`, "unsupported type: markdown"},
		{"/type", `"home"`, "unsupported type: home"},
		{"/colour", `"red"`, "invalid additional property: colour"},
	} {
		err := checkView(inModal, breakAt(t, view, b.at, b.value))
		if codeOf(err) != "invalid_arguments" || !strings.Contains(err.Error(), b.told) {
			t.Errorf("%s: %v, want %s", b.at, err, b.told)
		}
	}
}

// FuzzBlocks: whatever comes, the answer is a refusal or nothing; and what is
// accepted can be given ids and be read by the client.
func FuzzBlocks(f *testing.F) {
	f.Add([]byte(valid))
	f.Add([]byte(`[{"type":"section","text":null,"accessory":[]}]`))
	f.Add([]byte(`[[[[{}]]]]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_ = checkView(inModal, raw)
		if err := checkBlocks(raw); err != nil {
			if asAPIError(err).code == "internal_error" {
				t.Errorf("not in Slack's terms: %v", err)
			}
			return
		}
		with := New(Options{}).withIDs(raw)
		if with == nil {
			return // no blocks
		}
		if err := checkBlocks(with); err != nil {
			t.Errorf("refused once it has ids: %v", err)
		}
	})
}
