package page_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/bot/workspace/page"
)

// desk is a workspace with ann and eva in #general, and its page.
func desk(t *testing.T) (*workspace.Workspace, string) {
	t.Helper()
	w := workspace.New(workspace.Options{})
	w.AddUser("ann")
	w.AddAdmin("eva")
	w.Install(workspace.App{Name: "pilcrow", Commands: []string{"/licensing"}})
	w.AddChannel("general", "ann", "eva", "pilcrow")
	s, err := page.Listen(w, "127.0.0.1:0", page.Options{Players: []string{"ann", "eva"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w, s.URL
}

// TestOnlyThisMachine: what another page sends, or comes by another name, is
// refused before it is looked at; on the page as on the Web API.
func TestOnlyThisMachine(t *testing.T) {
	t.Parallel()
	w, shown := desk(t)
	server, err := w.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, tt := range []struct {
		name, host, origin string
		allowed            bool
	}{
		{"the page itself", "", "self", true},
		{"no browser", "", "", true},
		{"by name", "localhost", "", true},
		{"another page", "", "https://evil.example", false},
		{"another program's page here", "", "http://127.0.0.1:1", false},
		{"a file", "", "null", false},
		{"another name for this machine", "evil.example", "", false},
		{"such a name with a port", "evil.example:80", "http://evil.example:80", false},
		{"no name", "%", "", false},
	} {
		for where, url := range map[string]string{"page": shown + "/start", "api": server.URL + "/api/api.test"} {
			t.Run(tt.name+" "+where, func(t *testing.T) {
				t.Parallel()
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
				if err != nil {
					t.Fatal(err)
				}
				if tt.host != "" {
					req.Host = tt.host
				}
				switch tt.origin {
				case "":
				case "self":
					req.Header.Set("Origin", "http://"+req.Host)
				default:
					req.Header.Set("Origin", tt.origin)
				}
				resp, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = resp.Body.Close() }()
				if allowed := resp.StatusCode == http.StatusOK; allowed != tt.allowed {
					t.Errorf("status %s", resp.Status)
				}
			})
		}
	}
}

func TestListenLoopbackOnly(t *testing.T) {
	t.Parallel()
	if _, err := page.Listen(workspace.New(workspace.Options{}), "0.0.0.0:0", page.Options{}); err == nil {
		t.Error("everybody can come in")
	}
}

// TestSealed: nothing but the page's own files is let into it.
func TestSealed(t *testing.T) {
	t.Parallel()
	_, url := desk(t)
	for _, path := range []string{"/", "/js/main.js", "/css/base.css", "/icon.svg", "/start"} {
		resp, body := get(t, url+path)
		if resp.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: %s", path, resp.Status)
		}
		if policy := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
	}
}

// TestNothingFromOutside reads the page's files: they fetch nothing from
// elsewhere, and never take text for markup.
func TestNothingFromOutside(t *testing.T) {
	t.Parallel()
	foreign := regexp.MustCompile(`(src|href|url\(|import|from) *[=(]? *["']?(https?:)?//`)
	markup := regexp.MustCompile(`innerHTML|outerHTML *=|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment`)
	files := 0
	err := filepath.WalkDir("web", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if found := foreign.Find(text); found != nil {
			t.Errorf("%s fetches %s", path, found)
		}
		if found := markup.Find(text); found != nil {
			t.Errorf("%s takes text for markup: %s", path, found)
		}
		return err
	})
	if err != nil || files < 20 {
		t.Errorf("%d files, %v", files, err)
	}
}

// TestStream: what somebody sees comes at once, and again when it changes; what
// is for somebody else does not come.
func TestStream(t *testing.T) {
	t.Parallel()
	w, url := desk(t)
	sights := stream(t, url+"/stream?as=ann")
	if first := sights(); first.Me == "" || len(first.Channels) != 1 || len(first.Channels[0].Messages) != 0 {
		t.Errorf("first %+v", first)
	}
	if _, err := w.Post("eva", "general", "hello", ""); err != nil {
		t.Fatal(err)
	}
	now := sights()
	if got := now.Channels[0].Messages; len(got) != 1 || got[0].Text != "hello" {
		t.Errorf("messages %+v", got)
	}
	if nobody := stream(t, url+"/stream?as=nobody")(); nobody.Me != "" || len(nobody.Channels) != 0 {
		t.Errorf("nobody sees %+v", nobody)
	}
}

func TestActs(t *testing.T) {
	t.Parallel()
	w, url := desk(t)
	said := w.Messages
	for _, tt := range []struct {
		act, body string
		status    int
		want      string // in the answer
	}{
		{"say", `{"as":"ann","channel":"general","text":"hello"}`, 200, `"Text":"hello"`},
		{"react", `{"as":"eva","channel":"general","ts":"$","name":"eyes"}`, 200, `null`},
		{"unreact", `{"as":"eva","channel":"general","ts":"$","name":"eyes"}`, 200, `null`},
		{"unreact", `{"as":"eva","channel":"general","ts":"$","name":"eyes"}`, 422, `no_reaction`},
		{"edit", `{"as":"ann","channel":"general","ts":"$","text":"good morning"}`, 200, `good morning`},
		{"edit", `{"as":"eva","channel":"general","ts":"$","text":"mine"}`, 422, `no such message`},
		{"meet", `{"as":"ann","with":"eva"}`, 200, `"Type":"im"`},
		{"meet", `{"as":"ann","with":"nobody"}`, 422, `no such user: nobody`},
		{"command", `{"as":"ann","channel":"general","name":"/nothing"}`, 422, `There is no such command here.`},
		{"close", `{"as":"ann","view":"V1"}`, 422, `no such action`},
		{"delete", `{"as":"ann","channel":"general","ts":"$"}`, 200, `null`},
		{"say", `{"as":"ann"`, 400, `could not be read`},
		{"dance", `{}`, 404, `404`},
	} {
		ts := ""
		if all := said("general"); len(all) > 0 {
			ts = all[0].TS
		}
		resp, err := http.Post(url+"/do/"+tt.act, "application/json", strings.NewReader(strings.ReplaceAll(tt.body, "$", ts)))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != tt.status || !strings.Contains(string(body), tt.want) {
			t.Errorf("%s %s: %s %s %v", tt.act, tt.body, resp.Status, body, err)
		}
		_ = resp.Body.Close()
	}
	if left := said("general"); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func get(t *testing.T, url string) (*http.Response, []byte) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, body
}

// stream gives what a person sees, one sight after the other.
func stream(t *testing.T, url string) func() workspace.Sight {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	lines := bufio.NewReader(resp.Body)
	return func() (seen workspace.Sight) {
		t.Helper()
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			if data, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
				if err := json.Unmarshal(data, &seen); err != nil {
					t.Fatal(err)
				}
				return seen
			}
		}
	}
}
