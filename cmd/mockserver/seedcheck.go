package main

import (
	"fmt"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/seed"
)

type seedCheck struct {
	File     string `arg:"" help:"Seed file, YAML or JSON."`
	Document string `env:"MOCKSERVER_DOCUMENT" placeholder:"FILE" help:"Version of the platform's OpenAPI document that the server will follow."`
}

func (c *seedCheck) Run(to streams) error {
	document, err := documentOf(c.Document)
	if err != nil {
		return fmt.Errorf("--document: %w", err)
	}
	world, err := load(c.File, seed.Loader{Validator: document.Validator, Now: time.Now()})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.out, "%s: good: %d projects, %d agents\n", c.File, len(world.Projects), len(world.Agents))
	return err
}

// load reads a seed file, or the demo seed where there is none.
func load(path string, loader seed.Loader) (domain.World, error) {
	if path == "" {
		return loader.Demo()
	}
	return loader.File(path)
}
