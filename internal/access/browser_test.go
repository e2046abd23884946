package access_test

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/access"
)

func TestForeign(t *testing.T) {
	tests := []struct {
		name, method, host string
		headers            []string
		foreign            bool
	}{
		{"curl", http.MethodGet, "localhost:80", []string{"User-Agent", "curl/8"}, false},
		{"curl under any name", http.MethodPost, "mock.example.com", nil, false},
		{"Node's fetch", http.MethodGet, "localhost:80", []string{"Accept-Language", "*", "Sec-Fetch-Mode", "cors", "User-Agent", "node"}, false},
		{"an image of another site", http.MethodGet, "localhost:80", []string{"Sec-Fetch-Site", "cross-site"}, true},
		{"another port of this machine", http.MethodGet, "localhost:80", []string{"Sec-Fetch-Site", "same-site"}, true},
		{"typed in", http.MethodGet, "localhost:80", []string{"Sec-Fetch-Site", "none", "User-Agent", "Mozilla/5.0"}, false},
		{"our page", http.MethodGet, "localhost:80", []string{"Sec-Fetch-Site", "same-origin"}, false},
		{"our page under another name", http.MethodGet, "evil.example", []string{"Sec-Fetch-Site", "same-origin"}, true},
		{"an image, and the site is not said", http.MethodGet, "10.0.0.1", []string{"Accept-Language", "en"}, true},
		{"a headless one", http.MethodGet, "10.0.0.1", []string{"User-Agent", "Mozilla/5.0"}, true},
		{"a form of another site", http.MethodPost, "10.0.0.1", []string{"Origin", "http://evil.example"}, true},
		{"a form of no site", http.MethodPost, "10.0.0.1", []string{"Origin", "null"}, true},
		{"a form of another port", http.MethodPost, "10.0.0.1:80", []string{"Origin", "http://10.0.0.1:81"}, true},
		{"a form of ours", http.MethodPost, "10.0.0.1:80", []string{"Origin", "http://10.0.0.1:80"}, false},
		{"a form of ours under another name", http.MethodPost, "evil.example", []string{"Origin", "http://evil.example"}, true},
	}
	for _, test := range tests {
		g := access.New(access.Config{})
		if got := g.IsForeign(request(test.method, test.host, test.headers...)); got != test.foreign {
			t.Errorf("%s: %t", test.name, got)
		}
	}
}

// The name that counts is the one that the browser used.
func TestNameBehindProxy(t *testing.T) {
	r := request(http.MethodGet, "127.0.0.1:8080", "X-Forwarded-Host", "evil.example", "Accept-Language", "en")
	if !access.New(access.Config{TrustProxy: true}).IsRebound(r) {
		t.Error("what a trusted proxy says is not believed")
	}
	if access.New(access.Config{}).IsRebound(r) {
		t.Error("what anybody says is believed")
	}
	ours := access.New(access.Config{TrustProxy: true, PublicURL: "https://mock.example.com"})
	form := request(http.MethodPost, "127.0.0.1:8080", "X-Forwarded-Host", "mock.example.com", "Origin", "https://mock.example.com")
	if ours.IsRebound(form) || ours.IsForeign(form) {
		t.Error("a form of the public URL is of another site")
	}
}

// A page of another site that may call the API does not become one of ours.
func TestOtherOriginIsNotRebound(t *testing.T) {
	r := request(http.MethodGet, "mock.example.com", "Origin", "https://app.example.com", "Sec-Fetch-Site", "same-site")
	if access.New(access.Config{}).IsRebound(r) {
		t.Error("it is rebound")
	}
}
