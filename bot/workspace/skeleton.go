package workspace

import (
	"encoding/json"
	"errors"
	"net/http"
)

// App is an app installed in the workspace. Deliveries of a kind whose URL is
// given go there, signed; the others go over Socket Mode.
type App struct {
	Name          string
	BotToken      string // xoxb-…, generated if empty
	AppToken      string // xapp-…, generated if empty
	SigningSecret string // generated if empty

	EventsURL, CommandsURL, InteractionsURL string

	Scopes   []string // bot scopes; nil grants all
	Events   []string // subscriptions: app_mention, message.channels, …
	Commands []string // slash commands, "/licensing"

	// Set by Install.
	AppID, BotID, BotUserID, TeamID string
}

type app struct{ App }
type hook struct{}
type trigger struct{}

// View is a modal or a home tab an app has opened for somebody.
type View struct {
	ID, Type, AppID, User, CallbackID string
	JSON                              json.RawMessage // as the app sent it
}

// Metadata is what an app attached to a message for itself.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Message is a message as somebody sees it.
type Message struct {
	Channel  string
	TS       string // its time and its id
	ThreadTS string // the parent's TS, for a reply (and for a parent that has replies)
	User     string // U…, also for a bot
	BotID    string // B…, for a bot only
	Subtype  string // channel_join, …
	Text     string // as sent: mrkdwn, with &amp; &lt; &gt; and <@U…>
	Blocks   json.RawMessage
	Metadata *Metadata
	ForUser  string // set on an ephemeral message: the only one who sees it
	Edited   bool
	// Reactions are the names of the emoji, with who gave them.
	Reactions []Reaction
}

// Reaction is an emoji on a message.
type Reaction struct {
	Name  string
	Users []string
}

// Response is what a person sees at once after a slash command or submission.
type Response struct {
	// Payload is the body of the acknowledgement, nil if it had none.
	Payload json.RawMessage
	// Message is what the payload put into the channel, nil if nothing.
	Message *Message
}

var errSoon = errors.New("workspace: not built yet")

// Install installs an app: bot user, tokens, subscriptions.
func (w *Workspace) Install(a App) App { return a }

// Post writes text in a channel as user, in the thread of threadTS unless empty.
func (w *Workspace) Post(user, channel, text, threadTS string) (Message, error) {
	return Message{}, errSoon
}

// Direct writes text to an app in the direct conversation with it; threadTS as in Post.
func (w *Workspace) Direct(user, app, text, threadTS string) (Message, error) {
	return Message{}, errSoon
}

// Edit changes the text of a message of user's own.
func (w *Workspace) Edit(user string, m Message, text string) (Message, error) {
	return Message{}, errSoon
}

// Delete takes a message of user's own away.
func (w *Workspace) Delete(user string, m Message) error { return errSoon }

// Join makes user (a person or an app's bot) a member of a channel.
func (w *Workspace) Join(user, channel string) error { return errSoon }

// Command runs a slash command as user and waits for the acknowledgement.
func (w *Workspace) Command(user, channel, command, text string) (Response, error) {
	return Response{}, errSoon
}

// Click presses the element actionID of a message. Value chooses where the
// element offers several; it may be empty for a button.
func (w *Workspace) Click(user string, m Message, actionID, value string) error { return errSoon }

// Submit sends a modal's form: values by action id.
func (w *Workspace) Submit(user string, v View, values map[string]string) (Response, error) {
	return Response{}, errSoon
}

// OpenHome opens an app's home ("home" or "messages" tab) as user.
func (w *Workspace) OpenHome(user, app, tab string) error { return errSoon }

// Messages lists what is in a channel, thread replies and ephemeral messages included, oldest first.
func (w *Workspace) Messages(channel string) []Message { return nil }

// Views lists the modals and home tabs user has before them.
func (w *Workspace) Views(user string) []View { return nil }

// Verify does the url_verification handshake with the app's EventsURL.
func (w *Workspace) Verify(app string) error { return errSoon }

// Disconnect asks the app's Socket Mode connections to go, with reason
// "refresh_requested", "warning" or "link_disabled".
func (w *Workspace) Disconnect(app, reason string) {}

// Drop cuts the app's Socket Mode connections without a word.
func (w *Workspace) Drop(app string) {}

// Connections counts the app's open Socket Mode connections.
func (w *Workspace) Connections(app string) int { return 0 }

func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request)  { http.NotFound(rw, r) }
func (w *Workspace) serveLink(rw http.ResponseWriter, r *http.Request) { http.NotFound(rw, r) }
func (w *Workspace) serveHook(rw http.ResponseWriter, r *http.Request) { http.NotFound(rw, r) }
