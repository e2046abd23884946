package parity

import (
	"fmt"
	"io"
	"strings"
)

// Formats are those of Write.
var Formats = map[string]func(io.Writer, *Report) error{
	"text": writeText, "json": writeJSON, "junit": writeJUnit, "markdown": writeMarkdown,
}

// writeText writes a report to be read in a terminal.
func writeText(w io.Writer, r *Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Against %s, %s: %d requests in %.0f s\n", r.Against, r.Began.Format("2006-01-02 15:04 UTC"), r.Requests, r.Seconds)
	for _, list := range [][]Verdict{r.Rules, r.Cases} {
		for _, v := range list {
			if v.Outcome == Differs {
				textOfVerdict(&b, v)
			}
		}
	}
	if len(r.Beside) > 0 {
		b.WriteString("\nBeside the rules:\n")
		for _, x := range r.Beside {
			fmt.Fprintf(&b, "  %s: here %s, there %s\n    in %s; seen with %s\n", x.Place, x.Here, x.There, few(x.Seen), few(x.Probes))
		}
	}
	for _, group := range groups(r) {
		fmt.Fprintf(&b, "\n%s (%s): %s\n", group.outcome, group.reason, strings.Join(group.ids, ", "))
	}
	b.WriteString("\norigin    agree  differ  not served there  not asked\n")
	for _, n := range r.Counts {
		fmt.Fprintf(&b, "%-8s %6d %7d %17d %10d\n", n.name(), n.Agrees, n.Differs, n.NotServed, n.NotAsked)
	}
	if len(r.Cases) > 0 {
		fmt.Fprintf(&b, "%-8s %s\n", "cases", countCases(r.Cases))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func textOfVerdict(b *strings.Builder, v Verdict) {
	fmt.Fprintf(b, "\n%s differs", v.ID)
	if v.Text != "" {
		fmt.Fprintf(b, ": %s [%s]", v.Text, strings.Join(v.Origin, ", "))
	}
	b.WriteByte('\n')
	for _, d := range v.Differences {
		fmt.Fprintf(b, "  %s (step %d): %s\n    here:  %s\n    there: %s\n", d.Request, d.Step, d.Text, d.Here, d.There)
	}
}

func (n Count) name() string {
	if n.Origin == "" {
		return "all"
	}
	return n.Origin
}

func countCases(cases []Verdict) string {
	n := map[Outcome]int{}
	for _, v := range cases {
		n[v.Outcome]++
	}
	return fmt.Sprintf("%d agree, %d differ, %d not served there, %d not asked", n[Agrees], n[Differs], n[NotServed], n[NotAsked])
}

// few names some of many.
func few(all []string) string {
	const most = 4
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}

// group is the questions that were not answered for one reason.
type group struct {
	outcome Outcome
	reason  string
	ids     []string
}

func groups(r *Report) (all []group) {
	for _, list := range [][]Verdict{r.Rules, r.Cases} {
	verdicts:
		for _, v := range list {
			if v.Reason == "" {
				continue
			}
			for i := range all {
				if all[i].outcome == v.Outcome && all[i].reason == v.Reason {
					all[i].ids = append(all[i].ids, v.ID)
					continue verdicts
				}
			}
			all = append(all, group{v.Outcome, v.Reason, []string{v.ID}})
		}
	}
	return all
}
