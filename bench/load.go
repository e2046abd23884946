package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// load is what some connections got out of a program, each sending its next
// request when the last one is answered: requests a second, latencies in
// milliseconds, and the microseconds of CPU that the program takes for a request,
// which other work on the machine changes least.
type load struct{ perSecond, p50, p99, cpu float64 }

//go:embed wrk.lua
var script []byte

// wrk is the load generator. It takes little of the CPU that it shares with the
// program under load, and none of its memory.
const wrk = "wrk"

func wantWrk() (version string, err error) {
	if _, err := exec.LookPath(wrk); err != nil {
		return "", errors.New("the load comes from wrk: apt-get install wrk, or brew install wrk")
	}
	said, _ := exec.Command(wrk, "-v").Output() // it exits with 1
	line, _, _ := strings.Cut(string(said), " [")
	return strings.TrimSpace(line), nil
}

// drive sends bodies in turn for a while, for which wrk knows whole seconds only.
func drive(p *program, bodies []string, connections int, seconds int) (load, error) {
	args := []string{"-t", "1", "-c", strconv.Itoa(connections), "-d", fmt.Sprint(seconds, "s"), "--timeout", "30s",
		"-s", filepath.Join(temporary, "wrk.lua")}
	for _, header := range p.headers {
		args = append(args, "-H", header)
	}
	args = append(args, p.url, "--", p.method, p.path, strconv.FormatInt(time.Now().UnixMicro(), 36))
	if err := os.WriteFile(filepath.Join(temporary, "wrk.lua"), script, 0o600); err != nil {
		return load{}, err
	}
	for i, body := range bodies {
		file := filepath.Join(temporary, fmt.Sprintf("body%d", i))
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			return load{}, err
		}
		args = append(args, file)
	}
	before, err := p.cpu()
	if err != nil {
		return load{}, err
	}
	output, err := exec.Command(wrk, args...).CombinedOutput()
	if err != nil {
		return load{}, fmt.Errorf("wrk: %w\n%s", err, output)
	}
	after, err := p.cpu()
	if err != nil {
		return load{}, err
	}
	found := result.FindSubmatch(output)
	if found == nil {
		return load{}, fmt.Errorf("wrk said nothing of %s:\n%s", p.name, output)
	}
	var n [5]float64
	for i := range n {
		if n[i], err = strconv.ParseFloat(string(found[i+1]), 64); err != nil {
			return load{}, err
		}
	}
	if n[4] != 0 {
		return load{}, fmt.Errorf("%s: %.0f of %.0f requests failed", p.name, n[4], n[0])
	}
	return load{1e6 * n[0] / n[1], n[2] / 1e3, n[3] / 1e3, 1e6 * (after - before) / n[0]}, nil
}

var result = regexp.MustCompile(`RESULT (\d+) (\d+) (\d+) (\d+) (\d+)`)

// send makes one request with the headers that are given, which must be answered with a 2xx, and writes the
// answer to w.
func send(method, url, body string, w io.Writer, headers ...string) error {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(w, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s", method, url, answer.Status)
	}
	return nil
}
