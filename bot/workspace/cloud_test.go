package workspace_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// sky is a cloud with two workspaces and an app that nobody has installed yet.
type sky struct {
	*workspace.Cloud
	t      *testing.T
	url    string
	spaces [2]*workspace.Workspace
	past   atomic.Int64 // nanoseconds since noon
}

const (
	home   = "https://bot.example.com/slack/oauth/callback"
	scopes = "chat:write,commands,channels:read"
)

func newSky(t *testing.T, lasts time.Duration) *sky {
	t.Helper()
	s := &sky{t: t}
	server := httptest.NewUnstartedServer(nil)
	root := "http://" + server.Listener.Addr().String()
	for n := range s.spaces {
		s.spaces[n] = workspace.New(workspace.Options{
			Team: fmt.Sprint("Workshop ", n+1), First: 100 * n, URL: fmt.Sprintf("%s/T%010d", root, 100*n+1),
			Now: func() time.Time { return noon.Add(time.Duration(s.past.Load())) },
		})
		s.spaces[n].AddUser("ann")
	}
	app := workspace.App{Name: "pilcrow", Scopes: strings.Split(scopes, ",")}
	s.Cloud = workspace.NewCloud(workspace.Distribution{App: app, Redirects: []string{home}, Lasts: lasts}, s.spaces[:]...)
	server.Config.Handler = s.Handler()
	server.Start()
	t.Cleanup(func() {
		server.Close()
		for _, w := range s.spaces {
			w.Close()
		}
	})
	s.url = server.URL
	return s
}

func (s *sky) page(change ...string) string {
	query := url.Values{"client_id": {s.App().ClientID}, "scope": {scopes}, "state": {"st"}, "redirect_uri": {home}}
	for i := 0; i < len(change); i += 2 {
		query.Set(change[i], change[i+1])
	}
	return s.url + "/oauth/v2/authorize?" + query.Encode()
}

// code is what is sent back with who says yes.
func (s *sky) code(said workspace.Consent) string {
	s.t.Helper()
	back, err := s.Authorize(s.page(), said)
	if err != nil {
		s.t.Fatal(err)
	}
	u, err := url.Parse(back)
	if err != nil || u.Query().Get("state") != "st" || !strings.HasPrefix(back, home) {
		s.t.Fatalf("sent back to %s", back)
	}
	return u.Query().Get("code")
}

func (s *sky) exchange(secret, code, redirect string) (*slack.OAuthV2Response, error) {
	return slack.GetOAuthV2ResponseContext(context.Background(), s.client(), s.App().ClientID, secret, code, redirect, slack.OAuthOptionAPIURL(s.url+"/api/"))
}

func (s *sky) refresh(token string) (*slack.OAuthV2Response, error) {
	return slack.RefreshOAuthV2TokenContext(context.Background(), s.client(), s.App().ClientID, s.App().ClientSecret, token, slack.OAuthOptionAPIURL(s.url+"/api/"))
}

func (s *sky) install(said workspace.Consent) *slack.OAuthV2Response {
	s.t.Helper()
	got, err := s.exchange(s.App().ClientSecret, s.code(said), home)
	if err != nil {
		s.t.Fatal(err)
	}
	return got
}

func (s *sky) api(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(s.url+"/api/"), slack.OptionHTTPClient(s.client()))
}

func (s *sky) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
}

// A code is good for one token, for who knows the app's secret and the address it
// was sent to.
func TestOAuth(t *testing.T) {
	t.Parallel()
	s := newSky(t, 0)
	for name, change := range map[string][]string{
		"invalid_client_id": {"client_id", "x"}, "invalid_scope": {"scope", "chat:write,admin"}, "bad_redirect_uri": {"redirect_uri", "https://evil.example.com/"},
	} {
		if _, err := s.Authorize(s.page(change...), workspace.Consent{In: s.spaces[0]}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	code := s.code(workspace.Consent{In: s.spaces[1], User: "ann"})
	_, err := s.exchange("wrong", code, home)
	wantError(t, err, "bad_client_secret")
	_, err = s.exchange(s.App().ClientSecret, "x", home)
	wantError(t, err, "invalid_code")
	_, err = s.exchange(s.App().ClientSecret, code, "https://elsewhere.example.com/")
	wantError(t, err, "bad_redirect_uri")
	got, err := s.exchange(s.App().ClientSecret, code, home)
	if err != nil {
		t.Fatal(err)
	}
	if got.Team.ID != s.spaces[1].TeamID() || got.Team.Name != "Workshop 2" || got.Scope != scopes || got.IsEnterpriseInstall ||
		got.AuthedUser.ID == "" || got.BotUserID == "" || got.RefreshToken != "" {
		t.Errorf("got %+v", got)
	}
	_, err = s.exchange(s.App().ClientSecret, code, home)
	wantError(t, err, "code_already_used")
	who, err := s.api(got.AccessToken).AuthTest()
	if err != nil || who.TeamID != got.Team.ID || who.Header.Get("X-OAuth-Scopes") != scopes {
		t.Errorf("auth.test: %+v, %v", who, err)
	}
	late := s.code(workspace.Consent{In: s.spaces[0]})
	s.past.Add(int64(11 * time.Minute))
	_, err = s.exchange(s.App().ClientSecret, late, home)
	wantError(t, err, "invalid_code")
	again := s.install(workspace.Consent{In: s.spaces[1], User: "ann"})
	if again.AccessToken != got.AccessToken {
		t.Error("installed again, it has another token")
	}
	back, err := s.Authorize(s.page(), workspace.Consent{In: s.spaces[0], Deny: true})
	if err != nil || !strings.Contains(back, "error=access_denied") {
		t.Errorf("no: %s, %v", back, err)
	}
}

// A token that ends is renewed with one that works once; the old one works until
// its time is over.
func TestTokenRotation(t *testing.T) {
	t.Parallel()
	s := newSky(t, 12*time.Hour)
	first := s.install(workspace.Consent{In: s.spaces[0]})
	if first.ExpiresIn != 43200 || first.RefreshToken == "" {
		t.Errorf("got %+v", first)
	}
	s.past.Add(int64(6 * time.Hour))
	second, err := s.refresh(first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.refresh(first.RefreshToken)
	wantError(t, err, "invalid_refresh_token")
	for _, token := range []string{first.AccessToken, second.AccessToken} {
		if _, err := s.api(token).AuthTest(); err != nil {
			t.Errorf("%s: %v", token, err)
		}
	}
	s.past.Add(int64(7 * time.Hour))
	_, err = s.api(first.AccessToken).AuthTest()
	wantError(t, err, "token_expired")
	if _, err := s.api(second.AccessToken).AuthTest(); err != nil {
		t.Error(err)
	}
	if err := s.spaces[0].Uninstall("pilcrow"); err != nil {
		t.Fatal(err)
	}
	_, err = s.refresh(second.RefreshToken)
	wantError(t, err, "invalid_refresh_token")
	_, err = s.api(second.AccessToken).AuthTest()
	wantError(t, err, "account_inactive")
}

// A token taken back, or an app that has itself uninstalled, is good for nothing.
func TestRevoke(t *testing.T) {
	t.Parallel()
	s := newSky(t, 0)
	one := s.install(workspace.Consent{In: s.spaces[0]})
	if _, err := s.api(one.AccessToken).SendAuthRevoke(""); err != nil {
		t.Fatal(err)
	}
	_, err := s.api(one.AccessToken).AuthTest()
	wantError(t, err, "token_revoked")
	two := s.install(workspace.Consent{In: s.spaces[1]})
	wantError(t, s.api(two.AccessToken).UninstallApp(s.App().ClientID, "wrong"), "bad_client_secret")
	if err := s.api(two.AccessToken).UninstallApp(s.App().ClientID, s.App().ClientSecret); err != nil {
		t.Fatal(err)
	}
	_, err = s.api(two.AccessToken).AuthTest()
	wantError(t, err, "account_inactive")
}

// The token of an organisation works in all its workspaces; what it is about says
// in which.
func TestEnterpriseInstall(t *testing.T) {
	t.Parallel()
	s := newSky(t, 0)
	got := s.install(workspace.Consent{In: s.spaces[0], Org: true})
	if !got.IsEnterpriseInstall || got.Enterprise.ID != workspace.Enterprise || got.Team.ID != "" {
		t.Errorf("got %+v", got)
	}
	for _, w := range s.spaces {
		room := w.AddChannel("general", "ann", "pilcrow")
		if _, _, err := s.api(got.AccessToken).PostMessage(room.ID, slack.MsgOptionText("hello", false)); err != nil {
			t.Error(err)
		}
		if n := len(w.Messages(room.ID)); n != 1 {
			t.Errorf("%d messages in %s", n, w.TeamID())
		}
	}
}
