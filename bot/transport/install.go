package transport

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot/seal"
)

// Installer takes people to Slack to install the bot, and keeps what comes back:
//
//	/slack/install ──▶ Slack asks: allow? ──▶ /slack/oauth/callback ──▶ Keep
//
// Who comes back has to be who went: the state that Slack hands through must be
// the one in a cookie, which is sealed, for ten minutes, and for the address that
// Slack was told to come back to. Nobody can be made to finish what another has
// begun.
type Installer struct {
	OAuth
	Keys seal.Keys
	Keep func(context.Context, Grant) error
	Drop func(context.Context, Grant) // gives a grant back that is of no use
	Now  func() time.Time
	Log  zerolog.Logger
}

const (
	installPath  = "/slack/install"
	callbackPath = "/slack/oauth/callback"

	stateCookie = "pilcrow_install"
	stateLasts  = 10 * time.Minute
)

// began is what the cookie holds.
type began struct {
	State    string
	Redirect string
	Until    time.Time
}

func (i Installer) on(mux *http.ServeMux) {
	mux.HandleFunc("GET "+installPath, i.install)
	mux.HandleFunc("GET "+callbackPath, i.callback)
}

// install sends a person to Slack.
func (i Installer) install(w http.ResponseWriter, r *http.Request) {
	b := began{State: rand.Text(), Redirect: i.Redirect, Until: i.Now().Add(stateLasts)}
	text, err := json.Marshal(b)
	if err != nil {
		i.page(w, http.StatusInternalServerError, pageFault, "", err)
		return
	}
	i.cookie(w, r, i.Keys.Seal(stateCookie, string(text)), stateLasts)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, i.authorize(b.State), http.StatusFound)
}

// cookie sets the cookie, or takes it away if it lasts no time. It comes along
// when Slack sends the person back, which is a navigation from another site.
func (i Installer) cookie(w http.ResponseWriter, r *http.Request, value string, lasts time.Duration) {
	age := int(lasts.Seconds())
	if age <= 0 {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{
		Name: stateCookie, Value: value, Path: callbackPath, MaxAge: age,
		HttpOnly: true, Secure: !local(r.Host), SameSite: http.SameSiteLaxMode,
	})
}

// local reports whether a host is this machine, where there is no TLS.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// callback takes in who comes back from Slack.
func (i Installer) callback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	begun, err := i.begun(r)
	i.cookie(w, r, "", 0)
	switch {
	case err != nil:
		i.page(w, http.StatusBadRequest, pageState, "", err)
		return
	case subtle.ConstantTimeCompare([]byte(begun.State), []byte(query.Get("state"))) != 1:
		i.page(w, http.StatusBadRequest, pageState, "", errors.New("the state is another than the cookie's"))
		return
	case i.Now().After(begun.Until):
		i.page(w, http.StatusBadRequest, pageExpired, "", errors.New("the state is too old"))
		return
	}
	switch said := query.Get("error"); {
	case said == "access_denied":
		i.page(w, http.StatusForbidden, pageDenied, "", errors.New(said))
		return
	case said != "" || query.Get("code") == "":
		i.page(w, http.StatusBadRequest, pageRefused, said, fmt.Errorf("Slack said %q", said))
		return
	}
	i.finish(w, r, query.Get("code"))
}

// begun is what the cookie says of how it began.
func (i Installer) begun(r *http.Request) (b began, err error) {
	c, err := r.Cookie(stateCookie)
	if err != nil {
		return b, errors.New("no cookie")
	}
	text, err := i.Keys.Open(stateCookie, c.Value)
	if err != nil {
		return b, fmt.Errorf("the cookie: %w", err)
	}
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return b, fmt.Errorf("the cookie: %w", err)
	}
	if b.Redirect != i.Redirect {
		return b, errors.New("it was begun for another address")
	}
	return b, nil
}

// finish changes the code for a token, and keeps it.
func (i Installer) finish(w http.ResponseWriter, r *http.Request, fromSlack string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), ackTimeout*3) // half of it done is worse than none
	defer cancel()
	g, err := i.Exchange(ctx, fromSlack)
	switch said := code(err); {
	case said == "invalid_code" || said == "code_already_used" || said == "code_expired":
		i.page(w, http.StatusBadRequest, pageUsed, "", err)
		return
	case said != "":
		i.page(w, http.StatusBadGateway, pageRefused, said, err)
		return
	case err != nil:
		i.page(w, http.StatusBadGateway, pageUnreachable, "", err)
		return
	}
	if missing := i.missing(g); len(missing) > 0 {
		i.Drop(ctx, g)
		list := strings.Join(missing, ", ")
		i.page(w, http.StatusForbidden, pageScopes, list, errors.New("not granted: "+list))
		return
	}
	if err := i.Keep(ctx, g); err != nil {
		i.Drop(ctx, g)
		i.page(w, http.StatusInternalServerError, pageFault, "", err)
		return
	}
	i.Log.Info().Str("workspace", g.ID).Str("name", g.Name).Bool("org", g.Org).Str("by", g.By).Msg("installed")
	i.page(w, http.StatusOK, pageDone, g.Name, nil)
}

// page is what a person reads: what happened, and what to do.
type page struct {
	Title, Text string
	Again       bool // they can try again
	Detail      string
}

var (
	pageDone = page{Title: "Installed", Text: "Go back to Slack and write pilcrow a direct message, " +
		"invite it to a channel and mention it there, or use /licensing. Installed in:"}
	pageDenied = page{Title: "Not installed", Again: true, Text: "You, or Slack, said no to the installation, so nothing was changed. " +
		"If apps have to be approved in your workspace, ask one of its admins to approve pilcrow first."}
	pageState = page{Title: "This is not where you began", Again: true, Text: "The installation has to be finished in the browser it was begun in, " +
		"with cookies allowed, and once. Nothing was changed. Please begin again."}
	pageExpired = page{Title: "That took too long", Again: true, Text: "An installation has to be finished within ten minutes. Nothing was changed. Please begin again."}
	pageUsed    = page{Title: "Used already", Again: true, Text: "Slack's code works once and for ten minutes. " +
		"If you have reloaded this page, look in Slack: pilcrow may be there. Otherwise please begin again."}
	pageScopes = page{Title: "Something is missing", Again: true, Text: "pilcrow was not installed, since it was not granted all that it needs. " +
		"Its operator has to add this under OAuth & Permissions of the app. Missing:"}
	pageRefused = page{Title: "Slack refused", Again: true, Text: "Nothing was changed. Please tell pilcrow's operator what Slack said:"}

	pageUnreachable = page{Title: "Slack did not answer", Again: true, Text: "Nothing was changed. Please begin again in a minute."}
	pageFault       = page{Title: "That did not work", Again: true, Text: "Please begin again in a minute; " +
		"if it goes on, pilcrow's operator will find the reason in the log."}
)

//go:embed install.html
var installHTML string

var installTemplate = template.Must(template.New("install").Parse(installHTML))

// page shows a person how it went; the detail of what went wrong is for the log.
func (i Installer) page(w http.ResponseWriter, status int, p page, detail string, err error) {
	if err != nil {
		i.Log.Warn().Err(err).Int("status", status).Msg("not installed")
	}
	p.Detail = detail
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer") // the address holds the code
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := installTemplate.Execute(w, p); err != nil {
		i.Log.Debug().Err(err).Msg("nobody reads the page")
	}
}
