package handlers

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/store"
)

// errPlanned undoes what was only planned.
var errPlanned = errors.New("handlers: only planned")

// planned is what a PATCH would do.
type planned struct {
	Status  int             `json:"status"`
	Receipt *domain.Receipt `json:"receipt"` // null where the PATCH would be refused
	Answer  json.RawMessage `json:"answer"`
	Notices []domain.Notice `json:"notices"`            // as the journal of the PATCH would have them
	RestsOn []string        `json:"rests_on,omitempty"` // the assumed rules that decided something
}

// Plan answers a PATCH body with the receipt and the answer that the PATCH of
// that agent would get, and changes nothing. It wants no key.
func Plan(config Config) func(r *http.Request, agent string) any {
	a := newAPI(config)
	return func(r *http.Request, agent string) any {
		x := &exchange{api: a, Request: r, world: a.World(r)}
		x.of, x.params = a.router.find("/test_framework/v2/aiagents/" + agent + "/")
		x.agentID, _ = strconv.ParseInt(agent, 10, 64)
		of, err := x.plan()
		if err != nil {
			refused := x.failure(err)
			of = planned{Status: refused.status, Answer: refused.whole()}
		}
		of.Notices, of.RestsOn = append([]domain.Notice{}, x.notices...), x.restsOn
		return of
	}
}

// readAsJSON takes a body for JSON that says nothing else of itself: who tries a
// plan with a plain curl means JSON.
func (x *exchange) readAsJSON() {
	content, err := x.content()
	mediaType := x.Header.Get("Content-Type")
	if err == nil && (mediaType == "" || isJSONAsForm(content, mediaType)) {
		x.Request = x.Clone(x.Context())
		x.Header.Set("Content-Type", "application/json")
	}
}

func (x *exchange) plan() (planned, error) {
	if err := x.findAgent(); err != nil {
		return planned{}, err
	}
	x.readAsJSON()
	sent, err := x.read(true)
	if err != nil {
		return planned{}, err
	}
	var agent domain.Agent
	var receipt domain.Receipt
	_, _, err = x.world.Store.Update(x.Context(), x.agentID, store.Write{
		Change: func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			next2, of, errs := domain.Reconcile(current, sent, x.termsNow(next))
			if !errs.Empty() {
				return current, of, errs
			}
			x.noteVariables(&sent, &next2)
			if err := x.strictly(); err != nil {
				return current, of, err
			}
			agent, receipt = next2, of
			return next2, of, errPlanned
		},
	})
	if !errors.Is(err, errPlanned) {
		return planned{}, err
	}
	return planned{Status: http.StatusOK, Receipt: &receipt, Answer: x.appendAgent(nil, &agent)}, nil
}
