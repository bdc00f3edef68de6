package workspace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Cloud is several workspaces behind one address, as Slack is, and an app that
// each of them can install by OAuth. The workspaces must not share ids: see
// Options.First.
type Cloud struct {
	app        Distribution
	workspaces []*Workspace

	mu       sync.Mutex
	n        int
	codes    map[string]*code
	renewals map[string]*renewal // by refresh token
	refusals []Refusal
}

// Distribution is an app as its makers have set it up. Tokens are what installing
// it gives.
type Distribution struct {
	App
	Redirects []string      // where people may be sent back to
	Lasts     time.Duration // how long a token does, with a refresh token for the next; for ever if 0
}

// Enterprise is the organisation that all workspaces of a cloud belong to.
const Enterprise = "E0000000001"

const codeLasts = 10 * time.Minute

// code is what Slack sends back with who said yes, to be changed for a token.
type code struct {
	Consent
	redirect string
	expires  time.Time
	used     bool
}

// renewal is what a refresh token is good for, once.
type renewal struct {
	in   []*Workspace
	used bool
}

// Consent is what a person says on Slack's page.
type Consent struct {
	In   *Workspace
	User string // who says so
	Org  bool   // it is for the whole organisation
	Deny bool
}

// NewCloud puts workspaces behind one address.
func NewCloud(app Distribution, workspaces ...*Workspace) *Cloud {
	app.AppID = cmp.Or(app.AppID, "A0000000001")
	app.ClientID = cmp.Or(app.ClientID, "1.1")
	app.ClientSecret = cmp.Or(app.ClientSecret, "0123456789abcdef0123456789abcdef")
	app.SigningSecret = cmp.Or(app.SigningSecret, strings.Repeat("5", 32))
	return &Cloud{app: app, workspaces: workspaces, codes: map[string]*code{}, renewals: map[string]*renewal{}}
}

// App is the app that can be installed, with its client id and its secrets.
func (c *Cloud) App() App { return c.app.App }

// At says where the app takes in what it is told. Workspaces that install it later
// tell it there.
func (c *Cloud) At(root string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.app.EventsURL, c.app.CommandsURL = root+"/slack/events", root+"/slack/commands"
	c.app.InteractionsURL, c.app.OptionsURL = root+"/slack/interactions", root+"/slack/options"
}

// Refusals are what Slack would have refused that is no workspace's.
func (c *Cloud) Refusals() []Refusal {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.refusals)
}

// Handler serves what [Workspace.Handler] does, for each workspace what is its
// own, and OAuth. What a workspace says its URL is has to be that of the handler
// and the workspace's id.
func (c *Cloud) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oauth/v2/authorize", c.serveAuthorize)
	mux.HandleFunc("POST /api/oauth.v2.access", c.serveAccess)
	mux.HandleFunc("/api/{method}", c.serveAPI)
	for _, w := range c.workspaces {
		mux.Handle("/"+w.teamID+"/", http.StripPrefix("/"+w.teamID, w.Handler()))
	}
	return mux
}

// serveAPI passes a call on to the workspace that its token is of, or that of the
// conversation or person it is about where the token is of several.
func (c *Cloud) serveAPI(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		http.Error(rw, "request_too_large", http.StatusRequestEntityTooLarge)
		return
	}
	again := func() *http.Request {
		r := r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
		return r
	}
	in, _ := parseRequest(rw, again()) // whoever it is of says what is wrong
	to := c.workspaces[0]
	for _, w := range c.workspaces {
		if w.knows(in.token, "") {
			to = w
			break
		}
	}
	for _, w := range c.workspaces {
		for _, arg := range []string{"channel", "channel_id", "user", "user_id", "users", "trigger_id", "view_id"} {
			if in.args[arg] != "" && w.knows(in.token, in.args[arg]) {
				to = w
			}
		}
	}
	to.Handler().ServeHTTP(rw, again())
}

// knows reports whether a token is of the workspace, and something, if given, is in
// it.
func (w *Workspace) knows(token, id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.ContainsFunc(w.apps, func(a *app) bool { _, ok := a.tokens[token]; return ok }) {
		return false
	}
	return id == "" || w.channel(id) != nil || w.user(id) != nil || w.triggers[id] != nil ||
		slices.ContainsFunc(w.views, func(v *View) bool { return v.ID == id })
}

// Authorize is Slack's page: it says where a person is sent back to who opens it
// and says yes, or no. An error is what the page says in place of asking.
func (c *Cloud) Authorize(address string, said Consent) (back string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("workspace: %w", err)
	}
	query := u.Query()
	redirect, err := c.allowed(query)
	if err != nil {
		c.refusals = append(c.refusals, Refusal{Where: u.Path, Code: asAPIError(err).code, Detail: err.Error()})
		return "", fmt.Errorf("workspace: %w", err)
	}
	to, err := url.Parse(redirect)
	if err != nil {
		return "", fmt.Errorf("workspace: %w", err)
	}
	answer := to.Query()
	answer.Set("state", query.Get("state"))
	if said.Deny {
		answer.Set("error", "access_denied")
	} else {
		c.n++
		id := fmt.Sprintf("code-%d", c.n)
		c.codes[id] = &code{Consent: said, redirect: query.Get("redirect_uri"), expires: said.In.opts.Now().Add(codeLasts)}
		answer.Set("code", id)
	}
	to.RawQuery = answer.Encode()
	return to.String(), nil
}

// allowed says where a person is sent back to, if what they are asked for is what
// the app may ask for.
func (c *Cloud) allowed(query url.Values) (redirect string, err error) {
	if query.Get("client_id") != c.app.ClientID {
		return "", refused("invalid_client_id", "%s", shorten(query.Get("client_id")))
	}
	scopes := strings.Split(query.Get("scope"), ",")
	for _, scope := range scopes {
		if scope == "" || !c.app.granted(scope) {
			return "", refused("invalid_scope", "%q", shorten(scope))
		}
	}
	if len(c.app.Redirects) == 0 {
		return "", refused("bad_redirect_uri", "the app has no address to send people back to")
	}
	redirect = cmp.Or(query.Get("redirect_uri"), c.app.Redirects[0])
	if !slices.ContainsFunc(c.app.Redirects, func(ok string) bool { return strings.HasPrefix(redirect, ok) }) {
		return "", refused("bad_redirect_uri", "%s", shorten(redirect))
	}
	return redirect, nil
}

// granted says whether the app may ask for a scope.
func (d Distribution) granted(scope string) bool { return grants(d.Scopes, scope) }

// serveAuthorize says yes in the name of whoever opens the page, for the workspace
// named by team, or else the first.
func (c *Cloud) serveAuthorize(rw http.ResponseWriter, r *http.Request) {
	said := Consent{In: c.workspaces[0]}
	for _, w := range c.workspaces {
		if w.teamID == r.URL.Query().Get("team") {
			said.In = w
		}
	}
	back, err := c.Authorize(r.URL.String(), said)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	http.Redirect(rw, r, back, http.StatusFound)
}

// serveAccess is oauth.v2.access.
func (c *Cloud) serveAccess(rw http.ResponseWriter, r *http.Request) {
	in, err := parseRequest(rw, r)
	if id, secret, ok := r.BasicAuth(); ok {
		in.args["client_id"], in.args["client_secret"] = id, secret
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	out := reply{}
	if err == nil {
		out, err = c.access(in.args)
	}
	if err != nil {
		e := asAPIError(err)
		c.refusals = append(c.refusals, Refusal{Where: "oauth.v2.access", Code: e.code, Detail: e.detail})
		out = reply{"error": e.code}
		maps.Copy(out, e.extra)
	}
	out["ok"] = err == nil
	body, err := json.Marshal(out)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = rw.Write(body) // the caller may be gone; nobody to tell
}

func (c *Cloud) access(args map[string]string) (reply, error) {
	switch {
	case args["client_id"] != c.app.ClientID:
		return nil, refused("invalid_client_id", "%s", shorten(args["client_id"]))
	case args["client_secret"] != c.app.ClientSecret:
		return nil, refused("bad_client_secret", "another one")
	}
	switch args["grant_type"] {
	case "", "authorization_code":
		return c.redeem(args["code"], args["redirect_uri"])
	case "refresh_token":
		return c.renew(args["refresh_token"])
	}
	return nil, refused("invalid_grant_type", "%s", shorten(args["grant_type"]))
}

// redeem installs the app where somebody said yes.
func (c *Cloud) redeem(id, redirect string) (reply, error) {
	got := c.codes[id]
	switch {
	case got == nil:
		return nil, refused("invalid_code", "%s", shorten(id))
	case got.used:
		return nil, refused("code_already_used", "%s", id)
	case got.In.opts.Now().After(got.expires):
		return nil, refused("invalid_code", "older than %s", codeLasts)
	case got.redirect != redirect:
		return nil, refused("bad_redirect_uri", "%s, and %s before", shorten(redirect), shorten(got.redirect))
	}
	got.used = true
	in := []*Workspace{got.In}
	if got.Org {
		in = c.workspaces
	}
	token := c.token(in, true)
	out := c.grant(in, got.Org, token)
	by := ""
	if u := got.In.lookUp(got.User); u != nil {
		by = u.ID
	}
	out["authed_user"] = map[string]any{"id": by}
	return out, nil
}

// renew changes a refresh token, which works once, for another token and another
// refresh token. The old token works until its time is over.
func (c *Cloud) renew(refresh string) (reply, error) {
	got := c.renewals[refresh]
	switch {
	case got == nil:
		return nil, refused("invalid_refresh_token", "nobody's")
	case got.used:
		return nil, refused("invalid_refresh_token", "used before")
	case got.in[0].installed(c.app.AppID) == nil:
		return nil, refused("invalid_refresh_token", "the app was uninstalled")
	}
	got.used = true
	return c.grant(got.in, len(got.in) > 1, c.token(got.in, false)), nil
}

// token is a token of the app in workspaces, in which it is installed if need be.
// One that does not expire stays what it is when the app is installed again.
func (c *Cloud) token(in []*Workspace, install bool) (token string) {
	first := in[0].installed(c.app.AppID)
	if first != nil && c.app.Lasts == 0 {
		return first.BotToken
	}
	c.n++
	token = fmt.Sprintf("xoxb-%s-%d-bot", in[0].teamID, c.n)
	if c.app.Lasts > 0 {
		token = "xoxe." + token
	}
	for _, w := range in {
		if install && w.installed(c.app.AppID) == nil {
			a := c.app.App
			a.BotToken = token
			if len(in) > 1 {
				a.Enterprise = Enterprise
			}
			w.Install(a)
		}
		w.take(c.app.AppID, token, c.app.Lasts)
	}
	return token
}

func (c *Cloud) grant(in []*Workspace, org bool, token string) reply {
	w := in[0]
	a := w.installed(c.app.AppID)
	out := reply{
		"access_token": token, "token_type": "bot", "scope": strings.Join(a.scopes(), ","), "bot_user_id": a.BotUserID, "app_id": a.AppID,
		"team": map[string]any{"id": w.teamID, "name": w.opts.Team}, "enterprise": nil, "is_enterprise_install": org,
	}
	if org {
		out["team"], out["enterprise"] = nil, map[string]any{"id": Enterprise, "name": "Works"}
	}
	if c.app.Lasts > 0 {
		c.n++
		refresh := fmt.Sprintf("xoxe-1-%d-refresh", c.n)
		c.renewals[refresh] = &renewal{in: in}
		out["refresh_token"], out["expires_in"] = refresh, int(c.app.Lasts.Seconds())
	}
	return out
}

// granted is a bot token that was given out.
type granted struct {
	expires time.Time // zero for never
	gone    string    // what is said of it if it was taken away
}

// take has the app use a token, which lasts so long, or for ever.
func (w *Workspace) take(appID, token string, lasts time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.app(appID)
	k := granted{}
	if lasts > 0 {
		k.expires = w.opts.Now().Add(lasts)
	}
	a.BotToken, a.tokens[token] = token, k
}

// installed is the app, if it is installed.
func (w *Workspace) installed(appID string) *app {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.app(appID); a != nil && !a.gone {
		return a
	}
	return nil
}

func (w *Workspace) lookUp(user string) *User {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.user(user)
}

// works says why a bot token does not, if so.
func (w *Workspace) works(k granted) error {
	switch {
	case k.gone != "":
		return refused(k.gone, "the token was taken away")
	case !k.expires.IsZero() && !w.opts.Now().Before(k.expires):
		return refused("token_expired", "at %s", k.expires.Format(time.RFC3339))
	}
	return nil
}

// Uninstall takes an app out of the workspace, as an admin does. It hears of it,
// and nothing more.
func (w *Workspace) Uninstall(appRef string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.app(appRef)
	if a == nil || a.gone {
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchApp, appRef)
	}
	w.remove(a, "account_inactive")
	return nil
}

// remove takes an app and its tokens away. The caller holds mu.
func (w *Workspace) remove(a *app, say string) {
	w.revoke(a, say)
	w.emitTo(a, "app_uninstalled", map[string]any{"type": "app_uninstalled", "event_ts": w.nextTS()})
	a.gone = true
	w.touch()
}

// revoke takes an app's tokens away. The caller holds mu.
func (w *Workspace) revoke(a *app, say string) {
	for token := range a.tokens {
		a.tokens[token] = granted{gone: say}
	}
	w.emitTo(a, "tokens_revoked", map[string]any{
		"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{}, "bot": []string{a.BotUserID}}, "event_ts": w.nextTS(),
	})
	w.touch()
}

// authRevoke takes back the token it is called with; without one, the app is no
// longer installed.
func (r request) authRevoke() (reply, error) {
	if truth(r.args["test"]) {
		return reply{"revoked": false}, nil
	}
	r.remove(r.app, "token_revoked")
	return reply{"revoked": true}, nil
}

func (r request) appsUninstall() (reply, error) {
	switch {
	case r.app.ClientID == "" || r.args["client_id"] != r.app.ClientID:
		return nil, refused("invalid_client_id", "%s", shorten(r.args["client_id"]))
	case r.args["client_secret"] != r.app.ClientSecret:
		return nil, refused("bad_client_secret", "another one")
	}
	r.remove(r.app, "account_inactive")
	return nil, nil
}
