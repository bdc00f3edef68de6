package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

const maxModals = 3 // on top of each other

// View is a modal or a home tab that an app shows to somebody.
type View struct {
	ID         string // V…
	Type       string // modal, home
	AppID      string
	User       string // U…
	CallbackID string
	Hash       string          // changes with every update
	JSON       json.RawMessage // as the app sent it, with ids for its blocks

	externalID                  string
	root                        string
	notifyOnClose, clearOnClose bool
}

// blocks are what the view is made of.
func (v *View) blocks() json.RawMessage {
	var form struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(v.JSON, &form) // what set accepted is an object
	return form.Blocks
}

// Views lists the modals (the topmost last) and home tabs user has before
// them.
func (w *Workspace) Views(user string) []View {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.user(user)
	var out []View
	for _, v := range w.views {
		if u != nil && v.User == u.ID {
			out = append(out, *v)
		}
	}
	return out
}

// set takes over what the app sent.
func (w *Workspace) set(v *View, raw string) error {
	var known struct {
		Type       string            `json:"type"`
		CallbackID string            `json:"callback_id"`
		ExternalID string            `json:"external_id"`
		Submit     json.RawMessage   `json:"submit"`
		Blocks     []json.RawMessage `json:"blocks"`
		Notify     bool              `json:"notify_on_close"`
		Clear      bool              `json:"clear_on_close"`
	}
	kind := inModal
	if v.Type == "home" {
		kind = inHome
	}
	if err := checkView(kind, []byte(raw), w.opts.Refuse...); err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &all); err != nil {
		return refused("invalid_arguments", "%v", err)
	}
	if err := json.Unmarshal([]byte(raw), &known); err != nil {
		return refused("invalid_arguments", "%v", err)
	}
	if v.Type == "modal" && known.Submit == nil && slices.ContainsFunc(known.Blocks, isInput) {
		return &apiError{code: "invalid_arguments", faults: []string{"missing required field: submit [json-pointer:/view]"}}
	}
	if with := w.withIDs(all["blocks"]); with != nil {
		all["blocks"] = with
	}
	out, err := json.Marshal(all)
	if err != nil {
		return refused("invalid_arguments", "%v", err)
	}
	w.counters["hash"]++
	v.CallbackID, v.externalID, v.JSON = known.CallbackID, known.ExternalID, out
	v.notifyOnClose, v.clearOnClose = known.Notify, known.Clear
	v.Hash = fmt.Sprintf("%d.%08x", w.opts.Now().Unix(), w.counters["hash"])
	w.touch()
	return nil
}

func isInput(block json.RawMessage) bool {
	var b struct {
		Type string `json:"type"`
	}
	return json.Unmarshal(block, &b) == nil && b.Type == "input"
}

// wireView is a view as answers and payloads show it. State is what the form's
// fields hold.
func (w *Workspace) wireView(v *View, state map[string]any) map[string]any {
	out := map[string]any{}
	// What set accepted is an object; the fields below stand in any case.
	_ = json.Unmarshal(v.JSON, &out)
	if state == nil {
		state = map[string]any{}
	}
	out["id"], out["team_id"], out["app_id"], out["hash"] = v.ID, w.teamID, v.AppID, v.Hash
	out["state"] = map[string]any{"values": state}
	out["root_view_id"], out["previous_view_id"] = v.root, nil
	if a := w.app(v.AppID); a != nil {
		out["bot_id"] = a.BotID
	}
	return out
}

func (w *Workspace) modals(user string) []*View {
	var out []*View
	for _, v := range w.views {
		if v.Type == "modal" && v.User == user {
			out = append(out, v)
		}
	}
	return out
}

// openModal puts a modal on top of user's.
func (w *Workspace) openModal(a *app, user, raw string) (*View, error) {
	v := &View{Type: "modal", AppID: a.AppID, User: user}
	open := w.modals(user)
	if len(open) >= maxModals {
		return nil, refused("push_limit_reached", "%d modals are open", len(open))
	}
	if err := w.set(v, raw); err != nil {
		return nil, err
	}
	v.ID = w.nextID("V")
	v.root = v.ID
	if len(open) > 0 {
		v.root = open[0].root
	}
	w.views = append(w.views, v)
	return v, nil
}

func (w *Workspace) closeModals(user string) {
	w.views = slices.DeleteFunc(w.views, func(v *View) bool { return v.Type == "modal" && v.User == user })
	w.touch()
}

func (r request) trigger() (*trigger, error) {
	t := r.triggers[r.args["trigger_id"]]
	switch {
	case t == nil || t.app != r.app:
		return nil, refused("invalid_trigger_id", "%q", shorten(r.args["trigger_id"]))
	case t.used:
		return nil, refused("exchanged_trigger_id", "used before")
	case r.opts.Now().After(t.expires):
		return nil, refused("expired_trigger_id", "older than %s", 3*time.Second)
	}
	return t, nil
}

func (r request) viewsOpen() (reply, error) { return r.open(false) }
func (r request) viewsPush() (reply, error) { return r.open(true) }

func (r request) open(onTop bool) (reply, error) {
	t, err := r.trigger()
	if err != nil {
		return nil, err
	}
	if !onTop {
		r.closeModals(t.user)
	}
	v, err := r.openModal(r.app, t.user, r.args["view"])
	if err != nil {
		return nil, err
	}
	t.used = true
	return reply{"view": r.wireView(v, nil)}, nil
}

func (r request) viewsUpdate() (reply, error) {
	id, external := r.args["view_id"], r.args["external_id"]
	i := slices.IndexFunc(r.views, func(v *View) bool {
		return v.AppID == r.app.AppID && (id != "" && v.ID == id || id == "" && external != "" && v.externalID == external)
	})
	if i < 0 {
		return nil, refused("not_found", "no view %q", shorten(id+external))
	}
	v := r.views[i]
	if h := r.args["hash"]; h != "" && h != v.Hash {
		return nil, refused("hash_conflict", "the view was updated meanwhile")
	}
	if err := r.set(v, r.args["view"]); err != nil {
		return nil, err
	}
	return reply{"view": r.wireView(v, nil)}, nil
}

func (r request) viewsPublish() (reply, error) {
	u := r.user(r.args["user_id"])
	if u == nil || u.ID != r.args["user_id"] {
		return nil, refused("user_not_found", "%q", shorten(r.args["user_id"]))
	}
	v := &View{Type: "home", AppID: r.app.AppID, User: u.ID}
	i := r.home(u.ID, r.app)
	if i >= 0 {
		v = r.views[i]
	}
	if h := r.args["hash"]; h != "" && h != v.Hash {
		return nil, refused("hash_conflict", "the view was updated meanwhile")
	}
	if err := r.set(v, r.args["view"]); err != nil {
		return nil, err
	}
	if i < 0 {
		v.ID = r.nextID("V")
		v.root = v.ID
		r.views = append(r.views, v)
	}
	return reply{"view": r.wireView(v, nil)}, nil
}

// Submit sends a modal's form as view_submission and does what the app answers:
// closes the modal, shows its errors, updates it or puts another on top.
//
// Values are by action id; where a field holds several they are separated by
// commas. A field without a value keeps what it held from the beginning, one
// with an empty value is emptied. Nothing is sent while an input that is not
// optional is empty.
func (w *Workspace) Submit(user string, v View, values map[string]string) (Response, error) {
	d, err := w.submission(user, v, values)
	if err != nil {
		return Response{}, err
	}
	got, err := w.deliverOnce(d)
	if err != nil {
		return Response{}, fmt.Errorf("workspace: %s: %w", v.CallbackID, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	out := Response{Payload: got.payload}
	out.Errors, err = w.afterSubmit(d.app, v, got.payload)
	if err != nil {
		w.refusal(d.app, "view_submission", err)
		return out, fmt.Errorf("workspace: %s: %w: %w", v.CallbackID, ErrDispatchFailed, err)
	}
	return out, nil
}

func (w *Workspace) submission(user string, v View, values map[string]string) (*delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.onView(user, v)
	if err != nil {
		return nil, err
	}
	state, err := s.state(values)
	if err != nil {
		return nil, err
	}
	if actionID := s.emptyField(state); actionID != "" {
		return nil, fmt.Errorf("workspace: %w: %s", ErrEmptyField, actionID)
	}
	payload := w.interaction(s.app, s.user, "view_submission")
	payload["view"] = w.wireView(s.view, state)
	payload["response_urls"], payload["trigger_id"] = []any{}, w.newTrigger(s.app, s.user.ID)
	return w.interactionDelivery(s.app, "view_submission", payload)
}

func (w *Workspace) shown(user, id string) *View {
	for _, v := range w.modals(user) {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// afterSubmit does what an app answers. It returns the errors that the form
// shows.
func (w *Workspace) afterSubmit(a *app, v View, payload json.RawMessage) (map[string]string, error) {
	var said struct {
		ResponseAction string            `json:"response_action"`
		View           json.RawMessage   `json:"view"`
		Errors         map[string]string `json:"errors"`
	}
	if len(payload) > 0 {
		if err := json.Unmarshal(payload, &said); err != nil {
			return nil, refused("invalid_payload", "%v", err)
		}
	}
	shown := w.shown(v.User, v.ID)
	switch {
	case shown == nil: // closed meanwhile
		return nil, nil
	case said.ResponseAction == "":
		w.closeView(shown)
		return nil, nil
	case said.ResponseAction == "clear":
		w.closeModals(v.User)
		return nil, nil
	case said.ResponseAction == "errors" && len(said.Errors) > 0:
		if err := checkErrors(shown, said.Errors); err != nil {
			return nil, err
		}
		return said.Errors, nil
	case said.ResponseAction == "update":
		return nil, w.set(shown, string(said.View))
	case said.ResponseAction == "push":
		_, err := w.openModal(a, v.User, string(said.View))
		return nil, err
	}
	return nil, refused("invalid_response_action", "%q", shorten(said.ResponseAction))
}

// checkErrors holds errors to the inputs of a form: beside anything else there
// is no place to show them, and Slack shows that it could not connect instead.
func checkErrors(form *View, errors map[string]string) error {
	inputs := map[any]bool{}
	for block := range elements(form.blocks()) {
		inputs[block["block_id"]] = block["type"] == "input"
	}
	for _, id := range slices.Sorted(maps.Keys(errors)) {
		if !inputs[id] {
			return refused("invalid_arguments", "errors name %q, which is no input block", shorten(id))
		}
	}
	return nil
}

// CloseView closes the topmost modal as user, without sending its form; all
// modals, if it says clear_on_close. Apps hear of it as view_closed, if the view
// asked for that with notify_on_close.
func (w *Workspace) CloseView(user string, v View) error {
	told, err := w.closings(user, v)
	for _, d := range told {
		err = errors.Join(err, w.tell(d))
	}
	return err
}

func (w *Workspace) closings(user string, v View) ([]*delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.onView(user, v)
	if err != nil {
		return nil, err
	}
	closed := []*View{s.view}
	switch {
	case s.view.Type != "modal":
		return nil, fmt.Errorf("workspace: %w: %s is no modal", ErrNoSuchAction, v.ID)
	case s.view.clearOnClose:
		closed = w.modals(s.user.ID)
	}
	var told []*delivery
	for _, v := range slices.Backward(closed) {
		w.closeView(v)
		if !v.notifyOnClose {
			continue
		}
		a := w.app(v.AppID)
		payload := w.interaction(a, s.user, "view_closed")
		payload["view"], payload["is_cleared"] = w.wireView(v, nil), s.view.clearOnClose
		d, err := w.interactionDelivery(a, "view_closed", payload)
		if err != nil {
			return told, err
		}
		told = append(told, d)
	}
	return told, nil
}

func (w *Workspace) closeView(v *View) {
	w.views = slices.DeleteFunc(w.views, func(other *View) bool { return other == v })
	w.touch()
}
