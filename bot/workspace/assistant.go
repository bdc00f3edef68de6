package workspace

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// The assistant surface: what an app sets up in its direct conversation with a
// person, beside the messages.

const (
	maxPrompts         = 4
	maxLoadingMessages = 10
	statusLife         = 2 * time.Minute // unless the app answers before
)

// Pane is an app's direct conversation with a person as an assistant: what the
// app suggests to ask, and what it says of each thread, by the thread's time
// stamp.
type Pane struct {
	Channel      string // D…
	Prompts      []Prompt
	PromptsTitle string
	Titles       map[string]string
	Status       map[string]string
}

// Prompt is a suggestion: what it is called, and what is sent when somebody
// takes it.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}

// status is what an app says it is doing in a thread.
type status struct {
	text    string
	expires time.Time
}

// Pane shows what an app has set up for user. It is empty before they have met.
func (w *Workspace) Pane(user, app string) Pane {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, a := w.user(user), w.app(app)
	if u == nil || a == nil {
		return Pane{}
	}
	c := w.dmOf(u.ID, a.BotUserID)
	if c == nil {
		return Pane{}
	}
	out := c.pane
	out.Channel, out.Prompts, out.Titles, out.Status = c.ID, slices.Clone(out.Prompts), maps.Clone(out.Titles), map[string]string{}
	for thread := range c.status[a.AppID] {
		if text := w.statusOf(c, a, thread); text != "" {
			out.Status[thread] = text
		}
	}
	return out
}

// Status is what an app says it is doing in a thread of any channel; empty once
// it has answered there, or after two minutes.
func (w *Workspace) Status(app, channel, threadTS string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, c := w.app(app), w.channel(channel)
	if a == nil || c == nil {
		return ""
	}
	return w.statusOf(c, a, threadTS)
}

func (w *Workspace) statusOf(c *channel, a *app, thread string) string {
	s := c.status[a.AppID][thread]
	if w.opts.Now().After(s.expires) {
		return ""
	}
	return s.text
}

// aside finds the conversation and the thread that a call is about. Unlike
// chat.postMessage, the methods here need a thread that is still there.
func (r request) aside() (*channel, string, error) {
	id := r.args["channel_id"]
	c := r.channel(id)
	if c == nil || c.ID != id || !c.has(r.app.BotUserID) {
		return nil, "", refused("channel_not_found", "%q", shorten(id))
	}
	ts := r.args["thread_ts"]
	if ts == "" {
		return c, "", nil
	}
	thread, err := c.thread(ts)
	if err == nil && thread == "" {
		err = refused("invalid_thread_ts", "the message %s is gone", ts)
	}
	return c, thread, err
}

// lacks is what is said of an argument that must be there.
func lacks(argument string) error {
	return &apiError{code: "invalid_arguments", faults: []string{"missing required field: " + argument}}
}

func (r request) setStatus() (reply, error) {
	if !r.app.granted("chat:write") && !r.app.granted("assistant:write") {
		return nil, missingScope("chat:write", r.app.Scopes)
	}
	c, thread, err := r.aside()
	if err != nil {
		return nil, err
	}
	text, said := r.args["status"]
	switch n := len(loadingMessages(r.args["loading_messages"])); {
	case thread == "":
		return nil, lacks("thread_ts")
	case !said:
		return nil, lacks("status")
	case n > maxLoadingMessages:
		return nil, refused("invalid_arguments", "%d loading messages, %d allowed", n, maxLoadingMessages)
	}
	if c.status[r.app.AppID] == nil {
		c.status[r.app.AppID] = map[string]status{}
	}
	c.status[r.app.AppID][thread] = status{text: text, expires: r.opts.Now().Add(statusLife)}
	r.touch()
	return nil, nil
}

// loadingMessages reads a list as JSON or, as forms have it, between commas.
func loadingMessages(raw string) []string {
	var list []string
	if json.Unmarshal([]byte(raw), &list) == nil || raw == "" {
		return list
	}
	return strings.Split(raw, ",")
}

func (r request) setTitle() (reply, error) {
	c, thread, err := r.aside()
	switch {
	case err != nil:
		return nil, err
	case c.Type != DM:
		return nil, refused("channel_not_found", "%s is no direct conversation", c.ID)
	case thread == "":
		return nil, lacks("thread_ts")
	case r.args["title"] == "":
		return nil, lacks("title")
	}
	if c.pane.Titles == nil {
		c.pane.Titles = map[string]string{}
	}
	c.pane.Titles[thread] = r.args["title"]
	r.touch()
	return nil, nil
}

func (r request) setSuggestedPrompts() (reply, error) {
	c, thread, err := r.aside()
	if err != nil {
		return nil, err
	}
	if c.Type != DM {
		return nil, refused("channel_not_found", "%s is no direct conversation", c.ID)
	}
	prompts, err := readPrompts(r.args["prompts"])
	if err != nil {
		return nil, err
	}
	if thread != "" && r.app.AgentView {
		r.refuse(r.app, "assistant.threads.setSuggestedPrompts", "ignored", "an agent's prompts are not a thread's: leave thread_ts out")
		return nil, nil
	}
	c.pane.Prompts, c.pane.PromptsTitle = prompts, r.args["title"]
	r.touch()
	return nil, nil
}

func readPrompts(raw string) ([]Prompt, error) {
	if raw == "" {
		return nil, lacks("prompts")
	}
	var prompts []Prompt
	if err := json.Unmarshal([]byte(raw), &prompts); err != nil {
		return nil, refused("invalid_arguments", "prompts: %v", err)
	}
	if n := len(prompts); n < 1 || n > maxPrompts {
		return nil, refused("invalid_arguments", "%d prompts, from 1 to %d allowed", n, maxPrompts)
	}
	for _, p := range prompts {
		if p.Title == "" || p.Message == "" {
			return nil, refused("invalid_arguments", "a prompt needs a title and a message")
		}
	}
	return prompts, nil
}
