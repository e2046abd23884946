package seed

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// A seed that is sent cannot read the server's files.
func TestTextNamesNoFiles(t *testing.T) {
	const sent = "version: 1\nagents:\n- {name: a, description: d, knowledge_base_files: [{file_name: a.txt, path: /etc/hostname}]}\n"
	_, err := testLoader(t).Text([]byte(sent))
	const want = "seed.yaml:3: agents[0].knowledge_base_files[0].path: a seed that is sent cannot name files of the server"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// What an agent can come to be step by step is taken whole.
func TestTextTakesWhatAWorldCanHold(t *testing.T) {
	world := domain.World{
		Projects: []domain.Project{{ID: 9, Name: "nine"}},
		Agents: []domain.Agent{{ID: 1, Project: 1, Settings: domain.Settings{
			Description: domain.Some("made without a name, then given another provider"),
			Provider: domain.Provider{
				Type:        domain.Some("livekit"),
				Credentials: domain.Some(domain.Credentials{Config: `{"public_key":"pk"}`}),
			},
		}}},
	}
	text := Write(world, true)
	read, err := testLoader(t).Text(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if again := Write(read, true); !strings.Contains(string(again), `"config":{"public_key":"pk"}`) || read.Agents[0].Project != 1 || read.Agents[0].Name.Set {
		t.Errorf("read as %s", again)
	}
	if _, err := testLoader(t).parse("a.json", text); err == nil {
		t.Error("a seed file is held against the API's rules, but this was taken")
	}
}
