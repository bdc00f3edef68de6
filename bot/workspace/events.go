package workspace

import (
	"encoding/json"
	"slices"
)

// callback is the outer event: everything the Events API says besides what
// happened.
type callback struct {
	Token              string          `json:"token"`
	TeamID             string          `json:"team_id"`
	APIAppID           string          `json:"api_app_id"`
	Event              any             `json:"event"`
	Type               string          `json:"type"`
	EventID            string          `json:"event_id"`
	EventTime          int64           `json:"event_time"`
	Authorizations     []authorization `json:"authorizations"`
	IsExtSharedChannel bool            `json:"is_ext_shared_channel"`
	EventContext       string          `json:"event_context"`
}

type authorization struct {
	EnterpriseID        *string `json:"enterprise_id"`
	TeamID              string  `json:"team_id"`
	UserID              string  `json:"user_id"`
	IsBot               bool    `json:"is_bot"`
	IsEnterpriseInstall bool    `json:"is_enterprise_install"`
}

// verificationToken stands in every payload, as Slack still has it; nothing
// should trust it.
const verificationToken = "verification-token"

// The inner events. Each has its place in the channel and its own time.
type place struct {
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type,omitempty"`
	EventTS     string `json:"event_ts"`
}

type messageEvent struct {
	wireMessage
	place
}

type changeEvent struct {
	Type            string       `json:"type"`
	Subtype         string       `json:"subtype"`
	Hidden          bool         `json:"hidden"`
	TS              string       `json:"ts"`
	DeletedTS       string       `json:"deleted_ts,omitempty"`
	Message         *wireMessage `json:"message,omitempty"`
	PreviousMessage *wireMessage `json:"previous_message,omitempty"`
	place
}

type reactionEvent struct {
	Type     string       `json:"type"`
	User     string       `json:"user"`
	Reaction string       `json:"reaction"`
	ItemUser string       `json:"item_user"`
	Item     reactionItem `json:"item"`
	EventTS  string       `json:"event_ts"`
}

type reactionItem struct {
	Type    string `json:"type"`
	Channel string `json:"channel"`
	TS      string `json:"ts"`
}

type homeEvent struct {
	Type    string          `json:"type"`
	User    string          `json:"user"`
	Channel string          `json:"channel"`
	Tab     string          `json:"tab"`
	View    json.RawMessage `json:"view,omitempty"`
	EventTS string          `json:"event_ts"`
}

// messageKind is the subscription that brings a channel's messages.
func messageKind(t ChannelType) string {
	switch t {
	case Private:
		return "message.groups"
	case DM:
		return "message.im"
	case Group:
		return "message.mpim"
	default:
		return "message.channels"
	}
}

// emit sends an event to every app that is in the channel (nil: in any) and
// has subscribed to it with the scope it needs. The caller holds mu.
func (w *Workspace) emit(c *channel, kind string, event any) {
	for _, a := range w.apps {
		if c == nil || c.has(a.BotUserID) {
			w.emitTo(a, kind, event)
		}
	}
}

// authorization is what lets the app see an event.
func (a *app) authorization() authorization {
	auth := authorization{TeamID: a.TeamID, UserID: a.BotUserID, IsBot: true}
	if a.Enterprise != "" {
		auth.EnterpriseID, auth.IsEnterpriseInstall = &a.Enterprise, true
	}
	return auth
}

func (w *Workspace) emitTo(a *app, kind string, event any) {
	if a.gone || !slices.Contains(a.Events, kind) || !a.granted(subscriptions[kind]) {
		return
	}
	eventID := w.nextID("Ev")
	raw, err := json.Marshal(callback{
		Token: verificationToken, TeamID: w.teamID, APIAppID: a.AppID, Event: event, Type: "event_callback",
		EventID: eventID, EventTime: w.opts.Now().Unix(), EventContext: "4-" + eventID,
		Authorizations: []authorization{a.authorization()},
	})
	if err != nil {
		w.refuse(a, kind, "internal_error", "%v", err)
		return
	}
	d := w.newDelivery(a, eventsAPI, a.EventsURL, kind, raw)
	a.last = d
	w.start(func() { w.deliverEvent(d) })
}

// emitMessage tells of a new message; of a mention too, except in a direct
// conversation, where everything is said to the app anyway.
func (w *Workspace) emitMessage(c *channel, m *Message) {
	at := place{Channel: c.ID, ChannelType: string(c.Type), EventTS: m.TS}
	event := messageEvent{wireMessage: w.wire(m), place: at}
	event.Metadata = nil // Slack tells of metadata in events of their own
	w.emitMention(c, m, m.TS)
	w.emit(c, messageKind(c.Type), event)
}

func (w *Workspace) emitMention(c *channel, m *Message, eventTS string) {
	if c.Type == DM || m.BotID != "" {
		return
	}
	event := messageEvent{wireMessage: w.wire(m), place: place{Channel: c.ID, EventTS: eventTS}}
	event.Type = "app_mention"
	for _, a := range w.apps {
		if c.has(a.BotUserID) && mentions(m.Text, a.BotUserID) {
			w.emitTo(a, "app_mention", event)
		}
	}
}

// emitChange tells of a change, which has a time stamp of its own.
func (w *Workspace) emitChange(c *channel, m *Message, before wireMessage, ts string) {
	after := w.wire(m)
	w.emit(c, messageKind(c.Type), changeEvent{
		Type: "message", Subtype: "message_changed", Hidden: true, TS: ts,
		Message: &after, PreviousMessage: &before,
		place: place{Channel: c.ID, ChannelType: string(c.Type), EventTS: ts},
	})
}

// takeAway deletes a message and tells of it. A message with replies leaves a
// tombstone in its place as long as there are any.
func (w *Workspace) takeAway(c *channel, m *Message) {
	before, ts := w.wire(m), w.nextTS()
	w.touch()
	if len(c.replies(m.TS)) > 0 {
		*m = Message{
			Channel: m.Channel, TS: m.TS, ThreadTS: m.TS, User: slackbot, Subtype: tombstone, Text: "This message was deleted."}
		w.emitChange(c, m, before, ts)
		return
	}
	c.remove(m)
	if parent := c.find(m.ThreadTS, false); parent != nil && parent.Subtype == tombstone && len(c.replies(parent.TS)) == 0 {
		c.remove(parent)
	}
	w.emit(c, messageKind(c.Type), changeEvent{
		Type: "message", Subtype: "message_deleted", Hidden: true, TS: ts, DeletedTS: m.TS, PreviousMessage: &before,
		place: place{Channel: c.ID, ChannelType: string(c.Type), EventTS: ts},
	})
}

func (w *Workspace) emitReaction(c *channel, m *Message, user, name string, added bool) {
	kind := "reaction_removed"
	if added {
		kind = "reaction_added"
	}
	w.emit(c, kind, reactionEvent{
		Type: kind, User: user, Reaction: name, ItemUser: m.User, EventTS: w.nextTS(),
		Item: reactionItem{Type: "message", Channel: c.ID, TS: m.TS},
	})
}
