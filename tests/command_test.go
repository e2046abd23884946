package tests

import (
	"bytes"
	"debug/buildinfo"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// outcome is what a command that ended left.
type outcome struct {
	status      int
	out, errors string
}

// run runs a command to its end.
func run(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	return finish(t, command(binary, env, args...))
}

func finish(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	return begin(t, cmd)()
}

// begin starts a command, and gives what waits for its end.
func begin(t *testing.T, cmd *exec.Cmd) func() outcome {
	t.Helper()
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() outcome {
		overdue := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }) // its status will be -1
		defer overdue.Stop()
		_ = cmd.Wait() // the status says it
		return outcome{cmd.ProcessState.ExitCode(), out.String(), errors.String()}
	}
}

// want fails the test on another exit status, or if standard error lacks one of
// the texts.
func (o outcome) want(t *testing.T, status int, said ...string) {
	t.Helper()
	if o.status != status {
		t.Errorf("expected status %d, got %d: %s%s", status, o.status, o.out, o.errors)
	}
	for _, text := range said {
		if !strings.Contains(o.errors, text) {
			t.Errorf("standard error lacks %q: %s", text, o.errors)
		}
	}
}

// TestUsage gives command lines and environments that are wrong: the message
// names what is, and nothing was listening at any time.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		env  []string
		args []string
		says string
	}{
		{"unknown flag", nil, []string{"--no-such-flag"}, "--no-such-flag"},
		{"unknown command", nil, []string{"frobnicate"}, "frobnicate"},
		{"bad number", nil, []string{"--max-body", "x"}, "--max-body"},
		{"no number at all", nil, []string{"--max-body", "0"}, "--max-body"},
		{"no address", nil, []string{"--listen", "foo"}, "--listen"},
		{"no URL", []string{"MOCKSERVER_PUBLIC_URL=nonsense"}, nil, "--public-url"},
		{"URL with a query", nil, []string{"--public-url", "http://a/?b"}, "--public-url"},
		{"bad enum", nil, []string{"--log-level", "loud"}, "--log-level"},
		{"bad number in the environment", []string{"MOCKSERVER_MAX_BODY=x"}, nil, "MOCKSERVER_MAX_BODY"},
		{"bad bool in the environment", []string{"MOCKSERVER_TRUST_PROXY=perhaps"}, nil, "MOCKSERVER_TRUST_PROXY"},
		{"bad enum in the environment", []string{"MOCKSERVER_LOG_FORMAT=xml"}, nil, "--log-format"},
		{"a kind of notice that there is not", nil, []string{"--strict=unknown_field,typo"}, `"typo"`},
		{"a kind of notice in the environment that there is not", []string{"MOCKSERVER_STRICT=typo"}, nil, `"typo"`},
		{"controls for pages of nobody", nil, []string{"--cors-controls"}, "--cors-controls"},
		{"controls for every page", nil, []string{"--cors-controls", "--cors-origin", "*"}, "--admin-token"},
		{"controls for pages of many hosts", nil, []string{"--cors-controls", "--cors-origin", "https://*.example.com"}, "https://*.example.com"},
		{"seed check without a file", nil, []string{"seed", "check"}, "file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			address := unusedAddress(t)
			o := run(t, append(c.env, "MOCKSERVER_LISTEN="+address), c.args...)
			o.want(t, 2, c.says)
			if strings.Contains(o.errors, "listening") || strings.Contains(o.errors, address) {
				t.Errorf("it listened: %s", o.errors)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	built := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && built == "(devel)" {
			built = setting.Value
		}
	}
	o := run(t, nil, "version")
	o.want(t, 0)
	if o.out != built+"\n" || o.errors != "" {
		t.Errorf("expected %q, got %q and %q", built, o.out, o.errors)
	}
}

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	s := start(t)
	run(t, []string{"MOCKSERVER_LISTEN=" + s.address}, "healthcheck").want(t, 0)
	run(t, nil, "healthcheck", "--listen", s.address).want(t, 0)
	nobody := unusedAddress(t)
	run(t, []string{"MOCKSERVER_LISTEN=" + nobody}, "healthcheck").want(t, 1, nobody)
}

func TestSeedCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, content string
		says                []string // nothing: the seed is good
	}{
		{"good", "w.yaml", "version: 1\nagents:\n  - {name: A, description: d}\n", nil},
		{"good, in JSON", "w.json", `{"version": 1, "agents": [{"name": "A", "description": "d"}]}`, nil},
		{"unknown key", "w.yaml", "version: 1\nagents:\n  - name: A\n    description: d\n    nmae: B\n", []string{"w.yaml:5:", "agents[0].nmae"}},
		{"refused by the API", "w.yaml", "version: 1\nagents:\n  - {name: A, description: d}\n  - name: B\n    description: d\n    language: xx\n",
			[]string{"w.yaml:6:", "agents[1].language", "is not a valid choice"}},
		{"not YAML", "w.yaml", "version: 1\nagents: [\n", []string{"w.yaml"}},
		{"not JSON", "w.json", "{\"version\": 1,\n \"agents\": nil}", []string{"w.json:2:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), c.file)
			writeFile(t, path, c.content)
			o := run(t, nil, "seed", "check", path)
			if c.says == nil {
				o.want(t, 0)
				if !strings.Contains(o.out, path) || !strings.Contains(o.out, "1 agents") {
					t.Errorf("it says %q", o.out)
				}
				return
			}
			o.want(t, 1, c.says...)
			// What the check refuses, the server does not start with.
			run(t, nil, "--listen", "127.0.0.1:0", "--seed", path).want(t, 1, c.says...)
		})
	}
	run(t, nil, "seed", "check", "no-such-file.yaml").want(t, 1, "no-such-file.yaml")
}
