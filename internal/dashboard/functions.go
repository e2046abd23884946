package dashboard

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
)

// functions are what templates say in words.
var functions = template.FuncMap{
	"args":  args,
	"when":  func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") },
	"clock": func(t time.Time) string { return t.UTC().Format("15:04:05.000") },
	"iso":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) },
	"took":  func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) },
	"size":  size,
	"sign":  func(a domain.Action) string { return signs[a] },
	"short": short,
	"words": func(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "_", " ") },
	"class": class,
	"has":   func(list []string, one string) bool { return slices.Contains(list, one) },

	"which":  which,
	"effect": effectOf,
	"often":  often,
}

// args gives a template several values by name.
func args(pairs ...any) (map[string]any, error) {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("args: %v is no name", pairs[i])
		}
		values[name] = pairs[i+1]
	}
	return values, nil
}

var signs = map[domain.Action]string{domain.Created: "+", domain.Updated: "~", domain.Deleted: "−", domain.Unchanged: "="}

// class is the colour of a status.
func class(status int) string {
	switch {
	case status == 0 || status >= 500:
		return "bad"
	case status >= 400:
		return "poor"
	default:
		return "good"
	}
}

func size(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	default:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
}

// which says in words which requests a fault comes over.
func which(f fault.Rule) string {
	text := strings.Join(f.Operation.Names(), ", ")
	if text == "" {
		text = strings.TrimSpace(strings.Join(f.Method.Names(), ", ") + " " + f.Path)
	} else if f.Path != "" {
		text += " at " + f.Path
	}
	if text == "" {
		text = "every request"
	}
	if f.Agent != 0 {
		text += fmt.Sprintf(", agent %d", f.Agent)
	}
	return text
}

// effectOf says in words when a fault comes, and what it does.
func effectOf(f fault.Rule) string {
	var parts []string
	switch f.Phase {
	case fault.Before:
		parts = append(parts, "before it is handled")
	case fault.Mid:
		parts = append(parts, fmt.Sprintf("in the transaction after %d written, which is rolled back", f.Writes))
	case fault.After:
		parts = append(parts, "after the commit")
	case fault.Hold:
		parts = append(parts, fmt.Sprintf("held %s it is handled, for %v at most", f.At, time.Duration(f.Timeout)))
	}
	if f.Delay != 0 {
		parts = append(parts, "wait "+time.Duration(f.Delay).String())
	}
	if f.Status != 0 {
		parts = append(parts, fmt.Sprintf("answer %d", f.Status))
	}
	for _, change := range []struct {
		what string
		json []byte
	}{{"answer", f.Body}, {"merge into the answer", f.Merge}, {"patch the answer with", f.Patch}, {"store something else:", f.Corrupt}} {
		if change.json != nil {
			parts = append(parts, change.what+" "+short(string(change.json)))
		}
	}
	if f.Drop {
		parts = append(parts, "drop the connection")
	}
	if f.Truncate != nil {
		parts = append(parts, fmt.Sprintf("send %d bytes of the body", *f.Truncate))
	}
	return strings.Join(parts, "; ")
}

// often says in words how often a fault comes.
func often(f fault.Rule) string {
	text := "each time"
	if f.Every > 1 {
		text = fmt.Sprintf("each %d. time", f.Every)
	}
	if f.Rate > 0 {
		text += fmt.Sprintf(" with probability %g", f.Rate)
	}
	if f.Times > 0 {
		text += fmt.Sprintf(", %d times in all", f.Times)
	}
	return text
}

// short keeps a text to a few lines of a list.
func short(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
