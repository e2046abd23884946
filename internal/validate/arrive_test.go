package validate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

// summary writes what arrived of a body, as path=JSON in the order of the
// paths; what was not sent is not there.
func summary(sent domain.Sent) string { return summaryBy(compiledAgent(), sent) }

func compiledAgent() *field.Field {
	v, err := compiled()
	if err != nil {
		panic(err)
	}
	return v.Agent()
}

// summaryBy writes it for an agent of another document.
func summaryBy(agent *field.Field, sent domain.Sent) string {
	all := map[string]string{}
	arrived(all, agent, "", &sent.Fields)
	for _, n := range domain.Names {
		if sent.Collections[n] == nil {
			continue
		}
		items := *sent.Collections[n]
		for i := range items {
			arrived(all, agent.Prop(n.String()).Item, n.String()+"["+strconv.Itoa(i)+"]", &items[i].Fields)
		}
		if len(items) == 0 {
			all[n.String()] = "[]"
		}
	}
	if sent.Project != 0 {
		all["project"] = strconv.FormatInt(sent.Project, 10)
	}
	var pairs []string
	for _, path := range slices.Sorted(maps.Keys(all)) {
		pairs = append(pairs, path+"="+all[path])
	}
	return strings.Join(pairs, " ")
}

// arrived collects the values by path.
func arrived(all map[string]string, f *field.Field, path string, v *pyjson.Value) {
	switch {
	case f != nil && f.Kind == field.Object && v.Kind == pyjson.Object && (len(v.Keys) > 0 || path == ""):
		for i, key := range v.Keys {
			arrived(all, f.Prop(key), join(path, key), &v.Items[i])
		}
	case f != nil && f.Kind == field.Collection && v.Kind == pyjson.Array && len(v.Items) > 0:
		for i := range v.Items {
			arrived(all, f.Item, fmt.Sprintf("%s[%d]", path, i), &v.Items[i])
		}
	case path != "":
		all[path] = string(v.Append(nil))
	}
}

// source is the published document, to be changed at will.
func source(t testing.TB) *pyjson.Value {
	t.Helper()
	v, err := openapi.Read(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

// The schemas of an agent, as it is sent and as it is shown.
const (
	bodySchema  = "PatchedSchemaPostAIAgentV2"
	agentSchema = "AIAgentV2"
	schemaRef   = "#/components/schemas/"
)

// schemas gives the document's schemas as they stand in the document.
func schemas(t testing.TB) *pyjson.Value {
	t.Helper()
	return at(t, source(t), "components", "schemas")
}

// at follows keys that must be there.
func at(t testing.TB, v *pyjson.Value, keys ...string) *pyjson.Value {
	t.Helper()
	found := field.At(v, keys...)
	if found == nil {
		t.Fatalf("the document has no %v", keys)
	}
	return found
}
