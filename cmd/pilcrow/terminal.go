package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/deploy"
)

const terminalHelp = `You are ann, in a direct message with pilcrow. Type a question, or
  #licensing             go to the channel; there, @pilcrow asks the bot
  @pilcrow               go back to the direct message
  /licensing QUESTION    ask; only you see the answer
  > TEXT                 reply in the thread of the last message
  quit                   leave
`

// terminal is one person at a terminal in a local workspace.
type terminal struct {
	ws      *workspace.Workspace
	app     workspace.App
	out     io.Writer
	paint   paint
	user    workspace.User
	place   string // channel id, or empty in the direct message
	last    workspace.Message
	shown   map[string]bool
	channel workspace.Channel
}

// replyWait bounds how long the terminal waits for the bot, which answers in
// milliseconds unless something is broken.
const replyWait = 10 * time.Second

// followUpWait is the same for what the bot may leave unanswered.
const followUpWait = 700 * time.Millisecond

// converse starts a workspace and the real bot in it, over Socket Mode, and lets a
// person talk to it line by line until the input ends.
func (dc *demoCmd) converse(ctx context.Context, c *cli, s streams) error {
	library, err := c.library("")
	if err != nil {
		return err
	}
	log := newLogger(s.err, dc.Log)
	described, err := manifested(deploy.SocketManifest)
	if err != nil {
		return err
	}
	d := newTerminal(s.out, described)
	server, err := d.ws.Listen("127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("starting the local workspace: %w", err)
	}
	defer func() { _ = server.Close() }()

	ctx, stop := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() {
		config := bot.Config{BotToken: d.app.BotToken, AppToken: d.app.AppToken, APIURL: server.APIURL(), Database: "sqlite://:memory:"}
		stopped <- bot.Run(ctx, config, library, log)
	}()
	talk := d.talk(ctx, s.in)
	stop()
	if err := <-stopped; err != nil {
		return fmt.Errorf("the bot: %w", err)
	}
	return talk
}

func newTerminal(out io.Writer, described workspace.App) *terminal {
	d := &terminal{ws: workspace.New(workspace.Options{}), out: out, paint: paintFor(out), shown: map[string]bool{}}
	d.user = d.ws.AddUser("ann")
	d.app = d.ws.Install(described)
	d.channel = d.ws.AddChannel("licensing", d.user.ID, d.app.BotUserID)
	return d
}

func (d *terminal) talk(ctx context.Context, in io.Reader) error {
	fmt.Fprint(d.out, terminalHelp)
	if err := d.connected(ctx); err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for d.prompt(); lines.Scan(); d.prompt() {
		line := strings.TrimSpace(lines.Text())
		switch line {
		case "":
			continue
		case "quit", "exit":
			return nil
		case "#licensing":
			d.place = d.channel.ID
			continue
		case "@pilcrow":
			d.place = ""
			continue
		}
		if err := d.say(ctx, line); err != nil {
			fmt.Fprintf(d.out, "  %v\n", err)
		}
		if ctx.Err() != nil {
			return nil
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading what you type: %w", err)
	}
	return nil
}

// connected waits until the bot has its Socket Mode connection.
func (d *terminal) connected(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, replyWait)
	defer cancel()
	err := d.ws.Wait(ctx, func(w *workspace.Workspace) bool { return w.Connections(d.app.AppID) > 0 })
	if err != nil {
		return fmt.Errorf("the bot did not connect to the local workspace within %s", replyWait)
	}
	return nil
}

func (d *terminal) prompt() {
	where := "@pilcrow"
	if d.place != "" {
		where = "#licensing"
	}
	fmt.Fprint(d.out, d.paint.dim(where+" > "))
}

// say does what the line asks for and shows what Slack would show then.
func (d *terminal) say(ctx context.Context, line string) error {
	if question, ok := strings.CutPrefix(line, "/licensing"); ok {
		where := d.place
		if where == "" {
			where = d.channel.ID
		}
		before := len(d.ws.Messages(where))
		got, err := d.ws.Command(d.user.ID, where, "/licensing", strings.TrimSpace(question))
		if err != nil {
			return err
		}
		if got.Message == nil { // it comes by itself, or a form is opened
			d.wait(ctx, func(w *workspace.Workspace) bool {
				return len(w.Messages(where)) > before || len(w.Views(d.user.ID)) > 0
			})
			for _, form := range d.ws.Views(d.user.ID) {
				fmt.Fprintln(d.out, "  a form has opened, which a terminal cannot show")
				if err := d.ws.CloseView(d.user.ID, form); err != nil {
					return err
				}
			}
		}
		d.show(where)
		return nil
	}
	thread := ""
	if reply, ok := strings.CutPrefix(line, ">"); ok && d.last.TS != "" {
		line, thread = strings.TrimSpace(reply), d.last.TS
		if d.last.IsReply() {
			thread = d.last.ThreadTS
		}
	}
	var sent workspace.Message
	var err error
	if d.place == "" {
		sent, err = d.ws.Direct(d.user.ID, d.app.AppID, line, thread)
	} else {
		sent, err = d.ws.Post(d.user.ID, d.place, line, thread)
	}
	if err != nil {
		return err
	}
	d.last = sent
	d.shown[sent.TS] = true
	switch {
	case d.place == "" || strings.Contains(line, "@pilcrow"):
		d.answered(ctx, sent)
	case thread != "": // which may be a follow-up
		d.perhaps(ctx, sent)
	}
	d.show(sent.Channel)
	return nil
}

// answered waits for the bot's message after the one that was sent.
func (d *terminal) answered(ctx context.Context, sent workspace.Message) {
	d.wait(ctx, answeredSince(sent))
}

// perhaps waits a moment for an answer that need not come.
func (d *terminal) perhaps(ctx context.Context, sent workspace.Message) {
	ctx, cancel := context.WithTimeout(ctx, followUpWait)
	defer cancel()
	_ = d.ws.Wait(ctx, answeredSince(sent)) // silence is an answer, too
}

// answeredSince reports whether the bot has said something after a message.
func answeredSince(sent workspace.Message) func(*workspace.Workspace) bool {
	return func(w *workspace.Workspace) bool {
		return slices.ContainsFunc(w.Messages(sent.Channel), func(m workspace.Message) bool { return m.BotID != "" && m.TS > sent.TS })
	}
}

// wait waits for what the bot is to do.
func (d *terminal) wait(ctx context.Context, until func(*workspace.Workspace) bool) {
	ctx, cancel := context.WithTimeout(ctx, replyWait)
	defer cancel()
	if err := d.ws.Wait(ctx, until); err != nil {
		fmt.Fprintf(d.out, "  no answer within %s; run with --log debug to see why\n", replyWait)
	}
}

// show prints the messages that have not been shown yet.
func (d *terminal) show(channel string) {
	for _, m := range d.ws.Messages(channel) {
		if d.shown[m.TS] || m.ForUser != "" && m.ForUser != d.user.ID {
			continue
		}
		d.shown[m.TS] = true
		indent := ""
		if m.IsReply() {
			indent = "    "
		}
		name := "pilcrow"
		if m.BotID == "" {
			name = "ann"
		}
		note := ""
		if m.ForUser != "" {
			note = d.paint.dim("  only visible to you")
		}
		fmt.Fprintf(d.out, "%s%s%s\n", indent, d.paint.bold(name), note)
		for _, line := range strings.Split(seen(m), "\n") {
			fmt.Fprintf(d.out, "%s  %s\n", indent, line)
		}
	}
}

// seen is what a person sees of a message: its blocks, or its text without any.
func seen(m workspace.Message) string {
	type text struct {
		Text string `json:"text"`
	}
	var blocks []struct {
		Type     string `json:"type"`
		Text     *text  `json:"text"`
		Elements []text `json:"elements"`
	}
	var parts []string
	if err := json.Unmarshal(m.Blocks, &blocks); err == nil {
		for _, b := range blocks {
			if b.Type == "divider" {
				parts = append(parts, "────")
			}
			if b.Text != nil {
				parts = append(parts, b.Text.Text)
			}
			for _, e := range b.Elements {
				parts = append(parts, e.Text)
			}
		}
	}
	if len(parts) == 0 {
		parts = []string{m.Text}
	}
	return html.UnescapeString(strings.Join(parts, "\n"))
}
