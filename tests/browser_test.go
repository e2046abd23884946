package tests

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestBrowser lets a browser look at the dashboard and use it. The programs end
// badly when something is not as it should be, when there is an error in the
// browser's console, and when a page asks anything of another address.
func TestBrowser(t *testing.T) {
	for _, program := range []struct {
		name  string
		flags []string
	}{
		{"look", nil},
		{"use", nil},
		{"hostile", nil},
		{"login", []string{"--admin-token", "secret"}},
		{"large", []string{"--journal", "20000"}},
	} {
		t.Run(program.name, func(t *testing.T) {
			dir := packagesDir(t, "browser")
			chromium := chromiumPath(t)
			s := start(t, program.flags...)
			if seen := node(t, dir, program.name+".mjs", chromium, s.url); len(seen) > 0 {
				t.Logf("%s", seen)
			}
		})
	}
}

// TestBrowserOfOtherSites lets pages of two other sites try the controls.
func TestBrowserOfOtherSites(t *testing.T) {
	dir, chromium := packagesDir(t, "browser"), chromiumPath(t)
	var origins []string
	for range 2 {
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
		}))
		defer site.Close()
		origins = append(origins, site.URL)
	}
	s := start(t, "--cors-origin", origins[0], "--cors-controls")
	node(t, dir, "controls.mjs", chromium, s.url, origins[0], origins[1])
}

var screenshots = flag.String("screenshots", "", "a `folder` for the pictures of the README")

// TestScreenshots takes the pictures of the README; make screenshots keeps them.
func TestScreenshots(t *testing.T) {
	dir, chromium := packagesDir(t, "browser"), chromiumPath(t)
	folder := t.TempDir()
	if *screenshots != "" {
		var err error
		if folder, err = filepath.Abs(*screenshots); err != nil {
			t.Fatal(err)
		}
	}
	node(t, dir, "screenshots.mjs", chromium, start(t).url, folder)
	for _, name := range []string{"world.png", "request.png"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 200<<10 {
			t.Errorf("%s has %d bytes", name, info.Size())
		}
	}
}

// chromiumPath finds the browser. A test that needs it is skipped where it is
// not installed, but not in CI.
func chromiumPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "chromium is not installed"
	if os.Getenv("CI") != "" {
		t.Fatal(missing + ", and CI is to look at the dashboard")
	}
	t.Skip(missing + ": nobody looked at the dashboard")
	return ""
}
