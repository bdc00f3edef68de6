package blocks

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// drawn are the figures of an answer as a table and, where they are of one unit,
// as a chart. It is empty where there is nothing to set side by side: then the
// text's own list stands.
func (r rendering) drawn() []slack.Block {
	t := r.Table
	if t == nil || len(t.Rows) < 2 || len(t.Rows) > maxPoints || t.Kind == answer.List {
		return nil
	}
	if t.Kind == answer.Timeline {
		return dated(t.Rows)
	}
	blocks := []slack.Block{table(*t)}
	if c := chart(*t); c != nil {
		blocks = append(blocks, c)
	}
	return blocks
}

// table shows rows with the value as the source gives it and the place where it
// stands.
func table(t answer.Table) slack.Block {
	caption := captionOf(t)
	b := slack.NewDataTableBlock(cut(caption, maxCell)).WithPageSize(pageSize)
	b.AddRow(cell("Who"), cell(caption), cell("When"), cell("Source"))
	for _, row := range t.Rows {
		var value slack.DataTableCell = cell(row.Shown)
		if t.Unit != "" {
			value = slack.NewDataTableRawNumberCell(row.Amount).WithText(cellText(row.Shown))
		}
		b.AddRow(cell(row.Label), value, cell(row.When), cell(place(row)))
	}
	return b
}

// captionOf is what a table shows; Slack takes none without a caption.
func captionOf(t answer.Table) string {
	if caption := oneLine(t.Caption); caption != "" {
		return caption
	}
	return "Side by side"
}

func place(row answer.Row) string {
	var places []string
	for _, c := range row.Citations {
		places = append(places, answer.Place(c.At))
	}
	return strings.Join(places, ", ")
}

func cell(text string) *slack.DataTableRawTextCell {
	return slack.NewDataTableRawTextCell(cellText(text))
}

// cellText is never empty, which Slack would refuse.
func cellText(text string) string {
	if text = cut(oneLine(text), maxCell); text == "" {
		return "–"
	}
	return text
}

// chart draws figures of one unit as bars. It is nil where they cannot be drawn:
// no unit, or names that would look alike once they are cut.
func chart(t answer.Table) slack.Block {
	if t.Unit == "" {
		return nil
	}
	var names []string
	var points []slack.DataVisualizationDataPoint
	seen := map[string]bool{}
	for _, row := range t.Rows {
		name := cut(oneLine(row.Label), maxPoint)
		if name == "" || seen[name] {
			return nil
		}
		seen[name] = true
		names = append(names, name)
		points = append(points, slack.NewDataVisualizationDataPoint(name, row.Amount))
	}
	axes := slack.NewDataVisualizationAxisConfig(names...).WithYLabel(cut(t.Unit, maxChartTitle))
	series := slack.NewDataVisualizationDataSeries(cut(t.Unit, maxPoint), points...)
	return slack.NewDataVisualizationBlock(cut(captionOf(t), maxChartTitle), slack.NewDataVisualizationBarChart(axes, series))
}

// dated shows a timeline as a list with the dates in bold.
func dated(rows []answer.Row) (blocks []slack.Block) {
	var lines []string
	for _, row := range rows {
		line := escape(shorten(oneLine(row.Label), maxFact/2))
		if row.When != "" {
			line = "*" + escape(oneLine(row.When)) + "*  " + line
		}
		lines = append(lines, line)
	}
	for _, part := range split(strings.Join(lines, "\n"), maxSection/2) { // which the escapes do not double
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(part), nil, nil))
	}
	return blocks
}
