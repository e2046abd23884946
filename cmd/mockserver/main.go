// Command mockserver answers Cekura's agent API on a laptop, in CI and as a
// compose dependency.
package main

import (
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
		Check seedCheck `cmd:"" help:"Say whether a seed file would be taken."`
	} `cmd:"" help:"Work with seed files."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// streams are where commands write.
type streams struct{ out, err io.Writer }

func main() { os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr})) }

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
	if err := command.Run(); err != nil {
		fmt.Fprintf(to.err, "mockserver: %v\n", err)
		return 1
	}
	return 0
}

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
