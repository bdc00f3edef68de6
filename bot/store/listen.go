package store

import "context"

// Listen has the bot listen in a thread without being mentioned, since user
// brought it in. It costs one write.
func (s *Store) Listen(ctx context.Context, team, channel, thread, user string) error {
	_, err := s.run(ctx, "listening in "+thread+" of "+channel,
		insert("listening", "team, channel, thread, person, at")+
			" ON CONFLICT (channel, thread) DO UPDATE SET team = excluded.team, person = excluded.person, at = excluded.at",
		team, channel, thread, user, millis(s.now()))
	return err
}

// Leave has the bot no longer listen in a thread. It costs one write.
func (s *Store) Leave(ctx context.Context, channel, thread string) error {
	_, err := s.run(ctx, "leaving "+thread+" of "+channel,
		"DELETE FROM listening WHERE channel = ? AND thread = ?", channel, thread)
	return err
}

// Listens tells whether the bot listens in a thread.
func (s *Store) Listens(ctx context.Context, channel, thread string) (bool, error) {
	found, err := all(ctx, s, "looking whether to listen in "+thread+" of "+channel, only[string],
		"SELECT person FROM listening WHERE channel = ? AND thread = ?", channel, thread)
	return len(found) > 0, err
}
