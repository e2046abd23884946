package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

const (
	mediaPath  = "/media/knowledge_base/2142/301/faq.txt"
	faqContent = "Opening hours: 9 to 17, Monday to Friday.\n"
)

// noKey is how a browser or a provider fetches a file.
func noKey(more ...string) map[string]string {
	header := map[string]string{"X-Cekura-Api-Key": "", "Content-Type": ""}
	for i := 0; i+1 < len(more); i += 2 {
		header[more[i]] = more[i+1]
	}
	return header
}

func TestMediaHeaders(t *testing.T) {
	server := newServer(t, nil)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := request{method, mediaPath, "", noKey("Accept", "image/*")}.to(server)
		want := faqContent
		if method == http.MethodHead {
			want = ""
		}
		if w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("%s: %d %q", method, w.Code, w.Body)
		}
		for name, want := range map[string]string{
			"Content-Type": "text/plain", "Content-Length": "42", "X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes",
			"Content-Disposition": "attachment; filename=faq.txt", "Last-Modified": "Fri, 15 Mar 2024 10:30:45 GMT",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", method, name, got, want)
			}
		}
		if etag := w.Header().Get("ETag"); len(etag) < 10 || !strings.HasPrefix(etag, `"`) || !strings.HasSuffix(etag, `"`) {
			t.Errorf("%s: ETag %s", method, etag)
		}
	}
}

// The type is the extension's, not what the bytes look like.
func TestMediaTypes(t *testing.T) {
	for name, want := range map[string]string{
		"a.pdf": "application/pdf", "a.TXT": "text/plain", "a.json": "application/json", "a.csv": "text/csv", "a.xml": "application/xml", "a.md": "text/markdown",
	} {
		server := newServer(t, nil)
		if w := uploaded([3]string{"files", name, "<script>alert(1)</script>"}).to(server); w.Code != http.StatusCreated {
			t.Fatal(w.Code, w.Body)
		}
		w := request{path: "/media/knowledge_base/2142/302/" + name, header: noKey()}.to(server)
		if got := w.Header().Get("Content-Type"); got != want {
			t.Errorf("%s is served as %s, want %s", name, got, want)
		}
	}
}

func TestMediaConditionsAndRanges(t *testing.T) {
	server := newServer(t, nil)
	etag := request{path: mediaPath}.to(server).Header().Get("ETag")
	tests := []struct {
		name         string
		header       map[string]string
		status       int
		body, extent string
	}{
		{"the same ETag", noKey("If-None-Match", etag), 304, "", ""},
		{"one of several", noKey("If-None-Match", `"x", `+etag), 304, "", ""},
		{"another ETag", noKey("If-None-Match", `"x"`), 200, faqContent, ""},
		{"not modified", noKey("If-Modified-Since", "Fri, 15 Mar 2024 10:30:45 GMT"), 304, "", ""},
		{"modified", noKey("If-Modified-Since", "Fri, 15 Mar 2024 10:30:44 GMT"), 200, faqContent, ""},
		{"If-Match", noKey("If-Match", `"x"`), 412, "", ""},
		{"the start", noKey("Range", "bytes=0-6"), 206, "Opening", "bytes 0-6/42"},
		{"the middle", noKey("Range", "bytes=8-12"), 206, "hours", "bytes 8-12/42"},
		{"the end", noKey("Range", "bytes=-8"), 206, "Friday.\n", "bytes 34-41/42"},
		{"past the end", noKey("Range", "bytes=34-999"), 206, "Friday.\n", "bytes 34-41/42"},
		{"outside", noKey("Range", "bytes=42-"), 416, "invalid range: failed to overlap\n", "bytes */42"},
		{"a range of the same file", noKey("Range", "bytes=0-6", "If-Range", etag), 206, "Opening", "bytes 0-6/42"},
		{"a range of another file", noKey("Range", "bytes=0-6", "If-Range", `"x"`), 200, faqContent, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := request{path: mediaPath, header: test.header}.to(server)
			if w.Code != test.status || w.Body.String() != test.body || w.Header().Get("Content-Range") != test.extent {
				t.Errorf("got %d %q %s, want %d %q %s", w.Code, w.Body, w.Header().Get("Content-Range"), test.status, test.body, test.extent)
			}
		})
	}
}

// The ETag is of the bytes: the same for the same bytes, another for others.
func TestMediaETag(t *testing.T) {
	server := newServer(t, nil)
	if w := uploaded([3]string{"files", "a.md", "one"}, [3]string{"files", "b.txt", "one"}, [3]string{"files", "c.md", "two"}).to(server); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	etag := func(path string) string {
		return request{path: "/media/knowledge_base/2142/" + path}.to(server).Header().Get("ETag")
	}
	a, b, c := etag("302/a.md"), etag("303/b.txt"), etag("304/c.md")
	if a == "" || a != b || a == c {
		t.Errorf("ETags %s, %s and %s", a, b, c)
	}
}

func TestMediaRefusals(t *testing.T) {
	server := newServer(t, nil)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		w := request{method, mediaPath, "", noKey()}.to(server)
		if want := `{"detail":"Method \"` + method + `\" not allowed."}`; w.Code != http.StatusMethodNotAllowed || w.Body.String() != want || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: %d %s %v", method, w.Code, w.Body, w.Header())
		}
	}
	const noFile = `{"detail":"No KnowledgeBaseFile matches the given query."}`
	for _, path := range []string{"2142/302/faq.txt", "2142/301/FAQ.txt", "2142/301/faq.txt%20", "2142/0/faq.txt", "2142/99999999999999999999/faq.txt", "x/301/faq.txt"} {
		w := request{path: "/media/knowledge_base/" + path, header: noKey()}.to(server)
		if w.Code != http.StatusNotFound || w.Body.String() != noFile || w.Header().Get("ETag") != "" || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %s %v", path, w.Code, w.Body, w.Header())
		}
	}
}
