package pyjson

import (
	"math/rand/v2"
	"strings"
)

// seedDocuments are right and wrong documents, one for each rule or more.
var seedDocuments = []string{
	``, ` `, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `[`, `[1`, `[1,`, `[1,]`, `[1 2]`, `{"a" 1}`,
	`{"a":1 "b":2}`, `"a`, "\"\n\"", `"\x"`, `"\`, `"\u12"`, `"\u`, `"\u12345`, `"\u12G4"`, `"\ud800\u12"`,
	`"\ud800\udc00"`, `"\ud800\ud800\udc00"`, `"\udc00\ud800x"`, `"\ud83d\udc0`, `"\ud83d\udc00`, "\ufeff1", `1 2`, `-`, `01`,
	`1.`, `1.e3`, `1e`, `1e+`, `1E5`, `-0`, `-0.0`, `1e400`, `-1e400`, `{,}`, `{1:2}`, `[,]`, `{"a":}`, "{\"a\":1\n,   \nx}",
	"[1,\n x]", `nul`, `true1`, `NaN`, `-Infinity`, `-Infinit`, `[Infinity]`, `{"a":1,"b":2,"a":3}`, "\u00a01", "1\x00",
	`{"é":["\u00e9","\/\b\f\n\r\t\"\\","😀"]}`, "[\"\u2028\u2029\",\"\x7f\"]", `["it's","\"","it's \"","\u0000\u001f\u200b\uffff\u00ad"]`,
	`{"a":{"b":[null,true,false,{"c":-1.50}],"d":{}},"e":[[],[[]]],"":""}`, `[1.10,1e3,1e16,1e15,0.0001,0.00001,123456789012345678,5e-324]`,
	`[0.1,0.10,1.0,100.00,12345678901234.5,123456789012345.6,0.000012,0.00012,-0.0,-0.05]`,
	"{\"caf\xc3\xa9\": \"\xf0\x9f\x98\x80\", \"n\":\r\n\t[ 1 , 2 ] } x", "\"\xff\"", "[\"\xe2\x82\", 1]", "\"abc\xc3",
	`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":1,"k":2,"l":3,"m":4,"n":5,"o":6,"p":7,"q":8,"a":9,"b":{}}`,
	strings.Repeat("1", 4300), "[" + strings.Repeat("1", 4301) + ",x", strings.Repeat("1", 5000) + ".5", `"` + strings.Repeat("ab ", 100) + `"`,
}

// documents returns the seeds and mutations of them, n in all, the same in
// every run.
func documents(n int) []string {
	random := rand.New(rand.NewPCG(9, 10))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	pieces := []string{`"`, `\`, `\u`, `\ud83d`, `\ude00`, `{`, `}`, `[`, `]`, `,`, `:`, ` `, "\n", "\t", "\x01", "0", "1", "-", ".", "e",
		"E+", "9", "NaN", "null", "true", `"a"`, `"a":`, "é", "😀", "\u2028", "\xc3", "\xff", "\xed\xa0\x80", "'", "1.5e300", "\x00"}
	docs := append([]string(nil), seedDocuments...)
	for len(docs) < n {
		doc := pick(seedDocuments)
		if len(doc) > 400 {
			doc = doc[:random.IntN(400)]
		}
		for range 1 + random.IntN(4) {
			at := random.IntN(len(doc) + 1)
			end := min(len(doc), at+random.IntN(4))
			switch random.IntN(4) {
			case 0:
				doc = doc[:at] + doc[end:]
			case 1:
				doc = doc[:at] + pick(pieces) + doc[at:]
			case 2:
				doc = doc[:at] + pick(pieces) + doc[end:]
			case 3:
				other := pick(seedDocuments)
				if len(other) < 400 {
					doc = doc[:at] + other + doc[end:]
				}
			}
		}
		docs = append(docs, doc)
	}
	return docs
}
