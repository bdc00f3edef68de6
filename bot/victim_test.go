package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

// asVictim is the environment variable that makes this program a bot, which a
// test then can kill: a JSON object of how it is to be configured.
const asVictim = "PILCROW_TEST_VICTIM"

// victimMain is the bot's process. It ends in good order on SIGTERM.
func victimMain(config string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	var c victimConfig
	err := json.Unmarshal([]byte(config), &c)
	if err == nil {
		library := smallLibrary
		if c.Whole {
			library = wholeLibrary
		}
		l := library()
		err = bot.Run(ctx, c.Asking(func(question string, earlier, articles []string) answer.Answer {
			l.Wait() // as for a true answer
			return echo(question, earlier, articles)
		}).Hurried(), l, zerolog.New(os.Stderr).Level(zerolog.InfoLevel))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// victimConfig is how a bot's process is to run.
type victimConfig struct {
	bot.Config
	Whole bool // it loads the whole base, as the program does
}

// wholeLibrary is the embedded base, made ready as the program does it.
func wholeLibrary() *bot.Library {
	files, err := facts.Read(seeds.FS)
	if err != nil {
		panic(err)
	}
	base, err := files.Load()
	if err != nil {
		panic(err)
	}
	l, err := bot.PrepareLibrary(files, base, "")
	if err != nil {
		panic(err)
	}
	return l
}

// smallLibrary holds one article of the embedded base, so that a process starts
// fast, however large the base becomes.
func smallLibrary() *bot.Library { return libraryOf(oneArticle("amazon-nokia-2024"), "") }

// oneArticle is the embedded base with one of its articles alone.
func oneArticle(id string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, pattern := range []string{id + ".yaml", id + ".facts.yaml", "vocabulary/[ekr]*.yaml"} {
		names, err := fs.Glob(seeds.FS, pattern)
		if err != nil || len(names) == 0 {
			panic(fmt.Sprint("no ", pattern, " in the base"))
		}
		for _, name := range names {
			data, err := fs.ReadFile(seeds.FS, name)
			if err != nil {
				panic(err)
			}
			files[name] = &fstest.MapFile{Data: data}
		}
	}
	return files
}

// victim is a bot in a process of its own.
type victim struct {
	t      *testing.T
	log    *logs
	config string
	target atomic.Pointer[url.URL] // where it takes in HTTP; nil for nowhere yet

	mu      sync.Mutex
	process *exec.Cmd
	over    bool // it is not to be started any more
}

// start starts the process.
func (v *victim) start() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.begin()
}

// begin is start for those who hold mu.
func (v *victim) begin() {
	if v.over {
		return
	}
	v.process = exec.Command(os.Args[0])
	v.process.Env = append(os.Environ(), asVictim+"="+v.config)
	v.process.Stderr = told{v}
	if err := v.process.Start(); err != nil {
		v.t.Errorf("starting the bot: %v", err)
		v.over = true
	}
}

// kill ends the process at once, whatever it is at, does what is to be done while
// it is dead, and starts it again.
func (v *victim) kill(dead func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.over {
		return
	}
	if err := v.process.Process.Kill(); err != nil {
		v.t.Errorf("killing the bot: %v", err)
	}
	_ = v.process.Wait() // says that it was killed
	dead()
	v.begin()
}

// end ends the process in good order and says how long that took.
func (v *victim) end() time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.over {
		return 0
	}
	v.over = true
	begun := time.Now()
	if err := v.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		v.t.Errorf("ending the bot: %v", err)
	}
	if err := v.process.Wait(); err != nil {
		v.t.Errorf("the bot ended: %v; log:\n%s", err, v.log)
	}
	return time.Since(begun)
}

// again starts the process that was ended.
func (v *victim) again() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.over = false
	v.begin()
}

// told keeps what the process logs, and learns from it where it listens.
type told struct{ *victim }

func (v told) Write(text []byte) (int, error) {
	var line struct{ Message, Address string }
	for decoder := json.NewDecoder(bytes.NewReader(text)); decoder.Decode(&line) == nil; {
		if line.Message == "starting" && line.Address != "" {
			v.target.Store(&url.URL{Scheme: "http", Host: line.Address})
		}
	}
	return v.log.Write(text)
}

// front passes what comes on to one of the victims, wherever it listens now.
func front(victims []*victim) http.Handler {
	v := victims[0]
	transport := http.DefaultTransport.(*http.Transport).Clone()
	v.t.Cleanup(transport.CloseIdleConnections)
	var turn atomic.Int64
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(r.In.Context().Value(toward{}).(*url.URL)) },
		Transport:    transport,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target := victims[turn.Add(1)%int64(len(victims))].target.Load()
		if target == nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), toward{}, target)))
	})
}

// toward is the key of where a request goes.
type toward struct{}
