package seed

import (
	"encoding/base64"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Write gives a world as a seed in JSON, complete: what it is read from is the
// same world again. Without secrets, write-only values are left out, and stars
// stand for those that only the API itself shows.
func Write(world domain.World, secrets bool) []byte {
	projects := pyjson.Value{Kind: pyjson.Array}
	for _, p := range world.Projects {
		var o exported
		o.integer("id", p.ID)
		o.text("name", p.Name)
		projects.Items = append(projects.Items, o.value())
	}
	agents := pyjson.Value{Kind: pyjson.Array}
	for _, a := range world.Agents {
		agents.Items = append(agents.Items, writeAgent(a, secrets))
	}
	var o exported
	o.integer("version", 1)
	if len(projects.Items) > 0 {
		o.add("projects", projects)
	}
	o.add("agents", agents)
	return o.value().Append(nil)
}

func writeAgent(a domain.Agent, secrets bool) pyjson.Value {
	var o exported
	o.integer("id", a.ID)
	o.textIfSet("name", a.Name)
	o.textIfSet("description", a.Description)
	o.integer("project", a.Project)
	o.textIfSet("language", a.Language)
	o.addIfAny("telephony", writeTelephony(a.Telephony, secrets))
	provider := a.Provider
	if !a.Name.Set { // only such an agent may have no name
		provider.ConfigureFromProvider = domain.Some(true)
	}
	o.addIfAny("provider", writeProvider(provider, secrets))
	o.flagIfSet("agent_speaks_first", a.AgentSpeaksFirst)
	if secrets {
		o.json("predefined_metrics", a.PredefinedMetrics)
	}
	list(&o, "knowledge_base_files", a.KnowledgeBaseFiles, writeFile)
	o.personalities(a.EnabledPersonalities)
	o.textIfSet("webhook_url", a.WebhookURL)
	if secrets {
		o.textIfSet("webhook_secret", a.WebhookSecret)
	}
	list(&o, "mock_tools", a.MockTools, writeTool)
	o.add("mock_tools_enabled", pyjson.Value{Kind: pyjson.Bool, True: a.MockToolsEnabled})
	o.textIfSet("mock_tools_provider", a.MockToolsProvider)
	list(&o, "dynamic_variables", a.DynamicVariables, func(v domain.DynamicVariable) pyjson.Value {
		var o exported
		o.integer("id", v.ID)
		o.text("name", v.Name)
		o.text("description", v.Description)
		return o.value()
	})
	o.time("created_at", a.CreatedAt)
	o.time("updated_at", a.UpdatedAt)
	return o.value()
}

func writeTelephony(t domain.Telephony, secrets bool) pyjson.Value {
	if !secrets {
		t.SIPAuth, t.WebsocketAuth = domain.MaskedAuth(t.SIPAuth), domain.MaskedAuth(t.WebsocketAuth)
	}
	var o exported
	o.textIfSet("phone_number", t.PhoneNumber)
	o.flagIfSet("inbound", t.Inbound)
	o.textIfSet("sip_uri", t.SIPURI)
	o.json("sip_auth", t.SIPAuth)
	o.textIfSet("websocket_url", t.WebsocketURL)
	o.json("websocket_auth", t.WebsocketAuth)
	if t.OutboundNumbers.Set {
		o.texts("outbound_numbers", t.OutboundNumbers.Value)
	}
	return o.value()
}

func writeProvider(p domain.Provider, secrets bool) pyjson.Value {
	var o exported
	o.textIfSet("type", p.Type)
	o.textIfSet("agent_id", p.AgentID)
	if p.Credentials.Set {
		var c exported
		config := domain.Masked(p.Credentials.Value.Config)
		if secrets {
			c.textIfSet("api_key", p.Credentials.Value.APIKey)
			config = p.Credentials.Value.Config
		}
		c.json("config", config)
		o.block("credentials", p.Credentials.Null, c)
	}
	if p.ChatAgentDetails.Set {
		var c exported
		c.textIfSet("type", p.ChatAgentDetails.Value.Type)
		config := p.ChatAgentDetails.Value.Config
		if !secrets {
			config = domain.Masked(domain.WithoutSecret(config))
		}
		c.json("config", config)
		o.block("chat_agent_details", p.ChatAgentDetails.Null, c)
	}
	o.flagIfSet("auto_dial_outbound", p.AutoDialOutbound)
	o.flagIfSet("auto_import_calls", p.AutoImportCalls)
	o.flagIfSet("auto_sync_prompt", p.AutoSyncPrompt)
	o.flagIfSet("send_post_conversation_metadata", p.SendPostConversationMetadata)
	o.flagIfSet("configure_from_provider", p.ConfigureFromProvider)
	return o.value()
}

func writeFile(f domain.KnowledgeBaseFile) pyjson.Value {
	var o exported
	o.integer("id", f.ID)
	o.text("file_name", f.FileName)
	if len(f.Content) == 0 {
		o.text("content", "") // base64 of nothing would be a blank field
	} else {
		o.text("content_base64", base64.StdEncoding.EncodeToString(f.Content))
	}
	o.time("created_at", f.CreatedAt)
	o.time("updated_at", f.UpdatedAt)
	return o.value()
}

func writeTool(t domain.MockTool) pyjson.Value {
	var o, via exported
	o.integer("id", t.ID)
	o.text("name", t.Name)
	o.text("description", t.Description)
	o.json("mock_data", t.MockData)
	if len(t.FreetextParams) > 0 {
		o.texts("freetext_params", t.FreetextParams)
	}
	via.text("type", t.ServedVia.Type)
	if t.ServedVia.MockIndex != "" {
		via.add("mock_index", pyjson.Value{Kind: pyjson.Int, Text: t.ServedVia.MockIndex})
	}
	o.add("served_via", via.value())
	return o.value()
}

// exported is an object that is being written.
type exported struct{ v pyjson.Value }

func (o *exported) value() pyjson.Value {
	o.v.Kind = pyjson.Object
	return o.v
}

func (o *exported) add(key string, v pyjson.Value) {
	o.v.Keys, o.v.Items = append(o.v.Keys, key), append(o.v.Items, v)
}

// addIfAny leaves an empty block out: a block that is there has defaults.
func (o *exported) addIfAny(key string, v pyjson.Value) {
	if len(v.Keys) > 0 {
		o.add(key, v)
	}
}

func (o *exported) text(key, s string) { o.add(key, pyjson.Value{Kind: pyjson.String, Text: s}) }

func (o *exported) integer(key string, n int64) {
	o.add(key, pyjson.Value{Kind: pyjson.Int, Text: strconv.FormatInt(n, 10)})
}

func (o *exported) time(key string, t time.Time) { o.text(key, t.UTC().Format(time.RFC3339Nano)) }

func (o *exported) textIfSet(key string, s domain.Opt[string]) {
	switch {
	case s.Null:
		o.add(key, pyjson.Value{})
	case s.Set:
		o.text(key, s.Value)
	}
}

func (o *exported) flagIfSet(key string, f domain.Opt[bool]) {
	switch {
	case f.Null:
		o.add(key, pyjson.Value{})
	case f.Set:
		o.add(key, pyjson.Value{Kind: pyjson.Bool, True: f.Value})
	}
}

func (o *exported) texts(key string, texts []string) {
	list(o, key, texts, func(s string) pyjson.Value { return pyjson.Value{Kind: pyjson.String, Text: s} })
}

func (o *exported) personalities(ids []int64) {
	list(o, "enabled_personalities", ids, func(id int64) pyjson.Value {
		return pyjson.Value{Kind: pyjson.Int, Text: strconv.FormatInt(id, 10)}
	})
}

// json adds free JSON, if there is any.
func (o *exported) json(key string, j domain.JSON) {
	if v, err := pyjson.Parse(string(j)); err == nil {
		o.add(key, v)
	}
}

func (o *exported) block(key string, null bool, inner exported) {
	if null {
		o.add(key, pyjson.Value{})
	} else {
		o.add(key, inner.value())
	}
}

func list[T any](o *exported, key string, items []T, item func(T) pyjson.Value) {
	all := pyjson.Value{Kind: pyjson.Array}
	for _, i := range items {
		all.Items = append(all.Items, item(i))
	}
	o.add(key, all)
}
