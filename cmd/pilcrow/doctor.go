package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/seal"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/deploy"
)

// doctorCmd looks at all that serve needs, with the same settings. It changes
// nothing, neither here nor at Slack.
type doctorCmd struct {
	serveCmd `embed:""`
}

// checksWithin is how long Slack, or the database, may take to answer.
const checksWithin = 15 * time.Second

// Run prints a line for each thing it looked at: what is well, or what is wrong
// and what to do. No line holds a secret.
func (d *doctorCmd) Run(ctx context.Context, c *cli, s streams) error {
	sick := false
	for _, check := range []struct {
		what string
		look func(context.Context, *cli) (well string, err error)
	}{
		{"settings", d.settings},
		{"base", d.base},
		{"texts", d.texts},
		{"database", d.database},
		{"bot token", d.botToken},
		{"app token", d.appToken},
		{"signing secret", d.signingSecret},
		{"workspaces", d.workspaces},
		{"address", d.address},
	} {
		within, cancel := context.WithTimeout(ctx, checksWithin)
		well, err := check.look(within, c)
		cancel()
		switch {
		case err != nil:
			sick = true
			fmt.Fprintf(s.out, "wrong  %s: %v\n", check.what, err)
		case well != "":
			fmt.Fprintf(s.out, "well   %s: %s\n", check.what, well)
		}
	}
	if sick {
		return errNo
	}
	return nil
}

func (d *doctorCmd) settings(context.Context, *cli) (string, error) {
	config, err := d.config()
	if err == nil {
		err = config.Check()
	}
	if err != nil {
		return "", err
	}
	if d.AppToken != "" {
		return "complete, for Socket Mode", nil
	}
	if d.ClientID != "" {
		return "complete, for HTTP and many workspaces", nil
	}
	return "complete, for HTTP", nil
}

func (d *doctorCmd) base(_ context.Context, c *cli) (string, error) {
	b, faults, err := (&verifyCmd{}).check(c)
	if err != nil {
		return "", err
	}
	if len(faults) > 0 {
		return "", fmt.Errorf("%s, the first is %s. List them with pilcrow verify", plural(len(faults), "fault", "faults"), faults.Sorted()[0])
	}
	return fmt.Sprintf("%s, %s, no fault; version %s", plural(len(b.Articles), "article", "articles"), plural(len(b.Facts)+len(b.FAQ), "fact", "facts"), b.Version), nil
}

func (d *doctorCmd) texts(_ context.Context, c *cli) (string, error) {
	if d.Texts == "" {
		return "none; paragraphs are shown as gists in our own words", nil
	}
	if info, err := os.Stat(d.Texts); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s is no directory that can be read. Correct PILCROW_TEXTS", d.Texts)
	}
	b, err := c.base()
	if err != nil {
		return "", nil // which is said of the base
	}
	var missing []string
	for _, a := range b.Articles {
		if _, err := os.Stat(filepath.Join(d.Texts, a.ID+".txt")); err != nil {
			missing = append(missing, a.ID+".txt")
		}
	}
	if len(missing) > 0 {
		return "", fmt.Errorf("%s lacks %s; of these, gists are shown. Put them there, or leave PILCROW_TEXTS empty", d.Texts, strings.Join(missing, ", "))
	}
	return fmt.Sprintf("%d in %s", len(b.Articles), d.Texts), nil
}

func (d *doctorCmd) database(ctx context.Context, _ *cli) (string, error) {
	state, err := store.Look(ctx, databaseOr(d.Database))
	switch {
	case err != nil:
		return "", err
	case state.Missing:
		return "not there yet; the bot makes it when it starts", nil
	case state.Version > state.Newest:
		return "", fmt.Errorf("a newer pilcrow has used it: it has version %d of the tables, this is version %d. Run that one, or name another database", state.Version, state.Newest)
	case state.Version < state.Newest:
		return fmt.Sprintf("version %d of the tables; the bot brings them to %d when it starts, or pilcrow db migrate now", state.Version, state.Newest), nil
	}
	return fmt.Sprintf("can be used, with version %d of the tables", state.Version), nil
}

func (d *doctorCmd) client() *transport.Client {
	return transport.NewClient(d.BotToken, d.AppToken, d.APIURL, zerolog.Nop())
}

// botToken asks Slack what the token is good for, and compares that with what the
// manifest asks for.
func (d *doctorCmd) botToken(ctx context.Context, _ *cli) (string, error) {
	switch {
	case d.BotToken == "":
		return "", nil // which is said of the settings
	case !strings.HasPrefix(d.BotToken, "xoxb-") && !strings.HasPrefix(d.BotToken, "xoxe.xoxb-"):
		return "", errors.New("SLACK_BOT_TOKEN does not begin with xoxb-. " +
			"Copy the Bot User OAuth Token from OAuth & Permissions at https://api.slack.com/apps")
	}
	client := d.client()
	defer client.Close()
	who, err := client.Check(ctx)
	if err != nil {
		return "", err
	}
	wanted, err := scopes()
	if err != nil {
		return "", err
	}
	missing := slices.DeleteFunc(slices.Clone(wanted), func(scope string) bool { return slices.Contains(who.Scopes, scope) })
	if len(missing) > 0 {
		return "", fmt.Errorf("it works in %s, but lacks the scopes %s. Add them under OAuth & Permissions at "+
			"https://api.slack.com/apps, as pilcrow manifest has them, and install the app again", who.Team, strings.Join(missing, ", "))
	}
	return fmt.Sprintf("works in %s, with all %d scopes", who.Team, len(wanted)), nil
}

// scopes are those that the manifest asks for.
func scopes() ([]string, error) {
	var m struct {
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal([]byte(deploy.HTTPManifest), &m); err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	return m.OAuth.Scopes.Bot, nil
}

func (d *doctorCmd) appToken(ctx context.Context, _ *cli) (string, error) {
	switch {
	case d.AppToken == "":
		return "", nil // HTTP mode has none
	case !strings.HasPrefix(d.AppToken, "xapp-"):
		return "", errors.New("SLACK_APP_TOKEN does not begin with xapp-. " +
			"Generate an App-Level Token with the scope connections:write under Basic Information at https://api.slack.com/apps")
	}
	client := d.client()
	defer client.Close()
	if err := client.CheckSocket(ctx); err != nil {
		return "", err
	}
	return "Slack gives it a connection", nil
}

// signingSecrets are 32 hexadecimal digits.
var signingSecrets = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (d *doctorCmd) signingSecret(context.Context, *cli) (string, error) {
	switch {
	case d.SigningSecret == "" || d.AppToken != "":
		return "", nil // not used
	case !signingSecrets.MatchString(d.SigningSecret):
		return "", errors.New("SLACK_SIGNING_SECRET is not 32 hexadecimal digits. " +
			"Copy the Signing Secret, not the Client Secret, from Basic Information at https://api.slack.com/apps")
	}
	return "looks like one; whether it is this app's, Slack's first call shows", nil
}

// workspaces sees that the tokens of those who have installed the bot can be opened.
func (d *doctorCmd) workspaces(ctx context.Context, _ *cli) (string, error) {
	if d.ClientID == "" {
		return "", nil
	}
	database := databaseOr(d.Database)
	state, err := store.Look(ctx, database)
	if err != nil {
		return "", nil // which is said of the database
	}
	text, err := d.keys(database, false)
	if errors.Is(err, fs.ErrNotExist) && d.KeyFile == "" && state.Missing {
		return "none yet; the bot makes a key for their tokens when it starts", nil
	}
	if err != nil {
		return "", err
	}
	keys, err := seal.Parse(text)
	if err != nil || state.Version < state.Newest {
		return "a key for their tokens is there", err
	}
	found := 0
	err = with(ctx, database, func(memory *store.Store) error {
		all, err := memory.Installations(ctx)
		found = len(all)
		for _, i := range all {
			if _, bad := keys.Open(i.ID, i.Tokens); bad != nil {
				return fmt.Errorf("cannot open the token of %s (%s): %w. Add that key to PILCROW_KEY, behind the new one", i.Name, i.ID, bad)
			}
		}
		return err
	})
	return fmt.Sprintf("%d, whose tokens can be opened", found), err
}

func (d *doctorCmd) address(context.Context, *cli) (string, error) {
	if d.Listen == "" {
		return "", nil
	}
	if _, err := net.ResolveTCPAddr("tcp", d.Listen); err != nil {
		return "", fmt.Errorf("PILCROW_LISTEN is no address such as 127.0.0.1:8080: %w", err)
	}
	return d.Listen, nil
}
