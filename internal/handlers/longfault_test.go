package handlers_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
)

// A long answer is sent in pieces; it breaks where it should, and the journal
// has what was sent.
func TestLongAnswersBreak(t *testing.T) {
	b := newBreakable(t)
	listening := httptest.NewServer(b)
	t.Cleanup(listening.Close)
	r := request{method: http.MethodPatch, path: agentPath, body: manyTools(500, -1, "")}
	unbroken, err := r.send(t, listening.URL)
	whole, ok := strings.CutPrefix(unbroken.said, "200 ")
	if err != nil || !ok || len(whole) < 64<<10 {
		t.Fatalf("%v %.300s", err, unbroken.said)
	}
	tools := strings.Index(whole, `"mock_tools":[`) + len(`"mock_tools":`)
	behind := strings.Index(whole, `"mock_tools_enabled"`) - 1
	for _, cut := range []int{0, 1, tools - 1, tools, tools + 1, behind - 1, behind, behind + 1, len(whole) - 1} {
		b.world.Faults.Clear()
		b.fault(fault.Rule{Phase: fault.After, Truncate: &cut})
		got, err := r.send(t, listening.URL)
		if got.said != "200 "+whole[:cut] || got.length != int64(len(whole)) || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: %d bytes of %d, %v", cut, len(got.said)-4, got.length, err)
		}
		if e := b.last(); string(e.Answer.Body) != whole[:cut] || e.Answer.Size != cut {
			t.Errorf("cut at %d: the journal has %d bytes of %d", cut, len(e.Answer.Body), e.Answer.Size)
		}
	}
	b.world.Faults.Clear()
	if got, err := r.send(t, listening.URL); err != nil || got.said != unbroken.said || got.length != int64(len(whole)) {
		t.Errorf("once it is over: %v, %d bytes of %d", err, len(got.said)-4, got.length)
	}
	if e := b.last(); string(e.Answer.Body) != whole || fmt.Sprint(e.Answer.Header["Content-Length"]) != fmt.Sprint([]int{len(whole)}) {
		t.Errorf("the journal has %d bytes, of %v", len(e.Answer.Body), e.Answer.Header)
	}
}
