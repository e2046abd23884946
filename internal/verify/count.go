package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Count is how often something is wanted, both bounds included. Without any it
// is once or more.
type Count struct {
	AtLeast *int `json:"at_least"`
	AtMost  *int `json:"at_most"`
}

// Exactly is n times.
func Exactly(n int) Count { return Count{&n, &n} }

// AtLeast is n times or more.
func AtLeast(n int) Count { return Count{AtLeast: &n} }

// AtMost is n times or fewer.
func AtMost(n int) Count { return Count{AtMost: &n} }

// Between is least to most times.
func Between(least, most int) Count { return Count{&least, &most} }

func (c Count) check() error {
	switch {
	case c.AtLeast != nil && *c.AtLeast < 0, c.AtMost != nil && *c.AtMost < 0:
		return errors.New("count: must not be negative")
	case c.AtLeast != nil && c.AtMost != nil && *c.AtMost < *c.AtLeast:
		return errors.New("count: at_most must not be less than at_least")
	}
	return nil
}

// least is how often there must be something.
func (c Count) least() int {
	switch {
	case c.AtLeast != nil:
		return *c.AtLeast
	case c.AtMost != nil:
		return 0
	}
	return 1
}

func (c Count) exceeded(n int) bool { return c.AtMost != nil && n > *c.AtMost }

func (c Count) holds(n int) bool { return n >= c.least() && !c.exceeded(n) }

func (c Count) String() string {
	switch least := c.least(); {
	case c.AtMost == nil:
		return fmt.Sprintf("at least %d", least)
	case least == *c.AtMost:
		return fmt.Sprintf("exactly %d", least)
	case least == 0:
		return fmt.Sprintf("at most %d", *c.AtMost)
	default:
		return fmt.Sprintf("%d to %d", least, *c.AtMost)
	}
}

// UnmarshalJSON reads a number, or an object of the bounds.
func (c *Count) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	var n int
	if json.Unmarshal(text, &n) == nil {
		*c = Exactly(n)
		return nil
	}
	type bounds Count
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode((*bounds)(c)); err != nil || c.AtLeast == nil && c.AtMost == nil {
		return errors.New("count: must be an integer, or an object with at_least, at_most or both")
	}
	return nil
}
