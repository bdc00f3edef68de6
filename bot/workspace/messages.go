package workspace

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// Message is a message as somebody sees it.
type Message struct {
	Channel     string
	TS          string          // its time and its id
	ThreadTS    string          // the parent's TS, for a reply and for a parent that has replies
	User        string          // U…, also for a bot
	BotID       string          // B…, for a bot only
	AppID       string          // A…, for a bot only
	Subtype     string          // channel_join, tombstone, …
	Text        string          // as sent: mrkdwn, with &amp; &lt; &gt; and <@U…>
	Blocks      json.RawMessage `json:",omitempty"`
	Attachments json.RawMessage `json:",omitempty"`
	Metadata    *Metadata
	ForUser     string // set on an ephemeral message: the only one who sees it
	EditedTS    string // empty if it never was edited
	Reactions   []Reaction

	clientMsgID string
}

// tombstone is the subtype of what is left of a deleted message with replies.
const tombstone = "tombstone"

// Metadata is what an app attached to a message for itself.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Reaction is an emoji on a message and who gave it.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// IsReply says whether the message stands in a thread under another one.
func (m Message) IsReply() bool { return m.ThreadTS != "" && m.ThreadTS != m.TS }

// Messages lists what is in a channel, oldest first, with the replies in
// threads and the ephemeral messages. Deleted messages are gone.
func (w *Workspace) Messages(channel string) []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channel(channel)
	if c == nil {
		return nil
	}
	var out []Message
	for _, m := range c.messages {
		out = append(out, m.copied())
	}
	return out
}

// Posted counts the messages for everybody that an app has posted, deleted ones
// included. Unlike [Workspace.Messages] it costs nothing, so that it can be asked
// after every change in a run of thousands.
func (w *Workspace) Posted(appRef string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.app(appRef); a != nil {
		return a.posted
	}
	return 0
}

func (m *Message) copied() Message {
	out := *m
	out.Reactions = slices.Clone(m.Reactions)
	for i, r := range out.Reactions {
		out.Reactions[i].Users = slices.Clone(r.Users)
	}
	return out
}

var tsFormat = regexp.MustCompile(`^\d{10}\.\d{6}$`)

// find looks a message up by its time stamp; ephemeral messages are found only
// if asked for.
func (c *channel) find(ts string, ephemeral bool) *Message {
	for _, m := range c.messages {
		if m.TS == ts && (m.ForUser == "" || ephemeral) {
			return m
		}
	}
	return nil
}

func (c *channel) replies(parent string) []*Message {
	var out []*Message
	for _, m := range c.messages {
		if m.ThreadTS == parent && m.IsReply() && m.ForUser == "" {
			out = append(out, m)
		}
	}
	return out
}

func (c *channel) remove(m *Message) {
	c.messages = slices.DeleteFunc(c.messages, func(other *Message) bool { return other == m })
	c.deleted[m.TS] = true
}

// thread is the thread a new message goes to. A thread whose parent was deleted
// before anybody had answered is no thread any more: Slack then posts into the
// channel without a word.
func (c *channel) thread(ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	parent := c.find(ts, false)
	switch {
	case !tsFormat.MatchString(ts):
		return "", refused("invalid_thread_ts", "%q is no time stamp", ts)
	case parent != nil && parent.IsReply():
		return "", refused("invalid_thread_ts", "%s is itself a reply", ts)
	case parent != nil || len(c.replies(ts)) > 0:
		return ts, nil
	case c.deleted[ts]:
		return "", nil
	}
	return "", refused("invalid_thread_ts", "no message %s in %s", ts, c.ID)
}

// add stamps a message and puts it into the channel. The caller holds mu.
func (w *Workspace) add(c *channel, m Message) *Message {
	m.Channel = c.ID
	m.TS = w.nextTS()
	if parent := c.find(m.ThreadTS, false); parent != nil && m.ForUser == "" {
		parent.ThreadTS = parent.TS
	}
	if m.ForUser == "" {
		delete(c.status[m.AppID], m.ThreadTS) // what it was doing, it has done
	}
	c.messages = append(c.messages, &m)
	if a := w.app(m.AppID); a != nil && m.ForUser == "" {
		a.posted++
	}
	w.touch()
	return &m
}

// withIDs gives every block, and every element one can act on, the id Slack
// makes up where the app gave none.
func (w *Workspace) withIDs(raw json.RawMessage) json.RawMessage {
	v, err := decode(raw)
	blocks, ok := v.([]any)
	if err != nil || !ok || len(blocks) == 0 {
		return nil
	}
	for _, b := range blocks {
		block, _ := b.(map[string]any)
		w.giveID(block, "block_id")
		for _, e := range elementsOf(block) {
			w.giveID(e, "action_id")
		}
	}
	out, err := json.Marshal(blocks)
	if err != nil {
		return raw
	}
	return out
}

func (w *Workspace) giveID(o map[string]any, key string) {
	if o == nil {
		return
	}
	if s, _ := o[key].(string); s == "" {
		w.counters[key]++
		o[key] = fmt.Sprintf("%s%04d", key[:1], w.counters[key])
	}
}

// elementsOf lists the elements of a block that a person can act on.
func elementsOf(block map[string]any) []map[string]any {
	var out []map[string]any
	take := func(v any) {
		e, _ := v.(map[string]any)
		if t, _ := e["type"].(string); t != "" && t != "image" {
			out = append(out, e)
		}
	}
	switch block["type"] {
	case "actions", "context_actions":
		list, _ := block["elements"].([]any)
		for _, e := range list {
			take(e)
		}
	case "data_table":
		rows, _ := block["rows"].([]any)
		for _, row := range rows {
			for _, cell := range objectsIn(row) {
				take(cell["element"])
			}
		}
	case "section":
		take(block["accessory"])
	case "input":
		take(block["element"])
	}
	return out
}

// wireMessage is a message as the Web API and events show it.
type wireMessage struct {
	Type         string          `json:"type"`
	Subtype      string          `json:"subtype,omitempty"`
	Hidden       bool            `json:"hidden,omitempty"`
	ClientMsgID  string          `json:"client_msg_id,omitempty"`
	User         string          `json:"user,omitempty"`
	BotID        string          `json:"bot_id,omitempty"`
	AppID        string          `json:"app_id,omitempty"`
	BotProfile   *wireBot        `json:"bot_profile,omitempty"`
	Team         string          `json:"team,omitempty"`
	Text         string          `json:"text"`
	TS           string          `json:"ts"`
	ThreadTS     string          `json:"thread_ts,omitempty"`
	ParentUserID string          `json:"parent_user_id,omitempty"`
	ReplyCount   int             `json:"reply_count,omitempty"`
	ReplyUsers   []string        `json:"reply_users,omitempty"`
	LatestReply  string          `json:"latest_reply,omitempty"`
	Edited       *wireEdited     `json:"edited,omitempty"`
	Blocks       json.RawMessage `json:"blocks,omitempty"`
	Attachments  json.RawMessage `json:"attachments,omitempty"`
	Metadata     *Metadata       `json:"metadata,omitempty"`
	Reactions    []Reaction      `json:"reactions,omitempty"`
}

type wireEdited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

type wireBot struct {
	ID     string `json:"id"`
	AppID  string `json:"app_id"`
	Name   string `json:"name"`
	TeamID string `json:"team_id"`
}

// wire is the message as others get to see it; with what hangs on it in its
// channel: who started the thread, how many answers it has.
func (w *Workspace) wire(m *Message) wireMessage {
	out := wireMessage{
		Type: "message", Subtype: m.Subtype, Hidden: m.Subtype == tombstone, ClientMsgID: m.clientMsgID,
		User: m.User, BotID: m.BotID, AppID: m.AppID, Team: w.teamID,
		Text: m.Text, TS: m.TS, ThreadTS: m.ThreadTS,
		Blocks: m.Blocks, Attachments: m.Attachments, Metadata: m.Metadata, Reactions: m.copied().Reactions,
	}
	if m.EditedTS != "" {
		out.Edited = &wireEdited{User: m.User, TS: m.EditedTS}
	}
	if a := w.app(m.AppID); a != nil && m.BotID != "" {
		out.BotProfile = &wireBot{ID: a.BotID, AppID: a.AppID, Name: a.Name, TeamID: w.teamID}
	}
	c := w.channel(m.Channel)
	if c == nil {
		return out
	}
	if parent := c.find(m.ThreadTS, false); m.IsReply() && parent != nil {
		out.ParentUserID = parent.User
	}
	for _, r := range c.replies(m.TS) {
		out.ReplyCount++
		out.LatestReply = r.TS
		if !slices.Contains(out.ReplyUsers, r.User) {
			out.ReplyUsers = append(out.ReplyUsers, r.User)
		}
	}
	return out
}
