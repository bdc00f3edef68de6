package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

func TestInstallations(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		_, err := s.Installation(t.Context(), "T1")
		notFound(t, "before", err)
		one := store.Installation{
			ID: "T1", Name: "Workshop", App: "A1", Bot: "UBOT", Scopes: []string{"chat:write", "commands"}, By: "U1", Tokens: "sealed", At: start,
		}
		org := store.Installation{ID: "E1", Org: true, Name: "Works", Tokens: "sealed too", Expires: start.Add(12 * time.Hour), At: start}
		ok(t, s.Install(t.Context(), one))
		ok(t, s.Install(t.Context(), org))
		same(t, "all", got[[]store.Installation](t)(s.Installations(t.Context())), []store.Installation{org, one})
		clock.pass(time.Hour)
		one.Tokens, one.At = "sealed anew", time.Time{}
		ok(t, s.Install(t.Context(), one))
		one.At = start.Add(time.Hour)
		same(t, "installed again", got[store.Installation](t)(s.Installation(t.Context(), "T1")), one)
	})
}

// Of all who want to renew a token one does, and another one if that comes to
// nothing; what was renewed or installed anew meanwhile is not overwritten.
func TestRenewal(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		ok(t, s.Install(t.Context(), store.Installation{ID: "T1", Tokens: "old", Expires: start}))
		begin := func() int {
			var won atomic.Int64
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					if mine, err := s.BeginRenewal(t.Context(), "T1", "old", time.Minute); err != nil {
						t.Error(err)
					} else if mine {
						won.Add(1)
					}
				})
			}
			all.Wait()
			return int(won.Load())
		}
		same(t, "who renews", begin(), 1)
		same(t, "meanwhile", begin(), 0)
		clock.pass(time.Minute)
		same(t, "after whoever did is gone", begin(), 1)
		clock.pass(-time.Second)
		same(t, "by a clock that is a little behind", begin(), 0)
		clock.pass(-2 * time.Hour)
		same(t, "after the clock was set back", begin(), 1)
		later := start.Add(12 * time.Hour)
		same(t, "renewed", got[bool](t)(s.Renew(t.Context(), "T1", "old", "new", later)), true)
		same(t, "too late", got[bool](t)(s.Renew(t.Context(), "T1", "old", "newer", later)), false)
		clock.pass(time.Hour)
		same(t, "with what is known no longer", begin(), 0)
		i := got[store.Installation](t)(s.Installation(t.Context(), "T1"))
		same(t, "tokens", i.Tokens, "new")
		same(t, "expires", i.Expires, later)
	})
}

// keepsOf fills a store with everything about some workspaces, of which the third
// belongs to an organisation.
func keepsOf(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	for n, team := range []string{"T1", "T2", "T3"} {
		id := fmt.Sprint("E", n+1)
		remember(t, s, team, "U"+team, "wordsof"+team, id)
		ok(t, s.Accept(ctx, []*store.Accepted{{ID: id, Team: team, Body: `{"Text":"wordsof` + team + `"}`}}))
		got[store.Write](t)(s.BeginWrite(ctx, id, "post C "+id))
	}
	ok(t, s.Install(ctx, store.Installation{ID: "T1", Tokens: "sealedT1"}))
	ok(t, s.Install(ctx, store.Installation{ID: "T2", Tokens: "sealedT2"}))
	ok(t, s.Install(ctx, store.Installation{ID: "EORG", Org: true, Tokens: "sealedEORG"}))
	for range 2 {
		same(t, "belongs", got[bool](t)(s.Belong(ctx, "T3", "EORG", start)), true)
	}
}

func TestBelongs(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		keepsOf(t, s)
		same(t, "belongs to", got[string](t)(s.BelongsTo(t.Context(), "T3")), "EORG")
		_, err := s.BelongsTo(t.Context(), "T1")
		notFound(t, "a workspace of its own", err)
	})
}

// What happened in a workspace before it was revoked tells nothing of where it
// belongs; what happened later does, and so does what another organisation grants.
// That is known for longer than Slack may tell something late.
func TestBelongsNoMore(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, clock := fresh(t, url)
		ctx := t.Context()
		belong := func(team, org string, at time.Time) bool { return got[bool](t)(s.Belong(ctx, team, org, at)) }
		ok(t, s.Revoke(ctx, "T3", "EORG", start))
		same(t, "before", belong("T3", "EORG", start.Add(-time.Minute)), false)
		same(t, "at the same time", belong("T3", "EORG", start), false)
		same(t, "to another", belong("T3", "EOTHER", start.Add(-time.Minute)), true)
		same(t, "another", belong("T4", "EORG", start.Add(-time.Minute)), true)
		same(t, "later", belong("T3", "EORG", start.Add(time.Second)), true)
		ok(t, s.Revoke(ctx, "T3", "EORG", start.Add(time.Minute)))
		same(t, "before it was revoked again", belong("T3", "EORG", start.Add(time.Second)), false)
		ok(t, s.Revoke(ctx, "T3", "EORG", start)) // told late itself
		same(t, "before the last time", belong("T3", "EORG", start.Add(time.Second)), false)
		clock.pass(25 * time.Hour)
		ok(t, s.Expire(ctx, time.Hour, time.Hour))
		same(t, "told late", belong("T3", "EORG", start.Add(time.Second)), false)
	})
}

// Whether a workspace is an organisation's is said when nobody is erasing that.
func TestGranted(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		keepsOf(t, s)
		same(t, "granted", got[bool](t)(s.Granted(t.Context(), "T3", "EORG")), true)
		same(t, "to another", got[bool](t)(s.Granted(t.Context(), "T3", "EOTHER")), false)
		if q := s.Queue(); q != nil { // in a file nothing is seen of what is not committed
			erasing := got[pgx.Tx](t)(q.Pool.Begin(t.Context()))
			got[pgconn.CommandTag](t)(erasing.Exec(t.Context(), "UPDATE belongs SET installation = installation WHERE team = 'T3'"))
			short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			if is, err := s.Granted(short, "T3", "EORG"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("while it is erased: %v, %v", is, err)
			}
			ok(t, erasing.Rollback(t.Context()))
		}
		got[int](t)(s.Erase(t.Context(), "T3", "none"))
		same(t, "erased", got[bool](t)(s.Granted(t.Context(), "T3", "EORG")), false)
		same(t, "the organisation", got[bool](t)(s.Installed(t.Context(), "EORG")), true)
	})
}

// exported is what is kept of a workspace, by table.
func exported(t *testing.T, s *store.Store, id string) (tables []string, text string) {
	t.Helper()
	ok(t, s.Export(t.Context(), id, func(table string, row map[string]any) error {
		line, err := json.Marshal(row)
		tables, text = append(tables, table), text+string(line)+"\n"
		return err
	}))
	return tables, text
}

// What is erased of one workspace is all of it, and nothing of another one's; of
// an organisation, it is that of all its workspaces.
func TestErase(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s := got[*store.Store](t)(store.Open(t.Context(), url, new(clock).now))
		keepsOf(t, s)
		version := got[int64](t)(s.LearnedVersion(t.Context()))
		_, others := exported(t, s, "T2")
		same(t, "rows, if it was installed anew", got[int](t)(s.Erase(t.Context(), "T1", "sealed before")), 0)
		same(t, "rows", got[int](t)(s.Erase(t.Context(), "T1", "sealedT1")), 10)
		same(t, "rows, the second time", got[int](t)(s.Erase(t.Context(), "T1", "")), 0)
		if now := got[int64](t)(s.LearnedVersion(t.Context())); now == version {
			t.Error("nobody is told that something was unlearned")
		}
		same(t, "rows of the organisation", got[int](t)(s.Erase(t.Context(), "EORG", "")), 11)
		for _, id := range []string{"T1", "T3", "EORG"} {
			tables, _ := exported(t, s, id)
			same(t, "left of "+id, len(tables), 0)
		}
		_, after := exported(t, s, "T2")
		same(t, "others", after, others)
		ok(t, s.Close())
		if path, isFile := strings.CutPrefix(url, "sqlite://"); isFile {
			for gone, want := range map[string]bool{"wordsofT1": false, "UT1": false, "wordsofT3": false, "sealedT1": false, "wordsofT2": true} {
				if found := exec.Command("grep", "-q", gone, path).Run() == nil; found != want {
					t.Errorf("%s is in the file: %v, want %v", gone, found, want)
				}
			}
		}
	})
}

// What is left of a workspace goes, and stays where it was granted or installed again.
func TestEraseLeft(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		keepsOf(t, s)
		same(t, "rows of what is granted", got[int](t)(s.EraseLeft(t.Context(), "T3", "EORG")), 0)
		same(t, "rows of what is installed", got[int](t)(s.EraseLeft(t.Context(), "T1", "")), 0)
		if n := got[int](t)(s.EraseLeft(t.Context(), "T3", "EOTHER")); n == 0 {
			t.Error("of what another has been granted nothing goes")
		}
		tables, _ := exported(t, s, "T3")
		same(t, "left", len(tables), 0)
		tables, _ = exported(t, s, "T1")
		same(t, "of another", len(tables) > 0, true)
	})
}

// Where one token serves, how channels are set names no workspace, and goes with
// the only one.
func TestEraseTheOnlyOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		ok(t, s.SetSettings(t.Context(), "", "C1", store.Settings{Private: true, By: "U1"}))
		ok(t, s.Install(t.Context(), store.Installation{ID: "T2", Tokens: "sealed"}))
		tables, _ := exported(t, s, "T2")
		same(t, "of one that has installed the bot", tables, []string{"installations"})
		got[int](t)(s.Erase(t.Context(), "T2", ""))
		tables, _ = exported(t, s, "T1")
		same(t, "of the only one", tables, []string{"settings"})
		same(t, "rows", got[int](t)(s.Erase(t.Context(), "T1", "")), 1)
	})
}

// What is handed out of a workspace is all of it, without its token.
func TestExport(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, _ := fresh(t, url)
		keepsOf(t, s)
		tables, text := exported(t, s, "T1")
		want := []string{"installations", "writes", "turns", "listening", "settings", "asked", "feedback", "handoffs", "learned", "events"}
		same(t, "tables", tables, want)
		for _, want := range []string{`"question":"wordsofT1!"`, `"at":"2026-11-23T09:30:00.123Z"`, `"facts":["f"]`, `"private":true`} {
			if !strings.Contains(text, want) {
				t.Errorf("no %s in\n%s", want, text)
			}
		}
		for _, other := range []string{"sealed", "T2", "T3"} {
			if strings.Contains(text, other) {
				t.Errorf("%s is in\n%s", other, text)
			}
		}
		tables, _ = exported(t, s, "EORG")
		same(t, "tables of the organisation", tables, slices.Concat(want, []string{"belongs"}))
		tables, _ = exported(t, s, "T3")
		same(t, "tables of its workspace", tables, slices.Concat(want[1:], []string{"belongs"}))
	})
}

// Every table that knows of workspaces is exported and erased.
func TestKeptIsAll(t *testing.T) {
	t.Parallel()
	s, _ := fresh(t, "sqlite://:memory:")
	write, _ := s.Handles()
	rows, err := write.QueryContext(t.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%team %'")
	ok(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		ok(t, rows.Scan(&name))
		if !slices.Contains(store.Kept(), name) {
			t.Errorf("%s is not", name)
		}
	}
	ok(t, rows.Err())
}
