package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/alecthomas/kong"
)

const prefix = "MOCKSERVER_"

// ofOthers are variables with our prefix that are none of ours: the one that
// clients take their address from, and those that Kubernetes gives to every
// container beside a service called mockserver, or mockserver-something.
var ofOthers = regexp.MustCompile(`^MOCKSERVER_(URL=|(\w+_)?SERVICE_(HOST|PORT\w*)=|(\w+_)?PORT=(tcp|udp|sctp)://|(\w+_)?PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?=)`)

// checkEnvironment refuses a variable that looks like one of ours and is not. An
// empty one counts as unset, as compose files write them.
func checkEnvironment(model *kong.Application, environment []string) error {
	known := variables(model)
	for _, variable := range environment {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		switch {
		case value == "":
			if err := os.Unsetenv(name); err != nil {
				return err
			}
		case !slices.Contains(known, name) && !ofOthers.MatchString(variable):
			return fmt.Errorf("the environment has %s, which is no variable of this server; did you mean %s?", name, nearest(name, known))
		}
	}
	return nil
}

// variables are the names that the flags of the commands have in the environment.
func variables(model *kong.Application) []string {
	var names []string
	_ = kong.Visit(model, func(node kong.Visitable, next kong.Next) error { // next alone gives errors
		if flag, is := node.(*kong.Flag); is {
			names = append(names, flag.Envs...)
		}
		return next(nil)
	})
	return names
}

func nearest(name string, known []string) string {
	return slices.MinFunc(known, func(a, b string) int {
		return levenshtein.ComputeDistance(name, a) - levenshtein.ComputeDistance(name, b)
	})
}
