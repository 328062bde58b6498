// PostgreSQL: a real server for tests, of the test program's own.

package testenv

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Postgres gives the address of a new, empty database. Its server is started by the first
// test that asks, and stops with the test program, however that ends. A machine that has no
// PostgreSQL skips the test, and says so.
func Postgres(t testing.TB) (address string) {
	t.Helper()
	bin, err := postgresPrograms()
	if err != nil {
		t.Skipf("not tried with PostgreSQL: %v", err)
	}
	s, err := sharedServer(bin)
	require.NoError(t, err)
	name := "test" + strconv.FormatInt(s.databases.Add(1), 10)
	out, err := s.command("createdb", "--host", s.folder, "--username", "govgroup", name).CombinedOutput()
	require.NoError(t, err, string(out))
	return s.address(name)
}

// postgresServer is a running server, which listens on a socket in its own folder only.
type postgresServer struct {
	bin, folder string
	as          *syscall.SysProcAttr
	alive       io.Closer // while it is open the server runs
	databases   atomic.Int64
}

var shared struct {
	once   sync.Once
	server *postgresServer
	err    error
}

func sharedServer(bin string) (*postgresServer, error) {
	shared.once.Do(func() { shared.server, shared.err = startPostgres(bin) })
	return shared.server, shared.err
}

// postgresPrograms finds the newest server that is installed.
func postgresPrograms() (folder string, err error) {
	if runtime.GOOS == "windows" {
		return "", errors.New("the tests do not start it on Windows")
	}
	// Debian keeps the versions beside each other, and only some programs on the path.
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("no initdb was found; Debian's package is postgresql")
	}
	return filepath.Dir(path), nil
}

// watch runs the server until its input ends, which it does when the test program is gone.
const watch = `"$1"/postgres -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=300 >"$2/log" 2>&1 &
until "$1"/pg_isready -q -h "$2"; do kill -0 $! && [ -x "$1"/pg_isready ] || { cat "$2/log"; exit 1; }; sleep 0.05; done
echo ready; cat >/dev/null; kill -QUIT $!; wait; rm -rf "$2"`

func startPostgres(bin string) (*postgresServer, error) {
	folder, err := os.MkdirTemp("", "govgroup-postgres-*")
	if err != nil {
		return nil, err
	}
	s := &postgresServer{bin: bin, folder: folder}
	if s.as, err = ordinaryUser(folder); err != nil {
		return nil, err
	}
	out, err := s.command("initdb", "--no-sync", "--username=govgroup", "--auth=trust", "--encoding=UTF8", "--locale=C", filepath.Join(folder, "data")).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	c := exec.Command("sh", "-c", watch, "sh", bin, folder) //nolint:gosec,noctx // ends with its input
	c.SysProcAttr, c.Dir, c.Stderr = s.as, folder, os.Stderr
	if s.alive, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	told, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	said := make([]byte, len("ready"))
	if _, err := io.ReadFull(told, said); err != nil || string(said) != "ready" {
		rest, _ := io.ReadAll(told)
		return nil, fmt.Errorf("the server did not start: %s%s", said, rest)
	}
	return s, nil
}

// ordinaryUser lets a server be run by root, which it refuses: by the user that Debian
// makes for it.
func ordinaryUser(folder string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(folder, int(uid), int(gid)); err != nil {
		return nil, err
	}
	return asUser(uint32(uid), uint32(gid)), nil
}

// command is one of the server's programs.
func (s *postgresServer) command(program string, arguments ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, program), arguments...) //nolint:gosec,noctx // a test's
	c.SysProcAttr, c.Dir = s.as, s.folder
	c.Env = append(os.Environ(), "LC_ALL=C")
	return c
}

func (s *postgresServer) address(database string) string {
	at := url.URL{Scheme: "postgres", User: url.User("govgroup"), Path: "/" + database, RawQuery: url.Values{"host": {s.folder}}.Encode()}
	return at.String()
}
