package main

import (
	"context"
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
)

type serveCmd struct {
	BotToken      string `help:"Bot token (xoxb-…)." env:"SLACK_BOT_TOKEN"`
	AppToken      string `help:"App token (xapp-…); turns on Socket Mode." env:"SLACK_APP_TOKEN"`
	SigningSecret string `help:"Signing secret, for HTTP mode." env:"SLACK_SIGNING_SECRET"`
	Listen        string `help:"Address to listen on, for HTTP mode." placeholder:"HOST:PORT" env:"PILCROW_LISTEN"`
	APIURL        string `help:"Another Web API root, for tests and proxies." env:"SLACK_API_URL"`
	Log           string `help:"Least level that is logged: debug, info, warn, error." default:"info" enum:"debug,info,warn,error" env:"PILCROW_LOG"`
}

// Run serves until it is told to stop, and then finishes what is in hand.
func (sc *serveCmd) Run(ctx context.Context, c *cli, s streams) error {
	engine, err := c.engine()
	if err != nil {
		return err
	}
	config := bot.Config{
		BotToken: sc.BotToken, AppToken: sc.AppToken, SigningSecret: sc.SigningSecret,
		Listen: sc.Listen, APIURL: sc.APIURL,
	}
	return bot.Run(ctx, config, engine.Ask, newLogger(s.err, sc.Log))
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
