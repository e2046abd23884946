package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/openapi"
)

// action answers a request that was admitted.
type action func(*exchange) (answer, error)

// row is one operation of the surface.
type row struct {
	id, method, path string
	action           action
	open             bool     // no key is wanted
	writes           bool     // it writes items of an agent's collections
	aliases          []string // ids that it had before
}

// surface is all that is served, under the operation ids of the platform's own
// document.
var surface = []row{
	{id: "aiagents-list", method: "GET", path: "/test_framework/v2/aiagents/", action: listAgents},
	{id: "aiagents-create", method: "POST", path: "/test_framework/v2/aiagents/", action: createAgent, writes: true},
	{id: "aiagents-retrieve", method: "GET", path: "/test_framework/v2/aiagents/{id}/", action: getAgent},
	{id: "aiagents-update", method: "PUT", path: "/test_framework/v2/aiagents/{id}/", action: putAgent, writes: true},
	{id: "aiagents-partial-update", method: "PATCH", path: "/test_framework/v2/aiagents/{id}/", action: patchAgent, writes: true},
	{id: "aiagents-destroy", method: "DELETE", path: "/test_framework/v2/aiagents/{id}/", action: deleteAgent},
	{
		id: "aiagents-duplicate-create", method: "POST", path: "/test_framework/v2/aiagents/{id}/duplicate/",
		action: duplicateAgent, writes: true, aliases: []string{"aiagents-duplicate"},
	},
	{
		id: "aiagents-auto-fetch-progress-retrieve", method: "GET",
		path: "/test_framework/v2/aiagents/{id}/auto-fetch-progress/", action: agentProgress,
	},
	{
		id: "aiagents-import-progress-retrieve", method: "GET",
		path: "/test_framework/v2/aiagents/import-progress/", action: anyProgress,
	},
	{id: "aiagents-knowledge-base-list", method: "GET", path: "/test_framework/v2/aiagents/{id}/knowledge_base/", action: listFiles},
	{
		id: "aiagents-upload-knowledge-base_2", method: "POST", path: "/test_framework/v2/aiagents/{id}/upload_knowledge_base/",
		action: uploadFiles, writes: true, aliases: []string{"aiagents-knowledge-base-upload"},
	},
	{
		id: "aiagents-delete-knowledge-base-destroy", method: "DELETE", path: "/test_framework/v2/aiagents/{id}/delete_knowledge_base/",
		action: deleteFiles, writes: true, aliases: []string{"aiagents-knowledge-base-delete"},
	},
	{
		id: "knowledge-base-file-download", method: "GET", path: "/media/knowledge_base/{agent_id}/{file}/{name}",
		action: serveFile, open: true,
	},
	{id: "dynamic-variables-list", method: "GET", path: "/test_framework/v1/aiagents/{agent_id}/dynamic-variables/", action: listVariables},
	{
		id: "dynamic-variables-create", method: "POST", path: "/test_framework/v1/aiagents/{agent_id}/dynamic-variables/",
		action: upsertVariables, writes: true, aliases: []string{"dynamic-variables-upsert"},
	},
	{
		id: "dynamic-variables-partial-update", method: "PATCH", path: "/test_framework/v1/aiagents/{agent_id}/dynamic-variable/{id}/",
		action: patchVariable, writes: true, aliases: []string{"dynamic-variable-update"},
	},
	{
		id: "dynamic-variables-destroy", method: "DELETE", path: "/test_framework/v1/aiagents/{agent_id}/dynamic-variable/{id}/",
		action: deleteVariable, writes: true, aliases: []string{"dynamic-variable-delete"},
	},
	{
		id: "aiagents-tools-mock-status-retrieve", method: "GET", path: "/test_framework/v1/aiagents/{agent_id}/tools/mock-status/",
		action: mockStatus, aliases: []string{"mock-status-retrieve"},
	},
	{
		id: "aiagents-tool-retrieve", method: "GET", path: "/test_framework/v1/aiagents/{agent_id}/tool/{tool_name}/",
		action: getTool, aliases: []string{"mock-tool-retrieve"},
	},
	{
		id: "aiagents-tool-partial-update", method: "PATCH", path: "/test_framework/v1/aiagents/{agent_id}/tool/{tool_name}/",
		action: patchTool, writes: true,
	},
	{
		id: "aiagents-tool-destroy", method: "DELETE", path: "/test_framework/v1/aiagents/{agent_id}/tool/{tool_name}/",
		action: deleteTool, writes: true,
	},
	{id: "aiagents-tools-list", method: "GET", path: "/test_framework/v1/aiagents/{agent_id}/tools/", action: listTools},
	{
		id: "aiagents-tools-create", method: "POST", path: "/test_framework/v1/aiagents/{agent_id}/tools/",
		action: createTool, writes: true,
	},
	// Agents under their older names.
	{id: "aiagents-v1-list", method: "GET", path: "/test_framework/v1/aiagents/", action: older(listAgents)},
	{id: "aiagents-v1-create", method: "POST", path: "/test_framework/v1/aiagents/", action: older(createAgent)},
	{id: "aiagents-v1-retrieve", method: "GET", path: "/test_framework/v1/aiagents/{id}/", action: older(getAgent)},
	{id: "aiagents-v1-update", method: "PUT", path: "/test_framework/v1/aiagents/{id}/", action: older(putAgent)},
	{id: "aiagents-v1-partial-update", method: "PATCH", path: "/test_framework/v1/aiagents/{id}/", action: older(patchAgent)},
	{id: "aiagents-v1-destroy", method: "DELETE", path: "/test_framework/v1/aiagents/{id}/", action: deleteAgent},
	// What agents under test call at runtime.
	{
		id: "aiagents-tool-create", method: "POST", path: "/test_framework/v1/aiagents/{agent_id}/tool/{tool_name}/",
		action: callTool, aliases: []string{"mock-tool-call"},
	},
	{
		id: "aiagents-mcp-create", method: "POST", path: "/test_framework/v1/aiagents/{agent_id}/mcp/{mock_index}/",
		action: callMCP, open: true, aliases: []string{"mcp-call"},
	},
	{id: "personalities-list", method: "GET", path: "/test_framework/v1/personalities/", action: listPersonalities},
	{id: "projects-list", method: "GET", path: "/user/v1/projects/", action: listProjects},
	{id: "projects-retrieve", method: "GET", path: "/user/v1/projects/{id}/", action: getProject},
	{id: "openapi-json", method: "GET", path: "/openapi.json", action: documentJSON, open: true},
	{id: "openapi-yaml", method: "GET", path: "/openapi.yaml", action: documentYAML, open: true},
}

// Operations lists what is served.
func Operations() []openapi.Operation {
	all := make([]openapi.Operation, len(surface))
	for i, r := range surface {
		all[i] = openapi.Operation{ID: r.id, Method: r.method, Path: r.path, Writes: r.writes, Aliases: r.aliases}
	}
	return all
}

// resource is the operations of one path.
type resource struct {
	path    string
	methods map[string]*row
	allow   string // its methods, in the order that REST framework gives them
}

// router finds the resource of a path.
type router struct {
	paths     *chi.Mux
	resources map[string]*resource
}

func newRouter() *router {
	r := &router{paths: chi.NewRouter(), resources: map[string]*resource{}}
	for i := range surface {
		operation := &surface[i]
		of := r.resources[operation.path]
		if of == nil {
			of = &resource{path: operation.path, methods: map[string]*row{}}
			r.resources[operation.path] = of
			r.paths.Handle(operation.path, http.NotFoundHandler()) // never called: only paths are looked up
		}
		of.methods[operation.method] = operation
	}
	for _, of := range r.resources {
		of.allow = of.allowed()
	}
	return r
}

func (of *resource) allowed() string {
	var all []string
	for _, name := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		if of.methods[name] != nil {
			all = append(all, name)
		}
	}
	if get := of.methods[http.MethodGet]; get != nil {
		of.methods[http.MethodHead] = get
		all = append(all, http.MethodHead)
	}
	return strings.Join(append(all, http.MethodOptions), ", ")
}

// find gives the resource of a decoded path, whatever the method, as Django
// does: an encoded slash is a slash, and what a method may do is looked at only
// after the key. It gives nil where there is none.
func (r *router) find(path string) (*resource, *chi.Context) {
	params := chi.NewRouteContext()
	pattern := r.paths.Find(params, http.MethodGet, path)
	return r.resources[pattern], params
}

// lacksSlash reports whether a path lacks only its final slash. One that ends
// in .json asks for a format and is none.
func (r *router) lacksSlash(path string) bool {
	if strings.HasSuffix(path, "/") {
		return false
	}
	of, params := r.find(path + "/")
	return of != nil && !strings.Contains(agentParam(of, params), ".")
}

// agentParams are what an agent's id is called in paths.
var agentParams = []string{"agent_id", "id"}

// agentParam gives what a path has in the place of an agent's id, or "".
func agentParam(of *resource, params *chi.Context) string {
	if of == nil || !strings.Contains(of.path, "aiagents/{") && !strings.Contains(of.path, "{agent_id}") {
		return ""
	}
	for _, name := range agentParams {
		if i := slices.Index(params.URLParams.Keys, name); i >= 0 {
			return params.URLParams.Values[i]
		}
	}
	return ""
}
