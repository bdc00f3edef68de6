package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/sheet"
)

type factsCmd struct {
	JSON bool   `help:"One JSON object a line." xor:"form"`
	CSV  bool   `help:"A spreadsheet, one fact a row; import --csv takes it back." xor:"form"`
	XLSX string `help:"The same as a workbook for Excel or Calc, which import --xlsx takes back." name:"xlsx" placeholder:"FILE.xlsx" xor:"form"`

	Proposed bool `help:"Those that wait for review as well, in a spreadsheet; else them alone."`

	Learned  bool   `help:"What admins have taught the bot in Slack, as YAML to put into the base." xor:"form"`
	Unlearn  string `help:"Take back what admins have taught, by the id that --learned prints." placeholder:"ID" xor:"form"`
	Database string `help:"Where the bot remembers, for --learned and --unlearn." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// row is a fact as it is given out.
type row struct {
	ID       string           `json:"id"`
	Cite     []facts.Citation `json:"citations"`
	Subject  string           `json:"subject"`
	Relation string           `json:"relation"`
	Kind     facts.ValueKind  `json:"kind"`
	Value    string           `json:"value"`
	Period   string           `json:"period,omitempty"`
	With     []string         `json:"with,omitempty"`
	About    []string         `json:"about,omitempty"`
	By       string           `json:"by"`
	How      facts.Stance     `json:"how"`
	Says     string           `json:"says"`
	Calc     []answer.Derived `json:"calc,omitempty"` // where the statement holds what no unit holds
}

// Run prints the fact table.
func (cmd *factsCmd) Run(ctx context.Context, c *cli, s streams) error {
	if cmd.Learned || cmd.Unlearn != "" {
		return cmd.learned(ctx, s.out)
	}
	b, err := c.base()
	if err != nil {
		return err
	}
	table := slices.Concat(b.Facts, b.FAQ)
	states := -1 // so many are facts and what follows is proposed, where that is to be told
	switch {
	case cmd.Proposed && (cmd.CSV || cmd.XLSX != ""):
		states, table = len(table), append(table, b.Proposed...)
	case cmd.Proposed:
		table = b.Proposed
	}
	switch {
	case cmd.JSON:
		for i := range table {
			if err := writeJSON(s.out, rowOf(&table[i])); err != nil {
				return err
			}
		}
		return nil
	case cmd.CSV:
		return sheet.WriteCSV(s.out, sheetOf(table, states))
	case cmd.XLSX != "":
		return writeWorkbook(cmd.XLSX, sheetOf(table, states))
	}
	article := ""
	for i := range table {
		f := &table[i]
		if at := f.Cite[0].Article; at != article {
			article = at
			fmt.Fprintf(s.out, "# %s\n", article)
		}
		fmt.Fprintf(s.out, "%-12s %s\n             %s\n", answer.Place(f.Cite[0].At), f.Says, f.ID)
	}
	return nil
}

// learned prints what was taught, a file after the other, or takes back one of it.
func (cmd *factsCmd) learned(ctx context.Context, out io.Writer) error {
	memory, err := store.Open(ctx, databaseOr(cmd.Database), time.Now)
	if err != nil {
		return err
	}
	defer func() { _ = memory.Close() }() // only read from
	all, err := memory.Learned(ctx)
	if err != nil {
		return err
	}
	if cmd.Unlearn != "" {
		if !slices.ContainsFunc(all, func(l store.Learned) bool { return l.ID == cmd.Unlearn }) {
			return fmt.Errorf("nothing was taught under the id %s; --learned prints the ids", cmd.Unlearn)
		}
		return memory.Unlearn(ctx, cmd.Unlearn)
	}
	text, err := bot.Taught(all)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	return err
}

func rowOf(f *facts.Fact) row {
	var calc []answer.Derived
	for _, c := range f.Calc {
		calc = append(calc, answer.Derived(c))
	}
	return row{
		ID: f.ID, Cite: f.Cite, Subject: f.Subject, Relation: f.Relation, Kind: f.Value.Kind, Value: f.Value.Text,
		Period: f.Period.String(), With: f.With, About: f.About, By: f.By, How: f.How, Says: f.Says, Calc: calc,
	}
}
