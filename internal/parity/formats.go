package parity

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

func writeJSON(w io.Writer, r *Report) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// writeMarkdown writes a report for a pull request or an issue.
func writeMarkdown(w io.Writer, r *Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Parity with %s\n\n%s, %d requests, mockserver %s.\n\n", r.Against, r.Began.Format("2006-01-02 15:04 UTC"), r.Requests, r.Version)
	b.WriteString("| origin | agree | differ | not served there | not asked |\n|---|---|---|---|---|\n")
	for _, n := range r.Counts {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", n.name(), n.Agrees, n.Differs, n.NotServed, n.NotAsked)
	}
	if len(r.Cases) > 0 {
		fmt.Fprintf(&b, "\nCases: %s.\n", countCases(r.Cases))
	}
	for _, list := range [][]Verdict{r.Rules, r.Cases} {
		for _, v := range list {
			if v.Outcome != Differs {
				continue
			}
			fmt.Fprintf(&b, "\n## %s differs\n\n", v.ID)
			if v.Text != "" {
				fmt.Fprintf(&b, "%s [%s]\n\n", v.Text, strings.Join(v.Origin, ", "))
			}
			for _, d := range v.Differences {
				fmt.Fprintf(&b, "- %s, step %d: %s\n\n  ```\n  here:  %s\n  there: %s\n  ```\n", code(d.Request), d.Step, code(d.Text), fenced(d.Here), fenced(d.There))
			}
		}
	}
	if len(r.Beside) > 0 {
		b.WriteString("\n## Beside the rules\n\n| where | here | there | seen with |\n|---|---|---|---|\n")
		for _, x := range r.Beside {
			fmt.Fprintf(&b, "| %s of %s | %s | %s | %s |\n", code(x.Place), code(few(x.Seen)), code(x.Here), code(x.There), few(x.Probes))
		}
	}
	if all := groups(r); len(all) > 0 {
		b.WriteString("\n## Not compared\n\n")
		for _, g := range all {
			fmt.Fprintf(&b, "- %s, %s: %s\n", g.outcome, code(g.reason), strings.Join(g.ids, ", "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// code is a text in backticks, fit for a cell of a table.
func code(text string) string {
	text = strings.NewReplacer("\n", " ", "|", `\|`).Replace(text)
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

func fenced(text string) string { return strings.NewReplacer("\n", " ", "```", "'''").Replace(text) }

type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Suites  []suite  `xml:"testsuite"`
}

type suite struct {
	Name      string     `xml:"name,attr"`
	Tests     int        `xml:"tests,attr"`
	Failures  int        `xml:"failures,attr"`
	Skipped   int        `xml:"skipped,attr"`
	Timestamp string     `xml:"timestamp,attr"`
	Time      string     `xml:"time,attr"`
	Cases     []testCase `xml:"testcase"`
}

type testCase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Failure *message `xml:"failure"`
	Skipped *message `xml:"skipped"`
}

type message struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a report for a CI server: one test a rule, one a case, and
// one for what differs beside the rules.
func writeJUnit(w io.Writer, r *Report) error {
	all := suites{Suites: []suite{r.suite("rules", r.Rules)}}
	if len(r.Cases) > 0 {
		all.Suites = append(all.Suites, r.suite("cases", r.Cases))
	}
	beside := suite{Name: "beside", Tests: 1, Timestamp: r.Began.Format("2006-01-02T15:04:05"), Time: "0", Cases: []testCase{{Class: "parity.beside", Name: "beside the rules"}}}
	if len(r.Beside) > 0 {
		var lines []string
		for _, x := range r.Beside {
			lines = append(lines, fmt.Sprintf("%s: here %s, there %s (%s)", x.Place, x.Here, x.There, few(x.Probes)))
		}
		beside.Failures = 1
		beside.Cases[0].Failure = &message{fmt.Sprintf("%d differences that no rule is about", len(r.Beside)), strings.Join(lines, "\n")}
	}
	all.Suites = append(all.Suites, beside)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r *Report) suite(name string, verdicts []Verdict) suite {
	s := suite{Name: name, Tests: len(verdicts), Timestamp: r.Began.Format("2006-01-02T15:04:05"), Time: fmt.Sprintf("%.3f", r.Seconds)}
	for _, v := range verdicts {
		c := testCase{Class: "parity." + name, Name: strings.TrimSpace(v.ID + " " + v.Text)}
		switch v.Outcome {
		case Differs:
			var b strings.Builder
			textOfVerdict(&b, v)
			s.Failures++
			c.Failure = &message{v.Differences[0].Text, strings.TrimSpace(b.String())}
		case NotServed, NotAsked:
			s.Skipped++
			c.Skipped = &message{Message: string(v.Outcome) + ": " + v.Reason}
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}
