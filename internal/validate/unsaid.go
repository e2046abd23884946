package validate

import (
	"regexp"

	"github.com/cekura/mockserver/internal/apierr"
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

var toolName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// checkTools checks what only prose says of a mock tool, where its fields are
// good by themselves: the name's characters and length [D], and that MCP needs
// an index [D].
func checkTools(tools pyjson.Value, errs *apierr.Fields) {
	for i, tool := range tools.Items {
		wrong := func() *apierr.Fields { return errs.Field("mock_tools").Item(i, len(tools.Items)) }
		good := func(key string) bool { return !errs.Field("mock_tools").At(i).Has(key) }
		if name, ok := tool.Get("name"); ok && good("name") {
			switch {
			case !toolName.MatchString(name.Text):
				wrong().Field("name").Add(apierr.ToolNamePattern)
			case len(name.Text) > maxToolName:
				wrong().Field("name").Add(apierr.ToolNameTooLong)
			}
		}
		if via, ok := tool.Get("served_via"); ok && good("served_via") {
			kind, _ := via.Get("type")
			if _, ok := via.Get("mock_index"); kind.Text == "mcp" && !ok {
				wrong().Field("served_via").Field("mock_index").Add(apierr.RequiredWhenMCP)
			}
		}
	}
}
