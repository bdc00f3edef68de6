package workspace

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzBodies: no body, in whatever form, gets anything but an answer in JSON.
func FuzzBodies(f *testing.F) {
	f.Add("chat.postMessage", "application/json", `{"channel":"C0000000001","text":"hi","blocks":`+valid+`}`)
	f.Add("chat.postMessage", "application/x-www-form-urlencoded", "channel=C0000000001&text=hi&metadata={}&thread_ts=1")
	f.Add("conversations.list", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"types\"\r\n\r\nim\r\n--x--\r\n")
	f.Add("conversations.history", "application/json", `{"channel":"C0000000001","limit":"-1","cursor":"b2Zmc2V0OjE="}`)
	f.Add("views.publish", "application/json", `{"user_id":"U0000000002","view":{"type":"home","blocks":[]}}`)
	f.Add("api.test", "text/csv; \x00", "\xff")
	f.Fuzz(func(t *testing.T, method, contentType, body string) {
		w := New(Options{})
		defer w.Close()
		app := w.Install(App{Name: "pilcrow"})
		w.AddUser("ann")
		w.AddChannel("general", "ann", "pilcrow")
		if strings.ContainsAny(method, "/?#%") || method == "" || method == "." || method == ".." {
			return
		}
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/x", strings.NewReader(body))
		r.URL = &url.URL{Path: "/api/" + method}
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Authorization", "Bearer "+app.BotToken)
		rec := httptest.NewRecorder()
		w.Handler().ServeHTTP(rec, r)
		if rec.Code == 301 || rec.Code == 307 { // a path that the mux tidies
			return
		}
		var got struct {
			OK    *bool  `json:"ok"`
			Error string `json:"error"`
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || got.OK == nil || *got.OK == (got.Error != "") {
			t.Errorf("%d: %s", rec.Code, rec.Body)
		}
		if got.Error == "internal_error" {
			t.Errorf("refusals: %v", w.Refusals())
		}
	})
}

// FuzzHooks does the same for response URLs and what answers a command.
func FuzzHooks(f *testing.F) {
	f.Add([]byte(`{"text":"hi","blocks":null,"metadata":{"event_type":"","event_payload":null}}`))
	f.Add([]byte(`{"response_type":"in_channel","blocks":` + valid + `}`))
	f.Add([]byte(`payload=%7B%22text%22%3A%22hi%22%7D`))
	f.Add([]byte(`{"delete_original":true}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := New(Options{})
		defer w.Close()
		w.Install(App{Name: "pilcrow"})
		ann := w.AddUser("ann")
		c := w.AddChannel("general", "ann", "pilcrow")
		w.mu.Lock()
		defer w.mu.Unlock()
		h := w.newHook(w.app("pilcrow"), w.channel(c.ID), ann.ID, nil)
		_, _, _ = w.useHook(h.id, body)
		_, _ = w.showAck(h, "/licensing", ack{payload: body})
		_, _ = surface{w: w, user: &ann, view: &View{ID: "V1"}}.takeOffers("find", body)
		_, _ = w.afterSubmit(w.app("pilcrow"), View{User: ann.ID}, body)
	})
}

// FuzzAcks does the same for what comes over a Socket Mode connection.
func FuzzAcks(f *testing.F) {
	f.Add([]byte(`{"envelope_id":"env-0000000001","payload":{}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		w := New(Options{})
		w.Install(App{Name: "pilcrow"})
		w.acknowledge(w.app("pilcrow"), raw)
	})
}

// FuzzTyped: whatever a person types, the text is escaped, and the pieces put
// together say what was typed.
func FuzzTyped(f *testing.F) {
	f.Add("@ann: is A < B & C? see https://example.com/a.")
	f.Add("<@U0000000001> a@ann.example @Ann. <!channel>")
	f.Fuzz(func(t *testing.T, typed string) {
		w := New(Options{})
		w.AddUser("ann")
		pieces := w.read(typed)
		var b strings.Builder
		for _, p := range pieces {
			switch {
			case p.user == "":
				b.WriteString(p.text + p.url)
			default:
				b.WriteString("@")
			}
		}
		if plainly := strings.NewReplacer("<@U0000000001>", "@", "@ann", "@").Replace(strings.ToLower(typed)); !strings.Contains(typed, "@") && plainly != strings.ToLower(b.String()) {
			t.Errorf("%q became %q", typed, b.String())
		}
		text := mrkdwn(pieces)
		if strings.Contains(text, "<!") || strings.Count(text, "<") != strings.Count(text, ">") {
			t.Errorf("%q became %q", typed, text)
		}
	})
}
