package workspace

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// fieldKind is a kind of element that holds what a person entered: under which
// key, what it holds before anybody has touched it, and how a value a test
// writes becomes one Slack sends.
type fieldKind struct {
	key, initial string
	many         bool // values are separated by commas
	pick         func(surface, map[string]any, string) (any, error)
}

var fieldKinds = map[string]fieldKind{
	"plain_text_input":     {key: "value", initial: "initial_value", pick: surface.typed},
	"datepicker":           {key: "selected_date", initial: "initial_date", pick: surface.date},
	"static_select":        {key: "selected_option", initial: "initial_option", pick: surface.option},
	"radio_buttons":        {key: "selected_option", initial: "initial_option", pick: surface.option},
	"external_select":      {key: "selected_option", initial: "initial_option", pick: surface.offered},
	"users_select":         {key: "selected_user", initial: "initial_user", pick: surface.person},
	"channels_select":      {key: "selected_channel", initial: "initial_channel", pick: surface.publicChannel},
	"conversations_select": {key: "selected_conversation", initial: "initial_conversation", pick: surface.conversation},

	"checkboxes":                 {key: "selected_options", initial: "initial_options", many: true, pick: surface.option},
	"multi_static_select":        {key: "selected_options", initial: "initial_options", many: true, pick: surface.option},
	"multi_external_select":      {key: "selected_options", initial: "initial_options", many: true, pick: surface.offered},
	"multi_users_select":         {key: "selected_users", initial: "initial_users", many: true, pick: surface.person},
	"multi_channels_select":      {key: "selected_channels", initial: "initial_channels", many: true, pick: surface.publicChannel},
	"multi_conversations_select": {key: "selected_conversations", initial: "initial_conversations", many: true, pick: surface.conversation},
}

func kindOf(element map[string]any) string {
	kind, _ := element["type"].(string)
	return kind
}

// elements lists what a person can act on, each with the block it stands in.
func elements(blocks json.RawMessage) iter.Seq2[map[string]any, map[string]any] {
	return func(yield func(block, element map[string]any) bool) {
		v, _ := decode(blocks) // nothing, if they cannot be read
		list, _ := v.([]any)
		for _, b := range list {
			block, _ := b.(map[string]any)
			for _, e := range elementsOf(block) {
				if !yield(block, e) {
					return
				}
			}
		}
	}
}

func findElement(blocks json.RawMessage, actionID string) (block, element map[string]any) {
	for b, e := range elements(blocks) {
		if e["action_id"] == actionID {
			return b, e
		}
	}
	return nil, nil
}

// state is what the fields of a surface hold: the values given by action id,
// and in the others what they held from the beginning.
func (s surface) state(values map[string]string) (map[string]any, error) {
	state := map[string]any{}
	left := maps.Clone(values)
	for block, element := range elements(s.blocks) {
		kind, isField := fieldKinds[kindOf(element)]
		if !isField {
			continue
		}
		actionID, _ := element["action_id"].(string)
		held := kind.untouched(element)
		if value, entered := values[actionID]; entered {
			delete(left, actionID)
			var err error
			if held, err = s.hold(element, value); err != nil {
				return nil, err
			}
		}
		put(state, block, element, held)
	}
	if len(left) > 0 {
		return nil, fmt.Errorf("workspace: %w: no fields %v", ErrNoSuchAction, slices.Sorted(maps.Keys(left)))
	}
	return state, nil
}

// put notes what a field holds.
func put(state, block, element map[string]any, held any) {
	blockID, _ := block["block_id"].(string)
	actionID, _ := element["action_id"].(string)
	inBlock, _ := state[blockID].(map[string]any)
	if inBlock == nil {
		inBlock = map[string]any{}
		state[blockID] = inBlock
	}
	inBlock[actionID] = map[string]any{"type": kindOf(element), fieldKinds[kindOf(element)].key: held}
}

// untouched is what a field holds before anybody has touched it.
func (k fieldKind) untouched(element map[string]any) any {
	switch held := element[k.initial]; {
	case held != nil && held != "":
		return held
	case k.many:
		return []any{}
	}
	return nil
}

// hold is what a field holds once value is entered; nothing, if that is empty.
func (s surface) hold(element map[string]any, value string) (any, error) {
	kind := fieldKinds[kindOf(element)]
	if !kind.many {
		if value == "" {
			return nil, nil
		}
		return kind.pick(s, element, value)
	}
	held := []any{}
	for part := range strings.SplitSeq(value, ",") {
		if value == "" {
			break
		}
		v, err := kind.pick(s, element, strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		held = append(held, v)
	}
	if most := sizeOf(element, "max_selected_items", len(held)); len(held) > most {
		return nil, fmt.Errorf("workspace: %w: %s takes %d at most", ErrNoSuchAction, element["action_id"], most)
	}
	return held, nil
}

// emptyField finds an input that must be filled in and is not.
func (s surface) emptyField(state map[string]any) string {
	for block, element := range elements(s.blocks) {
		if block["type"] != "input" || block["optional"] == true {
			continue
		}
		blockID, _ := block["block_id"].(string)
		actionID, _ := element["action_id"].(string)
		inBlock, _ := state[blockID].(map[string]any)
		held, _ := inBlock[actionID].(map[string]any)
		v := held[fieldKinds[kindOf(element)].key]
		if list, many := v.([]any); v == nil || many && len(list) == 0 {
			return actionID
		}
	}
	return ""
}

func notOffered(element map[string]any, value string) error {
	return fmt.Errorf("workspace: %w: %s does not offer %q", ErrNoSuchAction, element["action_id"], value)
}

func (s surface) typed(element map[string]any, value string) (any, error) {
	n := utf8.RuneCountInString(value)
	if n < sizeOf(element, "min_length", 0) || n > sizeOf(element, "max_length", 3000) {
		return nil, notOffered(element, value)
	}
	return value, nil
}

func (s surface) date(element map[string]any, value string) (any, error) {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return nil, notOffered(element, value)
	}
	return value, nil
}

func (s surface) option(element map[string]any, value string) (any, error) {
	if o := optionOf(element, value); o != nil {
		return o, nil
	}
	return nil, notOffered(element, value)
}

func (s surface) person(element map[string]any, value string) (any, error) {
	if u := s.w.user(value); u != nil {
		return u.ID, nil
	}
	return nil, notOffered(element, value)
}

func (s surface) publicChannel(element map[string]any, value string) (any, error) {
	if c := s.w.channel(value); c != nil && c.Type == Public {
		return c.ID, nil
	}
	return nil, notOffered(element, value)
}

func (s surface) conversation(element map[string]any, value string) (any, error) {
	if c := s.w.channel(value); c != nil && (c.Type == Public || c.has(s.user.ID)) {
		return c.ID, nil
	}
	return nil, notOffered(element, value)
}

// sizeOf is a whole number an element carries.
func sizeOf(o map[string]any, key string, otherwise int) int {
	n, _ := o[key].(json.Number)
	if i, err := n.Int64(); err == nil {
		return int(i)
	}
	return otherwise
}

// optionOf finds the option of that value, alone or in a group.
func optionOf(element map[string]any, value string) map[string]any {
	for o := range optionsOf(element) {
		if o["value"] == value {
			return o
		}
	}
	return nil
}

// optionsOf lists the options of whatever has options or option_groups, each
// with the label of its group.
func optionsOf(of map[string]any) iter.Seq2[map[string]any, string] {
	return func(yield func(option map[string]any, group string) bool) {
		groups, _ := of["option_groups"].([]any)
		for _, g := range append([]any{of}, groups...) {
			group, _ := g.(map[string]any)
			label, _ := group["label"].(map[string]any)
			items, _ := group["options"].([]any)
			for _, i := range items {
				if o, _ := i.(map[string]any); o != nil && !yield(o, textOf(label)) {
					return
				}
			}
		}
	}
}

func textOf(object map[string]any) string {
	s, _ := object["text"].(string)
	return s
}
