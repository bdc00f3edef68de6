package workspace

import (
	"fmt"
	"slices"
)

// MessageShortcut picks a shortcut from the menu of a message, as
// message_action. The app need not be in the channel: it is shown the message
// all the same, and may answer by the response URL.
func (w *Workspace) MessageShortcut(user string, m Message, callbackID string) error {
	d, err := w.messageShortcut(user, m, callbackID)
	if err != nil {
		return err
	}
	return w.tell(d)
}

// GlobalShortcut picks a shortcut that belongs to no message, as shortcut. It
// has no channel and no response URL: all an app can do at once is to open a
// modal.
func (w *Workspace) GlobalShortcut(user, callbackID string) error {
	d, err := w.globalShortcut(user, callbackID)
	if err != nil {
		return err
	}
	return w.tell(d)
}

func (w *Workspace) messageShortcut(user string, m Message, callbackID string) (*delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c, err := w.whoWhere(user, m.Channel)
	if err != nil {
		return nil, err
	}
	found := c.find(m.TS, false) // an ephemeral message has no such menu
	if found == nil {
		return nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchMessage, m.TS)
	}
	a, err := w.shortcut("message", callbackID)
	if err != nil {
		return nil, err
	}
	payload := w.shortcutPayload(a, u, "message_action", callbackID)
	payload["channel"] = map[string]any{"id": c.ID, "name": c.calledName()}
	payload["message"], payload["message_ts"] = w.wire(found), found.TS
	payload["response_url"] = w.hookURL(w.newHook(a, c, u.ID, nil))
	return w.interactionDelivery(a, callbackID, payload)
}

func (w *Workspace) globalShortcut(user, callbackID string) (*delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.user(user)
	if u == nil {
		return nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, user)
	}
	a, err := w.shortcut("global", callbackID)
	if err != nil {
		return nil, err
	}
	return w.interactionDelivery(a, callbackID, w.shortcutPayload(a, u, "shortcut", callbackID))
}

// shortcut finds the app whose shortcut it is.
func (w *Workspace) shortcut(kind, callbackID string) (*app, error) {
	for _, a := range w.apps {
		offers := slices.ContainsFunc(a.Shortcuts, func(s Shortcut) bool { return s.Type == kind && s.CallbackID == callbackID })
		if offers && a.granted("commands") {
			return a, nil
		}
	}
	return nil, fmt.Errorf("workspace: %w: %s", ErrNoSuchShortcut, callbackID)
}

// shortcutPayload is what both kinds say. Unlike other interactions they do not
// name the app.
func (w *Workspace) shortcutPayload(a *app, u *User, kind, callbackID string) map[string]any {
	payload := w.interaction(a, u, kind)
	delete(payload, "api_app_id")
	payload["callback_id"], payload["action_ts"], payload["trigger_id"] = callbackID, w.nextTS(), w.newTrigger(a, u.ID)
	return payload
}
