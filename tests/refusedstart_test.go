package tests

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// wantRefused: a server that does not start says why in one line, and nothing
// that is not so.
func (o outcome) wantRefused(t *testing.T, status int, says string) {
	t.Helper()
	o.want(t, status, says)
	last := o.errors[strings.LastIndex(strings.TrimSuffix(o.errors, "\n"), "\n")+1:]
	if !strings.HasPrefix(last, "mockserver: ") || !strings.Contains(last, says) {
		t.Errorf("it ends with %q, want %q", last, says)
	}
	for _, untrue := range []string{"listening", "holds data"} {
		if strings.Contains(o.errors, untrue) {
			t.Errorf("it says that it is %s: %s", untrue, o.errors)
		}
	}
}

// TestDatabaseThatCannotBe gives --db what can be no database.
func TestDatabaseThatCannotBe(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	junk := filepath.Join(folder, "junk.db")
	writeFile(t, junk, "notes")
	for name, c := range map[string]struct{ path, says string }{
		"a folder":                 {folder, "this is a folder; name a file in it, such as " + folder + "/world.db"},
		"a device":                 {os.DevNull, "not a regular file"},
		"a file of something else": {junk, "not a database; it is left as it is"},
		"in a file":                {filepath.Join(junk, "w.db"), "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, nil, "--listen", "127.0.0.1:0", "--db", c.path).wantRefused(t, 1, "--db "+c.path+": ")
			run(t, nil, "--listen", "127.0.0.1:0", "--db", c.path).wantRefused(t, 1, c.says)
		})
	}
}

// TestReadOnlyFileSystem starts servers where nothing can be written.
func TestReadOnlyFileSystem(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	start(t, "--db", filepath.Join(folder, "old.db")).stop(t)
	for name, path := range map[string]string{"new": "new.db", "there": "old.db", "in a new folder": "sub/new.db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(folder, path)
			const script = `mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"`
			cmd := command("unshare", nil, "--map-root-user", "--mount", "sh", "-c", script, "sh", folder,
				binary, "--listen", "127.0.0.1:0", "--db", path)
			if _, err := exec.LookPath("unshare"); err != nil || exec.Command("unshare", "--map-root-user", "--mount", "true").Run() != nil {
				t.Skip("this machine gives nobody file systems of their own")
			}
			finish(t, cmd).wantRefused(t, 1, "--db "+path+": the file system is read-only; without --db, state is in memory")
		})
	}
}

// TestMemoryByName: what SQLite calls :memory: is no file, and is seeded.
func TestMemoryByName(t *testing.T) {
	t.Parallel()
	start(t, "--db", ":memory:").agent(t, demoAgent)
	startWith(t, []string{"MOCKSERVER_DB=:memory:"}).in("x").agent(t, demoAgent)
	if left, _ := filepath.Glob(":memory:*"); len(left) > 0 {
		t.Errorf("there are %s", left)
	}
}

// TestBusyPort: a server that cannot listen leaves the database alone.
func TestBusyPort(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address := listener.Addr().String()
	path := filepath.Join(t.TempDir(), "sub", "w.db")
	run(t, nil, "--listen", address, "--db", path).
		wantRefused(t, 1, "--listen "+address+": another program listens there; port 0 picks a free one")
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("it made the folder of its database")
	}
	run(t, nil, "--listen", "192.0.2.1:80").wantRefused(t, 1, "--listen 192.0.2.1:80: this is no address of this machine")
}

// TestEnvironmentNames: an empty variable is none, and one with a typing error
// is not passed over.
func TestEnvironmentNames(t *testing.T) {
	t.Parallel()
	empty := []string{"MOCKSERVER_DB=", "MOCKSERVER_SEED=", "MOCKSERVER_API_KEY=", "MOCKSERVER_MAX_BODY=", "MOCKSERVER_TRUST_PROXY=",
		"MOCKSERVER_SANDBOX_IDLE=", "MOCKSERVER_LOG_FORMAT=", "MOCKSERVER_LISTEN=", "MOCKSERVER_SEDE="}
	ofOthers := []string{"MOCKSERVER_URL=http://127.0.0.1:1", "MOCKSERVER_SERVICE_HOST=10.0.0.1", "MOCKSERVER_SERVICE_PORT=80",
		"MOCKSERVER_SERVICE_PORT_HTTP=80", "MOCKSERVER_PORT=tcp://10.0.0.1:80", "MOCKSERVER_PORT_80_TCP=tcp://10.0.0.1:80",
		"MOCKSERVER_PORT_80_TCP_PROTO=tcp", "MOCKSERVER_BACK_SERVICE_HOST=10.0.0.1"}
	startWith(t, slices.Concat(empty, ofOthers)).agent(t, demoAgent)
	for variable, nearest := range map[string]string{
		"MOCKSERVER_SEDE=/secret": "MOCKSERVER_SEED", "MOCKSERVER_API_KEYS=secret": "MOCKSERVER_API_KEY", "MOCKSERVER_ADMINTOKEN=secret": "MOCKSERVER_ADMIN_TOKEN",
		"MOCKSERVER_MAX_SANDBOX=secret": "MOCKSERVER_MAX_SANDBOXES", "MOCKSERVER_LOGLEVEL=secret": "MOCKSERVER_LOG_LEVEL",
	} {
		name, _, _ := strings.Cut(variable, "=")
		o := run(t, []string{variable}, "--listen", "127.0.0.1:0")
		o.wantRefused(t, 2, "the environment has "+name+", which is no variable of this server; did you mean "+nearest+"?")
		if strings.Contains(o.errors, "secret") {
			t.Errorf("it says what is in the variable: %s", o.errors)
		}
	}
}
