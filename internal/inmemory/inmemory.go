// Package inmemory serves a handler inside the process, with all that net/http
// does to a request on its way, and without a port that others could reach.
package inmemory

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Base is the address of what is served.
const Base = "http://mockserver.internal"

// Server serves one handler.
type Server struct {
	http  *http.Server
	pipes *pipes
	ended chan struct{}
}

// Serve starts to serve a handler.
func Serve(handler http.Handler) *Server {
	s := &Server{&http.Server{Handler: handler}, &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}, make(chan struct{})}
	go func() {
		_ = s.http.Serve(s.pipes) // it ends with Close
		close(s.ended)
	}()
	return s
}

// Client asks the server, whatever the address.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: s.pipes.dial}}
}

// Close ends the server and the requests under way.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.ended
	return err
}

// pipes is a listener whose connections are pipes.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is no address: nobody else gets there.
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "in memory", Net: "pipe"} }
