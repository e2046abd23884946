// Package verify says whether what a test wants to have happened did, and if
// not, what came instead. It reads the journal of a world and knows no HTTP.
package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/openapi"
)

// Selection selects requests; what is zero selects all.
type Selection struct {
	Operation string      `json:"operation"` // an operationId of /openapi.json
	Method    string      `json:"method"`
	Path      string      `json:"path"` // of this world, or a path of /openapi.json
	Agent     int64       `json:"agent"`
	Status    int         `json:"status"`
	Key       journal.Key `json:"key"`
	Since     string      `json:"since"` // a time, or the id of a request: after it
}

// Filter makes a journal's filter of a selection, and refuses one that no
// request could be in.
func (s Selection) Filter(operations []openapi.Operation) (journal.Filter, error) {
	f := journal.Filter{Method: strings.ToUpper(s.Method), Path: s.Path, Agent: s.Agent, Status: s.Status, Key: s.Key}
	if strings.HasPrefix(s.Path, "/s/") {
		return f, fmt.Errorf("path: paths are those of this world, without /s/{name}")
	}
	if s.Key != "" && !slices.Contains(journal.Keys, s.Key) {
		return f, fmt.Errorf("key: must be one of %q", journal.Keys)
	}
	if s.Since != "" {
		var err error
		if f.AfterID, err = strconv.ParseInt(s.Since, 10, 64); err != nil {
			if f.NotUntil, err = time.Parse(time.RFC3339Nano, s.Since); err != nil {
				return f, fmt.Errorf("since: must be a time such as 2026-01-31T12:00:00Z, or the id of a request")
			}
		}
	}
	isTemplate := strings.Contains(s.Path, "{")
	if s.Operation == "" && !isTemplate {
		return f, nil
	}
	i := slices.IndexFunc(operations, func(o openapi.Operation) bool {
		return (s.Operation == "" || o.Is(s.Operation)) && (!isTemplate || o.Path == s.Path)
	})
	switch {
	case i < 0 && s.Operation != "":
		return f, fmt.Errorf("operation: %q is not an operationId of /openapi.json, or not of that path", s.Operation)
	case i < 0:
		return f, fmt.Errorf("path: %q is not a path of /openapi.json", s.Path)
	case s.Operation != "":
		f.Operation = operations[i].ID
	}
	return f, nil
}
