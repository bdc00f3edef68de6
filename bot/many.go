package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/singleflight"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/inbox"
	"github.com/pilcrow-bot/pilcrow/bot/seal"
	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/bot/transport"
)

// Where many workspaces install the bot, each has a [Bot] to itself, with its own
// token, settings, and things taught; they share the base, the inbox and the
// database. Whose an event is, it says itself:
//
//	event ──▶ installation ──▶ token, renewed if need be ──▶ the workspace's Bot
//	          kept, sealed
//
// The installation is looked up for every event, so that every replica knows at
// once what was installed, renewed or taken away.

const (
	// renewAhead is how long before a token ends it is renewed: tokens last twelve
	// hours, and somebody may be using the old one.
	renewAhead = time.Hour

	// renewal is how long a renewal may take before another process tries it.
	renewal = 15 * time.Second

	// keepsTrying is how long new tokens are tried to be kept that were got.
	keepsTrying = 2 * time.Minute
)

// errNotInstalled is when something comes from where the bot is not installed, or
// no longer.
var errNotInstalled = errors.New("not installed there")

// many are the bots of many workspaces.
type many struct {
	config  Config
	oauth   transport.OAuth
	keys    seal.Keys
	store   *store.Store
	library *Library
	door    *door
	log     zerolog.Logger
	base    *transport.Client // of which those of the workspaces are made
	home    *store.Installation

	one     singleflight.Group // makes a bot, or renews a token
	learned atomic.Int64       // version of what was taught that the bots know

	mu      sync.Mutex
	clients map[string]*tenant       // by installation
	bots    map[string]*Bot          // by workspace
	locks   map[string]*sync.RWMutex // by installation: shared by what is done for it, had alone by what erases it
}

// tenant is the client of an installation, as it was when last looked at.
type tenant struct {
	*transport.Client
	tokens string // sealed, that it uses
}

// pair is what is sealed of an installation.
type pair struct{ Token, Refresh string }

func (c Config) deskOfMany(ctx context.Context, client *transport.Client, memory *store.Store, library *Library, door *door, log zerolog.Logger) (*desk, error) {
	keys, err := seal.Parse(c.Keys)
	if err != nil {
		return nil, err
	}
	m := &many{
		config: c, keys: keys, store: memory, library: library, door: door, log: log, base: client,
		oauth: transport.OAuth{
			ClientID: c.ClientID, ClientSecret: c.ClientSecret, Scopes: c.Scopes, APIURL: c.APIURL, Redirect: c.Redirect,
		},
		clients: map[string]*tenant{}, bots: map[string]*Bot{}, locks: map[string]*sync.RWMutex{},
	}
	installed, err := m.unseal(ctx)
	if err != nil {
		return nil, err
	}
	if err := m.settle(ctx); err != nil {
		return nil, err
	}
	operators := "" // workspace
	if m.home != nil {
		operators = m.home.ID
	}
	return &desk{
		bot: c.bot(client, memory, library, door, log), team: operators, handle: m.handle, relearn: m.relearn,
		intake: transport.Intake{Accept: m.accept, Answer: m.answer, Fill: m.fill, Offer: m.offer, Log: log},
		installer: &transport.Installer{
			OAuth: m.oauth, Keys: keys, Keep: m.install, Drop: m.giveBack, Now: c.clock(), Log: log,
		},
		started: map[string]any{"workspaces": installed},
	}, nil
}

// unseal sees that every token can be opened, and seals with the first key what
// another one has sealed. It says how many there are.
func (m *many) unseal(ctx context.Context) (int, error) {
	all, err := m.store.Installations(ctx)
	if err != nil {
		return 0, err
	}
	for _, i := range all {
		if err := m.reseal(ctx, i); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// reseal has the tokens of an installation sealed with the first key, while nobody
// else renews them: who does would take its new ones for outdated.
func (m *many) reseal(ctx context.Context, i store.Installation) error {
	for {
		text, err := m.keys.Open(i.ID, i.Tokens)
		if err != nil {
			return fmt.Errorf("cannot open the token of %s (%s): %w. Add the key to PILCROW_KEY, behind the new one, "+
				"or erase the installation with pilcrow workspaces erase %s", i.Name, i.ID, err, i.ID)
		}
		if m.keys.Fresh(i.Tokens) {
			return nil
		}
		mine, err := m.store.BeginRenewal(ctx, i.ID, i.Tokens, renewal)
		if mine {
			_, err = m.store.Renew(ctx, i.ID, i.Tokens, m.keys.Seal(i.ID, text), i.Expires)
		}
		if err != nil || mine {
			return err
		}
		m.log.Info().Str("workspace", i.ID).Msg("another process renews the token: waiting to seal it anew")
		if err := transport.Sleep(ctx, renewal/10); err != nil {
			return err
		}
		i, err = m.store.Installation(ctx, i.ID)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// settle takes the workspace of SLACK_BOT_TOKEN, if that is set, for one that has
// installed the bot, until it does.
func (m *many) settle(ctx context.Context) error {
	if m.config.BotToken == "" {
		return nil
	}
	who, err := m.base.Check(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(pair{Token: m.config.BotToken})
	if err != nil {
		return err
	}
	m.home = &store.Installation{ID: who.TeamID, Name: who.Team, Bot: who.User, Tokens: m.keys.Seal(who.TeamID, string(text))}
	return nil
}

// install keeps what a workspace has granted.
func (m *many) install(ctx context.Context, g transport.Grant) error {
	sealed, expires, err := m.sealed(g.ID, g)
	if err != nil {
		return err
	}
	return m.store.Install(ctx, store.Installation{
		ID: g.ID, Org: g.Org, Name: g.Name, App: g.App, Bot: g.Bot, Scopes: g.Scopes, By: g.By, Tokens: sealed, Expires: expires,
	})
}

// sealed are the tokens of a grant, for the installation that they are of.
func (m *many) sealed(id string, g transport.Grant) (tokens string, expires time.Time, err error) {
	text, err := json.Marshal(pair{g.Token, g.Refresh})
	if err != nil {
		return "", expires, fmt.Errorf("sealing the token of %s: %w", id, err)
	}
	if g.Lasts > 0 {
		expires = m.config.clock()().Add(g.Lasts)
	}
	return m.keys.Seal(id, string(text)), expires, nil
}

// giveBack has Slack forget a grant that is of no use. Where the bot is installed
// already, that may be the token it works with.
func (m *many) giveBack(ctx context.Context, g transport.Grant) {
	if _, err := m.store.Installation(ctx, g.ID); !errors.Is(err, store.ErrNotFound) {
		return
	}
	client := m.base.Of(g.Name)
	client.Use(g.Token)
	if err := client.Revoke(ctx); err != nil {
		m.log.Warn().Err(err).Str("workspace", g.ID).Msg("a token that is of no use")
	}
}

// installation is that by which the bot may act on an event, or errNotInstalled.
func (m *many) installation(ctx context.Context, ev inbox.Event) (store.Installation, error) {
	id := cmp.Or(ev.Org, ev.Team)
	i, err := m.store.Installation(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound) && m.home != nil && m.home.ID == id:
		return *m.home, nil
	case errors.Is(err, store.ErrNotFound):
		return i, fmt.Errorf("%s: %w", id, errNotInstalled)
	}
	return i, err
}

// lock is had while something is done for an event's installation, so that
// whoever erases that leaves nothing which is written down just then.
func (m *many) lock(ev inbox.Event) *sync.RWMutex {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := cmp.Or(ev.Org, ev.Team)
	l := m.locks[id]
	if l == nil {
		l = new(sync.RWMutex)
		m.locks[id] = l
	}
	return l
}

// admit is the installation for an event that comes from Slack just now. If it is an
// organisation's, that has granted it to the workspace, which is noted: who takes
// the bot away from a workspace takes that note, too, and what happened there before
// makes no new one, however late Slack tells it.
func (m *many) admit(ctx context.Context, ev inbox.Event) (store.Installation, error) {
	i, err := m.installation(ctx, ev)
	if err != nil || ev.Org == "" || ev.Kind == inbox.Uninstalled || ev.Kind == inbox.Revoked {
		return i, err
	}
	granted, err := m.granted(ctx, ev)
	if err == nil && !granted {
		granted, err = m.store.Belong(ctx, ev.Team, ev.Org, m.happened(ev))
	}
	if err == nil && !granted {
		err = fmt.Errorf("%s, taken away by %s since: %w", ev.Team, ev.Org, errNotInstalled)
	}
	return i, err
}

// happened is when an event happened: now, if Slack does not say.
func (m *many) happened(ev inbox.Event) time.Time {
	if ev.At.IsZero() {
		return m.config.clock()()
	}
	return ev.At
}

// granted reports whether the installation for an event is for its workspace.
func (m *many) granted(ctx context.Context, ev inbox.Event) (bool, error) {
	if ev.Org == "" {
		return true, nil
	}
	org, err := m.store.BelongsTo(ctx, ev.Team)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return org == ev.Org, err
}

// of is the bot that an event is for, with a token that works.
func (m *many) of(ctx context.Context, ev inbox.Event) (*Bot, error) {
	i, err := m.installation(ctx, ev)
	if err != nil {
		return nil, err
	}
	switch granted, err := m.granted(ctx, ev); {
	case err != nil:
		return nil, err
	case !granted:
		return nil, fmt.Errorf("%s, taken away by %s: %w", ev.Team, ev.Org, errNotInstalled)
	}
	client, err := m.client(ctx, i)
	if err != nil {
		return nil, err
	}
	return m.bot(ctx, ev, client)
}

// bot is the bot of the workspace that an event is from.
func (m *many) bot(ctx context.Context, ev inbox.Event, client *transport.Client) (*Bot, error) {
	m.mu.Lock()
	b := m.bots[ev.Team]
	m.mu.Unlock()
	if b != nil && b.slack == client {
		return b, nil
	}
	made, err, _ := m.one.Do("bot "+ev.Team, func() (any, error) {
		b := m.config.bot(client, m.store, m.library.another(), m.door, m.log)
		b.team = ev.Team
		b.warn(b.relearn(ctx), "learning what was taught")
		m.mu.Lock()
		defer m.mu.Unlock()
		m.bots[ev.Team] = b
		return b, nil
	})
	if err != nil {
		return nil, err
	}
	return made.(*Bot), nil
}

// client is the client of an installation, with its token, which is renewed first
// if it ends soon.
func (m *many) client(ctx context.Context, i store.Installation) (*transport.Client, error) {
	now := m.config.clock()()
	if !i.Expires.IsZero() && now.After(i.Expires.Add(-renewAhead)) {
		renewed, err, _ := m.one.Do("token "+i.ID, func() (any, error) { return m.renew(ctx, i) })
		if err != nil && now.After(i.Expires) {
			return nil, err
		}
		if err != nil {
			m.log.Warn().Err(err).Str("workspace", i.ID).Msg("the token still works")
		} else {
			i = renewed.(store.Installation)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.clients[i.ID]
	if t == nil {
		t = &tenant{Client: m.base.Of(cmp.Or(i.Name, i.ID))}
		m.clients[i.ID] = t
	}
	if t.tokens != i.Tokens {
		p, err := m.open(i)
		if err != nil {
			return nil, err
		}
		t.Use(p.Token)
		t.tokens = i.Tokens
	}
	return t.Client, nil
}

// open opens the tokens of an installation.
func (m *many) open(i store.Installation) (p pair, err error) {
	text, err := m.keys.Open(i.ID, i.Tokens)
	if err == nil {
		err = json.Unmarshal([]byte(text), &p)
	}
	if err != nil {
		return p, fmt.Errorf("opening the token of %s: %w", i.ID, err)
	}
	return p, nil
}

// renew changes the refresh token of an installation, which works once, for new
// tokens: in one process, while the others go on with the old token or wait. Once
// it is begun it is brought to its end, or the new tokens would be lost.
func (m *many) renew(ctx context.Context, i store.Installation) (store.Installation, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewal)
	defer cancel()
	mine, err := m.store.BeginRenewal(ctx, i.ID, i.Tokens, renewal)
	if err != nil {
		return i, err
	}
	if !mine {
		now, err := m.store.Installation(ctx, i.ID)
		if err == nil && now.Tokens == i.Tokens {
			err = errors.New("another process renews the token")
		}
		return now, err
	}
	p, err := m.open(i)
	if err != nil {
		return i, err
	}
	g, err := m.oauth.Renew(ctx, p.Refresh)
	if err != nil {
		return i, fmt.Errorf("the token of %s (%s); if this goes on, have it installed anew: %w", i.Name, i.ID, err)
	}
	sealed, expires, err := m.sealed(i.ID, g)
	if err != nil {
		return i, err
	}
	kept, err := m.keepRenewed(ctx, i, sealed, expires)
	if err != nil {
		return i, err
	}
	if !kept {
		return m.store.Installation(ctx, i.ID) // installed anew meanwhile, or it was not known that they were kept
	}
	i.Tokens, i.Expires = sealed, expires
	m.log.Info().Str("workspace", i.ID).Time("expires", expires).Msg("token renewed")
	return i, nil
}

// keepRenewed keeps new tokens in the place of those that were changed for them,
// trying for a while: the old ones cannot be changed once more.
func (m *many) keepRenewed(ctx context.Context, was store.Installation, tokens string, expires time.Time) (kept bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepsTrying)
	defer cancel()
	for {
		kept, err = m.store.Renew(ctx, was.ID, was.Tokens, tokens, expires)
		if err == nil || ctx.Err() != nil {
			return kept, err
		}
		m.log.Error().Err(err).Str("workspace", was.ID).Msg("the new token cannot be kept yet")
		_ = transport.Sleep(ctx, time.Second) // or the end, which the next try says
	}
}

// accept keeps an event of a workspace that has installed the bot.
func (m *many) accept(ev inbox.Event) (fresh bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), inTime)
	defer cancel()
	lock := m.lock(ev)
	lock.RLock()
	defer lock.RUnlock()
	i, err := m.admit(ctx, ev)
	switch {
	case errors.Is(err, errNotInstalled):
		m.log.Debug().Str("event", ev.ID).Str("team", ev.Team).Str("org", ev.Org).Msg("not installed there")
		return false, nil
	case err != nil:
		return false, err
	case ev.Kind == inbox.Uninstalled, ev.Kind == inbox.Revoked:
		return m.door.accept(ev)
	case ev.Kind == inbox.Shortcut:
		ev.Text = transport.WithoutMention(ev.Text, i.Bot)
	}
	b := &Bot{team: ev.Team, store: m.store, door: m.door, policy: m.config.Policy} // as much of one as it takes to accept
	return b.Accept(ev)
}

// handle has an event handled by the bot it is for.
func (m *many) handle(ctx context.Context, ev inbox.Event) error {
	if ev.Kind == inbox.Uninstalled {
		return m.uninstalled(ctx, ev)
	}
	if ev.Kind == inbox.Revoked {
		return m.revoked(ctx, ev)
	}
	lock := m.lock(ev)
	lock.RLock()
	defer lock.RUnlock()
	b, err := m.of(ctx, ev)
	if errors.Is(err, errNotInstalled) {
		m.log.Info().Str("event", ev.ID).Str("team", ev.Team).Msg("not answered: not installed there any more")
		m.leaveNothing(ctx, ev)
		return nil
	}
	if err != nil {
		m.log.Error().Err(err).Str("event", ev.ID).Str("team", ev.Team).Msg("put off")
		return &inbox.Again{Err: err}
	}
	defer m.leaveNothing(ctx, ev)
	err = b.Handle(ctx, ev)
	if refused, is := errors.AsType[*transport.RefusedError](err); is && refused.Code == "token_expired" {
		return m.expired(ctx, ev, err)
	}
	return err
}

// expired is when Slack says that a token's time is over, whatever our clock says:
// it is renewed, if there is one to be had for it, and the event handled again.
func (m *many) expired(ctx context.Context, ev inbox.Event, said error) error {
	i, err := m.installation(ctx, ev)
	if err == nil && i.Expires.IsZero() {
		return said
	}
	if err == nil && m.uses(i) { // or else somebody has renewed it since
		_, err, _ = m.one.Do("token "+i.ID, func() (any, error) { return m.renew(ctx, i) })
	}
	if err != nil {
		m.log.Warn().Err(err).Str("workspace", i.ID).Msg("the token is over")
	}
	return &inbox.Again{Err: said}
}

// uses reports whether the bots of an installation use these tokens of it.
func (m *many) uses(i store.Installation) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.clients[i.ID]
	return t != nil && t.tokens == i.Tokens
}

// leaveNothing erases what was written down for an event whose workspace another
// process has erased meanwhile.
func (m *many) leaveNothing(ctx context.Context, ev inbox.Event) {
	there, err := m.still(ctx, ev)
	if err == nil && !there {
		var rows int
		rows, err = m.store.EraseLeft(ctx, ev.Team, ev.Org)
		m.log.Info().Str("workspace", ev.Team).Int("rows", rows).Msg("erased meanwhile, and what came since")
	}
	if err != nil {
		m.log.Warn().Err(err).Str("workspace", ev.Team).Msg("cannot tell whether it was erased meanwhile")
	}
}

// still reports whether there is what an event was acted on by: whoever is erasing
// that just then has to end first.
func (m *many) still(ctx context.Context, ev inbox.Event) (bool, error) {
	switch {
	case ev.Org != "":
		return m.store.Granted(ctx, ev.Team, ev.Org)
	case m.home != nil && m.home.ID == ev.Team: // it is served without an installation
		return true, nil
	}
	return m.store.Installed(ctx, ev.Team)
}

// What is said where there is nobody to answer, for what a person waits for.
const notHere = "I am not installed in this workspace any more. Ask one of its admins to install me again."

// promptly finds the bot that is to do what a person waits for.
func (m *many) promptly(ev inbox.Event, do func(*Bot), otherwise func(text string)) {
	ctx, cancel := context.WithTimeout(context.Background(), inTime)
	defer cancel()
	lock := m.lock(ev)
	lock.RLock()
	defer lock.RUnlock()
	_, err := m.admit(ctx, ev)
	var b *Bot
	if err == nil {
		b, err = m.of(ctx, ev)
	}
	switch {
	case errors.Is(err, errNotInstalled):
		otherwise(notHere)
	case err != nil:
		m.log.Error().Err(err).Str("event", ev.ID).Str("team", ev.Team).Msg("not answered")
		otherwise("That did not work. Please try again in a minute.")
	default:
		do(b)
		m.leaveNothing(ctx, ev)
	}
}

func (m *many) answer(ev inbox.Event) (said transport.Message) {
	m.promptly(ev, func(b *Bot) { said = b.Answer(ev) }, func(text string) { said = blocks.Note(text) })
	return said
}

func (m *many) fill(ev inbox.Event) (filled transport.Filled) {
	m.promptly(ev, func(b *Bot) { filled = b.Fill(ev) }, func(text string) {
		next := blocks.Answered(blocks.Note(text))
		filled.Next = &next
	})
	return filled
}

func (m *many) offer(ev inbox.Event) (offered []transport.Option) {
	m.promptly(ev, func(b *Bot) { offered = b.Offer(ev) }, func(string) {})
	return offered
}

// takenAway are Slack's words for a token that is no longer good for anything.
var takenAway = []string{"account_inactive", "token_revoked", "invalid_auth"}

// uninstalled erases an installation that was taken away, and all that was kept
// for it. Slack is asked first whether that is so: what it tells late may be of an
// installation before this one.
func (m *many) uninstalled(ctx context.Context, ev inbox.Event) error {
	lock := m.lock(ev)
	lock.Lock()
	defer lock.Unlock()
	i, err := m.installation(ctx, ev)
	if errors.Is(err, errNotInstalled) { // Slack tells it in two ways; this came while the other was acted on
		if _, err := m.store.Erase(ctx, cmp.Or(ev.Org, ev.Team), "none"); err != nil {
			return &inbox.Again{Err: err}
		}
		return nil
	}
	if err != nil {
		return &inbox.Again{Err: err}
	}
	switch works, err := m.works(ctx, i); {
	case err != nil:
		return &inbox.Again{Err: err}
	case works:
		m.log.Info().Str("workspace", i.ID).Msg("its token works: it was installed anew")
		return nil
	}
	rows, err := m.store.Erase(ctx, i.ID, i.Tokens)
	if err != nil {
		return &inbox.Again{Err: err}
	}
	m.forget(i.ID)
	m.log.Info().Str("workspace", i.ID).Int("rows", rows).Msg("uninstalled, and erased")
	return nil
}

// revoked erases what was kept of workspaces from which their organisation has
// taken the bot away. Its installation stays, for the others, and for these once
// they are granted it again.
func (m *many) revoked(ctx context.Context, ev inbox.Event) error {
	lock := m.lock(ev)
	lock.Lock()
	defer lock.Unlock()
	for _, team := range strings.Fields(ev.Value) {
		if err := m.store.Revoke(ctx, team, ev.Org, m.happened(ev)); err != nil {
			return &inbox.Again{Err: err}
		}
		switch org, err := m.store.BelongsTo(ctx, team); {
		case errors.Is(err, store.ErrNotFound), err == nil && org != ev.Org: // nothing came from there through this installation
			continue
		case err != nil:
			return &inbox.Again{Err: err}
		}
		rows, err := m.store.Erase(ctx, team, "none") // unless it has an installation of its own
		if err != nil {
			return &inbox.Again{Err: err}
		}
		m.mu.Lock()
		delete(m.bots, team)
		m.mu.Unlock()
		m.log.Info().Str("workspace", team).Str("org", ev.Org).Int("rows", rows).Msg("revoked, and erased")
	}
	return nil
}

// works asks Slack whether a token is still good for something; if its time is
// over, whether another one is to be had for it.
func (m *many) works(ctx context.Context, i store.Installation) (bool, error) {
	p, err := m.open(i)
	if err != nil {
		return false, err
	}
	client := m.base.Of(i.Name)
	client.Use(p.Token)
	_, err = client.Check(ctx)
	refused, no := errors.AsType[*transport.RefusedError](err)
	if no && refused.Code == "token_expired" {
		_, err = m.renew(ctx, i)
		_, later := transport.Later(err)
		no = err != nil && !later
	}
	switch {
	case err == nil:
		return true, nil
	case no && (refused.Code == "token_expired" || slices.Contains(takenAway, refused.Code)):
		return false, nil
	}
	return false, err
}

// forget lets go of the bots of an installation.
func (m *many) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	gone := m.clients[id]
	delete(m.clients, id)
	for team, b := range m.bots {
		if gone != nil && b.slack == gone.Client {
			delete(m.bots, team)
		}
	}
}

// relearn has every bot answer from what was taught in its workspace, and from the
// base as it is now. Those that were taught something are made at the start: it
// takes a while to load a base, and a command does not wait.
func (m *many) relearn(ctx context.Context) error {
	version, err := m.store.LearnedVersion(ctx)
	if err != nil || m.learned.Load() == version && m.library.current() {
		return err
	}
	all, err := m.store.Learned(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	bots := maps.Clone(m.bots)
	m.mu.Unlock()
	for _, l := range all {
		if bots[l.Team] != nil {
			continue
		}
		org, err := m.store.BelongsTo(ctx, l.Team)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if b, err := m.of(ctx, inbox.Event{Team: l.Team, Org: org}); err == nil {
			bots[l.Team] = b
		} else if !errors.Is(err, errNotInstalled) { // it is made when something comes from there
			m.log.Warn().Err(err).Str("team", l.Team).Msg("not ready yet")
		}
	}
	_, err = m.library.learn(nil)
	m.learned.Store(version) // what cannot be learned now cannot be in a second
	for _, b := range bots {
		err = errors.Join(err, b.relearn(ctx))
	}
	return err
}

// Uninstall has Slack take the app out of where it is installed.
func Uninstall(ctx context.Context, c Config, i store.Installation, log zerolog.Logger) error {
	keys, err := seal.Parse(c.Keys)
	if err != nil {
		return err
	}
	p, err := (&many{keys: keys}).open(i)
	if err != nil {
		return err
	}
	client := transport.NewClient(p.Token, "", c.APIURL, log)
	defer client.Close()
	return client.Uninstall(ctx, c.ClientID, c.ClientSecret)
}
