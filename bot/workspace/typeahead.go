package workspace

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// minQuery is how much one has to type before an app is asked, if the element
// does not say.
const minQuery = 3

// Option is something an app offers while somebody types.
type Option struct {
	Text, Value, Description string
	Group                    string // the label of its group, if it is in one
}

// offer is where an option was offered and to whom. Nobody else can choose it,
// nor can anybody elsewhere.
type offer struct{ user, surface, actionID, value string }

// TypeAhead types value into an external_select of a view, as block_suggestion,
// and gives what the app offers. Only what was offered can be chosen afterwards.
// If value is shorter than min_query_length, the app is not asked.
func (w *Workspace) TypeAhead(user string, v View, actionID, value string) ([]Option, error) {
	return w.typeAhead(actionID, value, func() (surface, error) { return w.onView(user, v) })
}

// TypeAheadIn is [Workspace.TypeAhead] in a message.
func (w *Workspace) TypeAheadIn(user string, m Message, actionID, value string) ([]Option, error) {
	return w.typeAhead(actionID, value, func() (surface, error) { return w.onMessage(user, m) })
}

func (w *Workspace) typeAhead(actionID, value string, on func() (surface, error)) ([]Option, error) {
	s, d, err := w.suggestion(actionID, value, on)
	if err != nil || d == nil {
		return nil, err
	}
	got, err := w.deliverOnce(d)
	if err != nil {
		return nil, fmt.Errorf("workspace: %s: %w", actionID, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	options, err := s.takeOffers(actionID, got.payload)
	if err != nil {
		w.refusal(s.app, "block_suggestion", err)
		return nil, fmt.Errorf("workspace: %s: %w: %w", actionID, ErrDispatchFailed, err)
	}
	return options, nil
}

// suggestion asks for options; there is nothing to deliver if too little was
// typed.
func (w *Workspace) suggestion(actionID, value string, on func() (surface, error)) (surface, *delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := on()
	if err != nil {
		return s, nil, err
	}
	block, element := findElement(s.blocks, actionID)
	if kind := kindOf(element); kind != "external_select" && kind != "multi_external_select" {
		return s, nil, fmt.Errorf("workspace: %w: %s does not ask while one types", ErrNoSuchAction, actionID)
	}
	if utf8.RuneCountInString(value) < sizeOf(element, "min_query_length", minQuery) {
		return s, nil, nil
	}
	state, err := s.state(nil)
	if err != nil {
		return s, nil, err
	}
	payload := s.interaction("block_suggestion", state)
	payload["action_id"], payload["block_id"], payload["value"] = actionID, block["block_id"], value
	d, err := w.interactionDelivery(s.app, actionID, payload)
	return s, d, err
}

// takeOffers reads what an app offers and remembers it.
func (s surface) takeOffers(actionID string, payload json.RawMessage) ([]Option, error) {
	if c := newChecker("", object("suggestions"), payload); len(c.faults) > 0 {
		return nil, &apiError{code: "invalid_arguments", faults: c.faults}
	}
	v, err := decode(payload)
	if err != nil {
		return nil, refused("invalid_arguments", "%v", err)
	}
	said, _ := v.(map[string]any)
	options := []Option{}
	for o, group := range optionsOf(said) {
		text, _ := o["text"].(map[string]any)
		description, _ := o["description"].(map[string]any)
		value, _ := o["value"].(string)
		options = append(options, Option{Text: textOf(text), Value: value, Description: textOf(description), Group: group})
		s.w.offers[s.offer(actionID, value)] = o
	}
	return options, nil
}

func (s surface) offer(actionID, value string) offer {
	return offer{user: s.user.ID, surface: s.id(), actionID: actionID, value: value}
}

// offered picks what the app has offered this person here, or chose for them
// from the beginning.
func (s surface) offered(element map[string]any, value string) (any, error) {
	actionID, _ := element["action_id"].(string)
	if o := s.w.offers[s.offer(actionID, value)]; o != nil {
		return o, nil
	}
	chosen, _ := element["initial_options"].([]any)
	if o := optionOf(map[string]any{"options": append([]any{element["initial_option"]}, chosen...)}, value); o != nil {
		return o, nil
	}
	return nil, notOffered(element, value)
}
