package transport

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// OAuth is the app as workspaces install it:
// https://docs.slack.dev/authentication/installing-with-oauth
type OAuth struct {
	ClientID     string
	ClientSecret string
	Scopes       []string // that the bot needs
	APIURL       string   // another Web API root than Slack's, or empty
	Redirect     string   // where Slack sends people back to; the first that the app has, if empty
}

// Grant is what a workspace, or an organisation, has granted the bot.
type Grant struct {
	ID      string // of the workspace, or of the organisation
	Org     bool   // it is for all workspaces of an organisation
	Name    string
	App     string // the app's id
	Bot     string // the bot's user id
	By      string // who granted it
	Scopes  []string
	Token   string
	Refresh string        // what a new token is had for; empty for a token that does not expire
	Lasts   time.Duration // how long the token works; 0 for ever
}

// root is the Web API's, with the slash at its end.
func (o OAuth) root() string {
	if o.APIURL == "" {
		return slack.APIURL
	}
	return strings.TrimSuffix(o.APIURL, "/") + "/"
}

// authorize is the page on which people say yes.
func (o OAuth) authorize(state string) string {
	query := url.Values{"client_id": {o.ClientID}, "scope": {strings.Join(o.Scopes, ",")}, "state": {state}}
	if o.Redirect != "" {
		query.Set("redirect_uri", o.Redirect)
	}
	return strings.TrimSuffix(o.root(), "api/") + "oauth/v2/authorize?" + query.Encode()
}

// Exchange has Slack's code changed for what was granted.
func (o OAuth) Exchange(ctx context.Context, code string) (Grant, error) {
	r, err := slack.GetOAuthV2ResponseContext(ctx, oauthClient, o.ClientID, o.ClientSecret, code, o.Redirect, slack.OAuthOptionAPIURL(o.root()))
	if err != nil {
		return Grant{}, fmt.Errorf("changing the code for a token (oauth.v2.access): %w", withoutURL(err))
	}
	return granted(r), nil
}

// Renew has a refresh token changed for a new token, and a new refresh token.
func (o OAuth) Renew(ctx context.Context, refresh string) (Grant, error) {
	r, err := slack.RefreshOAuthV2TokenContext(ctx, oauthClient, o.ClientID, o.ClientSecret, refresh, slack.OAuthOptionAPIURL(o.root()))
	if err != nil {
		return Grant{}, fmt.Errorf("renewing a token (oauth.v2.access): %w", withoutURL(err))
	}
	return granted(r), nil
}

// oauthClient keeps no connection: installations are rare.
var oauthClient = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true}}

func granted(r *slack.OAuthV2Response) Grant {
	g := Grant{
		ID: r.Team.ID, Name: r.Team.Name, App: r.AppID, Bot: r.BotUserID, By: r.AuthedUser.ID,
		Scopes: scopesIn(r.Scope), Token: r.AccessToken, Refresh: r.RefreshToken, Lasts: time.Duration(r.ExpiresIn) * time.Second,
	}
	if r.IsEnterpriseInstall {
		g.ID, g.Org, g.Name = r.Enterprise.ID, true, r.Enterprise.Name
	}
	return g
}

// missing are the scopes that the bot needs and was not granted.
func (o OAuth) missing(g Grant) []string {
	return slices.DeleteFunc(slices.Clone(o.Scopes), func(scope string) bool { return slices.Contains(g.Scopes, scope) })
}
