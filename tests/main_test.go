// Package tests drives the server as its users do: a real process, with real
// SQLite underneath, over HTTP.
package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var (
	buildDir string

	// binary is the server under test. It has the race detector where the
	// tests have it.
	binary string

	// shippedBinary is the server as it is shipped, to measure.
	shippedBinary = sync.OnceValues(func() (string, error) {
		if !raceDetector {
			return binary, nil
		}
		return build("mockserver-shipped", "cmd/mockserver")
	})
)

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	var err error
	if buildDir, err = os.MkdirTemp("", "mockserver-tests-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(buildDir) // what is left there is the system's to clean
	var flags []string
	if raceDetector {
		flags = append(flags, "-race")
	}
	if binary, err = build("mockserver", "cmd/mockserver", flags...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// build builds the program of a folder.
func build(name, folder string, flags ...string) (string, error) {
	path := filepath.Join(buildDir, name)
	args := append([]string{"build", "-o", path}, flags...)
	output, err := exec.Command("go", append(args, "github.com/cekura/mockserver/"+folder)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	return path, nil
}

// command is a command line of the server in an environment that says nothing
// to it but what env says.
func command(path string, env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "MOCKSERVER_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "GORACE=atexit_sleep_ms=0") // else each process with the race detector ends a second later
	cmd.Env = append(cmd.Env, env...)
	return cmd
}
