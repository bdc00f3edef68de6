package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

const (
	lookBack = 30 * 24 * time.Hour      // what the insights tell of
	old      = 2 * 365 * 24 * time.Hour // from when a source is growing old
	week     = 7 * 24 * time.Hour

	// alike is the share of words of weight that two questions must have in common
	// to be counted together.
	alike = 0.5
)

// showInsights tells an admin what was asked and what was missing.
func (b *Bot) showInsights(ctx context.Context, ev inbox.Event, done *result) {
	admin, err := b.isAdmin(ctx, ev.User)
	if err != nil {
		done.join(err)
		b.say(ctx, ev, blocks.Note(whetherAdmin), done)
		return
	}
	if !admin {
		b.say(ctx, ev, blocks.Note("Insights are for admins of the workspace."), done)
		return
	}
	m, err := b.insights(ctx, ev.Team, lookBack)
	done.join(err)
	if err == nil {
		b.say(ctx, ev, m, done)
	}
}

// What is said where only the operator can help; what to do stands in the log.
const (
	operatorsTurn = "the operator will find the reason in the log."
	whetherAdmin  = "I could not find out whether you are an admin: " + operatorsTurn
)

// insights gathers what was asked since then, what was not answered and what
// was found wrong.
func (b *Bot) insights(ctx context.Context, team string, span time.Duration) (transport.Message, error) {
	since := b.now().Add(-span)
	asked, err := b.store.AskedSince(ctx, team, since)
	if err != nil {
		return transport.Message{}, err
	}
	judged, err := b.store.FeedbackSince(ctx, team, since)
	if err != nil {
		return transport.Message{}, err
	}
	in := blocks.Insights{Days: int(span.Hours() / 24), Asked: len(asked)}
	engine := b.library.within(nil)
	used := map[string]bool{}
	texts := map[string]string{}
	var unanswered []string
	for _, a := range asked {
		texts[a.ID] = a.Text
		for _, f := range a.Facts {
			used[f] = true
		}
		switch {
		case a.Outcome == string(answer.Answered):
			in.Answered++
		case a.Outcome == string(answer.Unknown) && a.Text != "":
			unanswered = append(unanswered, a.Text)
		case a.Outcome == string(answer.Unknown):
			in.Wordless++
		}
	}
	in.Groups = slices.DeleteFunc(grouped(unanswered, engine.Weighty), func(g blocks.Group) bool {
		return b.ask(g.Example, nil, nil).Outcome == answer.Answered // it has been taught since
	})
	for _, f := range judged {
		if f.Good {
			in.Good++
		} else {
			in.Bad = append(in.Bad, blocks.Complaint{Question: texts[f.Turn], Reason: f.Reason, Remark: f.Note})
		}
	}
	in.Facts, in.Unused = engine.Unused(used)
	for _, s := range engine.Sources() {
		if d, err := time.Parse(time.DateOnly, s.Published); err == nil && b.now().Sub(d) > old {
			in.Old = append(in.Old, s)
		}
	}
	return blocks.Report(in), nil
}

// grouped puts questions together that have most of their words of weight in
// common, the largest group first. A group is called by the question asked first.
func grouped(questions []string, weighty func(string) []string) (groups []blocks.Group) {
	var words [][]string
	for _, q := range questions {
		its := weighty(q)
		i := slices.IndexFunc(words, func(others []string) bool { return likeness(its, others) >= alike })
		if i < 0 {
			i = len(groups)
			groups, words = append(groups, blocks.Group{Example: q}), append(words, its)
		}
		groups[i].Count++
	}
	slices.SortStableFunc(groups, func(a, b blocks.Group) int { return cmp.Compare(b.Count, a.Count) })
	return groups
}

// likeness is the share of the words of either that both have.
func likeness(a, b []string) float64 {
	both := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			both++
		}
	}
	all := len(a) + len(b) - both
	if all == 0 {
		return 1
	}
	return float64(both) / float64(all)
}

// digest posts the insights of a week to the operator's channel, once a week, by
// whichever replica comes first.
func (b *Bot) digest(ctx context.Context, team string) error {
	now := b.now().UTC()
	if b.policy.Digest == "" || now.Weekday() != time.Monday || now.Hour() < 8 {
		return nil
	}
	year, number := now.ISOWeek()
	mine, err := b.store.Claim(ctx, fmt.Sprintf("digest %s %d-W%02d", team, year, number))
	if err != nil || !mine {
		return err
	}
	m, err := b.insights(ctx, team, week)
	if err != nil {
		return err
	}
	m.Channel = b.policy.Digest
	return b.postPatiently(ctx, m)
}

// postPatiently posts something that nobody waits for, as soon as Slack takes it.
func (b *Bot) postPatiently(ctx context.Context, m transport.Message) error {
	for {
		_, err := b.slack.Post(ctx, m)
		wait, later := transport.Later(err)
		if !later || wait == 0 {
			return err
		}
		if err := transport.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// chores are what is to be done every now and then: what is old is erased, and the
// digest is posted.
func (b *Bot) chores(ctx context.Context, team string, hourly <-chan time.Time) {
	if hourly == nil {
		seldom := time.NewTicker(time.Hour)
		defer seldom.Stop()
		hourly = seldom.C
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-hourly:
			b.warn(b.expire(ctx), "erasing what is old")
			b.warn(b.digest(ctx, team), "posting the digest")
		}
	}
}

// expire erases what is old, once an hour, whichever replica comes first.
func (b *Bot) expire(ctx context.Context) error {
	mine, err := b.store.Claim(ctx, "expiry "+b.now().UTC().Format("2006-01-02T15"))
	if err != nil || !mine {
		return err
	}
	return b.store.Expire(ctx, b.policy.Memory, b.policy.Keep)
}

func (b *Bot) warn(err error, doing string) {
	if err != nil && !isCancelled(err) {
		b.log.Error().Err(err).Msg(doing)
	}
}
