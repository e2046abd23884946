package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report is all that was measured. Ratios say the same on another machine;
// absolute figures say what this one does.
type report struct {
	programs  []*program // the reference first
	generator string     // of the load
	cores     float64    // that it took
	todo      plan
	cells     []cell
	growth    []series
}

// of gives one figure of a load.
type of func(load) float64

func perSecond(l load) float64 { return l.perSecond }
func p50(l load) float64       { return l.p50 }
func p99(l load) float64       { return l.p99 }
func cpu(l load) float64       { return l.cpu }

// figure is the median of a program's rounds.
func (c cell) figure(program int, figure of) string {
	var all []float64
	for _, l := range c.of[program] {
		all = append(all, figure(l))
	}
	m := median(all)
	if m >= 100 {
		return fmt.Sprintf("%.0f", m)
	}
	return fmt.Sprintf("%.3g", m)
}

// ratio is the median of what a program did in each round, divided by what the
// reference did in the same, and the least and the most.
func (c cell) ratio(program int, figure of) string {
	all := c.ratios(program, figure)
	return fmt.Sprintf("%.2f (%.2f–%.2f)", median(all), slices.Min(all), slices.Max(all))
}

func (c cell) ratios(program int, figure of) (all []float64) {
	for i, l := range c.of[program] {
		all = append(all, figure(l)/figure(c.of[0][i]))
	}
	return all
}

func (r *report) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var page strings.Builder
	if err := r.markdown(&page); err != nil {
		return err
	}
	fmt.Printf("\n%s", page.String())
	if err := os.WriteFile(filepath.Join(dir, "bench.md"), []byte(page.String()), 0o644); err != nil {
		return err
	}
	return r.plot(filepath.Join(dir, "bench.svg"))
}

func (r *report) markdown(w io.Writer) error {
	fmt.Fprintf(w, `# Speed

Written by `+"`make bench-http`"+`. The reference is a program of the same run that reads a PATCH with chi and
`+"`encoding/json`"+`, checks and remembers nothing, and encodes a fixed 3 KB ([its code](../bench/reference/main.go)); the one
without JSON reads and writes bytes alone, which is the least that a PATCH over net/http takes. The server validates, reconciles,
keeps its journal and logs to nowhere. Ratios are to the reference in the same round: the median of the rounds, and the
least and the most. For requests/s more is better, for all else less; CPU is what the program takes for one request.

%s. The load came from %s, which took %.2f of a core; rounds: %d of %d s, after %d s to warm up.

![The same as a plot](bench.svg)
`, machine(), r.generator, r.cores, r.todo.rounds, r.todo.turn, r.todo.warmUp)
	if r.beside() {
		versions, err := peerVersions()
		if err != nil {
			return err
		}
		fmt.Fprintf(w, `
Beside it stand %s. Prism checks the same PATCHes against the document and answers with its example; WireMock, which
had 30 s to warm up, answers each with one stub of 3 KB; stripe-mock answers Stripe's own API.
`, versions)
	}
	for i, c := range r.cells {
		if i == 0 || r.cells[i-1].body != c.body {
			fmt.Fprintf(w, "\n## %s\n\n", strings.ToUpper(c.body[:1])+c.body[1:])
			row(w, "connections", "program", "requests/s", "ratio", "p50 ms", "p99 ms", "p99 ratio", "CPU µs", "CPU ratio")
			row(w, slices.Repeat([]string{"---"}, 9)...)
		}
		for i, p := range r.programs {
			row(w, fmt.Sprint(c.connections), p.name, c.figure(i, perSecond), c.ratio(i, perSecond), c.figure(i, p50),
				c.figure(i, p99), c.ratio(i, p99), c.figure(i, cpu), c.ratio(i, cpu))
		}
	}

	fmt.Fprintf(w, "\n## Start and memory\n\n")
	row(w, "program", "ms from exec to the first 200", "ratio", "MiB after it", "MiB at most under load")
	row(w, slices.Repeat([]string{"---"}, 5)...)
	for _, p := range r.programs {
		start := median(p.startup)
		row(w, p.name, fmt.Sprintf("%.1f", 1e3*start), fmt.Sprintf("%.2f", start/median(r.programs[0].startup)),
			fmt.Sprintf("%.1f", p.idle), fmt.Sprintf("%.1f", p.peak))
	}

	fmt.Fprintf(w, "\n## As a world grows\n\nThe time of one PATCH, in memory, one connection.\n\n")
	row(w, "PATCH of", "", "divided by", "")
	row(w, "---", "---", "---", "---")
	for _, s := range r.growth {
		for _, p := range s.points {
			row(w, s.name, fmt.Sprint(p.n), s.against, fmt.Sprintf("%.2f", s.ratio(p)))
		}
	}
	return nil
}

// beside reports whether other mock servers were measured too.
func (r *report) beside() bool { return len(r.programs) > 4 }

func row(w io.Writer, cells ...string) { fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | ")) }

// machine says where and when.
func machine() string {
	name := runtime.GOARCH
	if info, err := os.Open("/proc/cpuinfo"); err == nil {
		defer info.Close()
		for lines := bufio.NewScanner(info); lines.Scan(); {
			if key, value, _ := strings.Cut(lines.Text(), ":"); strings.TrimSpace(key) == "model name" {
				name = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d cores of %s, shared with the load generator; %s, %s, %s",
		runtime.NumCPU(), name, runtime.GOOS, runtime.Version(), time.Now().Format(time.DateOnly))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
