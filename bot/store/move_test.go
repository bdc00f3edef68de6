package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// full puts something of everything into a store.
func full(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	for i := range 12 {
		remember(t, s, "T", fmt.Sprint("U", i), "¶ größer 👍🏽 'quoted' \"as well\" \n", fmt.Sprint("E", i))
	}
	got[bool](t)(s.Claim(ctx, "digest"))
	for i := range 9 {
		id := fmt.Sprint("Ev", i)
		ok(t, s.Accept(ctx, []*store.Accepted{{ID: id, Message: "message " + id, Team: "T", User: "U", Body: `{"Kind":"mention"}`}}))
	}
	ok(t, s.Done(ctx, "Ev0"))
	ok(t, s.GiveUp(ctx, "Ev1", 8, "broken"))
	ok(t, s.Later(ctx, "Ev2", 3, start.Add(time.Hour), "limited"))
	got[store.Write](t)(s.BeginWrite(ctx, "Ev0", "post"))
	ok(t, s.EndWrite(ctx, "Ev0", "post", "C 1.1"))
	got[store.Write](t)(s.BeginWrite(ctx, "Ev2", "post"))
}

// content is what is in a store.
func content(t *testing.T, s *store.Store) []any {
	t.Helper()
	ctx := t.Context()
	all := everything(t, s, "T", "E0", "E1", "E11")
	all = append(all, got[[]store.Accepted](t)(s.Waiting(ctx)), got[[]store.Accepted](t)(s.Failed(ctx)), got[int64](t)(s.LearnedVersion(ctx)))
	all = append(all, got[store.Write](t)(s.BeginWrite(ctx, "Ev0", "post")), got[store.Write](t)(s.BeginWrite(ctx, "Ev2", "post")))
	return append(all, got[bool](t)(s.Claim(ctx, "digest")))
}

// TestMove moves everything from each kind of database to each.
func TestMove(t *testing.T) {
	t.Parallel()
	places := map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return "sqlite://" + file(t) },
		"postgres": pgtest.New,
	}
	for one, from := range places {
		for other, to := range places {
			t.Run(one+" to "+other, func(t *testing.T) {
				t.Parallel()
				from, to := open(t, from(t), new(clock).now), open(t, to(t), new(clock).now)
				full(t, from)
				moved := got[store.Moved](t)(from.MoveTo(t.Context(), to))
				same(t, "events to be done", moved.Waiting, 7)
				same(t, "what is kept", content(t, to), content(t, from))
				if _, err := from.MoveTo(t.Context(), to); err == nil || !strings.Contains(err.Error(), "not empty") {
					t.Errorf("moving twice: got error %v", err)
				}
				next := &store.Accepted{ID: "next", Message: "message next"}
				again := &store.Accepted{ID: "again", Message: "message Ev0"}
				ok(t, to.Accept(t.Context(), []*store.Accepted{next, again}))
				same(t, "a new one is fresh", next.Fresh, true)
				same(t, "one known from before is fresh", again.Fresh, false)
				waiting := got[[]store.Accepted](t)(to.Waiting(t.Context()))
				same(t, "the last", waiting[len(waiting)-1].ID, "next")
			})
		}
	}
}

// TestBackup: a backup is one file, as of one moment, and can be put back.
func TestBackup(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s := open(t, url, new(clock).now)
		full(t, s)
		path := filepath.Join(t.TempDir(), "backup.db")
		release := got[func()](t)(s.Exclusive(t.Context(), "a bot that works"))
		defer release()
		got[store.Moved](t)(s.Backup(t.Context(), path))
		if info := got[os.FileInfo](t)(os.Stat(path)); info.Mode() != 0o600 {
			t.Errorf("the mode is %v", info.Mode())
		}
		if beside := got[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path))); len(beside) != 1 {
			t.Errorf("beside it: %v", beside)
		}
		back := open(t, "sqlite://"+path, new(clock).now)
		same(t, "what is kept", content(t, back), content(t, s))
		if _, err := s.Backup(t.Context(), path); err == nil || !strings.Contains(err.Error(), "name another file") {
			t.Errorf("in the same place: got error %v", err)
		}
	})
}

// TestMoveNeedsRest: what a bot works on is not moved.
func TestMoveNeedsRest(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s, to := open(t, url, time.Now), open(t, "sqlite://:memory:", time.Now)
		if s.Queue() != nil {
			write, _ := s.Handles()
			_, err := write.ExecContext(t.Context(), "INSERT INTO river_leader (leader_id, elected_at, expires_at) VALUES ('it', now(), now() + interval '5 seconds')")
			ok(t, err)
		} else {
			defer got[func()](t)(open(t, url, time.Now).Exclusive(t.Context(), "it"))()
		}
		if _, err := s.MoveTo(t.Context(), to); err == nil || !strings.Contains(err.Error(), "stop it") {
			t.Errorf("got error %v", err)
		}
	})
}

// TestMoveAllOrNothing breaks off a move at its end.
func TestMoveAllOrNothing(t *testing.T) {
	t.Parallel()
	from, to := open(t, "sqlite://"+file(t), time.Now), open(t, "sqlite://"+file(t), time.Now)
	full(t, from)
	write, read := to.Handles()
	_, err := write.ExecContext(t.Context(), "CREATE TRIGGER spoils AFTER INSERT ON writes BEGIN UPDATE writes SET result = 'x'; END")
	ok(t, err)
	if _, err := from.MoveTo(t.Context(), to); err == nil || !strings.Contains(err.Error(), "nothing was moved") {
		t.Errorf("got error %v", err)
	}
	var left int
	ok(t, read.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM turns").Scan(&left))
	same(t, "rows there", left, 0)
}

// TestTablesAreAll holds what is moved against what the migrations make.
func TestTablesAreAll(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		_, read := open(t, url, time.Now).Handles()
		names := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'"
		if strings.HasPrefix(url, "postgres") {
			names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename !~ '^(goose|river)'"
		}
		rows := got[*sql.Rows](t)(read.QueryContext(t.Context(), names))
		var found []string
		for rows.Next() {
			var name string
			ok(t, rows.Scan(&name))
			found = append(found, name)
		}
		ok(t, errors.Join(rows.Err(), rows.Close()))
		want := slices.Sorted(slices.Values(store.Tables))
		slices.Sort(found)
		same(t, "tables", found, want)
	})
}
