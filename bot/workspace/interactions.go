package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"
)

// What a person sees when an app does not answer.
var (
	ErrTimeout        = errors.New("operation_timeout") // no answer in time
	ErrDispatchFailed = errors.New("dispatch_failed")   // an error, or nobody there
	ErrNoSuchCommand  = errors.New("no such command")
	ErrNoSuchAction   = errors.New("no such action")
	ErrNoSuchShortcut = errors.New("no such shortcut")
)

// Response is what a person sees at once after a command or a form.
type Response struct {
	// Payload is the acknowledgement's body as JSON, nil if it had none.
	Payload json.RawMessage
	// Message is what the acknowledgement put into the channel, nil if nothing.
	Message *Message
}

// trigger is a moment in which an app may open a modal for somebody.
type trigger struct {
	app     *app
	user    string
	expires time.Time
	used    bool
}

func (w *Workspace) newTrigger(a *app, user string) string {
	id := w.nextID("trigger-")
	w.triggers[id] = &trigger{app: a, user: user, expires: w.opts.Now().Add(3 * time.Second)}
	return id
}

// Command runs a slash command as user, waits for the acknowledgement and
// shows what it says. What the app sends to the response URL later appears in
// [Workspace.Messages].
func (w *Workspace) Command(user, channel, command, text string) (Response, error) {
	d, h, err := w.commandDelivery(user, channel, command, text)
	if err != nil {
		return Response{}, err
	}
	got, err := w.deliverOnce(d)
	if err != nil {
		return Response{}, fmt.Errorf("workspace: %s: %w", command, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.showAck(h, command, got)
}

func (w *Workspace) commandDelivery(user, channel, command, text string) (*delivery, *hook, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c, err := w.whoWhere(user, channel)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(w.apps, func(a *app) bool { return slices.Contains(a.Commands, command) && a.granted("commands") })
	if i < 0 {
		return nil, nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchCommand, command)
	}
	a := w.apps[i]
	h := w.newHook(a, c, u.ID, nil)
	fields := map[string]string{
		"token": verificationToken, "team_id": w.teamID, "team_domain": w.domain(),
		"channel_id": c.ID, "channel_name": c.calledName(), "user_id": u.ID, "user_name": u.Name,
		"command": command, "text": escaper.Replace(text), "api_app_id": a.AppID, "is_enterprise_install": "false",
		"response_url": w.hookURL(h), "trigger_id": w.newTrigger(a, u.ID),
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return nil, nil, fmt.Errorf("workspace: %w", err)
	}
	d := w.newDelivery(a, slashCommands, a.CommandsURL, command, raw)
	d.form = url.Values{}
	for k, v := range fields {
		d.form.Set(k, v)
	}
	return d, h, nil
}

// showAck puts the answer to a command where it belongs.
func (w *Workspace) showAck(h *hook, where string, got ack) (Response, error) {
	out := Response{Payload: got.payload}
	said, err := readHookBody(got)
	if err == nil && said.empty() {
		return out, nil
	}
	var m *Message
	if err == nil {
		m, err = w.showHook(h, said)
	}
	if err != nil {
		w.refusal(h.app, where, err)
		return out, fmt.Errorf("workspace: %s: %w: %w", where, ErrDispatchFailed, err)
	}
	h.original = m
	if m != nil {
		shown := m.copied()
		out.Message = &shown
	}
	return out, nil
}

// Click acts on the element actionID of a message, as block_actions. Value
// chooses where the element offers several things; a button needs none.
func (w *Workspace) Click(user string, m Message, actionID, value string) error {
	d, err := w.clickDelivery(user, m, actionID, value)
	if err != nil {
		return err
	}
	return w.tell(d)
}

// tell delivers what needs no answer but an acknowledgement.
func (w *Workspace) tell(d *delivery) error {
	if _, err := w.deliverOnce(d); err != nil {
		return fmt.Errorf("workspace: %s: %w", d.what, err)
	}
	return nil
}

func (w *Workspace) clickDelivery(user string, m Message, actionID, value string) (*delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c, err := w.whoWhere(user, m.Channel)
	if err != nil {
		return nil, err
	}
	found := c.find(m.TS, true)
	if found == nil || found.ForUser != "" && found.ForUser != u.ID {
		return nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchMessage, m.TS)
	}
	a := w.app(found.AppID)
	block, element := findElement(found.Blocks, actionID)
	if a == nil || found.AppID == "" || element == nil {
		return nil, fmt.Errorf("workspace: %w: %s in %s", ErrNoSuchAction, actionID, m.TS)
	}
	action, err := act(element, value)
	if err != nil {
		return nil, err
	}
	action["block_id"], action["action_ts"] = block["block_id"], w.nextTS()
	container := map[string]any{
		"type": "message", "message_ts": found.TS, "channel_id": c.ID, "is_ephemeral": found.ForUser != ""}
	if found.ThreadTS != "" {
		container["thread_ts"] = found.ThreadTS
	}
	payload := w.interaction(a, u, "block_actions")
	payload["container"] = container
	payload["channel"] = map[string]any{"id": c.ID, "name": c.calledName()}
	payload["state"] = map[string]any{"values": map[string]any{}}
	payload["response_url"] = w.hookURL(w.newHook(a, c, u.ID, found))
	payload["actions"] = []any{action}
	if found.ForUser == "" { // Slack does not tell what an ephemeral message says
		payload["message"] = w.wire(found)
	}
	return w.interactionDelivery(a, actionID, payload)
}

// interaction is what all interaction payloads have.
func (w *Workspace) interaction(a *app, u *User, kind string) map[string]any {
	return map[string]any{
		"type": kind, "token": verificationToken, "api_app_id": a.AppID, "enterprise": nil, "is_enterprise_install": false,
		"team":       map[string]any{"id": w.teamID, "domain": w.domain()},
		"user":       map[string]any{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": w.teamID},
		"trigger_id": w.newTrigger(a, u.ID),
	}
}

func (w *Workspace) interactionDelivery(a *app, what string, payload map[string]any) (*delivery, error) {
	raw, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}
	d := w.newDelivery(a, interactive, a.InteractionsURL, what, raw)
	d.form = url.Values{"payload": {string(raw)}}
	return d, nil
}

func findElement(blocks json.RawMessage, actionID string) (block, element map[string]any) {
	v, err := decode(blocks)
	list, _ := v.([]any)
	if err != nil {
		return nil, nil
	}
	for _, b := range list {
		block, _ := b.(map[string]any)
		for _, e := range elementsOf(block) {
			if e["action_id"] == actionID {
				return block, e
			}
		}
	}
	return nil, nil
}

// act is what doing something with an element says: its value, or the one
// chosen of those it offers.
func act(element map[string]any, value string) (map[string]any, error) {
	kind, _ := element["type"].(string)
	out := map[string]any{"type": kind, "action_id": element["action_id"]}
	wrong := fmt.Errorf("workspace: %w: %s does not offer %q", ErrNoSuchAction, element["action_id"], value)
	switch kind {
	case "button", "icon_button":
		own, _ := element["value"].(string)
		if value != "" && value != own {
			return nil, wrong
		}
		out["text"] = element["text"]
		if own != "" {
			out["value"] = own
		}
	case "feedback_buttons":
		for _, which := range []string{"positive_button", "negative_button"} {
			b, _ := element[which].(map[string]any)
			if b != nil && b["value"] == value {
				out["value"], out["text"] = value, b["text"]
				return out, nil
			}
		}
		return nil, wrong
	case "overflow", "static_select", "radio_buttons", "checkboxes":
		o := optionOf(element, value)
		if o == nil {
			return nil, wrong
		}
		out["selected_option"] = o
		if kind == "checkboxes" {
			delete(out, "selected_option")
			out["selected_options"] = []any{o}
		}
	case "external_select":
		out["selected_option"] = map[string]any{
			"text": map[string]any{"type": "plain_text", "text": value}, "value": value}
	case "users_select":
		out["selected_user"] = value
	case "channels_select":
		out["selected_channel"] = value
	case "conversations_select":
		out["selected_conversation"] = value
	case "datepicker":
		out["selected_date"] = value
	case "plain_text_input":
		if lo, hi := sizeOf(element, "min_length", 0), sizeOf(element, "max_length", 3000); utf8.RuneCountInString(value) < lo ||
			utf8.RuneCountInString(value) > hi {
			return nil, wrong
		}
		out["value"] = value
	}
	return out, nil
}

func sizeOf(o map[string]any, key string, otherwise int) int {
	n, _ := o[key].(json.Number)
	if i, err := n.Int64(); err == nil {
		return int(i)
	}
	return otherwise
}

func optionOf(element map[string]any, value string) map[string]any {
	lists := []any{element["options"]}
	groups, _ := element["option_groups"].([]any)
	for _, g := range groups {
		group, _ := g.(map[string]any)
		lists = append(lists, group["options"])
	}
	for _, l := range lists {
		items, _ := l.([]any)
		for _, i := range items {
			if o, _ := i.(map[string]any); o != nil && o["value"] == value {
				return o
			}
		}
	}
	return nil
}
