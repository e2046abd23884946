// Command mockserver answers Cekura's agent API on a laptop, in CI and as a
// compose dependency.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// commands are the commands and their flags. Every flag of serve has a twin in
// the environment.
type commands struct {
	Serve       serve       `cmd:"" default:"withargs" help:"Run the server (the default command)."`
	Healthcheck healthcheck `cmd:"" help:"Exit with 0 when a running server is healthy."`
	Seed        struct {
		Check  seedCheck  `cmd:"" help:"Say whether a seed file would be taken."`
		Schema seedSchema `cmd:"" help:"Print a JSON Schema of seeds, for editors."`
	} `cmd:"" help:"Work with seed files."`
	Drift   drift          `cmd:"" help:"Tell what a version of the platform's OpenAPI document changes for the agents' endpoint."`
	Parity  parityCommand  `cmd:"" help:"Send the same requests to another server, such as the real service, and tell where it answers otherwise."`
	Pull    pullCommand    `cmd:"" help:"Make a seed of the agents of another server, such as the real service."`
	Plan    planCommand    `cmd:"" help:"Tell what a push would create, update and delete of a real agent, without sending it."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// streams are where commands read and write.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() { os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})) }

// run parses, wires and runs, and gives the exit status: 2 when the command
// line or the environment is wrong, 1 when the command failed.
func run(args []string, to streams) int {
	var c commands
	parser, err := kong.New(&c,
		kong.Name("mockserver"),
		kong.Description("A mock server for Cekura's agent API."),
		kong.Writers(to.out, to.err),
		kong.UsageOnError(),
		kong.Bind(to),
	)
	if err != nil {
		panic(err) // the commands above are wrong
	}
	err = checkEnvironment(parser.Model, os.Environ())
	var command *kong.Context
	if err == nil {
		command, err = parser.Parse(args)
	}
	if err != nil {
		fmt.Fprintf(to.err, "mockserver: %v\n", err)
		return 2
	}
	err = command.Run()
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		if status.error != nil {
			fmt.Fprintf(to.err, "mockserver: %v\n", status.error)
		}
		return status.code
	default:
		fmt.Fprintf(to.err, "mockserver: %v\n", err)
		return 1
	}
}

// exitStatus ends a command with a status of its own, and an error if there is
// one to be told.
type exitStatus struct {
	code  int
	error error
}

func (s exitStatus) Error() string { return fmt.Sprint("exit status ", s.code) }

type versionCommand struct{}

func (versionCommand) Run(to streams) error {
	_, err := fmt.Fprintln(to.out, version())
	return err
}

// stamped is the version where a build has no repository to read it from, as
// that of the image; the linker sets it.
var stamped string

// version is the module version or the commit that the binary was built from.
func version() string {
	if stamped != "" {
		return stamped
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && info.Main.Version == "(devel)" {
			return s.Value
		}
	}
	return info.Main.Version
}
