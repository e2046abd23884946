package seed

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
)

// A file that was uploaded is called what its part is called, which the fields
// of JSON bodies need not take; its export is read again all the same.
func TestWriteUploadedFiles(t *testing.T) {
	for _, name := range []string{"a.txt", " a.txt", "é b.TXT", `a\b.txt`, "a\x00.txt", "\xff.txt", strings.Repeat("n", 300) + ".txt"} {
		body := "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\n\r\nx\r\n--B--\r\n"
		data, err := form.ParseMultipart([]byte(body), "B", "")
		if err != nil {
			t.Fatal(err)
		}
		w := newChanging(t, 1)
		if !w.create(parsed(t, `{"name":"a","description":"d","telephony":{"phone_number":"+1"}}`)) {
			t.Fatal("no agent is made")
		}
		part := data.All("files")[0]
		sent := domain.AddFiles(w.world.Agents[0], []domain.SentItem{domain.Upload(part.Text, []byte(part.Content))})
		if !w.reconcile(0, sent, nil) {
			continue // it is refused, which is as good
		}
		world, err := testLoader(t).Text(Write(w.v, w.world, true))
		if err != nil || dump(world) != dump(w.world) {
			t.Errorf("%.20q is read as %v: %.300s", name, err, dump(world))
		}
	}
}
