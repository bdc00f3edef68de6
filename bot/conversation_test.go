package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot"
	"github.com/pilcrow-bot/pilcrow/bot/workspace"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// TestConversation plays what people do with the bot, scene by scene, in both
// modes, against the real table. All that the bot sends is held to the files in
// testdata/sent, which are the same for both modes; a scene adds what a person
// sees that the files do not show.
func TestConversation(t *testing.T) {
	eachMode(t, func(t *testing.T, m mode) {
		for name, s := range scenes {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				if s.learns && testing.Short() {
					t.Skip("loads the whole base anew")
				}
				s.setup.mode, s.setup.table = m, true
				if s.setup.opts.Now == nil {
					s.setup.opts.Now = clock()
				}
				s.setup.opts.AckWithin = patience // of a machine that has other things to do
				if s.setup.policy.Text == "" {
					s.setup.policy.Text = bot.ChannelTexts
				}
				w := start(t, s.setup)
				s.play(w)
				w.heard()
				w.sent.golden(t, name)
				if !s.refused {
					w.noRefusals()
				}
			})
		}
	})
}

// scene is a part of the conversation.
type scene struct {
	setup   setup
	refused bool // Slack is to refuse something
	learns  bool // the base is loaded anew
	play    func(*world)
}

// clock is Slack's: it starts at the same time in each scene and goes on by
// itself, so that timestamps are the same in every run.
func clock() func() time.Time {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time { return now }
}

const licensing = "How much did Huawei earn from licensing in 2024?"

var scenes = map[string]scene{
	"mention": {play: func(w *world) {
		w.post("ann", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 1)
	}},
	"direct": {play: func(w *world) {
		asked := w.direct("ann", licensing, "")
		w.reply(asked.Channel, 1)
		w.direct("ann", "and Qualcomm?", "")
		w.reply(asked.Channel, 2)
	}},
	"follow-ups": {play: func(w *world) {
		asked := w.post("ann", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 1)
		w.post("ben", "and Qualcomm?", asked.TS)
		w.reply(w.room.ID, 2)
		w.post("ben", "hm, @ann what do you make of Huawei?", asked.TS) // among themselves
		w.quiet()
		w.post("ann", "and Ericsson?", asked.TS)
		w.quiet()
		w.post("ann", "@pilcrow and Nokia?", asked.TS) // mentioned again
		w.reply(w.room.ID, 3)
		w.post("ann", "thanks, stop", asked.TS)
		w.quiet()
		w.post("ann", "and Qualcomm?", asked.TS)
		w.quiet()
		w.post("ann", licensing, "") // not in the thread
		w.quiet()
	}},
	"command": {play: func(w *world) {
		got := w.command("ann", licensing)
		if got.ForUser == "" {
			w.t.Error("everybody sees the answer")
		}
		w.click("ann", got, "share")
		w.until("it is shared", func(*workspace.Workspace) bool { return strings.Contains(w.said(w.room.ID)[0].Text, "Shared") })
		shared := w.reply(w.room.ID, 2)
		w.post("ben", "and Qualcomm?", shared.TS)
		w.reply(w.room.ID, 3)
	}},
	"commands": {play: func(w *world) {
		for _, text := range []string{
			"help", "", "sources", "facts Nokia", "facts nkia", "facts Zorgon", "facts", "why", licensing, "why",
			"forget me", "forget me", "why", "blah blah blah",
		} {
			w.command("ann", text)
		}
	}},
	"comparison": {play: func(w *world) {
		w.post("ann", "@pilcrow How many times its licensing revenue does Qualcomm earn compared with Huawei?", "")
		w.reply(w.room.ID, 1)
		w.command("ann", "How many times its licensing revenue does Qualcomm earn compared with Huawei?")
	}},
	"rank": {play: func(w *world) {
		w.post("ann", "@pilcrow Who earns the most from licensing?", "")
		if got := string(w.reply(w.room.ID, 1).Blocks); !strings.Contains(got, "data_table") || !strings.Contains(got, "data_visualization") {
			w.t.Errorf("ann sees %s", got)
		}
	}},
	"comparison in older blocks": {
		setup:   setup{opts: workspace.Options{Refuse: []string{"data_table"}}},
		refused: true,
		play: func(w *world) {
			w.post("ann", "@pilcrow How many times its licensing revenue does Qualcomm earn compared with Huawei?", "")
			w.reply(w.room.ID, 1)
			w.command("ann", "How many times its licensing revenue does Qualcomm earn compared with Huawei?")
		},
	},
	"plain text": {
		setup:   setup{opts: workspace.Options{Refuse: []string{"section"}}},
		refused: true,
		play: func(w *world) {
			w.post("ann", "@pilcrow "+licensing, "")
			if got := w.reply(w.room.ID, 1); len(got.Blocks) > 0 || !strings.Contains(got.Text, "¶6") {
				w.t.Errorf("ann sees %q and %s", got.Text, got.Blocks)
			}
			w.command("ann", "How many times its licensing revenue does Qualcomm earn compared with Huawei?")
		},
	},
	"delivered again": {play: func(w *world) {
		asked := w.post("ann", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 1)
		for i, kind := range []string{"app_mention", "message", "app_mention"} {
			w.must(w.Deliver("pilcrow", false, json.RawMessage(fmt.Sprintf(
				`{"type":"event_callback","event_id":"Ev%d","team_id":%q,"event":{"type":%q,"channel":%q,"user":%q,"text":%q,"ts":%q}}`,
				100+i/2, w.TeamID(), kind, w.room.ID, asked.User, asked.Text, asked.TS))))
		}
		w.heard()
		w.once(1)
	}},
	"meanings": {play: func(w *world) {
		w.post("ann", "@pilcrow Who wrote the article?", "")
		w.click("ann", w.reply(w.room.ID, 1), "pick-1")
	}},
	"unknown": {play: func(w *world) {
		w.post("ann", "@pilcrow What did Huawei earn from licensing in 2023?", "")
		w.click("ann", w.reply(w.room.ID, 1), "near-1")
	}},
	"advice": {play: func(w *world) {
		w.post("ann", "@pilcrow should we sue Nokia?", "")
		w.reply(w.room.ID, 1)
	}},
	"paragraph and why": {play: func(w *world) {
		w.post("ann", "@pilcrow "+licensing, "")
		answer := w.reply(w.room.ID, 1)
		w.click("ann", answer, "show-1")
		w.closeView("ann")
		w.click("ben", answer, "why")
	}},
	"thumbs": {play: func(w *world) {
		w.post("ann", "@pilcrow "+licensing, "")
		answer := w.reply(w.room.ID, 1)
		w.choose("ann", answer, "judge", "good")
		w.choose("ben", answer, "judge", "bad")
		w.submit("ben", "reason", map[string]string{"reason": "date", "remark": "There is a later report."})
		w.command("eva", "insights")
	}},
	"older thumbs": {
		setup:   setup{opts: workspace.Options{Refuse: []string{"context_actions"}}},
		refused: true,
		play: func(w *world) {
			w.post("ann", "@pilcrow "+licensing, "")
			answer := w.reply(w.room.ID, 1)
			w.click("ann", answer, "judge-1")
			w.click("ben", answer, "judge-2")
			w.submit("ben", "reason", map[string]string{"reason": "source"})
			private := w.command("ben", licensing) // which has the older ones in any case
			w.click("ben", private, "judge-1")
			w.command("eva", "insights")
		},
	},
	"thumbs without words": {setup: setup{policy: bot.Policy{Text: bot.NoTexts}}, play: func(w *world) {
		w.post("ann", "@pilcrow "+licensing, "")
		w.choose("ann", w.reply(w.room.ID, 1), "judge", "bad")
		w.submit("ann", "reason", map[string]string{"reason": "fact"})
		w.command("eva", "insights")
	}},
	"group": {play: func(w *world) {
		group := w.AddGroup("ann", "ben", "pilcrow")
		w.postIn("ann", group.ID, "@pilcrow How many ducats does Huawei's patent vault hold?", "")
		w.choose("ann", w.reply(group.ID, 1), "judge", "bad")
		w.submit("ann", "reason", map[string]string{"reason": "question"})
		w.postIn("ben", group.ID, "and Qualcomm's licensing revenue?", w.said(group.ID)[0].ThreadTS)
		w.reply(group.ID, 2)
		w.noted("answered", 2)
		w.command("eva", "insights") // without the words
	}},
	"experts": {setup: setup{experts: true}, play: func(w *world) {
		asked := w.post("ann", "@pilcrow What did Huawei earn from licensing in 2023?", "")
		w.click("ann", w.reply(w.room.ID, 1), "person")
		desk := w.channel("experts")
		post := w.reply(desk, 1)
		waiting := w.reply(w.room.ID, 2)
		w.click("ben", w.said(w.room.ID)[0], "person") // once is enough
		w.postIn("eva", desk, "About US$560 million, see the <!channel> annual report.", post.TS)
		relayed := w.reply(w.room.ID, 4)
		w.click("eva", post, "resolve")
		w.until("it is resolved", func(*workspace.Workspace) bool {
			return strings.Contains(w.said(w.room.ID)[1].Text, "Resolved") && w.said(w.room.ID)[1].TS == waiting.TS
		})
		if relayed.ThreadTS != asked.TS {
			w.t.Errorf("the reply goes to thread %q, want %q", relayed.ThreadTS, asked.TS)
		}
	}},
	"experts in private": {setup: setup{experts: true}, play: func(w *world) {
		w.click("ann", w.command("ann", "What did Huawei earn from licensing in 2023?"), "person")
		w.noted("done", 1)
		desk, private := w.channel("experts"), w.dm("ann")
		post := w.reply(desk, 1)
		w.postIn("eva", desk, "About US$560 million.", post.TS)
		w.noted("done", 2)
		w.click("eva", post, "resolve")
		w.noted("done", 3)
		if told := w.said(private); len(told) != 2 || !strings.Contains(told[0].Text, "Resolved") || !strings.Contains(told[1].Text, "560") {
			w.t.Errorf("ann is told %+v", told)
		}
		if told := w.said(w.room.ID); len(told) != 1 { // her own
			w.t.Errorf("the channel is told %+v", told)
		}
	}},
	"facts of a company": {play: func(w *world) {
		list := w.command("ann", "facts Huawei")
		for _, page := range []struct{ press, want string }{{"company-2", "(11 to 20 of"}, {"company-1", "(1 to 10 of"}} {
			w.click("ann", list, page.press)
			w.until(page.want, func(*workspace.Workspace) bool { return strings.Contains(w.last().Text, page.want) })
		}
		if n := len(w.Messages(w.room.ID)); n != 1 {
			w.t.Errorf("%d messages, want one that changes", n)
		}
	}},
	"meanings in private": {play: func(w *world) {
		private := w.command("ann", "Who wrote the article?")
		w.click("ann", private, "pick-1")
		w.until("one is picked", func(*workspace.Workspace) bool {
			return w.last().TS == private.TS && !strings.Contains(string(w.last().Blocks), "pick-1")
		})
		if w.last().ForUser == "" {
			w.t.Error("everybody sees the answer")
		}
	}},
	"meanings at home": {play: func(w *world) {
		w.must(w.OpenHome("ann", "pilcrow", "home"))
		w.press("ann", "ask", "Who wrote the article?", "pick-1")
		w.press("ann", "pick-1", "", "judge-1")
		w.press("ann", "judge-1", "", "")
		w.dm("ann")
	}},
	"share in a form": {play: func(w *world) {
		message := w.post("ben", "I wonder whether Amazon is suing Nokia?", "")
		w.must(w.MessageShortcut("ann", message, "ask"))
		w.submit("ann", "ask", map[string]string{"question": "Is Amazon suing Nokia?", "where": "me"})
		w.press("ann", "share", "", "Shared")
		w.reply(w.room.ID, 1)
		w.must(w.GlobalShortcut("ann", "ask"))
		w.submit("ann", "ask", map[string]string{"question": "Is Amazon suing Nokia?"})
		if form := string(w.view("ann").JSON); strings.Contains(form, "Share in channel") {
			w.t.Errorf("from anywhere there is no channel to share in: %s", form)
		}
	}},
	"share where the bot is not": {refused: true, play: func(w *world) {
		message := w.post("ben", "I wonder whether Amazon is suing Nokia?", "")
		w.must(w.MessageShortcut("ann", message, "ask"))
		w.submit("ann", "ask", map[string]string{"question": "Is Amazon suing Nokia?", "where": "me"})
		w.must(w.Leave("pilcrow", w.room.ID))
		w.press("ann", "share", "", "")
		w.reply(w.dm("ann"), 1)
		w.noted("not answered", 1)
	}},
	"views in older blocks": {
		setup:   setup{opts: workspace.Options{Refuse: []string{"header", "divider", "actions", "context"}}},
		refused: true,
		play: func(w *world) {
			w.must(w.OpenHome("ann", "pilcrow", "home"))
			w.press("ann", "ask", licensing, "630")
			w.press("ann", "show-1", "", "In our own words")
			w.closeView("ann")
			w.press("ann", "ask", "Who wrote the article?", "pick-1")
			w.press("ann", "pick-1", "", "judge-1")
		},
	},
	"views in words": {
		setup:   setup{opts: workspace.Options{Refuse: []string{"input"}}},
		refused: true,
		play: func(w *world) {
			w.must(w.OpenHome("ann", "pilcrow", "home"))
			w.view("ann")
			w.noted("done", 1)
			w.must(w.GlobalShortcut("ann", "ask"))
			w.noted("done", 2)
			if form := string(w.view("ann").JSON); !strings.Contains(form, "/licensing help") {
				w.t.Errorf("ann sees %s", form)
			}
			w.closeView("ann")
			w.command("ann", "settings")
		},
	},
	"edit and delete": {play: func(w *world) {
		asked := w.post("ann", "@pilcrow How much did Huawei earn from licensing in 2023?", "")
		first := w.reply(w.room.ID, 1)
		edited, err := w.Edit("ann", asked, "@pilcrow "+licensing)
		if err != nil {
			w.t.Fatal(err)
		}
		w.until("the answer is another", func(*workspace.Workspace) bool {
			return w.said(w.room.ID)[0].TS == first.TS && !strings.Contains(w.said(w.room.ID)[0].Text, "do not say")
		})
		if err := w.Delete("ann", edited); err != nil {
			w.t.Fatal(err)
		}
		w.until("the answer is withdrawn", func(*workspace.Workspace) bool { return len(w.said(w.room.ID)) == 0 })
		plain := w.post("ann", licensing, "")
		w.quiet()
		if _, err := w.Edit("ann", plain, "@pilcrow "+licensing); err != nil {
			w.t.Fatal(err)
		}
		w.reply(w.room.ID, 1)
	}},
	"timeline": {play: func(w *world) {
		w.post("ann", "@pilcrow list Huawei's milestones", "")
		w.reply(w.room.ID, 1)
	}},
	"long list": {
		setup: setup{ask: func(string, []string, []string) answer.Answer {
			return answer.Answer{Outcome: answer.Answered, Text: "There are many:" + strings.Repeat("\n• a licensee", 23)}
		}},
		play: func(w *world) {
			w.post("ann", "@pilcrow who are the licensees?", "")
			w.click("ann", w.reply(w.room.ID, 1), "page-2")
			w.until("the page is turned", func(*workspace.Workspace) bool {
				return strings.Contains(string(w.said(w.room.ID)[0].Blocks), "11 to 20")
			})
		},
	},
	"mention taken out": {play: func(w *world) {
		asked := w.post("ann", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 1)
		if _, err := w.Edit("ann", asked, licensing); err != nil {
			w.t.Fatal(err)
		}
		w.until("the answer is withdrawn", func(*workspace.Workspace) bool { return len(w.said(w.room.ID)) == 0 })
		w.noted("done", 1)
		w.post("ann", "and Qualcomm?", asked.TS)
		w.quiet()
	}},
	"talk among people": {play: func(w *world) {
		for i, remark := range []string{
			"I told you Huawei earned US$630 million from licensing in 2024.",
			"ok, Nokia is being sued by Amazon then",
			"interesting, Qualcomm earns more",
		} {
			asked := w.post("ann", "@pilcrow "+licensing, "")
			w.reply(w.room.ID, i+1)
			w.post("ben", remark, asked.TS)
			w.quiet()
		}
		asked := w.post("ann", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 4)
		w.post("ben", "Who is joining the Huawei call?", asked.TS) // not to the bot
		w.quiet()
	}},
	"nearest shared": {play: func(w *world) {
		private := w.command("ann", "What did Huawei earn from licensing in 2023?")
		w.click("ann", private, "near-1")
		w.noted("answered", 2)
		private = w.Messages(w.room.ID)[0]
		w.click("ann", private, "share")
		w.until("it is shared", func(*workspace.Workspace) bool { return len(w.said(w.room.ID)) == 2 })
		w.noted("answered", 3)
		if shared := w.said(w.room.ID)[1]; strings.Contains(shared.Text, "do not say") {
			w.t.Errorf("shared is not what was shown: %s", shared.Text)
		}
		w.command("eva", "insights") // the question is still one without an answer
	}},
	"settings": {play: func(w *world) {
		w.command("ann", "settings")
		w.submit("ann", "settings", map[string]string{"when": "unasked", "who": "asker", "articles": "huawei-ip-2025", "editors": w.id("ann")})
		w.post("ben", licensing, "") // to nobody
		w.until("ben is told", func(*workspace.Workspace) bool { return len(w.said(w.room.ID)) == 1 })
		w.post("ben", "Is Amazon suing Nokia?", "") // of an article that does not count
		w.post("ben", "lunch?", "")
		w.quiet()
		w.command("ben", "settings") // may not
		w.command("eva", "settings") // an admin may
	}},
	"settings taken away": {play: func(w *world) {
		w.command("ann", "settings")
		w.command("eva", "settings")
		w.submit("eva", "settings", map[string]string{"when": "mentioned", "who": "everybody", "editors": w.id("eva")})
		w.submit("ann", "settings", map[string]string{"when": "unasked", "who": "asker"}) // who had the form open
		w.closeView("ann")
		w.post("ann", licensing, "")
		w.quiet() // as eva has set it
		asked := w.direct("ann", "hello", "")
		w.reply(asked.Channel, 1)
		if _, err := w.Command("ann", asked.Channel, "/licensing", "settings"); err != nil {
			w.t.Fatal(err)
		}
		w.until("ann is told", func(*workspace.Workspace) bool { return len(w.Messages(asked.Channel)) == 3 })
	}},
	"shortcuts": {play: func(w *world) {
		message := w.post("ben", "I wonder whether Amazon is suing Nokia?", "")
		w.must(w.MessageShortcut("ann", message, "ask"))
		w.submit("ann", "ask", map[string]string{"question": "Is Amazon suing Nokia?", "where": "me"})
		w.must(w.MessageShortcut("ann", message, "ask"))
		w.submit("ann", "ask", map[string]string{"question": "Is Amazon suing Nokia?", "where": "thread"})
		w.reply(w.room.ID, 1)
		w.must(w.GlobalShortcut("ann", "ask"))
		form := w.form("ann", "ask")
		offered, err := w.TypeAhead("ann", form, "offered", "huaw licens")
		if err != nil || len(offered) == 0 {
			w.t.Fatalf("offered %v, %v", offered, err)
		}
		w.sent.ack(offered[:3])
		w.submit("ann", "ask", map[string]string{"offered": offered[0].Value})
		w.must(w.GlobalShortcut("ann", "ask"))
		w.submit("ann", "ask", nil) // with nothing asked
	}},
	"shortcut on a mention": {play: func(w *world) {
		asked := w.post("ben", "@pilcrow "+licensing, "")
		w.reply(w.room.ID, 1)
		w.must(w.MessageShortcut("ann", asked, "ask"))
		if form := string(w.form("ann", "ask").JSON); strings.Contains(form, "somebody") || !strings.Contains(form, licensing) {
			w.t.Errorf("the form asks %s", form)
		}
	}},
	"home": {play: func(w *world) {
		w.must(w.OpenHome("ann", "pilcrow", "home"))
		home := w.view("ann")
		w.must(w.ClickView("ann", home, "ask", licensing, nil))
		w.until("the answer is on the tab", func(*workspace.Workspace) bool {
			return strings.Contains(string(w.view("ann").JSON), "630")
		})
		w.must(w.ClickView("ann", w.view("ann"), "show-1", "", nil))
		w.until("the paragraph is shown", func(*workspace.Workspace) bool { return len(w.Views("ann")) == 2 })
	}},
	"pane": {play: func(w *world) {
		w.must(w.OpenHome("ann", "pilcrow", "messages"))
		w.until("questions are offered", func(*workspace.Workspace) bool { return len(w.Pane("ann", "pilcrow").Prompts) > 0 })
		first := w.direct("ann", "hello", "")
		hello := w.reply(first.Channel, 1)
		w.noted("answered", 1)
		w.direct("ann", licensing, hello.TS)
		w.reply(first.Channel, 2)
		if title := w.Pane("ann", "pilcrow").Titles[hello.TS]; title != licensing {
			w.t.Errorf("the thread is called %q", title)
		}
	}},
	"insights and teaching": {learns: true, play: func(w *world) {
		w.post("ann", "@pilcrow How many ducats does Huawei's patent vault hold?", "")
		w.reply(w.room.ID, 1)
		w.post("ben", "@pilcrow How many ducats are in Huawei's patent vault?", "")
		w.reply(w.room.ID, 2)
		w.post("ben", "@pilcrow Who runs the canteen of the patent court in Munich?", "")
		w.noted("answered", 3)
		w.command("ann", "insights") // no admin
		told := w.command("eva", "insights")
		w.click("eva", told, "teach-1")
		form := w.form("eva", "teach")
		offered, err := w.TypeAhead("eva", form, "fact", "huawei patent licensing revenue 2024")
		if err != nil || len(offered) == 0 {
			w.t.Fatalf("offered %v, %v", offered, err)
		}
		w.submit("eva", "teach", map[string]string{"fact": offered[0].Value})
		w.reply(w.dm("eva"), 1)
		if told := w.command("eva", "insights").Text; strings.Contains(told, "ducats") || !strings.Contains(told, "canteen") {
			w.t.Errorf("what was taught is no longer missing: %s", told)
		}
	}},
	"a new fact": {learns: true, play: func(w *world) {
		w.post("ann", "@pilcrow Who runs the canteen of the Shenzhen campus?", "")
		w.noted("answered", 1)
		w.click("eva", w.command("eva", "insights"), "teach-1")
		w.must(w.ClickView("eva", w.form("eva", "teach"), "write", "", nil))
		form := w.form("eva", "write")
		subject, err := w.TypeAhead("eva", form, "subject", "huaw")
		w.must(err)
		relation, err := w.TypeAhead("eva", form, "relation", "licensing revenue")
		w.must(err)
		w.sent.ack([]any{subject, relation})
		fact := map[string]string{
			"subject": subject[0].Value, "relation": relation[0].Value, "article": "huawei-ip-2025", "unit": "¶6",
			"value": "a lot", "says": "Huawei's canteen took about US$631 million in 2024.",
		}
		w.submit("eva", "write", fact) // no figure
		fact["value"] = "about US$631 million"
		w.submit("eva", "write", fact) // which the paragraph does not have
		fact["value"], fact["says"] = "about US$630 million", "Huawei's canteen, which is its licensing, took about US$630 million in 2024."
		w.submit("eva", "write", fact)
		w.reply(w.dm("eva"), 1)
	}},
	"too much": {setup: setup{policy: bot.Policy{Rate: 2}}, play: func(w *world) {
		asked := w.direct("ann", licensing, "")
		w.reply(asked.Channel, 1)
		w.direct("ann", licensing, "")
		w.reply(asked.Channel, 2)
		w.direct("ann", licensing, "")
		w.reply(asked.Channel, 3)
		w.direct("ann", licensing, "")
		w.quiet()
	}},
}

// quiet waits until the bot has heard everything, and has nothing in hand.
func (w *world) quiet() {
	w.t.Helper()
	w.until("everything is acknowledged", func(ws *workspace.Workspace) bool { return ws.Pending() == 0 })
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// command runs /licensing and returns what it shows, at once or a little later.
func (w *world) command(user, text string) workspace.Message {
	w.t.Helper()
	before := len(w.Messages(w.room.ID))
	views := len(w.Views(user))
	got, err := w.Command(user, w.room.ID, "/licensing", text)
	w.must(err)
	if got.Message != nil {
		w.sent.ack(decoded(w.t, got.Payload))
		return *got.Message
	}
	w.until("the command is answered", func(*workspace.Workspace) bool {
		return len(w.Messages(w.room.ID)) > before || len(w.Views(user)) > views
	})
	if all := w.Messages(w.room.ID); len(all) > before {
		return all[len(all)-1]
	}
	return workspace.Message{} // a form was opened
}

func decoded(t testing.TB, text []byte) (v any) {
	t.Helper()
	if len(text) > 0 {
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// click presses a button below a message and waits for what the bot sends then.
func (w *world) click(user string, m workspace.Message, action string) {
	w.t.Helper()
	w.choose(user, m, action, "")
}

// choose presses one of the buttons of an element: the one whose value ends so.
func (w *world) choose(user string, m workspace.Message, action, end string) {
	w.t.Helper()
	value := ""
	if end != "" {
		value = w.valueEnding(m, end)
	}
	n := w.sent.count()
	w.must(w.Click(user, m, action, value))
	if end == "good" {
		return // nothing is to be seen
	}
	w.until("the bot does something", func(*workspace.Workspace) bool { return w.sent.count() > n })
}

// press acts on an element of the view that somebody has before them, and waits
// until they have one that says so.
func (w *world) press(user, action, value, want string) {
	w.t.Helper()
	w.must(w.ClickView(user, w.view(user), action, value, nil))
	w.until("there is "+want, func(*workspace.Workspace) bool {
		return strings.Contains(string(w.view(user).JSON), want)
	})
}

// valueEnding finds a value among a message's blocks.
func (w *world) valueEnding(m workspace.Message, end string) string {
	w.t.Helper()
	for _, part := range strings.Split(string(m.Blocks), `"value":"`) {
		value, _, _ := strings.Cut(part, `"`)
		if strings.HasSuffix(value, `\n`+end) {
			return strings.ReplaceAll(value, `\n`, "\n")
		}
	}
	w.t.Fatalf("no value ends in %s: %s", end, m.Blocks)
	return ""
}

// view is the topmost view that somebody has before them.
func (w *world) view(user string) workspace.View {
	w.t.Helper()
	w.until("a view is open", func(*workspace.Workspace) bool { return len(w.Views(user)) > 0 })
	views := w.Views(user)
	return views[len(views)-1]
}

func (w *world) closeView(user string) {
	w.t.Helper()
	w.must(w.CloseView(user, w.view(user)))
}

// form is the form of this name that somebody has before them, once it is there.
func (w *world) form(user, name string) workspace.View {
	w.t.Helper()
	w.until("the form "+name+" is open", func(*workspace.Workspace) bool {
		views := w.Views(user)
		return len(views) > 0 && views[len(views)-1].CallbackID == name
	})
	return w.view(user)
}

// submit fills in and sends the form of this name.
func (w *world) submit(user, name string, fields map[string]string) {
	w.t.Helper()
	got, err := w.Submit(user, w.form(user, name), fields)
	w.must(err)
	w.sent.ack(decoded(w.t, got.Payload))
}

func (w *world) postIn(user, channel, text, thread string) {
	w.t.Helper()
	_, err := w.Post(user, channel, text, thread)
	w.must(err)
}

// channel is the id of a channel.
func (w *world) channel(name string) string {
	w.t.Helper()
	for _, c := range w.Channels() {
		if c.Name == name {
			return c.ID
		}
	}
	w.t.Fatalf("no channel %s", name)
	return ""
}

// id is the id of a person.
func (w *world) id(name string) string {
	for _, u := range w.Users() {
		if u.Name == name {
			return u.ID
		}
	}
	return ""
}

// dm is the direct conversation with somebody, once the bot has begun it.
func (w *world) dm(name string) (channel string) {
	w.t.Helper()
	w.until("the bot writes to "+name, func(*workspace.Workspace) bool {
		for _, c := range w.Channels() {
			if c.Type == workspace.DM && strings.Contains(strings.Join(c.Members, " "), w.id(name)) {
				channel = c.ID
			}
		}
		return channel != ""
	})
	return channel
}
