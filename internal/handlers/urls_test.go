package handlers_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

func urlQuery(text string) string { return url.QueryEscape(text) }

func TestBaseOfURLs(t *testing.T) {
	proxy := map[string]string{"X-Forwarded-Proto": "https, http", "X-Forwarded-Host": "public.test"}
	tests := []struct {
		name   string
		adjust func(*handlers.Config)
		header map[string]string
		want   string
	}{
		{"as addressed", nil, nil, "http://mock.test/"},
		{"proxy not trusted", nil, proxy, "http://mock.test/"},
		{"proxy trusted", func(c *handlers.Config) { c.TrustProxy = true }, proxy, "https://public.test/"},
		{"trusted, but none", func(c *handlers.Config) { c.TrustProxy = true }, nil, "http://mock.test/"},
		{"configured", func(c *handlers.Config) { c.PublicURL, c.TrustProxy = "https://mock.example/base/", true }, proxy, "https://mock.example/base/"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := request{path: agentPath + "?ql={knowledge_base_files{file_url},mock_tools{served_via{url}}}", header: test.header}.to(newServer(t, test.adjust))
			if n := strings.Count(w.Body.String(), `"`+test.want); n != 3 {
				t.Errorf("%d of 3 URLs start with %s: %s", n, test.want, w.Body)
			}
		})
	}
}

// A file's URL gives its bytes, as an attachment of its type, without a key.
func TestFileURL(t *testing.T) {
	server := newServer(t, nil)
	content := "# Zurück\n"
	for _, name := range []string{"a.md", "ä b?c#d%2F.md", "../../etc/passwd.md", `q"uote.md`} {
		body := `{"knowledge_base_files":[{"file_name":"` + strings.ReplaceAll(name, `"`, `\"`) + `","content_base64":"` +
			base64.StdEncoding.EncodeToString([]byte(content)) + `"}]}`
		w := request{http.MethodPatch, agentPath, body, nil}.to(server)
		if w.Code != http.StatusOK {
			t.Fatal(w.Code, w.Body)
		}
		files, _ := parse(t, w.Body.String()).Get("knowledge_base_files")
		link, _ := files.Items[0].Get("file_url")
		got := request{path: strings.TrimPrefix(link.Text, "http://mock.test"), header: map[string]string{"X-Cekura-Api-Key": ""}}.to(server)
		if got.Code != http.StatusOK || got.Body.String() != content {
			t.Errorf("%s: %s: %d %s", name, link.Text, got.Code, got.Body)
		}
		h := got.Header()
		if h.Get("Content-Type") != "text/markdown" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %v", name, h)
		}
	}
}

func TestFileURLOfAnother(t *testing.T) {
	server := newServer(t, nil)
	for path, want := range map[string]int{
		"/media/knowledge_base/2142/301/faq.txt":   200,
		"/media/knowledge_base/2142/301/other.txt": 404,
		"/media/knowledge_base/1/301/faq.txt":      404,
		"/media/knowledge_base/2142/1/faq.txt":     404,
		"/media/knowledge_base/2142/x/faq.txt":     404,
	} {
		if w := (request{path: path}).to(server); w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
}

// HTTP/1.0 knows no Host: the address that was connected to is the best guess.
func TestURLsWithoutHost(t *testing.T) {
	server := httptest.NewServer(newServer(t, nil))
	defer server.Close()
	address := server.Listener.Addr().String()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nX-CEKURA-API-KEY: k\r\n\r\n", agentPath)
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(answer), `"file_url":"http://`+address+`/media/`) {
		t.Errorf("%v: %s", err, answer)
	}
}
