package domain

import "time"

// Agent is one AI voice agent with its collections.
type Agent struct {
	ID        int64
	Project   int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Settings

	MockTools          []MockTool          // by id
	KnowledgeBaseFiles []KnowledgeBaseFile // by id
	DynamicVariables   []DynamicVariable   // by name
}

// Settings is what an agent holds beside its identity and its collections. The
// same struct carries what a body sent of it: absent fields are unset. The JSON
// form is the stored one, write-only values included.
type Settings struct {
	Name              Opt[string] `json:"name,omitzero"`
	Description       Opt[string] `json:"description,omitzero"`
	Language          Opt[string] `json:"language,omitzero"`
	Telephony         Telephony   `json:"telephony,omitzero"`
	Provider          Provider    `json:"provider,omitzero"`
	AgentSpeaksFirst  Opt[bool]   `json:"agent_speaks_first,omitzero"`
	PredefinedMetrics JSON        `json:"predefined_metrics,omitzero"`
	WebhookURL        Opt[string] `json:"webhook_url,omitzero"`
	WebhookSecret     Opt[string] `json:"webhook_secret,omitzero"`

	// Only a seed sets these.
	EnabledPersonalities []int64     `json:"enabled_personalities,omitzero"`
	MockToolsEnabled     bool        `json:"mock_tools_enabled,omitzero"`
	MockToolsProvider    Opt[string] `json:"mock_tools_provider,omitzero"`
}

// Telephony is the phone, SIP and websocket channel of an agent.
type Telephony struct {
	PhoneNumber     Opt[string]   `json:"phone_number,omitzero"`
	Inbound         Opt[bool]     `json:"inbound,omitzero"`
	SIPURI          Opt[string]   `json:"sip_uri,omitzero"`
	SIPAuth         JSON          `json:"sip_auth,omitzero"`
	WebsocketURL    Opt[string]   `json:"websocket_url,omitzero"`
	WebsocketAuth   JSON          `json:"websocket_auth,omitzero"`
	OutboundNumbers Opt[[]string] `json:"outbound_numbers,omitzero"`
}

// Provider is the AI platform an agent runs on.
type Provider struct {
	Type                         Opt[string]           `json:"type,omitzero"`
	AgentID                      Opt[string]           `json:"agent_id,omitzero"`
	Credentials                  Opt[Credentials]      `json:"credentials,omitzero"`
	ChatAgentDetails             Opt[ChatAgentDetails] `json:"chat_agent_details,omitzero"`
	AutoDialOutbound             Opt[bool]             `json:"auto_dial_outbound,omitzero"`
	AutoImportCalls              Opt[bool]             `json:"auto_import_calls,omitzero"`
	AutoSyncPrompt               Opt[bool]             `json:"auto_sync_prompt,omitzero"`
	SendPostConversationMetadata Opt[bool]             `json:"send_post_conversation_metadata,omitzero"`

	// ConfigureFromProvider is accepted, makes the name optional on create and
	// is not stored: nothing is fetched. [D/A]
	ConfigureFromProvider Opt[bool] `json:"-"`
}

// Credentials is how to reach the voice provider.
type Credentials struct {
	APIKey Opt[string] `json:"api_key,omitzero"` // write-only
	Config JSON        `json:"config,omitzero"`
}

// ChatAgentDetails is the chat channel of an agent.
type ChatAgentDetails struct {
	Type   Opt[string] `json:"type,omitzero"`
	Config JSON        `json:"config,omitzero"`
}

// merge takes what was sent and keeps the rest. [D]
func (s *Settings) merge(sent Settings) {
	s.Name.take(sent.Name)
	s.Description.take(sent.Description)
	s.Language.take(sent.Language)
	s.Telephony.merge(sent.Telephony)
	s.Provider.merge(sent.Provider)
	s.AgentSpeaksFirst.take(sent.AgentSpeaksFirst)
	s.PredefinedMetrics.take(sent.PredefinedMetrics)
	s.WebhookURL.take(sent.WebhookURL)
	s.WebhookSecret.take(sent.WebhookSecret)
}

// merge goes key by key: documented requests send one nested key. [O]
func (t *Telephony) merge(sent Telephony) {
	t.PhoneNumber.take(sent.PhoneNumber)
	t.Inbound.take(sent.Inbound)
	t.SIPURI.take(sent.SIPURI)
	t.SIPAuth.take(sent.SIPAuth)
	t.WebsocketURL.take(sent.WebsocketURL)
	t.WebsocketAuth.take(sent.WebsocketAuth)
	t.OutboundNumbers.take(sent.OutboundNumbers)
}

func (p *Provider) merge(sent Provider) {
	p.Type.take(sent.Type)
	p.AgentID.take(sent.AgentID)
	p.mergeCredentials(sent.Credentials)
	p.mergeChat(sent.ChatAgentDetails)
	p.AutoDialOutbound.take(sent.AutoDialOutbound)
	p.AutoImportCalls.take(sent.AutoImportCalls)
	p.AutoSyncPrompt.take(sent.AutoSyncPrompt)
	p.SendPostConversationMetadata.take(sent.SendPostConversationMetadata)
}

// mergeCredentials clears them on null [A]; a config that is sent replaces the
// stored one whole. [A]
func (p *Provider) mergeCredentials(sent Opt[Credentials]) {
	switch {
	case sent.Null:
		p.Credentials = sent
	case sent.Set:
		p.Credentials.Set, p.Credentials.Null = true, false
		p.Credentials.Value.APIKey.take(sent.Value.APIKey)
		p.Credentials.Value.Config.take(sent.Value.Config)
	}
}

// mergeChat clears the chat block on null and on an empty type. [D]
func (p *Provider) mergeChat(sent Opt[ChatAgentDetails]) {
	switch {
	case sent.Null, sent.Value.Type.Set && sent.Value.Type.Value == "":
		p.ChatAgentDetails = Opt[ChatAgentDetails]{}
	case sent.Value != ChatAgentDetails{}:
		p.ChatAgentDetails.Set = true
		p.ChatAgentDetails.Value.Type.take(sent.Value.Type)
		p.ChatAgentDetails.Value.Config.take(sent.Value.Config)
	}
}

func (t MockTool) identity() (id int64, name string)          { return t.ID, t.Name }
func (f KnowledgeBaseFile) identity() (id int64, name string) { return f.ID, f.FileName }
func (v DynamicVariable) identity() (id int64, name string)   { return v.ID, v.Name }
