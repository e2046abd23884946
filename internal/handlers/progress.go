package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// accepted answers the creation of an agent that its provider was to be asked
// for: there is progress to be asked about. [O, A] (AG-25)
func (x *exchange) accepted(agentID int64) answer {
	o := open(nil)
	o.integer("id", agentID)
	o.text("progress_id", progressID(agentID))
	return jsonAnswer(http.StatusAccepted, o.close())
}

const progressPrefix = "import-"

func progressID(agentID int64) string { return progressPrefix + strconv.FormatInt(agentID, 10) }

// stages are what the import of an agent goes through. [O] (AG-26)
var stages = []string{"validate", "prompt", "settings", "phone", "tools", "dynamic_variables", "kb", "finalize"}

// agentProgress is about the import of the agent that the path names.
func agentProgress(x *exchange) (answer, error) { return x.progress(x.agentID) }

// anyProgress is about the import of any agent, which the progress_id names.
func anyProgress(x *exchange) (answer, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(last(x.URL.Query()["progress_id"]), progressPrefix), 10, 64)
	if err != nil {
		id = 0 // nobody's
	}
	exists, err := x.world.Store.Exists(x.Context(), id)
	if err != nil {
		return answer{}, err
	}
	if !exists {
		id = 0
	}
	return x.progress(id)
}

// progress says that an import is complete: nothing is fetched. A progress_id
// that is not the agent's is refused with the status that the platform's
// document has for it. [D, A the words]
func (x *exchange) progress(agentID int64) (answer, error) {
	asked := last(x.URL.Query()["progress_id"])
	switch {
	case asked == "":
		return answer{}, badRequest(apierr.NoProgressID)
	case asked != progressID(agentID):
		return answer{}, badRequest(apierr.NoProgress)
	}
	o := open(nil)
	o.integer("agent_id", agentID)
	o.text("status", "completed")
	o.text("current_stage", stages[len(stages)-1])
	list(o, "stages", stages, func(b []byte, name *string) []byte {
		stage := open(b)
		stage.text("name", *name)
		stage.text("status", "completed")
		return stage.close()
	})
	o.value("error", &pyjson.Value{})
	return jsonAnswer(http.StatusOK, o.close()), nil
}
