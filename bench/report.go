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

// report is all that was measured. But for what is printed on the way, it holds
// ratios alone: they say the same on another machine.
type report struct {
	programs           []*program // but the reference
	starts, idle, peak []float64  // of each program
	cells              []cell
	generator          float64 // cores
	growth             []series
}

// memory asks the programs for theirs, after the load.
func (r *report) memory(reference *program) error {
	base, err := reference.memory("VmHWM")
	if err != nil {
		return err
	}
	fmt.Printf("\npeak memory: reference %.1f MiB", base)
	for _, p := range r.programs {
		peak, err := p.memory("VmHWM")
		if err != nil {
			return err
		}
		fmt.Printf(", %s %.1f MiB", p.name, peak)
		r.peak = append(r.peak, peak/base)
		r.idle = append(r.idle, p.idle/reference.idle)
	}
	fmt.Printf("\nthe load generator took %.2f of a core\n", r.generator)
	return nil
}

func (r *report) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var page strings.Builder
	r.markdown(&page)
	fmt.Printf("\n%s", page.String())
	if err := os.WriteFile(filepath.Join(dir, "bench.md"), []byte(page.String()), 0o644); err != nil {
		return err
	}
	return r.plot(filepath.Join(dir, "bench.svg"))
}

func (r *report) markdown(w io.Writer) {
	fmt.Fprintf(w, `# Speed

Written by `+"`make bench-http`"+`. Each figure is a ratio to a program of the same run that reads a PATCH with chi and
`+"`encoding/json`"+`, checks and remembers nothing, and answers with a fixed 3 KB ([reference](../bench/reference/main.go)):
for requests/s more is better, for all else less; CPU is what the program takes for one request. The server validates,
reconciles, keeps its journal and logs to nowhere.

%s. The load generator took %.2f of a core.

![The same as a plot](bench.svg)

## Under load

`, machine(), r.generator)
	header := []string{"body", "connections"}
	for _, p := range r.programs {
		header = append(header, p.name+": requests/s", "p50", "p99", "CPU")
	}
	row(w, header...)
	row(w, slices.Repeat([]string{"---"}, len(header))...)
	for _, c := range r.cells {
		cells := []string{c.body, fmt.Sprint(c.connections)}
		for _, l := range c.of {
			cells = append(cells, ratios(l.perSecond, l.p50, l.p99, l.cpu)...)
		}
		row(w, cells...)
	}

	fmt.Fprintf(w, "\n## Start and memory\n\n")
	header = []string{""}
	for _, p := range r.programs {
		header = append(header, p.name)
	}
	row(w, header...)
	row(w, slices.Repeat([]string{"---"}, len(header))...)
	row(w, append([]string{"from exec to the first 200"}, ratios(r.starts...)...)...)
	row(w, append([]string{"memory after it"}, ratios(r.idle...)...)...)
	row(w, append([]string{"peak memory under load"}, ratios(r.peak...)...)...)

	fmt.Fprintf(w, "\n## As a world grows\n\nThe time of one PATCH, in memory, one connection.\n\n")
	row(w, "PATCH of", "", "divided by", "")
	row(w, "---", "---", "---", "---")
	for _, s := range r.growth {
		for _, p := range s.points {
			row(w, s.name, fmt.Sprint(p.n), s.against, fmt.Sprintf("%.2f", s.ratio(p)))
		}
	}
}

func row(w io.Writer, cells ...string) { fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | ")) }

func ratios(values ...float64) (texts []string) {
	for _, v := range values {
		texts = append(texts, fmt.Sprintf("%.2f", v))
	}
	return texts
}

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
