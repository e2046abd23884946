package main

import (
	"encoding/json"
	"io"
)

// writeJSON writes what a command tells, to be read by people as well.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
