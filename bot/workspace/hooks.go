package workspace

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// A response URL can be used a few times and not for long.
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// hook is a response URL: a way to answer one command or click.
type hook struct {
	id       string
	app      *app
	channel  *channel
	user     string
	original *Message // what "the original" is: the message clicked, or the command's answer
	uses     int
	expires  time.Time
}

func (w *Workspace) newHook(a *app, c *channel, user string, original *Message) *hook {
	h := &hook{id: w.nextID("hook-"), app: a, channel: c, user: user, original: original, expires: w.opts.Now().Add(hookLife)}
	w.hooks[h.id] = h
	return h
}

func (w *Workspace) hookURL(h *hook) string { return w.url + "/hooks/" + h.id }

// hookBody is what can be said to a response URL, or as the answer to a
// command.
type hookBody struct {
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
	ThreadTS        string          `json:"thread_ts"`
	Metadata        *Metadata       `json:"metadata"`
}

func (b hookBody) content() content {
	c := content{text: b.Text, blocks: b.Blocks, attachments: b.Attachments, metadata: b.Metadata}
	if c.metadata != nil && c.metadata.EventType == "" { // clients send an empty one along
		c.metadata = nil
	}
	return c
}

func (b hookBody) empty() bool { return !b.DeleteOriginal && b.content().empty() }

func readHookBody(got ack) (hookBody, error) {
	var b hookBody
	if len(got.payload) == 0 {
		return hookBody{Text: got.text}, nil
	}
	if err := json.Unmarshal(got.payload, &b); err != nil {
		return b, refused("invalid_payload", "%v", err)
	}
	if string(b.Blocks) == "null" {
		b.Blocks = nil
	}
	if string(b.Attachments) == "null" {
		b.Attachments = nil
	}
	return b, nil
}

func (w *Workspace) serveHook(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		http.Error(rw, "request_too_large", http.StatusRequestEntityTooLarge)
		return
	}
	w.mu.Lock()
	var (
		since  = w.opts.Now()
		status int
		told   reply
		fault  = w.nextFault("response_url")
		wrong  string
		a      *app
	)
	if fault.worked() {
		if status, a, err = w.useHook(r.PathValue("id"), body); err != nil {
			told = w.refusal(a, "response_url", err)
			wrong, _ = told["error"].(string)
		}
	}
	if fault.wrong() {
		wrong = fault.code()
	}
	w.mu.Unlock()
	fault.hold(r.Context())
	w.mu.Lock()
	w.hooked(since, a, body, wrong)
	w.mu.Unlock()
	if fault.wrong() {
		fault.answer(rw)
		return
	}
	if err == nil {
		rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(rw, "ok") // the caller may be gone; nobody to tell
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(told) // likewise
}

func (w *Workspace) useHook(id string, body []byte) (int, *app, error) {
	h := w.hooks[id]
	switch {
	case h == nil:
		return http.StatusNotFound, nil, refused("no_service", "%q", shorten(id))
	case w.opts.Now().After(h.expires):
		return http.StatusNotFound, h.app, refused("expired_url", "older than %s", hookLife)
	case h.uses >= hookUses:
		return http.StatusNotFound, h.app, refused("used_url", "used %d times", h.uses)
	}
	said, err := readHookBody(ack{payload: jsonOf(body)})
	if err == nil && said.empty() {
		err = refused("no_text", "nothing to show")
	}
	var m *Message
	if err == nil {
		m, err = w.showHook(h, said)
	}
	if err != nil {
		return http.StatusBadRequest, h.app, err
	}
	h.uses++
	if h.original == nil {
		h.original = m
	}
	return http.StatusOK, h.app, nil
}

// jsonOf accepts JSON as the body or, as old clients send it, in the form
// field payload.
func jsonOf(body []byte) []byte {
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return body
	}
	if values, err := url.ParseQuery(string(body)); err == nil && strings.TrimSpace(values.Get("payload")) != "" {
		return []byte(values.Get("payload"))
	}
	return body
}

// showHook does what was said: replaces or deletes the original, or adds a
// message, for one person unless it is said to be for all.
func (w *Workspace) showHook(h *hook, said hookBody) (*Message, error) {
	if n := utf8.RuneCountInString(said.Text); n > maxTextChars {
		return nil, refused("msg_too_long", "%d characters of text, %d allowed", n, maxTextChars)
	}
	if said.Blocks != nil {
		if err := checkBlocks(said.Blocks, w.opts.Refuse...); err != nil {
			return nil, err
		}
	}
	switch c := h.channel; {
	case w.channel(c.ID) == nil:
		return nil, refused("channel_not_found", "%s was deleted", c.ID)
	case c.archived:
		return nil, refused("is_archived", "#%s", c.Name)
	case said.DeleteOriginal:
		w.dropOriginal(h)
		return nil, nil
	case said.ReplaceOriginal && h.original != nil:
		return w.replaceOriginal(h, said.content()), nil
	}
	thread, err := h.channel.thread(said.ThreadTS)
	if err != nil {
		return nil, err
	}
	m := w.fromApp(h.app, said.content(), thread)
	switch said.ResponseType {
	case "in_channel":
		posted := w.add(h.channel, m)
		w.emitMessage(h.channel, posted)
		return posted, nil
	case "", "ephemeral":
		m.ForUser = h.user
		return w.add(h.channel, m), nil
	}
	return nil, refused("invalid_response_type", "%q", shorten(said.ResponseType))
}

func (w *Workspace) dropOriginal(h *hook) {
	m := h.original
	if m == nil || h.channel.find(m.TS, true) == nil {
		return
	}
	if m.ForUser == "" {
		w.takeAway(h.channel, m)
		return
	}
	h.channel.remove(m)
	w.touch()
}

func (w *Workspace) replaceOriginal(h *hook, said content) *Message {
	m := h.original
	before := w.wire(m)
	m.Text, m.Blocks, m.Attachments = said.text, w.withIDs(said.blocks), said.attachments
	m.EditedTS = w.nextTS()
	w.touch()
	if m.ForUser == "" {
		w.emitChange(h.channel, m, before, m.EditedTS)
	}
	return m
}
