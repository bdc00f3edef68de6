package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// workspacesCmd looks after the workspaces that have installed the bot.
type workspacesCmd struct {
	List   listCmd   `cmd:"" help:"List the workspaces and organisations that have installed the bot."`
	Export exportCmd `cmd:"" help:"Print all that is kept of a workspace, or an organisation, one JSON object a line; without its token."`
	Erase  eraseCmd  `cmd:"" help:"Uninstall the bot from a workspace, or an organisation, and erase all that is kept of it."`
}

type listCmd struct {
	Database string `help:"Where the bot remembers." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// Run lists the installations.
func (cmd *listCmd) Run(ctx context.Context, s streams) error {
	return with(ctx, databaseOr(cmd.Database), func(memory *store.Store) error {
		all, err := memory.Installations(ctx)
		if err != nil {
			return err
		}
		for _, i := range all {
			kind := "workspace"
			if i.Org {
				kind = "organisation"
			}
			fmt.Fprintf(s.out, "%s  %-12s  %s  %s\n", i.ID, kind, i.At.Format(time.RFC3339), i.Name)
		}
		fmt.Fprintf(s.out, "%d installed\n", len(all))
		return nil
	})
}

type exportCmd struct {
	Team     string `arg:"" help:"Its id, T…; that of an organisation is E…."`
	Database string `help:"Where the bot remembers." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// Run prints the rows, each with the table it stands in.
func (cmd *exportCmd) Run(ctx context.Context, s streams) error {
	return with(ctx, databaseOr(cmd.Database), func(memory *store.Store) error {
		rows := 0
		err := memory.Export(ctx, cmd.Team, func(table string, row map[string]any) error {
			rows++
			return writeJSON(s.out, map[string]any{"table": table, "row": row})
		})
		if err == nil && rows == 0 {
			err = fmt.Errorf("nothing is kept of %s; pilcrow workspaces list names those that have installed the bot", cmd.Team)
		}
		return err
	})
}

type eraseCmd struct {
	Team         string `arg:"" help:"Its id, T…; that of an organisation is E…."`
	Database     string `help:"Where the bot remembers." placeholder:"URL" env:"PILCROW_DATABASE"`
	ClientID     string `help:"Client id, to have Slack uninstall the app as well." env:"SLACK_CLIENT_ID"`
	ClientSecret string `help:"Client secret." env:"SLACK_CLIENT_SECRET"`
	APIURL       string `help:"Another Web API root, for tests and proxies." env:"SLACK_API_URL"`
	keyFlags     `embed:""`
}

// Run has Slack take the app out, if it can, and erases the rest in any case.
func (cmd *eraseCmd) Run(ctx context.Context, s streams) error {
	database := databaseOr(cmd.Database)
	return with(ctx, database, func(memory *store.Store) error {
		i, err := memory.Installation(ctx, cmd.Team)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return err
		case cmd.ClientID == "":
			fmt.Fprintln(s.err, "pilcrow: SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are not set: uninstall the app in Slack, too")
		default:
			keys, err := cmd.keys(database, false)
			if err == nil {
				config := bot.Config{ClientID: cmd.ClientID, ClientSecret: cmd.ClientSecret, APIURL: cmd.APIURL, Keys: keys}
				err = bot.Uninstall(ctx, config, i, zerolog.Nop())
			}
			if err != nil {
				fmt.Fprintf(s.err, "pilcrow: uninstall the app in Slack, too: %v\n", err)
			}
		}
		rows, err := memory.Erase(ctx, cmd.Team, "")
		if err == nil && rows == 0 {
			err = fmt.Errorf("nothing is kept of %s; pilcrow workspaces list names those that have installed the bot", strings.TrimSpace(cmd.Team))
		}
		if err == nil {
			are := "are"
			if rows == 1 {
				are = "is"
			}
			fmt.Fprintf(s.out, "%s of %s %s erased\n", plural(rows, "row", "rows"), cmd.Team, are)
		}
		return err
	})
}
