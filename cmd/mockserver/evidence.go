package main

import (
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/rules"
)

// readEvidence reads files of evidence, of which the later ones count where they
// say otherwise. What they say of probes that have changed is left out.
func readEvidence(paths []string, logger *slog.Logger) (evidence.Findings, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	set, err := rules.Published()
	if err != nil {
		return nil, err
	}
	all := evidence.Findings{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		file, err := evidence.Read(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		findings, stale := file.Of(set)
		maps.Copy(all, findings)
		if len(stale) > 0 {
			slices.Sort(stale)
			logger.Warn("the evidence is about probes that have changed since", "file", path, "rules", strings.Join(stale, " "))
		}
	}
	return all, nil
}
