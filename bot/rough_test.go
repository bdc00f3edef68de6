package bot_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

// A button that an older version has left behind is answered, not passed over.
func TestUnknownButton(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		for _, action := range []string{"frobnicate", "why", "near-7", "judge", "page"} {
			blocks := fmt.Sprintf(`[{"type":"actions","elements":[{"type":"button","action_id":%q,"value":"x","text":{"type":"plain_text","text":"x"}}]}]`, action)
			call(t, w, w.app.BotToken, "chat.postMessage", url.Values{"channel": {w.room.ID}, "text": {"x"}, "blocks": {blocks}})
			all := w.Messages(w.room.ID)
			w.click("ann", all[len(all)-1], action)
			w.until("ann is told", func(*workspace.Workspace) bool {
				told := w.Messages(w.room.ID)
				last := told[len(told)-1]
				return last.ForUser != "" && strings.Contains(last.Text, "again")
			})
		}
		w.heard()
		w.sent.golden(t, "unknown buttons")
		w.noRefusals()
	})
}

// What no Slack would send is passed over, and the bot goes on.
func TestMalformed(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, table: true})
		for _, event := range []string{
			`{}`, `[]`, `7`, `{"type":7}`, `{"type":"event_callback"}`, `{"type":"event_callback","event":[]}`,
			`{"type":"event_callback","event":{"type":"app_mention","channel":{},"ts":[],"user":7}}`,
			`{"type":"event_callback","event":{"type":"app_home_opened","channel":"D","tab":7}}`,
			`{"type":"event_callback","event":{"type":"message","subtype":"message_changed","channel":"C","ts":"1","message":7}}`,
		} {
			_ = w.Deliver("pilcrow", false, json.RawMessage(event)) // it need not be acknowledged
		}
		for _, interaction := range []string{
			`{}`, `[]`, `{"type":"block_actions"}`, `{"type":"block_actions","actions":7}`, `{"type":"block_actions","actions":[{}]}`,
			`{"type":"block_actions","actions":[{"action_id":"page-1"},{"action_id":"company","value":"\n"}]}`,
			`{"type":"view_submission"}`, `{"type":"view_submission","view":{"callback_id":"settings"}}`,
			`{"type":"view_submission","view":{"callback_id":"teach","state":{"values":{"fact":{"fact":{"value":"x"}}}}}}`,
			`{"type":"view_submission","view":{"callback_id":"write"}}`, `{"type":"view_submission","view":{"callback_id":"reason"}}`,
			`{"type":"shortcut"}`, `{"type":"message_action","message":7}`, `{"type":"block_suggestion","action_id":"offered","value":"\u0000"}`,
		} {
			_ = w.Deliver("pilcrow", true, json.RawMessage(interaction))
		}
		w.noted("given up", 2) // the buttons of nobody
		w.post("ann", "@pilcrow "+licensing, "")
		if got := w.reply(w.room.ID, 1).Text; !strings.Contains(got, "US$630 million") {
			t.Errorf("ann is told %q", got)
		}
		w.heard()
		w.sent.golden(t, "malformed")
	})
}

// Who presses a button and waits too long for the form is told to try again.
func TestTriggerTooOld(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		w.post("ann", "@pilcrow who pays?", "")
		answer := w.reply(w.room.ID, 1)
		w.Fail("views.open", workspace.Fault{Code: "expired_trigger_id"})
		w.click("ann", answer, "why")
		w.until("ann is told", func(*workspace.Workspace) bool { return strings.Contains(w.last().Text, "try again") })
		w.heard()
		w.sent.golden(t, "trigger too old")
		w.noRefusals()
	})
}

// An answer whose response URL has expired comes without it, and in private where
// the channel is gone too. One to a channel that is gone is lost, but the operator
// sees it, and the bot goes on.
func TestNowhereToAnswer(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		var now atomic.Int64
		now.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Unix())
		var w *world
		w = start(t, setup{
			mode: m,
			opts: workspace.Options{Now: func() time.Time { return time.Unix(now.Load(), 0) }},
			ask: func(question string, _, _ []string) answer.Answer {
				a := echo(question, nil, nil)
				switch question {
				case "late", "late and gone":
					now.Add(3600)
					a.Table = new(answer.Table) // the answer goes to the response URL
				}
				if strings.HasSuffix(question, "gone") {
					_ = w.DeleteChannel(w.room.ID)
				}
				return a
			},
		})
		if got := w.command("ann", "late"); got.ForUser == "" || !strings.Contains(got.Text, cited) {
			t.Errorf("ann is told %+v", got)
		}
		w.noted("answered", 1)
		w.room = w.AddChannel("another", "ann", "pilcrow")
		w.post("ann", "@pilcrow gone", "")
		w.noted("not answered", 1)
		if line := w.log.about("not answered")[0]; !strings.Contains(fmt.Sprint(line["error"]), "channel_not_found") {
			t.Errorf("%v lacks the reason", line)
		}
		w.room = w.AddChannel("a third", "ann", "pilcrow")
		if _, err := w.Command("ann", w.room.ID, "/licensing", "late and gone"); err != nil {
			t.Fatal(err)
		}
		w.noted("answered", 2)
		private := w.reply(w.dm("ann"), 1)
		if !strings.Contains(private.Text, cited) {
			t.Errorf("ann is told %q in private", private.Text)
		}
		w.direct("ann", "who pays?", "")
		w.noted("answered", 3)
		w.heard()
		w.sent.golden(t, "nowhere to answer")
	})
}

// A scope that is missing is named to the operator, and the person is told what
// they can do.
func TestMissingScope(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, scopes: []string{"app_mentions:read", "channels:history", "im:history", "groups:history", "commands"}})
		w.post("ann", "@pilcrow who pays?", "")
		w.noted("not answered", 1)
		got := w.command("ann", "insights")
		if !strings.Contains(got.Text, "operator") {
			t.Errorf("ann is told %q", got.Text)
		}
		w.noted("not answered", 2)
		for i, scope := range []string{"chat:write", "users:read"} {
			if line := w.log.about("not answered")[i]; !strings.Contains(fmt.Sprint(line["error"]), "lacks the scope "+scope) {
				t.Errorf("%v does not name %s", line, scope)
			}
		}
		w.heard()
		w.sent.golden(t, "missing scope")
	})
}

// A second bot on the same database waits until the first has ended, and then
// takes over: each message is answered once, and none is lost in between.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	w := start(t, setup{
		mode: socket, database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db"),
		opts: workspace.Options{Retries: slices.Repeat([]time.Duration{50 * time.Millisecond}, 400)}, // of a patient Slack
	})
	const questions = 20
	for i := range questions {
		w.post("ann", fmt.Sprintf("@pilcrow question %d?", i), "")
	}
	taken := make(chan func())
	go func() { taken <- w.another() }()
	w.stop()
	for i := range questions {
		w.post("ann", fmt.Sprintf("@pilcrow another question %d?", i), "")
	}
	stop := <-taken
	w.until("all is answered", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 && len(w.said(w.room.ID)) >= 2*questions })
	stop()
	w.once(2 * questions)
}

// Two bots of different workspaces run on one machine without being told where to
// remember.
func TestSpareDatabase(t *testing.T) {
	t.Parallel()
	database := "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")
	for _, s := range []setup{
		{mode: socket, database: database, spare: true},
		{mode: overHTTP, database: database, spare: true},
	} {
		w := start(t, s)
		w.post("ann", "@pilcrow who pays?", "")
		w.reply(w.room.ID, 1)
	}
	if beside, err := filepath.Glob(strings.TrimPrefix(strings.TrimSuffix(database, ".db"), "sqlite://") + "-2.db"); err != nil || len(beside) != 1 {
		t.Errorf("beside it: %v, %v", beside, err)
	}
}

// What is remembered outlives a restart: a follow-up is understood, an edit finds
// the answer to change.
func TestRestart(t *testing.T) {
	t.Parallel()
	w := start(t, setup{mode: socket, table: true, database: "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")})
	asked := w.post("ann", "@pilcrow "+licensing, "")
	w.reply(w.room.ID, 1)
	w.stop()
	w.until("the first has hung up", func(ws *workspace.Workspace) bool { return ws.Connections("pilcrow") == 0 })
	stop := w.another()
	w.post("ann", "and Qualcomm?", asked.TS)
	if got := w.reply(w.room.ID, 2).Text; !strings.Contains(got, "5.57") {
		t.Errorf("the follow-up is answered with %q", got)
	}
	w.quiet()
	stop()
	w.noRefusals()
}

// A long list is shown in parts, which buttons turn, in place; the text has all
// of it.
func TestPages(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, ask: func(string, []string, []string) answer.Answer {
			a := echo("", nil, nil)
			a.Text = "There are many:"
			for i := range 23 {
				a.Text += fmt.Sprintf("\n• licensee %d", i+1)
			}
			return a
		}})
		w.post("ann", "@pilcrow who pays?", "")
		first := w.reply(w.room.ID, 1)
		for _, page := range []struct{ press, want, not string }{
			{"page-2", "(11 to 20 of 23)", "licensee 9\\n"}, {"page-2", "(21 to 23 of 23)", "More"}, {"page-1", "(11 to 20 of 23)", "licensee 21"},
		} {
			w.click("ann", w.said(w.room.ID)[0], page.press)
			w.until(page.want, func(*workspace.Workspace) bool {
				return strings.Contains(string(w.said(w.room.ID)[0].Blocks), page.want)
			})
			got := w.said(w.room.ID)[0]
			if got.TS != first.TS || strings.Contains(string(got.Blocks), page.not) || !strings.Contains(got.Text, "licensee 23") {
				t.Errorf("after %s: %s", page.press, got.Blocks)
			}
		}
		w.heard()
		w.noRefusals()
	})
}

// Which questions are kept in their words is the operator's to say: none, those
// that everybody in a channel can see answered, or all.
func TestWordsKept(t *testing.T) {
	asked := []string{"asked in public", "asked in a group", "asked directly", "asked by command", "asked at home"}
	eachMode(t, func(t *testing.T, m mode) {
		for policy, want := range map[bot.Texts][]string{
			bot.NoTexts:      nil,
			bot.ChannelTexts: asked[:1],
			bot.AllTexts:     asked,
		} {
			t.Run(string(policy), func(t *testing.T) {
				t.Parallel()
				w := start(t, setup{mode: m, policy: bot.Policy{Text: policy}, ask: func(question string, _, _ []string) answer.Answer {
					return answer.Answer{Outcome: answer.Unknown, Text: "No."}
				}})
				group := w.AddGroup("ann", "ben", "pilcrow")
				for i, ask := range []func(text string){
					func(text string) { w.post("ann", "@pilcrow "+text, "") },
					func(text string) { w.postIn("ann", group.ID, "@pilcrow "+text, "") },
					func(text string) { w.direct("ann", text, "") },
					func(text string) { w.command("ann", text) },
					func(text string) {
						w.must(w.OpenHome("ann", "pilcrow", "home"))
						w.must(w.ClickView("ann", w.view("ann"), "ask", text, nil))
					},
				} {
					ask(asked[i])
					w.noted("answered", i+1)
				}
				told := w.command("eva", "insights").Text
				for _, text := range asked {
					if strings.Contains(told, text) != slices.Contains(want, text) {
						t.Errorf("kept %q: %v\n%s", text, !slices.Contains(want, text), told)
					}
				}
				w.heard()
				w.sent.golden(t, "words kept "+string(policy))
				w.noRefusals()
			})
		}
	})
}

// Where the bot cannot find out whether it is in a channel, it keeps no words, and
// says so in the log.
func TestWordsNotKeptInTheUnknown(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m, policy: bot.Policy{Text: bot.ChannelTexts}, ask: func(string, []string, []string) answer.Answer {
			return answer.Answer{Outcome: answer.Unknown, Text: "No."}
		}})
		w.Fail("conversations.info", workspace.Fault{Code: "missing_scope"})
		for i := range 2 { // asked for once
			w.post("ann", "@pilcrow asked in public", "")
			w.noted("answered", i+1)
		}
		if told := w.command("eva", "insights").Text; strings.Contains(told, "asked in public") || !strings.Contains(told, "and 2 more") {
			t.Errorf("eva is told %q", told)
		}
		if n := w.log.count("not known to be a channel: no words are kept"); n != 1 {
			t.Errorf("%d lines in the log, want 1", n)
		}
		w.heard()
		w.noRefusals()
	})
}

// What goes wrong at Slack's is told to who waits, with a reference that finds it
// in the log.
func TestFailureIsTold(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		w := start(t, setup{mode: m})
		w.post("ann", "@pilcrow who pays?", "")
		reply := w.reply(w.room.ID, 1)
		w.Fail("views.open", workspace.Fault{Code: "view_too_large"})
		w.click("ann", reply, "why")
		w.until("ann is told", func(*workspace.Workspace) bool { return strings.Contains(w.last().Text, "Sorry") })
		w.noted("not answered", 1)
		if ref := fmt.Sprint(w.log.about("not answered")[0]["reference"]); len(ref) != 8 || !strings.Contains(w.last().Text, ref) {
			t.Errorf("reference %q in %q", ref, w.last().Text)
		}
		w.heard()
		w.sent.golden(t, "failure")
	})
}

// What is taught elsewhere, by another process on the database, takes effect here
// too, and so does taking it back.
func TestTaughtElsewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the whole base anew")
	}
	eachMode(t, func(t *testing.T, m mode) {
		database := "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")
		w := start(t, setup{mode: m, table: true, database: database})
		elsewhere, err := store.Open(t.Context(), database, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = elsewhere.Close() })
		const phrase = "How many ducats does Huawei's patent vault hold?"
		ask := func(n int, want string) {
			t.Helper()
			w.direct("ann", phrase, "")
			w.noted("answered", n)
			if got := w.said(w.dm("ann"))[n-1].Text; strings.Contains(got, "do not say") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("answer %d is %q, want %q", n, got, want)
			}
		}
		ask(1, "")
		w.must(elsewhere.Learn(t.Context(), store.Learned{ID: "ask-1", Fact: "huawei-licensing-revenue-2024", Ask: phrase}))
		w.must(elsewhere.Learn(t.Context(), store.Learned{ID: "ask-2", Fact: "no-such-fact", Ask: "what?"}))
		w.noted("answering from what was taught", 1)
		ask(2, "US$630 million")
		w.must(elsewhere.Unlearn(t.Context(), "ask-1"))
		for n := 2; ; n++ { // it may have learned the two of above one after the other
			w.noted("answering from what was taught", n)
			learned, err := elsewhere.LearnedVersion(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if lines := w.log.about("answering from what was taught"); fmt.Sprint(lines[len(lines)-1]["version"]) == fmt.Sprint(learned) {
				break
			}
		}
		ask(3, "")
		if faults := w.log.about("left out what cannot be learned; take it back with pilcrow facts --unlearn"); len(faults) == 0 || faults[0]["learned"] != "ask-2" {
			t.Errorf("faults: %v", faults)
		}
		w.heard()
		w.sent.golden(t, "taught elsewhere")
		w.noRefusals()
	})
}

// What was taught before the bot starts is known for the first answer.
func TestTaughtBefore(t *testing.T) {
	t.Parallel()
	const phrase = "What did they print above the story of the book sellers?"
	database := "sqlite://" + filepath.Join(t.TempDir(), "pilcrow.db")
	w := start(t, setup{
		mode: socket, base: onDisk(t, "amazon-nokia-2024").dir, table: true, database: database,
		opts: workspace.Options{Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 1000)},
	})
	w.heard()
	memory, err := store.Open(t.Context(), database, time.Now)
	w.must(err)
	w.must(memory.Learn(t.Context(), store.Learned{ID: "ask-1", Fact: "amazon-nokia-headline", Ask: phrase}))
	w.must(memory.Close())
	w.direct("ann", phrase, "")
	stop := w.another()
	w.noted("answered", 1)
	if got := w.said(w.dm("ann"))[0].Text; !strings.Contains(got, "is headed") {
		t.Errorf("answered %q", got)
	}
	stop()
	w.noRefusals()
}

// Where the operator has the articles' texts, a paragraph is shown in its own
// words, and says so: those from which its facts were drawn, wherever they stand by
// now.
func TestParagraphInItsOwnWords(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		const first = "Another one which somebody else has written."
		texts := t.TempDir()
		text := "A title\n\nA paragraph that has come to it.\n\n" + first + "\n"
		if err := os.WriteFile(filepath.Join(texts, "huawei-ip-2025.txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		base := onDisk(t, "huawei-ip-2025")
		base.change("huawei-ip-2025.yaml", `"e3f37bfb3a064e41"`, strconv.Quote(article.Digest(first))) // that of ¶1
		for place, shown := range map[string]struct{ want, file string }{
			"1":          {"The article's own words", "paragraph in its own words"},
			"correction": {"There is no text for this place", "no such paragraph"},
			"6":          {"In our own words", "paragraph in our words"},
		} {
			w := start(t, setup{mode: m, base: base.dir, texts: texts, ask: func(string, []string, []string) answer.Answer {
				a := echo("", nil, nil)
				a.Citations[0].Article, a.Citations[0].At = "huawei-ip-2025", place
				return a
			}})
			w.post("ann", "@pilcrow who pays?", "")
			w.must(w.Click("ann", w.reply(w.room.ID, 1), "show-1", ""))
			if got := string(w.view("ann").JSON); !strings.Contains(got, shown.want) {
				t.Errorf("¶%s is shown as %s, want %q", place, got, shown.want)
			}
			w.heard()
			w.sent.golden(t, shown.file)
			w.noRefusals()
		}
	})
}

// What is remembered is forgotten after the time that the operator has set: the
// thread is no longer followed, its buttons say so, and the insights know nothing.
func TestForgotten(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		var now atomic.Int64
		now.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMilli())
		ticks := make(chan time.Time)
		w := start(t, setup{
			mode: m, table: true, ticks: ticks, policy: bot.Policy{Memory: time.Hour, Keep: time.Hour, Text: bot.AllTexts},
			now: func() time.Time { return time.UnixMilli(now.Load()) },
		})
		asked := w.post("ann", "@pilcrow "+licensing, "")
		reply := w.reply(w.room.ID, 1)
		w.noted("answered", 1)
		now.Add(2 * time.Hour.Milliseconds())
		for range 2 { // the second is taken when the chores of the first are done
			ticks <- time.Time{}
		}
		w.post("ann", "and Qualcomm?", asked.TS)
		w.quiet()
		w.click("ann", reply, "why")
		w.until("ann is told", func(*workspace.Workspace) bool { return strings.Contains(w.last().Text, "no longer remember") })
		if n := len(w.said(w.room.ID)); n != 2 {
			t.Errorf("the bot says %d things, want the answer and that it has forgotten", n)
		}
		if told := w.command("eva", "insights").Text; !strings.Contains(told, "0 questions were asked") {
			t.Errorf("eva is told %q", told)
		}
		w.heard()
		w.sent.golden(t, "forgotten")
		w.noRefusals()
	})
}

// The digest goes to its channel once a week, on Monday morning, whichever
// replica posts it.
func TestDigest(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		var now atomic.Int64
		set := func(day, hour int) { now.Store(time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC).UnixMilli()) }
		set(1, 12) // a Sunday
		ticks := make(chan time.Time)
		w := start(t, setup{
			mode: m, digest: true, ticks: ticks,
			now: func() time.Time { return time.UnixMilli(now.Load()) },
		})
		desk := w.channel("digest")
		w.post("ann", "@pilcrow who pays?", "")
		w.noted("answered", 1)
		w.until("it has come as a message too", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 }) // it is forgotten a week later
		tick := func() {
			ticks <- time.Time{}
			ticks <- time.Time{} // taken when the chores of the first are done
		}
		tick()
		if n := len(w.said(desk)); n != 0 {
			t.Errorf("%d digests on a Sunday", n)
		}
		set(2, 9)
		tick()
		set(2, 15)
		tick()
		told := w.said(desk)
		if len(told) != 1 || !strings.Contains(told[0].Text, "In the last 7 days 1 question was asked, 1 of them answered.") {
			t.Errorf("digests: %+v", told)
		}
		set(9, 9)
		tick()
		if n := len(w.said(desk)); n != 2 {
			t.Errorf("%d digests in two weeks", n)
		}
		w.heard()
		w.sent.golden(t, "digest")
		w.noRefusals()
	})
}

// Whatever an answer holds, Slack takes it: its blocks, its older blocks, its
// text, and on the home tab and in a form too.
func TestSlackTakesAnything(t *testing.T) {
	t.Parallel()
	var next atomic.Pointer[answer.Answer]
	w := start(t, setup{mode: socket, policy: bot.Policy{Experts: "C0000000009"}, ask: func(string, []string, []string) answer.Answer { return *next.Load() }})
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswer(t)
		next.Store(&a)
		n := len(w.log.about("answered"))
		if _, err := w.Post("ann", w.room.ID, "@pilcrow who pays?", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Command("ann", w.room.ID, "/licensing", "who pays?"); err != nil {
			t.Fatal(err)
		}
		w.noted("answered", n+2)
		if refused := w.Refusals(); len(refused) > 0 {
			t.Fatalf("Slack refuses %v", refused)
		}
	})
}

// anyAnswer is out of the worst an engine could come up with.
func anyAnswer(t *rapid.T) answer.Answer {
	nasty := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"<!channel>", "&", "\xff", "\n• item\n", "  ", "_*~`", "日本"}))
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(strings.Join(rapid.SliceOfN(nasty, 0, 6).Draw(t, "parts"), " "), rapid.SampledFrom([]int{1, 1, 40, 1500}).Draw(t, "times"))
	})
	cited := rapid.Custom(func(t *rapid.T) answer.Citation {
		c := answer.Citation{Title: text.Draw(t, "title"), Publisher: nasty.Draw(t, "publisher"), By: nasty.Draw(t, "by")}
		c.Article, c.At = nasty.Draw(t, "article"), rapid.SampledFrom([]string{"", "6", "correction", "comment-24"}).Draw(t, "at")
		return c
	})
	a := answer.Answer{
		Outcome:   rapid.SampledFrom([]answer.Outcome{answer.Answered, answer.Unknown, answer.Ambiguous, answer.Advice, answer.Chat}).Draw(t, "outcome"),
		Text:      text.Draw(t, "text"),
		Citations: rapid.SliceOfN(cited, 0, 30).Draw(t, "citations"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "related") {
		a.Related = append(a.Related, answer.Related{Fact: nasty.Draw(t, "fact"), Text: text.Draw(t, "near"), Citations: a.Citations})
	}
	for range rapid.IntRange(0, 10).Draw(t, "choices") {
		a.Choices = append(a.Choices, answer.Choice{Label: text.Draw(t, "label"), Question: text.Draw(t, "question")})
	}
	if n := rapid.IntRange(0, 25).Draw(t, "rows"); n > 0 {
		kinds := []answer.TableKind{answer.Compare, answer.Rank, answer.Timeline, answer.List}
		a.Table = &answer.Table{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Caption: text.Draw(t, "caption"), Unit: nasty.Draw(t, "unit")}
		for range n {
			a.Table.Rows = append(a.Table.Rows, answer.Row{
				Label: text.Draw(t, "label"), When: nasty.Draw(t, "when"), Shown: text.Draw(t, "shown"),
				Amount: rapid.Float64Range(-1e12, 1e12).Draw(t, "amount"), Citations: a.Citations,
			})
		}
	}
	return a
}

// last is the latest message in the room.
func (w *world) last() workspace.Message {
	all := w.Messages(w.room.ID)
	return all[len(all)-1]
}

// call calls the Web API with an app's token.
func call(t *testing.T, w *world, token, method string, form url.Values) {
	t.Helper()
	form.Set("token", token)
	response, err := http.PostForm(w.url+"/api/"+method, form)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}
