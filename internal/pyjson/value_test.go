package pyjson

import "testing"

// mustParse parses a document that a test knows to be right.
func mustParse(t testing.TB, text string) Value {
	t.Helper()
	v, err := Parse(text)
	if err != nil {
		t.Fatalf("Parse(%.100q): %v", text, err)
	}
	return v
}

func TestGet(t *testing.T) {
	v := mustParse(t, `{"a": 1, "b": null, "": "empty"}`)
	for key, want := range map[string]string{"a": "1", "b": "null", "": `"empty"`} {
		if got, ok := v.Get(key); !ok || string(got.Append(nil)) != want {
			t.Errorf("Get(%q) = %s, %v", key, got.Append(nil), ok)
		}
	}
	if _, ok := v.Get("c"); ok {
		t.Error("a missing key is there")
	}
	if _, ok := mustParse(t, `["a"]`).Get("a"); ok {
		t.Error("an array has a key")
	}
}

func TestTypeName(t *testing.T) {
	for text, want := range map[string]string{
		"null": "NoneType", "true": "bool", "1": "int", "1.0": "float", `""`: "str", "[]": "list", "{}": "dict",
	} {
		if got := mustParse(t, text).TypeName(); got != want {
			t.Errorf("%s is a %s, want %s", text, got, want)
		}
	}
}
