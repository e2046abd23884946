// Command plain is the cheapest ordinary server, to hold a start beside: it
// answers every request with 200. It says where it listens as mockserver does,
// and ends as it does.
package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	address := listener.Addr().String()
	slog.New(slog.NewJSONHandler(os.Stderr, nil)).Info("listening", "address", address, "url", "http://"+address)
	go http.Serve(listener, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})) //nolint:errcheck // it ends with the process
	<-ctx.Done()
}
