package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/journal"
)

// The journal says whether a key was good, also where none is wanted, and never
// which one it was.
func TestKeyIsKept(t *testing.T) {
	const key, bearer = "X-Cekura-Api-Key", "Authorization"
	for _, test := range []struct {
		keys   []string
		path   string
		header map[string]string
		want   journal.Key
		status int
	}{
		{nil, agentPath, map[string]string{key: "key-any"}, journal.KeyGood, 200},
		{nil, agentPath, map[string]string{key: ""}, journal.KeyMissing, 401},
		{[]string{"key-first", "key-second"}, agentPath, map[string]string{key: "key-second"}, journal.KeyGood, 200},
		{[]string{"key-first", "key-second"}, agentPath, map[string]string{key: "", bearer: "Bearer key-first"}, journal.KeyGood, 200},
		{[]string{"key-first", "key-second"}, agentPath, map[string]string{key: "key-third", bearer: "Bearer key-first"}, journal.KeyWrong, 401},
		{[]string{"key-first", "key-second"}, agentPath, map[string]string{key: "", bearer: "Basic key-first"}, journal.KeyMissing, 401},
		{[]string{"key-first", "key-second"}, "/nowhere/", map[string]string{key: "key-third"}, journal.KeyWrong, 404},
		{[]string{"key-first", "key-second"}, "/openapi.json", map[string]string{key: ""}, journal.KeyMissing, 200},
	} {
		var kept *journal.Journal
		server := newServer(t, func(c *handlers.Config) { kept, c.Keys = c.World(nil).Journal, test.keys })
		answered := request{http.MethodGet, test.path, "", test.header}.to(server)
		entry := kept.Latest(1)[0]
		if entry.Key != test.want || answered.Code != test.status {
			t.Errorf("%s with %v, %v are good: the key is %s, and the answer %d", test.path, test.header, test.keys, entry.Key, answered.Code)
		}
		shown, err := json.Marshal(kept.Show(entry))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(shown), "key-") {
			t.Errorf("it shows the key: %.300s", shown)
		}
	}
}
