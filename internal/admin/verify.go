package admin

import (
	"net/http"

	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/verify"
)

// verification is one expectation, or several.
type verification struct {
	verify.Expectation
	Expectations []verify.Expectation `json:"expectations"`
	InOrder      bool                 `json:"in_order"`
}

// verify answers 200 where what a test wants to have happened did, else 409 with
// what came instead.
func (a *admin) verify(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var body verification
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	several := body.Expectations != nil
	switch {
	case !several && body.InOrder:
		return nil, badRequest("in_order: goes with expectations")
	case !several:
		body.Expectations = []verify.Expectation{body.Expectation}
	case body.Expectation != (verify.Expectation{}):
		return nil, badRequest("expectations: nothing goes with them but in_order")
	}
	wanted, err := verify.New(a.Operations, body.Expectations, body.InOrder)
	if err != nil {
		return nil, badRequest("%v", err)
	}
	report, err := wanted.Check(s.Journal)
	if err != nil {
		return nil, err
	}
	var answer any = report
	if !several {
		answer = report.Expectations[0]
	}
	if !report.Verified {
		return nil, &problem{Title: http.StatusText(http.StatusConflict), Status: http.StatusConflict, Detail: report.String(), Verification: answer}
	}
	return answer, nil
}
