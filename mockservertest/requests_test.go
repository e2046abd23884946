package mockservertest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/cekura/mockserver/mockservertest"
)

func TestRequestsNameOperations(t *testing.T) {
	server := mockservertest.New(t)
	if err := push(server.Client(), server.URL, `{"name": "x"}`); err != nil {
		t.Fatal(err)
	}
	name(t, server)
	answer, err := server.Client().Get(server.URL + "/nowhere/")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	var got []string
	for _, r := range server.Requests() {
		got = append(got, r.Operation)
	}
	if want := []string{"aiagents-partial-update", "aiagents-retrieve", ""}; fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("the operations are %q, want %q", got, want)
	}
}

// ending is a test that says how it was ended instead of being so.
type ending struct {
	testing.TB
	said string
}

func (e *ending) Fatal(args ...any) {
	e.said = fmt.Sprint(args...)
	runtime.Goexit()
}

func (e *ending) Fatalf(format string, args ...any) { e.Fatal(fmt.Sprintf(format, args...)) }

// wantEnd wants something to end the test that it belongs to, and to say why.
func (e *ending) wantEnd(what, why string, do func()) {
	e.Helper()
	e.said = ""
	over := make(chan struct{})
	go func() {
		defer close(over)
		do()
	}()
	<-over
	if !strings.Contains(e.said, why) || e.said == "" {
		e.Errorf("%s: the test was ended with %q, want %q", what, e.said, why)
	}
}

// A test that asks for what could never be would pass for ever.
func TestEffectsEndTheTest(t *testing.T) {
	test := &ending{TB: t}
	server := mockservertest.New(test)
	test.wantEnd("a collection", "collection: must be one of", func() { server.Effects(mockservertest.Effect{Collection: "mock_tool"}) })
	test.wantEnd("an action", "action: must be one of", func() { server.Effects(mockservertest.Effect{Action: "create"}) })
	if n := server.Effects(mockservertest.Effect{Collection: "mock_tools", Action: mockservertest.Created}); n != 0 {
		t.Errorf("%d tools were created", n)
	}
	long := `{"description": "` + strings.Repeat("d", 900_000) + `"}`
	for range 4 {
		if err := push(server.Client(), server.URL, long); err != nil {
			t.Fatal(err)
		}
	}
	test.wantEnd("a journal that is full", "the journal has forgotten requests", func() { server.Effects(mockservertest.Effect{}) })
}

func TestReleaseOfNoneEndsTheTest(t *testing.T) {
	test := &ending{TB: t}
	server := mockservertest.New(test)
	hold := server.Break(mockservertest.Fault{Method: "PATCH", Phase: mockservertest.Hold})
	test.wantEnd("a request that there is not", "holds no request 7", func() { server.Release(hold, 7) })
	test.wantEnd("a fault that there is not", "fault 99", func() { server.Release("99", 0) })
	server.Release(hold, 0) // all of none
}
