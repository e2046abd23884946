package handlers

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// rejection is the answer of a strict world to what the API would accept. It is
// no *apierr.Fields, which some endpoints tell in their own names.
type rejection struct{ fields apierr.Fields }

func (r *rejection) Error() string { return r.fields.Error() }

// strictly rejects the request for those of its notices that its world is strict
// about. It is asked last: what the API refuses, it refuses in its own words.
func (x *exchange) strictly() error {
	if x.world.Rejects == nil {
		return nil
	}
	rejected := new(rejection)
	var sent *pyjson.Value
	for _, notice := range x.notices {
		if !x.world.Rejects(notice.Kind) {
			continue
		}
		if sent == nil {
			body, _ := parse(x.body, x.Header.Get("Content-Type")) // of a form nobody knows how long its lists are
			sent = &body.json
		}
		steps := noticeStep.FindAllString(notice.Field, -1)
		if len(steps) == 0 {
			steps = []string{apierr.NonField}
		}
		addNotice(&rejected.fields, sent, steps, notice.Detail)
	}
	if rejected.fields.Empty() {
		return nil
	}
	return rejected
}

// noticeStep is one step of a notice's field: a name, the index of an item, or
// [] for all items that have what follows.
var noticeStep = regexp.MustCompile(`[^.\[\]]+|\[[0-9]*\]`)

// addNotice tells a notice where its field is in the body. Lists of a form are
// written as objects by index.
func addNotice(errs *apierr.Fields, sent *pyjson.Value, steps []string, detail string) {
	if len(steps) == 0 {
		errs.Add(detail)
		return
	}
	step, rest := steps[0], steps[1:]
	switch {
	case step[0] != '[':
		addNotice(errs.Field(step), memberOf(sent, step), rest, detail)
	case step == "[]" && (sent == nil || sent.Kind != pyjson.Array):
		addNotice(errs, nil, rest, detail)
	case sent == nil || sent.Kind != pyjson.Array:
		addNotice(errs.Field(strings.Trim(step, "[]")), nil, rest, detail)
	default:
		for i := range sent.Items {
			if step == "["+strconv.Itoa(i)+"]" || step == "[]" && memberOf(&sent.Items[i], rest[0]) != nil {
				addNotice(errs.Item(i, len(sent.Items)), &sent.Items[i], rest, detail)
			}
		}
	}
}

func memberOf(v *pyjson.Value, key string) *pyjson.Value {
	if v == nil {
		return nil
	}
	return v.Member(key)
}
