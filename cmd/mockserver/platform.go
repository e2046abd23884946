package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/inmemory"
	"github.com/cekura/mockserver/internal/platform"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/server"
)

// service are the flags of the commands that ask the real service.
type service struct {
	Key     string        `env:"CEKURA_API_KEY" required:"" placeholder:"KEY" help:"API key of that server."`
	Rate    float64       `default:"5" placeholder:"N" help:"Send no more than so many requests a second (${default})."`
	Timeout time.Duration `default:"30s" placeholder:"TIME" help:"How long one request may take (${default})."`
}

func (s *service) Validate() error {
	switch {
	case s.Key == "":
		return errors.New("--key: the key is empty")
	case s.Rate <= 0:
		return errors.New("--rate: must be positive")
	case s.Timeout <= 0:
		return errors.New("--timeout: must be positive")
	}
	return nil
}

// client is a client of the service at an address.
func (s *service) client(base string, retry5xx bool, say func(string)) (*platform.Client, error) {
	return platform.New(platform.Config{Base: base, Key: s.Key, Rate: s.Rate, Timeout: s.Timeout, Retry5xx: retry5xx, Say: say})
}

// withoutKey takes the key out of what is told. A short one might be a part of
// any word.
func (s *service) withoutKey(text []byte) []byte {
	if len(s.Key) < 4 {
		return text
	}
	return bytes.ReplaceAll(text, []byte(s.Key), []byte("***"))
}

// cannot is an error with which a command ends that could not do its work.
func (s *service) cannot(err error) error {
	if err == nil {
		return nil
	}
	return exitStatus{2, errors.New(string(s.withoutKey([]byte(err.Error()))))}
}

// interruptible is cancelled by SIGINT and SIGTERM; the second one ends the
// process at once.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// ownKey is good for a server in memory.
const ownKey = "the-key-of-this-server"

// openWorld serves a world inside the process, for which ownKey is good.
func openWorld(ctx context.Context, document server.Document, content []byte) (*inmemory.Server, func() error, error) {
	worlds, handler, err := server.New(ctx, server.Config{
		Document:     document,
		Logger:       slog.New(slog.DiscardHandler),
		Version:      version(),
		Done:         ctx.Done(),
		Seed:         func(l seed.Loader) (domain.World, error) { return l.Text(content) },
		APIKeys:      []string{ownKey},
		MaxBody:      128 << 20,
		MaxSandboxes: 1,
	})
	if err != nil {
		return nil, nil, err
	}
	serving := inmemory.Serve(handler)
	return serving, func() error { return errors.Join(serving.Close(), worlds.Close()) }, nil
}

// reserve opens a file to be written later, so that a path that cannot be
// written is told before the work is done. Of "" it is standard output.
func reserve(path string, out io.Writer) (write func([]byte) error, err error) {
	if path == "" {
		return func(content []byte) error { _, err := out.Write(content); return err }, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	return func(content []byte) error { return os.WriteFile(path, content, 0o666) }, nil
}

// confirm asks a question and wants a yes.
func confirm(to streams, question string) error {
	fmt.Fprintf(to.err, "%s Go on? [y/N] ", question)
	var answer string
	if _, err := fmt.Fscanln(to.in, &answer); err != nil || answer != "y" && answer != "yes" && answer != "Y" {
		return errors.New("nothing was sent; --yes goes on without asking")
	}
	return nil
}
