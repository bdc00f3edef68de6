package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/bot/workspace/page"
	"github.com/pilcrow-bot/pilcrow/deploy"
)

type workspaceCmd struct {
	Listen   string `help:"Address of the Web API and Socket Mode; a free port if not set." default:"127.0.0.1:0" placeholder:"HOST:PORT"`
	App      string `help:"Where the app takes what Slack sends over HTTP: at /events, /commands, /interactions and /options below; all at one place, as Bolt has it, if the URL ends in /events. Without it, the app uses Socket Mode." placeholder:"URL"`
	Manifest string `help:"The app's manifest, as YAML or JSON; pilcrow's own if not set." placeholder:"FILE" type:"path"`
	NoOpen   bool   `help:"Do not open the browser; the address is printed."`
}

// Run runs the local workspace alone, for any Slack app, until it is told to
// stop. It prints what the app needs to know, for a shell to read.
func (wc *workspaceCmd) Run(ctx context.Context, s streams) (err error) {
	described, err := wc.app()
	if err != nil {
		return err
	}
	ws := workspace.New(workspace.Options{})
	server, err := ws.Listen(wc.Listen)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	app := ws.Install(described)
	ann, eva := ws.AddUser("ann"), ws.AddAdmin("eva")
	ws.AddChannel("general", ann.ID, eva.ID, app.BotUserID)
	shown, err := page.Listen(ws, "127.0.0.1:0", page.Options{Players: []string{ann.ID, eva.ID}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	tellApp(s.out, app, server.APIURL(), wc.App != "")
	fmt.Fprintf(s.out, "# The workspace is at %s\n# End it with Ctrl+C.\n", shown.URL)
	if !wc.NoOpen {
		openBrowser(shown.URL)
	}
	<-ctx.Done()
	return nil
}

// tellApp prints what the app has to be given, in the names that Slack's own
// clients and pilcrow use.
func tellApp(out io.Writer, app workspace.App, api string, overHTTP bool) {
	fmt.Fprintf(out, "SLACK_API_URL=%s\nSLACK_BOT_TOKEN=%s\n", api, app.BotToken)
	if overHTTP {
		fmt.Fprintf(out, "SLACK_SIGNING_SECRET=%s\n", app.SigningSecret)
	} else {
		fmt.Fprintf(out, "SLACK_APP_TOKEN=%s\n", app.AppToken)
	}
}

// app is the app to be installed.
func (wc *workspaceCmd) app() (workspace.App, error) {
	text := deploy.SocketManifest
	if wc.Manifest != "" {
		raw, err := os.ReadFile(wc.Manifest)
		if err != nil {
			return workspace.App{}, fmt.Errorf("reading the manifest: %w", err)
		}
		text = string(raw)
	}
	a, err := manifested(text)
	if err != nil {
		return workspace.App{}, err
	}
	if wc.App == "" {
		return a, nil
	}
	root := strings.TrimSuffix(wc.App, "/")
	at := func(path string) string {
		if strings.HasSuffix(root, "/events") {
			return root
		}
		return root + path
	}
	a.EventsURL, a.CommandsURL, a.InteractionsURL, a.OptionsURL = at("/events"), at("/commands"), at("/interactions"), at("/options")
	return a, nil
}
