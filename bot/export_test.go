package bot

import "net"

// On lets a test choose the port before the bot runs.
func (c Config) On(listener net.Listener) Config {
	c.listener = listener
	return c
}

// Asking lets a test answer in the table's place.
func (c Config) Asking(ask Ask) Config {
	c.ask = ask
	return c
}
