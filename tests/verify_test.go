package tests

import (
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// TestVerifyWithCurl: curl -f fails until what it asks for has come.
func TestVerifyWithCurl(t *testing.T) {
	t.Parallel()
	curl := needsCommand(t, "curl")
	s := start(t)
	verify := func() (string, error) {
		output, err := exec.Command(curl, "-sf", s.url+"/_mock/verify", "-d", `{"effect": {"action": "created", "name": "book_slot"}, "count": 1}`).Output()
		return string(output), err
	}
	var exit *exec.ExitError
	if output, err := verify(); !errors.As(err, &exit) || exit.ExitCode() != 22 {
		t.Errorf("before: %v, %s", err, output)
	}
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"mock_tools": [{"name": "book_slot"}]}`)
	if output, err := verify(); err != nil || !strings.Contains(output, `"verified":true,"count":1`) {
		t.Errorf("after: %v, %s", err, output)
	}
}
