package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// program is something that listens and answers requests of one kind.
type program struct {
	name         string
	args         []string // {port} and {dir} stand for a free port and an empty folder
	method, path string
	headers      []string
	only         string // the body, where it is always the same
	remember     bool   // keeps what it is sent, so that it can be asked for it
	warmUp       int    // seconds, where that takes longer than usual

	cmd        *exec.Cmd
	ended      chan struct{}
	url        string
	startup    []float64 // seconds
	idle, peak float64   // MiB, after the first answer and after the load
}

// patching is a program that takes the PATCHes that this is about.
func patching(name string, args []string) *program {
	return &program{name: name, args: args, method: http.MethodPatch, path: agentPath, headers: headers}
}

// headers are those of a request to the API.
var headers = []string{"Content-Type: application/json", "X-CEKURA-API-KEY: k"}

// bodies are what the program is sent for a body.
func (p *program) bodies(b body) []string {
	if p.only != "" {
		return []string{p.only}
	}
	return b.texts
}

const (
	agentPath    = "/test_framework/v2/aiagents/2142/"
	startTimeout = 2 * time.Minute // 100,000 agents take a while to load
	pollEvery    = 500 * time.Microsecond
)

// start runs the program until it answers its first request with 200.
func (p *program) start() error {
	port, err := freePort()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(temporary, "data")
	if err != nil {
		return err
	}
	args := make([]string, len(p.args))
	for i, arg := range p.args {
		args[i] = strings.NewReplacer("{port}", port, "{dir}", dir).Replace(arg)
	}
	p.url = "http://127.0.0.1:" + port
	first := strings.ReplaceAll(p.bodies(bodies[0])[0], "{n}", "started")
	p.cmd = exec.Command(args[0], args[1:]...) // its log goes nowhere
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.ended = make(chan struct{})
	go func() {
		_ = p.cmd.Wait() // it is killed
		close(p.ended)
	}()
	running = append(running, p)
	for {
		err = send(p.method, p.url+p.path, first, io.Discard, p.headers...)
		if err == nil {
			break
		}
		select {
		case <-p.ended:
			return fmt.Errorf("%s ended: %s", p.name, p.cmd.ProcessState)
		case <-time.After(pollEvery):
		}
		if time.Since(began) > startTimeout {
			return fmt.Errorf("%s does not answer: %w", p.name, err)
		}
	}
	p.startup = append(p.startup, time.Since(began).Seconds())
	p.idle, err = p.memory("VmRSS")
	return err
}

// running are the processes to end, whatever happens.
var running []*program

func (p *program) stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.ended
	p.cmd = nil
}

// memory reads a line of /proc/PID/status, in MiB.
func (p *program) memory(key string) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	found := regexp.MustCompile(key + `:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0, errors.New("no " + key + " of " + p.name)
	}
	kib, err := strconv.Atoi(string(found[1]))
	return float64(kib) / 1024, err
}

// cpu reads how many seconds of CPU the program has used, from /proc/PID/stat.
func (p *program) cpu() (float64, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:]) // from the third field on
	user, err := strconv.Atoi(string(fields[11]))
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(string(fields[12]))
	return float64(user+system) / ticksPerSecond, err
}

const ticksPerSecond = 100 // on every Linux

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port), listener.Close()
}
