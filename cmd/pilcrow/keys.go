package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pilcrow-bot/pilcrow/bot/seal"
)

// keyFlags are what the tokens of many workspaces are sealed with.
type keyFlags struct {
	Key     string `help:"What tokens are sealed with: 32 random bytes in base64, as openssl rand -base64 32 makes them; older ones behind it, with commas between." env:"PILCROW_KEY"`
	KeyFile string `help:"A file with that. By default one beside the SQLite database, which is made." placeholder:"FILE" env:"PILCROW_KEY_FILE"`
}

// keys are the keys that are asked for: those given, those of the file named, or
// those of a file beside the database, which is made if it may be. Several
// replicas have to be given theirs.
func (k keyFlags) keys(database string, make bool) (string, error) {
	path := k.KeyFile
	switch file, isFile := strings.CutPrefix(database, "sqlite://"); {
	case k.Key != "":
		return k.Key, nil
	case path != "":
		make = false
	case database == "sqlite://:memory:":
		return seal.NewKey(), nil
	case isFile:
		path = file + ".key"
	default:
		return "", errors.New("PILCROW_KEY is not set. The tokens of workspaces are sealed with it: " +
			"make one with openssl rand -base64 32, keep it safe, and give all replicas the same; " +
			"after a move from SQLite, it is the one in the .key file beside that database")
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && make {
		return newKeyFile(path)
	}
	if err != nil {
		return "", fmt.Errorf("reading the key that tokens are sealed with (PILCROW_KEY_FILE): %w", err)
	}
	return string(text), nil
}

// newKeyFile makes a key in a file for the user alone.
func newKeyFile(path string) (string, error) {
	key := seal.NewKey()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("making the key that tokens are sealed with: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.WriteString(key + "\n")
		err = errors.Join(err, file.Sync(), file.Close())
	}
	if err != nil {
		return "", fmt.Errorf("making the key that tokens are sealed with: %w", err)
	}
	return key, nil
}
