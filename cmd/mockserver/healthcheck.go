package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

type healthcheck struct {
	Listen string `env:"MOCKSERVER_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address that the server was told to listen on (${default})."`
}

// Run asks the server on this machine; one that listens on all interfaces is
// asked over loopback.
func (h *healthcheck) Run() error {
	host, port, err := net.SplitHostPort(h.Listen)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get("http://" + net.JoinHostPort(host, port) + "/_mock/health")
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("unhealthy: %s", answer.Status)
	}
	return errors.Join(err, answer.Body.Close())
}
