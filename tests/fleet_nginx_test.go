package tests

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// fleet is some replicas behind nginx with the configuration that is shipped.
// What it is asked itself goes through nginx.
type fleet struct {
	*server
	replicas []*server
}

// startFleet runs a replica with each of these arguments, and nginx.
func startFleet(t *testing.T, path string, args ...[]string) fleet {
	t.Helper()
	nginxPath(t) // skips before anything is started
	var f fleet
	var addresses []string
	for _, more := range args {
		s := launchAt(t, path, loopback()+":0", more...)
		f.replicas = append(f.replicas, s)
		addresses = append(addresses, s.address)
	}
	f.server = startNginx(t, addresses...)
	return f
}

var replicaLines = regexp.MustCompile(`(\s*server \S+ max_fails=0;)+`)

// startNginx runs nginx with the shipped configuration, but for the addresses.
// It is given a socket that listens already, as one nginx hands to the next: no
// port is guessed, and the first request waits for it.
func startNginx(t *testing.T, replicas ...string) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	socket, err := listener.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()

	address, dir := listener.Addr().String(), t.TempDir()
	writeFile(t, filepath.Join(dir, "fleet.conf"), fleetConf(t, address, replicas))
	var folders strings.Builder // those it was built with may be root's
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&folders, "%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	main := filepath.Join(dir, "nginx.conf")
	writeFile(t, main, fmt.Sprintf(
		"daemon off; worker_processes 2; pid %s/pid; error_log stderr;\nevents {}\nhttp { access_log off;\n%sinclude %s/fleet.conf; }\n",
		dir, &folders, dir))
	s := &server{
		address:   address,
		url:       "http://" + address,
		journal:   newJournal(),
		transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 256, ResponseHeaderTimeout: patience},
		cmd:       exec.Command(nginxPath(t), "-c", main, "-e", "stderr"),
		ended:     make(chan struct{}),
	}
	s.cmd.ExtraFiles = []*os.File{socket}
	s.cmd.Env = append(os.Environ(), "NGINX=3;") // the socket
	s.cmd.Stderr = s.journal
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// It was handed over as one that blocks: of two workers that wake up for one
	// connection the second would hang. Nobody has connected yet.
	if err := syscall.SetNonblock(int(socket.Fd()), true); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.cmd.Wait() // the exit status is looked at in stop
		close(s.ended)
	}()
	t.Cleanup(func() { s.stop(t) })
	return s
}

// fleetConf is the shipped configuration with other addresses.
func fleetConf(t *testing.T, listen string, replicas []string) string {
	t.Helper()
	content := string(readFile(t, filepath.Join("..", "deploy", "fleet.conf")))
	if strings.Count(content, "listen 8080;") != 1 || len(replicaLines.FindAllString(content, -1)) != 1 {
		t.Fatalf("in fleet.conf this test does not find the addresses:\n%s", content)
	}
	var lines strings.Builder
	for _, address := range replicas {
		fmt.Fprintf(&lines, "\n\tserver %s max_fails=0;", address)
	}
	content = strings.Replace(content, "listen 8080;", "listen "+listen+";", 1)
	return replicaLines.ReplaceAllLiteralString(content, lines.String())
}

// launchAt is launch at an address.
func launchAt(t *testing.T, path, address string, args ...string) *server {
	t.Helper()
	return launch(t, path, nil, append([]string{"--listen", address, "--trust-proxy"}, args...)...)
}

// nginxPath is where nginx is; Debian's is not on everyone's PATH.
func nginxPath(t *testing.T) string {
	t.Helper()
	return needsCommand(t, "nginx", "/usr/sbin/nginx")
}
