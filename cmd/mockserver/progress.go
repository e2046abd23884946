package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a command is: a bar on a terminal, a line now and then
// elsewhere.
type progress struct {
	w     io.Writer
	what  string
	total int
	bar   *progressbar.ProgressBar // nil elsewhere
	told  time.Time
}

// lineEvery is how often a line is written where there is no terminal.
const lineEvery = 10 * time.Second

func newProgress(w io.Writer, total int, what string) *progress {
	p := &progress{w: w, what: what, total: total, told: time.Now()}
	if file, is := w.(*os.File); is && term.IsTerminal(int(file.Fd())) {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
	}
	return p
}

// at says that so much is done, the last of which is item.
func (p *progress) at(done int, item string) {
	if p.bar != nil {
		p.bar.Describe(p.what + " " + item)
		_ = p.bar.Set(done) // a bar that cannot be drawn is no reason to stop
		return
	}
	if time.Since(p.told) >= lineEvery || done == p.total {
		p.told = time.Now()
		fmt.Fprintf(p.w, "%s: %d of %d, %s\n", p.what, done, p.total, item)
	}
}

// say writes a line.
func (p *progress) say(line string) {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
	fmt.Fprintf(p.w, "%s\n", line)
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
