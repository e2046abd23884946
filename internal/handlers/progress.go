package handlers

import (
	"net/http"
	"strconv"
)

// accepted answers the creation of an agent that its provider was to be asked
// for: there is progress to be asked about. [O, A] (AG-25)
func (x *exchange) accepted(agentID int64) answer {
	o := open(nil)
	o.integer("id", agentID)
	o.text("progress_id", progressID(agentID))
	return jsonAnswer(http.StatusAccepted, o.close())
}

func progressID(agentID int64) string { return "import-" + strconv.FormatInt(agentID, 10) }
