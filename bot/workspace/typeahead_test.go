package workspace_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func modalOf(blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: "form", Title: plain("Form"), Submit: plain("Send"),
		Blocks: slack.Blocks{BlockSet: blocks}}
}

// open shows Ann a modal, by way of the shortcut "ask".
func (w *world) open(t *testing.T, got <-chan slack.InteractionCallback, modal slack.ModalViewRequest) workspace.View {
	t.Helper()
	if err := w.GlobalShortcut("ann", "ask"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.api.OpenView(receive(t, got).TriggerID, modal); err != nil {
		t.Fatal(err)
	}
	all := w.Views("ann")
	return all[len(all)-1]
}

func finder(actionID string) *slack.SelectBlockElement {
	return &slack.SelectBlockElement{Type: slack.OptTypeExternal, ActionID: actionID}
}

func choice(value, text string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(text), nil)
}

// companies answers what is typed with two companies, in groups if it ends in
// a full stop.
func companies(_ *world, c slack.InteractionCallback) any {
	switch {
	case c.Type != slack.InteractionTypeBlockSuggestion:
		return nil
	case strings.HasSuffix(c.Value, "."):
		return slack.OptionGroupsResponse{OptionGroups: []*slack.OptionGroupBlockObject{
			slack.NewOptionGroupBlockElement(plain("Oslo"), choice("1", "Acme AS")),
			slack.NewOptionGroupBlockElement(plain("Turku"), slack.NewOptionBlockObject("2", plain("Acme Oy"), plain("since 1921"))),
		}}
	}
	return slack.OptionsResponse{Options: []*slack.OptionBlockObject{choice("1", "Acme AS"), choice("2", "Acme Oy")}}
}

func TestTypeAheadInAView(t *testing.T) {
	eachWay(t, shortcuts, companies, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		v := w.open(t, got, modalOf(slack.NewInputBlock("company", plain("Company"), nil, finder("find"))))
		options := must(w.TypeAhead("ann", v, "find", "acm"))(t)
		if diff := cmp.Diff([]workspace.Option{{Text: "Acme AS", Value: "1"}, {Text: "Acme Oy", Value: "2"}}, options); diff != "" {
			t.Error(diff)
		}
		c := receive(t, got)
		if c.Type != slack.InteractionTypeBlockSuggestion || c.ActionID != "find" || c.BlockID != "company" || c.Value != "acm" ||
			c.Container.Type != "view" || c.Container.ViewID != v.ID || c.View.ID != v.ID || c.View.CallbackID != "form" ||
			c.User.ID != w.ann.ID || c.APIAppID != w.app.AppID || c.TriggerID != "" || c.ResponseURL != "" || c.Channel.ID != "" {
			t.Errorf("callback %+v", c)
		}
		options = must(w.TypeAhead("ann", v, "find", "acme."))(t)
		if diff := cmp.Diff([]workspace.Option{
			{Text: "Acme AS", Value: "1", Group: "Oslo"},
			{Text: "Acme Oy", Value: "2", Description: "since 1921", Group: "Turku"},
		}, options); diff != "" {
			t.Error(diff)
		}
		receive(t, got)
		must(w.Submit("ann", v, map[string]string{"find": "2"}))(t)
		if o := receive(t, got).View.State.Values["company"]["find"].SelectedOption; o.Value != "2" || o.Text.Text != "Acme Oy" {
			t.Errorf("chosen %+v", o)
		}
		w.noRefusals()
	})
}

func TestTypeAheadInAMessage(t *testing.T) {
	eachWay(t, shortcuts, companies, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("Which?", false), slack.MsgOptionBlocks(slack.NewActionBlock("which", finder("find")))); err != nil {
			t.Fatal(err)
		}
		m := w.Messages("general")[0]
		must(w.TypeAheadIn("ann", m, "find", "acm"))(t)
		c := receive(t, got)
		if c.ActionID != "find" || c.BlockID != "which" || c.Value != "acm" || c.Container.Type != "message" ||
			c.Container.MessageTs != m.TS || c.Channel.ID != w.room.ID || c.Message.Timestamp != m.TS || c.TriggerID != "" || c.View.ID != "" {
			t.Errorf("callback %+v", c)
		}
		if err := w.Click("ben", m, "find", "1"); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Errorf("Ben chose what was offered to Ann: %v", err)
		}
		if err := w.Click("ann", m, "find", "1"); err != nil {
			t.Fatal(err)
		}
		c = receive(t, got)
		if o := c.ActionCallback.BlockActions[0].SelectedOption; o.Value != "1" || o.Text.Text != "Acme AS" {
			t.Errorf("chosen %+v", o)
		}
		if o := c.BlockActionState.Values["which"]["find"].SelectedOption; o.Value != "1" {
			t.Errorf("the message holds %+v", o)
		}
		w.noRefusals()
	})
}

// TestOnlyWhatWasOffered holds each offer to its person, its place and its
// element.
func TestOnlyWhatWasOffered(t *testing.T) {
	t.Parallel()
	got := make(chan slack.InteractionCallback, 10)
	w := clicksOf(t, workspace.Options{AckWithin: patience}, shortcuts, func(w *world, data any) any {
		got <- data.(slack.InteractionCallback)
		return companies(w, data.(slack.InteractionCallback))
	})
	two := finder("two")
	two.InitialOption = choice("9", "Zeta Ltd")
	form := modalOf(
		slack.NewInputBlock("", plain("One"), nil, finder("one")).WithOptional(true),
		slack.NewInputBlock("", plain("Two"), nil, two).WithOptional(true))
	v := w.open(t, got, form)
	must(w.TypeAhead("ann", v, "one", "acm"))(t)
	for _, values := range []map[string]string{{"one": "3"}, {"two": "1"}, {"one": "9"}} {
		if _, err := w.Submit("ann", v, values); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Errorf("%v: %v", values, err)
		}
	}
	must(w.Submit("ann", v, map[string]string{"one": "1", "two": "9"}))(t)
	receive(t, got)
	again := w.open(t, got, form)
	if _, err := w.Submit("ann", again, map[string]string{"one": "1"}); !errors.Is(err, workspace.ErrNoSuchAction) {
		t.Errorf("what another view offered: %v", err)
	}
}

func TestTypingTooLittle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, workspace.Options{AckWithin: time.Millisecond}, shortcuts) // whose app does not answer
	one, none := 1, 0
	ask := func(min *int) workspace.Message {
		t.Helper()
		e := finder("find")
		e.MinQueryLength = min
		if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionBlocks(slack.NewActionBlock("", e)), slack.MsgOptionText("?", false)); err != nil {
			t.Fatal(err)
		}
		all := w.Messages("general")
		return all[len(all)-1]
	}
	for _, c := range []struct {
		min   *int
		typed string
		asked bool
	}{{nil, "é", false}, {nil, "éé", false}, {nil, "ééé", true}, {&one, "", false}, {&one, "a", true}, {&none, "", true}} {
		options, err := w.TypeAheadIn("ann", ask(c.min), "find", c.typed)
		if asked := errors.Is(err, workspace.ErrDispatchFailed); asked != c.asked || options != nil || !asked && err != nil {
			t.Errorf("%q: %v, %v", c.typed, options, err)
		}
	}
	if _, err := w.TypeAheadIn("ann", w.clickable(t), "pick", "one"); !errors.Is(err, workspace.ErrNoSuchAction) {
		t.Errorf("typing into a menu that is there already: %v", err)
	}
}

func TestOffersThatAreRefused(t *testing.T) {
	t.Parallel()
	var answer any
	w := clicksOf(t, workspace.Options{AckWithin: patience}, shortcuts, func(*world, any) any { return answer })
	if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionBlocks(slack.NewActionBlock("", finder("find"))), slack.MsgOptionText("?", false)); err != nil {
		t.Fatal(err)
	}
	m := w.Messages("general")[0]
	options := func(o ...*slack.OptionBlockObject) any { return slack.OptionsResponse{Options: o} }
	var many []*slack.OptionBlockObject
	for range 101 {
		many = append(many, choice("1", "Acme"))
	}
	for name, c := range map[string]struct {
		answer any
		told   string
	}{
		"nothing":            {nil, "must be valid JSON"},
		"neither of the two": {map[string]any{}, "one of options, option_groups"},
		"too many":           {options(many...), "no more than 100 items allowed"},
		"too long a text":    {options(choice("1", strings.Repeat("é", 76))), "/options/0/text/text"},
		"too long a value":   {options(choice(strings.Repeat("é", 151), "Acme")), "/options/0/value"},
		"no value":           {options(choice("", "Acme")), "/options/0/value"},
		"mrkdwn":             {options(slack.NewOptionBlockObject("1", slack.NewTextBlockObject("mrkdwn", "*Acme*", false, false), nil)), "unsupported type: mrkdwn"},
		"a nameless group":   {slack.OptionGroupsResponse{OptionGroups: []*slack.OptionGroupBlockObject{slack.NewOptionGroupBlockElement(nil, choice("1", "Acme"))}}, "missing required field: label"},
	} {
		answer = c.answer
		got, err := w.TypeAheadIn("ann", m, "find", "acme")
		if !errors.Is(err, workspace.ErrDispatchFailed) || got != nil || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		w.refusedWith("invalid_arguments")
		if err := w.Click("ann", m, "find", "1"); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Errorf("%s: chosen all the same: %v", name, err)
		}
	}
	before := len(w.Refusals())
	answer = map[string]any{"options": []any{}}
	if got := must(w.TypeAheadIn("ann", m, "find", "acme"))(t); len(got) != 0 || len(w.Refusals()) != before {
		t.Errorf("no company of that name: %v, %v", got, w.Refusals())
	}
}
