package mockservertest

import (
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/server"
	"github.com/cekura/mockserver/internal/verify"
)

// What verifications are made of; see the fields of each.
type (
	// Selection selects requests; what is zero selects all.
	Selection = verify.Selection
	// Expectation is which requests are wanted, or which changes if it has an
	// Effect, and how often: once or more if it has no Count.
	Expectation = verify.Expectation
	// Count is how often; see Exactly, AtLeast, AtMost and Between.
	Count = verify.Count
)

// What a Selection's Key may be.
const (
	KeyGood    = journal.KeyGood
	KeyWrong   = journal.KeyWrong
	KeyMissing = journal.KeyMissing
)

// Exactly is n times.
func Exactly(n int) Count { return verify.Exactly(n) }

// AtLeast is n times or more.
func AtLeast(n int) Count { return verify.AtLeast(n) }

// AtMost is n times or fewer.
func AtMost(n int) Count { return verify.AtMost(n) }

// Between is least to most times.
func Between(least, most int) Count { return verify.Between(least, most) }

// Verify fails the test unless each expectation holds, and says what came
// instead. It ends the test where the journal has already forgotten requests.
func (s *Server) Verify(wanted ...Expectation) {
	s.t.Helper()
	s.verify(wanted, false)
}

// VerifyInOrder is Verify of expectations one after the other: each counts from
// its first request, after the one before it came often enough, until the first
// of the next one.
func (s *Server) VerifyInOrder(wanted ...Expectation) {
	s.t.Helper()
	s.verify(wanted, true)
}

func (s *Server) verify(expectations []Expectation, inOrder bool) {
	s.t.Helper()
	wanted, err := verify.New(server.Operations(), expectations, inOrder)
	if err != nil {
		s.t.Fatalf("verify: %v", err)
	}
	report, err := wanted.Check(s.world.Journal)
	if err != nil {
		s.t.Fatalf("verify: %v", err)
	}
	if !report.Verified {
		s.t.Errorf("verify: %v", report)
	}
}
