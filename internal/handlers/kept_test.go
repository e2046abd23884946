package handlers_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/store"
)

// keeper is a server that goes on, and so may remember, with its worlds: the
// path says which one a request is for.
type keeper struct {
	http.Handler
	config handlers.Config
	worlds map[string]*handlers.World
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	k := &keeper{worlds: map[string]*handlers.World{}}
	for _, name := range []string{"", "other"} {
		newServer(t, func(c *handlers.Config) {
			world := c.World(nil)
			k.worlds[name] = &world
			k.config = *c
		})
	}
	k.config.TrustProxy = true // the address is whatever a client says
	k.Handler = k.serving(func(name string) handlers.World { return *k.worlds[name] })
	return k
}

// serving serves worlds; who wants the other one says so in a header.
func (k *keeper) serving(world func(name string) handlers.World) http.Handler {
	config := k.config
	config.World = func(r *http.Request) handlers.World { return world(r.Header.Get("World")) }
	return handlers.New(config)
}

func (k *keeper) store(name string) *store.Store { return k.worlds[name].Store.(*store.Store) }

func (k *keeper) image(t *testing.T, name string) []byte {
	t.Helper()
	image, err := k.store(name).Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// told is all that a client gets, and what the journal says of it.
type told struct {
	code    int
	length  string
	body    string
	receipt domain.Receipt
	notices []domain.Notice
}

func ask(server http.Handler, kept *journal.Journal, r request) told {
	w := r.to(server)
	all := told{code: w.Code, length: w.Header().Get("Content-Length"), body: w.Body.String()}
	for _, e := range kept.Latest(1) {
		if all.notices = e.Notices; e.Receipt != nil {
			all.receipt = *e.Receipt
		}
	}
	return all
}

// ask sends a request to this server and to one that has never been asked
// anything, and wants both to say the same.
func (k *keeper) ask(t *testing.T, r request) told {
	t.Helper()
	name := r.header["World"]
	copied, err := store.OpenImage("", k.image(t, name), publishedtest.Validator(t).Agent())
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	world := *k.worlds[name]
	world.Store, world.Journal = copied, journal.New(10, publishedtest.Validator(t).Redactor())
	want := ask(k.serving(func(string) handlers.World { return world }), world.Journal, r)
	got := ask(k, k.worlds[name].Journal, r)
	if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); a != b {
		at := 0
		for at < min(len(a), len(b)) && a[at] == b[at] {
			at++
		}
		show := func(s string) string { return s[max(0, at-200):min(len(s), at+200)] }
		t.Fatalf("%s %s %v %.200s\n got  …%s\n want …%s", r.method, r.path, r.header, r.body, show(a), show(b))
	}
	return got
}

// manyTools is a body of so many tools, the one at the index changed being
// different, and what else it has.
func manyTools(n, changed int, more string) string {
	var all []string
	for i := range n {
		output := "as ever"
		if i == changed {
			output = "changed"
		}
		all = append(all, fmt.Sprintf(`{"name":"tool_%d","mock_data":[{"input":{},"output":%q}]}`, i, output))
	}
	return `{"mock_tools":[` + strings.Join(all, ",") + `]` + more + `}`
}

// Whatever a server remembers, it says what one says that remembers nothing.
func TestKeptIsLikeFresh(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	long := strings.Repeat("x", 1100)
	bodies := []string{
		`{"name":"short"}`, manyTools(99, -1, ""), manyTools(100, -1, ""), manyTools(130, -1, ""), manyTools(130, 0, ""), manyTools(130, 129, ""),
		manyTools(130, -1, `,"name":"named","unknown":1,"project":null`), manyTools(130, -1, `,"name":"named","description":"d","unknown":1`),
		manyTools(400, -1, `,"description":"`+long+`"`), `{"mock_tools":[],"name":"` + long[:90] + `","x":"` + long + `"}`,
		`{"name":"files","description":"` + long + `","knowledge_base_files":[{"file_name":"a.txt","content_base64":"YQ=="}]}`,
		"name=form&surplus=1&description=" + long, "name=other form&telephony.inbound=true&description=" + long,
		`{"name":"` + long + `"}`, `{"name":` + long, `{"name":"values","dynamic_variables":[{"name":"a","description":"` + long + `"},{"name":"B","description":""}]}`,
	}
	types := []string{"application/json", "application/json", "application/json", "application/json; charset=latin-1", form, "text/plain", ""}
	queries := []string{"", "", "", "?ql={id,mock_tools{name,served_via{url}}}", "?ql={name}", "?ql={"}
	hosts := []string{"a.test", "a.test", "b.test"}
	methods := []string{"PATCH", "PATCH", "PATCH", "PATCH", "PUT", "GET", "HEAD", "POST", "DUPLICATE", "DELETE", "RESTORE"}

	steps := 150
	if testing.Short() {
		steps = 50
	}
	k, random := newKeeper(t), rand.New(rand.NewPCG(1, 2))
	one := func(of []string) string { return of[random.IntN(len(of))] }
	images := map[string][]byte{"": k.image(t, ""), "other": k.image(t, "other")}
	count := map[int]int{}
	for step := range steps {
		name := one([]string{"", "", "other"})
		ids := agentIDs(t, k.store(name))
		r := request{
			method: one(methods), path: agentsPath, body: one(bodies),
			header: map[string]string{"World": name, "Content-Type": one(types), "X-Forwarded-Host": one(hosts)},
		}
		if random.IntN(4) > 0 { // what comes again and again
			r.body, r.header["Content-Type"] = bodies[2+random.IntN(6)], types[0]
		}
		if r.method != "POST" {
			r.path += fmt.Sprint(ids[random.IntN(len(ids))], "/")
		}
		switch r.method {
		case "RESTORE":
			if step%2 == 0 {
				images[name] = k.image(t, name)
			} else if err := k.store(name).Restore(t.Context(), images[name]); err != nil {
				t.Fatal(err)
			}
			continue
		case "DELETE":
			if r.body = ""; len(ids) < 3 {
				continue
			}
		case "DUPLICATE":
			if r.method, r.body, r.path = "POST", "", r.path+"duplicate/"; len(ids) > 5 {
				continue
			}
		case "POST":
			if len(ids) > 5 {
				continue
			}
		case "GET", "HEAD":
			r.body = ""
		}
		if r.method != "DELETE" {
			r.path += strings.NewReplacer("{", "%7B", "}", "%7D").Replace(one(queries))
		}
		count[k.ask(t, r).code]++
	}
	for _, code := range []int{200, 201, 204, 400, 415} {
		if count[code] == 0 && !testing.Short() {
			t.Errorf("no answer was a %d: %v", code, count)
		}
	}
}

func agentIDs(t *testing.T, s *store.Store) (ids []int64) {
	t.Helper()
	all, _, err := s.List(t.Context(), store.Query{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	slices.Sort(ids)
	return ids
}
