package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/facts"
)

type serveCmd struct {
	BotToken      string `help:"Bot token (xoxb-…)." env:"SLACK_BOT_TOKEN"`
	AppToken      string `help:"App token (xapp-…); turns on Socket Mode." env:"SLACK_APP_TOKEN"`
	SigningSecret string `help:"Signing secret, for HTTP mode." env:"SLACK_SIGNING_SECRET"`
	ClientID      string `help:"Client id; with the client secret, many workspaces can install the bot, over HTTP." env:"SLACK_CLIENT_ID"`
	ClientSecret  string `help:"Client secret." env:"SLACK_CLIENT_SECRET"`
	Redirect      string `help:"Where Slack sends back who installs the bot, https://…/slack/oauth/callback; the first that the app has, if not set." placeholder:"URL" env:"PILCROW_REDIRECT"`
	keyFlags      `embed:""`
	Listen        string `help:"Address to listen on, for HTTP mode; in Socket Mode, for whoever watches." placeholder:"HOST:PORT" env:"PILCROW_LISTEN"`
	APIURL        string `help:"Another Web API root, for tests and proxies." env:"SLACK_API_URL"`
	Database      string `help:"Where the bot remembers: sqlite:///path/pilcrow.db, or postgres://… for several replicas. By default in your state directory." placeholder:"URL" env:"PILCROW_DATABASE"`
	Texts         string `help:"Directory with the articles' full texts (<article>.txt), to show paragraphs in their own words." placeholder:"DIR" env:"PILCROW_TEXTS"`

	Experts string        `help:"Channel id to which questions for a person go." placeholder:"C…" env:"PILCROW_EXPERTS"`
	Digest  string        `help:"Channel id that gets the weekly digest." placeholder:"C…" env:"PILCROW_DIGEST"`
	Admins  []string      `help:"User ids of admins, besides those of the workspace." placeholder:"U…" env:"PILCROW_ADMINS"`
	Words   string        `help:"Questions whose words are kept for the insights: none, channels (not direct messages), all." default:"channels" enum:"none,channels,all" env:"PILCROW_KEEP_WORDS"`
	Memory  time.Duration `help:"How long a thread is remembered." default:"168h" env:"PILCROW_MEMORY"`
	Keep    time.Duration `help:"How long questions and feedback are kept for the insights." default:"2160h" env:"PILCROW_KEEP"`
	Rate    int           `help:"Questions a minute that one person may ask; 0 for any number." default:"20" env:"PILCROW_RATE"`

	Depth int `help:"Events that may wait before Slack is told to send them again." default:"1000" env:"PILCROW_DEPTH"`

	Log string `help:"Least level that is logged: debug, info, warn, error." default:"info" enum:"debug,info,warn,error" env:"PILCROW_LOG"`
}

// Run serves until it is told to stop, and then finishes what is in hand.
func (sc *serveCmd) Run(ctx context.Context, c *cli, s streams) error {
	config, err := sc.config()
	if err != nil {
		return err
	}
	if config.ClientID != "" {
		if config.Keys, err = sc.keys(config.Database, true); err != nil {
			return err
		}
	}
	library, err := c.library(sc.Texts)
	if err != nil {
		return err
	}
	return bot.Run(ctx, config, library, newLogger(s.err, sc.Log))
}

// config is how the bot is to be run.
func (sc *serveCmd) config() (bot.Config, error) {
	if sc.Memory <= 0 || sc.Keep <= 0 || sc.Depth <= 0 {
		return bot.Config{}, errors.New("PILCROW_MEMORY, PILCROW_KEEP and PILCROW_DEPTH must be more than 0; " +
			"to keep no words of any question, set PILCROW_KEEP_WORDS=none")
	}
	config := bot.Config{
		BotToken: sc.BotToken, AppToken: sc.AppToken, SigningSecret: sc.SigningSecret,
		Listen: sc.Listen, APIURL: sc.APIURL, Database: databaseOr(sc.Database), Spare: sc.Database == "",
		Policy: bot.Policy{
			Experts: sc.Experts, Digest: sc.Digest, Admins: sc.Admins,
			Text: bot.Texts(sc.Words), Memory: sc.Memory, Keep: sc.Keep, Rate: sc.Rate, Depth: sc.Depth,
		},
	}
	if sc.ClientID == "" && sc.ClientSecret == "" {
		return config, nil
	}
	config.ClientID, config.ClientSecret, config.Redirect = sc.ClientID, sc.ClientSecret, sc.Redirect
	var err error
	config.Scopes, err = scopes()
	return config, err
}

// library is what the bot answers from, once it is ready: a base on disk as it
// stands there.
func (c *cli) library(texts string) (*bot.Library, error) {
	return withBase(c, func(files facts.Files, b *facts.Base) (*bot.Library, error) {
		library, err := bot.PrepareLibrary(files, b, texts)
		if err == nil && c.Base != "" {
			library.Follow(c.Base)
		}
		return library, err
	})
}

// databaseOr is the database that is asked for, or a file in the user's state
// directory.
func databaseOr(url string) string {
	if url != "" {
		return url
	}
	state := os.Getenv("XDG_STATE_HOME")
	if state == "" {
		if home, err := os.UserHomeDir(); err == nil {
			state = filepath.Join(home, ".local", "state")
		} else { // a service without a home
			state = filepath.Join(os.TempDir(), fmt.Sprint("pilcrow-", os.Getuid()))
		}
	}
	return "sqlite://" + filepath.ToSlash(filepath.Join(state, "pilcrow", "pilcrow.db"))
}

// newLogger writes JSON, or lines for a person where one looks on.
func newLogger(w io.Writer, level string) zerolog.Logger {
	l, err := zerolog.ParseLevel(level)
	if err != nil {
		l = zerolog.InfoLevel
	}
	if f, ok := w.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		w = zerolog.ConsoleWriter{Out: f, NoColor: os.Getenv("NO_COLOR") != ""}
	}
	return zerolog.New(w).Level(l).With().Timestamp().Logger()
}
