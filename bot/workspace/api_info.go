package workspace

import "strings"

func (r request) apiTest() (reply, error) {
	if code := r.args["error"]; code != "" {
		return nil, refused(code, "asked for")
	}
	args := map[string]any{}
	for k, v := range r.args {
		args[k] = v
	}
	return reply{"args": args}, nil
}

func (r request) authTest() (reply, error) {
	return reply{
		"url": r.base + "/", "team": r.opts.Team, "user": r.app.Name, "team_id": r.teamID,
		"user_id": r.app.BotUserID, "bot_id": r.app.BotID, "is_enterprise_install": r.app.Enterprise != "",
	}, nil
}

func (r request) teamInfo() (reply, error) {
	return reply{"team": map[string]any{"id": r.teamID, "name": r.opts.Team, "domain": r.domain()}}, nil
}

func (w *Workspace) domain() string {
	return strings.ToLower(strings.ReplaceAll(w.opts.Team, " ", "-"))
}

func (r request) usersInfo() (reply, error) {
	u := r.user(r.args["user"])
	if u == nil || u.ID != r.args["user"] {
		return nil, refused("user_not_found", "%q", shorten(r.args["user"]))
	}
	return reply{"user": map[string]any{
		"id": u.ID, "team_id": r.teamID, "name": u.Name, "real_name": u.Name, "deleted": false,
		"is_admin": u.Admin, "is_owner": u.Owner, "is_primary_owner": false, "is_bot": u.BotID != "", "is_app_user": false, "tz": "Etc/UTC", "tz_offset": 0, "locale": "en-GB",
		"profile": map[string]any{
			"display_name": u.Name, "real_name": u.Name, "team": r.teamID, "bot_id": u.BotID, "api_app_id": u.AppID},
	}}, nil
}

func (r request) botsInfo() (reply, error) {
	a := r.app
	if id := r.args["bot"]; id != "" {
		a = r.Workspace.app(id)
		if a == nil || a.BotID != id {
			return nil, refused("bot_not_found", "%q", shorten(id))
		}
	}
	return reply{"bot": map[string]any{
		"id": a.BotID, "app_id": a.AppID, "user_id": a.BotUserID, "name": a.Name, "deleted": false, "updated": 0}}, nil
}
