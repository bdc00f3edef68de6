package workspace

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// content is what an app wants a message to say.
type content struct {
	text        string
	blocks      json.RawMessage // "[]" clears
	attachments json.RawMessage
	metadata    *Metadata
}

func (c content) empty() bool {
	return c.text == "" && !holds(c.blocks) && !holds(c.attachments)
}

// holds says whether a JSON array has anything in it.
func holds(raw json.RawMessage) bool {
	var items []json.RawMessage
	return json.Unmarshal(raw, &items) == nil && len(items) > 0
}

// content reads and checks what a message is to say. The limits that differ
// between methods are the caller's.
func (r request) content(maxText int) (content, error) {
	out := content{text: r.args["text"]}
	if md := r.args["markdown_text"]; md != "" {
		if out.text != "" || r.args["blocks"] != "" {
			return out, refused("markdown_text_conflict", "markdown_text does not go with text or blocks")
		}
		if utf8.RuneCountInString(md) > maxMarkdownChars {
			return out, refused("msg_too_long", "markdown_text over %d characters", maxMarkdownChars)
		}
		out.text = md
	}
	if n := utf8.RuneCountInString(out.text); n > maxText {
		return out, refused("msg_too_long", "%d characters of text, %d allowed", n, maxText)
	}
	if raw := r.args["blocks"]; raw != "" {
		if !json.Valid([]byte(raw)) {
			return out, refused("invalid_blocks_format", "blocks are not JSON")
		}
		if err := checkBlocks([]byte(raw), r.opts.Refuse...); err != nil {
			return out, err
		}
		out.blocks = json.RawMessage(raw)
	}
	if raw := r.args["attachments"]; raw != "" {
		var items []map[string]any
		if err := json.Unmarshal([]byte(raw), &items); err != nil || len(items) > 100 {
			return out, refused("invalid_attachments", "attachments must be an array of at most 100 objects")
		}
		out.attachments = json.RawMessage(raw)
	}
	var err error
	out.metadata, err = readMetadata(r.args["metadata"])
	return out, err
}

func readMetadata(raw string) (*Metadata, error) {
	if raw == "" {
		return nil, nil
	}
	if len(raw) > maxMetadataBytes {
		return nil, refused("metadata_too_large", "%d bytes, %d allowed", len(raw), maxMetadataBytes)
	}
	var m Metadata
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		return nil, refused("invalid_metadata_format", "%v", err)
	}
	if m.EventType == "" || m.EventPayload == nil {
		return nil, refused("invalid_metadata_schema", "metadata need event_type and event_payload")
	}
	return &m, nil
}

// where finds the channel to write to: an id, a name, or a user id, which
// means the direct conversation with that user.
func (r request) where() (*channel, error) {
	ref := r.args["channel"]
	if u := r.user(ref); u != nil && u.ID == ref {
		c, _ := r.dm(u.ID, r.app.BotUserID)
		return c, nil
	}
	c := r.channel(ref)
	switch {
	case c == nil || c.Type != Public && !c.has(r.app.BotUserID):
		return nil, refused("channel_not_found", "%q", shorten(ref))
	case !c.has(r.app.BotUserID) && (r.app.Scopes == nil || !r.app.granted("chat:write.public")):
		return nil, refused("not_in_channel", "%s is not in #%s", r.app.Name, c.Name)
	}
	return c, nil
}

// writable is where, unless nothing more can be said there.
func (r request) writable() (*channel, error) {
	c, err := r.where()
	if err == nil && c.archived {
		err = refused("is_archived", "#%s", c.Name)
	}
	return c, err
}

// draft is a message of the app's, checked, not yet anywhere.
func (r request) draft() (*channel, Message, error) {
	c, err := r.writable()
	if err != nil {
		return nil, Message{}, err
	}
	said, err := r.content(maxTextChars)
	if err != nil {
		return nil, Message{}, err
	}
	if said.empty() {
		return nil, Message{}, refused("no_text", "neither text nor blocks nor attachments")
	}
	thread, err := c.thread(r.args["thread_ts"])
	if err != nil {
		return nil, Message{}, err
	}
	return c, r.fromApp(r.app, said, thread), nil
}

// fromApp is a message as the app would send it.
func (w *Workspace) fromApp(a *app, said content, thread string) Message {
	return Message{
		User: a.BotUserID, BotID: a.BotID, AppID: a.AppID, Text: said.text, ThreadTS: thread,
		Blocks: w.withIDs(said.blocks), Attachments: said.attachments, Metadata: said.metadata,
	}
}

func (r request) postMessage() (reply, error) {
	c, m, err := r.draft()
	if err != nil {
		return nil, err
	}
	if err := r.paced(c); err != nil {
		return nil, err
	}
	posted := r.add(c, m)
	r.emitMessage(c, posted)
	return reply{"channel": c.ID, "ts": posted.TS, "message": r.wire(posted)}, nil
}

func (r request) postEphemeral() (reply, error) {
	c, m, err := r.draft()
	if err != nil {
		return nil, err
	}
	if !c.has(r.args["user"]) {
		return nil, refused("user_not_in_channel", "%q", shorten(r.args["user"]))
	}
	m.ForUser = r.args["user"]
	if m.ThreadTS != "" && len(c.replies(m.ThreadTS)) == 0 {
		r.refuse(r.app, "chat.postEphemeral", "ignored", "nobody sees an ephemeral message in a thread without replies")
		return reply{"message_ts": r.nextTS()}, nil
	}
	return reply{"message_ts": r.add(c, m).TS}, nil
}

// own finds the app's own message that ts names.
func (r request) own(foreign string) (*channel, *Message, error) {
	c, err := r.where()
	if err != nil {
		return nil, nil, err
	}
	m := c.find(r.args["ts"], false)
	switch {
	case c.archived:
		return nil, nil, refused("is_inactive", "#%s is archived", c.Name)
	case m == nil || m.Subtype == tombstone:
		return nil, nil, refused("message_not_found", "no message %q in %s", shorten(r.args["ts"]), c.ID)
	case m.AppID != r.app.AppID:
		return nil, nil, refused(foreign, "the message is not the app's")
	}
	return c, m, nil
}

func (r request) updateMessage() (reply, error) {
	c, m, err := r.own("cant_update_message")
	if err != nil {
		return nil, err
	}
	said, err := r.content(maxUpdateChars)
	if err != nil {
		return nil, err
	}
	before := r.wire(m)
	after := *m
	if said.blocks != nil { // what is not mentioned stays
		after.Blocks = r.withIDs(said.blocks)
	}
	if said.attachments != nil {
		after.Attachments = said.attachments
	}
	if said.metadata != nil {
		after.Metadata = said.metadata
	}
	after.Text = said.text
	if (content{text: after.Text, blocks: after.Blocks, attachments: after.Attachments}).empty() {
		return nil, refused("no_text", "nothing would be left of the message")
	}
	*m = after
	m.EditedTS = r.nextTS()
	r.touch()
	r.emitChange(c, m, before, m.EditedTS)
	return reply{"channel": c.ID, "ts": m.TS, "text": m.Text, "message": r.wire(m)}, nil
}

func (r request) deleteMessage() (reply, error) {
	c, m, err := r.own("cant_delete_message")
	if err != nil {
		return nil, err
	}
	r.takeAway(c, m)
	return reply{"channel": c.ID, "ts": m.TS}, nil
}

// getPermalink gives a link as real workspaces have it, to be shown and not to
// be followed.
func (r request) getPermalink() (reply, error) {
	id, ts := r.args["channel"], r.args["message_ts"]
	c := r.channel(id)
	if c == nil || c.ID != id || c.Type != Public && !c.has(r.app.BotUserID) {
		return nil, refused("channel_not_found", "%q", shorten(id))
	}
	m := c.find(ts, false)
	if m == nil {
		return nil, refused("message_not_found", "no message %q in %s", shorten(ts), c.ID)
	}
	link := "https://" + r.domain() + ".slack.com/archives/" + c.ID + "/p" + strings.Replace(m.TS, ".", "", 1)
	if m.IsReply() {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.ID
	}
	return reply{"channel": c.ID, "permalink": link}, nil
}

func (r request) reactionsAdd() (reply, error)    { return r.react(true) }
func (r request) reactionsRemove() (reply, error) { return r.react(false) }

func (r request) react(add bool) (reply, error) {
	c, err := r.writable()
	if err != nil {
		return nil, err
	}
	m := c.find(r.args["timestamp"], false)
	if m == nil {
		return nil, refused("message_not_found", "no message %q in %s", shorten(r.args["timestamp"]), c.ID)
	}
	if r.args["name"] == "" {
		return nil, refused("invalid_name", "no emoji named")
	}
	return nil, r.reaction(c, m, r.app.BotUserID, r.args["name"], add)
}

// reaction puts a reaction on a message, or takes it off. The caller holds mu.
func (w *Workspace) reaction(c *channel, m *Message, user, name string, add bool) error {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	given := i >= 0 && slices.Contains(m.Reactions[i].Users, user)
	switch {
	case add && given:
		return refused("already_reacted", "%s", name)
	case !add && !given:
		return refused("no_reaction", "%s", name)
	case add && i < 0:
		m.Reactions = append(m.Reactions, Reaction{Name: name, Users: []string{user}, Count: 1})
	case add:
		m.Reactions[i].Users = append(m.Reactions[i].Users, user)
		m.Reactions[i].Count++
	case m.Reactions[i].Count == 1:
		m.Reactions = slices.Delete(m.Reactions, i, i+1)
	default:
		m.Reactions[i].Users = slices.DeleteFunc(m.Reactions[i].Users, func(u string) bool { return u == user })
		m.Reactions[i].Count--
	}
	w.touch()
	w.emitReaction(c, m, user, name, add)
	return nil
}
