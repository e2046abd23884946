package tests

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// storyFile has every byte, and line ends where a form may lose them.
func storyFile() []byte {
	content := []byte("\r\n--")
	for i := range 3 * 256 {
		content = append(content, byte(i))
	}
	return append(content, "\r\n"...)
}

// keepFile uploads a file as a browser's form does and fetches it again.
func (s *story) keepFile() {
	content := storyFile()
	var form bytes.Buffer
	form.WriteString("--storyB\r\nContent-Disposition: form-data; name=\"files\"; filename=\"Übersicht 1.pdf\"\r\n\r\n")
	form.Write(content)
	form.WriteString("\r\n--storyB--\r\n")
	s.want(s, http.StatusCreated, http.MethodPost, agentPath(s.id)+"upload_knowledge_base/", form.String(),
		"Content-Type", "multipart/form-data; boundary=storyB")
	file := s.tell(http.MethodGet, "").Files[0]

	whole := s.fetch(http.StatusOK, file.URL)
	if !bytes.Equal(whole.body, content) || file.Size != len(content) {
		s.Errorf("%d bytes came back as %d, and are said to be %d", len(content), len(whole.body), file.Size)
	}
	if whole.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(whole.header.Get("Content-Disposition"), "attachment") {
		s.Errorf("served with %v", whole.header)
	}
	etag := whole.header.Get("ETag")
	if same := s.fetch(http.StatusNotModified, file.URL, "If-None-Match", etag); len(same.body) != 0 || etag == "" {
		s.Errorf("ETag %q, and then %v", etag, same)
	}
	part := s.fetch(http.StatusPartialContent, file.URL, "Range", "bytes=4-259")
	if extent := fmt.Sprintf("bytes 4-259/%d", len(content)); !bytes.Equal(part.body, content[4:260]) || part.header.Get("Content-Range") != extent {
		s.Errorf("%s: %d bytes", part.header.Get("Content-Range"), len(part.body))
	}
}

// fetch follows a file's URL as anybody may.
func (s *story) fetch(status int, url string, headers ...string) answer {
	s.Helper()
	return s.follow(status, http.MethodGet, url, "", append(headers, "X-CEKURA-API-KEY", "")...)
}

func (s *story) setVariables() {
	path := fmt.Sprintf("/test_framework/v1/aiagents/%d/dynamic-variables/", s.id)
	s.want(s, http.StatusCreated, http.MethodPost, path, `[{"name":"city","description":"Where"},{"name":"age","description":"How old"}]`)
	s.want(s, http.StatusCreated, http.MethodPost, path, `[{"name":"city","description":"Which city"}]`)
	a := s.tell(http.MethodGet, "")
	if len(a.Variables) != 2 || a.Variables[0].Name != "age" || a.Variables[1].Description != "Which city" {
		s.Errorf("the variables are %+v", a.Variables)
	}
}

// duplicate: the copy is at URLs of its own, which answer the same, and survives
// the original.
func (s *story) duplicate() {
	var twin storyAgent
	answered := s.want(s, http.StatusCreated, http.MethodPost, agentPath(s.id)+"duplicate/", "")
	wantPublishedSchema(s.T, answered)
	s.decode(answered, &twin)
	if twin.ID == s.id || len(twin.urls()) != len(s.last.urls()) || len(twin.Variables) != 2 {
		s.Fatalf("the copy is %+v", twin)
	}
	own := s.last.urls()
	for what, url := range twin.urls() {
		for _, other := range own {
			if url == other {
				s.Errorf("%s of the copy is at %s too", what, url)
			}
		}
	}
	original := *s
	s.id, s.last = twin.ID, twin
	original.deleteAgent()
	for _, tool := range twin.MockTools {
		want := map[string]string{"find": `{"is":"unknown"}`, "book": `{"error":"no_match"}`}[tool.Name]
		if got := s.call(tool.ServedVia.URL, tool.Name, `{}`); got != want {
			s.Errorf("%s of the copy answers %s, want %s", tool.Name, got, want)
		}
	}
	if file := s.fetch(http.StatusOK, twin.Files[0].URL); !bytes.Equal(file.body, storyFile()) {
		s.Errorf("the copy's file has %d bytes", len(file.body))
	}
}

// deleteAgent: nothing of the agent is left at any URL that was ever in an
// answer about it.
func (s *story) deleteAgent() {
	gone := s.tell(http.MethodGet, "")
	if len(gone.urls()) != 3 {
		s.Errorf("before its end the agent has %v", gone.urls())
	}
	s.want(s, http.StatusNoContent, http.MethodDelete, agentPath(s.id), "")
	s.want(s, http.StatusNotFound, http.MethodGet, agentPath(s.id), "")
	for what, url := range gone.urls() {
		if strings.HasPrefix(what, "file ") {
			s.fetch(http.StatusNotFound, url)
			continue
		}
		s.follow(http.StatusNotFound, http.MethodPost, url, `{"jsonrpc":"2.0","id":1,"method":"ping"}`)
	}
}

// TestURLsFollowHost reads the URLs of every answer that has some, as a client
// gets them that knows the server by another name.
func TestURLsFollowHost(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.want(t, http.StatusCreated, http.MethodPost, agentPath(s.id)+"upload_knowledge_base/", `{"files":[{"name":"a.txt","content_base64":"eA=="}]}`)
	v1 := fmt.Sprintf("/test_framework/v1/aiagents/%d/", s.id)
	for _, c := range []struct {
		method, path string
		urls         int
	}{
		{http.MethodGet, agentPath(s.id), 5},
		{http.MethodGet, agents + "?q=Story", 5},
		{http.MethodGet, v1 + "tools/mock-status/", 4},
		{http.MethodGet, v1 + "tool/lookup/", 1},
		{http.MethodGet, agentPath(s.id) + "knowledge_base/", 1},
		{http.MethodPost, agentPath(s.id) + "duplicate/", 5},
	} {
		for _, host := range []string{"mock.example.com", "host.docker.internal:8080", "[::1]:9"} {
			if c.method == http.MethodPost && host != "mock.example.com" {
				continue // one copy is enough
			}
			r, err := s.request(c.method, c.path, "")
			if err != nil {
				t.Fatal(err)
			}
			r.Host = host
			a, err := s.send(r)
			if err != nil {
				t.Fatal(err)
			}
			ours, all := strings.Count(string(a.body), `"http://`+host+`/`), strings.Count(string(a.body), "://")
			if ours != c.urls || all != c.urls {
				t.Errorf("%s %s at %s: %d of %d URLs are of that host, want %d: %v", c.method, c.path, host, ours, all, c.urls, a)
			}
		}
	}
}
