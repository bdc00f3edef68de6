package workspace

import (
	"fmt"
	"slices"
)

// How people come into channels and leave them, and how channels end.

// slackbot does what nobody in particular does.
const slackbot = "USLACKBOT"

type memberEvent struct {
	Type string `json:"type"`
	User string `json:"user"`
	Team string `json:"team"`
	place
}

// endEvent tells that a channel is no more what it was, or not for the app.
type endEvent struct {
	Type    string `json:"type"`
	Channel string `json:"channel"`
	User    string `json:"user,omitempty"`
	EventTS string `json:"event_ts"`
}

// Join makes a person, or an app's bot user, a member of a channel.
func (w *Workspace) Join(user, channel string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.user(user)
	if u == nil {
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, user)
	}
	c, err := w.shared(channel)
	if err != nil || c.has(u.ID) {
		return err
	}
	c.Members = append(c.Members, u.ID)
	m := w.announce(c, u.ID, "channel_join", "<@"+u.ID+"> has joined the channel")
	w.emitMember(c, u, "member_joined_channel", m.TS)
	return nil
}

// Leave takes a person, or an app's bot user, out of a channel. An app taken out
// is told just that; the others are told who went.
func (w *Workspace) Leave(user, channel string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c, err := w.whoWhere(user, channel)
	if err == nil {
		c, err = w.shared(channel)
	}
	if err != nil {
		return err
	}
	c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == u.ID })
	m := w.announce(c, u.ID, "channel_leave", "<@"+u.ID+"> has left the channel")
	w.emitMember(c, u, "member_left_channel", m.TS)
	if a := w.app(u.ID); a != nil {
		kind := string(c.Type) + "_left"
		w.emitTo(a, kind, endEvent{Type: kind, Channel: c.ID, EventTS: m.TS})
	}
	return nil
}

// Archive archives a channel: what was said can be read, nothing more be said.
func (w *Workspace) Archive(channel string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, err := w.shared(channel)
	if err != nil {
		return err
	}
	m := w.announce(c, slackbot, "channel_archive", "archived the channel")
	c.archived = true
	kind := string(c.Type) + "_archive"
	w.emit(c, kind, endEvent{Type: kind, Channel: c.ID, User: slackbot, EventTS: m.TS})
	return nil
}

// DeleteChannel deletes a channel with all that was said in it. Nobody finds it
// afterwards.
func (w *Workspace) DeleteChannel(name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channel(name)
	if c == nil || !c.isChannel() {
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchChannel, name)
	}
	w.channels = slices.DeleteFunc(w.channels, func(other *channel) bool { return other == c })
	w.touch()
	kind := string(c.Type) + "_deleted"
	w.emit(c, kind, endEvent{Type: kind, Channel: c.ID, EventTS: w.nextTS()})
	return nil
}

// shared finds a channel that people can come into and leave.
func (w *Workspace) shared(ref string) (*channel, error) {
	c := w.channel(ref)
	switch {
	case c == nil || !c.isChannel():
		return nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchChannel, ref)
	case c.archived:
		return nil, fmt.Errorf("workspace: %w: %s", ErrArchived, ref)
	}
	return c, nil
}

// announce says in a channel what has become of it.
func (w *Workspace) announce(c *channel, user, subtype, text string) *Message {
	m := w.add(c, Message{User: user, Subtype: subtype, Text: text})
	w.emit(c, messageKind(c.Type), messageEvent{
		wireMessage: w.wire(m), place: place{Channel: c.ID, ChannelType: string(c.Type), EventTS: m.TS}})
	return m
}

func (w *Workspace) emitMember(c *channel, u *User, kind, eventTS string) {
	letter := map[ChannelType]string{Public: "C", Private: "G"}[c.Type]
	w.emit(c, kind, memberEvent{
		Type: kind, User: u.ID, Team: w.teamID, place: place{Channel: c.ID, ChannelType: letter, EventTS: eventTS}})
}
