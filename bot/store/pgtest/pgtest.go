// Package pgtest gives each test a PostgreSQL database to itself: a schema of its
// own, which is made and dropped much faster than a whole database.
//
// The server is the one that PILCROW_TEST_POSTGRES names, or one that listens on
// this machine and lets the user postgres in. Where there is none, a test that
// asks for a database is skipped.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Env is the environment variable that names the server: a URL of a database in
// which schemas and roles can be made.
const Env = "PILCROW_TEST_POSTGRES"

// local is the server that is looked for if none is named.
const local = "postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable&connect_timeout=2"

// server is the URL of the server; empty if there is none.
var server = sync.OnceValues(func() (string, error) {
	at := os.Getenv(Env)
	if at == "" {
		at = local
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		return "", err
	}
	return at, conn.Close(ctx)
})

// Here says why there is no server; nothing if there is.
func Here() error {
	_, err := server()
	if err != nil && os.Getenv(Env) == "" {
		err = fmt.Errorf("there is no PostgreSQL here, and %s names none: %w", Env, err)
	}
	return err
}

// New makes a database, to be dropped when the test ends, and returns its URL.
// Where there is no server, although one is named, the test fails.
func New(t testing.TB) string {
	t.Helper()
	if err := Here(); err != nil {
		if os.Getenv(Env) != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	place, drop, err := Make()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Error(err)
		}
	})
	return place
}

// Make makes a database, to be dropped by who is done with it.
func Make() (place string, drop func() error, err error) {
	at, err := server()
	if err != nil {
		return "", nil, err
	}
	name := "pilcrow_test_" + strings.ToLower(rand.Text()[:12])
	if err := do(at, "CREATE SCHEMA "+name); err != nil {
		return "", nil, err
	}
	in, err := url.Parse(at)
	if err != nil {
		return "", nil, err
	}
	query := in.Query()
	query.Set("search_path", name)
	in.RawQuery = query.Encode()
	return in.String(), func() error { return do(at, "DROP SCHEMA "+name+" CASCADE") }, nil
}

// do runs a statement on the server, also where a test's time is over.
func do(at, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}
