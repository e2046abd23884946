package pyjson

import "testing"

func TestAppendCanonical(t *testing.T) {
	for text, want := range map[string]string{
		`{"b":1.0,"a":[1e0,1,true]}`:               `{"a":[1,1,true],"b":1}`,
		`[-0.0,0,0.5,-2.0,1e-7]`:                   `[0,0,0.5,-2,1e-07]`,
		`[1e16,10000000000000000]`:                 `[10000000000000000,10000000000000000]`,
		`[1e23,100000000000000000000000]`:          `[99999999999999991611392,100000000000000000000000]`,
		`[1e400,"1",null,{}]`:                      `[Infinity,"1",null,{}]`,
		`{"é":{"z":1,"y":2},"e":"\ud800","":null}`: `{"":null,"e":"\ud800","é":{"y":2,"z":1}}`,
	} {
		if got := string(mustParse(t, text).AppendCanonical(nil)); got != want {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}
