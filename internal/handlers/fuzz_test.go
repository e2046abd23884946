package handlers_test

import (
	"net/http"
	"testing"
)

// FuzzBody sends any body in each of the media types: never a panic, never a
// 5xx, and a refused one leaves the agent as it was, byte for byte.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		everything,
		`{"mock_tools":[{"id":501,"mock_data":[{"input":{},"output":1}]},{"name":"x","served_via":{"type":"mcp"}}]}`,
		`{"knowledge_base_files":[{"id":301},{"file_name":"a.txt","content_base64":"YQ=="}],"dynamic_variables":[{"name":"n","description":"d"}]}`,
		`{"name":"\ud800","predefined_metrics":["\udfff",1e400],"project":"1_0"}`,
		"name=a&telephony.inbound=1&mock_tools[0]name=b&mock_tools[3]served_via.type=mcp&predefined_metrics={}",
		"--B\r\nContent-Disposition: form-data; name=\"mock_tools\"\r\n\r\n[{\"name\":\"x\"}]\r\n--B--\r\n",
		"--B\r\nContent-Disposition: form-data; name=\"name\"; filename=\"f\"\r\n\r\nx\r\n--B--\r\n",
		"\xef\xbb\xbf{}", "[[[[", "null", "",
	} {
		f.Add([]byte(seed))
	}
	server := newServer(f, nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, media := range []string{"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"} {
			before := request{path: agentPath}.to(server).Body.String()
			w := request{http.MethodPatch, agentPath, string(body), map[string]string{"Content-Type": media}}.to(server)
			after := request{path: agentPath}.to(server)
			switch {
			case w.Code == http.StatusOK && after.Body.String() == w.Body.String():
			case w.Code >= 400 && w.Code < 500 && after.Body.String() == before:
			default:
				t.Errorf("%s: %d %s\nbefore %s\nafter  %d %s", media, w.Code, w.Body, before, after.Code, after.Body)
			}
			parse(t, after.Body.String()) // whatever is stored, answers stay JSON
		}
	})
}
