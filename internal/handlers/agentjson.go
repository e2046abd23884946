package handlers

import (
	"strconv"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// appendAgent writes an agent as the document's AIAgentV2. Write-only values
// are not in it.
func appendAgent(b []byte, agent domain.Agent, to urls) []byte {
	before, behind := encodeAgent(agent, to)
	return append(append(append(b, before...), encodeTools(agent, to)...), behind...)
}

// encodeAgent gives what stands before and behind the mock tools, which are
// most of a long agent.
func encodeAgent(agent domain.Agent, to urls) (before, behind []byte) {
	o := open(make([]byte, 0, 2048))
	o.integer("id", agent.ID)
	o.textIfSet("name", agent.Name)
	o.text("description", agent.Description.Value)
	o.integer("project", agent.Project)
	o.text("language", agent.Language.Value)
	o.key("telephony")
	o.b = appendTelephony(o.b, agent.Telephony)
	o.key("provider")
	o.b = appendProvider(o.b, agent.Provider)
	o.flagOrNull("agent_speaks_first", agent.AgentSpeaksFirst)
	list(o, "knowledge_base_files", agent.KnowledgeBaseFiles, func(b []byte, f domain.KnowledgeBaseFile) []byte {
		return appendFile(b, agent.ID, f, to)
	})
	list(o, "enabled_personalities", agent.EnabledPersonalities, func(b []byte, id int64) []byte {
		return strconv.AppendInt(b, id, 10)
	})
	o.textIfAny("webhook_url", agent.WebhookURL)
	o.text("webhook_secret_configured", strconv.FormatBool(agent.WebhookSecret.Value != "")) // typed string [D], the words [A]
	o.key("mock_tools")
	split := len(o.b)
	o.flag("mock_tools_enabled", agent.MockToolsEnabled)
	o.textOrNull("mock_tools_provider", agent.MockToolsProvider)
	list(o, "dynamic_variables", agent.DynamicVariables, appendVariable)
	o.time("created_at", agent.CreatedAt)
	o.time("updated_at", agent.UpdatedAt)
	whole := o.close()
	return whole[:split], whole[split:]
}

func appendTelephony(b []byte, t domain.Telephony) []byte {
	o := open(b)
	o.textIfAny("phone_number", t.PhoneNumber)
	o.flag("inbound", t.Inbound.Value)
	o.textOrNull("sip_uri", t.SIPURI)
	o.raw("sip_auth", t.SIPAuth)
	o.textOrNull("websocket_url", t.WebsocketURL)
	o.raw("websocket_auth", t.WebsocketAuth)
	list(o, "outbound_numbers", t.OutboundNumbers.Value, pyjson.AppendString)
	return o.close()
}

func appendProvider(b []byte, p domain.Provider) []byte {
	o := open(b)
	o.textIfSet("type", p.Type)
	o.textOrNull("agent_id", p.AgentID)
	if p.Credentials.Null {
		o.raw("credentials", "null")
	} else { // also where there never were any [A]
		o.key("credentials")
		credentials := open(o.b)
		credentials.raw("config", p.Credentials.Value.Config)
		o.b = credentials.close()
	}
	if p.ChatAgentDetails.Set {
		o.key("chat_agent_details")
		chat := open(o.b)
		chat.textIfSet("type", p.ChatAgentDetails.Value.Type)
		chat.raw("config", domain.WithoutSecret(p.ChatAgentDetails.Value.Config))
		o.b = chat.close()
	} else {
		o.raw("chat_agent_details", "null")
	}
	o.flagOrNull("auto_dial_outbound", p.AutoDialOutbound)
	o.flagOrNull("auto_import_calls", p.AutoImportCalls)
	o.flagOrNull("auto_sync_prompt", p.AutoSyncPrompt)
	o.flagOrNull("send_post_conversation_metadata", p.SendPostConversationMetadata)
	return o.close()
}

func appendFile(b []byte, agentID int64, f domain.KnowledgeBaseFile, to urls) []byte {
	o := open(b)
	o.integer("id", f.ID)
	o.integer("agent", agentID)
	o.text("file_url", to.file(agentID, f))
	o.text("file_name", f.FileName)
	o.text("file_type", f.MediaType())
	o.integer("file_size", f.Size)
	o.time("created_at", f.CreatedAt)
	o.time("updated_at", f.UpdatedAt)
	return o.close()
}

// encodeTools gives an agent's mock tools as JSON.
func encodeTools(agent domain.Agent, to urls) []byte {
	const most = 320 // of a tool but for its longest parts
	size := 2
	for i := range agent.MockTools {
		size += most + len(agent.MockTools[i].MockData) + len(agent.MockTools[i].Description)
	}
	return appendArray(make([]byte, 0, size), agent.MockTools, func(b []byte, t domain.MockTool) []byte {
		return appendTool(b, agent.ID, t, to)
	})
}

func appendTool(b []byte, agentID int64, t domain.MockTool, to urls) []byte {
	o := open(b)
	o.integer("id", t.ID)
	o.text("name", t.Name)
	o.text("description", t.Description)
	o.raw("mock_data", t.MockData)
	o.key("served_via")
	via := open(o.b)
	via.text("type", t.ServedVia.Type)
	if t.ServedVia.Type == domain.MCP {
		via.text("url", to.mcp(agentID, t.ServedVia.MockIndex))
		via.raw("mock_index", domain.JSON(t.ServedVia.MockIndex))
	} else {
		via.text("url", to.tool(agentID, t.Name))
	}
	o.b = via.close()
	return o.close()
}

func appendVariable(b []byte, v domain.DynamicVariable) []byte {
	o := open(b)
	o.integer("id", v.ID)
	o.text("name", v.Name)
	o.text("description", v.Description)
	return o.close()
}
