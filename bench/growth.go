package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// series is what one kind of PATCH costs as the world grows.
type series struct {
	name, per string // per is what there are n of
	against   string // what its cost is divided by
	points    []*point
}

// point is a PATCH in a world of some size. What it is held against is another
// request, or else the series' first point.
type point struct {
	n            int
	do, base     func(i int) error
	took, baseOf []float64
}

func (s series) ratio(p *point) float64 {
	base := p.baseOf
	if p.base == nil {
		base = s.points[0].took
	}
	return median(p.took) / median(base)
}

// growthRounds is how often each point has its turn.
const growthRounds = 10

func measureGrowth(todo plan, reference *program, server []string) ([]series, error) {
	var all []series
	for _, prepare := range []func(plan, *program, []string) ([]series, error){agentsGrow, toolsGrow, sandboxesGrow} {
		grown, err := prepare(todo, reference, server)
		if err != nil {
			return nil, err
		}
		for _, s := range grown {
			if err := s.measure(todo.slice); err != nil {
				return nil, err
			}
		}
		for _, p := range running {
			if p != reference {
				p.stop()
			}
		}
		all = append(all, grown...)
	}
	return all, nil
}

func (s series) measure(slice time.Duration) error {
	for range growthRounds {
		for _, p := range s.points {
			if err := repeat(slice, p.do, &p.took); err != nil {
				return err
			}
			if p.base == nil {
				continue
			}
			if err := repeat(slice, p.base, &p.baseOf); err != nil {
				return err
			}
		}
	}
	fmt.Printf("\n%s, against %s\n", s.name, s.against)
	for _, p := range s.points {
		fmt.Printf("%10d %s: %9.3f ms, %.2f\n", p.n, s.per, 1e3*median(p.took), s.ratio(p))
	}
	return nil
}

// repeat makes requests for a while, and at least one.
func repeat(slice time.Duration, do func(i int) error, took *[]float64) error {
	for began := time.Now(); ; {
		start := time.Now()
		if err := do(len(*took)); err != nil {
			return err
		}
		*took = append(*took, time.Since(start).Seconds())
		if time.Since(began) > slice {
			return nil
		}
	}
}

// spread walks over n things so that the next is never near.
func spread(i, n int) int { return i * 7919 % n }

func patch(url, body string) error { return send(http.MethodPatch, url, body, io.Discard, headers...) }

func named(i int) string { return fmt.Sprintf(`{"name":"Bot %d"}`, i) }

func agentURL(p *program, i int) string {
	return fmt.Sprintf("%s/test_framework/v2/aiagents/%d/", p.url, firstAgent+i)
}

const firstAgent = 2142 // as in agentPath

// seeded starts a server with n agents.
func seeded(server []string, n int) (*program, error) {
	type object = map[string]any
	agents := make([]object, n)
	for i := range agents {
		agents[i] = object{"id": firstAgent + i, "name": "Bot", "description": "Answers the phone",
			"mock_tools": []object{{"name": "lookup_order", "mock_data": []object{{"input": object{"order_id": "A-100"}, "output": object{"status": "shipped"}}}}}}
	}
	seed, err := json.Marshal(object{"version": 1, "projects": []object{{"id": 1, "name": "Demo"}}, "agents": agents})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(temporary, fmt.Sprintf("seed%d.json", n))
	p := patching(fmt.Sprintf("mockserver with %d agents", n), append(slices.Clone(server), "--seed", path))
	if err := os.WriteFile(path, seed, 0o600); err != nil {
		return nil, err
	}
	return p, p.start()
}

func agentsGrow(todo plan, _ *program, server []string) ([]series, error) {
	s := series{name: "name alone, by agents stored", per: "agents", against: "one agent"}
	for _, n := range todo.agents {
		p, err := seeded(server, n)
		if err != nil {
			return nil, err
		}
		s.points = append(s.points, &point{n: n, do: func(i int) error { return patch(agentURL(p, spread(i, n)), named(i)) }})
	}
	return []series{s}, nil
}

func sandboxesGrow(todo plan, _ *program, server []string) ([]series, error) {
	s := series{name: "name alone, by sandboxes", per: "sandboxes", against: "one sandbox"}
	for _, n := range todo.sandboxes {
		p := patching("mockserver", append(slices.Clone(server), "--max-sandboxes", fmt.Sprint(n+1)))
		if err := p.start(); err != nil {
			return nil, err
		}
		do := func(i int) error { return patch(fmt.Sprintf("%s/s/s%d%s", p.url, spread(i, n), agentPath), named(i)) }
		for i := range n { // each is made by its first use
			if err := do(i); err != nil {
				return nil, err
			}
		}
		s.points = append(s.points, &point{n: n, do: do})
	}
	return []series{s}, nil
}

// toolsGrow has an agent for each number of tools.
func toolsGrow(todo plan, reference *program, server []string) ([]series, error) {
	name := series{name: "name alone, by tools of the agent", per: "tools", against: "writing an answer of that size"}
	sent := series{name: "all tools sent and one changed", per: "tools", against: "decoding and validating that body"}
	p, err := seeded(server, len(todo.tools))
	if err != nil {
		return nil, err
	}
	for i, n := range todo.tools {
		url := agentURL(p, i)
		var answer bytes.Buffer
		if err := send(http.MethodPatch, url, toolsBody(n, "0"), &answer, headers...); err != nil {
			return nil, err
		}
		size := answer.Len()
		name.points = append(name.points, &point{n: n,
			do:   func(i int) error { return patch(url, named(i)) },
			base: func(i int) error { return patch(fmt.Sprintf("%s/answer/?size=%d", reference.url, size), named(i)) },
		})
		changed := [2]string{toolsBody(n, "1"), toolsBody(n, "2")}
		sent.points = append(sent.points, &point{n: n,
			do:   func(i int) error { return patch(url, changed[i%2]) },
			base: func(i int) error { return patch(reference.url+"/validate/", changed[i%2]) },
		})
	}
	return []series{name, sent}, nil
}
