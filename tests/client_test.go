package tests

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

const (
	apiKey = "test-key-0000"
	agents = "/test_framework/v2/aiagents/"

	demoAgent = 2142 // of the world of a server without a seed
)

func agentPath(id int) string { return fmt.Sprintf("%s%d/", agents, id) }

// answer is what came back for a request, read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) String() string { return fmt.Sprintf("%d %.2000s", a.status, a.body) }

// request makes a request with a key, and with a body of JSON unless it is "".
func (s *server) request(method, path, body string) (*http.Request, error) {
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r, err := http.NewRequest(method, s.url+path, content)
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-CEKURA-API-KEY", apiKey)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r, nil
}

// send sends exactly this request: no redirect is followed, no header is added.
func (s *server) send(r *http.Request) (answer, error) {
	if r.UserAgent() == "" {
		r.Header.Set("User-Agent", "") // the client adds its own only where none is set
	}
	response, err := s.transport.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, body}, err
}

// ask sends a request and fails the test if there is no answer. Headers come
// in pairs of name and value.
func (s *server) ask(t testing.TB, method, path, body string, headers ...string) answer {
	t.Helper()
	r, err := s.request(method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a, err := s.send(r)
	if err != nil {
		t.Fatalf("%s %s: %v; log:\n%s", method, path, err, s.journal.tail())
	}
	return a
}

// want is ask that fails the test on any other status.
func (s *server) want(t testing.TB, status int, method, path, body string, headers ...string) answer {
	t.Helper()
	a := s.ask(t, method, path, body, headers...)
	if a.status != status {
		t.Fatalf("%s %s: expected %d, got %v", method, path, status, a)
	}
	return a
}

// agent is what these tests read of an agent.
type agent struct {
	Name, Description string
	Telephony         struct {
		PhoneNumber string `json:"phone_number"`
	}
	Provider struct {
		AgentID string `json:"agent_id"`
	}
	MockTools []struct {
		Name, Description string
		ServedVia         struct{ URL string } `json:"served_via"`
	} `json:"mock_tools"`
	DynamicVariables   []struct{ Name, Description string } `json:"dynamic_variables"`
	KnowledgeBaseFiles []struct {
		FileName string `json:"file_name"`
		FileURL  string `json:"file_url"`
	} `json:"knowledge_base_files"`
}

func (a answer) agent() (read agent, err error) {
	if a.status != http.StatusOK {
		return read, fmt.Errorf("expected an agent, got %v", a)
	}
	return read, json.Unmarshal(a.body, &read)
}

// agent reads one agent.
func (s *server) agent(t testing.TB, id int) agent {
	t.Helper()
	read, err := s.ask(t, http.MethodGet, agentPath(id), "").agent()
	if err != nil {
		t.Fatalf("agent %d: %v", id, err)
	}
	return read
}
