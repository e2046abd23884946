package mockservertest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/mockservertest"
)

// push stands for the code under test: it sends an agent's configuration and
// tries again where that may help.
func push(client *http.Client, url, body string) error {
	var err error
	for range 3 {
		var r *http.Request
		if r, err = http.NewRequest(http.MethodPatch, url+"/test_framework/v2/aiagents/2142/", strings.NewReader(body)); err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		var answer *http.Response
		if answer, err = client.Do(r); err != nil {
			continue
		}
		_ = answer.Body.Close()
		if answer.StatusCode < http.StatusInternalServerError {
			break
		}
	}
	return err
}

// A push whose answer is lost is sent again. The journal tells what came of it.
func TestPushAgain(t *testing.T) {
	server := mockservertest.New(t)
	server.Break(mockservertest.Fault{
		Operation: "aiagents-partial-update", Phase: mockservertest.After, Status: 503, Times: 1,
	})
	if err := push(server.Client(), server.URL, `{"mock_tools": [{"name": "cancel_order"}]}`); err != nil {
		t.Fatal(err)
	}
	created := mockservertest.Effect{Collection: "mock_tools", Action: mockservertest.Created, Name: "cancel_order"}
	server.Verify(
		mockservertest.Expectation{Selection: mockservertest.Selection{Method: "PATCH"}, Count: mockservertest.Exactly(2)},
		mockservertest.Expectation{Effect: &created, Count: mockservertest.Exactly(1)},
	)
}

// Each test has its world, and so has each sandbox.
func TestWorlds(t *testing.T) {
	server := mockservertest.New(t, mockservertest.WithSeedText(`
version: 1
agents:
  - {id: 2142, name: Mine, description: d}
`))
	other := server.Sandbox("other")
	if err := push(other.Client(), other.URL, `{"name": "Renamed"}`); err != nil {
		t.Fatal(err)
	}
	names := []string{name(t, server), name(t, other)}
	other.Reset()
	if names = append(names, name(t, other)); strings.Join(names, ",") != "Mine,Renamed,Mine" {
		t.Errorf("the names are %q", names)
	}
}

func name(t *testing.T, s *mockservertest.Server) string {
	t.Helper()
	answer, err := s.Client().Get(s.URL + "/test_framework/v2/aiagents/2142/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var agent struct{ Name string }
	if err := json.NewDecoder(answer.Body).Decode(&agent); err != nil {
		t.Fatal(err)
	}
	return agent.Name
}

// Two pushes overlap: both wait, and go on in the order that the test wants.
func TestOverlap(t *testing.T) {
	server := mockservertest.New(t)
	hold := server.Break(mockservertest.Fault{Method: "PATCH", Phase: mockservertest.Hold})
	done := make(chan error, 2)
	for _, body := range []string{`{"name": "Renamed"}`, `{"description": "changed"}`} {
		go func() { done <- push(server.Client(), server.URL, body) }()
	}
	held := server.Held(hold, 2)
	for _, i := range []int{1, 0} {
		server.Release(hold, held[i])
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	requests := server.Requests()
	last, _ := json.Marshal(requests[len(requests)-1].Answer.Body)
	if !bytes.Contains(last, []byte(`"Renamed"`)) || !bytes.Contains(last, []byte(`"changed"`)) {
		t.Errorf("one of the pushes is lost: %s", last)
	}
}

// A strict server rejects a field that is not called what its client thinks.
func TestStrict(t *testing.T) {
	server := mockservertest.New(t, mockservertest.WithStrict(mockservertest.UnknownField))
	for body, status := range map[string]int{`{"nmae": "New"}`: http.StatusBadRequest, `{"id": 1}`: http.StatusOK} {
		if err := push(server.Client(), server.URL, body); err != nil {
			t.Fatal(err)
		}
		if requests := server.Requests(); requests[len(requests)-1].Status != status {
			t.Errorf("%s: %d", body, requests[len(requests)-1].Status)
		}
	}
}
