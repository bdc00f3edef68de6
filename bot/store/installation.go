package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Installation is a workspace, or a whole organisation, that has installed the bot.
type Installation struct {
	ID      string // of the workspace, T…, or of the organisation, E…
	Org     bool   // it is an organisation, and all its workspaces
	Name    string
	App     string // the app's id
	Bot     string // the bot's user id there
	Scopes  []string
	By      string    // who installed it
	Tokens  string    // sealed by whoever keeps it
	Expires time.Time // when the token does; zero for never
	At      time.Time
}

const installationColumns = "id, org, name, app, bot, scopes, installed_by, tokens, expires, at"

func (i *Installation) columns() []any {
	return []any{&i.ID, &i.Org, &i.Name, &i.App, &i.Bot, (*list)(&i.Scopes), &i.By, &i.Tokens, (*expiry)(&i.Expires), (*millis)(&i.At)}
}

// Install keeps an installation, in place of an earlier one. It costs one write.
func (s *Store) Install(ctx context.Context, i Installation) error {
	i.At = s.timed(i.At)
	_, err := s.run(ctx, "keeping the installation of "+i.ID,
		insert("installations", installationColumns+", renewing")+` ON CONFLICT (id) DO UPDATE SET
			org = excluded.org, name = excluded.name, app = excluded.app, bot = excluded.bot, scopes = excluded.scopes,
			installed_by = excluded.installed_by, tokens = excluded.tokens, expires = excluded.expires, at = excluded.at, renewing = 0`,
		append(i.columns(), 0)...)
	return err
}

// Installation is the installation of a workspace or an organisation, or
// ErrNotFound.
func (s *Store) Installation(ctx context.Context, id string) (Installation, error) {
	return first(ctx, s, "looking for the installation of "+id, (*Installation).columns,
		"SELECT "+installationColumns+" FROM installations WHERE id = ?", id)
}

// Installed reports whether there is an installation: whoever is erasing it just
// then has to end first, so that what was written before is erased if it is not.
func (s *Store) Installed(ctx context.Context, id string) (bool, error) {
	return s.settled(ctx, "looking whether "+id+" is installed", "SELECT id FROM installations WHERE id = ?", id)
}

// Granted reports whether a workspace belongs to an organisation's installation,
// as [Store.Installed] does.
func (s *Store) Granted(ctx context.Context, team, installation string) (bool, error) {
	return s.settled(ctx, "looking whether "+team+" belongs to "+installation,
		"SELECT team FROM belongs WHERE team = ? AND installation = ?", team, installation)
}

// settled reports whether query finds something when nobody is erasing that.
func (s *Store) settled(ctx context.Context, doing, query string, args ...any) (bool, error) {
	if s.Queue() != nil { // in a file, one writes after the other anyhow
		query += " FOR SHARE"
	}
	_, err := first(ctx, s, doing, only[string], query, args...)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Installations are all installations, by their ids.
func (s *Store) Installations(ctx context.Context) ([]Installation, error) {
	return all(ctx, s, "looking for installations", (*Installation).columns,
		"SELECT "+installationColumns+" FROM installations ORDER BY id")
}

// BeginRenewal is true for the one process that is to renew the tokens of an
// installation, which are still those it knows; others are kept from it for as
// long as that may last, or until the clock is set back by more: no two clocks are
// quite the same, and one that is a little behind must not take a renewal that has
// just begun for one of long ago. It costs one write.
func (s *Store) BeginRenewal(ctx context.Context, id, tokens string, lasts time.Duration) (bool, error) {
	now := s.now()
	n, err := s.run(ctx, "renewing the token of "+id,
		"UPDATE installations SET renewing = ? WHERE id = ? AND tokens = ? AND (renewing <= ? OR renewing > ?)",
		millis(now.Add(lasts)), id, tokens, millis(now), millis(now.Add(2*lasts)))
	return n > 0, err
}

// Renew puts other tokens in the place of those that were known, and reports
// whether they were still there. It costs one write.
func (s *Store) Renew(ctx context.Context, id, was, tokens string, expires time.Time) (bool, error) {
	n, err := s.run(ctx, "keeping the new token of "+id,
		"UPDATE installations SET tokens = ?, expires = ?, renewing = 0 WHERE id = ? AND tokens = ?",
		tokens, expiry(expires), id, was)
	return n > 0, err
}

// Belong notes that a workspace belongs to an organisation's installation, as told
// by what happened there at a time, and reports whether it does: unless it was
// revoked since. It costs one write.
func (s *Store) Belong(ctx context.Context, team, installation string, at time.Time) (bool, error) {
	n, err := s.run(ctx, "noting where "+team+" belongs", `INSERT INTO belongs (team, installation)
		SELECT ?, ? WHERE NOT EXISTS (SELECT at FROM claims WHERE what = ? AND at >= ?)
		ON CONFLICT (team) DO UPDATE SET installation = excluded.installation`, team, installation, revoked(team, installation), millis(at))
	return n > 0, err
}

// Revoke notes that an organisation has taken its installation away from a
// workspace, and when: for longer than what happened there before may be told late.
// It costs one write.
func (s *Store) Revoke(ctx context.Context, team, installation string, at time.Time) error {
	_, err := s.run(ctx, "noting that "+team+" does not belong any more",
		insert("claims", "what, at")+" ON CONFLICT (what) DO UPDATE SET at = excluded.at WHERE claims.at < excluded.at",
		revoked(team, installation), millis(at))
	return err
}

// revoked is what is noted of a workspace that was revoked.
func revoked(team, installation string) string { return "revoked " + team + " " + installation }

// BelongsTo is the organisation by whose installation something came from a
// workspace, or ErrNotFound.
func (s *Store) BelongsTo(ctx context.Context, team string) (installation string, err error) {
	return first(ctx, s, "looking where "+team+" belongs", only[string], "SELECT installation FROM belongs WHERE team = ?", team)
}

// ours says of rows that they are a workspace's, or those of any workspace of an
// organisation.
const ours = "(team = ? OR team IN (SELECT team FROM belongs WHERE installation = ?))"

// alone says of rows that name no workspace that they are of the only one: where
// one token serves, nobody has installed the bot.
const alone = "(" + ours + " OR team = '' AND NOT EXISTS (SELECT id FROM installations))"

// kept are the tables with rows of a workspace, and what says whose they are. What
// was written for its events comes before them.
var kept = []struct{ table, ours string }{
	{"writes", "(event IN (SELECT id FROM events WHERE " + ours + ") OR event IN (SELECT id FROM turns WHERE " + ours + "))"},
	{"turns", ours},
	{"listening", alone},
	{"settings", alone},
	{"asked", ours},
	{"feedback", ours},
	{"handoffs", ours},
	{"learned", ours},
	{"events", ours},
	{"belongs", belongs},
}

// belongs says the same of rows that say which workspaces an organisation has.
const belongs = "(team = ? OR installation = ?)"

// args are the arguments of a condition about one id.
func args(condition, id string) (args []any) {
	for range strings.Count(condition, "?") {
		args = append(args, id)
	}
	return args
}

// Erase erases an installation, and all that is kept of the workspace, or of all
// the workspaces of the organisation, and says how many rows that were. If tokens
// are given and there is an installation with others, it is a new one: nothing is
// erased.
//
// What [Store.Forget] says of the bytes goes for this, too. That a workspace was
// revoked stays known, so that nothing told late brings it back.
func (s *Store) Erase(ctx context.Context, id, tokens string) (rows int, err error) {
	return s.erase(ctx, id, tokens, "")
}

// EraseLeft erases what was written of a workspace after it was erased, as [Store.Erase]
// does; nothing if it is there again: it is installed, or belongs to the installation, where
// one is named.
func (s *Store) EraseLeft(ctx context.Context, team, installation string) (rows int, err error) {
	return s.erase(ctx, team, "none", " AND NOT EXISTS (SELECT team FROM belongs WHERE team = ? AND installation = ?)", team, installation)
}

// erase erases all rows of an id of which unless does not hold. That is asked with each
// table: whatever is written for a workspace that is there again comes after what says so.
func (s *Store) erase(ctx context.Context, id, tokens, unless string, of ...any) (rows int, err error) {
	err = s.change(ctx, "erasing "+id, func(run runner) error {
		rows = 0
		for _, lock := range []string{ // for who asks whether it is there
			"UPDATE installations SET renewing = renewing WHERE id = ?",
			"UPDATE belongs SET installation = installation WHERE " + belongs,
		} {
			if _, err := run(lock, args(lock, id)...); err != nil {
				return err
			}
		}
		if tokens != "" {
			if others, err := run("UPDATE installations SET renewing = renewing WHERE id = ? AND tokens <> ?", id, tokens); err != nil || others > 0 {
				return err
			}
		}
		if _, err := run(newVersion); err != nil {
			return err
		}
		for _, k := range kept {
			n, err := run("DELETE FROM "+k.table+" WHERE "+k.ours+unless, append(args(k.ours, id), of...)...)
			if err != nil {
				return err
			}
			rows += n
		}
		n, err := run("DELETE FROM installations WHERE id = ?"+unless, append([]any{id}, of...)...)
		rows += n
		return err
	})
	if err != nil || rows == 0 {
		return 0, err
	}
	return rows, explain(ctx, "writing the file anew without "+id, s.scrub(ctx))
}

// Export hands out all that is kept of a workspace, or of all the workspaces of an
// organisation: each row with the table it stands in. Tokens are not among it.
func (s *Store) Export(ctx context.Context, id string, each func(table string, row map[string]any) error) error {
	i, err := s.Installation(ctx, id)
	if err == nil {
		err = each("installations", map[string]any{
			"id": i.ID, "org": i.Org, "name": i.Name, "app": i.App, "bot": i.Bot, "scopes": i.Scopes, "installed_by": i.By, "at": i.At,
		})
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	for _, k := range kept {
		query, args := s.bind("SELECT * FROM "+k.table+" WHERE "+k.ours, args(k.ours, id))
		if err := s.export(ctx, k.table, query, args, each); err != nil {
			return explain(ctx, "exporting "+k.table+" of "+id, err)
		}
	}
	return nil
}

func (s *Store) export(ctx context.Context, table, query string, args []any, each func(string, map[string]any) error) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what went wrong is in rows.Err
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	places := make([]any, len(types))
	for rows.Next() {
		for i := range places {
			places[i] = place(types[i].DatabaseTypeName())
		}
		if err := rows.Scan(places...); err != nil {
			return err
		}
		row := map[string]any{}
		for i, t := range types {
			row[t.Name()] = shown(t.Name(), value(places[i]))
		}
		if err := each(table, row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// shown is a column's value for who reads it: times as times, lists as lists.
func shown(column string, value any) any {
	switch value := value.(type) {
	case int64:
		switch column {
		case "at", "claimed", "run_at":
			return time.UnixMilli(value).UTC()
		}
	case string:
		switch column {
		case "facts", "articles", "editors":
			return json.RawMessage(value)
		}
	}
	return value
}

// expiry is a time as a column that may be never: 0.
type expiry time.Time

// Value is the time for the database.
func (e expiry) Value() (driver.Value, error) {
	if time.Time(e).IsZero() {
		return int64(0), nil
	}
	return time.Time(e).UnixMilli(), nil
}

// Scan is the time from the database.
func (e *expiry) Scan(column any) error {
	n, ok := column.(int64)
	if !ok {
		return fmt.Errorf("%T for a time", column)
	}
	*e = expiry{}
	if n != 0 {
		*e = expiry(time.UnixMilli(n).UTC())
	}
	return nil
}
