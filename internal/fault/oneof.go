package fault

import (
	"encoding/json"
	"slices"
	"strings"
)

// OneOf is a name, or several with commas between them, of which any may be
// meant. JSON has several as a list. "" is any name at all.
type OneOf string

// Names lists the names.
func (o OneOf) Names() []string {
	if o == "" {
		return nil
	}
	names := strings.Split(string(o), ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	return names
}

// Has reports whether a name may be meant.
func (o OneOf) Has(name string) bool { return o == "" || slices.Contains(o.Names(), name) }

func oneOf(names []string) OneOf { return OneOf(strings.Join(names, ",")) }

// MarshalJSON writes one name as a text, several as a list.
func (o OneOf) MarshalJSON() ([]byte, error) {
	if names := o.Names(); len(names) > 1 {
		return json.Marshal(names)
	}
	return json.Marshal(string(o))
}

// UnmarshalJSON reads a text or a list of texts.
func (o *OneOf) UnmarshalJSON(content []byte) error {
	var name string
	if json.Unmarshal(content, &name) == nil {
		*o = OneOf(name)
		return nil
	}
	var names []string
	if json.Unmarshal(content, &names) != nil || len(names) == 0 || slices.Contains(names, "") {
		return wrong("operation, method: must be a name, or a list of names")
	}
	*o = oneOf(names)
	return nil
}
