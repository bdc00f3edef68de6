package workspace

import (
	"encoding/json"
	"fmt"
	"slices"
)

// surface is a message or a view as one person has it before them.
type surface struct {
	w      *Workspace
	app    *app
	user   *User
	blocks json.RawMessage

	view    *View // or else:
	channel *channel
	message *Message
}

// onMessage finds a message of an app's that user sees. The caller holds mu.
func (w *Workspace) onMessage(user string, m Message) (surface, error) {
	u, c, err := w.whoWhere(user, m.Channel)
	if err != nil {
		return surface{}, err
	}
	found := c.find(m.TS, true)
	if found == nil || found.ForUser != "" && found.ForUser != u.ID {
		return surface{}, fmt.Errorf("workspace: %w: %s", ErrNoSuchMessage, m.TS)
	}
	a := w.app(found.AppID)
	if a == nil || found.AppID == "" {
		return surface{}, fmt.Errorf("workspace: %w: %s is not an app's", ErrNoSuchAction, m.TS)
	}
	return surface{w: w, app: a, user: u, blocks: found.Blocks, channel: c, message: found}, nil
}

// onView finds a view that user can touch: a home tab, or the modal on top of
// all others. The caller holds mu.
func (w *Workspace) onView(user string, v View) (surface, error) {
	u := w.user(user)
	if u == nil {
		return surface{}, fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, user)
	}
	i := slices.IndexFunc(w.views, func(shown *View) bool { return shown.ID == v.ID && shown.User == u.ID })
	if i < 0 {
		return surface{}, fmt.Errorf("workspace: %w: view %s", ErrNoSuchAction, v.ID)
	}
	shown := w.views[i]
	if open := w.modals(u.ID); shown.Type == "modal" && open[len(open)-1] != shown {
		return surface{}, fmt.Errorf("workspace: %w: another modal covers %s", ErrNoSuchAction, v.ID)
	}
	return surface{w: w, app: w.app(shown.AppID), user: u, blocks: shown.blocks(), view: shown}, nil
}

// id tells the surfaces of one person apart.
func (s surface) id() string {
	if s.view != nil {
		return s.view.ID
	}
	return s.channel.ID + "/" + s.message.TS
}

// interaction is a payload that says where it took place. State is what the
// fields of a view hold.
func (s surface) interaction(kind string, state map[string]any) map[string]any {
	payload := s.w.interaction(s.app, s.user, kind)
	if s.view != nil {
		payload["container"] = map[string]any{"type": "view", "view_id": s.view.ID}
		payload["view"] = s.w.wireView(s.view, state)
		return payload
	}
	container := map[string]any{
		"type": "message", "message_ts": s.message.TS, "channel_id": s.channel.ID, "is_ephemeral": s.message.ForUser != ""}
	if s.message.ThreadTS != "" {
		container["thread_ts"] = s.message.ThreadTS
	}
	payload["container"] = container
	payload["channel"] = map[string]any{"id": s.channel.ID, "name": s.channel.calledName()}
	if s.message.ForUser == "" { // Slack does not tell what an ephemeral message says
		payload["message"] = s.w.wire(s.message)
	}
	return payload
}

// Click acts on the element actionID of a message, as block_actions. Value
// chooses where the element offers several things; a button needs none.
func (w *Workspace) Click(user string, m Message, actionID, value string) error {
	return w.click(actionID, value, nil, func() (surface, error) { return w.onMessage(user, m) })
}

// ClickView acts on the element actionID of a modal or home tab, as
// block_actions. State is what the form's fields hold meanwhile, by action id
// as for [Workspace.Submit]. An input takes part only with dispatch_action.
func (w *Workspace) ClickView(user string, v View, actionID, value string, state map[string]string) error {
	return w.click(actionID, value, state, func() (surface, error) { return w.onView(user, v) })
}

func (w *Workspace) click(actionID, value string, state map[string]string, on func() (surface, error)) error {
	d, err := w.clickDelivery(actionID, value, state, on)
	if err != nil {
		return err
	}
	return w.tell(d)
}

func (w *Workspace) clickDelivery(actionID, value string, values map[string]string, on func() (surface, error)) (*delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := on()
	if err != nil {
		return nil, err
	}
	state, err := s.state(values)
	if err != nil {
		return nil, err
	}
	action, err := s.actOn(actionID, value, state)
	if err != nil {
		return nil, err
	}
	action["action_ts"] = w.nextTS()
	payload := s.interaction("block_actions", state)
	payload["actions"], payload["trigger_id"] = []any{action}, w.newTrigger(s.app, s.user.ID)
	if s.view == nil {
		payload["state"] = map[string]any{"values": state}
		payload["response_url"] = w.hookURL(w.newHook(s.app, s.channel, s.user.ID, s.message))
	}
	return w.interactionDelivery(s.app, actionID, payload)
}

// actOn does something with the first element of that action id that lets it be
// done: the same id may stand in several blocks. If the element is a field, it
// holds the value from then on.
func (s surface) actOn(actionID, value string, state map[string]any) (map[string]any, error) {
	err := fmt.Errorf("workspace: %w: %s in %s", ErrNoSuchAction, actionID, s.id())
	for block, element := range elements(s.blocks) {
		if element["action_id"] != actionID || block["type"] == "input" && block["dispatch_action"] != true {
			continue
		}
		var action map[string]any
		if action, err = s.act(element, value); err != nil {
			continue
		}
		action["block_id"] = block["block_id"]
		if field, isField := fieldKinds[kindOf(element)]; isField {
			put(state, block, element, action[field.key])
		}
		return action, nil
	}
	return nil, err
}

// act is what doing something with an element says: its value, or the one
// chosen of those it offers.
func (s surface) act(element map[string]any, value string) (map[string]any, error) {
	out := map[string]any{"type": element["type"], "action_id": element["action_id"]}
	switch kind := kindOf(element); kind {
	case "button", "icon_button":
		own, _ := element["value"].(string)
		if value != "" && value != own {
			return nil, notOffered(element, value)
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
		return nil, notOffered(element, value)
	case "overflow":
		o, err := s.option(element, value)
		if err != nil {
			return nil, err
		}
		out["selected_option"] = o
	default:
		field := fieldKinds[kind]
		if value == "" && !field.many && kind != "plain_text_input" { // one cannot choose nothing
			return nil, notOffered(element, value)
		}
		held, err := s.hold(element, value)
		if err != nil {
			return nil, err
		}
		out[field.key] = held
	}
	return out, nil
}
