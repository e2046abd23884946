package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/cors"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/fault"
)

// routes is the whole surface.
func (a *api) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(a.watch, byDecodedPath)
	if len(a.CORSOrigins) > 0 {
		r.Use(a.cors())
	}
	r.Use(a.faults)
	r.NotFound(a.notFound(r))

	r.Handle("/test_framework/v2/aiagents/", a.resource(methods{
		http.MethodGet:  a.listAgents,
		http.MethodPost: a.createAgent,
	}))
	r.Handle("/test_framework/v2/aiagents/{id:[^/.]+}/", a.agentResource(methods{
		http.MethodGet:    a.getAgent,
		http.MethodPut:    a.putAgent,
		http.MethodPatch:  a.patchAgent,
		http.MethodDelete: a.deleteAgent,
	}))
	r.Handle("/test_framework/v2/aiagents/{id:[^/.]+}/knowledge_base/", a.agentResource(methods{
		http.MethodGet: a.listFiles,
	}))
	r.Handle("/test_framework/v2/aiagents/{id:[^/.]+}/upload_knowledge_base/", a.agentResource(methods{
		http.MethodPost: a.uploadFiles,
	}))
	r.Handle("/test_framework/v2/aiagents/{id:[^/.]+}/delete_knowledge_base/", a.agentResource(methods{
		http.MethodDelete: a.deleteFiles,
	}))
	r.Handle("/test_framework/v2/aiagents/{id:[^/.]+}/duplicate/", a.agentResource(methods{
		http.MethodPost: a.duplicateAgent,
	}))
	r.Handle("/test_framework/v1/aiagents/{id:[^/.]+}/dynamic-variables/", a.agentResource(methods{
		http.MethodGet:  a.listVariables,
		http.MethodPost: a.upsertVariables,
	}))
	r.Handle("/test_framework/v1/aiagents/{id:[^/.]+}/dynamic-variable/{variable:[^/.]+}/", a.agentResource(methods{
		http.MethodPatch:  a.patchVariable,
		http.MethodDelete: a.deleteVariable,
	}))
	r.Handle("/test_framework/v1/aiagents/{id:[^/.]+}/tools/mock-status/", a.agentResource(methods{
		http.MethodGet: a.mockStatus,
	}))
	r.Handle("/user/v1/projects/", a.resource(methods{
		http.MethodGet: a.listProjects,
	}))

	// What agents under test call at runtime.
	r.Handle("/test_framework/v1/aiagents/{id:[^/.]+}/tool/{tool}/", a.agentResource(methods{
		http.MethodGet:  a.describeTool,
		http.MethodPost: a.callTool,
	}))
	r.Handle("/test_framework/v1/aiagents/{id:[^/.]+}/mcp/{index}/", ofAgent(a.mcpEndpoint()))
	r.Handle("/media/knowledge_base/{id}/{file}/{name}", ofAgent(a.serveFile))
	r.Handle("/openapi.json", a.document("application/json", a.Document.JSON))
	r.Handle("/openapi.yaml", a.document("application/yaml", a.Document.YAML))
	return r
}

// byDecodedPath routes by the decoded path, whatever the method, as Django
// does: an encoded slash is a slash, and what a method may do is looked at only
// after the key.
func byDecodedPath(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route := chi.RouteContext(r.Context())
		route.RoutePath = r.URL.Path
		route.RouteMethod = http.MethodGet
		next.ServeHTTP(w, r)
	})
}

// notFound redirects a path that lacks only its final slash, and says of any
// other that it is not emulated.
func (a *api) notFound(routes chi.Routes) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		if !strings.HasSuffix(path, "/") && routes.Match(chi.NewRouteContext(), http.MethodGet, path+"/") {
			target := url.URL{Path: a.World(r).Prefix + path + "/", RawQuery: r.URL.RawQuery}
			w.Header().Set("Location", target.String())
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusMovedPermanently)
			return
		}
		note(r).unknownPath = true
		a.write(w, r, "", refusal(&httpError{status: http.StatusNotFound, detail: apierr.NotFound}))
	}
}

func (a *api) cors() func(http.Handler) http.Handler {
	return cors.Handler(cors.Options{
		AllowedOrigins: a.CORSOrigins,
		AllowedMethods: []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"},
		AllowedHeaders: []string{"*"},
		ExposedHeaders: []string{"Allow", "ETag", "Location", matchHeader, fault.Header},
	})
}
