package dashboard

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// object is a body for the controls that is made of a form's fields. What a
// value may be is for the controls to say.
type object map[string]any

func objectOf(form url.Values, texts ...string) object {
	o := object{}
	for _, name := range texts {
		if value := strings.TrimSpace(form.Get(name)); value != "" {
			o[name] = value
		}
	}
	return o
}

// numbers adds fields that JSON has as numbers.
func (o object) numbers(form url.Values, names ...string) error {
	for _, name := range names {
		value := strings.TrimSpace(form.Get(name))
		if value == "" {
			continue
		}
		var number json.Number
		if err := json.Unmarshal([]byte(value), &number); err != nil || value[0] == '"' {
			return fmt.Errorf("%s: must be a number", name)
		}
		o[name] = number
	}
	return nil
}

func clockBody(form url.Values) (any, error) {
	o := objectOf(form, "now", "advance")
	if frozen := form.Get("frozen"); frozen != "" {
		o["frozen"] = frozen == "true"
	}
	return o, nil
}

func sandboxBody(form url.Values) (any, error) {
	return objectOf(form, "name"), nil
}

// faultBody leaves out what is of another phase than the form's: the form has
// all of them side by side.
func faultBody(form url.Values) (any, error) {
	o := objectOf(form, "method", "path", "phase", "detail", "delay")
	if operations := slices.DeleteFunc(slices.Clone(form["operation"]), func(id string) bool { return id == "" }); len(operations) > 0 {
		o["operation"] = operations
	}
	for _, name := range []string{"body", "merge", "patch", "corrupt"} {
		if value := strings.TrimSpace(form.Get(name)); value != "" {
			if !json.Valid([]byte(value)) {
				return nil, fmt.Errorf("%s: must be JSON", name)
			}
			o[name] = json.RawMessage(value)
		}
	}
	if err := o.numbers(form, "agent", "status", "truncate", "times", "every", "rate", "seed"); err != nil {
		return nil, err
	}
	switch form.Get("phase") {
	case "mid":
		if err := o.numbers(form, "writes"); err != nil {
			return nil, err
		}
	case "hold":
		for _, name := range []string{"at", "timeout"} {
			if value := form.Get(name); value != "" {
				o[name] = value
			}
		}
	}
	if form.Get("drop") != "" {
		o["drop"] = true
	}
	headers := map[string]string{}
	for line := range strings.Lines(form.Get("headers")) {
		if name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name != "" {
			headers[name] = strings.TrimSpace(value)
		}
	}
	if len(headers) > 0 {
		o["headers"] = headers
	}
	return o, nil
}
