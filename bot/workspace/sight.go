package workspace

import (
	"encoding/json"
	"slices"
)

// Sight is all that one person sees of the workspace at one moment, in JSON as a
// client takes it.
type Sight struct {
	Team     string        `json:"team"`
	Me       string        `json:"me"`
	People   []SeenPerson  `json:"people"`
	Channels []SeenChannel `json:"channels"` // those they are in
	Apps     []SeenApp     `json:"apps"`
	Modals   []SeenView    `json:"modals"` // the topmost last
}

// SeenPerson is somebody, or an app's bot user.
type SeenPerson struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Admin bool   `json:"admin,omitempty"`
	App   string `json:"app,omitempty"`
}

// SeenChannel is a conversation with everything in it that the person may see.
type SeenChannel struct {
	ID       string            `json:"id"`
	Name     string            `json:"name,omitempty"`
	Type     ChannelType       `json:"type"`
	Members  []string          `json:"members"`
	Archived bool              `json:"archived,omitempty"`
	Messages []SeenMessage     `json:"messages"`
	Doing    map[string]string `json:"doing,omitempty"` // by thread, what an app says it is doing
	Titles   map[string]string `json:"titles,omitempty"`
	Prompts  []Prompt          `json:"prompts,omitempty"`
	Prompted string            `json:"prompted,omitempty"` // what stands above the prompts
}

// SeenMessage is a message as a client shows it.
type SeenMessage struct {
	TS          string          `json:"ts"`
	Thread      string          `json:"thread,omitempty"`
	User        string          `json:"user"`
	App         string          `json:"app,omitempty"`
	Subtype     string          `json:"subtype,omitempty"`
	Text        string          `json:"text"`
	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Attachments json.RawMessage `json:"attachments,omitempty"`
	OnlyYou     bool            `json:"onlyYou,omitempty"`
	Edited      bool            `json:"edited,omitempty"`
	Reactions   []Reaction      `json:"reactions,omitempty"`
}

// SeenApp is an app with what it offers.
type SeenApp struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	User      string        `json:"user"`
	About     string        `json:"about,omitempty"`
	Commands  []SeenCommand `json:"commands"`
	Shortcuts []Shortcut    `json:"shortcuts"`
	Home      *SeenView     `json:"home,omitempty"`
	Channel   string        `json:"channel,omitempty"` // the direct conversation with it, once there is one
	Here      bool          `json:"here"`              // it can be told of what happens
}

// SeenCommand is a slash command.
type SeenCommand struct {
	Name  string `json:"name"`
	Usage string `json:"usage,omitempty"`
}

// SeenView is a modal or a home tab.
type SeenView struct {
	ID   string          `json:"id"`
	App  string          `json:"app"`
	Hash string          `json:"hash"`
	View json.RawMessage `json:"view"`
}

// Sight is what user sees now. Nobody sees anything if there is no such user.
func (w *Workspace) Sight(user string) Sight {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := Sight{Team: w.opts.Team, People: []SeenPerson{}, Channels: []SeenChannel{}, Apps: []SeenApp{}, Modals: []SeenView{}}
	me := w.user(user)
	if me == nil {
		return out
	}
	out.Me = me.ID
	for _, u := range w.users {
		out.People = append(out.People, SeenPerson{ID: u.ID, Name: u.Name, Admin: u.Admin, App: u.AppID})
	}
	for _, c := range w.channels {
		if c.has(me.ID) {
			out.Channels = append(out.Channels, w.seenChannel(c, me.ID))
		}
	}
	for _, a := range w.apps {
		out.Apps = append(out.Apps, w.seenApp(a, me.ID))
	}
	for _, v := range w.modals(me.ID) {
		out.Modals = append(out.Modals, v.seen())
	}
	return out
}

func (w *Workspace) seenChannel(c *channel, me string) SeenChannel {
	out := SeenChannel{
		ID: c.ID, Name: c.Name, Type: c.Type, Members: slices.Clone(c.Members), Archived: c.archived,
		Messages: []SeenMessage{}, Doing: map[string]string{}, Titles: map[string]string{},
		Prompts: slices.Clone(c.pane.Prompts), Prompted: c.pane.PromptsTitle,
	}
	for _, m := range c.messages {
		if m.ForUser == "" || m.ForUser == me {
			out.Messages = append(out.Messages, m.seen())
		}
	}
	for _, a := range w.apps {
		for thread := range c.status[a.AppID] {
			if text := w.statusOf(c, a, thread); text != "" {
				out.Doing[thread] = text
			}
		}
	}
	for thread, title := range c.pane.Titles {
		out.Titles[thread] = title
	}
	return out
}

func (m *Message) seen() SeenMessage {
	return SeenMessage{
		TS: m.TS, Thread: m.ThreadTS, User: m.User, App: m.AppID, Subtype: m.Subtype, Text: m.Text,
		Blocks: m.Blocks, Attachments: m.Attachments, OnlyYou: m.ForUser != "", Edited: m.EditedTS != "",
		Reactions: m.copied().Reactions,
	}
}

func (w *Workspace) seenApp(a *app, me string) SeenApp {
	out := SeenApp{
		ID: a.AppID, Name: a.Name, User: a.BotUserID, About: a.About,
		Commands: []SeenCommand{}, Shortcuts: append([]Shortcut{}, a.Shortcuts...),
		Here: a.EventsURL != "" || slices.ContainsFunc(a.conns, func(c *conn) bool { return !c.leaving }),
	}
	for _, c := range a.Commands {
		out.Commands = append(out.Commands, SeenCommand{Name: c, Usage: a.Usage[c]})
	}
	if i := w.home(me, a); i >= 0 {
		home := w.views[i].seen()
		out.Home = &home
	}
	if c := w.dmOf(me, a.BotUserID); c != nil {
		out.Channel = c.ID
	}
	return out
}

func (v *View) seen() SeenView { return SeenView{ID: v.ID, App: v.AppID, Hash: v.Hash, View: v.JSON} }
