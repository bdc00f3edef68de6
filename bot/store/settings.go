package store

import (
	"context"
	"errors"
	"time"
)

// Settings are how a channel wants the bot. The zero value is the default.
type Settings struct {
	Unasked  bool      // also answer questions that look like ours, without a mention
	Private  bool      // answer so that only the asker sees it
	Articles []string  // ids of the articles that count; empty for all
	Editors  []string  // ids of the users who may change this; empty for anybody in the channel
	By       string    // who changed it last
	At       time.Time // when
}

const settingsColumns = "unasked, private, articles, editors, changed_by, at"

func (c *Settings) columns() []any {
	return []any{&c.Unasked, &c.Private, (*list)(&c.Articles), (*list)(&c.Editors), &c.By, (*millis)(&c.At)}
}

// Settings are a channel's settings; the default if none were set.
func (s *Store) Settings(ctx context.Context, team, channel string) (Settings, error) {
	found, err := first(ctx, s, "looking for the settings of "+channel, (*Settings).columns,
		"SELECT "+settingsColumns+" FROM settings WHERE team = ? AND channel = ?", team, channel)
	if errors.Is(err, ErrNotFound) {
		return Settings{}, nil
	}
	return found, err
}

// SetSettings replaces a channel's settings. It costs one write.
func (s *Store) SetSettings(ctx context.Context, team, channel string, to Settings) error {
	to.At = s.timed(to.At)
	_, err := s.run(ctx, "keeping the settings of "+channel,
		insert("settings", "team, channel, "+settingsColumns)+` ON CONFLICT (team, channel) DO UPDATE SET
			unasked = excluded.unasked, private = excluded.private, articles = excluded.articles,
			editors = excluded.editors, changed_by = excluded.changed_by, at = excluded.at`,
		append([]any{team, channel}, to.columns()...)...)
	return err
}
