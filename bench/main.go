// Command bench measures the server beside a reference program, and what a PATCH
// costs as a world grows. It is a module of its own, so that what it needs is
// not needed by the server.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	flog "fortio.org/log"
)

// plan is how much is measured.
type plan struct {
	starts      int
	rounds      int           // in each of which every program has its turn
	turn        time.Duration // under load
	connections []int

	slice            time.Duration // of growth
	agents           []int
	tools, sandboxes []int
}

var (
	full = plan{5, 9, 450 * time.Millisecond, []int{1, 16, 64},
		50 * time.Millisecond, []int{1, 1000, 100_000}, []int{1, 10, 100, 1000, 10_000}, []int{1, 100, 1000}}
	quick = plan{1, 1, 50 * time.Millisecond, []int{1, 16, 64},
		5 * time.Millisecond, []int{1, 100}, []int{1, 10, 100}, []int{1, 10}}
)

// temporary is where binaries, databases and seeds are.
var temporary string

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("bench: ", err)
	}
}

func run() (err error) {
	flog.SetLogLevelQuiet(flog.Error)
	brief := flag.Bool("quick", false, "see in some seconds that it works; the figures are worth nothing")
	out := flag.String("out", "../docs", "folder to write bench.md and bench.svg to")
	var beside []*program
	flag.Func("beside", "'NAME=COMMAND with {port}': another server to measure; repeatable", func(text string) error {
		name, command, ok := strings.Cut(text, "=")
		if !ok || !strings.Contains(command, "{port}") {
			return errors.New("want NAME=COMMAND with {port}")
		}
		beside = append(beside, &program{name: name, args: strings.Fields(command)})
		return nil
	})
	flag.Parse()
	todo := full
	if *brief {
		todo = quick
	}
	if temporary, err = os.MkdirTemp("", "bench"); err != nil {
		return err
	}
	defer func() {
		for _, p := range running {
			p.stop()
		}
		err = errors.Join(err, os.RemoveAll(temporary))
	}()
	server, err := build("..", "./cmd/mockserver")
	if err != nil {
		return err
	}
	other, err := build(".", "./reference")
	if err != nil {
		return err
	}
	listen := []string{"--listen", "127.0.0.1:{port}"}
	reference := &program{name: "reference", args: append([]string{other}, listen...)}
	programs := append([]*program{
		{name: "mockserver", args: append([]string{server}, listen...), remember: true},
		{name: "mockserver --db", args: append([]string{server, "--db", "{dir}/db"}, listen...), remember: true},
	}, beside...)

	r := report{programs: programs}
	if r.starts, err = measureStarts(todo, reference, programs); err != nil {
		return err
	}
	if r.cells, r.generator, err = measureLoad(todo, reference, programs); err != nil {
		return err
	}
	if err := r.memory(reference); err != nil {
		return err
	}
	for _, p := range programs {
		p.stop()
	}
	if r.growth, err = measureGrowth(todo, reference, append([]string{server}, listen...)); err != nil {
		return err
	}
	return r.write(*out)
}

// build compiles a package of the module in dir.
func build(dir, of string) (string, error) {
	binary := filepath.Join(temporary, filepath.Base(of))
	command := exec.Command("go", "build", "-o", binary, of)
	command.Dir, command.Stderr = dir, os.Stderr
	return binary, command.Run()
}

// measureStarts starts each program some times and leaves it running.
func measureStarts(todo plan, reference *program, programs []*program) ([]float64, error) {
	all := append([]*program{reference}, programs...)
	for range todo.starts {
		for _, p := range all {
			p.stop()
			if err := p.start(); err != nil {
				return nil, err
			}
		}
	}
	var ratios []float64
	for _, p := range all {
		fmt.Printf("%s: %.1f ms from exec to the first 200, then %.1f MiB\n", p.name, 1e3*median(p.startup), p.idle)
		ratios = append(ratios, median(p.startup)/median(reference.startup))
	}
	return ratios[1:], nil
}

// cell is what the programs did with a body at some connections, each as a
// ratio to the reference.
type cell struct {
	body        string
	connections int
	of          []load
}

// measureLoad gives the programs turns, so that what else the machine does hits
// all of them, and takes the median of the rounds. It also says how much of the
// CPU the load generator took.
func measureLoad(todo plan, reference *program, programs []*program) (cells []cell, generator float64, err error) {
	began, cpu := time.Now(), cpuTime()
	all := append([]*program{reference}, programs...)
	for _, b := range bodies {
		for _, p := range all { // warm
			if _, err := drive(p, b.text, 16, todo.turn/4); err != nil {
				return nil, 0, err
			}
		}
		for _, connections := range todo.connections {
			rounds := make([][]load, len(all))
			for range todo.rounds {
				for i, p := range all {
					got, err := drive(p, b.text, connections, todo.turn)
					if err != nil {
						return nil, 0, err
					}
					rounds[i] = append(rounds[i], got)
				}
			}
			c := cell{body: b.name, connections: connections}
			fmt.Printf("\n%s, %d connections\n", b.name, connections)
			for i, p := range all {
				l := medians(rounds[i], nil)
				fmt.Printf("%20s %8.0f requests/s  p50 %7.3f ms  p99 %7.3f ms  CPU %5.0f µs\n",
					p.name, l.perSecond, 1e3*l.p50, 1e3*l.p99, 1e6*l.cpu)
				if p != reference {
					c.of = append(c.of, medians(rounds[i], rounds[0]))
				}
			}
			cells = append(cells, c)
		}
		for _, p := range programs {
			if err := b.check(p); err != nil {
				return nil, 0, err
			}
		}
	}
	return cells, (cpuTime() - cpu).Seconds() / time.Since(began).Seconds(), nil
}

// medians are those of the rounds, or of their ratios to the same rounds of the
// reference.
func medians(rounds, reference []load) load {
	var perSecond, p50, p99, cpu []float64
	for i, l := range rounds {
		by := load{1, 1, 1, 1}
		if reference != nil {
			by = reference[i]
		}
		perSecond = append(perSecond, l.perSecond/by.perSecond)
		p50 = append(p50, l.p50/by.p50)
		p99 = append(p99, l.p99/by.p99)
		cpu = append(cpu, l.cpu/by.cpu)
	}
	return load{median(perSecond), median(p50), median(p99), median(cpu)}
}

func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // it cannot fail for oneself
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
