package handlers

import (
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

// The older endpoints take single pieces of a collection, or a list of them.
// They are held against the rules of the whole agent's collection, as the body
// or the form that would have sent just them.

// readItem reads a body that is one item of a collection, in older names where
// there are any.
func (x *exchange) readItem(n domain.Name, older *names) (domain.SentItem, error) {
	body, err := x.payload()
	if err != nil {
		return domain.SentItem{}, err
	}
	body, ignored := older.translate(body)
	var sent domain.Sent
	var errs *apierr.Fields
	switch {
	case body.form != nil:
		sent, x.notices, errs = x.Validator.Form(under(n.String()+"[0]", *body.form), validate.Request{Partial: true})
	case body.json.Kind == pyjson.Null:
		return domain.SentItem{}, asWhole(apierr.NoData)
	default:
		list := pyjson.Value{Kind: pyjson.Array, Items: []pyjson.Value{body.json}}
		sent, x.notices, errs = x.Validator.JSON(wrapped(n.String(), list), validate.Request{Partial: true})
	}
	x.notices = append(ignored, x.notices...)
	x.noteBody(x.body, x.Header.Get("Content-Type"), x.Method == http.MethodPatch)
	if !errs.Empty() {
		return domain.SentItem{}, older.errors(errs.Child(n.String()).Only())
	}
	if items := sent.Collections[n]; items != nil {
		return (*items)[0], nil
	}
	return domain.SentItem{Fields: pyjson.Value{Kind: pyjson.Object}}, nil // of a form that says nothing
}

// readItems reads a body that is a list of items of a collection. In a form they
// are [0]name, [0]description and so on; other keys are ignored. [F] (PF-09)
func (x *exchange) readItems(n domain.Name) ([]domain.SentItem, error) {
	body, err := x.payload()
	if err != nil {
		return nil, err
	}
	var sent domain.Sent
	var errs *apierr.Fields
	switch {
	case body.form != nil:
		data, ignored := listed(n.String(), *body.form)
		sent, x.notices, errs = x.Validator.Form(data, validate.Request{Partial: true})
		x.notices = append(ignored, x.notices...)
	case body.json.Kind == pyjson.Null:
		return nil, asWhole(apierr.NoData)
	default:
		sent, x.notices, errs = x.Validator.JSON(wrapped(n.String(), body.json), validate.Request{Partial: true})
	}
	x.noteBody(x.body, x.Header.Get("Content-Type"), false)
	if !errs.Empty() {
		return nil, errs.Child(n.String())
	}
	if items := sent.Collections[n]; items != nil {
		return *items, nil
	}
	return nil, nil
}

// under puts all keys of a form under another one.
func under(key string, data form.Data) (inner form.Data) {
	for _, k := range data.Keys() {
		for _, value := range data.All(k) {
			inner.Add(key+k, value)
		}
	}
	return inner
}

// listed puts the items of a form that is a list under a key, and tells what is
// no item.
func listed(key string, data form.Data) (items form.Data, ignored []domain.Notice) {
	isForm := field.AreKeys(data.Keys())
	if !isForm {
		ignored = append(ignored, domain.NoticeNotAForm())
	}
	for _, k := range data.Keys() {
		if !strings.HasPrefix(k, "[") {
			if isForm { // else the key may be a piece of anything
				ignored = noteIgnored(ignored, k, key+"[0]"+k)
			}
			continue
		}
		for _, value := range data.All(k) {
			items.Add(key+k, value)
		}
	}
	return items, ignored
}
