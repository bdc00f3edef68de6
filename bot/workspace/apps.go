package workspace

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// App is an app installed in the workspace. Deliveries of a kind whose URL is
// given go there, signed; the others go over Socket Mode.
type App struct {
	Name          string
	BotToken      string // xoxb-…, generated if empty
	AppToken      string // xapp-…, generated if empty
	SigningSecret string // generated if empty

	EventsURL, CommandsURL, InteractionsURL string
	OptionsURL                              string // asked for what is offered while somebody types

	Scopes    []string // what the bot token may do; nil grants everything
	AppScopes []string // what the app-level token may do; nil grants everything
	Events    []string // subscriptions: app_mention, message.channels, …
	Commands  []string // slash commands: "/licensing"
	Shortcuts []Shortcut
	AgentView bool // an agent in its manifest, not an assistant of the old kind

	ClientID, ClientSecret string            // of an app that others can install
	Enterprise             string            // the organisation that has installed it, if one has
	AppID                  string            // generated if empty
	About                  string            // what it says of itself, for people
	Usage                  map[string]string // by command, what may be typed after it, for people

	// Set by Install.
	BotID, BotUserID, TeamID string
}

// Shortcut is an entry in the menu of every message, or in the one beside the
// box where people write.
type Shortcut struct {
	Name       string `json:"name"`
	CallbackID string `json:"id"`
	Type       string `json:"type"` // message, global
}

type app struct {
	App
	conns     []*conn
	turn      int
	envelopes map[string]*envelope
	tickets   map[string]bool
	posted    int
	tokens    map[string]granted // of its bot
	gone      bool               // it was uninstalled
	last      *delivery          // of an event
}

// Install installs an app: its bot user appears among the users, its tokens
// work from now on. The app returned has its ids and tokens filled in.
func (w *Workspace) Install(a App) App {
	w.mu.Lock()
	defer w.mu.Unlock()
	a.TeamID = w.teamID
	a.AppID = cmp.Or(a.AppID, w.nextID("A"))
	if was := w.app(a.AppID); was != nil { // it was uninstalled, and comes back as who it was
		a.BotID, a.BotUserID = was.BotID, was.BotUserID
	} else {
		a.BotID = w.nextID("B")
		a.BotUserID = w.addUser(User{Name: a.Name, BotID: a.BotID, AppID: a.AppID}).ID
	}
	serial := strings.TrimLeft(a.AppID[1:], "0")
	a.BotToken = cmp.Or(a.BotToken, "xoxb-"+w.teamID+"-"+serial+"-bot")
	a.AppToken = cmp.Or(a.AppToken, "xapp-1-"+a.AppID+"-"+serial+"-app")
	a.SigningSecret = cmp.Or(a.SigningSecret, fmt.Sprintf("%032x", len(w.apps)+1))
	a.Scopes, a.Events, a.Commands = slices.Clone(a.Scopes), slices.Clone(a.Events), slices.Clone(a.Commands)
	a.Shortcuts = slices.Clone(a.Shortcuts)
	installed := &app{App: a, envelopes: map[string]*envelope{}, tickets: map[string]bool{}, tokens: map[string]granted{a.BotToken: {}}}
	w.apps = slices.DeleteFunc(w.apps, func(was *app) bool { return was.AppID == a.AppID }) // it was uninstalled
	w.apps = append(w.apps, installed)
	for _, e := range a.Events {
		w.checkSubscription(installed, e)
	}
	if len(a.Commands)+len(a.Shortcuts) > 0 && !installed.granted("commands") {
		w.refuse(installed, "commands", "missing_scope", "slash commands and shortcuts need the scope commands")
	}
	for _, s := range a.Shortcuts {
		w.checkShortcut(installed, s)
	}
	return a
}

func (w *Workspace) checkSubscription(a *app, event string) {
	scope, known := subscriptions[event]
	switch {
	case !known:
		w.refuse(a, event, "unknown_event", "no event of that name is sent here")
	case !a.granted(scope):
		w.refuse(a, event, "missing_scope", "the subscription needs the scope %s", scope)
	}
}

func (w *Workspace) checkShortcut(a *app, s Shortcut) {
	switch name, id := utf8.RuneCountInString(s.Name), utf8.RuneCountInString(s.CallbackID); {
	case s.Type != "message" && s.Type != "global":
		w.refuse(a, s.CallbackID, "invalid_manifest", "no type %q of shortcuts", s.Type)
	case name < 1 || name > 24 || id < 1 || id > 255:
		w.refuse(a, s.CallbackID, "invalid_manifest", "a name of %d characters, 24 allowed; a callback_id of %d, 255 allowed", name, id)
	}
}

// granted says whether the app's bot token has a scope.
func (a *app) granted(scope string) bool { return grants(a.Scopes, scope) }

// scopes are those that the app's bot token has, as every answer says.
func (a *app) scopes() []string {
	if a.Scopes != nil {
		return a.Scopes
	}
	all := map[string]bool{"commands": true}
	for _, m := range methods {
		all[m.scope] = m.scope != "" && !m.appToken
	}
	for _, scope := range subscriptions {
		all[scope] = scope != ""
	}
	maps.DeleteFunc(all, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(all))
}

func grants(scopes []string, scope string) bool {
	return scope == "" || scopes == nil || slices.Contains(scopes, scope)
}

// subscriptions are the events an app can subscribe to, with the scope each
// needs.
var subscriptions = map[string]string{
	"app_mention":           "app_mentions:read",
	"app_home_opened":       "",
	"app_uninstalled":       "",
	"tokens_revoked":        "",
	"team_access_granted":   "",
	"team_access_revoked":   "",
	"message.channels":      "channels:history",
	"message.groups":        "groups:history",
	"message.im":            "im:history",
	"message.mpim":          "mpim:history",
	"member_joined_channel": "channels:read",
	"member_left_channel":   "channels:read",
	"channel_left":          "channels:read",
	"channel_archive":       "channels:read",
	"channel_deleted":       "channels:read",
	"group_left":            "groups:read",
	"group_archive":         "groups:read",
	"group_deleted":         "groups:read",
	"reaction_added":        "reactions:read",
	"reaction_removed":      "reactions:read",
}

// scopeOf is the scope for reading a kind of conversation: channels:history,
// im:read, …
func scopeOf(t ChannelType, what string) string {
	switch t {
	case Private:
		return "groups:" + what
	case DM:
		return "im:" + what
	case Group:
		return "mpim:" + what
	default:
		return "channels:" + what
	}
}
