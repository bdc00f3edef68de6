package workspace

import (
	"encoding/json"
	"fmt"
	"slices"
)

// What people do in the workspace. Apps hear of it as Slack would tell them,
// beside the caller: none of these waits for an app, except where a person
// would (commands, clicks, forms).

// Post writes text in a channel as user: into the thread of threadTS, or into
// the channel if that is empty. "@name" becomes a mention.
func (w *Workspace) Post(user, channel, text, threadTS string) (Message, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c, err := w.whoWhere(user, channel)
	if err != nil {
		return Message{}, err
	}
	return w.say(u, c, text, threadTS)
}

// Direct writes text to an app in the direct conversation with it, which is
// opened if need be.
func (w *Workspace) Direct(user, app, text, threadTS string) (Message, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, a := w.user(user), w.app(app)
	switch {
	case u == nil:
		return Message{}, fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, user)
	case a == nil:
		return Message{}, fmt.Errorf("workspace: %w: %s", ErrNoSuchApp, app)
	}
	c, _ := w.dm(u.ID, a.BotUserID)
	return w.say(u, c, text, threadTS)
}

func (w *Workspace) say(u *User, c *channel, typed, threadTS string) (Message, error) {
	thread, err := c.thread(threadTS)
	if err != nil {
		return Message{}, fmt.Errorf("workspace: %w", err)
	}
	pieces := w.read(typed)
	m := w.add(c, Message{
		User: u.ID, Text: mrkdwn(pieces), Blocks: w.richText(pieces), ThreadTS: thread,
		clientMsgID: w.clientMsgID(),
	})
	w.emitMessage(c, m)
	return m.copied(), nil
}

// clientMsgID is the UUID a client gives a message it sends.
func (w *Workspace) clientMsgID() string {
	w.counters["client"]++
	return fmt.Sprintf("00000000-0000-4000-8000-%012x", w.counters["client"])
}

// own finds a message of user's own.
func (w *Workspace) own(user string, m Message) (*User, *channel, *Message, error) {
	u, c, err := w.whoWhere(user, m.Channel)
	if err != nil {
		return nil, nil, nil, err
	}
	found := c.find(m.TS, false)
	if found == nil || found.User != u.ID {
		return nil, nil, nil, fmt.Errorf("workspace: %w: %s of %s's", ErrNoSuchMessage, m.TS, u.Name)
	}
	return u, c, found, nil
}

// Edit changes the text of a message of user's own. Apps hear message_changed
// and, if the new text mentions them, app_mention once more.
func (w *Workspace) Edit(user string, m Message, text string) (Message, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, c, found, err := w.own(user, m)
	if err != nil {
		return Message{}, err
	}
	before := w.wire(found)
	pieces := w.read(text)
	found.Text, found.Blocks, found.EditedTS = mrkdwn(pieces), w.richText(pieces), w.nextTS()
	w.touch()
	w.emitMention(c, found, found.EditedTS)
	w.emitChange(c, found, before, found.EditedTS)
	return found.copied(), nil
}

// Delete takes a message of user's own away.
func (w *Workspace) Delete(user string, m Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, c, found, err := w.own(user, m)
	if err != nil {
		return err
	}
	w.takeAway(c, found)
	return nil
}

// React puts an emoji on a message as user.
func (w *Workspace) React(user string, m Message, emoji string) error {
	return w.reactTo(user, m, emoji, true)
}

// Unreact takes an emoji of user's off a message.
func (w *Workspace) Unreact(user string, m Message, emoji string) error {
	return w.reactTo(user, m, emoji, false)
}

func (w *Workspace) reactTo(user string, m Message, emoji string, add bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c, err := w.whoWhere(user, m.Channel)
	if err != nil {
		return err
	}
	found := c.find(m.TS, false)
	if found == nil {
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchMessage, m.TS)
	}
	if err := w.reaction(c, found, u.ID, emoji, add); err != nil {
		return fmt.Errorf("workspace: %w", err)
	}
	return nil
}

// OpenHome opens a tab ("home" or "messages") of an app's home as user.
func (w *Workspace) OpenHome(user, app, tab string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, a := w.user(user), w.app(app)
	switch {
	case u == nil:
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchUser, user)
	case a == nil:
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchApp, app)
	}
	c, _ := w.dm(u.ID, a.BotUserID)
	event := homeEvent{Type: "app_home_opened", User: u.ID, Channel: c.ID, Tab: tab, EventTS: w.nextTS()}
	if i := w.home(u.ID, a); i >= 0 && tab == "home" {
		if raw, err := json.Marshal(w.wireView(w.views[i], nil)); err == nil {
			event.View = raw
		}
	}
	w.emitTo(a, "app_home_opened", event)
	return nil
}

func (w *Workspace) home(userID string, a *app) int {
	return slices.IndexFunc(w.views, func(v *View) bool {
		return v.Type == "home" && v.User == userID && v.AppID == a.AppID
	})
}
