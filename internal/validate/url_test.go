package validate

import (
	"strings"
	"testing"
)

func TestURLs(t *testing.T) {
	label, host := strings.Repeat("a", 63), strings.Repeat("a.", 125)
	for _, value := range []string{
		"", "http://example.com", "https://example.com/", "ftp://example.com", "ftps://example.com", "HTTPS://Example.COM/Path",
		"hTTp://a.b", "http://localhost", "http://LOCALHOST:8080/x", "http://127.0.0.1", "http://255.255.255.255:1/",
		"http://[::1]", "http://[2001:db8::1]:8443/x", "http://[::ffff:1.2.3.4]/", "http://example.com.", "http://example.com.:80/",
		"http://user@example.com", "http://user:pass@example.com:80/", "http://user:@example.com", "http://u%40x:p@example.com",
		"http://example.com:1", "http://example.com:99999", "http://example.com?q", "http://example.com#f", "http://example.com/?a=b&c[]=d#e",
		"http://a-b.c-d", "http://1.2.3.a", "http://a.1b", "http://bücher.example", "http://例え.テスト/パス",
		"http://xn--bcher-kva.example", "http://" + label + ".example", "http://" + host + "abc", "http://" + host + "ab.",
		"http://example.com/" + strings.Repeat("é", 2048-len("http://example.com/")), "http://example.com/<>\"{}|\\^`",
	} {
		if err := checkURL(value); err != nil {
			t.Errorf("%.300q is refused", value)
		}
	}
}

func TestNotURLs(t *testing.T) {
	label, host := strings.Repeat("a", 64), strings.Repeat("a.", 125)
	for _, value := range []string{
		"x", "example.com", "//example.com", "http:example.com", "http:/example.com", "http://", "http:///path", "://example.com",
		"ws://example.com", "wss://example.com", "mailto:a@example.com", "file:///etc", "javascript://example.com", " http://example.com",
		"http://exa mple.com", "http://example.com/a b", "http://example.com/\t", "http://example.com/\n", "http://example.com/\u00a0",
		"http://example.com/\u2003", "http://example.com/\x1c", "http://example", "http://localhost.", "http://localhos", "http://.", "http://a.",
		"http://..", "http://a..b", "http://.a.b", "http://a.b..", "http://-a.b", "http://a-.b", "http://a.-b", "http://a.b-", "http://a_b.c",
		"http://a.1", "http://1.2.3", "http://256.1.1.1", "http://1.2.3.04", "http://1.2.3.4.5", "http://1.2.3.4.", "http://::1", "http://[::1",
		"http://[::1]x", "http://[1.2.3.4]", "http://[example.com]", "http://[::g]", "http://[::1%25eth0]", "http://[]",
		"http://example.com:", "http://example.com:123456", "http://example.com:8a", "http://example.com:-1", "http://@example.com",
		"http://a:b:c@example.com", "http://a/b@", "http://user@", "http://" + label + ".example", "http://" + host + "abcd", "http://" + host + "abc.",
		"http://example.com/" + strings.Repeat("é", 2049-len("http://example.com/")), "http://😀.example", "http://\u00a0.example", "http://\u0080.example",
	} {
		if err := checkURL(value); err == nil {
			t.Errorf("%.300q is taken", value)
		}
	}
}

func TestURLField(t *testing.T) {
	const notURL = `["Enter a valid URL."]`
	checkField(t, "webhook_url", []fieldRow{
		{sent: `"https://hooks.example.com/x"`, arrives: `"https://hooks.example.com/x"`},
		{sent: `"  https://x.example \n"`, arrives: `"https://x.example"`}, // trimmed first
		{sent: `"  "`, arrives: `""`},
		{sent: `"x"`, errors: notURL},
		{sent: `42`, errors: notURL},
		{sent: `1.5`, errors: notURL},
		{sent: `true`, errors: notURL},
		{sent: `["https://x.example"]`, errors: notURL},
		{sent: `{}`, errors: notURL},
		{sent: `null`, errors: notNull},
		// The format comes after REST framework's own validators.
		{sent: `"http://x\u0000.example"`, errors: `["Null characters are not allowed.","Enter a valid URL."]`},
		{sent: `"x\ud800"`, errors: `["Surrogate characters are not allowed: U+D800.","Enter a valid URL."]`},
	})
	// Only webhook_url is a URL to the document.
	checkField(t, "telephony.websocket_url", []fieldRow{{sent: `"not a url"`, arrives: `"not a url"`}})
}
