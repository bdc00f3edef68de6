package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
)

var errNewer = errors.New("a newer pilcrow has used it")

// newer says so where a newer pilcrow has migrated the tables further than this
// one knows.
func newer(ctx context.Context, provider *goose.Provider) error {
	has, want, err := provider.GetVersions(ctx)
	if err == nil && has > want {
		err = fmt.Errorf("%w: it has version %d of the tables, this is version %d", errNewer, has, want)
	}
	return err
}
