package pyjson

import (
	"bytes"
	"reflect"
	"testing"
)

// FuzzParse checks that nothing panics, and that a document written is read
// back as the same value.
func FuzzParse(f *testing.F) {
	for _, doc := range seedDocuments {
		f.Add([]byte(doc), "")
	}
	f.Add([]byte("[\x001\x00"), "utf-16-be")
	f.Fuzz(func(t *testing.T, body []byte, charset string) {
		text, err := Decode(body, charset)
		if err != nil {
			return
		}
		ParseInt(text)
		_ = TrimSpace(text)
		v, err := Parse(text)
		if err != nil {
			_ = err.Error()
			return
		}
		v.Str()
		written := v.Append(nil)
		if bytes.Contains(written, []byte("Infinity")) && !v.Renderable() {
			return
		}
		again, err := Parse(string(written))
		if err != nil {
			t.Fatalf("%q is written as %q: %v", text, written, err)
		}
		if !reflect.DeepEqual(v, again) {
			t.Fatalf("%q is written as %q, and read as %q", text, written, again.Append(nil))
		}
		if !bytes.Equal(v.AppendCanonical(nil), again.AppendCanonical(nil)) {
			t.Fatalf("%q is not equal to itself", text)
		}
	})
}
