package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// dbCmd looks after what the bot remembers.
type dbCmd struct {
	Migrate migrateCmd `cmd:"" help:"Make the database, or bring its tables up to date. The bot does so itself when it starts."`
	Backup  backupCmd  `cmd:"" help:"Write everything into one file, as it is at this moment; the bot may go on working."`
	Restore restoreCmd `cmd:"" help:"Put a backup back, into an empty database."`
	Move    moveCmd    `cmd:"" help:"Copy everything into another, empty database, such as from SQLite to PostgreSQL. Stop the bot before."`
}

type migrateCmd struct {
	Database string `help:"Where the bot remembers." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// Run brings the tables up to date, which opening them does.
func (cmd *migrateCmd) Run(ctx context.Context, s streams) error {
	return with(ctx, databaseOr(cmd.Database), func(*store.Store) error {
		fmt.Fprintln(s.out, "the tables are up to date")
		return nil
	})
}

type backupCmd struct {
	File     string `arg:"" help:"The file to write, which may not be there yet."`
	Database string `help:"Where the bot remembers." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// Run writes a backup, which is a SQLite database, whatever it is of.
func (cmd *backupCmd) Run(ctx context.Context, s streams) error {
	return of(ctx, databaseOr(cmd.Database), func(memory *store.Store) error {
		moved, err := memory.Backup(ctx, cmd.File)
		if err == nil {
			fmt.Fprintf(s.out, "%s in %s\n", plural(moved.Rows, "row is", "rows are"), cmd.File)
		}
		return err
	})
}

type restoreCmd struct {
	File     string `arg:"" help:"The backup."`
	Database string `help:"Where the bot is to remember, which has to be empty." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// Run puts a backup back.
func (cmd *restoreCmd) Run(ctx context.Context, s streams) error {
	return move(ctx, s, "sqlite://"+cmd.File, databaseOr(cmd.Database))
}

type moveCmd struct {
	From string `required:"" help:"Where the bot remembered so far." placeholder:"URL"`
	To   string `required:"" help:"Where it is to remember, which has to be empty." placeholder:"URL"`
}

// Run moves everything, and leaves what was there as it was.
func (cmd *moveCmd) Run(ctx context.Context, s streams) error {
	return move(ctx, s, cmd.From, cmd.To)
}

func move(ctx context.Context, s streams, from, to string) error {
	return of(ctx, from, func(one *store.Store) error {
		return with(ctx, to, func(other *store.Store) error {
			moved, err := one.MoveTo(ctx, other)
			if err == nil {
				fmt.Fprintf(s.out, "%s moved; %s to be done, which the bot does when it starts\n", plural(moved.Rows, "row", "rows"), plural(moved.Waiting, "event of them is", "events of them are"))
			}
			return err
		})
	})
}

// of is with for a database that has to be there: a file would be made, empty.
func of(ctx context.Context, url string, do func(*store.Store) error) error {
	state, err := store.Look(ctx, url)
	if err != nil {
		return err
	}
	if state.Missing {
		return fmt.Errorf("there is no file %s", strings.TrimPrefix(url, "sqlite://"))
	}
	return with(ctx, url, do)
}

// with opens a database, does something with it, and closes it.
func with(ctx context.Context, url string, do func(*store.Store) error) error {
	memory, err := store.Open(ctx, url, time.Now)
	if err != nil {
		return err
	}
	return errors.Join(do(memory), memory.Close())
}
