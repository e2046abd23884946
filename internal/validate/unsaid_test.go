package validate

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/field"
)

// TestBlankText sends "" to every text property of the document: the five that
// it clears are cleared, for any other it is an error.
func TestBlankText(t *testing.T) {
	clears := map[string]bool{
		"webhook_url": true, "webhook_secret": true, "telephony.phone_number": true,
		"provider.credentials.api_key": true, "mock_tools[].description": true,
	}
	seen := 0
	for _, p := range writable(t) {
		if k := fieldAt(t, published(t).Agent(), p.path).Kind; k != field.Text && k != field.URL {
			continue
		}
		seen++
		for _, sent := range []string{`""`, `" \t\u00a0 "`} {
			if clears[p.path] {
				checkField(t, p.path, []fieldRow{{sent: sent, arrives: `""`}})
			} else {
				checkField(t, p.path, []fieldRow{{sent: sent, errors: notBlank}})
			}
		}
	}
	if seen < 15 {
		t.Errorf("only %d texts were seen", seen)
	}
}

func TestNullableText(t *testing.T) {
	for _, path := range []string{"telephony.sip_uri", "telephony.websocket_url", "provider.agent_id"} {
		checkField(t, path, []fieldRow{{sent: `null`, arrives: `null`}, {sent: `"null"`, arrives: `"null"`}})
	}
	for _, path := range []string{"webhook_url", "webhook_secret", "telephony.phone_number", "provider.credentials.api_key", "mock_tools[].description"} {
		checkField(t, path, []fieldRow{{sent: `null`, errors: notNull}})
	}
}

func TestToolName(t *testing.T) {
	const pattern = `["Tool name may only contain alphanumerics, underscores and hyphens."]`
	const under64 = `["Tool name must be under 64 characters."]`
	long := func(n int) string { return quoted(strings.Repeat("a", n)) }
	checkField(t, "mock_tools[].name", []fieldRow{
		{sent: `"lookup_Order-2"`, arrives: `"lookup_Order-2"`},
		{sent: `" x "`, arrives: `"x"`}, // trimmed first
		{sent: `7`, arrives: `"7"`},
		{sent: long(63), arrives: long(63)},
		{sent: long(64), errors: under64},
		{sent: long(255), errors: under64},
		{sent: `"a b"`, errors: pattern},
		{sent: `"é"`, errors: pattern},
		{sent: `"٣"`, errors: pattern},
		{sent: `1.5`, errors: pattern},
		{sent: `"` + strings.Repeat("a b", 40) + `"`, errors: pattern},
		{sent: `"` + strings.Repeat("é", 64) + `"`, errors: pattern},
		// The field's own errors come first and alone.
		{sent: `"` + strings.Repeat("a b", 90) + `"`, errors: tooLong},
		{sent: `"a b\u0000"`, errors: `["Null characters are not allowed."]`},
		{sent: `[]`, errors: notString},
	})
	const good = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
	for r := rune('!'); r <= '~'; r++ {
		if got := notInToolNames(r); got == strings.ContainsRune(good, r) {
			t.Errorf("notInToolNames(%q) = %v", r, got)
		}
	}
	// It is the rule of tools only.
	checkField(t, "dynamic_variables[].name", []fieldRow{{sent: `"a b"`, arrives: `"a b"`}, {sent: long(255), arrives: long(255)}})
}

func TestServedVia(t *testing.T) {
	const missing = `{"mock_index":["This field is required when type is 'mcp'."]}`
	checkBodies(t, patch, []bodyRow{
		{body: `{"mock_tools":[{"served_via":{}}]}`, arrives: `mock_tools[0].served_via={}`},
		{body: `{"mock_tools":[{"served_via":{"type":"direct"}}]}`, arrives: `mock_tools[0].served_via.type="direct"`},
		{body: `{"mock_tools":[{"served_via":{"type":"mcp","mock_index":"3"}}]}`, arrives: `mock_tools[0].served_via.mock_index=3 mock_tools[0].served_via.type="mcp"`},
		{body: `{"mock_tools":[{"served_via":{"mock_index":3}}]}`, arrives: `mock_tools[0].served_via.mock_index=3`},
		{body: `{"mock_tools":[{},{"served_via":{"type":"mcp"}}]}`, errors: `{"mock_tools":[{},{"served_via":` + missing + `}]}`},
		{body: `{"mock_tools":[{"served_via":{"type":"mcp"},"name":"a b"}]}`,
			errors: `{"mock_tools":[{"name":["Tool name may only contain alphanumerics, underscores and hyphens."],"served_via":` + missing + `}]}`},
		{body: `{"mock_tools":[{"served_via":{"type":"mcp"},"name":null}]}`,
			errors: `{"mock_tools":[{"name":` + notNull + `,"served_via":` + missing + `}]}`},
		// An index that is wrong is not also missing.
		{body: `{"mock_tools":[{"served_via":{"type":"mcp","mock_index":"x"}}]}`,
			errors: `{"mock_tools":[{"served_via":{"mock_index":` + notInteger + `}}]}`},
		{body: `{"mock_tools":[{"served_via":{"type":"mcp","mock_index":null}}]}`,
			errors: `{"mock_tools":[{"served_via":{"mock_index":` + notNull + `}}]}`},
	})
}

// The rules of items are for items: a collection of the wrong type is refused
// as a whole.
func TestToolsThatAreNoList(t *testing.T) {
	for _, body := range []string{`{"mock_tools":{"a":{"name":"bad name"}}}`, `{"mock_tools":{"a":{"served_via":{"type":"mcp"}}}}`} {
		checkBodies(t, patch, []bodyRow{{body: body,
			errors: `{"mock_tools":{"non_field_errors":["Expected a list of items but got type \"dict\"."]}}`}})
	}
}
