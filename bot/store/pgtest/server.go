package pgtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Server is a PostgreSQL server of a test's own, which can be started anew.
type Server struct {
	URL string // of a database on it

	t   testing.TB
	dir string
	bin string
}

// NewServer starts a server, until the test ends. The test is skipped where
// PostgreSQL is not installed, or is not where Debian has it.
func NewServer(t testing.TB) *Server {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is a good one
	if len(found) == 0 {
		t.Skip("PostgreSQL is not installed here")
	}
	dir, err := os.MkdirTemp("", "pilcrow-postgres-") // one that the user postgres can reach
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, dir: dir, bin: slices.Max(found), URL: fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)}
	s.do("initdb -D data -U postgres -A trust")
	s.do(fmt.Sprintf(`pg_ctl -D data -l log -w -o "-p %d -h 127.0.0.1 -k %s" start`, port, dir))
	t.Cleanup(func() { s.do("pg_ctl -D data -m immediate stop") })
	return s
}

// Restart has the server crash and start anew.
func (s *Server) Restart() {
	s.t.Helper()
	s.do("pg_ctl -D data -l log -m immediate -w restart")
}

// do runs one of PostgreSQL's programs, which do not run as root.
func (s *Server) do(command string) {
	s.t.Helper()
	script := fmt.Sprintf("cd %s && %s/%s >>output 2>&1", s.dir, s.bin, command)
	shell := exec.Command("sh", "-c", script)
	if os.Getuid() == 0 {
		shell = exec.Command("su", "postgres", "-s", "/bin/sh", "-c", script)
	}
	if out, err := shell.CombinedOutput(); err != nil {
		said, _ := os.ReadFile(filepath.Join(s.dir, "output")) // as much as there is
		s.t.Fatalf("%s: %v\n%s%s", strings.Fields(command)[0], err, out, said)
	}
}
