package workspace_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// Ann asks, an app answers in the thread, over Socket Mode.
func Example() {
	ws := workspace.New(workspace.Options{Now: func() time.Time { return time.Unix(1_700_000_000, 0) }})
	server, err := ws.Listen("127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	app := ws.Install(workspace.App{Name: "pilcrow", Events: []string{"app_mention"}})
	ws.AddUser("ann")
	ws.AddChannel("general", "ann", "pilcrow")

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	api := slack.New(app.BotToken, slack.OptionAppLevelToken(app.AppToken), slack.OptionAPIURL(server.APIURL()))
	client := socketmode.New(api)
	go func() { _ = client.RunContext(ctx) }()
	go func() {
		for e := range client.Events {
			event, ok := e.Data.(slackevents.EventsAPIEvent)
			if !ok {
				continue
			}
			_ = client.Ack(*e.Request)
			m := event.InnerEvent.Data.(*slackevents.AppMentionEvent)
			_, _, _ = api.PostMessage(m.Channel, slack.MsgOptionText("You said: "+m.Text, false), slack.MsgOptionTS(m.TimeStamp))
		}
	}()

	if _, err := ws.Post("ann", "general", "@pilcrow is 1 < 2?", ""); err != nil {
		log.Fatal(err)
	}
	answered := func(ws *workspace.Workspace) bool { return len(ws.Messages("general")) == 2 }
	if err := ws.Wait(ctx, answered); err != nil {
		log.Fatal(err)
	}
	for _, m := range ws.Messages("general") {
		fmt.Println(m.User, m.IsReply(), m.Text)
	}
	fmt.Println(len(ws.Refusals()), "refusals")
	if err := server.Close(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// U0000000002 false <@U0000000001> is 1 &lt; 2?
	// U0000000001 true You said: <@U0000000001> is 1 &lt; 2?
	// 0 refusals
}
