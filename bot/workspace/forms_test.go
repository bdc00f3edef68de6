package workspace_test

import (
	"encoding/json"
	"errors"
	neturl "net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

func text(actionID, initial string) *slack.PlainTextInputBlockElement {
	return &slack.PlainTextInputBlockElement{Type: slack.METPlainTextInput, ActionID: actionID, InitialValue: initial}
}

func input(blockID string, e slack.BlockElement) *slack.InputBlock {
	return slack.NewInputBlock(blockID, plain("Label"), nil, e)
}

func several(kind, actionID string) *slack.MultiSelectBlockElement {
	m := slack.NewOptionsMultiSelectBlockElement(kind, plain("Pick"), actionID)
	if kind == slack.MultiOptTypeStatic {
		m.Options = []*slack.OptionBlockObject{choice("a", "A"), choice("b", "B"), choice("c", "C")}
	}
	return m
}

func TestClickInAModal(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		v := w.open(t, got, modalOf(
			input("why", text("why", "because")),
			slack.NewActionBlock("acts",
				slack.NewButtonBlockElement("more", "m", plain("More")),
				slack.NewOptionsSelectBlockElement("static_select", plain("Pick"), "pick", choice("a", "A"), choice("b", "B"))),
			input("name", text("name", "")).WithDispatchAction(true).WithOptional(true),
		))
		if err := w.ClickView("ann", v, "more", "", map[string]string{"why": "a reason"}); err != nil {
			t.Fatal(err)
		}
		c := receive(t, got)
		if a := c.ActionCallback.BlockActions[0]; a.ActionID != "more" || a.BlockID != "acts" || a.Value != "m" || a.ActionTs == "" {
			t.Errorf("action %+v", a)
		}
		if c.Container.Type != "view" || c.Container.ViewID != v.ID || c.View.ID != v.ID || c.View.Hash != v.Hash || c.TriggerID == "" ||
			c.ResponseURL != "" || c.Channel.ID != "" || c.User.ID != w.ann.ID || c.BlockActionState != nil {
			t.Errorf("callback %+v", c)
		}
		if s := c.View.State.Values; s["why"]["why"].Value != "a reason" || s["acts"]["pick"].SelectedOption.Value != "" || len(s["acts"]) != 1 {
			t.Errorf("state %+v", s)
		}
		if err := w.ClickView("ann", v, "pick", "b", nil); err != nil {
			t.Fatal(err)
		}
		c = receive(t, got)
		if s := c.View.State.Values; s["why"]["why"].Value != "because" || s["acts"]["pick"].SelectedOption.Value != "b" ||
			c.ActionCallback.BlockActions[0].SelectedOption.Value != "b" {
			t.Errorf("callback %+v", c)
		}
		if err := w.ClickView("ann", v, "name", "Acme", map[string]string{"why": ""}); err != nil {
			t.Fatal(err)
		}
		c = receive(t, got)
		if a := c.ActionCallback.BlockActions[0]; a.Type != "plain_text_input" || a.Value != "Acme" || c.View.State.Values["name"]["name"].Value != "Acme" {
			t.Errorf("callback %+v", c)
		}
		if len(w.Views("ann")) != 1 {
			t.Error("clicking closed the modal")
		}
		for name, err := range map[string]error{
			"an input that waits for the form": w.ClickView("ann", v, "why", "x", nil),
			"no such element":                  w.ClickView("ann", v, "nothing", "", nil),
			"no such field":                    w.ClickView("ann", v, "more", "", map[string]string{"more": "x"}),
			"nothing chosen":                   w.ClickView("ann", v, "pick", "", nil),
			"somebody else's modal":            w.ClickView("ben", v, "more", "", nil),
		} {
			if !errors.Is(err, workspace.ErrNoSuchAction) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.noRefusals()
	})
}

func TestClickInAHomeTab(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(plain("Documents"), nil, slack.NewAccessory(several(slack.MultiOptTypeStatic, "docs").WithInitialOptions(choice("a", "A"))))}}}
		if _, err := w.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: w.ann.ID, View: home}); err != nil {
			t.Fatal(err)
		}
		v := w.Views("ann")[0]
		if err := w.ClickView("ann", v, "docs", "b, c", nil); err != nil {
			t.Fatal(err)
		}
		c := receive(t, got)
		if o := c.ActionCallback.BlockActions[0].SelectedOptions; len(o) != 2 || o[1].Value != "c" || c.View.Type != "home" || c.Container.ViewID != v.ID {
			t.Errorf("callback %+v", c)
		}
		if err := w.CloseView("ann", v); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Errorf("a home tab was closed: %v", err)
		}
	})
}

// TestOneActionInTwoBlocks tells elements of one action id apart by what they
// offer.
func TestOneActionInTwoBlocks(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		judge := func(blockID, value string) slack.Block {
			return slack.NewActionBlock(blockID, slack.NewButtonBlockElement("judge", value, plain("Good")))
		}
		if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("?", false), slack.MsgOptionBlocks(judge("one", "1"), judge("two", "2"))); err != nil {
			t.Fatal(err)
		}
		m := w.Messages("general")[0]
		for value, block := range map[string]string{"1": "one", "2": "two", "": "one"} {
			if err := w.Click("ann", m, "judge", value); err != nil {
				t.Fatal(err)
			}
			if a := receive(t, got).ActionCallback.BlockActions[0]; a.BlockID != block {
				t.Errorf("%q: %+v", value, a)
			}
		}
		if err := w.Click("ann", m, "judge", "3"); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Error(err)
		}
		w.noRefusals()
	})
}

func TestClickInADataTable(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		table := slack.NewDataTableBlock("Revenue", slack.DataTableBlockOptionBlockID("table")).
			AddRow(slack.NewDataTableRawTextCell("Year"), slack.NewDataTableRawTextCell("Source")).
			AddRow(slack.NewDataTableRawNumberCell(2024), slack.NewDataTableActionCell(slack.NewButtonBlockElement("show", "6", plain("Show ¶6"))))
		if _, _, err := w.api.PostMessage(w.room.ID, slack.MsgOptionText("?", false), slack.MsgOptionBlocks(table)); err != nil {
			t.Fatal(err)
		}
		if err := w.Click("ann", w.Messages("general")[0], "show", ""); err != nil {
			t.Fatal(err)
		}
		if a := receive(t, got).ActionCallback.BlockActions[0]; a.BlockID != "table" || a.Value != "6" {
			t.Errorf("action %+v", a)
		}
		w.noRefusals()
	})
}

func TestCloseView(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		quietly, aloud := modalOf(slack.NewDividerBlock()), modalOf(slack.NewDividerBlock())
		aloud.NotifyOnClose, aloud.CallbackID = true, "aloud"

		if err := w.CloseView("ann", w.open(t, got, quietly)); err != nil || len(w.Views("ann")) != 0 || len(got) != 0 {
			t.Fatalf("closed quietly: %v, %v, %d told", err, w.Views("ann"), len(got))
		}
		v := w.open(t, got, aloud)
		if err := w.CloseView("ann", v); err != nil || len(w.Views("ann")) != 0 {
			t.Fatalf("closed aloud: %v, %v", err, w.Views("ann"))
		}
		if c := receive(t, got); c.Type != slack.InteractionTypeViewClosed || c.View.ID != v.ID || c.View.CallbackID != "aloud" ||
			c.User.ID != w.ann.ID || c.IsCleared || c.TriggerID != "" {
			t.Errorf("callback %+v", c)
		}
		if err := w.CloseView("ann", v); !errors.Is(err, workspace.ErrNoSuchAction) {
			t.Errorf("closed twice: %v", err)
		}
		w.noRefusals()
	})
}

// TestCloseAStack closes three modals on top of each other: the one on top by
// itself, then both that are left at once.
func TestCloseAStack(t *testing.T) {
	eachWay(t, shortcuts, nothing, func(t *testing.T, w *world, got <-chan slack.InteractionCallback) {
		modal := modalOf(slack.NewActionBlock("", slack.NewButtonBlockElement("more", "", plain("More"))))
		modal.NotifyOnClose = true
		first := w.open(t, got, modal)
		modal.ClearOnClose = true
		for range 2 {
			open := w.Views("ann")
			if err := w.ClickView("ann", open[len(open)-1], "more", "", nil); err != nil {
				t.Fatal(err)
			}
			if _, err := w.api.PushView(receive(t, got).TriggerID, modal); err != nil {
				t.Fatal(err)
			}
			modal.ClearOnClose = false
		}
		open := w.Views("ann")
		for name, err := range map[string]error{
			"clicked": w.ClickView("ann", first, "more", "", nil),
			"sent":    second(w.Submit("ann", first, nil)),
			"closed":  w.CloseView("ann", first),
		} {
			if !errors.Is(err, workspace.ErrNoSuchAction) {
				t.Errorf("%s under another one: %v", name, err)
			}
		}
		if err := w.CloseView("ann", open[2]); err != nil || len(w.Views("ann")) != 2 {
			t.Fatalf("closed the third: %v, %v", err, w.Views("ann"))
		}
		if c := receive(t, got); c.View.ID != open[2].ID || c.IsCleared {
			t.Errorf("callback %+v", c)
		}
		if err := w.CloseView("ann", open[1]); err != nil || len(w.Views("ann")) != 0 {
			t.Fatalf("closed all: %v, %v", err, w.Views("ann"))
		}
		for _, id := range []string{open[1].ID, first.ID} {
			if c := receive(t, got); c.View.ID != id || !c.IsCleared {
				t.Errorf("callback %+v, want %s cleared", c, id)
			}
		}
	})
}

// rawForms is a world whose app is told over HTTP and says nothing; the bytes
// show what the client's own types do not tell apart: null, empty, not there.
func rawForms(t *testing.T) (*world, func() []byte) {
	t.Helper()
	url, got := bot(t, nil)
	app := shortcuts
	app.SigningSecret, app.InteractionsURL = secret, url
	return newWorld(t, workspace.Options{AckWithin: patience}, app), func() []byte {
		t.Helper()
		form, err := neturl.ParseQuery(receive(t, got).body)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(form.Get("payload"))
	}
}

// state is what the fields of a payload's view hold, each as JSON.
func state(t *testing.T, payload []byte) map[string]string {
	t.Helper()
	var told struct {
		View struct {
			State struct {
				Values map[string]map[string]json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(payload, &told); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, block := range told.View.State.Values {
		for actionID, held := range block {
			out[actionID] = string(held)
		}
	}
	return out
}

// TestWhatFieldsHold fills in every kind of field there is: as it was from the
// beginning, emptied, and with something else.
func TestWhatFieldsHold(t *testing.T) {
	t.Parallel()
	w, next := rawForms(t)
	const a, b = `{"text":{"emoji":false,"text":"A","type":"plain_text"},"value":"a"}`, `{"text":{"emoji":false,"text":"B","type":"plain_text"},"value":"b"}`
	one := func(kind string) *slack.SelectBlockElement {
		return slack.NewOptionsSelectBlockElement(kind, nil, kind, choice("a", "A"), choice("b", "B"))
	}
	external := finder("external_select").WithInitialOption(choice("a", "A"))
	users, channels, conversations := finder("users_select").WithInitialUser(w.ben.ID),
		finder("channels_select").WithInitialChannel(w.room.ID), finder("conversations_select").WithInitialConversation(w.room.ID)
	users.Type, channels.Type, conversations.Type = "users_select", "channels_select", "conversations_select"
	radio := slack.NewRadioButtonsBlockElement("radio_buttons", choice("a", "A"), choice("b", "B"))
	radio.InitialOption = choice("a", "A")
	boxes := slack.NewCheckboxGroupsBlockElement("checkboxes", choice("a", "A"), choice("b", "B"))
	boxes.InitialOptions = []*slack.OptionBlockObject{choice("a", "A")}
	date := slack.NewDatePickerBlockElement("datepicker")
	date.InitialDate = "2026-01-31"
	many := func(kind string) *slack.MultiSelectBlockElement { return several(kind, kind) }
	elsewhere := w.AddChannel("elsewhere", "ann")

	fields := []struct {
		e                          slack.BlockElement
		key, initial, empty, value string
		held                       string
	}{
		{text("plain_text_input", "hello"), "value", `"hello"`, `null`, "yes, no", `"yes, no"`},
		{one("static_select").WithInitialOption(choice("a", "A")), "selected_option", a, `null`, "b", b},
		{external, "selected_option", a, `null`, "a", a},
		{radio, "selected_option", a, `null`, "b", b},
		{date, "selected_date", `"2026-01-31"`, `null`, "2026-02-28", `"2026-02-28"`},
		{users, "selected_user", `"` + w.ben.ID + `"`, `null`, "ann", `"` + w.ann.ID + `"`},
		{channels, "selected_channel", `"` + w.room.ID + `"`, `null`, "#elsewhere", `"` + elsewhere.ID + `"`},
		{conversations, "selected_conversation", `"` + w.room.ID + `"`, `null`, elsewhere.ID, `"` + elsewhere.ID + `"`},
		{boxes, "selected_options", `[` + a + `]`, `[]`, "a,b", `[` + a + `,` + b + `]`},
		{many("multi_static_select").WithInitialOptions(choice("a", "A"), choice("b", "B")), "selected_options", `[` + a + `,` + b + `]`, `[]`, "b", `[` + b + `]`},
		{many("multi_external_select").WithInitialOptions(choice("a", "A"), choice("b", "B")), "selected_options", `[` + a + `,` + b + `]`, `[]`, "b, a", `[` + b + `,` + a + `]`},
		{many("multi_users_select").WithInitialUsers(w.ben.ID), "selected_users", `["` + w.ben.ID + `"]`, `[]`, "ann, ben", `["` + w.ann.ID + `","` + w.ben.ID + `"]`},
		{many("multi_channels_select").WithInitialChannels(w.room.ID), "selected_channels", `["` + w.room.ID + `"]`, `[]`, "elsewhere", `["` + elsewhere.ID + `"]`},
		{many("multi_conversations_select").WithInitialConversations(w.room.ID), "selected_conversations", `["` + w.room.ID + `"]`, `[]`, "elsewhere", `["` + elsewhere.ID + `"]`},
	}
	initial, empty, values, filled := map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	emptied := map[string]string{}
	var blocks []slack.Block
	for _, f := range fields {
		kind := string(f.e.ElementType())
		blocks = append(blocks, input("", f.e).WithOptional(true))
		held := func(v string) string { return `{"` + f.key + `":` + v + `,"type":"` + kind + `"}` }
		if f.key > "type" {
			held = func(v string) string { return `{"type":"` + kind + `","` + f.key + `":` + v + `}` }
		}
		initial[kind], empty[kind], filled[kind] = held(f.initial), held(f.empty), held(f.held)
		values[kind], emptied[kind] = f.value, ""
	}
	for name, c := range map[string]struct{ values, want map[string]string }{
		"untouched": {nil, initial}, "emptied": {emptied, empty}, "filled in": {values, filled},
	} {
		v := w.openRaw(t, next, modalOf(blocks...))
		must(w.Submit("ann", v, c.values))(t)
		if diff := cmp.Diff(c.want, state(t, next())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	w.noRefusals()
}

func (w *world) openRaw(t *testing.T, next func() []byte, modal slack.ModalViewRequest) workspace.View {
	t.Helper()
	if err := w.GlobalShortcut("ann", "ask"); err != nil {
		t.Fatal(err)
	}
	var told struct {
		TriggerID string `json:"trigger_id"`
	}
	if err := json.Unmarshal(next(), &told); err != nil {
		t.Fatal(err)
	}
	if _, err := w.api.OpenView(told.TriggerID, modal); err != nil {
		t.Fatal(err)
	}
	return w.Views("ann")[0]
}

// TestUntouchedFieldsWithoutAnything are there all the same.
func TestUntouchedFieldsWithoutAnything(t *testing.T) {
	t.Parallel()
	w, next := rawForms(t)
	v := w.openRaw(t, next, modalOf(
		input("", text("text", "")).WithOptional(true),
		input("", several("multi_users_select", "people")).WithOptional(true),
		slack.NewActionBlock("", slack.NewButtonBlockElement("go", "", plain("Go")), slack.NewDatePickerBlockElement("date"))))
	must(w.Submit("ann", v, nil))(t)
	want := map[string]string{
		"text": `{"type":"plain_text_input","value":null}`, "people": `{"selected_users":[],"type":"multi_users_select"}`,
		"date": `{"selected_date":null,"type":"datepicker"}`,
	}
	if diff := cmp.Diff(want, state(t, next())); diff != "" {
		t.Error(diff)
	}
	v = w.openRaw(t, next, modalOf(slack.NewDividerBlock()))
	w.postRaw(t, "views.update", "application/json; charset=utf-8", w.app.BotToken, `{"view_id":"`+v.ID+`","view":{"type":"modal",
		"title":{"type":"plain_text","text":"Form"},"submit":{"type":"plain_text","text":"Send"},"blocks":[{"type":"input","optional":true,
		"label":{"type":"plain_text","text":"Label"},"element":{"type":"plain_text_input","action_id":"text","initial_value":""}}]}}`)
	must(w.Submit("ann", v, nil))(t)
	if held := state(t, next())["text"]; held != want["text"] {
		t.Errorf("an empty initial_value holds %s", held)
	}
}

// TestWhatAPersonCannotSend is stopped by the form itself; no app hears of it.
func TestWhatAPersonCannotSend(t *testing.T) {
	t.Parallel()
	w, next := rawForms(t)
	short, people := text("short", ""), several("multi_users_select", "people")
	short.MinLength, short.MaxLength = 3, 5
	people.WithMaxSelectedItems(1)
	v := w.openRaw(t, next, modalOf(
		input("", text("text", "hello")), input("", people), input("", short).WithOptional(true),
		input("", slack.NewDatePickerBlockElement("date")).WithOptional(true)))
	for name, c := range map[string]struct {
		values map[string]string
		want   error
	}{
		"a text taken away": {map[string]string{"text": "", "people": "ann"}, workspace.ErrEmptyField},
		"nobody":            {nil, workspace.ErrEmptyField},
		"nobody, said so":   {map[string]string{"people": ""}, workspace.ErrEmptyField},
		"a stranger":        {map[string]string{"people": "zoe"}, workspace.ErrNoSuchAction},
		"too many":          {map[string]string{"people": "ann,ben"}, workspace.ErrNoSuchAction},
		"too short":         {map[string]string{"people": "ann", "short": "éé"}, workspace.ErrNoSuchAction},
		"too long":          {map[string]string{"people": "ann", "short": "éééééé"}, workspace.ErrNoSuchAction},
		"no such day":       {map[string]string{"people": "ann", "date": "2026-02-30"}, workspace.ErrNoSuchAction},
		"no such field":     {map[string]string{"people": "ann", "pepole": "ben"}, workspace.ErrNoSuchAction},
	} {
		if _, err := w.Submit("ann", v, c.values); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	must(w.Submit("ann", v, map[string]string{"people": "ann", "short": "ééé"}))(t)
	if held := state(t, next())["short"]; held != `{"type":"plain_text_input","value":"ééé"}` {
		t.Errorf("first sent was %s", held)
	}
	w.noRefusals()
}

// TestErrorsOfAForm are shown beside inputs and nowhere else.
func TestErrorsOfAForm(t *testing.T) {
	t.Parallel()
	var answer any
	got := make(chan slack.InteractionCallback, 10)
	w := clicksOf(t, workspace.Options{AckWithin: patience}, shortcuts, func(_ *world, data any) any {
		got <- data.(slack.InteractionCallback)
		return answer
	})
	v := w.open(t, got, modalOf(
		input("why", text("text", "hello")),
		slack.NewSectionBlock(plain("Pick"), nil, slack.NewAccessory(slack.NewDatePickerBlockElement("date")), slack.SectionBlockOptionBlockID("section")),
		&slack.DividerBlock{Type: slack.MBTDivider, BlockID: "line"}))

	answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"why": "Please say more."})
	shown := must(w.Submit("ann", v, nil))(t)
	if diff := cmp.Diff(map[string]string{"why": "Please say more."}, shown.Errors); diff != "" || len(shown.Payload) == 0 {
		t.Errorf("%s, payload %s", diff, shown.Payload)
	}
	w.noRefusals()
	for _, id := range []string{"section", "line", "text", "nowhere"} {
		answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"why": "a", id: "b"})
		if shown, err := w.Submit("ann", v, nil); !errors.Is(err, workspace.ErrDispatchFailed) || shown.Errors != nil {
			t.Errorf("%s: %v, %v", id, shown.Errors, err)
		}
		w.refusedWith("invalid_arguments")
	}
	if len(w.Views("ann")) != 1 {
		t.Error("the form is gone")
	}
}
