package domain

import (
	"slices"

	"github.com/cekura/mockserver/internal/apierr"
)

// anyChat lists the voice types beside which every chat type may stand. [A]
var anyChat = []string{"", "custom", "self_hosted"}

// checkProvider checks the configs that were sent against the types that will
// be in force, and puts them into sent as they are to be stored. Configs that
// are already stored are never checked again. [A]
func checkProvider(current Provider, sent *Provider, terms Terms, errs *apierr.Fields) {
	voice := current.Type
	voice.take(sent.Type)

	if c := &sent.Credentials.Value; sends(c.Config) {
		config, wrong := terms.CheckConfig(Voice, voice.Value, c.Config)
		c.Config = config
		errs.Field("provider").Field("credentials").Field("config").Replace(wrong)
	}

	chat := &sent.ChatAgentDetails.Value
	chatType := current.ChatAgentDetails.Value.Type
	chatType.take(chat.Type)
	if chat.Type.Holds() && chat.Type.Value != voice.Value &&
		terms.NativeChat(chat.Type.Value) && !slices.Contains(anyChat, voice.Value) {
		errs.Field("provider").Field("chat_agent_details").Field("type").
			Add(apierr.IncompatibleChat(chat.Type.Value, voice.Value))
	}
	if sends(chat.Config) {
		config, wrong := terms.CheckConfig(Chat, chatType.Value, chat.Config)
		chat.Config = config
		errs.Field("provider").Field("chat_agent_details").Field("config").Replace(wrong)
	}
}

func sends(config JSON) bool { return config != "" && config != "null" }
