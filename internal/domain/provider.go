package domain

import (
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// checkProvider checks configs and the chat type that were sent against the
// types that will be in effect. What is stored is never checked again. [A]
func checkProvider(stored *pyjson.Value, sent *Sent, terms Terms, errs *apierr.Fields) {
	if sent.Fields.Member("provider") == nil {
		return
	}
	checkChat(stored, sent, terms, errs)
	for _, f := range terms.Configs {
		checkConfig(f, stored, sent, terms, errs)
	}
}

// checkConfig holds a config that was sent against the fields of its type. What
// they require must be there once it is merged. [D, A] (CF-02)
func checkConfig(f *field.Field, stored *pyjson.Value, sent *Sent, terms Terms, errs *apierr.Fields) {
	path := strings.Split(f.Path, ".")
	config := field.At(&sent.Fields, path...)
	branch := f.Branches[f.Type(stored, &sent.Fields)]
	if config == nil || config.Kind != pyjson.Object {
		return
	}
	if sent.Full {
		terms.rest("AG-11")
	} else if f.TypeChanges(stored, &sent.Fields) {
		terms.rest("AG-10")
	}
	if branch == nil {
		terms.rest("CF-04")
		return
	}
	merged := f.Merged(stored, &sent.Fields, config, sent.Full)
	if wrong := terms.CheckConfig(branch, config, &merged); !wrong.Empty() {
		terms.rest("CF-02")
		for _, name := range path {
			errs = errs.Field(name)
		}
		errs.Replace(wrong)
	}
}

// Which chat types go with a voice type: those that the platform lists [O], and
// ours [A]. (CF-08, CF-09, CF-10)
var (
	chatFor = map[string][]string{
		"vapi":        {"vapi", "sms", "whatsapp"},
		"retell":      {"retell", "sms", "whatsapp"},
		"bland":       {"bland", "sms", "whatsapp"},
		"elevenlabs":  {"elevenlabs", "sms", "whatsapp"},
		"livekit":     {"livekit", "sms", "whatsapp"},
		"pipecat":     {"sms", "whatsapp", "self_hosted"},
		"synthflow":   {"sms", "whatsapp", "self_hosted"},
		"cisco":       {"sms", "whatsapp", "self_hosted"},
		"self_hosted": {"sms", "whatsapp", "self_hosted"},
		"koreai":      {"sms", "whatsapp", "self_hosted", "koreai"},
		"genesys":     {},
	}
	// platforms are the chat types that are somebody's platform: beside a voice
	// type that is not listed only its own will do, unless that is nobody's.
	platforms = []string{"retell", "bland", "vapi", "elevenlabs", "livekit", "agora", "koreai", "amazon_connect"}
	nobodys   = []string{"", "custom"}
	// others are chat types that are no platform's.
	others = []string{"sms", "whatsapp", "self_hosted"}
)

// checkChat wants a chat type that is sent to go with the effective voice type.
func checkChat(stored *pyjson.Value, sent *Sent, terms Terms, errs *apierr.Fields) {
	chat := field.TextAt(&sent.Fields, "provider", "chat_agent_details", "type")
	voice := field.TextAt(stored, "provider", "type")
	if field.At(&sent.Fields, "provider", "type") != nil {
		voice = field.TextAt(&sent.Fields, "provider", "type")
	}
	if _, listed := chatFor[voice]; chat != "" && !listed {
		terms.rest("CF-10")
	}
	if chat != "" && !goesWith(chat, voice) {
		terms.rest("CF-12")
		errs.Field("provider").Field("chat_agent_details").Field("type").Add(apierr.IncompatibleChat(chat, voice))
	}
}

// goesWith takes a chat type that nobody has listed beside any voice type but
// genesys: agentforce, and what a newer document adds. [A]
func goesWith(chat, voice string) bool {
	allowed, listed := chatFor[voice]
	switch {
	case voice == "genesys":
		return false
	case !slices.Contains(platforms, chat) && !slices.Contains(others, chat):
		return true
	case listed:
		return slices.Contains(allowed, chat)
	case slices.Contains(nobodys, voice):
		return true
	default:
		return chat == voice || !slices.Contains(platforms, chat)
	}
}
