package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/bot/workspace"
)

// demoing starts the demo as a user does and gives its page's address and what
// ends it.
func demoing(t *testing.T, args ...string) (url string, end func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"demo", "--no-open"}, args...), strings.NewReader(""), out, io.Discard)
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	go func() { _, _ = io.Copy(io.Discard, said) }()
	url = strings.TrimSpace(strings.TrimPrefix(line, "The workspace is at "))
	if err != nil || !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Fatalf("the demo says %q, %v", line, err)
	}
	return url, func() {
		t.Helper()
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("exit code %d", code)
		}
	}
}

// sight is what ann sees.
func sight(t *testing.T, url string) (seen workspace.Sight) {
	t.Helper()
	resp, err := http.Get(url + "/stream?as=U0000000001")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	line, err := bufio.NewReader(resp.Body).ReadString('\n')
	if err == nil {
		err = json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &seen)
	}
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// TestDemoKeeps: with --keep, what was said is there again; the page is there
// before the bot is.
func TestDemoKeeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	url, end := demoing(t, "--keep", dir)
	first := sight(t, url)
	if len(first.Channels) != 3 || len(first.Channels[0].Messages) != 0 {
		t.Errorf("ann sees %+v", first.Channels)
	}
	resp, err := http.Post(url+"/do/say", "application/json", strings.NewReader(`{"as":"ann","channel":"licensing","text":"for later"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	end()

	url, end = demoing(t, "--keep", dir)
	defer end()
	if got := sight(t, url).Channels[0].Messages; len(got) != 1 || got[0].Text != "for later" {
		t.Errorf("after a new start ann sees %+v", got)
	}
}

// TestDemoTidies: without --keep, nothing is left.
func TestDemoTidies(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	_, end := demoing(t)
	end()
	left, err := os.ReadDir(temp)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
