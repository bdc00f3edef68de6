package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// What a person sees when an app does not answer.
var (
	ErrTimeout        = errors.New("operation_timeout") // no answer in time
	ErrDispatchFailed = errors.New("dispatch_failed")   // an error, or nobody there
	ErrNoSuchCommand  = errors.New("no such command")
	ErrNoSuchAction   = errors.New("no such action")
	ErrNoSuchShortcut = errors.New("no such shortcut")
	ErrEmptyField     = errors.New("this must be filled in")
)

// Response is what a person sees at once after a command or a form.
type Response struct {
	// Payload is the acknowledgement's body as JSON, nil if it had none.
	Payload json.RawMessage
	// Message is what the acknowledgement put into the channel, nil if nothing.
	Message *Message
	// Errors are what a form shows beside its inputs, by block id.
	Errors map[string]string
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
	i := slices.IndexFunc(w.apps, func(a *app) bool { return !a.gone && slices.Contains(a.Commands, command) && a.granted("commands") })
	if i < 0 {
		return nil, nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchCommand, command)
	}
	a := w.apps[i]
	h := w.newHook(a, c, u.ID, nil)
	fields := map[string]string{
		"token": verificationToken, "team_id": w.teamID, "team_domain": w.domain(),
		"channel_id": c.ID, "channel_name": c.calledName(), "user_id": u.ID, "user_name": u.Name,
		"command": command, "text": escaper.Replace(text), "api_app_id": a.AppID, "is_enterprise_install": strconv.FormatBool(a.Enterprise != ""),
		"response_url": w.hookURL(h), "trigger_id": w.newTrigger(a, u.ID),
	}
	if a.Enterprise != "" {
		fields["enterprise_id"] = a.Enterprise
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

// tell delivers what needs no answer but an acknowledgement.
func (w *Workspace) tell(d *delivery) error {
	if _, err := w.deliverOnce(d); err != nil {
		return fmt.Errorf("workspace: %s: %w", d.what, err)
	}
	return nil
}

// interaction is what all interaction payloads have.
func (w *Workspace) interaction(a *app, u *User, kind string) map[string]any {
	var enterprise any
	if a.Enterprise != "" {
		enterprise = map[string]any{"id": a.Enterprise, "name": "Works"}
	}
	return map[string]any{
		"type": kind, "token": verificationToken, "api_app_id": a.AppID, "enterprise": enterprise, "is_enterprise_install": enterprise != nil,
		"team": map[string]any{"id": w.teamID, "domain": w.domain()},
		"user": map[string]any{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": w.teamID},
	}
}

func (w *Workspace) interactionDelivery(a *app, what string, payload map[string]any) (*delivery, error) {
	raw, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}
	where := a.InteractionsURL
	if payload["type"] == "block_suggestion" {
		where = a.OptionsURL
	}
	d := w.newDelivery(a, interactive, where, what, raw)
	d.form = url.Values{"payload": {string(raw)}}
	return d, nil
}
