package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/rs/zerolog"

	"github.com/pilcrow-bot/pilcrow/bot"
	onpage "github.com/pilcrow-bot/pilcrow/bot/workspace/page"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

var (
	shots     = flag.String("shots", "", "write what the browser shows to this directory, as images to look at")
	inBrowser = flag.Bool("browser", false, "fail, rather than skip, where there is no browser, and play every scene")
)

// browser starts the browser for all scenes, or skips the test where there is
// none.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	switch {
	case path == "" && *inBrowser:
		t.Fatal("there is no Chromium here")
	case path == "":
		t.Skip("there is no Chromium here; Debian's package chromium will do")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1280, 800))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	return ctx
}

// scene is the demo's own workspace with the real bot in it, and a browser that
// shows it.
type scene struct {
	*desk
	t   *testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	faults []string // what the browser's console complains of
}

// finder lets tests find things on the page as people do: by what they are and
// what they are called. What is hidden is not found.
const finder = `
window.named = (node) => (node.getAttribute('aria-label') || (node.labels && node.labels[0]?.textContent) || node.textContent || '').trim()
window.roles = {
  button: 'button, [role=button], a.button', summary: 'summary', link: 'a', menuitem: '[role=menuitem]', option: '[role=option]', tab: '.tabs a', line: '.line',
  box: 'textarea, input:not([type=radio], [type=checkbox]), select', radio: 'input[type=radio], input[type=checkbox]', message: '.message',
  heading: 'h1, h2, h3, h4', dialog: 'dialog[open]', chart: 'figure.chart', table: 'table', alert: '.note', text: '.text, .rich, .context, .only, p, li, span, td, th, strong',
}
window.find = (role, name, within) => [...(within || (role !== 'dialog' && document.querySelector('dialog[open]')) || document).querySelectorAll(roles[role])]
  .filter((n) => n.checkVisibility({ visibilityProperty: true }) && named(n).includes(name)).at(-1)
`

// open opens the page as it is for somebody who sees it for the first time.
func open(t *testing.T, browser context.Context) *scene {
	t.Helper()
	d, err := openDesk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server, err := d.ws.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	shown, err := onpage.Listen(d.ws, "127.0.0.1:0", onpage.Options{Players: d.players, Sources: d.sources})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := shown.Close(); err != nil {
			t.Error(err)
		}
	})
	engine, err := theEngine()
	if err != nil {
		t.Fatal(err)
	}
	files, err := facts.Read(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	library := bot.NewLibrary(files, engine, "")
	d.library.Store(library)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.run(ctx, library, server.APIURL(), zerolog.Nop()) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	s := &scene{desk: d, t: t, url: shown.URL}
	tab, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	s.ctx = tab
	t.Cleanup(closeTab)
	if err := chromedp.Listen(tab, s.note); err != nil {
		t.Fatal(err)
	}
	s.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, log.Enable, cdp.Empty{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: finder})
		return err
	}), chromedp.EmulateViewport(1280, 800), chromedp.Navigate(s.url+"/"))
	s.until(`find('heading', '#licensing')`)
	t.Cleanup(s.calm)
	return s
}

// note keeps what the console complains of.
func (s *scene) note(ev any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		s.faults = append(s.faults, ev.ExceptionDetails.Text+" "+fmt.Sprint(ev.ExceptionDetails.Exception.Description))
	case *log.EventEntryAdded:
		if ev.Entry.Level == "error" {
			s.faults = append(s.faults, ev.Entry.Text+" "+ev.Entry.URL)
		}
	}
}

// calm holds that nothing went wrong: not in the browser, and nothing that Slack
// would have refused.
func (s *scene) calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fault := range s.faults {
		s.t.Errorf("the console says: %s", fault)
	}
	for _, refusal := range s.ws.Refusals() {
		s.t.Errorf("Slack would refuse: %s", refusal)
	}
}

// do does things in the browser, in time.
func (s *scene) do(steps ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, steps...); err != nil {
		s.t.Fatal(err)
	}
}

// until waits until a JavaScript expression holds.
func (s *scene) until(holds string) {
	s.t.Helper()
	_, err := chromedp.Run(s.ctx, chromedp.Poll[bool]("!!("+holds+")", chromedp.WithPollingTimeout(patience)))
	if err != nil {
		text, _ := chromedp.Run(s.ctx, chromedp.Evaluate[string](`document.body.innerText`))
		s.shot("failed")
		s.t.Fatalf("waiting until %s: %v; the page says\n%s", holds, err, text)
	}
}

// sees waits until something is to be seen.
func (s *scene) sees(role, name string) {
	s.t.Helper()
	s.until(fmt.Sprintf("find(%q, %q)", role, name))
}

// gone waits until something is not to be seen any more.
func (s *scene) gone(role, name string) {
	s.t.Helper()
	s.until(fmt.Sprintf("!find(%q, %q)", role, name))
}

// press waits for something, and clicks on it as a mouse does; anew where the page
// was drawn again just then.
func (s *scene) press(role, name string) {
	s.t.Helper()
	for until := time.Now().Add(patience); ; {
		s.sees(role, name)
		err := chromedp.Do(s.ctx, chromedp.Click(chromedp.JSPath(fmt.Sprintf("find(%q, %q)", role, name))))
		if err == nil {
			return
		}
		if !strings.Contains(err.Error(), "Could not find node") || time.Now().After(until) {
			s.t.Fatal(err)
		}
	}
}

// write writes into the box of that name.
func (s *scene) write(box, text string) {
	s.t.Helper()
	s.press("box", box)
	s.do(chromedp.KeyEvent(text))
}

// enter presses the Enter key, which types nothing: what it does is the page's.
func (s *scene) enter() {
	s.t.Helper()
	s.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{
				Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
			}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// act chooses from the menu of the last message that says something.
func (s *scene) act(message, entry string) {
	s.t.Helper()
	s.sees("message", message)
	s.js(fmt.Sprintf(`find('message', %q).focus(); find('button', 'More actions', find('message', %[1]q)).click()`, message))
	s.press("menuitem", entry)
}

// asks writes a message in #licensing.
func (s *scene) asks(text string) {
	s.t.Helper()
	s.write("Message #licensing", text)
	s.enter()
}

// shot keeps what is to be seen now as an image, if anybody wants to look.
func (s *scene) shot(name string) {
	s.t.Helper()
	if *shots == "" {
		return
	}
	image, err := chromedp.Run(s.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(*shots, name+".png"), image, 0o600)
	}
	if err != nil {
		s.t.Error(err)
	}
}

// theme shows the page as for somebody who likes it light or dark.
func (s *scene) theme(scheme string) {
	s.t.Helper()
	s.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}

// narrow shows the page as on a telephone.
func (s *scene) narrow() { s.size(390, 844) }

// size gives the page so much room, and waits until it has taken it.
func (s *scene) size(width, height int64) {
	s.t.Helper()
	s.do(chromedp.EmulateViewport(width, height))
	s.until(fmt.Sprintf("innerWidth === %d", width))
}

// play lets the page be another person's.
func (s *scene) play(name string) {
	s.t.Helper()
	s.js(fmt.Sprintf(`const who = find('box', 'You are')
		who.value = [...who.options].find((o) => o.text.startsWith(%q)).value
		who.dispatchEvent(new Event('change'))`, name))
	s.gone("line", name) // nobody is among those they can write to
}

// js runs a script in the page.
func (s *scene) js(script string) {
	s.t.Helper()
	if _, err := chromedp.Run(s.ctx, chromedp.Evaluate[chromedp.Void]("(() => {"+script+"})()")); err != nil {
		s.t.Fatalf("%s: %v", script, err)
	}
}
