package workspace

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// What holds between the fields of an object, which no single field's limit can
// say. A rule looks at objects that may be wrong otherwise, and then finds
// nothing more to say.

const maxCharts = 2 // of a message

var rules map[string]func(c *checker, o map[string]any, at string)

func init() { // not a literal: the checker reaches the table itself
	rules = map[string]func(*checker, map[string]any, string){
		"block/markdown": func(c *checker, o map[string]any, _ string) {
			c.md += utf8.RuneCountInString(textOf(o))
		},
		"block/table":              func(c *checker, _ map[string]any, _ string) { c.tables++ },
		"block/data_visualization": func(c *checker, _ map[string]any, _ string) { c.charts++ },
		"block/data_table":         (*checker).checkDataTable,
		"chart/pie":                (*checker).checkPie,
		"chart/bar":                (*checker).checkSeries,
		"chart/area":               (*checker).checkSeries,
		"chart/line":               (*checker).checkSeries,
	}
	for _, kind := range []string{"static_select", "multi_static_select", "radio_buttons", "checkboxes"} {
		rules["element/"+kind] = (*checker).checkInitial
	}
}

// checkDataTable holds a table to its header: plain text, and as many cells as
// any other row.
func (c *checker) checkDataTable(o map[string]any, at string) {
	rows, _ := o["rows"].([]any)
	if len(rows) == 0 {
		return
	}
	header, _ := rows[0].([]any)
	for i, cell := range header {
		if cell, _ := cell.(map[string]any); kindOf(cell) != "raw_text" {
			c.fault(fmt.Sprintf("%s/rows/0/%d", at, i), "a header cell must be raw_text")
		}
	}
	for i, row := range rows {
		if row, _ := row.([]any); len(row) != len(header) {
			c.fault(fmt.Sprintf("%s/rows/%d", at, i), "must have %d cells, as the header has", len(header))
		}
	}
	if i := sizeOf(o, "row_header_column_index", 0); i >= len(header) {
		c.fault(at+"/row_header_column_index", "no column %d", i)
	}
}

func (c *checker) checkPie(o map[string]any, at string) {
	for i, segment := range objectsIn(o["segments"]) {
		number, _ := segment["value"].(json.Number)
		if value, err := number.Float64(); err == nil && value <= 0 {
			c.fault(fmt.Sprintf("%s/segments/%d/value", at, i), "must be greater than 0")
		}
	}
}

// checkSeries holds every series of a chart to one point in each category.
func (c *checker) checkSeries(o map[string]any, at string) {
	axis, _ := o["axis_config"].(map[string]any)
	list, _ := axis["categories"].([]any)
	categories := map[any]bool{}
	for i, category := range list {
		if name, _ := category.(string); categories[name] {
			c.fault(fmt.Sprintf("%s/axis_config/categories/%d", at, i), "%q already exists", shorten(name))
		} else {
			categories[name] = true
		}
	}
	names := map[any]bool{}
	for i, series := range objectsIn(o["series"]) {
		at := fmt.Sprintf("%s/series/%d", at, i)
		name, _ := series["name"].(string)
		if names[name] {
			c.fault(at+"/name", "%q already exists", shorten(name))
		}
		names[name] = true
		c.checkPoints(objectsIn(series["data"]), categories, at+"/data")
	}
}

func (c *checker) checkPoints(points []map[string]any, categories map[any]bool, at string) {
	met := map[string]bool{}
	for i, point := range points {
		label, _ := point["label"].(string)
		switch at := fmt.Sprintf("%s/%d/label", at, i); {
		case !categories[label]:
			c.fault(at, "%q is no category", shorten(label))
		case met[label]:
			c.fault(at, "%q already exists", shorten(label))
		}
		met[label] = true
	}
	if len(met) < len(categories) {
		c.fault(at, "must have one point for each of %d categories", len(categories))
	}
}

// checkInitial holds what is chosen from the beginning to what can be chosen.
func (c *checker) checkInitial(o map[string]any, at string) {
	at += "/initial_option"
	chosen := objectsIn([]any{o["initial_option"]})
	if o["initial_option"] == nil {
		at, chosen = at+"s", objectsIn(o["initial_options"])
	}
	for _, initial := range chosen {
		value, _ := initial["value"].(string)
		text, _ := initial["text"].(map[string]any)
		offered, _ := optionOf(o, value)["text"].(map[string]any)
		if offered == nil || textOf(offered) != textOf(text) {
			c.fault(at, "%q must be one of the options", shorten(value))
		}
	}
}

// objectsIn lists the objects of an array; what is none is as if it were empty.
func objectsIn(v any) []map[string]any {
	items, _ := v.([]any)
	out := make([]map[string]any, len(items))
	for i, item := range items {
		out[i], _ = item.(map[string]any)
	}
	return out
}
