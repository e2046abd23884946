package main

import (
	"fmt"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

type seedCheck struct {
	File string `arg:"" help:"Seed file, YAML or JSON."`
}

func (c *seedCheck) Run(to streams) error {
	validator, err := validate.New(spec.Document)
	if err != nil {
		return err
	}
	world, err := load(c.File, seed.Loader{Validator: validator, Now: time.Now()})
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
