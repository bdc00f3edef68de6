package workspace

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// HTTP deliveries: signed, and answered within the time given or not at all.

// Sign is Slack's v0 signature of a request.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body) // a hash never fails to write
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// pushClient does not follow redirects: neither should whoever signs requests.
var pushClient = &http.Client{
	Transport: &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	},
}

func (w *Workspace) push(d *delivery, n int, reason string) (ack, string) {
	ctx, cancel := w.ackDeadline()
	defer cancel()
	contentType, body := "application/json", []byte(d.body)
	if d.form != nil {
		contentType, body = "application/x-www-form-urlencoded", []byte(d.form.Encode())
	}
	header := http.Header{"Content-Type": {contentType}}
	if n > 0 {
		header.Set("X-Slack-Retry-Num", strconv.Itoa(n))
		header.Set("X-Slack-Retry-Reason", reason)
	}
	resp, got, err := w.postSigned(ctx, d.app, d.where, header, body)
	switch {
	case w.ctx.Err() != nil:
		return ack{}, shutDown
	case ctx.Err() != nil:
		return ack{}, timedOut
	case err != nil:
		return ack{}, noConnect
	case resp.StatusCode/100 == 2:
		return readAck(resp.Header.Get("Content-Type"), got), ""
	case resp.Header.Get("X-Slack-No-Retry") == "1":
		return ack{}, dontRepeat
	}
	return ack{}, badStatus
}

func (w *Workspace) postSigned(ctx context.Context, a *app, url string, header http.Header, body []byte) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, nil, fmt.Errorf("workspace: %w", err)
	}
	req.Header = header
	stamp := strconv.FormatInt(w.opts.SignedAt().Unix(), 10)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", Sign(a.SigningSecret, stamp, body))
	resp, err := pushClient.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("workspace: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // read to its end or given up
	got, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return nil, nil, fmt.Errorf("workspace: %w", err)
	}
	return resp, got, nil
}

// readAck takes a body for JSON only if it says so: anything else a command
// answers is shown as it stands.
func readAck(contentType string, body []byte) ack {
	if len(bytes.TrimSpace(body)) == 0 {
		return ack{}
	}
	if media, _, err := mime.ParseMediaType(contentType); err == nil && media == "application/json" {
		return ack{payload: body}
	}
	return ack{text: string(body)}
}

// Verify does the url_verification handshake with the app's EventsURL, as
// Slack does when the URL is entered. Deliveries do not depend on it.
func (w *Workspace) Verify(appRef string) error {
	w.mu.Lock()
	a := w.app(appRef)
	challenge := w.nextID("challenge-")
	w.mu.Unlock()
	if a == nil {
		return fmt.Errorf("workspace: %w: %s", ErrNoSuchApp, appRef)
	}
	body, err := json.Marshal(map[string]string{
		"token": verificationToken, "challenge": challenge, "type": "url_verification"})
	if err != nil {
		return fmt.Errorf("workspace: %w", err)
	}
	ctx, cancel := w.ackDeadline()
	defer cancel()
	resp, got, err := w.postSigned(ctx, a, a.EventsURL, http.Header{"Content-Type": {"application/json"}}, body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || !answers(challenge, got) {
		err = fmt.Errorf("workspace: %s did not answer the challenge: %s: %s", a.EventsURL, resp.Status, shorten(string(got)))
		w.noteRefusal(a, "url_verification", "challenge_failed", "%v", err)
		return err
	}
	return nil
}

// answers accepts the three forms Slack does: plain text, a form, JSON.
func answers(challenge string, got []byte) bool {
	text := strings.TrimSpace(string(got))
	var body struct {
		Challenge string `json:"challenge"`
	}
	return text == challenge || text == "challenge="+challenge ||
		json.Unmarshal(got, &body) == nil && body.Challenge == challenge
}
