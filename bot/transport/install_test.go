package transport

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/seal"
)

// What Slack answers to the code decides what is kept, and what a person reads.
func TestFinishInstallation(t *testing.T) {
	t.Parallel()
	const good = `{"ok":true,"access_token":"xoxb-secret","scope":"chat:write,commands","bot_user_id":"UBOT","app_id":"A1",` +
		`"team":{"id":"T1","name":"Work <shop>"},"enterprise":null,"is_enterprise_install":false,"authed_user":{"id":"U1"}}`
	org := strings.NewReplacer(`"team":{"id":"T1","name":"Work <shop>"},"enterprise":null,"is_enterprise_install":false`,
		`"team":null,"enterprise":{"id":"E1","name":"Works"},"is_enterprise_install":true,"refresh_token":"xoxe-secret","expires_in":43200`).Replace(good)
	for name, test := range map[string]struct {
		answer  func(http.ResponseWriter)
		fault   error // of keeping it
		status  int
		want    string
		kept    Grant
		dropped bool
	}{
		"granted": {
			answer: says(good), status: 200, want: "Work &lt;shop&gt;",
			kept: Grant{ID: "T1", Name: "Work <shop>", App: "A1", Bot: "UBOT", By: "U1", Scopes: []string{"chat:write", "commands"}, Token: "xoxb-secret"},
		},
		"by an organisation": {
			answer: says(org), status: 200, want: "Works",
			kept: Grant{
				ID: "E1", Org: true, Name: "Works", App: "A1", Bot: "UBOT", By: "U1", Scopes: []string{"chat:write", "commands"},
				Token: "xoxb-secret", Refresh: "xoxe-secret", Lasts: 12 * time.Hour,
			},
		},
		"not all granted":   {answer: says(strings.Replace(good, ",commands", "", 1)), status: 403, want: "Missing: <strong>commands</strong>", dropped: true},
		"used":              {answer: says(`{"ok":false,"error":"code_already_used"}`), status: 400, want: "works once"},
		"a secret is wrong": {answer: says(`{"ok":false,"error":"bad_client_secret"}`), status: 502, want: "bad_client_secret"},
		"Slack is away":     {answer: status(http.StatusServiceUnavailable), status: 502, want: "did not answer"},
		"not kept":          {answer: says(good), fault: errors.New("the disk is full"), status: 500, want: "the log", dropped: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, _ := answers(t, test.answer)
			keys, err := seal.Parse(seal.NewKey())
			if err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			var kept, dropped Grant
			mux := http.NewServeMux()
			Installer{
				OAuth: OAuth{ClientID: "1.1", ClientSecret: "hushhush", Scopes: []string{"chat:write", "commands"}, APIURL: api},
				Keys:  keys, Now: time.Now, Log: zerolog.New(&log),
				Keep: func(_ context.Context, g Grant) error { kept = g; return test.fault },
				Drop: func(_ context.Context, g Grant) { dropped = g },
			}.on(mux)
			code, body := throughSlack(t, mux)
			if code != test.status || !strings.Contains(body, test.want) {
				t.Errorf("%d %s", code, body)
			}
			if test.fault == nil && (kept.ID != test.kept.ID || kept.Org != test.kept.Org || kept.Name != test.kept.Name || kept.Bot != test.kept.Bot ||
				kept.By != test.kept.By || !slices.Equal(kept.Scopes, test.kept.Scopes) || kept.Token != test.kept.Token ||
				kept.Refresh != test.kept.Refresh || kept.Lasts != test.kept.Lasts) {
				t.Errorf("kept %+v, want %+v", kept, test.kept)
			}
			if (dropped.Token != "") != test.dropped {
				t.Errorf("given back: %+v", dropped)
			}
			if strings.Contains(log.String()+body, "hushhush") || strings.Contains(log.String()+body, "xox") || strings.Contains(log.String(), "thecode") {
				t.Errorf("a secret is told: %s %s", log.String(), body)
			}
		})
	}
}

// throughSlack begins to install, and comes back from Slack with a code.
func throughSlack(t *testing.T, mux http.Handler) (status int, body string) {
	t.Helper()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	in := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := in.Get(server.URL + "/slack/install")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	at, err := url.Parse(r.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	r, err = in.Get(server.URL + "/slack/oauth/callback?code=thecode&state=" + at.Query().Get("state"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	var text bytes.Buffer
	if _, err := text.ReadFrom(r.Body); err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, text.String()
}

// Slack's own page is asked where no other root is set.
func TestAuthorizePage(t *testing.T) {
	t.Parallel()
	if at := (OAuth{ClientID: "1.1", Scopes: []string{"a", "b"}}).authorize("st"); at != "https://slack.com/oauth/v2/authorize?client_id=1.1&scope=a%2Cb&state=st" {
		t.Error(at)
	}
	if at := (OAuth{APIURL: "http://127.0.0.1:1/api", Redirect: "https://x.org/"}).authorize("st"); !strings.HasPrefix(at, "http://127.0.0.1:1/oauth/v2/authorize?") || !strings.Contains(at, "redirect_uri=https%3A%2F%2Fx.org%2F") {
		t.Error(at)
	}
}
