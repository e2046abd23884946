package seed

import (
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
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

// What an agent can come to be step by step is taken whole, from a file and from
// what is sent: a config that is not of its type, a chat type that does not go
// with the voice type, a project that is not listed.
func TestSeedsTakeWhatAWorldCanHold(t *testing.T) {
	a := bareAgent(t)
	a.Settings = settings(t, `{"name":"n","description":"given another provider later",
		"provider":{"type":"livekit","credentials":{"config":{"public_key":"pk"}},"chat_agent_details":{"type":"retell","config":{"agent_id":1}}}}`)
	world := domain.World{
		Projects: []domain.Project{{ID: 9, Name: "nine"}}, Agents: []domain.Agent{a},
		Next: domain.NextID{Agent: 7, Items: [3]int64{1, 1, 1}},
	}
	text := Write(publishedtest.Validator(t), world, true)
	sent, err := testLoader(t).Text(text)
	if err != nil || dump(sent) != dump(world) {
		t.Errorf("%v: read as %s", err, dump(sent))
	}
	file, err := testLoader(t).parse("a.json", text)
	if err != nil || dump(file) != dump(world) {
		t.Errorf("%v: read as %s", err, dump(file))
	}
}

// An agent of an older world may have no name: it has none when it was exported
// and read again.
func TestTextTakesAnAgentWithoutName(t *testing.T) {
	a := bareAgent(t)
	a.Settings = settings(t, `{"description":"made without a name"}`)
	world := domain.World{Agents: []domain.Agent{a}, Next: domain.NextID{Agent: 7, Items: [3]int64{1, 1, 1}}}
	if got := dump(readBack(t, Write(publishedtest.Validator(t), world, true))); got != dump(world) {
		t.Errorf("read as %swant    %s", got, dump(world))
	}
}
