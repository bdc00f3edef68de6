package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// act is what somebody does, and where. Each act reads the fields it needs.
type act struct {
	As      string            `json:"as"` // who
	Channel string            `json:"channel"`
	TS      string            `json:"ts"` // the message it is done to
	Thread  string            `json:"thread"`
	Text    string            `json:"text"`
	With    string            `json:"with"` // the other side of a conversation
	App     string            `json:"app"`
	Tab     string            `json:"tab"`
	View    string            `json:"view"`
	Action  string            `json:"action"`
	Value   string            `json:"value"`
	Values  map[string]string `json:"values"` // of a form's fields, by action id
	Name    string            `json:"name"`   // of a command, a shortcut, an emoji
}

func (a act) message() workspace.Message { return workspace.Message{Channel: a.Channel, TS: a.TS} }
func (a act) view() workspace.View       { return workspace.View{ID: a.View, User: a.As} }

// acts is everything that can be done on the page. What an act returns is for
// the page; whatever else comes of it, the page sees in the stream.
var acts = map[string]func(*Page, act) (any, error){
	"say": func(p *Page, a act) (any, error) { return p.Post(a.As, a.Channel, a.Text, a.Thread) },
	"edit": func(p *Page, a act) (any, error) {
		return p.Edit(a.As, a.message(), a.Text)
	},
	"delete":  func(p *Page, a act) (any, error) { return nil, p.Delete(a.As, a.message()) },
	"react":   func(p *Page, a act) (any, error) { return nil, p.React(a.As, a.message(), a.Name) },
	"unreact": func(p *Page, a act) (any, error) { return nil, p.Unreact(a.As, a.message(), a.Name) },
	"meet":    func(p *Page, a act) (any, error) { return p.Conversation(a.As, a.With) },
	"visit":   func(p *Page, a act) (any, error) { return nil, p.OpenHome(a.As, a.App, a.Tab) },
	"command": func(p *Page, a act) (any, error) { return p.Command(a.As, a.Channel, a.Name, a.Text) },
	"shortcut": func(p *Page, a act) (any, error) {
		if a.TS == "" {
			return nil, p.GlobalShortcut(a.As, a.Name)
		}
		return nil, p.MessageShortcut(a.As, a.message(), a.Name)
	},
	"click": func(p *Page, a act) (any, error) {
		if a.View != "" {
			return nil, p.ClickView(a.As, a.view(), a.Action, a.Value, a.Values)
		}
		return nil, p.Click(a.As, a.message(), a.Action, a.Value)
	},
	"type": func(p *Page, a act) (any, error) {
		if a.View != "" {
			return p.TypeAhead(a.As, a.view(), a.Action, a.Value)
		}
		return p.TypeAheadIn(a.As, a.message(), a.Action, a.Value)
	},
	"submit": func(p *Page, a act) (any, error) {
		got, err := p.Submit(a.As, a.view(), a.Values)
		return map[string]any{"errors": got.Errors}, err
	},
	"close": func(p *Page, a act) (any, error) { return nil, p.CloseView(a.As, a.view()) },
	"fault": (*Page).fault,
}

// maxAct bounds what one act says, in bytes: a message is 40,000 characters.
const maxAct = 1 << 18

func (p *Page) serveAct(rw http.ResponseWriter, r *http.Request) {
	do, known := acts[r.PathValue("act")]
	if !known {
		http.NotFound(rw, r)
		return
	}
	var a act
	if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxAct)).Decode(&a); err != nil {
		answer(rw, http.StatusBadRequest, map[string]string{"error": fmt.Sprintf("that could not be read: %v", err)})
		return
	}
	done, err := do(p, a)
	if err != nil {
		answer(rw, http.StatusUnprocessableEntity, map[string]string{"error": told(err)})
		return
	}
	answer(rw, http.StatusOK, map[string]any{"done": done})
}

// told is an error as the person is shown it, with Slack's own word for it.
func told(err error) string {
	switch {
	case errors.Is(err, workspace.ErrTimeout):
		return "The app did not answer in time (operation_timeout)."
	case errors.Is(err, workspace.ErrDispatchFailed):
		return "The app could not be reached, or answered with an error (dispatch_failed)."
	case errors.Is(err, workspace.ErrNoSuchCommand):
		return "There is no such command here."
	case errors.Is(err, workspace.ErrEmptyField):
		return "Please fill in what is missing."
	}
	return strings.TrimPrefix(err.Error(), "workspace: ")
}
