package main

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/pilcrow-bot/pilcrow/bot/seal"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/store/pgtest"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// TestMain lets the test binary stand in for pilcrow in scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pilcrow": main})
}

// TestScript runs the program as a user does. A script in testdata/script is
// read from the top: commands, then what they have to print, then the files
// they use. No Go has to be written to add a case.
//
// Beside testscript's own commands there are
//
//	base DIR [ARTICLE] write the embedded base to a directory; or what it has on one article,
//	                  which is ready in a fraction of the time
//	replace FILE A B  put B for A, which has to stand just once in a file
//	write FILE TEXT N write a text N times to a file; \xff and \n mean what they mean in Go
//	cell FILE ID COLUMN TEXT
//	                  put a text into a workbook, in the row whose id ends so, under the name of a column
//	jsonlines FILE N  hold that a file is N lines of JSON objects, or some
//	workspace [WHOLE] start a local Slack, and set SLACK_API_URL, GOOD_BOT_TOKEN, GOOD_APP_TOKEN, and
//	                  ROOM to a channel with the bot in it; with any word behind it, the app has all the
//	                  scopes of the manifest
//	told TEXT         wait until the bot has said something with TEXT in that channel
//	installed DB KEY  have a database say that the workspace has installed the bot, with a key for its token
//	connected         wait until the bot has its connection to it
//	occupy            take a port, and set OCCUPIED to its address
//	postgres          make a PostgreSQL database, and set POSTGRES to its URL
//
// The condition postgres is whether there is a server for that.
func TestScript(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program dozens of times")
	}
	t.Parallel()
	texts, err := filepath.Abs(inRepo("../shared/seeds"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TEXTS", texts)
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Values[slackKey{}] = &slackHere{}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			_, err := os.Stat(texts)
			return cond == "texts" && err == nil || cond == "postgres" && pgtest.Here() == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"base":      writeBase,
			"replace":   replace,
			"write":     write,
			"jsonlines": jsonLines,
			"workspace": startWorkspace,
			"installed": installed,
			"cell":      cell,
			"connected": connected,
			"told":      told,
			"occupy":    occupy,
			"postgres":  postgres,
		},
	})
}

func writeBase(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: base DIR [ARTICLE]")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.CopyFS(dir, seeds.FS))
	if len(args) == 1 {
		return
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	ts.Check(err)
	for _, f := range files {
		if !strings.HasPrefix(filepath.Base(f), args[1]+".") {
			ts.Check(os.Remove(f))
		}
	}
}

func replace(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: replace FILE A B")
	}
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, args[1]); n != 1 {
		ts.Fatalf("%q stands %d times in %s, want once", args[1], n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

func write(ts *testscript.TestScript, _ bool, args []string) {
	times := 1
	if len(args) == 3 {
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		times = n
	}
	if len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: write FILE TEXT [TIMES]")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(text, times)), 0o600))
}

func cell(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: cell FILE ID COLUMN TEXT")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	sheet := book.GetSheetName(0)
	rows, err := book.GetRows(sheet)
	ts.Check(err)
	row := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && strings.HasSuffix(r[0], args[1]) })
	at, err := excelize.CoordinatesToCellName(slices.Index(rows[0], args[2])+1, row+1)
	ts.Check(err)
	ts.Check(book.SetCellStr(sheet, at, args[3]))
	ts.Check(book.Save())
}

func jsonLines(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: jsonlines FILE [N]")
	}
	n := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		n++
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("line %d is no JSON object: %v", n, err)
		}
	}
	if n == 0 || len(args) == 2 && args[1] != strconv.Itoa(n) {
		ts.Fatalf("%s has %d lines", args[0], n)
	}
}

// slackHere is the local Slack of one script.
type slackHere struct {
	*workspace.Workspace
	app  workspace.App
	room string
}

type slackKey struct{}

func startWorkspace(ts *testscript.TestScript, _ bool, args []string) {
	ws := workspace.New(workspace.Options{})
	granted := []string{"app_mentions:read", "chat:write", "commands", "im:history"}
	if len(args) > 0 {
		var err error
		granted, err = scopes()
		ts.Check(err)
	}
	app := ws.Install(workspace.App{
		Name: "pilcrow", Events: []string{"app_mention", "message.im"}, Commands: []string{"/licensing"}, Scopes: granted,
		ClientID: "1.1", ClientSecret: "theclientsecret",
	})
	server, err := ws.Listen("127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { ts.Check(server.Close()) })
	room := ws.AddChannel("room", app.BotUserID).ID
	*ts.Value(slackKey{}).(*slackHere) = slackHere{ws, app, room}
	ts.Setenv("ROOM", room)
	ts.Setenv("SLACK_API_URL", server.APIURL())
	ts.Setenv("GOOD_BOT_TOKEN", app.BotToken)
	ts.Setenv("GOOD_APP_TOKEN", app.AppToken)
}

func installed(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: installed DATABASE KEY")
	}
	here := ts.Value(slackKey{}).(*slackHere)
	keys, err := seal.Parse(args[1])
	ts.Check(err)
	ctx := context.Background()
	memory, err := store.Open(ctx, args[0], time.Now)
	ts.Check(err)
	id := here.TeamID()
	ts.Check(memory.Install(ctx, store.Installation{
		ID: id, Name: "Workshop", Bot: here.app.BotUserID, Tokens: keys.Seal(id, `{"Token":"`+here.app.BotToken+`"}`),
	}))
	ts.Check(memory.Record(ctx, store.Asked{ID: "Ev1", Team: id, User: "U1", Text: "Who pays?", Outcome: "answered"}))
	ts.Check(memory.Close())
	ts.Setenv("TEAM", id)
}

func connected(ts *testscript.TestScript, _ bool, _ []string) {
	here := ts.Value(slackKey{}).(*slackHere)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ts.Check(here.Wait(ctx, func(w *workspace.Workspace) bool { return w.Connections(here.app.AppID) > 0 }))
}

func told(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: told TEXT")
	}
	here := ts.Value(slackKey{}).(*slackHere)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ts.Check(here.Wait(ctx, func(w *workspace.Workspace) bool {
		return slices.ContainsFunc(w.Messages(here.room), func(m workspace.Message) bool { return strings.Contains(m.Text, args[0]) })
	}))
}

func postgres(ts *testscript.TestScript, _ bool, _ []string) {
	url, drop, err := pgtest.Make()
	ts.Check(err)
	ts.Defer(func() { ts.Check(drop()) })
	ts.Setenv("POSTGRES", url)
}

func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { ts.Check(l.Close()) })
	ts.Setenv("OCCUPIED", l.Addr().String())
}
