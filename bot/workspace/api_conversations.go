package workspace

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// readable finds the channel the call is about, if the app may know of it.
// What is the second half of the scope needed: "read" or "history".
func (r request) readable(what string) (*channel, error) {
	c := r.channel(r.args["channel"])
	if c == nil || c.ID != r.args["channel"] || c.Type != Public && !c.has(r.app.BotUserID) {
		return nil, refused("channel_not_found", "%q", shorten(r.args["channel"]))
	}
	if scope := scopeOf(c.Type, what); !r.app.granted(scope) {
		return nil, missingScope(scope, r.app.Scopes)
	}
	if what == "history" && !c.has(r.app.BotUserID) {
		return nil, refused("not_in_channel", "%s is not in #%s", r.app.Name, c.Name)
	}
	return c, nil
}

func (r request) describe(c *channel) map[string]any {
	out := map[string]any{
		"id": c.ID, "created": c.created, "context_team_id": r.teamID, "is_archived": c.archived,
		"is_channel": c.Type == Public, "is_group": c.Type == Private || c.Type == Group, "is_im": c.Type == DM, "is_mpim": c.Type == Group,
		"is_private": c.Type != Public, "is_member": c.has(r.app.BotUserID), "num_members": len(c.Members),
	}
	if c.Type != DM {
		out["name"], out["name_normalized"] = c.Name, c.Name
		return out
	}
	for _, id := range c.Members {
		if id != r.app.BotUserID {
			out["user"] = id
		}
	}
	return out
}

func (r request) conversationsInfo() (reply, error) {
	c, err := r.readable("read")
	if err != nil {
		return nil, err
	}
	return reply{"channel": r.describe(c)}, nil
}

// listTypes are the names conversations.list has for kinds of conversations.
var listTypes = map[string]ChannelType{"public_channel": Public, "private_channel": Private, "im": DM, "mpim": Group}

func (r request) conversationsList() (reply, error) {
	wanted := r.args["types"]
	if wanted == "" {
		wanted = "public_channel"
	}
	found := []map[string]any{}
	for _, name := range strings.Split(wanted, ",") {
		t, ok := listTypes[strings.TrimSpace(name)]
		if !ok {
			return nil, refused("invalid_types", "%q", shorten(name))
		}
		if scope := scopeOf(t, "read"); !r.app.granted(scope) {
			return nil, missingScope(scope, r.app.Scopes)
		}
		for _, c := range r.channels {
			if c.Type == t && (t == Public || c.has(r.app.BotUserID)) && !(c.archived && truth(r.args["exclude_archived"])) {
				found = append(found, r.describe(c))
			}
		}
	}
	return paged(r, "channels", found)
}

func (r request) conversationsMembers() (reply, error) {
	c, err := r.readable("read")
	if err != nil {
		return nil, err
	}
	return paged(r, "members", slices.Clone(c.Members))
}

func (r request) conversationsOpen() (reply, error) {
	users := strings.Split(r.args["users"], ",")
	if id := r.args["channel"]; id != "" {
		c := r.channel(id)
		if c == nil || c.Type != DM || !c.has(r.app.BotUserID) {
			return nil, refused("channel_not_found", "%q", shorten(id))
		}
		return reply{"already_open": true, "no_op": true, "channel": r.describe(c)}, nil
	}
	if len(users) != 1 {
		return nil, refused("too_many_users", "group messages are not built here")
	}
	u := r.user(users[0])
	if u == nil || u.ID != users[0] {
		return nil, refused("user_not_found", "%q", shorten(users[0]))
	}
	c, opened := r.dm(u.ID, r.app.BotUserID)
	return reply{"already_open": !opened, "no_op": !opened, "channel": r.describe(c)}, nil
}

func (r request) conversationsHistory() (reply, error) {
	c, err := r.readable("history")
	if err != nil {
		return nil, err
	}
	found := []wireMessage{}
	for _, m := range slices.Backward(c.messages) {
		if m.ForUser == "" && !m.IsReply() && r.within(m.TS) {
			found = append(found, r.show(m))
		}
	}
	return paged(r, "messages", found)
}

func (r request) conversationsReplies() (reply, error) {
	c, err := r.readable("history")
	if err != nil {
		return nil, err
	}
	ts := r.args["ts"]
	parent := c.find(ts, false)
	if parent != nil && parent.IsReply() { // a reply's ts gives the reply alone
		return paged(r, "messages", []wireMessage{r.show(parent)})
	}
	found := []wireMessage{}
	if parent != nil {
		found = append(found, r.show(parent))
	}
	for _, m := range c.replies(ts) {
		if r.within(m.TS) {
			found = append(found, r.show(m))
		}
	}
	if len(found) == 0 {
		return nil, refused("thread_not_found", "no message %q in %s", shorten(ts), c.ID)
	}
	return paged(r, "messages", found)
}

// show is a message with its metadata only if they were asked for.
func (r request) show(m *Message) wireMessage {
	out := r.wire(m)
	if !truth(r.args["include_all_metadata"]) {
		out.Metadata = nil
	}
	return out
}

// within says whether a time stamp is between oldest and latest. Time stamps
// of one length sort as text.
func (r request) within(ts string) bool {
	oldest, latest := r.args["oldest"], r.args["latest"]
	if truth(r.args["inclusive"]) && (ts == oldest || ts == latest) {
		return true
	}
	if oldest == "0" {
		oldest = ""
	}
	return (oldest == "" || ts > oldest) && (latest == "" || ts < latest)
}

// paged is one page of a list, with the cursor for the next.
func paged[T any](r request, key string, items []T) (reply, error) {
	limit, offset := 100, 0
	if s := r.args["limit"]; s != "" && s != "0" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1000 {
			return nil, refused("invalid_limit", "%q", shorten(s))
		}
		limit = n
	}
	if s := r.args["cursor"]; s != "" {
		raw, err := base64.StdEncoding.DecodeString(s)
		n, err2 := strconv.Atoi(strings.TrimPrefix(string(raw), "offset:"))
		if err != nil || err2 != nil || n < 0 || n > len(items) {
			return nil, refused("invalid_cursor", "%q", shorten(s))
		}
		offset = n
	}
	end := min(offset+limit, len(items))
	next := ""
	if end < len(items) {
		next = base64.StdEncoding.EncodeToString([]byte("offset:" + strconv.Itoa(end)))
	}
	return reply{
		key: items[offset:end], "has_more": next != "",
		"response_metadata": map[string]any{"next_cursor": next},
	}, nil
}
