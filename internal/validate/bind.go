package validate

import (
	"strconv"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// bindBody makes the domain's body of a coerced and judged one.
func bindBody(v pyjson.Value) domain.Body {
	return domain.Body{
		Settings: domain.Settings{
			Name:              textOf(v, "name"),
			Description:       textOf(v, "description"),
			Language:          textOf(v, "language"),
			Telephony:         blockOf(v, "telephony", bindTelephony),
			Provider:          blockOf(v, "provider", bindProvider),
			AgentSpeaksFirst:  flagOf(v, "agent_speaks_first"),
			PredefinedMetrics: jsonOf(v, "predefined_metrics"),
			WebhookURL:        textOf(v, "webhook_url"),
			WebhookSecret:     textOf(v, "webhook_secret"),
		},
		Project:            numberOf(v, "project"),
		MockTools:          listOf(v, "mock_tools", bindTool),
		KnowledgeBaseFiles: listOf(v, "knowledge_base_files", bindFile),
		DynamicVariables:   listOf(v, "dynamic_variables", bindVariable),
	}
}

func bindTelephony(v pyjson.Value) domain.Telephony {
	return domain.Telephony{
		PhoneNumber:     textOf(v, "phone_number"),
		Inbound:         flagOf(v, "inbound"),
		SIPURI:          textOf(v, "sip_uri"),
		SIPAuth:         jsonOf(v, "sip_auth"),
		WebsocketURL:    textOf(v, "websocket_url"),
		WebsocketAuth:   jsonOf(v, "websocket_auth"),
		OutboundNumbers: listOf(v, "outbound_numbers", bindText),
	}
}

func bindProvider(v pyjson.Value) domain.Provider {
	return domain.Provider{
		Type:                         textOf(v, "type"),
		AgentID:                      textOf(v, "agent_id"),
		Credentials:                  fieldOf(v, "credentials", bindCredentials),
		ChatAgentDetails:             fieldOf(v, "chat_agent_details", bindChat),
		AutoDialOutbound:             flagOf(v, "auto_dial_outbound"),
		AutoImportCalls:              flagOf(v, "auto_import_calls"),
		AutoSyncPrompt:               flagOf(v, "auto_sync_prompt"),
		SendPostConversationMetadata: flagOf(v, "send_post_conversation_metadata"),
		ConfigureFromProvider:        flagOf(v, "configure_from_provider"),
	}
}

func bindCredentials(v pyjson.Value) domain.Credentials {
	return domain.Credentials{APIKey: textOf(v, "api_key"), Config: jsonOf(v, "config")}
}

func bindChat(v pyjson.Value) domain.ChatAgentDetails {
	return domain.ChatAgentDetails{Type: textOf(v, "type"), Config: jsonOf(v, "config")}
}

func bindTool(v pyjson.Value) domain.MockToolItem {
	via, _ := v.Get("served_via")
	return domain.MockToolItem{
		ID:             textOf(v, "id"),
		Name:           textOf(v, "name"),
		Description:    textOf(v, "description"),
		MockData:       jsonOf(v, "mock_data"),
		FreetextParams: listOf(v, "freetext_params", bindText),
		Type:           textOf(via, "type"),
		MockIndex:      textOf(via, "mock_index"),
	}
}

func bindFile(v pyjson.Value) domain.FileItem {
	return domain.FileItem{
		ID:            textOf(v, "id"),
		FileName:      textOf(v, "file_name"),
		Name:          textOf(v, "name"),
		ContentBase64: textOf(v, "content_base64"),
	}
}

func bindVariable(v pyjson.Value) domain.VariableItem {
	return domain.VariableItem{Name: textOf(v, "name"), Description: textOf(v, "description")}
}

func bindText(v pyjson.Value) string { return v.Text }

// blockOf gives a nested block that is merged key by key; an absent one merges
// nothing.
func blockOf[T any](v pyjson.Value, key string, of func(pyjson.Value) T) (block T) {
	if m, ok := v.Get(key); ok {
		block = of(m)
	}
	return block
}

// fieldOf gives a member as an Opt, its value made by of.
func fieldOf[T any](v pyjson.Value, key string, of func(pyjson.Value) T) domain.Opt[T] {
	m, ok := v.Get(key)
	switch {
	case !ok:
		return domain.Opt[T]{}
	case m.Kind == pyjson.Null:
		return domain.Opt[T]{Set: true, Null: true}
	default:
		return domain.Some(of(m))
	}
}

func textOf(v pyjson.Value, key string) domain.Opt[string] { return fieldOf(v, key, bindText) }

func flagOf(v pyjson.Value, key string) domain.Opt[bool] {
	return fieldOf(v, key, func(m pyjson.Value) bool { return m.True })
}

func numberOf(v pyjson.Value, key string) domain.Opt[int64] {
	return fieldOf(v, key, func(m pyjson.Value) int64 {
		n, _ := strconv.ParseInt(m.Text, 10, 64) // only rows that exist come here
		return n
	})
}

func listOf[T any](v pyjson.Value, key string, of func(pyjson.Value) T) domain.Opt[[]T] {
	return fieldOf(v, key, func(m pyjson.Value) []T {
		all := make([]T, len(m.Items))
		for i, item := range m.Items {
			all[i] = of(item)
		}
		return all
	})
}

// jsonOf gives any JSON, null included, as text.
func jsonOf(v pyjson.Value, key string) domain.JSON {
	m, ok := v.Get(key)
	if !ok {
		return ""
	}
	return domain.JSON(m.Append(nil))
}
