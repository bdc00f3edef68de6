package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
)

// child has the test binary be another process, which opens the store named,
// claims something, and says whether it got it.
const child = "PILCROW_STORE_CHILD"

func TestMain(m *testing.M) {
	url := os.Getenv(child)
	if url == "" {
		os.Exit(m.Run())
	}
	if err := claimOnce(url); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func claimOnce(url string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, url, time.Now)
	if err != nil {
		return err
	}
	won, err := s.Claim(ctx, "digest T1 2026-W48")
	if err != nil {
		return err
	}
	fmt.Println("won:", won)
	return s.Close()
}

// start is when the tests' clocks start: a whole millisecond.
var start = time.Date(2026, 11, 23, 9, 30, 0, 123e6, time.UTC)

// clock is a time that passes when told to.
type clock struct{ past atomic.Int64 }

func (c *clock) now() time.Time       { return start.Add(time.Duration(c.past.Load())) }
func (c *clock) pass(d time.Duration) { c.past.Add(int64(d)) }

// file is the path of a store that is not there yet.
func file(t testing.TB) string { return filepath.Join(t.TempDir(), "pilcrow.db") }

// eachEngine runs a test once on a file and once on a PostgreSQL database.
func eachEngine(t *testing.T, test func(t *testing.T, url string)) {
	t.Parallel()
	for engine, url := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return "sqlite://" + file(t) },
		"postgres": pgtest.New,
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, url(t))
		})
	}
}

// open opens a store, until the test ends.
func open(t testing.TB, url string, now func() time.Time) *store.Store {
	t.Helper()
	s := got[*store.Store](t)(store.Open(t.Context(), url, now))
	t.Cleanup(func() { ok(t, s.Close()) })
	return s
}

// fresh opens a store with a clock of its own.
func fresh(t testing.TB, url string) (*store.Store, *clock) {
	t.Helper()
	c := new(clock)
	return open(t, url, c.now), c
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got is the value without the error, which there must not be.
func got[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		ok(t, err)
		return value
	}
}

func same(t rapid.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func notFound(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%s: got error %v, want ErrNotFound", what, err)
	}
}

// methods calls each method of a store once.
var methods = map[string]func(context.Context, *store.Store) error{
	"Begin": func(ctx context.Context, s *store.Store) error {
		_, err := s.Begin(ctx, store.Turn{ID: "E", Team: "T", Channel: "C", TS: "1", Reply: "2", User: "U"})
		return err
	},
	"Finish": func(ctx context.Context, s *store.Store) error {
		return s.Finish(ctx, store.Turn{ID: "E", Reply: "2", Outcome: "answered"})
	},
	"Turn":   func(ctx context.Context, s *store.Store) error { _, err := s.Turn(ctx, "E"); return err },
	"TurnAt": func(ctx context.Context, s *store.Store) error { _, err := s.TurnAt(ctx, "C", "1"); return err },
	"TurnReplied": func(ctx context.Context, s *store.Store) error {
		_, err := s.TurnReplied(ctx, "C", "2")
		return err
	},
	"Last": func(ctx context.Context, s *store.Store) error { _, err := s.Last(ctx, "T", "U"); return err },
	"Drop": func(ctx context.Context, s *store.Store) error { return s.Drop(ctx, "none") },
	"Earlier": func(ctx context.Context, s *store.Store) error {
		_, err := s.Earlier(ctx, "C", "1", start, 9)
		return err
	},
	"Listen":  func(ctx context.Context, s *store.Store) error { return s.Listen(ctx, "T", "C", "1", "U") },
	"Leave":   func(ctx context.Context, s *store.Store) error { return s.Leave(ctx, "C", "none") },
	"Listens": func(ctx context.Context, s *store.Store) error { _, err := s.Listens(ctx, "C", "1"); return err },
	"Settings": func(ctx context.Context, s *store.Store) error {
		_, err := s.Settings(ctx, "T", "C")
		return err
	},
	"SetSettings": func(ctx context.Context, s *store.Store) error {
		return s.SetSettings(ctx, "T", "C", store.Settings{Private: true})
	},
	"Record": func(ctx context.Context, s *store.Store) error { return s.Record(ctx, store.Asked{ID: "E", Team: "T"}) },
	"AskedSince": func(ctx context.Context, s *store.Store) error {
		_, err := s.AskedSince(ctx, "T", start)
		return err
	},
	"Judge": func(ctx context.Context, s *store.Store) error {
		return s.Judge(ctx, store.Feedback{Turn: "E", Team: "T", User: "U"})
	},
	"FeedbackSince": func(ctx context.Context, s *store.Store) error {
		_, err := s.FeedbackSince(ctx, "T", start)
		return err
	},
	"HandOver": func(ctx context.Context, s *store.Store) error {
		_, err := s.HandOver(ctx, store.Handoff{Turn: "E", Desk: "D", Post: "3"})
		return err
	},
	"DropHandoff": func(ctx context.Context, s *store.Store) error { return s.DropHandoff(ctx, "none") },
	"SetHandoff": func(ctx context.Context, s *store.Store) error {
		_, err := s.SetHandoff(ctx, store.Handoff{Turn: "E", Desk: "D", Post: "3"})
		return err
	},
	"Handoff":   func(ctx context.Context, s *store.Store) error { _, err := s.Handoff(ctx, "E"); return err },
	"HandoffAt": func(ctx context.Context, s *store.Store) error { _, err := s.HandoffAt(ctx, "D", "3"); return err },
	"Learn":     func(ctx context.Context, s *store.Store) error { return s.Learn(ctx, store.Learned{ID: "L"}) },
	"Unlearn":   func(ctx context.Context, s *store.Store) error { return s.Unlearn(ctx, "none") },
	"Learned":   func(ctx context.Context, s *store.Store) error { _, err := s.Learned(ctx); return err },
	"LearnedVersion": func(ctx context.Context, s *store.Store) error {
		_, err := s.LearnedVersion(ctx)
		return err
	},
	"Claim":   func(ctx context.Context, s *store.Store) error { _, err := s.Claim(ctx, "digest"); return err },
	"Unclaim": func(ctx context.Context, s *store.Store) error { _, err := s.Unclaim(ctx, "none"); return err },
	"Forget":  func(ctx context.Context, s *store.Store) error { _, err := s.Forget(ctx, "T", "nobody"); return err },
	"Expire":  func(ctx context.Context, s *store.Store) error { return s.Expire(ctx, time.Hour, time.Hour) },
	"Accept": func(ctx context.Context, s *store.Store) error {
		return s.Accept(ctx, []*store.Accepted{{ID: "Ev1"}})
	},
	"Waiting":  func(ctx context.Context, s *store.Store) error { _, err := s.Waiting(ctx); return err },
	"Failures": func(ctx context.Context, s *store.Store) error { _, err := s.Failures(ctx); return err },
	"Failed":   func(ctx context.Context, s *store.Store) error { _, err := s.Failed(ctx); return err },
	"Done":     func(ctx context.Context, s *store.Store) error { return s.Done(ctx, "none") },
	"Later":    func(ctx context.Context, s *store.Store) error { return s.Later(ctx, "none", 1, start, "") },
	"GiveUp":   func(ctx context.Context, s *store.Store) error { return s.GiveUp(ctx, "none", 1, "") },
	"Requeue":  func(ctx context.Context, s *store.Store) error { _, err := s.Requeue(ctx); return err },
	"Requeued": func(ctx context.Context, s *store.Store) error { _, err := s.Requeued(ctx); return err },
	"BeginWrite": func(ctx context.Context, s *store.Store) error {
		_, err := s.BeginWrite(ctx, "Ev1", "post")
		return err
	},
	"EndWrite": func(ctx context.Context, s *store.Store) error { return s.EndWrite(ctx, "Ev1", "post", "1.1") },
	"Worker":   func(ctx context.Context, s *store.Store) error { _, err := s.Worker(ctx); return err },
	"Exclusive": func(ctx context.Context, s *store.Store) error {
		release, err := s.Exclusive(ctx, "one")
		if err == nil {
			release()
		}
		return err
	},
	"Install": func(ctx context.Context, s *store.Store) error {
		return s.Install(ctx, store.Installation{ID: "T", Tokens: "x"})
	},
	"Installation":  func(ctx context.Context, s *store.Store) error { _, err := s.Installation(ctx, "T"); return err },
	"Granted":       func(ctx context.Context, s *store.Store) error { _, err := s.Granted(ctx, "T2", "E1"); return err },
	"IsWaiting":     func(ctx context.Context, s *store.Store) error { _, err := s.IsWaiting(ctx, "none"); return err },
	"Installed":     func(ctx context.Context, s *store.Store) error { _, err := s.Installed(ctx, "T"); return err },
	"Installations": func(ctx context.Context, s *store.Store) error { _, err := s.Installations(ctx); return err },
	"BeginRenewal": func(ctx context.Context, s *store.Store) error {
		_, err := s.BeginRenewal(ctx, "T", "x", time.Second)
		return err
	},
	"Renew": func(ctx context.Context, s *store.Store) error {
		_, err := s.Renew(ctx, "T", "y", "z", start)
		return err
	},
	"Belong": func(ctx context.Context, s *store.Store) error {
		_, err := s.Belong(ctx, "T2", "E1", start)
		return err
	},
	"Revoke":    func(ctx context.Context, s *store.Store) error { return s.Revoke(ctx, "T9", "E1", start) },
	"BelongsTo": func(ctx context.Context, s *store.Store) error { _, err := s.BelongsTo(ctx, "T2"); return err },
	"Erase":     func(ctx context.Context, s *store.Store) error { _, err := s.Erase(ctx, "nobody", ""); return err },
	"EraseLeft": func(ctx context.Context, s *store.Store) error { _, err := s.EraseLeft(ctx, "nobody", ""); return err },
	"Export": func(ctx context.Context, s *store.Store) error {
		return s.Export(ctx, "T", func(string, map[string]any) error { return nil })
	},
	"DropWrite": func(ctx context.Context, s *store.Store) error { return s.DropWrite(ctx, "none", "post") },
}

// inOrder are the names of the methods, those first that others need.
func inOrder(t *testing.T) []string {
	t.Helper()
	names := []string{"Begin", "Finish", "HandOver"}
	others := []string{"Close", "Impatient", "Handles", "Down", "Queue", "Transact", "Watch", "MoveTo", "Backup"}
	for method := range reflect.TypeFor[*store.Store]().Methods() {
		switch {
		case slices.Contains(names, method.Name), slices.Contains(others, method.Name):
		case methods[method.Name] == nil:
			t.Errorf("no test calls %s: add it to methods", method.Name)
		default:
			names = append(names, method.Name)
		}
	}
	return names
}

func TestEveryMethod(t *testing.T) {
	t.Parallel()
	over, end := context.WithCancel(t.Context())
	end()
	for place, url := range map[string]func(testing.TB) string{
		"file":     func(t testing.TB) string { return "sqlite://" + file(t) },
		"memory":   func(testing.TB) string { return "sqlite://:memory:" },
		"postgres": pgtest.New,
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			s := got[*store.Store](t)(store.Open(t.Context(), url(t), new(clock).now))
			for _, name := range inOrder(t) {
				if err := methods[name](over, s); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "store: ") {
					t.Errorf("%s once the context has ended: got error %v, want the context's", name, err)
				}
			}
			for _, name := range inOrder(t) {
				if err := methods[name](t.Context(), s); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			ok(t, s.Close())
			ok(t, s.Close())
			for _, name := range inOrder(t) {
				if err := methods[name](t.Context(), s); err == nil {
					t.Errorf("%s of a closed store: got no error", name)
				}
			}
		})
	}
}

// TestContextEndsMidway ends contexts at any moment: what is in memory survives.
func TestContextEndsMidway(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s := open(t, url, time.Now)
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				ctx, end := context.WithCancel(t.Context())
				go end()
				for range 3 {
					if _, err := s.Begin(ctx, store.Turn{ID: fmt.Sprint(i)}); err != nil && !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					if _, err := s.AskedSince(ctx, "T", start); err != nil && !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		got[int64](t)(s.LearnedVersion(t.Context()))
	})
}

func TestExplain(t *testing.T) {
	t.Parallel()
	over, end := context.WithCancel(t.Context())
	end()
	tests := map[string]struct {
		ctx  context.Context
		err  error
		want error
	}{
		"nothing went wrong":        {t.Context(), nil, nil},
		"nothing, just in time":     {over, nil, nil},
		"something":                 {t.Context(), sql.ErrTxDone, sql.ErrTxDone},
		"what a context's end does": {over, sql.ErrTxDone, context.Canceled},
	}
	for name, test := range tests {
		if err := store.Explain(test.ctx, "doing it", test.err); !errors.Is(err, test.want) {
			t.Errorf("%s: got error %v, want %v", name, err, test.want)
		}
	}
}

func TestMemoryIsGoneAfterwards(t *testing.T) {
	t.Parallel()
	one := open(t, "sqlite://:memory:", time.Now)
	other := open(t, "sqlite://:memory:", time.Now)
	for _, s := range []*store.Store{one, other} {
		if !got[bool](t)(s.Claim(t.Context(), "it")) {
			t.Error("somebody else has claimed it")
		}
	}
}

func TestReopen(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		look := func(s *store.Store) (everything [7]any) {
			t.Helper()
			ctx := t.Context()
			everything[0] = got[store.Turn](t)(s.Turn(ctx, "E"))
			everything[1] = got[bool](t)(s.Listens(ctx, "C", "1"))
			everything[2] = got[store.Settings](t)(s.Settings(ctx, "T", "C"))
			everything[3] = got[[]store.Asked](t)(s.AskedSince(ctx, "T", start))
			everything[4] = got[[]store.Feedback](t)(s.FeedbackSince(ctx, "T", start))
			everything[5] = got[store.Handoff](t)(s.Handoff(ctx, "E"))
			everything[6] = got[[]store.Learned](t)(s.Learned(ctx))
			return everything
		}
		s := got[*store.Store](t)(store.Open(t.Context(), url, new(clock).now))
		for _, name := range inOrder(t) {
			ok(t, methods[name](t.Context(), s))
		}
		before := look(s)
		ok(t, s.Close())
		for range 2 {
			s = got[*store.Store](t)(store.Open(t.Context(), url, new(clock).now))
			same(t, "what is kept", look(s), before)
			same(t, "migrations done", migrations(t, s), 3)
			if got[bool](t)(s.Claim(t.Context(), "digest")) {
				t.Error("what was claimed may be claimed again")
			}
			ok(t, s.Close())
		}
	})
}

func migrations(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	_, read := s.Handles()
	ok(t, read.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0").Scan(&n))
	return n
}

func TestMigrationGoesBack(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		s := open(t, url, time.Now)
		ok(t, s.Down(t.Context()))
		_, read := s.Handles()
		var left int
		ok(t, read.QueryRowContext(t.Context(),
			tablesLeft(s)).Scan(&left))
		same(t, "tables and indexes left", left, 0)
		again := open(t, url, time.Now)
		same(t, "version", got[int64](t)(again.LearnedVersion(t.Context())), int64(0))
	})
}

// tablesLeft counts what is there but for what the libraries have for themselves.
func tablesLeft(s *store.Store) string {
	if s.Queue() != nil {
		return `SELECT (SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename !~ '^(goose|river)')
			+ (SELECT COUNT(*) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'pilcrow%')`
	}
	return "SELECT COUNT(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'"
}

// meeting are migrations that two read together: both know by then what is to
// be done.
type meeting struct {
	fs.FS
	meet chan struct{}
}

func (m meeting) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".sql") {
		select {
		case m.meet <- struct{}{}:
		case <-m.meet:
		}
	}
	return m.FS.Open(name)
}

func TestMigrationsMeet(t *testing.T) {
	t.Parallel()
	path := file(t)
	s := open(t, "sqlite://"+path, time.Now)
	ok(t, s.Down(t.Context()))
	together := meeting{os.DirFS("."), make(chan struct{})}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := store.Migrate(t.Context(), path, together); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	same(t, "migrations done", migrations(t, s), 3)
}

func TestHowTheFileIsUsed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "and newer", "100%?#.db")
	s := open(t, "sqlite://"+path, time.Now)
	got[bool](t)(s.Claim(t.Context(), "it"))
	got[int64](t)(s.LearnedVersion(t.Context()))
	write, read := s.Handles()
	for _, test := range []struct {
		pragma           string
		write, read, any string
	}{
		{pragma: "journal_mode", any: "wal"},
		{pragma: "busy_timeout", any: "10000"},
		{pragma: "temp_store", any: "2"},
		{pragma: "synchronous", write: "2"},
		{pragma: "foreign_keys", write: "1"},
		{pragma: "secure_delete", write: "1"},
		{pragma: "query_only", write: "0", read: "1"},
	} {
		var writes, reads string
		ok(t, write.QueryRowContext(t.Context(), "PRAGMA "+test.pragma).Scan(&writes))
		ok(t, read.QueryRowContext(t.Context(), "PRAGMA "+test.pragma).Scan(&reads))
		if want := test.any + test.write; want != "" && writes != want {
			t.Errorf("%s of the writer is %s, want %s", test.pragma, writes, want)
		}
		if want := test.any + test.read; want != "" && reads != want {
			t.Errorf("%s of a reader is %s, want %s", test.pragma, reads, want)
		}
	}
	for name, want := range map[string]os.FileMode{
		path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, filepath.Dir(path): os.ModeDir | 0o700,
	} {
		info := got[os.FileInfo](t)(os.Stat(name))
		if info.Mode() != want {
			t.Errorf("%s is %v, want %v", filepath.Base(name), info.Mode(), want)
		}
	}
}

func TestOpenTellsWhatToDo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		url  func(t *testing.T) string
		want []string
	}{
		"another database": {
			func(*testing.T) string { return "mysql://bot:secret@db/pilcrow" },
			[]string{"mysql://…", "sqlite:///path/to/pilcrow.db", "postgres://user:password@host:5432/database", "sqlite://:memory:"},
		},
		"a path alone": {
			func(*testing.T) string { return "/var/lib/pilcrow.db" },
			[]string{"what does not begin with sqlite:// or postgres://", "sqlite:///path/to/pilcrow.db"},
		},
		"no path": {
			func(*testing.T) string { return "sqlite://" },
			[]string{"sqlite:///path/to/pilcrow.db"},
		},
		"no database": {
			func(t *testing.T) string {
				path := file(t)
				ok(t, os.WriteFile(path, []byte(strings.Repeat("# Dear diary\n", 1000)), 0o600))
				return "sqlite://" + path
			},
			[]string{"pilcrow.db", "not a database", "Move the file away"},
		},
		"a damaged database": {
			func(t *testing.T) string {
				path := file(t)
				ok(t, got[*store.Store](t)(store.Open(t.Context(), "sqlite://"+path, time.Now)).Close())
				whole := got[[]byte](t)(os.ReadFile(path))
				for i := range whole[100:] {
					whole[100+i] = 'x'
				}
				ok(t, os.WriteFile(path, whole, 0o600))
				return "sqlite://" + path
			},
			[]string{"pilcrow.db", "malformed", "Move the file away"},
		},
		"of a newer pilcrow": {
			func(t *testing.T) string {
				path := file(t)
				s := open(t, "sqlite://"+path, time.Now)
				write, _ := s.Handles()
				_, err := write.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)")
				ok(t, err)
				return "sqlite://" + path
			},
			[]string{"pilcrow.db", "newer pilcrow", "version 99", "Run that pilcrow"},
		},
		"a directory": {
			func(t *testing.T) string { return "sqlite://" + t.TempDir() },
			[]string{"writable"},
		},
		"in a file": {
			func(t *testing.T) string {
				path := file(t)
				ok(t, os.WriteFile(path, nil, 0o600))
				return "sqlite://" + path + "/pilcrow.db"
			},
			[]string{"pilcrow.db", "not a directory", "writable"},
		},
		"where nobody may write": {
			func(t *testing.T) string {
				if runtime.GOOS != "linux" {
					t.Skip("needs a place where even root may not write")
				}
				return "sqlite:///proc/pilcrow/pilcrow.db"
			},
			[]string{"/proc/pilcrow/pilcrow.db", "writable"},
		},
		"where we may not write": {
			func(t *testing.T) string {
				if os.Geteuid() == 0 {
					t.Skip("root may write anywhere")
				}
				dir := t.TempDir()
				ok(t, os.Chmod(dir, 0o500))
				return "sqlite://" + dir + "/pilcrow.db"
			},
			[]string{"pilcrow.db", "permission denied", "writable"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), test.url(t), time.Now)
			if err == nil {
				ok(t, s.Close())
				t.Fatal("got no error")
			}
			for _, want := range append(test.want, "store: ") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got error %q, want %q in it", err, want)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("got error %q, which tells the password", err)
			}
		})
	}
}

// TestOpenPostgresTellsWhatToDo has what is wrong with a PostgreSQL database told
// without the password.
func TestOpenPostgresTellsWhatToDo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		url  func(t *testing.T) string
		want []string
	}{
		"no URL": {
			func(*testing.T) string { return "postgres://bot:secr%et@db:x/pilcrow" },
			[]string{"cannot read", "postgres://user:password@host:5432/database", "PILCROW_DATABASE"},
		},
		"no server": {
			func(t *testing.T) string {
				listener := got[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
				ok(t, listener.Close())
				return "postgres://bot:secret@" + listener.Addr().String() + "/pilcrow?sslmode=disable"
			},
			[]string{"cannot reach PostgreSQL at 127.0.0.1:", "Start it"},
		},
		"no database": {
			func(t *testing.T) string { return strings.Replace(pgtest.New(t), "/postgres?", "/none_such?", 1) },
			[]string{"there is no database none_such", "createdb"},
		},
		"of a newer pilcrow": {
			func(t *testing.T) string {
				url := pgtest.New(t)
				write, _ := open(t, url, time.Now).Handles()
				_, err := write.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)")
				ok(t, err)
				return url
			},
			[]string{"newer pilcrow", "version 99", "Run that pilcrow"},
		},
		"no rights": {
			func(t *testing.T) string {
				at := got[*url.URL](t)(url.Parse(pgtest.New(t)))
				admin := got[*sql.DB](t)(sql.Open("pgx", at.String()))
				defer func() { ok(t, admin.Close()) }()
				schema := at.Query().Get("search_path")
				role := schema + "_role"
				for _, statement := range []string{
					"CREATE ROLE " + role + " LOGIN PASSWORD 'secret'", "GRANT USAGE ON SCHEMA " + schema + " TO " + role,
				} {
					_, err := admin.ExecContext(t.Context(), statement)
					ok(t, err)
				}
				t.Cleanup(func() {
					admin := got[*sql.DB](t)(sql.Open("pgx", at.String()))
					_, err := admin.ExecContext(context.WithoutCancel(t.Context()), "DROP OWNED BY "+role+"; DROP ROLE "+role)
					ok(t, errors.Join(err, admin.Close()))
				})
				as := *at
				as.User = url.UserPassword(role, "secret")
				return as.String()
			},
			[]string{"may not make tables", "owner"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := test.url(t)
			s, err := store.OpenImpatiently(t.Context(), url, time.Now)
			if err == nil {
				ok(t, s.Close())
				t.Fatal("got no error")
			}
			for _, want := range append(test.want, "store: ") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got error %q, want %q in it", err, want)
				}
			}
			if strings.Contains(err.Error(), "secr") {
				t.Errorf("got error %q, which tells the password", err)
			}
		})
	}
}

// TestBusy holds the file as another program may.
func TestBusy(t *testing.T) {
	t.Parallel()
	path := file(t)
	s, other := open(t, "sqlite://"+path, time.Now), open(t, "sqlite://"+path, time.Now)
	ok(t, s.Impatient(t.Context()))
	write, read := other.Handles()

	tx, err := write.BeginTx(t.Context(), nil)
	ok(t, err)
	_, err = s.Claim(t.Context(), "it")
	if err == nil || !strings.Contains(store.Advise(path, err).Error(), "stop that program") {
		t.Errorf("while another program writes: got error %v, want that it be stopped", err)
	}
	got[int64](t)(s.LearnedVersion(t.Context())) // reading goes on
	ok(t, tx.Rollback())

	reader, err := read.Conn(t.Context())
	ok(t, err)
	for _, statement := range []string{"BEGIN", "SELECT * FROM turns"} {
		_, err = reader.ExecContext(t.Context(), statement)
		ok(t, err)
	}
	got[bool](t)(s.Begin(t.Context(), store.Turn{ID: "E", Team: "T", User: "U"})) // writing goes on
	rows, err := s.Forget(t.Context(), "T", "U")
	if err == nil || rows != 1 || !strings.Contains(err.Error(), "another program") {
		t.Errorf("forgetting while another program reads: got %d rows and error %v, want 1 and that program", rows, err)
	}
	_, err = reader.ExecContext(t.Context(), "ROLLBACK")
	ok(t, errors.Join(err, reader.Close()))
	same(t, "rows of somebody forgotten", got[int](t)(s.Forget(t.Context(), "T", "U")), 0)
}

// TestOneWinner has two stores on one file race for the same things.
func TestOneWinner(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		stores := []*store.Store{open(t, url, time.Now), open(t, url, time.Now)}
		const racers, rounds = 8, 4
		races := map[string]func(s *store.Store, round, racer int) (bool, error){
			"Claim": func(s *store.Store, round, _ int) (bool, error) {
				return s.Claim(t.Context(), fmt.Sprint("digest ", round))
			},
			"Begin": func(s *store.Store, round, _ int) (bool, error) {
				return s.Begin(t.Context(), store.Turn{ID: fmt.Sprint("E", round)})
			},
			"Begin about one message": func(s *store.Store, round, racer int) (bool, error) {
				return s.Begin(t.Context(), store.Turn{ID: fmt.Sprint("M", round, " ", racer), Channel: "C", TS: fmt.Sprint(round)})
			},
			"HandOver": func(s *store.Store, round, _ int) (bool, error) {
				return s.HandOver(t.Context(), store.Handoff{Turn: fmt.Sprint("E", round)})
			},
		}
		for name, race := range races {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				for round := range rounds {
					var winners atomic.Int32
					var all sync.WaitGroup
					gate := make(chan struct{})
					for racer := range racers {
						all.Go(func() {
							<-gate
							won, err := race(stores[racer%2], round, racer)
							if err != nil {
								t.Error(err)
							}
							if won {
								winners.Add(1)
							}
						})
					}
					close(gate)
					all.Wait()
					if n := winners.Load(); n != 1 {
						t.Errorf("round %d: %d winners, want 1", round, n)
					}
				}
			})
		}
	})
}

// TestProcesses has processes make the same file at the same time.
func TestProcesses(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		const processes = 3
		said := make([]string, processes)
		var all sync.WaitGroup
		for i := range processes {
			all.Go(func() {
				process := exec.CommandContext(t.Context(), os.Args[0])
				process.Env = append(os.Environ(), child+"="+url)
				out, err := process.CombinedOutput()
				if err != nil {
					t.Errorf("%v: %s", err, out)
				}
				said[i] = strings.TrimSpace(string(out))
			})
		}
		all.Wait()
		slices.Sort(said)
		same(t, "what the processes say", said, []string{"won: false", "won: false", "won: true"})
		same(t, "migrations done", migrations(t, open(t, url, time.Now)), 3)
	})
}
