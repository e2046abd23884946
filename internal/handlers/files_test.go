package handlers_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const (
	filesPath  = agentPath + "knowledge_base/"
	uploadPath = agentPath + "upload_knowledge_base/"
	clearPath  = agentPath + "delete_knowledge_base/"
)

// uploaded is a multipart upload; each part is a name, a file's name ("" for a
// field), and content.
func uploaded(parts ...[3]string) request {
	var b strings.Builder
	for _, part := range parts {
		b.WriteString("--B\r\nContent-Disposition: form-data; name=\"" + part[0] + `"`)
		if part[1] != "" {
			b.WriteString(`; filename="` + part[1] + "\"\r\nContent-Type: application/octet-stream")
		}
		b.WriteString("\r\n\r\n" + part[2] + "\r\n")
	}
	return request{http.MethodPost, uploadPath, b.String() + "--B--\r\n", map[string]string{"Content-Type": "multipart/form-data; boundary=B"}}
}

// uploadedJSON is an upload of JSON items.
func uploadedJSON(items string) request {
	return request{http.MethodPost, uploadPath, `{"files":` + items + `}`, nil}
}

// shownFile is a file in an answer.
func shownFile(id int, escaped, name, mediaType string, size int) string {
	return fmt.Sprintf(`{"id":%d,"agent":2142,"file_url":"http://mock.test/media/knowledge_base/2142/%d/%s","file_name":"%s","file_type":"%s",`+
		`"file_size":%d,"created_at":"2024-03-15T10:30:45.120000Z","updated_at":"2024-03-15T10:30:45.120000Z"}`, id, id, escaped, name, mediaType, size)
}

var faq = shownFile(301, "faq.txt", "faq.txt", "text/plain", 42)

const exe = `"File extension “exe” is not allowed. Allowed extensions are: pdf, txt, json, csv, xml, md."`

func TestUpload(t *testing.T) {
	a, b := shownFile(302, "a.md", "a.md", "text/markdown", 3), shownFile(303, "b.PDF", "b.PDF", "application/pdf", 0)
	tests := []struct {
		name string
		request
		status int
		want   string
	}{
		{"a form", uploaded([3]string{"files", "a.md", "\x00\r\n"}, [3]string{"files", "b.PDF", ""}), 201, `[` + a + `,` + b + `]`},
		{"a form with other parts", uploaded([3]string{"note", "", "x"}, [3]string{"files", "a.md", "abc"}, [3]string{"file", "c.md", "x"}), 201, `[` + a + `]`},
		{"a file's folders are dropped", uploaded([3]string{"files", "../../x/a.md", "abc"}), 201, `[` + a + `]`},
		{"JSON", uploadedJSON(`[{"name":"a.md","content_base64":"YWJj"},{"file_name":"b.PDF","content_base64":"data:,"}]`), 201, `[` + a + `,` + b + `]`},
		{"an upload is always new", uploadedJSON(`[{"id":301,"name":"a.md","content_base64":"YWJj"}]`), 201, `[` + a + `]`},
		{"a name that is taken", uploadedJSON(`[{"name":"faq.txt","content_base64":"YWJj"}]`), 201, `[` + shownFile(302, "faq.txt", "faq.txt", "text/plain", 3) + `]`},
		{"a name that ends in a folder's dot", uploadedJSON(`[{"name":"x.txt/.","content_base64":"YWJj"}]`), 201, `[` + shownFile(302, "x.txt", "x.txt/.", "text/plain", 3) + `]`},

		{"nothing", request{http.MethodPost, uploadPath, "", nil}, 400, `{"files":["This field is required."]}`},
		{"a form without files", uploaded([3]string{"files", "", "text"}), 400, `{"files":["This field is required."]}`},
		{"urlencoded", request{http.MethodPost, uploadPath, "files=x", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 400, `{"files":["This field is required."]}`},
		{"JSON without files", request{http.MethodPost, uploadPath, `{}`, nil}, 400, `{"files":["This field is required."]}`},
		{"an empty list", uploadedJSON(`[]`), 400, `{"files":["This field is required."]}`},
		{"null as a whole", request{http.MethodPost, uploadPath, `null`, nil}, 400, `{"non_field_errors":["No data provided"]}`},
		{"a list as a whole", request{http.MethodPost, uploadPath, `[]`, nil}, 400, `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`},
		{"null", uploadedJSON(`null`), 400, `{"files":["This field may not be null."]}`},
		{"no list", uploadedJSON(`"x"`), 400, `{"files":{"non_field_errors":["Expected a list of items but got type \"str\"."]}}`},
		{"items that are none", uploadedJSON(`[1,null]`), 400, `{"files":[{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]},["This field may not be null."]]}`},
		{"incomplete items", uploadedJSON(`[{"content_base64":"eA=="},{"name":"a.md"},{"name":"a.md","content_base64":"eA=="}]`), 400,
			`{"files":[{"file_name":["This field is required."]},{"content_base64":["This field is required."]},{}]}`},
		{"bad items", uploadedJSON(`[{"name":"a.exe","content_base64":"eA=="},{"name":"a.md","content_base64":"?"}]`), 400,
			`{"files":[{"file_name":[` + exe + `]},{"content_base64":["Invalid base64 content."]}]}`},
		{"an extension in a form", uploaded([3]string{"files", "a.md", "x"}, [3]string{"files", "a.exe", "x"}), 400, `{"files":[{},{"file_name":[` + exe + `]}]}`},
		{"a form cut off", request{http.MethodPost, uploadPath, "--B\r\n", map[string]string{"Content-Type": "multipart/form-data; boundary=B"}}, 400,
			`{"detail":"Multipart form parse error - The body ends before its closing boundary."}`},
		{"another media type", request{http.MethodPost, uploadPath, "x", map[string]string{"Content-Type": "text/plain"}}, 415, `{"detail":"Unsupported media type \"text/plain\" in request."}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newServer(t, nil)
			w := test.to(server)
			if w.Code != test.status || w.Body.String() != test.want {
				t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
			kept := faq // and after it what was added
			if w.Code == http.StatusCreated {
				kept += "," + strings.Trim(w.Body.String(), "[]")
			}
			list := request{path: filesPath}.to(server).Body.String()
			if got := at(t, list, "results"); got != "["+kept+"]" {
				t.Errorf("the list is\n%s\nwant\n[%s]", got, kept)
			}
		})
	}
}

// Uploaded bytes are served as they came.
func TestUploadedBytes(t *testing.T) {
	const content = "\x00\xff\r\n-B\n“é”\r\n"
	for _, r := range []request{
		uploaded([3]string{"files", "a.pdf", content}),
		uploadedJSON(`[{"name":"a.pdf","content_base64":"` + base64.StdEncoding.EncodeToString([]byte(content)) + `"}]`),
	} {
		server := newServer(t, nil)
		if w := r.to(server); w.Code != http.StatusCreated {
			t.Fatal(w.Code, w.Body)
		}
		if w := (request{path: "/media/knowledge_base/2142/302/a.pdf"}).to(server); w.Body.String() != content {
			t.Errorf("got %q, want %q", w.Body, content)
		}
	}
}

func TestListFiles(t *testing.T) {
	server := newServer(t, nil)
	items := `{"name":"a.md","content_base64":"YWJj"},{"name":"b.md","content_base64":"YWJj"}`
	if w := uploadedJSON("[" + items + "]").to(server); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	const page = `"http://mock.test` + filesPath
	tests := []struct{ query, count, next, previous, ids string }{
		{"", "3", "null", "null", "301 302 303"},
		{"?page_size=2", "3", page + `?page=2&page_size=2"`, "null", "301 302"},
		{"?page_size=2&page=2", "3", "null", page + `?page_size=2"`, "303"},
		{"?page_size=1&page=2", "3", page + `?page=3&page_size=1"`, page + `?page_size=1"`, "302"},
		{"?page=2", "", "", "", ""}, {"?page=x", "", "", "", ""}, {"?page=9223372036854775807", "", "", "", ""},
	}
	for _, test := range tests {
		w := request{path: filesPath + test.query}.to(server)
		body := w.Body.String()
		if test.count == "" {
			if w.Code != http.StatusNotFound || body != `{"detail":"Invalid page."}` {
				t.Errorf("%s: %d %s", test.query, w.Code, body)
			}
			continue
		}
		var ids []string
		results, _ := parse(t, body).Get("results")
		for _, file := range results.Items {
			id, _ := file.Get("id")
			ids = append(ids, id.Text)
		}
		got := [4]string{at(t, body, "count"), at(t, body, "next"), at(t, body, "previous"), strings.Join(ids, " ")}
		if want := [4]string{test.count, test.next, test.previous, test.ids}; got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", test.query, got, want)
		}
	}
}

// Deleting says how many there were, and leaves the rest of the agent alone.
func TestDeleteFiles(t *testing.T) {
	server := newServer(t, nil)
	tools := at(t, request{path: agentPath}.to(server).Body.String(), "mock_tools")
	for _, want := range []string{`{"deleted_count":1}`, `{"deleted_count":0}`} {
		if w := (request{method: http.MethodDelete, path: clearPath}).to(server); w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("got %d %s, want %s", w.Code, w.Body, want)
		}
	}
	if got, want := (request{path: filesPath}).to(server).Body.String(), `{"count":0,"next":null,"previous":null,"results":[]}`; got != want {
		t.Errorf("left are %s", got)
	}
	if w := (request{path: "/media/knowledge_base/2142/301/faq.txt"}).to(server); w.Code != http.StatusNotFound {
		t.Errorf("the URL of a deleted file: %d %s", w.Code, w.Body)
	}
	if got := at(t, request{path: agentPath}.to(server).Body.String(), "mock_tools"); got != tools {
		t.Errorf("the tools became %s", got)
	}
}
