package seed

import (
	"strings"
	"testing"
)

// Each error says file, line and field. What agentIn adds starts in line 5.
func TestErrors(t *testing.T) {
	in := func(more ...string) string { return agentIn(more...) }
	tests := []struct{ name, content, want string }{
		{"no version", "agents: []", ":1: version: must be 1"},
		{"another version", "agents: []\nversion: 2", ":2: version: must be 1"},
		{"agents", "version: 1\nagents: {}", ":2: agents: must be a list"},
		{"agent", "version: 1\nagents:\n- x", ":3: agents[0]: must be a mapping"},
		{"projects", "version: 1\nprojects: 3", ":2: projects: must be a list"},
		{"project 0", "version: 1\nprojects:\n- 1\n- 0", ":4: projects[1]: must be a positive integer, at most 9007199254740991"},
		{"project text", "version: 1\nprojects: ['1']", ":2: projects[0]: must be a positive integer, at most 9007199254740991"},
		{"project without id", "version: 1\nprojects:\n- {name: x}", ":3: projects[0]: needs an id that no other project has"},
		{"project twice", "version: 1\nprojects:\n- 5\n- id: 5", ":4: projects[1]: needs an id that no other project has"},

		{"unknown key", "version: 1\nagnets: []", ":2: agnets: unknown key"},
		{"unknown key of a project", "version: 1\nprojects:\n- {id: 1,\n   nam: x}", ":4: projects[0].nam: unknown key"},
		{"unknown key of an agent", in("x: 1"), ":5: agents[0].x: unknown key"},
		{"unknown key of telephony", in("telephony:", "  phone: x"), ":6: agents[0].telephony.phone: unknown key"},
		{"unknown key of provider", in("provider:", "  typ: x"), ":6: agents[0].provider.typ: unknown key"},
		{"unknown key of credentials", in("provider:", "  credentials:", "    key: x"), ":7: agents[0].provider.credentials.key: unknown key"},
		{"unknown key of chat", in("provider:", "  chat_agent_details:", "    typ: x"), ":7: agents[0].provider.chat_agent_details.typ: unknown key"},
		{"unknown key of a tool", in("mock_tools:", "  - name: t", "  - name: u", "    foo: 1"), ":8: agents[0].mock_tools[1].foo: unknown key"},
		{"unknown key of served_via", in("mock_tools:", "  - name: t", "    served_via:", "      typ: x"), ":8: agents[0].mock_tools[0].served_via.typ: unknown key"},
		{"unknown key of a file", in("knowledge_base_files:", "  - {file_name: a.txt, content: x, foo: 1}"), ":6: agents[0].knowledge_base_files[0].foo: unknown key"},
		{"unknown key of a variable", in("dynamic_variables:", "  - {name: a, description: d, foo: 1}"), ":6: agents[0].dynamic_variables[0].foo: unknown key"},

		{"required", "version: 1\nagents:\n- name: a", ":3: agents[0].description: This field is required."},
		{"name", "version: 1\nagents:\n- description: d", ":3: agents[0].name: This field is required."},
		{"type", in("telephony: x"), ":5: agents[0].telephony: Invalid data. Expected a dictionary, but got str."},
		{"enum", in("language: xx"), `:5: agents[0].language: "xx" is not a valid choice.`},
		{"project below 1", in("project: 0"), `:5: agents[0].project: Invalid pk "0" - object does not exist.`},
		{"tool name", in("mock_tools:", "  - name: t", "  - name: a b"), ":7: agents[0].mock_tools[1].name: Tool name may only contain alphanumerics, underscores and hyphens."},
		{"tool without name", in("mock_tools:", "  - {}"), ":6: agents[0].mock_tools[0].name: This field is required."},
		{"tool twice", in("mock_tools:", "  - name: t", "  - name: t"), ":7: agents[0].mock_tools[1].name: Duplicate tool name."},
		{"mappings", in("mock_tools:", "  - name: t", "    mock_data: [1]"), ":7: agents[0].mock_tools[0].mock_data: Mapping 0 must be an object with input and output."},
		{"config", in("provider:", "  type: vapi", "  credentials:", "    config: []"), `:8: agents[0].provider.credentials.config: Expected a dictionary of items but got type "list".`},
		{"items of the wrong type", in("mock_tools: x"), `:5: agents[0].mock_tools: Expected a list of items but got type "str".`},
		{"item of the wrong type", in("mock_tools:", "  - {name: t}", "  - t"), ":7: agents[0].mock_tools[1]: Invalid data. Expected a dictionary, but got str."},

		{"id", in("id: -1"), ":5: agents[0].id: must be a positive integer, at most 9007199254740991"},
		{"id null", in("id:"), ":5: agents[0].id: must be a positive integer, at most 9007199254740991"},
		{"id of a tool", in("mock_tools:", "  - {name: t, id: x}"), ":6: agents[0].mock_tools[0].id: must be a positive integer, at most 9007199254740991"},
		{"id of a variable", in("dynamic_variables:", "  - {name: t, description: d, id: 1.5}"), ":6: agents[0].dynamic_variables[0].id: must be a positive integer, at most 9007199254740991"},
		{"id of a file", in("knowledge_base_files:", "  - {file_name: a.md, content: x, id: '1'}"), ":6: agents[0].knowledge_base_files[0].id: must be a positive integer, at most 9007199254740991"},
		{"id of a project", "version: 1\nprojects:\n- name: x\n  id: x", ":4: projects[0].id: must be a positive integer, at most 9007199254740991"},
		{"id too large", in("id: 9223372036854775808"), ":5: agents[0].id: must be a positive integer, at most 9007199254740991"},
		{"created_at", in("created_at: 2024-01-01"), ":5: agents[0].created_at: must be a time such as 2024-01-01T00:00:00Z"},
		{"updated_at", in("updated_at: 5"), ":5: agents[0].updated_at: must be a time such as 2024-01-01T00:00:00Z"},
		{"created_at of a file", in("knowledge_base_files:", "  - {file_name: a.md, content: x, created_at: 1}"), ":6: agents[0].knowledge_base_files[0].created_at: must be a time such as 2024-01-01T00:00:00Z"},
		{"personalities", in("enabled_personalities: 5"), `:5: agents[0].enabled_personalities: Expected a list of items but got type "int".`},
		{"a personality", in("enabled_personalities: [", "  1,", "  x]"), ":7: agents[0].enabled_personalities[1]: A valid integer is required."},
		{"mock_tools_enabled", in("mock_tools_enabled: maybe"), ":5: agents[0].mock_tools_enabled: Must be a valid boolean."},
		{"mock_tools_provider", in("mock_tools_provider: []"), ":5: agents[0].mock_tools_provider: Not a valid string."},
		{"a secret's answer", in("webhook_secret_configured: 'true'"), ":5: agents[0].webhook_secret_configured: unknown key"},
		{"next_ids", "version: 1\nnext_ids: 5", ":2: next_ids: must be a mapping"},
		{"a next id", "version: 1\nnext_ids:\n  agents: 0", ":3: next_ids.agents: must be a positive integer, at most 9007199254740992"},
		{"a next id of nothing", "version: 1\nnext_ids: {\n  agents: 1,\n  tools: 1}", ":4: next_ids.tools: unknown key"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			world, err := testLoader(t).parse("dir/a.yaml", []byte(test.content))
			if err == nil || err.Error() != "dir/a.yaml"+test.want {
				t.Errorf("%s\n got  %v\n want dir/a.yaml%s", test.content, err, test.want)
			}
			if len(world.Agents) != 0 || len(world.Projects) != 0 {
				t.Errorf("there is a world: %+v", world)
			}
		})
	}
}

// A file is wrong as a whole where it is no mapping.
func TestNoMapping(t *testing.T) {
	for _, content := range []string{"- 1", "x", "1", "null"} {
		_, err := testLoader(t).parse("a.yaml", []byte(content))
		if err == nil || !strings.HasSuffix(err.Error(), "a seed is a mapping with version, projects and agents") {
			t.Errorf("%s: %v", content, err)
		}
	}
}

// Times default to the loader's, and updated_at to created_at.
func TestTimes(t *testing.T) {
	for lines, want := range map[string]string{
		"":                                      "2025-02-03T04:05:06Z 2025-02-03T04:05:06Z",
		"created_at: 2024-01-01T00:00:00Z":      "2024-01-01T00:00:00Z 2024-01-01T00:00:00Z",
		"updated_at: 2026-01-01T02:00:00+02:00": "2025-02-03T04:05:06Z 2026-01-01T00:00:00Z",
		"created_at: 2024-01-01T00:00:00.5Z\n    updated_at: '2024-01-02T00:00:00Z'": "2024-01-01T00:00:00.5Z 2024-01-02T00:00:00Z",
	} {
		a := mustParse(t, agentIn(lines)).Agents[0]
		const layout = "2006-01-02T15:04:05.999999999Z07:00"
		if got := a.CreatedAt.Format(layout) + " " + a.UpdatedAt.Format(layout); got != want {
			t.Errorf("%q: %s, want %s", lines, got, want)
		}
	}
}
