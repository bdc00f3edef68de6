package main

import (
	"fmt"
	"strings"

	"github.com/pilcrow-bot/pilcrow/deploy"
)

type manifestCmd struct {
	URL string `help:"Print the manifest for HTTP mode, with this public address of the bot; without it, for Socket Mode." placeholder:"https://…"`
}

// Run prints the manifest to paste at https://api.slack.com/apps.
func (m *manifestCmd) Run(s streams) error {
	text := deploy.SocketManifest
	if m.URL != "" {
		if !strings.HasPrefix(m.URL, "https://") {
			return fmt.Errorf("--url %s: Slack only calls https addresses", m.URL)
		}
		text = strings.ReplaceAll(deploy.HTTPManifest, deploy.PublicURL, strings.TrimSuffix(m.URL, "/"))
	}
	_, err := fmt.Fprint(s.out, text)
	return err
}
