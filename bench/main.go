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
	"syscall"
	"time"
)

// plan is how much is measured.
type plan struct {
	starts       int
	rounds       int // in each of which every program has its turn
	turn, warmUp int // under load, in seconds
	connections  []int

	slice            time.Duration // of growth
	agents           []int
	tools, sandboxes []int
}

var (
	full = plan{5, 5, 2, 5, []int{1, 16, 64},
		50 * time.Millisecond, []int{1, 1000, 100_000}, []int{1, 10, 100, 1000, 10_000}, []int{1, 100, 1000}}
	quick = plan{1, 1, 1, 1, []int{16},
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
	brief := flag.Bool("quick", false, "see in a minute that it works; the figures are worth nothing")
	out := flag.String("out", "../docs", "folder to write bench.md and bench.svg to")
	beside := flag.Bool("peers", false, "put Prism, WireMock and stripe-mock beside (wants Node and Java)")
	flag.Parse()
	generator, err := wantWrk()
	if err != nil {
		return err
	}
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
	server1 := append([]string{server}, listen...)
	programs := []*program{
		patching("reference", append([]string{other}, listen...)),
		patching("no JSON", append([]string{other, "--no-json"}, listen...)),
		patching("mockserver", server1),
		patching("mockserver --db", append([]string{server, "--db", "{dir}/db"}, listen...)),
	}
	programs[2].remember, programs[3].remember = true, true
	if *beside {
		others, err := peers()
		if err != nil {
			return err
		}
		programs = append(programs, others...)
	}

	r := report{programs: programs, generator: generator, todo: todo}
	if err := measureStarts(todo, programs); err != nil {
		return err
	}
	began, cpu := time.Now(), cpuTime()
	if r.cells, err = measureLoad(todo, programs); err != nil {
		return err
	}
	r.cores = (cpuTime() - cpu).Seconds() / time.Since(began).Seconds()
	for _, p := range programs {
		if p.peak, err = p.memory("VmHWM"); err != nil {
			return err
		}
	}
	for _, p := range programs[1:] {
		p.stop()
	}
	if r.growth, err = measureGrowth(todo, programs[0], server1); err != nil {
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
func measureStarts(todo plan, programs []*program) error {
	for range todo.starts {
		for _, p := range programs {
			p.stop()
			if err := p.start(); err != nil {
				return err
			}
		}
	}
	for _, p := range programs {
		fmt.Printf("%s: %.1f ms from exec to the first 200, then %.1f MiB\n", p.name, 1e3*median(p.startup), p.idle)
	}
	return nil
}

// cell is what the programs did with a body at some connections, round by round.
type cell struct {
	body        string
	connections int
	of          [][]load // of each program
}

// measureLoad gives the programs turns, so that what else the machine does hits
// all of them.
func measureLoad(todo plan, programs []*program) (cells []cell, err error) {
	for _, b := range bodies {
		for _, p := range programs {
			if _, err := drive(p, p.bodies(b), 16, max(todo.warmUp, p.warmUp)); err != nil {
				return nil, err
			}
			p.warmUp = 0
		}
		for _, connections := range todo.connections {
			c := cell{b.name, connections, make([][]load, len(programs))}
			for range todo.rounds {
				for i, p := range programs {
					got, err := drive(p, p.bodies(b), connections, todo.turn)
					if err != nil {
						return nil, err
					}
					c.of[i] = append(c.of[i], got)
				}
			}
			fmt.Printf("\n%s, %d connections\n", b.name, connections)
			for i, p := range programs {
				fmt.Printf("%20s %s requests/s, %s of the reference\n", p.name, c.figure(i, perSecond), c.ratio(i, perSecond))
			}
			cells = append(cells, c)
		}
		for _, p := range programs {
			if err := b.check(p); err != nil {
				return nil, err
			}
		}
	}
	return cells, nil
}

// cpuTime is that of the load generator, and of nothing else that was waited for
// meanwhile.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &used); err != nil {
		panic(err) // it cannot fail for one's own
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
