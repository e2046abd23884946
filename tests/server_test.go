package tests

import (
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take that is not under measurement. It is
// long since other packages' tests may want the same processors.
const patience = 30 * time.Second

// server is one running process of the server.
type server struct {
	address   string
	url       string
	journal   *journal
	transport *http.Transport

	cmd   *exec.Cmd
	ended chan struct{} // closed once the process is gone
}

// start runs a server on a free port until the test ends; see stop.
func start(t testing.TB, args ...string) *server {
	t.Helper()
	return startWith(t, nil, args...)
}

// startWith is start with variables in the environment.
func startWith(t testing.TB, env []string, args ...string) *server {
	t.Helper()
	s := launch(t, binary, env, args...)
	// The address is logged before the world stands; an answer says it does.
	r, err := s.request(http.MethodGet, "/_mock/health", "")
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.send(r); err != nil || a.status != http.StatusOK {
		t.Fatalf("health: %v %v; log:\n%s", a, err, s.journal.tail())
	}
	return s
}

// launch runs a server and waits no longer than until it says where.
func launch(t testing.TB, path string, env []string, args ...string) *server {
	t.Helper()
	s := &server{
		journal:   newJournal(),
		transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 256, ResponseHeaderTimeout: patience},
		cmd:       command(path, env, append([]string{"--listen", "127.0.0.1:0", "--log-format", "json"}, args...)...),
		ended:     make(chan struct{}),
	}
	s.cmd.Stderr = s.journal
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.cmd.Wait() // the exit status is looked at in stop
		close(s.ended)
	}()
	t.Cleanup(func() { s.stop(t) })
	select {
	case s.address = <-s.journal.address:
	case <-s.ended:
		t.Fatalf("the server did not start: %s; log:\n%s", s.cmd.ProcessState, s.journal.tail())
	case <-time.After(patience):
		t.Fatalf("the server does not listen; log:\n%s", s.journal.tail())
	}
	s.url = "http://" + s.address
	return s
}

// stop ends the server as an operator does, and wants a good end: exit status
// 0 and no data race on the way. A server that ended before is left alone.
func (s *server) stop(t testing.TB) {
	t.Helper()
	select {
	case <-s.ended:
		return
	default:
	}
	s.transport.CloseIdleConnections() // the server would wait for unused ones
	s.signal(t, syscall.SIGTERM)
	s.wait(t)
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the server ended with status %d; log:\n%s", code, s.journal.tail())
	}
	s.wantNoRace(t)
}

// kill ends the server as a crash does: it has no chance to do anything more.
func (s *server) kill(t testing.TB) {
	t.Helper()
	s.signal(t, syscall.SIGKILL)
	s.wait(t)
	s.wantNoRace(t)
}

func (s *server) signal(t testing.TB, signal os.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("%v: %v", signal, err)
	}
}

// wait waits for the end of the process.
func (s *server) wait(t testing.TB) {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill() // it is what the failure is about
		t.Fatalf("the server does not end; log:\n%s", s.journal.tail())
	}
}

func (s *server) wantNoRace(t testing.TB) {
	t.Helper()
	if s.journal.contains("DATA RACE") {
		t.Errorf("the server has a data race:\n%s", s.journal)
	}
}

// eventually waits until a condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: still not so after %v", what, patience)
		}
	}
}

// unusedAddress is an address on which nothing listens.
func unusedAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", loopback()+":0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

// loopback is an address of this machine to listen on. Where there is more than
// one it is not the one that connections come from, so that no client takes the
// port of a server that is not there at the moment.
func loopback() string {
	const other = "127.0.0.2"
	listener, err := net.Listen("tcp", other+":0")
	if err != nil {
		return "127.0.0.1"
	}
	_ = listener.Close() // it served its purpose
	return other
}
