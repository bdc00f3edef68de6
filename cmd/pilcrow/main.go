// Command pilcrow answers questions about technology licensing from a fact
// table, in Slack and on the command line, and cites article and paragraph.
//
// This package is the wiring: flags and environment in, exit code out.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// cli is every command and its flags; the environment names stand beside them.
type cli struct {
	Base string `help:"A knowledge base on disk instead of the embedded one." placeholder:"DIR" env:"PILCROW_BASE"`

	Ask        askCmd        `cmd:"" help:"Answer a question, with citations."`
	Facts      factsCmd      `cmd:"" help:"Print the fact table."`
	Verify     verifyCmd     `cmd:"" help:"Check the whole base and list every fault with file and line."`
	Import     importCmd     `cmd:"" help:"Add articles to a base on disk and propose facts from them, or add a FAQ."`
	Review     reviewCmd     `cmd:"" help:"Go through the facts proposed from articles: accept, mend, drop."`
	Diff       diffCmd       `cmd:"" help:"Say what a new version of an article changes, paragraphs and facts."`
	Eval       evalCmd       `cmd:"" help:"Put a question bank to the base and print the score by type."`
	Serve      serveCmd      `cmd:"" help:"Run the Slack bot."`
	Doctor     doctorCmd     `cmd:"" help:"Check configuration, tokens, scopes, database and base, and say what to do."`
	Inbox      inboxCmd      `cmd:"" help:"List what the bot has accepted and not done; have what failed tried again."`
	DB         dbCmd         `cmd:"" help:"Look after what the bot remembers: migrate, back up, restore, move to another database."`
	Workspaces workspacesCmd `cmd:"" help:"List, export or erase the workspaces that have installed the bot."`
	Demo       demoCmd       `cmd:"" help:"Try the bot in a local Slack-compatible workspace in the browser, without an account or token."`
	Workspace  workspaceCmd  `cmd:"" help:"Run the local Slack-compatible workspace alone, for any Slack app."`
	Manifest   manifestCmd   `cmd:"" help:"Print the Slack app manifest."`
}

// streams are the three standard streams, passed to every command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// errNo is a command's "no": said already, and told by the exit code alone.
var errNo = errors.New("no")

// run is the whole program: 0 done, 1 no or failed, 2 called wrongly.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	var c cli
	status := -1
	parser, err := kong.New(&c,
		kong.Name("pilcrow"),
		kong.Description("¶ answers questions about technology licensing, and cites article and paragraph."),
		kong.Writers(out, errw),
		kong.Exit(func(code int) { status = code }),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(streams{in, out, errw}),
	)
	if err != nil {
		fmt.Fprintln(errw, "pilcrow:", err)
		return 2
	}
	cmd, err := parser.Parse(args)
	switch {
	case status >= 0: // help was printed
		return status
	case err != nil:
		fmt.Fprintf(errw, "pilcrow: %v\nTry: pilcrow --help\n", err)
		return 2
	}
	switch err := cmd.Run(&c); {
	case errors.Is(err, errNo):
		return 1
	case err != nil:
		fmt.Fprintln(errw, "pilcrow:", err)
		return 1
	}
	return 0
}

// on is the file system with the base that is asked for: a directory or the
// embedded one.
func (c *cli) on() fs.FS {
	if c.Base == "" {
		return seeds.FS
	}
	return os.DirFS(c.Base)
}

// files are those of the base that is asked for.
func (c *cli) files() (facts.Files, error) {
	if c.Base != "" {
		if err := isDirectory(c.Base); err != nil {
			return facts.Files{}, err
		}
	}
	files, err := facts.Read(c.on())
	if err != nil {
		return files, fmt.Errorf("the base %s: %w", c.Base, err)
	}
	return files, nil
}

// base loads the base that is asked for.
func (c *cli) base() (*facts.Base, error) {
	files, err := c.files()
	if err != nil {
		return nil, err
	}
	return c.load(files)
}

// tables loads the base without what stands in files of further ways of asking: each
// fact is as it stands in its table, which is to be edited.
func (c *cli) tables() (*facts.Base, error) {
	files, err := c.files()
	if err != nil {
		return nil, err
	}
	return c.load(files.Without(facts.AsksSuffix))
}

// load loads the base that files are, or says how to list their faults.
func (c *cli) load(files facts.Files) (*facts.Base, error) {
	b, err := files.Load()
	if faults := facts.FaultsIn(err); len(faults) > 0 {
		return nil, fmt.Errorf("the base %s has %s; the first is\n  %s\nList them all with: pilcrow verify --base %s", c.Base, plural(len(faults), "fault", "faults"), faults[0], c.Base)
	}
	if err != nil {
		return nil, fmt.Errorf("the base %s: %w", c.Base, err)
	}
	return b, nil
}

// isDirectory says what is wrong with a base that is no directory.
func isDirectory(base string) error {
	switch info, err := os.Stat(base); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the base %s does not exist: give --base a directory of <article>.yaml and <article>.facts.yaml files", base)
	case err != nil:
		return fmt.Errorf("opening the base: %w", err)
	case !info.IsDir():
		return fmt.Errorf("the base %s is a file: give --base the directory it is in", base)
	}
	return nil
}

// While a base is read, the heap may grow to so many percent, since nearly all that
// is read stays, and there is little to collect; but not much beyond so many bytes, or
// so many for each byte of the base, where that is more: a base of a thousand articles
// takes some 25 for each, and a limit below that would have it collected without end.
const (
	rareGC    = 1000
	roomyGC   = 384 << 20
	roomOfOne = 40
)

// seldom has little collected while a base is read from files, until it is undone.
func seldom(files facts.Files) (undo func()) {
	percent, limit := debug.SetGCPercent(rareGC), debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, max(roomyGC, roomOfOne*int64(files.Size()))))
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

// withBase loads the base, and makes of it and its files what answers, with little
// collected on the way.
func withBase[T any](c *cli, use func(facts.Files, *facts.Base) (T, error)) (T, error) {
	var none T
	files, err := c.files()
	if err != nil {
		return none, err
	}
	defer seldom(files)()
	b, err := c.accepted(files)
	if err != nil {
		return none, err
	}
	return use(files, b)
}

// engine loads the base and prepares it for questions.
func (c *cli) engine() (*answer.Engine, error) {
	return withBase(c, func(_ facts.Files, b *facts.Base) (*answer.Engine, error) { return answer.New(b) })
}

// accepted loads the base from its files, and says so where it holds only proposals.
func (c *cli) accepted(files facts.Files) (*facts.Base, error) {
	b, err := c.load(files)
	if err != nil {
		return nil, err
	}
	if len(b.Facts)+len(b.FAQ) == 0 && len(b.Proposed) > 0 {
		return nil, fmt.Errorf("the base %s holds %s and no fact yet: accept some with pilcrow review --base %s", c.Base, plural(len(b.Proposed), "proposal", "proposals"), c.Base)
	}
	return b, nil
}
