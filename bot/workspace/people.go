package workspace

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Errors of what a person tries to do. Wrapped with the name that was wrong.
var (
	ErrNoSuchUser    = errors.New("no such user")
	ErrNoSuchChannel = errors.New("no such channel")
	ErrNoSuchApp     = errors.New("no such app")
	ErrNoSuchMessage = errors.New("no such message")
	ErrNotInChannel  = errors.New("not in that channel")
	ErrArchived      = errors.New("the channel is archived")
)

// User is a person, or the bot user of an app. Wherever a user is asked for,
// the id or the name will do.
type User struct {
	ID   string // U…
	Name string
	// BotID and AppID are set for an app's bot user only.
	BotID, AppID string
	// Admin and Owner are what somebody may do with the workspace. An owner is
	// an admin too.
	Admin, Owner bool
}

// ChannelType is what Slack calls the kind of a conversation in events.
type ChannelType string

// The kinds of conversations there are here.
const (
	Public  ChannelType = "channel"
	Private ChannelType = "group"
	DM      ChannelType = "im"
	Group   ChannelType = "mpim" // of a few people
)

// Channel is a conversation: a channel, a private channel, a group of a few people,
// or a direct message.
// Wherever one is asked for, the id or the name (with or without #) will do.
type Channel struct {
	ID      string // C…, D… for direct messages
	Name    string // empty for direct messages
	Type    ChannelType
	Members []string // user ids
}

type channel struct {
	Channel
	created  int64
	archived bool
	messages []*Message // by time stamp
	deleted  map[string]bool
	due      map[string]time.Time         // by app: when the next message is, if there are limits
	pane     Pane                         // of a direct conversation with an app
	status   map[string]map[string]status // by app and thread
}

func (c *channel) isChannel() bool { return c.Type == Public || c.Type == Private }

func (c *channel) has(userID string) bool { return slices.Contains(c.Members, userID) }

// calledName is what commands and interactions call the channel: by its name
// only where everybody may know it.
func (c *channel) calledName() string {
	switch c.Type {
	case DM:
		return "directmessage"
	case Private:
		return "privategroup"
	default:
		return c.Name
	}
}

// AddUser adds a person.
func (w *Workspace) AddUser(name string) User {
	w.mu.Lock()
	defer w.mu.Unlock()
	return *w.addUser(User{Name: name})
}

// AddAdmin adds a person who administers the workspace.
func (w *Workspace) AddAdmin(name string) User {
	w.mu.Lock()
	defer w.mu.Unlock()
	return *w.addUser(User{Name: name, Admin: true})
}

// AddOwner adds a person who owns the workspace.
func (w *Workspace) AddOwner(name string) User {
	w.mu.Lock()
	defer w.mu.Unlock()
	return *w.addUser(User{Name: name, Admin: true, Owner: true})
}

func (w *Workspace) addUser(u User) *User {
	u.ID = w.nextID("U")
	w.users = append(w.users, &u)
	w.touch()
	return &u
}

// AddChannel adds a public channel. A member nobody knows is left out.
func (w *Workspace) AddChannel(name string, members ...string) Channel {
	return w.addChannel(Public, name, members)
}

// AddPrivateChannel adds a private channel, whose events are message.groups.
func (w *Workspace) AddPrivateChannel(name string, members ...string) Channel {
	return w.addChannel(Private, name, members)
}

// AddGroup adds a conversation of a few people, whose events are message.mpim.
// Slack names it after them.
func (w *Workspace) AddGroup(members ...string) Channel {
	return w.addChannel(Group, "mpdm-"+strings.Join(members, "--")+"-1", members)
}

func (w *Workspace) addChannel(t ChannelType, name string, members []string) Channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	var ids []string
	for _, m := range members {
		if u := w.user(m); u != nil && !slices.Contains(ids, u.ID) {
			ids = append(ids, u.ID)
		}
	}
	return w.openChannel("C", t, strings.TrimPrefix(name, "#"), ids).copied()
}

func (w *Workspace) openChannel(prefix string, t ChannelType, name string, members []string) *channel {
	c := &channel{
		Channel: Channel{ID: w.nextID(prefix), Name: name, Type: t, Members: members},
		created: w.opts.Now().Unix(),
		deleted: map[string]bool{},
		status:  map[string]map[string]status{},
		due:     map[string]time.Time{},
	}
	w.channels = append(w.channels, c)
	w.touch()
	return c
}

// copied is the channel as callers may keep it.
func (c *channel) copied() Channel {
	out := c.Channel
	out.Members = slices.Clone(c.Members)
	return out
}

// dm is the direct conversation of two users, opened if there is none yet.
func (w *Workspace) dm(a, b string) (c *channel, opened bool) {
	if c := w.dmOf(a, b); c != nil {
		return c, false
	}
	return w.openChannel("D", DM, "", []string{a, b}), true
}

func (w *Workspace) dmOf(a, b string) *channel {
	for _, c := range w.channels {
		if c.Type == DM && c.has(a) && c.has(b) {
			return c
		}
	}
	return nil
}

// Conversation is the direct conversation of two users, opened if there is none
// yet. Either may be an app's bot user.
func (w *Workspace) Conversation(one, other string) (Channel, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, b := w.user(one), w.user(other)
	for ref, u := range map[string]*User{one: a, other: b} {
		if u == nil {
			return Channel{}, fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, ref)
		}
	}
	c, _ := w.dm(a.ID, b.ID)
	return c.copied(), nil
}

// Users lists everyone, bot users included, in the order of their arrival.
func (w *Workspace) Users() []User {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []User
	for _, u := range w.users {
		out = append(out, *u)
	}
	return out
}

// Channels lists every conversation, direct messages included.
func (w *Workspace) Channels() []Channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Channel
	for _, c := range w.channels {
		out = append(out, c.copied())
	}
	return out
}

func (w *Workspace) user(ref string) *User {
	for _, u := range w.users {
		if u.ID == ref || strings.EqualFold(u.Name, ref) {
			return u
		}
	}
	return nil
}

func (w *Workspace) channel(ref string) *channel {
	name := strings.TrimPrefix(ref, "#")
	for _, c := range w.channels {
		if c.ID == ref || c.Name != "" && c.Name == name {
			return c
		}
	}
	return nil
}

func (w *Workspace) app(ref string) *app {
	for _, a := range w.apps {
		if a.AppID == ref || a.BotUserID == ref || a.BotID == ref || strings.EqualFold(a.Name, ref) {
			return a
		}
	}
	return nil
}

// whoWhere finds a person and a channel they are in, where they can do something.
func (w *Workspace) whoWhere(user, ch string) (*User, *channel, error) {
	u := w.user(user)
	if u == nil {
		return nil, nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, user)
	}
	c := w.channel(ch)
	if c == nil {
		return nil, nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchChannel, ch)
	}
	switch {
	case c.archived:
		return nil, nil, fmt.Errorf("workspace: %w: %s", ErrArchived, ch)
	case !c.has(u.ID):
		return nil, nil, fmt.Errorf("workspace: %s: %w: %s", u.Name, ErrNotInChannel, ch)
	}
	return u, c, nil
}
