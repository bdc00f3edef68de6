package bot

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/blocks"
	"github.com/pilcrow-bot/pilcrow/bot/watch"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// A base on disk is answered from as it stands there. What is read is read at
// once, and taken over whole or not at all:
//
//	files change ──▶ quiet ──▶ read ──▶ sound ──▶ every workspace answers from it
//	                                      └─ no ──▶ the log and the admins are told,
//	                                                and the base before it goes on
//
// A question in hand keeps the base that it began with.

// follow has the bot answer from the base as it stands on disk, until ctx ends.
// take has every workspace take over another edition.
func (b *Bot) follow(ctx context.Context, team string, take func(context.Context) error) {
	if b.library.shelf.dir == "" {
		return
	}
	f := &follower{Bot: b, team: team, take: take}
	err := watch.Dir(ctx, b.library.shelf.dir, func() { f.look(ctx) })
	b.warn(err, "what changes in the base is not noticed until the bot is started anew")
}

// follower looks at the base on disk for a bot.
type follower struct {
	*Bot
	team    string // whose admins are told of faults; empty where none is the operator's
	take    func(context.Context) error
	refused string // version of what stands on disk and is not answered from
	claim   string // by which one of several replicas has told so
}

// reloadGC is how much garbage is left lying while a base is read beside the one that
// is answered from: less than usual, since the two are all the memory there is.
const reloadGC = 40

// look takes over the base as it stands on disk, if it is another and sound.
func (f *follower) look(ctx context.Context) {
	s := f.library.shelf
	was := s.now.Load().files.Version()
	usual := debug.SetGCPercent(reloadGC)
	defer debug.SetGCPercent(usual)
	next, is, err := s.read()
	switch {
	case err != nil && is != f.refused:
		f.refuse(ctx, was, is, err)
	case err != nil: // which is known
	case is != was:
		s.now.Store(next)
		f.warn(f.take(ctx), "learning what was taught, with the base as it is now")
		f.counts.Answering(is)
		facts, articles := f.library.size()
		f.log.Info().Str("was", was).Str("is", is).Int("facts", facts).Int("articles", articles).Msg("answering from the base as it is now")
		debug.FreeOSMemory() // the base before it, and what reading this one took: given back now, not minutes later
		f.mended(ctx, is)
	default:
		f.mended(ctx, is)
	}
}

// read is the base as it stands on disk, ready to be answered from, with its
// version. Of one that cannot be read, the version is why.
func (s *shelf) read() (e *edition, version string, err error) {
	files, err := facts.Read(os.DirFS(s.dir))
	if err != nil {
		return nil, err.Error(), err
	}
	version = files.Version()
	if now := s.now.Load(); version == now.files.Version() {
		return now, version, nil
	}
	e, err = newEdition(files)
	return e, version, err
}

// newEdition prepares files to be answered from. Whatever stands in them, the bot
// goes on.
func newEdition(files facts.Files) (e *edition, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the base cannot be loaded: %v", fault)
		}
	}()
	base, err := files.Load()
	if err != nil {
		return nil, err
	}
	engine, err := answer.New(base)
	if err != nil {
		return nil, err
	}
	engine.Nearest("", 1) // what is offered to who types is prepared once
	return &edition{files, func() *answer.Engine { return engine }}, nil
}

// mostFaults is how many faults of a base are told at once.
const mostFaults = 5

// refuse tells what is wrong with the base on disk, in the log and to the admins.
func (f *follower) refuse(ctx context.Context, was, is string, why error) {
	f.refused = is
	faults := facts.FaultsIn(why)
	all := max(1, len(faults))
	lines := []string{why.Error()}
	if len(faults) > 0 {
		lines = lines[:0]
		for _, fault := range faults[:min(mostFaults, all)] {
			lines = append(lines, fault.String())
		}
	}
	f.counts.Refused(true)
	f.log.Error().Str("was", was).Str("refused", is).Int("faults", all).Strs("first", lines).Msg("the base was changed and is faulty: answering from it as it was")
	if all > len(lines) {
		lines = append(lines, "…")
	}
	if f.claim != "" {
		_, err := f.store.Unclaim(ctx, f.claim) // it is another fault now
		f.warn(err, "telling the admins of the base")
	}
	f.claim = "base refused " + is + f.now().UTC().Format(" 2006-01-02T15") // all replicas see the same files
	mine, err := f.store.Claim(ctx, f.claim)
	f.warn(err, "telling the admins of the base")
	if mine {
		f.tell(ctx, fmt.Sprintf("The base was changed and has %s; I go on answering from it as it was (version %s).\n%s",
			plural(all, "fault"), was, strings.Join(lines, "\n")))
	}
}

// mended tells who was told of faults that there are none any more.
func (f *follower) mended(ctx context.Context, is string) {
	if f.refused == "" {
		return
	}
	f.refused = ""
	f.counts.Refused(false)
	f.log.Info().Str("is", is).Msg("the base has no fault any more")
	mine, err := f.store.Unclaim(ctx, f.claim)
	f.claim = ""
	f.warn(err, "telling the admins of the base")
	if mine {
		f.tell(ctx, fmt.Sprintf("The base has no fault any more; I answer from it as it is now (version %s).", is))
	}
}

// tell tells the admins of the base. Where there are many workspaces it is nobody's
// but the operator's, who may have one among them, and has the log in any case.
func (f *follower) tell(ctx context.Context, text string) {
	if f.team == "" {
		return
	}
	for _, channel := range f.policy.admins() {
		m := blocks.Note(text)
		m.Channel = channel
		f.warn(f.postPatiently(ctx, m), "telling the admins of the base")
	}
}

// admins are whom the operator's news are for: a channel for them, else the
// experts', else themselves.
func (p Policy) admins() []string {
	for _, channel := range []string{p.Digest, p.Experts} {
		if channel != "" {
			return []string{channel}
		}
	}
	return slices.Clone(p.Admins)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
