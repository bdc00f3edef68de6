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

// New makes a database, to be dropped when the test ends, and returns its URL.
func New(t testing.TB) string {
	t.Helper()
	at, err := server()
	switch {
	case err != nil && os.Getenv(Env) != "":
		t.Fatalf("%s: %v", Env, err)
	case err != nil:
		t.Skipf("there is no PostgreSQL here, and %s names none", Env)
	}
	name := "pilcrow_test_" + strings.ToLower(rand.Text()[:12])
	do(t, at, "CREATE SCHEMA "+name)
	t.Cleanup(func() { do(t, at, "DROP SCHEMA "+name+" CASCADE") })
	place, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	query := place.Query()
	query.Set("search_path", name)
	place.RawQuery = query.Encode()
	return place.String()
}

// do runs a statement on the server's own database, also where the test's time is
// over.
func do(t testing.TB, at, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, at)
	if err == nil {
		_, err = conn.Exec(ctx, statement)
		err = errors.Join(err, conn.Close(ctx))
	}
	if err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}
