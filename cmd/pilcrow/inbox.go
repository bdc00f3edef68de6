package main

import (
	"context"
	"fmt"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

type inboxCmd struct {
	Requeue  bool     `help:"Have what has failed tried again, at once if the bot runs."`
	IDs      []string `arg:"" optional:"" name:"id" help:"Only these events."`
	Database string   `help:"Where the bot remembers." placeholder:"URL" env:"PILCROW_DATABASE"`
}

// Run lists what was accepted and is not done, without what it says, or has what
// has failed tried again.
func (cmd *inboxCmd) Run(ctx context.Context, s streams) error {
	memory, err := store.Open(ctx, databaseOr(cmd.Database), time.Now)
	if err != nil {
		return err
	}
	defer func() { _ = memory.Close() }() // everything is written by then
	if cmd.Requeue {
		n, err := memory.Requeue(ctx, cmd.IDs...)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d to be tried again, at once if the bot runs\n", n)
		return nil
	}
	waiting, err := memory.Waiting(ctx)
	if err != nil {
		return err
	}
	failed, err := memory.Failed(ctx)
	if err != nil {
		return err
	}
	for _, list := range []struct {
		state  string
		events []store.Accepted
	}{{"waiting", waiting}, {"failed", failed}} {
		for _, e := range list.events {
			fmt.Fprintf(s.out, "%-8s %s  %s  %s  %s\n", list.state, e.ID, e.At.Format(time.RFC3339), plural(e.Attempts, "attempt", "attempts"), e.Fault)
		}
	}
	fmt.Fprintf(s.out, "%d waiting, %d failed\n", len(waiting), len(failed))
	return nil
}
