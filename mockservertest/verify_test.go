package mockservertest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cekura/mockserver/mockservertest"
)

// failing is a test that says how it failed instead of doing so.
type failing struct {
	testing.TB
	said string
}

func (e *failing) Errorf(format string, args ...any) { e.said = fmt.Sprintf(format, args...) }

// What holds says nothing, and what does not says what came instead.
func TestVerify(t *testing.T) {
	test := &failing{TB: t}
	server := mockservertest.New(test)
	if err := push(server.Client(), server.URL, `{"mock_tools": [{"name": "cancel_order"}]}`); err != nil {
		t.Fatal(err)
	}
	name(t, server)
	patches := mockservertest.Expectation{
		Selection: mockservertest.Selection{Method: "PATCH", Key: mockservertest.KeyGood}, Count: mockservertest.Exactly(1),
	}
	created := mockservertest.Expectation{
		Effect: &mockservertest.Effect{Collection: "mock_tools", Action: mockservertest.Created, Name: "cancel_order"},
	}
	gets := mockservertest.Expectation{Selection: mockservertest.Selection{Operation: "aiagents-retrieve"}, Count: mockservertest.Between(1, 2)}
	server.Verify(gets, patches, created)
	server.VerifyInOrder(patches, gets)
	if test.said != "" {
		t.Errorf("what holds: %s", test.said)
	}

	for want, verify := range map[string]func(){
		"expectations[1]: wanted exactly 1 after request 2, found 0": func() { server.VerifyInOrder(gets, patches) },
		"wanted exactly 0, found 1": func() {
			server.Verify(mockservertest.Expectation{Count: mockservertest.AtMost(0), Selection: patches.Selection})
		},
		`wanted at least 2, found 1; nearest is request 2, GET`: func() {
			server.Verify(mockservertest.Expectation{Count: mockservertest.AtLeast(2), Selection: mockservertest.Selection{Method: "PATCH"}})
		},
	} {
		if verify(); !strings.HasPrefix(test.said, "verify: ") || !strings.Contains(test.said, want) {
			t.Errorf("it is said that %q, want %q", test.said, want)
		}
		test.said = ""
	}
	end := &ending{TB: t}
	end.wantEnd("an operation", "is not an operationId", func() {
		mockservertest.New(end).Verify(mockservertest.Expectation{Selection: mockservertest.Selection{Operation: "patchAgent"}})
	})
}
