package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// kept is what a workspace is from one run to the next: people, what they said,
// and how far the counting of ids has come. Apps are not kept, as their code
// is not ours to keep: whoever restores a workspace has installed them before.
type kept struct {
	Apps     []string       `json:"apps"` // the ids, to tell whether they are the same
	Counters map[string]int `json:"counters"`
	LastTS   int64          `json:"last_ts"`
	Users    []*User        `json:"users"`
	Channels []keptChannel  `json:"channels"`
}

type keptChannel struct {
	Channel
	Created  int64           `json:"created"`
	Archived bool            `json:"archived,omitempty"`
	Deleted  map[string]bool `json:"deleted,omitempty"`
	Pane     Pane            `json:"pane"`
	Messages []*Message      `json:"messages"`
}

// Save writes down what was said here and by whom. Views, triggers and response
// URLs live no longer than the process, in Slack's own clients too.
func (w *Workspace) Save(to io.Writer) error {
	w.mu.Lock()
	out := kept{Counters: w.counters, LastTS: w.lastTS, Users: w.users}
	for _, a := range w.apps {
		out.Apps = append(out.Apps, a.AppID)
	}
	for _, c := range w.channels {
		out.Channels = append(out.Channels, keptChannel{c.Channel, c.created, c.archived, c.deleted, c.pane, c.messages})
	}
	raw, err := json.Marshal(out)
	w.mu.Unlock()
	if err == nil {
		_, err = to.Write(raw)
	}
	if err != nil {
		return fmt.Errorf("workspace: saving: %w", err)
	}
	return nil
}

// errOtherApps is when what was saved is of a workspace with other apps.
var errOtherApps = errors.New("other apps are installed than when it was saved")

// Restore puts back what [Workspace.Save] wrote, in place of the people and
// channels there are. The same apps must have been installed, in the same order.
func (w *Workspace) Restore(from io.Reader) error {
	var in kept
	if err := json.NewDecoder(from).Decode(&in); err != nil {
		return fmt.Errorf("workspace: restoring: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, a := range w.apps {
		if len(in.Apps) != len(w.apps) || in.Apps[i] != a.AppID {
			return fmt.Errorf("workspace: restoring: %w", errOtherApps)
		}
	}
	w.users, w.channels, w.lastTS = in.Users, nil, in.LastTS
	for prefix, n := range in.Counters {
		w.counters[prefix] = max(n, w.counters[prefix])
	}
	for _, k := range in.Channels {
		c := &channel{
			Channel: k.Channel, created: k.Created, archived: k.Archived, deleted: k.Deleted, pane: k.Pane, messages: k.Messages,
			status: map[string]map[string]status{}, due: map[string]time.Time{},
		}
		if c.deleted == nil {
			c.deleted = map[string]bool{}
		}
		w.channels = append(w.channels, c)
	}
	w.touch()
	return nil
}
