// Package deploy holds what runs pilcrow elsewhere: the Slack app manifests, a
// container image and a compose file. The manifests are embedded so that the
// program can print them.
package deploy

import _ "embed"

// The Slack app manifests, to paste at https://api.slack.com/apps.
var (
	// SocketManifest is for Socket Mode: nothing has to be reachable from outside.
	//go:embed manifest.socket.yaml
	SocketManifest string

	// HTTPManifest is for HTTP mode, with PublicURL where the bot's address belongs.
	//go:embed manifest.http.yaml
	HTTPManifest string
)

// PublicURL stands in HTTPManifest for the bot's own address.
const PublicURL = "https://pilcrow.example.com"
