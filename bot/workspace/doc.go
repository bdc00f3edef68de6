// Package workspace is a Slack workspace in memory: people, channels,
// messages and installed apps behind the same Web API, Socket Mode and signed
// HTTP deliveries that Slack has. Tests and `pilcrow demo` run the real client
// against it.
//
// It is strict where Slack is strict. What Slack would refuse is refused, with
// Slack's own error, and kept in [Workspace.Refusals]; what Slack silently
// ignores but no good bot sends (an argument no method knows, an
// acknowledgement too big to be read) is kept there too.
//
// What one person sees of it is [Workspace.Sight]; what goes to and fro between it
// and its apps is told to whoever taps it ([Workspace.Tap]).
//
// Ids are counters and time is injected, so a conversation played twice gives
// the same bytes twice. It knows nothing about pilcrow.
package workspace
