package handlers_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

var long = strings.Repeat("é", 1000)

// The same bytes mean something else to another method, with another media
// type, and in another world; and they mean it every time.
func TestSameBytes(t *testing.T) {
	const multipart = "multipart/form-data; boundary="
	inParts := "--a\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nin parts\r\n--b\r\n" +
		"Content-Disposition: form-data; name=\"description\"\r\n\r\n" + long + "\r\n--b--\r\n--a--\r\n"
	type way struct {
		method, mediaType string
		want              int
	}
	for name, test := range map[string]struct {
		body string
		ways []way
	}{
		"PUT has defaults": {`{"telephony":{"sip_uri":"sip:x"},"description":"` + long + `"}`, []way{{"PATCH", "application/json", 200}, {"PUT", "application/json", 200}}},
		"a charset":        {`{"name":"é","description":"` + long + `"}`, []way{{"PATCH", "application/json", 200}, {"PATCH", "application/json; charset=latin-1", 200}}},
		"JSON or a form":   {`{"name":"x","description":"` + long + `","surplus=1&name":"y"}`, []way{{"PATCH", "application/json", 200}, {"PATCH", "application/x-www-form-urlencoded", 200}, {"PATCH", "text/plain", 415}}},
		"another boundary": {inParts, []way{{"PATCH", multipart + "a", 200}, {"PATCH", multipart + "b", 200}, {"PUT", multipart + "b", 200}}},
		"surplus fields":   {`{"nmae":"x","id":3,"x":"` + long + `"}`, []way{{"PATCH", "application/json", 200}}},
		"a refusal":        {`{"name":[7],"description":"` + long + `"}`, []way{{"PATCH", "application/json", 400}}},
		"variables":        {`{"dynamic_variables":[{"name":"a","description":"` + long + `"}]}`, []way{{"PATCH", "application/json", 200}, {"PUT", "application/json", 400}}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t)
			for turn := range 4 {
				for _, way := range test.ways {
					for range 1 + turn { // more often in a row than it takes to be remembered
						for _, world := range []string{"", "other"} {
							k.ask(t, request{"PATCH", agentPath, `{"telephony":{"inbound":true}}`, map[string]string{"World": world}})
							r := request{way.method, agentPath, test.body, map[string]string{"Content-Type": way.mediaType, "World": world}}
							if got := k.ask(t, r); got.code != way.want {
								t.Fatalf("%+v: %d %s", way, got.code, got.body)
							}
						}
					}
				}
			}
		})
	}
}

// Whether there is a project is a question to each world, each time.
func TestProjectIsAskedForAgain(t *testing.T) {
	k := newKeeper(t)
	bare := k.image(t, "")
	body := fmt.Sprintf(`{"project":77,"description":"%s"}`, long)
	send := func(world string, want int) {
		t.Helper()
		for range 3 {
			r := request{http.MethodPatch, agentPath, body, map[string]string{"World": world}}
			if got := k.ask(t, r); got.code != want {
				t.Fatalf("in %q: %d %s, want %d", world, got.code, got.body, want)
			}
		}
	}
	send("", 400)
	err := k.store("").Add(t.Context(), func(domain.NextID) (domain.World, error) {
		return domain.World{Projects: []domain.Project{{ID: 77, Name: "new"}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	send("", 200)
	send("other", 400)
	if err := k.store("").Restore(t.Context(), bare); err != nil {
		t.Fatal(err)
	}
	send("", 400)
}

// A body with a file makes a file each time, with content of its own.
func TestFilesOfOneBody(t *testing.T) {
	k := newKeeper(t)
	text := strings.Repeat("content ", 200)
	for kind, r := range map[string]request{
		"JSON": {http.MethodPatch, agentPath, `{"description":"` + long + `","knowledge_base_files":[{"file_name":"a.txt","content_base64":"` + base64.StdEncoding.EncodeToString([]byte("content ")) + `"}]}`, nil},
		"upload": {http.MethodPost, agentPath + "upload_knowledge_base/",
			"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n" + text + "\r\n--b--\r\n",
			map[string]string{"Content-Type": "multipart/form-data; boundary=b"}},
	} {
		want := map[string]string{"JSON": "content ", "upload": text}[kind]
		for range 4 {
			if got := k.ask(t, r); got.code >= 300 {
				t.Fatalf("%s: %d %s", kind, got.code, got.body)
			}
			w, err := k.store("").World(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			files := w.Agents[0].Files()
			if last := files[len(files)-1]; string(last.Content) != want || last.Name != "a.txt" {
				t.Errorf("%s: the file holds %.50q", kind, last.Content)
			}
		}
	}
}

// One body, many agents, worlds and addresses at once; each answer is its own.
func TestKeptBesideOneAnother(t *testing.T) {
	k := newKeeper(t)
	body := manyTools(150, -1, "")
	var clients sync.WaitGroup
	for i := range 6 {
		clients.Go(func() {
			world, host := []string{"", "other"}[i%2], fmt.Sprintf("host%d.test", i%3)
			for turn := range 12 {
				r := request{http.MethodPatch, agentPath, body, map[string]string{"World": world, "X-Forwarded-Host": host}}
				if turn%3 == 2 {
					r.body = manyTools(150, turn, fmt.Sprintf(`,"name":"client %d"`, i))
				}
				if turn%3 == 1 {
					r.method, r.body = http.MethodGet, ""
				}
				w := r.to(k)
				if w.Code != http.StatusOK || strings.Count(w.Body.String(), "http://"+host+"/test_framework/v1/aiagents/2142/tool/") != 150 {
					t.Errorf("client %d: %d %.200s", i, w.Code, w.Body)
				}
			}
		})
	}
	clients.Wait()
	for _, world := range []string{"", "other"} {
		k.ask(t, request{path: agentPath, header: map[string]string{"World": world}})
	}
}
