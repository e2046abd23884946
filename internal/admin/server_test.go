package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/admin"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/spec"
)

type seeds struct{ loader seed.Loader }

func (s seeds) Read(content []byte, now time.Time, next domain.NextID) (domain.World, error) {
	s.loader.Now, s.loader.Next = now, next
	return s.loader.Text(content)
}

func (s seeds) Write(world domain.World, secrets bool) []byte {
	return seed.Write(s.loader.Validator, world, secrets)
}

// server is the controls of a set of sandboxes, each of which starts with agent
// 70 and its tool 5.
type server struct {
	handler http.Handler
	set     *sandbox.Set
	log     *bytes.Buffer
}

const testSeed = `{"version":1,"agents":[{"id":70,"name":"Seven","description":"d","telephony":{"inbound":true},"webhook_secret":"wsecret","mock_tools":[{"id":5,"name":"t"}]}],` +
	`"states":{"seven is another":{"agents":[{"id":70,"name":"Other","description":"d"}]},` +
	`"one more":{"agents":[{"name":"More","description":"by {who}","mock_tools":[{"name":"t"}],"dynamic_variables":[{"name":"v","description":"{{v}}"}]}],"params":{"who":"nobody"}},` +
	`"numbered":{"agents":[{"id":"{id}","name":"{name}","description":"{name} has {id}"}]},` +
	`"taken":{"agents":[{"name":"Taker","description":"d","mock_tools":[{"id":5,"name":"t"}]}]}}}`

func newServer(t *testing.T, token string, config sandbox.Config) *server {
	t.Helper()
	v := publishedtest.Validator(t)
	s := &server{log: new(bytes.Buffer)}
	operations := handlers.Operations()
	config.Operations, config.Journal = operations, 100
	config.Agent, config.Redactor = v.Agent(), v.Redactor()
	config.Seed, config.States = seeded(t, seeds{seed.Loader{Validator: v}})
	config.Max = max(config.Max, 5)
	var err error
	if s.set, err = sandbox.NewSet(config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.set.Close(); err != nil {
			t.Error(err)
		}
	})
	controls := admin.New(admin.Config{
		Sandboxes: s.set, Seeds: seeds{seed.Loader{Validator: v}}, Document: openapi.Alone(spec.Controls), Operations: operations, Plan: planned,
		Logger: slog.New(slog.NewTextHandler(s.log, nil)), Guard: access.New(token, "", nil), Version: "1.2.3", DocumentVersion: "v9",
	})
	s.handler = s.set.Handler(controls, func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, err.Error(), http.StatusTeapot)
	})
	return s
}

// seeded is the image and the states of the test's seed.
func seeded(t *testing.T, s seeds) ([]byte, map[string]domain.State) {
	t.Helper()
	world, err := s.Read([]byte(testSeed), past, domain.NextID{})
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open("", s.loader.Validator.Agent())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Seed(t.Context(), past, world); err != nil {
		t.Fatal(err)
	}
	image, err := db.Image(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return image, world.States
}

// planned tells of which agent a plan was wanted.
func planned(_ *http.Request, agent string) any { return map[string]string{"agent": agent} }

var past = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// send makes a request, from this machine; a call gives "POST /path", and
// headers are pairs.
func (s *server) send(t *testing.T, call, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	method, target, _ := strings.Cut(call, " ")
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:40000", "127.0.0.1:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "From" {
			r.RemoteAddr = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// do wants a request to succeed and gives the body of the answer.
func (s *server) do(t *testing.T, call, body string) string {
	t.Helper()
	w := s.send(t, call, body)
	if w.Code != http.StatusOK && w.Code != http.StatusCreated && w.Code != http.StatusNoContent {
		t.Fatalf("%s: %d %s", call, w.Code, w.Body)
	}
	if want := "application/json"; w.Code != http.StatusNoContent && !strings.HasSuffix(call, "/snapshots/x") && w.Header().Get("Content-Type") != want {
		t.Errorf("%s: Content-Type %s", call, w.Header().Get("Content-Type"))
	}
	return strings.TrimSuffix(w.Body.String(), "\n")
}

// checkProblem wants an error in the form of RFC 9457 that says want.
func checkProblem(t *testing.T, what string, w *httptest.ResponseRecorder, status int, want string) {
	t.Helper()
	var p struct {
		Title, Detail string
		Status        int
	}
	body, _ := io.ReadAll(w.Body)
	err := json.Unmarshal(body, &p)
	if err != nil || w.Code != status || p.Status != status || p.Title != http.StatusText(status) ||
		!strings.Contains(p.Detail, want) || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: %d %s %s; want %d, %q", what, w.Code, w.Header().Get("Content-Type"), body, status, want)
	}
}

// agents lists the agents of a sandbox and the tools of each, by id.
func (s *server) agents(t *testing.T, prefix string) string {
	t.Helper()
	var state struct {
		Agents []struct {
			ID        int64
			MockTools []struct{ ID int64 } `json:"mock_tools"`
		}
	}
	if err := json.Unmarshal([]byte(s.do(t, "GET "+prefix+"/_mock/state", "")), &state); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range state.Agents {
		text := fmt.Sprint(a.ID, ":")
		for _, tool := range a.MockTools {
			text += fmt.Sprint(tool.ID, ",")
		}
		all = append(all, strings.TrimSuffix(text, ","))
	}
	return strings.Join(all, " ")
}

// oneMore is a seed of one agent without ids.
const oneMore = `{"version":1,"agents":[{"name":"more","description":"d","mock_tools":[{"name":"t"}]}]}`
