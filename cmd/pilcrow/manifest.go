package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
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

// manifest is what a workspace reads in a Slack app manifest, and what the tests
// look at.
type manifest struct {
	DisplayInformation struct {
		Name            string `yaml:"name"`
		Description     string `yaml:"description"`
		LongDescription string `yaml:"long_description"`
	} `yaml:"display_information"`
	Features struct {
		AppHome struct {
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		AgentView struct {
			Description string `yaml:"agent_description"`
		} `yaml:"agent_view"`
		BotUser struct {
			DisplayName string `yaml:"display_name"`
		} `yaml:"bot_user"`
		SlashCommands []struct {
			Command string `yaml:"command"`
			Usage   string `yaml:"usage_hint"`
			Escape  bool   `yaml:"should_escape"`
			URL     string `yaml:"url"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			Name       string `yaml:"name"`
			Type       string `yaml:"type"`
			CallbackID string `yaml:"callback_id"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
			Options string `yaml:"message_menu_options_url"`
		} `yaml:"interactivity"`
		SocketMode bool `yaml:"socket_mode_enabled"`
	} `yaml:"settings"`
}

// app is the app that a workspace has after the manifest was pasted there.
func (m manifest) app() workspace.App {
	a := workspace.App{
		Name: m.Features.BotUser.DisplayName, About: m.DisplayInformation.LongDescription,
		Events: m.Settings.Events.Bot, Scopes: m.OAuth.Scopes.Bot, Usage: map[string]string{},
	}
	for _, c := range m.Features.SlashCommands {
		a.Commands = append(a.Commands, c.Command)
		a.Usage[c.Command] = c.Usage
	}
	for _, s := range m.Features.Shortcuts {
		a.Shortcuts = append(a.Shortcuts, workspace.Shortcut{Name: s.Name, Type: s.Type, CallbackID: s.CallbackID})
	}
	a.AgentView = m.Features.AgentView.Description != ""
	return a
}

// manifested is the app that a manifest describes, as YAML or JSON.
func manifested(text string) (workspace.App, error) {
	var m manifest
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		return workspace.App{}, fmt.Errorf("reading the manifest: %w", err)
	}
	a := m.app()
	if a.Name == "" {
		return workspace.App{}, errors.New("the manifest names no bot: features.bot_user.display_name")
	}
	return a, nil
}
