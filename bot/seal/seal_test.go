package seal_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pilcrow-bot/pilcrow/bot/seal"
)

func keys(t testing.TB, text string) seal.Keys {
	t.Helper()
	k, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// What is sealed can be opened in its place, and only there; whatever is changed
// about it shows.
func TestSeal(t *testing.T) {
	t.Parallel()
	k := keys(t, seal.NewKey())
	rapid.Check(t, func(t *rapid.T) {
		place, text := rapid.String().Draw(t, "place"), rapid.String().Draw(t, "text")
		sealed := k.Seal(place, text)
		if got, err := k.Open(place, sealed); got != text || err != nil {
			t.Fatalf("opened: %q, %v", got, err)
		}
		if len(text) > 3 && strings.Contains(sealed, text) {
			t.Fatal("the text can be read")
		}
		if again := k.Seal(place, text); again == sealed {
			t.Fatal("sealed twice, it is the same")
		}
		if _, err := k.Open(place+"'", sealed); !errors.Is(err, seal.ErrDamaged) {
			t.Fatalf("in another place: %v", err)
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "i")
		c := rapid.SampledFrom([]byte("0Aa._!")).Draw(t, "c")
		changed := sealed[:i] + string(c) + sealed[i+1:]
		if got, err := k.Open(place, changed); changed != sealed && err == nil && got != text {
			t.Fatalf("changed, it is %q", got)
		}
	})
}

// A new key is put in front of the old one; what the old one sealed is opened
// until it is taken away.
func TestKeysChange(t *testing.T) {
	t.Parallel()
	was, now := seal.NewKey(), seal.NewKey()
	old := keys(t, was).Seal("T1", "xoxb-1")
	both := keys(t, now+"\n"+was+"\n")
	if got, err := both.Open("T1", old); got != "xoxb-1" || err != nil {
		t.Errorf("with both: %q, %v", got, err)
	}
	sealed := both.Seal("T1", "xoxb-2")
	if both.Fresh(old) || !both.Fresh(sealed) {
		t.Error("not the first key is the one to seal with")
	}
	if _, err := keys(t, was).Open("T1", sealed); !errors.Is(err, seal.ErrKey) {
		t.Errorf("without the key: %v", err)
	}
	if got, err := keys(t, now+", "+was).Open("T1", sealed); got != "xoxb-2" || err != nil {
		t.Errorf("with both: %q, %v", got, err)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " \n", "password", seal.NewKey() + ",short", seal.NewKey()[:40], "MTIzNDU2Nzg5MDEyMzQ1Ng=="} {
		k, err := seal.Parse(text)
		if err == nil || !strings.Contains(err.Error(), "openssl rand -base64 32") {
			t.Errorf("%q: %d keys, %v", text, len(k), err)
		}
		if err != nil && len(text) > 4 && strings.Contains(err.Error(), text) {
			t.Errorf("the key is told: %v", err)
		}
	}
}

// Nothing that is no sealed text makes it panic.
func FuzzOpen(f *testing.F) {
	k := keys(f, seal.NewKey())
	f.Add("T1", k.Seal("T1", "text"))
	f.Add("", "00000000.")
	f.Fuzz(func(t *testing.T, place, sealed string) {
		if text, err := k.Open(place, sealed); err != nil && text != "" {
			t.Errorf("%q with %v", text, err)
		}
	})
}
