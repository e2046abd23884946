package seed

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

// FuzzSeed reads any text as a seed. What is read is written as a seed that is
// read as the same world, and without secrets as one that can be read.
func FuzzSeed(f *testing.F) {
	f.Add(demo)
	for _, text := range []string{
		agentIn(`mock_tools: [{name: t, mock_data: [{input: {a: 1e16}, output: null}], served_via: {type: mcp, mock_index: 7}}]`, `webhook_secret: s`),
		agentIn(`telephony: {sip_uri: "sip:a:b@c", sip_auth: {a: b}}`, `webhook_url: "https://u:p@example.com/?key=k"`, `predefined_metrics: null`),
		agentIn(`provider: {type: livekit, credentials: {api_key: k, config: {url: "wss://u:p@x", "token=x": 1, "token=y": 2, api_secret: s}}}`),
		agentIn(`knowledge_base_files: [{id: 3, file_name: "a;token=x.txt", content: c}]`, `dynamic_variables: [{name: v, description: d}]`),
		`{"version":1,"projects":[{"id":3,"name":"p"}],"agents":[{"id":9,"name":"a\ud800","description":"{\"token\":1}","project":3}],"next_ids":{"agents":12}}`,
		"version: 1\nagents: &a [*a]", "%TAG ! x\n---\nversion: 1",
	} {
		f.Add([]byte(text))
	}
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	v := publishedtest.Validator(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		world, err := testLoader(t).Text(text)
		if err != nil {
			return
		}
		written := Write(v, world, true)
		again, err := testLoader(t).Text(written)
		if err != nil {
			t.Fatalf("%s\nis written as\n%s\nwhich is refused: %v", text, written, err)
		}
		if got, want := dump(again), dump(world); got != want {
			t.Errorf("%s\nis read again as\n%s\nwant\n%s", text, got, want)
		}
		if twice := Write(v, again, true); string(twice) != string(written) {
			t.Errorf("%s\nis written as\n%s\nand then as\n%s", text, written, twice)
		}
		if _, err := testLoader(t).Text(Write(v, world, false)); err != nil {
			t.Errorf("%s\nwithout secrets\n%s\nis refused: %v", text, Write(v, world, false), err)
		}
	})
}
