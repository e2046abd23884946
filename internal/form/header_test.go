package form

import (
	"maps"
	"testing"
)

func TestParseHeader(t *testing.T) {
	tests := []struct {
		value string
		want  map[string]string
	}{
		{``, nil},
		{` form-data`, nil},
		{`form-data; name="a"`, map[string]string{"name": "a"}},
		{`form-data;NAME = "a" ;;filename="f"`, map[string]string{"name": "a", "filename": "f"}},
		{`form-data; name=mock_tools[0]name`, map[string]string{"name": "mock_tools[0]name"}},
		{`form-data; name=`, map[string]string{"name": ""}},
		{`form-data; name`, nil},
		{`form-data; name=a; name=b`, map[string]string{"name": "b"}},
		{`form-data; name="a;b"`, map[string]string{"name": "a;b"}},
		{`form-data; name="a\";b"; x=y`, map[string]string{"name": `a";b`, "x": "y"}},
		{`form-data; name="a\\b"`, map[string]string{"name": `a\b`}},
		{`form-data; name="open; x=y`, map[string]string{"name": `"open; x=y`}},
		{`form-data; name="`, map[string]string{"name": `"`}},
		{`form-data; name='a'`, map[string]string{"name": `'a'`}},
		{`form-data; name*=UTF-8''%C3%A9`, map[string]string{"name": "é"}},
		{`form-data; name*="iso-8859-1'en'%E9+"`, map[string]string{"name": "é+"}},
		{`form-data; name*=plain`, map[string]string{"name": "plain"}},
		{`form-data; name*=a'b'c'd`, map[string]string{"name": "a'b'c'd"}},
	}
	for _, test := range tests {
		if _, got := ParseHeader(test.value); !maps.Equal(got, test.want) {
			t.Errorf("ParseHeader(%s) = %q, want %q", test.value, got, test.want)
		}
	}
}

func TestParseHeaderMain(t *testing.T) {
	for value, want := range map[string]string{
		"":                               "",
		"APPLICATION/JSON":               "application/json",
		" text/plain ; charset=utf-8":    "text/plain",
		`application/json;charset="a;b"`: "application/json",
	} {
		if got, _ := ParseHeader(value); got != want {
			t.Errorf("ParseHeader(%q) = %q, want %q", value, got, want)
		}
	}
}
