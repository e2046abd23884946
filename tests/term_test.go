package tests

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTerm sends SIGTERM while half of a request's body is still to come: the
// request is answered, and the process ends well.
func TestTerm(t *testing.T) {
	t.Parallel()
	s := start(t)
	body := `{"name": "Named while stopping"}`
	slow := beginPatch(t, s, "", len(body))
	slow.write(t, body[:10])

	s.signal(t, syscall.SIGTERM)
	eventually(t, "no new connection is taken", func() bool {
		connection, err := net.Dial("tcp", s.address)
		if err == nil {
			_ = connection.Close() // it was only to see
		}
		return err != nil
	})
	select {
	case <-s.ended:
		t.Fatalf("the server did not wait for the request; log:\n%s", s.journal)
	default:
	}

	slow.write(t, body[10:])
	response, err := http.ReadResponse(slow.reader, nil)
	if err != nil {
		t.Fatalf("no answer: %v; log:\n%s", err, s.journal)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(content), "Named while stopping") {
		t.Errorf("answered %s %s %v", response.Status, content, err)
	}
	s.wait(t)
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the server ended with status %d; log:\n%s", code, s.journal)
	}
}

// slowRequest is a request that is written by hand.
type slowRequest struct {
	net.Conn
	reader *bufio.Reader
}

// beginPatch sends the head of a PATCH below a base path, and returns when the
// server waits for its body: that is what a 100 Continue says.
func beginPatch(t *testing.T, s *server, base string, length int) slowRequest {
	t.Helper()
	connection, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	slow := slowRequest{connection, bufio.NewReader(connection)}
	slow.write(t, fmt.Sprintf("PATCH %s HTTP/1.1\r\nHost: %s\r\nX-CEKURA-API-KEY: %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", base+agentPath(demoAgent), s.address, apiKey, length))
	for _, line := range []string{"HTTP/1.1 100 Continue\r\n", "\r\n"} {
		if got, err := slow.reader.ReadString('\n'); err != nil || got != line {
			t.Fatalf("expected %q, got %q %v", line, got, err)
		}
	}
	return slow
}

func (r slowRequest) write(t *testing.T, text string) {
	t.Helper()
	if _, err := io.WriteString(r, text); err != nil {
		t.Fatal(err)
	}
}

// TestTermWithStuckClient: a request that never ends is cut off in the end, and
// is no reason to end badly. It takes as long as the server's patience does.
func TestTermWithStuckClient(t *testing.T) {
	t.Parallel()
	s := start(t)
	beginPatch(t, s, "", 100)
	s.signal(t, syscall.SIGTERM)
	s.wait(t)
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the server ended with status %d; log:\n%s", code, s.journal)
	}
}
