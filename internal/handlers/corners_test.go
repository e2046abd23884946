package handlers_test

import (
	"net/http"
	"testing"
)

// Where a client is sent on to is written as Django writes it. (HT-04)
func TestLocation(t *testing.T) {
	server := newServer(t, nil)
	for path, want := range map[string]string{
		agentsPath + "1;2":                       agentsPath + "1%3B2/",
		agentsPath + "1=2":                       agentsPath + "1%3D2/",
		agentsPath + "1%20%C3%A9":                agentsPath + "1%20%C3%A9/",
		agentsPath + "a@b:c&d+e$f,g!*'()~":       agentsPath + "a@b:c&d+e$f,g!*'()~/",
		agentsPath + "1?q=%20;a=b&ql={id}|%22\"": agentsPath + "1/?q=%20;a=b&ql=%7Bid%7D%7C%22%22",
	} {
		w := request{path: path}.to(server)
		if got := w.Header().Get("Location"); w.Code != http.StatusMovedPermanently || got != want {
			t.Errorf("%s: %d to %s, want %s", path, w.Code, got, want)
		}
	}
}

// Headers are text in Latin-1 to Django, and multipart wants ASCII. (HT-23,
// HT-27, HT-28)
func TestContentTypesThatAreEchoed(t *testing.T) {
	server := newServer(t, nil)
	const failed = `{"detail":"Multipart form parse error - `
	for mediaType, want := range map[string]string{
		"é/é":                                  `{"detail":"Unsupported media type \"Ã©/Ã©\" in request."}`,
		"\xff":                                 `{"detail":"Unsupported media type \"ÿ\" in request."}`,
		"multipart/form-data":                  failed + `Invalid boundary in multipart: None"}`,
		"multipart/form-data; boundary":        failed + `Invalid boundary in multipart: None"}`,
		"multipart/form-data; boundary=":       failed + `Invalid boundary in multipart: "}`,
		`multipart/form-data; boundary=""`:     failed + `Invalid boundary in multipart: "}`,
		"multipart/form-data; boundary=é":      failed + `Invalid non-ASCII Content-Type in multipart: multipart/form-data; boundary=Ã©"}`,
		"multipart/form-data; boundary=B; a=é": failed + `Invalid non-ASCII Content-Type in multipart: multipart/form-data; boundary=B; a=Ã©"}`,
		"Multipart/form-data; boundary=é":      failed + `Invalid Content-Type: Multipart/form-data; boundary=Ã©"}`,
		"multipart/form-data; boundary=\"a \"": failed + `Invalid boundary in multipart: a "}`,
	} {
		w := request{http.MethodPatch, agentPath, "x", map[string]string{"Content-Type": mediaType}}.to(server)
		if got := w.Body.String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", mediaType, got, want)
		}
	}
}

// A dot in an agent's path is a format's to Django, and there is none such, with
// what the path allows.
func TestAllowOfUnknownFormat(t *testing.T) {
	w := request{path: agentsPath + "1.5/"}.to(newServer(t, nil))
	if got := w.Header().Get("Allow"); w.Code != http.StatusNotFound || w.Body.String() != `{"detail":"Not found."}` || got == "" {
		t.Errorf("%d %s, Allow: %s", w.Code, w.Body, got)
	}
}

// Numbers of a query are read as Python reads them. (NB-09, NB-10, NB-11)
func TestNumbersOfQueries(t *testing.T) {
	server := newList(t)
	const base = "http://mock.test" + agentsPath
	for query, want := range map[string]string{
		"&page_size=2&page=last":                   `{"count":3,"next":null,"previous":"` + base + `?page_size=2&ql=%7Bid%7D","results":[{"id":2144}]}`,
		"&page_size=1&page=last":                   `{"count":3,"next":null,"previous":"` + base + `?page=2&page_size=1&ql=%7Bid%7D","results":[{"id":2144}]}`,
		"&page=last":                               `{"count":3,"next":null,"previous":null,"results":[{"id":2142},{"id":2143},{"id":2144}]}`,
		"&page=last&q=nothing":                     `{"count":0,"next":null,"previous":null,"results":[]}`,
		"&page=Last":                               `{"detail":"Invalid page."}`,
		"&page=%202%09&page_size=%202":             `{"count":3,"next":null,"previous":"` + base + `?page_size=+2&ql=%7Bid%7D","results":[{"id":2144}]}`,
		"&page=%2B1_0":                             `{"detail":"Invalid page."}`,
		"&page=99999999999999999999":               `{"detail":"Invalid page."}`,
		"&page=-1":                                 `{"detail":"Invalid page."}`,
		"&page_size=99999999999999999999":          `{"count":3,"next":null,"previous":null,"results":[{"id":2142},{"id":2143},{"id":2144}]}`,
		"&project_id=99999999999999999999":         `{"count":0,"next":null,"previous":null,"results":[]}`,
		"&project_id=-99999999999999999999":        `{"count":0,"next":null,"previous":null,"results":[]}`,
		"&project_id=%201&page_size=1&page=%D9%A3": `{"count":3,"next":null,"previous":"` + base + `?page=2&page_size=1&project_id=+1&ql=%7Bid%7D","results":[{"id":2144}]}`,
	} {
		if got := (request{path: agentsPath + "?ql={id}" + query}).to(server).Body.String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", query, got, want)
		}
	}
	if w := (request{path: agentPath + "knowledge_base/?page=last&page_size=1"}).to(server); w.Code != http.StatusOK {
		t.Errorf("files: %d %s", w.Code, w.Body)
	}
}
