package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/bot/workspace/page"
	"github.com/pilcrow-bot/pilcrow/deploy"
)

type demoCmd struct {
	Terminal bool   `help:"A conversation in the terminal instead of the browser."`
	NoOpen   bool   `help:"Do not open the browser; the address is printed."`
	Keep     string `help:"Where the workspace and what the bot remembers are kept, and found again; a temporary folder if not set." placeholder:"DIR" type:"path"`
	Log      string `help:"Least level that is logged: debug, info, warn, error." default:"warn" enum:"debug,info,warn,error" env:"PILCROW_LOG"`
}

// Run starts a workspace with the real bot in it and shows it in the browser until
// it is told to stop. The page is there at once; the bot comes when it has read
// the base.
func (dc *demoCmd) Run(ctx context.Context, c *cli, s streams) (err error) {
	if dc.Terminal {
		return dc.converse(ctx, c, s)
	}
	log := newLogger(s.err, dc.Log)
	dir, tidy, err := dc.folder()
	if err != nil {
		return err
	}
	defer tidy()
	d, err := openDesk(dir)
	if err != nil {
		return err
	}
	server, err := d.ws.Listen("127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("starting the local workspace: %w", err)
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	shown, err := page.Listen(d.ws, "127.0.0.1:0", page.Options{Players: d.players, Sources: d.sources})
	if err != nil {
		return err
	}
	defer func() { _ = shown.Close() }() // the workspace, which is saved, is another matter
	fmt.Fprintf(s.out, "The workspace is at %s\nEnd it with Ctrl+C.\n", shown.URL)
	if !dc.NoOpen {
		openBrowser(shown.URL)
	}
	library, err := c.library("")
	if err != nil {
		return err
	}
	d.library.Store(library)
	if dc.Keep == "" {
		return d.run(ctx, library, server.APIURL(), log)
	}
	saving, stop := context.WithCancel(ctx)
	var saved sync.WaitGroup
	saved.Go(func() { d.keepSaving(saving, log) })
	err = d.run(ctx, library, server.APIURL(), log)
	stop()
	saved.Wait()
	return errors.Join(err, d.save())
}

// folder is where the demo keeps its things, and what tidies up after it.
func (dc *demoCmd) folder() (dir string, tidy func(), err error) {
	if dc.Keep != "" {
		if err := os.MkdirAll(dc.Keep, 0o700); err != nil {
			return "", nil, fmt.Errorf("making the folder to keep: %w", err)
		}
		return dc.Keep, func() {}, nil
	}
	dir, err = os.MkdirTemp("", "pilcrow-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil // what is left, the system clears away
}

// openBrowser shows an address in the browser, where there is one; it stands on
// the terminal, too.
func openBrowser(url string) {
	open := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if open == nil {
		open = []string{"xdg-open"}
	}
	cmd := exec.Command(open[0], append(open[1:], url)...) // which may outlive us: it may be the browser itself
	if err := cmd.Start(); err == nil {
		go func() { _ = cmd.Wait() }() // how it ends is its own affair
	}
}

// desk is a workspace with people, channels and the bot's app, in a folder.
type desk struct {
	ws      *workspace.Workspace
	app     workspace.App
	dir     string
	players []string // who can be played
	experts string   // the channel to which questions for a person go

	library atomic.Pointer[bot.Library] // once it is read
}

// openDesk sets the workspace up as it always begins, and puts back what was said
// in it before.
func openDesk(dir string) (*desk, error) {
	described, err := manifested(deploy.SocketManifest)
	if err != nil {
		return nil, err
	}
	d := &desk{ws: workspace.New(workspace.Options{}), dir: dir}
	ann, eva := d.ws.AddUser("ann"), d.ws.AddAdmin("eva")
	d.app = d.ws.Install(described)
	d.players = []string{ann.ID, eva.ID}
	d.ws.AddChannel("licensing", ann.ID, eva.ID, d.app.BotUserID)
	d.ws.AddChannel("general", ann.ID, eva.ID, d.app.BotUserID)
	d.ws.AddPrivateChannel("deal-room", ann.ID, eva.ID, d.app.BotUserID)
	d.experts = d.ws.AddPrivateChannel("experts", eva.ID, d.app.BotUserID).ID

	before, err := os.Open(d.file())
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening what was kept: %w", err)
	}
	defer func() { _ = before.Close() }() // only read
	if err := d.ws.Restore(before); err != nil {
		return nil, fmt.Errorf("%s: %w", d.file(), err)
	}
	return d, nil
}

func (d *desk) file() string { return filepath.Join(d.dir, "workspace.json") }

func (d *desk) database() string {
	return "sqlite://" + filepath.ToSlash(filepath.Join(d.dir, "pilcrow.db"))
}

// sources is what the sources page shows.
func (d *desk) sources(ctx context.Context) (any, error) {
	library := d.library.Load()
	if library == nil {
		return nil, errors.New("the base is being read")
	}
	return onShelf(ctx, library.Base(), d.database(), d.ws.TeamID())
}

// run runs the bot until ctx ends.
func (d *desk) run(ctx context.Context, library *bot.Library, api string, log zerolog.Logger) error {
	config := bot.Config{
		BotToken: d.app.BotToken, AppToken: d.app.AppToken, APIURL: api,
		Database: d.database(),
		Policy:   bot.Policy{Experts: d.experts, Text: bot.ChannelTexts},
	}
	if err := bot.Run(ctx, config, library, log); err != nil && ctx.Err() == nil { // told to stop before it was up, it says so
		return fmt.Errorf("the bot: %w", err)
	}
	return nil
}

// saveEvery is how often, at most, what was said is written down.
const saveEvery = time.Second

// keepSaving writes down what was said, soon after it was.
func (d *desk) keepSaving(ctx context.Context, log zerolog.Logger) {
	for changed := d.ws.Changed(); ; {
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(saveEvery):
		case <-ctx.Done():
			return
		}
		changed = d.ws.Changed()
		if err := d.save(); err != nil {
			log.Error().Err(err).Msg("keeping what was said")
		}
	}
}

// save writes the workspace down beside what was kept before, and then in its
// place.
func (d *desk) save() error {
	f, err := os.CreateTemp(d.dir, "workspace-*.json")
	if err != nil {
		return fmt.Errorf("keeping the workspace: %w", err)
	}
	err = errors.Join(d.ws.Save(f), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), d.file())
	}
	if err != nil {
		_ = os.Remove(f.Name()) // half a file is no use
		return fmt.Errorf("keeping the workspace: %w", err)
	}
	return nil
}
