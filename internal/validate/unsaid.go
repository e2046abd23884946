package validate

import (
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// This file holds what the published document cannot say.

// blank lists the text fields that "" clears. Any other blank text is an
// error; nullable text is cleared with null. [A]
var blank = map[string]bool{
	"webhook_url":                  true,
	"webhook_secret":               true,
	"telephony.phone_number":       true,
	"provider.credentials.api_key": true,
	"mock_tools[].description":     true,
}

// primaryKey lists the integers that name a row of another table. [F]
var primaryKey = map[string]bool{"project": true}

// legacyName is taken for name where that is absent: the published example
// renames an agent with it. [D]
const legacyName = "agent_name"

const maxToolName = 63

// checkTools adds what only prose says of a mock tool, where its fields are good
// by themselves: the name's characters and length [D], and that MCP needs an
// index [D].
func checkTools(tools pyjson.Value, errs *apierr.Fields) *apierr.Fields {
	for i, tool := range tools.Items {
		add := func(text string, path ...string) {
			if text == "" || errs.At("mock_tools", i).Has(path[0]) {
				return
			}
			if errs == nil {
				errs = new(apierr.Fields)
			}
			at := errs.Field("mock_tools").Item(i, len(tools.Items))
			for _, name := range path {
				at = at.Field(name)
			}
			at.Add(text)
		}
		add(checkToolName(tool), "name")
		add(checkServedVia(tool), "served_via", "mock_index")
	}
	return errs
}

func checkToolName(tool pyjson.Value) string {
	name, ok := tool.Get("name")
	switch {
	case !ok:
		return ""
	case strings.ContainsFunc(name.Text, notInToolNames):
		return apierr.ToolNamePattern
	case len(name.Text) > maxToolName:
		return apierr.ToolNameTooLong
	default:
		return ""
	}
}

func notInToolNames(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
}

func checkServedVia(tool pyjson.Value) string {
	via, _ := tool.Get("served_via")
	kind, _ := via.Get("type")
	if _, ok := via.Get("mock_index"); kind.Text == domain.MCP && !ok {
		return apierr.RequiredWhenMCP
	}
	return ""
}
