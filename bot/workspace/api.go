package workspace

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// apiError is a refusal in Slack's terms.
type apiError struct {
	code   string
	detail string         // for Refusals, not for the app
	faults []string       // what exactly is wrong in blocks or arguments
	extra  map[string]any // needed, provided, …

	retryAfter int // seconds, for ratelimited
}

func (e *apiError) Error() string {
	return strings.TrimSuffix(e.code+": "+strings.Join(append(slices.Clone(e.faults), e.detail), "; "), "; ")
}

func refused(code, format string, args ...any) error {
	return &apiError{code: code, detail: fmt.Sprintf(format, args...)}
}

func missingScope(needed string, provided []string) error {
	return &apiError{code: "missing_scope", detail: "needs " + needed,
		extra: map[string]any{"needed": needed, "provided": strings.Join(provided, ",")}}
}

// reply is the body of a successful answer, besides "ok".
type reply map[string]any

// request is one call of a method that has got past its token and scope.
type request struct {
	*Workspace
	app  *app
	args map[string]string
	base string // where the caller reached us
}

// method is one Web API method: which token and scope it needs, which
// arguments it knows, and what it does. A scope that depends on the kind of
// conversation is asked for by run.
type method struct {
	scope    string
	appToken bool // takes the app-level token and no other
	noToken  bool
	args     string
	run      func(request) (reply, error)
}

const messageArgs = " channel text blocks attachments metadata markdown_text thread_ts reply_broadcast unfurl_links unfurl_media" +
	" mrkdwn parse link_names username icon_url icon_emoji as_user"

const pageArgs = " cursor limit"

var methods map[string]method

func init() { // not a literal: the methods reach the table themselves
	methods = map[string]method{
		"api.test":              {noToken: true, args: "*", run: request.apiTest},
		"auth.test":             {run: request.authTest},
		"auth.revoke":           {args: "test", run: request.authRevoke},
		"apps.uninstall":        {args: "client_id client_secret", run: request.appsUninstall},
		"apps.connections.open": {appToken: true, scope: "connections:write", run: request.connectionsOpen},
		"bots.info":             {scope: "users:read", args: "bot team_id", run: request.botsInfo},
		"team.info":             {scope: "team:read", args: "team domain", run: request.teamInfo},
		"users.info":            {scope: "users:read", args: "user include_locale", run: request.usersInfo},

		"chat.postMessage":   {scope: "chat:write", args: messageArgs, run: request.postMessage},
		"chat.postEphemeral": {scope: "chat:write", args: messageArgs + " user", run: request.postEphemeral},
		"chat.update":        {scope: "chat:write", args: messageArgs + " ts", run: request.updateMessage},
		"chat.getPermalink":  {args: "channel message_ts", run: request.getPermalink},
		"chat.delete":        {scope: "chat:write", args: "channel ts as_user", run: request.deleteMessage},

		"conversations.info":    {args: "channel include_locale include_num_members", run: request.conversationsInfo},
		"conversations.list":    {args: "types exclude_archived team_id" + pageArgs, run: request.conversationsList},
		"conversations.members": {args: "channel" + pageArgs, run: request.conversationsMembers},
		"conversations.open":    {scope: "im:write", args: "channel users return_im prevent_creation", run: request.conversationsOpen},
		"conversations.history": {args: "channel oldest latest inclusive include_all_metadata" + pageArgs, run: request.conversationsHistory},
		"conversations.replies": {args: "channel ts oldest latest inclusive include_all_metadata" + pageArgs, run: request.conversationsReplies},

		"reactions.add":    {scope: "reactions:write", args: "channel timestamp name", run: request.reactionsAdd},
		"reactions.remove": {scope: "reactions:write", args: "channel timestamp name", run: request.reactionsRemove},

		"assistant.threads.setStatus": {args: "channel_id thread_ts status loading_messages username icon_url icon_emoji", run: request.setStatus},
		"assistant.threads.setTitle":  {scope: "assistant:write", args: "channel_id thread_ts title", run: request.setTitle},
		"assistant.threads.setSuggestedPrompts": {scope: "assistant:write", args: "channel_id thread_ts prompts title",
			run: request.setSuggestedPrompts},

		"views.open":    {args: "trigger_id interactivity_pointer view", run: request.viewsOpen},
		"views.push":    {args: "trigger_id interactivity_pointer view", run: request.viewsPush},
		"views.update":  {args: "view view_id external_id hash", run: request.viewsUpdate},
		"views.publish": {args: "user_id view hash", run: request.viewsPublish},
	}
}

func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	in, err := parseRequest(rw, r)
	w.mu.Lock()
	since := w.opts.Now()
	call := Call{Method: name, Args: in.args}
	fault := w.nextFault(name)
	var retryAfter int
	if fault.worked() {
		retryAfter = w.serveCall(&call, in, err, "http://"+r.Host)
	} else if a, _ := w.authorise(methods[name], in.token); a != nil {
		call.App = a.AppID
	}
	if fault.wrong() {
		call.Error, call.Response = fault.code(), nil
	}
	if a := w.app(call.App); a != nil && in.token != a.AppToken {
		rw.Header().Set("X-Oauth-Scopes", strings.Join(a.scopes(), ","))
	}
	w.calls = append(w.calls, call)
	w.touch()
	w.mu.Unlock()
	fault.hold(r.Context())
	w.mu.Lock()
	w.called(since, call)
	w.mu.Unlock()
	if fault.wrong() {
		fault.answer(rw)
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	if retryAfter > 0 {
		rw.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		rw.WriteHeader(http.StatusTooManyRequests)
	}
	_, _ = rw.Write(call.Response) // the caller may be gone; nobody to tell
}

// serveCall answers one call, and says after how many seconds it may be tried
// again if it came too soon. The caller holds mu.
func (w *Workspace) serveCall(call *Call, in parsed, err error, base string) int {
	a, body, retryAfter := w.call(call.Method, in, err, base)
	if in.warning != "" {
		body["warning"] = in.warning
		addTo(body, "warnings", []string{in.warning})
	}
	if a != nil {
		call.App = a.AppID
	}
	call.Error, _ = body["error"].(string)
	call.Response, err = json.Marshal(body)
	if err != nil { // only if an app could make us hold what JSON cannot say
		call.Response = []byte(`{"ok":false,"error":"internal_error"}`)
	}
	return retryAfter
}

// call does what one call asks for. The caller holds mu.
func (w *Workspace) call(name string, in parsed, err error, base string) (a *app, out reply, retryAfter int) {
	m, known := methods[name]
	if err == nil && !known {
		err = refused("unknown_method", "no such method here")
	}
	if err == nil {
		a, err = w.authorise(m, in.token)
	}
	if err == nil {
		w.noteUnknownArgs(a, name, m, in.args)
		out, err = m.run(request{Workspace: w, app: a, args: in.args, base: base})
	}
	if err != nil {
		return a, w.refusal(a, name, err), asAPIError(err).retryAfter
	}
	if out == nil {
		out = reply{}
	}
	out["ok"] = true
	return a, out, 0
}

// authorise finds the app a token belongs to, if the token may call the method.
func (w *Workspace) authorise(m method, token string) (*app, error) {
	if m.noToken {
		return nil, nil
	}
	if token == "" {
		return nil, refused("not_authed", "no token")
	}
	for _, a := range w.apps {
		scopes := a.Scopes
		its, bots := a.tokens[token]
		switch {
		case token == a.AppToken:
			if !m.appToken {
				return a, refused("not_allowed_token_type", "an app-level token")
			}
			scopes = a.AppScopes
		case bots:
			if err := w.works(its); err != nil {
				return a, err
			}
			if m.appToken {
				return a, refused("not_allowed_token_type", "a bot token")
			}
		default:
			continue
		}
		if !grants(scopes, m.scope) {
			return a, missingScope(m.scope, scopes)
		}
		return a, nil
	}
	return nil, refused("invalid_auth", "nobody's token")
}

// noteUnknownArgs notes arguments the method does not have. Slack ignores
// them, which is why a misspelt one is so hard to find.
func (w *Workspace) noteUnknownArgs(a *app, name string, m method, args map[string]string) {
	known := append(strings.Fields(m.args), "team_id") // which Slack's own client sends with everything
	if slices.Contains(known, "*") {
		return
	}
	for _, arg := range slices.Sorted(maps.Keys(args)) {
		if !slices.Contains(known, arg) {
			w.refuse(a, name, "unknown_argument", "%s", shorten(arg))
		}
	}
}

// refusal notes an error and puts it in Slack's shape.
func (w *Workspace) refusal(a *app, where string, err error) reply {
	e := asAPIError(err)
	w.refuse(a, where, e.code, "%s", strings.TrimPrefix(e.Error(), e.code+": "))
	out := reply{"ok": false, "error": e.code}
	maps.Copy(out, e.extra)
	if len(e.faults) > 0 {
		out["errors"] = e.faults
		var told []string
		for _, f := range e.faults {
			told = append(told, "[ERROR] "+f)
		}
		addTo(out, "messages", told)
	}
	return out
}

func addTo(body reply, key string, value any) {
	meta, _ := body["response_metadata"].(map[string]any)
	if meta == nil {
		meta = map[string]any{}
		body["response_metadata"] = meta
	}
	meta[key] = value
}
