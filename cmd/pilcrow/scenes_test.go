package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// TestBrowser plays what people do in the demo, each scene in a workspace of its
// own. Those that are many are played with -browser only, as in .ci/run.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	t.Parallel()
	ctx := browser(t)
	for _, scene := range []struct {
		name string
		play func(*scene)
		more bool
	}{
		{"a channel and a thread", inChannel, false},
		{"only for you", forYou, true},
		{"the assistant", assistant, true},
		{"edited and deleted", changed, true},
		{"experts", experts, true},
		{"settings", settings, true},
		{"shortcuts", shortcuts, true},
		{"faults", faults, true},
		{"sources", behind, true},
		{"by keys alone", byKeys, true},
		{"marks", marks, false},
		{"every block", everyBlock, true},
		{"narrow", narrow, true},
		{"accessible", accessible, false},
		{"pictures", pictures, true},
	} {
		t.Run(scene.name, func(t *testing.T) {
			if scene.more && !*inBrowser && *shots == "" {
				t.Skip("played with -browser")
			}
			t.Parallel()
			scene.play(open(t, ctx))
		})
	}
}

const (
	huawei   = "How much did Huawei earn from licensing in 2024?"
	compared = "How many times its licensing revenue does Qualcomm earn compared with Huawei?"
	whose    = "Who wrote the article?"
)

// A question in a channel, its answer in the thread with table and chart, a
// follow-up there, the paragraph cited, and what was wrong with the answer.
func inChannel(s *scene) {
	s.asks("@pilcrow " + compared)
	s.until(`document.getElementById('live').textContent.startsWith('pilcrow: About 8.8 times')`)
	s.press("button", "1 reply")
	s.sees("text", "About 8.8 times")
	s.sees("table", "Licensing revenue")
	s.until(`find('chart', 'Licensing revenue')?.querySelectorAll('rect').length === 2`)
	s.looksLike("chart")

	s.write("Reply", "And what is the exact figure of Huawei's for 2024?")
	s.enter()
	s.sees("text", "about US$630 million in 2024")
	s.write("Reply", "/licensing help")
	s.enter()
	s.sees("alert", "cannot be used in threads")
	s.press("button", "Show ¶9")
	s.sees("heading", "¶9")
	s.press("button", "Close")
	s.gone("dialog", "")

	s.press("button", "Bad answer: something is wrong")
	s.sees("heading", "What is wrong?")
	s.press("button", "Send")
	s.sees("text", "Please complete this required field.")
	s.press("radio", "The source is wrong")
	s.press("button", "Send")
	s.gone("dialog", "")

	s.play("eva")
	s.press("line", "general")
	s.sees("heading", "#general")
	s.write("Message #general", "/licensing insights")
	s.enter()
	s.sees("text", "1 down")
	s.sees("text", "The source is wrong")
}

// What only the asker sees, until it is shared; one of several meanings.
func forYou(s *scene) {
	s.asks("/licensing " + huawei)
	s.sees("text", "Only visible to you")
	s.play("eva")
	s.sees("heading", "#licensing")
	s.gone("message", "630 million")
	s.play("ann")
	s.press("button", "Share in channel")
	s.play("eva")
	s.sees("message", "630 million")

	s.play("ann")
	s.asks("@pilcrow " + whose)
	s.press("button", "1 reply")
	s.sees("text", "Which do you mean?")
	s.js(`document.querySelector('#aside .actions .button').click()`)
	s.sees("text", "was written by")
	s.gone("text", "Which do you mean?")
}

// The conversation with the bot, the pane beside a channel, and the home tab.
func assistant(s *scene) {
	s.press("line", "pilcrow")
	s.write("Ask about technology licensing", huawei)
	s.enter()
	s.sees("text", "about US$630 million in 2024")
	s.press("tab", "Messages")
	s.press("button", "How much did Huawei spend on research")
	s.sees("message", "¶")
	s.press("line", "licensing")
	s.press("button", "Ask pilcrow")
	s.write("Message pilcrow", huawei)
	s.enter()
	s.until(`document.querySelector('#aside')?.innerText.includes('630 million')`)
	s.press("line", "pilcrow")
	s.press("tab", "About")
	s.sees("text", "It uses no language model")
}

// An edited question has its answer changed, a deleted one withdrawn.
func changed(s *scene) {
	s.asks("@pilcrow " + huawei)
	s.press("button", "1 reply")
	s.sees("text", "630 million")
	s.act("How much did Huawei", "Edit message")
	s.js(`find('box', 'Edit message').select()`)
	s.do(chromedp.KeyEvent("@pilcrow Is Amazon suing Nokia?"))
	s.press("button", "Save")
	s.sees("text", "Amazon is suing Nokia for patent infringement")
	s.gone("text", "630 million")
	s.act("Is Amazon suing", "Delete message")
	s.press("button", "Delete")
	s.gone("text", "Amazon is suing Nokia for patent infringement")
}

// A question that a person has to answer goes to the experts and comes back.
func experts(s *scene) {
	s.asks("@pilcrow Which court will decide between Amazon and Nokia?")
	s.press("button", "1 reply")
	s.press("button", "Ask a person")
	s.sees("text", "Passed to a person")
	s.play("eva")
	s.press("line", "experts")
	s.sees("heading", "#experts")
	s.sees("text", "Which court will decide")
	s.js(`document.querySelector('[aria-label="Reply in thread"]').click()`)
	s.write("Reply", "The UPC, I should think")
	s.enter()
	s.sees("message", "The UPC")
	s.play("ann")
	s.press("line", "licensing")
	s.sees("heading", "#licensing")
	s.press("button", "repl")
	s.sees("text", "a person's word, not from the sources")
	s.play("eva")
	s.press("line", "experts")
	s.press("button", "Mark as resolved")
	s.sees("text", "Resolved by")
}

// How the bot behaves in a channel, chosen with lists that one types into.
func settings(s *scene) {
	s.play("eva")
	s.asks("/licensing settings")
	s.press("radio", "Only who asked")
	s.write("Which articles count?", "amazon")
	s.press("option", "Amazon escalates")
	s.sees("button", "Remove Amazon escalates")
	s.write("Who may change this?", "ev")
	s.press("option", "eva")
	s.press("button", "Save")
	s.gone("dialog", "")
	s.play("ann")
	s.asks("@pilcrow " + huawei)
	s.sees("text", "Only visible to you")
	s.sees("text", "I find nothing in the sources on that")
	s.asks("/licensing settings")
	s.sees("text", "Only some people may change how I behave")
}

// A message's menu and the box's own shortcut open a form, which offers what can
// be answered as one types.
func shortcuts(s *scene) {
	s.asks("Is Amazon suing Nokia?")
	s.act("Is Amazon suing Nokia?", "Ask about this message")
	s.sees("dialog", "")
	s.press("button", "Cancel")
	s.gone("dialog", "")
	s.press("button", "Shortcuts")
	s.press("menuitem", "Ask pilcrow")
	s.sees("dialog", "")
	s.js(`document.querySelector('dialog [role=combobox]').focus()`)
	s.do(chromedp.KeyEvent("huawei licensing"))
	s.sees("option", "Huawei")
	s.js(`document.querySelector('dialog [role=option]').dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))`)
	s.press("button", "Ask")
	s.sees("dialog", "Huawei")
}

// What Slack may do to a bot, done from the wire panel: the answer comes all the
// same, and once.
func faults(s *scene) {
	s.press("button", "Wire")
	s.sees("heading", "Wire")
	s.press("button", "Let it fail")
	s.js(`const fault = find('box', 'What goes wrong')
		fault.value = '500'`)
	s.press("button", "Let it fail")
	s.asks("@pilcrow " + huawei)
	s.until(`find('text', 'ratelimited') && find('text', 'http_500')`)
	s.press("button", "1 reply")
	s.sees("text", "630 million")
	s.press("button", "Deliver the last event again")
	s.press("button", "Drop the connections")
	s.sees("text", "closed")
	s.asks("@pilcrow Is Amazon suing Nokia?")
	s.until(`[...document.querySelectorAll('.replies strong')].map((n) => n.textContent).join() === '1 reply,1 reply'`)
	s.js(`[...document.querySelectorAll('.kind.call')].at(-1).click()`)
	s.until(`find('heading', 'Answer') && document.querySelector('#wire pre').textContent.includes('"channel"')`)
	s.press("button", "Close the wire")
	s.gone("heading", "Wire")
}

// The articles and facts behind the answers, and what of them is asked for.
func behind(s *scene) {
	s.asks("@pilcrow " + huawei)
	s.sees("button", "1 reply")
	s.press("line", "Sources")
	s.sees("text", "3 articles")
	s.sees("text", "1 question was asked here")
	s.press("summary", "¶6")
	s.sees("text", "asked once")
	s.write("Search all facts", "huawei licensing 630")
	s.sees("text", "about US$630 million in 2024")
	s.gone("text", "Amazon is suing")
	s.js(`document.querySelector('.fact summary').click()`)
	s.until(`document.querySelector('.fact .link')`)
	s.js(`document.querySelector('.fact .link').click()`)
	s.sees("message", "630 million")
}

// Everything can be reached without a mouse.
func byKeys(s *scene) {
	keys := func(all ...string) {
		for _, key := range all {
			s.do(chromedp.KeyEvent(key))
		}
	}
	s.js(`find('box', 'Message #licensing').focus()`)
	keys("@pil")
	s.sees("option", "pilcrow")
	s.enter() // which completes, and does not send
	keys("hello :wav")
	s.sees("option", ":wave:")
	s.enter()
	s.until(`find('box', 'Message #licensing').value === '@pilcrow hello :wave: '`)
	s.enter()
	s.sees("message", "hello 👋")
	keys("/lic")
	s.sees("option", "/licensing")
	s.enter()
	keys("settings")
	s.enter()
	s.sees("dialog", "When do I answer")
	s.until(`document.activeElement.closest('dialog')`)
	keys("\x1b")
	s.gone("dialog", "")
	s.until(`document.activeElement === find('box', 'Message #licensing')`) // where they were
	s.js(`find('message', 'hello').focus()`)
	s.js(`find('button', 'More actions', find('message', 'hello')).focus()`)
	keys("\r")
	s.until(`document.activeElement.matches('[role=menuitem]')`)
	keys("\x1b")
	s.until(`document.activeElement.matches('[aria-haspopup=menu]')`)
}

// What mrkdwn means, and what must never come of it: text is text, and a link
// leads nowhere but to the web.
func marks(s *scene) {
	for _, tt := range []struct{ text, want string }{
		{"*bold* _slanted_ ~gone~ `*code*`", "<strong>bold</strong> <em>slanted</em> <s>gone</s> <code>*code*</code>"},
		{"2 * 3 * 4, snake_case_name, a*b*c", "2 * 3 * 4, snake_case_name, a*b*c"},
		{"*_both_*", "<strong><em>both</em></strong>"},
		{"&lt;b&gt; &amp;amp; &lt;script&gt;", "&lt;b&gt; &amp;amp; &lt;script&gt;"},
		{"<img src=x onerror=alert(1)>", "img src=x onerror=alert(1)"},
		{"<https://a.example/?q=1&amp;r=2|*here*>", `<a href="https://a.example/?q=1&amp;r=2" target="_blank" rel="noopener noreferrer">*here*</a>`},
		{"<javascript:alert(1)|here>", "here"},
		{"<data:text/html,x|here>", "here"},
		{"<@U0000000001> <@U9>", `<span class="mention me">@ann</span> <span class="mention">@somebody</span>`},
		{"<#C0000000001>", `<a class="mention" href="#/c/C0000000001">#licensing</a>`},
		{"<!here> <!date^1^{date}|then>", `<span class="mention">@here</span> then`},
		{"&gt; said\n> again\nand on", "<blockquote>said<br>again</blockquote>and on"},
		{"a\n\nb", "a<br><br>b"},
		{"```\n*as* <it> is\n```", "<pre>*as* &lt;it&gt; is</pre>"},
		{":tada: :nothing: 10:30:45", "🎉 :nothing: 10:30:45"},
		{"<https://workshop.slack.com/archives/C0000000001/p1700000000000100|there>", `<a href="#/c/C0000000001/1700000000.000100">there</a>`},
		{"*_~`<", "*_~`&lt;"},
	} {
		text, err := json.Marshal(tt.text)
		if err != nil {
			s.t.Fatal(err)
		}
		got, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](fmt.Sprintf(`import('/js/mrkdwn.js').then(({ mrkdwn }) => {
			const box = document.createElement('div')
			box.append(...mrkdwn(%s))
			return box.innerHTML
		})`, text), chromedp.EvalAwaitPromise))
		if err != nil {
			s.t.Fatal(err)
		}
		if got != tt.want {
			s.t.Errorf("%q becomes\n%s, want\n%s", tt.text, got, tt.want)
		}
	}
}

// everyBlock draws whatever the bot sends in its tests, and what else Slack has of
// the kind. Nothing is unknown to the page.
func everyBlock(s *scene) {
	sent, err := filepath.Glob("../../bot/testdata/sent/*.json")
	if err != nil || len(sent) == 0 {
		s.t.Fatal("nothing is sent", err)
	}
	drawn := 0
	for _, file := range append(sent, "testdata/seen/blocks.json") {
		raw, err := os.ReadFile(file)
		if err != nil {
			s.t.Fatal(err)
		}
		got, err := chromedp.Run(s.ctx, chromedp.Evaluate[struct {
			Drawn   int
			Unknown []string
		}](fmt.Sprintf(`import('/js/blocks.js').then(({ blocks }) => {
			const lists = []
			const walk = (v) => {
				if (!v || typeof v !== 'object') return
				if (Array.isArray(v.blocks)) lists.push(v.blocks)
				Object.values(v).forEach(walk)
			}
			walk(%s)
			const box = document.createElement('div')
			box.style.cssText = 'padding: 20px; display: grid; gap: 12px; overflow: auto'
			document.querySelector('#main').replaceChildren(box)
			for (const list of lists) box.append(...blocks(list, { values: new Map(), errors: {}, act() {}, suggest: async () => [] }))
			return { drawn: box.childElementCount, unknown: [...box.querySelectorAll('.unknown')].map((n) => n.textContent) }
		})`, raw), chromedp.EvalAwaitPromise))
		if err != nil {
			s.t.Fatalf("%s: %v", file, err)
		}
		for _, kind := range got.Unknown {
			s.t.Errorf("%s: %s", file, kind)
		}
		drawn += got.Drawn
	}
	if drawn < 200 {
		s.t.Errorf("%d blocks are drawn in all", drawn)
	}
	s.size(1280, 2600)
	s.shot("blocks-light")
	s.theme("dark")
	s.shot("blocks-dark")
}

// On a telephone nothing stands beyond the edge, and the channels are in a menu.
func narrow(s *scene) {
	s.narrow()
	s.asks("@pilcrow " + compared)
	s.press("button", "1 reply")
	s.sees("chart", "Licensing revenue")
	s.until(`document.documentElement.scrollWidth <= 390 && find('chart', '').getBoundingClientRect().right <= 390`)
	s.press("link", "Close")
	s.press("button", "Channels")
	s.press("line", "general")
	s.sees("heading", "#general")
	s.gone("line", "licensing")
}

// axe is where npm puts axe-core.
const axe = "../../bot/workspace/testdata/clients/node_modules/axe-core/axe.min.js"

// accessible holds the page to what axe-core can find, in both themes.
func accessible(s *scene) {
	script, err := os.ReadFile(axe)
	switch {
	case err != nil && *inBrowser:
		s.t.Fatal(err)
	case err != nil:
		s.t.Skip("axe-core is not here; npm ci in bot/workspace/testdata/clients brings it")
	}
	s.js(string(script) + "; window.axe = axe")
	check := func(what string) {
		for _, scheme := range []string{"light", "dark"} {
			s.theme(scheme)
			found, err := chromedp.Run(s.ctx, chromedp.Evaluate[[]string](`axe.run({ resultTypes: ['violations'] }).then((r) => r.violations
				.filter((v) => v.impact === 'serious' || v.impact === 'critical')
				.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.html.slice(0, 200) + ' ' + (n.any[0]?.message || n.all[0]?.message || ''))))`,
				chromedp.EvalAwaitPromise))
			if err != nil {
				s.t.Fatal(err)
			}
			for _, fault := range found {
				s.t.Errorf("%s, %s: %s", what, scheme, fault)
			}
		}
	}
	s.asks("@pilcrow " + compared)
	s.press("button", "1 reply")
	s.sees("chart", "Licensing revenue")
	s.press("button", "Wire")
	s.sees("text", "chat.postMessage")
	check("a thread and the wire")
	s.asks("/licensing settings")
	s.sees("dialog", "Which articles count?")
	check("a form")
	s.press("button", "Cancel")
	s.press("line", "pilcrow")
	s.sees("heading", "pilcrow ¶")
	check("home")
	s.press("line", "Sources")
	s.sees("text", "3 articles")
	check("sources")
}

// looksLike compares the last of a kind of thing with how it looked before,
// roughly: as squares, each light or dark or green.
func (s *scene) looksLike(role string) {
	s.t.Helper()
	s.theme("light")
	s.js(fmt.Sprintf(`find(%q, '').scrollIntoView({ block: 'center' })`, role))
	shot, err := chromedp.Run(s.ctx, chromedp.Screenshot(chromedp.JSPath(fmt.Sprintf("find(%q, '')", role))))
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := mosaic(shot)
	if err != nil {
		s.t.Fatal(err)
	}
	golden := filepath.Join("testdata", "seen", role+".txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		s.t.Fatal(err)
	}
	if different(got, string(want)) > len(want)/12 { // letters may be broader elsewhere
		s.t.Errorf("the %s looks otherwise (-want +got):\n%s", role, cmp.Diff(string(want), got))
	}
}

const squares = 24 // across

// mosaic draws an image as squares: # where it is mostly coloured, + where there
// are letters or lines, . where it is empty.
func mosaic(shot []byte) (string, error) {
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		return "", err
	}
	side := img.Bounds().Dx() / squares
	var b strings.Builder
	for y := img.Bounds().Min.Y; y+side <= img.Bounds().Max.Y; y += side {
		for x := img.Bounds().Min.X; x+side <= img.Bounds().Max.X; x += side {
			coloured, dark := 0, 0
			for i := range side * side {
				c := color.NRGBAModel.Convert(img.At(x+i%side, y+i/side)).(color.NRGBA)
				switch {
				case int(c.G)-int(c.R) > 40:
					coloured++
				case c.G < 160:
					dark++
				}
			}
			switch {
			case coloured > side*side/2:
				b.WriteByte('#')
			case dark > side*side/20:
				b.WriteByte('+')
			default:
				b.WriteByte('.')
			}
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// different counts the squares in which two mosaics differ.
func different(a, b string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// forReadme makes a picture of which the README may show a copy.
func (s *scene) forReadme(scheme, name string) {
	s.t.Helper()
	s.size(1200, 980)
	s.theme(scheme)
	s.js(`document.querySelectorAll('.scroller').forEach((n) => { n.scrollTop = n.scrollHeight })`)
	s.shot("readme-" + name)
	s.size(1280, 800)
}

// pictures are for people to look at: both themes, broad and narrow.
func pictures(s *scene) {
	if *shots == "" {
		s.t.Skip("nobody looks; -shots DIR says where to")
	}
	look := func(name string) {
		for _, scheme := range []string{"light", "dark"} {
			s.theme(scheme)
			s.shot(name + "-" + scheme)
			s.narrow()
			s.shot(name + "-" + scheme + "-390")
			s.size(1280, 800)
		}
	}
	look("beginning")
	s.asks("@pilcrow " + huawei)
	s.sees("button", "1 reply")
	s.asks("@pilcrow " + compared)
	s.until(`document.querySelectorAll('.replies strong').length === 2`)
	look("channel")
	s.press("button", "1 reply")
	s.sees("chart", "")
	look("thread")
	s.forReadme("light", "answer")
	s.press("button", "Wire")
	s.sees("text", "chat.postMessage")
	look("wire")
	s.forReadme("dark", "wire")
	s.press("button", "Close the wire")
	s.press("line", "Sources")
	s.sees("text", "3 articles")
	look("sources")
	s.write("Search all facts", "huawei licensing")
	look("search")
	s.press("line", "licensing")
	s.sees("button", "1 reply")
	s.js(`[...document.querySelectorAll('.replies')].at(-1).click()`)
	s.sees("chart", "")
	s.press("button", "Why this answer?")
	s.sees("dialog", "")
	look("why")
	s.press("button", "Close")
	s.press("line", "pilcrow")
	s.sees("heading", "pilcrow ¶")
	look("home")
	s.press("tab", "Messages")
	s.sees("button", "Huawei")
	look("pane")
	s.press("line", "licensing")
	s.asks("/licensing settings")
	s.sees("dialog", "Which articles count?")
	look("settings")
	s.write("Which articles count?", "a")
	s.sees("option", "Amazon")
	look("chooser")
	s.press("button", "Cancel")
	s.gone("dialog", "")
	s.asks("/licensing " + whose)
	s.sees("text", "Only visible to you")
	s.js(`find('message', 'How much did Huawei').focus(); find('button', 'More actions', find('message', 'How much did Huawei')).click()`)
	look("ephemeral and menu")
	s.do(chromedp.KeyEvent("\x1b"))
	s.act("How much did Huawei", "Edit message")
	look("editing")
	s.press("button", "Cancel")
	s.press("button", "Ask pilcrow")
	s.write("Message pilcrow", huawei)
	s.enter()
	s.until(`document.querySelector('#aside')?.innerText.includes('630 million')`)
	look("beside")
	s.play("eva")
	s.press("line", "experts")
	look("eva")
	s.narrow()
	s.press("button", "Channels")
	s.shot("channels-390")
}
