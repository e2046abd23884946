package domain

import (
	"slices"

	"github.com/cekura/mockserver/internal/apierr"
)

// nobodys lists the types that are no platform of somebody: they may stand
// beside any other. [A]
var nobodys = []string{"", "custom", "self_hosted"}

// checkProvider checks what was sent against the types that will be in force.
// Configs that are already stored are never checked again. [A]
func checkProvider(current, sent Provider, terms Terms, errs *apierr.Fields) {
	voice, chat := current.Type, current.ChatAgentDetails.Value.Type
	voice.take(sent.Type)
	chat.take(sent.ChatAgentDetails.Value.Type)

	if config := sent.Credentials.Value.Config; sends(config) {
		errs.Field("provider").Field("credentials").Field("config").
			Replace(terms.CheckConfig(Voice, voice.Value, config))
	}
	if sent.ChatAgentDetails.Value.Type.Holds() && chat != voice &&
		terms.IsVoice(chat.Value) && !slices.Contains(nobodys, chat.Value) && !slices.Contains(nobodys, voice.Value) {
		errs.Field("provider").Field("chat_agent_details").Field("type").
			Add(apierr.IncompatibleChat(chat.Value, voice.Value))
	}
	if config := sent.ChatAgentDetails.Value.Config; sends(config) {
		errs.Field("provider").Field("chat_agent_details").Field("config").
			Replace(terms.CheckConfig(Chat, chat.Value, config))
	}
}

func sends(config JSON) bool { return config != "" && config != "null" }
