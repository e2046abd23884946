package validate

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// configs are the schemas of provider configs, by channel and provider type.
// A type without one takes any object.
type configs [2]map[string]*field

func compileConfigs(doc *document) configs {
	c := compiler{doc: doc}
	compileAll := func(branches map[string]*openapi3.Schema) map[string]*field {
		all := map[string]*field{}
		for name, schema := range branches {
			all[name] = openConfig(c.compile("", openapi3.NewSchemaRef("", schema)))
		}
		return all
	}
	voice := doc.schema(providerSchema).Properties["type"].Value.Enum
	chat := doc.schema(chatSchema).Properties["type"].Value.Enum
	return configs{
		domain.Voice: compileAll(doc.branches(voiceConfigs, "Config", voice)),
		domain.Chat:  compileAll(doc.branches(chatConfigs, "ChatConfig", chat)),
	}
}

// openConfig lets blank text pass, anywhere in a config. [A]
func openConfig(f *field) *field {
	f.blank = true
	for _, p := range f.props {
		openConfig(p)
	}
	return f
}

// Config checks a config against the schema of a provider type. It is stored as
// it was sent, unknown keys included. [A]
func (v *Validator) Config(channel domain.Channel, providerType string, config domain.JSON) *apierr.Fields {
	f := v.configs[channel][providerType]
	if f == nil {
		return nil
	}
	value, err := pyjson.Parse(string(config))
	if err != nil {
		panic("validate: a config that passed the first phase is not JSON: " + err.Error())
	}
	c := coercion{}
	judged := c.value(f, &value)
	return judge(f, &value, judged, &c)
}

// IsVoice reports whether a type is one of the voice channel's.
func (v *Validator) IsVoice(providerType string) bool { return v.voices[providerType] }
