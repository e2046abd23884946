package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// stripeMock is a program of the module proxy; Prism and WireMock come from npm,
// in the versions of peers/package-lock.json.
const stripeMock = "github.com/stripe/stripe-mock@v0.203.0"

// peers are well-known mock servers, each asked for what it is made for: Prism
// checks the same PATCHes against the document and answers with its example,
// WireMock answers every PATCH of the agent with the reference's answer, and
// stripe-mock answers Stripe's API.
func peers() ([]*program, error) {
	install := exec.Command("npm", "ci", "--prefix", "peers", "--no-audit", "--no-fund", "--silent")
	install.Stderr = os.Stderr
	if err := install.Run(); err != nil {
		return nil, err
	}
	get := exec.Command("go", "install", stripeMock)
	get.Env, get.Stderr = append(os.Environ(), "GOBIN="+temporary), os.Stderr
	if err := get.Run(); err != nil {
		return nil, err
	}
	jars, err := filepath.Glob("peers/node_modules/wiremock/build/wiremock-standalone-*.jar")
	if err != nil || len(jars) != 1 {
		return nil, errors.New("the package wiremock has no jar")
	}
	root, err := wireMockRoot()
	if err != nil {
		return nil, err
	}
	prism := patching("Prism", []string{"peers/node_modules/.bin/prism", "mock", "--host", "127.0.0.1", "--port", "{port}", "../spec/openapi.yaml"})
	wireMock := patching("WireMock", []string{"java", "-jar", jars[0], "--port", "{port}", "--bind-address", "127.0.0.1",
		"--root-dir", root, "--no-request-journal", "--disable-banner"})
	wireMock.warmUp = 30 // until its code is compiled
	stripe := &program{name: "stripe-mock", args: []string{filepath.Join(temporary, "stripe-mock"), "-http-port", "{port}"},
		method: http.MethodPost, path: "/v1/customers", only: "name=Bot",
		headers: []string{"Content-Type: application/x-www-form-urlencoded", "Authorization: Bearer sk_test_123"}}
	return []*program{prism, wireMock, stripe}, nil
}

// wireMockRoot is a folder with one stub.
func wireMockRoot() (string, error) {
	stub, err := json.Marshal(map[string]any{
		"request":  map[string]any{"method": http.MethodPatch, "urlPath": agentPath},
		"response": map[string]any{"status": 200, "headers": map[string]string{"Content-Type": "application/json"}, "body": `{"id":2142,"description":"` + strings.Repeat("a", 3000) + `"}`},
	})
	if err != nil {
		return "", err
	}
	root := filepath.Join(temporary, "wiremock")
	if err := os.MkdirAll(filepath.Join(root, "mappings"), 0o755); err != nil {
		return "", err
	}
	return root, os.WriteFile(filepath.Join(root, "mappings", "agent.json"), stub, 0o600)
}

// peerVersions says what was put beside.
func peerVersions() (string, error) {
	text, err := os.ReadFile("peers/package.json")
	if err != nil {
		return "", err
	}
	var wanted struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &wanted); err != nil {
		return "", err
	}
	_, stripe, _ := strings.Cut(stripeMock, "@v")
	return fmt.Sprintf("Prism %s, WireMock %s, stripe-mock %s", wanted.Dependencies["@stoplight/prism-cli"], wanted.Dependencies["wiremock"], stripe), nil
}
